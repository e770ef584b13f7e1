"""What means something only by what stands around it: a constant by its place, a jump by its label.

No parser says a word where such a thing stays and means another thing after a cut, so a language says
what it means, and the proof compares before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import Span, joined

Weight = Literal["always", "cut", "doubt", "never"]
ALWAYS: Weight = "always"
DOUBT: Weight = "doubt"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one place of a file means. `span` is the place, `around` the construct that gives it its meaning.

    `about` says what of it, and with the place finds it again in another text; `value` is the meaning, in
    words: equal ones are the same. A change of it is refused `always`, where nothing but a `cut` is made
    in what is around, `never`, or is a `doubt` that is only shown. `remedy` is what keeps the meaning.
    What leads to a place (`target`) means the same as long as it leads there, whatever stands there then.
    An empty place at 0 stands for the whole file. With `absent`, that is the meaning where a file says nothing of it any more.
    """

    span: Span
    around: Span
    about: str
    value: str
    weight: Weight = "always"
    remedy: str | None = None
    target: Span | None = None
    absent: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration: the place of its name, the name, the value that is written beside it."""

    span: Span
    name: str
    value: str | None


_LAST = expression(
    r"(?:^|_)(?:count|max|num|last|end|size|len|length|total|limit|sentinel|n|nr)s?(?:_|$)", re.IGNORECASE
)
_QUOTES = ("'", '"', "`")
_HUMP = expression(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER = expression(
    r"[-+]?(?:0[xX][\da-fA-F_]+|0[oO]?[0-7_]*|0[bB][01_]+|[1-9][\d_]*)(?:[uU]?[lL]{0,2}|u\d+|i\d+)"
)


def number_of(text: str) -> int | None:
    """Return the integer that a literal is in C, Rust, TypeScript or Python; `None` for anything else.

    >>> number_of("0x10"), number_of("010"), number_of("7u8"), number_of("A + 1")
    (16, 8, 7, None)
    """
    if _NUMBER.fullmatch(text) is None:
        return None
    bare = (
        re.sub(r"(?:[uU]?[lL]{0,2}|[ui]\d+)\Z", "", text) if "x" not in text.lower() else text.rstrip("uUlL")
    )
    octal = re.fullmatch(r"([-+]?)0([0-7_]+)", bare)
    return int(f"{octal[1]}0o{octal[2]}" if octal else bare, 0)


def counts_others(name: str) -> bool:
    """Tell whether a name is one for how many there are, whose value has to follow them.

    >>> [counts_others(name) for name in ("COLOR_COUNT", "numKinds", "BLUE", "maximal")]
    [True, True, False, False]
    """
    return _LAST.search(_HUMP.sub("_", name)) is not None


def led_to(
    text: str, names: Iterable[str], spans: Sequence[Span], defining: str, using: str, verb: str = "leads to"
) -> Iterator[Meaning]:
    """Yield what leads to names that are defined in some spans of a text, and nowhere else in it.

    `defining` and `using` are regular expressions with `{name}` for the name, that reach no further than
    from the line of code above it, lines of words between the two, to the one below.
    """
    for name in sorted(set(names)):
        defined = found_with(name, defining, text)
        if not all(any(span.start <= match.start() < span.end for span in spans) for match in defined):
            continue
        for match in found_with(name, using, text):
            words = " ".join(match.group().split())
            about, place = f"what `{words}` {verb}", Span(*match.span())
            yield Meaning(place, Span(0, len(text)), about, f"`{name}`", DOUBT, absent="nothing in this file")


def found_with(name: str, pattern: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern with a name in it, looked for where the name stands."""
    search, places, position = (
        re.compile(pattern.format(name=re.escape(name)), re.MULTILINE),
        [],
        text.find(name),
    )
    while position >= 0 and name:
        places.append(_around(text, position, position + len(name)))
        position = text.find(name, position + 1)
    for place in joined(places):
        yield from search.finditer(text, place.start, place.end)


def _around(text: str, start: int, end: int) -> Span:
    """Return the lines of a place, with those of plain words around it and a line of code above and below."""
    for _ in range(2):
        start = text.rfind("\n", 0, start)
        while start > 0 and _WORDS.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is not None:
            start = text.rfind("\n", 0, start)
        start = max(start, 0)
    below = _BELOW.match(text, end)
    return Span(start, end if below is None else below.end())


_WORDS = expression(r"[\w\s:.-]*+")
_BELOW = expression(r"[^\n]*+(?:\n\s*+[^\n]*+)?")


def numbered(members: Sequence[Member], around: Span, weight: Weight = "always") -> Iterator[Meaning]:
    """Yield the values of the members of an enumeration that counts on from what is written last."""
    base, offset = "", 0
    known: int | None = 0
    for index, member in enumerate(members):
        if member.value is not None:
            base, offset, known = member.value, 0, number_of(member.value)
        value = str(known + offset) if known is not None else f"{base} + {offset}"
        last = index + 1 == len(members) and member.value is None and counts_others(member.name)
        if member.value is None and not base.startswith(_QUOTES):  # nothing counts on from a string
            keeping = f"give `{member.name}` its value, `= {value}`,"
            yield Meaning(
                member.span,
                around,
                f"the {'number' if weight == 'doubt' else 'value'} of `{member.name}`",
                value,
                "doubt" if last else weight,
                keeping,
            )
        offset += 1
