"""Rust: functions, types with their fields and variants, traits, `impl` blocks, modules, macros.

An `impl` block is a definition of its own, `impl Foo` or `impl Trait for Foo`; what stands in it is
`Foo.name`. The Rust Reference, chapter Items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named, Scoping, places
from patcher.syntax.grammar.parse import holding, outwards
from patcher.syntax.meaning import Meaning, Weight
from patcher.syntax.model import Definition, Element, Imported, Language, Use

if TYPE_CHECKING:
    from tree_sitter import Node

_ARGUMENTS = expression(r"<[^<>]*>")


_ITEMS = frozenset(
    {
        "function_item",
        "function_signature_item",
        "struct_item",
        "enum_item",
        "union_item",
        "trait_item",
        "const_item",
        "static_item",
        "type_item",
        "mod_item",
        "macro_definition",
    }
)


_CLOSURE = expression(r"\s*(?:move\s*)?\|")
_REPR = expression(r"\brepr\b[^]]*\b(?:[ui](?:8|16|32|64|128|size)|C)\b")
_TAKES_ALL = expression(r"_|(?:ref\s+)?(?:mut\s+)?[a-z_][a-z0-9_]*")
_CLOSED = expression(r"(?<![-=])>")


class RustSyntax(GrammarSyntax):
    """A `.rs` file."""

    grammar = Grammar(
        "tree_sitter_rust",
        defines={
            "function_item": "function",
            "function_signature_item": "function",
            "struct_item": "struct",
            "enum_item": "enum",
            "union_item": "union",
            "trait_item": "trait",
            "impl_item": "impl",
            "mod_item": "module",
            "const_item": "constant",
            "static_item": "variable",
            "type_item": "type",
            "associated_type": "type",
            "macro_definition": "macro",
            "field_declaration": "field",
            "enum_variant": "variant",
        },
        bodies=frozenset({"source_file", "block", "declaration_list"}),
        may_be_empty=frozenset({"match_block"}),
        opens=frozenset({"foreign_mod_item", "field_declaration_list", "enum_variant_list"}),
        lists={
            "arguments": "arguments",
            "parameters": "parameters",
            "type_parameters": "parameters",
            "type_arguments": "arguments",
            "closure_parameters": "parameters",
            "array_expression": "list",
            "tuple_expression": "tuple",
            "tuple_type": "tuple",
            "tuple_pattern": "tuple",
            "tuple_struct_pattern": "fields",
            "struct_pattern": "fields",
            "slice_pattern": "list",
            "where_clause": "names",
            "field_declaration_list": "fields",
            "ordered_field_declaration_list": "fields",
            "field_initializer_list": "fields",
            "enum_variant_list": "variants",
            "use_list": "names",
            "token_tree": "arguments",
        },
        attached=frozenset({"attribute_item"}),
        chains={
            "if_expression": "if",
            "match_expression": "match",
            "for_expression": "for",
            "while_expression": "while",
            "loop_expression": "loop",
        },
        arms={"else_clause": "else", "match_arm": "case"},
        identifiers=frozenset({"identifier", "type_identifier", "shorthand_field_identifier"}),
        attributes=frozenset({"field_identifier"}),
        numbered=frozenset({"enum_variant_list"}),
        element_types=frozenset({"enum_variant"}),
        newline_ends=False,
    )

    scoping = Scoping(
        scopes=frozenset(
            {
                "source_file",
                "function_item",
                "function_signature_item",
                "struct_item",
                "enum_item",
                "union_item",
                "type_item",
                "closure_expression",
                "block",
                "match_arm",
                "for_expression",
                "if_expression",
                "while_expression",
            }
        ),
        member_scopes=frozenset({"impl_item", "trait_item"}),
        binds={
            **dict.fromkeys(_ITEMS, ("name",)),
            "let_declaration": ("pattern",),
            "parameter": ("pattern",),
            "closure_parameters": ("",),
            "for_expression": ("pattern",),
            "let_condition": ("pattern",),
            "match_arm": ("pattern",),
            "type_parameter": ("name",),
            "const_parameter": ("name",),
        },
        around=_ITEMS,
        through={
            "tuple_pattern": ("",),
            "tuple_struct_pattern": ("",),
            "slice_pattern": ("",),
            "ref_pattern": ("",),
            "reference_pattern": ("",),
            "mut_pattern": ("",),
            "captured_pattern": ("",),
            "struct_pattern": ("",),
            "field_pattern": ("pattern", "name"),
            "match_pattern": ("",),
            "or_pattern": ("",),
        },
        ordered=True,
        behind={"for_expression": "value"},
        at_once=_ITEMS | {"match_arm"},
        until={"if_expression": "consequence"},
        members={"field_expression": ("value", "field")},
        paths={"scoped_identifier": ("path", "name"), "scoped_type_identifier": ("path", "name")},
        defines={
            "field_declaration": ("name",),
            "enum_variant": ("name",),
            "associated_type": ("name",),
        },
        keys={"field_initializer": ("field",), "field_pattern": ("name",)},
        typed={"struct_expression": "name", "struct_pattern": "type"},
        capitals_bind=False,
    )

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Tell a name in a `use` from others, and in a macro's tokens one behind a dot or a path."""
        before = node.prev_sibling
        if node.parent is not None and node.parent.type == "token_tree" and before is not None:
            if before.type == "." or self.text_of(before) == ".":
                return "attribute", ""
            if before.type == "::":
                path = before.prev_sibling
                return "path", self.text_of(path) if path is not None else ""
        for each in outwards(node):
            if each.type == "use_declaration":
                return "import", self._path_before(node)
            if each.type in ("block", "declaration_list", "token_tree"):
                return None
        return None

    def _path_before(self, node: Node) -> str:
        """Return the path before a name in a `use`, without braces: `a::b` of the `c` in `a::{b::c}`."""
        parts = []
        child, holder = node, node.parent
        while holder is not None and holder.type != "use_declaration":
            path = holder.child_by_field_name("path")
            if path is not None and path != child and holder.type != "use_as_clause":
                parts.append(self.text_of(path))
            child, holder = holder, holder.parent
        return "::".join(reversed(parts))

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield the uses of a name, those in the braces of a format string as text."""
        yield from super().uses_of(name, within)
        braced = re.compile(rf"\{{{re.escape(name)}(?=[:}}])")
        for string in self.lexis.strings(within):
            for match in braced.finditer(self.source.text, string.start, string.end):
                yield Use(Span(match.start() + 1, match.end()), "text")

    def straddles(self, span: Span) -> Span | None:
        """Return the node that removing a span would cut through; an item's documentation is a part of it."""
        return super().straddles(span) or self._documented(span)

    def _documented(self, span: Span) -> Span | None:
        """Return an item with its doc comment, where only the item would go: it would be the next one's."""
        core = self.core(span)
        inside = (
            n
            for n in outwards(holding(self.root, Span(core.start, core.start + 1)))
            if core.holds(self.code_of(n))
        )
        whole = [node for node in inside if node.start_byte == core.start]
        if not core or not whole:
            return None
        above = whole[-1].prev_named_sibling
        while above is not None and above.type == "attribute_item":
            above = above.prev_named_sibling
        documents = above is not None and any(c.type == "outer_doc_comment_marker" for c in above.children)
        if above is None or not documents or above.start_byte >= span.start:
            return None
        return Span(above.start_byte, self.code_of(whole[-1]).end)

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list; in a macro, commas of a closure's parameters and of `::<>` part none."""
        parts = super().parts_of(node)
        if node.type != "token_tree":
            return parts
        merged: list[tuple[int, int, int]] = []
        for start, end, behind in parts:
            if merged and _is_open(self.lexis.masked[merged[-1][0] : merged[-1][1]]):
                start = merged.pop()[0]
            merged.append((start, end, behind))
        return merged

    def list_start(self, node: Node) -> int:
        """Return where the elements of a list begin: in a pattern, behind the bracket that its name is before."""
        if node.type.endswith("struct_pattern"):
            return next((c.end_byte for c in node.children if c.type in ("(", "{")), node.end_byte)
        return super().list_start(node)

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the name; an `impl` block is called by its trait and its type, without arguments."""
        if node.type != "impl_item":
            yield from super().named(node)
            return
        trait, target = node.child_by_field_name("trait"), node.child_by_field_name("type")
        if target is not None:
            for_ = f"{self._plain(trait)} for " if trait is not None else ""
            yield Named(f"impl {for_}{self._plain(target)}", node)

    def _plain(self, node: Node) -> str:
        """Return a type's last name, without lifetimes, arguments and path."""
        text = " ".join(self.text_of(node).split())
        while (shorter := _ARGUMENTS.sub("", text)) != text:
            text = shorter
        return text.rpartition("::")[2].lstrip("&").strip() or text

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the scope of an item; that of an `impl` block is its type's name."""
        if not names:
            return None
        return names[0].name.removeprefix("impl ").rpartition(" for ")[2]

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what an enum's variants count as, and what a `match` does with what no other arm takes."""
        yield from super().meanings(spans)
        for node in places.around(self, spans, frozenset({"match_expression"})):
            value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
            if value is not None and body is not None:
                rest = any(self._takes_all(arm) for arm in body.named_children)
                yield places.rest_of(self, node, value, rest, "cut")

    def _takes_all(self, arm: Node) -> bool:
        """Tell whether an arm takes whatever the others leave: `_`, or a name, under no condition."""
        pattern = arm.child_by_field_name("pattern")
        if pattern is None or pattern.child_by_field_name("condition") is not None:
            return False
        return _TAKES_ALL.fullmatch(self.text_of(pattern).strip()) is not None

    def weight_of(self, node: Node) -> Weight | None:
        """Tell whether the numbers of an enum's variants are meant: by a `repr`, or by one that is written."""
        if any(child.child_by_field_name("value") is not None for child in node.named_children):
            return "always"
        above = node.parent.prev_named_sibling if node.parent is not None else None
        while above is not None and above.type in ("attribute_item", *self.grammar.comments):
            if _REPR.search(self.text_of(above)) and above.type == "attribute_item":
                return "always"
            above = above.prev_named_sibling
        plain = not any(child.child_by_field_name("body") is not None for child in node.named_children)
        return "doubt" if plain else None

    def reach(self, definition: Definition) -> str:
        """Return who sees an item: its module and those below, unless it is `pub` or a trait's."""
        if re.match(r"\s*pub\b", self.header_of(definition)) or definition.kind in (
            "variant",
            "macro",
            "impl",
        ):
            return "any"
        node = self.root.descendant_for_byte_range(definition.span.start, definition.span.end)
        for each in outwards(node) if node is not None else ():
            if each.type == "trait_item" or (each.type == "impl_item" and each.child_by_field_name("trait")):
                return "any"
        return "below"

    def imported(self) -> Sequence[Imported]:
        """Return the names that `use` binds, as bound and as full paths with `::` and with dots."""
        found: list[Imported] = []
        stack = [(self.root, False)]
        while stack:
            node, local = stack.pop()
            for child in node.named_children:
                if child.type == "use_declaration":
                    found += self._used(child, local)
                elif child.type in ("mod_item", "declaration_list", "function_item", "block", "impl_item"):
                    stack.append((child, local or child.type not in ("mod_item", "declaration_list")))
        return tuple(sorted(found, key=lambda each: each.span.start))

    def _used(self, statement: Node, local: bool) -> Iterator[Imported]:
        whole = self.place(statement)
        argument = statement.child_by_field_name("argument")
        stack = [(argument, "")] if argument is not None else []
        while stack:
            node, path = stack.pop()
            if node.type in ("use_list", "scoped_use_list"):
                head = node.child_by_field_name("path")
                items = node if node.type == "use_list" else node.child_by_field_name("list")
                within = f"{path}{self.text_of(head)}::" if head is not None else path
                for child in items.named_children if items is not None else ():
                    if child.type not in self.grammar.comments:
                        stack.append((child, within))
                continue
            names = self._names(node, path)
            if names:
                alone = self._alone(node, statement)
                yield Imported(names, alone.span, whole, alone.siblings, local, alone.outer)

    def _names(self, node: Node, path: str) -> tuple[str, ...]:
        """Return how a used name is said; nothing for a wildcard."""
        if node.type == "use_wildcard":
            return ()
        alias = node.child_by_field_name("alias")
        named = node.child_by_field_name("path") if alias is not None else node
        full = path + self.text_of(named or node)
        full = full.removesuffix("::self")
        bound = self.text_of(alias) if alias is not None else full.rpartition("::")[2]
        return (bound, full, full.replace("::", "."))

    def _alone(self, node: Node, statement: Node) -> Element:
        """Return what goes with a name: itself, or the lists around that hold nothing else."""
        span = Span(node.start_byte, node.end_byte)
        while (holder := node.parent) is not None and holder != statement:
            if holder.type == "use_list":
                items = [c for c in holder.named_children if c.type not in self.grammar.comments]
                if len(items) > 1:
                    siblings = tuple(Span(c.start_byte, c.end_byte) for c in items)
                    around = holder if holder.parent is None else holder.parent
                    outer = self._alone(around, statement) if around.parent != statement else None
                    inner = Span(siblings[0].start, siblings[-1].end)
                    kind = "imports" if outer is None else "names"
                    return Element(span, inner, siblings, kind, outer=outer)
            node, span = holder, Span(holder.start_byte, holder.end_byte)
        return Element(span, span, (span,), "imports")


def _is_open(text: str) -> bool:
    """Tell whether a comma behind some code of a macro stands between the bars of a closure or within angles."""
    bars = _CLOSURE.match(text) is not None and text.count("|") == 1
    return bars or text.count("::<") > len(_CLOSED.findall(text))


def build(source: SourceFile, language: Language) -> RustSyntax:
    """Return a file in Rust."""
    return RustSyntax(source, language)
