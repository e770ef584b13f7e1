"""What is said of a file that is nested too deep, or whose names multiply.

Names are kept whole for each level, parents are looked for from the root down, and some libraries
call themselves once a level; so what is far deeper than anyone writes is not looked through. A chain
of operators, or of `else if`, is a level each for a grammar: programs write such with some thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from patcher.errors import Problem, Refusal, Target
from patcher.source import SourceFile

MOST_LEVELS = 5_000  # of a grammar's nodes
MOST_NAMED = 1_000  # of what gives its name to all in it

MOST_LETTERS = 200_000_000  # of all names of a file together, each with those around it
LETTERS_EACH = 100  # for each character of a file so long that this is more
Found = TypeVar("Found")
_HINT = "name the lines with `line` or `text` and set `language: text`"


class TooDeepError(Exception):
    """A text has more levels than are looked through; the one argument is the offset, or the line, where they are passed."""


def refused(source: SourceFile, offset: int) -> Refusal:
    """Return the refusal of a file that is nested too deep at an offset."""
    line = source.line_at(offset)
    return Refusal(
        Problem(
            "nested-too-deep",
            f"`{source.path}` is nested too deep to be looked through, at line {line}",
            target=Target(source.path, line, line),
            hint=_HINT,
        )
    )


def looked_through(source: SourceFile, scan: Callable[[], Found]) -> Found:
    """Return what a scan finds in a file; raises `Refusal` where the offset of a `TooDeepError` stands too deep."""
    try:
        return scan()
    except TooDeepError as deep:
        raise refused(source, deep.args[0]) from None


class Names:
    """Counts the letters of the names of one file, each with those around it, before they are kept."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._left = max(MOST_LETTERS, LETTERS_EACH * len(source.text))

    def kept(self, name: str) -> str:
        """Return a name; raises `Refusal` where it makes all of them too long."""
        self._left -= len(name)
        if self._left < 0:
            raise Refusal(
                Problem(
                    "nested-too-deep",
                    f"`{self._source.path}` has so many names in long ones that all of them are too long to be kept",
                    target=Target(self._source.path),
                    hint=_HINT,
                )
            )
        return name
