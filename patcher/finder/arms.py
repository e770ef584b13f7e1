"""How much of a file one arm of a chain is: whole lines where it has them, else a part of some.

An arm runs from its header to before the next one. Comments that touch the next header at its
indentation are the next arm's; blank lines before it are nobody's. Where `} else {` closes one
arm and opens the next, the lines go from one such line to before the other when both begin alike.
"""

from __future__ import annotations

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.lexis import touching_comments
from patcher.syntax.model import Arm, Chain
from patcher.syntax.syntax import Syntax

_PROMOTED = expression(
    r"(?P<one>el(?:s?if|seif)\b)|(?P<two>else\s+)if(?:n?def|n?eq)?\b|#[ \t]*(?P<hash>el(?=if))"
)


@dataclass(frozen=True, slots=True)
class ArmRange:
    """What one arm takes: its span, and whether that is whole lines."""

    span: Span
    whole: bool


def arm_range(syntax: Syntax, chain: Chain, index: int) -> ArmRange:
    """Return what goes with the arm of a chain, and leaves the arms around it well formed."""
    following = index + 1
    if following < len(chain.arms):
        return _before(syntax, chain, index, chain.arms[following])
    return _last(syntax, chain, index)


def first_line_of(syntax: Syntax, arm: Arm) -> int:
    """Return the line on which an arm begins with the comments that touch its header."""
    source = syntax.source
    if head_of(source, arm.span.start).strip():
        return source.line_at(arm.span.start)
    return source.line_at(touching_comments(source, syntax.lexis, arm.span.start))


def head_of(source: SourceFile, offset: int) -> str:
    """Return what stands before an offset on its line, a byte-order mark left out."""
    return source.text[source.start_at(offset) : offset].removeprefix("\ufeff")


def behind(syntax: Syntax, offset: int) -> str:
    """Return the code behind an offset on its line, without blanks and comments."""
    end = syntax.source.end_at(offset)
    return syntax.lexis.masked_in(offset, max(offset, end)).strip(" \t\f\r#")


def promotion(syntax: Syntax, arm: Arm) -> tuple[Span, str] | None:
    """Return what of an arm's header becomes what for it to be the first: `elif` an `if`, `else if` too.

    What stands before the header on its line, the closer of the arm before, is part of it. `None`
    for an arm that cannot begin a statement.
    """
    source = syntax.source
    match = _PROMOTED.match(source.text, arm.header.start, arm.header.end)
    if match is None:
        return None
    head = head_of(source, arm.span.start)
    start = arm.span.start - len(head.lstrip(" \t\f"))
    if match["one"] is not None:
        return Span(start, match.end("one")), "if"
    end = match.end("two") if match["two"] is not None else match.end("hash")
    keep = "" if match["two"] is not None else source.text[match.start() : match.start("hash")]
    return Span(start, end), keep


def _before(syntax: Syntax, chain: Chain, index: int, following: Arm) -> ArmRange:
    source, arm = syntax.source, chain.arms[index]
    start, end = arm.span.start, following.span.start
    head, next_head = head_of(source, start), head_of(source, end)
    first, stop = source.line_at(start), source.line_at(end)
    if not head.strip() and not next_head.strip():
        last = max(first, first_line_of(syntax, following) - 1)
        while last > first and source.is_blank(last):
            last -= 1
        return _whole(source, first, last)
    alike = head == next_head or (index == 0 and not head.strip())
    if stop > first and alike:
        return _whole(source, first, stop - 1)
    if head.strip() and not next_head.strip() and index and not behind(syntax, arm.span.end):
        return _after_closer(source, chain, index)
    return ArmRange(Span(start, end), whole=False)


def _last(syntax: Syntax, chain: Chain, index: int) -> ArmRange:
    source, arm = syntax.source, chain.arms[index]
    head = head_of(source, arm.span.start)
    first, last = source.line_at(arm.span.start), source.line_at(max(arm.span.end - 1, arm.span.start))
    closes = source.text[source.line_start(last) : arm.span.end]
    if not head.strip() and not behind(syntax, arm.span.end):
        return _whole(source, first, last)
    if head.strip() and last > first and closes.rstrip() == head.rstrip():
        return _whole(source, first, last - 1)
    return _after_closer(source, chain, index) if index else ArmRange(arm.span, whole=False)


def _after_closer(source: SourceFile, chain: Chain, index: int) -> ArmRange:
    """Return an arm with the white space between the closer before it and its header."""
    arm, closer = chain.arms[index], chain.arms[index - 1].span.end
    between = source.text[closer : arm.span.start]
    start = closer + len(between.rstrip()) if closer <= arm.span.start else arm.span.start
    return ArmRange(Span(start, arm.span.end), whole=False)


def _whole(source: SourceFile, first: int, last: int) -> ArmRange:
    return ArmRange(source.span_of(LineRange(first, last)), whole=True)
