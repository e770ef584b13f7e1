"""How Python writes strings and comments; f-strings and t-strings with quotes in their fields.

>>> from patcher.source import SourceFile
>>> from patcher.syntax.lexis import Lexis
>>> [str(span) for span in Lexis(SourceFile("a.py", b'x = f"{y["a"]}"'), LEXICON).strings()]
['Span(start=4, end=15)']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.lexicon import Lexicon, quoted

PREFIXES = "rRbBuUfFtT"
_FORMATTED = frozenset("fFtT")
_QUOTES = expression(r"\"\"\"|'''|\"|'")
_REACH = 4000  # characters behind the plain end in which the true end of an f-string is looked for
_DEPTH = 8  # f-strings inside f-strings

_CLOSER = {"(": ")", "[": "]", "{": "}"}
_IN_FIELD = expression(r"[()\[\]{}:\"'#]|![^=]")
_SIMPLE = expression(r"(?:[^{}]++|\{\{|\}\}|\{[^{}\"'#]*+\})*+")


class _Unclosed(Exception):
    """The walk through an f-string came to no end."""


def true_end(text: str, start: int, end: int) -> int:
    """Return where a string really ends, whose next equal quote stands before `end`.

    From Python 3.12 on a replacement field may hold the quote of its own string (PEP 701); the
    plain end is kept where it leaves no field open, or where no better one is found near.
    """
    if text[start] not in _FORMATTED and text[start + 1 : start + 2] not in _FORMATTED:
        return end
    opening = _QUOTES.search(text, start, end)
    if opening is None or text.find("{", opening.end(), end) < 0:
        return end
    if _FORMATTED.isdisjoint(text[start : opening.start()]):
        return end
    quote = opening.group()
    closed = text.startswith(quote, max(end - len(quote), opening.end()))
    if _SIMPLE.fullmatch(text, opening.end(), end - len(quote) if closed else end):
        return end
    try:
        return _walk(text, start, opening, end + _REACH, 0, [])
    except _Unclosed:
        return end


def replacement_fields(text: str, string: Span) -> Iterator[Span]:
    """Yield the spans of code inside an f-string or t-string, outermost fields only.

    A field's conversion (`!r`) is in its span, its format is not, the fields in the format are.
    Nothing comes of a string that is not formatted or never closed.
    """
    opening = _QUOTES.search(text, string.start, string.end)
    if opening is None or _FORMATTED.isdisjoint(text[string.start : opening.start()]):
        return
    fields: list[Span] = []
    try:
        _walk(text, string.start, opening, string.end, 0, fields)
    except _Unclosed:
        return
    yield from sorted(fields)


def _walk(text: str, start: int, opening: re.Match[str], limit: int, depth: int, fields: list[Span]) -> int:
    """Return the end of the formatted string that `opening` opens; its fields are added to `fields`."""
    if depth > _DEPTH:
        raise _Unclosed
    quote = opening.group()
    raw = not {"r", "R"}.isdisjoint(text[start : opening.start()])
    literal = re.compile(rf"\\N\{{[^}}\n]*\}}|\\(?s:.)|\{{\{{|\{{|{quote}|\n")
    position = opening.end()
    while (match := literal.search(text, position, limit)) is not None:
        mark, position = match.group(), match.end()
        if mark == quote:
            return position
        if mark == "{":
            position = _field(text, position, limit, depth, fields, quote)
        elif mark == "\n" and len(quote) == 1:
            break
        elif mark[0] == "\\" and (raw or mark[1] != "N") and mark[1:2] in "{N":
            position = match.start() + 1  # in a raw string `\N{x}` is a field, and `\{` always begins one
            if mark[1] == "N":
                position += 1
    raise _Unclosed


def _field(text: str, position: int, limit: int, depth: int, fields: list[Span], quote: str) -> int:
    """Return the offset behind the `}` of the field whose code begins at `position`."""
    start, stack = position, ["}"]
    while (match := _IN_FIELD.search(text, position, limit)) is not None:
        mark, position = match.group(), match.end()
        if mark in _CLOSER:
            stack.append(_CLOSER[mark])
        elif mark in ")]}":
            if stack.pop() != mark:
                break
            if not stack:
                fields.append(Span(start, match.start()))
                return position
        elif mark in "\"'":
            position = _nested(text, match.start(), limit, depth)
        elif mark == "#":
            newline = text.find("\n", position, limit)
            position = limit if newline < 0 else newline
        elif len(stack) == 1 and mark == ":":
            fields.append(Span(start, match.start()))
            return _format(text, position, limit, depth, fields, quote)
        elif mark[0] == "!":
            position -= 1
    raise _Unclosed


def _format(text: str, position: int, limit: int, depth: int, fields: list[Span], quote: str) -> int:
    """Return the offset behind the `}` that ends a field's format, which may hold fields itself."""
    marks = re.compile(rf"[{{}}]|{quote}" + ("|\n" if len(quote) == 1 else ""))
    while (match := marks.search(text, position, limit)) is not None:
        position = match.end()
        if match.group() == "}":
            return position
        if match.group() != "{" or depth > _DEPTH:
            break
        depth += 1
        position = _field(text, position, limit, depth, fields, quote)
    raise _Unclosed


def _nested(text: str, start: int, limit: int, depth: int) -> int:
    """Return the end of the string inside a field whose quote stands at `start`."""
    first = start
    while text[first - 1] in PREFIXES and start - first < 2:
        first -= 1
    if not _FORMATTED.isdisjoint(text[first:start]):
        opening = _QUOTES.match(text, start)
        assert opening is not None
        return _walk(text, first, opening, limit, depth + 1, [])
    match = LEXICON.pattern.match(text, start, limit)
    if match is None or text[match.end() - 1] != text[start] or match.end() == start + 1:
        raise _Unclosed
    return match.end()


LEXICON = Lexicon(
    line_comments=("#",),
    strings=(
        quoted('"""', prefixes=PREFIXES, multiline=True, extend=true_end),
        quoted("'''", prefixes=PREFIXES, multiline=True, extend=true_end),
        quoted('"', prefixes=PREFIXES, extend=true_end),
        quoted("'", prefixes=PREFIXES, extend=true_end),
    ),
)


def closed_end(text: str, position: int) -> int | None:
    """Return the end of the string whose quote stands at an offset; `None` where it has none."""
    match = LEXICON.pattern.match(text, position)
    if match is None:
        return None
    quote = text[position : position + 3] if text.startswith(('"""', "'''"), position) else text[position]
    start = position
    while start and text[start - 1] in PREFIXES and position - start < 3:
        start -= 1
    before = text[start - 1 : start]
    if before.isalnum() or before == "_" or position - start > 2:
        start = position
    end = true_end(text, start, match.end())
    if end != match.end():
        return end
    inner = re.compile(rf"(?:\\(?s:.)|(?!{quote})(?s:.))*+").match(text, position + len(quote), end)
    closed = inner is not None and text.startswith(quote, inner.end()) and inner.end() + len(quote) == end
    return end if closed else None
