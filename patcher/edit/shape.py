"""How a comma-separated construct is written: its brackets, its commas, its lines.

Works on the masked text, in which brackets and commas are those of code and every character of a
comment is a `#`.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from patcher.source import LineRange, Span
from patcher.syntax.model import Element
from patcher.syntax.syntax import Syntax

BLANKS = " \t\f"
SKIPPED = " \t\f\r\n\\#"  # of masked text: white space, joined lines, comments
_CLOSERS = {"(": ")", "[": "]", "{": "}", "<": ">", "|": "|"}


def own_lines(syntax: Syntax, element: Element) -> LineRange | None:
    """Return the lines of an element that stands on lines of its own, with its comma and comment."""
    shape = Shape(syntax, element)
    position = bisect_left(element.siblings, element.span)
    return shape.alone(position, position)


def _lines_alone(syntax: Syntax, span: Span, comma: int | None, width: int) -> LineRange | None:
    """Return a span's lines where nothing else stands on them but its comma and a comment."""
    source, masked = syntax.source, syntax.lexis.mask
    lines = source.lines_of(span)
    start, end = source.line_start(lines.first_line), source.line_end(lines.last_line)
    if source.text[start : span.start].strip(BLANKS + "\ufeff"):
        return None
    behind = span.end if comma is None or comma >= end else comma + width
    if masked[span.end : behind].strip(SKIPPED + ",;") or masked[behind:end].strip(SKIPPED):
        return None
    skip = syntax.lexis.skip_at(end - 1) if end > span.end else None
    return None if skip is not None and skip.end > end else lines


class Shape:
    """How one comma-separated construct is written: its brackets, its commas, its lines."""

    def __init__(self, syntax: Syntax, element: Element) -> None:
        self.syntax, self.source, self.masked = syntax, syntax.source, syntax.lexis.mask
        self.element = element
        self.siblings, self.kind, self.separator = element.siblings, element.kind, element.separator

    @cached_property
    def inner(self) -> Span:
        """What stands between the delimiters; imports have them only where they are written."""
        if self.kind != "imports":
            return self.element.inner
        before = self.siblings[0].start
        while before and self.masked[before - 1] in SKIPPED:
            before -= 1
        opened = self.masked[before - 1 : before] in ("(", "{")
        closer = self.syntax.lexis.closer_of(before - 1) if opened else None
        if closer is None:
            return Span(self.siblings[0].start, self.siblings[-1].end)
        return Span(before, closer)

    @property
    def delimited(self) -> bool:
        """Whether the construct has delimiters, so that nothing may be left between them."""
        before = self.masked[max(0, self.inner.start - 1) : self.inner.start]
        return before in _CLOSERS and self.masked.startswith(_CLOSERS[before], self.inner.end)

    @cached_property
    def trailing(self) -> int | None:
        """The offset of the comma behind the last element, where there is one."""
        return self._find(self.siblings[-1].end, self.inner.end)

    @cached_property
    def holes(self) -> tuple[bool, ...]:
        """Whether a place that holds nothing stands before each element, and behind the last: `[1, , 3]`."""
        edges = [
            self.inner.start,
            *(end for span in self.siblings for end in (span.start, span.end)),
            self.inner.end,
        ]
        text, masked, mark = self.source.text, self.masked, self.separator
        # what is masked only hides marks: most places are told without it
        found = (
            text.count(mark, start, end) > bool(number) and masked[start:end].count(mark) > bool(number)
            for number, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=True))
        )
        return tuple(mark == "," and hole for hole in found)

    def comma(self, position: int) -> int | None:
        """Return the offset of the comma behind an element."""
        if position == len(self.siblings) - 1:
            return self.trailing
        return self._find(self.siblings[position].end, self.siblings[position + 1].start)

    def _find(self, start: int, end: int) -> int | None:
        found = self.masked.find(self.separator, start, max(start, end))
        return found if found >= 0 else None

    def same_line(self, start: int, end: int) -> bool:
        """Tell whether no line ends between two offsets."""
        return self.source.text.find("\n", start, end) < 0

    def leads(self, position: int) -> bool:
        """Tell whether a line begins with the comma before this element."""
        comma = self.comma(position - 1) if position else None
        start = self.source.line_start(self.source.line_at(self.siblings[position].start))
        return comma is not None and comma >= start and not self.source.text[start:comma].strip(BLANKS)

    def comma_alone(self, position: int) -> bool:
        """Tell whether the comma behind an element has a line for itself, or with a comment."""
        comma = self.comma(position)
        if comma is None:
            return False
        line = self.source.line_at(comma)
        start, end = self.source.line_start(line), self.source.line_end(line)
        behind = self.masked[comma + len(self.separator) : end]
        return not self.source.text[start:comma].strip(BLANKS) and not behind.strip(SKIPPED)

    def begins_line(self, position: int) -> bool:
        """Tell whether only white space stands before an element on its line."""
        start = self.siblings[position].start
        line = self.source.line_start(self.source.line_at(start))
        return not self.source.text[line:start].strip(BLANKS + "\ufeff")

    def alone(self, first: int, last: int) -> LineRange | None:
        """Return the lines that neighbours have for themselves, with their commas and a comment."""
        span = Span(self.siblings[first].start, self.siblings[last].end)
        behind = self.comma(last)
        if self.leads(first):
            before = self.comma(first - 1)
            assert before is not None
            span = Span(before, span.end)
        return _lines_alone(self.syntax, span, behind, len(self.separator))

    def own_comment(self, start: int, end: int) -> bool:
        """Tell whether a comment between two offsets begins a line."""
        if self.masked.find("#", start, end) < 0:
            return False
        for comment in self.syntax.lexis.comments(Span(start, end)):
            line = self.source.line_start(self.source.line_at(comment.start))
            if not self.source.text[line : comment.start].strip(BLANKS):
                return True
        return False

    def over_blanks(self, offset: int) -> int:
        """Return the offset behind the blanks that stand at one."""
        while self.masked[offset : offset + 1] in (" ", "\t", "\f"):
            offset += 1
        return offset

    def over_comment(self, offset: int) -> int:
        """Return the end of the line where only a comment or a backslash follows, else the offset."""
        end = self.source.line_end(self.source.line_at(offset))
        return end if not self.masked[offset:end].strip(SKIPPED) else offset
