"""The definition that a change is made in, and how much of it a hunk must show to land in no other.

An applier knows a hunk by its text alone, and functions are moved, taken away and copied. So the lines
around the definition tell nothing of the place, and of similar definitions only the header tells which.
"""

from __future__ import annotations

from collections.abc import Callable

from patcher.diff.lines import Change, above
from patcher.record import dataclass

REACH = 50  # lines above a change within which the header of a similar definition is shown
_STRETCH = 4096  # bytes above a change whose newlines are counted at once
FUZZ = 2  # lines of context that `patch` leaves out at each end: they stand above that header

Around = Callable[[int], "tuple[int, int] | None"]
"""From the byte offset of a line to those of the innermost definition that begins above it and holds it."""


@dataclass(frozen=True, slots=True)
class Home:
    """Definitions around a change, innermost first, as byte offsets of whole lines.

    `header` is where a hunk of the change has to begin, or above it, so as to show the innermost one's
    where that is similar to others; `None` where it is out of reach.
    """

    around: tuple[tuple[int, int], ...]
    header: int | None

    @property
    def innermost(self) -> tuple[int, int]:
        """The definition that the change is in and none inside it is."""
        return self.around[0]

    def part(self, top: int, bottom: int) -> tuple[int, int]:
        """Return what of the lines `top:bottom` is in the innermost definition that they do not hold whole."""
        for start, end in self.around:
            if start < top or bottom < end:
                return max(top, start), min(bottom, end)
        return top, bottom


def homes_of(data: bytes, change: Change, around: Around | None) -> tuple[Home, ...]:
    """Return the home of a change, none where no definition is around its first line.

    A change that only adds is where the line above it is.
    """
    found: list[tuple[int, int]] = []
    at = change.start if change.end > change.start else above(data, change.start, 1)
    while around is not None and (definition := around(at)) is not None:
        found.append(definition)
        at = definition[0]
    if not found:
        return ()
    near = is_near(data, found[0][0], change.start)
    return (Home(tuple(found), above(data, found[0][0], FUZZ) if near else None),)


def is_near(data: bytes, header: int, start: int) -> bool:
    """Tell whether a line begins no more than so many lines above another one."""
    stretch = data[max(header, start - _STRETCH) : start]
    if stretch.count(b"\n") > REACH:
        return False
    return len(stretch) == start - header or above(data, start, REACH) <= header
