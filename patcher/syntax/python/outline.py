"""Where the statements of a file's own level begin, found without looking inside any of them.

One regular expression runs from one statement's first line to the next one's, strings and comments
skipped, brackets paired. Where a text is not that plain (a bracket without its partner, a string without
its end, form feeds, a first statement that is indented) there is no outline, and whoever asked looks at
the whole file. `Layout` gives the same statements, dearer.

>>> outline_of("import a\\n\\n# about f\\n@d\\ndef f(\\n):\\n    return 1\\n").starts
[0, 20]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import Following, Span
from patcher.syntax.python.layout import CLAUSES, INNER
from patcher.syntax.python.lexicon import closed_end

_ODD = "\0\f\r\ufeff"
_FIELD = r"\{\{|\{[^{}\"'#\\\n]*+\}"  # of a formatted string: one without strings and escapes in it


def _inside(quote: str, *, formatted: bool) -> str:
    """Return a regex from behind a string's opening quotes through its closing ones."""
    first, whole = quote[0], len(quote) == 3
    stop = f"{first}\\\\" if whole else f"{first}\\\\\n"
    alone = f"|{first}(?!{first * 2})" if whole else ""
    if formatted:
        return f"(?:[^{stop}{{]++|\\\\[^{{\n]{alone}|{_FIELD})*+{quote}"
    return f"(?:[^{stop}]++|\\\\(?s:.){alone})*+{quote}"


def _behind_first(quote: str, whole: str, *, formatted: bool) -> str:
    """Return a regex of strings behind their first quote; of those in three of them, if it is among `whole`."""
    single = f"(?!{quote * 2}){_inside(quote, formatted=formatted)}"  # the look ahead: where three are never closed
    return f"{quote * 2}{_inside(quote * 3, formatted=formatted)}|{single}" if quote in whole else single


def _strings(whole: str, formatted: str) -> str:
    """Return a regex of strings, without prefixes: of formatted ones, where their fields are plain.

    In three quotes, only those are taken of which one is given.
    """
    return "|".join(
        rf"{quote}(?:(?<![fFtT]{quote})(?<![fFtT][rR]{quote})(?:{_behind_first(quote, whole, formatted=False)})"
        rf"|{_behind_first(quote, formatted, formatted=True)})"
        for quote in "\"'"
    )


_STRING = _strings("\"'", "\"'")
STRING = expression(_STRING)
_LEVELS = 3  # of brackets that are looked through at once; the kinds of a pair are not compared in them
_PLAIN = r"[^\"'#()\[\]{}]++|#[^\n]*+"
# In a bracket only the strings are looked through that are often met there, in a bracket in a bracket only those on
# one line with no escape and no brace: each string of all kinds makes the pattern dearer to compile and to run.
_COMMON = _strings('"', "")
_SHORT = r"\"(?!\"\")[^\"\\\n{}]*+\"|'(?!'')[^'\\\n{}]*+'"


# Sets of what may stand there, letters beyond ASCII apart: `re` looks up one of what may not a fifth slower.
_RUN = r"[\x00-!$%&*-Z\\^-z|~\x7f]*+"  # no quote, bracket or `#`
_ON_LINE = r"[\x00-\t\x0b-!$%&*-Z^-z|~\x7f]*+"  # and no line end or backslash
_BEYOND = r"[^\x00-\x7f]++"


def _bracketed() -> str:
    """Return a regex of a bracket through its closer, strings and comments in it skipped."""
    deeper = ""
    for strings in (*[_SHORT] * (_LEVELS - 1), _COMMON):
        deeper = rf"|[(\[{{]{_RUN}(?:(?:{strings}{deeper}|#[^\n]*+|{_BEYOND}){_RUN})*+[)\]}}]"
    return deeper[1:]


# From anywhere in code to before the next line of code that begins in the first column outside of all
# brackets. It gets stuck at a string or a bracket that is not that plain.
_PIECE = expression(
    rf"{_ON_LINE}(?:(?:\n[ \t]++|{_bracketed()}|{_STRING}|\n(?![^ \t\n#)\]}}])|#[^\n]*+|\\\n?|{_BEYOND})"
    rf"{_ON_LINE})*+"
)
# From code through the last code of a text.
_THROUGH_CODE = expression(rf"(?:(?:\s++|#[^\n]*+)*+(?:[^\s\"'#]++|{_STRING}))*+")
# From code to the next bracket with brackets in it.
_PLAIN_INSIDE = expression(rf"(?:{_PLAIN}|{_STRING}|[(\[{{](?:{_PLAIN}|{_STRING})*+[)\]}}])*+")
_CLAUSE = expression(rf"(?:{'|'.join(sorted(CLAUSES))})(?!{INNER})")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Outline:
    """The statements of a file's own level, decorators and clauses in them, as offsets of a text.

    `starts` are their first characters, `ends` lie behind their last code (blanks behind it may be
    included), `origins` tell which statement of the outline before it each is, unchanged (-1: none),
    `plain` whether each of its strings is one that the pattern knows: on one line, but for three quotes.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    plain: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)


class _Odd(Exception):
    """The text is not plain enough for an outline."""


def outline_of(text: str) -> Outline | None:
    """Return the outline of a text, or `None` where it is not plain enough for one."""
    if any(mark in text for mark in _ODD):
        return None
    outline = Outline()
    try:
        _add(text, outline, _pieces(text, 0))
    except _Odd:
        return None
    outline.origins.extend([-1] * len(outline))
    return outline if len(outline) else None


def _add(text: str, outline: Outline, pieces: Iterator[_Piece]) -> None:
    decorated = False
    for piece in pieces:
        decorated = _join(text, outline, piece, decorated)


def _join(text: str, outline: Outline, piece: _Piece, decorated: bool) -> bool:
    """Add a piece to an outline, as a statement or as more of the last; tells whether it is a decorator."""
    start, end, _, plain = piece
    if decorated or (outline.starts and _CLAUSE.match(text, start) is not None):
        outline.ends[-1] = end
        outline.plain[-1] &= plain
    else:
        outline.starts.append(start)
        outline.ends.append(end)
        outline.plain.append(plain)
    return text[start] == "@"


def _pieces(text: str, position: int) -> Iterator[_Piece]:
    """Yield the logical lines of the first column from a line's start on, each with what is below it.

    Raises `_Odd` for a text that is not plain enough.
    """
    first = True
    while position < len(text):
        piece = _piece(text, position)
        start, end, position, _ = piece
        if end == start:  # comments and blank lines above the first statement
            continue
        if (first and text[start] in " \t") or text.startswith("\\\n", start):
            raise _Odd
        first = False
        yield piece


_Piece = tuple[int, int, int, bool]
"""Where a piece begins, where its last code ends, where the next piece begins, and whether its strings are plain."""


def _piece(text: str, start: int) -> _Piece:
    position = known = start  # up to `known` it is known to be code
    plain = True
    while True:
        match = _PIECE.match(text, position)
        assert match is not None
        position = match.end()
        if position == len(text) or text[position] == "\n":
            break
        position, odd = _behind(text, position)
        known, plain = position, plain and not odd
    end = _code_end(text, known, position)
    if text.startswith("\\\n", end - 1) and end > known:  # the next line, which is blank, is more of it
        end += 1
    # The first piece of a text may begin with lines that are none.
    first = _first_code(text, start, end) if start == 0 else start
    return first, max(first, end), min(position + 1, len(text)), plain


def _code_end(text: str, start: int, stop: int) -> int:
    """Return the offset behind the last code of a stretch that begins in code: comments may stand below it."""
    while True:
        stop = start + len(text[start:stop].rstrip(" \t\n"))
        first = max(start, text.rfind("\n", start, stop) + 1)
        if text.find("#", first, stop) < 0:
            return stop
        line = text[first:stop].lstrip(" \t")
        if line[0] != "#" or '"' in line or "'" in line:  # there may be a string that it ends in
            match = _THROUGH_CODE.match(text, start, stop)
            assert match is not None
            return match.end()
        stop = first


def _behind(text: str, position: int) -> tuple[int, bool]:
    """Return where a string or a bracket ends through which the quick pattern does not come.

    And whether a string of it is one that the pattern does not know.
    """
    open_: list[str] = []
    odd = False
    while True:
        mark = text[position : position + 1]
        if mark in ('"', "'"):
            known = STRING.match(text, position)
            found = closed_end(text, position) if known is None else known.end()
            if found is None:
                raise _Odd
            odd = odd or known is None
            position = found
        elif mark in _PAIRS:
            open_.append(_PAIRS[mark])
            position += 1
        elif open_ and mark == open_[-1]:
            open_.pop()
            position += 1
        else:
            raise _Odd
        if not open_:
            return position, odd
        match = _PLAIN_INSIDE.match(text, position)
        assert match is not None
        position = match.end()


def _first_code(text: str, start: int, end: int) -> int:
    """Return where code begins among comments and blank lines, white space before it left in."""
    match = _ABOVE.match(text, start, end)
    return start if match is None else match.end()


_ABOVE = expression(r"(?:[ \t]*+(?:#[^\n]*+)?\n)*+")


def followed(before: Outline, old: str, new: str, changes: Sequence[tuple[Span, int]]) -> Outline | None:
    """Return the outline of a text that came of another one, the statements around the changes looked at anew.

    `changes` are spans of the old text, sorted and apart, each with the length of what stands there now.
    """
    if any(mark in new for mark in _ODD):
        return None
    try:
        return _Following(before, old, new, changes).outline()
    except _Odd:
        return None


class _Following(Following):
    """Goes along the changes; between them the old outline stands."""

    def __init__(self, before: Outline, old: str, new: str, changes: Sequence[tuple[Span, int]]) -> None:
        super().__init__(changes)
        self.before, self.old, self.new = before, old, new
        self.found = Outline()

    def outline(self) -> Outline | None:
        """Return the new outline."""
        done = 0  # statements of the old outline that are dealt with
        while not self.passed_all:
            around = self._around(self.next)
            if around > done:
                self._copy(done, around)
            done = self._anew(max(around, done))
        self._copy(done, len(self.before))
        return self.found if len(self.found) else None

    def _around(self, change: int) -> int:
        """Return the statement from which on a change may matter: the one that begins before it."""
        return max(0, bisect_left(self.before.starts, self.changes[change][0].start) - 1)

    def _copy(self, first: int, stop: int) -> None:
        shift, before, found = self.shift, self.before, self.found
        found.starts.extend([start + shift for start in before.starts[first:stop]])
        found.ends.extend([end + shift for end in before.ends[first:stop]])
        found.plain.extend(before.plain[first:stop])
        found.origins.extend(range(first, stop))

    def _anew(self, first: int) -> int:
        """Look at the text from an old statement on, until one is met again; returns the first that stands."""
        start = self.before.starts[first] + self.shift if first else 0
        added, shift = len(self.found), self.shift
        found = self._until_met(start)
        if first < len(self.before) and added < len(self.found):
            self._recognize(added, first, shift)
        return found

    def _recognize(self, new: int, old: int, shift: int) -> None:
        """Say that a statement is an old one, where nothing of it changed."""
        before, found = self.before, self.found
        start, end = before.starts[old], before.ends[old]
        if (found.starts[new], found.ends[new]) == (start + shift, end + shift):
            same = self.old[start:end] == self.new[start + shift : end + shift]
            found.origins[new] = old if same else -1

    def _until_met(self, start: int) -> int:
        decorated, began = False, self.next
        for piece in _pieces(self.new, start):
            begins = piece[0]
            self.pass_until(begins)
            again = None if decorated or self.next == began else self._met(begins)
            if again is not None and _CLAUSE.match(self.new, begins) is None:
                return again
            count = len(self.found)
            decorated = _join(self.new, self.found, piece, decorated)
            if len(self.found) > count:
                self.found.origins.append(-1)
        self.pass_until(len(self.new))
        return len(self.before)

    def _met(self, start: int) -> int | None:
        """Return the old statement that begins here, if nothing of it or of what is around it changes."""
        old = start - self.shift
        index = bisect_left(self.before.starts, old)
        if index == len(self.before) or self.before.starts[index] != old or not index:
            return None
        if self.next and self.changes[self.next - 1][0].end > old:
            return None
        if not self.passed_all and self._around(self.next) < index:
            return None
        return index


class Blocks:
    """The statements of one file as windows: each with the comments above and below, up to other code."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text = text
        self.outline = outline

    @cached_property
    def tops(self) -> list[int]:
        """Where each statement's window begins: behind the last line of code above it."""
        find, size = self.text.find, len(self.text)
        return [0, *((find("\n", end) + 1) or size for end in self.outline.ends[:-1])]

    @cached_property
    def bottom(self) -> int:
        """Where the last statement's last line of code ends."""
        return (self.text.find("\n", self.outline.ends[-1]) + 1) or len(self.text)

    def code_end(self, number: int) -> int:
        """Return the offset behind a statement's last character of code."""
        end = self.outline.ends[number]
        while self.text[end - 1] in " \t":
            end -= 1
        return end

    def between(self, offset: int) -> bool:
        """Tell whether a line begins here that is a statement's first, or a comment or blank line above."""
        if offset and self.text[offset - 1] != "\n":
            return False
        return offset >= self.bottom or offset <= self.outline.starts[self.at(offset)]

    def whole(self, span: Span) -> tuple[int, int] | None:
        """Return the first and the last of the statements that a span holds, if it cuts none."""
        first, last = self.of(span)
        starts = self.outline.starts
        if self.tops[first] <= span.start <= starts[first] < span.end and span.end >= self.code_end(last):
            return first, last
        return None

    def at(self, offset: int) -> int:
        """Return the statement whose code or whose comments above hold an offset."""
        return bisect_right(self.tops, offset) - 1  # the first begins with the file

    def places(self, literal: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the number of a statement and an offset for each place where a piece of text begins in a stretch."""
        first = number = self.at(start)
        stops = (*self.tops[first + 1 : self.at(end) + 1], end)
        while (start := self.text.find(literal, start, end)) >= 0:
            while stops[number - first] <= start:
                number += 1
            yield number, start
            start += 1

    def of(self, span: Span) -> tuple[int, int]:
        """Return the first and the last statement that a span touches."""
        first = self.at(span.start)
        last = bisect_left(self.outline.starts, span.end) - 1
        return first, last if last > first else first

    def window(self, first: int, last: int) -> Span:
        """Return the span of the windows of some statements."""
        stop = self.outline.starts[last + 1] if last + 1 < len(self.outline) else len(self.text)
        return Span(self.tops[first], stop)
