"""JavaScript: functions, classes with their members, variables, imports; JSX is read too.

ECMAScript language specification, sections Statements and Declarations, and Scripts and Modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named, Scoping
from patcher.syntax.grammar.parse import holding, outwards, span_of
from patcher.syntax.model import Definition, Disagreement, Element, Imported, Language

if TYPE_CHECKING:
    from tree_sitter import Node

# What stands between the tags of an element of JSX.
_MARKUP = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_expression"})
_TAG = expression(r"<\s*([\w.:-]*)")
LISTS = {
    "arguments": "arguments",
    "formal_parameters": "parameters",
    "array": "list",
    "array_pattern": "list",
    "object": "object",
    "object_pattern": "object",
    "named_imports": "imports",
    "import_clause": "imports",
    "export_clause": "exports",
    "lexical_declaration": "variables",
    "variable_declaration": "variables",
}


_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function_declaration",
        "generator_function",
        "arrow_function",
        "method_definition",
        "program",
    }
)
SCOPING = Scoping(
    scopes=_FUNCTIONS
    | {
        "statement_block",
        "for_statement",
        "for_in_statement",
        "catch_clause",
        "switch_body",
        "class_static_block",
        "class",
    },
    binds={
        "variable_declarator": ("name",),
        "function_declaration": ("name",),
        "function_expression": ("name",),
        "generator_function_declaration": ("name",),
        "generator_function": ("name",),
        "class_declaration": ("name",),
        "class": ("name",),
        "formal_parameters": ("",),
        "arrow_function": ("parameter",),
        "catch_clause": ("parameter",),
        "for_in_statement": ("left",),
    },
    around=frozenset({"function_declaration", "generator_function_declaration", "class_declaration"}),
    hoisted=frozenset({"variable_declaration"}),
    functions=_FUNCTIONS,
    through={
        "object_pattern": ("",),
        "array_pattern": ("",),
        "pair_pattern": ("value",),
        "assignment_pattern": ("left",),
        "object_assignment_pattern": ("left",),
        "rest_pattern": ("",),
    },
    only_with={"for_in_statement": ("var", "let", "const")},
    members={"member_expression": ("object", "property"), "nested_identifier": ("object", "property")},
    defines={"method_definition": ("name",), "field_definition": ("property",)},
    keys={
        "pair": ("key",),
        "pair_pattern": ("key",),
        "jsx_attribute": ("",),
        "export_specifier": ("alias",),
    },
    exports={"export_specifier": ("name",), "export_statement": ("value",)},
    names=frozenset({"shorthand_property_identifier_pattern"}),
)


_MEMBER = expression(r"(?!(?:module|exports)\.)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
_GIVEN = {
    "function_expression": "method",
    "generator_function": "method",
    "arrow_function": "method",
    "class": "class",
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
            "assignment_expression": "method",
        },
        bodies=frozenset({"program", "statement_block", "class_body", "switch_case", "switch_default"}),
        wrappers=frozenset(
            {"export_statement", "lexical_declaration", "variable_declaration", "expression_statement"}
        ),
        opens=frozenset({"if_statement", "else_clause", "try_statement", "catch_clause", "finally_clause"}),
        lists=LISTS,
        only_parted=frozenset({"lexical_declaration", "variable_declaration"}),
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
        prose=frozenset({"jsx_text"}),
        identifiers=frozenset(
            {"identifier", "type_identifier", "shorthand_property_identifier", "jsx_identifier"}
        ),
        attributes=frozenset({"property_identifier", "private_property_identifier"}),
        jumps=True,
        lone_bodies=True,
    )

    scoping = SCOPING

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Tell a name that is imported, or exported from elsewhere; its owner is the module as it is written.

        A member to which a function is assigned is defined there.
        """
        given = node.parent.parent if node.type == "property_identifier" and node.parent is not None else None
        if given is not None and given.type == "assignment_expression":
            left = given.child_by_field_name("left")
            if left == node.parent and any(self._assigned(given)):
                return "", ""
        for each in outwards(node):
            if each.type in ("import_statement", "export_statement"):
                source = each.child_by_field_name("source")
                if source is not None:
                    return "import", self.text_of(source).strip("'\"")
                return None
            if each.type == "statement_block":
                return None
        return None

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is a statement or a member; what stands between two tags of JSX is one."""
        if node.type in _MARKUP and node.parent is not None and node.parent.type == "jsx_element":
            return True
        return super().is_statement(node)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm what stands between tags by its own marks and its lines, all else as in other languages."""
        core = self.core(span)
        node = holding(self.root, core) if core and extent == "statement" else None
        if node is None or node.type not in _MARKUP or self.code_of(node) != core:
            return super().confirm(span, extent)
        return self._confirm_markup(core)

    def _confirm_markup(self, core: Span) -> str | Disagreement:
        text, lines = self.source.text[core.start : core.end], self.source.lines_of(core)
        named = _TAG.match(text)
        ends = f"</{named[1]}>" if named is not None else "}"
        own = "".join(text[-len(ends) - 20 :].split()).endswith(ends) or (
            named is not None and text.endswith("/>")
        )
        depth = len(self.source.indent(lines.first_line))
        deeper = all(
            len(self.source.indent(line)) >= depth + self._opens(line)
            for line in range(lines.first_line + 1, lines.last_line + 1)
            if not self.source.is_blank(line) and not self.lexis.inside(self.source.line_start(line))
        )
        if own and deeper:
            return "it begins and ends with its own marks, and all lines between are indented deeper"
        return Disagreement("the syntax tree", core, "tags and lines", None)

    def _opens(self, line: int) -> bool:
        """Tell whether a line begins with anything but what closes a tag or a bracket."""
        return not self.source.line_text(line).lstrip().startswith((">", "/>", "</", "}", ")", "]"))

    def around_comment(self, comment: Span) -> Span:
        """Return a comment with the braces of JSX that hold nothing else."""
        for node in outwards(holding(self.root, comment)):
            if node.type == "jsx_expression":
                alone = all(comment.holds(span_of(c, self.source.text)) for c in node.named_children)
                return span_of(node, self.source.text) if alone else comment
            if node.type not in self.grammar.comments:
                break
        return comment

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names: a field's is its property, a destructuring binds several at once."""
        if node.type == "assignment_expression":
            yield from self._assigned(node)
            return
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

    def _assigned(self, node: Node) -> Iterator[Named]:
        """Yield the member to which a file assigns a function or a class at its own level: `res.json = function`.

        What a module gives to others by `exports` is none: who uses it is not told by a member's rules.
        """
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        holder = node.parent.parent if node.parent is not None else None
        if left is None or right is None or holder is None or holder.type != "program":
            return
        name = "".join(self.text_of(left).split()).replace(".prototype.", ".")
        if right.type in _GIVEN and _MEMBER.fullmatch(name):
            yield Named(name, node, kind=_GIVEN[right.type])

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the scope of a class or function; a variable opens one for the function in it."""
        return names[0].name if len(names) == 1 else None

    def reach(self, definition: Definition) -> str:
        """Return who sees a definition: in a module what is exported, and what a class does not hide."""
        header, last = self.header_of(definition), definition.name.rpartition(".")[2]
        if "." in definition.name:
            return "file" if last.startswith("#") or re.search(r"\bprivate\b", header) else "any"
        if not self._is_module or re.match(r"\s*(?:export|declare)\b", header) or last in self._exported:
            return "any"
        return "file"

    @cached_property
    def _is_module(self) -> bool:
        return re.search(r"^\s*(?:import|export)\b|\bexports\b", self.lexis.masked, re.MULTILINE) is not None

    @cached_property
    def _exported(self) -> frozenset[str]:
        """The names that `export {}` and `export default` pass on."""
        found = set()
        for statement in self.root.named_children:
            if statement.type == "export_statement":
                value = statement.child_by_field_name("value")
                found |= {self.text_of(value)} if value is not None else set()
                for clause in statement.named_children:
                    names = [each.child_by_field_name("name") for each in clause.named_children]
                    found |= {self.text_of(name) for name in names if name is not None}
        return frozenset(found)

    def imported(self) -> Sequence[Imported]:
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
        parts = tuple(Span(c.start_byte, c.end_byte) for c in clause.named_children)
        for child in clause.named_children:
            place = Span(child.start_byte, child.end_byte)
            if child.type != "named_imports":
                name = "*" if child.type == "namespace_import" else "default"
                yield Imported((self.text_of(_last(child)), f"{module}.{name}"), place, whole, parts)
                continue
            specifiers = [each for each in child.named_children if each.type == "import_specifier"]
            names = tuple(Span(each.start_byte, each.end_byte) for each in specifiers)
            # The last name in braces takes them along, and with them the comma before or behind.
            alone = len(names) == 1
            braces = Element(place, Span(parts[0].start, parts[-1].end), parts, "imports")
            for each, span in zip(specifiers, names, strict=True):
                name_node, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                if name_node is not None:
                    yield Imported(
                        (self.text_of(alias or name_node), f"{module}.{self.text_of(name_node)}"),
                        place if alone else span,
                        whole,
                        parts if alone else names,
                        outer=braces if len(parts) > 1 and not alone else None,
                    )


def _last(node: Node) -> Node:
    return node.named_children[-1] if node.named_children else node


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
