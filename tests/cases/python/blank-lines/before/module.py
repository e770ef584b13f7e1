
first = 1

second = 2


def a():
    return 1


def b():
    return 2


def c():
    return 3


class Kept:

    start = 1

    middle = 2

    end = 3


def f():
    x()
    tight_above()

    y()

    tight_below()
    z()
    return """
    one

    in the text

    two
    """


kept_blank = 1


def g():
    pass


two = 2


def h():
    pass


end = 1
