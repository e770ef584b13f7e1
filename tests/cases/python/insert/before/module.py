import os
import re

one = ["a", "c"]
many = [
    "x",  # of x
    "z",
]


# attached
@cache
def decorated():
    return 1


class Kept:
    def first(self):
        return 1
        # behind it

    def third(self):
        return 3


last = 1