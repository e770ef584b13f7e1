"""C: functions, types with their fields and constants, variables, macros.

A prototype and its function are one candidate. A header (`.h`) whose code has words of C++ is read as that.
ISO/IEC 9899, clause 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.record import replace
from patcher.source import SourceFile
from patcher.syntax.cfamily import CFamilySyntax
from patcher.syntax.cfamily.declared import names_of, scope_of
from patcher.syntax.cfamily.tables import ARMS, BODIES, CHAINS, DECLARING, DEFINES, LISTS, SCOPING
from patcher.syntax.grammar import Grammar, Named
from patcher.syntax.model import Definition, Language
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_CPP = expression(
    r"\b(?:class[ \t]+\w+[ \t\n]*(?:final[ \t\n]*)?[:{;]|namespace\b[ \t\w:]*\{|template[ \t]*<|"
    r"(?:public|private|protected)[ \t]*:|using[ \t]+[\w:]+|virtual\b|constexpr\b|noexcept\b|operator[^\w\s])"
    r"|\w::\w"
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
        numbered=frozenset({"enumerator_list"}),
        element_types=frozenset({"enumerator"}),
        jumps=True,
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
