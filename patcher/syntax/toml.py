"""TOML: tables, keys with their values, arrays; `tomllib` is the second witness.

>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("a.toml", b'[tool.x]\\nlist = [1, 2]\\n'), language_of("a.toml"))
>>> [definition.name for definition in file.definitions()]
['tool.x', 'tool.x.list']
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.depth import MOST_NAMED, Names
from patcher.syntax.elements import cuts_elements, element_around
from patcher.syntax.lexicon import Lexicon, quoted
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import Meaning, led_to
from patcher.syntax.model import Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.nest import Nest, followed
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon(
    line_comments=("#",),
    strings=(
        quoted('"""', multiline=True),
        quoted("'''", escape="", multiline=True),
        quoted('"'),
        quoted("'", escape=""),
    ),
)

_PART = expression(r"\s*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+)\s*(?:\.|\Z)")
_DEEP_KEY = expression(
    rf"(?:(?:[A-Za-z0-9_-]++|\"(?:[^\"\\]|\\.)*+\"|'[^']*+')[ \t]*+\.[ \t]*+){{{MOST_NAMED}}}"
)
_HEADER = expression(r"\[{1,2}[^\n]*?\]{1,2}(?=[ \t#]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A table's header or a key with its value: its span without the comment behind, its name's parts."""

    header: bool
    span: Span
    parts: tuple[str, ...]


_TABLE = expression(r"^[ \t]*\[([^\[\]\n]+)\]", re.M)


class TomlSyntax(Syntax):
    """A TOML file by its lines and brackets."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, Lexis(source, LEXICON))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Headers and keys with values, in order."""
        masked, found = self.lexis.masked, []
        position = 1 if masked.startswith("\ufeff") else 0
        while position < len(masked):
            end = masked.find("\n", position)
            end = len(masked) if end < 0 else end
            body = masked[position:end].strip(" \t\r#")
            if not body:
                position = end + 1
                continue
            start = position + masked[position:end].index(body[0])
            header = _HEADER.match(masked, start) if body[0] == "[" else None
            if header is not None:
                found.append(self._header(Span(start, header.end())))
                position = end + 1
                continue
            depth = depth_at(masked, start, end)
            while depth > 0 and end < len(masked):
                behind = masked.find("\n", end + 1)
                behind = len(masked) if behind < 0 else behind
                depth += depth_at(masked, end, behind)
                end = behind
            span = Span(start, start + len(masked[start:end].rstrip(" \t\r#")))
            equals = masked.find("=", span.start, span.end)
            key = self.source.text[span.start : equals if equals >= 0 else span.end]
            found.append(Unit(False, span, name_parts(key)))
            position = end + 1
        return tuple(found)

    def _header(self, span: Span) -> Unit:
        return Unit(True, span, name_parts(self.source.text[span.start : span.end].strip("[] \t")))

    @cached_property
    def _tables(self) -> tuple[Construct, ...]:
        """Tables from their header through the line before what does not extend their name."""
        found = []
        for unit, following in followed(
            [unit for unit in self.units if unit.header], lambda unit, later: not _extends(later, unit.parts)
        ):
            end = self._above(following) if following is not None else len(self.source.text)
            start = self.source.line_start(self.source.line_at(unit.span.start))
            found.append(
                Construct(
                    "table",
                    Span(start, max(end, unit.span.end)),
                    self.attached_start(start),
                    ".".join(unit.parts),
                )
            )
        return tuple(found)

    def _above(self, unit: Unit) -> int:
        """Return where a header's line, or the comments that touch it from above, begin."""
        return self.attached_start(self.source.line_start(self.source.line_at(unit.span.start)))

    def sections(self) -> Sequence[Construct]:
        """Return the tables; `label` is a table's dotted name."""
        return self._tables

    def definitions(self) -> Sequence[Definition]:
        """Return tables and keys by their dotted names."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found: list[Definition] = []
        tables, names = iter(self._tables), Names(self.source)
        path: tuple[str, ...] = ()
        for unit in self.units:
            if unit.header:
                table = next(tables)
                path = unit.parts
                text = self.source.text[table.span.start : table.span.end]
                span = Span(table.span.start, table.span.start + len(text.rstrip()))
                found.append(Definition(".".join(path), "table", span, table.attached_start))
            elif unit.parts:
                name = names.kept(".".join((*path, *unit.parts)))
                found.append(Definition(name, "key", unit.span, self.attached_start(unit.span.start)))
        return tuple(found)

    @cached_property
    def _nest(self) -> Nest[Unit]:
        return Nest(self.units, attrgetter("span"))

    def statement_at(self, span: Span) -> Construct | None:
        """Return the key with its value, or the header, around a span; in a comment behind it, that too."""
        unit = self._nest.innermost(span)
        if not self.source.line_count:
            return None
        if unit is None:
            line = self.source.line_at(span.start)
            beside = self._nest.meeting(self.source.span_of(LineRange(line, line)))
            unit = next(
                (u for u in beside if self.source.line_at(max(u.span.start, u.span.end - 1)) == line),
                None,
            )
            if unit is None or unit.span.start > span.start:
                return None
        return Construct(
            "table" if unit.header else "key",
            unit.span,
            self.attached_start(unit.span.start),
            ".".join(unit.parts),
        )

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of an array or inline table around a span."""
        unit = self._nest.innermost(span)
        return element_around(self.lexis, span, unit.span) if unit is not None and not unit.header else None

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let `tomllib` read the range by itself: one key, one table, one element."""
        beside = self.with_another(span, extent)
        if beside is not None:
            return beside
        text = self.source.text[span.start : span.end]
        if self.faults():
            return None
        if extent == "entry":
            element = self.element_at(span)
            if element is None or element.span != span:
                return Disagreement("the commas", span, "tomllib", None)
            whole = f"x = [{text}\n]" if element.kind == "list" else f"x = {{{text}}}"
            read = document_of(whole)
            if read is not None and len(read["x"]) == 1:  # type: ignore[arg-type]
                return "tomllib reads it as one element"
            return Disagreement("the commas", span, "tomllib", element.inner)
        if extent in ("statement", "definition", "section"):
            read = document_of(text)
            if read is not None and len(read) == 1:
                return "tomllib reads it by itself"
            unit = self._nest.innermost(Span(span.start, span.start))
            return Disagreement("the lines and brackets", span, "tomllib", unit.span if unit else None)
        return None

    def with_another(self, span: Span, extent: str) -> Disagreement | None:
        """Return a disagreement where a range takes more than one key or table, or leaves a part of one."""
        beside = self._beside(span, extent) if extent in ("statement", "definition", "section") else None
        if beside is None:
            return None
        return Disagreement("the lines and brackets", span, "the names of the keys", beside.span)

    def _beside(self, span: Span, extent: str) -> Unit | None:
        """Return a key or table that is none of what begins a span and goes with it, or is some and stays.

        A statement is one key, or the line of a header alone.
        """
        held = self._nest.meeting(span)
        if not held or not held[0].header or extent == "statement":
            return held[1] if len(held) > 1 else None
        parts = held[0].parts
        following = next((unit for unit in self._nest.onwards(span.end) if unit.span.start >= span.end), None)
        if following is not None and (not following.header or _extends(following, parts)):
            return following
        return next((unit for unit in held[1:] if unit.header and not _extends(unit, parts)), None)

    def straddles(self, span: Span) -> Span | None:
        """Return a key, or a table whose header alone would go, that a deletion would cut."""
        for unit in self._nest.meeting(span):
            if not span.holds(unit.span) and self._cuts(unit, span):
                return unit.span
        return self._headless(span)

    def _cuts(self, unit: Unit, span: Span) -> bool:
        """Tell whether removing a part of a header or of a key with its value leaves a torn one."""
        if unit.header:
            return True
        if self.lexis.inside(span.end) and self.lexis.skip_at(span.start) is not None:
            return False
        masked = self.lexis.masked
        part = masked[span.start : span.end]
        start = span.start + len(part) - len(part.lstrip(" \t\r\n,#"))
        if start == span.end:
            return False
        element = element_around(self.lexis, Span(start, start + 1), unit.span)
        return element is None or cuts_elements(element, span, masked)

    def _headless(self, span: Span) -> Span | None:
        """Return a table whose header would go and some of whose keys would stay."""
        table: Unit | None = None
        for unit in self._nest.onwards(span.start):
            if unit.header:
                table = unit if span.holds(unit.span) else None
            elif table is not None and not span.holds(unit.span):
                return Span(table.span.start, unit.span.end)
            if table is None and unit.span.start >= span.end:
                break
        return None

    def faults(self) -> Sequence[SyntaxFault]:
        """Return where `tomllib` stops, at most one place."""
        return self._faults

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return the file's fault: of what stands twice, only one of the two need be touched."""
        return next(iter(self.faults()), None)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each key or header that the spans touch and that is none by itself."""
        if not self.faults():
            return ()
        broken = (
            u for u in self._nest.touching(spans) if not reads(self.source.text[u.span.start : u.span.end])
        )
        return tuple(
            SyntaxFault(self.source.line_at(unit.span.start), "tomllib does not read this by itself")
            for unit in broken
        )

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        import tomllib

        deep = _deep_key(self.source.text)
        if deep is not None:
            return (SyntaxFault(deep, f"a key has more than {MOST_NAMED:,} parts"),)
        try:
            tomllib.loads(self.source.text.removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError as wrong:
            found = re.search(r"\(at line (\d+), column \d+\)", str(wrong))
            words = re.sub(r" \(at .*\)", "", str(wrong))
            return (SyntaxFault(int(found[1]) if found else max(1, self.source.line_count), words.lower()),)
        except (RecursionError, UnicodeError) as wrong:
            return (SyntaxFault(1, f"it cannot be read: {type(wrong).__name__}"),)
        return ()

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the tables that extend the name of one in some spans."""
        return extending(self.source.text, spans)

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string and how deep in brackets an offset stands."""
        unit = next(iter(self._nest.meeting(Span(offset, offset))), None)
        depth = 0 if unit is None else depth_at(self.lexis.masked, unit.span.start, offset)
        return super().edge_state(offset), depth


def extending(text: str, spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield the tables of a text that extend the name of one in some spans."""
    names = (match[1].strip() for span in spans for match in _TABLE.finditer(text, span.start, span.end))
    return led_to(
        text, names, spans, r"^[ \t]*\[{name}[ \t]*\]", r"^[ \t]*\[\[?{name}\.[^\]\n]*\]", "extends"
    )


def depth_at(masked: str, start: int, end: int) -> int:
    """Return how many brackets are open at the end of a part of masked text."""
    part = masked[start:end]
    return sum(map(part.count, "[{")) - sum(map(part.count, "]}"))


def name_parts(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key; the key itself where it is none."""
    found, position = [], 0
    key = key.strip()
    while position < len(key):
        match = _PART.match(key, position)
        if match is None:
            return (key,)
        found.append(match[1].strip("\"'"))
        position = match.end()
    return tuple(found)


def document_of(text: str) -> dict[str, object] | None:
    """Return what `tomllib` reads in a text; `None` where it reads nothing, or not so deep."""
    import tomllib

    if _deep_key(text) is not None:
        return None
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, UnicodeError):
        return None


def _deep_key(text: str) -> int | None:
    """Return the first line with a dotted key of so many parts that `tomllib` needs all memory to read it."""
    if text.count(".") <= MOST_NAMED:
        return None
    rows = enumerate(text.split("\n"), start=1)
    return next((n for n, row in rows if row.count(".") > MOST_NAMED and _DEEP_KEY.search(row)), None)


def _extends(unit: Unit, parts: tuple[str, ...]) -> bool:
    """Tell whether the name of a unit goes on where another's ends."""
    return len(unit.parts) > len(parts) and unit.parts[: len(parts)] == parts


def reads(text: str) -> bool:
    """Tell whether `tomllib` reads a text."""
    return document_of(text) is not None


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a TOML file in its language."""
    return TomlSyntax(source, language)
