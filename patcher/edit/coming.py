"""What replacements and insertions bring: each piece at its place, and the lines that it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from patcher.edit.content import ending_at, lines_of_text, span_of_text, text_of
from patcher.edit.model import Request
from patcher.edit.pieces import Piece, first_text_line, is_blank, line_start_byte, whole_piece
from patcher.edit.shape import own_lines
from patcher.edit.shifts import Shifts
from patcher.errors import Problem, Refusal
from patcher.source import LineRange, SourceFile, Span
from patcher.spec.model import Replace
from patcher.syntax.syntax import Syntax


def find_coming(
    syntax: Syntax, requests: Sequence[Request], carried: Collection[int], shifts: Shifts
) -> Coming:
    """Return what all requests bring but those that are applied in what a move carries."""
    coming = Coming(syntax, shifts)
    for index, request in enumerate(requests):
        if index not in carried:
            coming.add(index, request)
    return coming


class Coming:
    """What comes.

    `touched` are the lines that a piece changes, `points` those above which text is put, 1-based.
    """

    def __init__(self, syntax: Syntax, shifts: Shifts) -> None:
        self.syntax, self.source, self.shifts = syntax, syntax.source, shifts
        self.pieces: list[Piece] = []
        self.touched: set[int] = set()
        self.points: set[int] = set()
        self.problems: list[Problem] = []

    def add(self, index: int, request: Request) -> None:
        """Add what a request brings, if it brings something."""
        try:
            if isinstance(request.edit.action, Replace) and not request.takes:
                self.pieces.append(self._replacement(index, request))
            elif request.put is not None and (request.origin is None or request.content):
                self.pieces.append(self._insertion(index, request, request.put))
        except Refusal as refusal:
            self.problems += refusal.problems

    def touch(self, span: Span) -> None:
        """Count the lines of a span among those that a piece changes."""
        if self.source.line_count:
            lines = self.source.lines_of(span)
            self.touched.update(range(lines.first_line, lines.last_line + 1))

    def _replacement(self, index: int, request: Request) -> Piece:
        located = request.located
        assert located is not None
        if not located.whole_lines:
            self.touch(located.span)
            start, end = self.source.byte_span(located.span)
            return Piece(start, end, self._inline(request, located.span), index, whole=False)
        lines = replaced_lines(self.source, request)
        self.touched.update((lines.first_line, lines.last_line))
        ending = ending_at(self.source, lines.first_line - 1, lines.last_line + 1, lines.first_line)
        return whole_piece(self.source, lines, self._lines_of(request, lines, ending), index, ending)

    def _insertion(self, index: int, request: Request, side: str) -> Piece:
        located = request.located
        lines = self._beside(request)
        if located is not None and lines is None:
            self.touch(located.span)
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
        if request.carries_element:
            return None
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
        text = text_of(request)
        if _lines_up(request):
            column = span.start - self.source.line_start(line)
            first, *rest = text.replace("\r\n", "\n").split("\n")
            text = "\n".join([first, *(" " * column + row if row.strip() else row for row in rest)])
        return span_of_text(text, goes, ending_at(self.source, line, line + 1))


def _lines_up(request: Request) -> bool:
    """Tell whether TEXT takes the place of a key behind an item's mark, below which its further lines stand."""
    located = request.located
    replaces = isinstance(request.edit.action, Replace) and request.edit.indent != "keep"
    return replaces and located is not None and located.extent in ("definition", "statement")


def replaced_lines(source: SourceFile, request: Request) -> LineRange:
    """Return the whole lines that a replacement takes the place of: a section's last blank lines stay."""
    assert request.located is not None
    lines = request.located.lines
    last = lines.last_line
    if request.located.extent == "section":
        while last > lines.first_line and is_blank(source, last):
            last -= 1
    return LineRange(lines.first_line, last)
