import os

# -------------
# Old machinery
# -------------


def old_one():
    return 1


OLD_TWO = 2


# -------------
# New machinery
# -------------

# begin-generated
a = [1]
# end-generated
b = 2
# begin-generated
c.d = 3
# end-generated


@cache
def third():
    return 3


# fourth
def fourth():
    step_one()
    step_two()
    return 4
    # behind it


def fifth():
    step_one()
    step_two()

    step_three()
