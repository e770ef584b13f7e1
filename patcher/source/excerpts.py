"""Excerpts: the lines of a file around what is marked in it, the middle of long ranges left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.errors import Excerpt, Mark
from patcher.source.file import SourceFile
from patcher.source.ranges import Span

EDGE = 2  # lines of a marked range that are shown at each of its ends
FOLDED = 4  # lines that two which are shown may be apart with those between shown too
AROUND = 2  # lines beyond a mark


def excerpt_of(
    source: SourceFile, marks: Sequence[Mark], *, around: int = AROUND, after: bool = False
) -> Excerpt:
    """Return the lines around the ends of each mark; a few lines between two of them are shown too,
    a blank one at an end is not.

    Lines are 1-based and inclusive; marks that lie outside the file are cut to it.
    """
    count = source.line_count
    held = tuple(mark for mark in marks if 1 <= mark.first_line <= count)
    wanted = sorted({number for mark in held for number in _near(mark, around) if 1 <= number <= count})
    numbers: list[int] = []
    for number in wanted:
        if numbers and number - numbers[-1] <= FOLDED:
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
    marked = {number for mark in held for number in (mark.first_line, mark.last_line)}
    while numbers and numbers[0] not in marked and source.is_blank(numbers[0]):
        del numbers[0]
    while numbers and numbers[-1] not in marked and source.is_blank(numbers[-1]):
        del numbers[-1]
    lines = tuple((number, source.line_text(number)) for number in numbers)
    return Excerpt(source.path, lines, held, after)


def _near(mark: Mark, around: int) -> Iterator[int]:
    first, last = mark.first_line, mark.last_line
    yield from range(first - around, min(first + EDGE, last + 1))
    yield from range(max(first, last - EDGE + 1), last + around + 1)


def mark_of(source: SourceFile, span: Span, sign: str, label: str) -> Mark:
    """Return a mark for a span: its whole lines, or a pointer where it is a part of one line."""
    lines = source.lines_of(span)
    start = source.line_start(lines.first_line)
    before, behind = (
        source.text[start : span.start],
        source.text[span.end : source.line_end(lines.first_line)],
    )
    if len(lines) > 1 or not (before.strip() or behind.strip()):
        return Mark(lines.first_line, lines.last_line, sign, label)
    return Mark(lines.first_line, lines.first_line, sign, label, span.start - start + 1, max(1, len(span)))
