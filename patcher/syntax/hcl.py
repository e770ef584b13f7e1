"""HCL: blocks by their labels, attributes; Terraform's way of calling them.

`resource "aws_x" "name"` is `resource.aws_x.name`; an attribute of it `resource.aws_x.name.count`.
HCL Native Syntax Specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.model import Definition, Language

if TYPE_CHECKING:
    from tree_sitter import Node


_PREFIXES = {"variable": "var", "locals": "local", "module": "module"}  # of what is referred to by one label


class HclSyntax(GrammarSyntax):
    """A file of HCL."""

    grammar = Grammar(
        "tree_sitter_hcl",
        defines={"block": "block", "attribute": "attribute", "object_elem": "attribute"},
        bodies=frozenset({"body", "object"}),
        may_be_empty=frozenset({"object"}),
        opens=frozenset({"expression", "collection_value"}),
        lists={"tuple": "list", "object": "object", "function_arguments": "arguments"},
        identifiers=frozenset({"identifier"}),
        attributes=frozenset(),
        protected=frozenset(),
    )

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is an attribute, a block or an element of an object; its braces have nodes too."""
        return super().is_statement(node) and not node.type.endswith(("_start", "_end"))

    def named(self, node: Node) -> Iterator[Named]:
        """Yield a block's type and labels with dots between, an attribute's name."""
        words = []
        if node.type == "object_elem":
            key = node.child_by_field_name("key") or node.children[0]
            yield Named(self.text_of(key).strip('"() '), node)
            return
        for child in node.children:
            if child.type not in ("identifier", "string_lit"):
                break
            words.append(self.text_of(child).strip('"'))
        if words:
            yield Named(".".join(words), node)

    def reach(self, definition: Definition) -> str:
        """Return who can see a definition: what Terraform refers to is known in its module, a folder."""
        return "folder" if self.written_as(definition.name) else "any"

    def written_as(self, name: str) -> str:
        """Return how expressions of Terraform refer to a block or a local: `aws_x.name`, `var.name`."""
        kind, _, rest = name.partition(".")
        labels = rest.count(".") + 1 if rest else 0
        if kind == "resource" and labels == 2:
            return rest
        if kind == "data" and labels == 2:
            return name
        prefix = _PREFIXES.get(kind)
        return f"{prefix}.{rest}" if prefix is not None and labels == 1 else ""

    def indents_string(self, offset: int) -> bool:
        """Tell a here-document of `<<-`, whose least indentation is none of its text, and lies not left of its start."""
        document = self.lexis.skip_at(offset)
        if document is None or not self.source.text.startswith("<<-", document.start):
            return False
        lines = self.source.lines_of(document)
        own = self.source.indent(lines.first_line)
        rows = (self.source.line_text(line) for line in range(lines.first_line + 1, lines.last_line + 1))
        return all(row.startswith(own) for row in rows if row.strip())

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list; an object whose lines part its elements is none."""
        if node.type == "object" and not any(child.type == "," for child in node.children):
            return []
        return super().parts_of(node)

    def inside(self, body: Node) -> Span:
        """Return what lies between the braces of the block that holds a body."""
        before, behind = body.prev_sibling, body.next_sibling
        if before is not None and behind is not None:
            return Span(before.end_byte, behind.start_byte)
        return super().inside(body)


def build(source: SourceFile, language: Language) -> HclSyntax:
    """Return a file of HCL."""
    return HclSyntax(source, language)
