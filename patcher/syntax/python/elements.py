"""Elements of comma-separated constructs, by brackets and commas alone.

A comma parts elements where it stands directly in a bracket, or in no bracket where a statement
has a list of its own (`import a, b`, `x = 1, 2`, `for a, b in c`). The parameters of a lambda and
the targets of a comprehension are lists inside an element.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from keyword import iskeyword

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.model import Element
from patcher.syntax.python.layout import NAME, Layout
from patcher.syntax.python.statements import trimmed

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = expression(r"[()\[\]{}]")
_MARK = expression(r"[()\[\]{},]|\b(?:lambda|for|in)\b|:(?!=)")
_LOOK_BACK = 300  # characters before a bracket in which the word that names it is looked for
_EDGE = " \t\f\r\n\\#"
_WORD_BEFORE = expression(rf"({NAME})\Z")
_NAMED_HEAD = expression(r"\b(def|class|type)(?:[ \t\f]|\\\n)+\Z")
_GENERIC = expression(
    rf"(?:async(?:[ \t\f]|\\\n)+)?(def|class)(?:[ \t\f]|\\\n)+{NAME}[ \t\f\\\n]*\[[^()]*\]\Z"
)
_EQUALS = expression(r"\blambda\b|(?<![=!<>:])=(?!=)|:(?!=)")
_LEADING = expression(rf"(?:async(?:[ \t\f]|\\\n)+)?({NAME})\b")
_FROM_IMPORT = expression(r"\bimport\b")
_YIELD = expression(r"[ \t\f\\\n]*(?:return|yield)\b")
_KINDS = {"global": "names", "nonlocal": "names", "del": "targets", "import": "imports"}
_NO_LIST = frozenset(
    {"print", "exec", "raise", "assert", "class", "def", "if", "elif", "while", "else", "try"}
)
_ALWAYS = frozenset(
    {"list", "dict", "set", "arguments", "bases", "parameters", "imports", "with", "type parameters", "names",
     "targets"}
)  # fmt: skip


@dataclass(frozen=True)
class _List:
    """One comma-separated list: what holds it, its text, where its commas are."""

    masked: str
    kind: str
    inner: Span
    commas: tuple[int, ...]

    @cached_property
    def pieces(self) -> tuple[Span, ...]:
        """The spans between the commas, without white space and comments around them."""
        found: list[Span] = []
        position = self.inner.start
        for comma in (*self.commas, self.inner.end):
            piece = self.masked[position:comma]
            start = position + len(piece) - len(piece.lstrip(_EDGE))
            end = position + len(piece.rstrip(_EDGE))
            if start < end:
                found.append(Span(start, end))
            position = comma + 1
        return tuple(found)

    def element(self, held: Span) -> Element | None:
        """Return the element that holds a span."""
        if not self.commas and self.kind not in _ALWAYS:
            return None
        index = bisect_right(self.pieces, held.start, key=lambda piece: piece.start) - 1
        if index < 0 or not self.pieces[index].holds(held):
            return None
        return Element(self.pieces[index], self.inner, self.pieces, self.kind)


@dataclass(frozen=True, slots=True)
class _Brackets:
    """The bracket pairs of one logical line, by opener; `parents` are indices, -1 for none."""

    openers: tuple[int, ...]
    closers: tuple[int, ...]
    parents: tuple[int, ...]

    def around(self, held: Span) -> Iterator[int]:
        """Yield the indices of the pairs that hold a span between them, the innermost first."""
        index = bisect_right(self.openers, held.start) - 1
        while index >= 0:
            if self.openers[index] < held.start and held.end <= self.closers[index]:
                yield index
            index = self.parents[index]


class Elements:
    """The lists of one file; those of a logical line are kept once someone asks."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.masked = layout.masked
        self._brackets: dict[int, _Brackets] = {}
        self._lists: dict[tuple[int, int], tuple[_List, ...]] = {}
        self._line_regions: dict[int, tuple[tuple[str, Span], ...]] = {}

    def at(self, span: Span) -> Element | None:
        """Return the innermost element that holds a span; a comma at the span's end is not counted.

        `None` in a comment, between elements, or where no list is around.
        """
        lexis = self.layout.lexis
        held = trimmed(self.layout, span)
        while held.end > held.start and self.masked[held.end - 1] == ",":
            held = trimmed(self.layout, Span(held.start, held.end - 1))
        number = self.layout.line_at(held.start)
        if number is None or held.start == held.end or held.end > self.layout.ends[number]:
            return None
        if lexis.kind_at(held.start) == "comment":
            return None
        for found in self._around(number, held):
            element = found.element(held)
            if element is not None:
                return element
        return None

    def _around(self, number: int, held: Span) -> Iterator[_List]:
        """Yield the lists that may hold a span, the innermost first."""
        brackets = self._pairs(number)
        for index in brackets.around(held):
            yield from self._in_bracket(number, brackets.openers[index], brackets.closers[index])
        if number not in self._line_regions:
            self._line_regions[number] = tuple(self._regions(number))
        for kind, region in self._line_regions[number]:
            if region.holds(held):
                yield from self._in_region(kind, region)

    def _pairs(self, number: int) -> _Brackets:
        if number not in self._brackets:
            self._brackets[number] = self._paired(number)
        return self._brackets[number]

    def _paired(self, number: int) -> _Brackets:
        openers: list[int] = []
        closers: list[int] = []
        parents: list[int] = []
        stack: list[int] = []
        for match in _BRACKET.finditer(self.masked, self.layout.starts[number], self.layout.ends[number]):
            mark, offset = match.group(), match.start()
            if mark in _CLOSERS:
                parents.append(stack[-1] if stack else -1)
                stack.append(len(openers))
                openers.append(offset)
                closers.append(-1)
            elif stack and _CLOSERS[self.masked[openers[stack[-1]]]] == mark:
                closers[stack.pop()] = offset
            else:
                stack.clear()
        return _Brackets(tuple(openers), tuple(closers), tuple(parents))

    def _in_bracket(self, number: int, opener: int, closer: int) -> tuple[_List, ...]:
        key = (opener, closer)
        if key not in self._lists:
            inner = Span(opener + 1, closer)
            commas, parts, marks = self._scan(inner, comprehension=True)
            kind = self._kind(number, opener, inner, marks)
            self._lists[key] = (*parts, *((_List(self.masked, kind, inner, commas),) if kind else ()))
        return self._lists[key]

    def _in_region(self, kind: str, region: Span) -> tuple[_List, ...]:
        key = (region.start, -region.end)
        if key not in self._lists:
            commas, parts, _ = self._scan(region, comprehension=False)
            self._lists[key] = (*parts, _List(self.masked, kind, region, commas))
        return self._lists[key]

    def _scan(
        self, inner: Span, *, comprehension: bool
    ) -> tuple[tuple[int, ...], list[_List], frozenset[str]]:
        """Return a list's own commas, the lists inside its elements, and the marks seen in it."""
        commas: list[int] = []
        parts: list[_List] = []
        marks: set[str] = set()
        held: list[tuple[str, int, list[int]]] = []  # what goes on, where it began, its commas
        depth = 0
        for match in _MARK.finditer(self.masked, inner.start, inner.end):
            mark = match.group()
            if mark in _CLOSERS:
                depth += 1
            elif mark in ")]}":
                depth -= 1
            elif depth:
                continue
            elif mark == ",":
                (held[-1][2] if held else commas).append(match.start())
            elif mark == "lambda" or (mark == "for" and comprehension):
                marks.add(mark)
                held.append((mark, match.end(), []))
            elif held and (held[-1][0], mark) in (("lambda", ":"), ("for", "in")):
                word, start, own = held.pop()
                kind = "parameters" if word == "lambda" else "tuple"
                parts.append(_List(self.masked, kind, Span(start, match.start()), tuple(own)))
            elif mark == ":":
                marks.add(mark)
        return tuple(commas), parts, frozenset(marks)

    def _kind(self, number: int, opener: int, inner: Span, marks: frozenset[str]) -> str | None:
        """Return what a bracket holds, or `None` where it is no list."""
        mark = self.masked[opener]
        start = max(self.layout.starts[number], opener - _LOOK_BACK)
        before = self.masked[start:opener].rstrip(_EDGE)
        match = _WORD_BEFORE.search(before)
        word = match.group(1) if match else ""
        names = (bool(word) and not iskeyword(word)) or before[-1:] in (")", "]", "}", '"')
        if mark == "(":
            return self._round(number, before, word, names, marks)
        if "for" in marks:
            return None
        if mark == "[":
            if not names:
                return "list"
            return "type parameters" if self._heads(before, word) else "subscript"
        if not self.masked[inner.start : inner.end].strip(_EDGE):
            return "dict"
        is_dict = ":" in marks or self.masked[inner.start : inner.end].lstrip(_EDGE).startswith("**")
        return "dict" if is_dict else "set"

    def _round(self, number: int, before: str, word: str, names: bool, marks: frozenset[str]) -> str | None:
        line_word = self.layout.word(number) if len(before) < _LOOK_BACK else ""
        if word == "import":
            return "imports"
        if word == "with" and line_word in ("with", "async") and before.count("with") == 1:
            return "with"
        if word == line_word and word in ("match", "case") and len(before) == len(word):
            names = names and self.layout.header_colon(number) is None
        if names:
            head = self._heads(before, word) if word else self._generic_head(before)
            return {"def": "parameters", "class": "bases"}.get(head, "arguments")
        return None if "for" in marks else "tuple"

    def _heads(self, before: str, word: str) -> str:
        """Return `def`, `class` or `type` where the word before a bracket is the name that one gives."""
        match = _NAMED_HEAD.search(before[: len(before) - len(word)])
        return match.group(1) if match else ""

    def _generic_head(self, before: str) -> str:
        """Return `def` or `class` where `before` is a header with its type parameters."""
        match = _GENERIC.match(before)
        return match.group(1) if match is not None else ""

    def _regions(self, number: int) -> Iterator[tuple[str, Span]]:
        """Yield the parts of a logical line in which a list may stand without brackets, with its kind."""
        colon = self.layout.header_colon(number)
        start = self.layout.starts[number]
        if colon is not None:
            yield from self._header_regions(Span(start, colon))
        elif self.masked[start] == "@":
            return
        for statement in self.layout.simple_statements(number):
            yield from self._statement_regions(statement)

    def _header_regions(self, header: Span) -> Iterator[tuple[str, Span]]:
        flat = self.layout.flat(header.start, header.end)
        match = _LEADING.match(flat)
        assert match is not None
        word, start = match.group(1), header.start + match.end()
        if word == "for":
            joint = re.search(r"\bin\b", flat[match.end() :])
            if joint is not None:
                yield "tuple", Span(start, start + joint.start())
                yield "tuple", Span(start + joint.end(), header.end)
        elif word == "with":
            yield "with", Span(start, header.end)
        elif word in ("match", "case", "except"):
            yield "patterns" if word == "case" else "tuple", Span(start, header.end)

    def _statement_regions(self, statement: Span) -> Iterator[tuple[str, Span]]:
        flat = self.layout.flat(statement.start, statement.end)
        match = _LEADING.match(flat)
        word = match.group(1) if match else ""
        if word in _KINDS and match is not None:
            yield _KINDS[word], Span(statement.start + match.end(), statement.end)
        elif word == "from":
            behind = _FROM_IMPORT.search(flat)
            if behind is not None and flat[behind.end() :].lstrip(_EDGE)[:1] != "(":
                yield "imports", Span(statement.start + behind.end(), statement.end)
        elif word not in _NO_LIST:
            yield from self._value_regions(statement, flat)

    def _value_regions(self, statement: Span, flat: str) -> Iterator[tuple[str, Span]]:
        """Yield the targets and the value of an assignment, or the one value of another statement."""
        position, lambdas = 0, 0
        for match in _EQUALS.finditer(flat):
            mark = match.group()
            if mark == "lambda":
                lambdas += 1
            elif mark == ":":
                if lambdas:
                    lambdas -= 1
                elif not position:
                    position = match.end()  # an annotation has no list of its own without brackets
            elif mark == "=" and not lambdas:
                end = match.start()
                while end > position and flat[end - 1] in "+-*/%@&|^><":
                    end -= 1
                yield "tuple", Span(statement.start + position, statement.start + end)
                position = match.end()
        leading = _YIELD.match(flat, position)
        if leading is not None:
            position = leading.end()
        yield "tuple", Span(statement.start + position, statement.end)
