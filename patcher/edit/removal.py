"""What goes with elements, in the making: whole lines, parts of lines, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.pieces import Cut, Gap, Notes
from patcher.errors import Problem
from patcher.record import dataclass, field
from patcher.source import Span
from patcher.syntax.model import Element


@dataclass(frozen=True, slots=True)
class Asked:
    """An element that goes, and the request that asks for it."""

    element: Element
    request: int


@dataclass(slots=True)
class Removal:
    """What goes with the elements: whole lines, parts of lines, and what is to be said of it."""

    notes: Notes
    cuts: list[Cut] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def merged(gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps in order, those of one request that touch as one."""
    found: list[Gap] = []
    for gap in sorted(gaps, key=lambda gap: (gap.span.start, gap.span.end)):
        last = found[-1] if found else None
        if (
            last is not None
            and last.request == gap.request
            and not (last.text or gap.text)
            and last.span.end >= gap.span.start
        ):
            found[-1] = Gap(Span(last.span.start, max(last.span.end, gap.span.end)), gap.request)
        else:
            found.append(gap)
    return found
