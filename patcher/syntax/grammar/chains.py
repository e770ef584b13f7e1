"""Compound statements as chains of arms, from the nodes of a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.grammar.model import Grammar
from patcher.syntax.grammar.parse import span_of
from patcher.syntax.model import Arm, Chain

if TYPE_CHECKING:
    from tree_sitter import Node


def first_statement(grammar: Grammar, clause: Node) -> Node | None:
    """Return the first thing in a clause that is no comment."""
    return next((c for c in clause.named_children if c.type not in grammar.comments), None)


class Chains:
    """The compound statements of a text; `place` tells where a node stands without what a grammar counts to its end."""

    def __init__(self, grammar: Grammar, text: str, place: Callable[[Node], Span]) -> None:
        self.grammar = grammar
        self.text = text
        self.place = place

    def of(self, node: Node) -> Chain | None:
        """Return a compound statement with its arms; `None` for one that is an arm of another, or broken.

        An `else` whose body is a statement of the same kind is one arm with it (`else if`).
        """
        grammar, text = self.grammar, self.text
        if node.has_error or self._continues(node):
            return None
        span = span_of(node, text)
        word = grammar.chains[node.type]
        if word in ("switch", "match", "select"):
            heads = list(self._cases(node))
            ends = [*(each.start_byte for each in heads[1:]), span.end]
            arms = [self._case(each, end) for each, end in zip(heads, ends, strict=False)]
        else:
            arms = list(self._arms(node))
        return Chain(word, span, tuple(arms)) if arms else None

    def _continues(self, node: Node) -> bool:
        """Tell whether a statement stands directly behind the `else` of another one."""
        parent = node.parent
        if parent is None:
            return False
        if parent.type in self.grammar.arms:
            return self.grammar.arms[parent.type] == "else" and first_statement(self.grammar, parent) == node
        return parent.type == node.type and parent.child_by_field_name("alternative") == node

    def _arms(self, node: Node) -> Iterator[Arm]:
        """Yield the arms of an `if`, a `try` or a loop, those behind `else if` included."""
        grammar = self.grammar
        start, word = node.start_byte, grammar.chains[node.type]
        each: Node | None = node
        while each is not None:
            following = None
            body: Node | None = None
            for child in each.children:
                if child.type == "else":  # a grammar that gives `else` no node of its own
                    if body is not None:
                        yield self._arm(word, start, body)
                    start, word, body = child.start_byte, "else", None
                elif child.type == node.type and word == "else":
                    following, word = child, f"else {grammar.chains[node.type]}"
                elif child.type in grammar.arms:
                    if body is not None:
                        yield self._arm(word, start, body)
                    start, word, body = child.start_byte, grammar.arms[child.type], None
                    first = first_statement(self.grammar, child)
                    if word == "else" and first is not None and first.type == node.type:
                        following, word = first, f"else {grammar.chains[node.type]}"
                    else:
                        body = self._body_in(child)
                elif self._is_body(child):
                    body = child
            if body is not None:
                yield self._arm(word, start, body)
            each = following

    def _is_body(self, node: Node) -> bool:
        """Tell whether a child of a compound statement is the body of an arm."""
        if not node.is_named or node.type in self.grammar.comments or node.parent is None:
            return False
        position = next((i for i, c in enumerate(node.parent.children) if c.id == node.id), 0)
        field = node.parent.field_name_for_child(position)
        return field in ("body", "consequence", "alternative") or (
            field is None and (node.type in self.grammar.bodies or self._holds_body(node))
        )

    def _holds_body(self, node: Node) -> bool:
        return bool(node.child_count) and any(c.type in self.grammar.bodies for c in node.named_children)

    def _body_in(self, clause: Node) -> Node | None:
        found = [child for child in clause.named_children if self._is_body(child)]
        return found[-1] if found else (clause.named_children[-1] if clause.named_children else None)

    def _arm(self, word: str, start: int, body: Node) -> Arm:
        """Return an arm from where it begins and the node of its body."""
        text = self.text
        place = self.place(body)
        inner = place
        if body.child_count > 1 and body.children[0].type == "{" and body.children[-1].type == "}":
            inner = Span(body.children[0].end_byte, body.children[-1].start_byte)
        return Arm(
            word, Span(start, place.end), Span(start, start + len(text[start : inner.start].rstrip())), inner
        )

    def _cases(self, node: Node) -> Iterator[Node]:
        """Yield the cases of a `switch`, in order, not those of one inside it."""
        stack = list(reversed(node.named_children))
        while stack:
            each = stack.pop()
            if each.type in self.grammar.arms:
                yield each
            elif each.type not in self.grammar.chains:
                stack.extend(reversed(each.named_children))

    def _case(self, node: Node, end: int) -> Arm:
        """Return a case: its header reaches through the colon or arrow, its body to its own end."""
        span = span_of(node, self.text)
        behind = next((c.end_byte for c in node.children if c.type in (":", "=>", "->")), span.end)
        return Arm(
            self.grammar.arms[node.type], span, Span(span.start, behind), Span(behind, max(behind, span.end))
        )
