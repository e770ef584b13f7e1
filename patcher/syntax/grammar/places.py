"""What a grammar's nodes mean by their place: members of an enumeration, and what jumps lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.grammar.parse import children_meeting, holding, outwards, span_of
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.meaning import Meaning, Member, Weight, numbered

if TYPE_CHECKING:
    from tree_sitter import Node

_JUMP = expression(r"\b(?:goto|break|continue)[ \t]+(\w+)")


def around(tree: GrammarTree, spans: Sequence[Span], types: frozenset[str]) -> Iterator[Node]:
    """Yield the nodes of some types around some spans, each once, the innermost of a span first."""
    seen: set[int] = set()
    for span in spans:
        for node in outwards(holding(tree.root, span)):
            if node.type in types and node.id not in seen:
                seen.add(node.id)
                yield node


def values(tree: GrammarTree, spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield the values of the constants of the enumerations around some spans."""
    for node in around(tree, spans, tree.grammar.numbered):
        weight = tree.weight_of(node)
        if weight is not None:
            members = [
                _member(tree, child)
                for child in node.named_children
                if child.type in tree.grammar.element_types
            ]
            yield from numbered(members, span_of(node, tree.source.text), weight)


def _member(tree: GrammarTree, node: Node) -> Member:
    name, value = node.child_by_field_name("name") or node, node.child_by_field_name("value")
    written = None if value is None else " ".join(tree.text_of(value).split())
    return Member(span_of(name, tree.source.text), tree.text_of(name), written)


def targets(tree: GrammarTree, spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield where the jumps to a label lead that stand in the file's outer statements around some spans."""
    if not tree.grammar.jumps:
        return
    masked, seen = tree.lexis.masked, set()
    for span in spans:
        for node in children_meeting(tree.root, Span(span.start, max(span.end, span.start + 1))):
            if node.id in seen or not node.is_named:
                continue
            seen.add(node.id)
            whole = span_of(node, tree.source.text)
            for jump in _JUMP.finditer(masked, whole.start, whole.end):
                label = rf"(?<![\w.?])(?<!case ){jump[1]}[ \t]*:(?!:)"
                found = re.compile(label).search(masked, whole.start, whole.end) is not None
                value = f"the label `{jump[1]}`" if found else "nothing"
                yield Meaning(Span(jump.start(), jump.end()), whole, f"what `{jump.group()}` leads to", value)


def rest_of(tree: GrammarTree, node: Node, header: Node, taken: bool, weight: Weight) -> Meaning:
    """Return what a statement of cases does with what none of the others takes."""
    place = Span(node.start_byte, header.end_byte)
    words = " ".join(tree.source.text[place.start : place.end].split())
    value = "taken by an arm" if taken else "taken by none"
    return Meaning(
        place,
        span_of(node, tree.source.text),
        f"what no other case of `{words[:60]}` takes",
        value,
        weight,
        "put an arm in its place",
    )
