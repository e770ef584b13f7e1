"""Text that is read in place of other text, and what is told of brackets on the way to it.

Offsets are into masked text: code with strings, comments and the preprocessor's lines blanked.
"""

from __future__ import annotations

from typing import NamedTuple

from patcher.expression import expression

CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = expression(r"[()\[\]{}]")


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is parted by blanks."""
    return frozenset(text.split())


class Change(NamedTuple):
    """Text that is read in place of what stands from `start` on, as long as that."""

    start: int
    text: str


def applied(text: str, changes: list[Change]) -> str:
    """Return a text with changes made; they are as long as what they replace, and none meet."""
    pieces: list[str] = []
    position = 0
    for change in sorted(changes):
        if change.start < position:
            continue
        pieces += (text[position : change.start], change.text)
        position = change.start + len(change.text)
    pieces.append(text[position:])
    return "".join(pieces)


def closer_of(masked: str, opener: int) -> int | None:
    """Return where the bracket at an offset is closed, behind it; `None` where brackets do not fit."""
    stack: list[str] = []
    for match in _BRACKET.finditer(masked, opener, opener + 20_000):
        mark = match.group()
        if mark in CLOSERS:
            stack.append(CLOSERS[mark])
        elif stack.pop() != mark:
            return None
        if not stack:
            return match.end()
    return None


def code_end(masked: str, offset: int) -> int:
    """Return where the last code before an offset ends; nought where there is none."""
    reach = 200
    while True:
        start = max(0, offset - reach)
        before = masked[start:offset].rstrip(" \t\n#\ufeff")
        if before or not start:
            return start + len(before) if before else 0
        reach *= 8
