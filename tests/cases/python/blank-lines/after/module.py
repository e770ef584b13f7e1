second = 2


def a():
    return 1


class Kept:

    middle = 2


def f():
    x()

    y()

    z()
    return """
    one

    two
    """




def g():
    pass

def h():
    pass
