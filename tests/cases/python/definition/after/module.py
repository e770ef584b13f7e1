"""A module."""

import os

DEFAULT = 4


# A banner of the section, not attached.


class Kept:
    """Stays."""

    other = DEFAULT

    def open(self):
        return open(self)


def outer():
    value = 1

    return value


if os.name == "nt":
    kept_if = 2

try:
    kept_try = 1
except ImportError:
    kept_try = None
