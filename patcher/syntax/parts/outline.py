"""Where the parts of a file begin: places from which on it is read alike, whatever stands above.

A language says how a part is run through to where the next one begins. The file after an edit takes the
parts over that stand between the changes, so that only what stands around these is run through again.

>>> runs = lambda text, start: (text.find("[", start + 1) + 1 or len(text) + 1) - 1
>>> before = outline_of("[a]x[b]y[c]z", runs)
>>> before.starts, followed(before, "[a]x[b]y[c]z", "[a]x[c]z", [(Span(4, 8), 0)], runs).origins
([0, 4, 8], [0, 2])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from patcher.record import dataclass, field
from patcher.source import Following, Span

# From where a part begins to where the next one does, or the end of the text; `None` where that cannot be told.
# It is told by the text between the two and the first part's worth of text behind.
Runs = Callable[[str, int], int | None]


@dataclass(frozen=True)
class Outline:
    """Where the parts begin, the first at the text's; `origins` tell which part of the file before the edit each
    is, unchanged (-1: none)."""

    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Return the part that holds an offset; of the end of the text, the last."""
        return bisect_right(self.starts, offset) - 1

    def of(self, span: Span) -> tuple[int, int]:
        """Return the first and the last part that a span touches; of an empty one, the part behind it."""
        first = self.at(span.start)
        return first, max(first, bisect_left(self.starts, span.end) - 1)

    def end(self, number: int, size: int) -> int:
        """Return where a part ends, in a text of a size."""
        return self.starts[number + 1] if number + 1 < len(self.starts) else size


def outline_of(text: str, runs: Runs) -> Outline | None:
    """Return where the parts of a text begin; `None` where that cannot be told, or there is but one."""
    outline, position = Outline(), 0
    while position < len(text):
        outline.starts.append(position)
        behind = runs(text, position)
        if behind is None:
            return None
        position = behind
    outline.origins.extend([-1] * len(outline))
    return outline if len(outline) > 1 else None


def followed(
    before: Outline, old: str, new: str, changes: Sequence[tuple[Span, int]], runs: Runs
) -> Outline | None:
    """Return the outline of a text that came of another one by changes, run through around these alone.

    `changes` are spans of the old text, sorted and apart, each with the length of what stands there now.
    """
    return _Following(before, old, new, changes).outline(runs)


class _Following(Following):
    """Goes along the changes; between them the old parts stand."""

    def __init__(self, before: Outline, old: str, new: str, changes: Sequence[tuple[Span, int]]) -> None:
        super().__init__(changes)
        self.before, self.old, self.new = before, old, new
        self.found = Outline()

    def outline(self, runs: Runs) -> Outline | None:
        """Return the new outline."""
        done = 0  # old parts that are dealt with
        while not self.passed_all:
            first = max(done, self._above(self.next))
            self._copy(done, first)
            met = self._anew(first, runs)
            if met is None:
                return None
            done = met
        self._copy(done, len(self.before))
        return self.found if len(self.found) > 1 else None

    def _above(self, change: int) -> int:
        """Return the part above the one in which a change begins: it may run on into that."""
        return self.before.at(self.changes[change][0].start) - 1

    def _copy(self, first: int, stop: int) -> None:
        shift = self.shift
        self.found.starts.extend([start + shift for start in self.before.starts[first:stop]])
        self.found.origins.extend(range(first, stop))

    def _anew(self, first: int, runs: Runs) -> int | None:
        """Run through the text from an old part on, until one is met again; returns the first that stands."""
        position = self.before.starts[first] + self.shift
        while position < len(self.new):
            behind = runs(self.new, position)
            if behind is None:
                return None
            self.found.starts.append(position)
            self.found.origins.append(self._recognized(position, behind))
            position = behind
            self.pass_until(position)
            met = self._met(position)
            if met is not None:
                return met
        self.pass_until(len(self.new))
        return len(self.before)

    def _recognized(self, start: int, end: int) -> int:
        """Return the old part that stands in a place of the new text unchanged; -1 for none."""
        old = start - self.shift
        number = bisect_left(self.before.starts, old)
        if number == len(self.before) or self.before.starts[number] != old:
            return -1
        behind = self.before.end(number, len(self.old))
        left_alone = self.passed_all or self.changes[self.next][0].start >= behind
        return number if left_alone and self.old[old:behind] == self.new[start:end] else -1

    def _met(self, start: int) -> int | None:
        """Return the old part that begins here, if no change meets it or the one below."""
        old = start - self.shift
        number = bisect_left(self.before.starts, old)
        if number == len(self.before) or self.before.starts[number] != old:
            return None
        if self.next and self.changes[self.next - 1][0].end > old:
            return None
        stands = self.passed_all or self._above(self.next) > number
        return number if stands else None
