"""Java: classes, interfaces, enums, records and annotations with their members; imports.

A constructor is called as its class: `Foo.Foo`. The Java Language Specification, chapters 7 to 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.source import SourceFile
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.model import Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node


class JavaSyntax(GrammarSyntax):
    """A `.java` file."""

    grammar = Grammar(
        "tree_sitter_java",
        defines={
            "class_declaration": "class",
            "interface_declaration": "interface",
            "enum_declaration": "enum",
            "record_declaration": "record",
            "annotation_type_declaration": "annotation",
            "method_declaration": "method",
            "constructor_declaration": "constructor",
            "compact_constructor_declaration": "constructor",
            "field_declaration": "field",
            "constant_declaration": "field",
            "annotation_type_element_declaration": "element",
            "enum_constant": "constant of an enum",
        },
        bodies=frozenset(
            {
                "program",
                "class_body",
                "interface_body",
                "annotation_type_body",
                "enum_body_declarations",
                "block",
                "constructor_body",
                "switch_block_statement_group",
            }
        ),
        may_be_empty=frozenset({"enum_body_declarations"}),
        opens=frozenset({"enum_body"}),
        lists={
            "argument_list": "arguments",
            "annotation_argument_list": "arguments",
            "formal_parameters": "parameters",
            "type_parameters": "parameters",
            "type_arguments": "arguments",
            "array_initializer": "list",
            "element_value_array_initializer": "list",
            "enum_body": "constants",
            "type_list": "types",
            "inferred_parameters": "parameters",
        },
        chains={
            "if_statement": "if",
            "for_statement": "for",
            "enhanced_for_statement": "for",
            "while_statement": "while",
            "do_statement": "do",
            "try_statement": "try",
            "try_with_resources_statement": "try",
            "synchronized_statement": "synchronized",
            "switch_expression": "switch",
        },
        arms={
            "catch_clause": "catch",
            "finally_clause": "finally",
            "switch_block_statement_group": "case",
            "switch_rule": "case",
        },
        newline_ends=False,
    )

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names; a field declaration has one a declarator."""
        declarators = node.children_by_field_name("declarator")
        if not declarators:
            yield from super().named(node)
        for each in declarators:
            name = each.child_by_field_name("name")
            if name is not None:
                yield Named(self.text_of(name), node, len(declarators) > 1)

    def imports(self) -> Sequence[Imported]:
        """Return the imported names, as bound and as full paths; `.*` binds none that are told."""
        found = []
        for node in self.root.named_children:
            if node.type != "import_declaration" or any(c.type == "asterisk" for c in node.children):
                continue
            path = next(
                (c for c in node.named_children if c.type in ("scoped_identifier", "identifier")), None
            )
            if path is not None:
                full, place = self.text_of(path), self.place(node)
                found.append(Imported((full.rpartition(".")[2], full), place, place, (place,)))
        return tuple(found)


def build(source: SourceFile, language: Language) -> JavaSyntax:
    """Return a file in Java."""
    return JavaSyntax(source, language)
