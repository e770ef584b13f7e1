"""The tests of a bats file, each as the function that bats itself makes of it.

bats, "Writing tests": `@test "what it shows" {` on a line of its own, closed by a `}`. A grammar of the
shell takes the brace for an argument, and what closes it for an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.lexis import Lexis

_TEST = expression(
    r"^[ \t]*(?P<head>@test[ \t]+(?P<name>\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^\s\"'{]+))[ \t]*\{[ \t]*(?:#.*)?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Test:
    """One test: its name without quotes, and the span from `@test` to the end of the name."""

    name: str
    head: Span


def tests_in(lexis: Lexis) -> Iterator[Test]:
    """Yield the tests of a file; what looks like one in a string or a here-document is none."""
    for match in _TEST.finditer(lexis.source.text):
        if not lexis.inside(match.start("head")):
            name = match["name"]
            yield Test(name[1:-1] if name[0] in "\"'" else name, Span(*match.span("head")))


def as_functions(text: str, tests: Iterator[Test]) -> str:
    """Return text with each test's head as a function's, every character in its place.

    >>> as_functions('@test "it runs" {', iter([Test("it runs", Span(0, 15))]))
    'ttttttttttttt() {'
    """
    for test in tests:
        function = "t" * (len(test.head) - 2) + "()"
        text = text[: test.head.start] + function + text[test.head.end :]
    return text
