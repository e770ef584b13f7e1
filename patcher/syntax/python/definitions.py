"""Functions, classes, assignments and class attributes with their qualified names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword

from patcher.expression import expression
from patcher.record import dataclass, replace
from patcher.source import Span
from patcher.syntax.depth import Names
from patcher.syntax.model import Definition
from patcher.syntax.python.layout import COMPOUND, NAME, Layout
from patcher.syntax.python.statements import attached_start

HEADER = expression(rf"(?:async(?:[ \t\f]|\\\n)+)?(def|class)(?:[ \t\f]|\\\n)+({NAME})")
_PLAIN = expression(rf"({NAME})[ \t\f]*(?::(?!=)|=(?!=))")
_ALIAS = expression(rf"type(?:[ \t\f]|\\\n)+({NAME})(?:[ \t\f]|\\\n)*(?:\[\0*\](?:[ \t\f]|\\\n)*)?=(?!=)")
_EQUALS = expression(r"(?<![=!<>:])=(?!=)|\blambda\b|:=")
_AUGMENTS = frozenset("+-*/%@&|^>")
# Begins with what `re` finds fastest.
NESTED = expression(r"\n[ \t\f]*+(?:async(?:[ \t\f]|\\\n)+)?(?:def|class)\b")
_OVERLOAD = expression(r"@[ \t\f]*(?:\w+\.)*overload\b")
_ACCESSOR = expression(r"@[ \t\f]*(?:\w+\.)*(\w+)\.(?:setter|getter|deleter)\b")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    kind: str
    span: Span
    line: int  # of the layout
    multiple: bool = False


def find_definitions(layout: Layout) -> tuple[Definition, ...]:
    """Return every definition of a file, in file order, what is inside one directly behind it.

    Overloads and accessors of one name in one body are one definition of several parts.
    """
    source = layout.lexis.source
    definitions: list[Definition] = []
    names = Names(source)
    functions: dict[tuple[str, int], tuple[int, bool]] = {}  # its place, and whether it is an overload yet
    for one in _scope(layout, 0, len(layout), "", inside_function=False):
        if one.kind == "function":
            key = (one.name, layout.parents[one.line])
            overload, accessor = _role(layout, one)
            place, open_overload = functions.get(key, (-1, False))
            if place >= 0 and (accessor or open_overload):
                first = definitions[place]
                definitions[place] = replace(first, parts=(*(first.parts or (first.span,)), one.span))
                functions[key] = (place, overload)
                continue
            functions[key] = (len(definitions), overload)
        start = attached_start(source, layout, one.span.start)
        clean = one.line not in layout.broken
        definitions.append(
            Definition(names.kept(one.name), one.kind, one.span, start, (), one.multiple, clean)
        )
    return tuple(definitions)


def _role(layout: Layout, one: _Found) -> tuple[bool, bool]:
    """Tell whether a function is decorated as an overload, and whether as an accessor of its own name."""
    overload = accessor = False
    number = one.line
    while number and layout.is_decorator(number - 1):
        number -= 1
        start = layout.starts[number]
        overload = overload or _OVERLOAD.match(layout.masked, start) is not None
        match = _ACCESSOR.match(layout.masked, start)
        accessor = accessor or (match is not None and match.group(1) == one.name.rpartition(".")[2])
    return overload, accessor


def _scope(layout: Layout, first: int, stop: int, prefix: str, *, inside_function: bool) -> Iterator[_Found]:
    """Yield the definitions of the lines `first:stop`, which stand in one scope, nested blocks included."""
    masked, starts = layout.masked, layout.starts
    number = first
    while number < stop:
        header = HEADER.match(masked, starts[number])
        if header is not None:
            yield from _header(layout, number, header, prefix)
            number = layout.stops[number]
            continue
        if not inside_function:
            yield from _assignments(layout, number, prefix)
        number += 1


def _header(layout: Layout, number: int, header: re.Match[str], prefix: str) -> Iterator[_Found]:
    keyword, name = header.groups()
    kind = "function" if keyword == "def" else "class"
    stop = layout.stops[number]
    yield _Found(prefix + name, kind, Span(layout.starts[number], layout.block_end(number, stop)), number)
    inner = f"{prefix}{name}."
    if kind == "class":
        yield from _inline(layout, number, inner)
        yield from _scope(layout, number + 1, stop, inner, inside_function=False)
    elif stop > number + 1 and _defines(layout.masked, layout.ends[number], layout.ends[stop - 1]):
        yield from _scope(layout, number + 1, stop, inner, inside_function=True)


def _defines(masked: str, start: int, end: int) -> bool:
    """Tell whether a line in a stretch begins a definition; most bodies hold neither word."""
    held = masked.find("def", start, end) >= 0 or masked.find("class", start, end) >= 0
    return held and NESTED.search(masked, start, end) is not None


def _inline(layout: Layout, number: int, prefix: str) -> Iterator[_Found]:
    """Yield the assignments behind a header's colon, on its own line."""
    for span in layout.simple_statements(number):
        if layout.masked.find("=", span.start, span.end) >= 0 or layout.masked.find(":", span.start) >= 0:
            yield from _targets(layout, span, number, prefix)


def _assignments(layout: Layout, number: int, prefix: str) -> Iterator[_Found]:
    masked, start, end = layout.masked, layout.starts[number], layout.ends[number]
    if masked.find("=", start, end) < 0 and masked.find(":", start, end) < 0:
        return
    word = layout.word(number)
    if word in ("import", "from", "return", "@", "pass", "raise", "assert", "del"):
        return
    if (word in COMPOUND or word in ("match", "case")) and layout.header_colon(number) is not None:
        yield from _inline(layout, number, prefix)
        return
    quick = _PLAIN.match(masked, start)
    if quick is not None and masked.find(";", start, end) < 0:
        name, behind = quick.group(1), quick.end()
        if not iskeyword(name) and (masked[behind - 1] == ":" or masked.find("=", behind, end) < 0):
            yield _Found(prefix + name, "assignment", Span(start, layout.code_end(number)), number)
            return
    for span in layout.simple_statements(number):
        yield from _targets(layout, span, number, prefix)


def _targets(layout: Layout, span: Span, number: int, prefix: str) -> Iterator[_Found]:
    """Yield the plain names that a simple statement assigns; several are each one of `multiple`."""
    flat = layout.flat(span.start, span.end)
    alias = _ALIAS.match(flat) if flat.startswith("type") else None
    if alias is not None and not iskeyword(alias.group(1)):
        yield _Found(prefix + alias.group(1), "type", span, number)
        return
    quick = _PLAIN.match(flat)
    if quick is not None and not iskeyword(quick.group(1)) and flat[quick.end() - 1] == ":":
        yield _Found(prefix + quick.group(1), "assignment", span, number)
        return
    pieces = list(_target_pieces(flat))
    names = [
        name for start, end in pieces for name in _names(layout.masked[span.start + start : span.start + end])
    ]
    several = len(pieces) > 1 or any(_holds_several(flat[start:end]) for start, end in pieces)
    several = several or len(names) > 1
    for name in dict.fromkeys(names):
        yield _Found(prefix + name, "assignment", span, number, several)


def _target_pieces(flat: str) -> Iterator[tuple[int, int]]:
    """Yield where the targets stand of `a = b = value`, none for an augmented assignment."""
    position = 0
    for match in _EQUALS.finditer(flat):
        if match.group() != "=":
            return
        if not position and match.start() and flat[match.start() - 1] in _AUGMENTS:
            return
        colon = flat.find(":", position, match.start())
        if colon >= 0:  # annotated, though not a plain name: `(a): int = 1`
            yield position, colon
            return
        yield position, match.start()
        position = match.end()
    if not position and (colon := flat.find(":")) > 0:
        yield position, colon


def _holds_several(flat: str) -> bool:
    return "," in flat or "*" in flat or flat.lstrip()[:1] == "["


def _names(target: str) -> Iterator[str]:
    """Yield the plain names of a target, whatever tuples, lists and stars they stand in."""
    depth, position = 0, 0
    pieces: list[str] = []
    for match in _SPLIT.finditer(target):
        mark = match.group()
        if mark == "," and not depth:
            pieces.append(target[position : match.start()])
            position = match.end()
        elif mark != ",":
            depth += 1 if mark in "([{" else -1
    pieces.append(target[position:])
    for piece in pieces:
        plain = piece.strip(" \t\f\r\n\\#*")
        if _WHOLE_NAME.fullmatch(plain):
            yield plain
        elif plain[:1] + plain[-1:] in ("()", "[]"):
            yield from _names(plain[1:-1])


_SPLIT = expression(r"[()\[\]{},]")
_WHOLE_NAME = expression(NAME)
