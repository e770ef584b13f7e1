"""Go: functions, methods by their receiver's type, types with their fields, constants and variables.

Go language specification, sections Declarations and Statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named, Scoping, places
from patcher.syntax.grammar.parse import children_meeting, span_of
from patcher.syntax.meaning import Meaning, Weight, counts_others
from patcher.syntax.model import Definition, Imported, Language, SyntaxFault, Unused

if TYPE_CHECKING:
    from tree_sitter import Node

_KEYWORD = expression(r"(?:const|var|type|func|import|package)\b")
_IOTA = expression(r"\biota\b")
_RECEIVER = expression(r"(\w+)\s*(?:\[[^]]*\])?\s*\)\s*$")


class GoSyntax(GrammarSyntax):
    """A `.go` file."""

    grammar = Grammar(
        "tree_sitter_go",
        defines={
            "function_declaration": "function",
            "method_declaration": "method",
            "type_spec": "type",
            "type_alias": "type",
            "const_spec": "constant",
            "var_spec": "variable",
            "field_declaration": "field",
            "method_elem": "field",
        },
        bodies=frozenset(
            {
                "source_file",
                "statement_list",
                "field_declaration_list",
                "interface_type",
                "import_spec_list",
                "const_declaration",
                "type_declaration",
                "var_spec_list",
            }
        ),
        wrappers=frozenset({"type_declaration", "const_declaration", "var_declaration", "var_spec_list"}),
        opens=frozenset({"struct_type", "block"}),
        lists={
            "argument_list": "arguments",
            "parameter_list": "parameters",
            "type_parameter_list": "parameters",
            "type_arguments": "arguments",
            "literal_value": "list",
            "parameter_declaration": "names",
            "field_declaration": "names",
            "type_parameter_declaration": "names",
            "expression_list": "names",
            "type_case": "names",
        },
        only_parted=frozenset({"expression_list", "type_case", "field_declaration"}),
        chains={
            "if_statement": "if",
            "for_statement": "for",
            "expression_switch_statement": "switch",
            "type_switch_statement": "switch",
            "select_statement": "select",
        },
        arms={
            "expression_case": "case",
            "type_case": "case",
            "communication_case": "case",
            "default_case": "default",
        },
        jumps=True,
        identifiers=frozenset({"identifier", "type_identifier", "package_identifier"}),
        attributes=frozenset({"field_identifier"}),
    )

    scoping = Scoping(
        scopes=frozenset(
            {
                "source_file",
                "function_declaration",
                "method_declaration",
                "func_literal",
                "function_type",
                "method_elem",
                "type_spec",
                "block",
                "if_statement",
                "for_statement",
                "expression_switch_statement",
                "type_switch_statement",
                "expression_case",
                "type_case",
                "default_case",
                "communication_case",
            }
        ),
        binds={
            "parameter_declaration": ("name",),
            "variadic_parameter_declaration": ("name",),
            "type_parameter_declaration": ("name",),
            "short_var_declaration": ("left",),
            "var_spec": ("name",),
            "const_spec": ("name",),
            "type_spec": ("name",),
            "type_alias": ("name",),
            "function_declaration": ("name",),
            "range_clause": ("left",),
            "receive_statement": ("left",),
            "type_switch_statement": ("alias",),
        },
        around=frozenset({"function_declaration", "type_spec"}),
        through={"expression_list": (), "literal_element": ()},
        only_with={"range_clause": (":=",), "receive_statement": (":=",)},
        ordered=True,
        behind={"type_switch_statement": "value"},
        in_body=frozenset({"parameter_declaration", "variadic_parameter_declaration"}),
        members={"selector_expression": ("operand", "field"), "qualified_type": ("package", "name")},
        defines={
            "field_declaration": ("name",),
            "method_declaration": ("name",),
            "method_elem": ("name",),
            "import_spec": ("name",),
            "package_clause": ("",),
        },
        perhaps_keys={"keyed_element": ("key",)},
        typed={"composite_literal": "type"},
    )

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is a statement; a type or a constant is one of its own only in a group."""
        if node.type.endswith(("_spec", "_alias")) and node.parent is not None:
            grouped = any(child.type == "(" for child in node.parent.children)
            return super().is_statement(node) and grouped
        return super().is_statement(node)

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names; a method's is that of its receiver's type and its own."""
        names = node.children_by_field_name("name")
        if node.type == "method_declaration":
            receiver = node.child_by_field_name("receiver")
            found = _RECEIVER.search(self.text_of(receiver)) if receiver is not None else None
            yield Named(f"{found[1]}.{self.text_of(names[0])}" if found else self.text_of(names[0]), node)
            return
        if not names and node.type == "field_declaration":  # an embedded type, by its last word
            kind = node.child_by_field_name("type")
            names = [kind] if kind is not None else []
        for name in names:
            if name.is_named:
                text = self.text_of(name).rpartition(".")[2].partition("[")[0]
                yield Named(text.lstrip("*"), node, len([n for n in names if n.is_named]) > 1)

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list; of `a, b int` the names, which share their type."""
        if not node.type.endswith(("parameter_declaration", "field_declaration")):
            return super().parts_of(node)
        names = [n for n in node.children_by_field_name("name") if n.is_named]
        if len(names) < 2:
            return []
        ends = [following.start_byte for following in names[1:]] + [node.end_byte]  # the type is found there
        return [(name.start_byte, name.end_byte, end) for name, end in zip(names, ends, strict=True)]

    def _groups(self, word: str) -> Iterator[Node]:
        """Yield the declarations of constants, or of variables, in parentheses."""
        for match in re.finditer(rf"\b{word}[\s#]*\(", self.lexis.masked):
            node = self.root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type == f"{word}_declaration":
                yield node

    def _bare_variables(self) -> Iterator[Node]:
        """Yield the variables of groups that have neither type nor value; the grammar reads on in the next line."""
        for group in self._groups("var"):
            specs = (node for part in group.named_children for node in (part, *part.named_children))
            for spec in specs:
                names, kind = spec.children_by_field_name("name"), spec.child_by_field_name("type")
                if spec.type != "var_spec" or not names or kind is None:
                    continue
                if names[-1].end_point[0] < kind.start_point[0]:
                    yield names[-1]

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch, or one that no grammar tells."""
        return super().fault_around(spans) or next(iter(self._untold), None)

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the tree's faults, and those that no grammar tells."""
        return (*super().faults(), *self._untold)

    @cached_property
    def _untold(self) -> tuple[SyntaxFault, ...]:
        """A file without its package, what declares nothing outside functions, and constants without a value."""
        code = [node for node in self.root.named_children if node.type not in self.grammar.comments]
        found = []
        if code and code[0].type != "package_clause":
            found.append(SyntaxFault(1, "a file begins with its `package`"))
        for node in code[1:]:
            if not node.is_error and not node.type.endswith(("_declaration", "_clause")):
                found.append(self._fault_of(node, "is no declaration"))
        found += (self._fault_of(name, "has neither a type nor a value") for name in self._bare_variables())
        for group in self._groups("const"):
            specs = [node for node in group.named_children if node.type == "const_spec"]
            found += (
                self._fault_of(spec, "has a keyword") for spec in specs if _KEYWORD.match(self.text_of(spec))
            )
            if specs and specs[0].child_by_field_name("value") is None:
                found.append(self._fault_of(specs[0], "has no value"))
        return tuple(found)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what jumps lead to, and the values of constants that have them from those above."""
        yield from super().meanings(spans)
        for group in places.around(self, spans, frozenset({"const_declaration"})):
            whole, values, index = span_of(group, self.source.text), [], -1
            for spec in (node for node in group.named_children if node.type == "const_spec"):
                index += 1
                written = spec.child_by_field_name("value")
                if written is not None:
                    values = [self.text_of(node) for node in written.named_children]
                names = [node for node in spec.children_by_field_name("name") if node.is_named]
                for name, value in zip(names, values, strict=False):
                    counts = _IOTA.search(value) is not None
                    if self.text_of(name) != "_" and (counts or written is None):
                        yield self._constant(name, whole, value, index if counts else None)

    def _constant(self, name: Node, group: Span, value: str, iota: int | None) -> Meaning:
        text = self.text_of(name)
        if iota is not None:
            value = str(iota) if value == "iota" else f"{value} with iota {iota}"
        last = name.parent is not None and name.parent.next_named_sibling is None and counts_others(text)
        weight: Weight = "doubt" if last else "always"
        remedy = "leave `_` in its place with `replace`"
        return Meaning(
            span_of(name, self.source.text), group, f"the value of `{text}`", value, weight, remedy
        )

    def _fault_of(self, node: Node, wrong: str) -> SyntaxFault:
        text = " ".join(self.text_of(node).split())
        return SyntaxFault(self.source.line_at(node.start_byte), f"`{text[:60]}` {wrong}")

    def reach(self, definition: Definition) -> str:
        """Return who sees a definition: its package, unless its name begins with a capital."""
        return "any" if definition.name.rpartition(".")[2][:1].isupper() else "folder"

    def refused_unused(self, kind: str, name: str) -> str:
        """Return `Go` for an import and a local variable, which must be used; `import "C"` need not be (cgo)."""
        return "Go" if kind == "local" or (kind == "import" and name != "C") else ""

    def unused_variables(self, within: Span) -> Sequence[Unused]:
        """Return the variables of functions in a span that nothing uses: Go compiles no file with such."""
        from patcher.syntax.go_locals import unused_variables

        found = (row for node in children_meeting(self.root, within) for row in unused_variables(node))
        return [
            Unused(span_of(name, self.source.text), None if whole is None else self.place(whole))
            for name, whole in found
        ]

    def imported(self) -> Sequence[Imported]:
        """Return the imported packages, by their local names and their paths."""
        found = []
        for declaration in self.root.named_children:
            if declaration.type != "import_declaration":
                continue
            specs = [n for n in _below(declaration) if n.type == "import_spec"]
            for spec in specs:
                path = self.text_of(spec.child_by_field_name("path") or spec).strip('"`')
                alias = spec.child_by_field_name("name")
                bound = self.text_of(alias) if alias is not None else _package(path)
                place = Span(spec.start_byte, spec.end_byte)
                whole = self.place(declaration if len(specs) == 1 else spec)
                found.append(
                    Imported((bound, path) if bound not in "._" else (path,), place, whole, (place,))
                )
        return tuple(found)


def _below(declaration: Node) -> list[Node]:
    """Return the specs of an import declaration, in parentheses or not."""
    found = []
    for child in declaration.named_children:
        found += child.named_children if child.type == "import_spec_list" else [child]
    return found


def _package(path: str) -> str:
    """Return the name that a package's path most likely binds: its last part that is no version."""
    parts = [part for part in path.split("/") if not re.fullmatch(r"v\d+", part)] or [path]
    return parts[-1].partition(".v")[0].removeprefix("go-")


def build(source: SourceFile, language: Language) -> GoSyntax:
    """Return a file in Go."""
    return GoSyntax(source, language)
