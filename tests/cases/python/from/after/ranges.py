import os

# -------------
# New machinery
# -------------

b = 2


def fifth():
    step_three()
