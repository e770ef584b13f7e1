"""Compound statements as chains of arms, from the nodes of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.grammar.parse import span_of
from patcher.syntax.model import Arm, Chain

if TYPE_CHECKING:
    from tree_sitter import Node

    from patcher.syntax.grammar.syntax import GrammarSyntax


def chain_of(syntax: GrammarSyntax, node: Node) -> Chain | None:
    """Return a compound statement with its arms; `None` for one that is an arm of another, or broken.

    An `else` whose body is a statement of the same kind is one arm with it (`else if`).
    """
    grammar, text = syntax.grammar, syntax.source.text
    if node.has_error or _continues(syntax, node):
        return None
    span = span_of(node, text)
    word = grammar.chains[node.type]
    if word in ("switch", "match", "select"):
        heads = list(_cases(syntax, node))
        ends = [*(each.start_byte for each in heads[1:]), span.end]
        arms = [_case(syntax, each, end) for each, end in zip(heads, ends, strict=False)]
    else:
        arms = list(_arms(syntax, node))
    return Chain(word, span, tuple(arms)) if arms else None


def _continues(syntax: GrammarSyntax, node: Node) -> bool:
    """Tell whether a statement stands directly behind the `else` of another one."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in syntax.grammar.arms:
        return syntax.grammar.arms[parent.type] == "else" and first_statement(syntax, parent) == node
    return parent.type == node.type and parent.child_by_field_name("alternative") == node


def first_statement(syntax: GrammarSyntax, clause: Node) -> Node | None:
    """Return the first thing in a clause that is no comment."""
    return next((c for c in clause.named_children if c.type not in syntax.grammar.comments), None)


def _arms(syntax: GrammarSyntax, node: Node) -> Iterator[Arm]:
    """Yield the arms of an `if`, a `try` or a loop, those behind `else if` included."""
    grammar = syntax.grammar
    start, word = node.start_byte, grammar.chains[node.type]
    each: Node | None = node
    while each is not None:
        following = None
        body: Node | None = None
        for child in each.children:
            if child.type == "else":  # a grammar that gives `else` no node of its own
                if body is not None:
                    yield _arm(syntax, word, start, body)
                start, word, body = child.start_byte, "else", None
            elif child.type == node.type and word == "else":
                following, word = child, f"else {grammar.chains[node.type]}"
            elif child.type in grammar.arms:
                if body is not None:
                    yield _arm(syntax, word, start, body)
                start, word, body = child.start_byte, grammar.arms[child.type], None
                first = first_statement(syntax, child)
                if word == "else" and first is not None and first.type == node.type:
                    following, word = first, f"else {grammar.chains[node.type]}"
                else:
                    body = _body_in(syntax, child)
            elif _is_body(syntax, child):
                body = child
        if body is not None:
            yield _arm(syntax, word, start, body)
        each = following


def _is_body(syntax: GrammarSyntax, node: Node) -> bool:
    """Tell whether a child of a compound statement is the body of an arm."""
    if not node.is_named or node.type in syntax.grammar.comments or node.parent is None:
        return False
    position = next((i for i, c in enumerate(node.parent.children) if c.id == node.id), 0)
    field = node.parent.field_name_for_child(position)
    return field in ("body", "consequence", "alternative") or (
        field is None and (node.type in syntax.grammar.bodies or _holds_body(syntax, node))
    )


def _holds_body(syntax: GrammarSyntax, node: Node) -> bool:
    return bool(node.child_count) and any(c.type in syntax.grammar.bodies for c in node.named_children)


def _body_in(syntax: GrammarSyntax, clause: Node) -> Node | None:
    found = [child for child in clause.named_children if _is_body(syntax, child)]
    return found[-1] if found else (clause.named_children[-1] if clause.named_children else None)


def _arm(syntax: GrammarSyntax, word: str, start: int, body: Node) -> Arm:
    """Return an arm from where it begins and the node of its body."""
    text = syntax.source.text
    place = syntax.place(body)
    inner = place
    if body.child_count > 1 and body.children[0].type == "{" and body.children[-1].type == "}":
        inner = Span(body.children[0].end_byte, body.children[-1].start_byte)
    return Arm(
        word, Span(start, place.end), Span(start, start + len(text[start : inner.start].rstrip())), inner
    )


def _cases(syntax: GrammarSyntax, node: Node) -> Iterator[Node]:
    """Yield the cases of a `switch`, in order, not those of one inside it."""
    stack = list(reversed(node.named_children))
    while stack:
        each = stack.pop()
        if each.type in syntax.grammar.arms:
            yield each
        elif each.type not in syntax.grammar.chains:
            stack.extend(reversed(each.named_children))


def _case(syntax: GrammarSyntax, node: Node, end: int) -> Arm:
    """Return a case: its header reaches through the colon or arrow, its body to its own end."""
    span = span_of(node, syntax.source.text)
    behind = next((c.end_byte for c in node.children if c.type in (":", "=>", "->")), span.end)
    return Arm(
        syntax.grammar.arms[node.type], span, Span(span.start, behind), Span(behind, max(behind, span.end))
    )
