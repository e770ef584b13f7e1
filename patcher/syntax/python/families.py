"""The children of a tree's nodes, for those who ask about the same nodes again and again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


class Families:
    """The children of a tree's nodes, listed once for each node that is asked about."""

    def __init__(self) -> None:
        self._known: dict[int, Family] = {}

    def of(self, node: Node) -> Family:
        """Return a node's children."""
        if node.id not in self._known:
            self._known[node.id] = Family(node)
        return self._known[node.id]


class Family:
    """One node's children, in order."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.children = node.children
        self.types = [child.type for child in self.children]
        self._starts = [child.start_byte for child in self.children]
        self._ends = [child.end_byte for child in self.children]

    def touching(self, start: int, end: int) -> Iterator[tuple[int, Node]]:
        """Yield the children that share a byte with `start:end`, with their numbers."""
        for index in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            yield index, self.children[index]
