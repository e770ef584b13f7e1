"""A plan over a base: the steps in order, each located in the tree that the one before it left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from patcher.errors import Defect, PlanError, Problem, Refusal
from patcher.pipeline.base import Base
from patcher.pipeline.files import Sources
from patcher.pipeline.sought import sought_by
from patcher.pipeline.step import finish_step, renamed_after, start_step
from patcher.record import replace
from patcher.results import Arrival, EditResult, PlanResult, RangeResult, StepResult
from patcher.series import (
    Manifest,
    ManifestStep,
    check_message,
    digest,
    prove_patch,
    render_manifest,
    render_patch,
    write_folder,
)
from patcher.series.model import Message, Patch
from patcher.spec import plan_digest
from patcher.spec.model import Plan, Step
from patcher.tree import Tree

if TYPE_CHECKING:
    from patcher.proof.checks import CheckRoom


def _silent(_doing: str) -> None:
    """Hear what a run is at, and say nothing."""


def run_plan(plan: Plan, base: Base, *, tell: Callable[[str], None] = _silent) -> PlanResult:
    """Return what the plan does to the base, with every problem that could be found.

    A step that does not hold is left out, and later steps are then looked at only in files that
    it does not touch; their checks are not run. `tell` hears in words what the run is at.
    """
    tree, sources = base.tree, Sources()
    sought = sought_by(plan)
    room = _room_of(plan, sources, sought)
    steps: list[StepResult] = []
    problems: list[Problem] = []
    renamed: dict[str, str] = {}
    broken: frozenset[str] = frozenset()
    history: list[tuple[str, Tree]] = []
    for number, step in enumerate(plan.steps, 1):
        tell(f"locating ranges: step {number} of {len(plan.steps)}, {step.id}")
        run = start_step(plan, step, tree, sources, broken, base.altered, history, sought)
        if broken or problems:
            problems += [p for p in run.problems if p.target is None or p.target.file not in broken]
            broken |= run.touched
            continue
        try:
            result = finish_step(run, base.tree, renamed, room)
        except Refusal as refusal:
            problems += refusal.problems
            broken = run.touched
            continue
        steps.append(result)
        history.append((step.id, tree))
        tree = result.after
        renamed = renamed_after(renamed, run.files.renames)
    return PlanResult(plan, plan_digest(plan), base.info, tuple(steps), tuple(problems))


def _room_of(plan: Plan, sources: Sources, sought: tuple[bytes, ...]) -> CheckRoom | None:
    """Return where the checks of a plan are run, or `None` where it has none."""
    if not plan.invariants and not any(step.checks for step in plan.steps):
        return None
    from patcher.proof.checks import CheckRoom

    return CheckRoom(sources.of, sought)


def with_series(result: PlanResult, base: Base) -> PlanResult:
    """Return the result with its patches and the bytes of every file of the output folder.

    Each patch has been read back and applied by the reader that shares no code with the writer.
    Raises `Refusal` where a message would not survive `git am` or the author is not known.
    """
    messages = [message_of(result.plan, step.step, base) for step in result.steps]
    _refuse_messages(result, messages)
    total = len(result.steps)
    steps = []
    tree = base.tree
    for number, (step, message) in enumerate(zip(result.steps, messages, strict=True), 1):
        patch = render_patch(
            message,
            step.diffs,
            number=number,
            total=total,
            base_commit=base.info.commit if number == 1 else None,
        )
        _self_check(patch, tree, step)
        tree = step.after
        steps.append(replace(step, patch=patch))
    done = replace(result, steps=tuple(steps))
    return replace(done, files=tuple(_files(done, base)))


def write_series(result: PlanResult, folder: str) -> None:
    """Write a plan's series as a whole, or change nothing."""
    write_folder(folder, dict(result.files))


def message_of(plan: Plan, step: Step, base: Base) -> Message:
    """Return a step's commit message with its author and date.

    Raises `PlanError` where neither the plan nor git says who the author is, or a directory base
    has no date.
    """
    author = (plan.author.name, plan.author.email) if plan.author else base.identity()
    if author is None:
        raise PlanError(
            Problem(
                "identity-missing",
                "neither the plan nor git says who the author is",
                plan=plan.place,
                hint="add `author: {name: ..., email: ...}` to the plan",
            )
        )
    date = plan.date or base.info.date
    if date is None:
        raise PlanError(
            Problem(
                "date-missing",
                "the base is a directory, which has no date"
                if base.info.commit is None
                else "the base commit's date is none that a calendar has",
                plan=plan.place,
                hint="add a line such as `date: 2026-01-31T12:00:00+00:00` to the plan",
            )
        )
    return Message(step.subject, step.body, step.trailers, author[0], author[1], date)


def _refuse_messages(result: PlanResult, messages: Sequence[Message]) -> None:
    problems = []
    for step, message in zip(result.steps, messages, strict=True):
        for reason in check_message(message):
            place = step.step.place_of(reason.part)
            problems.append(Problem("message-would-change", reason.message, plan=place, hint=reason.hint))
    if problems:
        raise Refusal(*problems)


def _self_check(patch: Patch, before: Tree, step: StepResult) -> None:
    """Apply the patch's own bytes to the step's tree; raise `Defect` unless its tree comes of it."""

    def read(path: str) -> tuple[int, bytes] | None:
        mode = before.mode(path)
        return None if mode is None else (mode, before.read(path))

    try:
        after = before.apply(prove_patch(patch, read))
    except Refusal as refusal:
        raise _defect(step, refusal.problems[0].message) from refusal
    if after.id != step.tree:
        raise _defect(step, f"it gives tree {after.id}, not {step.tree}")


def _defect(step: StepResult, why: str) -> Defect:
    return Defect(
        Problem(
            "defect",
            f"the patch of step `{step.step.id}` does not give the tree that was predicted: {why}",
            plan=step.step.place,
            hint="nothing was written; please report this with the plan and the file",
        )
    )


def _files(result: PlanResult, base: Base) -> list[tuple[str, bytes]]:
    """Return the output folder's files: patches, cover letter, `series`, and the manifest last."""
    patches = [step.patch for step in result.steps if step.patch is not None]
    files = [(patch.name, patch.data) for patch in patches]
    if result.plan.cover_letter and patches:
        files.append(("cover-letter.patch", _cover(result, base, patches)))
    files.append(("series", "".join(f"{patch.name}\n" for patch in patches).encode()))
    files.append(("manifest.json", render_manifest(manifest_of(result, files))))
    return files


def _cover(result: PlanResult, base: Base, patches: Sequence[Patch]) -> bytes:
    plan, first = result.plan, patches[0].message
    message = replace(first, subject=plan.title, body=plan.description, trailers=())
    from patcher.series.cover import render_cover

    return render_cover(message, plan.decisions, patches, base.info.commit)


def manifest_of(result: PlanResult, files: Sequence[tuple[str, bytes]]) -> Manifest:
    """Return the manifest of a series whose patches were made; `files` are all its other files."""
    digests = {name: digest(data) for name, data in files}
    steps = []
    for step in result.steps:
        patch = step.patch
        assert patch is not None
        message = patch.message
        steps.append(
            ManifestStep(
                id=step.step.id,
                patch=patch.name,
                digest=digests[patch.name],
                tree=step.tree,
                message=message.text,
                author=f"{message.author_name} <{message.author_email}>",
                date=message.date,
                edits=tuple(_manifest_edit(edit) for edit in step.edits),
                added=step.added,
                deleted=step.deleted,
            )
        )
    return Manifest(
        plan=result.plan.plan,
        plan_digest=result.plan_digest,
        commit=result.base.commit,
        tree=result.base.tree,
        hash=result.base.hash,
        steps=tuple(steps),
        files=digests,
    )


def _manifest_edit(edit: EditResult) -> dict[str, object]:
    return {
        "line": edit.edit.place.line,
        "action": edit.edit.name,
        "ranges": [_manifest_range(row) for row in edit.ranges],
        "paths": list(edit.paths),
        "allowed": [problem.code for problem in edit.allowed],
    }


def _manifest_range(row: RangeResult) -> dict[str, object]:
    located, lines = row.located, row.outcome.lines
    return {
        "file": located.file,
        "first_line": located.lines.first_line,
        "last_line": located.lines.last_line,
        "goes": None if lines is None else [lines.first_line, lines.last_line],
        "extent": located.extent,
        "attached": list(located.attached),
        "removes": list(row.removes),
        "evidence": list(located.evidence),
        "digest": row.digest,
        **({"to": _manifest_arrival(row.to)} if row.to is not None else {}),
    }


def _manifest_arrival(to: Arrival) -> dict[str, object]:
    return {"file": to.file, "first_line": to.lines.first_line, "last_line": to.lines.last_line}
