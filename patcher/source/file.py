"""`SourceFile`: one file's bytes, seen as text and as lines.

The text is what anchors are searched in: UTF-8 with surrogateescape, and every `\\r` that stands
directly before a `\\n` taken away. A line ends at `\\n` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from patcher.source.lines import Lines
from patcher.source.ranges import LineRange, Span

_SHORT = 400  # characters in which newlines are sooner counted than a line is looked up


class SourceFile:
    """A file's path and bytes, with its text view and the map between the two.

    Offsets are positions in `text`; bytes are reached through `byte_offset` and `byte_span`.
    A file whose last line has no newline has that line all the same; an empty file has none.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._whole: tuple[SourceFile, int] | None = None  # that this is a piece of, from an offset on
        self._texts: dict[int, str] = {}  # of lines that were asked about

    def piece(self, span: Span) -> SourceFile:
        """Return some whole lines as a file of their own, which knows that lines stand above it."""
        found = SourceFile(self.path, self.text[span.start : span.end].encode("utf-8", "surrogateescape"))
        found._whole = self, span.start
        return found

    def follow(self, before: SourceFile, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes: spans of its text, and what stands there now."""
        if before._plain and self._plain:
            moves = [(span.start, span.end, len(text)) for span, text in changes]
            self._byte_lines.follow(before._byte_lines, moves)

    @property
    def lines_above(self) -> int:
        """How many lines stand above, in the larger file that this is a piece of."""
        if self._whole is None or not self._whole[1]:
            return 0
        return self._whole[0].line_at(self._whole[1]) - 1

    @cached_property
    def is_binary(self) -> bool:
        """Whether git would call the bytes binary: a NUL among the first 8,000 (xdiff-interface.c)."""
        return b"\0" in self.data[:8000]

    @cached_property
    def text(self) -> str:
        """The decoded view that anchors are searched in."""
        data = self.data.replace(b"\r\n", b"\n") if b"\r" in self.data else self.data
        return data.decode("utf-8", "surrogateescape")

    @cached_property
    def _plain(self) -> bool:
        """Whether offsets in the text are offsets in the bytes."""
        return len(self.text) == len(self.data)

    @cached_property
    def _byte_lines(self) -> Lines[bytes]:
        return Lines(self.data, b"\n")

    @cached_property
    def _lines(self) -> Lines[bytes] | Lines[str]:
        """The lines by offsets in the text."""
        return self._byte_lines if self._plain else Lines(self.text, "\n")

    @cached_property
    def line_count(self) -> int:
        """How many lines there are, a last one without newline included."""
        return self._byte_lines.count

    @property
    def ends_with_newline(self) -> bool:
        """Whether the last line has its newline (true for an empty file)."""
        return not self.data or self.data.endswith(b"\n")

    def line_at(self, offset: int) -> int:
        """Return the 1-based number of the line that holds the offset; the end of the text is on the last."""
        return self._lines.at(offset)

    def start_at(self, offset: int) -> int:
        """Return where the line that holds an offset begins; the end of the text is on the last."""
        return self.text.rfind("\n", 0, min(offset, len(self.text) - 1)) + 1

    def end_at(self, offset: int) -> int:
        """Return the offset behind the last character of the line that holds an offset."""
        end = self.text.find("\n", min(offset, len(self.text) - 1))
        return len(self.text) if end < 0 else end

    def line_start(self, line: int) -> int:
        """Return the offset of the first character of a 1-based line; one past the last line is the end."""
        return self._lines.start(line - 1)

    def line_end(self, line: int) -> int:
        """Return the offset behind the last character of a line, its newline not included."""
        end = self.text.find("\n", self._lines.start(line - 1))
        return len(self.text) if end < 0 else end

    def line_text(self, line: int) -> str:
        """Return a 1-based line's text without its ending."""
        try:
            return self._texts[line]
        except KeyError:
            start = self._lines.start(line - 1)
            end = self.text.find("\n", start)
            text = self._texts[line] = self.text[start:] if end < 0 else self.text[start:end]
        return text

    def line_bytes(self, line: int) -> bytes:
        """Return a 1-based line's bytes with its ending."""
        return self.data[self._byte_lines.start(line - 1) : self._byte_lines.start(line)]

    def line_ending(self, line: int) -> bytes:
        """Return the ending of a line: `\\n`, `\\r\\n`, or nothing for a last line without newline."""
        raw = self.line_bytes(line)
        if raw.endswith(b"\r\n"):
            return b"\r\n"
        return b"\n" if raw.endswith(b"\n") else b""

    def is_blank(self, line: int) -> bool:
        """Tell whether a line holds nothing but white space."""
        return not self.line_text(line).strip()

    def indent(self, line: int) -> str:
        """Return the spaces and tabs that a line begins with."""
        text = self.line_text(line)
        return text[: len(text) - len(text.lstrip(" \t"))]

    def lines_of(self, span: Span) -> LineRange:
        """Return the lines that a span touches; an end just behind a newline is on the line above."""
        first, last = self.line_at(span.start), span.end - 1
        if last - span.start <= _SHORT:
            return LineRange(first, first + self.text.count("\n", span.start, max(span.start, last)))
        return LineRange(first, self.line_at(last))

    def span_of(self, lines: LineRange) -> Span:
        """Return the span of whole lines, the last one's newline included."""
        return Span(self._lines.start(lines.first_line - 1), self._lines.start(lines.last_line))

    def bytes_of(self, lines: LineRange) -> bytes:
        """Return the bytes of whole lines, endings included."""
        return self.data[
            self._byte_lines.start(lines.first_line - 1) : self._byte_lines.start(lines.last_line)
        ]

    def byte_line_start(self, line: int) -> int:
        """Return the byte offset of a 1-based line; one past the last line is the end of the data."""
        return self._byte_lines.start(line - 1)

    def byte_offset(self, offset: int) -> int:
        """Return the byte offset of a text offset. The newline of a `\\r\\n` begins at its `\\r`."""
        if self._plain:
            return offset
        if not self.line_count:
            return 0
        if offset >= len(self.text):
            return len(self.data)
        line = self.line_at(offset)
        start = self._lines.start(line - 1)
        return self._byte_lines.start(line - 1) + len(
            self.text[start:offset].encode("utf-8", "surrogateescape")
        )

    def text_offset(self, offset: int) -> int:
        """Return the text offset of a byte offset; inside a `\\r\\n` or a character, that of its start."""
        if self._plain:
            return offset
        if offset >= len(self.data):
            return len(self.text)
        line = self._byte_lines.at(offset)
        raw = self.data[self._byte_lines.start(line - 1) : offset]
        return min(
            self._lines.start(line - 1) + len(raw.decode("utf-8", "surrogateescape")), self.line_end(line)
        )

    def byte_span(self, span: Span) -> tuple[int, int]:
        """Return the half-open byte offsets of a span."""
        return self.byte_offset(span.start), self.byte_offset(span.end)
