"""JSON by its marks: one pass over a masked text gives brackets, members, elements and faults.

The pass goes on behind a fault, so that a file with one has its other members still.

>>> found = scan(SourceFile("a.json", b'{"a": [1, 2]}'), "{" + 3 * '"' + ": [1, 2]}")
>>> [member.path for container in found.containers for member in container.members]
['a', 'a.0', 'a.1']
"""

from __future__ import annotations

from bisect import bisect_right

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import SourceFile, Span
from patcher.syntax.depth import MOST_NAMED, Names, TooDeepError

_TOKEN = expression(r'[\[\]{},:]|"+|[^\s\[\]{},:"#]+')
_SCALAR = expression(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SCALAR_WIDE = expression(
    r"true|false|null|[-+]?(?:Infinity|NaN|0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
)
_NAME_WIDE = expression(r"[^\W\d][\w$]*|\$[\w$]*")
_CLOSERS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object, or an element of an array, whose `name` is `None`; `value` is an offset."""

    path: str
    name: str | None
    span: Span
    value: int


@dataclass(slots=True)
class Container:
    """What stands between two brackets, in order; `inner` is without them."""

    kind: str  # "dict" or "list"
    inner: Span
    path: str
    parent: int | None
    members: list[Member] = field(default_factory=list)
    _spans: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The members' spans."""
        if len(self._spans) != len(self.members):
            self._spans = tuple(member.span for member in self.members)
        return self._spans

    def member_at(self, offset: int) -> Member | None:
        """Return the last member that begins at an offset or before it."""
        index = bisect_right(self.spans, offset, key=_start) - 1
        return self.members[index] if index >= 0 else None


def _start(span: Span) -> int:
    return span.start


@dataclass(slots=True)
class Scan:
    """What one pass over a text found; `trailing` are the commas before closers."""

    containers: list[Container] = field(default_factory=list)
    trailing: list[int] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    top: Span | None = None


@dataclass(slots=True)
class _Open:
    index: int
    opener: str
    start: int = -1  # of the member that is being read, -1 before its first token
    end: int = 0
    name: str | None = None
    colon: bool = False
    value: int = -1
    comma: int | None = None  # the last comma, where nothing stands behind it yet


def scan(source: SourceFile, masked: str, *, wide: bool = False) -> Scan:
    """Return what stands in a file, of whose text `masked` has strings and comments masked."""
    scanner = _Scanner(source, masked, wide)
    scanner.run()
    return scanner.found


class _Scanner:
    def __init__(self, source: SourceFile, masked: str, wide: bool) -> None:
        self.text, self.masked, self.wide = source.text, masked, wide
        self.kept = Names(source).kept
        self.found = Scan()
        self.stack: list[_Open] = []
        self.names: dict[int, set[str]] = {}

    def run(self) -> None:
        start = 1 if self.text.startswith("\ufeff") else 0
        for token in _TOKEN.finditer(self.masked, start):
            mark, offset = token.group(), token.start()
            if mark in _CLOSERS:
                self._begin(offset)
                self._open(mark, offset)
            elif mark in ("]", "}"):
                self._close(mark, offset)
            elif mark == ",":
                self._comma(offset)
            elif mark == ":":
                self._colon(offset)
            else:
                self._scalar(Span(*token.span()))
        while self.stack:
            opener = self.found.containers[self.stack[-1].index].inner.start - 1
            self._fault(opener, f"`{self.text[opener]}` is never closed")
            self._end_container(len(self.text))
            if self.stack:
                self.stack[-1].end = len(self.text)
        if self.found.top is None:
            self._fault(0, "no value stands in it")

    def _fault(self, offset: int, words: str) -> None:
        self.found.faults.append((offset, words))

    def _begin(self, offset: int) -> None:
        """Begin a member, or its value, at a token."""
        if not self.stack:
            if self.found.top is not None:
                self._fault(offset, "something stands behind the end of the value")
            self.found.top = self.found.top or Span(offset, offset)
            return
        around = self.stack[-1]
        around.comma = None
        if around.start < 0:
            around.start = offset
            around.value = offset if around.opener == "[" else -1
        elif around.value < 0 and around.colon:
            around.value = offset
        else:
            self._fault(offset, "a comma or a colon is missing before it")

    def _open(self, mark: str, offset: int) -> None:
        parent = self.stack[-1].index if self.stack else None
        if len(self.stack) >= MOST_NAMED:
            raise TooDeepError(offset)
        path = self._path() if self.stack else ""
        kind = "dict" if mark == "{" else "list"
        index = len(self.found.containers)
        self.found.containers.append(Container(kind, Span(offset + 1, offset + 1), path, parent))
        self.stack.append(_Open(index, mark))
        self.names[index] = set()

    def _path(self) -> str:
        """Return the dotted path of the member that is being read."""
        around = self.stack[-1]
        container = self.found.containers[around.index]
        own = str(len(container.members)) if around.opener == "[" else around.name or ""
        return self.kept(f"{container.path}.{own}" if container.path else own)

    def _close(self, mark: str, offset: int) -> None:
        if not self.stack or _CLOSERS[self.stack[-1].opener] != mark:
            self._fault(offset, f"`{mark}` closes nothing")
            return
        if self.stack[-1].comma is not None:
            self.found.trailing.append(self.stack[-1].comma)
        self._end_container(offset)
        self._set_end(offset + 1)

    def _end_container(self, offset: int) -> None:
        self._end_member(offset)
        container = self.found.containers[self.stack.pop().index]
        container.inner = Span(container.inner.start, offset)

    def _set_end(self, end: int) -> None:
        if self.stack:
            self.stack[-1].end = end
        elif self.found.top is not None:
            self.found.top = Span(self.found.top.start, end)

    def _comma(self, offset: int) -> None:
        if not self.stack:
            self._fault(offset, "a comma outside brackets")
            return
        if self.stack[-1].start < 0:
            self._fault(offset, "a comma with nothing before it")
        self._end_member(offset)
        self.stack[-1].comma = offset

    def _end_member(self, offset: int) -> None:
        around = self.stack[-1]
        if around.start < 0:
            return
        container = self.found.containers[around.index]
        if around.opener == "{" and around.value < 0:
            self._fault(offset, "a member without a value")
        value = around.value if around.value >= 0 else around.start
        name = around.name if around.opener == "{" else None
        container.members.append(Member(self._path(), name, Span(around.start, around.end), value))
        if name is not None and name in self.names[around.index]:
            self._fault(around.start, f"the name `{container.members[-1].path}` stands twice")
        self.names[around.index].add(name or "")
        around.start, around.value, around.name, around.colon = -1, -1, None, False

    def _colon(self, offset: int) -> None:
        around = self.stack[-1] if self.stack else None
        if around is None or around.opener == "[" or around.start < 0 or around.colon:
            self._fault(offset, "a colon where none belongs")
        else:
            around.colon = True

    def _scalar(self, span: Span) -> None:
        text = self.text[span.start : span.end]
        is_string = self.masked[span.start] == '"'
        self._begin(span.start)
        around = self.stack[-1] if self.stack else None
        if around is not None and around.opener == "{" and around.value < 0:
            around.name = text[1:-1] if is_string else text
            if not is_string and not (self.wide and _NAME_WIDE.fullmatch(text)):
                self._fault(span.start, f"`{text}` is no name of a member")
        elif is_string and (len(text) < 2 or text[-1] != text[0]):
            self._fault(span.start, "a string that is not closed on its line")
        elif not is_string and not (_SCALAR_WIDE if self.wide else _SCALAR).fullmatch(text):
            self._fault(span.start, f"`{text}` is no value")
        self._set_end(span.end)
