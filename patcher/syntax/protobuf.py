"""Protocol Buffers: messages, enums, services, their members; read by a scanner of our own.

There is no grammar to install and no parser in Python's library, so the second witness is another
way of looking: brackets against statements.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Literal

from patcher.expression import expression
from patcher.record import dataclass, replace
from patcher.source import SourceFile, Span
from patcher.syntax.depth import MOST_NAMED, Names, refused
from patcher.syntax.elements import cuts_elements, element_around
from patcher.syntax.lexicon import Lexicon, quoted
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import DOUBT, Meaning
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.nest import Nest
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon(line_comments=("//",), block_comments=(("/*", "*/"),), strings=(quoted('"'), quoted("'")))

_STOP = expression(r"[;{}\[(]")
_BLOCK = expression(r"(message|enum|service|oneof|extend|rpc)\s+([.\w]+)")
_GROUP = expression(r"(?:optional|required|repeated)?\s*group\s+(\w+)")
_FIELD = expression(r"(?:(?:optional|required|repeated)\s+)?(?:map\s*<[^<>]*>|[.\w]+)\s+(\w+)\s*=\s*[-\w]+")
_VALUE = expression(r"(\w+)\s*=\s*[-\w]+")
_PLAIN = expression(r"(?:syntax|edition|package|import|option|reserved|extensions)\b")
_OPTIONAL = frozenset({"optional", "required", "repeated", "stream", "public", "weak"})
_OPTION = expression(r"\s*option\b")  # its value may stand in braces, and a `;` ends it
_WORD = expression(r"\w\w")
_NUMBERED = expression(r"=\s*(\d+)\b")
_RESERVED = expression(r"(\d+)(?:\s+to\s+(\d+))?")
_MOST = 10_000  # numbers of one reserved range that are looked at
_HOLDS = {
    "message": "field",
    "oneof": "field",
    "extend": "field",
    "group": "field",
    "enum": "value",
    "service": "rpc",
    "rpc": "option",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A statement: its span with `;` or closing brace, its kind, its name, the body between its braces."""

    kind: str
    name: str | None
    scope: tuple[str, ...]
    span: Span
    body: Span | None
    holder: str  # the kind of what it stands in; "file" at the top
    ended: bool = True


class ProtobufSyntax(Syntax):
    """A `.proto` file as statements in statements."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, LEXICON))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every statement, in order, those inside after what holds them."""
        found: list[Unit] = []
        todo = [(Span(0, len(self.source.text)), (), "file")]
        while todo:
            span, scope, holder = todo.pop()
            for unit in self._scan(span, scope, holder):
                found.append(unit)
                if unit.body is not None and unit.kind in _HOLDS:
                    named = (
                        (*scope, unit.name) if unit.name and unit.kind not in ("oneof", "extend") else scope
                    )
                    if len(named) > MOST_NAMED:
                        raise refused(self.source, unit.span.start)
                    todo.append((unit.body, named, unit.kind))  # type: ignore[arg-type]
        return tuple(sorted(found, key=lambda unit: (unit.span.start, -unit.span.end)))

    @cached_property
    def _nest(self) -> Nest[Unit]:
        return Nest(self.units, attrgetter("span"))

    def _scan(self, span: Span, scope: tuple[str, ...], holder: str) -> Iterator[Unit]:
        masked, position = self.lexis.masked, span.start
        while True:
            while position < span.end and masked[position] in " \t\r\n#;\ufeff":
                position += 1
            if position >= span.end:
                return
            end, body, ended = self._statement_end(position, span.end)
            head = self.source.text[position : body.start - 1 if body else end]
            kind, name = _kind_of(masked[position : body.start - 1 if body else end], head, holder)
            yield Unit(kind, name, scope, Span(position, end), body, holder, ended)
            position = max(end, position + 1)

    def _statement_end(self, start: int, limit: int) -> tuple[int, Span | None, bool]:
        masked, position = self.lexis.masked, start
        while (match := _STOP.search(masked, position, limit)) is not None:
            mark = match.group()
            if mark == ";":
                return match.end(), None, True
            if mark == "}":
                return match.end(), None, False
            closer = self.lexis.pairs.get(match.start())
            if closer is None or closer >= limit:
                return limit, None, False
            if mark == "{" and not _OPTION.match(masked, start, match.start()):
                return closer + 1, Span(match.end(), closer), True
            position = closer + 1
        return start + len(masked[start:limit].rstrip(" \t\r\n#")) or limit, None, False

    def definitions(self) -> Sequence[Definition]:
        """Return messages, enums, services and their members by qualified names."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        kept = Names(self.source).kept
        return tuple(
            Definition(kept(".".join((*u.scope, u.name))), u.kind, u.span, self.attached_start(u.span.start))
            for u in self.units
            if u.name is not None and u.kind != "extend"
        )

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost statement around a span."""
        unit = self._nest.innermost(span)
        if unit is None:
            return None
        return Construct(
            unit.kind, unit.span, self.attached_start(unit.span.start), unit.name or "", unit.body
        )

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a bracketed list, or of a `reserved` statement."""
        unit = self._nest.innermost(span)
        if unit is None:
            return None
        element = element_around(
            self.lexis, span, Span(unit.span.start, unit.body.start - 1 if unit.body else unit.span.end)
        )
        if element is not None:
            return replace(element, emptied=self._emptied(unit, element.inner.start - 1))
        if unit.kind != "reserved":
            return None
        from patcher.syntax.elements import elements_in

        inner = Span(unit.span.start + len("reserved"), unit.span.end - 1)
        siblings = tuple(elements_in(self.lexis, inner))
        holding = next((s for s in siblings if s.holds(span)), None)
        return Element(holding, inner, siblings, "list") if holding else None

    def _emptied(self, unit: Unit, opener: int) -> Literal["stays", "goes", "refused"]:
        """Return what comes of brackets with nothing in them: an option's value keeps its own, a field needs none."""
        if self.lexis.open_brackets(opener) != self.lexis.open_brackets(unit.span.start):
            return "stays"
        return "goes" if self.source.text[opener] == "[" else "refused"

    def body_at(self, span: Span) -> Body | None:
        """Return the body of the enum or oneof around a span: an empty one is no Protocol Buffers."""
        kinds = ("enum", "oneof")
        around = (u for u in self._nest.around(span) if u.body is not None and u.body.holds(span))
        owner = next((unit for unit in around if unit.kind in kinds), None)
        if owner is None or owner.body is None:
            return None
        inside = tuple(unit.span for unit in self._members(owner))
        construct = Construct(
            owner.kind, owner.span, self.attached_start(owner.span.start), owner.name or "", owner.body
        )
        return Body(construct, owner.body, inside)

    def _members(self, owner: Unit) -> list[Unit]:
        """Return the values or fields of an enum or oneof; its options do not make it one."""
        inside = self._nest.beginning_in(owner.body) if owner.body is not None else []
        return [unit for unit in inside if unit.kind not in ("option", "reserved")]

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a statement by its brackets and its end, an element by its commas, mark by mark."""
        if extent not in ("statement", "definition", "entry") or not self._all_end:
            return None
        masked = self.lexis.masked[span.start : span.end]
        start = span.start + len(masked) - len(masked.lstrip(" \t\r\n\f#\ufeff"))
        end = span.start + len(masked.rstrip(" \t\r\n\f#,"))
        if extent == "entry" or self.element_at(Span(start, max(start, end))) is not None:
            stop = self._first_end(start, end, ",")
            if stop is None:
                return "no comma of its list stands in it"
        else:
            stop = self._first_end(start, end, ";" if _OPTION.match(self.lexis.masked, start, end) else ";}")
            if stop == end and self.lexis.masked[:start].rstrip(" \t\r\n\f#\ufeff")[-1:] in (
                "",
                ";",
                "{",
                "}",
            ):
                return "its brackets balance, and it ends where its statement ends"
        return Disagreement(
            "the statements", span, "the brackets", None if stop is None else Span(start, stop)
        )

    @cached_property
    def _all_end(self) -> bool:
        return all(unit.ended for unit in self.units)

    def _first_end(self, start: int, end: int, marks: str) -> int | None:
        """Return where the first of some marks outside of all brackets ends, within `start:end`."""
        depth = 0
        for offset in range(start, end):
            mark = self.lexis.masked[offset]
            depth += (mark in "([{<") - (mark in ")]}>")
            if depth == 0 and mark in marks:
                return offset + 1
        return None

    def straddles(self, span: Span) -> Span | None:
        """Return the innermost statement that a deletion would cut."""
        masked = self.lexis.masked
        for unit in reversed(self._nest.meeting(span)):
            if span.holds(unit.span):
                continue
            if unit.body is not None and unit.body.holds(span):
                continue
            if not masked[span.start : span.end].strip(' \t\r\n#"') or self._may_leave(span):
                continue
            element = self.element_at(Span(span.start, span.start + 1)) if span else None
            if element is None or cuts_elements(element, span, masked):
                return unit.span
        return None

    def _may_leave(self, span: Span) -> bool:
        """Tell whether a span holds nothing but whole words without which a statement stays one."""
        masked = self.lexis.masked
        around = masked[max(0, span.start - 1) : span.start + 1], masked[span.end - 1 : span.end + 1]
        words = masked[span.start : span.end].split()
        return _OPTIONAL.issuperset(words) and not any(_WORD.fullmatch(edge) for edge in around)

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the statements that are none, and those that never end."""
        return tuple(self._faults_of(self.units))

    def _faults_of(self, units: Iterable[Unit]) -> Iterator[SyntaxFault]:
        for unit in units:
            line = self.source.line_at(unit.span.start)
            if not unit.ended:
                yield SyntaxFault(line, "a statement never ends")
            elif unit.kind == "unknown":
                yield SyntaxFault(line, "this is no statement of Protocol Buffers")
            elif unit.kind in ("enum", "oneof") and not self._members(unit):
                yield SyntaxFault(line, f"the {unit.kind} is empty")

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch."""
        outer = (unit for unit in self._nest.touching(spans) if unit.holder == "file")
        whole = (self.source.span_of(self.source.lines_of(unit.span)) for unit in outer)
        return next(
            (fault for each in whole for fault in self._faults_of(self._nest.beginning_in(each))), None
        )

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what the numbers of messages and enums around some spans belong to: a member, or nobody for ever."""
        holders = {unit.span: unit for span in spans for unit in self._nest.around(span)}
        for unit in holders.values():
            if unit.kind not in ("message", "enum") or unit.body is None:
                continue
            name = self.source.text.find(unit.name or "", unit.span.start)
            place = Span(name, name + len(unit.name or ""))
            for number in self._numbers(unit.body):
                about = f"the number {number} of `{unit.name}`"
                yield Meaning(place, unit.span, about, "taken", DOUBT, absent="free: nothing reserves it,")

    def _numbers(self, body: Span) -> set[int]:
        """Return the numbers that members of a body have, and those that it reserves."""
        found: set[int] = set()
        for unit in self.units:
            if not body.holds(unit.span):
                continue
            text = self.lexis.masked[unit.span.start : unit.span.end]
            if unit.kind in ("field", "value") and (match := _NUMBERED.search(text)) is not None:
                found.add(int(match[1]))
            elif text.startswith("reserved"):
                for first, last in _RESERVED.findall(text):
                    found.update(range(int(first), min(int(last or first), int(first) + _MOST) + 1))
        return found

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string, and in which kinds of statements, an offset stands."""
        held = self._nest.meeting(Span(offset, offset))
        return super().edge_state(offset), tuple(unit.kind for unit in held)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where a name stands in code and is not the name of its own definition."""
        own = set()
        for unit in self.units:
            if unit.name == name:
                head = re.compile(rf"\b{re.escape(name)}\b(?=\s*(?:[={{(]|$))")
                found = head.search(
                    self.source.text, unit.span.start, unit.body.start if unit.body else unit.span.end
                )
                if found:
                    own.add(found.start())
        for match in re.finditer(rf"\b{re.escape(name)}\b", self.source.text):
            if match.start() not in own and self.lexis.is_code(match.start()):
                yield Span(*match.span())


def _kind_of(masked: str, text: str, holder: str) -> tuple[str, str | None]:
    """Return the kind of a statement and the name that it defines."""
    head = re.sub(r"#+", " ", masked).strip()
    block = _BLOCK.match(head)
    if block:
        return block[1], block[2]
    group = _GROUP.match(head)
    if group:
        return "group", group[1]
    plain = _PLAIN.match(head)
    if plain and not (holder in ("message", "enum") and re.match(r"\w+\s*=", head)):
        return plain.group(), None
    if _HOLDS.get(holder) == "value" and (value := _VALUE.match(head)):
        return "value", value[1]
    field = _FIELD.match(head)
    if field and _HOLDS.get(holder) == "field":
        return "field", field[1]
    return "unknown", None


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a `.proto` file in its language."""
    return ProtobufSyntax(source, language)
