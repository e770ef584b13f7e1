"""Which blank lines go along with whole lines that go.

Ranges are judged from the top down, each against what those above it left; ranges that touch are
one. With blank lines on both sides the run above goes and the run below stays. With blank lines on
one side they stay, unless a body begins or ends there; at an end of the file none stay. Inside a
string only the first of these rules holds. Around a paragraph of a comment a line with nothing but
the comment's marker is a blank line, and the comment a body. Text that another edit puts or changes next to a range
is a neighbour like any other, and blank lines that it touches are its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from patcher.edit.edges import Edges
from patcher.edit.pieces import Cut, is_blank
from patcher.finder.paragraph import is_bare
from patcher.record import dataclass, field
from patcher.source import LineRange
from patcher.syntax.syntax import Syntax

Setting = int | Literal["keep"] | None
_END = 0  # instead of a line with text: an end of the file
_TEXT = -1  # instead of a line with text: text that an edit puts there


@dataclass(slots=True)
class Group:
    """Cuts that touch, with the blank lines that go along above and below, by number.

    `setting` is what `blank_lines` says, `filled` whether text comes in the place of a cut, and
    `added` how many blank lines come where `blank_lines: N` wants more than there are.
    """

    cuts: list[Cut]
    setting: Setting
    filled: bool
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    added: int = 0

    @property
    def first_line(self) -> int:
        """The topmost line of the cuts."""
        return self.cuts[0].lines.first_line

    @property
    def last_line(self) -> int:
        """The last line of the cuts."""
        return self.cuts[-1].lines.last_line

    @property
    def lines(self) -> LineRange:
        """All lines of the cuts."""
        return LineRange(self.first_line, self.last_line)


@dataclass(slots=True)
class _Rest:
    """What stands between a group and the text above it, for a group that follows on blank lines."""

    group: Group
    blanks: list[int]
    top: int
    giver: Group | None  # whose added blank lines are among them


def settle_blank_lines(
    syntax: Syntax,
    cuts: Sequence[Cut],
    settings: Mapping[int, Setting],
    *,
    filled: frozenset[int] = frozenset(),
    touched: frozenset[int] = frozenset(),
    points: frozenset[int] = frozenset(),
    paragraphs: frozenset[int] = frozenset(),
) -> tuple[Group, ...]:
    """Return the cuts in groups, each with the blank lines that go along.

    `cuts` are sorted and apart. `settings` gives `blank_lines` by request; `filled` are the
    requests whose cuts text takes the place of, `touched` the lines that other edits change,
    `points` the lines above which other edits put text (one past the last: the end of the file),
    `paragraphs` the requests that select paragraphs.
    """
    groups = tuple(_grouped(cuts, settings, filled, points))
    surroundings = _Surroundings(syntax, frozenset(group.first_line for group in groups), touched, points)
    rest: _Rest | None = None
    for group in groups:
        if group.cuts[0].request in paragraphs:
            surroundings.settle_in_comment(group)
        rest = surroundings.settle(group, rest)
    return groups


def _grouped(
    cuts: Sequence[Cut], settings: Mapping[int, Setting], filled: frozenset[int], points: frozenset[int]
) -> Iterator[Group]:
    """Yield the cuts in groups that touch; the topmost `blank_lines` that was written rules a group."""
    group: Group | None = None
    for cut in cuts:
        first, setting = cut.lines.first_line, settings.get(cut.request)
        if group is not None and group.cuts[-1].lines.last_line + 1 == first and first not in points:
            group.cuts.append(cut)
            group.setting = setting if group.setting is None else group.setting
            group.filled = group.filled or cut.request in filled
            continue
        if group is not None:
            yield group
        group = Group([cut], setting, cut.request in filled)
    if group is not None:
        yield group


class _Surroundings:
    """One file, for the blank lines around its cuts."""

    def __init__(
        self, syntax: Syntax, firsts: frozenset[int], touched: frozenset[int], points: frozenset[int]
    ) -> None:
        self.source, self.lexis = syntax.source, syntax.lexis
        self.edges = Edges(syntax)
        self.firsts, self.touched, self.points = firsts, touched, points
        self.bare_gone: set[int] = set()

    def settle_in_comment(self, group: Group) -> None:
        """Take the bare comment lines that go with paragraphs of a comment, by the rule for blank lines."""
        lines = group.lines
        inside = (self._in_comment(line) for line in range(lines.first_line, lines.last_line + 1))
        if group.setting is not None or group.filled or not all(inside):
            return
        above, begins = self._bare(lines.first_line, -1)
        below, ends = self._bare(lines.last_line, 1)
        if above and (below or ends):
            group.above += above[::-1]
        elif below and begins:
            group.below += below
        self.bare_gone.update(group.above, group.below, range(lines.first_line, lines.last_line + 1))

    def _bare(self, line: int, step: int) -> tuple[list[int], bool]:
        """Return the bare lines next to a line, on one side, and whether the comment ends behind them."""
        found: list[int] = []
        while 1 <= (line := line + step) <= self.source.line_count:
            if line in self.bare_gone:
                continue
            if line in self.touched or not self._in_comment(line):
                return found, True
            if not is_bare(self.source.line_text(line)):
                return found, self._text_of(line).startswith("/*") or self._text_of(line).endswith("*/")
            found.append(line)
        return found, True

    def _in_comment(self, line: int) -> bool:
        start = self.source.line_start(line)
        return self.lexis.kind_at(start + len(self.source.indent(line))) == "comment"

    def _text_of(self, line: int) -> str:
        return self.source.line_text(line).strip()

    def settle(self, group: Group, rest: _Rest | None) -> _Rest:
        """Say which blank lines go with a group; returns what is left of those about it."""
        above, top, giver = self._above(group, rest)
        below, bottom = self._below(group)
        some_above = bool(above) or giver is not None
        drop_above = drop_below = False
        if isinstance(group.setting, int):
            return self._exactly(group, group.setting, above, below, top, giver)
        if group.setting is None:
            drop_above, drop_below = self._judged(group, some_above, bool(below), top, bottom)
        if drop_above:
            group.above, above = _merged(above, group.above), []
            _without_added(giver)
            giver = None
        if drop_below:
            group.below, below = _merged(below, group.below), []
        above.extend(below)
        return _Rest(group, above, top, giver)

    def _above(self, group: Group, rest: _Rest | None) -> tuple[list[int], int, Group | None]:
        """Return the blank lines above a group, what stands above them, and who added some of them."""
        first = line = group.first_line
        found: list[int] = []
        while line not in self.points:
            line -= 1
            if line == 0:
                return found[::-1], _END, None
            if rest is not None and line == rest.group.last_line:
                if not rest.group.filled:
                    return rest.blanks, rest.top, rest.giver
                own = rest.giver if rest.giver is rest.group else None
                return [number for number in rest.blanks if line < number < first], _TEXT, own
            if not self._blank(line):
                return found[::-1], line, None
            found.append(line)
        return found[::-1], _TEXT, None

    def _below(self, group: Group) -> tuple[list[int], int]:
        """Return the blank lines below a group and what stands below them; the next group still does."""
        found: list[int] = []
        line = group.last_line + 1
        while line not in self.points:
            if line > self.source.line_count:
                return found, _END
            if line in self.firsts or not self._blank(line):
                return found, line
            found.append(line)
            line += 1
        return found, _TEXT

    def _blank(self, line: int) -> bool:
        return line not in self.touched and is_blank(self.source, line)

    def _judged(self, group: Group, above: bool, below: bool, top: int, bottom: int) -> tuple[bool, bool]:
        """Tell whether the blank lines above, and those below, go along by the rule."""
        ends = _END in (top, bottom)
        if not ends and above == below:  # whether in a string or not
            return above, False
        if group.filled or self._in_string(group.lines):
            return above and below, False
        if ends:
            return True, True
        if below and top > 0 and bottom > 0:
            return False, self.edges.begins_body(top, group.cuts[0].lines, bottom)
        if above and bottom > 0:
            return self.edges.ends_body(group.cuts[-1].lines, bottom), False
        return False, False

    def _exactly(
        self, group: Group, wanted: int, above: list[int], below: list[int], top: int, giver: Group | None
    ) -> _Rest:
        """Leave so many blank lines; where text comes in its place, so many below that text."""
        _without_added(giver)
        if group.filled:
            group.above, above = above, []
        blanks = above + below
        surplus = max(0, len(blanks) - wanted)
        group.above += blanks[: min(surplus, len(above))]
        group.below = blanks[len(above) : max(surplus, len(above))]
        group.added = max(0, wanted - len(blanks))
        return _Rest(group, blanks[surplus:], top, group if group.added else None)

    def _in_string(self, lines: LineRange) -> bool:
        """Tell whether lines begin or end inside a string or a comment."""
        span = self.source.span_of(lines)
        return self.lexis.inside(span.start) or self.lexis.inside(span.end)


def _merged(blanks: list[int], bare: list[int]) -> list[int]:
    """Return blank lines and the bare lines of a comment, by number; inside a block comment one line is both."""
    return sorted({*blanks, *bare}) if bare else blanks


def _without_added(giver: Group | None) -> None:
    if giver is not None:
        giver.added = 0
