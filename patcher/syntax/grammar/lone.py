"""Statements that are the whole body of an arm without braces: `if (a)` and then `b();`.

Nothing but the next statement tells where such a body ends, so that one that goes, or one that is
put before it, gives the arm another body without a word from any parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.grammar.chains import first_statement
from patcher.syntax.grammar.model import Grammar
from patcher.syntax.grammar.parse import children_meeting, holding, outwards
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.model import Arm, Body, Construct

if TYPE_CHECKING:
    from tree_sitter import Node

_CASES = ("switch", "match", "select")


def is_lone(grammar: Grammar, node: Node) -> bool:
    """Tell whether a node is the only statement of an arm, without braces around it."""
    parent = node.parent
    if not grammar.lone_bodies or parent is None or not node.is_named or node.is_error or node.is_missing:
        return False
    if node.type in grammar.bodies or node.type in grammar.comments or node.type in grammar.arms:
        return False
    if grammar.arms.get(parent.type) == "else":
        return first_statement(grammar, parent) == node and not _is_next_arm(node, parent.parent)
    if grammar.chains.get(parent.type, "switch") in _CASES:
        return False
    position = next(i for i, child in enumerate(parent.children) if child.id == node.id)
    field = parent.field_name_for_child(position)
    return field in ("body", "consequence") or (field == "alternative" and not _is_next_arm(node, parent))


def _is_next_arm(node: Node, chain: Node | None) -> bool:
    return chain is not None and node.type == chain.type


def lone_body(tree: GrammarTree, place: Span) -> Body | None:
    """Return the body that the lone statement at a place is, with the arm that has it; `None` where none has."""
    arm = next((arm for arm in arms_around(tree, place) if arm.body == place), None)
    if arm is None:
        return None
    label = tree.source.text[arm.header.start : arm.header.end].split("\n")[0]
    return Body(Construct(arm.keyword, arm.span, arm.span.start, label, place), place, (place,))


def arms_around(tree: GrammarTree, span: Span) -> Iterator[Arm]:
    """Yield the arms of the compound statements that hold a span or reach over one of its ends."""
    for node in _reaching(tree, span):
        if tree.grammar.chains.get(node.type, "switch") not in _CASES:
            chain = tree.chain(node)
            yield from chain.arms if chain is not None else ()


def _reaching(tree: GrammarTree, span: Span) -> Iterator[Node]:
    """Yield the nodes that hold a span, and those that it cuts."""
    start = holding(tree.root, span)
    stack = [start]
    while stack:
        node = stack.pop()
        if node.start_byte < span.end and span.start < node.end_byte and not span.holds(tree.code_of(node)):
            yield node
            stack.extend(child for child in children_meeting(node, span) if child.is_named)
    yield from outwards(start)


def lone_arms(tree: GrammarTree, span: Span) -> list[Arm]:
    """Return the arms without braces between whose header and whose end a span begins or ends."""
    if not tree.grammar.lone_bodies:
        return []
    found = dict.fromkeys(arms_around(tree, span))
    return [
        arm for arm in found if arm.header.end <= span.end and span.start < arm.body.end and _bare(tree, arm)
    ]


def _bare(tree: GrammarTree, arm: Arm) -> bool:
    return tree.lexis.masked[arm.header.end - 1] != "{"
