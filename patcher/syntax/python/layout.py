"""Logical lines and the blocks that their indentation makes, found without a parser.

Works on the masked text (`Lexis.masked`), in which brackets, colons and words are those of code.
A logical line is a run of physical lines that brackets or backslashes join (The Python Language
Reference, 2.1). Lines of comment, blank lines and lines inside strings are none.

>>> from patcher.source import SourceFile
>>> from patcher.syntax.lexis import Lexis
>>> from patcher.syntax.python.lexicon import LEXICON
>>> layout = Layout(Lexis(SourceFile("a.py", b"if x:\\n  f(1,\\n2)\\ny = 1\\n"), LEXICON))
>>> layout.starts, layout.parents, layout.stops
([0, 8, 16], [-1, 0, -1], [2, 2, 3])
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Body

# All beyond ASCII may stand in a name: what exactly may is the business of Python's own parser. Said by
# what may not, for a set that reaches to the last character takes `re` milliseconds to compile.
INNER = r"[^\x00-/:-@\[-^`{-\x7f]"
NAME = rf"[^\x00-@\[-^`{{-\x7f]{INNER}*"
WORD = expression(NAME)
CLAUSES = frozenset({"elif", "else", "except", "finally"})
_BEGIN_CLAUSES = frozenset("cef")  # what their words and `case` begin with
COMPOUND = frozenset({"if", "for", "while", "try", "with", "def", "class", "async"}) | CLAUSES

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = expression(r"[()\[\]{}]")
_OUTSIDE = expression(r"[()\[\]{}\n#]|\\\n")
_BETWEEN = expression(r"[^;]+")
_COLON = expression(r"\blambda\b|:(?!=)")
# A word that no expression may hold begins a new statement, whatever brackets are still open.
_RESUMES = expression(r"[()\[\]{}]|\n(?=(?:async[ \t]+def|def|class|import|@)\b)")
_COMMENT_LINE = expression(r"^([ \t\f]*)#+[ \t\f]*$", re.MULTILINE)
_WORTH_KEEPING = 2000  # characters
_BLANK = " \t\f\r\n\\"
_TRAILING = " \t\f\r"


def _nested(levels: int) -> str:
    """Return a regex of a bracket and all inside it, brackets up to that many levels deep included."""
    inner = r"[^()\[\]{}]++"
    for _ in range(levels - 1):
        inner = rf"[^()\[\]{{}}]++|[(\[{{](?:{inner})*+[)\]}}]"
    return rf"[(\[{{](?:{inner})*+[)\]}}]"


_LINE = expression(
    rf"^([ \t\f]*+(?:\ufeff[ \t\f]*+)*+)(?![ \t\f\n#]|\Z)((?:[^()\[\]{{}}\\\n#]++|{_nested(4)}|\\\n?)*+)",
    re.MULTILINE,
)


class Layout:
    """The logical lines of one file, numbered from 0.

    Lists of equal length: where a line's first and behind its last character of code stand (blanks
    behind it may be included), its column, the line whose block it stands in (-1: none), and the
    first line behind its own block. `broken` holds the lines whose brackets do not pair.
    """

    def __init__(self, lexis: Lexis) -> None:
        self.lexis = lexis
        self.masked = lexis.masked
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.widths: list[int] = []
        self.broken: set[int] = set()
        self._colons: dict[int, int | None] = {}
        self._simple: dict[int, list[Span]] = {}
        self.bodies: dict[int, Body | None] = {}  # that were asked for, by their headers
        self._flat: dict[tuple[int, int], str] = {}
        self._scan()

    def _scan(self) -> None:
        masked, size = self.masked, len(self.masked)
        widths: dict[str, int] = {}
        starts, ends, columns = self.starts, self.ends, self.widths
        scan = _LINE.finditer(masked)
        while (match := next(scan, None)) is not None:
            start, end = match.span(2)
            indent = match.group(1)
            width = widths.get(indent)
            if width is None:
                width = widths[indent] = column_width(indent)
            if end < size and masked[end] not in "\n#":
                end, pairs = self._slow_end(end)
                if not pairs:
                    self.broken.add(len(starts))
                scan = _LINE.finditer(masked, end)
            starts.append(start)
            ends.append(end)
            columns.append(width)

    def _slow_end(self, position: int) -> tuple[int, bool]:
        """Return a line's end and whether its brackets pair, where the quick pattern got stuck."""
        stack: list[str] = []
        pairs = True
        while True:
            match = (_RESUMES if stack else _OUTSIDE).search(self.masked, position)
            if match is None:
                return len(self.masked), pairs and not stack
            mark, position = match.group(), match.end()
            if mark in _PAIRS:
                stack.append(_PAIRS[mark])
            elif mark in ("\n", "#"):
                return match.start(), pairs and not stack
            elif mark != "\\\n" and (not stack or stack.pop() != mark):
                stack.clear()
                pairs = False

    @cached_property
    def parents(self) -> list[int]:
        """The line whose block each line stands in; -1 for the file's own level."""
        return self._tree[0]

    @cached_property
    def stops(self) -> list[int]:
        """The number of the first line behind each line's block."""
        return self._tree[1]

    @cached_property
    def _tree(self) -> tuple[list[int], list[int]]:
        widths = self.widths
        parents: list[int] = []
        stops = [0] * len(widths)
        stack: list[int] = []
        for number, width in enumerate(widths):
            while stack and widths[stack[-1]] >= width:
                stops[stack.pop()] = number
            parents.append(stack[-1] if stack else -1)
            stack.append(number)
        for number in stack:
            stops[number] = len(widths)
        return parents, stops

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The lines that stand directly in each line's block, by that line; -1 has the file's own."""
        found: dict[int, list[int]] = {}
        for number, parent in enumerate(self.parents):
            found.setdefault(parent, []).append(number)
        return found

    def __len__(self) -> int:
        return len(self.starts)

    def line_at(self, offset: int) -> int | None:
        """Return the logical line that holds an offset, or the last one that begins before it."""
        number = bisect_right(self.starts, offset) - 1
        return number if number >= 0 else None

    def word(self, number: int) -> str:
        """Return the word that a logical line begins with; `@` for a decorator, else nothing."""
        start = self.starts[number]
        match = WORD.match(self.masked, start)
        if match is not None:
            return match.group()
        return "@" if self.masked[start] == "@" else ""

    def is_decorator(self, number: int) -> bool:
        """Tell whether a logical line is a decorator."""
        return self.masked[self.starts[number]] == "@"

    def is_clause(self, number: int) -> bool:
        """Tell whether a logical line goes on with a compound statement above it (`else`, `case`...)."""
        if self.masked[self.starts[number]] not in _BEGIN_CLAUSES:
            return False
        word = self.word(number)
        if word in CLAUSES:
            return True
        return word == "case" and self.parents[number] >= 0 and self.opens_match(self.parents[number])

    def opens_match(self, number: int) -> bool:
        """Tell whether a logical line is the header of a `match` statement."""
        first = number + 1
        return (
            self.word(number) == "match"
            and first < self.stops[number]
            and self.word(first) == "case"
            and self.code_end(number) > self.starts[number]
            and self.masked[self.code_end(number) - 1] == ":"
        )

    def code_end(self, number: int) -> int:
        """Return the offset behind a logical line's last character of code."""
        end = self.ends[number]
        if self.masked[end - 1] not in _TRAILING:
            return end
        return self.starts[number] + len(self.masked[self.starts[number] : end].rstrip(_TRAILING))

    def next_statement(self, number: int) -> int:
        """Return the first line behind the whole statement that a line begins, its clauses included."""
        masked, starts, parents, after = self.masked, self.starts, self.parents, self.stops[number]
        if masked[starts[number]] == "c" and self.word(number) == "case":
            return after
        while (
            after < len(starts)
            and masked[starts[after]] in _BEGIN_CLAUSES
            and parents[after] == parents[number]
            and self.word(after) in CLAUSES
        ):
            after = self.stops[after]
        return after

    def block_end(self, first: int, stop: int) -> int:
        """Return where lines `first:stop` end, with the comments below that are deeper than the first."""
        end = self.code_end(stop - 1)
        if stop - 1 == first and self.header_colon(first) is None:
            return end
        limit = self.starts[stop] if stop < len(self.starts) else len(self.masked)
        return end if self.masked.find("#", end, limit) < 0 else self._deeper_comments(end, limit, first)

    def _deeper_comments(self, end: int, limit: int, header: int) -> int:
        masked = self.masked
        position = masked.find("\n", end, limit)
        if position < 0:
            return end
        for match in _COMMENT_LINE.finditer(masked, position, limit):
            if column_width(match.group(1)) <= self.widths[header]:
                break
            end = match.end()
        return end

    def header_colon(self, number: int) -> int | None:
        """Return the offset of the colon that ends a compound statement's header, or `None`."""
        if number not in self._colons:
            self._colons[number] = self._find_colon(number)
        return self._colons[number]

    def _find_colon(self, number: int) -> int | None:
        word = self.word(number)
        if word not in COMPOUND and not (word in ("match", "case") and self._is_soft_header(number)):
            return None
        start, end = self.starts[number], self.code_end(number)
        first = self.masked.find(":", start, end)
        if first < 0:
            return None
        if first == end - 1 and number not in self.broken and self.masked.find("lambda", start, end) < 0:
            return first
        flat, lambdas = self.flat(start, end), 0
        for match in _COLON.finditer(flat):
            if match.group() == "lambda":
                lambdas += 1
            elif lambdas:
                lambdas -= 1
            else:
                return start + match.start()
        return None

    def _is_soft_header(self, number: int) -> bool:
        return self.opens_match(number) or (self.word(number) == "case" and self.is_clause(number))

    def flat(self, start: int, end: int) -> str:
        """Return a piece of the masked text with all inside its brackets made NUL characters."""
        piece = self.masked[start:end]
        if _BRACKET.search(piece) is None:
            return piece
        if end - start < _WORTH_KEEPING:
            return _flattened(piece)
        if (start, end) not in self._flat:
            self._flat[start, end] = _flattened(piece)
        return self._flat[start, end]

    def simple_statements(self, number: int) -> list[Span]:
        """Return the statements of one logical line that semicolons part, a header's own line included.

        For a compound statement these are the ones behind its colon; none where its body is a block.
        """
        if number not in self._simple:
            self._simple[number] = self._find_simple(number)
        return self._simple[number]

    def _find_simple(self, number: int) -> list[Span]:
        start, end = self.starts[number], self.ends[number]
        colon = self.header_colon(number)
        if colon is not None:
            start = colon + 1
            if start == self.code_end(number):
                return []
        elif self.masked.find(";", start, end) < 0:
            return [Span(start, self.code_end(number))]
        found: list[Span] = []
        flat = self.flat(start, end)
        for piece in _BETWEEN.finditer(flat):
            text = piece.group()
            first = start + piece.start() + len(text) - len(text.lstrip(_BLANK))
            last = start + piece.start() + len(text.rstrip(_BLANK))
            if first < last:
                found.append(Span(first, last))
        return found


def column_width(indent: str) -> int:
    """Return the column that white space leads to: tabs go to the next 8, a form feed back to 0."""
    return len(indent.rpartition("\f")[2].lstrip("\ufeff").expandtabs(8))


def _flattened(piece: str) -> str:
    parts: list[str] = []
    depth, position = 0, 0
    for match in _BRACKET.finditer(piece):
        if match.group() in _PAIRS:
            if not depth:
                parts.append(piece[position : match.end()])
                position = match.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                parts.append("\0" * (match.start() - position))
                position = match.start()
    parts.append("\0" * (len(piece) - position) if depth else piece[position:])
    return "".join(parts)
