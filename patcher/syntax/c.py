"""C: functions, types with their fields and constants, variables, macros.

A prototype and its function are one candidate. A header (`.h`) whose code has words of C++ is read as that.
ISO/IEC 9899, clause 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.record import replace
from patcher.source import SourceFile
from patcher.syntax.cfamily import CFamilySyntax
from patcher.syntax.cfamily.declared import names_of, scope_of
from patcher.syntax.grammar import Grammar, Named, Scoping
from patcher.syntax.model import Definition, Language, Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_CPP = re.compile(
    r"\b(?:class[ \t]+\w+[ \t\n]*(?:final[ \t\n]*)?[:{;]|namespace\b[ \t\w:]*\{|template[ \t]*<|"
    r"(?:public|private|protected)[ \t]*:|using[ \t]+[\w:]+|virtual\b|constexpr\b|noexcept\b|operator[^\w\s])"
    r"|\w::\w"
)

DEFINES = {
    "function_definition": "function",
    "declaration": "variable",
    "type_definition": "type",
    "struct_specifier": "struct",
    "union_specifier": "union",
    "enum_specifier": "enum",
    "field_declaration": "field",
    "enumerator": "enumerator",
}
BODIES = frozenset(
    {
        "translation_unit",
        "compound_statement",
        "field_declaration_list",
        "declaration_list",
        "case_statement",
        "labeled_statement",
    }
)
LISTS = {
    "argument_list": "arguments",
    "parameter_list": "parameters",
    "initializer_list": "list",
    "enumerator_list": "constants",
    "declaration": "variables",
    "field_declaration": "variables",
}
DECLARING = frozenset({"declaration", "field_declaration"})
CHAINS = {
    "if_statement": "if",
    "for_statement": "for",
    "while_statement": "while",
    "do_statement": "do",
    "switch_statement": "switch",
}
ARMS = {"else_clause": "else", "case_statement": "case"}


SCOPING = Scoping(
    scopes=frozenset(
        {
            "translation_unit",
            "function_definition",
            "compound_statement",
            "for_statement",
            # What is declared in the parameters of a declarator that no body follows is seen there alone.
            "declaration",
            "parameter_declaration",
            "field_declaration",
            "type_definition",
            "type_descriptor",
        }
    ),
    binds={
        "function_definition": ("declarator",),
        "declaration": ("declarator",),
        "parameter_declaration": ("declarator",),
        "field_declaration": ("declarator",),
        "type_definition": ("declarator",),
        "struct_specifier": ("name",),
        "union_specifier": ("name",),
        "enum_specifier": ("name",),
    },
    around=frozenset(
        {
            "function_definition",
            "declaration",
            "parameter_declaration",
            "field_declaration",
            "type_definition",
            "struct_specifier",
            "union_specifier",
            "enum_specifier",
        }
    ),
    through={
        "pointer_declarator": ("declarator",),
        "array_declarator": ("declarator",),
        "function_declarator": ("declarator",),
        "init_declarator": ("declarator",),
        "parenthesized_declarator": ("",),
    },
    only_with={
        "struct_specifier": ("field_declaration_list",),
        "union_specifier": ("field_declaration_list",),
        "enum_specifier": ("enumerator_list",),
    },
    ordered=True,
    in_body=frozenset({"parameter_declaration"}),
    members={"field_expression": ("argument", "field")},
    defines={"enumerator": ("name",)},
    keys={"field_designator": ("",)},
)


class CSyntax(CFamilySyntax):
    """A file of C."""

    scoping = SCOPING

    grammar = Grammar(
        "tree_sitter_c",
        defines=DEFINES,
        bodies=BODIES,
        wrappers=frozenset({"linkage_specification"}),
        opens=frozenset({"enumerator_list"}),
        lists=LISTS,
        only_parted=DECLARING,
        chains=CHAINS,
        arms=ARMS,
        newline_ends=False,
        lone_bodies=True,
    )

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names that a declaration gives."""
        return super().named(node) if node.type == "enumerator" else names_of(self, node)

    def reach(self, definition: Definition) -> str:
        """Return who sees a definition: its file where it is static, or nothing that is linked, in no header."""
        if not self.source.path.endswith(".c"):
            return "any"
        linked = definition.kind in ("function", "variable")
        return "file" if not linked or re.search(r"\bstatic\b", self.header_of(definition)) else "any"

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the name under which a type's members stand."""
        return scope_of(node, tuple(names))


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a file in C, or a header in C++ where its code says so."""
    syntax = CSyntax(source, language)
    if source.path.endswith(".h") and _CPP.search(syntax.reading.masked):
        from patcher.syntax.cpp import CppSyntax

        return CppSyntax(source, replace(language, name="cpp"))  # with its strings, too
    return syntax
