"""Whether whole lines that go stand at the beginning or at the end of a body.

Told by what is seen at the two edges, in any language that has bodies: the line above is a header
when it is less indented or ends in an opener, the line below ends the body when it is less
indented or begins with a closer. Prose has no bodies; of a language that is not known only the
brackets count.
"""

from __future__ import annotations

from patcher.edit.pieces import first_text_line, indent_of, is_blank
from patcher.expression import expression
from patcher.source import LineRange, SourceFile
from patcher.syntax.lexis import Lexis
from patcher.syntax.syntax import Syntax

_PROSE = frozenset({"markdown", "rst", "tex"})
_TABLES = frozenset({"toml", "ini"})  # a `[name]` is the header of the keys below it
_COLONS = frozenset({"python", "starlark"})  # a `:` ends a header, however deep its line is indented
_OPENERS, _CLOSERS = tuple("([{"), tuple(")]}")
_ARM_OPENS = expression(r"#[ \t]*(?:if|el)")
_ARM_ENDS = expression(r"#[ \t]*e")


class Edges:
    """One file, asked about the surroundings of the lines that leave it."""

    def __init__(self, syntax: Syntax) -> None:
        self.source: SourceFile = syntax.source
        self.lexis: Lexis = syntax.lexis
        self.language = syntax.language.name
        self.indented = self.language not in _PROSE and self.language != "text"

    def begins_body(self, above: int, lines: LineRange, below: int) -> bool:
        """Tell whether `lines` begin a body that goes on below them.

        `above` and `below` are the lines with text next to them, `below` one with blank lines between.
        """
        if self.language in _PROSE or self._is_comment(above):
            return False
        first = first_text_line(self.source, lines)
        if self._opens(above):
            return self._closes(below) or self._column(below) >= self._column(first)
        if self.language in _TABLES and self._starts(above, "["):
            return not self._starts(below, "[") and not self._starts(first, "[")
        if not self.indented or self._column(below) < self._column(first):
            return False
        if self._directive(above):
            return _ARM_OPENS.match(self._text(above)) is not None
        if self.language == "yaml" and self._code(above).endswith(":") and self._starts(first, "-"):
            return self._column(above) <= self._column(first) and self._starts(below, "-")
        if self.language in _COLONS and self._code(above).endswith(":"):
            return True
        return self._column(self._string_start(above)) < self._column(first)

    def ends_body(self, lines: LineRange, below: int) -> bool:
        """Tell whether a body ends with `lines`; `below` is the line with text directly below them."""
        if self.language in _PROSE:
            return False
        if self._starts(below, _CLOSERS) and self.lexis.is_code(self._first(below)):
            return True
        if self.language in _TABLES and self._starts(below, "["):
            return not self._starts(first_text_line(self.source, lines), "[")
        if not self.indented:
            return False
        if self._directive(below):
            return _ARM_ENDS.match(self._text(below)) is not None
        column = self._column(below)
        return all(
            self._column(line) > column
            for line in range(lines.first_line, lines.last_line + 1)
            if not is_blank(self.source, line) and not self.lexis.inside(self.source.line_start(line))
        )

    def _text(self, line: int) -> str:
        return self.source.line_text(line).removeprefix("\ufeff").strip()

    def _first(self, line: int) -> int:
        """Return the offset of a line's first character that is not white space."""
        text = self.source.line_text(line)
        return self.source.line_start(line) + len(text) - len(text.removeprefix("\ufeff").lstrip())

    def _column(self, line: int) -> int:
        return len(indent_of(self.source, line).expandtabs(8))

    def _starts(self, line: int, marks: str | tuple[str, ...]) -> bool:
        return self._text(line).startswith(marks)

    def _is_comment(self, line: int) -> bool:
        return self.lexis.kind_at(self._first(line)) == "comment"

    def _directive(self, line: int) -> bool:
        """Tell whether a line is for a preprocessor: a `#` that begins no comment."""
        return self._starts(line, "#") and self.language != "text" and not self._is_comment(line)

    def _code(self, line: int) -> str:
        """Return a line's text without the comment at its end."""
        end = self.source.line_end(line)
        start = self.source.line_start(line)
        while end > start:
            text = self.source.text[start:end].rstrip()
            end = start + len(text)
            skip = self.lexis.skip_at(end - 1) if text else None
            if skip is None or self.lexis.kind_at(end - 1) != "comment":
                return text
            end = max(start, skip.start)
        return ""

    def _opens(self, line: int) -> bool:
        """Tell whether a line's last character of code is an opener."""
        text = self._code(line)
        return text.endswith(_OPENERS) and self.lexis.is_code(self.source.line_start(line) + len(text) - 1)

    def _closes(self, line: int) -> bool:
        return self._starts(line, _CLOSERS) and self.lexis.is_code(self._first(line))

    def _string_start(self, line: int) -> int:
        """Return the line on which a string begins that a line stands in, else the line."""
        while self.lexis.inside(self.source.line_start(line)):
            skip = self.lexis.skip_at(self.source.line_start(line))
            assert skip is not None
            line = self.source.line_at(skip.start)
        return line
