"""Nothing left empty: bodies that a step's deletions leave without a statement.

`leave: TEXT` says what then stands there; `leave: nothing` takes the emptied construct too, whose
own surroundings may be emptied by that. Without either the deletion is refused.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from patcher.edit.model import Request
from patcher.edit.pieces import Cover, place_of
from patcher.errors import Candidate, Problem, Target
from patcher.record import dataclass, field
from patcher.source import LineRange, Span, excerpt_of, mark_of
from patcher.spec.writing import quoted
from patcher.syntax.lexis import Mask
from patcher.syntax.model import Body, Chain, Construct
from patcher.syntax.syntax import Syntax

_SKIPPED = " \t\f\r\n\\#;\ufeff"  # of masked text: what is no code
# What may stand in a body that does nothing, by language: YAML's is that of a mapping, or of a list,
# whose items may have stood as deep as their key.
FILLERS = {"python": ("pass",), "shell": (":",), "yaml": ("{}", "[]", "  []"), "xml": ("<!-- none -->",)}
_LAST_ARMS = frozenset({"else", "finally"})  # arms that a statement can lose without another meaning


@dataclass(frozen=True, slots=True)
class Deleted:
    """Text that goes for one request."""

    span: Span
    request: int


@dataclass(frozen=True, slots=True)
class Inserted:
    """Lines beside which text is put, and the line above which it comes to stand."""

    lines: LineRange
    point: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Whole lines of an emptied construct that go too, and what it is called."""

    lines: LineRange
    request: int
    label: str


@dataclass(slots=True)
class Emptied:
    """What is done about emptied bodies.

    `texts` gives, by the deletion whose place it takes, what is left in a body, with the line
    that has the body's indentation; `taken` the constructs that go too, inner ones first.
    """

    texts: dict[Deleted, tuple[str, int]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[tuple[int, Problem]] = field(default_factory=list)  # by request: `leave` would settle it


def find_emptied(
    syntax: Syntax, requests: Sequence[Request], deleted: Sequence[Deleted], inserted: Sequence[Inserted]
) -> Emptied:
    """Return what is left in the bodies that the deletions empty, or goes with them.

    A body beside whose lines, or above one of whose lines, another edit puts text is not empty.
    """
    search = _Search(syntax, requests, deleted, inserted)
    search.run()
    return search.found


class _Search:
    def __init__(
        self,
        syntax: Syntax,
        requests: Sequence[Request],
        deleted: Sequence[Deleted],
        inserted: Sequence[Inserted],
    ) -> None:
        self.syntax, self.source, self.requests = syntax, syntax.source, requests
        self.deleted = sorted(deleted, key=lambda one: one.span.start)
        self.beside = sorted(one.lines for one in inserted)
        self.points = sorted(one.point for one in inserted)
        self.spans = [one.span for one in self.deleted]
        self.cover = Cover(self.spans)
        self.members: dict[Span, list[Deleted]] = {}  # the deletions that stand directly in a body
        self.arms: dict[Span, list[Span]] = {}  # of a statement of several arms, the emptied ones
        self.pending: dict[Span, Problem] = {}  # of such a statement: one of its arms cannot go alone
        self.found = Emptied()

    @cached_property
    def masked(self) -> Mask:
        return self.syntax.lexis.mask

    @cached_property
    def attached(self) -> dict[int, int]:
        """Where the definition that begins at an offset begins with its decorators and comments."""
        return {found.span.start: found.attached_start for found in self.syntax.definitions()}

    def run(self) -> None:
        """Judge the body around each deletion, then those around what goes with the emptied ones."""
        waiting: Sequence[Deleted] = self.deleted
        while waiting:
            news = [
                one
                for body in self._bodies(waiting)
                if self._empties(body)
                for one in self._decide(body, self.members[body.span])
            ]
            self.spans += [one.span for one in news]
            if news:
                self.cover = Cover(self.spans)
            waiting = news
        self.found.problems += self.pending.values()

    def _empties(self, body: Body) -> bool:
        """Tell whether nothing is left in a body whose header stays."""
        return (
            all(self._goes(span) for span in body.statements)
            and not self._goes(body.owner.span)
            and not self._filled(body)
        )

    def _bodies(self, waiting: Sequence[Deleted]) -> list[Body]:
        """Return the bodies in which deletions stand, each once."""
        found: dict[Span, Body] = {}
        stack: list[tuple[Body, list[int]]] = []
        for one in waiting:
            offset = self._first_code(one.span)
            body = self._body(offset, stack) if offset is not None else None
            if body is not None:
                found.setdefault(body.span, body)
                self.members.setdefault(body.span, []).append(one)
        return list(found.values())

    def _first_code(self, span: Span) -> int | None:
        """Return where code begins in a span; `None` where it holds only comments and white space."""
        text = self.source.text
        start = self.syntax.lexis.first_code(span.start, span.end)
        while start is not None and text[start] in _SKIPPED and self.masked[start] in _SKIPPED:
            start = self.syntax.lexis.first_code(start + 1, span.end)
        return start

    def _body(self, offset: int, stack: list[tuple[Body, list[int]]]) -> Body | None:
        """Return the innermost body around an offset; `stack` holds those of the deletions before it.

        Where the offset stands directly in a known body, not inside one of its statements, the
        language need not be asked again: thousands of deletions in one body stay linear.
        """
        while stack and stack[-1][0].span.end <= offset:
            stack.pop()
        if stack:
            body, starts = stack[-1]
            at = bisect_right(starts, offset) - 1
            if at >= 0 and (starts[at] == offset or body.statements[at].end <= offset):
                return body
        found = self.syntax.body_at(Span(offset, offset + 1))
        if found is None or not found.statements:
            return None
        stack.append((found, [statement.start for statement in found.statements]))
        return found

    def _goes(self, span: Span, arms: Sequence[Span] = ()) -> bool:
        """Tell whether all code of a span goes, that of these arms taken as gone."""
        start = span.start
        while start < span.end:
            end = self.cover.end_at(start)
            if end is None:
                end = next((arm.end for arm in arms if arm.start <= start < arm.end), None)
            if end is None:
                return False
            start = end
            while start < span.end and self.masked[start] in _SKIPPED:
                start += 1
        return True

    def _filled(self, body: Body) -> bool:
        """Tell whether another edit puts text into a body."""
        lines = self.source.lines_of(body.span)
        at = bisect_left(self.points, lines.first_line)
        if at < len(self.points) and self.points[at] <= lines.last_line:
            return True
        first = bisect_left(self.beside, lines.first_line, key=_first_line)
        last = bisect_right(self.beside, lines.last_line, key=_first_line)
        return any(lines.holds(beside) for beside in self.beside[first:last])

    def _decide(self, body: Body, members: Sequence[Deleted]) -> list[Deleted]:
        """Do what `leave` says in the first of the deletions that has it; returns what goes too."""
        chosen = next((one for one in members if self._leave(one) is not None), None)
        if chosen is None:
            self.found.refused.append((members[0].request, self._refused(body, members)))
            return []
        leave = self._leave(chosen)
        if leave is not None and leave.strip() != "nothing":
            self.found.texts[chosen] = (leave, self.source.line_at(body.statements[0].start))
            return []
        whole = self._whole(body.owner, chosen)
        if whole is None:
            return []
        self.pending.pop(whole, None)
        start = min(self.attached.get(whole.start, whole.start), whole.start)
        lines = self.source.lines_of(Span(start, whole.end))
        if self._shared(whole, self.source.lines_of(whole)):
            arm = self._arm_lines(whole)
            if arm is not None:
                self.found.taken.append(Taken(arm, chosen.request, _called(body.owner)))
                return [Deleted(self.source.span_of(arm), chosen.request)]
            self.found.problems.append(self._sharing(body.owner, chosen, lines))
            return []
        self.found.taken.append(Taken(lines, chosen.request, _called(body.owner)))
        return [Deleted(self.source.span_of(lines), chosen.request)]

    def _leave(self, one: Deleted) -> str | None:
        edit = self.requests[one.request].edit
        return edit.leave if self.requests[one.request].takes else None

    def _whole(self, owner: Construct, chosen: Deleted) -> Span | None:
        """Return the span of the statement that goes with an emptied body; `None`: not (yet) to be had."""
        start = owner.span.start
        statement = self.syntax.statement_at(Span(start, start + 1))
        if statement is None or owner.span.holds(statement.span):
            return owner.span
        whole = statement.span
        arms = self.arms.setdefault(whole, [])
        arms.append(owner.span)
        if self._goes(whole, arms):
            return whole
        if owner.kind in _LAST_ARMS and not self._bares(owner):
            return owner.span
        self.pending.setdefault(whole, self._arm(owner, chosen))
        return None

    def _arm_lines(self, whole: Span) -> LineRange | None:
        """Return the lines of an arm that begins behind the closer of the one before (`} else {`), up to its own closer."""
        chain, index = self._arm_of(whole)
        if chain is None:
            return None
        from patcher.finder.arms import arm_range

        found = arm_range(self.syntax, chain, index)
        return self.source.lines_of(found.span) if found is not None and found.whole else None

    def _arm_of(self, span: Span) -> tuple[Chain | None, int]:
        """Return the statement of which a span is an arm, and which; `None` where it is none."""
        for chain in self.syntax.chains():
            for index, arm in enumerate(chain.arms):
                if arm.span == span:
                    return chain, index
        return None, 0

    def _bares(self, owner: Construct) -> bool:
        """Tell whether a `try` would be left with nothing behind it."""
        chain, index = self._arm_of(owner.span) if owner.kind == "finally" else (None, 0)
        return chain is not None and index == 1

    def _shared(self, whole: Span, lines: LineRange) -> bool:
        start, end = self.source.line_start(lines.first_line), self.source.line_end(lines.last_line)
        before, behind = self.masked[start : whole.start], self.masked[whole.end : max(end, whole.end)]
        return bool(before.strip(_SKIPPED) or behind.strip(_SKIPPED))

    # problems

    @property
    def _suggested(self) -> str:
        text = FILLERS.get(self.syntax.language.name, ("TEXT",))[0]
        return f"`leave: {quoted(text)}`" + ("" if text == "TEXT" else " or any text")

    def _refused(self, body: Body, members: Sequence[Deleted]) -> Problem:
        first = self.requests[members[0].request]
        lines = self.source.lines_of(body.owner.span)
        rest = f" by {len(members)} deletions" if len(members) > 1 else ""
        marks = [mark_of(self.source, body.owner.span, ":", "would have an empty body")]
        marks += [mark_of(self.source, one.span, "-", "what would go") for one in members[:10]]
        return Problem(
            "emptied-body",
            f"nothing would be left in the body of `{_called(body.owner)}`",
            plan=place_of(first),
            target=Target(self.source.path, lines.first_line, lines.last_line),
            candidates=tuple(self._candidate(one) for one in members[:10]) if rest else (),
            label=f"line {lines.first_line} of {self.source.path} would have an empty body{rest}",
            excerpts=(excerpt_of(self.source, marks),),
            hint=f"say beside the action what stands there then, {self._suggested}, or take the construct too "
            "with `leave: nothing`",
        )

    def _candidate(self, one: Deleted) -> Candidate:
        lines = self.source.lines_of(one.span)
        text = self.source.line_text(lines.first_line).strip()
        return Candidate(self.source.path, lines.first_line, lines.last_line, text)

    def _arm(self, owner: Construct, chosen: Deleted) -> Problem:
        lines = self.source.lines_of(owner.span)
        return Problem(
            "emptied-body",
            f"`leave: nothing` cannot take `{_called(owner)}`: other arms of the statement stay",
            plan=self.requests[chosen.request].edit.place_of("leave"),
            target=Target(self.source.path, lines.first_line, lines.last_line),
            hint=f"say what stands there then, {self._suggested}",
        )

    def _sharing(self, owner: Construct, chosen: Deleted, lines: LineRange) -> Problem:
        return Problem(
            "shares-line",
            f"`{_called(owner)}` shares a line with code that stays",
            plan=self.requests[chosen.request].edit.place_of("leave"),
            target=Target(self.source.path, lines.first_line, lines.last_line),
            hint=f"say what stands there then, {self._suggested}",
        )


def _first_line(lines: LineRange) -> int:
    return lines.first_line


def _called(owner: Construct) -> str:
    label = " ".join(owner.label.split()) or owner.kind
    return label if len(label) <= 60 else label[:56].rstrip() + " ..."
