"""TypeScript: what JavaScript has, with interfaces, enums, type aliases, namespaces and overloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.record import replace
from patcher.source import SourceFile
from patcher.syntax.grammar import Named
from patcher.syntax.javascript import LISTS, SCOPING, JavaScriptSyntax
from patcher.syntax.model import Language

if TYPE_CHECKING:
    from tree_sitter import Node

_SCRIPT = JavaScriptSyntax.grammar
_MEMBERS = frozenset({"interface_body", "object_type"})
_GRAMMAR = replace(
    _SCRIPT,
    package="tree_sitter_typescript",
    entry="language_typescript",
    defines={
        **_SCRIPT.defines,
        "abstract_class_declaration": "class",
        "interface_declaration": "interface",
        "type_alias_declaration": "type",
        "enum_declaration": "enum",
        "internal_module": "namespace",
        "module": "namespace",
        "function_signature": "function",
        "method_signature": "method",
        "abstract_method_signature": "method",
        "public_field_definition": "field",
        "property_signature": "field",
        "enum_assignment": "member",
        "property_identifier": "member",
    },
    bodies=_SCRIPT.bodies | _MEMBERS,
    wrappers=_SCRIPT.wrappers | {"ambient_declaration", "expression_statement"},
    opens=_SCRIPT.opens | {"enum_body"},
    numbered=frozenset({"enum_body"}),
    element_types=frozenset({"property_identifier", "string", "enum_assignment"}),
    lists={
        **LISTS,
        "enum_body": "members",
        **dict.fromkeys(_MEMBERS, "members"),
        "type_parameters": "parameters",
        "type_arguments": "arguments",
        "tuple_type": "list",
        "implements_clause": "names",
        "extends_type_clause": "names",
    },
)


# `export type * from`, `static accessor x`, `<in out T>`
_NEW_WORDS = expression(
    r"(\bexport[ \t]+)type(?=\s*\*)"
    r"|(\bstatic[ \t]+)accessor(?=[ \t]+[\w#\[])"
    r"|([<,]\s*)(?:in[ \t]+out|in|out)(?=[ \t]+(?!(?:instanceof|in|as|satisfies)\b)[A-Za-z_$])"
)
_TYPES = frozenset(
    {"class_declaration", "abstract_class_declaration", "interface_declaration", "type_alias_declaration"}
)
_SCOPING = replace(
    SCOPING,
    scopes=SCOPING.scopes
    | _TYPES
    | {"function_signature", "method_signature", "function_type", "call_signature", "index_signature"},
    binds={
        **SCOPING.binds,
        "abstract_class_declaration": ("name",),
        "interface_declaration": ("name",),
        "type_alias_declaration": ("name",),
        "enum_declaration": ("name",),
        "function_signature": ("name",),
        "type_parameter": ("name",),
        "mapped_type_clause": ("name",),
    },
    two_spaces=True,
    open_holders=frozenset({"internal_module", "module", "ambient_declaration"}),
    around=SCOPING.around | _TYPES | {"enum_declaration", "function_signature"},
    through={**SCOPING.through, "required_parameter": ("pattern",), "optional_parameter": ("pattern",)},
    members={**SCOPING.members, "nested_type_identifier": ("module", "name")},
    defines={
        **SCOPING.defines,
        "public_field_definition": ("name",),
        "property_signature": ("name",),
        "method_signature": ("name",),
        "abstract_method_signature": ("name",),
        "enum_assignment": ("name",),
        "enum_body": ("name", ""),
    },
)


class TypeScriptSyntax(JavaScriptSyntax):
    """A `.ts` file."""

    grammar = _GRAMMAR
    scoping = _SCOPING

    @cached_property
    def read(self) -> str:
        """The text without the words of TypeScript 4.7 to 5.0 that the grammar does not understand where they stand."""
        return _NEW_WORDS.sub(self._without, self.source.text)

    def _without(self, match: re.Match[str]) -> str:
        kept = match[match.lastindex or 0]
        return match[0] if self.lexis.inside(match.start()) else kept.ljust(len(match[0]))

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list; members that semicolons or lines part are none."""
        if node.type in _MEMBERS and {c.type for c in node.children if not c.is_named} & {",", ";"} != {","}:
            return []
        return super().parts_of(node)

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names; a plain word in an enum's body is a member."""
        if node.type == "property_identifier":
            if node.parent is not None and node.parent.type == "enum_body":
                yield Named(self.text_of(node), node)
            return
        yield from super().named(node)


class TsxSyntax(TypeScriptSyntax):
    """A `.tsx` file: the same with JSX in place of `<T>x` casts."""

    grammar = replace(_GRAMMAR, entry="language_tsx")


def build(source: SourceFile, language: Language) -> TypeScriptSyntax:
    """Return a file in TypeScript."""
    kind = TsxSyntax if source.path.lower().endswith(".tsx") else TypeScriptSyntax
    return kind(source, language)
