"""Runs of whole statements of a large file, each seen as a file of its own.

What is found in such a window is moved to where the window stands. Nothing that a Python file is asked
about a statement depends on code outside of it, so that the answers are those of the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from patcher.source import SourceFile, Span
from patcher.syntax.lexis import COMMENT_MASK, STRING_MASK, Kind, with_prefix
from patcher.syntax.model import Language
from patcher.syntax.parts.lexis import PartedLexis
from patcher.syntax.python.lexicon import LEXICON, PREFIXES, closed_end
from patcher.syntax.python.outline import STRING, UNTIL, Blocks
from patcher.syntax.python.syntax import PythonSyntax
from patcher.syntax.python.units import Unit, as_parsed

_BEGINS_NAME = re.compile(r"\w")
_MOST_LOOKED = 40_000  # characters of a statement that are looked through for single places
_PLAIN = re.compile(r"[^\"'#]*+")
_QUOTES = frozenset("'\"")
_PREFIXES = frozenset(PREFIXES)
_LONGER = re.compile(r"\"\"\"|'''|\\\n")  # what makes a string go on below its line
_FORMATTED = re.compile(r"[fFtT][rR]?[\"']")  # and these may, inside of a field
_OPENS = re.compile(rf"[{PREFIXES}]+[\"']")
_BEGIN_STRING = _QUOTES | _PREFIXES


class Window:
    """One run of statements: a syntax of its own, and the offset at which it begins."""

    def __init__(self, source: SourceFile, language: Language, span: Span) -> None:
        self.at = span.start
        self.span = span
        self.syntax = PythonSyntax(source.piece(span), language)

    def inner(self, span: Span) -> Span:
        """Return a span of the file as one of the window; what stands outside is cut off."""
        size = len(self.span)
        return Span(min(max(span.start - self.at, 0), size), min(max(span.end - self.at, 0), size))


class Windows:
    """The windows of one file, made when someone asks for them and kept."""

    def __init__(self, source: SourceFile, language: Language, blocks: Blocks) -> None:
        self.source, self.language, self.blocks = source, language, blocks
        self._known: dict[tuple[int, int], Window] = {}
        self._units: dict[int, Unit] = {}
        self._by_lines: dict[int, bool] = {}
        self._looked: dict[int, int] = {}

    def holding(self, span: Span) -> Window:
        """Return the window of the statements that a span touches."""
        return self.of(*self.blocks.of(span))

    def around(self, offset: int) -> Window:
        """Return the window of the statement, or of the comments above it, that hold an offset."""
        number = self.blocks.at(offset)
        return self.of(number, number)

    def inside(self, offset: int) -> Kind | None:
        """Tell what goes on across an offset, "code" where nothing does; `None` where a look above does not tell."""
        text = self.source.text
        before, mark = text[offset - 1 : offset], text[offset : offset + 1]
        if (before in _QUOTES and mark == before) or (before in _PREFIXES and mark in _BEGIN_STRING):
            return None  # a quote that is one of three, or a string's prefix
        number = self.blocks.at(offset)
        position = self.blocks.tops[number]
        if self._goes_by_lines(number):
            position = max(position, text.rfind("\n", position, offset) + 1)
        else:
            self._looked[number] = self._looked.get(number, 0) + offset - position
            if self._looked[number] > _MOST_LOOKED:
                return None  # its window is scanned once, whoever asks
        while True:
            match = UNTIL.match(text, position, offset)
            assert match is not None
            position = match.end()
            if position >= offset:
                return "code"
            if text[position] == "#":
                return "code" if mark in ("\n", "") else "comment"
            string = STRING.match(text, position)
            end = string.end() if string is not None else closed_end(text, position)
            if end is None or offset < end:
                return None if end is None else "string"
            position = end

    def _goes_by_lines(self, number: int) -> bool:
        """Tell whether no string of a statement goes on from one line to the next."""
        if number not in self._by_lines:
            text, whole = self.source.text, self.blocks.window(number, number)
            self._by_lines[number] = _LONGER.search(text, whole.start, whole.end) is None and all(
                STRING.match(text, match.end() - 1) is not None
                for match in _FORMATTED.finditer(text, whole.start, whole.end)
            )
        return self._by_lines[number]

    def kind_at(self, offset: int) -> Kind | None:
        """Tell what the character at an offset belongs to; `None` where a look above does not tell."""
        found = self.inside(offset)
        if found != "code":
            return found
        mark = self.source.text[offset : offset + 1]
        if mark in _PREFIXES:
            return None if _OPENS.match(self.source.text, offset) is not None else "code"
        return "comment" if mark == "#" else "string" if mark in _QUOTES else "code"

    def masked(self, start: int, end: int) -> str | None:
        """Return a piece of the masked text; `None` where it begins inside something, or a string is not plain."""
        if self.inside(start) != "code":
            return None
        text, position, pieces = self.source.text, start, list[str]()
        while position < end:
            plain = _PLAIN.match(text, position, end + 3)  # a prefix at the end counts by the quote behind it
            assert plain is not None
            mark = plain.end()
            quoted = text[mark : mark + 1] in _QUOTES
            first = max(position, with_prefix(text, mark, PREFIXES, 0)) if quoted else mark
            pieces.append(text[position:first])
            if first >= end:
                break
            if text[mark] == "#":
                position = text.find("\n", mark) if "\n" in text[mark:end] else end
                pieces.append(COMMENT_MASK * (position - mark))
                continue
            string = STRING.match(text, mark)
            if string is None:
                return None
            position = string.end()
            pieces.append(STRING_MASK * (position - first))
        return "".join(pieces)[: end - start]

    def of(self, first: int, last: int) -> Window:
        """Return the window of some statements, by their numbers."""
        if (first, last) not in self._known:
            self._known[first, last] = Window(self.source, self.language, self.blocks.window(first, last))
        return self._known[first, last]

    def unit(self, number: int) -> Unit:
        """Return a statement as a unit, by its number."""
        if number not in self._units:
            start, end = self.blocks.outline.starts[number], self.blocks.code_end(number)
            text = as_parsed(self.source.text[start:end])
            line = self.source.line_at(start)
            self._units[number] = Unit(number, number + 1, Span(start, end), line, 0, text)
        return self._units[number]


class WindowedLexis(PartedLexis):
    """The lexical map of a large file, where a look at a few lines often tells what a window would."""

    def __init__(self, source: SourceFile, windows: Callable[[], Windows | None]) -> None:
        super().__init__(source, LEXICON, windows)
        self._windows = windows

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to; a string's quotes belong to the string."""
        windows = self._windows()
        quick = None if windows is None else windows.kind_at(offset)
        return super().kind_at(offset) if quick is None else quick

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before this offset would fall within a string or comment."""
        windows = self._windows()
        if windows is not None:
            if windows.blocks.between(offset):
                return False
            quick = windows.inside(offset)
            if quick is not None:
                return quick != "code"
        return super().inside(offset)

    def tokens_of(self, literal: str, start: int, end: int) -> Iterator[int]:
        """Yield where a piece of text begins in code: each statement that has it is run through once."""
        windows, text, position = self._windows(), self.source.text, start
        if windows is None or not _BEGINS_NAME.match(literal):
            yield from super().tokens_of(literal, start, end)
            return
        skipped = _until(literal)
        while (position := text.find(literal, position, end)) >= 0:
            whole = windows.blocks.window(*[windows.blocks.at(position)] * 2)
            stop = min(whole.end + len(literal) - 1, end)
            stop = text.rfind(literal, position, stop) + len(literal)
            top = whole.start
            while top < stop:
                match = skipped.match(text, top, stop)
                assert match is not None
                place = match.end()
                if place == stop:
                    break
                if text.startswith(literal, place):
                    top = place + 1
                    if place >= position and not (text[place] in _PREFIXES and self.inside(place)):
                        yield place
                    continue
                closed = closed_end(text, place)
                if closed is None:
                    yield from super().tokens_of(literal, max(place, position), stop)
                    break
                top = closed
            position = stop - len(literal) + 1

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        windows = self._windows()
        between = windows is not None and windows.blocks.between(offset)
        return "" if between else super().open_brackets(offset)

    def masked_in(self, start: int, end: int) -> str:
        """Return a piece of the masked text."""
        windows = self._windows()
        quick = None if windows is None or start >= end else windows.masked(start, end)
        return super().masked_in(start, end) if quick is None else quick


@lru_cache(maxsize=64)
def _until(literal: str) -> re.Pattern[str]:
    """Return what runs through code, strings and comments to before a piece of text in code."""
    first, rest = literal[0], re.escape(literal[1:])
    return re.compile(rf"(?:[^\"'#{first}]++|#[^\n]*+|{STRING.pattern}|{first}(?!{rest}))*+")
