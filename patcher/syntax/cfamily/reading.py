"""What of a file of C is read as code: without directives, and without arms that fit no others.

An arm with whole brackets is read like all code, so that nothing in it is unknown. Of a chain whose
arms open or close more than they should, one is read: the one that is there where no macro of its
conditions is defined, so that `#ifdef A` above and `#ifdef A` below are told the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.grammar.parse import narrowed
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Arm, Chain
from patcher.syntax.preprocessor import Directive, directives, paired

_BRACKET = re.compile(r"[()\[\]{}]")
_BRACKET_BYTE = re.compile(_BRACKET.pattern.encode())
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NOT_NEWLINE = re.compile(r"[^\n]")
# Conditions that hold where nothing is defined.
_HOLDS = re.compile(r"if\s*(?:!\s*\w+|!\s*defined\b[^&|]*|[1-9]\w*)\s*$|ifndef\b")


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
    brackets = bytearray(narrowed(masked))
    dropped: list[Span] = []
    for chain in reversed(chains):  # the inner ones first
        arms = _dropped(source, chain, brackets)
        for arm in arms:
            brackets[arm.start : arm.end] = b" " * len(arm)
        dropped += arms
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


def _dropped(source: SourceFile, chain: Chain, brackets: bytearray) -> list[Span]:
    """Return the bodies of the arms that are not read."""
    if all(_even(brackets, arm.body) for arm in chain.arms):
        return []
    chosen = next((arm for arm in chain.arms if _is_read(source, arm)), None)
    return [arm.body for arm in chain.arms if arm is not chosen and arm.body]


def _even(brackets: bytearray, body: Span) -> bool:
    """Tell whether a text opens as many brackets as it closes, whichever comes first."""
    stack = ""
    for match in _BRACKET_BYTE.finditer(brackets, body.start, body.end):
        mark = match.group().decode()
        if mark not in _CLOSERS and stack and _CLOSERS.get(stack[-1]) == mark:
            stack = stack[:-1]
        else:
            stack += mark
    openers = [mark for mark in stack if mark in _CLOSERS]
    closers = [mark for mark in stack if mark not in _CLOSERS]
    return [_CLOSERS[mark] for mark in reversed(openers)] == closers


def _is_read(source: SourceFile, arm: Arm) -> bool:
    """Tell whether an arm is there where no macro is defined."""
    condition = source.text[arm.header.start : arm.header.end].lstrip("# \t").removeprefix("el")
    return arm.keyword == "#else" or _HOLDS.match(condition) is not None
