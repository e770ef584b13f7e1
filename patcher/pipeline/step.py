"""One step: every edit located in the tree it starts from, then applied, proved and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from patcher.edit import apply_edits
from patcher.edit.model import Request
from patcher.errors import Problem, Refusal
from patcher.finder import locate_edit
from patcher.pipeline.edit_results import EditResults, diffs_of, kept_between
from patcher.pipeline.files import Altered, SeenFiles, Sources, StepFiles
from patcher.pipeline.hidden import hidden_in
from patcher.pipeline.moves import (
    arrival,
    arrival_of,
    arriving_file,
    at_the_side,
    deliver_moves,
    refuse_estranged,
)
from patcher.pipeline.orphaned import orphans_of
from patcher.pipeline.work import FileWork, StepRun, conflict, content_of
from patcher.proof import FileProof, not_removed, prove_file, removed_by_files
from patcher.proof.model import CheckResult, Ledger, Removed
from patcher.record import replace
from patcher.results import StepResult
from patcher.spec.model import Edit, Insert, Move, Plan, Replace, Selector, Step, TextAction
from patcher.syntax import language_names
from patcher.tree import Tree
from patcher.tree.model import FileChange

if TYPE_CHECKING:
    from patcher.proof.checks import CheckRoom


def start_step(
    plan: Plan,
    step: Step,
    tree: Tree,
    sources: Sources,
    skipping: frozenset[str],
    altered: Altered,
    history: Sequence[tuple[str, Tree]] = (),
    sought: tuple[bytes, ...] = (),
) -> StepRun:
    """Return a step with every edit located and applied to text, and every problem of it.

    Edits of files in `skipping` are left out: an earlier step that did not hold touches them. `history`
    are the steps before, each with the tree it started from; `sought` is what the whole plan looks for.
    """
    files = StepFiles(plan, step, tree, altered, sought)
    run = StepRun(plan, step, tree, sources, files, problems=list(files.problems), history=history)
    for index, edit in enumerate(step.edits):
        try:
            if isinstance(edit.action, TextAction):
                _locate(run, edit, skipping)
            else:
                from patcher.pipeline.whole_files import act_on_whole_files

                act_on_whole_files(run, index, edit)
        except Refusal as refusal:
            from patcher.pipeline.gone import explained

            run.problems += explained(run, edit, refusal.problems)
    _refuse_conflicts(run)
    deliver_moves(run)
    for work in run.work.values():
        try:
            work.edited = apply_edits(work.syntax.source, work.syntax, work.requests)
        except Refusal as refusal:
            run.problems += refusal.problems
    return run


def finish_step(run: StepRun, base: Tree, renamed: Mapping[str, str], room: CheckRoom | None) -> StepResult:
    """Return the step's result: proved, checked, its tree and its diffs known.

    `renamed` maps paths of this step's tree to those of the base. Raises `Refusal` with every
    problem that was found.
    """
    proved = _prove(run)
    changes = _changes(run)
    _refuse_unproved(run, proved, changes)
    tree = _tree_after(run, proved, changes)
    ledger = _ledger(run, changes)
    problems = _still_used(run, tree, ledger)
    checks: tuple[CheckResult, ...] = ()
    if room is not None:
        checks, failed = room.run(
            run.step.checks,
            run.plan.invariants,
            tree=tree,
            base=base,
            renamed=_renamed(renamed, run.files.renames),
            removed_paths=tuple(c.old_path or c.path for c in changes if c.after is None or c.old_path),
        )
        problems += failed
    problems += _not_the_tree(run, tree)
    if problems:
        raise Refusal(*problems)
    return _result(run, changes, ledger, checks, tree)


def _refuse_unproved(run: StepRun, proved: Sequence[FileWork], changes: Sequence[FileChange]) -> None:
    """Raise `Refusal` for all that was found wrong before there is a tree, or where nothing would change."""
    problems = list(run.problems)
    problems += [p for work in proved for p in (work.proof.problems if work.proof else ())]
    if not changes and not problems:
        problems.append(
            Problem("no-change", f"the step `{run.step.id}` changes nothing", plan=run.step.place)
        )
    if problems:
        raise Refusal(*problems)


def _still_used(run: StepRun, tree: Tree, ledger: Ledger) -> list[Problem]:
    if not any(edit.unreferenced for edit in run.step.edits):
        return []
    from patcher.pipeline.unreferenced import refuse_referenced

    return refuse_referenced(run, tree, ledger)


def _tree_after(run: StepRun, proved: Sequence[FileWork], changes: Sequence[FileChange]) -> Tree:
    """Return the step's tree, of which the files that were proved are known as they were read."""
    tree = run.tree.apply(changes)
    for work in proved:
        path = run.files.renames.get(work.path, work.path)
        if work.edited is not None and tree.entry(path) is not None and work.proof is not None:
            run.sources.keep(tree, path, work.proof.after)
    return tree


def _not_the_tree(run: StepRun, tree: Tree) -> Iterator[Problem]:
    if run.step.expect_tree is not None and tree.id != run.step.expect_tree:
        yield Problem(
            "tree-differs",
            f"the step ends in tree `{tree.id}`, not in `{run.step.expect_tree}`",
            plan=run.step.place_of("expect_tree"),
            hint="if the ranges are right, write the new id into the plan",
        )


def _result(
    run: StepRun, changes: tuple[FileChange, ...], ledger: Ledger, checks: tuple[CheckResult, ...], tree: Tree
) -> StepResult:
    diffs = diffs_of(run, changes, tree)
    results = EditResults(run, ledger)
    edits = tuple(results.of(index, edit) for index, edit in enumerate(run.step.edits))
    warnings = [
        f"{diff.change.path}:{hunk.old_start}: the hunk's old text stands more than once in the file"
        for diff in diffs
        for hunk in diff.hunks
        if not hunk.unique
    ]
    return StepResult(
        step=run.step,
        edits=edits,
        changes=changes,
        ledger=ledger,
        checks=checks,
        kept=kept_between(run),
        tree=tree.id,
        deleted=sum(diff.deleted for diff in diffs),
        added=sum(diff.added for diff in diffs),
        orphans=orphans_of(run, changes, tree),
        warnings=(*warnings, *hidden_in(diffs)),
        diffs=diffs,
        after=tree,
    )


def _locate(run: StepRun, edit: Edit, skipping: frozenset[str]) -> None:
    paths, looked = run.files.named(edit)
    run.reached.append(paths)
    if skipping and not skipping.isdisjoint(paths):
        return
    selector = edit.selector
    if selector is None:
        if not isinstance(edit.action, Insert):
            raise AssertionError("only an insertion at an end of a file has no selector")
        for path in paths:
            _work(run, path).requests.append(Request(edit, None, content_of(run.plan, edit.action.content)))
        return
    language = _language(selector)
    files, looked_at = (SeenFiles(run.sources, run.tree, some, language) for some in (paths, looked))
    found = locate_edit(edit, files, looked_at)
    if isinstance(edit.action, Insert):
        found = tuple(at_the_side(found, edit.action.side))
    content = None
    if isinstance(edit.action, Replace | Insert):
        content = content_of(run.plan, edit.action.content)
    for located in found:
        request = Request(edit, located, content)
        _work(run, located.file, language).requests.append(request)
        if isinstance(edit.action, Move):
            _arrive(run, edit, edit.action, request, skipping)


def _arrive(run: StepRun, edit: Edit, action: Move, origin: Request, skipping: frozenset[str]) -> None:
    """Locate where a range that moves arrives, in its own file or in another."""
    assert origin.located is not None
    path = arriving_file(run, edit, action, origin.located.file)
    run.reached.append((path,))
    if path not in skipping:
        language = _language(action.destination)
        there = run.sources.of(run.tree, path, language)
        _work(run, path, language).requests.append(arrival(edit, action, origin, there))


def _language(selector: Selector) -> str | None:
    """Return the language that a selector asks for; raises `Refusal` for one that is not known."""
    if selector.language is None or selector.language in language_names():
        return selector.language
    import difflib

    close = difflib.get_close_matches(selector.language, language_names(), n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(sorted(language_names()))}"
    message = f"`{selector.language}` is not a language that is known here"
    raise Refusal(Problem("bad-value", message, plan=selector.place_of("language"), hint=hint))


def _work(run: StepRun, path: str, language: str | None = None) -> FileWork:
    """Return what a step does to a file; it is read in the language that the first selector with one names."""
    work = run.work.get(path)
    if work is None:
        work = run.work[path] = FileWork(path, run.sources.of(run.tree, path, language))
    elif language is not None and not work.named:
        work.syntax = run.sources.of(run.tree, path, language)
    work.named = work.named or language is not None
    return work


def _refuse_conflicts(run: StepRun) -> None:
    """Refuse edits of the text of a file that the same step deletes."""
    gone = {c.path for c in run.changes.values() if c.after is None}
    for path, work in run.work.items():
        if path in gone:
            place = work.requests[0].edit.place
            run.problems.append(conflict(path, place, "the step edits a file that it deletes"))
    for old in run.files.renames:
        if old in gone:
            run.problems.append(conflict(old, run.step.place, "the step renames a file that it deletes"))


def _prove(run: StepRun) -> list[FileWork]:
    done = []
    for work in run.work.values():
        if work.edited is None or (work.path in run.changes and run.changes[work.path].after is None):
            continue
        path = run.files.renames.get(work.path, work.path)
        after = run.sources.of_bytes(path, work.edited.data, work.syntax.language.name)
        after.source.follow(work.syntax.source, work.edited.changes)
        after.follow(work.syntax, work.edited.changes)
        work.proof = prove_file(work.syntax, after, work.edited, work.requests)
        done.append(work)
    _refuse_not_removed(run, done)
    refuse_estranged(run)
    return done


def _refuse_not_removed(run: StepRun, done: Sequence[FileWork]) -> None:
    """Add a problem for each name in `removes` that goes in no file of its edit, where that has ranges."""
    proofs: dict[int, list[FileProof]] = {}  # of the files in which an edit that names something has ranges
    for work in done:
        for naming in {id(request.edit) for request in work.requests if request.edit.removes}:
            proofs.setdefault(naming, []).extend([work.proof] if work.proof is not None else [])
    for index, edit in enumerate(run.step.edits):
        found = proofs.get(id(edit))
        for problem in not_removed(edit, found) if found else ():
            if problem.code in edit.allow:
                run.allowed.setdefault(index, []).append(problem)
            else:
                run.problems.append(problem)


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
    moved: list[tuple[str, str, str]] = []
    for work in run.work.values():
        if work.proof is not None:
            removed += work.proof.removed
            changed += work.proof.changed
            for position, name in work.proof.moved:
                to = arrival_of(run, work.requests[position])
                moved.append((work.path, name, to.file if to is not None else work.path))
    for change in changes:
        if change.after is None and change.before is not None and b"\0" not in change.before[:8000]:
            removed += removed_by_files(run.sources.of(run.tree, change.path))
    return Ledger(tuple(removed), tuple(changed), tuple(moved))


def _renamed(before: Mapping[str, str], step: Mapping[str, str]) -> dict[str, str]:
    """Return today's paths and the base's for every file that was renamed up to now."""
    names = {step.get(path, path): base for path, base in before.items()}
    for old, new in step.items():
        names.setdefault(new, before.get(old, old))
    return names


renamed_after = _renamed
