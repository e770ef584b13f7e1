"""C++: namespaces, classes with their members, functions in and out of them, templates, aliases, macros.

A member that is defined outside its class is `Class.method` as well. Overloads, and a declaration and
its definition in one body, are one candidate. ISO/IEC 14882.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.record import replace
from patcher.source import SourceFile, Span
from patcher.syntax.cfamily import CFamilySyntax
from patcher.syntax.cfamily.declared import names_of, scope_of
from patcher.syntax.cfamily.tables import ARMS, BODIES, CHAINS, DECLARING, DEFINES, LISTS, SCOPING
from patcher.syntax.grammar import Grammar, Named
from patcher.syntax.grammar.parse import holding
from patcher.syntax.grammar.scopes import field_of
from patcher.syntax.model import Definition, Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPE_PARAMETERS = ("type_parameter_declaration", "variadic_type_parameter_declaration")
_PARAMETERS = ("optional_parameter_declaration", "variadic_parameter_declaration")
_SCOPING = replace(
    SCOPING,
    scopes=SCOPING.scopes
    | {
        "template_declaration",
        "lambda_expression",
        "for_range_loop",
        "if_statement",
        "while_statement",
        "switch_statement",
        "catch_clause",
        *_PARAMETERS,
    },
    binds={
        **SCOPING.binds,
        **dict.fromkeys(_PARAMETERS, ("declarator",)),
        **dict.fromkeys(_TYPE_PARAMETERS, ("",)),
        "optional_type_parameter_declaration": ("name",),
        "class_specifier": ("name",),
        "for_range_loop": ("declarator",),
        "lambda_capture_initializer": ("left",),
        "alias_declaration": ("name",),
    },
    around=SCOPING.around | {"class_specifier", "alias_declaration", *_PARAMETERS},
    through={
        **SCOPING.through,
        "reference_declarator": ("",),
        "variadic_declarator": ("",),
        "structured_binding_declarator": ("",),
    },
    only_with={**SCOPING.only_with, "class_specifier": ("field_declaration_list",)},
    in_body=frozenset(),
    behind={"for_range_loop": "right"},
    paths={"qualified_identifier": ("scope", "name")},
    defines={
        **SCOPING.defines,
        "namespace_definition": ("name",),
        "namespace_alias_definition": ("name",),
        "concept_definition": ("name",),
        "destructor_name": ("",),
    },
)
_DECLARES = frozenset({"function_definition", "declaration"})
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

    scoping = _SCOPING

    grammar = Grammar(
        "tree_sitter_cpp",
        defines=DEFINES
        | {
            "class_specifier": "class",
            "namespace_definition": "namespace",
            "namespace_alias_definition": "alias",
            "alias_declaration": "type",
            "concept_definition": "concept",
        },
        bodies=BODIES,
        wrappers=frozenset({"linkage_specification", "template_declaration", "friend_declaration"}),
        opens=frozenset({"enumerator_list"}),
        numbered=frozenset({"enumerator_list"}),
        element_types=frozenset({"enumerator"}),
        jumps=True,
        lists=LISTS
        | {
            "template_argument_list": "arguments",
            "template_parameter_list": "parameters",
            "field_initializer_list": "initialisers",
            "base_class_clause": "bases",
            "lambda_capture_specifier": "captures",
            "structured_binding_declarator": "names",
        },
        only_parted=DECLARING,
        chains=CHAINS | {"for_range_loop": "for", "try_statement": "try"},
        arms=ARMS | {"catch_clause": "catch"},
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

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Tell the name of a member that is defined outside its class, `name` in `int Box::name() {}`."""
        child, holder = node, node.parent
        if holder is None or holder.type != "qualified_identifier":
            return None
        while holder is not None and (
            (holder.type == "qualified_identifier" and field_of(holder, child) == "name")
            or (holder.type.endswith("declarator") and field_of(holder, child) in ("declarator", ""))
        ):
            child, holder = holder, holder.parent
        declared = holder is not None and holder.type in _DECLARES and field_of(holder, child) == "declarator"
        return ("", "") if declared else None

    def reach(self, definition: Definition) -> str:
        """Return who sees a definition: its file where it is static at the level of one that is no header."""
        linked = definition.kind in ("function", "variable") and "." not in definition.name
        alone = not re.search(r"\.(?:h|hh|hpp|hxx|inl|ipp|tpp)$", self.source.path)
        return "file" if linked and alone and re.search(r"\bstatic\b", self.header_of(definition)) else "any"

    def imported(self) -> Sequence[Imported]:
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
