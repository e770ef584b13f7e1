"""What a step removes and by whose request, what goes along, what stays between, what is left over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from patcher.proof.model import Orphan, Removed
from patcher.report.page.drawing import outermost
from patcher.report.page.text import coded, named, shown
from patcher.report.saying import by_refusal
from patcher.report.words import number, plural
from patcher.results import EditResult, StepResult

MOST = 12  # of what is left without a user that are seen at once


def render_kept(step: StepResult) -> str:
    """Return the definitions that stay between the first and the last cut of each file."""
    files: dict[str, list[str]] = {}
    for kept in step.kept:
        files.setdefault(kept.file, []).append(f"{named(kept.name)} {_span(kept.first_line, kept.last_line)}")
    rows = "".join(f"<dt>{named(file)}<dd>{', '.join(names)}" for file, names in files.items())
    return f"<dl class=ledger>{rows}</dl>" if rows else ""


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def render_ledger(step: StepResult) -> str:
    """Return what goes, by whose request, and what goes along."""
    rows = []
    for edit, removed in _by_request(step):
        along = _along(edit)
        if removed or along:
            names = _names(removed) if removed else "no definition"
            rows.append(f"<dt>{_request(edit)}<dd>{names}{along}")
    for title, names in _changes(step):
        rows.append(f"<dt>{title}<dd>{names}")
    return f"<dl class=ledger>{''.join(rows)}</dl>" if rows else ""


def _request(edit: EditResult | None) -> str:
    if edit is None:
        return "with no request of its own"
    selector = edit.edit.selector
    what = f" {shown(selector.extent)}" if selector is not None else ""
    label = edit.ranges[0].located.label if edit.ranges else None
    anchor = selector.anchor if selector is not None and selector.anchor else label
    words = f" {named(anchor)}" if anchor else ""
    action = edit.edit.name.replace("_", " ")
    return f"{action}{what}{words} <span class=size>plan line {edit.edit.place.line}</span>"


def _names(removed: Sequence[Removed]) -> str:
    """Return the definitions that go, file by file where there are several."""
    files: dict[str, list[Removed]] = {}
    for each in removed:
        files.setdefault(each.file, []).append(each)
    rows = [(file, ", ".join(_of_file(held))) for file, held in files.items()]
    return rows[0][1] if len(rows) == 1 else "<br>".join(f"{named(file)}: {names}" for file, names in rows)


def _of_file(removed: Sequence[Removed]) -> Iterator[str]:
    """Yield the definitions of a file, members counted with what holds them; those not asked for apart."""
    tops = set(outermost([each.name for each in removed]))
    holders = {each.name: _holder(each.name, tops) for each in removed}
    members = Counter(holder for name, holder in holders.items() if name != holder)
    for each in removed:
        if each.name in members:
            yield _removed(each) + _members(members.pop(each.name))
        elif holders[each.name] == each.name or not each.asked:
            yield _removed(each)


def _holder(name: str, tops: Collection[str]) -> str:
    parts = name.split(".")
    return next(top for at in range(1, len(parts) + 1) if (top := ".".join(parts[:at])) in tops)


def _members(count: int) -> str:
    return f" with {plural(count, 'member')}"


def _removed(removed: Removed) -> str:
    name = named(removed.name)
    return name if removed.asked else f"<b>{name} (line {removed.line}, only by {named('removes')})</b>"


def _along(edit: EditResult | None) -> str:
    if edit is None:
        return ""
    counts: dict[str, int] = {}
    for row in edit.ranges:
        for word in row.located.attached:
            kind = word.split()[0]
            counts[kind] = counts.get(kind, 0) + 1
        if row.outcome.blank:
            counts["blank line"] = counts.get("blank line", 0) + row.outcome.blank
    words = ", ".join(plural(count, kind) for kind, count in counts.items())
    return f" <span class=along>goes along: {words}</span>" if words else ""


def _by_request(step: StepResult) -> Iterator[tuple[EditResult | None, list[Removed]]]:
    """Yield each edit with the definitions that go by it, in the plan's order; the rest at the end."""
    files: dict[str, list[Removed]] = {}
    for removed in sorted(step.ledger.removed, key=lambda each: each.line):
        files.setdefault(removed.file, []).append(removed)
    lines = {file: [each.line for each in known] for file, known in files.items()}
    taken: set[Removed] = set()
    for edit in step.edits:
        mine = [removed for path in edit.paths for removed in files.get(path, ())]
        for row in edit.ranges:
            file, goes = row.located.file, row.outcome.lines
            if goes is not None and file in files:
                first = bisect_left(lines[file], goes.first_line)
                mine += files[file][first : bisect_right(lines[file], goes.last_line)]
        yield edit, [removed for removed in mine if removed not in taken]
        taken.update(mine)
    rest = [removed for removed in step.ledger.removed if removed not in taken]
    if rest:
        yield None, rest


def _changes(step: StepResult) -> Iterator[tuple[str, str]]:
    if step.ledger.moved:
        yield "moved", ", ".join(f"{named(n)} to {named(to)}" for _, n, to in step.ledger.moved)
    if step.ledger.changed:
        names = [f"{named(name)} <span class=size>{shown(file)}</span>" for file, name in step.ledger.changed]
        yield "changed, and stays", ", ".join(names)


def render_orphans(step: StepResult) -> str:
    """Return what a step leaves without a user, and the edits that would take it."""
    return "".join(_orphans(*told) for told in by_refusal(step.orphans))


def _orphans(refusal: str, which: str, orphans: Sequence[Orphan]) -> str:
    says = f" <b>{shown(refusal.removeprefix('; '))}</b>" if refusal else ""
    rows = [
        f"<dt>{shown(o.kind)} {named(o.name)}<dd>{named(f'{o.file}:{o.line}')} {coded(o.why)}{says}"
        for o in orphans
    ]
    parts = [f"<dl class=ledger>{''.join(rows[:MOST])}</dl>"]
    if rows[MOST:]:
        more = f"<dl class=ledger>{''.join(rows[MOST:])}</dl>"
        parts.append(f"<details><summary>{number(len(rows) - MOST)} more</summary>{more}</details>")
    edits = [orphan.edit for orphan in orphans if orphan.edit]
    if edits:
        text = shown("\n".join(edits))
        note = f"To paste: edits for {which} step that would take it; nothing of it is cut here"
        parts.append(f"<details><summary>{note}</summary><pre class=paste>\n{text}</pre></details>")
    return "".join(parts)
