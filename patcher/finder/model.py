"""What the boundary finder gives: ranges with their evidence."""

from __future__ import annotations

from patcher.errors import Problem
from patcher.record import dataclass
from patcher.source import LineRange, Span
from patcher.syntax.model import Chain, Definition, Element

FAR = 20  # lines beyond which a range is reported as drifted from its hint


@dataclass(frozen=True, slots=True)
class Located:
    """What a selector resolved to in one file.

    `span` is what leaves or changes, half-open text offsets; with `whole_lines` it covers whole
    lines, their newlines included. `core` is the same without the attached lines above. `lines`
    are the 1-based inclusive lines that `span` touches.
    """

    file: str
    extent: str
    span: Span
    core: Span
    lines: LineRange
    whole_lines: bool
    label: str  # what the screens show: a name, the matched text
    anchor: Span  # the match that was grown
    evidence: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()  # what goes along: "comment 12-14", "decorator 15"
    definition: Definition | None = None
    element: Element | None = None
    groups: tuple[str | None, ...] = ()  # of the anchor's match: \0, \1, ...
    named_groups: tuple[tuple[str, str | None], ...] = ()
    drift: int = 0  # lines between the range and its hint
    part: int = 0  # above 0: a further part of the candidate before it (an overload, a setter)
    ends: tuple[Located, ...] = ()  # of `from`: what its two ends resolved to
    flaw: Problem | None = None  # why it cannot be taken; refused once it is the one that is meant
    chain: Chain | None = None  # of `branch`: the statement, and which of its arms, from 0
    arm: int = 0
