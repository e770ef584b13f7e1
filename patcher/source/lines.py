"""Where the lines of a text, or of bytes, begin: found again from the nearest mark.

A list of all of them is the larger part of what a large file takes, and few are asked for.

>>> lines = Lines("a\\nbc\\nd", "\\n")
>>> lines.count, lines.start(1), lines.start(3), lines.at(3)
(3, 2, 6, 2)
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate
from typing import AnyStr, Generic

_STRETCH = 1024  # characters of which only the number of newlines is kept


class Lines(Generic[AnyStr]):
    """The lines of a text or of bytes; `newline` is what ends one, of the same type."""

    def __init__(self, content: AnyStr, newline: AnyStr) -> None:
        self._content: AnyStr = content
        self._newline: AnyStr = newline
        self._known: dict[int, array[int]] = {}  # where lines begin in the stretches that were asked about

    @cached_property
    def _marks(self) -> list[int]:
        """How many newlines stand before each stretch, and in all of the content."""
        content, newline = self._content, self._newline
        counts = [content.count(newline, at, at + _STRETCH) for at in range(0, len(content), _STRETCH)]
        return list(accumulate(counts, initial=0))

    @cached_property
    def count(self) -> int:
        """How many lines there are, a last one without newline included."""
        return self._marks[-1] + bool(self._content and not self._content.endswith(self._newline))

    def start(self, index: int) -> int:
        """Return the offset of a line by its 0-based number; one past the last line is the end.

        Raises `IndexError` where there is no such line.
        """
        marks = self._marks
        if not 0 < index <= marks[-1]:
            if not 0 <= index <= self.count:
                raise IndexError("no such line")
            return len(self._content) if index else 0
        stretch = bisect_left(marks, index) - 1
        try:
            starts = self._known[stretch]
        except KeyError:
            starts = self._starts(stretch)
        return starts[index - marks[stretch] - 1]

    def _starts(self, stretch: int) -> array[int]:
        """Return where lines begin in a stretch, behind the newlines in it."""
        start = stretch * _STRETCH
        pieces = self._content[start : start + _STRETCH].split(self._newline)
        pieces.pop()
        lengths = [len(piece) + 1 for piece in pieces]
        found = self._known[stretch] = array("L", accumulate(lengths, initial=start))[1:]
        return found

    def at(self, offset: int) -> int:
        """Return the 1-based number of the line that holds an offset; the end is on the last line."""
        stretch = min(offset // _STRETCH, len(self._marks) - 1)
        try:
            starts = self._known[stretch]
        except KeyError:
            starts = self._starts(stretch)
        line = self._marks[stretch] + bisect_right(starts, offset) + 1
        return line if line <= self.count else max(1, self.count)
