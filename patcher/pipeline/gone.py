"""What an edit does not find because an earlier step of the plan has taken it: looked for in the trees before."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.errors import Candidate, Offer, Problem, Refusal
from patcher.finder import Located, locate_edit
from patcher.pipeline.work import StepRun
from patcher.record import replace
from patcher.spec.model import Chmod, DeleteFiles, Edit, RenameFile
from patcher.tree import Tree

_MISSES = frozenset({"anchor-not-found", "file-not-found", "pathspec-matches-nothing"})
_MOST = 3


def explained(run: StepRun, edit: Edit, problems: Sequence[Problem]) -> list[Problem]:
    """Return an edit's problems; a miss says which earlier step took what the edit is about.

    That is certain, not guessed: the edit resolves in the tree before that step, and not in the one after.
    """
    if not any(problem.code in _MISSES for problem in problems):
        return list(problems)
    for step, tree in reversed(run.history):
        found = _found_in(run, edit, tree)
        if found is not None:
            return [
                _gone(problem, step, found) if problem.code in _MISSES else problem for problem in problems
            ]
    return list(problems)


def _found_in(run: StepRun, edit: Edit, tree: Tree) -> tuple[Candidate, ...] | None:
    """Return what an edit finds in an earlier tree, `None` where it would not hold there either."""
    pathspecs = _pathspecs(edit)
    paths = tree.match(pathspecs) if pathspecs else ()
    if edit.selector is None:
        return tuple(Candidate(path, 1, 1, "the whole file") for path in paths[:_MOST]) or None
    language = edit.selector.language
    try:
        found = locate_edit(edit, [run.sources.of(tree, path, language) for path in paths]) if paths else ()
    except (Refusal, ValueError):
        return None
    return tuple(_row(each) for each in found if not each.part)[:_MOST] or None


def _pathspecs(edit: Edit) -> tuple[str, ...]:
    """Return the pathspecs that an edit names, of text or of whole files."""
    action = edit.action
    if isinstance(action, DeleteFiles | Chmod):
        return action.pathspecs
    return (action.source,) if isinstance(action, RenameFile) else edit.files


def _row(located: Located) -> Candidate:
    return Candidate(located.file, located.lines.first_line, located.lines.last_line, located.label)


def _gone(problem: Problem, step: str, rows: Sequence[Candidate]) -> Problem:
    return replace(
        problem,
        candidates=tuple(replace(row, note=f"before step `{step}`") for row in rows),
        hint=f"it is already gone: the step `{step}` takes it; drop the edit, or let it find nothing:",
        offers=(Offer("optional: true", "beside the action"),),
    )
