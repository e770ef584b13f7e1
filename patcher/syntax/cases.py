"""Cases that run into the next one: by the language's nature, or because they say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Arm, Chain
from patcher.syntax.syntax import Syntax

_SAID = {
    "go": expression(r"\bfallthrough[\s;#]*\Z"),
    "shell": expression(r"(?<!;);&[\s#]*\Z"),
}
_LEAVES = expression(r"(?:break|return|continue|goto|throw|yield|exit|abort)\b")
_NESTED = expression(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_SKIPPED = " \t\f\r\n#"


def runs_on(syntax: Syntax, arm: Arm) -> bool:
    """Tell whether a case may end without leaving its statement; in doubt it may."""
    source, masked = syntax.source, syntax.lexis.masked
    if source.text[arm.header.start : arm.header.end].rstrip().endswith("->"):
        return False
    if (says := _SAID.get(syntax.language.name)) is not None:
        return says.search(syntax.lexis.masked_in(arm.header.end, arm.span.end)) is not None
    code = _inner(syntax, masked, arm.body)
    while (shorter := _NESTED.sub(_flat, code)) != code:
        code = shorter
    statements = [piece.strip() for piece in code.split(";") if piece.strip()]
    return not statements or _LEAVES.match(statements[-1]) is None


def ends(syntax: Syntax, chain: Chain) -> Iterator[Meaning]:
    """Yield how each case ends that another one follows; one that runs on may come to leave."""
    for arm in chain.arms[:-1]:
        runs = runs_on(syntax, arm)
        header = " ".join(syntax.source.text[arm.header.start : arm.header.end].split())
        yield Meaning(
            arm.header,
            chain.span,
            f"the end of `{header}`",
            "running into the next case" if runs else "leaving its statement",
            "never" if runs else "cut",
            "let it leave by itself",
        )


def _inner(syntax: Syntax, masked: str, body: Span) -> str:
    """Return the code of a body without comments, and without the braces around all of it."""
    start, end = body.start, body.end
    while start < end and masked[start] in _SKIPPED:
        start += 1
    while start < end and masked[end - 1] in _SKIPPED:
        end -= 1
    if masked.startswith("{", start) and syntax.lexis.closer_of(start) == end - 1:
        return _inner(syntax, masked, Span(start + 1, end - 1))
    return masked[start:end].replace("#", " ")


def _flat(match: re.Match[str]) -> str:
    return ";" if match.group().startswith("{") else " "
