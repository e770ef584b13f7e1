"""`unreferenced` on an edit: the names that it removes, and who still uses them after the step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Request
from patcher.errors import Candidate, Problem, Target
from patcher.pipeline.edit_results import within
from patcher.pipeline.work import StepRun
from patcher.proof.model import Ledger, Removed
from patcher.proof.references import check_unreferenced, last_part
from patcher.record import replace
from patcher.spec.model import Edit
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree

_MOST_NAMES = 3  # used ones that a message lists


def refuse_referenced(run: StepRun, tree: Tree, ledger: Ledger) -> list[Problem]:
    """Return a problem for each edit that promises `unreferenced` and whose names are still used."""
    problems = []

    def before(path: str) -> Syntax:
        return run.sources.of(run.tree, _old_path(run, path))

    for index, edit in enumerate(run.step.edits):
        if not edit.unreferenced:
            continue
        names = _removed_by(run, index, edit, ledger)
        strict = edit.unreferenced == "strict"
        today = [replace(name, file=run.files.renames.get(name.file, name.file)) for name in names]
        found = check_unreferenced(tree, today, strict=strict, sources=run.sources.of, before=before)
        uses = tuple(_as_before(run, use) for use in found.certain)
        run.unsure[index] = tuple(_as_before(run, use) for use in found.unsure)
        if uses:
            problem = Problem(
                "still-referenced",
                _said(names, found.words) + (f" in {len(uses)} places" if len(uses) > 1 else ""),
                plan=edit.place_of("unreferenced"),
                target=Target(uses[0].file, uses[0].first_line, uses[0].last_line),
                candidates=uses,
                hint="remove these uses first, or leave the definition" + _of_twins(run, found.twins),
            )
            if problem.code in edit.allow:
                run.allowed.setdefault(index, []).append(problem)
            else:
                problems.append(problem)
    return problems


def _said(names: Sequence[Removed], used: frozenset[str]) -> str:
    """Say what would go and is still used; of many names of which some are, which, and where they stand."""
    if len({removed.name for removed in names}) == 1:
        return f"`{names[0].name}` would go and is still used"
    meant = [removed for removed in names if last_part(removed.name) in used]
    if not meant or len(meant) == len(names):
        return f"{len(names)} names would go and are still used"
    shown = ", ".join(f"`{each.name}` ({each.file}:{each.line})" for each in meant[:_MOST_NAMES])
    more = f" and {len(meant) - _MOST_NAMES} more" if len(meant) > _MOST_NAMES else ""
    verb = "is" if len(meant) == 1 else "are"
    return f"of {len(names)} names that would go, {shown}{more} {verb} still used"


def _of_twins(run: StepRun, twins: Sequence[Candidate]) -> str:
    """Say where a name stays bound, under a condition that need not hold."""
    if not twins:
        return ""
    places = [_as_before(run, twin) for twin in twins[:3]]
    shown = ", ".join(f"{place.file}:{place.first_line}" for place in places)
    return f"; what is left at {shown} gives the name under a condition alone (`unwrap` drops the condition)"


def _old_path(run: StepRun, path: str) -> str:
    return next((old for old, new in run.files.renames.items() if new == path), path)


def _as_before(run: StepRun, use: Candidate) -> Candidate:
    """Return a line of the tree after the step as the line that it is in the tree before it."""
    old = _old_path(run, use.file)
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
                found += [r for r in ledger.removed if r.file == work.path and within(r.line, lines)]
                found += _imports_in(request, work.syntax)
    return tuple(found)


def _imports_in(request: Request, syntax: Syntax) -> Iterator[Removed]:
    """Yield the names that a file imports at its own level and whose imports a request takes."""
    if request.located is None or not request.takes:
        return
    reach = "any" if syntax.follows_scopes else "file"
    for imported in syntax.imports():
        name = imported.names[0]
        if imported.local or name == "*" or imported.names[-1].startswith("__future__."):
            continue
        if request.located.span.holds(imported.span):
            line = syntax.source.line_at(imported.span.start)
            yield Removed(syntax.source.path, name, "import", line, asked=True, reach=reach)
