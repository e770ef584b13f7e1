"""A finished range as the checks of its edges see it: which line is blank, which is comment, how deep."""

from __future__ import annotations

from patcher.finder.model import Located
from patcher.source import SourceFile, Span
from patcher.spec.model import Selector
from patcher.syntax.lexis import COMMENT_MASK, Lexis
from patcher.syntax.syntax import Syntax

_AROUND = " \t\r\f\ufeff"


class RangeLines:
    """A range with what the checks ask about its lines, each looked at once; line numbers are 1-based.

    `first` is the first line of what was selected (attached lines stand above it), `last` the last one.
    """

    def __init__(self, syntax: Syntax, selector: Selector, located: Located) -> None:
        self.syntax, self.selector, self.located = syntax, selector, located
        self.source: SourceFile = syntax.source
        self.lexis: Lexis = syntax.lexis
        lines = self.source.lines_of(located.core)
        self.first, self.last = lines.first_line, lines.last_line
        self._masked: dict[int, str] = {}

    def begins_above(self, offset: int) -> bool:
        """Tell whether the first line stands above the one that holds an offset."""
        start = self.located.core.start
        return offset > start and self.source.line_at(offset) > self.first

    @property
    def anchor_line(self) -> int:
        """The line where what was searched for begins."""
        return self.source.line_at(self.located.anchor.start)

    def masked(self, line: int) -> str:
        """Return a line with its strings and comments masked, without blanks around."""
        if line not in self._masked:
            masked = self.lexis.masked_in(self.source.line_start(line), self.source.line_end(line))
            self._masked[line] = masked.strip(_AROUND)
        return self._masked[line]

    def bare(self, line: int) -> str:
        """Return a line's text without blanks around."""
        return self.source.line_text(line).strip(_AROUND)

    def has(self, line: int) -> bool:
        """Tell whether the file has a line."""
        return 1 <= line <= self.source.line_count

    def is_blank(self, line: int) -> bool:
        """Tell whether a line is blank, and no line of a string."""
        return self.source.is_blank(line) and not self.lexis.inside(self.source.line_start(line))

    def is_comment(self, line: int) -> bool:
        """Tell whether nothing but comment stands on a line; a blank line inside a comment is comment."""
        if self.lexis.marks and not self.bare(line).startswith(self.lexis.marks):
            return False
        masked = self.masked(line)
        if not masked:
            start = self.source.line_start(line)
            return self.lexis.inside(start) and self.lexis.kind_at(start) == "comment"
        return not masked.strip(COMMENT_MASK)

    def depth(self, line: int) -> int:
        """Return how deep a line is indented."""
        return len(self.source.indent(line).expandtabs(8))

    def comment_depth(self, line: int) -> int | None:
        """Return how deep the comment is that ends on a line; `None` for one that begins behind code."""
        end = self.source.line_start(line) + len(self.source.line_text(line).rstrip()) - 1
        skip = self.lexis.skip_at(end)
        begins = line if skip is None else self.source.line_at(skip.start)
        return self.depth(begins) if self.is_comment(begins) else None

    def last_of_code(self) -> int:
        """Return the last line, or, where that ends a comment that begins behind code, the line of that code."""
        if not self.is_comment(self.last) or self.comment_depth(self.last) is not None:
            return self.last
        return self.source.line_at(max(0, self.code().end - 1))

    def code(self) -> Span:
        """Return the core without blanks and comments at its two ends."""
        return self.lexis.code_in(self.located.core)

    def below(self, line: int) -> int | None:
        """Return the next line that is not blank, `None` at the end of the file."""
        for number in range(line + 1, self.source.line_count + 1):
            if not self.source.is_blank(number):
                return number
        return None
