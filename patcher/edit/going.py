"""What goes, as pieces: parts of lines, and whole lines with the blank lines beside them.

In a body that would be left empty a piece puts what its edit says is left there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.blank import Group, Setting, settle_blank_lines
from patcher.edit.coming import Coming
from patcher.edit.content import encoded, ending_at, lines_of_text, span_of_text
from patcher.edit.emptied import Deleted, Emptied
from patcher.edit.model import Request
from patcher.edit.pieces import Cut, Gap, Notes, Piece, whole_piece
from patcher.edit.shifts import Shifts
from patcher.source import LineRange, Span
from patcher.syntax.syntax import Syntax


class Going:
    """What the requests of a file take, once it is known."""

    def __init__(
        self, syntax: Syntax, requests: Sequence[Request], shifts: Shifts, emptied: Emptied, notes: Notes
    ) -> None:
        self.syntax, self.source, self.requests = syntax, syntax.source, requests
        self.shifts, self.emptied, self.notes = shifts, emptied, notes

    def parts(self, gaps: Sequence[Gap], coming: Coming) -> Iterator[Piece]:
        """Yield the parts of lines that go, and have `coming` touch their lines."""
        for gap in gaps:
            start, end = self.source.byte_span(gap.span)
            found = self.emptied.texts.get(Deleted(gap.span, gap.request))
            data = gap.text.encode()
            if found is not None:
                data = self._left_inline(gap.span, *found)
                self.notes.add(gap.request, f"`{_one_line(found[0])}` stands in its place")
            coming.touch(gap.span)
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

    def lines(self, cuts: Sequence[Cut], coming: Coming) -> tuple[tuple[Group, ...], list[Piece]]:
        """Return the whole lines that go, grouped with the blank lines that go along, and their pieces."""
        cuts = sorted(cuts, key=lambda cut: cut.lines)
        settings: dict[int, Setting] = {
            cut.request: self.requests[cut.request].edit.blank_lines for cut in cuts
        }
        texts = {}
        for one, found in self.emptied.texts.items():
            texts[one.request, self.source.line_at(one.span.start)] = found
        filled = frozenset(c.request for c in cuts if (c.request, c.lines.first_line) in texts)
        groups = settle_blank_lines(
            self.syntax,
            cuts,
            settings,
            filled=filled,
            touched=frozenset(coming.touched),
            points=frozenset(coming.points),
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
        if left is None and not added:
            return whole_piece(self.source, cut.lines, b"", cut.request, b"\n")
        first, last = cut.lines.first_line, cut.lines.last_line
        ending = ending_at(self.source, first - 1, last + 1, first)
        data = b""
        if left is not None:
            data = lines_of_text(left[0], self.shifts.indent(left[1]), ending)
            self.notes.add(cut.request, f"`{_one_line(left[0])}` stands in its place")
        return whole_piece(self.source, cut.lines, data + ending * added, cut.request, ending)

    def _runs(self, numbers: Sequence[int], request: int) -> Iterator[Piece]:
        """Yield runs of consecutive lines that go."""
        first = 0
        for position, number in enumerate(numbers):
            if position == 0 or numbers[position - 1] != number - 1:
                first = number
            if position + 1 == len(numbers) or numbers[position + 1] != number + 1:
                yield whole_piece(self.source, LineRange(first, number), b"", request, b"\n")


def _one_line(text: str) -> str:
    return " ".join(text.split()) or text
