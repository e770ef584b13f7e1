"""Which of some definitions holds a place: looked up, however many stand beside one another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
