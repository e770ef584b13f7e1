"""Which of some definitions hold a place, or share one: looked up, however many stand beside one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from patcher.source import Span
from patcher.syntax.model import Definition


class Enclosing:
    """Definitions by the starts of their parts, each with the part that is open where it begins."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        rows = [(part, one) for one in definitions for part in one.parts or (one.span,)]
        rows.sort(key=lambda row: (row[0].start, -row[0].end))
        self._starts = [span.start for span, _ in rows]
        self._rows = rows
        self._outer: list[int] = []
        opened: list[int] = []
        for index, (span, _) in enumerate(rows):
            while opened and rows[opened[-1]][0].end <= span.start:
                opened.pop()
            self._outer.append(opened[-1] if opened else -1)
            opened.append(index)

    def around(self, offset: int) -> Definition | None:
        """Return the innermost definition that begins before an offset and holds it, in one of its parts."""
        index = bisect_left(self._starts, offset) - 1
        while index >= 0 and self._rows[index][0].end <= offset:
            index = self._outer[index]
        return self._rows[index][1] if index >= 0 else None


def touching(definitions: Sequence[Definition], spans: Sequence[Span]) -> list[Definition]:
    """Return those of some definitions that share a character with one of some spans, sorted and apart."""
    ends = [span.end for span in spans]
    found = []
    for one in definitions:
        at = bisect_right(ends, one.span.start)
        if at < len(spans) and spans[at].start < one.span.end:
            found.append(one)
    return found


def has_part_in(one: Definition, span: Span) -> bool:
    """Tell whether a definition, or one of its parts, shares a character with a span."""
    return any(part.meets(span) for part in one.parts) if one.parts else one.span.meets(span)
