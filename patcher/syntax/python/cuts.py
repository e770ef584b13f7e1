"""Whether removing a span would cut through a construct: whole children may leave a node, parts not.

What may never leave a node that stays: its name, what its header says with its keyword and its
colon, one bracket of a pair. A body that goes whole is the business of whoever fills or refuses
emptied bodies; half of one statement and half of another is a cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.model import SyntaxFault
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.statements import without_comments
from patcher.syntax.python.units import Unit, Units

if TYPE_CHECKING:
    from tree_sitter import Node

    from patcher.syntax.python.families import Families, Family

# Fields of nodes that make them what they are, by the grammar's own names.
_KEPT = frozenset(
    {"name", "condition", "parameters", "definition", "module_name", "key", "subject", "function"}
)
_LISTED = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
# Nodes in which a field of that name is no more than an optional part.
_LOOSE = frozenset({("lambda", "parameters")})
_TARGETED = frozenset(
    {"assignment", "augmented_assignment", "for_statement", "for_in_clause", "named_expression"}
)
_WHOLE = frozenset({"pair", "keyword_argument", "slice"})  # nothing leaves them but all
# Operands and operators leave two by two: `a + b` may become `a`, never `+ b`.
_PAIRED = frozenset(
    {"binary_operator", "boolean_operator", "comparison_operator", "conditional_expression", "attribute",
     "dotted_name"}
)  # fmt: skip
_UNSEEN = frozenset({"comment", "ERROR", "line_continuation"})
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BLANK = " \t\f\r\n\\#"
_OPTIONAL = frozenset({"async", "as"})


def straddled(layout: Layout, units: Units, span: Span) -> Span | None:
    """Return the span of a node that removing `span` would cut through, else `None`.

    Inside one string or one comment nothing straddles, and of comments none is cut. Whole statements of
    one body may leave it: the lines tell where Python's own parser takes the text. Else tree-sitter is asked,
    and what it cannot read is judged by what it does read.
    """
    lexis = layout.lexis
    skip = lexis.skip_at(span.start)
    if skip is not None and span.end <= skip.end and (skip.start < span.start or span.end < skip.end):
        return None
    core = without_comments(layout, span)
    number = layout.line_at(core.start)
    if core.start == core.end or number is None:
        return None
    first = units.at(number)
    last = units.at(layout.line_at(core.end - 1) or number)
    broken = isinstance(first.parsed, SyntaxFault) or isinstance(last.parsed, SyntaxFault)
    if not broken and are_statements(layout, core, number):
        return None
    core = _with_blanks(layout.masked, core)
    for unit in dict.fromkeys((first, last)):
        cut = _in_unit(unit, core)
        if cut is not None:
            return cut
    return None


def are_statements(layout: Layout, core: Span, first: int) -> bool:
    """Tell whether a span is whole statements of one body, or its last clauses, with all that is below them.

    `first` is the logical line that holds its start.
    """
    starts, parents, stop = layout.starts, layout.parents, first
    if starts[first] != core.start or (first and layout.is_decorator(first - 1)):
        return False
    while stop < len(starts) and starts[stop] < core.end and parents[stop] == parents[first]:
        stop = layout.stops[stop]
    goes_on = stop < len(starts) and parents[stop] == parents[first] and layout.is_clause(stop)
    return not goes_on and layout.code_end(stop - 1) == core.end


def _with_blanks(masked: str, core: Span) -> Span:
    """Return a span with the blanks and comments around it: the grammar ends bodies behind comments."""
    start, end = core.start, core.end
    while start and masked[start - 1] in _BLANK:
        start -= 1
    while end < len(masked) and masked[end] in _BLANK:
        end += 1
    return Span(start, end)


def _in_unit(unit: Unit, core: Span) -> Span | None:
    start, end = max(core.start, unit.span.start), min(core.end, unit.span.end)
    if start >= end or Span(start, end) == unit.span:
        return None
    node = _cut(unit.families, unit.tree.root_node, unit.byte_offset(start), unit.byte_offset(end))
    return None if node is None else Span(unit.text_offset(node.start_byte), unit.text_offset(node.end_byte))


def _cut(families: Families, node: Node, start: int, end: int) -> Node | None:
    """Return the innermost node, this or one below it, that losing `start:end` would cut; bytes."""
    while True:
        if node.type in _UNSEEN:
            return None
        family = families.of(node)
        if not family.children or node.type == "string":
            return node
        gone: list[int] = []
        parts: list[Node] = []
        for index, child in family.touching(start, end):
            if start <= child.start_byte and child.end_byte <= end:
                gone.append(index)
            else:
                parts.append(child)
        if gone and _must_stay(family, gone):
            return node
        # At most two children can be cut: the one at the start and the one at the end.
        for part in parts[1:]:
            below = _cut(families, part, start, end)
            if below is not None:
                return below
        if not parts:
            return None
        node = parts[0]


def _must_stay(family: Family, gone: list[int]) -> bool:
    """Tell whether a node that stays would lose a child without which it is another thing."""
    node, types = family.node, family.types
    leaving = set(gone)
    if all(types[index] in _UNSEEN for index in gone):
        return False
    if node.type in _WHOLE or (node.type in _PAIRED and len(gone) % 2):
        return True
    header = node.type.endswith(("_statement", "_definition", "_clause")) or node.type == "lambda"
    if node.type == "dict_pattern":
        return not _pairs_go(node, leaving)
    for index in gone:
        kind = types[index]
        field = node.field_name_for_child(index)
        if field in _KEPT and node.type not in _LISTED and (node.type, field) not in _LOOSE:
            return True
        if field == "module_name" or (field == "left" and node.type in _TARGETED):
            return True
        if kind in _PAIRS and not _partner_goes(types, leaving, _PAIRS[kind]):
            return True
        if kind in _PAIRS.values() and not _partner_goes(types, leaving, _opener(kind)):
            return True
        if header and kind == ":":
            return True
        if header and kind.isalpha() and not family.children[index].is_named and kind not in _OPTIONAL:
            return not (node.type == "raise_statement" and kind == "from")
    return False


def _pairs_go(node: Node, leaving: set[int]) -> bool:
    """Tell whether keys of a mapping pattern leave with their values, and both braces or none."""
    ends = {index for index, child in enumerate(node.children) if child.type in "{}"}
    for index, child in enumerate(node.children):
        if child.type == ":" and len(leaving & {index - 1, index, index + 1}) in (1, 2):
            return False
    return len(ends & leaving) != 1


def _partner_goes(types: list[str], leaving: set[int], partner: str) -> bool:
    return any(types[index] == partner for index in leaving)


def _opener(closer: str) -> str:
    return next(opener for opener, other in _PAIRS.items() if other == closer)
