"""Lines that stay with another indentation: what `unwrap` keeps and what `move` carries.

A line that begins with the old indentation gets the new one in its place. One that does not, a
continuation line say, moves by as many columns, as far as it can; a comment or a directive that
stands further left stays where it is. Blank lines, lines inside strings and those whose indentation
says what they are (make's recipes) are not touched; YAML's strings, and here-documents of HCL that
say so (`<<-`), are indented with what holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.content import encoded
from patcher.edit.pieces import Piece, indent_of, is_blank, line_start_byte
from patcher.record import dataclass
from patcher.source import LineRange
from patcher.syntax.syntax import Syntax

_TAB = 8


@dataclass(frozen=True, slots=True)
class Shift:
    """Lines whose indentation `old` becomes `new`, for one request."""

    lines: LineRange
    old: str
    new: str
    request: int


class Shifts:
    """All shifts of one file; where one lies in another, the inner one comes first."""

    def __init__(self, syntax: Syntax, shifts: Sequence[Shift]) -> None:
        self.syntax, self.source = syntax, syntax.source
        self.shifts = sorted((s for s in shifts if s.old != s.new), key=lambda s: len(s.lines))

    def indent(self, line: int) -> str:
        """Return the indentation that a 1-based line has after the shifts."""
        own = indent_of(self.source, line)
        for shift in self._holding(line):
            own = self._shifted(line, own, shift)
        return own

    def request_at(self, line: int) -> int | None:
        """Return the request of the innermost shift that holds a line."""
        return next((shift.request for shift in self._holding(line)), None)

    def pieces(self) -> Iterator[Piece]:
        """Yield the indentation of each line that gets another one."""
        lines = {
            line for each in self.shifts for line in range(each.lines.first_line, each.lines.last_line + 1)
        }
        for line in sorted(lines):
            old, new = indent_of(self.source, line), self.indent(line)
            request = self.request_at(line)
            if old != new and request is not None and not self._empty(line):
                start = line_start_byte(self.source, line)
                yield Piece(start, start + len(old), encoded(new), request, whole=False)

    def _holding(self, line: int) -> Iterator[Shift]:
        if self.shifts and self._in_string(line) and not self._moves_in(line):
            return
        for shift in self.shifts:
            if shift.lines.first_line <= line <= shift.lines.last_line:
                yield shift

    def _empty(self, line: int) -> bool:
        """Tell whether a line has nothing to indent; in a string, blanks beyond its indentation are text."""
        if not is_blank(self.source, line):
            return False
        own = indent_of(self.source, line)
        inside = self._in_string(line) and self._moves_in(line)
        return not inside or not all(own.startswith(shift.old) for shift in self._holding(line))

    def _in_string(self, line: int) -> bool:
        start = self.source.line_start(line)
        return self.syntax.lexis.inside(start) and self.syntax.lexis.kind_at(start) == "string"

    def _moves_in(self, line: int) -> bool:
        return self.syntax.indents_string(self.source.line_start(line))

    def _shifted(self, line: int, own: str, shift: Shift) -> str:
        if self.syntax.keeps_indent(line):
            return own
        if own.startswith(shift.old):
            return shift.new + own[len(shift.old) :]
        by = _width(shift.new) - _width(shift.old)
        if _width(own) < _width(shift.old) and self._stands_apart(line):
            return own
        return _widened(own, by, shift.new) if by > 0 else _narrowed(own, -by)

    def _stands_apart(self, line: int) -> bool:
        """Tell whether a line is a comment, or one for a preprocessor."""
        start = self.source.line_start(line)
        first = start + len(self.source.line_text(line)) - len(self.source.line_text(line).lstrip())
        return self.syntax.lexis.kind_at(first) == "comment" or self.source.text.startswith("#", first)


def _width(indent: str) -> int:
    return len(indent.expandtabs(_TAB))


def _narrowed(indent: str, columns: int) -> str:
    """Return an indentation less so many columns, or nothing where it is not so deep."""
    wanted = max(0, _width(indent) - columns)
    for end in range(len(indent), -1, -1):
        if _width(indent[:end]) == wanted:
            return indent[:end]
    return " " * wanted


def _widened(indent: str, columns: int, like: str) -> str:
    wanted = _width(indent) + columns
    if like and not like.strip("\t") and not wanted % _TAB:
        return "\t" * (wanted // _TAB)
    return indent + " " * columns
