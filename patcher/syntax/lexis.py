"""Which parts of a text are code, which are strings and comments, and which bracket closes which.

A `Lexis` is one file seen through its language's `Lexicon`. The strings and
comments of a file are found in one scan, kept as sorted offsets; brackets are scanned only where
someone asks.

>>> from patcher.source import SourceFile
>>> from patcher.syntax.lexicon import HASH
>>> lexis = Lexis(SourceFile("a.py", b"f('}', {1: 2})  # )"), HASH)
>>> lexis.kind_at(3), lexis.closer_of(1), lexis.kind_at(16)
('string', 13, 'comment')
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, Protocol, SupportsIndex

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depths import BRACKET, CLOSERS, Depths
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.skips import Skips, followed, skips_of

Kind = Literal["code", "string", "comment"]


# A first line that a program reads, and what tells of a licence in the comment at the head of a file.
OF_FILE = expression(
    r"#!|(?:#|//|/\*+|<!--|--|;)[ \t]*"
    r"(?::schema\b|yaml-language-server:|-\*-|vim?:|coding[:=]|@ts-(?:no)?check\b|@flow\b)"
)
LICENCE = expression(r"\b(?i:copyright)\b|\bSPDX-License-Identifier:|\b(?i:licensed) under\b")
_TRIPLED = ('"""', "'''")
_LARGE = 20_000  # characters from which on a scan of some of a text costs less than one of all of it
STRING_MASK = '"'
COMMENT_MASK = "#"
NO_CODE = " \t\r\n\f" + COMMENT_MASK
_AROUND_CODE = NO_CODE + "\ufeff"
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

    # What each comment begins with, in a language in which none goes on below its line; else not said.
    marks: tuple[str, ...] = ()

    def __init__(self, source: SourceFile, lexicon: Lexicon) -> None:
        self.source = source
        self.lexicon = lexicon
        self._before: tuple[Lexis, list[tuple[Span, int]]] | None = None

    def follow(self, before: Lexis, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes, so that only what is around these is scanned."""
        before._before = None  # what is known of it by now is all that is taken over
        if before.lexicon is self.lexicon and "_all_skips" in before.__dict__:
            self._before = before, [(span, len(text)) for span, text in changes]

    @cached_property
    def _all_skips(self) -> Skips:
        before, text = self._before, self.source.text
        found = None
        if before is not None and len(text) >= _LARGE:
            found = followed(before[0]._all_skips, text, self.lexicon, before[1])
        return skips_of(text, self.lexicon) if found is None else found

    @property
    def _skips(self) -> tuple[list[int], list[int], list[bool]]:
        """Starts, ends and whether it is a comment, of every string and comment in order."""
        found = self._all_skips
        return found.starts, found.ends, found.comments

    @cached_property
    def masked(self) -> str:
        """The text, as long as it is, with every character of a string a `"` and of a comment a `#`.

        Line ends inside strings and block comments are masked too: each `\\n` left is one of code. A
        `#` of code (`#include`, `#[derive]`, `#private`) is `HASH_OF_CODE`.
        """
        known = self._known("masked")
        if known is None:
            return self._mask(Span(0, len(self.source.text)))
        old, pieces, position = known.masked, list[str](), 0
        for region in self._all_skips.regions or ():
            pieces += (old[position : region.old.start], self._mask(region.new))
            position = region.old.end
        return "".join([*pieces, old[position:]])

    def _known(self, name: str) -> Lexis | None:
        """Return the map of the text before the changes, if it has an answer of which some may be taken over."""
        if self._before is None or self._all_skips.regions is None or name not in self._before[0].__dict__:
            return None
        return self._before[0]

    def _mask(self, span: Span) -> str:
        """Return a part of the masked text that begins and ends in code."""
        starts, ends, comments = self._skips
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        pieces: list[str] = []
        position = span.start
        for index in range(first, last):
            start, end = starts[index], ends[index]
            pieces.append(self._code(position, start))
            pieces.append((COMMENT_MASK if comments[index] else STRING_MASK) * (end - start))
            position = end
        pieces.append(self._code(position, span.end))
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

    def code_in(self, span: Span) -> Span:
        """Return a span without white space and comments at its two ends; an empty one where nothing is left."""
        start, end = span.start, span.end
        while start < end:
            stop = min(end, self.source.end_at(start) + 1)
            code = self.masked_in(start, stop).lstrip(_AROUND_CODE)
            if code:
                start = stop - len(code)
                break
            start = stop
        while start < end:
            stop = max(start, self.source.start_at(end - 1))
            code = self.masked_in(stop, end).rstrip(_AROUND_CODE)
            end = stop + len(code)
            if code:
                break
        return Span(start, end)

    def _code(self, start: int, end: int) -> str:
        piece = self.source.text[start:end]
        return piece.replace(COMMENT_MASK, HASH_OF_CODE) if COMMENT_MASK in piece else piece

    def _index(self, offset: int) -> int | None:
        skips = self._all_skips
        i = bisect_right(skips.starts, offset) - 1
        return i if i >= 0 and offset < skips.ends[i] else None

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
        return i is not None and self._all_skips.starts[i] < offset

    def skip_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        i = self._index(offset)
        return None if i is None else Span(self._skips[0][i], self._skips[1][i])

    def torn(self, span: Span) -> Span | None:
        """Return what a span begins or ends in, without being all in it or around it.

        That is a block comment, or a string in three quotes: what looks like the start of another string
        over several lines may be an apostrophe.
        """
        first, last = self._long_around(span.start), self._long_around(span.end)
        return None if first == last else first or last

    def _long_around(self, offset: int) -> Span | None:
        """Return the block comment or the string in three quotes that begins before an offset and goes on there."""
        if not self.inside(offset):
            return None
        return self._block_around(offset) or self._tripled_around(offset)

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
        """Return the string in three quotes that holds the character at an offset."""
        skip = self.skip_at(offset)
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
        return [match.start() for match in BRACKET.finditer(self.masked, start, end)]

    @cached_property
    def _depths(self) -> Depths:
        known = self._known("_depths")
        found = None if known is None else known._depths.after(self.masked, self._all_skips.regions or ())
        if found is None:
            found = Depths()
            found.add(self.masked, 0, len(self.masked))
        return found

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        return self._depths.open_at(offset)

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`.

        `None` where it is never closed or a bracket of another shape stands in its place.
        """
        stack: list[str] = []
        for match in BRACKET.finditer(self.masked, opener):
            mark = match.group()
            if mark in CLOSERS:
                stack.append(CLOSERS[mark])
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
        for match in BRACKET.finditer(self.masked, span.start, span.end):
            mark, offset = match.group(), match.start()
            if mark in CLOSERS:
                stack.append((CLOSERS[mark], offset))
            elif stack and stack[-1][0] == mark:
                found[stack.pop()[1]] = offset
            elif mark not in self.lexicon.lone_closers:
                stack.clear()
        return found


def touching_comments(source: SourceFile, lexis: Lexis, offset: int) -> int:
    """Return the start of the comment lines that touch the line of `offset` from above.

    Only whole lines of comment in the same column as that line's text count, with no blank line
    between; the answer is the offset of that line's first column where there are none. What speaks of
    the file is none: a first line that a program reads, and a licence that no code stands above.
    """
    text = source.text
    if offset >= len(text) and text.endswith("\n"):
        offset = len(text) - 1  # the end of the text is on the last line
    own = first = text.rfind("\n", 0, offset) + 1
    indent = _indent_at(text, first)
    while first:
        start = text.rfind("\n", 0, first - 1) + 1
        last = start + len(text[start : first - 1].rstrip()) - 1
        if last < start or lexis.kind_at(last) != "comment":
            break
        skip = lexis.skip_at(last)
        assert skip is not None
        begins = text.rfind("\n", 0, skip.start) + 1
        head = begins + (begins == 0 and text.startswith("\ufeff"))  # behind a byte-order mark
        if begins == 0 and not source.lines_above and OF_FILE.match(text, head):
            break
        if skip.start != head + len(indent) or _indent_at(text, head) != indent:
            break
        first = begins
    licence = first < own and not source.lines_above and LICENCE.search(text, first, own)
    return own if licence and lexis.first_code(int(text.startswith("\ufeff")), first) is None else first


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
