"""`PythonSyntax`: what the other files of this folder find, behind the one interface."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
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
from patcher.syntax.python.definitions import find_definitions
from patcher.syntax.python.edges import EdgeState, edge_state
from patcher.syntax.python.imports import find_imports
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.lexicon import LEXICON
from patcher.syntax.python.places import counted, misplaced, passed
from patcher.syntax.python.statements import attached_start, body_at, span_at, statement_at
from patcher.syntax.python.units import Unit, Units, file_fault
from patcher.syntax.python.uses import Uses
from patcher.syntax.python.witness import Witness
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from patcher.syntax.meaning import Meaning
    from patcher.syntax.python.elements import Elements

TORN = "a statement that no version of Python takes"


class PythonSyntax(Syntax):
    """A Python file. Boundaries come from the layout; `confirm` asks `ast` or tree-sitter."""

    def __init__(self, source: SourceFile, language: Language, lexis: Lexis | None = None) -> None:
        super().__init__(source, language, lexis or Lexis(source, LEXICON))

    @cached_property
    def layout(self) -> Layout:
        """The file's logical lines and blocks."""
        return Layout(self.lexis)

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        return find_definitions(self.layout)

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order, nested ones included."""
        return self._definitions

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement that holds the span; in a decorator, none."""
        return statement_at(self.layout, span)

    def statement_span(self, offset: int) -> Span | None:
        """Return the span of the innermost whole statement that holds the character at an offset."""
        return span_at(self.layout, offset)

    @cached_property
    def _imports(self) -> tuple[Imported, ...]:
        return find_imports(self.layout)

    def imports(self) -> Sequence[Imported]:
        """Return every imported name, in file order, those inside functions and classes as local."""
        return self._imports

    @cached_property
    def _elements(self) -> Elements:
        from patcher.syntax.python.elements import Elements

        return Elements(self.layout)

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        return self._elements.at(span)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost suite below a header that holds the span, with its statements."""
        return body_at(self.layout, span)

    @cached_property
    def _chains(self) -> tuple[Chain, ...]:
        from patcher.syntax.python.chains import find_chains

        return tuple(find_chains(self.layout))

    def chains(self) -> Sequence[Chain]:
        """Return every compound statement with its arms, in file order, nested ones after what holds them."""
        return self._chains

    def attached_start(self, offset: int) -> int:
        """Return where the decorators and touching comments above a statement's start begin."""
        return attached_start(self.source, self.layout, offset)

    @cached_property
    def units(self) -> Units:
        """The statements of the file's own level."""
        return Units(self.layout)

    @cached_property
    def _witness(self) -> Witness:
        return Witness(self.layout, self.units)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Find the same boundaries by `ast`, or by tree-sitter where `ast` does not take the statement.

        Only the top-level statement around is parsed. `None`: neither takes it, or the span begins
        or ends inside a string or comment, or `ast` knows no places for such a thing.
        """
        return self._witness.confirm(span, extent)

    def straddles(self, span: Span) -> Span | None:
        """Return the span of a node that removing `span` would cut through, else `None`."""
        from patcher.syntax.python.cuts import straddled

        return straddled(self.layout, self.units, span)

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        fault = file_fault(self.source.data)
        return () if fault is None else (fault,)

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the first place where the running Python's own parser does not take the file."""
        return self._faults

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch or stand next to.

        A statement that only a newer or an older Python takes is a fault here: compare with the
        file before. `edge_state` tells what parsing by parts cannot: that a span's surroundings
        are still inside or outside of the same strings, brackets and blocks.
        """
        return next(iter(self.faults_around(spans)), None)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that Python's own parser does not take."""
        return tuple(filter(None, (unit.fault for unit in self._around(spans))))

    def torn_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that tree-sitter cannot read either, or should not."""
        from patcher.syntax.python.torn import is_torn

        torn = (unit for unit in self._around(spans) if is_torn(unit.tree.root_node))
        return tuple(SyntaxFault(unit.line, TORN) for unit in torn)

    def _around(self, spans: Sequence[Span]) -> Sequence[Unit]:
        """Return the top-level statements that spans touch or stand next to, each once."""
        return tuple({unit.first: unit for span in spans for unit in self.units.holding(span)}.values())

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield how parameters around some spans are passed, and what members and fields there are by their place."""
        yield from passed(self.lexis, spans)
        yield from counted(self._around(spans), spans)

    def misplaced(self, definition: Definition) -> str | None:
        """Tell a method that stands in no class, and a function in one that is no method."""
        return misplaced(self, definition)

    def edge_state(self, offset: int) -> Hashable:
        """Return the lexical state at an offset, equal before and after an edit that left it alone.

        It is the opener of the string or comment that goes on there, the brackets that are open,
        and the columns of the blocks in which the code that follows stands.
        """
        return self.python_edge_state(offset)

    def python_edge_state(self, offset: int) -> EdgeState:
        """Return the same, as what it is."""
        return edge_state(self.layout, offset)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name, as attribute, import and in f-strings too, never where it
        is bound anew; scopes are not followed (see `names`).
        """
        from patcher.syntax.python.names import find_uses

        return find_uses(self.layout, self._elements, name)

    @cached_property
    def _uses(self) -> Uses:
        return Uses(self, lambda offset, _name: self._unit_at(offset))

    def _unit_at(self, offset: int) -> Unit | None:
        number = self.layout.line_at(offset)
        return None if number is None else self.units.at(number)

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield where a name is written that no scope around binds, with what stands before its dot.

        Only the top-level statements that hold the name are parsed; one that does not parse gives
        what `uses` gives.
        """
        return self._uses.of(name, within)

    @property
    def follows_scopes(self) -> bool:
        """Python's scopes are followed."""
        return True
