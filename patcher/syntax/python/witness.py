"""The second answer: where Python's own parser, else tree-sitter, says that a construct stands."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.model import Disagreement, SyntaxFault
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.statements import without_comments
from patcher.syntax.python.units import Unit, Units

_SAME = "`ast` begins and ends it at the same places"
FIRST = "indentation and brackets"
_DEFINING = frozenset({"FunctionDef", "AsyncFunctionDef", "ClassDef", "Assign", "AnnAssign", "TypeAlias"})
_ARMED = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.ExceptHandler, ast.With, ast.AsyncWith
)  # fmt: skip
_HOLDING = frozenset({"body", "handlers", "orelse", "finalbody", "cases"})  # fields of what holds statements
_END_LINE: Callable[[ast.AST], int] = attrgetter("end_lineno")
_AROUND = "()* \t\f\r\n\\#"  # may stand around an element where `ast` counts them to neither side


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a statement stands: its decorators' start, its own, its end, and whether it defines a name."""

    above: int
    start: int
    end: int
    defines: bool


class _Index:
    """What `ast` says of one unit: bodies as lists of statements, arms, and the elements of lists."""

    def __init__(self, unit: Unit, tree: ast.Module) -> None:
        self._unit, self._tree = unit, tree

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        """All that holds statements."""
        return list(_compound(self._tree))

    @cached_property
    def bodies(self) -> list[list[_Placed]]:
        """The statements of every body."""
        parts = ("body", "orelse", "finalbody")
        found = (getattr(node, part, None) for node in self._nodes for part in parts)
        return [[_placed(self._unit, one) for one in body] for body in found if isinstance(body, list)]

    @cached_property
    def _bodies_by_ends(self) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """The numbers of bodies by where a statement of them begins, and by where one ends."""
        begun: dict[int, set[int]] = {}
        ended: dict[int, set[int]] = {}
        for number, body in enumerate(self.bodies):
            for placed in body:
                ended.setdefault(placed.end, set()).add(number)
                for start in (placed.above, placed.start):
                    begun.setdefault(start, set()).add(number)
        return begun, ended

    @cached_property
    def arms(self) -> set[Span]:
        """Headers with their own body alone."""
        return {_span(self._unit, node, node.body[-1]) for node in self._nodes if isinstance(node, _ARMED)}

    @cached_property
    def _tails(self) -> list[tuple[int, int, int]]:
        """Arms whose headers `ast` does not place."""
        return [tail for node in self._nodes for tail in _tails(self._unit, node)]

    @cached_property
    def elements(self) -> list[Span]:
        """The elements of every list, sorted."""
        nodes = ast.walk(self._tree)
        return sorted(element for node in nodes for element in _elements(self._unit, node))

    def is_run(self, core: Span) -> bool:
        """Tell whether a span is one or more whole statements that follow each other in one body."""
        begun, ended = self._bodies_by_ends
        return not begun.get(core.start, set()).isdisjoint(ended.get(core.end, ()))

    def is_tail(self, core: Span) -> bool:
        """Tell whether a span is an arm: its header stands between two places, and its body ends where it does."""
        return any(after <= core.start < first and core.end == end for after, first, end in self._tails)

    def is_one(self, core: Span, *, defining: bool) -> bool:
        """Tell whether a span is one whole statement, and where asked for one that defines a name."""
        return any(
            core.end == placed.end
            and core.start in (placed.above, placed.start)
            and (placed.defines or not defining)
            for placed in self._ending_on(self._unit.line_of(core.end - 1))
        )

    def _ending_on(self, line: int) -> Iterator[_Placed]:
        """Yield the statements that end on a line of the unit; no body is looked through that does not reach to it."""
        waiting: list[ast.AST] = [self._tree]
        while waiting:
            for body in _inner(waiting.pop()):
                last_line = _last_line if body and isinstance(body[0], ast.match_case) else _END_LINE
                for index in range(bisect_left(body, line, key=last_line), len(body)):
                    node = body[index]
                    if isinstance(node, ast.stmt):
                        if node.lineno > line:
                            break
                        if node.end_lineno == line:
                            yield _placed(self._unit, node)
                    waiting.append(node)


def _compound(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes that hold statements, those further in behind those further out."""
    waiting: deque[ast.AST] = deque([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        for body in _inner(node):
            waiting.extend(body)


def _inner(node: ast.AST) -> Iterator[list[ast.AST]]:
    """Yield the statements, handlers and cases that a node holds itself, each list in order."""
    for part in node._fields:
        if part in _HOLDING:
            yield getattr(node, part)


def _last_line(case: ast.AST) -> int:
    """Return the line of the unit on which a `case` ends, of which `ast` gives no place."""
    assert isinstance(case, ast.match_case)
    return _END_LINE(case.body[-1])


def confirms_whole(unit: Unit, core: Span, extent: str, heads: Container[int] = ()) -> str | None:
    """Return the evidence where a whole unit, or its definition without decorators, is one statement of `ast`.

    `heads` are where the unit's decorators and its `def` or `class` begin, if it has one: then there is no
    other place where the statement can begin, and it is enough that the parser takes the text as one.
    """
    if extent == "definition" and core.end == unit.span.end and core.start in heads and unit.is_one:
        return _SAME
    parsed = unit.parsed
    if extent not in ("definition", "statement") or isinstance(parsed, SyntaxFault) or len(parsed.body) != 1:
        return None
    placed = _placed(unit, parsed.body[0])
    same = core.end == placed.end and core.start in (placed.above, placed.start)
    return _SAME if same and (placed.defines or extent == "statement") else None


class Witness:
    """The second witness of one file."""

    def __init__(self, layout: Layout, units: Units) -> None:
        self.layout = layout
        self.units = units
        self._indices: dict[int, _Index] = {}

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Return the evidence in words, a `Disagreement`, or `None` without a witness.

        White space and comments at the span's two ends do not count. A `marker` or a `block` that
        is no run of whole statements and no element has no witness: `straddles` judges it.
        """
        core = self._core(span)
        number = self.layout.line_at(core.start)
        lexis = self.layout.lexis
        if core.start == core.end or number is None or lexis.inside(core.start) or lexis.inside(core.end):
            return None
        unit = self.units.at(number)
        if core.end > unit.span.end and extent in ("block", "marker"):
            return self._several(unit, core)
        if core.end > unit.span.end and extent in ("definition", "statement"):
            return Disagreement(FIRST, core, "the file's own statements", unit.span)
        if "\r" in unit.text:
            return None
        if isinstance(unit.parsed, SyntaxFault):
            return _by_tree(unit, core, extent)
        index = self._index(unit, unit.parsed)
        if extent in ("entry", "import"):
            found = self._is_element(index, core) or (
                extent == "import" and index.is_one(core, defining=False)
            )
            if found:
                return "`ast` gives the same element"
            if extent == "entry" and self._is_silent(number, core) and not self._has_comma(core):
                return None
            return Disagreement(FIRST, core, "ast", _nearest(index.elements, core))
        if extent in ("definition", "statement"):
            if index.is_one(core, defining=extent == "definition"):
                return _SAME
            return Disagreement(FIRST, core, "ast", _statement_from(index, core.start))
        if index.is_run(core) or core in index.arms or index.is_tail(core):
            return _SAME
        if extent == "branch":
            return Disagreement(FIRST, core, "ast", _statement_from(index, core.start))
        piece = self.layout.masked[core.start : core.end]
        without_comma = Span(core.start, core.start + len(piece.rstrip(", \t\f\r\n#")))
        return "`ast` gives the same element" if self._is_element(index, without_comma) else None

    def _core(self, span: Span) -> Span:
        core = without_comments(self.layout, span)
        piece = self.layout.masked[core.start : core.end]
        return Span(core.start, core.start + len(piece.rstrip(" \t\f\r\n;")))

    def _several(self, unit: Unit, core: Span) -> str | None:
        """Return the evidence where a span is a run of whole units, each of which parses."""
        while True:
            if isinstance(unit.parsed, SyntaxFault) or unit.stop >= len(self.layout):
                break
            following = self.units.at(unit.stop)
            if following.span.start >= core.end:
                break
            unit = following
        whole = unit.span.end == core.end and not isinstance(unit.parsed, SyntaxFault)
        first = self.units.at(self.layout.line_at(core.start) or 0)
        return "`ast` takes each statement by itself" if whole and first.span.start == core.start else None

    def _index(self, unit: Unit, tree: ast.Module) -> _Index:
        if unit.first not in self._indices:
            self._indices[unit.first] = _Index(unit, tree)
        return self._indices[unit.first]

    def _is_element(self, index: _Index, core: Span) -> bool:
        """Tell whether an element of `ast` differs from a span by parentheses, stars and blanks alone."""
        masked, elements = self.layout.masked, index.elements
        middle = bisect_left(elements, core.start, key=lambda element: element.start)
        for numbers in (range(middle, len(elements)), range(middle - 1, -1, -1)):
            for number in numbers:
                element = elements[number]
                first = sorted((core.start, element.start))
                if masked[first[0] : first[1]].strip(_AROUND):
                    break
                last = sorted((core.end, element.end))
                if not masked[last[0] : last[1]].strip(_AROUND):
                    return True
        return False

    def _is_silent(self, number: int, core: Span) -> bool:
        """Tell whether `ast` gives no place for such an element: names of `global`, `*`, patterns."""
        if not self.layout.masked[core.start : core.end].strip("*/ "):
            return True
        return self.layout.word(number) in ("global", "nonlocal", "case", "match")

    def _has_comma(self, core: Span) -> bool:
        """Tell whether a comma outside of all brackets stands in a span."""
        depth = 0
        for mark in self.layout.masked[core.start : core.end]:
            depth += (mark in "([{") - (mark in ")]}")
            if mark == "," and not depth:
                return True
        return False


def _statement_from(index: _Index, offset: int) -> Span | None:
    """Return the statement of `ast` that begins at an offset, else the innermost one around it."""
    every = [
        Span(placed.start, placed.end)
        for body in index.bodies
        for placed in body
        if placed.above <= offset < placed.end
    ]
    return min(every, key=lambda span: (span.start != offset, len(span)), default=None)


def _nearest(elements: list[Span], core: Span) -> Span | None:
    """Return the smallest element around the start of a span."""
    around = [element for element in elements if element.start <= core.start < element.end]
    return min(around, key=len, default=None)


def _by_tree(unit: Unit, core: Span, extent: str) -> str | Disagreement | None:
    """Ask tree-sitter where Python's parser does not take the statement."""
    root = unit.tree.root_node
    if root.has_error:
        return None
    start, end = unit.byte_offset(core.start), unit.byte_offset(core.end)
    node = root.named_descendant_for_byte_range(start, end)
    same = "tree-sitter begins and ends it at the same places"
    if node is not None and (node.start_byte, node.end_byte) == (start, end):
        return same
    children = node.children if node is not None else []
    if any((child.start_byte, child.end_byte) == (start, end) for child in children):
        return same
    if extent not in ("definition", "statement"):
        run = start in {child.start_byte for child in children} and end in {
            child.end_byte for child in children
        }
        return same if run else None
    second = (
        None if node is None else Span(unit.text_offset(node.start_byte), unit.text_offset(node.end_byte))
    )
    return Disagreement(FIRST, core, "tree-sitter", second)


def _tails(unit: Unit, node: ast.AST) -> Iterator[tuple[int, int, int]]:
    """Yield each `else`, `finally` and `case`: where what is above ends, its body begins, its body ends."""
    if isinstance(node, ast.Match):
        above = _span(unit, node.subject).end
        for case in node.cases:
            yield above, _span(unit, case.pattern).start, _span(unit, case.body[-1]).end
            above = _span(unit, case.body[-1]).end
        return
    parts = [getattr(node, name, None) for name in ("body", "handlers", "orelse", "finalbody")]
    rows = [part for part in parts if isinstance(part, list) and part]
    for above_part, part in pairwise(rows):
        if not isinstance(part[0], ast.ExceptHandler):
            yield _span(unit, above_part[-1]).end, _span(unit, part[0]).start, _span(unit, part[-1]).end


def _span(unit: Unit, node: ast.AST, last: ast.AST | None = None) -> Span:
    """Return the span from a node's start to its own end, or to another node's."""
    end = last or node
    return Span(
        unit.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
        unit.offset(end.end_lineno, end.end_col_offset),  # type: ignore[attr-defined]
    )


def _placed(unit: Unit, statement: ast.stmt) -> _Placed:
    span = _span(unit, statement)
    decorators = getattr(statement, "decorator_list", None)
    # The `@` stands before the decorator's expression, perhaps behind blanks.
    start = unit.text.rfind("@", 0, _span(unit, decorators[0]).start - unit.span.start) if decorators else -1
    above = unit.span.start + start if start >= 0 else span.start
    return _Placed(above, span.start, span.end, type(statement).__name__ in _DEFINING)


def _elements(unit: Unit, node: ast.AST) -> Iterator[Span]:
    """Yield the elements of the comma-separated list that a node holds itself."""
    match node:
        case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
            yield from (_span(unit, each) for each in elts)
        case ast.Dict(keys=keys, values=values):
            yield from (_span(unit, key or value, value) for key, value in zip(keys, values, strict=True))
        case ast.Call(args=args, keywords=keywords):
            yield from (_span(unit, each) for each in (*args, *keywords))
        case ast.ClassDef(bases=bases, keywords=keywords):
            yield from (_span(unit, each) for each in (*bases, *keywords))
            yield from _type_parameters(unit, node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _type_parameters(unit, node)
        case ast.arguments():
            yield from _parameters(unit, node)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (_span(unit, each) for each in names)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (_span(unit, item.context_expr, item.optional_vars) for item in items)
        case ast.Delete(targets=targets):
            yield from (_span(unit, each) for each in targets)


def _type_parameters(unit: Unit, node: ast.AST) -> Iterator[Span]:
    yield from (_span(unit, each) for each in getattr(node, "type_params", ()))


def _parameters(unit: Unit, node: ast.arguments) -> Iterator[Span]:
    plain = [*node.posonlyargs, *node.args]
    missing = len(plain) - len(node.defaults)
    for parameter, default in zip(plain, [*[None] * missing, *node.defaults], strict=True):
        yield _span(unit, parameter, default)
    for parameter, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        yield _span(unit, parameter, default)
    yield from (_span(unit, each) for each in (node.vararg, node.kwarg) if each is not None)
