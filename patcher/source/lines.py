"""Where the lines of a text, or of bytes, begin: found again from the nearest mark.

A list of all of them is the larger part of what a large file takes, and few are asked for.

>>> lines = Lines("a\\nbc\\nd", "\\n")
>>> lines.count, lines.start(1), lines.start(3), lines.at(3)
(3, 2, 6, 2)
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
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
        self._before: tuple[Lines[AnyStr], Sequence[tuple[int, int, int]]] | None = None

    def follow(self, before: Lines[AnyStr], changes: Sequence[tuple[int, int, int]]) -> None:
        """Learn that this came of other content by changes, so that newlines are counted in these alone.

        A change is the half-open offsets of what went and the length of what came; they are sorted and apart.
        """
        self._before = before, changes

    @cached_property
    def _table(self) -> tuple[list[int], list[int]]:
        """Where the stretches begin, and how many newlines stand before each; the end comes last."""
        return self._counted() if self._before is None else self._moved(*self._before)

    def _counted(self) -> tuple[list[int], list[int]]:
        content, newline = self._content, self._newline
        begins: Sequence[int] = range(0, len(content) or 1, _STRETCH)
        counts = [content.count(newline, at, at + _STRETCH) for at in begins]
        return [*begins, len(content)], list(accumulate(counts, initial=0))

    def _moved(
        self, before: Lines[AnyStr], changes: Sequence[tuple[int, int, int]]
    ) -> tuple[list[int], list[int]]:
        """Return the table of what came before, moved by the changes; no stretch begins within one."""
        (old, counts), newline = before._table, self._newline
        begins: list[int] = []
        marks: list[int] = []
        first = by = lines = 0
        for start, end, length in (*changes, (len(before._content), len(before._content), 0)):
            last = bisect_right(old, start)
            begins += [at + by for at in old[first:last]]
            marks += [count + lines for count in counts[first:last]]
            lines += self._content.count(newline, start + by, start + by + length)
            lines -= before._content.count(newline, start, end)
            by += length - (end - start)
            first = bisect_left(old, end, last)
        return [*begins, len(self._content)], [*marks, counts[-1] + lines]

    @cached_property
    def count(self) -> int:
        """How many lines there are, a last one without newline included."""
        return self._table[1][-1] + bool(self._content and not self._content.endswith(self._newline))

    def start(self, index: int) -> int:
        """Return the offset of a line by its 0-based number; one past the last line is the end.

        Raises `IndexError` where there is no such line.
        """
        marks = self._table[1]
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
        start, end = self._table[0][stretch : stretch + 2]
        pieces = self._content[start:end].split(self._newline)
        pieces.pop()
        lengths = [len(piece) + 1 for piece in pieces]
        found = self._known[stretch] = array("L", accumulate(lengths, initial=start))[1:]
        return found

    def at(self, offset: int) -> int:
        """Return the 1-based number of the line that holds an offset; the end is on the last line."""
        begins, marks = self._table
        stretch = bisect_right(begins, offset, 1, len(begins) - 1) - 1
        try:
            starts = self._known[stretch]
        except KeyError:
            starts = self._starts(stretch)
        line = marks[stretch] + bisect_right(starts, offset) + 1
        return line if line <= self.count else max(1, self.count)
