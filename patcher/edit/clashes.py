"""Ranges of one step that get into one another's way, and those that another one carries.

All ranges speak of the text that the step starts from, so two that touch the same text have no
order in which both would be right. Plain are only a deletion inside a larger one, which has it, and
an edit inside what a `move` carries, which is applied there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from patcher.edit.model import Request
from patcher.edit.pieces import place_of
from patcher.errors import Candidate, Excerpt, Problem, Target
from patcher.finder.model import Located
from patcher.record import dataclass, field
from patcher.source import LineRange, SourceFile, Span, excerpt_of, mark_of
from patcher.spec.model import Delete, Move, Unwrap


@dataclass(slots=True)
class Clashes:
    """Which deletion lies in which larger one, by index, and what may not stand together."""

    inside: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def carried_in(requests: Sequence[Request]) -> dict[int, int]:
    """Return the requests that lie inside what a move carries, each with that move, by index.

    One whose range is the very range that travels is none of them, nor is what arrives from
    elsewhere.
    """
    moves = [(r.located.span, i) for i, r in enumerate(requests) if _departs(r) and r.located is not None]
    found: dict[int, int] = {}
    if not moves:
        return found
    for index, request in enumerate(requests):
        if request.located is None or request.origin is not None:
            continue
        span = request.located.span
        holders = [(len(s), i) for s, i in moves if i != index and s.holds(span) and s != span]
        if holders:
            found[index] = min(holders)[1]
    return found


def find_clashes(
    source: SourceFile,
    requests: Sequence[Request],
    taken: Mapping[int, Sequence[Span]],
    carried: Collection[int],
) -> Clashes:
    """Return the deletions that a larger deletion has, and a problem for each two that clash.

    Ranges may touch, and text may be put at the edge of a range. `taken` gives what an `unwrap`
    takes of its range; `carried` are the requests that are applied in what a `move` carries.
    """
    found = Clashes()
    ranges = [
        (span, index)
        for index, request in enumerate(requests)
        if request.located is not None and request.put is None and index not in carried
        for span in taken.get(index, (request.located.span,))
    ]
    ranges.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[1]))
    outer: list[tuple[Span, int]] = []
    for span, index in ranges:
        if not outer or not outer[-1][0].meets(span):
            outer.append((span, index))
            continue
        larger, holder = outer[-1]
        if larger.holds(span) and larger != span and _goes_with(requests, holder, index):
            found.inside[index] = holder
            continue
        found.problems.append(_clash(source, requests, holder, index, larger))
        if span.end > larger.end:
            outer[-1] = (span, index)
    found.problems += _inserted_inside(source, requests, outer, carried)
    return found


def _departs(request: Request) -> bool:
    return isinstance(request.edit.action, Move) and request.origin is None


def _goes_with(requests: Sequence[Request], holder: int, index: int) -> bool:
    return _deletes(requests, holder) and isinstance(requests[index].edit.action, Delete)


def _deletes(requests: Sequence[Request], index: int) -> bool:
    """Tell whether the text that a request takes is gone: a deletion, and what an `unwrap` takes."""
    return isinstance(requests[index].edit.action, Delete | Unwrap)


def _clash(source: SourceFile, requests: Sequence[Request], holder: int, index: int, larger: Span) -> Problem:
    inner = requests[index].located
    assert inner is not None
    if larger.holds(inner.span) and larger != inner.span and _deletes(requests, holder):
        return put_inside(source, requests, index, holder)
    return overlapping(source, requests, holder, index)


def _inserted_inside(
    source: SourceFile,
    requests: Sequence[Request],
    outer: Sequence[tuple[Span, int]],
    carried: Collection[int],
) -> list[Problem]:
    problems = []
    starts = [span.start for span, _ in outer]
    for index, request in enumerate(requests):
        located = request.located
        if request.put is None or located is None or index in carried:
            continue
        point = located.span.end if request.put == "after" else located.span.start
        position = bisect_left(starts, point) - 1
        if position >= 0 and point < outer[position][0].end:
            holder = outer[position][1]
        elif (at := _whole_deletion_of(requests, outer, starts, located)) is not None:
            holder = at
        else:
            continue
        if _deletes(requests, holder):
            problems.append(put_inside(source, requests, index, holder))
        else:
            problems.append(overlapping(source, requests, holder, index))
    return problems


def _whole_deletion_of(
    requests: Sequence[Request], outer: Sequence[tuple[Span, int]], starts: Sequence[int], located: Located
) -> int | None:
    """Return the deletion of whole lines at whose very edge a part of a line is named."""
    position = bisect_left(starts, located.span.start + 1) - 1
    if located.whole_lines or position < 0:
        return None
    span, index = outer[position]
    other = requests[index].located
    held = other is not None and other.whole_lines and span.holds(located.span)
    return index if held and _deletes(requests, index) else None


def overlapping(source: SourceFile, requests: Sequence[Request], first: int, second: int) -> Problem:
    """Return the problem of two edits that touch the same text; it stands at the later one of the plan."""
    first, second = sorted((first, second))
    one, two = _shown(source, requests[first]), _shown(source, requests[second])
    same = (one.first_line, one.last_line) == (two.first_line, two.last_line)
    what = f"lines {one.first_line}-{one.last_line}" if one.last_line > one.first_line else "the same line"
    return Problem(
        "overlapping-edits",
        f"two edits of the step touch the same text of `{source.path}`",
        plan=place_of(requests[second]),
        target=Target(source.path, two.first_line, two.last_line),
        candidates=(one, two),
        excerpts=_drawn(source, requests, (first, second)),
        label=f"the edit on line {requests[first].edit.place.line} of the plan has "
        + (what if same else f"lines {one.first_line}-{one.last_line} of the file"),
        hint="make one of the two smaller, or put them into two steps",
    )


def put_inside(source: SourceFile, requests: Sequence[Request], inner: int, deletion: int) -> Problem:
    """Return the problem of an edit that would put text into a deletion."""
    one, two = _shown(source, requests[inner]), _shown(source, requests[deletion])
    return Problem(
        "edit-inside-deletion",
        f"the edit would put text inside a deletion of `{source.path}`",
        plan=place_of(requests[inner]),
        target=Target(source.path, one.first_line, one.last_line),
        candidates=(one, two),
        excerpts=_drawn(source, requests, (deletion, inner)),
        label=f"the edit on line {requests[deletion].edit.place.line} of the plan deletes "
        f"lines {two.first_line}-{two.last_line}",
        hint="drop one of the two, or make the deletion smaller",
    )


def _drawn(source: SourceFile, requests: Sequence[Request], both: Sequence[int]) -> tuple[Excerpt, ...]:
    """Return the ranges of two edits in one excerpt, a column or a pointer each."""
    marks = []
    for sign, index in zip("12", both, strict=True):
        request = requests[index]
        if request.located is not None:
            label = f"{request.edit.name}, line {request.edit.place.line} of the plan"
            marks.append(mark_of(source, request.located.span, sign, label))
    return (excerpt_of(source, marks),) if marks and source.line_count else ()


def _shown(source: SourceFile, request: Request) -> Candidate:
    located = request.located
    lines = located.lines if located is not None else LineRange(1, max(1, source.line_count))
    return Candidate(
        source.path,
        lines.first_line,
        lines.last_line,
        located.label if located is not None else "an end of the file",
        f"{request.edit.name}, line {request.edit.place.line} of the plan",
    )
