"""What the parts of this room hand one another: lines that go, text that goes, bytes that come."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter

from patcher.edit.model import Request
from patcher.errors import Place
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span


@dataclass(frozen=True, slots=True)
class Cut:
    """Whole lines that go for one request."""

    lines: LineRange
    request: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a line, or of several, that goes (or, with text, is put in) for one request."""

    span: Span
    request: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start:end` become `data`.

    `whole` tells that these are whole lines; `ending` is the line ending that belongs there.
    """

    start: int
    end: int
    data: bytes
    request: int
    whole: bool = True
    ending: bytes = b"\n"

    @property
    def order(self) -> tuple[int, int, int]:
        """What pieces are sorted by: at one point, what is put there comes first, in plan order."""
        return self.start, self.end, self.request


class Notes:
    """What is to be said of each request, given by index: each thing once."""

    def __init__(self) -> None:
        self._said: dict[int, list[str]] = {}

    def add(self, request: int, words: str) -> None:
        """Say something of a request."""
        said = self._said.setdefault(request, [])
        if words not in said:
            said.append(words)

    def of(self, request: int) -> tuple[str, ...]:
        """Return what was said of a request."""
        return tuple(self._said.get(request, ()))


class Cover:
    """The union of some spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for span in sorted(spans, key=attrgetter("start")):
            if self.ends and span.start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], span.end)
            else:
                self.starts.append(span.start)
                self.ends.append(span.end)

    def end_at(self, offset: int) -> int | None:
        """Return where what covers an offset ends; `None` where nothing does."""
        at = bisect_right(self.starts, offset) - 1
        return self.ends[at] if at >= 0 and self.ends[at] > offset else None

    def holds(self, offset: int) -> bool:
        """Tell whether an offset is covered."""
        return self.end_at(offset) is not None


def place_of(request: Request) -> Place:
    """Return where the plan says what a request selects, else where its edit stands."""
    selector = request.edit.selector
    return selector.place_of(selector.extent) if selector is not None else request.edit.place


def mark_length(source: SourceFile) -> int:
    """Return how many characters a byte-order mark takes at the start of the text: one or none."""
    return 1 if source.text.startswith("\ufeff") else 0


def is_blank(source: SourceFile, line: int) -> bool:
    """Tell whether a line holds nothing but white space; a byte-order mark does not count."""
    if line == 1 and mark_length(source):
        return not source.line_text(1)[1:].strip()
    return source.is_blank(line)


def first_text_line(source: SourceFile, lines: LineRange) -> int:
    """Return the first line of a range that is not blank, or its first line."""
    for line in range(lines.first_line, lines.last_line + 1):
        if not is_blank(source, line):
            return line
    return lines.first_line


def indent_of(source: SourceFile, line: int) -> str:
    """Return the white space that a line begins with, behind a byte-order mark."""
    text = source.line_text(line)
    if line == 1:
        text = text.removeprefix("\ufeff")
    return text[: len(text) - len(text.lstrip(" \t"))]


def line_start_byte(source: SourceFile, line: int) -> int:
    """Return the byte offset at which a line's own text begins: behind a byte-order mark."""
    if line == 1 and mark_length(source):
        return 3
    return source.byte_line_start(line)


def whole_piece(source: SourceFile, lines: LineRange, data: bytes, request: int, ending: bytes) -> Piece:
    """Return the piece that puts bytes in the place of whole lines."""
    start = line_start_byte(source, lines.first_line)
    return Piece(start, source.byte_line_start(lines.last_line + 1), data, request, ending=ending)
