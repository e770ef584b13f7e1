"""Uses of a name as a grammar tells them: locals left out, attributes, keys and paths told apart.

A `Scoping` is a language's table of what binds names and how far; names of nodes and fields are the
grammar's. What no table says is a use of the name: a real use is never taken for a local.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from patcher.record import dataclass, field
from patcher.source import Span
from patcher.syntax.grammar.parse import outwards
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Definition, Use

if TYPE_CHECKING:
    from tree_sitter import Node

    from patcher.syntax.grammar.syntax import GrammarSyntax

Fields = tuple[str, ...]  # of a node, "" for children that have no field; none at all: every child


@dataclass(frozen=True)
class Scoping:
    """What binds a name in a grammar.

    `scopes` are nodes whose bindings are seen in them alone; in `member_scopes` a name is a member's and
    no plain name reaches it. `binds` are nodes with the fields in which a name is bound, directly or
    `through` patterns: in the innermost scope, themselves included, but for those `around`, which bind
    outside of themselves, and those in a node of `hoisted`, which bind in the function around.
    """

    scopes: frozenset[str]
    binds: Mapping[str, Fields]
    member_scopes: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    hoisted: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    through: Mapping[str, Fields] = field(default_factory=dict)
    # Tokens of which one must stand in a node, or it binds nothing.
    only_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Whether a binding counts only from behind its node on, or behind the field given here; `at_once`
    # are nodes that count in all of their scope; `until` ends a scope behind one of its fields.
    ordered: bool = False
    behind: Mapping[str, str] = field(default_factory=dict)
    at_once: frozenset[str] = frozenset()
    until: Mapping[str, str] = field(default_factory=dict)
    # Nodes with the fields of an object, or of a path, and of the name taken from it.
    members: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    paths: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # Fields in which a name is defined as a member, is a key or a label, may be a key, is exported.
    defines: Mapping[str, Fields] = field(default_factory=dict)
    keys: Mapping[str, Fields] = field(default_factory=dict)
    perhaps_keys: Mapping[str, Fields] = field(default_factory=dict)
    exports: Mapping[str, Fields] = field(default_factory=dict)
    # Nodes in which keys stand, with the field of the type that they are keys of.
    typed: Mapping[str, str] = field(default_factory=dict)
    in_body: frozenset[str] = frozenset()  # nodes that bind in the body of their scope alone
    open_holders: frozenset[str] = frozenset()  # nodes whose block is no scope of locals: a namespace
    two_spaces: bool = False  # whether types and values have names of their own, a class both
    capitals_bind: bool = True  # False: a capital in a pattern is a constant
    names: frozenset[str] = frozenset()  # further leaves that are names

    def has(self, table: Mapping[str, Fields], node: Node, child: Node) -> bool:
        """Tell whether a table has a node with the field in which a child stands."""
        fields = table.get(node.type)
        return fields is not None and (not fields or field_of(node, child) in fields)


@dataclass(frozen=True, slots=True)
class _Bound:
    """Where a name is bound by a scope inside the file: the scope's span, and from where on."""

    scope: Span
    begins: int
    spaces: frozenset[str]  # the kinds of leaf that mean it


def uses_of(
    syntax: GrammarSyntax, scoping: Scoping, name: str, within: Span | None, *, owners: bool = True
) -> Iterator[Use]:
    """Yield the uses of a name in file order, those in a span or all of them."""
    nodes = list(_occurrences(syntax, scoping, name))
    if within is not None and not any(within.start <= node.start_byte < within.end for node in nodes):
        return
    roles = [(node, _role(syntax, scoping, node, owners)) for node in nodes]
    bound = [role for _, role in roles if isinstance(role, _Bound)]
    for node, role in roles:
        span = Span(node.start_byte, node.end_byte)
        if isinstance(role, _Bound) or (within is not None and not within.start <= span.start < within.end):
            continue
        kind, owner = role
        local = kind == "name" and any(
            b.scope.holds(span) and b.begins <= span.start and node.type in b.spaces for b in bound
        )
        if kind and not local:
            yield Use(span, kind, owner, scope_at(syntax, span))


def _occurrences(syntax: GrammarSyntax, scoping: Scoping, name: str) -> Iterator[Node]:
    """Yield the leaves of code that are a word and stand for a name."""
    grammar = syntax.grammar
    counted = grammar.identifiers | grammar.attributes | scoping.names
    for match in whole_word(name).finditer(syntax.source.text):
        node = syntax.root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type in counted:
            yield node


def _role(syntax: GrammarSyntax, scoping: Scoping, node: Node, owners: bool) -> tuple[str, str] | _Bound:
    """Return what a name is: a binding, or its kind with its owner; the kind is "" where it is no use at all."""
    parent = node.parent
    if parent is None:
        return "name", ""
    told = syntax.role_of(node) or _part_of(syntax, scoping, node, parent, owners)
    if told is not None:
        return told
    if scoping.has(scoping.defines, parent, node):
        return "", ""
    if scoping.has(scoping.keys, parent, node) and not node.type.startswith("shorthand"):
        return "key", _key_owner(syntax, scoping, parent)
    if scoping.has(scoping.exports, parent, node):
        return "export", ""
    child, holder = node, parent
    while scoping.has(scoping.through, holder, child) and holder.parent is not None:
        child, holder = holder, holder.parent
    if scoping.has(scoping.perhaps_keys, holder, child):
        return "either", _key_owner(syntax, scoping, holder)
    if scoping.has(scoping.binds, holder, child) and _may_bind(scoping, node, holder):
        return _binding(syntax, scoping, holder, node)
    return "name", ""


def _part_of(
    syntax: GrammarSyntax, scoping: Scoping, node: Node, parent: Node, owners: bool
) -> tuple[str, str] | None:
    """Return the kind and the owner of a name behind a dot, or at the end of a path."""
    for table, kind in ((scoping.members, "attribute"), (scoping.paths, "path")):
        found = table.get(parent.type)
        if found is not None and field_of(parent, node) == found[1]:
            owner = parent.child_by_field_name(found[0])
            if owner is not None:
                return kind, owner_of(syntax, scoping, owner) if owners else ""
    return None


def _key_owner(syntax: GrammarSyntax, scoping: Scoping, node: Node) -> str:
    """Return the type that a key belongs to, "" where the literal does not say it."""
    for each in outwards(node):
        if each.type in scoping.typed:
            told = each.child_by_field_name(scoping.typed[each.type])
            return syntax.text_of(told) if told is not None else ""
    return ""


def owner_of(syntax: GrammarSyntax, scoping: Scoping, node: Node) -> str:
    """Return what stands before a dot as it is written, "" where its first name is a local or no name."""
    text = "".join(syntax.text_of(node).split())
    if not re.fullmatch(r"[\w$.:#]+", text):
        return ""
    first = re.split(r"[.:]", text)[0]
    if first in ("this", "self", "Self", "super", "crate"):
        return text
    return text if node.start_byte in syntax.plain_places(first) else ""


def plain_places(syntax: GrammarSyntax, scoping: Scoping, name: str) -> frozenset[int]:
    """Return where a name stands for what the file's own level, or an import, binds."""
    found = uses_of(syntax, scoping, name, None, owners=False)
    return frozenset(use.span.start for use in found if use.kind in ("name", "import"))


def _may_bind(scoping: Scoping, node: Node, holder: Node) -> bool:
    if not scoping.capitals_bind and holder.type not in scoping.around and (node.text or b"")[:1].isupper():
        return holder.type.endswith("_parameter") and holder.type != "parameter"
    needs = scoping.only_with.get(holder.type)
    return needs is None or any(each.type in needs for each in holder.children)


def _binding(syntax: GrammarSyntax, scoping: Scoping, holder: Node, node: Node) -> tuple[str, str] | _Bound:
    """Return the scope in which a name is bound; a member, or a name of the file's own level, is no local."""
    far = holder.parent is not None and holder.parent.type in scoping.hoisted
    wanted = scoping.functions if far else scoping.scopes | scoping.member_scopes
    scope = holder.parent if holder.type in scoping.around else holder
    while scope is not None and (scope.type not in wanted or _is_open(scoping, scope)):
        scope = scope.parent
    member = scope is not None and scope.type in scoping.member_scopes and "type_parameter" not in holder.type
    if scope is None or scope.parent is None or member:
        return "", ""
    last = scope.child_by_field_name(scoping.until.get(scope.type, ""))
    span = Span(scope.start_byte, (last or scope).end_byte)
    return _Bound(span, _begins(scoping, holder, scope), _spaces(syntax, scoping, holder, node))


def _is_open(scoping: Scoping, scope: Node) -> bool:
    """Tell whether a block is that of a namespace, whose names are definitions and no locals."""
    return scope.parent is not None and scope.parent.type in scoping.open_holders


def _begins(scoping: Scoping, holder: Node, scope: Node) -> int:
    """Return from where on a binding counts."""
    if holder.type in scoping.in_body:
        body = scope.child_by_field_name("body")
        return body.start_byte if body is not None else scope.end_byte
    if not scoping.ordered or holder.type in scoping.at_once:
        return scope.start_byte
    behind = holder.child_by_field_name(scoping.behind.get(holder.type, ""))
    return (behind or holder).end_byte


def _spaces(syntax: GrammarSyntax, scoping: Scoping, holder: Node, node: Node) -> frozenset[str]:
    """Return the kinds of leaf that a binding shadows: a value no type, a type no value, a class both."""
    every = syntax.grammar.identifiers
    if not scoping.two_spaces or "class" in holder.type or "enum" in holder.type:
        return every
    types = frozenset({"type_identifier"})
    return types if node.type in types else every - types


def field_of(node: Node, child: Node) -> str:
    """Return the field of a node in which a child stands, "" for none."""
    for index in range(node.child_count):
        each = node.child(index)
        if each is not None and each.id == child.id:
            return node.field_name_for_child(index) or ""
    return ""


def scope_at(syntax: GrammarSyntax, span: Span) -> str:
    """Return the innermost qualified definition that holds a span, "" at the file's level."""
    definitions = syntax.definitions()
    for index in range(bisect_right(definitions, span.start, key=_start_of) - 1, -1, -1):
        each = definitions[index]
        if each.element is None and each.span.holds(span):
            return each.name
        if "." not in each.name and each.span.end <= span.start and not each.parts:
            return ""
    return ""


def _start_of(definition: Definition) -> int:
    return definition.span.start
