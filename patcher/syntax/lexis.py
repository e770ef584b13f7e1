"""Which parts of a text are code, which are strings and comments, and which bracket closes which.

A `Lexicon` is a language's small table; a `Lexis` is one file seen through it. The strings and
comments of a file are found in one scan, kept as sorted offsets; brackets are scanned only where
someone asks.

>>> from patcher.source import SourceFile
>>> lexis = Lexis(SourceFile("a.py", b"f('}', {1: 2})  # )"), HASH)
>>> lexis.kind_at(3), lexis.closer_of(1), lexis.kind_at(16)
('string', 13, 'comment')
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from patcher.source import SourceFile, Span

Kind = Literal["code", "string", "comment"]

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True, slots=True)
class StringRule:
    """One kind of string: regular expressions for its opener and for all that follows inside.

    `body` matches from behind the opener through the closer, or, where the string is never
    closed, as far as it reaches (a one-line string to the end of its line). `extend` may move the
    end further: it gets the text, the start and the end that `body` found (f-strings need it).
    """

    opener: str
    body: str
    extend: Callable[[str, int, int], int] | None = None


def quoted(quote: str, *, prefix: str = "", escape: str = r"\\", multiline: bool = False) -> StringRule:
    """Return the rule of a string between two equal quotes.

    `escape` is the regex of the character that takes the next one along; empty where there is
    none. Only a `multiline` string runs past the end of its line.
    """
    first = re.escape(quote[0])
    stop = f"[^{first}{escape}]" if multiline else f"[^{first}{escape}\n]"
    escaped = f"|{escape}(?s:.)" if escape else ""
    alone = f"|{first}(?!{re.escape(quote[1:])})" if len(quote) > 1 else ""
    return StringRule(prefix + re.escape(quote), f"(?:{stop}{escaped}{alone})*+(?:{re.escape(quote)})?")


@dataclass(frozen=True)
class Lexicon:
    """How a language writes comments and strings.

    `line_comments` are literal markers; a marker in `spaced_comments` counts only at the start of
    a line or behind white space. `block_comments` are pairs. Longer string openers come first.
    """

    line_comments: tuple[str, ...] = ()
    block_comments: tuple[tuple[str, str], ...] = ()
    strings: tuple[StringRule, ...] = ()
    spaced_comments: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One alternation: group `c` is a comment, group `s<i>` a string of rule i."""
        parts = [f"{re.escape(mark)}[^\n]*+" for mark in self.line_comments]
        parts += [rf"(?<![^\s]){re.escape(mark)}[^\n]*+" for mark in self.spaced_comments]
        parts += [f"{re.escape(a)}(?s:.*?)(?:{re.escape(b)}|\\Z)" for a, b in self.block_comments]
        alternatives = [f"(?P<c>{'|'.join(parts)})"] if parts else []
        alternatives += [f"(?P<s{i}>{rule.opener}{rule.body})" for i, rule in enumerate(self.strings)]
        return re.compile("|".join(alternatives) or r"(?!)")


HASH = Lexicon(line_comments=("#",), strings=(quoted('"'), quoted("'")))
PLAIN = Lexicon()


class Lexis:
    """The lexical map of one file. Offsets are into `source.text`, half open."""

    def __init__(self, source: SourceFile, lexicon: Lexicon) -> None:
        self.source = source
        self.lexicon = lexicon

    @cached_property
    def _skips(self) -> tuple[list[int], list[int], list[bool]]:
        """Starts, ends and whether it is a comment, of every string and comment in order."""
        text, pattern, rules = self.source.text, self.lexicon.pattern, self.lexicon.strings
        starts: list[int] = []
        ends: list[int] = []
        comments: list[bool] = []
        extending = {f"s{i}": rule.extend for i, rule in enumerate(rules) if rule.extend}
        if not extending:
            for match in pattern.finditer(text):
                start, end = match.span()
                starts.append(start)
                ends.append(end)
                comments.append(match.lastgroup == "c")
            return starts, ends, comments
        position = 0
        while (found := pattern.search(text, position)) is not None:
            start, end = found.span()
            extend = extending.get(found.lastgroup or "")
            if extend is not None:
                end = extend(text, start, end)
            starts.append(start)
            ends.append(end)
            comments.append(found.lastgroup == "c")
            position = max(end, start + 1)
        return starts, ends, comments

    def _index(self, offset: int) -> int | None:
        starts, ends, _ = self._skips
        i = bisect_right(starts, offset) - 1
        return i if i >= 0 and offset < ends[i] else None

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to; a string's quotes belong to the string."""
        i = self._index(offset)
        if i is None:
            return "code"
        return "comment" if self._skips[2][i] else "string"

    def is_code(self, offset: int) -> bool:
        """Tell whether the character at an offset is neither in a string nor in a comment."""
        return self._index(offset) is None

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before this offset would fall within a string or comment."""
        i = self._index(offset)
        return i is not None and self._skips[0][i] < offset

    def skip_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        i = self._index(offset)
        return None if i is None else Span(self._skips[0][i], self._skips[1][i])

    def comments(self, within: Span | None = None) -> list[Span]:
        """Return the comments, in order; those that begin inside `within` where it is given."""
        return self._select(True, within)

    def strings(self, within: Span | None = None) -> list[Span]:
        """Return the strings, prefix and quotes included, in order."""
        return self._select(False, within)

    def _select(self, comment: bool, within: Span | None) -> list[Span]:
        starts, ends, comments = self._skips
        first, last = 0, len(starts)
        if within is not None:
            first, last = bisect_right(starts, within.start - 1), bisect_right(starts, within.end - 1)
        return [Span(starts[i], ends[i]) for i in range(first, last) if comments[i] is comment]

    def code_brackets(self, start: int, end: int) -> list[int]:
        """Return the offsets of the brackets of code in a span; `start` must be in code."""
        return [m.start() for m in _BRACKET.finditer(self.source.text, start, end) if self.is_code(m.start())]

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`.

        `None` where it is never closed or a bracket of another shape stands in its place.
        """
        text = self.source.text
        stack: list[str] = []
        starts, ends, _ = self._skips
        position, i = opener, bisect_right(starts, opener)
        while True:
            match = _BRACKET.search(text, position, starts[i] if i < len(starts) else len(text))
            if match is None:
                if i >= len(starts):
                    return None
                position = ends[i]
                i += 1
                continue
            mark = match.group()
            if mark in _CLOSERS:
                stack.append(_CLOSERS[mark])
            elif not stack or stack.pop() != mark:
                return None
            elif not stack:
                return match.start()
            position = match.end()

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Every opener's offset and its closer's, of the whole file; unmatched ones left out."""
        return self.pairs_in(Span(0, len(self.source.text)))

    def pairs_in(self, span: Span) -> dict[int, int]:
        """Every opener's offset and its closer's in a span that begins in code at depth nought."""
        text, found = self.source.text, {}
        stack: list[int] = []
        for offset in self.code_brackets(span.start, span.end):
            if text[offset] in _CLOSERS:
                stack.append(offset)
            elif stack and _CLOSERS[text[stack[-1]]] == text[offset]:
                found[stack.pop()] = offset
            else:
                stack.clear()
        return found


def touching_comments(source: SourceFile, lexis: Lexis, offset: int) -> int:
    """Return the start of the comment lines that touch the line of `offset` from above.

    Only whole lines of comment in the same column as that line's text count, with no blank line
    between; the answer is the offset of that line's first column where there are none.
    """
    line = source.line_at(offset)
    indent = source.indent(line)
    first = line
    while first > 1:
        above = source.line_start(first - 1) + len(source.indent(first - 1))
        if source.indent(first - 1) != indent or lexis.kind_at(above) != "comment":
            break
        skip = lexis.skip_at(above)
        if skip is None or (
            skip.end < source.line_end(first - 1)
            and source.text[skip.end : source.line_end(first - 1)].strip()
        ):
            break
        first = source.line_at(skip.start)
        if skip.start != source.line_start(first) + len(source.indent(first)):
            return source.line_start(source.line_at(skip.end) + 1)
    return source.line_start(first)
