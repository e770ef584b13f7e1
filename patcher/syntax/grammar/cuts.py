"""Whether a deletion takes whole constructs, or cuts one in two.

What it takes of a node that reaches beyond it must be a whole number of that node's children, and
must leave the node its name, header and body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.grammar.lone import is_lone
from patcher.syntax.grammar.parse import children_meeting, fields_in, holding, mark_of, outwards, span_of
from patcher.syntax.grammar.tree import GrammarTree

if TYPE_CHECKING:
    from tree_sitter import Node


def straddled(tree: GrammarTree, span: Span) -> Span | None:
    """Return the innermost node that removing a span cuts through; `None` where it takes whole ones.

    Inside a string or a comment nothing is cut: the tree does not know what stands there.
    """
    if not span or _in_text(tree, span):
        return None
    stack = [next(node for node in outwards(holding(tree.root, span)) if _reaches_beyond(tree, span, node))]
    found: Node | None = None
    while stack:
        node = stack.pop()
        taken = children_meeting(node, span)
        cut = [child for child in taken if not _holds(tree, span, child)]
        whole = [child for child in taken if _holds(tree, span, child)]
        if (
            not node.child_count
            or _loses_header(tree, node, whole)
            or _loses_keyword(tree, node, whole)
            or _unbalanced(node, whole)
        ):
            found = node
            continue
        left = _left_alone(tree, span, whole)
        if left is not None:
            return left
        stack.extend(child for child in cut if child.type not in tree.grammar.comments)
    return None if found is None else span_of(found, tree.source.text)


def _reaches_beyond(tree: GrammarTree, span: Span, node: Node) -> bool:
    return node.parent is None or not _holds(tree, span, node)


def _in_text(tree: GrammarTree, span: Span) -> bool:
    skip = tree.lexis.skip_at(span.start)
    return skip is not None and skip.holds(span) and skip != span


def _holds(tree: GrammarTree, span: Span, node: Node) -> bool:
    return span.holds(tree.code_of(node))


def _loses_header(tree: GrammarTree, node: Node, whole: list[Node]) -> bool:
    """Tell whether a node that stays would lose all that stands under one of its protected fields.

    A body that is one statement without braces may go while its header stays, and so may the statements
    of a `case`: what then takes their place, or is left, is shown elsewhere.
    """
    ids = {child.id for child in whole}
    if not whole or len(ids) == node.child_count:
        return False
    fields = fields_in(node, Span(whole[0].start_byte, whole[-1].end_byte))
    case = tree.grammar.arms.get(node.type) in ("case", "default")
    for field in tree.grammar.protected:
        if field not in fields or (case and field == "body"):
            continue
        children = node.children_by_field_name(field)
        if not children or not all(child.id in ids for child in children):
            continue
        if node.children[0].id in ids or not all(is_lone(tree.grammar, child) for child in children):
            return True
    return False


def _loses_keyword(tree: GrammarTree, node: Node, whole: list[Node]) -> bool:
    """Tell whether a statement or an arm that stays would lose its `do`, `else` or `case` alone.

    What was under it would parse as well without, and be done at all times.
    """
    grammar, ids = tree.grammar, {child.id for child in whole}
    if node.type not in (*grammar.chains, *grammar.arms):
        return False
    left = [child for child in node.children if child.id not in ids and child.type not in (",", ";")]
    if not left:
        return False
    first = node.children[0]
    heads = [child for child in node.children if child.type == first.type] if first.is_named else [first]
    words = "case", "default"
    if (not first.is_named or grammar.arms.get(node.type) in words) and all(each.id in ids for each in heads):
        return True
    alternative = node.child_by_field_name("alternative")
    lone_else = any(child.type == "else" for child in whole)
    return lone_else and alternative is not None and alternative.id not in ids


def _left_alone(tree: GrammarTree, span: Span, whole: list[Node]) -> Span | None:
    """Return an attribute with what it belongs to, where only the latter would go: it would be the next one's."""
    for child in whole:
        if not child.is_named or child.type in tree.grammar.attached | tree.grammar.comments:
            continue
        above = child.prev_named_sibling
        while above is not None and above.type in tree.grammar.comments:
            above = above.prev_named_sibling
        if above is not None and above.type in tree.grammar.attached and not _holds(tree, span, above):
            return Span(above.start_byte, tree.code_of(child).end)
    return None


_OPENERS = {"(": ")", "[": "]", "{": "}"}


def _unbalanced(node: Node, whole: list[Node]) -> bool:
    """Tell whether of a pair of brackets among a node's children only one would go."""
    if len(whole) == node.child_count:
        return False
    open_: list[str] = []
    for child in whole:
        mark = mark_of(child)
        if mark in _OPENERS:
            open_.append(_OPENERS[mark])
        elif mark in (")", "]", "}") and (not open_ or open_.pop() != mark):
            return True
    return bool(open_)


def orphaned_comma(tree: GrammarTree, span: Span) -> Span | None:
    """Return the list that would keep a comma without the element before it."""
    if not span or _in_text(tree, span):
        return None
    node = next(node for node in outwards(holding(tree.root, span)) if _reaches_beyond(tree, span, node))
    if node.type not in tree.grammar.lists:
        return None
    before = [child for child in node.children if child.type not in tree.grammar.comments]
    kept = [child for child in before if not _holds(tree, span, child)]
    return span_of(node, tree.source.text) if _empty_places(kept) > _empty_places(before) else None


def _empty_places(children: list[Node]) -> int:
    """Return how many commas stand behind another comma, or behind what opens the list."""
    places = zip([None, *children], children, strict=False)
    return sum(
        one.type == "," and (before is None or mark_of(before) in (",", "(", "[", "{", "<"))
        for before, one in places
    )
