"""Compound statements as their arms: `if`/`elif`/`else`, `try`, loops, `with`, `match`."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.source import Span
from patcher.syntax.model import Arm, Chain
from patcher.syntax.python.layout import CLAUSES, WORD, Layout
from patcher.syntax.python.statements import statement_span

_FIRST = frozenset({"if", "try", "for", "while", "with"})


def find_chains(layout: Layout) -> Iterator[Chain]:
    """Yield every compound statement with its arms, in file order, nested ones after what holds them.

    An `async for` is a `for`. A header without its colon begins none.
    """
    for number in range(len(layout)):
        keyword = _keyword(layout, number)
        if keyword is None:
            continue
        headers = _cases(layout, number) if keyword == "match" else [number, *_clauses(layout, number)]
        arms = [_arm(layout, header) for header in headers]
        if None not in arms:
            whole = statement_span(layout, number)
            yield Chain(keyword, whole, tuple(arm for arm in arms if arm is not None))


def _keyword(layout: Layout, number: int) -> str | None:
    """Return the word that makes a line the first of a compound statement with arms."""
    word = layout.word(number)
    if word == "async":
        following = WORD.search(layout.masked, layout.starts[number] + len(word))
        word = following.group() if following is not None else ""
    if word in _FIRST or (word == "match" and layout.opens_match(number)):
        return word
    return None


def _clauses(layout: Layout, number: int) -> Iterator[int]:
    """Yield the lines that go on with the statement that a line begins."""
    after, end = layout.stops[number], layout.next_statement(number)
    while after < end:
        yield after
        after = layout.stops[after]


def _cases(layout: Layout, number: int) -> list[int]:
    return [child for child in layout.children.get(number, []) if layout.word(child) == "case"]


def _arm(layout: Layout, number: int) -> Arm | None:
    colon = layout.header_colon(number)
    if colon is None or number in layout.broken:
        return None
    start = layout.starts[number]
    end = max(layout.block_end(number, layout.stops[number]), colon + 1)
    word = layout.word(number)
    keyword = word if word in CLAUSES or word == "case" else _keyword(layout, number) or word
    return Arm(keyword, Span(start, end), Span(start, colon + 1), Span(colon + 1, end))
