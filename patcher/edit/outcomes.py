"""What came of each request of a file: the lines that it took, with the blank lines beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from patcher.edit.blank import Group
from patcher.edit.coming import replaced_lines
from patcher.edit.model import Outcome, Request
from patcher.edit.pieces import Notes
from patcher.record import dataclass, field
from patcher.source import LineRange, SourceFile
from patcher.spec.model import Replace

if TYPE_CHECKING:
    from patcher.edit.unwrapping import Unwrapping


@dataclass(slots=True)
class Outcomes:
    """The outcomes of all requests of a file, from what was found of each, by index.

    `carried` are applied in what a move carries, `inside` gives the larger deletion that has one,
    `lines` and `blanks` what the groups of lines took of each.
    """

    source: SourceFile
    requests: Sequence[Request]
    carried: Collection[int]
    inside: Mapping[int, int]
    unwrappings: Mapping[int, Unwrapping]
    notes: Notes
    lines: dict[int, LineRange] = field(default_factory=dict)
    blanks: dict[int, int] = field(default_factory=dict)

    def of(self, groups: Sequence[Group]) -> tuple[Outcome, ...]:
        """Return the outcome of each request, in their order."""
        for group in groups:
            self._count(group)
        return tuple(self._outcome(index) for index in range(len(self.requests)))

    def _count(self, group: Group) -> None:
        """Count the lines of a group, and the blank lines that go with it, for its requests."""
        lines = self.lines
        for cut in group.cuts:
            known = lines.get(cut.request, cut.lines)
            first = min(known.first_line, cut.lines.first_line)
            lines[cut.request] = LineRange(first, max(known.last_line, cut.lines.last_line))
        upper, lower = group.cuts[0].request, group.cuts[-1].request
        self._count_blank(upper, len(group.above), "above")
        self._count_blank(lower, len(group.below), "below")
        if group.added:
            self.notes.add(lower, f"{_blank_lines(group.added)} put in its place")
        for number in reversed(group.above):
            if number == lines[upper].first_line - 1:
                lines[upper] = LineRange(number, lines[upper].last_line)
        for number in group.below:
            if number == lines[lower].last_line + 1:
                lines[lower] = LineRange(lines[lower].first_line, number)

    def _count_blank(self, request: int, number: int, side: str) -> None:
        if number:
            self.blanks[request] = self.blanks.get(request, 0) + number
            self.notes.add(request, f"{_blank_lines(number)} {side} {'goes' if number == 1 else 'go'} along")

    def _outcome(self, index: int) -> Outcome:
        request, notes = self.requests[index], self.notes.of(index)
        located = request.located
        if request.put is not None or located is None:
            return Outcome(None, notes=notes)
        if index in self.carried:
            return Outcome(located.lines, notes=(*notes, "applied in what is moved"))
        if index in self.inside:
            return Outcome(located.lines, inside=self._outermost(index), notes=notes)
        blanks = self.blanks.get(index, 0)
        if index in self.unwrappings:
            return Outcome(self.unwrappings[index].lines, blanks, notes=notes)
        if isinstance(request.edit.action, Replace) and located.whole_lines and not request.takes:
            return Outcome(replaced_lines(self.source, request), notes=notes)
        return Outcome(self.lines.get(index, located.lines), blanks, notes=notes)

    def _outermost(self, index: int) -> int:
        """Return the deletion that has one, and that no other has."""
        while index in self.inside:
            index = self.inside[index]
        return index


def _blank_lines(number: int) -> str:
    return "1 blank line" if number == 1 else f"{number} blank lines"
