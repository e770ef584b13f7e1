"""Regular expressions of a plan: compiled once, with the flags that the format gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # as the standard library's own tools do
from typing import Any

import regex

_RECURSION = re.compile(r"\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\)")
_WORD_FLAG = re.compile(r"\(\?[a-zA-Z0-9]*w[a-zA-Z0-9]*(?:-[a-zA-Z]+)?[:)]")


class BadPattern(ValueError):
    """A pattern that cannot be used: why, and the 0-based offset in it where that is known."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Return a pattern compiled with VERSION1 and MULTILINE.

    Raises `BadPattern` for one that does not compile, recurses (quadratic, and its time limit does
    not fire) or sets the flag `w` (which changes what a line is).
    """
    bare = re.sub(r"\\.", "__", pattern, flags=re.DOTALL)
    found = _RECURSION.search(bare)
    if found:
        raise BadPattern("recursion is not allowed in a plan's patterns", found.start())
    found = _WORD_FLAG.search(bare)
    if found:
        raise BadPattern("the flag `w` is not allowed: it changes what a line is", found.start())
    try:
        return regex.compile(pattern, regex.VERSION1 | regex.MULTILINE)
    except regex.error as wrong:
        raise BadPattern(getattr(wrong, "msg", str(wrong)), getattr(wrong, "pos", None)) from None
    except (RecursionError, OverflowError, ValueError) as wrong:
        raise BadPattern(f"it cannot be compiled: {type(wrong).__name__}") from None


def culprit(pattern: str, bad: BadPattern) -> int | None:
    """Return the 0-based offset of the character that makes a pattern a bad one, where that can be told.

    A bracket that is never closed is noticed at the pattern's end; the bracket is what to look at.
    """
    if bad.offset is None or bad.offset < len(pattern):
        return bad.offset
    opened: list[int] = []
    for match in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()\[]", pattern, re.DOTALL):
        if match.group() in "([":
            opened.append(match.start())
        elif match.group() == ")" and opened:
            opened.pop()
    return opened[0] if opened else bad.offset - 1 if pattern else None


# What `re` reads otherwise than `regex`, or what makes letters mean more than themselves.
_ODD = re.compile(r"\(\?(?![:=!P<])|\[[^\]]*\[|--|&&|\|\||~~|\{(?!\d*,?\d*\})|\\[LNpPXRmMGhHKvVuUx0-9]")

_PLAIN_FLAGS = re.compile(r"\A\(\?[ms]+\)")  # which change nothing of what a letter means


@lru_cache(maxsize=4096)
def required_literal(pattern: str) -> str | None:
    r"""Return text without which a pattern cannot match, its longest run, or `None` where none is sure.

    >>> required_literal(r"_(migrate|cleanup)_etcd_\w+"), required_literal("a|b"), required_literal("(?i)abc")
    ('_etcd_', None, None)
    """
    plain = _PLAIN_FLAGS.sub("", pattern)
    if _ODD.search(plain) is not None:
        return None
    try:
        parsed = _parser.parse(plain, re.MULTILINE)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None
    runs = ["".join(run) for run in _runs(parsed)]
    return max(runs, key=len, default="") or None


def _runs(parsed: Iterable[tuple[Any, Any]]) -> Iterator[list[str]]:
    """Yield the runs of characters that every match holds, one behind the other."""
    run: list[str] = []
    for kind, value in parsed:
        if kind is _constants.LITERAL:
            run.append(chr(value))
            continue
        if kind is _constants.AT:
            continue
        yield run
        run = []
        if kind is _constants.SUBPATTERN and not value[1] and not value[2]:
            yield from _runs(value[3])
        elif (
            kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT) and value[0]
        ):
            yield from _runs(value[2])
    yield run
