"""What a step that held gives: its diffs, each edit's ranges, what stays between the cuts."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence

from patcher.diff import diff_file
from patcher.diff.model import FileDiff
from patcher.edit.model import Request
from patcher.pipeline.moves import arrival_of
from patcher.pipeline.work import FileWork, StepRun
from patcher.proof.model import Ledger
from patcher.record import replace
from patcher.results import EditResult, Kept, RangeResult
from patcher.source import LineRange
from patcher.spec.model import Edit
from patcher.syntax.model import Definition, Syntax
from patcher.tree import Tree
from patcher.tree.model import FileChange


def diffs_of(run: StepRun, changes: Sequence[FileChange], tree: Tree) -> tuple[FileDiff, ...]:
    """Return the diff of every path that the step changes, its hunks made from the known splices."""
    diffs = []
    for change in changes:
        work = run.work.get(change.old_path or change.path)
        edited = work.edited if work is not None else None
        funcname = Funcnames(work.syntax) if work is not None and edited is not None else None
        splices = edited.splices if edited is not None else None
        if edited is None and change.before is not None and change.after == change.before:
            splices = ()
        diffs.append(diff_file(change, splices, hash=tree.hash, funcname=funcname))
    return tuple(diffs)


class Funcnames:
    """The first line of the definition that encloses a line, for the text behind a hunk's `@@`."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._starts: list[int] | None = None
        self._sorted: list[Definition] = []

    def __call__(self, line: int) -> bytes | None:
        """Return the header line of the innermost definition that begins above a 1-based line and holds it."""
        if self._starts is None:
            self._sorted = sorted(self._syntax.definitions(), key=lambda d: d.span.start)
            self._starts = [d.span.start for d in self._sorted]
        source = self._syntax.source
        if not 1 <= line <= source.line_count:
            return None
        offset = source.line_start(line)
        for definition in reversed(self._sorted[: bisect_right(self._starts, offset - 1)]):
            if definition.span.end > offset:
                return source.line_bytes(source.line_at(definition.span.start)).strip()
            if "." not in definition.name:
                return None
        return None


def edit_result(run: StepRun, index: int, edit: Edit, ledger: Ledger) -> EditResult:
    """Return one edit with its ranges and what came of each, or the paths of an action on whole files."""
    allowed = list(run.allowed.get(index, ()))
    unsure = run.unsure.get(index, ())
    if index in run.paths:
        return EditResult(edit, paths=run.paths[index], allowed=tuple(allowed), unsure=unsure)
    ranges = []
    for work in run.work.values():
        if work.edited is None or work.proof is None:
            continue
        for position, request in enumerate(work.requests):
            if request.edit is edit:
                if request.origin is None:
                    ranges.append(_range_result(run, work, position, ledger))
                allowed += [problem for at, problem in work.proof.allowed if at == position]
    paths = tuple(
        work.path for work in run.work.values() for r in work.requests if r.edit is edit and r.located is None
    )
    return EditResult(edit, tuple(r for r in ranges if r is not None), paths, tuple(allowed), unsure)


def _range_result(run: StepRun, work: FileWork, position: int, ledger: Ledger) -> RangeResult | None:
    request = work.requests[position]
    if request.located is None or work.edited is None or work.proof is None:
        return None
    source = work.syntax.source
    outcome = work.edited.outcomes[position]
    located = request.located
    lines = outcome.lines or located.lines
    evidence = tuple(dict.fromkeys((*located.evidence, *work.proof.evidence[position], *outcome.notes)))
    removes = tuple(r.name for r in ledger.removed if r.file == work.path and within(r.line, outcome.lines))
    goes = b"".join(source.data[s.start : s.end] for s in work.edited.splices if s.request == position)
    return RangeResult(
        located=replace(located, evidence=evidence),
        outcome=outcome,
        digest="sha256:" + hashlib.sha256(goes or source.bytes_of(lines)).hexdigest(),
        removes=removes,
        first_text=source.line_text(located.lines.first_line),
        last_text=source.line_text(located.lines.last_line),
        to=arrival_of(run, request),
        doubts=work.proof.doubts[position],
    )


def within(line: int, lines: LineRange | None) -> bool:
    """Tell whether a 1-based line is one of a range that may be none."""
    return lines is not None and lines.first_line <= line <= lines.last_line


def _stands_alone(request: Request) -> bool:
    """Tell whether a cut could hide what stands next to it: an import at the top of the file cannot."""
    return request.located is not None and request.located.extent != "import"


def kept_between(run: StepRun) -> tuple[Kept, ...]:
    """Return the top-level definitions that stay between the first and the last cut of a file."""
    kept = []
    for work in run.work.values():
        if work.edited is None or work.proof is None:
            continue
        cuts = sorted(
            outcome.lines
            for outcome, request in zip(work.edited.outcomes, work.requests, strict=True)
            if outcome.lines is not None and request.edit.name == "delete" and _stands_alone(request)
        )
        if len(cuts) < 2:
            continue
        gone = {(r.name, r.line) for r in work.proof.removed}
        source = work.syntax.source
        between = LineRange(cuts[0].first_line, cuts[-1].last_line)
        for definition in work.syntax.definitions():
            if "." in definition.name:
                continue
            lines = source.lines_of(definition.span)
            if between.holds(lines) and (definition.name, lines.first_line) not in gone:
                kept.append(Kept(work.path, definition.name, lines.first_line, lines.last_line))
    return tuple(kept)
