"""A large TOML file by its tables: a header begins anew, whatever stands above it.

What tables need of one another are their names: which of them go on with another one's, and that none is defined
twice. After an edit those are read together that share a name with what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.record import replace
from patcher.source import SourceFile, Span
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Construct, Definition, Disagreement, Language, SyntaxFault
from patcher.syntax.moved import moved_disagreement
from patcher.syntax.nest import followed
from patcher.syntax.parts.syntax import PartedSyntax, Parts
from patcher.syntax.toml import LEXICON, TomlSyntax, extending, name_parts, reads
from patcher.syntax.toml_related import Table, related

_STRING = (
    r'"""(?:[^"\\]++|\\(?s:.)|"(?!""))*+"""(?!")'
    r"|'''(?:[^']++|'(?!''))*+'''(?!')"
    r'|"(?!"")(?:[^"\\\n]++|\\.)*+"'
    r"|'(?!'')[^'\n]*+'"
)
_BLANKS = expression(r"[ \t]*+")
_LEVELS = 4  # of brackets that are looked through; the kinds of a pair are not compared in them


def _bracketed() -> str:
    plain = inner = rf"[^\"'#\[\]{{}}]++|#[^\n]*+|{_STRING}"
    for _ in range(_LEVELS - 1):
        inner = rf"{plain}|[\[{{](?:{inner})*+[\]}}]"
    return rf"[\[{{](?:{inner})*+[\]}}]"


_HEADER = expression(
    r"(?:[ \t]*+#[^\n]*+\n)*+[ \t]*+(?P<array>\[)?\["
    rf"(?P<name>(?=[ \t]*+[^ \t\]])(?:[^\[\]\"'#\n]++|{_STRING})++)\](?(array)\]|(?!\]))(?P<rest>[ \t]*+(?:#[^\n]*+)?)(?:\n|\Z)"
)
_OPENS = expression(r"(?:[ \t]*+#[^\n]*+\n)*+[ \t]*+\[")
# From a line's end, or the file's begin, to the end of the line above the next header.
_KEYS = expression(rf"(?:[^\"'#\[\]{{}}\n]++|\n(?![ \t]*+\[)|#[^\n]*+|{_STRING}|{_bracketed()})*+")


def table_end(text: str, start: int) -> int | None:
    """Return where a table ends, attached comments above its header included: where the next one's begin."""
    header = _HEADER.match(text, start)
    if header is None and _OPENS.match(text, start) is not None:
        return None
    first = start if header is None else header.end("rest")
    end = _keys_end(text, first, len(text))
    if end == len(text):
        return end
    return _attached(text, first, end + 1) if text[end] == "\n" else None


def _keys_end(text: str, start: int, limit: int) -> int:
    keys = _KEYS.match(text, start, limit)
    assert keys is not None
    return keys.end()


def _attached(text: str, start: int, header: int) -> int:
    """Return where the lines of comment begin that touch a header's line and stand in its column.

    `start` is where the keys above begin: a line with quotes may be the end of a string of theirs.
    """
    blanks = _BLANKS.match(text, header)
    assert blanks is not None
    marked, first = blanks.group() + "#", header
    while first - 1 > start and text.startswith(marked, above := text.rfind("\n", start, first - 1) + 1):
        first = above
    if '"' in text[first:header] or "'" in text[first:header]:
        while first < header and _keys_end(text, start, first - 1) < first - 1:
            first = text.index("\n", first) + 1
    return first


class TomlParts(PartedSyntax):
    """A large TOML file."""

    runs = staticmethod(table_end)

    @cached_property
    def _tables(self) -> list[Table]:
        """What each part is the table of; the first may be that of the file."""
        assert self.parts is not None
        outline, old = self.parts.outline, self._before[0] if self._before is not None else None
        known = old._tables if isinstance(old, TomlParts) and old.parts is not None else ()
        return [
            known[origin] if origin >= 0 else self._table(start)
            for start, origin in zip(outline.starts, outline.origins, strict=True)
        ]

    def _table(self, start: int) -> Table:
        header = _HEADER.match(self.source.text, start)
        if header is None:
            return Table((), array=False)
        return Table(name_parts(header["name"]), array=bool(header["array"]))

    @cached_property
    def _ends(self) -> list[int]:
        """Behind which part each table ends: the last that extends its name, or its own."""
        numbered = list(enumerate(self._tables))
        tables = [(number, table.path) for number, table in numbered if table.path]
        rows = followed(tables, lambda one, later: not _extends(later[1], one[1]))
        ends = list(range(len(numbered)))
        for (number, _), following in rows:
            ends[number] = len(numbered) - 1 if following is None else following[0] - 1
        return ends

    @cached_property
    def _holders(self) -> list[int]:
        """The part of the innermost table whose name a part's extends, with all between; -1 for none."""
        found, open_ = [], list[int]()
        for number in range(len(self._tables)):
            while open_ and self._ends[open_[-1]] < number:
                open_.pop()
            found.append(open_[-1] if open_ else -1)
            open_.append(number)
        return found

    def _of(self, number: int, parts: Parts) -> tuple[Definition, ...]:
        if number not in self._found:
            found = super()._of(number, parts)
            end = self._ends[number]
            if end != number and found and found[0].kind == "table":
                text = self.source.text[found[0].span.start : parts.end(end)]
                span = Span(found[0].span.start, found[0].span.start + len(text.rstrip()))
                found = (replace(found[0], span=span), *found[1:])
            self._found[number] = found
        return self._found[number]

    def _outer(self, number: int, parts: Parts) -> Iterable[Definition]:
        return self._of(number, parts) if len(self._tables[number].path) < 2 else ()

    def _reaching(self, spans: Sequence[Span], parts: Parts) -> list[int]:
        found = set(super()._reaching(spans, parts))
        for number in tuple(found):
            holder = self._holders[number]
            while holder >= 0 and holder not in found:
                found.add(holder)
                holder = self._holders[holder]
        return sorted(found)

    def sections(self) -> Sequence[Construct]:
        """Return the tables; `label` is a table's dotted name."""
        return self.whole.sections() if self.parts is None else self._sections

    @cached_property
    def _sections(self) -> tuple[Construct, ...]:
        parts, found = self.parts, []
        assert parts is not None
        for number, table in enumerate(self._tables):
            if table.path:
                attached = parts.outline.starts[number]
                start = self._header_line(attached)
                attached = attached if number else self.attached_start(start)
                end = parts.end(self._ends[number])
                found.append(Construct("table", Span(start, end), attached, ".".join(table.path)))
        return tuple(found)

    def _header_line(self, start: int) -> int:
        header = _HEADER.match(self.source.text, start)
        assert header is not None
        return self.source.text.rfind("\n", start, header.start("name")) + 1 or start

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield the tables that extend the name of one in some spans."""
        return extending(self.source.text, spans)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let `tomllib` read the range by itself; whether it takes more than one table, the names below tell."""
        if self.parts is None:
            return self.whole.confirm(span, extent)
        part = self.parts.holding(span, below=1)
        assert isinstance(part.syntax, TomlSyntax)
        beside = part.syntax.with_another(part.inner(span), extent)
        if beside is not None:
            return moved_disagreement(beside, part.at)
        part, (first, last) = self.parts.holding(span), self.parts.outline.of(span)
        if extent == "entry" and first < last:
            return Disagreement("the commas", span, "tomllib", None)
        found = part.syntax.confirm(part.inner(span), extent)
        return moved_disagreement(found, part.at) if isinstance(found, Disagreement) else found

    def _fault_among(self, before: Parts, after: Parts) -> SyntaxFault | None:
        old = self._before[0] if self._before is not None else None
        assert isinstance(old, TomlParts)
        together = related(old._tables, self._tables, after.outline.origins)
        text = "".join(self._said(number, after, headed) for number, headed in together)
        return None if reads(text) else SyntaxFault(1, "tables do not fit together")

    def _said(self, number: int, parts: Parts, headed: bool) -> str:
        """Return a table's text, or its header alone."""
        start, end = parts.outline.starts[number], parts.end(number)
        header = _HEADER.match(self.source.text, start) if headed else None
        text = self.source.text[start : end if header is None else header.end()]
        return text if text.endswith("\n") else text + "\n"


def _extends(later: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return len(later) > len(path) and later[: len(path)] == path


def build(source: SourceFile, language: Language) -> TomlParts:
    """Return a large TOML file in its language."""
    return TomlParts(source, language, LEXICON, TomlSyntax)
