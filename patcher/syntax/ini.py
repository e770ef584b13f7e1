"""INI in its many kinds: sections, keys with their continuation lines; `configparser` is the second witness.

A line that is indented deeper than its key goes on with the value; in files of git, systemd,
EditorConfig and Java, where indentation says nothing, a backslash at the end of a line does. Sections
are flat: no name extends another.

>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("setup.cfg", b"[metadata]\\nname = x\\n"), language_of("setup.cfg"))
>>> [definition.name for definition in file.definitions()]
['metadata', 'metadata.name']
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.elements import faults_near
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import DOUBT, Meaning
from patcher.syntax.model import Construct, Definition, Disagreement, Language, SyntaxFault
from patcher.syntax.nest import Nest
from patcher.syntax.skips import Skips
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon(spaced_comments=("#",))

_SKIP = expression(
    r"""^\ufeff?[ \t]*(?P<line>[\#;][^\n]*)|(?<=\s)(?P<behind>\#[^\n]*)"""
    r"""|(?<=[=:,\s])(?P<string>"(?:[^"\\\n]++|\\.)*+"?)""",
    re.MULTILINE,
)

_HEADER = expression(r"[ \t]*\[(.+)\][ \t]*(?:[#;].*)?\Z")
_KEY = expression(r"[ \t]*([^\s=:](?:[^=:]*[^\s=:])?|)[ \t]*(?:([=:])[ \t]*(.*))?\Z")
_BACKSLASHED = expression(
    r"(?:\A|/)(?:\.?git(?:config|modules)|\.?editorconfig|config\.worktree|\.npmrc)\Z"
    r"|\.(?:service|socket|timer|desktop|mount|automount|target|slice|network|netdev|container|nspawn|properties)\Z"
)
STRICT = expression(
    r"(?:\A|/)(?:setup\.cfg|tox\.ini|mypy\.ini|pytest\.ini|\.flake8|\.coveragerc|\.pylintrc)\Z"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A header or a key with its value. `span` is without the comments behind it and the blanks before.

    `value` is where the value begins; `lines` are its own, `section` the name of the section around.
    """

    header: bool
    name: str
    section: str | None
    span: Span
    value: int
    lines: LineRange


class IniLexis(Lexis):
    """Comments begin their lines with `#` or `;`, or stand behind blanks with `#`; a value may be in quotes."""

    @cached_property
    def _all_skips(self) -> Skips:
        found = _SKIP.finditer(self.source.text)
        return Skips.of((*match.span(match.lastgroup or 0), match.lastgroup != "string") for match in found)


class IniSyntax(Syntax):
    """An INI file by its lines."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, IniLexis(source, LEXICON))
        self.backslashed = _BACKSLASHED.search(source.path) is not None

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Headers and keys, in order."""
        found: list[Unit] = []
        section: str | None = None
        line = 1
        while line <= self.source.line_count:
            text = self._code_of(line)
            if not text.strip(" \t\ufeff").strip():
                line += 1
                continue
            header = _HEADER.match(text.removeprefix("\ufeff"))
            unit = self._header(line, header[1].strip()) if header else self._key(line, text, section)
            section = unit.name if header else section
            found.append(unit)
            line = unit.lines.last_line + 1
        return tuple(found)

    def _code_of(self, line: int) -> str:
        """Return a line's text, "" for a line of comment."""
        text = self.source.line_text(line)
        return "" if text.lstrip(" \t\ufeff").startswith(("#", ";")) else text

    def _span(self, first: int, last: int) -> Span:
        text = self.source.line_text(first)
        start = self.source.line_start(first) + len(text) - len(text.lstrip(" \t\ufeff"))
        end_text = self.source.line_text(last)
        return Span(start, self.source.line_start(last) + len(end_text.rstrip()))

    def _header(self, line: int, name: str) -> Unit:
        span = self._span(line, line)
        return Unit(True, name, None, span, span.end, LineRange(line, line))

    def _key(self, line: int, text: str, section: str | None) -> Unit:
        found = _KEY.match(text.removeprefix("\ufeff"))
        start = self.source.line_start(line) + (1 if text.startswith("\ufeff") else 0)
        name = found[1] if found is not None else text.strip()
        value = start + found.start(3) if found is not None and found[2] else start + len(text.rstrip())
        last = self._value_end(line, len(text) - len(text.lstrip(" \t\ufeff")))
        span = self._span(line, last)
        return Unit(False, name, section, span, min(value, span.end), LineRange(line, last))

    def _value_end(self, line: int, indent: int) -> int:
        """Return the last line of the value of the key on a line."""
        last = line
        if self.backslashed:
            while self.source.line_text(last).endswith("\\") and last < self.source.line_count:
                last += 1
            return last
        for below in range(line + 1, self.source.line_count + 1):
            text = self._code_of(below)
            if text.strip() and len(self.source.indent(below)) <= indent:
                break
            if text.strip():
                last = below
        return last

    def _end(self, index: int) -> int:
        """Return where a key ends with the comments below it that are indented deeper than it."""
        unit = self.units[index]
        limit = self.units[index + 1].lines.first_line if index + 1 < len(self.units) else None
        indent = len(self.source.indent(unit.lines.first_line))
        end, line = unit.span.end, unit.lines.last_line + 1
        while line < (limit or self.source.line_count + 1):
            text = self.source.line_text(line)
            if text.strip() and (self.backslashed or len(self.source.indent(line)) <= indent):
                break
            if text.strip():
                end = self.source.line_start(line) + len(text.rstrip())
            line += 1
        return end

    @cached_property
    def _sections(self) -> tuple[Construct, ...]:
        headers = [unit for unit in self.units if unit.header]
        found = []
        for index, unit in enumerate(headers):
            start = self.source.line_start(unit.lines.first_line)
            end = len(self.source.text)
            if index + 1 < len(headers):
                end = self.attached_start(self.source.line_start(headers[index + 1].lines.first_line))
            span = Span(start, max(end, unit.span.end))
            found.append(Construct("section", span, self.attached_start(start), unit.name))
        return tuple(found)

    def sections(self) -> Sequence[Construct]:
        """Return each section through the line before the next one, or before its attached comments."""
        return self._sections

    def definitions(self) -> Sequence[Definition]:
        """Return the sections by their names, and the keys as `section.key`."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = []
        sections, names = iter(self._sections), Names(self.source)
        for index, unit in enumerate(self.units):
            if unit.header:
                section = next(sections)
                text = self.source.text[section.span.start : section.span.end]
                span = Span(section.span.start, section.span.start + len(text.rstrip()))
                found.append(Definition(unit.name, "section", span, section.attached_start))
            else:
                name = unit.name if unit.section is None else f"{unit.section}.{unit.name}"
                span = Span(unit.span.start, self._end(index))
                found.append(Definition(names.kept(name), "key", span, self.attached_start(unit.span.start)))
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [self.source.line_start(unit.lines.first_line) for unit in self.units]

    def _index_at(self, span: Span) -> int | None:
        index = bisect_right(self._starts, span.start) - 1
        held = index >= 0 and span.end <= max(
            self._end(index), self.source.line_end(self.units[index].lines.last_line)
        )
        return index if held else None

    def statement_at(self, span: Span) -> Construct | None:
        """Return the key with its value, or the header, around a span."""
        index = self._index_at(span)
        if index is None:
            return None
        unit = self.units[index]
        label = unit.name if unit.section is None else f"{unit.section}.{unit.name}"
        end = unit.span.end if unit.header else self._end(index)
        start = self.attached_start(unit.span.start)
        return Construct("section" if unit.header else "key", Span(unit.span.start, end), start, label)

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let `configparser` read the range by itself, and once more with what follows it."""
        if extent not in ("definition", "statement", "section"):
            return None
        part = self.source.text[span.start : span.end]
        start = span.start + len(part) - len(part.lstrip("\ufeff \t\n"))
        index = self._index_at(Span(start, start))
        if index is None or self.units[index].span.start != start:
            return None
        unit = self.units[index]
        if unit.header and extent == "statement":
            return None
        behind = bisect_right(self._starts, span.end - 1 if span else span.end)
        end = self.units[behind].span.end if behind < len(self.units) else len(self.source.text)
        alone = self._read(part, bare=not unit.header)
        more = self._read(self.source.text[span.start : end], bare=not unit.header)
        if alone is None or more is None:
            return None
        mine = alone[:1]
        if len(alone) == 1 and more[:1] == mine:
            return "`configparser` reads it by itself, and ends it at the same place"
        return Disagreement("the lines", span, "`configparser`", None)

    def _read(self, text: str, *, bare: bool) -> list[object] | None:
        """Return the keys that `configparser` reads, or where `bare` is false, the sections."""
        import configparser

        if self.backslashed:
            text = re.sub(r"\\\n[ \t]*", " ", text)
            text = "\n".join(row.lstrip(" \t") for row in text.split("\n"))
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True, default_section="\0")
        count = itertools.count()  # a key that comes again is another one
        parser.optionxform = lambda optionstr: f"{optionstr}\0{next(count)}"  # type: ignore[method-assign]
        try:
            parser.read_string(("[\1]\n" if bare else "") + text.removeprefix("\ufeff"))
        except (configparser.Error, ValueError, AttributeError):
            return None
        if bare:
            return list(parser.items("\1")) if parser.has_section("\1") else None
        return [(name, parser.items(name)) for name in parser.sections()]

    @cached_property
    def _nest(self) -> Nest[Unit]:
        return Nest(self.units, attrgetter("span"))

    def straddles(self, span: Span) -> Span | None:
        """Return a header, or a key, of which more than a part of the value would go."""
        for unit in self._nest.meeting(span):
            if span.holds(unit.span):
                continue
            rest = self.source.text[unit.value : max(span.start, unit.value)]
            rest += self.source.text[min(span.end, unit.span.end) : unit.span.end]
            if unit.header or span.start < unit.value or not rest.strip() or self._joins(span):
                return unit.span
        return self._headless(span)

    def _joins(self, span: Span) -> bool:
        """Tell whether what stands below a span would be joined to the line that it begins on."""
        line = self.source.line_at(span.start)
        before = self.source.text[self.source.line_start(line) : span.start]
        below = self.source.line_at(span.end)
        return bool(before) and below > line and span.end == self.source.line_start(below)

    def _headless(self, span: Span) -> Span | None:
        """Return a section whose header would go and some of whose keys would stay."""
        header: Unit | None = None
        for unit in self._nest.onwards(span.start):
            if unit.header:
                header = unit if span.holds(unit.span) else None
            elif header is not None and not span.holds(unit.span):
                return Span(header.span.start, unit.span.end)
            if header is None and unit.span.start >= span.end:
                break
        return None

    def faults(self) -> Sequence[SyntaxFault]:
        """Return lines that are neither header nor key, and what a strict reader has twice."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        found, seen = [], set()
        strict = STRICT.search(self.source.path) is not None
        for unit in self.units:
            name = unit.name if unit.header or unit.section is None else f"{unit.section}.{unit.name}"
            words = ""
            if not unit.name:
                words = "a value without a key"
            elif not unit.header and unit.name.startswith("[") and "]" not in unit.name:
                words = f"the header `{unit.name}` is not closed"
            elif strict and (unit.header, name) in seen:
                words = f"`{name}` stands twice"
            if words:
                found.append(SyntaxFault(unit.lines.first_line, words))
            seen.add((unit.header, name))
        return tuple(found)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return the faults on the lines that the spans touch and on those of what stands next to them."""
        return faults_near(self.source, self.lexis.masked, self.faults(), spans)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the values that take in (`%(name)s`) those of keys in some spans."""
        text, keys = self.source.text, [unit for unit in self.units if not unit.header]
        for unit in keys:
            using = re.compile(rf"%\({re.escape(unit.name)}\)s")
            touched = any(span.start <= unit.span.start < span.end for span in spans)
            for each in keys if touched and using.search(text) is not None else ():
                for match in using.finditer(text, each.value, each.span.end):
                    if each.section == unit.section:
                        about = f"what `{match.group()}` takes in"
                        place, whole = Span(*match.span()), Span(0, len(text))
                        yield Meaning(place, whole, about, f"`{unit.name}`", DOUBT, absent="nothing here")

    def edge_state(self, offset: int) -> Hashable:
        """Return below which header, and in which key's value, what follows an offset stands."""
        index = bisect_right(self._starts, offset)
        at = index - 1
        inside = at >= 0 and self._starts[at] < offset < self.units[at].span.end
        behind = self.units[at] if inside else self.units[index] if index < len(self.units) else None
        return super().edge_state(offset), inside, behind.section if behind is not None else None


def build(source: SourceFile, language: Language) -> Syntax:
    """Return an INI file in its language."""
    return IniSyntax(source, language)
