"""Which brackets of code are open where, each opener kept once, however deep it is.

>>> depths = Depths()
>>> depths.add("f([1], {", 0, 8)
>>> depths.open_at(3), depths.open_at(5), depths.open_at(8)
('([', '(', '({')
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.syntax.skips import Region

CLOSERS = {"(": ")", "[": "]", "{": "}"}
BRACKET = expression(r"[()\[\]{}]")


@dataclass(slots=True)
class Depths:
    """The offset behind each bracket, which opener is the innermost from there on, and all openers.

    An opener comes with the number of the one around it. Number nought is none.
    """

    offsets: list[int] = field(default_factory=list)
    innermost: list[int] = field(default_factory=list)
    openers: list[tuple[str, int]] = field(default_factory=lambda: [("", 0)])

    def add(self, masked: str, start: int, end: int) -> None:
        """Add the brackets of a part of a masked text to those above it."""
        offsets, innermost, openers = self.offsets, self.innermost, self.openers
        current = innermost[-1] if innermost else 0
        for match in BRACKET.finditer(masked, start, end):
            mark = match.group()
            if mark in CLOSERS:
                openers.append((mark, current))
                current = len(openers) - 1
            elif current and CLOSERS[openers[current][0]] == mark:
                current = openers[current][1]
            offsets.append(match.end())
            innermost.append(current)

    def take(self, other: Depths, first: int, stop: int, shift: int) -> None:
        """Add those of a text whose openers are among these, so many characters further on."""
        self.offsets.extend([offset + shift for offset in islice(other.offsets, first, stop)])
        self.innermost.extend(other.innermost[first:stop])

    def open_at(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        return self._open(bisect_right(self.offsets, offset) - 1)

    def _open(self, index: int) -> str:
        current, found = self.innermost[index] if index >= 0 else 0, []
        while current:
            mark, current = self.openers[current]
            found.append(mark)
        return "".join(reversed(found))

    def after(self, masked: str, regions: Iterable[Region]) -> Depths | None:
        """Return the brackets of a text that came of this one; `None` where it leaves others open."""
        found, done, shift = Depths(openers=list(self.openers)), 0, 0
        for region in regions:
            first, behind = (bisect_right(self.offsets, at) for at in (region.old.start, region.old.end))
            found.take(self, done, first, shift)
            found.add(masked, region.new.start, region.new.end)
            if found._open(len(found.offsets) - 1) != self._open(behind - 1):
                return None
            done, shift = behind, region.new.end - region.old.end
        found.take(self, done, len(self.offsets), shift)
        return found
