"""The definition that a change is made in, and how much of it a hunk must show to land in no other.

An applier knows a hunk by its text alone, and functions are moved, taken away and copied. So the lines
around the definition tell nothing of the place, and of similar definitions only the header tells which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain

from patcher.diff.lines import Change, above
from patcher.record import dataclass

REACH = 50  # lines above a change within which the header of a similar definition is shown
FUZZ = 2  # lines of context that `patch` leaves out at each end: they stand above that header
OWN = 3  # one line in so many stands nowhere else, or the definition is similar to others

Around = Callable[[int], "tuple[int, int] | None"]
"""From the byte offset of a line to those of the innermost definition that begins above it and holds it."""


@dataclass(frozen=True, slots=True)
class Home:
    """Definitions around a change, innermost first, as byte offsets of whole lines.

    `header` is where a hunk of the change has to begin, or above it, so as to show the innermost one's.
    """

    around: tuple[tuple[int, int], ...]
    header: int | None = None

    def shown_from(self, top: int) -> bool:
        """Tell whether a hunk that begins at `top` shows the header that it has to show."""
        return self.header is None or top <= self.header

    def part(self, top: int, bottom: int) -> tuple[int, int]:
        """Return what of the lines `top:bottom` is in the innermost definition that they do not hold whole."""
        for start, end in self.around:
            if start < top or bottom < end:
                return max(top, start), min(bottom, end)
        return top, bottom


class Homes:
    """The homes of a file's changes."""

    def __init__(self, data: bytes, changes: Sequence[Change], around: Around | None) -> None:
        self._data = data
        self._around = {change: self._definitions(change, around) for change in changes if around is not None}

    def of(self, change: Change) -> tuple[Home, ...]:
        """Return the home of a change, none where no definition is around its first line.

        A change that only adds is where the line above it is.
        """
        around = self._around.get(change, ())
        return (Home(around, self._header(change, around[0])),) if around else ()

    def _definitions(self, change: Change, around: Around) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        at = change.start if change.end > change.start else above(self._data, change.start, 1)
        while (definition := around(at)) is not None:
            found.append(definition)
            at = definition[0]
        return tuple(found)

    def _header(self, change: Change, definition: tuple[int, int]) -> int | None:
        """Return where a hunk begins that shows the header of a similar definition, within reach of a change in it."""
        near = above(self._data, change.start, REACH) <= definition[0]
        return above(self._data, definition[0], FUZZ) if near and self._is_similar[definition] else None

    @cached_property
    def _is_similar(self) -> dict[tuple[int, int], bool]:
        """Whether most lines of a definition stand somewhere else in the file as well."""
        innermost = {around[0] for around in self._around.values() if around}
        lines = {(start, end): self._lines(start, end) for start, end in innermost}
        asked = set(chain.from_iterable(lines.values()))
        places = Counter(filter(asked.__contains__, self._data.split(b"\n")))
        return {
            definition: sum(places[line] == 1 for line in rows) * OWN < len(rows)
            for definition, rows in lines.items()
        }

    def _lines(self, start: int, end: int) -> list[bytes]:
        return [line for line in self._data[start:end].split(b"\n") if line.strip()]
