"""YAML by its indentation: one pass over a text gives keys, items, scalars, comments, anchors.

The pass never gives up: a text with templates in it, or with a fault, has the keys and items that
its indentation tells. Whether it is valid is for a parser to say.

>>> [(unit.kind, unit.name) for unit in scan("on: push\\njobs:\\n  - a # b\\n").units]
[('key', 'on'), ('key', 'jobs'), ('item', '0')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import Span
from patcher.syntax.depth import TooDeepError

MOST_LEVELS = 400  # of keys and items, and of brackets: every key keeps its whole path

_BLANKS = " \t"  # what else Python strips, such as a no-break space, is text
_MARKER = expression(r"(---|\.\.\.)(?=[ \t\n]|\Z)")
_PROPERTY = expression(r"(?:&(?P<anchor>[^\s,\[\]{}]+)|!<[^>\s]*>|![^\s,\[\]{}]*)(?=\s|\Z)")
_ALIAS = expression(r"\*([^\s,\[\]{}]+)")
_BLOCK_SCALAR = expression(r"[|>]([-+]?([1-9])?[-+]?)(?=[ \t]*(?:\n|\Z)|[ \t]+#)")
_COLON = expression(r"[ \t]*:(?=\s|\Z)")
_PLAIN_END = expression(r":(?=\s|\Z)|[ \t]+#|[ \t]*(?:\n|\Z)")
_QUOTED = {'"': expression(r'"(?:[^"\\]++|\\(?s:.))*+"?'), "'": expression(r"'(?:[^']++|'')*+'?")}
_FLOW = expression(r"""(?P<quote>["'])|(?P<comment>\#)|[\[\]{}]""")
_SPACED_COMMENT = expression(r"[ \t]+#")
_NAMED = expression(r"(?<=[\s\[{,:])([&*])([^\s,\[\]{}]+)")
_TEMPLATE = expression(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")

# a line of a template language alone: it stands for nothing in the indentation
_TEMPLATE_LINE = expression(
    r"[ \t]*(?:\{\{(?:-|[ \t]*(?:if|else|end|with|range|define|block|/\*)\b).*\}\}|\{%.*%\})[ \t]*$", re.M
)


@dataclass(slots=True)
class Unit:
    """A key with its value or an item of a block list, in a document.

    `start` is at the key's first character or the item's `-`; `value` is where what follows the colon or
    the `-` begins; `end` is behind the last character of the value, comments left out. `column` is
    0-based. `parent` is the index of the unit around, `name` the key as written without quotes, or
    the item's number from 0.
    """

    kind: str
    name: str
    column: int
    start: int
    value: int
    end: int
    parent: int | None
    document: int
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flow:
    """A collection in brackets."""

    span: Span
    unit: int | None


@dataclass(slots=True)
class Scan:
    """What one pass over a text found, each kind in the order of the text."""

    units: list[Unit] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    strings: list[Span] = field(default_factory=list)  # quoted scalars, and the lines of block scalars
    scalars: list[Span] = field(default_factory=list)  # plain scalars that are values
    comments: list[Span] = field(default_factory=list)
    anchors: list[tuple[int, int, str]] = field(default_factory=list)  # offset, document, name
    aliases: list[tuple[int, int, str]] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)  # where content stands that no unit holds
    templates: list[Span] = field(default_factory=list)  # lines of a template language alone
    markers: list[int] = field(default_factory=list)  # where a line begins or ends a document


def scan(text: str) -> Scan:
    """Return what stands in a text; raises `TooDeepError`."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Scan()
        self.stack: list[int] = []
        self.document = 0
        self.last = 0  # behind the last character that is no blank and no comment
        self.roots: list[int] = []  # the units of the document that stand in no other
        self.unclosed: set[int] = set()  # brackets that a look through the rest of the text saw to stay open

    def run(self) -> None:
        position = 1 if self.text.startswith("\ufeff") else 0
        while position < len(self.text):
            position = self._line(position)
        self._close(-1)

    def _line(self, start: int) -> int:
        """Read the tokens of the line that begins at an offset; returns where the next one begins."""
        marker = _MARKER.match(self.text, start)
        position = start
        if marker is not None:
            self._close(-1)
            self.found.markers.append(start)
            self.document += 1
            self.roots = []
            position = self.last = marker.end()
        elif (template := _TEMPLATE_LINE.match(self.text, start)) is not None:
            self.found.templates.append(Span(*template.span()))
            return self._next_line(start)
        elif self.text.startswith("%", start) and not self.stack:
            return self._next_line(start)
        fresh = marker is None
        while True:
            position = self._blanks(position)
            mark = self.text[position : position + 1]
            if mark in ("", "\n"):
                return position + 1
            if mark == "#":
                position = self._comment(position)
            elif fresh and mark in "-?:" and self.text[position + 1 : position + 2] in ("", " ", "\t", "\n"):
                position = self._indicator(position, start)
            else:
                position = self._content(position, start, fresh)
                fresh = False

    def _next_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end + 1

    def _blanks(self, position: int) -> int:
        while self.text[position : position + 1] in (" ", "\t"):
            position += 1
        return position

    def _comment(self, start: int) -> int:
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        self.found.comments.append(Span(start, end))
        return end

    def _indicator(self, position: int, line: int) -> int:
        """Read a `-`, a `?` or a `:` that stands where a key or an item may begin."""
        mark, column = self.text[position], position - line
        if mark == ":":
            self._close(column + 1)
            self.last = position + 1
            return position + 1
        self._open("item" if mark == "-" else "key", "", column, position, position + 1)
        return position + 1

    # what holds what

    def _open(self, kind: str, name: str, column: int, start: int, value: int) -> None:
        self._close(column if kind == "key" else column + 1)
        if kind == "item" and self.stack:
            top = self.found.units[self.stack[-1]]
            if top.column == column and top.kind == "item":
                self._pop()
        if len(self.stack) >= MOST_LEVELS:
            raise TooDeepError(start)
        parent = self.stack[-1] if self.stack else None
        siblings = self.roots if parent is None else self.found.units[parent].children
        if kind == "item":
            name = str(self._number(siblings[-1]) + 1 if siblings else 0)
        index = len(self.found.units)
        siblings.append(index)
        self.found.units.append(Unit(kind, name, column, start, value, value, parent, self.document))
        self.stack.append(index)
        self.last = value

    def _number(self, index: int) -> int:
        unit = self.found.units[index]
        return int(unit.name) if unit.kind == "item" else -1

    def _close(self, column: int) -> None:
        """Close the units that begin at a column or right of it."""
        while self.stack and self.found.units[self.stack[-1]].column >= column:
            self._pop()

    def _pop(self) -> None:
        unit = self.found.units[self.stack.pop()]
        unit.end = max(self.last, unit.value)

    def _column(self) -> int:
        return self.found.units[self.stack[-1]].column if self.stack else -1

    # keys and values

    def _content(self, start: int, line: int, fresh: bool) -> int:
        """Read a key with its colon, or a value, with the anchors and tags before it."""
        position = start
        while (found := _PROPERTY.match(self.text, position)) is not None:
            if found["anchor"]:
                self.found.anchors.append((position, self.document, found["anchor"]))
            position = self._blanks(found.end())
        if self.text[position : position + 1] in ("", "\n", "#"):
            self._dedent(start - line, fresh)
            self.last = len(self.text[start:position].rstrip(_BLANKS)) + start
            return position
        end, colon = self._token(position)
        if colon is not None and (fresh or self._opens_map(line, start)):
            self._key(Span(position, end), start, start - line, colon)
            return colon + 1
        if fresh:
            self._dedent(start - line, fresh)
        return self._value(position, end)

    def _opens_map(self, line: int, start: int) -> bool:
        """Tell whether a key may stand behind what is on its line already: `--- a: b` alone."""
        return bool(_MARKER.match(self.text, line)) and not self.text[line + 3 : start].strip(_BLANKS)

    def _dedent(self, column: int, fresh: bool) -> None:
        if fresh:
            self._close(column)

    def _token(self, start: int) -> tuple[int, int | None]:
        """Return where what begins at an offset ends on its line, and the colon's offset where it is a key."""
        mark = self.text[start]
        template = _TEMPLATE.match(self.text, start)
        if mark in _QUOTED:
            end = _quoted_end(self.text, start, len(self.text))
        elif mark in "[{" and template is None:
            end = self._flow_end(start)
        elif mark == "*" and (found := _ALIAS.match(self.text, start)) is not None:
            end = found.end()
        else:
            stop = _PLAIN_END.search(self.text, template.end() if template is not None else start)
            assert stop is not None
            return stop.start(), stop.start() if stop.group() == ":" else None
        colon = _COLON.match(self.text, end) if self.text.find("\n", start, end) < 0 else None
        return end, colon.end() - 1 if colon is not None else None

    def _key(self, key: Span, start: int, column: int, colon: int) -> None:
        text = self.text[key.start : key.end]
        if text[:1] in ("[", "{"):
            name = " ".join(text.split())
        else:
            name = text[1:-1] if text[:1] in ("'", '"') and len(text) > 1 else text
        if text[:1] in ("'", '"'):
            self.found.strings.append(key)
        if text[:1] == "*":
            self.found.aliases.append((key.start, self.document, text[1:]))
        self._open("key", name, column, start, colon + 1)

    def _value(self, start: int, end: int) -> int:
        mark = self.text[start]
        if not self.stack:
            self.found.strays.append(start)
        self._name_explicit(start, end)
        if mark in "|>" and (header := _BLOCK_SCALAR.match(self.text, start)) is not None:
            return self._block_scalar(header)
        if mark in _QUOTED:
            self.found.strings.append(Span(start, end))
        elif mark in "[{" and _TEMPLATE.match(self.text, start) is None:
            self._flow(Span(start, end))
        elif mark == "*":
            self.found.aliases.append((start, self.document, self.text[start + 1 : end]))
        else:
            end = self._plain(start)
            self.found.scalars.append(Span(start, end))
        self.last = max(self.last, end)
        return end

    def _name_explicit(self, start: int, end: int) -> None:
        """Give a key that is written behind a `?` its name."""
        if self.stack:
            unit = self.found.units[self.stack[-1]]
            if unit.kind == "key" and not unit.name and self.text[unit.start] == "?":
                unit.name = self.text[start:end].strip("\"'")

    def _plain(self, start: int) -> int:
        """Return where a plain scalar ends, the lines that go on with it included."""
        end = _plain_line(self.text, start)
        limit = self._column()
        while True:
            line = self._next_line(end)
            if self.text[end:line].strip(_BLANKS + "\n") or line >= len(self.text):
                return end
            first = line
            while self.text[first : first + 1] in (" ", "\t", "\n"):
                first += 1
            begin = self.text.rfind("\n", 0, first) + 1
            if first >= len(self.text) or first - begin <= limit or self.text[first] == "#":
                return end
            if _MARKER.match(self.text, begin) or self._token(first)[1] is not None:
                return end
            end = _plain_line(self.text, first)

    def _block_scalar(self, header: re.Match[str]) -> int:
        """Read a `|` or `>` with the lines that are deeper than what holds it."""
        self.last = header.end()
        position = self._blanks(header.end())
        if self.text[position : position + 1] == "#":
            position = self._comment(position)
        least = self._column() + 1
        wanted = self._column() + int(header[2]) if header[2] and self.stack else None
        header_end = position
        first = position = min(position + 1, len(self.text))
        end = None
        while position < len(self.text):
            line_end = self.text.find("\n", position)
            line_end = len(self.text) if line_end < 0 else line_end
            text = self.text[position:line_end]
            if text.strip(" "):
                indent = len(text) - len(text.lstrip(" "))
                wanted = max(indent, least) if wanted is None else wanted
                if indent < wanted or _MARKER.match(text):
                    break
                end = line_end
            position = line_end + 1
        if end is None:
            return header_end
        self.found.strings.append(Span(first, end))
        self.last = end
        return end

    # brackets

    def _flow(self, span: Span) -> None:
        self.found.flows.append(Flow(span, self.stack[-1] if self.stack else None))
        parts = tuple(_flow_parts(self.text, span))
        for start, end, kind in parts:
            if kind == "comment":
                self.found.comments.append(Span(start, end))
            elif kind == "string":
                self.found.strings.append(Span(start, end))
        quiet = [Span(start, end) for start, end, kind in parts if kind in ("comment", "string")]
        for found in _NAMED.finditer(self.text, span.start, span.end):
            if not any(each.holds(Span(*found.span())) for each in quiet):
                into = self.found.anchors if found[1] == "&" else self.found.aliases
                into.append((found.start(), self.document, found[2]))

    def _flow_end(self, start: int) -> int:
        """Return where the bracket at an offset is closed; the end of its line where it never is."""
        opened: list[int] = []
        parts = () if start in self.unclosed else _flow_parts(self.text, Span(start, len(self.text)))
        for at, _, kind in parts:
            if kind in "[{":
                opened.append(at)
                if len(opened) > MOST_LEVELS:
                    raise TooDeepError(at)
            elif kind in "]}":
                opened.pop()
                if not opened:
                    return at + 1
        self.unclosed.update(opened)
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end


def _plain_line(text: str, start: int) -> int:
    """Return where the plain text of one line ends, the blanks before its end or its comment left out."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    comment = _SPACED_COMMENT.search(text, start, end)
    return start + len(text[start : comment.start() if comment else end].rstrip(_BLANKS))


def _flow_parts(text: str, span: Span) -> Iterator[tuple[int, int, str]]:
    """Yield the strings, comments and brackets of a collection: start, end, kind (a bracket is its own)."""
    position = span.start
    while (found := _FLOW.search(text, position, span.end)) is not None:
        start, position = found.span()
        if found["quote"]:
            if text[start - 1 : start] in tuple(" \t\n[{,:"):
                position = _quoted_end(text, start, span.end)
                yield start, position, "string"
        elif found["comment"]:
            if text[start - 1 : start] in tuple(" \t\n"):
                end = text.find("\n", start, span.end)
                position = span.end if end < 0 else end
                yield start, position, "comment"
        else:
            yield start, position, found.group()


def _quoted_end(text: str, start: int, limit: int) -> int:
    """Return where a quoted scalar ends; one that is never closed ends with its line."""
    mark = text[start]
    found = _QUOTED[mark].match(text, start, limit)
    assert found is not None
    if found.end() - start > 1 and text[found.end() - 1] == mark:
        return found.end()
    end = text.find("\n", start, limit)
    return limit if end < 0 else end
