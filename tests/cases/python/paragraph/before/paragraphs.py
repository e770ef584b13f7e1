"""A module.

These are obsolete words
on two lines.

Args:
    b: kept
"""

# The first thought
# on two lines.
#
# The second thought.
#
# The third.

register("first")
register("more")

register("old")
register("older")  # too
# a remark

register("last")


def f(a, b):
    """Do it.

    a: old
       continued

    b: new
    """
