"""A large JSON file, of which only the brackets are looked into that hold what is asked about.

Where `json` does not read it, or there are comments in it, the whole file is scanned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from json import JSONDecoder

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.enclosing import Enclosing, touching
from patcher.syntax.json import LEXICON, JsonSyntax, once
from patcher.syntax.json_members import Members, meeting, members_of, no_json
from patcher.syntax.json_scan import Container, Member
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Definition, Language, SyntaxFault
from patcher.syntax.parts.lexis import PartedLexis
from patcher.syntax.parts.outline import Outline
from patcher.syntax.parts.syntax import Parts
from patcher.syntax.syntax import Syntax

_CHUNK = 4_000  # characters that are scanned together, up to the end of their last line
_WORD = expression(r"\w+")
_NAMES = expression(r'(?:[^"\\\n]|\\.)*+"[ \t\n\r]*+:')  # from inside a name through the colon behind it


class _ByLines(PartedLexis):
    """A lexical map of lines: no string of JSON goes on from one to the next."""

    def __init__(self, source: SourceFile, language: Language, large: LargeJson) -> None:
        super().__init__(source, LEXICON, lambda: self._chunks)
        self._language, self._large = language, large

    @cached_property
    def _chunks(self) -> Parts | None:
        text = self.source.text
        if self._large.members is None:
            return None
        starts = [0]
        while (end := text.find("\n", starts[-1] + _CHUNK)) >= 0:
            starts.append(end + 1)
        if len(starts) > 1 and starts[-1] == len(text):
            starts.pop()
        return Parts(self.source, self._language, Outline(starts, [-1] * len(starts)), JsonSyntax)

    def open_brackets(self, offset: int) -> str:
        """Return the brackets that are open at an offset, the outermost first."""
        members = self._large.members
        if members is None:
            return super().open_brackets(offset)
        held = members.around(Span(offset, offset))
        return "".join("{" if each.kind == "dict" else "[" for each in held)

    def closer_of(self, opener: int) -> int | None:
        """Return the offset of the bracket that closes the one at `opener`."""
        members = self._large.members
        held = None if members is None else members.around(Span(opener + 1, opener + 1))
        if held and held[-1].inner.start == opener + 1:
            return held[-1].inner.end
        return super().closer_of(opener)


class LargeJson(JsonSyntax):
    """A large JSON file."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language)
        self.lexis: Lexis = _ByLines(source, language, self)
        self._before: LargeJson | None = None

    @cached_property
    def members(self) -> Members | None:
        """Its brackets; `None` where it is not plain JSON."""
        return members_of(self.source)

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one: what did not change has no name twice that had none."""
        self._before = before if isinstance(before, LargeJson) else None

    def _around(self, span: Span) -> Iterator[Container]:
        if self.members is None:
            return super()._around(span)
        return reversed(self.members.around(span))

    @property
    def _top(self) -> Span | None:
        return super()._top if self.members is None else self.members.top

    @property
    def bare(self) -> str:
        """The text, which has no comments and no commas before closers where it is plain."""
        return super().bare if self.members is None else self.source.text

    def attached_start(self, offset: int) -> int:
        """Return where the line of an offset begins: no comment touches it from above."""
        text = self.source.text
        if self.members is None:
            return super().attached_start(offset)
        return text.rfind("\n", 0, min(offset, len(text) - text.endswith("\n"))) + 1

    # names

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the members in whose paths a piece of text stands, and perhaps others, in file order.

        The last word of that text stands in a name: the member's own, or that of one around it.
        """
        words = list(_WORD.finditer(literal or ""))
        if self.members is None or literal is None or not words:
            return super().definitions_with(literal, outer=outer)
        word, until = words[-1].group(), literal[: words[-1].end()]
        found: dict[int, Definition] = {}
        position = self.source.text.find(word)
        while position >= 0:
            if _NAMES.match(self.source.text, position + len(word)) is not None:
                self._add_named(position, until, found, self.members)
            position = self.source.text.find(word, position + 1)
        return [found[start] for start in sorted(found)]

    def _add_named(self, offset: int, until: str, found: dict[int, Definition], members: Members) -> None:
        """Add the member whose name holds an offset, and all in it, if a text stands in its path."""
        held = members.around(Span(offset, offset))
        member = held[-1].member_at(offset) if held else None
        if member is None or not member.span.start <= offset < member.value or until not in member.path:
            return
        for container, each in ((held[-1], member), *self._in(member, members)):
            if each.name is not None and each.span.start not in found:
                found[each.span.start] = self._defined(container, each)

    def _in(self, member: Member, members: Members) -> Iterator[tuple[Container, Member]]:
        inner = members.inside(member)
        return iter(()) if inner is None else members.below(inner)

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the members that share a character with one of some spans, in file order."""
        if self.members is None:
            return super().definitions_touching(spans)
        rows = (row for span in spans for row in self.members.below(self.members.root, span))
        held = {member.span.start: (each, member) for each, member in rows if member.name is not None}
        return touching([self._defined(*held[start]) for start in sorted(held)], spans)

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the members of a whole path; those that share a character with a span where one is given."""
        near = self.definitions_with(name) if within is None else self.definitions_touching([within])
        return [one for one in near if one.name == name]

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost member that begins before an offset and holds it."""
        near = [Span(max(0, offset - 1), offset + 1)]
        return Enclosing(self.definitions_touching(near)).around(offset)

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the members of the outermost brackets; those inside a span where one is given."""
        root = None if self.members is None else self.members.root
        if root is None or any(not member.path for member in root.members):
            return super().outer_definitions(within)
        found = (one for one in root.members if one.name is not None and "." not in one.path)
        return [self._defined(root, one) for one in found if within is None or within.holds(one.span)]

    # faults

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault of the file; where `json` reads it, that can only be a name that an edit made one of two."""
        if self.members is None or self._before is None or self._before.members is None:
            return super().fault_around(spans)
        if all(self._once_around(span, self.members) for span in spans):
            return None
        return next(iter(self.faults()), None)

    def _once_around(self, span: Span, members: Members) -> bool:
        """Tell whether no name stands twice between the brackets around a span, nor in what it touches there."""
        held = members.around(span)
        if not held:
            return False
        names = [member.name for member in held[-1].members]
        if held[-1].kind == "dict" and len(set(names)) < len(names):
            return False
        decoder = JSONDecoder(object_pairs_hook=once, parse_constant=no_json)
        near = Span(max(0, span.start - 1), span.end + 1)
        try:
            for member in meeting(held[-1], near):
                decoder.raw_decode(self.source.text, member.value)
        except ValueError:
            return False
        return True


def build(source: SourceFile, language: Language) -> LargeJson:
    """Return a large JSON file in its language."""
    return LargeJson(source, language)
