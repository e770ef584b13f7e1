"""A module.

Args:
    b: kept
"""

# The first thought
# on two lines.
#
# The third.

register("first")
register("more")

register("last")


def f(a, b):
    """Do it.

    b: new
    """
