"""`GrammarTree`: a file as the tree of its grammar, and what a language says of the tree's nodes.

What is found by looking at many nodes stands in the files beside this one; all of it goes by what is told here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.grammar.chains import Chains
from patcher.syntax.grammar.layout import Layout
from patcher.syntax.grammar.model import Grammar, Named
from patcher.syntax.grammar.parse import errors_in, mark_of, narrowed, outwards, parse, parse_again, span_of
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import Weight
from patcher.syntax.model import Chain, Language
from patcher.syntax.syntax import Syntax
from patcher.syntax.text import lexicon_of

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_BRACKETS = frozenset("()[]{}<>|:")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list's elements; `starts` and `behind` are where each begins, and ends with its comma."""

    inner: Span
    siblings: tuple[Span, ...]
    starts: tuple[int, ...]
    behind: tuple[int, ...]

    @classmethod
    def of(cls, inner: Span, parts: Sequence[tuple[int, int, int]]) -> Listed:
        """Return a list of what is between some brackets: of each element the start, the end, that of its comma."""
        siblings = tuple([Span(start, end) for start, end, _ in parts])
        return cls(
            inner,
            siblings,
            tuple([start for start, _, _ in parts]),
            tuple([behind for _, _, behind in parts]),
        )


class GrammarTree(Syntax):
    """One file as the tree of its grammar; nothing is parsed before something is asked for."""

    grammar: ClassVar[Grammar]

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, lexicon_of(language)))
        self._lists: dict[int, Listed] = {}  # by the node's id
        self._before: tuple[GrammarTree, Sequence[tuple[Span, str]]] | None = None

    # the tree

    @cached_property
    def read(self) -> str:
        """The text that the grammar reads, as long as the file's own: another where it would not understand that."""
        return self.source.text

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree; its byte offsets are those of the text."""
        before, self._before = self._before, None
        if before is None or self.read != self.source.text:
            return parse(self.grammar, self.source, narrowed(self.read))
        known, changes = before
        return parse_again(self.grammar, self.source, known.source, known.tree, changes)

    @property
    def root(self) -> Node:
        """The tree's root."""
        return self.tree.root_node

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Remember that this file came of another by changes, so that only those are parsed again."""
        super().follow(before, changes)
        if isinstance(before, GrammarTree) and "tree" in before.__dict__ and type(before) is type(self):
            self._before = before, changes

    def text_of(self, node: Node) -> str:
        """Return the text of a node."""
        return self.source.text[node.start_byte : node.end_byte]

    def place(self, node: Node) -> Span:
        """Return a node's place, with the `;` behind it, without white space and comments at its end."""
        span = self.code_of(node)
        follower = node.next_sibling
        if follower is not None and follower.type == ";":
            between = self.source.text[span.end : follower.start_byte]
            if "\n" not in between:
                return Span(span.start, follower.end_byte)
        return span

    def code_of(self, node: Node) -> Span:
        """Return a node's span without the white space and the comments that a grammar counts to its end."""
        masked, end = self.lexis.masked, node.end_byte
        while end > node.start_byte and masked[end - 1] in " \t\r\n\f#\x00":
            end -= 1
        return Span(node.start_byte, end) if end > node.start_byte else span_of(node, self.source.text)

    def in_error(self, node: Node) -> bool:
        """Tell whether a node is an error node or stands in one."""
        span = Span(node.start_byte, node.end_byte)
        at = bisect_right(self._errors, span.start, key=attrgetter("start")) - 1
        return at >= 0 and self._errors[at].holds(span)

    @cached_property
    def _errors(self) -> list[Span]:
        """The outermost error nodes, in order."""
        if not self.root.has_error:
            return []
        return [Span(node.start_byte, node.end_byte) for node in errors_in(self.root) if node.is_error]

    @property
    def read_lexis(self) -> Lexis:
        """The lexical map of what the grammar reads."""
        return self.lexis

    def layout(self) -> Layout:
        """Return the second witness of this file's statements."""
        return Layout(self.source, self.lexis, self.grammar.newline_ends, self.grammar.goes_on)

    def core(self, span: Span, marks: str = ",") -> Span:
        """Return a span without white space, comments and some marks at its two ends."""
        masked, outside = self.lexis.masked[span.start : span.end], " \t\r\n\f#\ufeff" + marks
        start = span.start + len(masked) - len(masked.lstrip(outside))
        end = span.start + len(masked.rstrip(outside))
        return Span(start, max(start, end))

    # what a language says of its nodes

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the names that a defining node defines; its `name` field, unless a language says more."""
        name = node.child_by_field_name("name")
        if name is not None:
            yield Named(self.text_of(name), node)

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return the name under which a defining node's members stand; `None` where it has none to show."""
        return names[0].name if names else None

    def holder_of(self, node: Node) -> Hashable:
        """Return what tells the body that holds a definition: those of one name in one body are one."""
        for each in outwards(node):
            parent = each.parent
            if parent is not None and parent.type in self.grammar.bodies:
                return parent.id
        return 0

    def statements_start(self, body: Node) -> int:
        """Return where the statements of a body begin: those of a case behind its colon or arrow."""
        if body.type not in self.grammar.arms:
            return body.start_byte
        return next((c.end_byte for c in body.children if c.type in (":", "=>", "->")), body.start_byte)

    def chain(self, node: Node) -> Chain | None:
        """Return a compound statement's node with its arms; `None` for one that is an arm of another."""
        return Chains(self.grammar, self.source.text, self.place).of(node)

    def weight_of(self, node: Node) -> Weight | None:
        """Return how much the values of an enumeration's members weigh; `None`: they have none."""
        return "always"

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Return the kind and the owner of a name where a language's nodes say it in a way of their own."""
        return None

    # lists

    def list_start(self, node: Node) -> int:
        """Return where the elements of a list without an opening bracket begin: behind a word of its own."""
        first = node.children[0]
        return node.start_byte if first.is_named or not first.type.isalpha() else first.end_byte

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list: start, end, and the end with the comma behind it.

        An element is whatever stands between two commas, a bracket or an end of the list, without
        comments at its ends; words before the opening bracket belong to no element. What is declared alone,
        and what stands alone where a language has no list unless there is a comma, is none.
        """
        if node.type in self.grammar.only_parted and not any(child.type == "," for child in node.children):
            return []
        parts: list[tuple[int, int, int]] = []
        held: list[Node] = []
        inner = self.inner_of(node)
        for child in node.children:
            if (
                child.start_byte < inner.start
                or child.end_byte > inner.end
                or child.type in self.grammar.comments
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

    def inner_of(self, node: Node) -> Span:
        """Return what lies between a list's brackets, or before a `;` or a case's `:`; all of a list that has none.

        Of a declaration it is what is declared, without its type, which stands before or behind the names.
        """
        first, last = node.children[0], node.children[-1]
        start = max(self.list_start(node), first.end_byte if mark_of(first) in _BRACKETS else node.start_byte)
        declared = node.child_by_field_name("declarator")
        start = start if declared is None else declared.start_byte
        end = last.start_byte if mark_of(last) in _BRACKETS and last != first else node.end_byte
        ends = [c.start_byte for c in node.children if self._ends_list(node, c)]
        names, kind = node.children_by_field_name("name"), node.child_by_field_name("type")
        if names and kind is not None and kind.start_byte >= names[-1].end_byte:
            ends.append(kind.start_byte)
        return Span(start, max(start, min(ends, default=end)))

    def _ends_list(self, node: Node, child: Node) -> bool:
        return child.type == ":" if node.type in self.grammar.arms else self.text_of(child).startswith(";")

    def listed(self, node: Node) -> Listed:
        """Return the elements of a list, looked for once however many members ask."""
        if node.id not in self._lists:
            self._lists[node.id] = Listed.of(self.inner_of(node), self.parts_of(node))
        return self._lists[node.id]
