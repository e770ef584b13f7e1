"""Imported names, with every way to say each and the statement that brings it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.model import Imported
from patcher.syntax.python.layout import INNER, Layout

_BLANK = r"(?:[ \t\f]|\\\n)"
_IMPORT = expression(rf"import{_BLANK}+")
_FROM = expression(
    rf"from{_BLANK}*((?:\.{_BLANK}*)*(?:(?!import\b){INNER}++{_BLANK}*(?:\.{_BLANK}*{INNER}++{_BLANK}*)*)?)import\b{_BLANK}*(\(?)"
)
_SKIP = r"(?:[ \t\f\n]|\\\n|#)*"
_NAME = expression(
    rf"({INNER}++(?:{_SKIP}\.{_SKIP}{INNER}++)*|\*)(?:{_SKIP}\bas\b{_SKIP}({INNER}++))?", re.DOTALL
)
_ANY = expression(r"import\b")  # a literal first: it is what `re` skips to
_SPACE = expression(r"[\s\\#]+")


def find_imports(layout: Layout) -> tuple[Imported, ...]:
    """Return every imported name in file order; a star is the name `*`."""
    found: list[Imported] = []
    scopes: dict[int, bool] = {}
    seen: set[int] = set()
    for match in _ANY.finditer(layout.masked):
        number = layout.line_at(match.start())
        if number is None or number in seen or match.start() >= layout.ends[number]:
            continue
        seen.add(number)
        for statement in layout.simple_statements(number):
            found += _names(layout, statement, _is_local(layout, number, scopes))
    return tuple(found)


def _is_local(layout: Layout, number: int, scopes: dict[int, bool]) -> bool:
    """Tell whether a line stands in a function or a class, a one-line body included."""
    if layout.word(number) in ("def", "class", "async"):
        return True
    parent = layout.parents[number]
    if parent < 0:
        return False
    if parent not in scopes:
        scopes[parent] = _is_local(layout, parent, scopes) or _is_function(layout, parent)
    return scopes[parent]


def _is_function(layout: Layout, number: int) -> bool:
    return layout.word(number) in ("def", "class", "async")


def _names(layout: Layout, statement: Span, local: bool) -> Iterator[Imported]:
    masked = layout.masked
    plain = _IMPORT.match(masked, statement.start, statement.end)
    origin = _FROM.match(masked, statement.start, statement.end)
    if plain is None and origin is None:
        return
    head = plain or origin
    assert head is not None
    module = _SPACE.sub("", origin.group(1)) if origin is not None else None
    matches = list(_NAME.finditer(masked, head.end(), statement.end))
    siblings = tuple(Span(*match.span()) for match in matches)
    for match, span in zip(matches, siblings, strict=True):
        name, alias = _SPACE.sub("", match.group(1)), match.group(2)
        yield Imported(_ways(name, alias, module), span, statement, siblings, local)


def _ways(name: str, alias: str | None, module: str | None) -> tuple[str, ...]:
    """Return how an imported name can be said: as bound, and as the full dotted path."""
    if module is None:
        path, bound = name, alias or name.partition(".")[0]
    else:
        path = module + name if module.endswith(".") else f"{module}.{name}"
        bound = alias or name
    return (bound,) if bound == path else (bound, path)
