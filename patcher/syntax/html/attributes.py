"""The attributes of a start tag, templates beside them left out.

>>> from patcher.syntax.html.tags import tags_in
>>> text = '<a href="x" {% if b %}class=y{% endif %} hidden>'
>>> [text[span.start : span.end] for span in attributes_of(text, next(tags_in(text)))]
['href="x"', 'class=y', 'hidden']
"""

from __future__ import annotations

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.html.tags import TEMPLATE, Tag, braces_end, quote_end

_NAME_ENDS = frozenset(" \t\r\n\f=>/\"'")
_EQUALS = expression(r"\s*=\s*")


def inside_of(text: str, tag: Tag) -> Span:
    """Return what lies in a tag behind its name, without its `/` and its blanks at the end."""
    start = tag.span.start + 1 + len(tag.name)
    inner = text[start : tag.span.end - 1].rstrip()
    return Span(start, start + len(inner.removesuffix("/").rstrip()))


def attributes_of(text: str, tag: Tag) -> tuple[Span, ...]:
    """Return the attributes of a start tag, each with its value."""
    inside = inside_of(text, tag)
    found = []
    position = inside.start
    while position < inside.end:
        template = TEMPLATE.match(text, position, inside.end)
        if template is not None:
            position = template.end()
        elif text[position] in _NAME_ENDS:
            position += 1
        else:
            end = _value_end(text, _word_end(text, position, inside.end), inside.end)
            found.append(Span(position, end))
            position = end
    return tuple(found)


def _word_end(text: str, position: int, end: int, ends: frozenset[str] = _NAME_ENDS) -> int:
    """Return where a word ends that stands in a tag: at a blank, past braces and templates."""
    while position < end and text[position] not in ends:
        template = TEMPLATE.match(text, position, end)
        if template is not None and text[position + 1] == "%":
            return position
        if template is not None:
            position = template.end()
        else:
            position = braces_end(text, position) if text[position] == "{" else position + 1
    return min(position, end)


def _value_end(text: str, position: int, end: int) -> int:
    """Return where an attribute ends whose name ends at an offset: behind its value, where it has one."""
    equals = _EQUALS.match(text, position, end)
    if equals is None or equals.end() == end:
        return position
    start = equals.end()
    if text[start] in "\"'":
        behind = quote_end(text, start, end)
        return end if behind is None else behind
    return _word_end(text, start, end, frozenset(" \t\r\n\f>"))
