"""`LargePython`: a Python file that is looked at in windows of whole statements.

What is asked about a place is answered by the window around it; what is asked about the whole file, by
its outline and the few windows that matter, or, where the outline does not tell enough or there is
none, by `PythonSyntax` for the whole file. The answers are the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import SourceFile, Span, joined
from patcher.syntax.enclosing import touching
from patcher.syntax.model import (
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
from patcher.syntax.moved import (
    moved,
    moved_body,
    moved_construct,
    moved_disagreement,
    moved_element,
    moved_import,
)
from patcher.syntax.python.edges import EdgeState
from patcher.syntax.python.heads import Heads
from patcher.syntax.python.outline import Blocks, followed, outline_of
from patcher.syntax.python.places import counted, misplaced, passed
from patcher.syntax.python.syntax import TORN, PythonSyntax
from patcher.syntax.python.units import Unit, file_fault
from patcher.syntax.python.uses import Uses
from patcher.syntax.python.windows import WindowedLexis, Windows
from patcher.syntax.python.witness import confirms_whole
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from patcher.syntax.meaning import Meaning

_FIRST_COLUMN = expression(r"\n[^ \t\n#)\]}]")


class LargePython(Syntax):
    """A large Python file."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, WindowedLexis(source, lambda: self._windows))
        self._before: tuple[LargePython, list[tuple[Span, int]]] | None = None
        self._bodies: dict[int, Body] = {}

    @cached_property
    def whole(self) -> PythonSyntax:
        """The file as one: what cannot be told from its parts."""
        return PythonSyntax(self.source, self.language, self.lexis if self._windows is None else None)

    @cached_property
    def _windows(self) -> Windows | None:
        text = self.source.text
        if self._before is None or self._before[0]._windows is None:
            outline = outline_of(text)
        else:
            before, changes = self._before
            assert before._windows is not None
            outline = followed(before._windows.blocks.outline, before.source.text, text, changes)
        return None if outline is None else Windows(self.source, self.language, Blocks(text, outline))

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes: only their surroundings are looked at."""
        if isinstance(before, LargePython):
            self._before = before, [(span, len(text)) for span, text in changes]

    # The whole file

    @cached_property
    def _heads(self) -> Heads | None:
        windows = self._windows
        before = None if self._before is None else self._before[0]._heads
        return None if windows is None else Heads(windows, self.lexis, before)

    @cached_property
    def _apart(self) -> Heads | None:
        """The definitions by statements, where each statement's can be found without the others."""
        return self._heads if self._heads is not None and self._heads.apart else None

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order, nested ones included."""
        return self._definitions

    @cached_property
    def _definitions(self) -> Sequence[Definition]:
        heads, windows = self._apart, self._windows
        if heads is None or windows is None:
            return self.whole.definitions()
        return heads.of(range(len(windows.blocks.outline)))

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the definitions in whose names a piece of text stands, and perhaps others, in file order."""
        if self._apart is None or not literal or "." in literal:
            return self.definitions()
        return self._apart.holding(literal, outer=outer)

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the definitions that share a character with one of some spans, in file order."""
        if self._apart is None:
            return super().definitions_touching(spans)
        return touching(self._apart.around(spans), spans)

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of a whole qualified name; those with a part in a span where one is given."""
        if self._apart is None:
            return super().definitions_called(name, within)
        return self._apart.called(name, within)

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost definition that begins before an offset and holds it, in one of its parts."""
        if self._apart is None:
            return super().definition_around(offset)
        return self._apart.enclosing(Span(offset, offset + 1)).around(offset)

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of the file's own level, in file order; those inside a span where one is given."""
        heads, windows = self._apart, self._windows
        if heads is None or windows is None:
            return super().outer_definitions(within)
        first, last = (0, len(windows.blocks.outline) - 1) if within is None else windows.blocks.of(within)
        found = heads.outer_of(range(first, last + 1))
        return [one for one in found if within is None or within.holds(one.span)]

    def definitions_named(self, outer: Set[str], members: Set[str]) -> Sequence[Definition]:
        """Return the definitions of some names at the file's own level, and what holds members of some names."""
        return self.definitions() if self._apart is None else self._apart.named(outer, members)

    def windows_with(self, literal: str) -> Sequence[Span] | None:
        """Return spans that hold every place of a piece of text."""
        if self._windows is None or not literal:
            return None
        blocks, found, position = self._windows.blocks, [], 0
        while (position := self.source.text.find(literal, position)) >= 0:
            number = blocks.at(position)
            end = blocks.at(position + len(literal) - 1)
            found.append(blocks.window(number, end))
            position = found[-1].end if found[-1].end > position else position + 1
        return joined(found)

    @cached_property
    def _imports(self) -> Sequence[Imported]:
        heads, windows = self._heads, self._windows
        if heads is None or windows is None:
            return self.whole.imports()
        found: list[Imported] = []
        for number in heads.importing:
            window = windows.of(number, number)
            found += [moved_import(one, window.at) for one in window.syntax.imports()]
        return found

    def imports(self) -> Sequence[Imported]:
        """Return every imported name, in file order, those inside functions and classes as local."""
        return self._imports

    def chains(self) -> Sequence[Chain]:
        """Return every compound statement with its arms, in file order, nested ones after what holds them."""
        return self.whole.chains()

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        fault = file_fault(self.source.data)
        return () if fault is None else (fault,)

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the first place where the running Python's own parser does not take the file."""
        return self._faults

    # Around a place

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement that holds the span; in a decorator, none."""
        if self._windows is None:
            return self.whole.statement_at(span)
        window = self._windows.holding(span)
        found = window.syntax.statement_at(window.inner(span))
        return None if found is None else moved_construct(found, window.at)

    def statement_span(self, offset: int) -> Span | None:
        """Return the span of the innermost whole statement that holds the character at an offset.

        A function or a class that holds no other line of code in the first column ends where its text does.
        """
        if self._windows is None or self._heads is None:
            return self.whole.statement_span(offset)
        plain = self._heads.plain(self._windows.blocks.at(offset))
        if plain is not None and plain.span.start == offset:
            lines = _FIRST_COLUMN.finditer(self.source.text, offset, plain.span.end)
            if all(self.lexis.inside(match.start() + 1) for match in lines):
                return plain.span
        window = self._windows.around(offset)
        found = window.syntax.statement_span(offset - window.at)
        return None if found is None else moved(found, window.at)

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        if self._windows is None:
            return self.whole.element_at(span)
        window = self._windows.holding(span)
        found = window.syntax.element_at(window.inner(span))
        return None if found is None else moved_element(found, window.at)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost suite below a header that holds the span, with its statements."""
        if self._windows is None:
            return self.whole.body_at(span)
        first, last = self._windows.blocks.of(span)
        if self._begins_statement(first, span.start):
            return None
        if first and span.start < self._windows.blocks.outline.starts[first]:
            first -= 1  # comments below a body may belong to it
        window = self._windows.of(first, last)
        found = window.syntax.body_at(window.inner(span))
        if found is None:
            return None
        if id(found) not in self._bodies:  # the window keeps it
            self._bodies[id(found)] = moved_body(found, window.at)
        return self._bodies[id(found)]

    def _begins_statement(self, number: int, offset: int) -> bool:
        """Tell whether a statement of the file's level, or the function or class in it, begins at an offset."""
        assert self._heads is not None
        assert self._windows is not None
        if offset == self._windows.blocks.outline.starts[number]:
            return True
        plain = self._heads.plain(number)
        return plain is not None and plain.span.start == offset

    def attached_start(self, offset: int) -> int:
        """Return where the decorators and touching comments above a statement's start begin."""
        if self._windows is None:
            return self.whole.attached_start(offset)
        window = self._windows.around(offset)
        return window.syntax.attached_start(offset - window.at) + window.at

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Find the same boundaries by `ast`, or by tree-sitter where `ast` does not take the statement."""
        if self._windows is None:
            return self.whole.confirm(span, extent)
        quick = self._confirms_whole(self._windows.blocks, span, extent)
        if quick is not None:
            return quick
        window = self._windows.holding(span)
        found = window.syntax.confirm(window.inner(span), extent)
        return moved_disagreement(found, window.at) if isinstance(found, Disagreement) else found

    def _confirms_whole(self, blocks: Blocks, span: Span, extent: str) -> str | None:
        """Return the evidence where a span is one whole statement of the file's level, by its parse alone."""
        first, last = blocks.of(span)
        end = blocks.code_end(first)
        begins = span.start == 0 or blocks.text[span.start - 1] == "\n"
        if first != last or span.end < end or blocks.text[end - 1] == ";" or not begins:
            return None
        start = max(span.start, blocks.outline.starts[first])
        if start >= end:
            return None
        assert self._heads is not None
        assert self._windows is not None
        plain = self._heads.plain(first)
        heads = () if plain is None else (plain.span.start, blocks.outline.starts[first])
        return confirms_whole(self._windows.unit(first), Span(start, end), extent, heads)

    def straddles(self, span: Span) -> Span | None:
        """Return the span of a node that removing `span` would cut through, else `None`."""
        if self._windows is None:
            return self.whole.straddles(span)
        if self._windows.blocks.whole(span) is not None:
            return None
        window = self._windows.holding(span)
        found = window.syntax.straddles(window.inner(span))
        return None if found is None else Span(found.start + window.at, found.end + window.at)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch or stand next to."""
        return next(iter(self.faults_around(spans)), None)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that changed and that Python's own parser does not take."""
        if self._windows is None:
            return self.whole.faults_around(spans)
        return tuple(filter(None, (unit.fault for unit in self._around(spans))))

    def torn_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that tree-sitter cannot read either."""
        if self._windows is None:
            return self.whole.torn_around(spans)
        from patcher.syntax.python.torn import is_torn

        torn = (unit for unit in self._around(spans) if is_torn(unit.tree.root_node))
        return tuple(SyntaxFault(unit.line, TORN) for unit in torn)

    def _around(self, spans: Sequence[Span], *, changed: bool = True, holding: str = "") -> Iterator[Unit]:
        """Yield the statements that spans touch or stand next to, each once.

        Where asked, only those that changed, and of all only those in which a text stands.
        """
        assert self._windows is not None
        outline = self._windows.blocks.outline
        seen: set[int] = set()
        for span in spans:
            number = max(0, bisect_right(outline.starts, span.start - 1) - 1)
            while number < len(outline):
                if number not in seen:
                    seen.add(number)
                    held = self.source.text.find(holding, outline.starts[number], outline.ends[number]) >= 0
                    if held and (outline.origins[number] < 0 or not changed):
                        yield self._windows.unit(number)
                if outline.starts[number] > span.end:
                    break
                number += 1

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield how parameters around some spans are passed, and what members and fields there are by their place."""
        if self._windows is None:
            yield from self.whole.meanings(spans)
            return
        blocks = self._windows.blocks
        yield from passed(self.lexis, [span for span in spans if not blocks.between(span.start)])
        yield from counted(self._around(spans, changed=False, holding="class"), spans)

    def misplaced(self, definition: Definition) -> str | None:
        """Tell a method that stands in no class, and a function in one that is no method."""
        return misplaced(self, definition)

    def edge_state(self, offset: int) -> Hashable:
        """Return the lexical state at an offset, equal before and after an edit that left it alone."""
        if self._windows is None:
            return self.whole.edge_state(offset)
        blocks = self._windows.blocks
        if blocks.between(offset):
            return "", "", (0,) if offset < blocks.bottom else ()
        window = self._windows.around(offset)
        state: EdgeState = window.syntax.python_edge_state(offset - window.at)
        if not state[2] and window.span.end < len(self.source.text):
            return state[0], state[1], (0,)
        return state

    # Uses

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name; scopes are not followed."""
        return self.whole.uses(name)

    @cached_property
    def _uses(self) -> Uses:
        return Uses(self, self._unit_at)

    def _unit_at(self, offset: int, name: str) -> Unit | None:
        """Return the statement at an offset; its decorators alone, where the name stands in them alone."""
        assert self._windows is not None
        assert self._heads is not None
        number = bisect_right(self._windows.blocks.outline.starts, offset) - 1
        if number < 0:
            return None
        unit, below = self._windows.unit(number), self._heads.below_decorators(number)
        if below is None or self.source.text.find(name, below, unit.span.end) >= 0 or not unit.is_one:
            return unit
        return self._windows.decorators(number, below)

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield where a name is written that no scope around binds, with what stands before its dot."""
        return self.whole.uses_of(name, within) if self._windows is None else self._uses.of(name, within)

    @property
    def follows_scopes(self) -> bool:
        """Python's scopes are followed."""
        return True
