"""Constructs that `leave: nothing` takes: what was asked for inside them goes with them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from patcher.edit.clashes import put_inside
from patcher.edit.emptied import Taken
from patcher.edit.model import Request
from patcher.edit.pieces import Cut, Gap
from patcher.errors import Problem
from patcher.source import LineRange, SourceFile


def with_constructs(
    source: SourceFile,
    requests: Sequence[Request],
    going: tuple[Sequence[Cut], Sequence[Gap]],
    taken: Sequence[Taken],
    inside: dict[int, int],
    problems: list[Problem],
) -> tuple[list[Cut], list[Gap]]:
    """Return what goes, with the taken constructs in place of all that lies inside them.

    Says in `inside` which requests lie in the construct that another one takes, and adds to
    `problems` those that would put text into it.
    """
    cuts, gaps = going
    if not taken:
        return list(cuts), list(gaps)
    outer = _Outermost(taken)
    for index, request in enumerate(requests):
        holder = outer.around(request.located.lines) if request.located is not None else None
        if holder is None or holder.request == index:
            continue
        if request.takes:
            inside.setdefault(index, holder.request)
        else:
            problems.append(put_inside(source, requests, index, holder.request))
    kept_gaps = [gap for gap in gaps if outer.around(source.lines_of(gap.span)) is None]
    kept = [Cut(part, cut.request) for cut in cuts for part in outer.without(cut.lines)]
    return kept + [Cut(one.lines, one.request) for one in outer.taken], kept_gaps


class _Outermost:
    """The taken constructs that lie in no other."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        self.taken: list[Taken] = []
        for one in sorted(taken, key=lambda t: (t.lines.first_line, -t.lines.last_line)):
            if not self.taken or not self.taken[-1].lines.holds(one.lines):
                self.taken.append(one)
        self.firsts = [one.lines.first_line for one in self.taken]

    def around(self, lines: LineRange) -> Taken | None:
        """Return the construct that holds lines."""
        at = bisect_right(self.firsts, lines.first_line) - 1
        return self.taken[at] if at >= 0 and self.taken[at].lines.holds(lines) else None

    def without(self, lines: LineRange) -> list[LineRange]:
        """Return the parts of lines that no construct has."""
        parts: list[LineRange] = []
        first = lines.first_line
        for one in self.taken[max(0, bisect_right(self.firsts, first) - 1) :]:
            if one.lines.first_line > lines.last_line:
                break
            if first < one.lines.first_line:
                parts.append(LineRange(first, one.lines.first_line - 1))
            first = max(first, one.lines.last_line + 1)
        if first <= lines.last_line:
            parts.append(LineRange(first, lines.last_line))
        return parts
