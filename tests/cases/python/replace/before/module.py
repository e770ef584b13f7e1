import os
from a import x, y, z

TABLE = {1: 2}
number = 1  # keep the name
items = ["a", "b",
         "c"]


class Kept:
    # attached
    @property
    def first(self):
        return 1

    # two lines
    # of comment
    def second(self):
        x = 1
        return old
