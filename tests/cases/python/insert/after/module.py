# SPDX-License-Identifier: MIT
import os
import re
import sys

one = ["a", "b", "c"]
many = [
    "x",  # of x
    "y",
    "z",
]


def before():
    return 0


# attached
@cache
@more
def decorated():
    return 1


class Kept:
    def first(self):
        return 1
        # behind it

    def second(self):
        return 2

    def third(self):
        if True:
            log("""
        at the margin
        """)
        return 3


last = 1

last = 2
