"""All edits of one file in one pass.

What goes is found first: whole lines, parts of lines, bodies that would be left empty, the blank
lines that go along. What comes is put next to it. Then all of it is sorted once and checked not
to touch; nothing else of the file is looked at or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.edit.arms import settle_arms
from patcher.edit.blank import Group
from patcher.edit.clashes import carried_in, find_clashes
from patcher.edit.coming import find_coming
from patcher.edit.elements import is_element, remove_elements
from patcher.edit.emptied import Deleted, Emptied, Inserted, find_emptied
from patcher.edit.going import Going
from patcher.edit.joining import finished, problems_of, spliced, text_changes
from patcher.edit.model import Edited, Outcome, Request, Splice
from patcher.edit.outcomes import Outcomes
from patcher.edit.pieces import Cut, Gap, Notes, Piece
from patcher.edit.removal import Removal
from patcher.edit.shifts import Shift, Shifts
from patcher.edit.takings import with_constructs
from patcher.errors import Problem, Refusal
from patcher.record import dataclass, field, replace
from patcher.source import SourceFile, Span
from patcher.spec.model import Replace, Unwrap
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from patcher.edit.unwrapping import Unwrapping


def apply_edits(
    source: SourceFile, syntax: Syntax, requests: Sequence[Request], *, offering: bool = True
) -> Edited:
    """Return the file after all edits, with the splices that make it and what came of each request.

    Every request speaks of `source` as it stands. Raises `Refusal` with every problem of the file:
    edits that touch the same text, text put inside a deletion, a body or a set left empty, a
    reference to a group that is not there, an edit that changes nothing. With `offering` an emptied
    body's problem has the values of `leave` that were tried and would do.
    """
    return _Application(source, syntax, tuple(requests), offering=offering).run()


def apply_carried(syntax: Syntax, requests: Sequence[Request], shift: Shift) -> Edited:
    """Return a file with the edits inside what its first request carries, and those lines shifted.

    What the first request itself does is left out.
    """
    return _Application(syntax.source, syntax, tuple(requests), moving=shift).run()


@dataclass(slots=True)
class _Application:
    source: SourceFile
    syntax: Syntax
    requests: tuple[Request, ...]
    moving: Shift | None = None  # the lines that the first request carries; it does nothing else here
    offering: bool = False
    carried: dict[int, int] = field(default_factory=dict)  # requests inside what a move carries
    unwrappings: dict[int, Unwrapping] = field(default_factory=dict)
    shifts: Shifts = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    inside: dict[int, int] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def run(self) -> Edited:
        self.carried = self._carried()
        self._unwrap()
        taken = {index: self._taken(one) for index, one in self.unwrappings.items()}
        clashes = find_clashes(self.source, self.requests, taken, self.carried)
        self.problems += clashes.problems
        self.inside.update(clashes.inside)
        moved = [one.shift for one in self.unwrappings.values() if one.shift is not None]
        self.shifts = Shifts(self.syntax, [*moved, *([self.moving] if self.moving else [])])
        coming = find_coming(self.syntax, self.requests, self.carried, self.shifts)
        self.problems += coming.problems
        cuts, gaps, emptied = self._going()
        self._refuse()
        going = Going(self.syntax, self.requests, self.shifts, emptied, self.notes)
        parts = list(going.parts(gaps, coming))
        groups, lines = going.lines(cuts, coming)
        pieces = finished(self.source, self._shifted([*coming.pieces, *parts, *lines]))
        self.problems += problems_of(self.source, self.requests, pieces)
        self._refuse()
        splices = tuple(Splice(p.start, p.end, p.data, p.request) for p in pieces)
        data = spliced(self.source.data, splices)
        return Edited(data, splices, self._outcomes(groups), text_changes(self.source, splices))

    def _outcomes(self, groups: Sequence[Group]) -> tuple[Outcome, ...]:
        found = Outcomes(self.source, self.requests, self.carried, self.inside, self.unwrappings, self.notes)
        return found.of(groups)

    def _carried(self) -> dict[int, int]:
        """Return the requests that are applied in what a move carries, and not here."""
        if self.moving is None:
            return carried_in(self.requests)
        others = {i + 1: holder + 1 for i, holder in carried_in(self.requests[1:]).items()}
        return {0: 0, **others}

    def _unwrap(self) -> None:
        """Find what each `unwrap` takes and keeps."""
        for index, request in enumerate(self.requests):
            if not isinstance(request.edit.action, Unwrap) or index in self.carried:
                continue
            try:
                from patcher.edit.unwrapping import find_unwrapping

                found = find_unwrapping(self.syntax, request, index)
            except Refusal as refusal:
                self.problems += refusal.problems
                continue
            self.unwrappings[index] = found
            for words in found.notes:
                self.notes.add(index, words)

    def _taken(self, one: Unwrapping) -> list[Span]:
        return [*(self.source.span_of(lines) for lines in one.cuts), *(gap.span for gap in one.gaps)]

    def _shifted(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces with the indentation of the lines that stay and move."""
        found = list(pieces)
        for shift in self.shifts.pieces():
            for at, piece in enumerate(found):
                if piece.start <= shift.start and shift.end <= piece.end and piece.start < piece.end:
                    if not piece.whole:
                        found[at] = _dedented(piece, self.source.data[shift.start : shift.end], shift)
                    break
            else:
                found.append(shift)
        return found

    def _refuse(self) -> None:
        if self.problems:
            raise Refusal(*self.problems)

    def _going(self) -> tuple[list[Cut], list[Gap], Emptied]:
        """Return the whole lines and the parts of lines that go, and what is done about empty bodies."""
        active = [
            index
            for index, request in enumerate(self.requests)
            if index not in self.inside and index not in self.carried and request.takes
        ]
        arms = settle_arms(self.syntax, self.requests, active)
        self.problems += arms.problems
        removal = remove_elements(self.syntax, self.requests, active, self.notes)
        self.problems += removal.problems
        self._add_plain(removal, active)
        # Where one arm of several goes, its statement stays, and with it the body around.
        whole = {index for index in active if not self._is_arm(index)}
        deleted = [
            Deleted(self.source.span_of(c.lines), c.request) for c in removal.cuts if c.request in whole
        ]
        deleted += [Deleted(g.span, g.request) for g in removal.gaps if not g.text and g.request in whole]
        deleted += self._replaced_by_nothing()
        emptied = find_emptied(self.syntax, self.requests, deleted, list(self._inserted()))
        self.problems += emptied.problems
        if self.offering and emptied.refused:
            from patcher.edit.leaving import with_leave

            self.problems += with_leave(self.syntax, self.requests, emptied.refused, self._trial)
        else:
            self.problems += (problem for _, problem in emptied.refused)
        cuts, gaps = with_constructs(
            self.source,
            self.requests,
            (removal.cuts, removal.gaps),
            emptied.taken,
            self.inside,
            self.problems,
        )
        for taken in emptied.taken:
            if taken.request not in self.inside:
                self.notes.add(taken.request, f"the emptied `{taken.label}` goes too")
        gaps += arms.gaps
        for index, one in self.unwrappings.items():
            if index not in self.inside:
                cuts += [Cut(lines, index) for lines in one.cuts]
                gaps += one.gaps
        return cuts, gaps, emptied

    def _trial(self, requests: Sequence[Request]) -> Edited:
        return apply_edits(self.source, self.syntax, requests, offering=False)

    def _is_arm(self, index: int) -> bool:
        located = self.requests[index].located
        return located is not None and located.chain is not None

    def _inserted(self) -> Iterator[Inserted]:
        for index, request in enumerate(self.requests):
            located, side = request.located, request.put
            if side is not None and located is not None and request.content and index not in self.carried:
                lines = located.lines
                yield Inserted(lines, lines.first_line if side == "before" else lines.last_line + 1)

    def _add_plain(self, removal: Removal, active: Iterable[int]) -> None:
        for index in active:
            located = self.requests[index].located
            if located is None or is_element(self.requests[index]):
                continue
            if located.whole_lines:
                removal.cuts.append(Cut(located.lines, index))
            else:
                removal.gaps.append(Gap(located.span, index))

    def _replaced_by_nothing(self) -> Iterator[Deleted]:
        for index, request in enumerate(self.requests):
            if index in self.carried or request.takes or not isinstance(request.edit.action, Replace):
                continue
            if request.located and not request.content:
                yield Deleted(request.located.span, index)


def _dedented(piece: Piece, old: bytes, shift: Piece) -> Piece:
    """Return a part of a line, or of several, whose own lines move as those that it takes the place of."""
    first, *rest = piece.data.split(b"\n")
    rest = [shift.data + row[len(old) :] if old and row.startswith(old) else row for row in rest]
    if piece.start == shift.start and old and first.startswith(old):
        first = shift.data + first[len(old) :]
    return replace(piece, data=b"\n".join([first, *rest]))
