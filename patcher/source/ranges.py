"""The two ways to say where: whole lines (1-based, both ends included) and spans of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from patcher.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """Consecutive whole lines, 1-based, both ends included; never empty."""

    first_line: int
    last_line: int

    def __post_init__(self) -> None:
        if not 1 <= self.first_line <= self.last_line:
            raise ValueError(f"not a range of lines: {self.first_line}-{self.last_line}")

    def __len__(self) -> int:
        return self.last_line - self.first_line + 1

    def __str__(self) -> str:
        if self.first_line == self.last_line:
            return str(self.first_line)
        return f"{self.first_line}-{self.last_line}"

    def holds(self, other: LineRange) -> bool:
        """Tell whether every line of `other` is one of these."""
        return self.first_line <= other.first_line and other.last_line <= self.last_line

    def meets(self, other: LineRange) -> bool:
        """Tell whether the two share a line."""
        return self.first_line <= other.last_line and other.first_line <= self.last_line

    def gap(self, other: LineRange) -> int:
        """Return how many lines lie between the two; 0 where they overlap or touch."""
        return max(0, other.first_line - self.last_line - 1, self.first_line - other.last_line - 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open pair of 0-based offsets into a `SourceFile.text`; may be empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans, sorted by where they begin, those that touch made one."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


class Following:
    """A walk down a text that came of another one by changes; between them the old text stands.

    `changes` are spans of the old text, sorted and apart, each with the length of what stands there now.
    """

    def __init__(self, changes: Sequence[tuple[Span, int]]) -> None:
        self.changes = changes
        self.next = 0  # the first change that was not passed
        self.shift = 0  # from the old text to the new one behind the passed changes

    @property
    def passed_all(self) -> bool:
        """Whether no change lies ahead."""
        return self.next == len(self.changes)

    def pass_until(self, offset: int) -> None:
        """Leave behind the changes whose new text ends before an offset of the new text, or there."""
        while not self.passed_all:
            span, length = self.changes[self.next]
            if span.start + self.shift + length > offset:
                return
            self.shift += length - len(span)
            self.next += 1
