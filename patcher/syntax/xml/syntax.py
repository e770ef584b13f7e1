"""`XmlSyntax`: elements as statements and definitions, those that hold elements as items, attributes as entries."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.elements import faults_near
from patcher.syntax.enclosing import touching
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import (
    Arm,
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Element,
    Language,
    SyntaxFault,
)
from patcher.syntax.nest import Nest
from patcher.syntax.syntax import Syntax
from patcher.syntax.xml.lexis import XmlLexis
from patcher.syntax.xml.names import Named, called, named, records, references
from patcher.syntax.xml.pairs import Pair, meanings_of, pairs_in
from patcher.syntax.xml.scan import NAME, VALUE, Node, Outline, Piece
from patcher.syntax.xml.space import kept_lines
from patcher.syntax.xml.witness import (
    Reading,
    attributes_read,
    encoding_of,
    is_one_element,
    is_unicode,
    read,
)

_ATTRIBUTE = expression(rf"{NAME}\s*+=\s*+{VALUE}")
_FOREIGN = expression(r"[\u0080-\ud7ff\ue000-\U0010ffff]")  # what is UTF-8 where it stands
_BLANKS = " \t\r\n\ufeff#"  # of masked text: what is no code


class XmlSyntax(Syntax):
    """An XML file by its tags."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        lexis = XmlLexis(source)
        super().__init__(source, language, lexis)
        self._lexis = lexis
        self._put: list[Span] = []  # what edits have put there
        self._made: dict[Span, Definition] = {}

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes, and so what of it is new."""
        shift = 0
        for span, text in changes:
            self._put.append(Span(span.start + shift, span.start + shift + len(text)))
            shift += len(text) - len(span)

    @property
    def outline(self) -> Outline:
        """The file's elements and what stands between them."""
        return self._lexis.outline

    @cached_property
    def _nodes(self) -> Nest[Node]:
        return Nest(self.outline.nodes, attrgetter("span"))

    @cached_property
    def _pieces(self) -> Nest[Piece]:
        return Nest(self.outline.pieces, attrgetter("span"))

    @cached_property
    def _pairs(self) -> Nest[Pair]:
        return Nest(pairs_in(self.source.text, self.outline.nodes), attrgetter("span"))

    # names

    @cached_property
    def _named(self) -> tuple[Named, ...]:
        """The elements with their paths and the entities with their names, in file order; looked at by their places."""
        return named(self.source, self.outline)

    @cached_property
    def _named_places(self) -> Nest[Named]:
        return Nest(self._named, attrgetter("span"))

    def _defined(self, one: Named) -> Definition:
        known = self._made.get(one.span)
        if known is None:
            start = self.attached_start(one.span.start)
            known = self._made[one.span] = Definition(one.name, one.kind, one.span, start)
        return known

    def definitions(self) -> Sequence[Definition]:
        """Return the elements by their paths, and the entities of the document type by their names."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        return tuple(self._defined(one) for one in self._named)

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the definitions in whose names a piece of text stands, in file order."""
        if not literal:
            return self.definitions()
        return [self._defined(one) for one in self._named if literal in one.name]

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the definitions that share a character with one of some spans, in file order."""
        near = {one.span: one for span in spans for one in self._named_places.meeting(span)}
        found = touching([self._defined(one) for one in near.values()], spans)
        return sorted(found, key=lambda one: (one.span.start, -one.span.end))

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of a whole name; those that share a character with a span where one is given."""
        near = self._named if within is None else self._named_places.meeting(within)
        found = [self._defined(one) for one in near if one.name == name]
        return found if within is None else touching(found, [within])

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the outermost element and the entities; those inside a span where one is given."""
        near = self._named if within is None else self._named_places.beginning_in(within)
        found = (one for one in near if "." not in one.name)
        return [self._defined(one) for one in found if within is None or within.holds(one.span)]

    def own_name(self, definition: Definition) -> str:
        """Return what an attribute of its own calls an element, else the name of its tag; an entity's name."""
        for node in self._nodes.meeting(Span(definition.span.start, definition.span.start + 1)):
            if node.span == definition.span:
                return called(self.source.text, node) or node.name
        return definition.name

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost element that begins before an offset and holds it."""
        held = self._named_places.around(Span(offset, offset))
        found = next((one for one in held if one.span.start < offset < one.span.end), None)
        return None if found is None else self._defined(found)

    # constructs

    @property
    def separators(self) -> str:
        """None: a comma behind an element is text."""
        return ""

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost element, instruction or declaration that holds the span; none for one in a comment."""
        if self._in_comment(span):
            return None
        node = self._nodes.innermost(span)
        if node is not None:
            piece = next((one for one in self._pieces.around(span) if one.kind == "instruction"), None)
            return self._node(node) if piece is None else self._piece(piece)
        piece = self._pieces.innermost(span)
        return None if piece is None else self._piece(piece)

    def _in_comment(self, span: Span) -> bool:
        return self.lexis.kind_at(span.start) == "comment" and self.lexis.kind_at(span.end - 1) == "comment"

    def _node(self, node: Node) -> Construct:
        start = self.attached_start(node.span.start)
        return Construct(node.name, node.span, start, self._label(node.start), node.inner)

    def _piece(self, piece: Piece) -> Construct:
        start = self.attached_start(piece.span.start)
        return Construct(piece.kind, piece.span, start, self._label(piece.span))

    def items(self) -> Sequence[Construct]:
        """Return the records of the file, and the pairs of a property list; `body` is where an item is found by.

        An element that holds elements and is no record is found by its start tag alone.
        """
        return self._items

    @cached_property
    def _items(self) -> tuple[Construct, ...]:
        whole = Span(0, len(self.source.text))
        pairs = self._pairs.beginning_in(whole)
        paired = {node.span for pair in pairs for node in (pair.key, pair.value)}
        held = [(pair.span, pair.span, pair.label) for pair in pairs]
        held += (
            (node.span, node.span if is_record else node.start, self._label(node.start))
            for node, is_record in records(self.source.text, self.outline.nodes)
            if node.span not in paired
        )
        return tuple(
            Construct("item", span, self.attached_start(span.start), label, body)
            for span, body, label in sorted(held, key=lambda row: (row[0].start, -row[0].end))
        )

    @property
    def items_have_ends(self) -> bool:
        """Tell that tags do."""
        return True

    def tells_item(self, span: Span) -> bool:
        """Tell whether a span says which record is meant: a comment may hold another that nobody reads."""
        return not self._in_comment(span)

    def _label(self, span: Span) -> str:
        return self.source.text[span.start : span.end].split("\n")[0]

    def _is_outermost(self, node: Node) -> bool:
        return next((one for one in self._nodes.around(node.span) if one is not node), None) is None

    def element_at(self, span: Span) -> Element | None:
        """Return the attribute of a start tag that holds the span."""
        node = self._nodes.innermost(span)
        if node is None or not node.start.holds(span):
            return None
        inside = _inside(self.source.text, node)
        found = tuple(
            Span(*m.span()) for m in _ATTRIBUTE.finditer(self.source.text, inside.start, inside.end)
        )
        held = next((each for each in found if each.holds(span)), None)
        return None if held is None else Element(held, inside, found, "attributes", " ")

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost element around the span, but the outermost, which may hold nothing."""
        for node in self._nodes.around(span):
            if node.end is None or node.span == span or not node.inner.holds(span):
                continue
            held = self._held(node)
            if self._is_outermost(node) or not any(self.source.text[one.start] == "<" for one in held):
                return None
            return Body(self._node(node), node.inner, held)
        return None

    def _held(self, node: Node) -> tuple[Span, ...]:
        """Return what an element holds: elements, instructions, CDATA, runs of text, the outermost ones."""
        if node.span not in self._known:
            self._known[node.span] = tuple(self._held_in(node.inner))
        return self._known[node.span]

    @cached_property
    def _known(self) -> dict[Span, tuple[Span, ...]]:
        return {}

    def _held_in(self, inner: Span) -> Iterator[Span]:
        position = inner.start
        held = [node.span for node in self._nodes.beginning_in(inner)]
        held += (piece.span for piece in self._pieces.beginning_in(inner))
        for span in (*sorted(held), Span(inner.end, inner.end)):
            if span.start < position:
                continue
            if self.lexis.masked_in(position, span.start).strip(_BLANKS):
                yield Span(position, span.start)
            if span:
                yield span
            position = span.end

    def chains(self) -> Sequence[Chain]:
        """Return the elements with an end tag, each with what it holds as its one arm: that may stay without its tags."""
        return self._chains

    @cached_property
    def _chains(self) -> tuple[Chain, ...]:
        return tuple(
            Chain(node.name, node.span, (Arm(node.name, node.span, node.start, node.inner),))
            for node in self.outline.nodes
            if node.end is not None
        )

    def keeps_indent(self, line: int) -> bool:
        """Tell whether a line's blanks are text that is kept: in CDATA, or where `xml:space` says so."""
        start = self.source.line_start(line)
        return (
            self.lexis.inside(start)
            or kept_lines(self.source.text, self._nodes, Span(start, start)) is not None
        )

    # proof

    @cached_property
    def reading(self) -> Reading:
        """What expat reads of the file."""
        return read(self.source.data)

    @cached_property
    def encoding(self) -> str:
        """The encoding that the file declares."""
        return encoding_of(self.source.data)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm an element, or an attribute, by what expat reads."""
        if extent == "entry":
            return self._confirm_attribute(span)
        masked = self.lexis.masked_in(span.start, span.end)
        start = span.start + len(masked) - len(masked.lstrip(_BLANKS))
        held = Span(start, max(start, span.start + len(masked.rstrip(_BLANKS))))
        if extent not in ("statement", "definition", "item") or not held:
            return None
        if self.source.text.startswith(("<?", "<!"), start):
            return None
        pair = next((one for one in self._pairs.around(held) if one.span == held), None)
        if pair is None:
            return self._confirm_element(held)
        for each in (pair.key, pair.value):
            answer = self._confirm_element(each.span)
            if isinstance(answer, Disagreement):
                return answer
        return "expat reads the same key and value"

    def _confirm_element(self, span: Span) -> str | Disagreement:
        told = "" if is_unicode(self.encoding) else f", in {self.encoding}"
        node = next((one for one in self._nodes.around(span) if one.span == span), None)
        begin = self.source.byte_offset(span.start)
        behind = self.reading.elements.get(begin)
        if behind is None and (self.reading.fault is not None or not self.reading.elements):
            data = self.source.data[begin : self.source.byte_offset(span.end)]
            if is_one_element(data, self.encoding):
                return f"expat reads its text as one element{told}"
        elif node is not None and behind is not None:
            end = node.start.end if node.end is None else node.end.start
            if behind == self.source.byte_offset(end):
                return f"expat reads the same element{told}"
        other = None if behind is None else Span(span.start, self.source.text_offset(behind))
        return Disagreement("the tags", span, "expat", other)

    def _confirm_attribute(self, span: Span) -> str | Disagreement | None:
        element = self.element_at(span)
        if element is None:
            return Disagreement("the tags", span, "expat", None)
        start = self.source.text.rfind("<", 0, element.inner.start)
        tag = self.source.text[start : element.inner.end]
        without = tag[: span.start - start] + tag[span.end - start :]
        before, after = (
            attributes_read(f"{each}/>".encode("utf-8", "surrogateescape"), self.encoding)
            for each in (tag, without)
        )
        if before is None or after is None:
            return Disagreement("the tags", span, "expat, which reads no tag without it", None)
        if any(before[:at] + before[at + 1 :] == after for at in range(len(before))):
            return "expat reads one attribute less without it"
        return Disagreement("the tags", span, "expat, which reads other attributes without it", None)

    def straddles(self, span: Span) -> Span | None:
        """Return the element, the tag or the declaration that removing a span would cut in two."""
        held = self.source.text[span.start : span.end]
        span = Span(span.start + len(held) - len(held.lstrip()), span.start + len(held.rstrip()))
        skip = self.lexis.skip_at(span.start) if self.lexis.inside(span.start) else None
        if not span or (skip is not None and span.end < skip.end):
            return None
        for piece in self._pieces.meeting(span):
            if not span.holds(piece.span) and not self._in_piece(piece, span):
                return piece.span
        for node in self._nodes.meeting(span):
            if not span.holds(node.span) and not _in_one(node, span):
                return node.span
        return None

    def _in_piece(self, piece: Piece, span: Span) -> bool:
        """Tell whether a span lies in a document type, in what holds its declarations."""
        opener = self.source.text.find("[", piece.span.start, piece.span.end)
        return piece.kind == "doctype" and 0 <= opener < span.start and span.end < piece.span.end

    def faults(self) -> Sequence[SyntaxFault]:
        """Return what is not well-formed, each place; where the tags show nothing, expat has the last word."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        line_at = self.source.line_at
        found = [SyntaxFault(line_at(offset), words) for offset, words in self.outline.faults]
        if not found and self.reading.fault is not None:
            found.append(SyntaxFault(*self.reading.fault))
        found += self._foreign()
        return tuple(sorted(found, key=lambda fault: fault.line))

    def _foreign(self) -> Iterator[SyntaxFault]:
        """Yield what an edit has put in UTF-8 into a file that declares another encoding."""
        for span in () if is_unicode(self.encoding) else self._put:
            for match in _FOREIGN.finditer(self.source.text, span.start, span.end):
                words = f"`{match.group()}` is put there in UTF-8, and the file declares {self.encoding}"
                yield SyntaxFault(self.source.line_at(match.start()), words)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return the faults on the lines that the spans touch and on those of what stands next to them."""
        return faults_near(self.source, self.lexis.masked, self.faults(), spans)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what leads to ids and properties, the pairs of property lists, and the lines of text that is kept."""
        near = [node for span in spans for node in self._nodes.meeting(span) if _begins_in(node, span)]
        yield from references(self.source.text, near, spans)
        yield from meanings_of(self.source.text, self._pairs, self._nodes, spans)
        for span in spans:
            meaning = kept_lines(self.source.text, self._nodes, span)
            if meaning is not None:
                yield meaning

    def edge_state(self, offset: int) -> Hashable:
        """Return which elements are open at an offset."""
        held = self._nodes.touching((Span(offset, offset),))
        opened = [node.name for node in held if node.start.end <= offset <= node.inner.end]
        return super().edge_state(offset), tuple(opened)


def _begins_in(node: Node, span: Span) -> bool:
    """Tell whether a span takes a part of a start tag, or stands in it."""
    return node.start.start < span.end and span.start < node.start.end


def _inside(text: str, node: Node) -> Span:
    """Return what lies in a start tag behind its name, without its `/` and its blanks at the end."""
    start = node.start.start + 1 + len(node.name)
    inner = text[start : node.start.end - 1]
    if node.end is None:
        inner = inner.removesuffix("/")
    return Span(start, start + len(inner.rstrip()))


def _in_one(node: Node, span: Span) -> bool:
    """Tell whether a span lies between an element's tags, or behind the name of one of them."""
    if node.end is not None and node.inner.holds(span):
        return True
    behind = node.start.start + 1 + len(node.name)
    return Span(behind, node.start.end - 1).holds(span)


def build(source: SourceFile, language: Language) -> XmlSyntax:
    """Return a file in XML."""
    return XmlSyntax(source, language)
