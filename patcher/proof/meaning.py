"""What stays means what it meant: values by place, jumps, references, held before against after.

A language says what it knows by its place (`Syntax.meanings`); a place that no edit touches and that
means something else after the step is refused, or told as a doubt where nobody can know whether it matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from patcher.edit.model import Edited, Request
from patcher.errors import Candidate, Mark, Problem, Target
from patcher.proof.governed import start_after
from patcher.proof.model import Doubt
from patcher.record import dataclass, replace
from patcher.source import SourceFile, Span, excerpt_of, mark_of
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Syntax

_Change = tuple[Span, str]
_MOST = 10  # places of an edit that are shown


@dataclass(frozen=True, slots=True)
class Shifted:
    """A place that stays, what it means before the step and after it, and whether that is refused."""

    was: Meaning
    now: Meaning
    request: int
    refused: bool


def shifted(before: Syntax, after: Syntax, edited: Edited) -> list[Shifted]:
    """Return the places that stay and mean something else after a step, in file order.

    Each goes to the last edit in what is around it that stands above it, else to the first below.
    """
    changes = edited.changes(before.source)
    was = list(before.meanings([span for span, _ in changes]))
    if not was:
        return []
    now = {(one.span.start, one.about): one for one in after.meanings(_spans_after(changes))}
    found = []
    for one in sorted(was, key=lambda one: one.span):
        if one.weight == "never" or any(_touches(span, one.span) for span, _ in changes):
            continue
        then = now.get((start_after(one.span.start, changes), one.about))
        if then is None and one.absent is not None:
            then = replace(one, value=one.absent)
        if then is None or _is_same(one, then, changes):
            continue
        near = [i for i, (span, _) in enumerate(changes) if _touches(span, one.around)]
        above = [i for i in near if changes[i][0].start <= one.span.start]
        index = edited.splices[(above[-1:] or near[:1] or [0])[0]].request
        cut = all(not changes[i][1].strip() for i in near)
        weight = "doubt" if "doubt" in (one.weight, then.weight) else one.weight
        found.append(Shifted(one, then, index, weight == "always" or (weight == "cut" and cut)))
    return found


def _is_same(was: Meaning, now: Meaning, changes: Sequence[_Change]) -> bool:
    if was.target is None or now.target is None:
        return was.value == now.value
    gone = any(change.holds(was.target) and not text.strip() for change, text in changes)
    return not gone and start_after(was.target.start, changes) == now.target.start


def _touches(change: Span, place: Span) -> bool:
    """Tell whether a change takes a part of a place, or puts something into it."""
    if not change:
        return place.start < change.start < place.end
    return change.meets(place)


def _spans_after(changes: Sequence[_Change]) -> list[Span]:
    """Return where the texts that are put there stand after the step."""
    grown = accumulate((len(text) - len(span) for span, text in changes), initial=0)
    return [
        Span(span.start + shift, span.start + shift + len(text))
        for (span, text), shift in zip(changes, grown, strict=False)
    ]


def refusals(
    before: SourceFile, found: Sequence[Shifted], requests: Sequence[Request]
) -> Iterator[tuple[int, Problem]]:
    """Yield one problem for each request behind which places that stay mean something else."""
    rows: dict[int, list[Shifted]] = {}
    for one in found:
        if one.refused:
            rows.setdefault(one.request, []).append(one)
    for index, places in rows.items():
        yield index, _refused(before, places, requests[index])


def doubts(before: SourceFile, found: Sequence[Shifted], index: int) -> Iterator[Doubt]:
    """Yield what one request makes of places that stay, where nobody can know whether that matters."""
    rows: dict[Span, list[Shifted]] = {}
    for one in found:
        if one.request == index and not one.refused:
            rows.setdefault(one.was.around, []).append(one)
    for places in rows.values():
        lines = before.lines_of(places[0].was.span)
        text = before.line_text(lines.first_line).strip()
        yield Doubt(before.path, lines, text, False, _says(places), None, "meaning")


def _says(places: Sequence[Shifted]) -> str:
    first = places[0]
    more = f", and {len(places) - 1} more" if len(places) > 1 else ""
    return f"{first.was.about} would be {first.now.value} instead of {first.was.value}{more}"


def _refused(before: SourceFile, places: Sequence[Shifted], request: Request) -> Problem:
    first, located = places[0], request.located
    lines = before.lines_of(first.was.span)
    marks: list[Mark] = []
    if located is not None and located.file == before.path and request.put is None:
        marks.append(mark_of(before, located.span, "-", "what would go or change"))
    marks += [
        mark_of(before, one.was.span, ":", f"{one.now.value}, not {one.was.value}") for one in places[:3]
    ]
    keeping = f"{first.was.remedy} to keep it, or accept" if first.was.remedy else "accept"
    return Problem(
        "changes-meaning",
        _says(places),
        plan=request.edit.place,
        target=Target(before.path, lines.first_line, lines.last_line),
        candidates=tuple(_candidate(before, one) for one in places[:_MOST]) if len(places) > 1 else (),
        excerpts=(excerpt_of(before, marks),),
        hint=f"{keeping} it with `allow: [changes-meaning]`",
    )


def _candidate(before: SourceFile, one: Shifted) -> Candidate:
    lines = before.lines_of(one.was.span)
    return Candidate(
        before.path, lines.first_line, lines.last_line, before.line_text(lines.first_line).strip()
    )
