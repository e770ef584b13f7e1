"""The back brief, in Markdown: what a series will do, said back before anything is done.

It reads as it stands in a terminal and a mail: lines of one width, nothing hidden behind markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from patcher.finder.model import FAR
from patcher.proof.model import CheckResult, Orphan
from patcher.report.prose import code, codes, plain, wrapped
from patcher.report.saying import by_refusal, says
from patcher.report.screen import lines_of
from patcher.report.words import DOUBTS, cut, number, plural, safe
from patcher.results import EditResult, PlanResult, RangeResult, StepResult
from patcher.spec.model import Check

MOST = 6  # ranges of one edit that are listed one by one
EDGE = 32  # columns of a range's first and last line


def render_brief(result: PlanResult, *, only: str | None = None) -> str:
    """Return the brief of a run; the steps in order, then decisions, scope and what is checked."""
    plan = result.plan
    lines = [f"# {plain(plan.title)}", ""]
    if plan.description.strip():
        lines += [safe_block(plan.description), ""]
    base = f"`{result.base.commit}`" if result.base.commit else "a directory"
    lines += [
        f"- Plan {code(plan.plan)}, `{result.plan_digest}`",
        f"- Base {base}, tree `{result.base.tree}`",
        f"- {_totals(result)}",
        "",
    ]
    for position, step in enumerate(result.steps, 1):
        if only in (None, step.step.id):
            lines += [*_step(position, step), ""]
    lines += _list("Decisions", [plain(decision) for decision in plan.decisions])
    never = f"; never in {codes(plan.scope.exclude)}" if plan.scope.exclude else ""
    lines += _list("Scope", [f"edits land in {codes(plan.scope.include)}{never}"])
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


def _list(title: str, rows: Sequence[str]) -> list[str]:
    return [f"## {title}", *(wrapped(f"- {row}") for row in rows), ""] if rows else []


def _step(position: int, step: StepResult) -> Iterator[str]:
    yield f"## {position}. {code(step.step.id)} {plain(step.step.subject)}"
    yield f"-{number(step.deleted)} +{number(step.added)} lines; ends in tree `{step.tree}`."
    rows = [row for edit in step.edits for row in _edit(edit)]
    for file, group in groupby(rows, key=lambda row: row[0]):
        said = [words for _, words in group]
        if file is None or len(said) == 1:
            yield from (wrapped(f"- {code(file) + ' ' if file else ''}{words}") for words in said)
            continue
        yield f"- {code(file)}"
        yield from (wrapped(f"  - {words}") for words in said)
    for words in _beside(step):
        yield wrapped(f"- {words}")
    yield from _doubts(step)
    yield from _orphans(step.orphans)
    yield from (wrapped(f"- check: {_check(r)}") for r in step.checks if not r.invariant)
    yield from (wrapped(f"- note: {plain(warning)}") for warning in step.warnings)


def _edit(edit: EditResult) -> Iterator[tuple[str | None, str]]:
    """Yield an edit's rows, each with the file that it is of, `None` for one of several files."""
    if edit.paths and not edit.ranges:
        verb = edit.edit.name.replace("_", " ")
        yield None, f"{verb}, {plural(len(edit.paths), 'file')}: {codes(edit.paths)}"
    elif len(edit.ranges) > MOST:
        yield _many(edit)
    else:
        for row in edit.ranges:
            yield row.located.file, _row(edit, row)


def _many(edit: EditResult) -> tuple[str | None, str]:
    """Return one row for all ranges of an edit, with the lines of each."""
    rows = edit.ranges
    selector = edit.edit.selector
    label = selector.anchor if selector is not None and selector.anchor else rows[0].located.extent
    lines = plural(sum(map(lines_of, rows)), "line")
    head = f"{edit.edit.name} {len(rows)} × {rows[0].located.extent} {code(label)}, {lines}{_along(rows)}"
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row.located.file, []).append(str(row.located.lines))
    alone = next(iter(places)) if len(places) == 1 else None
    listed = [(f"{code(file)} " if alone is None else "") + ", ".join(at) for file, at in places.items()]
    return alone, f"{head}:\n{'; '.join(listed)}"


def _row(edit: EditResult, row: RangeResult) -> str:
    located = row.located
    count = plural(lines_of(row), "line")
    words = [f"{located.lines} {edit.edit.name} {located.extent}, {count}{_along([row])}{_to(row)}"]
    if row.removes and located.extent != "definition":
        words.append(f"removes {codes(row.removes)}")
    if located.drift > FAR:
        words.append(f"{located.drift} lines from its hint {edit.edit.near}")
    if edit.allowed:
        words.append(f"allowed: {codes([problem.code for problem in edit.allowed])}")
    if edit.edit.name in ("unwrap", "move"):
        words += map(plain, row.outcome.notes)
    first, last = (code(cut(safe(text.strip()), EDGE)) for text in (row.first_text, row.last_text))
    edges = first if len(located.lines) == 1 else f"{first} … {last}"
    return f"{'; '.join(words)}: {edges}"


def _to(row: RangeResult) -> str:
    """Say where a range that moves arrives, by the lines that it has after the step."""
    return "" if row.to is None else f"; to {code(row.to.file)} {row.to.lines}"


def _along(rows: Sequence[RangeResult]) -> str:
    along = Counter(word.split()[0] for row in rows for word in row.located.attached)
    words = [plural(count, kind) for kind, count in sorted(along.items())]
    return f"; with {', '.join(words)}" if words else ""


def _beside(step: StepResult) -> Iterator[str]:
    """Yield what stays between the cuts, and the uses of which `unreferenced` could not tell."""
    if step.kept:
        names = [f"{code(k.name)} {k.first_line}-{k.last_line}" for k in step.kept]
        yield f"stays between the cuts: {_first(names)}"
    for edit in step.edits:
        if edit.unsure:
            places = [f"{code(row.file)} {row.first_line}" for row in edit.unsure]
            head = f"`unreferenced` (line {edit.edit.place.line} of the plan) could not tell of"
            yield f"{head} {plural(len(places), 'line')}: {_first(places)}"


def _first(words: Sequence[str]) -> str:
    more = f" and {number(len(words) - MOST)} more" if len(words) > MOST else ""
    return ", ".join(words[:MOST]) + more


def _doubts(step: StepResult) -> Iterator[str]:
    doubts = [doubt for edit in step.edits for row in edit.ranges for doubt in row.doubts]
    for heading, about in DOUBTS.items():
        of_kind = [doubt for doubt in doubts if doubt.about == about]
        if of_kind:
            yield f"- {heading}:"
        for doubt in of_kind[:MOST]:
            does = "goes" if doubt.goes else "stays"
            key = f"; {code(doubt.key)} decides otherwise" if doubt.key is not None else ""
            where = plain(f"{doubt.file}:{doubt.lines}")
            yield wrapped(f"  - {where} {does}; {plain(doubt.why)}: {plain(cut(doubt.text, EDGE))}{key}")
        if len(of_kind) > MOST:
            yield f"  - and {number(len(of_kind) - MOST)} more (patcher locate -v)"


def _orphans(orphans: Sequence[Orphan]) -> Iterator[str]:
    """Yield what the step leaves without a user, as edits ready to paste, each with the reason beside it."""
    for refusal, step, part in by_refusal(orphans):
        head = f"- left without a user{refusal}; nothing of it is cut here, and {step} step's edits would be:"
        yield wrapped(head)
        yield from ("", "  ```yaml")
        for file, group in groupby(part, key=lambda orphan: orphan.file):
            yield from (f"  {safe(line)}" for line in _entry(file, list(group)))
        yield from ("  ```", "")


def _entry(file: str, orphans: Sequence[Orphan]) -> Iterator[str]:
    """Yield the edits of one file, one or a list of them; what no selector means alone is a comment."""
    edits = [(o, o.edit.split("\n")) for o in orphans if o.edit is not None]
    for orphan in orphans:
        if orphan.edit is None:
            yield f"# {file}:{orphan.line} {orphan.kind} `{orphan.name}`: {orphan.why}"
    if edits:
        yield edits[0][1][0]
    if len(edits) > 1:
        yield "  edits:"
    for orphan, (_, first, *rest) in edits:
        dash, deeper = ("  - ", "    ") if len(edits) > 1 else ("", "")
        yield f"  {dash}{first.removeprefix('  ')}  # line {orphan.line}: {orphan.why}"
        yield from (deeper + line for line in rest)


def _check(result: CheckResult) -> str:
    state = "not run" if result.holds is None else "holds" if result.holds else "FAILS"
    counts = ""
    if result.holds is False:
        counts = f" ({plain(result.message)})"
    elif result.before is not None and result.after is not None:
        counts = f" ({number(result.before)} before, {number(result.after)} now)"
    return f"{says(result.check, code)}: {state}{counts}"


def _invariant(check: Check, result: PlanResult) -> str:
    found = [c for step in result.steps for c in step.checks if c.invariant and c.check is check]
    held = next((c for c in reversed(found) if c.holds is not None), None)
    return says(check, code) + (": not run" if held is None else f": {plain(held.message)}")
