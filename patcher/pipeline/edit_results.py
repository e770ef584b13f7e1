"""What a step that held gives: its diffs, each edit's ranges, what stays between the cuts."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from patcher.diff import diff_file
from patcher.diff.lines import line_end, line_start
from patcher.diff.model import FileDiff
from patcher.edit.model import Request
from patcher.pipeline.moves import arrival_of
from patcher.pipeline.work import FileWork, StepRun
from patcher.proof.model import Ledger
from patcher.record import replace
from patcher.results import EditResult, Kept, RangeResult
from patcher.source import LineRange, SourceFile
from patcher.spec.model import Edit
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import FileChange


def diffs_of(run: StepRun, changes: Sequence[FileChange], tree: Tree) -> tuple[FileDiff, ...]:
    """Return the diff of every path that the step changes, its hunks made from the known splices."""
    diffs = []
    for change in changes:
        work = run.work.get(change.old_path or change.path)
        splices = around = source = None
        if work is not None and work.edited is not None:
            splices, source = work.edited.splices, work.syntax.source
            around = DefinitionAround(work.syntax)
        elif change.before is not None and change.after == change.before:
            splices = ()
        change = _with_ids(change, run.tree, tree)
        diffs.append(diff_file(change, splices, hash=tree.hash, around=around, source=source))
    return tuple(diffs)


def _with_ids(change: FileChange, before: Tree, after: Tree) -> FileChange:
    """Return a change with the ids that its sides have in the trees before and after the step."""
    old = before.entry(change.old_path or change.path) if change.before is not None else None
    new = after.entry(change.path) if change.after is not None else None
    return replace(change, before_id=old.id if old else None, after_id=new.id if new else None)


class DefinitionAround:
    """The definition that encloses a line, for the context of hunks and the text behind their `@@`."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax

    def __call__(self, offset: int) -> tuple[int, int] | None:
        """Return the byte offsets of the innermost definition that begins above a line and holds its first character.

        The line is given by the byte offset of its start; the definition is widened to whole lines.
        """
        source = self._syntax.source
        at = source.text_offset(offset)
        found = self._syntax.definition_around(at)
        if found is None:
            return None
        parts = (part for part in found.parts if part.start < at < part.end)
        start, end = source.byte_span(next(parts, found.span))
        return line_start(source.data, start), line_end(source.data, max(start, end - 1))


class EditResults:
    """What came of each edit of a step that held: its ranges, or the paths of an action on whole files."""

    def __init__(self, run: StepRun, ledger: Ledger) -> None:
        self._run = run
        self._requests: dict[int, list[tuple[FileWork, int]]] = {}  # by the edit's identity
        self._goes: dict[tuple[str, int], list[bytes]] = {}  # what leaves a file for a request
        self._removed: dict[str, tuple[list[int], list[str]]] = {}  # lines from the top down, and names
        for removed in sorted(ledger.removed, key=attrgetter("line")):
            lines, names = self._removed.setdefault(removed.file, ([], []))
            lines.append(removed.line)
            names.append(removed.name)
        for work in run.work.values():
            for position, request in enumerate(work.requests):
                self._requests.setdefault(id(request.edit), []).append((work, position))
            data = work.syntax.source.data
            for splice in work.edited.splices if work.edited is not None else ():
                key = work.path, splice.request
                self._goes.setdefault(key, []).append(data[splice.start : splice.end])

    def of(self, index: int, edit: Edit) -> EditResult:
        """Return one edit's result."""
        allowed = list(self._run.allowed.get(index, ()))
        unsure = self._run.unsure.get(index, ())
        if index in self._run.paths:
            paths = self._run.paths[index]
            return EditResult(edit, paths=paths, allowed=tuple(allowed), unsure=unsure)
        ranges = []
        requests = self._requests.get(id(edit), [])
        for work, position in requests:
            if work.edited is None or work.proof is None:
                continue
            if work.requests[position].origin is None:
                ranges.append(self._range(work, position))
            allowed += [problem for at, problem in work.proof.allowed if at == position]
        paths = tuple(work.path for work, position in requests if work.requests[position].located is None)
        return EditResult(edit, tuple(r for r in ranges if r is not None), paths, tuple(allowed), unsure)

    def _range(self, work: FileWork, position: int) -> RangeResult | None:
        request = work.requests[position]
        if request.located is None or work.edited is None or work.proof is None:
            return None
        source = work.syntax.source
        outcome = work.edited.outcomes[position]
        located = request.located
        lines = outcome.lines or located.lines
        evidence = (*located.evidence, *work.proof.evidence[position], *outcome.notes)
        goes = b"".join(self._goes.get((work.path, position), ()))
        first, last = _with_text(source, located.lines)
        return RangeResult(
            located=replace(located, evidence=tuple(dict.fromkeys(evidence))),
            outcome=outcome,
            digest="sha256:" + hashlib.sha256(goes or source.bytes_of(lines)).hexdigest(),
            removes=self._removes(work.path, outcome.lines),
            first_text=source.line_text(first),
            last_text=source.line_text(last),
            to=arrival_of(self._run, request),
            doubts=work.proof.doubts[position],
        )

    def _removes(self, path: str, lines: LineRange | None) -> tuple[str, ...]:
        if lines is None:
            return ()
        numbers, names = self._removed.get(path, ([], []))
        first, last = bisect_left(numbers, lines.first_line), bisect_right(numbers, lines.last_line)
        return tuple(names[first:last])


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
        for definition in work.syntax.outer_definitions(source.span_of(between)):
            if (definition.name, source.line_at(definition.span.start)) not in gone:
                lines = source.lines_of(definition.span)
                kept.append(Kept(work.path, definition.name, lines.first_line, lines.last_line))
    return tuple(kept)


def _with_text(source: SourceFile, lines: LineRange) -> tuple[int, int]:
    """Return the first and the last line of a range that are not blank, or its last line twice."""
    first, last = lines.first_line, lines.last_line
    while first < last and source.is_blank(first):
        first += 1
    while first < last and source.is_blank(last):
        last -= 1
    return first, last
