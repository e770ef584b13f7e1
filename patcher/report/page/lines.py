"""Lines as the page shows them: runs of blank ones counted, long stretches folded, what encloses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.expression import expression
from patcher.report.page.model import Blank, End, Fold, Item, Line, Rows, Sign
from patcher.source import SourceFile, Span

EDGE = 2  # non-blank lines that are seen on either side of a cut and at either end of it
MORE = 10  # further kept lines that a reader can ask for
SHORT = 6  # lines up to which nothing is folded
PEEKS = 24
_FAR_ABOVE = 4000  # lines that are looked through for what encloses a place

_WORDY = expression(r"\w")
_CLOSER = expression(r"\s*[)\]}]")
_COMMENT = expression(r"\s*(?:#(?![A-Za-z\[])|//|/\*|\*\s|--\s|;|%)")
_HEADING = expression(r"(#{1,6})\s")


class Text:
    """The lines of one side of a file. A carriage return is left off where all of its lines have one."""

    def __init__(self, path: str, data: bytes | None) -> None:
        self.path = path
        source = SourceFile(path, data or b"")
        self.count = source.line_count
        self._crlf = source.data.count(b"\r\n") == source.data.count(b"\n")
        self._open = not source.ends_with_newline
        raw = source.data.decode("utf-8", "surrogateescape").split("\n")
        self.texts = [line.removesuffix("\r") if self._crlf else line for line in raw][: self.count]

    def line(self, number: int, sign: Sign, mark: Span | None = None) -> Line:
        """Return a 1-based line."""
        last = self._open and number == self.count
        return Line(sign, number, self.texts[number - 1], mark, last)

    def blank(self, number: int) -> bool:
        """Tell whether a 1-based line holds nothing but white space."""
        return not self.texts[number - 1].strip()

    def indent(self, number: int) -> int:
        """Return how many blanks a line begins with, a tab counted as eight."""
        text = self.texts[number - 1]
        return len(text[: len(text) - len(text.lstrip(" \t"))].expandtabs())

    def items(self, first: int, end: int, sign: Sign) -> list[Item]:
        """Return the lines `first` up to before `end`, runs of blank ones counted."""
        found: list[Item] = []
        for number in range(first, end):
            if not self.blank(number):
                found.append(self.line(number, sign))
            elif found and isinstance(found[-1], Blank):
                found[-1] = Blank(sign, found[-1].count + 1)
            else:
                found.append(Blank(sign, 1))
        return found

    def above(self, number: int, wanted: int = EDGE) -> int:
        """Return the first of the lines above a line that hold so many non-blank ones, or 1."""
        while number > 1 and wanted:
            number -= 1
            wanted -= not self.blank(number)
        return number

    def below(self, number: int, wanted: int = EDGE) -> int:
        """Return the line behind those, from a line on, that hold so many non-blank ones, or the end."""
        while number <= self.count and wanted:
            wanted -= not self.blank(number)
            number += 1
        return number

    def kept_above(self, number: int) -> list[Item]:
        """Return the kept lines above a line, and the file's beginning where it is reached."""
        first = self.above(number)
        short = sum(not self.blank(n) for n in range(first, number)) < EDGE
        return [End("the file begins")] * short + self.items(first, number, " ")

    def kept_below(self, number: int) -> list[Item]:
        """Return the kept lines from a line on, and the file's end where it is reached."""
        end = self.below(number)
        short = sum(not self.blank(n) for n in range(number, end)) < EDGE
        return self.items(number, end, " ") + [End("the file ends")] * short

    def edges(self, first: int, end: int, sign: Sign, rows: Rows, *, peek: bool) -> list[Item]:
        """Return lines with their first and last two non-blank ones seen, those between folded.

        `rows` are the rows of the patch that hold them.
        """
        top = min(self.below(first), end)
        bottom = max(self.above(end), top)
        if end - first <= SHORT or bottom - top <= 1:
            return self.items(first, end, sign)
        middle = Rows(rows.diff, rows.hunk, rows.first + top - first, rows.last - (end - bottom))
        peeks = list(self._peeks(first, top, bottom, sign)) if peek else []
        fold = Fold(sign, bottom - top, top, middle, tuple(peeks[:PEEKS]), max(0, len(peeks) - PEEKS))
        return [*self.items(first, top, sign), fold, *self.items(bottom, end, sign)]

    def _peeks(self, first: int, top: int, bottom: int, sign: Sign) -> Iterator[Line]:
        """Yield the lines of a fold that stand no deeper than the first line of the cut."""
        depth = next((self.indent(n) for n in range(first, bottom) if not self.blank(n)), 0)
        for number in range(top, bottom):
            text = self.texts[number - 1]
            if not _WORDY.search(text) or _CLOSER.match(text) or self.indent(number) > depth:
                continue
            if _COMMENT.match(text) and _COMMENT.match(self.texts[number - 2]):
                continue  # a comment is seen by its first line
            yield self.line(number, sign)

    def inside(self, number: int) -> tuple[str, ...]:
        """Return the headers of what encloses a line, the outermost first: by depth, headings, tables."""
        if self.path.endswith((".md", ".markdown")):
            return self._headings(number)
        if self.path.endswith((".toml", ".ini", ".cfg")):
            above = range(number - 1, max(0, number - _FAR_ABOVE), -1)
            return tuple(self.texts[n - 1] for n in above if self.texts[n - 1].startswith("["))[:1]
        here = next((n for n in range(number, self.count + 1) if not self.blank(n)), None)
        depth = self.indent(here) if here is not None else 0
        found: list[str] = []
        above = range(number - 1, max(0, number - _FAR_ABOVE), -1)
        for n in above:
            if depth == 0:
                break
            text = self.texts[n - 1]
            if _WORDY.search(text) and not _CLOSER.match(text) and self.indent(n) < depth:
                depth = self.indent(n)
                found.append(text.strip())
        return tuple(reversed(found))

    def _headings(self, number: int) -> tuple[str, ...]:
        rank, found = 7, []
        for n in range(number - 1, max(0, number - _FAR_ABOVE), -1):
            match = _HEADING.match(self.texts[n - 1])
            if match is not None and len(match[1]) < rank:
                rank = len(match[1])
                found.append(self.texts[n - 1].strip())
        return tuple(reversed(found))


def marked(items: Sequence[Item]) -> list[Item]:
    """Return as many lines that go as come, the characters marked that differ, line against line."""
    lines = [item for item in items if isinstance(item, Line)]
    old = [line for line in lines if line.sign == "-"]
    new = [line for line in lines if line.sign == "+"]
    if len(old) != len(new):
        return list(items)
    pairs = [_marked(a, b) for a, b in zip(old, new, strict=True)]
    return [*(a for a, _ in pairs), *(b for _, b in pairs)]


def _marked(old: Line, new: Line) -> tuple[Line, Line]:
    a, b = old.text, new.text
    most = min(len(a), len(b))
    head = next((i for i in range(most) if a[i] != b[i]), most)
    tail = next((i for i in range(most - head) if a[-1 - i] != b[-1 - i]), most - head)
    if head + tail == 0 or a == b:
        return old, new
    return (
        Line(old.sign, old.number, a, Span(head, len(a) - tail), old.open),
        Line(new.sign, new.number, b, Span(head, len(b) - tail), new.open),
    )
