"""A module."""

import os

# How many at once.
LIMIT = 3
DEFAULT = 4

TABLE = {
    "a": (1, 2),
    "b": """
DEFAULT = 5
""",
}


# A banner of the section, not attached.

# Plain things.
def plain(a, b):
    """def last(): ..."""
    if a:
        return b

    return a
    # a trailing remark of plain


@cache  # once
@retry(
    times=3,
)
# between
async def fetch(
    url,
):
    async with get(url) as answer:
        return answer


class Old(Base):
    x = 1

    def size(self):
        return 0


class Kept:
    """Stays."""

    size: int = 3  # how long
    other = DEFAULT

    def open(self):
        return open(self)

    # Closes it.
    def close(self):
        pass

    class Meta:
        size = 1


def outer():
    value = 1

    def inner():
        return value

    return value


if os.name == "nt":
    under_if = 1
    kept_if = 2

try:
    kept_try = 1
    under_try = 2
except ImportError:
    kept_try = None


def last():
    return 1
