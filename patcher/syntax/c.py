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
from patcher.syntax.grammar import Grammar, Named
from patcher.syntax.model import Language, Syntax

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
}
CHAINS = {
    "if_statement": "if",
    "for_statement": "for",
    "while_statement": "while",
    "do_statement": "do",
    "switch_statement": "switch",
}
ARMS = {"else_clause": "else", "case_statement": "case"}


class CSyntax(CFamilySyntax):
    """A file of C."""

    grammar = Grammar(
        "tree_sitter_c",
        defines=DEFINES,
        bodies=BODIES,
        wrappers=frozenset({"linkage_specification"}),
        opens=frozenset({"enumerator_list"}),
        lists=LISTS,
        chains=CHAINS,
        arms=ARMS,
        newline_ends=False,
    )

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names that a declaration gives."""
        return super().named(node) if node.type == "enumerator" else names_of(self, node)

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
