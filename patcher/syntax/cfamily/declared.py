"""What a declaration of C or C++ declares: its declarators' names, and the type in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from patcher.expression import expression
from patcher.syntax.grammar import GrammarSyntax, Named

if TYPE_CHECKING:
    from tree_sitter import Node

SPECIFIERS = {
    "struct_specifier": "struct",
    "union_specifier": "union",
    "enum_specifier": "enum",
    "class_specifier": "class",
}
_LOCAL = frozenset({"compound_statement", "case_statement", "labeled_statement"})
_HOLDERS = frozenset({"declaration", "type_definition", "field_declaration", "function_definition"})
_ANGLES = expression(r"<[^<>]*>")
_SHOUTED = expression(r"[A-Z][A-Z0-9_]*$")
_WORD = expression(r"\w+$")


class Declarator(NamedTuple):
    """A name that a declarator gives, and whether it is a function's."""

    name: str
    is_function: bool


def declared(syntax: GrammarSyntax, node: Node) -> Declarator | None:
    """Return what a declarator declares; `None` for one without a name."""
    each: Node | None = node
    holder = node
    while each is not None:
        if each.type == "operator_cast":
            return Declarator(_operator(syntax.text_of(each)), True)
        inner = each.child_by_field_name("declarator")
        if inner is None and each.type in _THROUGH:
            inner = next((c for c in each.named_children if c.type not in _BESIDE), None)
        if inner is None:
            break
        holder, each = each, inner
    if each is None or each.type not in _NAMES:
        return None
    if each.type == "qualified_identifier" and _cast(each) is not None:
        return Declarator(_operator(_qualified(syntax.text_of(each))), True)
    outer = holder.parent
    if outer is not None and outer.type == holder.type == "function_declarator":  # `UNUSED(name)(int a)`
        words = syntax.text_of(holder)[len(syntax.text_of(each)) :].strip("() \t\n")
        if _WORD.match(words):
            return Declarator(words, True)
    return Declarator(_qualified(syntax.text_of(each)), holder.type == "function_declarator")


_THROUGH = frozenset({"parenthesized_declarator", "reference_declarator", "attributed_declarator"})
_BESIDE = frozenset({"ms_call_modifier", "attribute_declaration", "comment", "type_qualifier"})
_NAMES = frozenset(
    {
        "identifier",
        "field_identifier",
        "type_identifier",
        "qualified_identifier",
        "destructor_name",
        "operator_name",
        "template_function",
        "primitive_type",
    }
)


def _cast(node: Node) -> Node | None:
    """Return the conversion operator that a qualified name ends in."""
    each: Node | None = node
    while each is not None and each.type == "qualified_identifier":
        each = each.child_by_field_name("name")
    return each if each is not None and each.type == "operator_cast" else None


def _operator(text: str) -> str:
    """Return the name of a conversion operator without its parameters."""
    return " ".join(text.partition("(")[0].split())


def _qualified(text: str) -> str:
    """Return a name with dots for `::`, without the arguments of templates.

    >>> _qualified("ns::Map<K, V>::operator ==")
    'ns.Map.operator=='
    """
    head, operator, tail = re.sub(r"\s+", " ", text).partition("operator")
    while (shorter := _ANGLES.sub("", head)) != head:
        head = shorter
    head = head.replace(" ", "").removeprefix("::").replace("::", ".")
    if not operator:
        return head
    if tail[:1].isalnum() or tail[:1] == "_":
        return (head + operator + tail).replace("::", ".")  # `operatorish` is a word
    return head + operator + (tail if tail.strip()[:1].isalpha() else tail.replace(" ", ""))


def names_of(syntax: GrammarSyntax, node: Node) -> Iterator[Named]:
    """Yield the names that a declaration, a type definition, a field or a function defines."""
    if node.type in SPECIFIERS:
        yield from _tag(syntax, node)
        return
    found = [d for d in (declared(syntax, c) for c in node.children_by_field_name("declarator")) if d]
    if node.type == "function_definition":
        yield from (Named(_of_macro(syntax, node, each.name), node) for each in found)
        return
    if node.type == "type_definition":
        for name in dict.fromkeys(each.name for each in found):
            yield Named(name, node)
        yield from (tag for tag in _tags(syntax, node, False) if tag.name not in {d.name for d in found})
        return
    tags = list(_tags(syntax, node, bool(found)))
    yield from tags
    if node.parent is not None and node.parent.type in _LOCAL:
        found = [each for each in found if not each.is_function]
    alone = len(found) == 1 and not tags
    for each in found:
        yield Named(each.name, node, not alone, "function" if each.is_function else None)


def _tag(syntax: GrammarSyntax, node: Node) -> Iterator[Named]:
    """Yield the name of a type that is defined by itself; one in a declaration is the declaration's."""
    name = node.child_by_field_name("name")
    whole = node.parent is None or node.parent.type not in _HOLDERS
    if name is not None and whole and node.child_by_field_name("body") is not None:
        yield Named(_of_type(syntax.text_of(name)), node)


def _tags(syntax: GrammarSyntax, node: Node, shared: bool) -> Iterator[Named]:
    """Yield the type that a declaration defines on its way."""
    body = type_body(node)
    name = body.child_by_field_name("name") if body is not None else None
    if body is not None and name is not None:
        yield Named(_of_type(syntax.text_of(name)), node, shared, SPECIFIERS[body.type])


def _of_type(text: str) -> str:
    """Return the name of a type; a specialisation keeps its arguments."""
    return "".join(text.split()).replace("::", ".")


def type_body(node: Node) -> Node | None:
    """Return the type with a body that a declaration holds."""
    kind = node.child_by_field_name("type")
    if kind is None or kind.type not in SPECIFIERS or kind.child_by_field_name("body") is None:
        return None
    return kind


def scope_of(node: Node, names: list[Named] | tuple[Named, ...]) -> str | None:
    """Return the name under which members stand; `None` for what has none, or no name for them."""
    if node.type in SPECIFIERS or node.type == "function_definition":
        return names[0].name if names else None
    if node.type in _HOLDERS and type_body(node) is None:
        return None
    own = [each.name for each in names if each.kind in SPECIFIERS.values()]
    if node.type != "type_definition" and own:
        return own[0]
    return names[0].name if names else None


def _of_macro(syntax: GrammarSyntax, node: Node, name: str) -> str:
    """Return what a function is called that a macro defines: `TEST(Suite, Name) {` is `Suite.Name`."""
    declarator = node.child_by_field_name("declarator")
    if declarator is None or not _SHOUTED.match(name):
        return name
    if node.child_by_field_name("type") is None and declarator.type == "function_declarator":
        inside = syntax.text_of(declarator)[len(name) :].strip("() \t\n")
        words = [" ".join(word.split()) for word in inside.split(",")]
        if len(words) <= 2 and all(map(_WORD.match, words)):
            return ".".join(words)
        return words[0] if _WORD.match(words[0]) else name
    return name
