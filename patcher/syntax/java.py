"""Java: classes, interfaces, enums, records and annotations with their members; imports.

A constructor is called as its class: `Foo.Foo`. The Java Language Specification, chapters 7 to 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named, Scoping, places
from patcher.syntax.grammar.parse import outwards
from patcher.syntax.meaning import Meaning, Weight
from patcher.syntax.model import Definition, Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node


_TYPES = frozenset({"class_declaration", "interface_declaration", "enum_declaration", "record_declaration"})


_STATEMENTS = frozenset({"expression_statement", "block", "switch_block_statement_group"})


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
            "throws": "names",
            "inferred_parameters": "parameters",
            "local_variable_declaration": "variables",
            "field_declaration": "variables",
            "switch_label": "names",
        },
        only_parted=frozenset({"local_variable_declaration", "field_declaration", "switch_label"}),
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
        numbered=frozenset({"enum_body"}),
        element_types=frozenset({"enum_constant"}),
        jumps=True,
        newline_ends=False,
        lone_bodies=True,
    )

    scoping = Scoping(
        scopes=_TYPES
        | {
            "program",
            "method_declaration",
            "constructor_declaration",
            "compact_constructor_declaration",
            "lambda_expression",
            "block",
            "constructor_body",
            "for_statement",
            "enhanced_for_statement",
            "try_with_resources_statement",
            "catch_clause",
            "switch_block_statement_group",
            "switch_rule",
        },
        member_scopes=frozenset(
            {"class_body", "interface_body", "enum_body_declarations", "annotation_type_body"}
        ),
        binds={
            **dict.fromkeys(_TYPES, ("name",)),
            "variable_declarator": ("name",),
            "formal_parameter": ("name",),
            "catch_formal_parameter": ("name",),
            "enhanced_for_statement": ("name",),
            "resource": ("name",),
            "lambda_expression": ("parameters",),
            "inferred_parameters": ("",),
            "type_parameter": ("",),
        },
        around=_TYPES,
        ordered=True,
        behind={"lambda_expression": "parameters", "enhanced_for_statement": "value"},
        members={"method_invocation": ("object", "name"), "field_access": ("object", "field")},
        defines={
            "method_declaration": ("name",),
            "constructor_declaration": ("name",),
            "compact_constructor_declaration": ("name",),
            "enum_constant": ("name",),
            "annotation_type_declaration": ("name",),
            "annotation_type_element_declaration": ("name",),
        },
        keys={
            "element_value_pair": ("key",),
            "labeled_statement": ("",),
            "break_statement": ("",),
            "continue_statement": ("",),
        },
        perhaps_keys={"switch_label": ("",)},
    )

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Tell a name that is imported, and the one behind `::` or the dots of a type."""
        parent = node.parent
        for each in outwards(node):
            if each.type in ("import_declaration", "package_declaration"):
                text = self.source.text[each.start_byte : node.start_byte]
                return "import", text.split()[-1].rstrip(".") if text.endswith(".") else ""
            if each.type in ("block", "class_body"):
                break
        if parent is not None and parent.type in ("method_reference", "scoped_type_identifier"):
            first = parent.named_children[0]
            if first != node:
                return "attribute", "".join(self.text_of(first).split())
        return None

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names; a field declaration has one a declarator."""
        declarators = node.children_by_field_name("declarator")
        if not declarators:
            yield from super().named(node)
        for each in declarators:
            name = each.child_by_field_name("name")
            if name is not None:
                yield Named(self.text_of(name), node, len(declarators) > 1)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the places of constants, what jumps lead to, and whether a `switch` that is a value has its `default`."""
        yield from super().meanings(spans)
        for node in places.around(self, spans, frozenset({"switch_expression"})):
            value, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
            if value is None or body is None or (node.parent and node.parent.type in _STATEMENTS):
                continue
            labels = [label for arm in body.named_children for label in arm.named_children[:1]]
            rest = any(self.text_of(label).startswith("default") for label in labels)
            literal = any(each.type.endswith("_literal") for label in labels for each in label.named_children)
            yield places.rest_of(self, node, value, rest, "cut" if literal else "doubt")

    def misplaced(self, definition: Definition) -> str | None:
        """Tell a constructor that is called otherwise than its class."""
        path = definition.name.split(".")
        wrong = definition.kind == "constructor" and path[-1] != path[-2:][0]
        return f"is no constructor of `{path[-2]}`" if wrong else None

    def weight_of(self, node: Node) -> Weight:
        """Return a doubt: the place of a constant in its enum is what `ordinal()` gives, and nobody may ask."""
        return "doubt"

    def reach(self, definition: Definition) -> str:
        """Return who sees a declaration: its file where it is private, else its package or any."""
        header = self.header_of(definition)
        if re.search(r"\bprivate\b", header):
            return "file"
        shown = re.search(r"\b(?:public|protected)\b", header) or "." in definition.name
        return "any" if shown else "folder"

    def imported(self) -> Sequence[Imported]:
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
