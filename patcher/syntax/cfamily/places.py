"""Fields of a type whose variables are given values in their order. ISO/IEC 9899, clause 6.7.10."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.grammar import GrammarSyntax, places
from patcher.syntax.grammar.parse import span_of
from patcher.syntax.meaning import DOUBT, Meaning

if TYPE_CHECKING:
    from tree_sitter import Node

# A variable of a type with values in their order: `struct s x = {1, 2}`, no `.name =`.
_INITIALISED = r"(?<![\w.]){name}\b[^;=(){{}}]*=[\s#]*\{{(?:[\s#]*\{{)*[\s#]*(?![\s#.\[}}])"


def initialised(syntax: GrammarSyntax, spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield the places of the fields around some spans, where the file gives a variable of their type values in order."""
    for node in places.around(syntax, spans, frozenset({"field_declaration_list"})):
        names = {re.escape(text) for each in _named_by(node) if (text := syntax.text_of(each))}
        if any(re.search(_INITIALISED.format(name=name), syntax.lexis.masked) for name in names):
            yield from _fields(syntax, node)


def _named_by(fields: Node) -> Iterator[Node]:
    """Yield the names of the type whose fields stand in a node: its own, and what a `typedef` gives it."""
    kind = fields.parent
    if kind is not None:
        yield from kind.children_by_field_name("name")
        if kind.parent is not None and kind.parent.type == "type_definition":
            yield from kind.parent.children_by_field_name("declarator")


def _fields(syntax: GrammarSyntax, node: Node) -> Iterator[Meaning]:
    whole, number = span_of(node, syntax.source.text), 0
    for field in (each for each in node.named_children if each.type == "field_declaration"):
        for declarator in field.children_by_field_name("declarator"):
            number += 1
            about = f"the place of `{' '.join(syntax.text_of(declarator).split())}` in `{{...}}`"
            yield Meaning(span_of(declarator, syntax.source.text), whole, about, str(number), DOUBT)
