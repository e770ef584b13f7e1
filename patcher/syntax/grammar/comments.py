"""Comments among the statements of a body: each is of the statement at whose line's end it stands, or of none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from patcher.syntax.grammar.tree import GrammarTree

if TYPE_CHECKING:
    from tree_sitter import Node


def comment_of(tree: GrammarTree, node: Node) -> Node | None:
    """Return the comment that a node is, or is the text of."""
    comments = tree.grammar.comments
    if node.type in comments:
        return node
    return node.parent if node.parent is not None and node.parent.type in comments else None


def among_statements(tree: GrammarTree, comment: Node) -> bool:
    """Tell whether a comment stands where a statement could: in a body, and not on the line that begins it."""
    around, bodies = comment.parent, tree.grammar.bodies
    if around is None:
        return False
    if around.type not in bodies:
        braced = around.child_count > 1 and around.children[0].type == "{"
        if not braced or not any(each.type in bodies for each in around.named_children):
            return False
    return comment.prev_named_sibling is not None or comment.start_point.row > around.start_point.row


def statement_before(tree: GrammarTree, comment: Node, is_statement: Callable[[Node], bool]) -> Node | None:
    """Return the statement that ends on the line on which a comment begins; `None` where none does."""
    row, before = comment.start_point.row, comment.prev_named_sibling
    while before is not None and before.type in tree.grammar.comments:
        before = before.prev_named_sibling
    while before is not None and before.end_point.row == row:
        if is_statement(before):
            return before
        before = before.named_children[-1] if before.named_children else None
    return None
