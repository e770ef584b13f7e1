"""The brackets of a JSON text, each looked into where someone asks what stands in it.

`json` itself says where a value ends, so that one who lists the members of the outermost brackets knows that the
whole text is JSON.

>>> found = members_of(SourceFile("a.json", b'{"a": [1, {"b": 2}], "c": 3}'))
>>> [member.path for member in found.root.members], [one.path for one in found.around(Span(12, 12))]
(['a', 'c'], ['', 'a', 'a.1'])
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from json import JSONDecoder
from operator import attrgetter

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.json_scan import Container, Member

_BLANKS = expression(r"[ \t\n\r]*+")
_COLON = expression(r"[ \t\n\r]*+:[ \t\n\r]*+")
_BEHIND = expression(r"[ \t\n\r]*+([,\]}])[ \t\n\r]*+")
_CLOSERS = {"[": "]", "{": "}"}


class Members:
    """The brackets of a text that is JSON."""

    def __init__(self, source: SourceFile, decoder: JSONDecoder) -> None:
        text = source.text
        self._text, self._decode = text, decoder.raw_decode
        self._kept = Names(source).kept
        self._known: dict[int, Container] = {}
        start = _blanks_end(text, 0)
        self.root = self._listed(start, "")
        self.top = Span(start, self.root.inner.end + 1)
        if _blanks_end(text, self.top.end) < len(text):
            raise ValueError("something stands behind the value")

    def around(self, span: Span) -> list[Container]:
        """Return the brackets that hold a span between them, the outermost first."""
        found, each = list[Container](), self.root if self.root.inner.holds(span) else None
        while each is not None:
            found.append(each)
            member = each.member_at(span.start)
            inner = None if member is None or not member.span.holds(span) else self.inside(member)
            each = inner if inner is not None and inner.inner.holds(span) else None
        return found

    def inside(self, member: Member) -> Container | None:
        """Return the brackets that are a member's value; `None` for another value."""
        if self._text[member.value] not in _CLOSERS:
            return None
        if member.value not in self._known:
            self._known[member.value] = self._listed(member.value, member.path)
        return self._known[member.value]

    def below(self, container: Container, span: Span | None = None) -> Iterator[tuple[Container, Member]]:
        """Yield the members between brackets, and those inside of them, that share a character with a span."""
        stack = [(container, iter(container.members if span is None else meeting(container, span)))]
        while stack:
            holder, left = stack[-1]
            member = next(left, None)
            if member is None:
                stack.pop()
                continue
            yield holder, member
            inner = self.inside(member)
            if inner is not None:
                stack.append((inner, iter(inner.members if span is None else meeting(inner, span))))

    def _listed(self, opener: int, path: str) -> Container:
        """Return brackets with their members; raises `ValueError` where that is no JSON."""
        text, mark = self._text, self._text[opener : opener + 1]
        if mark not in _CLOSERS:
            raise ValueError("no brackets")
        members: list[Member] = []
        position = _blanks_end(text, opener + 1)
        if text.startswith(_CLOSERS[mark], position):
            return Container("dict" if mark == "{" else "list", Span(opener + 1, position), path, None)
        behind: re.Match[str] | None = None
        while behind is None or behind[1] == ",":
            position = position if behind is None else behind.end()
            name, value = self._named(position) if mark == "{" else (None, position)
            end = self._decode(text, value)[1]
            own = str(len(members)) if name is None else name
            own = self._kept(f"{path}.{own}" if path else own)
            members.append(Member(own, name, Span(position, end), value))
            behind = _BEHIND.match(text, end)
            if behind is None:
                raise ValueError("a comma is missing")
        if behind[1] != _CLOSERS[mark]:
            raise ValueError("brackets that do not fit")
        kind = "dict" if mark == "{" else "list"
        return Container(kind, Span(opener + 1, behind.start(1)), path, None, members)

    def _named(self, position: int) -> tuple[str, int]:
        """Return a member's name as it is written, and where its value begins."""
        if not self._text.startswith('"', position):
            raise ValueError("a name is missing")
        end = self._decode(self._text, position)[1]
        colon = _COLON.match(self._text, end)
        if colon is None:
            raise ValueError("a colon is missing")
        return self._text[position + 1 : end - 1], colon.end()


def meeting(container: Container, span: Span) -> list[Member]:
    """Return the members that share a character with a span; the members of brackets are apart."""
    first = bisect_right(container.spans, span.start, key=attrgetter("end"))
    behind = bisect_left(container.spans, span.end, key=attrgetter("start"))
    return container.members[first:behind]


def members_of(source: SourceFile) -> Members | None:
    """Return the brackets of a text; `None` where `json` does not read it as the standard has it."""
    try:
        return Members(source, JSONDecoder(parse_constant=no_json))
    except (ValueError, RecursionError):
        return None


def no_json(constant: str) -> None:
    """Raise `ValueError` for what `json` reads and the standard does not have."""
    raise ValueError(f"{constant} is no JSON")


def _blanks_end(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    assert match is not None
    return match.end()
