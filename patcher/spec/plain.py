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

from patcher.expression import expression
from patcher.record import dataclass

_ESCAPED = r"\\[!-/:-@\[-^`{-~wd]"  # an escaped mark, `_` left out, or a set that has a letter
_SET = rf"\[\^?(?:[^\\\[\]^&|~-]|[A-Za-z0-9]-[A-Za-z0-9]|{_ESCAPED})+\]"
_ONE = rf"[^\\^$.|?*+()\[\]{{}}]|\.|{_ESCAPED}|{_SET}"
_PLAIN = expression(rf"(?:\(\?[ms]+\))?(?:(?:{_ONE})(?:[*+?]\??)?|[$^|]|\\b|\((?:\?:|\?P<[a-z]+>)?|\)\??)*")
_TAKEN = expression(rf"{_ESCAPED}|{_SET}|(?P<repeat>[*+])|(?P<choice>[|?])|\(\?[ms:P]")
_OF_UNICODE = expression(r"\\[wdb]")
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
    if _PLAIN.fullmatch(pattern) is None:
        return None
    kinds = [match.lastgroup for match in _TAKEN.finditer(pattern)]
    if kinds.count("choice") > _MOST_CHOICES or kinds.count("repeat") > 1:
        return None
    try:
        compiled = re.compile(pattern, re.MULTILINE)
    except re.error:
        return None
    return Plain(compiled, _OF_UNICODE.search(pattern) is not None, "repeat" in kinds)
