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
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal, Protocol, SupportsIndex

from patcher.record import dataclass
from patcher.source import SourceFile, Span

Kind = Literal["code", "string", "comment"]

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True, slots=True)
class StringRule:
    """One kind of string: regular expressions for its opener and for all that follows inside.

    `body` matches from behind the opener through the closer, or, where the string is never
    closed, as far as it reaches (a one-line string to the end of its line). Letters of `prefixes`
    that stand directly before the opener, and no other letters before them, belong to the string.
    `extend` may move the end further: it gets the text, the start and the end that were found
    (f-strings need it). An opener that begins with a literal character is found fastest.
    """

    opener: str
    body: str
    extend: Callable[[str, int, int], int] | None = None
    prefixes: str = ""


def quoted(
    quote: str,
    *,
    prefix: str = "",
    prefixes: str = "",
    escape: str = r"\\",
    multiline: bool = False,
    extend: Callable[[str, int, int], int] | None = None,
) -> StringRule:
    """Return the rule of a string between two equal quotes.

    `escape` is the regex of the character that takes the next one along; empty where there is
    none. Only a `multiline` string runs past the end of its line. `prefix` is a regex that stands
    before the opener, `prefixes` letters that may stand there.
    """
    first = re.escape(quote[0])
    stop = f"[^{first}{escape}]" if multiline else f"[^{first}{escape}\n]"
    escaped = f"|{escape}(?s:.)" if escape else ""
    alone = f"|{first}(?!{re.escape(quote[1:])})" if len(quote) > 1 else ""
    body = f"(?:{stop}++{escaped}{alone})*+(?:{re.escape(quote)})?"
    return StringRule(prefix + re.escape(quote), body, extend, prefixes)


@dataclass(frozen=True)
class Lexicon:
    """How a language writes comments and strings.

    `line_comments` are literal markers; a marker in `spaced_comments` counts only at the start of
    a line or behind white space. `block_comments` are pairs; those in `nested_comments` hold
    others of their kind. Longer string openers come first. `lone_closers` close nothing where no
    opener of theirs is the last one that is open.
    """

    line_comments: tuple[str, ...] = ()
    block_comments: tuple[tuple[str, str], ...] = ()
    strings: tuple[StringRule, ...] = ()
    spaced_comments: tuple[str, ...] = ()
    nested_comments: tuple[tuple[str, str], ...] = ()
    lone_closers: str = ""  # closers that may stand where nothing is open: `)` of a shell's `case`

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One alternation: the empty group `c` marks a comment, `n<i>` a nesting one, `s<i>` a string.

        The groups stand last in their branches: `re` skips to a character that may begin a match
        only where every branch begins with a literal.
        """
        parts = [f"{re.escape(a)}(?P<n{i}>)" for i, (a, _) in enumerate(self.nested_comments)]
        blocks = [f"{re.escape(a)}(?s:.*?)(?:{re.escape(b)}|\\Z)" for a, b in self.block_comments]
        lines = [f"{re.escape(mark)}[^\n]*+" for mark in self.line_comments]
        lines += [rf"{re.escape(mark)}(?<![^\s]{re.escape(mark)})[^\n]*+" for mark in self.spaced_comments]
        parts += [f"{part}(?P<c{i}>)" for i, part in enumerate(blocks + lines)]
        parts += [f"(?:{rule.opener})(?:{rule.body})(?P<s{i}>)" for i, rule in enumerate(self.strings)]
        return re.compile("|".join(parts) or r"(?!)")


HASH = Lexicon(line_comments=("#",), strings=(quoted('"'), quoted("'")))
PLAIN = Lexicon()

_TRIPLED = ('"""', "'''")
STRING_MASK = '"'
COMMENT_MASK = "#"
NO_CODE = " \t\r\n\f" + COMMENT_MASK
HASH_OF_CODE = "\x7f"  # what a `#` of code is masked with, so that each `#` left is a comment's


class Mask(Protocol):
    """What may be asked of a masked text at some of its places."""

    def __getitem__(self, key: SupportsIndex | slice, /) -> str:
        """Return a character or a piece."""

    def find(self, sub: str, start: int, end: int, /) -> int:
        """Return where a text first stands in a piece; -1 for nowhere."""

    def startswith(self, prefix: str, start: int, /) -> bool:
        """Tell whether a text stands at an offset."""


class Lexis:
    """The lexical map of one file. Offsets are into `source.text`, half open."""

    def __init__(self, source: SourceFile, lexicon: Lexicon) -> None:
        self.source = source
        self.lexicon = lexicon

    @cached_property
    def _skips(self) -> tuple[list[int], list[int], list[bool]]:
        """Starts, ends and whether it is a comment, of every string and comment in order."""
        text, lexicon = self.source.text, self.lexicon
        starts: list[int] = []
        ends: list[int] = []
        comments: list[bool] = []
        special = {f"s{i}": rule for i, rule in enumerate(lexicon.strings) if rule.extend or rule.prefixes}
        nested = {f"n{i}": pair for i, pair in enumerate(lexicon.nested_comments)}
        scan = lexicon.pattern.finditer(text)
        while (match := next(scan, None)) is not None:
            start, end = match.span()
            group = match.lastgroup or ""
            if group in special:
                rule = special[group]
                if start and text[start - 1] in rule.prefixes:
                    start = with_prefix(text, start, rule.prefixes, ends[-1] if ends else 0)
                moved = rule.extend(text, start, end) if rule.extend else end
                if moved != end:
                    end = moved
                    scan = lexicon.pattern.finditer(text, end)
            elif group in nested:
                end = _nested_end(text, start, *nested[group])
                scan = lexicon.pattern.finditer(text, end)
            starts.append(start)
            ends.append(end)
            comments.append(group[0] != "s")
        return starts, ends, comments

    @cached_property
    def masked(self) -> str:
        """The text, as long as it is, with every character of a string a `"` and of a comment a `#`.

        Line ends inside strings and block comments are masked too: each `\\n` left is one of code. A
        `#` of code (`#include`, `#[derive]`, `#private`) is `HASH_OF_CODE`.
        """
        text = self.source.text
        pieces: list[str] = []
        position = 0
        for start, end, comment in zip(*self._skips, strict=True):
            pieces.append(self._code(position, start))
            pieces.append((COMMENT_MASK if comment else STRING_MASK) * (end - start))
            position = end
        pieces.append(self._code(position, len(text)))
        return "".join(pieces)

    @property
    def mask(self) -> Mask:
        """The masked text for a look at some of its places, without which the rest need not be made."""
        return self.masked

    def masked_in(self, start: int, end: int) -> str:
        """Return a piece of the masked text."""
        return self.masked[start:end]

    def first_code(self, start: int, end: int) -> int | None:
        """Return where code begins in a stretch; `None` where it holds only comments and white space."""
        while start < end:
            piece = self.masked_in(start, min(end, start + 500))
            code = piece.lstrip(NO_CODE)
            if code:
                return start + len(piece) - len(code)
            start += len(piece)
        return None

    def _code(self, start: int, end: int) -> str:
        piece = self.source.text[start:end]
        return piece.replace(COMMENT_MASK, HASH_OF_CODE) if COMMENT_MASK in piece else piece

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

    def torn(self, span: Span) -> Span | None:
        """Return what a span begins or ends in, without being all in it or around it.

        That is a block comment, or a string in three quotes: what looks like the start of another string
        over several lines may be an apostrophe.
        """
        first, last = (
            self._block_around(offset) or self._tripled_around(offset) for offset in (span.start, span.end)
        )
        return None if first == last else first or last

    def unclosed(self) -> Span | None:
        """Return the block comment at the end of the text that nothing closes."""
        last = self._block_around(len(self.source.text) - 1)
        if last is None or last.end < len(self.source.text):
            return None
        text = self.source.text[last.start : last.end]
        opener, closer = next(pair for pair in self._blocks if text.startswith(pair[0]))
        return None if text.endswith(closer) and len(text) >= len(opener + closer) else last

    @property
    def _blocks(self) -> tuple[tuple[str, str], ...]:
        return (*self.lexicon.block_comments, *self.lexicon.nested_comments)

    def _block_around(self, offset: int) -> Span | None:
        """Return the block comment that begins before an offset and goes on there."""
        if not self._blocks or not self.inside(offset) or self.kind_at(offset) != "comment":
            return None
        skip = self.skip_at(offset)
        assert skip is not None
        openers = tuple(opener for opener, _ in self._blocks)
        return skip if self.source.text.startswith(openers, skip.start) else None

    def _tripled_around(self, offset: int) -> Span | None:
        """Return the string in three quotes that begins before an offset and goes on there."""
        skip = self.skip_at(offset) if self.inside(offset) else None
        return skip if skip is not None and self.source.text.startswith(_TRIPLED, skip.start) else None

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
            first, last = bisect_left(starts, within.start), bisect_left(starts, within.end)
        return [Span(starts[i], ends[i]) for i in range(first, last) if comments[i] is comment]

    def tokens_of(self, literal: str, start: int, end: int) -> Iterator[int]:
        """Yield where a piece of text begins in code, or with a string of it, in a stretch of the file."""
        text = self.source.text
        while (start := text.find(literal, start, end)) >= 0:
            if not self.inside(start) and self.kind_at(start) != "comment":
                yield start
            start += 1

    def code_brackets(self, start: int, end: int) -> list[int]:
        """Return the offsets of the brackets of code in a span."""
        return [match.start() for match in _BRACKET.finditer(self.masked, start, end)]

    @cached_property
    def _depths(self) -> tuple[list[int], list[int], list[tuple[str, int]]]:
        """The offset behind each bracket of code, which opener is the innermost from there on, and all openers.

        An opener comes with the number of the one around it, so that what is open is kept once,
        however deep it is. Number nought is none.
        """
        offsets: list[int] = []
        innermost: list[int] = []
        openers: list[tuple[str, int]] = [("", 0)]
        current = 0
        for match in _BRACKET.finditer(self.masked):
            mark = match.group()
            if mark in _CLOSERS:
                openers.append((mark, current))
                current = len(openers) - 1
            elif current and _CLOSERS[openers[current][0]] == mark:
                current = openers[current][1]
            offsets.append(match.end())
            innermost.append(current)
        return offsets, innermost, openers

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        offsets, innermost, openers = self._depths
        index = bisect_right(offsets, offset) - 1
        current = innermost[index] if index >= 0 else 0
        found = []
        while current:
            mark, current = openers[current]
            found.append(mark)
        return "".join(reversed(found))

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`.

        `None` where it is never closed or a bracket of another shape stands in its place.
        """
        stack: list[str] = []
        for match in _BRACKET.finditer(self.masked, opener):
            mark = match.group()
            if mark in _CLOSERS:
                stack.append(_CLOSERS[mark])
            elif mark in self.lexicon.lone_closers and stack[-1] != mark:
                continue
            elif stack.pop() != mark:
                return None
            elif not stack:
                return match.start()
        return None

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Every opener's offset and its closer's, of the whole file; unmatched ones left out."""
        return self.pairs_in(Span(0, len(self.source.text)))

    def pairs_in(self, span: Span) -> dict[int, int]:
        """Every opener's offset and its closer's in a span that begins at depth nought.

        A closer without its opener is left out, and with it what was still open around it.
        """
        found: dict[int, int] = {}
        stack: list[tuple[str, int]] = []
        for match in _BRACKET.finditer(self.masked, span.start, span.end):
            mark, offset = match.group(), match.start()
            if mark in _CLOSERS:
                stack.append((_CLOSERS[mark], offset))
            elif stack and stack[-1][0] == mark:
                found[stack.pop()[1]] = offset
            elif mark not in self.lexicon.lone_closers:
                stack.clear()
        return found


def with_prefix(text: str, start: int, prefixes: str, lowest: int) -> int:
    """Return where a string begins whose opener stands at `start`, prefix letters included."""
    first = start
    while first > lowest and text[first - 1] in prefixes:
        first -= 1
    before = text[first - 1] if first > lowest else ""
    # `if"x"` and `xrb"x"`: letters that end a longer word are no prefix.
    return start if before.isalnum() or before == "_" or start - first > 2 else first


def _nested_end(text: str, start: int, opener: str, closer: str) -> int:
    """Return the end of a block comment that may hold others of its kind; the text's where it has none."""
    depth = 0
    for match in re.compile(f"{re.escape(opener)}|{re.escape(closer)}").finditer(text, start):
        depth += 1 if match.group() == opener else -1
        if not depth:
            return match.end()
    return len(text)


def touching_comments(source: SourceFile, lexis: Lexis, offset: int) -> int:
    """Return the start of the comment lines that touch the line of `offset` from above.

    Only whole lines of comment in the same column as that line's text count, with no blank line
    between; the answer is the offset of that line's first column where there are none.
    """
    text = source.text
    if offset >= len(text) and text.endswith("\n"):
        offset = len(text) - 1  # the end of the text is on the last line
    first = text.rfind("\n", 0, offset) + 1
    indent = _indent_at(text, first)
    while first:
        start = text.rfind("\n", 0, first - 1) + 1
        last = start + len(text[start : first - 1].rstrip()) - 1
        if last < start or lexis.kind_at(last) != "comment":
            break
        skip = lexis.skip_at(last)
        assert skip is not None
        begins = text.rfind("\n", 0, skip.start) + 1
        if begins == 0 and text.startswith("#!"):
            break  # it speaks of the file
        head = begins + (begins == 0 and text.startswith("\ufeff"))  # behind a byte-order mark
        if skip.start != head + len(indent) or _indent_at(text, head) != indent:
            break
        first = begins
    return first


def _indent_at(text: str, start: int) -> str:
    """Return the spaces and tabs at an offset."""
    end = start
    while text.startswith((" ", "\t"), end):
        end += 1
    return text[start:end]


def whole_word(name: str) -> re.Pattern[str]:
    r"""Return a pattern that finds a name where it is no part of a longer one.

    It begins with the name itself, so that `re` skips to where that stands.

    >>> [match.start() for match in whole_word("ab").finditer("ab xab aby .ab")]
    [0, 12]
    """
    literal = re.escape(name)
    return re.compile(rf"{literal}(?<!\w{literal})(?!\w)")
