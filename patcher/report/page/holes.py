"""A step's diffs and ranges → its files with their holes.

What is drawn comes from the patch's own hunks, which have been applied and compared; the ranges
only say whose request each cut was. Lines that no request answers for are drawn all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import count

from patcher.diff.model import FileDiff
from patcher.report.page.lines import MORE, Text, marked
from patcher.report.page.model import Cut, FileHoles, Hole, Item, Kept, Line, Rows
from patcher.report.page.requests import Piece, Requests
from patcher.report.page.runs import Run, runs_of
from patcher.results import EditResult, StepResult

APART = 4  # kept non-blank lines up to which two cuts are drawn in one hole
FEW = 24  # coming lines up to which all are seen


def holes_of(step: StepResult, position: int) -> tuple[FileHoles, ...]:
    """Return the files that a step changes, with their holes; `position` counts steps from 1."""
    keys = (f"s{position}c{number}" for number in count(1))
    return tuple(_Drawer(step.edits, index, diff, keys).file() for index, diff in enumerate(step.diffs))


class _Drawer:
    """Draws the holes of one file."""

    def __init__(self, edits: Sequence[EditResult], index: int, diff: FileDiff, keys: Iterator[str]) -> None:
        change = diff.change
        self._index, self._diff, self._keys = index, diff, keys
        self._path = change.path
        self._old = Text(change.old_path or change.path, change.before)
        self._new = Text(change.path, change.after)
        self._stays = change.before is not None and change.after is not None
        self._requests = Requests(edits, change)

    def file(self) -> FileHoles:
        """Return the file with its holes."""
        diff = self._diff
        groups = self._grouped(runs_of(diff))
        ends = [1, *(group[-1].old_end for group in groups)]
        starts = [*(group[0].old_first for group in groups[1:]), self._old.count + 1]
        return FileHoles(
            path=self._path,
            old_path=diff.change.old_path,
            length=self._old.count,
            holes=tuple(map(self._hole, groups, ends, starts)) or self._without_lines(),
            whole=_whole(diff),
            added=diff.added,
            deleted=diff.deleted,
        )

    def _grouped(self, runs: Sequence[Run]) -> list[list[Run]]:
        """Return runs in holes: those with few kept lines between them are one hole."""
        groups: list[list[Run]] = []
        for run in runs:
            between = range(groups[-1][-1].old_end if groups else 0, run.old_first)
            if groups and len(between) <= 64 and sum(not self._old.blank(n) for n in between) <= APART:
                groups[-1].append(run)
            else:
                groups.append([run])
        return groups

    def _hole(self, runs: Sequence[Run], top: int, bottom: int) -> Hole:
        """Return runs that stand near one another as one hole.

        Lines are kept from `top`, where the hole above ends, to before `bottom`, where the next begins.
        """
        old, first, end = self._old, runs[0].old_first, runs[-1].old_end
        parts: list[Cut | Kept] = []
        for before, run in zip([None, *runs], runs, strict=False):
            if before is not None:
                parts.append(Kept(tuple(old.items(before.old_end, run.old_first, " "))))
            parts += self._cuts(run)
        above, below = old.above(first), old.below(end)
        return Hole(
            file=self._path,
            inside=old.inside(first),
            above=tuple(old.kept_above(first)) if self._stays else (),
            parts=tuple(parts),
            below=tuple(old.kept_below(end)) if self._stays else (),
            seam=tuple(_once(self._seam(runs))) if self._stays else (),
            more_above=tuple(old.line(n, " ") for n in range(max(top, above - MORE), above)),
            more_below=tuple(old.line(n, " ") for n in range(below, min(bottom, below + MORE))),
        )

    def _without_lines(self) -> tuple[Hole, ...]:
        """Return the hole of a change that has no lines: a name, a mode, bytes that are no text."""
        whole = self._requests.whole
        if not whole:
            return ()
        digest = _digest(self._path, 0, self._diff.new_id.encode())
        return (
            Hole(
                self._path, (), (), (Cut(next(self._keys), self._path, None, 1, (), whole, digest),), (), ()
            ),
        )

    def _seam(self, runs: Sequence[Run]) -> Iterator[Item]:
        """Yield how the place reads afterwards: two kept lines, what comes, two kept lines."""
        new = self._new
        yield from new.kept_above(runs[0].new_first)
        for before, run in zip([None, *runs], runs, strict=False):
            if before is not None:
                yield from new.items(before.new_end, run.new_first, " ")
            if run.come:
                yield from new.edges(run.new_first, run.new_end, "+", self._come_rows(run), peek=False)
        yield from new.kept_below(runs[-1].new_end)

    def _cuts(self, run: Run) -> Iterator[Cut]:
        """Yield a run as cuts, one a request; what comes belongs to the last."""
        pieces = self._requests.pieces(run)
        for number, piece in enumerate(pieces, 1):
            last = number == len(pieces)
            first = run.old_first if piece.lines is None else piece.lines.first_line
            gone = run.gone[first - run.old_first : first - run.old_first + _length(piece)]
            come = run.come if last else ()
            items = [*self._gone(run, piece), *(self._come(run) if last else ())]
            if len(pieces) == 1 and len(gone) == len(come) and all(isinstance(i, Line) for i in items):
                items = marked(items)
            digest = _digest(self._path, first, b"".join(gone) + b"\0" + b"".join(come))
            yield Cut(next(self._keys), self._path, piece.lines, first, tuple(items), piece.asked, digest)

    def _gone(self, run: Run, piece: Piece) -> list[Item]:
        lines = piece.lines
        if lines is None:
            return []
        at = run.row + lines.first_line - run.old_first
        rows = Rows(self._index, run.hunk, at, at + len(lines) - 1)
        return self._old.edges(lines.first_line, lines.last_line + 1, "-", rows, peek=self._stays)

    def _come(self, run: Run) -> list[Item]:
        if len(run.come) <= FEW:
            return self._new.items(run.new_first, run.new_end, "+")
        return self._new.edges(run.new_first, run.new_end, "+", self._come_rows(run), peek=True)

    def _come_rows(self, run: Run) -> Rows:
        at = run.row + len(run.gone)
        return Rows(self._index, run.hunk, at, at + len(run.come) - 1)


def _whole(diff: FileDiff) -> str | None:
    """Return what happens to a file as a whole, beside its lines."""
    change = diff.change
    words = ["deleted"] * (change.after is None) + ["created"] * (change.before is None)
    words += ["renamed"] * (change.old_path is not None)
    if change.before_mode is not None and change.after_mode not in (None, change.before_mode):
        words.append(f"mode {change.before_mode % 0o1000:o} to {(change.after_mode or 0) % 0o1000:o}")
    words += ["binary"] * diff.binary
    return ", ".join(words) or None


def _length(piece: Piece) -> int:
    return 0 if piece.lines is None else len(piece.lines)


def _once(items: Iterator[Item]) -> Iterator[Item]:
    """Yield items with each line once: the lines below one stretch may be those above the next."""
    seen: set[int] = set()
    for item in items:
        if not isinstance(item, Line) or item.number not in seen:
            yield item
        if isinstance(item, Line):
            seen.add(item.number)


def _digest(path: str, line: int, text: bytes) -> str:
    """Return what a mark of a review is kept under: it is lost where the cut changes."""
    where = f"{path}\0{line}\0".encode("utf-8", "surrogateescape")
    return hashlib.sha256(where + text).hexdigest()[:8]
