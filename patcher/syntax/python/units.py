"""Top-level statements, each parsed on its own: what `ast` and tree-sitter are asked about.

A unit is one statement of the file's own level with its decorators, its clauses and its body.
Parsing it costs what it is long, not what the file is long.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.model import SyntaxFault
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.scopes import Reference, find_references
from patcher.syntax.python.statements import head_of

if TYPE_CHECKING:
    from tree_sitter import Tree

    from patcher.syntax.python.families import Families

_SURROGATE = expression("[\udc80-\udcff]")


@dataclass(frozen=True)
class Unit:
    """One top-level statement: its logical lines `first:stop`, its span, its text.

    Bytes that are not UTF-8 stand in `text` as the Latin-1 characters of the same value, so that
    parsers take it; its length is that of the span.
    """

    first: int
    stop: int
    span: Span
    source: SourceFile
    column: int
    text: str

    @property
    def line(self) -> int:
        """The 1-based line of its first character: asked for faults alone, as a file's lines cost what it is long."""
        return self.source.line_at(self.span.start)

    @cached_property
    def parsed(self) -> ast.Module | SyntaxFault:
        """The statement's tree by Python's own parser, or why it has none; lines are the file's."""
        if self.column:
            return SyntaxFault(self.line, "unexpected indent")
        try:
            return parse(self.text)
        except SyntaxError as error:
            return SyntaxFault(self.line + max(error.lineno or 1, 1) - 1, error.msg)
        except (ValueError, RecursionError, MemoryError) as error:
            return SyntaxFault(self.line, str(error) or type(error).__name__)

    @cached_property
    def is_one(self) -> bool:
        """Whether Python's own parser takes the text as one statement, and nothing but it; `False` if not sure.

        Asked in the mode of the prompt, which refuses a second statement.
        """
        return not self.column and not self.text.endswith(("\\", "\n")) and is_one_statement(self.text)

    @property
    def fault(self) -> SyntaxFault | None:
        """Why Python's own parser does not take the statement; no tree is made of one that it takes."""
        return self.parsed if not self.is_one and isinstance(self.parsed, SyntaxFault) else None

    @cached_property
    def references(self) -> dict[str, list[Reference]] | None:
        """What the statement refers to outside its own scopes, by name; `None` where it does not parse."""
        if isinstance(self.parsed, SyntaxFault):
            return None
        found: dict[str, list[Reference]] = {}
        try:
            for reference in find_references(self.parsed):
                found.setdefault(reference.name, []).append(reference)
        except RecursionError:
            return None
        return found

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate([len(line) + 1 for line in self.text.split("\n")])]

    def offset(self, line: int, column: int) -> int:
        """Return the file's offset of a line and a UTF-8 column as `ast` gives them."""
        start = self._line_starts[line - 1]
        if not self.text.isascii():
            end = self._line_starts[line] - 1
            column = len(self.text[start:end].encode()[:column].decode())
        return self.span.start + start + column

    def line_of(self, offset: int) -> int:
        """Return the line of `ast`, counted in the unit from 1, that holds an offset of the file."""
        return bisect_right(self._line_starts, offset - self.span.start)

    @cached_property
    def tree(self) -> Tree:
        """The statement's tree by tree-sitter, which takes what other versions of Python write."""
        import tree_sitter_python
        from tree_sitter import Language, Parser

        return Parser(Language(tree_sitter_python.language())).parse(self.text.encode())

    @cached_property
    def families(self) -> Families:
        """The children of that tree's nodes."""
        from patcher.syntax.python.families import Families

        return Families()

    @cached_property
    def _byte_offsets(self) -> list[int]:
        return [0, *accumulate(len(character.encode()) for character in self.text)]

    def byte_offset(self, offset: int) -> int:
        """Return the byte offset in the tree of an offset of the file."""
        inner = min(max(offset - self.span.start, 0), len(self.text))
        return inner if self.text.isascii() else self._byte_offsets[inner]

    def text_offset(self, byte: int) -> int:
        """Return the file's offset of a byte offset in the tree."""
        if self.text.isascii():
            return self.span.start + byte
        return self.span.start + bisect_right(self._byte_offsets, byte) - 1


def as_parsed(text: str) -> str:
    """Return text as parsers take it: bytes that are not UTF-8 as the Latin-1 characters of the same value."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda match: chr(ord(match.group()) - 0xDC00), text)


class Units:
    """The top-level statements of one file; each is kept once someone asks for it."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._known: dict[int, Unit] = {}

    @cached_property
    def _heads(self) -> list[int]:
        """The first logical line of every unit, in order."""
        layout = self.layout
        heads: list[int] = []
        decorated = False
        for number in layout.children.get(-1, []):
            if not decorated and (not heads or head_of(layout, number) == number):
                heads.append(number)
            decorated = layout.is_decorator(number)
        return heads

    def at(self, number: int) -> Unit:
        """Return the unit that a logical line belongs to."""
        index = max(bisect_right(self._heads, number) - 1, 0)
        if index not in self._known:
            self._known[index] = self._unit(index)
        return self._known[index]

    def _unit(self, index: int) -> Unit:
        layout, source = self.layout, self.layout.lexis.source
        first = self._heads[index]
        stop = self._heads[index + 1] if index + 1 < len(self._heads) else len(layout)
        span = Span(layout.starts[first], layout.code_end(stop - 1))
        text = as_parsed(source.text[span.start : span.end])
        return Unit(first, stop, span, source, layout.widths[first], text)

    def holding(self, span: Span) -> Iterator[Unit]:
        """Yield the units that a span touches, and those that its edges stand next to."""
        if not len(self.layout):
            return
        number = (self.layout.line_at(span.start - 1) if span.start else 0) or 0
        while number < len(self.layout):
            unit = self.at(number)
            yield unit
            if unit.span.start > span.end:
                return
            number = unit.stop


def parse(source: str | bytes) -> ast.Module:
    """Return the tree of a text by the running Python's own parser, its warnings kept quiet.

    Raises `SyntaxError`, and `ValueError`, `RecursionError` or `MemoryError` for what the parser
    cannot hold.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def is_one_statement(text: str) -> bool:
    """Tell whether the running Python's parser takes a text that begins with code as one compound statement."""
    return _is_taken(text + "\n", "single")


def _is_taken(source: str | bytes, mode: str) -> bool:
    """Tell whether Python's parser takes a text; `False` if not sure.

    No tree is made of it: handing one over takes as long as the parsing. What follows the parsing refuses
    more than the parser does, so that a no says nothing.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            symtable.symtable(source, "", mode)  # type: ignore[arg-type]  # bytes too, as `ast.parse`
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def file_fault(data: bytes) -> SyntaxFault | None:
    """Return where a whole file does not parse; its encoding cookie (PEP 263) is honoured."""
    if _is_taken(data, "exec"):
        return None
    try:
        parse(data)
    except SyntaxError as error:
        return SyntaxFault(max(error.lineno or 1, 1), error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return SyntaxFault(1, str(error) or type(error).__name__)
    return None
