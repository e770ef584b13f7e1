"""The lexical map of a large file, of which a part is scanned where someone asks what stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, SupportsIndex

from patcher.source import SourceFile, Span
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Kind, Lexis, Mask
from patcher.syntax.moved import moved
from patcher.syntax.syntax import Syntax


class Part(Protocol):
    """A run of whole parts seen as a file of its own, and the offset at which it begins."""

    @property
    def at(self) -> int:
        """Where it begins."""

    @property
    def syntax(self) -> Syntax:
        """What is known of it."""

    def inner(self, span: Span) -> Span:
        """Return a span of the file as one of the part; what stands outside is cut off."""


class Parts(Protocol):
    """The parts of a file."""

    def around(self, offset: int) -> Part:
        """Return the part that holds an offset."""

    def holding(self, span: Span) -> Part:
        """Return the parts that a span touches, as one."""


class PartedLexis(Lexis):
    """A lexical map that asks the parts; where the file has none it is scanned whole."""

    def __init__(self, source: SourceFile, lexicon: Lexicon, parts: Callable[[], Parts | None]) -> None:
        super().__init__(source, lexicon)
        self._parts = parts

    def _inner(self, offset: int) -> tuple[Lexis, int] | None:
        parts = self._parts()
        if parts is None:
            return None
        part = parts.around(offset)
        return part.syntax.lexis, part.at

    def kind_at(self, offset: int) -> Kind:
        """Tell what the character at an offset belongs to; a string's quotes belong to the string."""
        found = self._inner(offset)
        return super().kind_at(offset) if found is None else found[0].kind_at(offset - found[1])

    def is_code(self, offset: int) -> bool:
        """Tell whether the character at an offset is neither in a string nor in a comment."""
        return self.kind_at(offset) == "code"

    def inside(self, offset: int) -> bool:
        """Tell whether a cut just before this offset would fall within a string or comment."""
        found = self._inner(offset)
        return super().inside(offset) if found is None else found[0].inside(offset - found[1])

    def skip_at(self, offset: int) -> Span | None:
        """Return the string or comment that holds the character at an offset."""
        found = self._inner(offset)
        if found is None:
            return super().skip_at(offset)
        skip = found[0].skip_at(offset - found[1])
        return None if skip is None else moved(skip, found[1])

    def _select(self, comment: bool, within: Span | None) -> list[Span]:
        parts = self._parts()
        if parts is None or within is None or not within:
            return super()._select(comment, within)
        part = parts.holding(within)
        inner, lexis = part.inner(within), part.syntax.lexis
        return [moved(span, part.at) for span in (lexis.comments(inner) if comment else lexis.strings(inner))]

    def code_brackets(self, start: int, end: int) -> list[int]:
        """Return the offsets of the brackets of code in a span."""
        parts = self._parts()
        if parts is None or start >= end:
            return super().code_brackets(start, end)
        part = parts.holding(Span(start, end))
        found = part.syntax.lexis.code_brackets(start - part.at, end - part.at)
        return [offset + part.at for offset in found]

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        found = self._inner(offset)
        return super().open_brackets(offset) if found is None else found[0].open_brackets(offset - found[1])

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`."""
        found = self._inner(opener)
        if found is None:
            return super().closer_of(opener)
        closer = found[0].closer_of(opener - found[1])
        # What a part of prose or of values leaves open, a later one may close.
        return super().closer_of(opener) if closer is None else closer + found[1]

    @property
    def mask(self) -> Mask:
        """The masked text, of which a part is made where someone looks."""
        return super().mask if self._parts() is None else _PartedMask(self)

    def masked_in(self, start: int, end: int) -> str:
        """Return a piece of the masked text."""
        parts = self._parts()
        if parts is None or start >= end:
            return super().masked_in(start, end) if start < end else ""
        part = parts.holding(Span(start, end))
        return part.syntax.lexis.masked[start - part.at : end - part.at]


class _PartedMask:
    """The masked text of a large file, looked at in places."""

    def __init__(self, lexis: PartedLexis) -> None:
        self._lexis = lexis
        self._size = len(lexis.source.text)

    def __getitem__(self, key: SupportsIndex | slice, /) -> str:
        if isinstance(key, slice):
            start, stop, _ = key.indices(self._size)
            return self._lexis.masked_in(start, stop)
        start = key.__index__()
        return self._lexis.masked_in(start, start + 1)

    def find(self, sub: str, start: int, end: int, /) -> int:
        """Return where a text first stands in a piece; -1 for nowhere."""
        found = self._lexis.masked_in(start, end).find(sub)
        return found + start if found >= 0 else found

    def startswith(self, prefix: str, start: int, /) -> bool:
        """Tell whether a text stands at an offset."""
        return self._lexis.masked_in(start, start + len(prefix)) == prefix
