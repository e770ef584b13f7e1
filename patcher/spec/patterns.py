"""Regular expressions of a plan: compiled once, with the flags that the format gives them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.spec.literals import begins_line
from patcher.spec.plain import plainly

if TYPE_CHECKING:
    import regex

    Match = re.Match[str] | regex.Match[str]

_RECURSION = expression(r"\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\)")
_WORD_FLAG = expression(r"\(\?[a-zA-Z0-9]*w[a-zA-Z0-9]*(?:-[a-zA-Z]+)?[:)]")
_ESCAPED = expression(r"\\.", re.DOTALL)

MOST_PARTS = 20_000  # of one pattern, its repeats written out
MOST_PARTS_OF_PLAN = 200_000  # of all the patterns of a plan that differ in more than words, by their `_cost`


_FOLDED = expression(r"\(\?[A-Za-z01]*[if]")


class BadPattern(ValueError):
    """A pattern that cannot be used: why, the 0-based offset in it where that is known, and what to do if it is too large."""

    def __init__(self, reason: str, offset: int | None = None, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint
        self.reason = reason
        self.offset = offset


class Pattern:
    """A pattern compiled with VERSION1 and MULTILINE, by `regex` where `re` could differ on a text.

    `timeout` is in CPU seconds; `TimeoutError` says that they were not enough.
    """

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self._plain = plainly(pattern)
        if self._plain is None:
            self._full  # noqa: B018 - what does not compile is told at once

    @cached_property
    def _full(self) -> regex.Pattern[str]:
        import regex

        try:
            return regex.compile(self.text, regex.VERSION1 | regex.MULTILINE)
        except regex.error as wrong:
            raise BadPattern(getattr(wrong, "msg", str(wrong)), getattr(wrong, "pos", None)) from None
        except (RecursionError, OverflowError, ValueError) as wrong:
            raise BadPattern(f"it cannot be compiled: {type(wrong).__name__}") from None

    @property
    def groups(self) -> int:
        """How many groups it has."""
        return (self._full if self._plain is None else self._plain.compiled).groups

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The numbers of its named groups."""
        return (self._full if self._plain is None else self._plain.compiled).groupindex

    @property
    def backwards(self) -> bool:
        """Whether it looks for matches from the end on, as the flag `r` says."""
        if self._plain is not None:
            return False
        import regex

        return bool(self._full.flags & regex.REVERSE)

    def search(self, text: str, *, timeout: float | None = None) -> Match | None:
        """Return the first match."""
        if self._plain is not None and self._plain.suits(text):
            return self._plain.compiled.search(text)
        return self._full.search(text, timeout=timeout)

    def search_lines(self, lines: Sequence[str], *, timeout: float) -> list[int]:
        """Return the 0-based numbers of the lines, each without its ending, in which it matches; each is searched by itself."""
        if self._plain is not None and self._plain.suits_each(lines):
            compiled = self._plain.compiled
            finds = map(compiled.match if begins_line(self.text) else compiled.search, lines)
            return [number for number, found in enumerate(finds) if found is not None]
        deadline = time.process_time() + timeout
        return [
            number
            for number, line in enumerate(lines)
            if self.search(line, timeout=max(0.001, deadline - time.process_time())) is not None
        ]

    def fullmatch(self, text: str, *, timeout: float | None = None) -> Match | None:
        """Return the match of a whole text."""
        if self._plain is not None and self._plain.suits(text):
            return self._plain.compiled.fullmatch(text)
        return self._full.fullmatch(text, timeout=timeout)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None, *, timeout: float | None = None
    ) -> Iterator[Match]:
        """Return the matches in a part of a text, whose offsets are those of the text."""
        end = len(text) if end is None else end
        if self._plain is not None and self._plain.suits(text):
            return self._plain.compiled.finditer(text, start, end)
        return self._full.finditer(text, start, end, timeout=timeout)


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> Pattern:
    """Return a pattern compiled.

    Raises `BadPattern` for one that does not compile, recurses (quadratic, and its time limit does
    not fire) or sets the flag `w` (which changes what a line is).
    """
    bare = _ESCAPED.sub("__", pattern)
    if "(?" in bare:
        _check_groups(bare)
    parts = count_parts(pattern)
    if parts > MOST_PARTS:
        most = f"with its repeats written out it has {parts:,} parts, {MOST_PARTS:,} at most are read"
        hint = "counts in counts multiply: make them smaller, or say `*` or `+`"
        raise BadPattern(most, hint=hint)
    return Pattern(pattern)


def _check_groups(bare: str) -> None:
    found = _RECURSION.search(bare)
    if found:
        raise BadPattern("recursion is not allowed in a plan's patterns", found.start())
    found = _WORD_FLAG.search(bare)
    if found:
        raise BadPattern("the flag `w` is not allowed: it changes what a line is", found.start())


_PART = expression(
    r"\\[pPN]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?P<least>\d+)[^}]*\}|.",
    re.DOTALL,
)
_COUNT = expression(r"\{\d")
_VERBOSE = expression(r"\(\?[a-zA-Z0-9]*x")


def count_parts(pattern: str) -> int:
    """Return at least how many parts a pattern has when what must repeat is written out, as `regex` does.

    `(?:a{1000}){1000}` has a million, and takes 270 MB to compile.
    """
    if not _COUNT.search(pattern):
        return len(pattern)
    if _VERBOSE.search(pattern) or re.search(r"\[[^\]]*\[", _ESCAPED.sub("__", pattern)):
        return _most_parts(pattern)  # a comment or a set in a set can hide brackets
    sizes, last = [0], 0  # what each open group has so far, and what a count would repeat
    for part in _PART.finditer(pattern):
        if part["least"] is not None:
            more = last * (_number(part["least"]) - 1)
            sizes[-1] += max(0, more)
            last += max(0, more)
        elif part["open"]:
            sizes.append(0)
            last = 0
        elif part["close"] and len(sizes) > 1:
            last = sizes.pop() + 1
            sizes[-1] += last
        else:
            last = 1  # a set is written once, however often it is meant
            sizes[-1] += len(part.group())
    return sum(sizes)


def _most_parts(pattern: str) -> int:
    """Return how many parts a pattern has at most: each of its counts repeats all of it."""
    parts = len(pattern)
    for least in re.findall(r"\{(\d+)", pattern):
        parts = min(parts * max(1, _number(least)), 10**12)
    return parts


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 10 else 10**9


# What a pattern keeps when one of its words is put for another: escapes, sets, counts, what begins a group.
_KEPT = expression(
    r"(?P<kept>\\[pPN]\{[^{}]*\}|\\[gLk]<[^<>]*>|\\.\w*|\[[^\[\]\\]*\]|\{[^{}]*\}|\(\?(?:[:=!>]|<[=!]))|\w+|\(\?",
    re.DOTALL,
)


def _shape(pattern: str) -> str:
    """Return a pattern with `a` for each of its words: it compiles where the pattern does.

    A group that begins in any other way makes the pattern its own shape.
    """
    own = False

    def shaped(match: re.Match[str]) -> str:
        nonlocal own
        own = own or match.group() == "(?"
        return match.group() if match["kept"] else "a"

    short = _KEPT.sub(shaped, pattern)
    return pattern if own else short


def _cost(pattern: str) -> int:
    """Return what compiling a pattern costs, in parts: each has a share of its own, and letters of both cases take longer."""
    return (count_parts(pattern) + 40) * (5 if _FOLDED.search(pattern) else 1)


class PatternCheck:
    """Tells whether the patterns of a plan can be used; those that differ in words alone are compiled once."""

    def __init__(self) -> None:
        self._good: set[str] = set()
        self._parts = 0

    def check(self, pattern: str) -> None:
        """Raise `BadPattern` for one that cannot be used, or when all together are too large."""
        shape = _shape(pattern) if len(pattern) <= MOST_PARTS else pattern
        if shape in self._good:
            return
        if self._parts <= MOST_PARTS_OF_PLAN:
            compile_pattern(pattern)
            self._good.add(shape)
            self._parts += _cost(pattern)
        if self._parts > MOST_PARTS_OF_PLAN:
            most = f"the patterns of the plan have more than {MOST_PARTS_OF_PLAN:,} parts together"
            raise BadPattern(most, hint="split the plan into several")


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
