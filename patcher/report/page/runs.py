"""A file's diff as runs: consecutive lines that go, with those that come in their place."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.diff.model import FileDiff, Hunk
from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that go (from the old line `old_first`) and come (from the new line `new_first`), 1-based.

    Where none go, `old_first` is the line behind the place; likewise `new_first`. `row` is the row
    of the hunk, from 0, that the first of them stands in: all that go, then all that come.
    """

    old_first: int
    gone: tuple[bytes, ...]
    new_first: int
    come: tuple[bytes, ...]
    hunk: int
    row: int

    @property
    def old_end(self) -> int:
        """The old line behind those that go."""
        return self.old_first + len(self.gone)

    @property
    def new_end(self) -> int:
        """The new line behind those that come."""
        return self.new_first + len(self.come)


def runs_of(diff: FileDiff) -> tuple[Run, ...]:
    """Return the runs of a file's diff from the top down."""
    return tuple(run for index, hunk in enumerate(diff.hunks) for run in _of_hunk(index, hunk))


def _of_hunk(index: int, hunk: Hunk) -> Iterator[Run]:
    old = hunk.old_start + (hunk.old_count == 0)
    new = hunk.new_start + (hunk.new_count == 0)
    row, rows = 0, hunk.lines
    while row < len(rows):
        if rows[row][:1] == b" ":
            old, new, row = old + 1, new + 1, row + 1
            continue
        start = row
        while row < len(rows) and rows[row][:1] == b"-":
            row += 1
        middle = row
        while row < len(rows) and rows[row][:1] == b"+":
            row += 1
        gone = tuple(line[1:] for line in rows[start:middle])
        come = tuple(line[1:] for line in rows[middle:row])
        yield Run(old, gone, new, come, index, start)
        old, new = old + len(gone), new + len(come)
