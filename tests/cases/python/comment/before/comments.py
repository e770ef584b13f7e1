#!/usr/bin/env python3
# -*- coding: utf-8 -*-

# -----------------
# A detached banner
# -----------------

# attached to keep
# on two lines
def keep():
    # in a function, first

    x = 1  # behind the code
    y = "# not a comment"  # stays as it is

    return [
        # inside a list
        1,  # behind an item
        2,
    ]
    # the last in the body


    # a TODO
    #
    # with a blank line in it
z = 1  # type: ignore
    # deeper, another run
#: the doc comment
w = """
# attached to nothing
"""
