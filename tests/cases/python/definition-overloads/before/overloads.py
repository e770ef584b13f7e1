from typing import overload
import typing


@overload
def convert(value: int) -> int: ...


# The second one.
@overload
def convert(value: str) -> str: ...
def convert(value):
    return value


def keep(value):
    return value


class Box:
    @property
    def size(self):
        return 1

    @property
    def width(self):
        return 2

    @size.setter
    def size(self, value):
        self.x = value

    @width.setter
    def width(self, value):
        self.x = value

    @size.deleter
    def size(self):
        del self.x

    @typing.overload
    def read(self) -> int: ...

    @typing.overload
    def read(self, n: int) -> str: ...

    def read(self, n=0):
        return n
