import pathlib
from a import x, yy as y, z

TABLE = {
    1: 2,
}
number: int = 1
items = ["a", "B",
         "c"]


class Kept:
    # attached
    @property
    def first(self):
        return 10

    # one line
    def second(self):
        x = 1
        if old:
            return new

        return None
