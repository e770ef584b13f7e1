"""`PartedSyntax`: a large file that is looked at in parts, each read alike whatever stands above and below.

What is asked about a place is answered by the part around it, what is asked about a name by the parts in
which the name stands. Where the text is not plain enough to be parted, the whole file is looked at. The
answers are the same; a language says what else than its own lines a part depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.enclosing import Enclosing, has_part_in, touching
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.moved import (
    moved,
    moved_body,
    moved_construct,
    moved_definition,
    moved_disagreement,
    moved_element,
)
from patcher.syntax.parts.lexis import PartedLexis
from patcher.syntax.parts.outline import Outline, Runs, followed, outline_of
from patcher.syntax.syntax import Syntax

_ODD = ("\0", "\f", "\r", "\v", "\ufeff", "\n#!")  # what only the whole file is asked about
_WORD = expression(r"\w+")

Build = Callable[[SourceFile, Language], Syntax]


class Part:
    """A run of whole parts seen as a file of its own."""

    def __init__(self, source: SourceFile, language: Language, span: Span, build: Build) -> None:
        self.at = span.start
        self.span = span
        self.lines_above = source.line_at(span.start) - 1
        self.syntax = build(source.piece(span), language)

    def inner(self, span: Span) -> Span:
        """Return a span of the file as one of the part; what stands outside is cut off."""
        size = len(self.span)
        return Span(min(max(span.start - self.at, 0), size), min(max(span.end - self.at, 0), size))


class Parts:
    """The parts of one file, made when someone asks for them and kept."""

    def __init__(self, source: SourceFile, language: Language, outline: Outline, build: Build) -> None:
        self.source, self.language, self.outline, self._build = source, language, outline, build
        self._known: dict[tuple[int, int], Part] = {}

    def of(self, first: int, last: int) -> Part:
        """Return some parts as one, by their numbers."""
        if (first, last) not in self._known:
            span = Span(self.outline.starts[first], self.end(last))
            self._known[first, last] = Part(self.source, self.language, span, self._build)
        return self._known[first, last]

    def end(self, number: int) -> int:
        """Return where a part ends."""
        return self.outline.end(number, len(self.source.text))

    def around(self, offset: int) -> Part:
        """Return the part that holds an offset."""
        number = self.outline.at(offset)
        return self.of(number, number)

    def holding(self, span: Span, *, below: int = 0) -> Part:
        """Return the parts that a span touches, and some below, as one."""
        first, last = self.outline.of(span)
        return self.of(first, min(last + below, len(self.outline) - 1))


class PartedSyntax(Syntax):
    """A large file of a language whose parts can be told apart."""

    lexis_type: type[PartedLexis] = PartedLexis
    runs: Runs

    def __init__(self, source: SourceFile, language: Language, lexicon: Lexicon, build: Build) -> None:
        super().__init__(source, language, self.lexis_type(source, lexicon, lambda: self.parts))
        self._build = build
        self._before: tuple[PartedSyntax, Sequence[tuple[Span, str]]] | None = None
        self._found: dict[int, tuple[Definition, ...]] = {}
        self._names = Names(source)

    @cached_property
    def whole(self) -> Syntax:
        """The file as one: what cannot be told from its parts."""
        whole = self._build(self.source, self.language)
        if self.parts is None:
            whole.lexis = self.lexis
        return whole

    @cached_property
    def parts(self) -> Parts | None:
        """The parts; `None` where the file cannot be told apart."""
        text = self.source.text
        if any(mark in text for mark in _ODD):
            return None
        known = self._before[0].parts if self._before is not None else None
        if self._before is None or known is None:
            outline = outline_of(text, self.runs)
        else:
            changes = [(span, len(new)) for span, new in self._before[1]]
            outline = followed(known.outline, self._before[0].source.text, text, changes, self.runs)
        return None if outline is None else Parts(self.source, self.language, outline, self._build)

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes: only the parts around them are looked at."""
        if isinstance(before, PartedSyntax) and type(before) is type(self):
            self._before = before, changes

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what means something by what stands around some spans, which may be the whole file."""
        return self.whole.meanings(spans)

    # Names

    def _of(self, number: int, parts: Parts) -> tuple[Definition, ...]:
        """Return the definitions that begin in a part."""
        if number not in self._found:
            part = parts.of(number, number)
            found = part.syntax.definitions()
            for one in found:
                self._names.kept(one.name)
            self._found[number] = tuple([moved_definition(one, part.at) for one in found])
        return self._found[number]

    def _in_parts(self, numbers: Iterable[int], parts: Parts) -> list[Definition]:
        return [one for number in numbers for one in self._of(number, parts)]

    def _reaching(self, spans: Sequence[Span], parts: Parts) -> list[int]:
        """Return the parts with the definitions that may share a character with one of some spans."""
        found: set[int] = set()
        for span in spans:
            first, last = parts.outline.of(span)
            found.update(range(first, last + 1))
        return sorted(found)

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order, nested ones included."""
        if self.parts is None:
            return self.whole.definitions()
        return self._in_parts(range(len(self.parts.outline)), self.parts)

    def _holding(self, literal: str, parts: Parts) -> Iterator[int]:
        """Yield the parts in which a piece of text stands."""
        position = self.source.text.find(literal)
        while position >= 0:
            number = parts.outline.at(position)
            yield number
            position = self.source.text.find(literal, parts.end(number))

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the definitions in whose names a piece of text stands, and perhaps others, in file order."""
        if self.parts is None:
            return self.whole.definitions_with(literal, outer=outer)
        word = max(_WORD.findall(literal or ""), key=len, default="")
        return self._in_parts(self._holding(word, self.parts), self.parts) if word else self.definitions()

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the definitions that share a character with one of some spans, in file order."""
        if self.parts is None:
            return self.whole.definitions_touching(spans)
        return touching(self._in_parts(self._reaching(spans, self.parts), self.parts), spans)

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of a whole qualified name; those with a part in a span where one is given."""
        if self.parts is None:
            return self.whole.definitions_called(name, within)
        found = [one for one in self.definitions_with(name) if one.name == name]
        return found if within is None else [one for one in found if has_part_in(one, within)]

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost definition that begins before an offset and holds it, in one of its parts."""
        if self.parts is None:
            return self.whole.definition_around(offset)
        numbers = self._reaching([Span(max(0, offset - 1), offset + 1)], self.parts)
        return Enclosing(self._in_parts(numbers, self.parts)).around(offset)

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of the file's own level, in file order; those inside a span where one is given."""
        if self.parts is None:
            return self.whole.outer_definitions(within)
        first, last = (0, len(self.parts.outline) - 1) if within is None else self.parts.outline.of(within)
        found = (one for number in range(first, last + 1) for one in self._outer(number, self.parts))
        return [one for one in found if "." not in one.name and (within is None or within.holds(one.span))]

    def _outer(self, number: int, parts: Parts) -> Iterable[Definition]:
        """Return the definitions of the file's own level that begin in a part, and perhaps others."""
        return self._of(number, parts)

    # Around a place

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement that holds the span."""
        if self.parts is None:
            return self.whole.statement_at(span)
        part = self.parts.holding(span)
        found = part.syntax.statement_at(part.inner(span))
        return None if found is None else moved_construct(found, part.at)

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        if self.parts is None:
            return self.whole.element_at(span)
        part = self.parts.holding(span)
        found = part.syntax.element_at(part.inner(span))
        return None if found is None else moved_element(found, part.at)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost body that holds the span, where the language forbids empty ones."""
        if self.parts is None:
            return self.whole.body_at(span)
        part = self.parts.holding(span)
        found = part.syntax.body_at(part.inner(span))
        return None if found is None else moved_body(found, part.at)

    def lined_up(self, start: int, *, alone: bool = False) -> Element | None:
        """Return what begins at an offset as the first of some that stand below one another, behind a mark."""
        if self.parts is None:
            return self.whole.lined_up(start, alone=alone)
        part = self.parts.around(start)
        found = part.syntax.lined_up(start - part.at, alone=alone)
        return None if found is None else moved_element(found, part.at)

    def indents_string(self, offset: int) -> bool:
        """Tell whether the lines of the string at an offset are indented with what holds it, and say no more by that."""
        if self.parts is None:
            return self.whole.indents_string(offset)
        part = self.parts.around(offset)
        return part.syntax.indents_string(offset - part.at)

    def attached_start(self, offset: int) -> int:
        """Return where the touching comments above a line start begin."""
        if self.parts is None:
            return self.whole.attached_start(offset)
        part = self.parts.around(offset)
        return part.syntax.attached_start(offset - part.at) + part.at

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Find the same boundaries a second way, in the parts around and the one below."""
        if self.parts is None:
            return self.whole.confirm(span, extent)
        part = self.parts.holding(span, below=1)
        found = part.syntax.confirm(part.inner(span), extent)
        return moved_disagreement(found, part.at) if isinstance(found, Disagreement) else found

    def straddles(self, span: Span) -> Span | None:
        """Return the span of what removing `span` would cut through, else `None`."""
        if self.parts is None:
            return self.whole.straddles(span)
        part = self.parts.holding(span, below=1)
        found = part.syntax.straddles(part.inner(span))
        return None if found is None else moved(found, part.at)

    def orphaned_comma(self, span: Span) -> Span | None:
        """Return the span of a list in which removing `span` would leave a comma without its element."""
        if self.parts is None:
            return self.whole.orphaned_comma(span)
        part = self.parts.holding(span)
        found = part.syntax.orphaned_comma(part.inner(span))
        return None if found is None else moved(found, part.at)

    def edge_state(self, offset: int) -> Hashable:
        """Return the lexical state at an offset, equal before and after an edit that left it alone."""
        if self.parts is None:
            return self.whole.edge_state(offset)
        part = self.parts.around(offset)
        return part.syntax.edge_state(offset - part.at)

    # Faults

    def faults(self) -> Sequence[SyntaxFault]:
        """Return where the whole file does not parse."""
        return self.whole.faults()

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the parts that the spans touch, or of what the edit left of what they need of one another."""
        if self.parts is None or self._before is None or self._before[0].parts is None:
            return self.whole.fault_around(spans)
        numbers = self._changed(spans, self.parts)
        found = self._fault_in(numbers, self.parts) or self._fault_among(self._before[0].parts, self.parts)
        return None if found is None else next(iter(self.faults()), None)

    def _changed(self, spans: Sequence[Span], parts: Parts) -> list[int]:
        """Return the parts that spans touch or stand next to, those left out that are unchanged."""
        found: set[int] = set()
        for span in spans:
            first, last = parts.outline.of(Span(max(0, span.start - 1), span.end + 1))
            found.update(n for n in range(first, last + 1) if parts.outline.origins[n] < 0)
        return sorted(found)

    def _fault_in(self, numbers: Sequence[int], parts: Parts) -> SyntaxFault | None:
        """Return a fault of some parts by themselves."""
        for number in numbers:
            part = parts.of(number, number)
            for fault in part.syntax.faults():
                return SyntaxFault(fault.line + part.lines_above, fault.message)
        return None

    def _fault_among(self, before: Parts, after: Parts) -> SyntaxFault | None:
        """Return what an edit broke between parts that are whole by themselves, as names that stand twice."""
        return None

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each place that the spans touch and that does not parse."""
        return self.whole.faults_around(spans)
