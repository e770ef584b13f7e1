"""The screens of `locate` and `build`: a step, its ranges, what goes along, what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.report.paint import PLAIN, Paint
from patcher.report.saying import by_refusal
from patcher.report.words import (
    DOUBTS,
    WIDTH,
    cut,
    hanging,
    joined,
    listed,
    number,
    pad,
    plural,
    safe,
    wide,
    wrapped,
)

if TYPE_CHECKING:
    from patcher.git.model import Verdict
    from patcher.proof.model import Doubt, Orphan
    from patcher.results import EditResult, PlanResult, RangeResult, RunVerdict, StepResult
    from patcher.series.model import PatchSummary

MOST_DOUBTS = 8
MOST_ORPHANS = 12  # of a kind, that a screen shows of a step
MOST_PATHS = 12  # that a screen shows of an edit


def render_locate(
    result: PlanResult, *, only: str | None = None, verbose: bool = False, paint: Paint = PLAIN
) -> str:
    """Return every range of every step, or of the step named `only`; with `verbose` one a line."""
    steps = [step for step in result.steps if only in (None, step.step.id)]
    return "\n\n".join("\n".join(_step(step, verbose, paint)) for step in steps)


def _step(step: StepResult, verbose: bool, paint: Paint) -> Iterator[str]:
    files = sorted({r.located.file for edit in step.edits for r in edit.ranges})
    whole = [row for edit in step.edits for row in _whole(edit, verbose)]
    alone = safe(files[0]) if len(files) == 1 and not whole else ""
    head = f"{safe(step.step.id)}  {safe(step.step.subject)}"
    if wide(alone) > paint.width - 40:
        alone = ""  # it gets a row of its own, as several files do
    head = cut(head, paint.width - wide(alone) - 2 if alone else paint.width)
    space = " " * (paint.width - wide(head) - wide(alone)) if alone else ""
    yield paint("bold", head) + space + paint("path", alone)
    for file in files:
        if not alone:
            yield f"  {paint('path', safe(file))}"
        for edit in step.edits:
            rows = [r for r in edit.ranges if r.located.file == file]
            yield from _rows(edit, rows, verbose, paint.width)
        kept = [k for k in step.kept if k.file == file]
        if kept:
            yield from _kept(
                [f"{safe(k.name)} {k.first_line}-{k.last_line}" for k in kept], verbose, paint.width
            )
    yield from whole
    doubts = [doubt for edit in step.edits for row in edit.ranges for doubt in row.doubts]
    yield from (f"     {line}" for line in doubts_of(doubts, verbose, paint.width))
    yield from (f"     {line}" for edit in step.edits for line in unsure_of(edit, verbose, paint.width))
    yield from _orphans(step, verbose, paint.width)
    yield from (f"     {line}" for line in drift_of(step, paint.width))
    yield "   " + totals(step)
    for warning in step.warnings:
        yield from hanging("   note: ", safe(warning), paint.width)


def _rows(edit: EditResult, rows: Sequence[RangeResult], verbose: bool, width: int) -> Iterator[str]:
    if not rows:
        return
    if len(rows) == 1 or verbose:
        for row in rows:
            yield _row(edit, [row], row.located.label, width)
            if verbose:
                for each in row.located.evidence:
                    yield from hanging("       ", safe(each), width)
        return
    selector = edit.edit.selector
    label = selector.anchor if selector is not None and selector.anchor else rows[0].located.label
    yield _row(edit, rows, f"{label}   (-v: each)", width)


def _row(edit: EditResult, rows: Sequence[RangeResult], label: str, width: int) -> str:
    first = min(row.located.lines.first_line for row in rows)
    last = max(row.located.lines.last_line for row in rows)
    span = str(first) if first == last else f"{first}-{last}"
    lines = sum(lines_of(row) for row in rows)
    extent = rows[0].located.extent + (f" x{len(rows)}" if len(rows) > 1 else "")
    action = "" if edit.edit.name == "delete" else f"{edit.edit.name} "
    notes = "  ".join(_notes(edit, rows))
    left = f"{span:>12}  {number(lines):>7}  {pad(action + extent, 16)} "
    room = width - wide(left)
    if notes and wide(notes) + 2 <= room - min(wide(safe(label)), 36):
        return left + pad(cut(safe(label), room - wide(notes) - 2), room - wide(notes) - 2) + "  " + notes
    text = left + cut(safe(label), room)
    return text + (f"\n{' ' * 23}{cut(notes, width - 23)}" if notes else "")


def lines_of(row: RangeResult) -> int:
    """Return how many lines leave or are replaced with a range, blank lines taken along included."""
    return len(row.outcome.lines or row.located.lines) if row.outcome.inside is None else 0


def _notes(edit: EditResult, rows: Sequence[RangeResult]) -> Iterator[str]:
    removes = sum(len(row.removes) for row in rows)
    if removes and rows[0].located.extent not in ("definition", "import", "statement", "marker"):
        yield f"removes {removes}"
    along = Counter(word.split()[0] for row in rows for word in row.located.attached)
    if along:
        yield "goes with: " + ", ".join(plural(count, kind) for kind, count in sorted(along.items()))
    near = edit.edit.near
    if near is not None and len(rows) == 1:
        moved = rows[0].located.lines.first_line - near.first_line
        if moved:
            yield f"near {near}: {abs(moved)} {'below' if moved > 0 else 'above'}"
    if len(rows) == 1 and rows[0].to is not None:
        here, there = rows[0].located.file, rows[0].to
        yield f"to {'' if there.file == here else safe(there.file) + ' '}{there.lines}"
    if edit.allowed:
        yield "allowed: " + ", ".join(sorted({problem.code for problem in edit.allowed}))
    if any(row.outcome.inside is not None for row in rows):
        yield "inside a larger deletion"


def _kept(words: Sequence[str], verbose: bool, width: int) -> Iterator[str]:
    head = "     stays between: "
    if verbose and wide(head + ", ".join(words)) > width:
        yield head.rstrip()
        yield from (f"       {word}" for word in words)
        return
    yield listed(head, words, len(words), width)


def _whole(edit: EditResult, verbose: bool) -> Iterator[str]:
    """Yield a row a path of an action on whole files, or of an insertion at an end of a file."""
    verb = {
        "delete_files": "delete file",
        "create_file": "create file",
        "rename_file": "rename file",
        "chmod": "change mode",
        "insert": "insert at the end of",
    }.get(edit.edit.name)
    if verb is None:
        return
    shown = edit.paths if verbose or len(edit.paths) <= MOST_PATHS else edit.paths[: MOST_PATHS - 1]
    for path in shown:
        yield f"  {pad(verb, 12)} {safe(path)}"
    if len(shown) < len(edit.paths):
        yield f"  and {number(len(edit.paths) - len(shown))} more (-v: all)"


def doubts_of(doubts: Sequence[Doubt], verbose: bool = False, width: int = WIDTH) -> Iterator[str]:
    """Yield what only a person can decide, each with the key that decides it otherwise."""
    for heading, about in DOUBTS.items():
        of_kind = [doubt for doubt in doubts if doubt.about == about]
        shown = of_kind if verbose else of_kind[:MOST_DOUBTS]
        if of_kind:
            yield f"{heading}:"
        for doubt in shown:
            yield from _doubt(doubt, width - 5)
            if doubt.key is not None:
                yield f"    {safe(doubt.key)}"
        if len(shown) < len(of_kind):
            yield f"  and {number(len(of_kind) - len(shown))} more (-v: all)"


def _doubt(doubt: Doubt, width: int) -> Iterator[str]:
    """Yield what is said of a doubt: all of it, though of the line's text as much as fits."""
    said = f"{safe(doubt.file)}:{doubt.lines} {'goes' if doubt.goes else 'stays'}; {safe(doubt.why)}:"
    row = f"  {said} {safe(doubt.text)}"
    if wide(row) <= width:
        yield row
        return
    first, *rest = wrapped(said, width - 4)
    yield f"  {first}"
    yield from (f"    {line}" for line in rest)
    yield cut(f"    {safe(doubt.text)}", width)


def unsure_of(edit: EditResult, verbose: bool = False, width: int = WIDTH) -> Iterator[str]:
    """Yield the lines that say of which uses `unreferenced` could not tell."""
    if not edit.unsure:
        return
    places = [f"{safe(row.file)}:{row.first_line}" for row in edit.unsure]
    head = f"unreferenced (line {edit.edit.place.line} of the plan) could not tell of "
    head += f"{plural(len(places), 'line')}: "
    yield head + ", ".join(places) if verbose else listed(head, places, 3, width - 5)


def _orphans(step: StepResult, verbose: bool, width: int) -> Iterator[str]:
    """Yield what the step leaves without a user, each with the edit that would take it."""
    for refusal, which, part in by_refusal(step.orphans):
        head = f"left without a user{refusal} (lines after the step; the edits are for {which} step):"
        yield from hanging("     ", head, width)
        shown = part if verbose else part[:MOST_ORPHANS]
        yield from (line for orphan in shown for line in _orphan(orphan, width))
        if len(shown) < len(part):
            yield f"       and {number(len(part) - len(shown))} more (-v: all)"


def _orphan(orphan: Orphan, width: int) -> Iterator[str]:
    head = f"{safe(orphan.file)}:{orphan.line}  {orphan.kind} {safe(orphan.name)}"
    row = f"       {pad(head, 44)}  {safe(orphan.why)}"
    if wide(row) <= width:
        yield row
    else:
        yield f"       {head}"
        yield from (f"         {line}" for line in wrapped(safe(orphan.why), width - 9))
    for line in orphan.edit.split("\n") if orphan.edit else ():
        yield f"         {safe(line)}"


def drift_of(step: StepResult, width: int = WIDTH) -> Iterator[str]:
    """Yield, for each range far from its hint, from where to where it has drifted."""
    from patcher.finder.model import FAR

    for edit in step.edits:
        near = edit.edit.near
        for row in edit.ranges:
            located = row.located
            if near is not None and located.drift > FAR:
                way = "below" if located.lines.first_line > near.first_line else "above"
                where = f"{safe(located.file)}: from {near} to {located.lines}"
                yield from joined(
                    [f"drift: {where},", f"{number(located.drift)} lines {way} its hint"], width - 5
                )


def totals(step: StepResult) -> str:
    """Return a step's last line: ranges, lines that go and come, files, drift."""
    from patcher.finder.model import FAR

    ranges = [row for edit in step.edits for row in edit.ranges]
    drifted = [row for row in ranges if row.located.drift > FAR]
    parts = []
    if ranges:
        parts.append(plural(len(ranges), "range"))
    parts.append(f"{plural(step.deleted, 'line goes', 'lines go')}, {number(step.added)} come")
    drift = f"{len(drifted)} drifted over {FAR} lines" if drifted else f"no drift over {FAR} lines"
    return ", ".join(parts) + f"; {plural(len(step.changes), 'file')}; {drift}"


def render_build(result: PlanResult, folder: str, seconds: float, *, paint: Paint = PLAIN) -> str:
    """Return a line a step, what was not run, and the `git am` line."""
    lines = []
    ids = [cut(safe(step.step.id), 16) for step in result.steps]
    column = max(4, *map(wide, ids)) if ids else 4
    for index, step in enumerate(result.steps, 1):
        ranges = sum(len(edit.ranges) for edit in step.edits)
        what = pad(
            f"{ranges:>3} range{'s' if ranges != 1 else ''}"
            if ranges
            else f"{len(step.changes):>3} file{'s' if len(step.changes) != 1 else ''}",
            10,
        )
        size = f"-{number(step.deleted)}" + (f" +{number(step.added)}" if step.added else "")
        left = f"{index:04d} {pad(ids[index - 1], column)} {what}  {pad(size, 12)} tree {step.tree[:7]}  "
        lines.append(left + cut(safe(step.step.subject), paint.width - wide(left)))
        lines += [f"     note: {cut(safe(warning), paint.width - 11)}" for warning in step.warnings]
        lines += [f"     {line}" for edit in step.edits for line in unsure_of(edit, width=paint.width)]
        for refusal, _, part in by_refusal(step.orphans):
            left = f"     {plural(len(part), 'thing')} left without a user{refusal} (patcher locate tells)"
            lines.append(left)
        lines += [f"     {line}" for line in drift_of(step, paint.width)]
    skipped = sum(check.holds is None for step in result.steps for check in step.checks)
    done = [f"{plural(len(result.steps), 'patch', 'patches')} in {safe(folder)} ({seconds:.1f} s)."]
    done += [f"Not run: {plural(skipped, '`run` check')} (patcher verify --run)."] if skipped else []
    lines += joined(done, paint.width)
    lines.append(f"  {am_line(folder)}")
    return "\n".join(lines)


def am_line(folder: str) -> str:
    """Return the exact command that applies a series; the folder is quoted where the shell needs it."""
    import shlex

    quoted = shlex.quote(folder)
    return f"git am --keep-cr {quoted}/[0-9]*.patch"


def render_verdicts(
    verdicts: Sequence[Verdict],
    runs: Sequence[RunVerdict],
    *,
    skipped: int = 0,
    verbose: bool = False,
    paint: Paint = PLAIN,
) -> str:
    """Return a line a patch with git's verdict, the `run` checks with their time, and what it comes to."""
    lines = []
    for verdict in verdicts:
        word = paint("bad", "WRONG") if verdict.wrong else paint("good", "ok")
        lines.append(f"{word}  tree {verdict.tree[:12]}  {cut(safe(verdict.name), paint.width - 26)}")
    for run in runs:
        command = run.check.command
        words = command if isinstance(command, str) else " ".join(command or ())
        word = paint("good", "ok") if run.holds else paint("bad", f"exit {run.result.status}")
        lines.append(
            f"{word}  {run.result.seconds:6.1f} s  {safe(run.step)}  {cut(safe(words), paint.width - 30)}"
        )
        if verbose or not run.holds:
            lines += [
                f"      {cut(safe(row), paint.width - 6)}"
                for row in run.result.output.rstrip().split("\n")[-20:]
            ]
    bad = sum(bool(verdict.wrong) for verdict in verdicts)
    failed = sum(not run.holds for run in runs)
    agrees = (
        f"git disagrees on {plural(bad, 'patch', 'patches')}"
        if bad
        else "git agrees on every tree, message, author and date"
    )
    ran = f"; {plural(len(runs), '`run` check')}, {failed} failed" if runs else ""
    left = f"; not run: {plural(skipped, '`run` check')} (--run)" if skipped else ""
    done = f"{plural(len(verdicts), 'patch', 'patches')}: {agrees}, forwards and back{ran}{left}."
    lines += wrapped(done, paint.width)
    return "\n".join(lines)


def render_summaries(
    summaries: Sequence[PatchSummary], *, verbose: bool = False, paint: Paint = PLAIN
) -> str:
    """Return each patch's subject, its files with their hunks and lines, and the totals."""
    lines = []
    for summary in summaries:
        lines += joined([f"{safe(summary.name)} ", safe(summary.subject or "(no message)")], paint.width)
        if summary.author:
            lines.append(f"  from {safe(summary.author)}")
        if verbose and summary.message:
            lines += [f"    {cut(safe(row), paint.width - 4)}" for row in summary.message.split("\n")]
        for file in summary.files:
            size = f"-{number(file.deleted)} +{number(file.added)}"
            hunks = plural(file.hunks, "hunk")
            lines.append(f"  {pad(file.what, 8)} {hunks:>9}  {pad(size, 14)} {safe(file.path)}")
    deleted = sum(file.deleted for summary in summaries for file in summary.files)
    added = sum(file.added for summary in summaries for file in summary.files)
    files = {file.path for summary in summaries for file in summary.files}
    total = f"{plural(len(summaries), 'patch', 'patches')}, {plural(len(files), 'file')}"
    lines.append(f"{total}: {plural(deleted, 'line goes', 'lines go')}, {number(added)} come")
    return "\n".join(lines)
