"""`Scoping`: a language's table of what binds names and how far; names of nodes and fields are the grammar's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from patcher.record import dataclass, field

if TYPE_CHECKING:
    from tree_sitter import Node

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


def field_of(node: Node, child: Node) -> str:
    """Return the field of a node in which a child stands, "" for none."""
    for index in range(node.child_count):
        each = node.child(index)
        if each is not None and each.id == child.id:
            return node.field_name_for_child(index) or ""
    return ""
