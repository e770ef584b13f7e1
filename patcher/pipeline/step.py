"""One step: every edit located in the tree it starts from, then applied, proved and checked."""

from __future__ import annotations

import difflib
import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from patcher.diff import diff_file
from patcher.diff.model import FileDiff
from patcher.edit import apply_edits
from patcher.edit.model import Edited, Request
from patcher.errors import Candidate, Place, Problem, Refusal, Target
from patcher.finder import locate_edit
from patcher.pipeline.files import Altered, Sources, StepFiles, literal_number, plain_mode
from patcher.proof import (
    CheckRoom,
    FileProof,
    check_unreferenced,
    problems_of,
    prove_file,
    removed_by_files,
)
from patcher.proof.model import Ledger, Removed
from patcher.results import EditResult, Kept, RangeResult, StepResult
from patcher.source import LineRange
from patcher.spec.model import (
    Chmod,
    Content,
    CreateFile,
    DeleteFiles,
    Edit,
    Insert,
    Plan,
    RenameFile,
    Replace,
    Selector,
    Step,
    TextAction,
)
from patcher.syntax import language_names
from patcher.syntax.model import Definition, Syntax
from patcher.tree import Tree, check_target_path
from patcher.tree.model import FileChange


@dataclass(slots=True)
class FileWork:
    """What a step does to one file's text: the requests, and which edit each belongs to."""

    path: str
    syntax: Syntax
    requests: list[Request] = field(default_factory=list)
    edited: Edited | None = None
    proof: FileProof | None = None


@dataclass(slots=True)
class StepRun:
    """A step on its way: what was found so far, and what is wrong."""

    plan: Plan
    step: Step
    tree: Tree
    sources: Sources
    files: StepFiles
    work: dict[str, FileWork] = field(default_factory=dict)
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)  # of edits on whole files, by index
    changes: dict[str, FileChange] = field(default_factory=dict)  # of whole files, by the path they end at
    allowed: dict[int, list[Problem]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


def start_step(
    plan: Plan, step: Step, tree: Tree, sources: Sources, skipping: frozenset[str], altered: Altered
) -> StepRun:
    """Return a step with every edit located and applied to text, and every problem of it.

    Edits of files in `skipping` are left out: an earlier step that did not hold touches them.
    """
    files = StepFiles(plan, step, tree, altered)
    run = StepRun(plan, step, tree, sources, files, problems=list(files.problems))
    for index, edit in enumerate(step.edits):
        try:
            if isinstance(edit.action, TextAction):
                _locate(run, edit, skipping)
            else:
                _whole_files(run, index, edit)
        except Refusal as refusal:
            run.problems += refusal.problems
    _refuse_conflicts(run)
    for work in run.work.values():
        try:
            work.edited = apply_edits(work.syntax.source, work.syntax, work.requests)
        except Refusal as refusal:
            run.problems += refusal.problems
    return run


def finish_step(run: StepRun, base: Tree, renamed: Mapping[str, str], room: CheckRoom) -> StepResult:
    """Return the step's result: proved, checked, its tree and its diffs known.

    `renamed` maps paths of this step's tree to those of the base. Raises `Refusal` with every
    problem that was found.
    """
    problems = list(run.problems)
    proved = _prove(run)
    problems += [p for work in proved for p in (work.proof.problems if work.proof else ())]
    changes = _changes(run)
    if not changes and not problems:
        problems.append(
            Problem("no-change", f"the step `{run.step.id}` changes nothing", plan=run.step.place)
        )
    if problems:
        raise Refusal(*problems)
    tree = run.tree.apply(changes)
    for work in proved:
        path = run.files.renames.get(work.path, work.path)
        if work.edited is not None and tree.entry(path) is not None and work.proof is not None:
            run.sources.keep(tree, path, work.proof.after)
    ledger = _ledger(run, changes)
    problems += _unreferenced(run, tree, ledger)
    removed_paths = tuple(c.old_path or c.path for c in changes if c.after is None or c.old_path)
    names = _renamed(renamed, run.files.renames)
    checks = room.run(
        run.step.checks,
        run.plan.invariants,
        tree=tree,
        base=base,
        renamed=names,
        removed_paths=removed_paths,
    )
    problems += problems_of(checks)
    if run.step.expect_tree is not None and tree.id != run.step.expect_tree:
        problems.append(
            Problem(
                "tree-differs",
                f"the step ends in tree `{tree.id}`, not in `{run.step.expect_tree}`",
                plan=run.step.place_of("expect_tree"),
                hint="if the ranges are right, write the new id into the plan",
            )
        )
    if problems:
        raise Refusal(*problems)
    diffs = _diffs(run, changes, tree)
    edits = tuple(_edit_result(run, index, edit, ledger) for index, edit in enumerate(run.step.edits))
    warnings = tuple(
        f"{diff.change.path}:{hunk.old_start}: the hunk's old text stands more than once in the file"
        for diff in diffs
        for hunk in diff.hunks
        if not hunk.unique
    )
    return StepResult(
        step=run.step,
        edits=edits,
        changes=changes,
        ledger=ledger,
        checks=checks,
        kept=_kept(run),
        tree=tree.id,
        deleted=sum(diff.deleted for diff in diffs),
        added=sum(diff.added for diff in diffs),
        warnings=warnings,
        diffs=diffs,
        after=tree,
    )


def _locate(run: StepRun, edit: Edit, skipping: frozenset[str]) -> None:
    paths = run.files.named(edit)
    run.touched.update(paths)
    if skipping.intersection(paths):
        return
    selector = edit.selector
    if selector is None:
        if not isinstance(edit.action, Insert):
            raise AssertionError("only an insertion at an end of a file has no selector")
        for path in paths:
            _work(run, path).requests.append(Request(edit, None, _content(run.plan, edit.action.content)))
        return
    language = _language(selector)
    found = locate_edit(edit, [run.sources.of(run.tree, path, language) for path in paths])
    content = None
    if isinstance(edit.action, Replace | Insert):
        content = _content(run.plan, edit.action.content)
    for located in found:
        _work(run, located.file, language).requests.append(Request(edit, located, content))


def _language(selector: Selector) -> str | None:
    """Return the language that a selector asks for; raises `Refusal` for one that is not known."""
    if selector.language is None or selector.language in language_names():
        return selector.language
    close = difflib.get_close_matches(selector.language, language_names(), n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(sorted(language_names()))}"
    message = f"`{selector.language}` is not a language that is known here"
    raise Refusal(Problem("bad-value", message, plan=selector.place_of("language"), hint=hint))


def _work(run: StepRun, path: str, language: str | None = None) -> FileWork:
    if path not in run.work:
        run.work[path] = FileWork(path, run.sources.of(run.tree, path, language))
    return run.work[path]


def _content(plan: Plan, content: Content) -> str | bytes:
    """Return what an edit brings: the plan's text, or a brought file's bytes."""
    if content.file is not None:
        return plan.brings[content.file]
    return content.text or ""


def _whole_files(run: StepRun, index: int, edit: Edit) -> None:
    action = edit.action
    if isinstance(action, DeleteFiles):
        paths = _counted(run, edit, action.pathspecs, "delete_files")
        for path in paths:
            mode = run.tree.mode(path)
            _add(run, FileChange(path, run.tree.read(path), None, mode, None), edit)
    elif isinstance(action, CreateFile):
        paths = (action.path,)
        place = edit.place_of("create_file")
        run.files.refuse_scope(action.path, place)
        check_target_path(run.tree, action.path, place)
        if run.tree.entry(action.path) is not None:
            hint = "edit it with `replace`, or delete it in an earlier step"
            raise Refusal(
                Problem(
                    "file-exists", f"`{action.path}` is already there", place, Target(action.path), hint=hint
                )
            )
        content = _content(run.plan, action.content)
        data = content if isinstance(content, bytes) else _whole_text(content)
        _add(run, FileChange(action.path, None, data, None, plain_mode(action.mode)), edit)
    elif isinstance(action, RenameFile):
        paths = tuple(sorted(run.files.renames))
        paths = tuple(p for p in paths if _renamed_by(run, action, p))
        for old in paths:
            data, mode = run.tree.read(old), run.tree.mode(old)
            _add(run, FileChange(run.files.renames[old], data, data, mode, mode, old_path=old), edit)
    elif isinstance(action, Chmod):
        paths = _counted(run, edit, action.pathspecs, "files")
        for path in paths:
            _chmod(run, path, plain_mode(action.mode), edit)
    else:
        raise AssertionError(f"not an action on whole files: {edit.name}")
    run.paths[index] = paths
    run.touched.update(paths)


def _whole_text(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    return data if not data or data.endswith(b"\n") else data + b"\n"


def _renamed_by(run: StepRun, action: RenameFile, old: str) -> bool:
    new = run.files.renames[old]
    if action.to.endswith("/"):
        return new == action.to + old.rpartition("/")[2] and old in run.tree.match((action.source,))
    return (old, new) == (action.source, action.to)


def _counted(run: StepRun, edit: Edit, pathspecs: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return the files of an action on whole files; their number must be the one that is expected."""
    place = edit.place_of(key)
    paths = run.files.matched(pathspecs, place, optional=edit.optional)
    for path in paths:
        run.files.refuse_scope(path, place)
        check_target_path(run.tree, path, place)
    wanted = edit.count
    if wanted is None:
        wanted = literal_number(pathspecs) or 1
    if (wanted == "any" and paths) or len(paths) == wanted or (edit.optional and not paths):
        return paths
    raise Refusal(
        Problem(
            "count-mismatch",
            f"the pathspecs match {len(paths)} files, {'at least 1' if wanted == 'any' else wanted} expected",
            plan=edit.place_of("count") if edit.count is not None else place,
            label=", ".join(paths[:6]) + (", ..." if len(paths) > 6 else ""),
            hint=f"`count: {len(paths)}` accepts these; otherwise correct the pathspecs",
        )
    )


def _chmod(run: StepRun, path: str, mode: int, edit: Edit) -> None:
    before = run.tree.mode(path)
    target = run.files.renames.get(path, path)
    if target in run.changes and run.changes[target].old_path == path:
        run.changes[target] = replace(run.changes[target], after_mode=mode)
        return
    if before == mode:
        raise Refusal(
            Problem(
                "no-change",
                f"`{path}` has mode {mode & 0o777:o} already",
                plan=edit.place_of("files"),
                target=Target(path),
            )
        )
    data = run.tree.read(path)
    _add(run, FileChange(path, data, data, before, mode), edit)


def _add(run: StepRun, change: FileChange, edit: Edit) -> None:
    known = run.changes.get(change.path)
    if known is not None:
        raise Refusal(_conflict(change.path, edit.place, "two edits of the step change the whole file"))
    run.changes[change.path] = change


def _conflict(path: str, place: Place, message: str) -> Problem:
    hint = "put them into two steps"
    return Problem("file-conflict", f"{message}: `{path}`", plan=place, target=Target(path), hint=hint)


def _refuse_conflicts(run: StepRun) -> None:
    """Refuse edits of the text of a file that the same step deletes."""
    gone = {c.path for c in run.changes.values() if c.after is None}
    for path, work in run.work.items():
        if path in gone:
            place = work.requests[0].edit.place
            run.problems.append(_conflict(path, place, "the step edits a file that it deletes"))
    for old in run.files.renames:
        if old in gone:
            run.problems.append(_conflict(old, run.step.place, "the step renames a file that it deletes"))


def _prove(run: StepRun) -> list[FileWork]:
    done = []
    for work in run.work.values():
        if work.edited is None or (work.path in run.changes and run.changes[work.path].after is None):
            continue
        path = run.files.renames.get(work.path, work.path)
        after = run.sources.of_bytes(path, work.edited.data, work.syntax.language.name)
        after.follow(work.syntax, work.edited.changes(work.syntax.source))
        work.proof = prove_file(work.syntax, after, work.edited, work.requests)
        done.append(work)
    return done


def _changes(run: StepRun) -> tuple[FileChange, ...]:
    """Return what the step does to each path, sorted: whole-file actions and edits of text together."""
    changes = dict(run.changes)
    for work in run.work.values():
        if work.edited is None:
            continue
        path = run.files.renames.get(work.path, work.path)
        known = changes.get(path)
        if known is not None:
            changes[path] = replace(known, after=work.edited.data)
        elif work.edited.data != work.syntax.source.data:
            mode = run.tree.mode(work.path)
            changes[path] = FileChange(path, work.syntax.source.data, work.edited.data, mode, mode)
    return tuple(
        changes[path] for path in sorted(changes, key=lambda p: p.encode("utf-8", "surrogateescape"))
    )


def _ledger(run: StepRun, changes: Sequence[FileChange]) -> Ledger:
    removed: list[Removed] = []
    changed: list[tuple[str, str]] = []
    for work in run.work.values():
        if work.proof is not None:
            removed += work.proof.removed
            changed += work.proof.changed
    for change in changes:
        if change.after is None and change.before is not None and b"\0" not in change.before[:8000]:
            removed += removed_by_files(run.sources.of(run.tree, change.path))
    return Ledger(tuple(removed), tuple(changed))


def _unreferenced(run: StepRun, tree: Tree, ledger: Ledger) -> list[Problem]:
    """Return a problem for each edit that promises `unreferenced` and whose names are still used."""
    problems = []
    for index, edit in enumerate(run.step.edits):
        if not edit.unreferenced:
            continue
        names = _removed_by(run, index, edit, ledger)
        strict = edit.unreferenced == "strict"
        uses = tuple(
            _as_before(run, use)
            for use in check_unreferenced(tree, names, strict=strict, sources=run.sources.of)
        )
        if uses:
            many = len({removed.name for removed in names}) > 1
            shown = f"`{names[0].name}`" if not many else f"{len(names)} names"
            problem = Problem(
                "still-referenced",
                f"{shown} would go and is still used in {len(uses)} places"
                if len(uses) > 1
                else f"{shown} would go and is still used",
                plan=edit.place_of("unreferenced"),
                target=Target(uses[0].file, uses[0].first_line, uses[0].last_line),
                candidates=uses,
                hint="remove these uses first, or leave the definition",
            )
            if problem.code in edit.allow:
                run.allowed.setdefault(index, []).append(problem)
            else:
                problems.append(problem)
    return problems


def _as_before(run: StepRun, use: Candidate) -> Candidate:
    """Return a line of the tree after the step as the line that it is in the tree before it."""
    old = next((old for old, new in run.files.renames.items() if new == use.file), use.file)
    work = run.work.get(old)
    if work is None or work.edited is None or work.proof is None:
        return replace(use, file=old)
    after = work.proof.after.source
    offset = after.byte_line_start(use.first_line)
    for splice in reversed(work.edited.splices):
        shift = sum(len(s.data) - (s.end - s.start) for s in work.edited.splices if s.end <= splice.end)
        if offset - shift >= splice.end:
            offset -= shift
            break
    line = work.syntax.source.line_at(work.syntax.source.text_offset(offset))
    return replace(use, file=old, first_line=line, last_line=line)


def _removed_by(run: StepRun, index: int, edit: Edit, ledger: Ledger) -> tuple[Removed, ...]:
    if index in run.paths:
        paths = set(run.paths[index])
        return tuple(r for r in ledger.removed if r.file in paths)
    found: list[Removed] = []
    for work in run.work.values():
        for position, request in enumerate(work.requests):
            if request.edit is edit and work.edited is not None:
                lines = work.edited.outcomes[position].lines
                found += [r for r in ledger.removed if r.file == work.path and _within(r.line, lines)]
    return tuple(found)


def _within(line: int, lines: LineRange | None) -> bool:
    return lines is not None and lines.first_line <= line <= lines.last_line


def _renamed(before: Mapping[str, str], step: Mapping[str, str]) -> dict[str, str]:
    """Return today's paths and the base's for every file that was renamed up to now."""
    names = {step.get(path, path): base for path, base in before.items()}
    for old, new in step.items():
        names.setdefault(new, before.get(old, old))
    return names


renamed_after = _renamed


def _diffs(run: StepRun, changes: Sequence[FileChange], tree: Tree) -> tuple[FileDiff, ...]:
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


def _edit_result(run: StepRun, index: int, edit: Edit, ledger: Ledger) -> EditResult:
    allowed = list(run.allowed.get(index, ()))
    if index in run.paths:
        return EditResult(edit, paths=run.paths[index], allowed=tuple(allowed))
    ranges = []
    for work in run.work.values():
        if work.edited is None or work.proof is None:
            continue
        for position, request in enumerate(work.requests):
            if request.edit is edit:
                ranges.append(_range_result(work, position, ledger))
                allowed += [problem for at, problem in work.proof.allowed if at == position]
    paths = tuple(
        work.path for work in run.work.values() for r in work.requests if r.edit is edit and r.located is None
    )
    return EditResult(edit, tuple(r for r in ranges if r is not None), paths, tuple(allowed))


def _range_result(work: FileWork, position: int, ledger: Ledger) -> RangeResult | None:
    request = work.requests[position]
    if request.located is None or work.edited is None or work.proof is None:
        return None
    source = work.syntax.source
    outcome = work.edited.outcomes[position]
    located = request.located
    lines = outcome.lines or located.lines
    evidence = (*located.evidence, *work.proof.evidence[position])
    removes = tuple(r.name for r in ledger.removed if r.file == work.path and _within(r.line, outcome.lines))
    goes = b"".join(source.data[s.start : s.end] for s in work.edited.splices if s.request == position)
    return RangeResult(
        located=replace(located, evidence=evidence),
        outcome=outcome,
        digest="sha256:" + hashlib.sha256(goes or source.bytes_of(lines)).hexdigest(),
        removes=removes,
        first_text=source.line_text(located.lines.first_line),
        last_text=source.line_text(located.lines.last_line),
    )


def _stands_alone(request: Request) -> bool:
    """Tell whether a cut could hide what stands next to it: an import at the top of the file cannot."""
    return request.located is not None and request.located.extent != "import"


def _kept(run: StepRun) -> tuple[Kept, ...]:
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
