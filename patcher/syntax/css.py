"""CSS: rules by their selectors, at-rules, declarations.

A rule is called as its selectors are written, with one blank for any run of them: `.a, .b:hover`;
within `@media print` it is `@media print..a`, and a declaration of it `.a.color`. CSS Syntax Module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.meaning import Meaning, led_to
from patcher.syntax.model import Language

if TYPE_CHECKING:
    from tree_sitter import Node

_AT_RULES = (
    "media_statement",
    "supports_statement",
    "keyframes_statement",
    "scope_statement",
    "at_rule",
    "namespace_statement",
    "charset_statement",
)

_URL = expression(r"(url\(\s*)(?P<name>[^\s\"'()\\]+)(\s*\))", re.IGNORECASE)


_CUSTOM = expression(r"(?<![\w-])(--[\w-]+)\s*:")


class CssSyntax(GrammarSyntax):
    """A style sheet."""

    grammar = Grammar(
        "tree_sitter_css",
        defines={
            "rule_set": "rule",
            "keyframe_block": "rule",
            "declaration": "declaration",
            **dict.fromkeys(_AT_RULES, "at-rule"),
        },
        bodies=frozenset({"stylesheet", "block", "keyframe_block_list"}),
        lists={"selectors": "selectors", "arguments": "arguments", "declaration": "values"},
        filled=frozenset({"arguments"}),
        identifiers=frozenset({"class_name", "id_name", "tag_name", "property_name", "keyframes_name"}),
        attributes=frozenset(),
        newline_ends=False,
    )

    @cached_property
    def read(self) -> str:
        """The text with what stands in `url(...)` without quotes as one name, as CSS Syntax, section 4.3.6, has it."""
        return _URL.sub(self._named_url, self.source.text)

    def _named_url(self, match: re.Match[str]) -> str:
        name = match["name"]
        return match[1] + "x" * len(name) + match[3] if not self.lexis.inside(match.start()) else match[0]

    def named(self, node: Node) -> Iterator[Named]:
        """Yield what stands before a rule's block or a declaration's colon, its blanks made one."""
        ends = (c.start_byte for c in node.children if c.type in ("block", "keyframe_block_list", ":", ";"))
        text = self.source.text[node.start_byte : next(ends, node.end_byte)]
        yield Named(" ".join(text.split()), node)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the uses of the custom properties that some spans declare."""
        text = self.lexis.masked
        names = (match[1] for span in spans for match in _CUSTOM.finditer(text, span.start, span.end))
        yield from led_to(text, names, spans, r"(?<![\w-]){name}\s*:", r"var\(\s*{name}\s*\)")

    def list_start(self, node: Node) -> int:
        """Return where the values of a declaration begin."""
        return next((c.end_byte for c in node.children if c.type == ":"), node.start_byte)

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list; a declaration of one value is none, nor is what `url(...)` names."""
        if node.type == "arguments" and _URL.match(self.source.text, node.start_byte - len("url")):
            return []
        if node.type == "declaration" and not any(child.type == "," for child in node.children):
            return []
        return super().parts_of(node)


def build(source: SourceFile, language: Language) -> CssSyntax:
    """Return a style sheet."""
    return CssSyntax(source, language)
