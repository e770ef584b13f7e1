"""Runs of whole statements of a large file, each seen as a file of its own.

What is found in such a window is moved to where the window stands. Nothing that a Python file is asked
about a statement depends on code outside of it, so that the answers are those of the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import SupportsIndex

from patcher.record import replace
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import COMMENT_MASK, STRING_MASK, Kind, Lexis, Mask, with_prefix
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Imported, Language
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


class WindowedLexis(Lexis):
    """The lexical map of a large file: a window of it is scanned when someone asks what stands there.

    Where the file has no windows it is scanned whole.
    """

    def __init__(self, source: SourceFile, windows: Callable[[], Windows | None]) -> None:
        super().__init__(source, LEXICON)
        self._windows = windows

    def _inner(self, offset: int) -> tuple[Lexis, int] | None:
        windows = self._windows()
        if windows is None:
            return None
        window = windows.around(offset)
        return window.syntax.lexis, window.at

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to; a string's quotes belong to the string."""
        windows = self._windows()
        quick = None if windows is None else windows.kind_at(offset)
        if quick is not None:
            return quick
        found = self._inner(offset)
        return super().kind_at(offset) if found is None else found[0].kind_at(offset - found[1])

    def is_code(self, offset: int) -> bool:
        """Tell whether the character at an offset is neither in a string nor in a comment."""
        return self.kind_at(offset) == "code"

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before this offset would fall within a string or comment."""
        windows = self._windows()
        if windows is not None:
            if windows.blocks.between(offset):
                return False
            quick = windows.inside(offset)
            if quick is not None:
                return quick != "code"
        found = self._inner(offset)
        return super().inside(offset) if found is None else found[0].inside(offset - found[1])

    def skip_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        found = self._inner(offset)
        if found is None:
            return super().skip_at(offset)
        skip = found[0].skip_at(offset - found[1])
        return None if skip is None else moved(skip, found[1])

    def _select(self, comment: bool, within: Span | None) -> list[Span]:
        windows = self._windows()
        if windows is None or within is None or not within:
            return super()._select(comment, within)
        window = windows.holding(within)
        inner = window.inner(within)
        skips = window.syntax.lexis.comments(inner) if comment else window.syntax.lexis.strings(inner)
        return [moved(span, window.at) for span in skips]

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

    def code_brackets(self, start: int, end: int) -> list[int]:
        """Return the offsets of the brackets of code in a span."""
        windows = self._windows()
        if windows is None or start >= end:
            return super().code_brackets(start, end)
        window = windows.holding(Span(start, end))
        found = window.syntax.lexis.code_brackets(start - window.at, end - window.at)
        return [offset + window.at for offset in found]

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        windows = self._windows()
        if windows is None:
            return super().open_brackets(offset)
        if windows.blocks.between(offset):
            return ""
        window = windows.around(offset)
        return window.syntax.lexis.open_brackets(offset - window.at)

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`."""
        found = self._inner(opener)
        if found is None:
            return super().closer_of(opener)
        closer = found[0].closer_of(opener - found[1])
        return None if closer is None else closer + found[1]

    @property
    def mask(self) -> Mask:
        """The masked text, of which a window is made where someone looks."""
        return super().mask if self._windows() is None else _WindowedMask(self)

    def masked_in(self, start: int, end: int) -> str:
        """Return a piece of the masked text."""
        windows = self._windows()
        if windows is None or start >= end:
            return super().masked_in(start, end) if start < end else ""
        quick = windows.masked(start, end)
        if quick is not None:
            return quick
        window = windows.holding(Span(start, end))
        return window.syntax.lexis.masked[start - window.at : end - window.at]


class _WindowedMask:
    """The masked text of a large file, looked at in places."""

    def __init__(self, lexis: WindowedLexis) -> None:
        self._lexis = lexis
        self._size = len(lexis.source.text)

    def __getitem__(self, key: SupportsIndex | slice, /) -> str:
        if isinstance(key, slice):
            start, stop, _ = key.indices(self._size)
            return self._lexis.masked_in(start, stop)
        start = key.__index__()
        return self._lexis.masked_in(start, start + 1)

    def find(self, sub: str, start: int, end: int, /) -> int:
        """Return where a text first stands in a piece; -1 for nowhere."""
        found = self._lexis.masked_in(start, end).find(sub)
        return found + start if found >= 0 else found

    def startswith(self, prefix: str, start: int, /) -> bool:
        """Tell whether a text stands at an offset."""
        return self._lexis.masked_in(start, start + len(prefix)) == prefix


@lru_cache(maxsize=64)
def _until(literal: str) -> re.Pattern[str]:
    """Return what runs through code, strings and comments to before a piece of text in code."""
    first, rest = literal[0], re.escape(literal[1:])
    return re.compile(rf"(?:[^\"'#{first}]++|#[^\n]*+|{STRING.pattern}|{first}(?!{rest}))*+")


def moved(span: Span, by: int) -> Span:
    """Return a span so many characters further on."""
    return Span(span.start + by, span.end + by) if by else span


def _all(spans: Iterable[Span], by: int) -> tuple[Span, ...]:
    return tuple([moved(span, by) for span in spans])


def moved_definition(one: Definition, by: int) -> Definition:
    """Return a definition so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        attached_start=one.attached_start + by,
        parts=_all(one.parts, by),
        element=None if one.element is None else moved_element(one.element, by),
    )


def moved_import(one: Imported, by: int) -> Imported:
    """Return an imported name so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        statement=moved(one.statement, by),
        siblings=_all(one.siblings, by),
    )


def moved_element(one: Element, by: int) -> Element:
    """Return an element so many characters further on."""
    return replace(one, span=moved(one.span, by), inner=moved(one.inner, by), siblings=_all(one.siblings, by))


def moved_construct(one: Construct, by: int) -> Construct:
    """Return a construct so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        attached_start=one.attached_start + by,
        body=None if one.body is None else moved(one.body, by),
    )


def moved_body(one: Body, by: int) -> Body:
    """Return a body so many characters further on."""
    return Body(moved_construct(one.owner, by), moved(one.span, by), _all(one.statements, by))


def moved_disagreement(one: Disagreement, by: int) -> Disagreement:
    """Return a disagreement so many characters further on."""
    second = None if one.second_span is None else moved(one.second_span, by)
    return replace(one, first_span=moved(one.first_span, by), second_span=second)
