"""Walks over a tree: its definitions, its compound statements, the uses of a name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.depth import Names
from patcher.syntax.grammar.lists import element_of
from patcher.syntax.grammar.model import FUNCTIONS, VARIABLES, Named
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Chain, Definition, Element

if TYPE_CHECKING:
    from tree_sitter import Node


def definitions(tree: GrammarTree) -> Iterator[Definition]:
    """Yield the definitions in file order; functions of one name and kind in one body are one."""
    found: list[Definition] = []
    functions: dict[tuple[Hashable, str, str], int] = {}
    names = Names(tree.source)
    for name, kind, each in _named_nodes(tree):
        definition = _definition(tree, names.kept(name), kind, each)
        if kind in FUNCTIONS:
            known = functions.setdefault((tree.holder_of(each.node), name, kind), len(found))
            if known < len(found):
                found[known] = _joined(found[known], definition)
                continue
        found.append(definition)
    yield from sorted(found, key=lambda d: (d.span.start, -d.span.end))


def _named_nodes(tree: GrammarTree) -> Iterator[tuple[str, str, Named]]:
    """Yield the qualified name, the kind and the node of whatever defines a name."""
    grammar = tree.grammar
    opens = grammar.bodies | grammar.wrappers | grammar.opens
    stack: list[tuple[Node, str, bool]] = [(tree.root, "", False)]
    while stack:
        node, scope, local = stack.pop()
        inner: list[tuple[Node, str, bool]] = []
        for child in node.named_children:
            kind = grammar.defines.get(child.type)
            if kind is None:
                if child.type in opens or child.is_error:
                    inner.append((child, scope, local))
                continue
            names = list(tree.named(child))
            for each in names:
                if not (local and kind_of(kind, each) in VARIABLES):
                    yield f"{scope}{each.name}", kind_of(kind, each), each
            name = tree.scope_of(child, names)
            within = f"{scope}{name}." if name else scope
            inner.append((child, within, local or kind in FUNCTIONS))
        stack.extend(reversed(inner))


def kind_of(kind: str, named: Named) -> str:
    """Return the language's word for what a node defines."""
    return named.kind or kind


def _definition(tree: GrammarTree, name: str, kind: str, named: Named) -> Definition:
    node = around(tree, named.node)
    place = tree.place(node)
    start = tree.attached_start(place.start)
    element = as_element(tree, node)
    if element is not None:
        place = Span(place.start, min(place.end, element.span.end))  # a `;` behind the last one ends them all
    clean = not tree.in_error(node)
    return Definition(name, kind, place, start, multiple=named.multiple, clean=clean, element=element)


def is_member(tree: GrammarTree, node: Node) -> bool:
    """Tell whether a node declares a member among others that commas part: a field, a constant of an enum."""
    parent, kind = node.parent, tree.grammar.defines.get(node.type)
    if parent is None or kind is None or kind in FUNCTIONS | VARIABLES:
        return False
    return as_element(tree, node) is not None


def as_element(tree: GrammarTree, node: Node) -> Element | None:
    """Return a definition as an element of the list that it stands in."""
    parent = node.parent
    if parent is None or parent.type not in tree.grammar.lists:
        return None
    return element_of(tree, parent, Span(node.start_byte, node.end_byte))


def around(tree: GrammarTree, node: Node) -> Node:
    """Return the outermost node around a definition that holds it alone: an `export`, a `template<>`."""
    wrappers = tree.grammar.wrappers
    while (parent := node.parent) is not None and parent.type in wrappers:
        alike = [
            child
            for child in parent.named_children
            if child == node or child.type == node.type or child.type in tree.grammar.defines
        ]
        if len(alike) != 1:
            break
        node = parent
    return node


def _joined(known: Definition, more: Definition) -> Definition:
    parts = (*(known.parts or (known.span,)), more.span)
    return Definition(known.name, known.kind, known.span, known.attached_start, parts, clean=known.clean)


def chains(tree: GrammarTree) -> Iterator[Chain]:
    """Yield every compound statement of the file, in order, nested ones after what holds them."""
    wanted = tree.grammar.chains
    if not wanted:
        return
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.type in wanted:
            chain = tree.chain(node)
            if chain is not None:
                yield chain
        stack.extend(reversed(node.named_children))


def uses(tree: GrammarTree, name: str, defining: Callable[[], Iterable[Named]]) -> Iterator[Span]:
    """Yield where code uses a name: identifiers of it that are not the name of its own definition.

    `defining` tells what defines the name. An identifier behind a dot counts: what it belongs to, a grammar cannot tell.
    """
    grammar = tree.grammar
    counted = grammar.identifiers | grammar.attributes
    own: set[int] | None = None
    for match in whole_word(name).finditer(tree.source.text):
        node = tree.root.descendant_for_byte_range(match.start(), match.end())
        if node is None or node.type not in counted:
            continue
        if own is None:
            own = _names_in(tree, name, defining())
        if node.start_byte not in own:
            yield Span(node.start_byte, node.end_byte)


def _names_in(tree: GrammarTree, name: str, definitions: Iterable[Named]) -> set[int]:
    """Return where a name stands in what defines it."""
    found = set()
    for named in definitions:
        held = whole_word(name).search(tree.text_of(named.node))
        if held:
            found.add(named.node.start_byte + held.start())
    return found


def named_plainly(tree: GrammarTree) -> dict[str, list[Named]]:
    """Return what defines a name, by the name's last part."""
    found: dict[str, list[Named]] = {}
    for qualified, _, named in _named_nodes(tree):
        found.setdefault(qualified.rpartition(".")[2], []).append(named)
    return found
