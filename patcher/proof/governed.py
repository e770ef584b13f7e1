"""What an `if` without braces governs: one statement, the same after the step as before.

No bracket tells where such a body ends. A line put before it, or two in its place, parse as well as
ever and leave the old body to run at all times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request
from patcher.errors import Problem, Target
from patcher.source import Span, excerpt_of, mark_of
from patcher.syntax.model import Arm
from patcher.syntax.syntax import Syntax

_Change = tuple[Span, str]


def governs_another(
    before: Syntax, after: Syntax, edited: Edited, requests: Sequence[Request]
) -> Iterator[tuple[int, Problem]]:
    """Yield, by its request, each edit after which an arm without braces has another body than is drawn."""
    changes = edited.changes
    seen: set[Span] = set()
    for (span, _), splice in zip(changes, edited.splices, strict=True):
        for arm in before.lone_arms(span):
            if arm.span in seen or any(change.meets(arm.header) for change, _ in changes):
                continue
            seen.add(arm.span)
            if not _keeps_body(after, arm, changes):
                yield splice.request, _refused(before, arm, requests[splice.request])
    for index, request in enumerate(requests):
        for arm in _misleading(before, request):
            if arm.span not in seen:
                seen.add(arm.span)
                yield index, _refused(before, arm, request)


def _keeps_body(after: Syntax, arm: Arm, changes: Sequence[_Change]) -> bool:
    """Tell whether the arm, where it now stands, ends with what now stands in its body's place."""
    start, end = start_after(arm.header.end, changes), _end_after(arm.body.end, changes)
    body = after.lexis.masked_in(start, end).rstrip(" \t\r\n#")
    now = after.arms_from(start_after(arm.span.start, changes))
    return not now or any(each.span.end == start + len(body) for each in now)


def start_after(offset: int, changes: Sequence[_Change]) -> int:
    """Return where an offset that no change holds stands after them."""
    return offset + sum(len(text) - len(span) for span, text in changes if span.end <= offset)


def _end_after(offset: int, changes: Sequence[_Change]) -> int:
    """Return where the text ends that takes the place of what ended at an offset."""
    end = offset
    for span, text in changes:
        if span.start < offset:
            end += len(text) - len(Span(span.start, min(span.end, offset)))
    return end


def _misleading(before: Syntax, request: Request) -> Iterator[Arm]:
    """Yield the arm behind whose body lines are put that have its indentation and do not belong to it."""
    located = request.located
    if request.put != "after" or located is None or not located.whole_lines or request.edit.indent == "keep":
        return
    line_at = before.source.line_at
    text = before.source.text[located.core.start : located.core.end]
    start = located.core.start + len(text) - len(text.lstrip())
    core = Span(start, max(start, located.core.start + len(text.rstrip())))
    for arm in before.lone_arms(core) if core else ():
        if (
            arm.body.holds(core)
            and line_at(core.end - 1) == line_at(arm.body.end - 1)
            and line_at(arm.header.end) < line_at(arm.body.start)
        ):
            yield arm


def _refused(before: Syntax, arm: Arm, request: Request) -> Problem:
    source = before.source
    header = " ".join(source.text[arm.header.start : arm.header.end].split("\n")[0].split())
    lines = source.lines_of(arm.span)
    located = request.located
    marks = [mark_of(source, arm.span, ":", "without braces, its body is one statement")]
    if located is not None and request.put is None:
        marks.append(mark_of(source, located.span, "-", "what would go or change"))
    return Problem(
        "cut-across-node",
        f"`{header}` has no braces, and what it governs would not be what its lines show",
        plan=request.edit.place,
        target=Target(source.path, lines.first_line, lines.last_line),
        excerpts=(excerpt_of(source, marks),),
        hint="`replace` the whole of it by one with braces, or put the text beside its whole `statement:`",
    )
