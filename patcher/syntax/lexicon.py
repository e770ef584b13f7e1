"""How a language writes its comments and strings: a small table of each language.

>>> [match.group() for match in HASH.pattern.finditer("f('}')  # )")]
["'}'", '# )']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class StringRule:
    """One kind of string: regular expressions for its opener and for all that follows inside.

    `body` matches from behind the opener through the closer, or, where the string is never
    closed, as far as it reaches (a one-line string to the end of its line). Letters of `prefixes`
    that stand directly before the opener, and no other letters before them, belong to the string.
    `extend` may move the end further: it gets the text, the start and the end that were found
    (f-strings need it), of a rule with `prefixes` only those of strings that have one. An opener that begins with a
    literal character is found fastest. `closer` is
    what may close the string pages below, a here-document for one: its group `tag`, if it has one, is then
    what the opener's is, and an opener that nothing closes begins no string.
    """

    opener: str
    body: str = ""
    extend: Callable[[str, int, int], int] | None = None
    prefixes: str = ""
    closer: str = ""


def quoted(
    quote: str,
    *,
    prefix: str = "",
    prefixes: str = "",
    escape: str = r"\\",
    multiline: bool = False,
    extend: Callable[[str, int, int], int] | None = None,
) -> StringRule:
    """Return the rule of a string between two equal quotes.

    `escape` is the regex of the character that takes the next one along; empty where there is
    none. Only a `multiline` string runs past the end of its line. `prefix` is a regex that stands
    before the opener, `prefixes` letters that may stand there.
    """
    first = re.escape(quote[0])
    stop = f"[^{first}{escape}]" if multiline else f"[^{first}{escape}\n]"
    escaped = f"|{escape}(?s:.)" if escape else ""
    alone = f"|{first}(?!{re.escape(quote[1:])})" if len(quote) > 1 else ""
    body = f"(?:{stop}++{escaped}{alone})*+(?:{re.escape(quote)})?"
    return StringRule(prefix + re.escape(quote), body, extend, prefixes)


@dataclass(frozen=True)
class Lexicon:
    """How a language writes comments and strings.

    `line_comments` are literal markers; a marker in `spaced_comments` counts only at the start of
    a line or behind white space. `block_comments` are pairs; those in `nested_comments` hold
    others of their kind. Longer string openers come first. `lone_closers` close nothing where no
    opener of theirs is the last one that is open.
    """

    line_comments: tuple[str, ...] = ()
    block_comments: tuple[tuple[str, str], ...] = ()
    strings: tuple[StringRule, ...] = ()
    spaced_comments: tuple[str, ...] = ()
    nested_comments: tuple[tuple[str, str], ...] = ()
    lone_closers: str = ""  # closers that may stand where nothing is open: `)` of a shell's `case`

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One alternation: the empty group `c` marks a comment, `n<i>` a nesting one, `s<i>` a string.

        The groups stand last in their branches: `re` skips to a character that may begin a match
        only where every branch begins with a literal.
        """
        parts = [f"{re.escape(a)}(?P<n{i}>)" for i, (a, _) in enumerate(self.nested_comments)]
        blocks = [f"{re.escape(a)}(?s:.*?)(?:{re.escape(b)}|\\Z)" for a, b in self.block_comments]
        lines = [f"{re.escape(mark)}[^\n]*+" for mark in self.line_comments]
        lines += [
            rf"{re.escape(mark)}(?<![^\s\ufeff]{re.escape(mark)})[^\n]*+" for mark in self.spaced_comments
        ]
        parts += [f"{part}(?P<c{i}>)" for i, part in enumerate(blocks + lines)]
        parts += [f"(?:{rule.opener})(?:{rule.body})(?P<s{i}>)" for i, rule in enumerate(self.strings)]
        return re.compile("|".join(parts) or r"(?!)")


HASH = Lexicon(line_comments=("#",), strings=(quoted('"'), quoted("'")))
PLAIN = Lexicon()
