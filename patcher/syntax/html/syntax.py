"""`HtmlSyntax`: elements as statements, those with an `id` as definitions."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.html.attributes import attributes_of, inside_of
from patcher.syntax.html.tags import Outline, Pair, Tag, names, outline_of, tags_in
from patcher.syntax.html.witness import attributes_read, balance
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import DOUBT, Meaning, led_to
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.nest import Nest
from patcher.syntax.syntax import Syntax
from patcher.syntax.templates import GO, cuts_block
from patcher.syntax.text import lexicon_of

_ID = expression(r"""(?<![\w:.@-])id\s*=\s*(?:"([^"{<]+)"|'([^'{<]+)'|([^\s"'>{<=]+))""", re.IGNORECASE)
# Elements that say nothing without what they are made to hold.
_NOT_EMPTY = names("ul ol menu dl table thead tbody tfoot tr select datalist optgroup nav head")


_DEFINING = r"(?<![\w-])id\s*=\s*[\"']?{name}(?![\w:.-])"
_USING = (
    r"(?<![\w-])(?:(?:xlink:)?href\s*=\s*[\"']?#|(?:for|form|list|aria-[a-z]+)\s*=\s*[\"']?(?:[\w:.-]+\s+)*)"
    r"{name}(?![\w:.-])[\"']?"
)


class HtmlSyntax(Syntax):
    """A file of HTML, of a template that makes HTML, or of a component."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, lexicon_of(language)))
        self._known: dict[Span, tuple[Span, ...]] = {}  # of an element's inside: what it holds

    @cached_property
    def outline(self) -> Outline:
        """The file's tags as pairs."""
        return outline_of(self.source.text)

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = []
        for pair in self.outline.pairs:
            match = _ID.search(self.source.text, pair.start.span.start, pair.start.span.end)
            name = next((group for group in match.groups() if group), None) if match is not None else None
            if name is not None:
                start = self.attached_start(pair.span.start)
                found.append(Definition(name.strip(), pair.start.name, pair.span, start))
        return tuple(found)

    def definitions(self) -> Sequence[Definition]:
        """Return the elements that have an `id`, in file order."""
        return self._definitions

    def element_around(self, span: Span) -> Pair | None:
        """Return the innermost element that holds a span."""
        return self._elements.innermost(span)

    @cached_property
    def _elements(self) -> Nest[Pair]:
        return Nest(self.outline.pairs, attrgetter("span"))

    @cached_property
    def _blocks(self) -> Nest[Pair]:
        return Nest(self.outline.blocks, attrgetter("span"))

    @property
    def separators(self) -> str:
        """None: a comma behind an element is text."""
        return ""

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost element that holds the span, both tags with it."""
        pair = self.element_around(span)
        return None if pair is None else self._construct(pair)

    def _construct(self, pair: Pair) -> Construct:
        label = self.source.text[pair.start.span.start : pair.start.span.end].split("\n")[0]
        return Construct(pair.start.name, pair.span, self.attached_start(pair.span.start), label, pair.inner)

    def element_at(self, span: Span) -> Element | None:
        """Return the attribute of a start tag that holds the span."""
        for pair in self.outline.pairs:
            if pair.start.span.start > span.start:
                break
            if pair.start.span.holds(span):
                found = attributes_of(self.source.text, pair.start)
                held = next((each for each in found if each.holds(span)), None)
                inside = inside_of(self.source.text, pair.start)
                return None if held is None else Element(held, inside, found, "attributes", " ")
        return None

    def body_at(self, span: Span) -> Body | None:
        """Return the list, the table or the like that holds the span and says nothing when empty."""
        for pair in self._elements.around(span):
            if not pair.inner.holds(span) or pair.span == span or pair.start.closes:
                continue
            if pair.start.name not in _NOT_EMPTY:
                return None
            return Body(self._construct(pair), pair.inner, self._held(pair))
        return None

    def _held(self, pair: Pair) -> tuple[Span, ...]:
        """Return what an element holds: elements, templates' tags and runs of text, the outermost ones."""
        if pair.inner in self._known:
            return self._known[pair.inner]
        held: list[Span] = []
        position = pair.inner.start
        inside = [each.span for each in self._elements.beginning_in(pair.inner)]
        marks = self._marks.beginning_in(pair.inner)
        for span in sorted([*inside, *marks, Span(pair.inner.end, pair.inner.end)], key=lambda s: s.start):
            if span.start < position:
                continue
            masked = self.lexis.masked[position : span.start]
            if masked.strip(" \t\r\n#"):
                held.append(Span(position, span.start))
            if span:
                held.append(span)
            position = span.end
        self._known[pair.inner] = tuple(held)
        return self._known[pair.inner]

    @cached_property
    def _marks(self) -> Nest[Span]:
        """The tags of templates."""
        return Nest([tag.span for tag in tags_in(self.source.text) if tag.template], lambda span: span)

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm an element by the standard library's parser, which reads its text alone."""
        if extent == "entry":
            return self._confirm_attribute(span)
        if extent not in ("statement", "definition") or not span:
            return None
        start, end = span.start, span.start + len(self.source.text[span.start : span.end].rstrip())
        text = self.source.text[start:end]
        comment = self.lexis.skip_at(start)
        if comment is not None and self.lexis.kind_at(start) == "comment":
            return None
        wrong = balance(text)
        if wrong is None:
            return "the tags in it close each other, as `html.parser` reads them"
        return Disagreement("the tags", Span(start, end), f"`html.parser`, to which {wrong}", None)

    def _confirm_attribute(self, span: Span) -> str | Disagreement | None:
        element = self.element_at(span)
        if element is None:
            return Disagreement("the tags", span, "`html.parser`", None)
        start = self.source.text.rfind("<", 0, element.inner.start)
        tag = self.source.text[start : element.inner.end] + ">"
        without = tag[: span.start - start] + tag[span.end - start :]
        before, after = attributes_read(tag), attributes_read(without)
        if before is None or after is None:
            return None
        if any(before[:at] + before[at + 1 :] == after for at in range(len(before))):
            return "`html.parser` reads one attribute less without it"
        return Disagreement("the tags", span, "`html.parser`, which reads other attributes without it", None)

    def straddles(self, span: Span) -> Span | None:
        """Return the element, the tag or the template's block that removing a span would cut in two."""
        held = self.source.text[span.start : span.end]
        span = Span(span.start + len(held) - len(held.lstrip()), span.start + len(held.rstrip()))
        if not span or (self.lexis.inside(span.start) and self.lexis.inside(span.end)):
            return None
        for pair in (*self._elements.meeting(span), *self._blocks.meeting(span)):
            if span.holds(pair.span) or self._in_one(pair, span):
                continue
            return pair.span
        return span if cuts_block(self.source.text, span, GO) else None

    def _in_one(self, pair: Pair, span: Span) -> bool:
        """Tell whether a span lies between an element's tags, or among the attributes of one."""
        if pair.inner.holds(span):
            return True
        return any(_within(tag, span) for tag in (pair.start, pair.end) if tag is not None)

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return tuple(
            SyntaxFault(self.source.line_at(tag.span.start), self._wrong(tag)) for tag in self.outline.lone
        )

    def _wrong(self, tag: Tag) -> str:
        text = " ".join(self.source.text[tag.span.start : tag.span.end].split())
        return f"`{text[:60]}` " + ("closes nothing" if tag.closes else "is never closed")

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the tags without a partner: what may be left out is none."""
        return self._faults

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what leads to the ids that stand in some spans: links, labels, and what describes an element."""
        text = self.source.text
        found = (_ID.finditer(text, span.start, span.end) for span in spans)
        names = (group.strip() for each in found for match in each for group in match.groups() if group)
        yield from led_to(text, names, spans, _DEFINING, _USING)
        for pair in self.outline.pairs:
            if any(span.start <= pair.span.start for span in spans):
                yield self._holder(pair)

    def _holder(self, pair: Pair) -> Meaning:
        """Return in which element another one stands: one whose end tag may be left out ends where another begins."""
        text, own = self.source.text, pair.start.span
        holder = next((each for each in self._elements.around(pair.span) if each.span != pair.span), None)
        about = f"what `{' '.join(text[own.start : own.end].split())[:40]}` stands in"
        value = "no element" if holder is None else f"`<{holder.start.name}>`"
        aim = None if holder is None else holder.start.span
        return Meaning(own, Span(0, len(text)), about, value, DOUBT, target=aim)

    def edge_state(self, offset: int) -> Hashable:
        """Return which elements and blocks are open at an offset."""
        here = (Span(offset, offset),)
        held = (*self._elements.touching(here), *self._blocks.touching(here))
        opened = [pair.start.name for pair in held if pair.start.span.end <= offset <= pair.inner.end]
        return super().edge_state(offset), tuple(opened)


def _within(tag: Tag, span: Span) -> bool:
    """Tell whether a span lies in a tag behind its name."""
    return Span(tag.span.start + 1 + len(tag.name), tag.span.end - 1).holds(span)


def build(source: SourceFile, language: Language) -> HtmlSyntax:
    """Return a file in HTML."""
    return HtmlSyntax(source, language)
