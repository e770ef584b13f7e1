"""Comma-separated constructs: which node is a list, and which of its parts are one element."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.grammar.parse import holding, mark_of, outwards
from patcher.syntax.model import Element

if TYPE_CHECKING:
    from tree_sitter import Node

    from patcher.syntax.grammar.syntax import GrammarSyntax

_BRACKETS = frozenset("()[]{}<>|:")


def element_at(syntax: GrammarSyntax, span: Span) -> Element | None:
    """Return the innermost element that holds a span; its comma counts to it.

    `None` where its construct is code inside a string (`${f(a, b)}`), whose commas nobody has read.
    """
    for node in outwards(holding(syntax.root, span)):
        if node.type in syntax.grammar.lists:
            element = element_of(syntax, node, span)
            if element is not None:
                return None if syntax.lexis.inside(element.inner.start) else element
    return None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list's elements; `starts` and `behind` are where each begins, and ends with its comma."""

    inner: Span
    siblings: tuple[Span, ...]
    starts: tuple[int, ...]
    behind: tuple[int, ...]


def listed(syntax: GrammarSyntax, node: Node) -> Listed:
    """Return the elements of a list's node."""
    parts = syntax.parts_of(node)
    siblings = tuple([Span(start, end) for start, end, _ in parts])
    starts, behind = tuple([start for start, _, _ in parts]), tuple([behind for _, _, behind in parts])
    return Listed(inner_of(syntax, node), siblings, starts, behind)


def element_of(syntax: GrammarSyntax, node: Node, span: Span) -> Element | None:
    """Return the element of a list's node that holds a span, or whose comma does."""
    found = syntax.listed(node)
    at = bisect_right(found.starts, span.start) - 1
    if at < 0 or span.end > found.behind[at]:
        return None
    kind, filled = syntax.grammar.lists[node.type], node.type in syntax.grammar.filled
    emptied: Literal["stays", "refused"] = "refused" if filled else "stays"
    return Element(found.siblings[at], found.inner, found.siblings, kind, emptied=emptied)


def inner_of(syntax: GrammarSyntax, node: Node) -> Span:
    """Return what lies between a list's brackets, or before a `;` or a case's `:`; all of a list that has none.

    Of a declaration it is what is declared, without its type, which stands before or behind the names.
    """
    first, last = node.children[0], node.children[-1]
    start = max(syntax.list_start(node), first.end_byte if mark_of(first) in _BRACKETS else node.start_byte)
    declared = node.child_by_field_name("declarator")
    start = start if declared is None else declared.start_byte
    end = last.start_byte if mark_of(last) in _BRACKETS and last != first else node.end_byte
    ends = [c.start_byte for c in node.children if _ends(syntax, node, c)]
    names, kind = node.children_by_field_name("name"), node.child_by_field_name("type")
    if names and kind is not None and kind.start_byte >= names[-1].end_byte:
        ends.append(kind.start_byte)
    return Span(start, max(start, min(ends, default=end)))


def _ends(syntax: GrammarSyntax, node: Node, child: Node) -> bool:
    return child.type == ":" if node.type in syntax.grammar.arms else syntax.text_of(child).startswith(";")


def parts_of(syntax: GrammarSyntax, node: Node) -> list[tuple[int, int, int]]:
    """Return the elements of a list: start, end, and the end with the comma behind it.

    An element is whatever stands between two commas, a bracket or an end of the list, without
    comments at its ends; words before the opening bracket belong to no element. What is declared alone,
    and what stands alone where a language has no list unless there is a comma, is none.
    """
    if node.type in syntax.grammar.only_parted and not any(child.type == "," for child in node.children):
        return []
    parts: list[tuple[int, int, int]] = []
    held: list[Node] = []
    inner = inner_of(syntax, node)
    for child in node.children:
        if (
            child.start_byte < inner.start
            or child.end_byte > inner.end
            or child.type in syntax.grammar.comments
        ):
            continue
        if child.type == ",":
            if held:
                parts.append((held[0].start_byte, held[-1].end_byte, child.end_byte))
            held = []
        else:
            held.append(child)
    if held:
        parts.append((held[0].start_byte, held[-1].end_byte, held[-1].end_byte))
    return parts
