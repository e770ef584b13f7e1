"""Runs of whole statements of a large file, each seen as a file of its own.

What is found in such a window is moved to where the window stands. Nothing that a Python file is asked
about a statement depends on code outside of it, so that the answers are those of the whole file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import COMMENT_MASK, NO_CODE, Kind
from patcher.syntax.model import Language
from patcher.syntax.parts.lexis import PartedLexis
from patcher.syntax.python.lexicon import LEXICON, PREFIXES
from patcher.syntax.python.outline import Blocks
from patcher.syntax.python.skips import MARK, Skips, code_until, long_strings, skips_of
from patcher.syntax.python.syntax import PythonSyntax
from patcher.syntax.python.units import Unit, as_parsed

_DECORATED = "class _: ..."
_ABOVE_CODE = expression(r"(?:[ \t\r\n\f]++|#[^\n]*+)*+")
_BLANKS = expression(r"[ \t\r\n\f]++")
_BEGINS_NAME = expression(r"\w")


class Window:
    """One run of statements: a syntax of its own, and the offset at which it begins."""

    def __init__(self, source: SourceFile, language: Language, span: Span) -> None:
        self.at = span.start
        self.span = span
        self.syntax = PythonSyntax(source.piece(span), language)

    def inner(self, span: Span) -> Span:
        """Return a span of the file as one of the window; what stands outside is cut off."""
        size = self.span.end - self.at
        if self.at <= span.start and span.end - self.at <= size:
            return Span(span.start - self.at, span.end - self.at)
        return Span(min(max(span.start - self.at, 0), size), min(max(span.end - self.at, 0), size))


class Windows:
    """The windows of one file, made when someone asks for them and kept."""

    def __init__(self, source: SourceFile, language: Language, blocks: Blocks) -> None:
        self.source, self.language, self.blocks = source, language, blocks
        self._known: dict[tuple[int, int], Window] = {}
        self._units: dict[int, Unit] = {}
        self._decorators: dict[int, Unit] = {}
        self._longer: dict[int, Skips | None] = {}
        self._skips: dict[int, Skips | None] = {}  # by where the lines begin
        self._within: dict[str, bool] = {}  # by what stands before a place on its line
        self._goes_on: dict[str, bool] = {}  # by what of that stands behind the line's first mark
        self._nothing = Skips(blocks.text, [], [])

    def holding(self, span: Span) -> Window:
        """Return the window of the statements that a span touches."""
        return self.of(*self.blocks.of(span))

    def around(self, offset: int) -> Window:
        """Return the window of the statement, or of the comments above it, that hold an offset."""
        number = self.blocks.at(offset)
        return self.of(number, number)

    def skips_at(self, offset: int) -> Skips | None:
        """Return the strings and comments around an offset; `None` where a string near it has no end."""
        line = self.blocks.text.rfind("\n", 0, offset) + 1
        if line not in self._skips:
            self._skips[line] = self._around(line)
        return self._skips[line]

    def _around(self, line: int) -> Skips | None:
        """Return the strings and comments of the line that begins at an offset."""
        text = self.blocks.text
        end = (text.find("\n", line) + 1) or len(text)
        found, piece = self._widened(line, end), text[line:end]
        if found is None:
            return None
        if found == (line, end) and "#" not in piece and '"' not in piece and "'" not in piece:
            return self._nothing
        if found[0] not in self._skips:
            self._skips[found[0]] = skips_of(text, *found)
        return self._skips[found[0]]

    def places(self, literal: str, start: int, end: int) -> Iterator[tuple[int, bool | None]]:
        """Yield where a piece of text begins in a stretch, and whether code goes on up to there.

        `None` stands for a place of which its line alone does not tell. Those of which the text before
        them on their line says that they are in a string or a comment are left out: that text is mostly the same.
        """
        text, plain, within = self.blocks.text, self.blocks.outline.plain, self._within
        for number, place in self.blocks.places(literal, start, end):
            newline = text.rfind("\n", 0, place)
            before = text[newline - 1 if newline > 0 else 0 : place]  # from the end of the line above on
            if before not in within:
                within[before] = self._is_within(before)
            if not (plain[number] and within[before]):
                yield place, self._is_behind_code(number, newline + 1, place)

    def _is_within(self, before: str) -> bool:
        """Tell whether the last line of a text ends in a comment or a string, wherever the text stands in a file.

        If the line begins in code that is told; if it begins in a string of a line above, that string goes on
        to its end, where the line has no three quotes and no backslash ends the one above.
        """
        line = before.rfind("\n") + 1
        mark = None if before.startswith("\\\n") else MARK.search(before, line)
        if mark is None:
            return False
        marked = before[max(line, mark.start() - 2) :]  # with the prefix of a string
        if marked not in self._goes_on:
            goes_on = code_until(marked, 0, len(marked)) < len(marked)
            self._goes_on[marked] = goes_on and '"""' not in marked and "'''" not in marked
        return self._goes_on[marked]

    def _is_behind_code(self, number: int, line: int, offset: int) -> bool | None:
        """Tell whether a statement's code goes on up to an offset of a line, as far as its long strings tell."""
        long = self._long(number) if self.blocks.outline.plain[number] else None
        if long is None:
            return None
        string = long.across(line)
        if string is not None and string.end > offset:
            return False
        return code_until(self.blocks.text, line if string is None else string.end, offset) == offset

    def masked(self, start: int, end: int) -> str | None:
        """Return a piece of the masked text; `None` where a string of it has no end."""
        if "\n" not in self.blocks.text[start : end - 1]:
            skips = self.skips_at(start)
        else:
            found = self._stretch(start, end)
            skips = None if found is None else skips_of(self.blocks.text, *found)
        return None if skips is None else skips.masked(start, end)

    def _stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the whole lines that hold a stretch, and those that a string on them goes on over."""
        text = self.blocks.text
        return self._widened(text.rfind("\n", 0, start) + 1, (text.find("\n", end - 1) + 1) or len(text))

    def _widened(self, start: int, end: int) -> tuple[int, int] | None:
        """Return whole lines, and those that a string on them goes on over.

        Without a quote on them they stand alone where they are or touch what stands between two statements.
        """
        text, outline, number = self.blocks.text, self.blocks.outline, self.blocks.at(start)
        if start <= outline.starts[number] or end >= outline.ends[number]:
            piece = text[start:end]
            if '"' not in piece and "'" not in piece:
                return start, end
        above, below = self._long(number), self._long(self.blocks.at(end - 1))
        if above is None or below is None:
            return None
        while (string := above.across(start)) is not None:
            start = text.rfind("\n", 0, string.start) + 1
        while (string := below.across(end)) is not None:
            end = (text.find("\n", string.end) + 1) or len(text)
        return start, end

    def _long(self, number: int) -> Skips | None:
        """Return a statement's strings that go on from line to line; `None` where one has no end."""
        if number not in self._longer:
            tops, text = self.blocks.tops, self.blocks.text
            start, end = tops[number], tops[number + 1] if number + 1 < len(tops) else len(text)
            self._longer[number] = long_strings(text, start, end, plain=self.blocks.outline.plain[number])
        return self._longer[number]

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
            self._units[number] = Unit(number, number + 1, Span(start, end), self.source, 0, text)
        return self._units[number]

    def decorators(self, number: int, stop: int) -> Unit:
        """Return the decorators of a statement, which end before an offset, as a unit that decorates nothing."""
        if number not in self._decorators:
            whole = self.unit(number)
            text = whole.text[: stop - whole.span.start] + _DECORATED
            span = Span(whole.span.start, stop)
            self._decorators[number] = Unit(number, number + 1, span, self.source, 0, text)
        return self._decorators[number]


class WindowedLexis(PartedLexis):
    """The lexical map of a large file, where a look at a few lines mostly tells what a window would."""

    marks = LEXICON.line_comments

    def __init__(self, source: SourceFile, windows: Callable[[], Windows | None]) -> None:
        super().__init__(source, LEXICON, windows)
        self._windows = windows

    def _skips_at(self, offset: int) -> Skips | None:
        windows = self._windows()
        return None if windows is None else windows.skips_at(offset)

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to; a string's quotes belong to the string."""
        skips = self._skips_at(offset)
        return super().kind_at(offset) if skips is None else skips.kind_at(offset)

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before this offset would fall within a string or comment."""
        skips = self._skips_at(offset)
        return super().inside(offset) if skips is None else skips.inside(offset)

    def skip_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        skips = self._skips_at(offset)
        return super().skip_at(offset) if skips is None else skips.span_at(offset)

    def tokens_of(self, literal: str, start: int, end: int) -> Iterator[int]:
        """Yield where a piece of text begins in code, or with a string of it, in a stretch of the file."""
        windows, text = self._windows(), self.source.text
        if windows is None or not _BEGINS_NAME.match(literal):
            yield from super().tokens_of(literal, start, end)
            return
        for place, code in windows.places(literal, start, end):
            if code is None or (code and text[place] in PREFIXES):
                code = not self.inside(place) and self.kind_at(place) != "comment"
            if code:
                yield place

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

    def first_code(self, start: int, end: int) -> int | None:
        """Return where code begins in a stretch; `None` where it holds only comments and white space."""
        text, begins = self.source.text, start
        if start == 0 or text[start - 1] == "\n":
            # Of what may go on from the line above, a string goes on behind blanks too, and a comment never does.
            blank = _BLANKS.match(text, start, end)
            begins = start if blank is None or blank.end() == end else blank.end()
        if self.inside(begins):
            return super().first_code(start, end)
        found = _ABOVE_CODE.match(text, begins, end)
        return None if found is None or found.end() == end else found.end()

    def code_in(self, span: Span) -> Span:
        """Return a span without white space and comments at its two ends, by its text where no string is cut."""
        text = self.source.text
        if span.end == len(text) or self.inside(span.start) or self.inside(span.end):
            return super().code_in(span)
        above = _ABOVE_CODE.match(text, span.start, span.end)
        start, end = span.end if above is None else above.end(), span.end
        while start < end:
            line = max(start, self.source.start_at(end - 1))
            piece = text[line:end]
            code = (self.masked_in(line, end) if COMMENT_MASK in piece else piece).rstrip(NO_CODE)
            end = line + len(code)
            if code:
                break
        return Span(start, end)
