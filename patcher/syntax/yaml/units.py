"""Keys and items of a YAML file, and what belongs to each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

from patcher.source import Span
from patcher.syntax.depth import Names
from patcher.syntax.nest import Nest
from patcher.syntax.yaml.lexis import YamlLexis
from patcher.syntax.yaml.scan import Flow, Unit

BLANKS = " \t\n#"  # of masked text: what is no code


class Units:
    """The keys and items of one file, by their numbers."""

    def __init__(self, lexis: YamlLexis) -> None:
        self.lexis = lexis
        self.source = lexis.source

    @cached_property
    def all(self) -> Sequence[Unit]:
        """Keys and items, in the order of the file."""
        return self.lexis.scan.units

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins."""
        return [unit.start for unit in self.all]

    @cached_property
    def ends(self) -> list[int]:
        """Where each unit ends with the comments below it that are indented deeper than it."""
        found = [unit.end for unit in self.all]
        comments = [c for c in self.lexis.scan.comments if self.begins_line(c.start)]
        starts = [comment.start for comment in comments]
        limits = [*self.starts[1:], len(self.source.text)]
        for index, unit in enumerate(self.all):
            last = self._last_inside(index)
            limit = min(limits[last], self._marker_behind(unit.end))
            for at in range(bisect_right(starts, unit.end), len(comments)):
                comment = comments[at]
                if comment.start >= limit or self._column(comment.start) <= unit.column:
                    break
                found[index] = comment.end
        return found

    def _marker_behind(self, offset: int) -> int:
        markers = self.lexis.scan.markers
        at = bisect_right(markers, offset)
        return markers[at] if at < len(markers) else len(self.source.text)

    def _last_inside(self, index: int) -> int:
        while self.all[index].children:
            index = self.all[index].children[-1]
        return index

    def _column(self, offset: int) -> int:
        return offset - self.source.line_start(self.source.line_at(offset))

    def begins_line(self, offset: int) -> bool:
        """Tell whether nothing stands before an offset on its line."""
        start = self.source.line_start(self.source.line_at(offset))
        return not self.source.text[start:offset].strip(" \t\ufeff")

    @cached_property
    def names(self) -> list[str]:
        """The dotted path of each; raises `Refusal` where all of them are too long to be kept."""
        names: list[str] = []
        kept = Names(self.source).kept
        for unit in self.all:
            names.append(kept(unit.name if unit.parent is None else f"{names[unit.parent]}.{unit.name}"))
        return names

    def index_at(self, span: Span, kind: str = "") -> int | None:
        """Return the innermost unit that holds a span, a comment behind it on its line included."""
        at = bisect_right(self.starts, span.start) - 1
        if at < 0:
            return None
        index: int | None = at
        while index is not None:
            unit = self.all[index]
            end = self.ends[index]
            line_end = self.source.line_end(self.source.line_at(max(unit.start, end - 1)))
            behind = self.lexis.masked[end:line_end].strip(BLANKS) == ""
            if span.end <= max(end, line_end if behind else 0) and kind in ("", unit.kind):
                return index
            index = unit.parent
        return None

    def flow_at(self, span: Span) -> Flow | None:
        """Return the innermost collection in brackets that holds a span."""
        around = list(self._flows.around(span))
        return around[-1] if around else None

    @cached_property
    def _flows(self) -> Nest[Flow]:
        return Nest(self.lexis.scan.flows, attrgetter("span"))

    @cached_property
    def roots(self) -> list[int]:
        """The numbers of those that no other one holds."""
        return [index for index, unit in enumerate(self.all) if unit.parent is None]

    @cached_property
    def _root_starts(self) -> list[int]:
        return [self.all[index].start for index in self.roots]

    @cached_property
    def root_places(self) -> Nest[int]:
        """Those numbers by their places."""
        return Nest(self.roots, lambda index: Span(self.all[index].start, self.ends[index]))

    def root(self, offset: int) -> Unit | None:
        """Return the last of those that begin before an offset, or at it."""
        at = bisect_right(self._root_starts, offset) - 1
        return self.all[self.roots[at]] if at >= 0 else None

    @cached_property
    def is_plain(self) -> bool:
        """Whether each document is keys, or items, of one column and nothing else, as far as the lines tell."""
        columns: dict[int, tuple[str, int]] = {}
        for index in self.roots:
            unit = self.all[index]
            if columns.setdefault(unit.document, (unit.kind, unit.column)) != (unit.kind, unit.column):
                return False
        return bool(self.roots) and not self.lexis.scan.strays
