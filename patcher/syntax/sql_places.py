"""What SQL pairs and counts by place: values with columns, the selects of a union, `ORDER BY 2`.

ISO/IEC 9075-2, insert statement, query expression, order by clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.elements import elements_in, trimmed_code
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import Meaning

_INSERT = expression(r"\b(?:INSERT(?:\s+OR\s+\w+|\s+IGNORE)?|REPLACE)\s+INTO\s+", re.IGNORECASE)
_NAME = expression(r"[^\s(;]+")
_OPENER = expression(r"[\s#]*\(")
_VALUES = expression(r"[\s#]*VALUES[\s#]*\(", re.IGNORECASE)
_MARK = expression(
    r"[()]|\b(?:SELECT(?:\s+(?:DISTINCT|ALL)\b)?|FROM|UNION|INTERSECT|EXCEPT|WHERE|LIMIT|INTO|(?:ORDER|GROUP)\s+BY)\b",
    re.IGNORECASE,
)
_NUMBERS = expression(
    r"[\s#]*(\d+)[\s#]*(?:(?:ASC|DESC)\b[\s#]*)?(,|(?=\)|;|\Z|LIMIT|OFFSET|HAVING|ORDER))", re.IGNORECASE
)
_QUOTES = '"`[]'


def inserted(lexis: Lexis, span: Span, tables: Mapping[str, int] | None = None) -> Iterator[Meaning]:
    """Yield whether each row that is inserted in a span has a value for each column that is named.

    With `tables`, how many columns some have, those rows are looked at that name none.
    """
    masked, text = lexis.masked, lexis.source.text
    for match in _INSERT.finditer(masked, span.start, span.end):
        named = _NAME.match(text, match.end(), span.end)
        if named is None:
            continue
        name, at = named.group().strip(_QUOTES), named.end()
        columns = _OPENER.match(masked, at, span.end)
        if (columns is None) == (tables is None):
            continue
        wanted = None if tables is None else tables.get(name)
        if columns is not None and (closer := lexis.closer_of(columns.end() - 1)) is not None:
            wanted, at = len(list(elements_in(lexis, Span(columns.end(), closer)))), closer + 1
        row = _VALUES.match(masked, at, span.end) if wanted is not None else None
        end = lexis.closer_of(row.end() - 1) if row is not None else None
        if row is not None and end is not None:
            number = len(list(elements_in(lexis, Span(row.end(), end))))
            value = "one for each column" if number == wanted else f"{number} for {wanted} columns"
            yield Meaning(Span(*match.span()), span, f"the values of `INSERT INTO {name}`", value)


def selected(lexis: Lexis, span: Span) -> Iterator[Meaning]:
    """Yield what the numbers behind `ORDER BY` mean, and how many columns the selects of a union have."""
    stack: list[list[tuple[str, int, int]]] = [[]]  # at each depth: a word, where it begins and ends
    for match in _MARK.finditer(lexis.masked, span.start, span.end):
        mark = match.group()
        if mark == "(":
            stack.append([])
        elif mark == ")":
            yield from _of_query(lexis, span, stack.pop() if len(stack) > 1 else [], match.start())
        else:
            stack[-1].append((mark.split()[0].upper(), match.start(), match.end()))
    yield from _of_query(lexis, span, stack[0], span.end)


def _of_query(lexis: Lexis, span: Span, words: Sequence[tuple[str, int, int]], end: int) -> Iterator[Meaning]:
    """Yield the same of the words of one depth, up to where that depth ends."""
    selects: list[tuple[Span, ...]] = []
    ends = [*(start for _, start, _ in words[1:]), end]
    for (word, start, behind), stop in zip(words, ends, strict=False):
        if word == "SELECT":
            inner = trimmed_code(lexis.masked, behind, stop)
            items = tuple(elements_in(lexis, inner)) if inner is not None else ()
            if selects and not any(_is_star(lexis, each) for each in (*selects[-1], *items)):
                number, wanted = len(items), len(selects[-1])
                value = "as many as above" if number == wanted else f"{number} for {wanted} above"
                yield Meaning(Span(start, behind), span, "the number of this `SELECT`'s columns", value)
            selects.append(items)
        elif word in ("ORDER", "GROUP") and selects:
            yield from _numbered(lexis, span, selects[0], Span(behind, stop))


def _is_star(lexis: Lexis, item: Span) -> bool:
    return lexis.source.text[item.start : item.end].endswith("*")


def _numbered(lexis: Lexis, span: Span, items: Sequence[Span], place: Span) -> Iterator[Meaning]:
    position = place.start
    while (match := _NUMBERS.match(lexis.masked, position, place.end)) is not None:
        number, position = int(match[1]), match.end()
        target = items[number - 1] if 0 < number <= len(items) else None
        said = lexis.source.text[target.start : target.end] if target is not None else ""
        value = f"`{' '.join(said.split())[:40]}`" if target is not None else "no column"
        yield Meaning(Span(*match.span(1)), span, f"the column `{number}`", value, target=target)
        if not match[2]:
            return
