"""Comma-separated constructs: which node is a list, and which of its parts are one element."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from patcher.source import Span
from patcher.syntax.grammar.parse import holding, outwards
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.model import Element

if TYPE_CHECKING:
    from tree_sitter import Node


def element_at(tree: GrammarTree, span: Span) -> Element | None:
    """Return the innermost element that holds a span; its comma counts to it.

    `None` where its construct is code inside a string (`${f(a, b)}`), whose commas nobody has read.
    """
    for node in outwards(holding(tree.root, span)):
        if node.type in tree.grammar.lists:
            element = element_of(tree, node, span)
            if element is not None:
                return None if tree.lexis.inside(element.inner.start) else element
    return None


def element_of(tree: GrammarTree, node: Node, span: Span) -> Element | None:
    """Return the element of a list's node that holds a span, or whose comma does."""
    found = tree.listed(node)
    at = bisect_right(found.starts, span.start) - 1
    if at < 0 or span.end > found.behind[at]:
        return None
    kind, filled = tree.grammar.lists[node.type], node.type in tree.grammar.filled
    emptied: Literal["stays", "refused"] = "refused" if filled else "stays"
    return Element(found.siblings[at], found.inner, found.siblings, kind, emptied=emptied)
