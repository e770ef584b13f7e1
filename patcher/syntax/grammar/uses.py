"""Uses of a name as a grammar tells them: locals left out, attributes, keys and paths told apart.

What no table says is a use of the name: a real use is never taken for a local.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.grammar.parse import outwards
from patcher.syntax.grammar.scopes import Scoping, field_of
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Definition, Use

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class _Bound:
    """Where a name is bound by a scope inside the file: the scope's span, and from where on."""

    scope: Span
    begins: int
    spaces: frozenset[str]  # the kinds of leaf that mean it


class Uses:
    """The uses of names in one file, those of each name looked for once however many ask."""

    def __init__(self, tree: GrammarTree, scoping: Scoping) -> None:
        self.tree = tree
        self.scoping = scoping
        self._uses: dict[str, Sequence[Use]] = {}
        self._plain: dict[str, frozenset[int]] = {}

    def of(self, name: str) -> Sequence[Use]:
        """Return the uses of a name, in file order."""
        if name not in self._uses:
            self._uses[name] = tuple(self._found(name))
        return self._uses[name]

    def within(self, name: str, span: Span) -> Sequence[Use]:
        """Return the uses of a name that begin in a span."""
        if whole_word(name).search(self.tree.source.text, span.start, span.end + len(name)) is None:
            return ()
        uses = self.of(name)
        first, behind = (bisect_left(uses, at, key=_start_of) for at in (span.start, span.end))
        return uses[first:behind]

    def _found(self, name: str, *, owners: bool = True) -> Iterator[Use]:
        roles = [(node, self._role(node, owners)) for node in self._occurrences(name)]
        bound = [role for _, role in roles if isinstance(role, _Bound)]
        for node, role in roles:
            span = Span(node.start_byte, node.end_byte)
            if isinstance(role, _Bound):
                continue
            kind, owner = role
            local = kind == "name" and any(
                b.scope.holds(span) and b.begins <= span.start and node.type in b.spaces for b in bound
            )
            if kind and not local:
                yield Use(span, kind, owner, self._scope_at(span))

    def _occurrences(self, name: str) -> Iterator[Node]:
        """Yield the leaves of code that are a word and stand for a name."""
        grammar = self.tree.grammar
        counted = grammar.identifiers | grammar.attributes | self.scoping.names
        for match in whole_word(name).finditer(self.tree.source.text):
            node = self.tree.root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type in counted:
                yield node

    def _role(self, node: Node, owners: bool) -> tuple[str, str] | _Bound:
        """Return what a name is: a binding, or its kind with its owner; the kind is "" where it is no use at all."""
        parent = node.parent
        if parent is None:
            return "name", ""
        told = self.tree.role_of(node) or self._part_of(node, parent, owners)
        if told is not None:
            return told
        if self.scoping.has(self.scoping.defines, parent, node):
            return "", ""
        if self.scoping.has(self.scoping.keys, parent, node) and not node.type.startswith("shorthand"):
            return "key", self._key_owner(parent)
        if self.scoping.has(self.scoping.exports, parent, node):
            return "export", ""
        child, holder = node, parent
        while self.scoping.has(self.scoping.through, holder, child) and holder.parent is not None:
            child, holder = holder, holder.parent
        if self.scoping.has(self.scoping.perhaps_keys, holder, child):
            return "either", self._key_owner(holder)
        if self.scoping.has(self.scoping.binds, holder, child) and self._may_bind(node, holder):
            return self._binding(holder, node)
        return "name", ""

    def _part_of(self, node: Node, parent: Node, owners: bool) -> tuple[str, str] | None:
        """Return the kind and the owner of a name behind a dot, or at the end of a path."""
        for table, kind in ((self.scoping.members, "attribute"), (self.scoping.paths, "path")):
            found = table.get(parent.type)
            if found is not None and field_of(parent, node) == found[1]:
                owner = parent.child_by_field_name(found[0])
                if owner is not None:
                    return kind, self._owner_of(owner) if owners else ""
        return None

    def _key_owner(self, node: Node) -> str:
        """Return the type that a key belongs to, "" where the literal does not say it."""
        for each in outwards(node):
            if each.type in self.scoping.typed:
                told = each.child_by_field_name(self.scoping.typed[each.type])
                return self.tree.text_of(told) if told is not None else ""
        return ""

    def _owner_of(self, node: Node) -> str:
        """Return what stands before a dot as it is written, "" where its first name is a local or no name."""
        text = "".join(self.tree.text_of(node).split())
        if not re.fullmatch(r"[\w$.:#]+", text):
            return ""
        first = re.split(r"[.:]", text)[0]
        if first in ("this", "self", "Self", "super", "crate"):
            return text
        return text if node.start_byte in self._plain_places(first) else ""

    def _plain_places(self, name: str) -> frozenset[int]:
        """Return where a name stands for what the file's own level, or an import, binds."""
        if name not in self._plain:
            found = self._found(name, owners=False)
            self._plain[name] = frozenset(use.span.start for use in found if use.kind in ("name", "import"))
        return self._plain[name]

    def _may_bind(self, node: Node, holder: Node) -> bool:
        if (
            not self.scoping.capitals_bind
            and holder.type not in self.scoping.around
            and (node.text or b"")[:1].isupper()
        ):
            return holder.type.endswith("_parameter") and holder.type != "parameter"
        needs = self.scoping.only_with.get(holder.type)
        return needs is None or any(each.type in needs for each in holder.children)

    def _binding(self, holder: Node, node: Node) -> tuple[str, str] | _Bound:
        """Return the scope in which a name is bound; a member, or a name of the file's own level, is no local."""
        far = holder.parent is not None and holder.parent.type in self.scoping.hoisted
        wanted = self.scoping.functions if far else self.scoping.scopes | self.scoping.member_scopes
        scope = holder.parent if holder.type in self.scoping.around else holder
        while scope is not None and (scope.type not in wanted or self._is_open(scope)):
            scope = scope.parent
        member = (
            scope is not None
            and scope.type in self.scoping.member_scopes
            and "type_parameter" not in holder.type
        )
        if scope is None or scope.parent is None or member:
            return "", ""
        last = scope.child_by_field_name(self.scoping.until.get(scope.type, ""))
        span = Span(scope.start_byte, (last or scope).end_byte)
        return _Bound(span, self._begins(holder, scope), self._spaces(holder, node))

    def _is_open(self, scope: Node) -> bool:
        """Tell whether a block is that of a namespace, whose names are definitions and no locals."""
        return scope.parent is not None and scope.parent.type in self.scoping.open_holders

    def _begins(self, holder: Node, scope: Node) -> int:
        """Return from where on a binding counts."""
        if holder.type in self.scoping.in_body:
            body = scope.child_by_field_name("body")
            return body.start_byte if body is not None else scope.end_byte
        if not self.scoping.ordered or holder.type in self.scoping.at_once:
            return scope.start_byte
        behind = holder.child_by_field_name(self.scoping.behind.get(holder.type, ""))
        return (behind or holder).end_byte

    def _spaces(self, holder: Node, node: Node) -> frozenset[str]:
        """Return the kinds of leaf that a binding shadows: a value no type, a type no value, a class both."""
        every = self.tree.grammar.identifiers
        if not self.scoping.two_spaces or "class" in holder.type or "enum" in holder.type:
            return every
        types = frozenset({"type_identifier"})
        return types if node.type in types else every - types

    def _scope_at(self, span: Span) -> str:
        """Return the innermost qualified definition that holds a span, "" at the file's level."""
        definitions = self.tree.definitions()
        for index in range(bisect_right(definitions, span.start, key=_start_of) - 1, -1, -1):
            each = definitions[index]
            if each.element is None and each.span.holds(span):
                return each.name
            if "." not in each.name and each.span.end <= span.start and not each.parts:
                return ""
        return ""


def _start_of(one: Definition | Use) -> int:
    return one.span.start
