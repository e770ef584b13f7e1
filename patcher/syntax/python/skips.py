"""The strings and comments of a stretch of Python, found in one run of a pattern and looked up from then on.

>>> skips = skips_of("a = 'b'  # c\\n", 0, 13)
>>> skips.masked(0, 13), skips.kind_at(10), skips.inside(4)
('a = \"\"\"  ###\\n', 'comment', False)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.lexis import COMMENT_MASK, STRING_MASK, Kind
from patcher.syntax.python.lexicon import PREFIXES, closed_end
from patcher.syntax.python.outline import STRING
from patcher.syntax.skips import with_prefix

MARK = expression("[\"'#]")  # what a string or a comment begins with, prefixes apart
_PREFIXES = frozenset(PREFIXES)
_GOES_ON = ('"""', "'''", "\\\n")  # what a string has that goes on below its line, formatted ones apart
_FIELDS = expression(r"\"(?<=[fFtT]\")|\"(?<=[fFtT][rR]\")|'(?<=[fFtT]')|'(?<=[fFtT][rR]')")


class Skips:
    """Half-open offsets of a text's strings, prefixes included, and comments, sorted."""

    __slots__ = ("_text", "ends", "starts")  # there is one for each line that was asked about

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self._text = text
        self.starts, self.ends = starts, ends

    def at(self, offset: int) -> int | None:
        """Return the number of the string or comment that holds the character at an offset."""
        number = bisect_right(self.starts, offset) - 1
        return number if number >= 0 and offset < self.ends[number] else None

    def span_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        number = self.at(offset)
        return None if number is None else Span(self.starts[number], self.ends[number])

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to."""
        number = self.at(offset)
        return "code" if number is None else "comment" if self.is_comment(number) else "string"

    def is_comment(self, number: int) -> bool:
        """Tell whether one of them is a comment, by its number."""
        return self._text[self.starts[number]] == "#"

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before an offset would fall within one of them."""
        number = bisect_left(self.starts, offset) - 1
        return number >= 0 and offset < self.ends[number]

    def across(self, offset: int) -> Span | None:
        """Return the one that a cut just before an offset would fall within."""
        number = bisect_left(self.starts, offset) - 1
        if number < 0 or offset >= self.ends[number]:
            return None
        return Span(self.starts[number], self.ends[number])

    def masked(self, start: int, end: int) -> str:
        """Return a piece of the text with strings and comments masked."""
        text, pieces, position = self._text, list[str](), start
        first = bisect_right(self.ends, start)
        for number in range(first, bisect_left(self.starts, end, first)):
            begins, stop = self.starts[number], min(self.ends[number], end)
            pieces.append(text[position:begins])
            mask = COMMENT_MASK if text[begins] == "#" else STRING_MASK
            pieces.append(mask * (stop - max(begins, start)))
            position = stop
        pieces.append(text[position:end])
        return "".join(pieces)


def skips_of(text: str, start: int, end: int) -> Skips | None:
    """Return what is no code in a stretch that begins and ends in code; `None` where a string has no end."""
    starts, ends = list[int](), list[int]()
    position = start
    while (match := MARK.search(text, position, end)) is not None:
        begins, stop = match.start(), _end(text, match.start())
        if stop is None or (stop > end and text[begins] != "#"):
            return None
        if begins > position and text[begins - 1] in _PREFIXES and text[begins] != "#":
            begins = with_prefix(text, begins, PREFIXES, position)
        starts.append(begins)
        ends.append(position := min(stop, end))
    return Skips(text, starts, ends)


def _end(text: str, begins: int) -> int | None:
    """Return where a comment or a string ends, whose mark is given; `None` where it has no end."""
    if text[begins] == "#":
        newline = text.find("\n", begins)
        return len(text) if newline < 0 else newline
    string = STRING.match(text, begins)
    return closed_end(text, begins) if string is None else string.end()


def code_until(text: str, position: int, end: int) -> int:
    """Return where the first comment or string begins that goes on at `end`, from a place in code on; else `end`.

    A string that is not that plain is taken to go on.
    """
    while (match := MARK.search(text, position, end)) is not None:
        begins = match.start()
        if text[begins] == "#":
            position = text.find("\n", begins, end) + 1
        else:
            string = STRING.match(text, begins, end)
            position = 0 if string is None else string.end()
        if not position:
            return begins
    return end


def long_strings(text: str, start: int, end: int, *, plain: bool) -> Skips | None:
    """Return the strings that go on from line to line in whole lines of code; `None` where one has no end.

    Of a string with three quotes, all are; prefixes are left out. `plain` is said of lines where no
    field of a formatted string goes on below its line.
    """
    marks = [place for mark in _GOES_ON for place in _places(text, mark, start, end)]
    if not plain:
        marks += [match.start() for match in _FIELDS.finditer(text, start, end)]
    starts, ends = list[int](), list[int]()
    position = start
    for mark in sorted(marks):
        if mark < position:
            continue
        position = max(position, text.rfind("\n", 0, mark) + 1)
        stop = (text.find("\n", mark) + 1) or len(text)
        while True:
            position = code_until(text, position, stop)
            if position == stop or text[position] == "#":
                break
            closed = _end(text, position)
            if closed is None:
                return None
            if closed > stop:
                starts.append(position)
                ends.append(closed)
                stop = (text.find("\n", closed) + 1) or len(text)
            position = closed
        position = stop
    return Skips(text, starts, ends)


def _places(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    while (start := text.find(mark, start, end)) >= 0:
        yield start
        start += len(mark)
