"""`GrammarSyntax`: a file seen through a tree-sitter grammar and its language's table.

A language with a grammar is a subclass with a `Grammar`; it overrides what its nodes say in a way
of their own: mostly `named`, which names what a node defines, and `imported`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from patcher.source import SourceFile, Span
from patcher.syntax import cases
from patcher.syntax.grammar import cuts, lists, lone, places, scopes, walk, witness
from patcher.syntax.grammar.chains import chain_of
from patcher.syntax.grammar.layout import Layout
from patcher.syntax.grammar.model import Grammar, Named
from patcher.syntax.grammar.parse import (
    brackets_of,
    errors_in,
    holding,
    narrowed,
    outwards,
    parse,
    parse_again,
    span_of,
)
from patcher.syntax.grammar.scopes import Scoping
from patcher.syntax.lexis import Lexis, whole_word
from patcher.syntax.meaning import Meaning, Weight
from patcher.syntax.model import (
    Arm,
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Element,
    Imported,
    Language,
    SyntaxFault,
    Use,
)
from patcher.syntax.syntax import Syntax
from patcher.syntax.text import lexicon_of

if TYPE_CHECKING:
    from tree_sitter import Node, Tree


class GrammarSyntax(Syntax):
    """One file as the tree of its grammar; nothing is parsed before something is asked for."""

    grammar: ClassVar[Grammar]
    scoping: ClassVar[Scoping | None] = None  # None: every word that is a name counts as a use

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, lexicon_of(language)))
        self._bodies: dict[int, Body | None] = {}  # by the node's id
        self._lists: dict[int, lists.Listed] = {}  # likewise
        self._uses: dict[str, Sequence[Use]] = {}
        self._places: dict[str, frozenset[int]] = {}
        self._before: tuple[GrammarSyntax, Sequence[tuple[Span, str]]] | None = None

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
        if isinstance(before, GrammarSyntax) and "tree" in before.__dict__ and type(before) is type(self):
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

    # definitions

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

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        return tuple(walk.definitions(self))

    def imports(self) -> Sequence[Imported]:
        """Return the names that imports bind."""
        return self._imports

    @cached_property
    def _imports(self) -> Sequence[Imported]:
        return self.imported()

    def imported(self) -> Sequence[Imported]:
        """Find what `imports` gives, for the first who asks."""
        return ()

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order."""
        return self._definitions

    # statements

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is a whole statement or member of the body that holds it, or is that body."""
        parent = node.parent
        if lone.is_lone(self, node) or walk.is_member(self, node):
            return True
        if self.grammar.arms.get(node.type) in ("case", "default"):
            return True
        return (
            parent is not None
            and parent.type in self.grammar.bodies
            and node.is_named
            and node.type not in self.grammar.comments
            and not node.is_error
            and node.start_byte >= self.statements_start(parent)
        )

    def statements_start(self, body: Node) -> int:
        """Return where the statements of a body begin: those of a case behind its colon or arrow."""
        if body.type not in self.grammar.arms:
            return body.start_byte
        return next((c.end_byte for c in body.children if c.type in (":", "=>", "->")), body.start_byte)

    def statement_around(self, span: Span) -> Node | None:
        """Return the innermost statement that holds a span.

        A comment among the statements of a body belongs to the one at whose line's end it stands, else to none.
        """
        held = holding(self.root, span)
        comment = walk.comment_of(self, held)
        if comment is not None and walk.among_statements(self, comment):
            return walk.statement_before(self, comment)
        for node in outwards(held):
            if self.is_statement(node) and self.place(node).holds(span):
                return None if node.type in self.grammar.attached else node
        return None

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement or member declaration that holds the span."""
        node = self.statement_around(span)
        return None if node is None else self.construct(node)

    def construct(self, node: Node) -> Construct:
        """Return a statement with what is attached above it and the body in it."""
        place = self.place(node)
        body = self.body_of(node)
        inner = self.inside(body) if body is not None else None
        label = self.source.text[place.start : inner.start if inner else place.end].strip().split("\n")[0]
        attached, element = self.attached_start(place.start), walk.as_element(self, node)
        return Construct(node.type, place, attached, label.rstrip(" {:("), inner, element)

    def body_of(self, node: Node) -> Node | None:
        """Return the node that holds a statement's own statements."""
        stack = list(reversed(node.named_children))
        while stack:
            each = stack.pop()
            if each.type in self.grammar.bodies:
                return each
            if each.child_count and each.type not in self.grammar.lists and not self.is_statement(each):
                stack.extend(reversed(each.named_children))
        return None

    def inside(self, body: Node) -> Span:
        """Return what lies between a body's brackets, or all of one that has none, as an arm."""
        around = None if body.type in self.grammar.arms else body.parent
        holder = brackets_of(body) or (brackets_of(around) if around is not None else None)
        if (
            holder is not None
            and holder[0].end_byte <= body.end_byte
            and body.start_byte <= holder[1].start_byte
        ):
            return Span(holder[0].end_byte, holder[1].start_byte)
        return span_of(body, self.source.text)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost body that holds the span and may not be left empty."""
        for node in outwards(holding(self.root, span)):
            if lone.is_lone(self, node) and self.place(node).holds(span):
                return lone.lone_body(self, node)
            if node.type not in self.grammar.bodies or node.parent is None:
                continue
            if node.type in self.grammar.may_be_empty:
                return None
            if node.type in self.grammar.wrappers and brackets_of(node) is None:
                continue  # around one thing, not a group
            if node.id not in self._bodies:
                self._bodies[node.id] = self._body(node)
            body = self._bodies[node.id]
            if body is not None and body.span.holds(span):
                return body
        return None

    def _body(self, node: Node) -> Body | None:
        """Return a body's node with its statements; `None` for one without, or of no statement."""
        owner = next((n for n in outwards(node) if self.is_statement(n)), None)
        if owner is None:
            return None
        statements = tuple(
            self.place(child)
            for child in node.named_children
            if self.is_statement(child) and child.type not in self.grammar.attached
        )
        inner = self.inside(node)
        inner = Span(max(inner.start, self.statements_start(node)), inner.end)
        return Body(self._owner(node, owner, inner), inner, statements) if statements else None

    def _owner(self, body: Node, statement: Node, inner: Span) -> Construct:
        """Return the statement that owns a body, or the one of its arms that does."""
        for node in outwards(body):
            chain = self.chain(node) if node.type in self.grammar.chains else None
            for arm in chain.arms if chain is not None else ():
                if arm.body.holds(inner):
                    label = self.source.text[arm.header.start : arm.header.end].rstrip(" {:(")
                    return Construct(arm.keyword, arm.span, arm.span.start, label, inner)
            if node == statement:
                break
        return self.construct(statement)

    # elements

    def list_start(self, node: Node) -> int:
        """Return where the elements of a list without an opening bracket begin: behind a word of its own."""
        first = node.children[0]
        return node.start_byte if first.is_named or not first.type.isalpha() else first.end_byte

    def parts_of(self, node: Node) -> list[tuple[int, int, int]]:
        """Return the elements of a list: start, end, and the end with the comma behind it."""
        return lists.parts_of(self, node)

    def listed(self, node: Node) -> lists.Listed:
        """Return the elements of a list, looked for once however many members ask."""
        if node.id not in self._lists:
            self._lists[node.id] = lists.listed(self, node)
        return self._lists[node.id]

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        return lists.element_at(self, span)

    # what is attached

    def attached_start(self, offset: int) -> int:
        """Return where the attributes and touching comment lines above a line start begin."""
        start = super().attached_start(offset)
        while True:
            above = self._attribute_above(start)
            if above is None:
                return start
            start = super().attached_start(above)

    def _attribute_above(self, start: int) -> int | None:
        """Return where an attribute begins that stands on lines of its own right above a line."""
        if not self.grammar.attached or start == 0:
            return None
        line = self.source.line_at(start) - 1
        if line < 1 or self.source.is_blank(line):
            return None
        end = len(self.source.line_text(line).rstrip()) + self.source.line_start(line)
        node = self.root.descendant_for_byte_range(end - 1, end)
        for each in outwards(node) if node is not None else ():
            behind = span_of(each, self.source.text).end
            if behind > end:
                break
            if each.type in self.grammar.attached and behind == end:
                first = self.source.line_start(self.source.line_at(each.start_byte))
                return None if self.source.text[first : each.start_byte].strip() else each.start_byte
        return None

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a statement, or an element, by brackets, commas and lines, which know nothing of the tree."""
        return witness.confirm(self, span, extent)

    @property
    def read_lexis(self) -> Lexis:
        """The lexical map of what the grammar reads."""
        return self.lexis

    def layout(self) -> Layout:
        """Return the second witness of this file's statements."""
        return Layout(self.source, self.lexis, self.grammar.newline_ends, self.grammar.goes_on)

    def core(self, span: Span, marks: str = ",") -> Span:
        """Return a span without white space, comments and some marks at its two ends."""
        masked, outside = self.lexis.masked[span.start : span.end], " \t\r\n\f#" + marks
        start = span.start + len(masked) - len(masked.lstrip(outside))
        end = span.start + len(masked.rstrip(outside))
        return Span(start, max(start, end))

    def straddles(self, span: Span) -> Span | None:
        """Return the node that removing a span would cut through."""
        return cuts.straddled(self, self.core(span))

    def orphaned_comma(self, span: Span) -> Span | None:
        """Return the list in which removing a span would leave a comma without its element."""
        return cuts.orphaned_comma(self, self.core(span, ""))

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return tuple(self._described(node) for node in errors_in(self.root)) if self.root.has_error else ()

    def _described(self, node: Node) -> SyntaxFault:
        line = self.source.line_at(min(node.start_byte, max(0, len(self.source.text) - 1)))
        if node.is_missing:
            return SyntaxFault(line, f"`{node.type}` is missing")
        text = " ".join(self.text_of(node).split())
        return SyntaxFault(line, f"`{text[:60]}` is not understood")

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the tree's error nodes and missing tokens."""
        return self._faults

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch."""
        if not self.root.has_error:
            return None
        for node in self.root.children:
            if node.has_error and any(node.start_byte <= s.end and s.start <= node.end_byte for s in spans):
                # some grammars mark a leaf that holds no error node
                error = next(errors_in(node), None)
                if error is not None:
                    return self._described(error)
        return None

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the values of enumerations around some spans, where the jumps there lead, how cases end."""
        yield from places.values(self, spans)
        yield from places.targets(self, spans)
        if self.language.name in cases.FALLS:
            switches = frozenset(node for node, word in self.grammar.chains.items() if word == "switch")
            for node in places.around(self, spans, switches):
                chain = self.chain(node)
                yield from cases.ends(self, chain) if chain is not None else ()

    def weight_of(self, node: Node) -> Weight | None:
        """Return how much the values of an enumeration's members weigh; `None`: they have none."""
        return "always"

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string, and within which brackets, an offset stands."""
        return super().edge_state(offset), self.lexis.open_brackets(offset)

    def chains(self) -> Sequence[Chain]:
        """Return every compound statement with its arms."""
        return self._chains

    @cached_property
    def _chains(self) -> tuple[Chain, ...]:
        return tuple(walk.chains(self))

    def lone_arms(self, span: Span) -> Sequence[Arm]:
        """Return the arms without braces between whose header and whose end a span begins or ends."""
        return lone.lone_arms(self, span)

    def arms_from(self, offset: int) -> Sequence[Arm]:
        """Return the arms that begin at an offset."""
        around = lone.arms_around(self, Span(offset, offset + 1))
        return [arm for arm in around if arm.span.start == offset]

    def chain(self, node: Node) -> Chain | None:
        """Return a compound statement's node with its arms; `None` for one that is an arm of another."""
        return chain_of(self, node)

    # names

    @cached_property
    def named_plainly(self) -> dict[str, list[Named]]:
        """What defines a name, by the name's last part."""
        return walk.named_plainly(self)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name, other than to define it."""
        return walk.uses(self, name)

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield the uses of a name; where the language has a `Scoping`, without those that mean a local."""
        if self.scoping is None:
            yield from super().uses_of(name, within)
        elif within is None:
            yield from self._uses_of(name, self.scoping)
        elif whole_word(name).search(self.source.text, within.start, within.end + len(name)):
            uses = self._uses_of(name, self.scoping)
            first, behind = (bisect_left(uses, at, key=_start) for at in (within.start, within.end))
            yield from uses[first:behind]

    def _uses_of(self, name: str, scoping: Scoping) -> Sequence[Use]:
        """Return all uses of a name, looked for once however many ask."""
        if name not in self._uses:
            self._uses[name] = tuple(scopes.uses_of(self, scoping, name, None))
        return self._uses[name]

    def plain_places(self, name: str) -> frozenset[int]:
        """Return where a name stands for what the file's own level, or an import, binds."""
        if name not in self._places and self.scoping is not None:
            self._places[name] = scopes.plain_places(self, self.scoping, name)
        return self._places.get(name, frozenset())

    def role_of(self, node: Node) -> tuple[str, str] | None:
        """Return the kind and the owner of a name where a language's nodes say it in a way of their own."""
        return None

    @property
    def tells_scopes(self) -> bool:
        """Whether the language has a `Scoping`."""
        return self.scoping is not None

    def header_of(self, definition: Definition) -> str:
        """Return what stands before a definition's own name: modifiers, keywords, its type."""
        name = re.escape(definition.name.rpartition(".")[2])
        text = self.lexis.masked[definition.span.start : definition.span.end]
        found = re.search(rf"(?<!\w){name}(?!\w)", text)
        return text[: found.start()] if found is not None else ""


def _start(use: Use) -> int:
    return use.span.start
