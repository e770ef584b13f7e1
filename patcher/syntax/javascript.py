"""JavaScript: functions, classes with their members, variables, imports; JSX is read too.

ECMAScript language specification, sections Statements and Declarations, and Scripts and Modules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.model import Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = {
    "arguments": "arguments",
    "formal_parameters": "parameters",
    "array": "list",
    "array_pattern": "list",
    "object": "object",
    "object_pattern": "object",
    "named_imports": "imports",
    "export_clause": "exports",
}


class JavaScriptSyntax(GrammarSyntax):
    """A file of JavaScript."""

    grammar = Grammar(
        "tree_sitter_javascript",
        defines={
            "function_declaration": "function",
            "generator_function_declaration": "function",
            "class_declaration": "class",
            "method_definition": "method",
            "field_definition": "field",
            "variable_declarator": "variable",
        },
        bodies=frozenset({"program", "statement_block", "class_body", "switch_case", "switch_default"}),
        wrappers=frozenset({"export_statement", "lexical_declaration", "variable_declaration"}),
        opens=frozenset({"if_statement", "else_clause", "try_statement", "catch_clause", "finally_clause"}),
        lists=_LISTS,
        attached=frozenset({"decorator"}),
        chains={
            "if_statement": "if",
            "for_statement": "for",
            "for_in_statement": "for",
            "while_statement": "while",
            "do_statement": "do",
            "with_statement": "with",
            "try_statement": "try",
            "switch_statement": "switch",
        },
        arms={
            "else_clause": "else",
            "catch_clause": "catch",
            "finally_clause": "finally",
            "switch_case": "case",
            "switch_default": "default",
        },
        identifiers=frozenset(
            {"identifier", "type_identifier", "shorthand_property_identifier", "jsx_identifier"}
        ),
        attributes=frozenset({"property_identifier", "private_property_identifier"}),
    )

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names: a field's is its property, a destructuring binds several at once."""
        name = node.child_by_field_name("name") or node.child_by_field_name("property")
        if name is None:
            return
        if node.type != "variable_declarator":
            yield Named(self.text_of(name).strip("'\""), node)
            return
        names = list(_bound(name))
        alone = node.parent is not None and sum(c.type == node.type for c in node.parent.named_children) == 1
        for each in names:
            yield Named(self.text_of(each), node, len(names) > 1 or not alone)

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the scope of a class or function; a variable opens one for the function in it."""
        return names[0].name if len(names) == 1 else None

    def imports(self) -> Sequence[Imported]:
        """Return the names that `import` statements and `require` calls of whole modules bind."""
        found: list[Imported] = []
        for node in self.root.named_children:
            if node.type == "import_statement":
                found += self._imported(node)
        return tuple(found)

    def _imported(self, statement: Node) -> Iterator[Imported]:
        clause = next((c for c in statement.named_children if c.type == "import_clause"), None)
        source = statement.child_by_field_name("source")
        if clause is None or source is None:
            return
        module, whole = self.text_of(source).strip("'\""), self.place(statement)
        bound: list[tuple[str, str, Node]] = []
        for child in clause.named_children:
            if child.type == "named_imports":
                for each in child.named_children:
                    if each.type == "import_specifier":
                        name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                        if name is not None:
                            bound.append((self.text_of(alias or name), self.text_of(name), each))
            elif child.type == "namespace_import":
                bound.append((self.text_of(child.named_children[-1]), "*", child))
            elif child.type == "identifier":
                bound.append((self.text_of(child), "default", child))
        by_holder: dict[int, list[Span]] = {}
        for _, _, node in bound:
            by_holder.setdefault(_holder(node), []).append(Span(node.start_byte, node.end_byte))
        for local, exported, node in bound:
            place = Span(node.start_byte, node.end_byte)
            siblings = tuple(by_holder[_holder(node)])
            yield Imported((local, f"{module}.{exported}"), place, whole, siblings)


def _holder(node: Node) -> int:
    return node.parent.id if node.parent is not None else 0


def _bound(pattern: Node) -> Iterator[Node]:
    """Yield the identifiers that a pattern binds."""
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield pattern
    elif pattern.type == "pair_pattern":
        value = pattern.child_by_field_name("value")
        if value is not None:
            yield from _bound(value)
    elif pattern.type in ("assignment_pattern", "object_assignment_pattern"):
        left = pattern.child_by_field_name("left")
        if left is not None:
            yield from _bound(left)
    else:
        for child in pattern.named_children:
            yield from _bound(child)


def build(source: SourceFile, language: Language) -> JavaScriptSyntax:
    """Return a file in JavaScript."""
    return JavaScriptSyntax(source, language)
