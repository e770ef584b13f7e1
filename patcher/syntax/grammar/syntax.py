"""`GrammarSyntax`: a file seen through a tree-sitter grammar and its language's table.

A language with a grammar is a subclass with a `Grammar`; it overrides what its nodes say in a way
of their own: mostly `named`, which names what a node defines, and `imported`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from patcher.source import SourceFile, Span
from patcher.syntax import cases
from patcher.syntax.grammar import comments, cuts, lists, lone, places, walk, witness
from patcher.syntax.grammar.model import Named
from patcher.syntax.grammar.parse import brackets_of, errors_in, holding, outwards, span_of
from patcher.syntax.grammar.scopes import Scoping
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.grammar.uses import Uses
from patcher.syntax.meaning import Meaning
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

if TYPE_CHECKING:
    from tree_sitter import Node


class GrammarSyntax(GrammarTree):
    """One file as its language's grammar tells it."""

    scoping: ClassVar[Scoping | None] = None  # None: every word that is a name counts as a use

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language)
        self._bodies: dict[int, Body | None] = {}  # by the node's id

    # definitions

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
        if lone.is_lone(self.grammar, node) or walk.is_member(self, node):
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

    def statement_around(self, span: Span) -> Node | None:
        """Return the innermost statement that holds a span.

        A comment among the statements of a body belongs to the one at whose line's end it stands, else to none.
        """
        held = holding(self.root, span)
        comment = comments.comment_of(self, held)
        if comment is not None and comments.among_statements(self, comment):
            return comments.statement_before(self, comment, self.is_statement)
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
            if lone.is_lone(self.grammar, node) and self.place(node).holds(span):
                return self._lone_body(node)
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

    def _lone_body(self, node: Node) -> Body:
        place = self.place(node)
        body = lone.lone_body(self, place)
        if body is None:
            assert node.parent is not None
            return Body(self.construct(node.parent), place, (place,))
        return body

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
        if self.language.cases_run_on:
            switches = frozenset(node for node, word in self.grammar.chains.items() if word == "switch")
            for node in places.around(self, spans, switches):
                chain = self.chain(node)
                yield from cases.ends(self, chain) if chain is not None else ()

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

    # names

    @cached_property
    def _named_plainly(self) -> dict[str, list[Named]]:
        return walk.named_plainly(self)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name, other than to define it."""
        return walk.uses(self, name, lambda: self._named_plainly.get(name, ()))

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield the uses of a name; where the language has a `Scoping`, without those that mean a local."""
        if self._scoped is None:
            return super().uses_of(name, within)
        return iter(self._scoped.of(name) if within is None else self._scoped.within(name, within))

    @cached_property
    def _scoped(self) -> Uses | None:
        return None if self.scoping is None else Uses(self, self.scoping)

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
