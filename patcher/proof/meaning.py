"""What stays means what it meant: values by place, jumps, references, held before against after.

A language says what it knows by its place (`Syntax.meanings`); a place that no edit touches and that
means something else after the step is refused, or told as a doubt where nobody can know whether it matters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from patcher.edit.model import Edited, Request
from patcher.errors import Candidate, Mark, Offer, Problem, Target
from patcher.proof.model import Doubt
from patcher.record import dataclass, replace
from patcher.source import SourceFile, Span, excerpt_of, mark_of
from patcher.syntax.meaning import ALWAYS, DOUBT, Meaning
from patcher.syntax.syntax import Syntax

ACCEPTING = Offer("allow: [changes-meaning]", "means what is told")
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
    changes = Changes(edited.changes)
    was = list(before.meanings(changes.spans))
    if not was:
        return []
    now = {(one.span.start, one.about): one for one in after.meanings(changes.after)}
    found = []
    for one in sorted(was, key=lambda one: one.span):
        if one.weight == "never" or changes.touching(one.span):
            continue
        then = now.get((changes.moved(one.span.start) if one.span else 0, one.about))
        if then is None and one.absent is not None:
            then = replace(one, value=one.absent)
        if then is None or _is_same(one, then, changes):
            continue
        near = changes.touching(one.around) or changes.above(one.span.start)
        above = [i for i in near if changes.spans[i].start <= one.span.start]
        cut = not any(changes.texts[i].strip() for i in near)
        weight = DOUBT if DOUBT in (one.weight, then.weight) else one.weight
        refused = weight == ALWAYS or (weight == "cut" and cut)
        found.append(Shifted(one, then, edited.splices[(above[-1:] or near[:1])[0]].request, refused))
    return found


class Changes:
    """The changes of a step to one file: their spans before it and after it, and what asks about a place finds at once."""

    def __init__(self, changes: Sequence[tuple[Span, str]]) -> None:
        self.spans, self.texts = [span for span, _ in changes], [text for _, text in changes]
        self._starts, self._ends = [s.start for s in self.spans], [s.end for s in self.spans]
        self._grown = [0, *accumulate(len(text) - len(span) for span, text in changes)]
        shifts = zip(self.spans, self.texts, self._grown, strict=False)
        self.after = [Span(s.start + by, s.start + by + len(text)) for s, text, by in shifts]

    def touching(self, place: Span) -> range:
        """Return the changes, by index, that take a part of a place or put something into it."""
        return range(bisect_right(self._ends, place.start), bisect_left(self._starts, place.end))

    def above(self, offset: int) -> range:
        """Return the last change that begins above an offset, by its index, else the first."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        return range(index, index + 1)

    def moved(self, offset: int) -> int:
        """Return where an offset that no change holds stands after them."""
        return offset + self._grown[bisect_right(self._ends, offset)]

    def takes(self, place: Span) -> bool:
        """Tell whether a place goes as a whole, with nothing put there."""
        near = self.touching(place)
        return any(self.spans[i].holds(place) and not self.texts[i].strip() for i in near)


def _is_same(was: Meaning, now: Meaning, changes: Changes) -> bool:
    if was.target is None or now.target is None:
        return was.value == now.value
    return not changes.takes(was.target) and changes.moved(was.target.start) == now.target.start


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
    keeping = (
        f"{first.was.remedy} to keep it" if first.was.remedy else "take or change it too in the same step"
    )
    return Problem(
        "changes-meaning",
        _says(places),
        plan=request.edit.place,
        target=Target(before.path, lines.first_line, lines.last_line),
        candidates=tuple(_candidate(before, one) for one in places[:_MOST]) if len(places) > 1 else (),
        excerpts=(excerpt_of(before, marks),),
        hint=f"{keeping}, or accept it with `allow: [changes-meaning]` beside the action:",
        offers=(ACCEPTING,),
    )


def _candidate(before: SourceFile, one: Shifted) -> Candidate:
    lines = before.lines_of(one.was.span)
    return Candidate(
        before.path, lines.first_line, lines.last_line, before.line_text(lines.first_line).strip()
    )
