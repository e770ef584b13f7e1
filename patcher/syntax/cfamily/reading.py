"""What of a file of C is read as code: without directives, and without arms that fit no others.

An arm with whole brackets is read like all code, so that nothing in it is unknown. Of a chain whose
arms open or close more than they should, one is read: the one that is there where no macro of its
conditions is defined, so that `#ifdef A` above and `#ifdef A` below are told the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Arm, Chain
from patcher.syntax.preprocessor import Directive, directives, paired

_BRACKET = expression(r"[()\[\]{}]")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NOT_NEWLINE = expression(r"[^\n]")
# Conditions that hold where nothing is defined.
_HOLDS = expression(r"if\s*(?:!\s*\w+|!\s*defined\b[^&|]*|[1-9]\w*)\s*$|ifndef\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its grammar reads it: `text` and `masked` are as long as the file's own.

    `dropped` are the arms that are not read, `lone` the directives without a partner.
    """

    text: str
    masked: str
    directives: tuple[Directive, ...]
    chains: tuple[Chain, ...]
    lone: tuple[Directive, ...]
    dropped: tuple[Span, ...]


def reading_of(source: SourceFile, lexis: Lexis) -> Reading:
    """Return what of a file is read as code."""
    found = tuple(directives(source, lexis))
    chains, lone = paired(source, found)
    lines = [Span(each.start, each.end) for each in found]
    masked = blanked(lexis.masked, lines)
    dropped: list[Span] = []
    below: list[tuple[Span, str]] = []  # chains with what they leave open, the first in the file last
    for chain in reversed(chains):  # the inner ones first
        left = [_left(masked, arm.body, below) for arm in chain.arms]
        if not all(map(_even, left)):
            chosen = next((i for i, arm in enumerate(chain.arms) if _is_read(source, arm)), None)
            dropped += [arm.body for i, arm in enumerate(chain.arms) if i != chosen and arm.body]
            left = [] if chosen is None else [left[chosen]]
        below.append((chain.span, "".join(left)))
    dropped.sort(key=lambda span: (span.start, -span.end))
    text = blanked(source.text, sorted([*lines, *dropped], key=lambda span: span.start))
    return Reading(text, blanked(masked, dropped), found, tuple(chains), tuple(lone), tuple(dropped))


def first_arms(lexis: Lexis, reading: Reading) -> str:
    """Return the masked code of a file as it is with the first arm of every chain, and no other."""
    lines = [Span(each.start, each.end) for each in reading.directives]
    others = [arm.body for chain in reading.chains for arm in chain.arms[1:]]
    return blanked(lexis.masked, sorted([*lines, *others], key=lambda span: (span.start, -span.end)))


def is_even(masked: str, span: Span) -> bool:
    """Tell whether every bracket that a span opens is closed in it, and none that it does not open."""
    stack = ""
    for match in _BRACKET.finditer(masked, span.start, span.end):
        mark = match.group()
        if mark in _CLOSERS:
            stack += mark
        elif not stack or _CLOSERS[stack[-1]] != mark:
            return False
        else:
            stack = stack[:-1]
    return not stack


def blanked(text: str, spans: Sequence[Span]) -> str:
    """Return a text with blanks in place of spans, which are sorted and may hold others; lines stay."""
    pieces: list[str] = []
    position = 0
    for span in spans:
        if span.end <= position:
            continue
        start = max(position, span.start)
        pieces += (text[position:start], _blank(text[start : span.end]))
        position = span.end
    pieces.append(text[position:])
    return "".join(pieces)


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(" ", text)


def _left(masked: str, body: Span, below: list[tuple[Span, str]]) -> str:
    """Return the brackets of an arm that have no partner in it; the chains in it are taken off `below`."""
    left: list[str] = []
    position = body.start
    while below and below[-1][0].start < body.end:
        inner, brackets = below.pop()
        _reduce(left, _BRACKET.findall(masked, position, inner.start))
        _reduce(left, brackets)
        position = inner.end
    _reduce(left, _BRACKET.findall(masked, position, body.end))
    return "".join(left)


def _reduce(left: list[str], brackets: Iterable[str]) -> None:
    """Put brackets behind some that have no partner, and take off each that finds one."""
    for mark in brackets:
        if mark not in _CLOSERS and left and _CLOSERS.get(left[-1]) == mark:
            left.pop()
        else:
            left.append(mark)


def _even(left: str) -> bool:
    """Tell whether a text opens as many brackets as it closes, whichever comes first."""
    openers = [mark for mark in left if mark in _CLOSERS]
    closers = [mark for mark in left if mark not in _CLOSERS]
    return [_CLOSERS[mark] for mark in reversed(openers)] == closers


def _is_read(source: SourceFile, arm: Arm) -> bool:
    """Tell whether an arm is there where no macro is defined."""
    condition = source.text[arm.header.start : arm.header.end].lstrip("# \t").removeprefix("el")
    return arm.keyword == "#else" or _HOLDS.match(condition) is not None
