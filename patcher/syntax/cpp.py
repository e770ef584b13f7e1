"""C++: namespaces, classes with their members, functions in and out of them, templates, aliases, macros.

A member that is defined outside its class is `Class.method` as well. Overloads, and a declaration and
its definition in one body, are one candidate. ISO/IEC 14882.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax import c
from patcher.syntax.cfamily import CFamilySyntax
from patcher.syntax.cfamily.declared import names_of, scope_of
from patcher.syntax.grammar import Grammar, Named
from patcher.syntax.grammar.parse import holding
from patcher.syntax.model import Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node

_BY_NAME = frozenset(
    {
        "enumerator",
        "namespace_definition",
        "namespace_alias_definition",
        "alias_declaration",
        "concept_definition",
    }
)


class CppSyntax(CFamilySyntax):
    """A file of C++."""

    grammar = Grammar(
        "tree_sitter_cpp",
        defines=c.DEFINES
        | {
            "class_specifier": "class",
            "namespace_definition": "namespace",
            "namespace_alias_definition": "alias",
            "alias_declaration": "type",
            "concept_definition": "concept",
        },
        bodies=c.BODIES,
        wrappers=frozenset({"linkage_specification", "template_declaration", "friend_declaration"}),
        opens=frozenset({"enumerator_list"}),
        lists=c.LISTS
        | {
            "template_argument_list": "arguments",
            "template_parameter_list": "parameters",
            "field_initializer_list": "initialisers",
            "base_class_clause": "bases",
            "lambda_capture_specifier": "captures",
        },
        only_parted=c.DECLARING,
        chains=c.CHAINS | {"for_range_loop": "for", "try_statement": "try"},
        arms=c.ARMS | {"catch_clause": "catch"},
        identifiers=frozenset({"identifier", "type_identifier", "namespace_identifier"}),
        newline_ends=False,
        lone_bodies=True,
    )

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is a whole statement or member; a label of a class is none."""
        return node.type != "access_specifier" and super().is_statement(node)

    def statement_around(self, span: Span) -> Node | None:
        """Return the innermost statement that holds a span; a label of a class stands in none."""
        return None if holding(self.root, span).type == "access_specifier" else super().statement_around(span)

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names that a declaration gives."""
        if node.type not in _BY_NAME:
            yield from names_of(self, node)
            return
        for each in super().named(node):
            yield Named("".join(each.name.split()).replace("::", "."), node)

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the name under which the members of a namespace or type stand."""
        if node.type in _BY_NAME:
            return names[0].name if names else None
        return scope_of(node, tuple(names))

    def imports(self) -> Sequence[Imported]:
        """Return the names that `using NAMESPACE::NAME;` binds; a `#include` binds none."""
        found: list[Imported] = []
        stack = [self.root]
        while stack:
            node = stack.pop()
            for child in node.named_children:
                if child.type in ("namespace_definition", "declaration_list", "linkage_specification"):
                    stack.append(child)
                path = next((n for n in child.named_children if n.type == "qualified_identifier"), None)
                if child.type != "using_declaration" or path is None:
                    continue
                full, place = self.text_of(path), self.place(child)
                names = (full.rpartition("::")[2], full, full.replace("::", "."))
                found.append(Imported(names, place, place, (place,)))
        return tuple(sorted(found, key=lambda each: each.span.start))


def build(source: SourceFile, language: Language) -> CppSyntax:
    """Return a file in C++."""
    return CppSyntax(source, language)
