"""Where code uses a plain name: loads, attributes and imports, in f-strings too.

Not uses are what binds a name anew: the header of its definition, a parameter, a keyword of a
call (`f(name=1)`), a plain or annotated assignment, the target of a `for`, of an `as` and of an
attribute (`self.name = 1`). Scopes are not followed: a local of the same name that is read counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.python.elements import Elements
from patcher.syntax.python.layout import Layout
from patcher.syntax.python.lexicon import LEXICON, replacement_fields

_BEFORE = expression(r"(?:(\w+)|(\S))[ \t\f\n\\#]*\Z")
_STORES = expression(r"(?:[ \t\f\n#]|\\\n)*(?:=(?!=)|:(?!=))")
_ASSIGNS = expression(r"(?:[ \t\f\n#]|\\\n)*=(?!=)")
_BINDERS = frozenset({"def", "class", "as", "for", "lambda"})
_LOOK_BACK = 200


def find_uses(layout: Layout, elements: Elements, name: str) -> Iterator[Span]:
    """Yield the spans at which code uses a name, in file order."""
    lexis = layout.lexis
    text = lexis.source.text
    if name not in text:
        return
    for match in re.finditer(rf"{re.escape(name)}(?!\w)", text):
        span = Span(*match.span())
        if span.start and (text[span.start - 1].isalnum() or text[span.start - 1] == "_"):
            continue
        kind = lexis.kind_at(span.start)
        if kind == "string":
            string = lexis.skip_at(span.start)
            if string is not None and _in_field(text, string, span.start):
                yield span
        elif kind == "code" and not _binds(layout, elements, span):
            yield span


def _binds(layout: Layout, elements: Elements, span: Span) -> bool:
    """Tell whether a name is bound there, not used."""
    masked = layout.masked
    number = layout.line_at(span.start)
    if number is None:
        return False
    start = layout.starts[number]
    if start == span.start:
        return _STORES.match(masked, span.end) is not None
    before = _BEFORE.search(masked, max(start, span.start - _LOOK_BACK), span.start)
    if before is None:
        return False
    word, mark = before.groups()
    if word is not None:
        return word in _BINDERS
    if mark == ".":
        ends = layout.ends[number]
        assigned = _ASSIGNS.match(masked, span.end, ends)
        return assigned is not None and not _inside_bracket(masked, start, span.start)
    if mark == ";":
        return _STORES.match(masked, span.end) is not None
    if mark in "(,*":
        if _ASSIGNS.match(masked, span.end):
            return True
        element = elements.at(span)
        if element is not None and element.kind == "parameters":
            return not masked[element.span.start : span.start].strip("* \t\n\\#")
    return False


def _inside_bracket(masked: str, start: int, offset: int) -> bool:
    piece = masked[start:offset]
    return sum(map(piece.count, "([{")) > sum(map(piece.count, ")]}"))


def _in_field(text: str, string: Span, offset: int) -> bool:
    """Tell whether an offset in a formatted string is code of one of its fields."""
    for field in replacement_fields(text, string):
        if field.start <= offset < field.end:
            inner = Lexis(
                SourceFile("", text[field.start : field.end].encode("utf-8", "surrogateescape")), LEXICON
            )
            nested = inner.skip_at(offset - field.start)
            if nested is None:
                return True
            return inner.kind_at(offset - field.start) == "string" and _in_field(
                inner.source.text, nested, offset - field.start
            )
    return False
