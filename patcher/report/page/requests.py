"""Whose request each line of a run was: the ranges of a step's edits, laid over a file's runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.record import dataclass
from patcher.report.page.model import Asked
from patcher.report.page.runs import Run
from patcher.results import EditResult
from patcher.source import LineRange
from patcher.tree.model import FileChange


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a run with who asked for it; `lines` are old ones that go, `None` where none do."""

    lines: LineRange | None
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    """Old lines that a range takes, or stands at, and its edit."""

    lines: LineRange
    asked: Asked


class Requests:
    """The ranges of one file; runs are asked about from the top down."""

    def __init__(self, edits: Sequence[EditResult], change: FileChange) -> None:
        claims = _claims(edits, change.path if change.old_path is None else change.old_path)
        self._claims = sorted(claims, key=lambda claim: claim.lines)
        self._passed = 0
        self._arrivals = tuple(_arrivals(edits, change.path))
        names = {change.path, change.old_path}
        self.whole = tuple(Asked(edit) for edit in edits if names & set(edit.paths))

    def pieces(self, run: Run) -> tuple[Piece, ...]:
        """Return a run's lines that go, parted where one request ends and the next begins.

        What comes belongs to the last piece. A line that two ranges share is the first one's.
        """
        arriving = tuple(a.asked for a in self._arrivals if _meets(a.lines, run.new_first, run.new_end))
        claims = self._touching(run)
        if not run.gone:
            return (Piece(None, (*(claim.asked for claim in claims), *arriving) or self.whole),)
        pieces = list(_parted(run, claims))
        if len(pieces) == 1 and not pieces[0].asked:
            pieces = [Piece(pieces[0].lines, self.whole)]
        last = pieces[-1]
        return (*pieces[:-1], Piece(last.lines, last.asked + arriving))

    def _touching(self, run: Run) -> list[_Claim]:
        """Return the claims on a run's lines, or where none go, those that stand at its place."""
        claims = self._claims
        while self._passed < len(claims) and claims[self._passed].lines.last_line + 1 < run.old_first:
            self._passed += 1
        found = []
        for claim in claims[self._passed :]:
            if claim.lines.first_line > run.old_end:
                break
            at_place = claim.lines.first_line <= run.old_first <= claim.lines.last_line + 1
            if _meets(claim.lines, run.old_first, run.old_end) if run.gone else at_place:
                found.append(claim)
        return found


def _parted(run: Run, claims: Sequence[_Claim]) -> Iterator[Piece]:
    """Yield the lines of a run that go, one piece a claim, those that nobody claims apart."""
    line, waiting = run.old_first, Piece(None)
    for claim in claims:
        first = max(claim.lines.first_line, line)
        last = min(claim.lines.last_line, run.old_end - 1)
        if last < first:
            waiting = Piece(waiting.lines, (*waiting.asked, claim.asked))
            continue
        if waiting.lines is not None:
            yield waiting
        if line < first:
            yield Piece(LineRange(line, first - 1))
        waiting = Piece(LineRange(first, last), (claim.asked,))
        line = last + 1
    if waiting.lines is not None:
        yield waiting
    if line < run.old_end:
        yield Piece(LineRange(line, run.old_end - 1))


def _claims(edits: Sequence[EditResult], path: str) -> Iterator[_Claim]:
    for edit in edits:
        for row in edit.ranges:
            if row.located.file == path and row.outcome.inside is None:
                yield _Claim(row.outcome.lines or row.located.lines, Asked(edit, row))


def _arrivals(edits: Sequence[EditResult], path: str) -> Iterator[_Claim]:
    for edit in edits:
        for row in edit.ranges:
            if row.to is not None and row.to.file == path:
                yield _Claim(row.to.lines, Asked(edit, row, arrives=True))


def _meets(lines: LineRange, first: int, end: int) -> bool:
    return lines.first_line < end and first <= lines.last_line
