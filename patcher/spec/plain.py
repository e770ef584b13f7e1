r"""Patterns that the standard library's `re` matches just as `regex` does, which takes ten times as long to import.

A pattern is plain if it is made of letters, escaped marks, sets of these, `.`, `\w`, `\d`, `\b`, `^`, `$`, groups that
take nothing but what they hold, and repeats of one character. What `\w`, `\d` and `\b` take beyond ASCII depends on the
Unicode that each library knows, and `re` has no limit of time: a text can be asked of it or not.

>>> plainly("_(migrate|cleanup)_kv_\\w+").suits("_migrate_kv_a"), plainly("(?i)abc")
(True, None)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patcher.record import dataclass

# What may stand behind a backslash: a mark, `_` left out, or the letter of a set.
_ESCAPED = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~wd")
_MEANING = frozenset("\\^$|?*+()[]{}")
_PARTING = frozenset("\\[]^&|~-")  # what does not stand for itself in a set
_OF_UNICODE = (r"\w", r"\d", r"\b")
_MOST_CHOICES = 8  # each can double what is tried
_LONGEST = 2_000  # characters of a text in which a repeat may be tried from everywhere


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain pattern as `re` has it, whether it wants a text of ASCII, and whether something is repeated in it."""

    compiled: re.Pattern[str]
    ascii: bool
    repeats: bool

    def suits(self, text: str) -> bool:
        """Tell whether both libraries find the same in a text, and `re` soon."""
        return (text.isascii() or not self.ascii) and (not self.repeats or len(text) <= _LONGEST)

    def suits_each(self, texts: Sequence[str]) -> bool:
        """Tell whether each of many texts suits."""
        return (not self.ascii or all(map(str.isascii, texts))) and (
            not self.repeats or max(map(len, texts), default=0) <= _LONGEST
        )


def plainly(pattern: str) -> Plain | None:
    """Return a pattern as `re` has it with MULTILINE; `None` where `regex` could read or match it otherwise."""
    counts = _counts(pattern)
    if counts is None or counts[0] > 1 or counts[1] > _MOST_CHOICES:
        return None
    try:
        compiled = re.compile(pattern, re.MULTILINE)
    except re.error:
        return None
    return Plain(compiled, any(kind in pattern for kind in _OF_UNICODE), counts[0] > 0)


def _counts(pattern: str) -> tuple[int, int] | None:
    """Return how much of a plain pattern is repeated, and how often it may go on in two ways; `None` for any other one."""
    repeats = choices = 0
    at = _behind_flags(pattern)
    while at < len(pattern):
        mark = pattern[at]
        if mark in "^$|" or pattern.startswith(r"\b", at):
            choices += mark == "|"
            at += 2 if mark == "\\" else 1
            continue
        behind = _behind_bracket(pattern, at) if mark in "()" else _behind_one(pattern, at)
        if behind is None:
            return None
        at, repeat = behind, pattern[behind : behind + 1]
        if repeat and repeat in ("?" if mark == ")" else "" if mark == "(" else "*+?"):
            lazy = mark != ")" and pattern.startswith("?", at + 1)
            repeats += repeat != "?"
            choices += (repeat == "?") + lazy
            at += 1 + lazy
    return repeats, choices


def _behind_flags(pattern: str) -> int:
    flags, closed, _ = pattern.partition(")")
    return len(flags) + 1 if closed and flags[:2] == "(?" and flags[2:] and not flags[2:].strip("ms") else 0


def _behind_bracket(pattern: str, at: int) -> int | None:
    """Return the offset behind what begins or ends a group; `None` for a group that does more than to hold."""
    if pattern.startswith("(?P<", at):
        name, closed, _ = pattern[at + 4 :].partition(">")
        is_name = closed and name.isascii() and name.isalpha() and name.islower()
        return at + 4 + len(name) + 1 if is_name else None
    return at + 3 if pattern.startswith("(?:", at) else at + 1


def _behind_one(pattern: str, at: int) -> int | None:
    """Return the offset behind what matches one character."""
    mark = pattern[at]
    if mark == "\\":
        return at + 2 if pattern[at + 1 : at + 2] in _ESCAPED else None
    if mark == "[":
        return _behind_set(pattern, at)
    return None if mark in _MEANING else at + 1


def _behind_set(pattern: str, at: int) -> int | None:
    at = begin = at + (2 if pattern.startswith("^", at + 1) else 1)
    while (mark := pattern[at : at + 1]) != "]" or at == begin:
        if mark == "\\":
            if pattern[at + 1 : at + 2] not in _ESCAPED:
                return None
            at += 2
        elif pattern.startswith("-", at + 1):
            ends = mark + pattern[at + 2 : at + 3]
            if len(ends) < 2 or not (ends.isascii() and ends.isalnum()):
                return None
            at += 3
        elif not mark or mark in _PARTING:
            return None
        else:
            at += 1
    return at + 1
