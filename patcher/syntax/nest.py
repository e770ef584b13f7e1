"""Things whose places lie in each other or apart, such as the statements of a file, looked up by place.

>>> nest = Nest([Span(0, 9), Span(2, 5), Span(7, 8)], lambda span: span)
>>> nest.innermost(Span(3, 4)), nest.meeting(Span(5, 8))
(Span(start=2, end=5), [Span(start=0, end=9), Span(start=7, end=8)])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from patcher.source import Span

T = TypeVar("T")


class Nest(Generic[T]):
    """Things in file order; of two, one holds the other or they share no character. None is empty."""

    def __init__(self, things: Iterable[T], place: Callable[[T], Span]) -> None:
        placed = ((place(one), one) for one in things)
        self._rows = sorted(placed, key=lambda row: (row[0].start, -row[0].end))
        self._starts = [span.start for span, _ in self._rows]
        self._holders: list[int] = []  # by index: the index of the nearest one around; -1 for none
        around: list[int] = []
        for index, (span, _) in enumerate(self._rows):
            while around and self._rows[around[-1]][0].end < span.end:
                around.pop()
            self._holders.append(around[-1] if around else -1)
            around.append(index)

    def around(self, span: Span) -> Iterator[T]:
        """Yield those that hold a span, the innermost first."""
        for index in self._outwards(bisect_right(self._starts, span.start)):
            place, one = self._rows[index]
            if place.holds(span):
                yield one

    def innermost(self, span: Span) -> T | None:
        """Return the innermost that holds a span."""
        return next(self.around(span), None)

    def beginning_in(self, span: Span) -> list[T]:
        """Return those that begin in a span, in file order."""
        first, behind = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [one for _, one in self._rows[first:behind]]

    def onwards(self, offset: int) -> Iterator[T]:
        """Yield those around a place between two characters, the outermost first, then all that begin there or later."""
        first = bisect_left(self._starts, offset)
        yield from self._before(first, offset)
        for index in range(first, len(self._rows)):
            yield self._rows[index][1]

    def meeting(self, span: Span) -> list[T]:
        """Return those that share a character with a span, in file order; for an empty one, those around it."""
        before = self._before(bisect_left(self._starts, span.start), span.start)
        return [*before, *self.beginning_in(span)]

    def touching(self, spans: Iterable[Span]) -> list[T]:
        """Return those that share a character or an end with one of some spans, in file order."""
        found: set[int] = set()
        for span in spans:
            first, behind = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
            found.update(range(first, behind))
            found.update(i for i in self._outwards(first) if self._rows[i][0].end >= span.start)
        return [self._rows[index][1] for index in sorted(found)]

    def _before(self, first: int, offset: int) -> list[T]:
        """Return those that begin before the first of some and end behind an offset, in file order."""
        held = [index for index in self._outwards(first) if self._rows[index][0].end > offset]
        return [self._rows[index][1] for index in reversed(held)]

    def _outwards(self, behind: int) -> Iterator[int]:
        """Yield the index before another one, and of what holds it, the innermost first."""
        index = behind - 1
        while index >= 0:
            yield index
            index = self._holders[index]


def followed(things: Sequence[T], ends: Callable[[T, T], bool]) -> list[tuple[T, T | None]]:
    """Return each of some headings with the next one that ends what stands under it.

    `ends` tells it of a heading and a later one. Where one is ended, so are those that stand under it.

    >>> followed([1, 2, 3, 2], lambda rank, later: later <= rank)
    [(1, None), (2, 2), (3, 2), (2, None)]
    """
    following: list[T | None] = [None] * len(things)
    open_: list[int] = []
    for index, one in enumerate(things):
        while open_ and ends(things[open_[-1]], one):
            following[open_.pop()] = one
        open_.append(index)
    return list(zip(things, following, strict=True))
