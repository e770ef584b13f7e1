"""Markdown: headings with their sections, and list items, by CommonMark's rules for blocks.

Nothing inside a fence, an indented block of code, an HTML comment or front matter is a heading or an
item. There is no parser to ask, so a section's end is confirmed by the ranks of the headings alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.links import markdown_links, numbers, without_lines
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Construct, Disagreement, Language
from patcher.syntax.nest import followed
from patcher.syntax.prose import texts_of
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon(block_comments=(("<!--", "-->"),))

_ATX = expression(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z")
_SETEXT = expression(r" {0,3}(=+|-+)[ \t]*\Z")
_FENCE = expression(r"[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})(.*)\Z")
_ITEM = expression(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*\Z)")
_BREAK = expression(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}\Z")
_LINK = expression(r" {0,3}\[[^\]]+\]:[ \t]*\S")
_LABEL = expression(r"[ \t]*(?:<a (?:id|name)=[^>]*>(?:</a>)?|<!--.*-->)[ \t]*\Z")
_NO_TEXT = expression(r" {0,3}(?:>|#{1,6}[ \t]|```|~~~|\|)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its rank, its text as written, its first and last 1-based lines."""

    rank: int
    text: str
    first_line: int
    last_line: int


def _first_line(heading: Heading) -> int:
    return heading.first_line


class MarkdownSyntax(Syntax):
    """A Markdown file as lines of blocks."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, LEXICON))

    @cached_property
    def _texts(self) -> list[str]:
        return texts_of(self.source)

    @cached_property
    def _code(self) -> list[bool]:
        """Whether each 1-based line belongs to a fence, front matter or an HTML comment's inside."""
        texts, inside = self._texts, [False] * len(self._texts)
        fence: str | None = None
        for line in range(1, len(texts)):
            text = texts[line]
            match = _FENCE.match(text)
            if fence is not None:
                inside[line] = True
                if match and match[1].startswith(fence) and not match[2].strip():
                    fence = None
            elif match and not (match[1][0] == "`" and "`" in match[2]):
                fence, inside[line] = match[1], True
        if len(texts) > 2 and texts[1].rstrip() == "---":
            end = next((n for n in range(2, len(texts)) if texts[n].rstrip() in ("---", "...")), 0)
            inside[1 : end + 1] = [True] * end
        for comment in self.lexis.comments():
            lines = self.source.lines_of(comment)
            if not inside[lines.first_line]:
                for line in range(lines.first_line + 1, lines.last_line + 1):
                    inside[line] = True
        return inside

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        found: list[Heading] = []
        texts, code = self._texts, self._code
        start = 0  # first line of the paragraph that a setext underline would make a heading
        for line in range(1, len(texts)):
            text = texts[line]
            atx = _ATX.match(text) if not code[line] else None
            under = _SETEXT.match(text) if start and not code[line] else None
            if atx:
                found.append(Heading(len(atx[1]), (atx[2] or "").strip(), line, line))
                start = 0
            elif under:
                words = " ".join(t.strip() for t in texts[start:line])
                found.append(Heading(1 if under[1][0] == "=" else 2, words, start, line))
                start = 0
            elif (
                code[line]
                or not text.strip()
                or _NO_TEXT.match(text)
                or _BREAK.match(text)
                or _ITEM.match(text)
            ):
                start = 0
            elif (
                not start
                and len(text) - len(text.lstrip(" ")) < 4
                and text[:1] != "\t"
                and not self._in_item(line)
            ):
                start = line
        return tuple(found)

    def _in_item(self, line: int) -> bool:
        """Tell whether a line continues a list item above it, so that it begins no paragraph of its own."""
        above = self._texts[line - 1]
        return bool(above.strip()) and bool(_ITEM.match(above))

    @cached_property
    def _sections(self) -> tuple[Construct, ...]:
        found = []
        for heading, following in followed(self.headings, lambda one, later: later.rank <= one.rank):
            first = self._labels_above(heading.first_line)
            last = self._labels_above(following.first_line) - 1 if following else self._last_below(first)
            found.append(self._construct("section", first, max(last, heading.last_line), heading.text))
        return tuple(found)

    def _last_below(self, line: int) -> int:
        """Return the last line of a section that begins on a line and that no heading ends."""
        alone = not any(text.strip() for text in self._texts[1:line])
        return self.source.line_count if alone else self._last_line

    @cached_property
    def _last_line(self) -> int:
        """The last line that belongs to a section: what defines links and notes at the file's end serves all of it.

        Definitions below a heading and nothing else are that heading's own.
        """
        texts, first = self._texts, len(self._texts)
        for line in range(len(texts) - 1, 0, -1):
            if _LINK.match(texts[line]) and not self._code[line]:
                first = line
            elif texts[line].strip() and not texts[line].startswith((" ", "\t")):
                break
        last = first - 1
        parted = first < len(texts) and not texts[last].strip()
        above = next((n for n in range(last, 0, -1) if texts[n].strip()), 0)
        headed = any(heading.last_line == above for heading in self.headings)
        return last if parted and above and not headed else self.source.line_count

    def _labels_above(self, line: int) -> int:
        """Return the first of the label lines that stand directly above a heading, else its own line."""
        while line > 1 and _LABEL.match(self._texts[line - 1]):
            line -= 1
        return line

    def _construct(self, kind: str, first: int, last: int, label: str, body: Span | None = None) -> Construct:
        start = self.source.line_start(first)
        # A section's last blank lines are its own, so it ends behind a newline; an item ends with its text.
        end = self.source.line_start(last + 1) if kind == "section" else self.source.line_end(last)
        return Construct(kind, Span(start, end), start, label, body)

    def sections(self) -> Sequence[Construct]:
        """Return each heading with what stands under it, the labels directly above included."""
        return self._sections

    def items(self) -> Sequence[Construct]:
        """Return each list item with its continuation lines and sub-items; `body` is its first paragraph."""
        return tuple(self._items())

    def _items(self) -> Iterator[Construct]:
        for line in range(1, len(self._texts)):
            match = _ITEM.match(self._texts[line]) if not self._code[line] else None
            if match is None or _BREAK.match(self._texts[line]) or not self._begins_item(line, match):
                continue
            last = self._item_end(line, match)
            end = line
            while end < last and self._continues_paragraph(end + 1):
                end += 1
            body = Span(self.source.line_start(line), self.source.line_end(end))
            yield self._construct("item", line, last, self._texts[line].strip(), body)

    def _begins_item(self, line: int, match: re.Match[str]) -> bool:
        """Tell whether a line that looks like an item is one, and not indented code."""
        if len(match[1].expandtabs(4)) < 4:
            return True
        for above in range(line - 1, 0, -1):
            text = self._texts[above]
            if text.strip() and (found := _ITEM.match(text)) is not None:
                return len(match[1].expandtabs(4)) < len(found[1].expandtabs(4)) + 8
            if text.strip() and not text.startswith((" ", "\t")):
                return False
        return False

    def _content_column(self, match: re.Match[str]) -> int:
        blanks = match[3].expandtabs(4) if match[3] else " "
        return len(match[1].expandtabs(4)) + len(match[2]) + (len(blanks) if len(blanks) <= 4 else 1)

    def _item_end(self, line: int, match: re.Match[str]) -> int:
        """Return the last non-blank line of the item that begins on a line."""
        column = self._content_column(match)
        last, blank = line, False
        for below in range(line + 1, len(self._texts)):
            text = self._texts[below]
            if not text.strip():
                blank = True
                continue
            indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip(" "))
            lazy = not blank and self._continues_paragraph(below) and not self._code[below]
            if indent < column and not lazy and not (self._code[below] and self._code[last] and last > line):
                break
            last, blank = below, False
        return last

    def _continues_paragraph(self, line: int) -> bool:
        text = self._texts[line]
        starts = _ITEM.match(text) or _ATX.match(text) or _FENCE.match(text) or _BREAK.match(text)
        return bool(text.strip()) and not starts and not text.lstrip().startswith(">")

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what links lead to, and the numbers of ordered items."""
        code = [line for line in range(1, len(self._code)) if self._code[line]]
        comments = [lines for comment in self.lexis.comments() for lines in [self.source.lines_of(comment)]]
        code += [n for lines in comments for n in range(lines.first_line, lines.last_line + 1)]
        text = without_lines(self.source, code)
        yield from markdown_links(text, [heading.text for heading in self.headings])
        yield from numbers(self.source, self.items())

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a section by ranks: no heading inside is as high as its own, and one follows or the end."""
        lines = self.source.lines_of(span)
        if extent == "section":
            first = bisect_left(self.headings, lines.first_line, key=_first_line)
            behind = bisect_right(self.headings, lines.last_line, key=_first_line)
            inside, following = self.headings[first:behind], self.headings[behind : behind + 1]
            ends = {self._last_below(lines.first_line)} | {
                self._labels_above(h.first_line) - 1 for h in following if inside and h.rank <= inside[0].rank
            }
            if inside and all(h.rank > inside[0].rank for h in inside[1:]) and lines.last_line in ends:
                return f"no heading of rank {inside[0].rank} or higher stands inside"
            return Disagreement("the section", span, "the ranks of its headings", None)
        if extent == "item":
            text = self._texts[lines.first_line]
            column = len(text) - len(text.lstrip())
            peers = [
                n
                for n in range(lines.first_line + 1, lines.last_line + 1)
                if not self._code[n]
                and _ITEM.match(self._texts[n])
                and len(self._texts[n]) - len(self._texts[n].lstrip()) <= column
            ]
            if not peers and not self._outside(lines, column):
                return "no item of its own depth stands inside"
            return Disagreement("the item", span, "the indentation of its bullets", None)
        return None

    def _outside(self, lines: LineRange, column: int) -> bool:
        """Tell whether lines of an item hold a paragraph that is none of it, or leave a lazy line of it behind."""
        texts = self._texts
        for line in range(lines.first_line + 1, lines.last_line + 1):
            text = texts[line]
            if text.strip() and not texts[line - 1].strip() and len(text) - len(text.lstrip()) <= column:
                return True
        below = lines.last_line + 1
        return below < len(texts) and not self._code[below] and self._continues_paragraph(below)


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a Markdown file in its language."""
    return MarkdownSyntax(source, language)
