"""A large INI file by its sections: a header in the first column begins anew, whatever stands above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.ini import LEXICON, STRICT, IniLexis, IniSyntax
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Construct, Definition, Language, SyntaxFault
from patcher.syntax.moved import moved_construct
from patcher.syntax.parts.lexis import PartedLexis
from patcher.syntax.parts.syntax import PartedSyntax, Parts

_HEADER = expression(r"\[(.+)\][ \t]*(?:[#;].*)?$", re.MULTILINE)
_PERHAPS = expression(r"\n[ \t]*+\[")  # a further header, or what looks like one
_ABOVE = expression(r"(?:[#;][^\n]*+\n)*+")


class PartedIniLexis(PartedLexis, IniLexis):
    """The comments and quoted values of a large INI file."""


def section_end(text: str, start: int) -> int | None:
    """Return where a section ends, attached comments above its header included: where the next one's begin.

    A header below a line that ends in a backslash may be the end of a value.
    """
    above = _ABOVE.match(text, start)
    assert above is not None
    position = above.end()
    while (position := text.find("\n[", position) + 1) > 0:
        if _HEADER.match(text, position) is not None:
            begins = _attached(text, above.end(), position)
            if "\\" not in (text[begins - 2], text[position - 2]):
                return begins
    return len(text)


def _attached(text: str, top: int, header: int) -> int:
    """Return where the lines of comment begin that touch a header's line from above."""
    while header > top and text.startswith(("#", ";"), above := text.rfind("\n", top, header - 1) + 1 or top):
        header = above
    return header


class IniParts(PartedSyntax):
    """A large INI file."""

    lexis_type = PartedIniLexis
    runs = staticmethod(section_end)

    def sections(self) -> Sequence[Construct]:
        """Return each section through the line before the next one, or before its attached comments."""
        return self.whole.sections() if self.parts is None else self._sections

    @cached_property
    def _sections(self) -> tuple[Construct, ...]:
        assert self.parts is not None
        return tuple(
            one for number in range(len(self.parts.outline)) for one in self._sections_of(number, self.parts)
        )

    def _sections_of(self, number: int, parts: Parts) -> Iterable[Construct]:
        top, end = parts.outline.starts[number], parts.end(number)
        above = _ABOVE.match(self.source.text, top)
        assert above is not None
        start = above.end()
        header = _HEADER.match(self.source.text, start)
        if header is not None and number and _PERHAPS.search(self.source.text, start, end) is None:
            return (Construct("section", Span(start, end), top, header[1].strip()),)
        part = parts.of(number, number)
        return [moved_construct(one, part.at) for one in part.syntax.sections()]

    def _outer(self, number: int, parts: Parts) -> Iterable[Definition]:
        found = self._sections_of(number, parts) if number else ()
        if not number:
            yield from self._of(number, parts)
        for one in found:
            text = self.source.text[one.span.start : one.span.end]
            span = Span(one.span.start, one.span.start + len(text.rstrip()))
            yield Definition(one.label, "section", span, one.attached_start)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the values that take in (`%(name)s`) those of keys in some spans."""
        return self.whole.meanings(spans) if "%(" in self.source.text else iter(())

    def _fault_among(self, before: Parts, after: Parts) -> SyntaxFault | None:
        if STRICT.search(self.source.path) is None:
            return None
        names = Counter(one.label for one in self._sections)
        changed = (n for n, origin in enumerate(after.outline.origins) if origin < 0)
        twice = (one for n in changed for one in self._sections_of(n, after) if names[one.label] > 1)
        return next((SyntaxFault(1, f"`{one.label}` stands twice") for one in twice), None)


def build(source: SourceFile, language: Language) -> IniParts:
    """Return a large INI file in its language."""
    return IniParts(source, language, LEXICON, IniSyntax)
