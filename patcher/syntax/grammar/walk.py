"""Walks over a tree: its definitions, its compound statements, the uses of a name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from patcher.source import Span
from patcher.syntax.depth import Names
from patcher.syntax.grammar.lists import element_of
from patcher.syntax.grammar.model import FUNCTIONS, VARIABLES, Named
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Chain, Definition, Element

if TYPE_CHECKING:
    from tree_sitter import Node

    from patcher.syntax.grammar.syntax import GrammarSyntax


def definitions(syntax: GrammarSyntax) -> Iterator[Definition]:
    """Yield the definitions in file order; functions of one name and kind in one body are one."""
    found: list[Definition] = []
    functions: dict[tuple[Hashable, str, str], int] = {}
    names = Names(syntax.source)
    for name, kind, each in _named_nodes(syntax):
        definition = _definition(syntax, names.kept(name), kind, each)
        if kind in FUNCTIONS:
            known = functions.setdefault((syntax.holder_of(each.node), name, kind), len(found))
            if known < len(found):
                found[known] = _joined(found[known], definition)
                continue
        found.append(definition)
    yield from sorted(found, key=lambda d: (d.span.start, -d.span.end))


def _named_nodes(syntax: GrammarSyntax) -> Iterator[tuple[str, str, Named]]:
    """Yield the qualified name, the kind and the node of whatever defines a name."""
    grammar = syntax.grammar
    opens = grammar.bodies | grammar.wrappers | grammar.opens
    stack: list[tuple[Node, str, bool]] = [(syntax.root, "", False)]
    while stack:
        node, scope, local = stack.pop()
        inner: list[tuple[Node, str, bool]] = []
        for child in node.named_children:
            kind = grammar.defines.get(child.type)
            if kind is None:
                if child.type in opens or child.is_error:
                    inner.append((child, scope, local))
                continue
            names = list(syntax.named(child))
            for each in names:
                if not (local and kind_of(kind, each) in VARIABLES):
                    yield f"{scope}{each.name}", kind_of(kind, each), each
            name = syntax.scope_of(child, names)
            within = f"{scope}{name}." if name else scope
            inner.append((child, within, local or kind in FUNCTIONS))
        stack.extend(reversed(inner))


def kind_of(kind: str, named: Named) -> str:
    """Return the language's word for what a node defines."""
    return named.kind or kind


def _definition(syntax: GrammarSyntax, name: str, kind: str, named: Named) -> Definition:
    node = around(syntax, named.node)
    place = syntax.place(node)
    start = syntax.attached_start(place.start)
    element = as_element(syntax, node)
    if element is not None:
        place = Span(place.start, min(place.end, element.span.end))  # a `;` behind the last one ends them all
    clean = not syntax.in_error(node)
    return Definition(name, kind, place, start, multiple=named.multiple, clean=clean, element=element)


def comment_of(syntax: GrammarSyntax, node: Node) -> Node | None:
    """Return the comment that a node is, or is the text of."""
    comments = syntax.grammar.comments
    if node.type in comments:
        return node
    return node.parent if node.parent is not None and node.parent.type in comments else None


def among_statements(syntax: GrammarSyntax, comment: Node) -> bool:
    """Tell whether a comment stands where a statement could: in a body, and not on the line that begins it."""
    around, bodies = comment.parent, syntax.grammar.bodies
    if around is None:
        return False
    if around.type not in bodies:
        braced = around.child_count > 1 and around.children[0].type == "{"
        if not braced or not any(each.type in bodies for each in around.named_children):
            return False
    return comment.prev_named_sibling is not None or comment.start_point.row > around.start_point.row


def statement_before(syntax: GrammarSyntax, comment: Node) -> Node | None:
    """Return the statement that ends on the line on which a comment begins; `None` where none does."""
    row, before = comment.start_point.row, comment.prev_named_sibling
    while before is not None and before.type in syntax.grammar.comments:
        before = before.prev_named_sibling
    while before is not None and before.end_point.row == row:
        if syntax.is_statement(before):
            return before
        before = before.named_children[-1] if before.named_children else None
    return None


def is_member(syntax: GrammarSyntax, node: Node) -> bool:
    """Tell whether a node declares a member among others that commas part: a field, a constant of an enum."""
    parent, kind = node.parent, syntax.grammar.defines.get(node.type)
    if parent is None or kind is None or kind in FUNCTIONS | VARIABLES:
        return False
    return as_element(syntax, node) is not None


def as_element(syntax: GrammarSyntax, node: Node) -> Element | None:
    """Return a definition as an element of the list that it stands in."""
    parent = node.parent
    if parent is None or parent.type not in syntax.grammar.lists:
        return None
    return element_of(syntax, parent, Span(node.start_byte, node.end_byte))


def around(syntax: GrammarSyntax, node: Node) -> Node:
    """Return the outermost node around a definition that holds it alone: an `export`, a `template<>`."""
    wrappers = syntax.grammar.wrappers
    while (parent := node.parent) is not None and parent.type in wrappers:
        alike = [
            child
            for child in parent.named_children
            if child == node or child.type == node.type or child.type in syntax.grammar.defines
        ]
        if len(alike) != 1:
            break
        node = parent
    return node


def _joined(known: Definition, more: Definition) -> Definition:
    parts = (*(known.parts or (known.span,)), more.span)
    return Definition(known.name, known.kind, known.span, known.attached_start, parts, clean=known.clean)


def chains(syntax: GrammarSyntax) -> Iterator[Chain]:
    """Yield every compound statement of the file, in order, nested ones after what holds them."""
    wanted = syntax.grammar.chains
    if not wanted:
        return
    stack = [syntax.root]
    while stack:
        node = stack.pop()
        if node.type in wanted:
            chain = syntax.chain(node)
            if chain is not None:
                yield chain
        stack.extend(reversed(node.named_children))


def uses(syntax: GrammarSyntax, name: str) -> Iterator[Span]:
    """Yield where code uses a name: identifiers of it that are not the name of its own definition.

    An identifier behind a dot counts: what it belongs to, a grammar cannot tell.
    """
    grammar = syntax.grammar
    counted = grammar.identifiers | grammar.attributes
    own: set[int] | None = None
    for match in whole_word(name).finditer(syntax.source.text):
        node = syntax.root.descendant_for_byte_range(match.start(), match.end())
        if node is None or node.type not in counted:
            continue
        if own is None:
            own = _defining(syntax, name)
        if node.start_byte not in own:
            yield Span(node.start_byte, node.end_byte)


def _defining(syntax: GrammarSyntax, name: str) -> set[int]:
    """Return where the names stand of the definitions that have this plain name."""
    found = set()
    for named in syntax.named_plainly.get(name, ()):
        held = whole_word(name).search(syntax.text_of(named.node))
        if held:
            found.add(named.node.start_byte + held.start())
    return found


def named_plainly(syntax: GrammarSyntax) -> dict[str, list[Named]]:
    """Return what defines a name, by the name's last part."""
    found: dict[str, list[Named]] = {}
    for qualified, _, named in _named_nodes(syntax):
        found.setdefault(qualified.rpartition(".")[2], []).append(named)
    return found
