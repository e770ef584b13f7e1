"""All edits of one file in one pass.

What goes is found first: whole lines, parts of lines, bodies that would be left empty, the blank
lines that go along. What comes is put next to it. Then all of it is sorted once and checked not
to touch; nothing else of the file is looked at or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from patcher.edit.arms import settle_arms
from patcher.edit.blank import Group, Setting, settle_blank_lines
from patcher.edit.carry import carried_in
from patcher.edit.clashes import find_clashes, overlapping, put_inside
from patcher.edit.content import content_place, encoded, ending_at, lines_of_text, span_of_text, text_of
from patcher.edit.elements import is_element, remove_elements
from patcher.edit.emptied import Deleted, Emptied, Inserted, find_emptied
from patcher.edit.leaving import with_leave
from patcher.edit.model import Edited, Outcome, Request, Splice
from patcher.edit.pieces import (
    Cut,
    Gap,
    Piece,
    first_text_line,
    is_blank,
    joined,
    line_start_byte,
)
from patcher.edit.removal import Removal
from patcher.edit.shape import own_lines
from patcher.edit.shifts import Shift, Shifts
from patcher.edit.takings import with_constructs
from patcher.edit.unwrapping import Unwrapping, find_unwrapping
from patcher.errors import Problem, Refusal, Target
from patcher.record import dataclass, field, replace
from patcher.source import LineRange, SourceFile, Span
from patcher.spec.model import Delete, Replace, Unwrap
from patcher.syntax.model import Syntax


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
    notes: dict[int, list[str]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)  # lines that something other than a cut changes
    points: set[int] = field(default_factory=set)  # lines above which text is put

    def run(self) -> Edited:
        self.carried = self._carried()
        self._unwrap()
        taken = {index: self._taken(one) for index, one in self.unwrappings.items()}
        clashes = find_clashes(self.source, self.requests, taken, self.carried)
        self.problems += clashes.problems
        self.inside.update(clashes.inside)
        moved = [one.shift for one in self.unwrappings.values() if one.shift is not None]
        self.shifts = Shifts(self.syntax, [*moved, *([self.moving] if self.moving else [])])
        coming = list(self._contents())
        cuts, gaps, emptied = self._going()
        self._refuse()
        gone = list(self._gaps(gaps, emptied))
        groups, lines = self._lines(cuts, emptied)
        pieces = self._finished(self._shifted([*coming, *gone, *lines]))
        self._check(pieces)
        self._refuse()
        splices = tuple(Splice(p.start, p.end, p.data, p.request) for p in pieces)
        return Edited(_spliced(self.source.data, splices), splices, self._outcomes(groups))

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
                found = find_unwrapping(self.syntax, request, index)
            except Refusal as refusal:
                self.problems += refusal.problems
                continue
            self.unwrappings[index] = found
            for words in found.notes:
                self._note(index, words)

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

    # what goes

    def _going(self) -> tuple[list[Cut], list[Gap], Emptied]:
        """Return the whole lines and the parts of lines that go, and what is done about empty bodies."""
        active = [
            index
            for index, request in enumerate(self.requests)
            if index not in self.inside and index not in self.carried and request.takes
        ]
        arms = settle_arms(self.syntax, self.requests, active)
        self.problems += arms.problems
        removal = remove_elements(self.syntax, self.requests, active)
        self.problems += removal.problems
        for index, words in removal.notes.items():
            self.notes.setdefault(index, []).extend(words)
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
        if self.offering:
            self.problems += with_leave(self.syntax, self.requests, emptied.refused)
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
                self._note(taken.request, f"the emptied `{taken.label}` goes too")
        gaps += arms.gaps
        for index, one in self.unwrappings.items():
            if index not in self.inside:
                cuts += [Cut(lines, index) for lines in one.cuts]
                gaps += one.gaps
        return cuts, gaps, emptied

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

    def _gaps(self, gaps: Sequence[Gap], emptied: Emptied) -> Iterator[Piece]:
        for gap in gaps:
            start, end = self.source.byte_span(gap.span)
            found = emptied.texts.get(Deleted(gap.span, gap.request))
            data = gap.text.encode()
            if found is not None:
                data = self._left_inline(gap.span, *found)
                self._note(gap.request, f"`{_one_line(found[0])}` stands in its place")
            self._touch(gap.span)
            yield Piece(start, end, data, gap.request, whole=False)

    def _left_inline(self, span: Span, text: str, body_line: int) -> bytes:
        """Return what is left in an emptied body of which a part of a line, or several, goes."""
        first = self.source.line_at(span.start)
        ending = ending_at(self.source, first, first + 1)
        goes = self.source.text[span.start : span.end]
        before = self.source.text[self.source.line_start(first) : span.start]
        if before.strip():
            return span_of_text(text, goes, ending)
        lines = lines_of_text(text, self.shifts.indent(body_line), ending)
        if not goes.endswith("\n"):
            lines = lines.removesuffix(ending)
        return lines.removeprefix(encoded(before))

    def _lines(self, cuts: Sequence[Cut], emptied: Emptied) -> tuple[tuple[Group, ...], list[Piece]]:
        """Return whole lines that go, with the blank lines that go along, as pieces."""
        cuts = sorted(cuts, key=lambda cut: cut.lines)
        settings: dict[int, Setting] = {
            cut.request: self.requests[cut.request].edit.blank_lines for cut in cuts
        }
        texts = {}
        for one, found in emptied.texts.items():
            texts[one.request, self.source.line_at(one.span.start)] = found
        filled = frozenset(c.request for c in cuts if (c.request, c.lines.first_line) in texts)
        groups = settle_blank_lines(
            self.syntax,
            cuts,
            settings,
            filled=filled,
            touched=frozenset(self.touched),
            points=frozenset(self.points),
            paragraphs=frozenset(
                index
                for index, request in enumerate(self.requests)
                if request.located is not None and request.located.extent == "paragraph"
            ),
        )
        pieces: list[Piece] = []
        for group in groups:
            for cut in group.cuts:
                left = texts.get((cut.request, cut.lines.first_line))
                added = group.added if cut is group.cuts[-1] else 0
                pieces.append(self._piece(cut, left, added))
            pieces += self._runs(group.above, group.cuts[0].request)
            pieces += self._runs(group.below, group.cuts[-1].request)
        return groups, pieces

    def _piece(self, cut: Cut, left: tuple[str, int] | None, added: int) -> Piece:
        first, last = cut.lines.first_line, cut.lines.last_line
        ending = ending_at(self.source, first - 1, last + 1, first)
        data = b""
        if left is not None:
            data = lines_of_text(left[0], self.shifts.indent(left[1]), ending)
            self._note(cut.request, f"`{_one_line(left[0])}` stands in its place")
        return self._whole(cut.lines, data + ending * added, cut.request, ending)

    def _whole(self, lines: LineRange, data: bytes, request: int, ending: bytes) -> Piece:
        start = line_start_byte(self.source, lines.first_line)
        return Piece(start, self.source.byte_line_start(lines.last_line + 1), data, request, ending=ending)

    def _runs(self, numbers: Sequence[int], request: int) -> Iterator[Piece]:
        """Yield runs of consecutive lines that go."""
        first = 0
        for position, number in enumerate(numbers):
            if position == 0 or numbers[position - 1] != number - 1:
                first = number
            if position + 1 == len(numbers) or numbers[position + 1] != number + 1:
                yield self._whole(LineRange(first, number), b"", request, b"\n")

    # what comes

    def _contents(self) -> Iterator[Piece]:
        """Yield what replacements and insertions bring, each at its place."""
        for index, request in enumerate(self.requests):
            if index in self.carried:
                continue
            try:
                if isinstance(request.edit.action, Replace) and not request.takes:
                    yield self._replacement(index, request)
                elif request.put is not None and (request.origin is None or request.content):
                    yield self._insertion(index, request, request.put)
            except Refusal as refusal:
                self.problems += refusal.problems

    def _replacement(self, index: int, request: Request) -> Piece:
        located = request.located
        assert located is not None
        if not located.whole_lines:
            self._touch(located.span)
            start, end = self.source.byte_span(located.span)
            return Piece(start, end, self._inline(request, located.span), index, whole=False)
        lines = replaced_lines(self.source, request)
        self.touched.update((lines.first_line, lines.last_line))
        ending = ending_at(self.source, lines.first_line - 1, lines.last_line + 1, lines.first_line)
        return self._whole(lines, self._lines_of(request, lines, ending), index, ending)

    def _insertion(self, index: int, request: Request, side: str) -> Piece:
        located = request.located
        lines = self._beside(request)
        if located is not None and lines is None:
            self._touch(located.span)
            at = self.source.byte_offset(located.span.end if side == "after" else located.span.start)
            return Piece(at, at, self._inline(request, located.span), index, whole=False)
        if lines is None:
            line = 1 if side == "start" else self.source.line_count + 1
        else:
            line = lines.first_line if side == "before" else lines.last_line + 1
        ending = ending_at(self.source, line - 1, line)
        data = self._lines_of(request, lines, ending)
        self.points.add(line)
        at = line_start_byte(self.source, line)
        return Piece(at, at, data, index, ending=ending)

    def _beside(self, request: Request) -> LineRange | None:
        """Return the whole lines beside which text is put; `None` at an end of the file, or inside a line."""
        located = request.located
        if located is None or located.whole_lines:
            return located.lines if located is not None else None
        return own_lines(self.syntax, located.element) if located.element is not None else None

    def _lines_of(self, request: Request, lines: LineRange | None, ending: bytes) -> bytes:
        if isinstance(request.content, bytes):
            return request.content
        indent = ""
        if lines is not None and request.edit.indent != "keep":
            indent = self.shifts.indent(first_text_line(self.source, lines))
        return lines_of_text(text_of(request), indent, ending)

    def _inline(self, request: Request, span: Span) -> bytes:
        if isinstance(request.content, bytes):
            return request.content
        line = self.source.line_at(span.start)
        goes = self.source.text[span.start : span.end]
        return span_of_text(text_of(request), goes, ending_at(self.source, line, line + 1))

    def _touch(self, span: Span) -> None:
        if self.source.line_count:
            lines = self.source.lines_of(span)
            self.touched.update(range(lines.first_line, lines.last_line + 1))

    # all together

    def _finished(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces sorted, a last line that stops being last with its line ending."""
        found = joined(pieces)
        size = len(self.source.data)
        stays = not any(p.whole and p.start < p.end == size for p in found)
        bare = stays and not self.source.ends_with_newline and self.source.text != "\ufeff"
        last = max((i for i, p in enumerate(found) if p.data), default=-1)
        for index, piece in enumerate(found):
            if not piece.whole or not piece.data:
                continue
            data = piece.data
            if bare and piece.start == size:
                data, bare = piece.ending + data, False
            followed = piece.end < size or index < last
            if followed and not data.endswith(b"\n"):
                data += piece.ending
            if data != piece.data:
                found[index] = Piece(piece.start, piece.end, data, piece.request, ending=piece.ending)
        if found and not any(p.data for p in found) and self._all_goes(found):
            found[0] = Piece(0, found[0].end, b"", found[0].request)
        return found

    def _all_goes(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether nothing stays but a byte-order mark."""
        return len(self.source.data) == sum(p.end - p.start for p in pieces) + 3 and (
            line_start_byte(self.source, 1) == 3
        )

    def _check(self, pieces: Sequence[Piece]) -> None:
        """Find pieces that touch the same bytes, and those that change nothing."""
        told: set[tuple[int, int]] = set()
        for before, piece in pairwise(pieces):
            pair = before.request, piece.request
            if before.end > piece.start and pair not in told:
                told.update((pair, pair[::-1]))
                self.problems.append(self._touching(before, piece))
        for piece in pieces:
            if self.source.data[piece.start : piece.end] == piece.data:
                self.problems.append(self._no_change(piece))

    def _touching(self, before: Piece, piece: Piece) -> Problem:
        goes = isinstance(self.requests[before.request].edit.action, Delete)
        if goes and self.requests[piece.request].put is not None:
            return put_inside(self.source, self.requests, piece.request, before.request)
        return overlapping(self.source, self.requests, before.request, piece.request)

    def _no_change(self, piece: Piece) -> Problem:
        request = self.requests[piece.request]
        located = request.located
        lines = located.lines if located is not None else None
        message = (
            "what is put there is empty" if piece.start == piece.end else "the text stands there already"
        )
        return Problem(
            "no-change",
            f"the {request.edit.name} changes nothing: {message}",
            plan=content_place(request),
            target=Target(self.source.path, lines.first_line, lines.last_line)
            if lines is not None
            else Target(self.source.path),
            label=located.label if located is not None else None,
            hint="drop the edit, or correct its text",
        )

    def _outcomes(self, groups: Sequence[Group]) -> tuple[Outcome, ...]:
        lines, blanks = self._lines_by_request(groups)
        return tuple(self._outcome(index, lines, blanks) for index in range(len(self.requests)))

    def _lines_by_request(self, groups: Sequence[Group]) -> tuple[dict[int, LineRange], dict[int, int]]:
        lines: dict[int, LineRange] = {}
        blanks: dict[int, int] = {}
        for group in groups:
            for cut in group.cuts:
                known = lines.get(cut.request, cut.lines)
                first = min(known.first_line, cut.lines.first_line)
                lines[cut.request] = LineRange(first, max(known.last_line, cut.lines.last_line))
            upper, lower = group.cuts[0].request, group.cuts[-1].request
            self._count_blank(upper, blanks, len(group.above), "above")
            self._count_blank(lower, blanks, len(group.below), "below")
            if group.added:
                self._note(lower, f"{_blank_lines(group.added)} put in its place")
            for number in reversed(group.above):
                if number == lines[upper].first_line - 1:
                    lines[upper] = LineRange(number, lines[upper].last_line)
            for number in group.below:
                if number == lines[lower].last_line + 1:
                    lines[lower] = LineRange(lines[lower].first_line, number)
        return lines, blanks

    def _count_blank(self, request: int, blanks: dict[int, int], number: int, side: str) -> None:
        if number:
            blanks[request] = blanks.get(request, 0) + number
            self._note(request, f"{_blank_lines(number)} {side} {'goes' if number == 1 else 'go'} along")

    def _outcome(self, index: int, lines: dict[int, LineRange], blanks: dict[int, int]) -> Outcome:
        request = self.requests[index]
        notes = tuple(self.notes.get(index, ()))
        located = request.located
        if request.put is not None or located is None:
            return Outcome(None, notes=notes)
        if index in self.carried:
            return Outcome(located.lines, notes=(*notes, "applied in what is moved"))
        holder = self.inside.get(index)
        if holder is not None:
            while holder in self.inside:
                holder = self.inside[holder]
            return Outcome(located.lines, inside=holder, notes=notes)
        if index in self.unwrappings:
            return Outcome(self.unwrappings[index].lines, blanks.get(index, 0), notes=notes)
        if isinstance(request.edit.action, Replace) and located.whole_lines and not request.takes:
            return Outcome(replaced_lines(self.source, request), notes=notes)
        return Outcome(lines.get(index, located.lines), blanks.get(index, 0), notes=notes)

    def _note(self, request: int, words: str) -> None:
        said = self.notes.setdefault(request, [])
        if words not in said:
            said.append(words)


def replaced_lines(source: SourceFile, request: Request) -> LineRange:
    """Return the whole lines that a replacement takes the place of: a section's last blank lines stay."""
    assert request.located is not None
    lines = request.located.lines
    last = lines.last_line
    if request.located.extent == "section":
        while last > lines.first_line and is_blank(source, last):
            last -= 1
    return LineRange(lines.first_line, last)


def _dedented(piece: Piece, old: bytes, shift: Piece) -> Piece:
    """Return a part of a line, or of several, whose own lines move as those that it takes the place of."""
    first, *rest = piece.data.split(b"\n")
    rest = [shift.data + row[len(old) :] if old and row.startswith(old) else row for row in rest]
    if piece.start == shift.start and old and first.startswith(old):
        first = shift.data + first[len(old) :]
    return replace(piece, data=b"\n".join([first, *rest]))


def _spliced(data: bytes, splices: Sequence[Splice]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for splice in splices:
        parts += data[position : splice.start], splice.data
        position = splice.end
    parts.append(data[position:])
    return b"".join(parts)


def _blank_lines(number: int) -> str:
    return "1 blank line" if number == 1 else f"{number} blank lines"


def _one_line(text: str) -> str:
    return " ".join(text.split()) or text
