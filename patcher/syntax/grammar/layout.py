"""The second witness: where brackets and indentation say that a statement begins and ends.

It knows nothing of a grammar: only where strings, comments and brackets stand, where lines end
and how deep they are indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Disagreement

_MARK = expression(r"[()\[\]{};\n]")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_SKIPPED = " \t\r\n\f#"
# What goes on with a statement: behind its closing brace, and at the start of a further line.
_GOES_ON = expression(r"(?:else|catch|finally|elif|while|except)\b|[;)\]]")
_ELSE = expression(r"else\b")  # of an `if` whose arms have no braces
_IF = expression(r"(?:else\s+)?if\b")
_DO = expression(r"do\b")
_WHILE = expression(r"while\b")  # of a `do` whose body has no braces
_LEADS = expression(r"(?:extends|implements|throws|where|requires)\b|[.?:,={>|]|&&?(?![\w&])")
_OPEN_END = expression(r"(?:[-+*/%&|^=<?:,.\\(\[]|&&|\|\||=>|->)$")  # what a line that goes on ends with
_LOOP = expression(r"(?:\w+:\s*)?for\b(?!\s*\()")
_DECORATORS = expression(r"(?:@[\w.:]+\s*(?:\(.*\))?\s*|\x7f!?\[.*\]\s*|\[\[.*\]\]\s*)+", re.DOTALL)
_BEFORE = frozenset(";{}:,)]>")


class Layout:
    """One file's brackets and lines."""

    def __init__(self, source: SourceFile, lexis: Lexis, newline_ends: bool, goes_on: str = "") -> None:
        self.source, self.lexis, self.newline_ends = source, lexis, newline_ends
        self.masked = lexis.masked
        self.leads = re.compile(f"{_LEADS.pattern}|{goes_on}") if goes_on else _LEADS

    def confirm(self, span: Span) -> str | Disagreement:
        """Return the evidence that a statement begins and ends where a span does, or the disagreement."""
        if not self._begins(span.start):
            return Disagreement("the syntax tree", span, "brackets and lines", None)
        ends: list[int] = []
        for end in self._ends(span.start):
            ends.append(end)
            if end >= span.end:
                break
        if span.end in ends:
            return "its brackets balance, and a statement begins and ends there"
        if self._indented(span):
            return "all lines below its first are indented deeper, or close it"
        end = max((end for end in ends if end <= span.end), default=ends[0] if ends else span.start)
        return Disagreement("the syntax tree", span, "brackets and lines", Span(span.start, end))

    def _begins(self, offset: int) -> bool:
        """Tell whether a statement may begin at an offset: it begins its line, or stands behind an end."""
        start = self.source.line_start(self.source.line_at(offset))
        if not self.masked[start:offset].strip(_SKIPPED + "\ufeff"):
            return True
        return self.masked[start:offset].rstrip(_SKIPPED)[-1] in _BEFORE

    def _ends(self, start: int) -> Iterator[int]:
        """Yield the offsets at which a statement that begins at `start` may end, the first ones first.

        Nothing behind the first place where it must end is yielded: it would be another statement.
        """
        masked, stack, position = self.masked, [], start
        while (match := _MARK.search(masked, position)) is not None:
            mark, position = match.group(), match.end()
            if mark in _CLOSERS:
                stack.append(_CLOSERS[mark])
            elif mark in self.lexis.lexicon.lone_closers and (not stack or stack[-1] != mark):
                continue
            elif mark in ")]}":
                if not stack or stack.pop() != mark:
                    yield self._code_end(start, match.start())
                    return
                if not stack and mark == "}":
                    yield position
                    if self._must_end(start, position):
                        return
            elif stack:
                continue
            elif mark == ";":
                if _LOOP.match(masked, start) and "{" not in masked[start : match.start()]:
                    continue  # one of the two in a loop's header without brackets
                yield position
                further = _WHILE if _DO.match(masked, start) else _ELSE
                if not further.match(masked[position : position + 5000].lstrip(_SKIPPED)):
                    return
            elif self.newline_ends and masked[start : match.start()].strip(_SKIPPED):
                end = self._code_end(start, match.start())
                if not self._goes_on(start, end, position) and not _DECORATORS.fullmatch(masked, start, end):
                    yield end
                    return
        yield self._code_end(start, len(masked))

    def _code_end(self, start: int, end: int) -> int:
        return start + len(self.masked[start:end].rstrip(_SKIPPED))

    def _must_end(self, start: int, position: int) -> bool:
        """Tell whether a statement cannot go on behind a closing brace."""
        rest = self.masked[position : position + 5000]
        if rest.split("\n", 1)[0].strip(_SKIPPED):
            return False  # something stands behind the brace: a `;`, an `else`, a name
        return not _GOES_ON.match(rest.lstrip(_SKIPPED)) and not self._continued(start, position)

    def _goes_on(self, start: int, end: int, behind: int) -> bool:
        """Tell whether the statement before a line end goes on below it.

        It does where an operator stands at either side of the line end, and where the next line of
        code is indented deeper than the statement's first.
        """
        words = {"}": _GOES_ON, ";": _ELSE}.get(self.masked[end - 1])
        if _DO.match(self.masked, start):
            words = _WHILE
        elif words is None and _IF.match(self.masked, start):
            words = _ELSE  # an arm that ends with its line
        if words is not None and words.match(self.masked[behind : behind + 5000].lstrip(_SKIPPED)):
            return True
        open_end = _OPEN_END.search(self.masked[max(0, end - 2) : end])
        return open_end is not None or self._continued(start, behind)

    def _continued(self, start: int, behind: int) -> bool:
        """Tell whether the next code below goes on with a statement, by its first mark or its indentation."""
        rest = self.masked[behind : behind + 5000]
        following = rest.lstrip(_SKIPPED)
        if not following or self.leads.match(following):
            return bool(following)
        below = self.source.line_at(behind + len(rest) - len(following))
        return self._depth(below) > self._depth(self.source.line_at(start))

    def _indented(self, span: Span) -> bool:
        """Tell whether a span's lines are one block: deeper than the first, or closers in its column."""
        lines = self.source.lines_of(span)
        depth = self._depth(lines.first_line)
        for line in range(lines.first_line + 1, lines.last_line + 1):
            offset = self.source.line_start(line)
            if self.source.is_blank(line) or self.lexis.inside(offset):
                continue
            text = self.source.line_text(line).lstrip()
            closes = text[:1] in tuple(")]}")
            if self._depth(line) < depth:
                return False
            if self._depth(line) == depth and not closes and not self._leads_on(line):
                return False
            if (
                self._depth(line) == depth
                and closes
                and line != lines.last_line
                and not text.lstrip(")]};, ")[:1]
            ):
                return False  # a block ends here and the span goes on
        below = next(
            (
                n
                for n in range(lines.last_line + 1, self.source.line_count + 1)
                if not self.source.is_blank(n)
            ),
            None,
        )
        return below is None or (self._depth(below) <= depth and self._balanced(span))

    def _leads_on(self, line: int) -> bool:
        """Tell whether a line begins with a mark by which it goes on with the one above: `| Other => ...`."""
        start = self.source.line_start(line)
        above = self.masked[max(0, start - 5000) : start].rstrip(_SKIPPED)
        text = self.masked[start : self.source.line_end(line)].lstrip()
        return self.leads.match(text) is not None and not above.endswith((",", ";"))

    def _balanced(self, span: Span) -> bool:
        before = self.lexis.open_brackets(span.start)
        inside = (self.lexis.open_brackets(o + 1) for o in self.lexis.code_brackets(span.start, span.end))
        return (
            all(each.startswith(before) for each in inside) and self.lexis.open_brackets(span.end) == before
        )

    def _depth(self, line: int) -> int:
        return len(self.source.indent(line).expandtabs(8))
