"""reStructuredText by its blocks: headings, list items, directives, comments, in one pass over the lines.

The rules are those of docutils' specification ("reStructuredText Markup Specification"): a list or a heading
begins behind a blank line, what is indented below `::` is literal, and a heading stands in the first column.

>>> found = scan(["", "Title", "=====", "", "* a", "* b"])
>>> found.headings[0].text, [(item.first_line, item.last_line) for item in found.items]
('Title', [(4, 4), (5, 5)])
"""

from __future__ import annotations

import re

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.syntax.depth import TooDeepError

MOST_LEVELS = 200  # of blocks in blocks: three calls in each other a level

_RULE = expression(r"([!-/:-@\[-`{-~])\1*[ \t]*\Z")
_BULLET = expression(r"([-*+\u2022\u2023\u2043])(?:([ \t]+)(?=\S)|[ \t]*\Z)")
_ENUMERATOR = expression(
    r"(?:\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)\)|(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)\.)(?:([ \t]+)(?=\S)|[ \t]*\Z)"
)
_FIELD = expression(r":(?![: ])(?:[^:\\\n]|\\.|:(?!(?: |\Z)))*[^ \\:]?:(?:[ \t]+|\Z)")
_OPTION_NAME = r"(?:-\w|--?\w[\w-]*|/\w)(?:[ =](?:<[^>]+>|[\w-]+))?"
_OPTION = expression(rf"{_OPTION_NAME}(?:, {_OPTION_NAME})*(?:  +|[ \t]*\Z)")
_EXPLICIT = expression(r"\.\.(?:[ \t]+|\Z)")
_DIRECTIVE = expression(r"\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w][\w.:+-]*?)[ \t]?::(?:[ \t]|\Z)")
_TARGET = expression(r"\.\.[ \t]+(?:_(?:[^:\\]|\\.|:(?!\s|\Z))*:|__:?|\[[^\]]+\]|\|[^|]+\|)")
_LABEL = expression(r"\.\.[ \t]+_(?:`[^`]+`|(?:[^:\\`]|\\.)+):[ \t]*\Z")
_GRID = expression(r"\+-[-+]+-\+[ \t]*\Z")
_SIMPLE = expression(r"=+(?:[ \t]+=+)+[ \t]*\Z")
_LITERAL = frozenset(
    (
        "code",
        "code-block",
        "sourcecode",
        "literalinclude",
        "parsed-literal",
        "raw",
        "math",
        "csv-table",
        "prompt",
        "console-block",
        "doctest",
        "testcode",
        "testoutput",
        "testsetup",
        "testcleanup",
        "graphviz",
        "digraph",
        "graph",
        "mermaid",
        "productionlist",
        "plantuml",
        "uml",
        "toctree",
        "autosummary",
        "include",
        "highlight",
        "ipython",
        "jinja",
        "tabularcolumns",
        "index",
        "versionsinfo",
        "command-output",
        "program-output",
        "exec",
    )
)
_BELONGING = frozenset(("index", "rst-class", "class"))  # directives that speak of what comes next


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its rank from 1, its text, its first and last 1-based lines, and its rule's length."""

    rank: int
    text: str
    first_line: int
    last_line: int
    style: str
    rule: int


@dataclass(frozen=True, slots=True)
class Item:
    """A list item's 1-based lines, those of its first paragraph, and its 0-based column."""

    first_line: int
    last_line: int
    paragraph_end: int
    column: int


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive, a target or a comment: its 1-based lines.

    `name` is the directive's, else ""; `argument` what stands behind the name of one of a single line.
    """

    kind: str  # "directive", "target", "comment"
    name: str
    first_line: int
    last_line: int
    column: int
    label: bool = False  # a target for what comes next
    argument: str = ""


@dataclass(slots=True)
class Scan:
    """What one pass over the lines found, each kind in the order of the file."""

    headings: list[Heading] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    explicit: list[Directive] = field(default_factory=list)
    literal: list[tuple[int, int]] = field(default_factory=list)  # first and last lines


def scan(lines: list[str]) -> Scan:
    """Return what stands in the lines of a file; the first of them is number 1, number 0 is not looked at.

    Raises `TooDeepError` with the line where there are too many levels.
    """
    scanner = _Scanner(lines)
    scanner.block(1, len(lines) - 1, 0, top=True)
    scanner.found.items.sort(key=lambda item: (item.first_line, item.column))
    scanner.found.explicit.sort(key=lambda each: each.first_line)
    return scanner.found


def belongs_to(each: Directive, title: str) -> bool:
    """Tell whether a directive or target above a heading is the heading's.

    So is one of a single line that says the heading's own text: `.. setting:: HOST`, as
    `Sphinx.add_crossref_type` makes them.
    """
    named = each.argument != "" and each.argument == title.replace("`", "")
    return each.label or named or (each.kind == "directive" and each.name in _BELONGING)


def defines(each: Directive, text: str) -> bool:
    """Tell whether an explicit block says what a reference, a note or a substitution anywhere in its file means."""
    if each.label or text.startswith(".. __"):
        return False
    return each.kind == "target" or text[2:].lstrip().startswith("|")


class _Scanner:
    def __init__(self, lines: list[str]) -> None:
        self.lines = [line.expandtabs(8).rstrip() for line in lines]
        self.found = Scan()
        self.styles: list[str] = []
        self.level = 0

    def indent(self, line: int) -> int:
        """Return a line's indentation; a blank line has none."""
        text = self.lines[line]
        return len(text) - len(text.lstrip(" "))

    def deeper(self, line: int, last: int, column: int) -> int:
        """Return the last non-blank line below a line that is indented at least to a column, or the line."""
        end = line
        for below in range(line + 1, last + 1):
            if self.lines[below]:
                if self.indent(below) < column:
                    break
                end = below
        return end

    def block(self, first: int, last: int, column: int, *, top: bool = False) -> None:
        """Read the blocks of the lines from one to another whose text begins at a column."""
        self.level += 1
        if self.level > MOST_LEVELS:
            raise TooDeepError(first)
        line = first
        while line <= last:
            if not self.lines[line]:
                line += 1
            elif self.indent(line) > column:
                end = self.deeper(line, last, column + 1)
                inner = min(self.indent(n) for n in range(line, end + 1) if self.lines[n])
                self.block(line, end, inner)
                line = end + 1
            else:
                line = self.one(line, last, column, top) + 1
        self.level -= 1

    def one(self, line: int, last: int, column: int, top: bool) -> int:
        """Read the block that begins on a line; returns its last line."""
        text = self.lines[line][column:]
        following = self.lines[line + 1] if line < last else ""
        bullet = _BULLET.match(text)
        if bullet is not None:
            return self.item(line, last, column, len(bullet.group()) if bullet[2] else 2)
        number = _ENUMERATOR.match(text)
        if number is not None and self.numbered(line, last, column, number.end(), following):
            return self.item(line, last, column, number.end() if number[1] else number.end() + 1)
        if _EXPLICIT.match(text):
            return self.explicit(line, last, column, text)
        if _FIELD.match(text) or (_OPTION.match(text) and self.is_option(text, following, column)):
            return self.item(line, last, column, 1, offset=len(text) if _OPTION.match(text) else 0)
        if text.startswith((">>> ", "| ")) or text == "|" or _GRID.match(text):
            return self.to_blank(line, last)
        if _SIMPLE.match(text):
            return self.simple_table(line, last)
        if text != "::" and _RULE.match(text) and (not top or len(text) > 1):
            return self.rule(line, last, text, top)
        if following and _RULE.match(following) and self.is_title(text, following, top):
            self.heading(line, line + 1, text.strip(), following[0], len(following))
            return line + 1
        if following and self.indent(line + 1) > column and not text.endswith("::"):
            return self.item(line, last, column, 1, offset=len(text))
        return self.paragraph(line, last, column)

    # lists

    def numbered(self, line: int, last: int, column: int, width: int, following: str) -> bool:
        """Tell whether a line that looks like an item with a number is one: what follows decides."""
        if not following or self.indent(line + 1) >= column + width:
            return True
        return self.indent(line + 1) == column and bool(_ENUMERATOR.match(following[column:]))

    def is_option(self, text: str, following: str, column: int) -> bool:
        match = _OPTION.match(text)
        assert match is not None
        described = match.end() < len(text)
        deeper = bool(following) and len(following) - len(following.lstrip()) > column
        return described or deeper

    def item(self, line: int, last: int, column: int, width: int, *, offset: int = 0) -> int:
        """Read an item whose text begins `width` behind its column, or, from `offset` on, is none of its blocks'."""
        end = self.deeper(line, last, column + width)
        paragraph = line
        while (
            paragraph < end
            and self.lines[paragraph + 1]
            and not self.begins(paragraph + 1, line, column, width)
        ):
            paragraph += 1
        self.found.items.append(Item(line, end, paragraph, column))
        original = self.lines[line]
        if offset or width == 1:
            self.lines[line] = ""
            inner = [self.indent(n) for n in range(line + 1, end + 1) if self.lines[n]]
            self.block(line + 1, end, min(inner, default=column + 1))
        else:
            self.lines[line] = (" " * (column + width) + original[column + width :]).rstrip()
            self.block(line, end, column + width)
        self.lines[line] = original
        return end

    def begins(self, line: int, first: int, column: int, width: int) -> bool:
        """Tell whether a line inside an item's first lines begins a list of its own."""
        text = self.lines[line].lstrip()
        inline = self.lines[first][column + width :].lstrip()
        listed = _BULLET.match(inline) or _FIELD.match(inline)
        return bool(listed and (_BULLET.match(text) or _FIELD.match(text)))

    # directives, targets, comments

    def explicit(self, line: int, last: int, column: int, text: str) -> int:
        """Read what begins with two dots."""
        end = self.deeper(line, last, column + 1)
        directive, target = _DIRECTIVE.match(text), _TARGET.match(text)
        if text == ".." and line < last and not self.lines[line + 1]:
            end = line  # an empty comment
        kind = "directive" if directive else "target" if target else "comment"
        name = directive[1].split(":")[-1] if directive else ""
        label = kind == "target" and bool(_LABEL.match(text)) and end == line
        argument = text[directive.end() :].strip() if directive and end == line else ""
        self.found.explicit.append(Directive(kind, name, line, end, column, label, argument))
        if kind == "directive" and name in _LITERAL:
            self.found.literal.append((line + 1, end))
        elif kind == "directive" and end > line:
            inner = [self.indent(n) for n in range(line + 1, end + 1) if self.lines[n]]
            self.block(line + 1, end, min(inner))
        return end

    # text

    def to_blank(self, line: int, last: int) -> int:
        while line < last and self.lines[line + 1]:
            line += 1
        return line

    def simple_table(self, line: int, last: int) -> int:
        """Return the last border of a table that has no lines between its columns."""
        for below in range(line + 1, last + 1):
            closed = _SIMPLE.match(self.lines[below].strip()) or _RULE.match(self.lines[below].strip())
            if (
                closed
                and self.lines[below].lstrip()[:1] == "="
                and (below == last or not self.lines[below + 1])
            ):
                return below
        return self.to_blank(line, last)

    def rule(self, line: int, last: int, text: str, top: bool) -> int:
        """Read a line of one mark: a heading's overline, or a transition."""
        title = self.lines[line + 1] if line + 2 <= last and self.lines[line + 2] == text else ""
        if top and title and (not _RULE.match(title) or len(text) < 4):
            self.heading(line, line + 2, title.strip(), text[0] * 2, len(text))
            return line + 2
        return line if len(text) >= 4 else self.to_blank(line, last)

    def is_title(self, text: str, following: str, top: bool) -> bool:
        return top and (len(following) >= min(4, _width(text)) or len(following) >= _width(text))

    def heading(self, first: int, last: int, text: str, style: str, rule: int) -> None:
        if style not in self.styles:
            self.styles.append(style)
        self.found.headings.append(Heading(self.styles.index(style) + 1, text, first, last, style, rule))

    def paragraph(self, line: int, last: int, column: int) -> int:
        """Read a paragraph, and the literal block that its last line announces."""
        while line < last and self.lines[line + 1] and self.indent(line + 1) == column:
            line += 1
        if not self.lines[line].endswith("::"):
            return line
        begin = line + 1
        while begin < last and not self.lines[begin]:
            begin += 1
        if begin > last:
            return line
        quoted = self.indent(begin) <= column and bool(
            re.match(r"[!-/:-@\[-`{-~]", self.lines[begin][column:])
        )
        if self.indent(begin) > column:
            end = self.deeper(line, last, column + 1)
        elif quoted and begin > line + 1:
            end = self.quoted(begin, last, column)
        else:
            return line
        self.found.literal.append((begin, end))
        return end

    def quoted(self, line: int, last: int, column: int) -> int:
        """Return the last line of a literal block whose lines begin with one mark."""
        mark, end = self.lines[line][column], line
        while end < last and self.lines[end + 1][column : column + 1] == mark:
            end += 1
        blank = end == last or not self.lines[end + 1]
        return end if blank and not _EXPLICIT.match(self.lines[line][column:]) else line - 1


def _width(text: str) -> int:
    """Return how many columns a text takes, as docutils counts them."""
    from unicodedata import combining, east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else not combining(c) for c in text)
