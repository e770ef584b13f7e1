"""JSON, and JSON with comments: members by dotted path, elements of arrays; `json` is the second witness.

`json` is the language of the standard: a comment or a comma before a closer is a fault in it, which a
file may have had all along. `jsonc` takes both, and what JSON5 adds.

>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("a.json", b'{"a": {"b": [1, {"c": 2}]}}'), language_of("a.json"))
>>> [definition.name for definition in file.definitions()]
['a', 'a.b', 'a.b.1.c']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span, joined
from patcher.syntax.depth import looked_through
from patcher.syntax.elements import cuts_elements, faults_near
from patcher.syntax.json_members import no_json
from patcher.syntax.json_scan import Container, Member, Scan, scan
from patcher.syntax.lexicon import Lexicon, quoted
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon(("//",), (("/*", "*/"),), (quoted('"'),))
LEXICON_WIDE = Lexicon(("//",), (("/*", "*/"),), (quoted('"', multiline=True), quoted("'", multiline=True)))

_BLANKS = " \t\n\r#"  # of masked text: what is no code
_NEAR = 200  # characters that are looked at together for the next code


_REFERENCE = expression(r'"\$ref"\s*:\s*"#/([^"\s]+)"')


class JsonSyntax(Syntax):
    """A JSON file by its brackets and commas."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        self.wide = language.name == "jsonc"
        super().__init__(source, language, Lexis(source, LEXICON_WIDE if self.wide else LEXICON))

    @cached_property
    def _scan(self) -> Scan:
        return looked_through(self.source, lambda: scan(self.source, self.lexis.masked, wide=self.wide))

    def definitions(self) -> Sequence[Definition]:
        """Return the members by their dotted paths, an element's number from 0 being a part of it."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = []
        for container in self._scan.containers:
            for member in container.members:
                if member.name is not None:
                    found.append(self._defined(container, member))
        return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end)))

    def _defined(self, container: Container, member: Member) -> Definition:
        element = Element(member.span, container.inner, container.spans, "dict")
        attached = self.attached_start(member.span.start)
        return Definition(member.path, "member", member.span, attached, element=element)

    @property
    def _top(self) -> Span | None:
        """The value that the file is."""
        return self._scan.top

    @cached_property
    def _starts(self) -> list[int]:
        return [container.inner.start for container in self._scan.containers]

    def _around(self, span: Span) -> Iterator[Container]:
        """Yield the brackets around a span, innermost first."""
        index = bisect_right(self._starts, span.start) - 1
        container = self._scan.containers[index] if index >= 0 else None
        while container is not None:
            if container.inner.holds(span):
                yield container
            container = self._scan.containers[container.parent] if container.parent is not None else None

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost member or element around a span."""
        for container in self._around(span):
            member = container.member_at(span.start)
            if member is not None and span.end <= member.span.end + 1:
                return Element(member.span, container.inner, container.spans, container.kind)
        return None

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost member around a span, as an element of its object."""
        for container in self._around(span):
            member = container.member_at(span.start)
            if member is not None and member.name is not None and member.span.holds(span):
                element = Element(member.span, container.inner, container.spans, "dict")
                start = self.attached_start(member.span.start)
                return Construct("member", member.span, start, member.path, element=element)
        return None

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let `json` decode the value from its first character, and compare where it stops."""
        if extent not in ("definition", "statement", "entry"):
            return None
        for container in self._around(span):
            member = container.member_at(span.start)
            if member is not None and member.span == span:
                return self._decoded(span, member.value)
        return Disagreement("the commas", span, "the brackets", None)

    def _decoded(self, span: Span, value: int) -> str | Disagreement | None:
        from json import JSONDecodeError, JSONDecoder

        part = self.bare[value : span.end + 1]
        try:
            end = value + JSONDecoder().raw_decode(part)[1]
        except (JSONDecodeError, RecursionError):
            return None
        if end == span.end:
            return "`json` decodes the same value"
        if self.wide and self.lexis.is_code(value) and self.source.text[end : end + 1].isalnum():
            return None  # a number as JSON5 alone writes it
        return Disagreement("the commas", span, "`json`", Span(span.start, end))

    @cached_property
    def bare(self) -> str:
        """The text, as long as it is, without comments and without commas before closers."""
        text = self.source.text
        blanks = [(comment.start, comment.end) for comment in self.lexis.comments()]
        blanks += [(offset, offset + 1) for offset in self._scan.trailing]
        pieces, last = [], 0
        for start, end in sorted(blanks):
            pieces += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
            last = end
        return "".join([*pieces, text[last:]])

    def straddles(self, span: Span) -> Span | None:
        """Return the member, element or brackets of which a deletion takes a part."""
        part = self.lexis.masked_in(span.start, span.end)
        start = span.start + len(part) - len(part.lstrip(_BLANKS + ",\ufeff"))
        if start == span.end:
            return None
        skip = self.lexis.skip_at(span.start)
        if skip is not None and skip != span and skip.start < span.start and span.end < skip.end:
            return None
        held = Span(start, span.start + len(part.rstrip(_BLANKS + ",")))
        container = next(self._around(held), None)
        if container is None:
            top = self._top
            return None if top is None or held.holds(top) else top
        element = Element(held, container.inner, container.spans, container.kind)
        if not cuts_elements(element, held, self.lexis.mask):
            return None
        cut = (each for each in container.spans if each.meets(held) and not held.holds(each))
        return next(cut, container.inner)

    def orphaned_comma(self, span: Span) -> Span | None:
        """Return the brackets in which removing a span would leave two commas in a row, or one too many."""
        container = next(self._around(span), None)
        if container is None:
            return None
        before = self._code_above(container.inner.start, span.start)
        behind = self._code_below(span.end, container.inner.end)
        gone = self.lexis.masked_in(span.start, span.end).strip(_BLANKS)
        orphaned = behind == "," and before in ("", ",") and gone
        return container.inner if orphaned else None

    def _code_above(self, limit: int, offset: int) -> str:
        """Return the last character of code before an offset, "" where there is none behind a limit."""
        while offset > limit:
            start = max(limit, offset - _NEAR)
            code = self.lexis.masked_in(start, offset).rstrip(_BLANKS)
            if code:
                return code[-1]
            offset = start
        return ""

    def _code_below(self, offset: int, limit: int) -> str:
        """Return the first character of code from an offset on, "" where there is none before a limit."""
        while offset < limit:
            code = self.lexis.masked_in(offset, min(limit, offset + _NEAR)).lstrip(_BLANKS)
            if code:
                return code[0]
            offset += _NEAR
        return ""

    def faults(self) -> Sequence[SyntaxFault]:
        """Return what is no JSON, each place; where the scan finds none, `json` has the last word."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        if not self.wide and _is_plain(self.source.text.removeprefix("\ufeff")):
            return ()
        found = [SyntaxFault(self.source.line_at(offset), words) for offset, words in self._scan.faults]
        if not self.wide:
            found += [
                SyntaxFault(self.source.line_at(comment.start), "a comment, which JSON has not")
                for comment in self.lexis.comments()
            ]
            found += [
                SyntaxFault(self.source.line_at(offset), "a comma with no value behind it")
                for offset in self._scan.trailing
            ]
        if not found and not self.wide:
            found += self._by_decoder()
        return tuple(sorted(found, key=lambda fault: fault.line))

    def _by_decoder(self) -> Iterator[SyntaxFault]:
        from json import JSONDecodeError, loads

        try:
            loads(self.source.text.removeprefix("\ufeff"))
        except JSONDecodeError as wrong:
            yield SyntaxFault(wrong.lineno, wrong.msg.lower())
        except RecursionError:
            yield SyntaxFault(1, "it is nested too deep to be read")

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return the faults on the lines that the spans touch and on those of what stands next to them."""
        return faults_near(self.source, self.lexis.masked, self.faults(), spans)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the references (`"$ref": "#/..."`) to members in some spans, as JSON Schema and OpenAPI have them."""
        text = self.source.text
        if '"$ref"' not in text:
            return
        near = [Span(max(0, span.start - 1), min(len(text), span.end + 1)) for span in spans]
        names = {
            one.name
            for one in self.definitions_touching(joined(near))
            if any(one.span.start <= span.end and span.start <= one.span.end for span in spans)
        }
        for match in _REFERENCE.finditer(text) if names else ():
            path = ".".join(part.replace("~1", "/").replace("~0", "~") for part in match[1].split("/"))
            if path in names:
                about, value = f"what `{match.group()}` leads to", f"`{path}`"
                yield Meaning(Span(*match.span()), Span(0, len(text)), about, value, absent="nothing")

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string and in which brackets an offset stands."""
        return super().edge_state(offset), self.lexis.open_brackets(offset)


def _is_plain(text: str) -> bool:
    """Tell whether `json` reads a text as the standard has it, with no name twice in one object."""
    from json import loads

    try:
        loads(text, object_pairs_hook=once, parse_constant=no_json)
    except (ValueError, RecursionError):
        return False
    return True


def once(pairs: list[tuple[str, object]]) -> None:
    """Raise `ValueError` where a name stands twice in one object."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a JSON file in its language."""
    return JsonSyntax(source, language)
