from typing import overload
import typing


def keep(value):
    return value


class Box:
    @property
    def width(self):
        return 2

    @width.setter
    def width(self, value):
        self.x = value
