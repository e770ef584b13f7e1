"""Whether a deletion takes whole keys, items and elements of a YAML file, or cuts one in two."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from patcher.source import Span
from patcher.syntax.elements import cuts_elements, element_around
from patcher.syntax.yaml.units import BLANKS, Units


class Cuts:
    """What deletions of spans cut through in one file."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.lexis = units.lexis
        self.source = units.source

    def straddled(self, span: Span) -> Span | None:
        """Return a key or item of which a deletion takes a part that is no whole key, item or element."""
        held_to = span.start + (span.start == 0 and self.source.text.startswith("\ufeff"))
        index = max(0, bisect_right(self.units.starts, span.start) - 1)
        while held_to < span.end:
            while index < len(self.units.all) and self.units.all[index].end <= held_to:
                index += 1
            following = self._next_held(index, held_to, span)
            until = self.units.all[following].start if following is not None else span.end
            cut = self._cut_between(Span(held_to, max(held_to, until)))
            if cut is not None:
                return cut
            if following is None:
                break
            held_to = self.units.all[following].end
            index = following
        return self._merged(span)

    def _merged(self, span: Span) -> Span | None:
        """Return the second of two documents' contents that would become one without the mark between them."""
        markers = self.lexis.scan.markers
        kept = [marker for marker in markers if not span.start <= marker < span.end]
        if len(kept) == len(markers):
            return None
        roots = [self.units.all[index] for index in self.units.roots]
        left = [unit for unit in roots if not span.holds(Span(unit.start, unit.end))]
        for before, behind in pairwise(left):
            between = bisect_right(kept, behind.start) - bisect_right(kept, before.start)
            if before.document != behind.document and not between:
                return Span(behind.start, behind.end)
        return None

    def _next_held(self, index: int, start: int, span: Span) -> int | None:
        """Return the first unit from an index on that lies whole between a place and a span's end."""
        for at in range(index, len(self.units.all)):
            unit = self.units.all[at]
            if unit.start >= span.end:
                return None
            if unit.start >= start and unit.end <= span.end:
                return at
        return None

    def _cut_between(self, gap: Span) -> Span | None:
        """Return what is cut by taking a stretch that holds no whole key or item."""
        masked = self.lexis.masked
        part = self._without_templates(gap)
        start = gap.start + len(part) - len(part.lstrip(BLANKS + ","))
        if start >= gap.end:
            return None
        held = Span(start, gap.start + max(len(part.rstrip(BLANKS + ",")), start - gap.start + 1))
        if self._in_scalar(held):
            return None
        flow = self.units.flow_at(held)
        if flow is not None and flow.span != held:
            element = element_around(self.lexis, Span(start, start + 1), flow.span)
            if element is not None and not cuts_elements(element, held, masked):
                return None
        index = self.units.index_at(Span(start, start + 1))
        if index is not None:
            return Span(self.units.all[index].start, self.units.all[index].end)
        return None if self.lexis.scan.units and self._is_marker(start) else held

    def _without_templates(self, span: Span) -> str:
        """Return a part of the masked text, lines of a template language blank."""
        part = self.lexis.masked[span.start : span.end]
        for each in self.lexis.scan.templates:
            if span.holds(each):
                start, end = each.start - span.start, each.end - span.start
                part = part[:start] + " " * (end - start) + part[end:]
        return part

    def _is_marker(self, offset: int) -> bool:
        return self.source.text.startswith(("---", "...", "%"), offset)

    def _in_scalar(self, span: Span) -> bool:
        """Tell whether a part, and not the whole, of one scalar's text goes."""
        scalars = self.lexis.scan.scalars
        at = bisect_right(scalars, span.start, key=_start) - 1
        if at >= 0 and scalars[at].holds(span):
            return scalars[at] != span
        skip = self.lexis.skip_at(span.start)
        if skip is None or skip == span:
            return False
        edge = 1 if self.source.text[skip.start] in "\"'" else 0
        return Span(skip.start + edge, skip.end - edge).holds(span)


def _start(span: Span) -> int:
    return span.start
