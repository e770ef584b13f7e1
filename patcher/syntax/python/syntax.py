"""`PythonSyntax`: what the other files of this folder find, behind the one interface."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Body, Construct, Definition, Element, Imported, Language, Syntax
from patcher.syntax.python.definitions import find_definitions
from patcher.syntax.python.elements import Elements
from patcher.syntax.python.imports import find_imports
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.lexicon import LEXICON
from patcher.syntax.python.statements import attached_start, body_at, statement_at


class PythonSyntax(Syntax):
    """A Python file. Boundaries come from the layout; `confirm` asks `ast` or tree-sitter."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, LEXICON))

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

    @cached_property
    def _imports(self) -> tuple[Imported, ...]:
        return find_imports(self.layout)

    def imports(self) -> Sequence[Imported]:
        """Return every imported name, in file order, those inside functions and classes as local."""
        return self._imports

    @cached_property
    def _elements(self) -> Elements:
        return Elements(self.layout)

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        return self._elements.at(span)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost suite below a header that holds the span, with its statements."""
        return body_at(self.layout, span)

    def attached_start(self, offset: int) -> int:
        """Return where the decorators and touching comments above a statement's start begin."""
        return attached_start(self.source, self.layout, offset)
