"""The back brief, in Markdown: what a series will do, said back before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from patcher.finder.model import FAR
from patcher.proof.model import CheckResult
from patcher.report.screen import doubts_of, lines_of, unsure_of
from patcher.report.words import cut, number, plural, safe
from patcher.results import EditResult, PlanResult, RangeResult, StepResult
from patcher.spec.model import Check

MOST = 6  # ranges of one edit that are listed one by one


def render_brief(result: PlanResult, *, only: str | None = None) -> str:
    """Return the brief of a run; the steps in order, then decisions, scope and what is checked."""
    plan = result.plan
    lines = [f"# {safe(plan.title)}", ""]
    if plan.description.strip():
        lines += [safe_block(plan.description), ""]
    base = f"commit `{result.base.commit}`" if result.base.commit else "a directory"
    lines += [
        f"- Plan `{safe(plan.plan)}`, {result.plan_digest[:19]}…",
        f"- Base: {base}, tree `{result.base.tree}`",
        f"- {_totals(result)}",
        "",
    ]
    for position, step in enumerate(result.steps, 1):
        if only in (None, step.step.id):
            lines += [*_step(position, step), ""]
    lines += _list("Decisions", [safe(decision) for decision in plan.decisions])
    scope = [f"edits land in: {_code(plan.scope.include)}"]
    if plan.scope.exclude:
        scope.append(f"never in: {_code(plan.scope.exclude)}")
    lines += _list("Scope", scope)
    lines += _list("True after every step", [_invariant(check, result) for check in plan.invariants])
    return "\n".join(lines).rstrip("\n")


def safe_block(text: str) -> str:
    """Return several lines of the plan's own prose, each made safe to print."""
    return "\n".join(safe(line) for line in text.strip("\n").split("\n"))


def _totals(result: PlanResult) -> str:
    deleted = sum(step.deleted for step in result.steps)
    added = sum(step.added for step in result.steps)
    files = {change.path for step in result.steps for change in step.changes}
    return (
        f"{plural(len(result.steps), 'step')}, {plural(len(files), 'file')}: "
        f"{plural(deleted, 'line goes', 'lines go')}, {number(added)} come"
    )


def _code(words: Sequence[str]) -> str:
    return ", ".join(f"`{safe(word)}`" for word in words)


def _list(title: str, rows: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {row}" for row in rows), ""] if rows else []


def _step(position: int, step: StepResult) -> Iterator[str]:
    yield f"## {position}. `{safe(step.step.id)}` {safe(step.step.subject)}"
    yield ""
    yield f"-{number(step.deleted)} +{number(step.added)} lines; ends in tree `{step.tree}`."
    yield ""
    for edit in step.edits:
        yield from _edit(edit)
    if step.kept:
        names = [f"`{safe(k.name)}` {k.first_line}-{k.last_line}" for k in step.kept]
        shown = ", ".join(names[:MOST])
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        yield f"- stays between the cuts: {shown}{more}"
    doubts = [doubt for edit in step.edits for row in edit.ranges for doubt in row.doubts]
    for line in doubts_of(doubts):
        yield f"- {line}" if not line.startswith(" ") else f"    {line}"
    for edit in step.edits:
        yield from (f"- {line}" for line in unsure_of(edit))
    yield from _orphans(step)
    yield from (f"- check: {_check(result)}" for result in step.checks if not result.invariant)
    yield from (f"- note: {safe(warning)}" for warning in step.warnings)


def _orphans(step: StepResult) -> Iterator[str]:
    """Yield what the step leaves without a user, and the edits that would take it, ready to paste."""
    if not step.orphans:
        return
    yield "- left without a user (lines after the step):"
    for orphan in step.orphans:
        where = f"`{safe(orphan.file)}`:{orphan.line}"
        yield f"  - {where} {orphan.kind} `{safe(orphan.name)}`: {safe(orphan.why)}"
    edits = [line for orphan in step.orphans if orphan.edit for line in orphan.edit.split("\n")]
    if edits:
        yield from ("", "  Nothing of it is cut. A later step's edits that would:", "", "  ```yaml")
        yield from (f"  {safe(line)}" for line in edits)
        yield from ("  ```", "")


def _edit(edit: EditResult) -> Iterator[str]:
    if edit.paths and not edit.ranges:
        verb = edit.edit.name.replace("_", " ")
        yield f"- {verb}, {plural(len(edit.paths), 'file')}: {_code(edit.paths)}"
        return
    rows = edit.ranges
    if len(rows) > MOST:
        selector = edit.edit.selector
        label = selector.anchor if selector is not None and selector.anchor else rows[0].located.extent
        by_file = Counter(row.located.file for row in rows)
        where = ", ".join(f"`{safe(file)}`" for file in by_file)
        lines = sum(lines_of(row) for row in rows)
        first = min(row.located.lines.first_line for row in rows)
        last = max(row.located.lines.last_line for row in rows)
        yield (
            f"- {edit.edit.name} {len(rows)} × {rows[0].located.extent} `{safe(label)}` in {where} "
            f"{first}-{last}: {plural(lines, 'line')}{_along(rows)}"
        )
        return
    for row in rows:
        yield from _row(edit, row)


def _row(edit: EditResult, row: RangeResult) -> Iterator[str]:
    located = row.located
    drift = f"; {located.drift} lines from its hint" if located.drift > FAR else ""
    removes = f"; removes {_code(row.removes)}" if row.removes and located.extent != "definition" else ""
    allowed = f"; allowed: {_code([p.code for p in edit.allowed])}" if edit.allowed else ""
    count = plural(lines_of(row), "line")
    yield (
        f"- {edit.edit.name} {located.extent} in `{safe(located.file)}` {located.lines}, "
        f"{count}{_along([row])}{_to(row)}{removes}{drift}{allowed}"
    )
    first, last = (cut(safe(text.strip()), 88) for text in (row.first_text, row.last_text))
    yield f"      {first}"
    if len(located.lines) > 1:
        yield f"      {last}"
    if edit.edit.name in ("unwrap", "move"):
        yield from (f"      note: {safe(note)}" for note in row.outcome.notes)


def _to(row: RangeResult) -> str:
    """Say where a range that moves arrives, by the lines that it has after the step."""
    return "" if row.to is None else f"; to `{safe(row.to.file)}` {row.to.lines}"


def _along(rows: Sequence[RangeResult]) -> str:
    along = Counter(word.split()[0] for row in rows for word in row.located.attached)
    words = [plural(count, kind) for kind, count in sorted(along.items())]
    return f"; with {', '.join(words)}" if words else ""


def _check(result: CheckResult) -> str:
    state = "not run" if result.holds is None else "holds" if result.holds else "FAILS"
    return f"{_says(result.check)}: {state}" + (f" ({safe(result.message)})" if result.holds is False else "")


def _says(check: Check) -> str:
    what = f" `{safe(check.pattern)}`" if check.pattern is not None else ""
    if check.command is not None:
        command = check.command if isinstance(check.command, str) else " ".join(check.command)
        what = f" `{safe(command)}`"
    if check.names:
        what = f" {_code(check.names)}"
    number_of = f" = {check.lowest}" if check.kind == "count" and check.lowest == check.highest else ""
    where = f" in {_code(check.paths)}" if check.paths else ""
    return f"{check.kind.replace('_', ' ')}{what}{number_of}{where}"


def _invariant(check: Check, result: PlanResult) -> str:
    found = [c for step in result.steps for c in step.checks if c.invariant and c.check is check]
    counts = next((f" ({c.after} lines)" for c in reversed(found) if c.after is not None), "")
    return _says(check) + counts
