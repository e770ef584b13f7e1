"""Dockerfile: instructions, and stages from a `FROM` to the next one.

A stage is a definition by its alias, or by its number from 0; arguments and variables are by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.model import Construct, Definition, Disagreement, Language

if TYPE_CHECKING:
    from tree_sitter import Node

_FROM = re.compile(r"FROM\s", re.IGNORECASE)
_FROM_LINE = re.compile(r"^[ \t]*FROM\s", re.IGNORECASE | re.MULTILINE)


class DockerfileSyntax(GrammarSyntax):
    """A Dockerfile."""

    grammar = Grammar(
        "tree_sitter_dockerfile",
        defines={"arg_instruction": "argument", "env_instruction": "environment"},
        bodies=frozenset({"source_file"}),
        lists={"json_string_array": "list"},
        identifiers=frozenset({"image_name", "image_alias", "unquoted_string", "variable"}),
        attributes=frozenset(),
    )

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names of `ARG` and `ENV`."""
        pairs = [child for child in node.named_children if child.type == "env_pair"] or [node]
        for pair in pairs:
            name = pair.child_by_field_name("name")
            if name is not None:
                yield Named(self.text_of(name), node, len(pairs) > 1)

    @cached_property
    def _stages(self) -> tuple[Construct, ...]:
        froms = [node for node in self.root.children if node.type == "from_instruction"]
        last = len(self.source.text.rstrip())
        found = []
        for number, node in enumerate(froms):
            end = last
            if number + 1 < len(froms):
                above = self.attached_start(froms[number + 1].start_byte)
                end = len(self.source.text[:above].rstrip())
            alias = node.child_by_field_name("as")
            label = self.text_of(alias) if alias is not None else str(number)
            span = Span(node.start_byte, max(end, node.end_byte))
            found.append(Construct("stage", span, self.attached_start(node.start_byte), label))
        return tuple(found)

    def definitions(self) -> Sequence[Definition]:
        """Return the stages, and the names of `ARG` and `ENV` as the stage's own."""
        found = [Definition(s.label, s.kind, s.span, s.attached_start) for s in self._stages]
        for each in super().definitions():
            stage = next((s.label for s in self._stages if s.span.holds(each.span)), None)
            name = f"{stage}.{each.name}" if stage is not None else each.name
            found.append(Definition(name, each.kind, each.span, each.attached_start, multiple=each.multiple))
        return tuple(sorted(found, key=lambda d: (d.span.start, -d.span.end)))

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a stage by the words at the starts of its lines; anything else as in other languages."""
        first = _FROM.match(self.lexis.masked, span.start)
        if extent not in ("definition", "section") or first is None:
            return super().confirm(span, extent)
        more = _FROM_LINE.search(self.lexis.masked, first.end())
        end = more.start() if more is not None else len(self.source.text)
        code = self.lexis.masked[span.start : end].rstrip(" \t\r\n#")
        if self._core(span).end == span.start + len(code):
            return "no other line of it begins with `FROM`, and the next one does"
        second = Span(span.start, span.start + len(code))
        return Disagreement("the syntax tree", span, "lines that begin with `FROM`", second)

    def sections(self) -> Sequence[Construct]:
        """Return the stages."""
        return self._stages


def build(source: SourceFile, language: Language) -> DockerfileSyntax:
    """Return a Dockerfile."""
    return DockerfileSyntax(source, language)
