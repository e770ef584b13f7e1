"""The markup of an XML text in one pass: elements, comments, CDATA, instructions, the document type.

Extensible Markup Language (XML) 1.0, fifth edition: sections 2.4 to 2.8, 3.1 and 4.1. What a tag must not
hold (`<` in a value, a value without quotes) makes it no tag here either, so that a quote that is missing
does not swallow the tags below it.

>>> found = scan('<a b="x > y"><!-- <c> --><d/></a>')
>>> [(node.name, node.span.start, node.span.end) for node in found.nodes]
[('a', 0, 33), ('d', 25, 29)]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from operator import attrgetter

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import Span
from patcher.syntax.depth import MOST_NAMED, TooDeepError

NAME = r"[A-Za-z_:\u0080-\U0010ffff][-.\w:\u0080-\U0010ffff]*+"
VALUE = r"(?:\"[^\"<]*+\"|'[^'<]*+')"
_START = expression(rf"<({NAME})((?:\s++{NAME}\s*+=\s*+{VALUE})*+)\s*+(/?)>")
_END = expression(rf"</({NAME})\s*+>")
_VALUE = expression(r"\"[^\"]*+\"|'[^']*+'")
_SPECIAL = expression(r"<!--(?s:.*?)(?:-->|\Z)|<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z)|<\?(?s:.*?)(?:\?>|\Z)")
_DOCTYPE = expression(r"<!DOCTYPE\s(?:[^\"'<>\[]|\"[^\"]*+\"|'[^']*+')*+")
_DECLARATION = expression(
    rf"<!(ENTITY|ELEMENT|ATTLIST|NOTATION)\s++(%\s++)?({NAME})(?:[^\"'<>]|\"[^\"]*+\"|'[^']*+')*+>"
)
_BETWEEN = expression(r"[^<\]]*+")
_REFERENCE = expression(rf"&(?:({NAME});|#\d++;|#x[0-9A-Fa-f]++;)?")
_PARAMETER = expression(rf"%{NAME};")
_CLOSERS = {"<!--": "-->", "<![C": "]]>", "<?": "?>"}
_PREDEFINED = frozenset({"lt", "gt", "amp", "apos", "quot"})
_MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its name as written, its start tag, its end tag (`<a/>` has none), and all of it."""

    name: str
    start: Span
    end: Span | None
    span: Span

    @property
    def inner(self) -> Span:
        """What lies between its tags."""
        return Span(self.start.end, self.start.end if self.end is None else self.end.start)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is no element, and goes or stays whole: `instruction`, `doctype`, `cdata`, or a declaration in a document type.

    `name` is that of an entity.
    """

    kind: str
    span: Span
    name: str = ""


@dataclass(slots=True)
class Outline:
    """What stands in a text, each kind in file order; `faults` are offsets with what is wrong there."""

    nodes: list[Node] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    strings: list[Span] = field(default_factory=list)  # values with their quotes, and CDATA
    pieces: list[Piece] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def scan(text: str) -> Outline:
    """Return what stands in a text.

    Raises `TooDeepError` with the offset where elements lie in each other deeper than is looked through.
    """
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text, self.found = text, Outline()
        self.stack: list[tuple[str, Span]] = []
        self.open: Counter[str] = Counter()
        self.entities: set[str] = set()
        self.others = False  # entities may be declared outside of this text

    def run(self) -> Outline:
        text, position = self.text, self.text.find("<")
        while position >= 0:
            match = _START.match(text, position)
            if match is not None:
                self._start(match)
                end = match.end()
            elif (match := _END.match(text, position)) is not None:
                self._end(match[1], Span(*match.span()))
                end = match.end()
            else:
                end = self._special(position)
            position = text.find("<", end)
        while self.stack:
            self._lone(*self.stack.pop())
        self._references()
        found = self.found
        found.nodes.sort(key=lambda node: node.start.start)
        found.strings.sort()
        found.faults.sort()
        return found

    def _fault(self, offset: int, words: str) -> None:
        if len(self.found.faults) < _MOST_FAULTS:
            self.found.faults.append((offset, words))

    # tags

    def _start(self, match: re.Match[str]) -> None:
        name, tag = match[1], Span(*match.span())
        if match[2]:
            self.found.strings += (Span(*m.span()) for m in _VALUE.finditer(self.text, *match.span(2)))
        if match[3]:
            self.found.nodes.append(Node(name, tag, None, tag))
            return
        if len(self.stack) >= MOST_NAMED:
            raise TooDeepError(tag.start)
        self.stack.append((name, tag))
        self.open[name] += 1

    def _end(self, name: str, tag: Span) -> None:
        if not self.open[name]:
            self._fault(tag.start, f"`</{name}>` closes nothing")
            return
        while True:
            opened, start = self.stack.pop()
            if opened == name:
                break
            self._lone(opened, start)
        self.open[name] -= 1
        self.found.nodes.append(Node(name, start, tag, Span(start.start, tag.end)))

    def _lone(self, name: str, tag: Span) -> None:
        self.open[name] -= 1
        self._fault(tag.start, f"`<{name}>` is never closed")

    # what is no tag

    def _special(self, start: int) -> int:
        """Note what begins at a `<` that begins no tag; returns the offset behind it."""
        match = _SPECIAL.match(self.text, start)
        if match is not None:
            self._skipped(match.group(), Span(*match.span()))
            return match.end()
        if self.text.startswith("<!DOCTYPE", start):
            return self._doctype(start)
        words = " ".join(self.text[start : start + 40].split("\n")[0].split())
        self._fault(start, f"`{words}` is no tag")
        return start + 1

    def _skipped(self, held: str, span: Span) -> None:
        opener = held[:2] if held.startswith("<?") else held[:4]
        if not held.endswith(_CLOSERS[opener]) or len(held) < len(opener) + len(_CLOSERS[opener]):
            self._fault(span.start, f"`{held[:9]}` is never closed")
        if opener == "<!--":
            self.found.comments.append(span)
        elif opener == "<?":
            self.found.pieces.append(Piece("instruction", span))
        else:
            self.found.strings.append(span)
            self.found.pieces.append(Piece("cdata", span))

    def _doctype(self, start: int) -> int:
        """Note the document type that begins at an offset with the declarations in it; returns where it ends."""
        match = _DOCTYPE.match(self.text, start)
        end = start + 1 if match is None else match.end()
        self.found.strings += (Span(*m.span()) for m in _VALUE.finditer(self.text, start, end))
        self.others = self.others or re.search(r"\b(?:SYSTEM|PUBLIC)\b", self.text[start:end]) is not None
        if self.text.startswith("[", end):
            end = self._subset(end + 1)
            end += len(self.text[end : end + 1_000]) - len(self.text[end : end + 1_000].lstrip())
        if not self.text.startswith(">", end):
            self._fault(start, "`<!DOCTYPE` is never closed")
            return end
        self.found.pieces.append(Piece("doctype", Span(start, end + 1)))
        return end + 1

    def _subset(self, position: int) -> int:
        """Note the declarations of an internal subset; returns where it ends, behind its `]`."""
        while True:
            match = _BETWEEN.match(self.text, position)
            end = position if match is None else match.end()
            self.others = self.others or _PARAMETER.search(self.text, position, end) is not None
            position = end
            if not self.text.startswith("<", position):
                return position + self.text.startswith("]", position)
            special = _SPECIAL.match(self.text, position)
            declared = _DECLARATION.match(self.text, position)
            if special is not None:
                self._skipped(special.group(), Span(*special.span()))
                position = special.end()
            elif declared is not None:
                self._declared(declared)
                position = declared.end()
            else:
                self._fault(position, "what begins here is no declaration")
                return position

    def _declared(self, match: re.Match[str]) -> None:
        self.found.strings += (Span(*m.span()) for m in _VALUE.finditer(self.text, *match.span()))
        is_entity = match[1] == "ENTITY" and not match[2]
        if is_entity:
            self.entities.add(match[3])
        kind = match[1].lower()
        self.found.pieces.append(Piece(kind, Span(*match.span()), match[3] if is_entity else ""))

    # references

    def _references(self) -> None:
        """Note what a `&` begins that is no reference, or one to an entity that nothing can have declared."""
        text, found = self.text, self.found
        if "&" not in text:
            return
        raw = [piece.span for piece in found.pieces if piece.kind in ("cdata", "instruction")]
        skipped = sorted([*found.comments, *raw], key=attrgetter("start"))
        starts = [span.start for span in skipped]
        for match in _REFERENCE.finditer(text):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and match.start() < skipped[at].end:
                continue
            name = match[1]
            if match.group() == "&":
                self._fault(match.start(), "`&` begins no reference; the character itself is `&amp;`")
            elif name and not self.others and name not in self.entities and name not in _PREDEFINED:
                self._fault(match.start(), f"`&{name};` is declared nowhere")
