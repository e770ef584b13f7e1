"""What stands by its place in Python: parameters, members of an enum that count on, fields of a record.

The Python Language Reference, section Function definitions; the standard library's `enum`,
`typing.NamedTuple` and `dataclasses`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import ALWAYS, DOUBT, Meaning, Weight
from patcher.syntax.model import Definition, SyntaxFault
from patcher.syntax.python.units import Unit
from patcher.syntax.syntax import Syntax

_FAR = 5000  # characters around a change in which the brackets of its parameters are looked for
_HEAD = expression(r"\bdef(?:[ \t\f]|\\\n)+\w+[ \t\f]*(?:\[[^()]*\])?[ \t\f]*\(")
_HEADED = expression(r"\)[^\n()]*:[ \t]*(?:#[^\n]*)?\n")  # behind the brackets: the body begins
_OF_CLASS = expression(r"^[ \t]*@(?:property|classmethod|\w+\.(?:setter|getter|deleter))\b", re.M)
_OWN = expression(r"(?:self|cls|mcs|metacls)\b")
_SUPER = expression(r"\bsuper\(\)|\b__class__\b")
_STATIC = expression(r"^[ \t]*@\w*static\w*\b", re.M)
_NAME = expression(r"\w+")
_COUNTS = expression(r"\bauto\(|\bNamedTuple\b|\bdataclass\b|\battrs?\b|\bdefine\b|\bfrozen\b")
_ENUMS = {"Enum": "number", "IntEnum": "number", "Flag": "flag", "IntFlag": "flag"}
_RECORDS = frozenset({"dataclass", "define", "frozen", "attrs", "s"})


def passed(lexis: Lexis, spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield how the parameters are passed of the functions in whose brackets some spans stand."""
    seen: set[int] = set()
    for span in spans:
        inner = _parameters(lexis, span.start)
        if inner is not None and inner.start not in seen:
            seen.add(inner.start)
            yield from _passed(lexis, inner)


def _parameters(lexis: Lexis, offset: int) -> Span | None:
    """Return what stands between the brackets of a `def` around an offset."""
    text, start, begins = lexis.source.text, max(0, offset - _FAR), offset
    while True:
        begins = text.rfind("def ", start, begins)
        if begins < 0 or _HEADED.search(text, begins, offset) is not None:
            return None  # whether this one is code or not: so it is behind those further up
        if lexis.is_code(begins):
            break
    if "(" not in lexis.open_brackets(offset):
        return None
    before = lexis.masked_in(start, offset)
    heads = list(_HEAD.finditer(before)) if "def" in before else []
    if not heads:
        return None
    head = heads[-1]
    if before.count("(", head.end() - 1) <= before.count(")", head.end() - 1):
        return None
    first, depth = start + head.end(), 1
    for index, mark in enumerate(lexis.masked_in(first, min(len(lexis.source.text), offset + _FAR))):
        depth += (mark in "([{") - (mark in ")]}")
        if not depth:
            return Span(first, first + index)
    return None


def _passed(lexis: Lexis, inner: Span) -> Iterator[Meaning]:
    pieces = list(_pieces(lexis.masked_in(inner.start, inner.end), inner.start))
    slash = next((i for i, (_, text) in enumerate(pieces) if text == "/"), -1)
    star = next((i for i, (_, text) in enumerate(pieces) if text[:1] == "*" != text[1:2]), len(pieces))
    bare = star < len(pieces) and pieces[star][1] == "*"
    for index, (span, text) in enumerate(pieces):
        if text.startswith(("*", "/")) or (name := _NAME.match(text)) is None:
            continue
        value, weight = "by place or by keyword", ALWAYS
        if index < slash:
            value, weight = "by place alone", DOUBT
        elif index > star:
            value, weight = "by keyword alone", DOUBT if bare else ALWAYS
        yield Meaning(
            Span(span.start, span.start + name.end()),
            inner,
            f"how `{name.group()}` is passed",
            value,
            weight,
            f"`replace` `{pieces[star][1]}` by `*`" if index > star else None,
        )


def _pieces(masked: str, start: int) -> Iterator[tuple[Span, str]]:
    """Yield what commas part in a text, with where it stands; comments and blanks at its ends left out."""
    depth, begin = 0, 0
    for at, mark in enumerate(masked + ","):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and not depth:
            piece = masked[begin:at]
            bare = piece.strip(" \t\f\r\n\\#")
            if bare:
                first = begin + piece.index(bare)
                yield Span(start + first, start + first + len(bare)), bare
            begin = at + 1


def counted(units: Iterable[Unit], spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield the values of enum members that count on, and the places of the fields of records, around some spans."""
    for unit in units:
        if (
            "class" not in unit.text
            or _COUNTS.search(unit.text) is None
            or isinstance(unit.parsed, SyntaxFault)
        ):
            continue
        for node in ast.walk(unit.parsed):
            if isinstance(node, ast.ClassDef):
                around = _span(unit, node)
                if any(around.start <= span.start <= around.end for span in spans):
                    yield from _members(unit, node, around)


def _span(unit: Unit, node: ast.stmt | ast.expr) -> Span:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Span(unit.offset(node.lineno, node.col_offset), unit.offset(node.end_lineno, node.end_col_offset))


def _last_word(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _members(unit: Unit, node: ast.ClassDef, around: Span) -> Iterator[Meaning]:
    bases = [_last_word(base) for base in node.bases]
    own = any(isinstance(one, ast.FunctionDef) and one.name == "_generate_next_value_" for one in node.body)
    if "NamedTuple" in bases or any(_is_record(one) for one in node.decorator_list):
        yield from _fields(unit, node, around)
    elif not own and "StrEnum" not in bases:
        kind = next((_ENUMS[base] for base in bases if base in _ENUMS), None)
        yield from _values(unit, node, around, kind or "number", DOUBT if kind is None else ALWAYS)


def _is_record(decorator: ast.expr) -> bool:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return _last_word(decorator) in _RECORDS and not any(one.arg == "kw_only" for one in keywords)


def _fields(unit: Unit, node: ast.ClassDef, around: Span) -> Iterator[Meaning]:
    """Yield the places of a record's fields, by which it may be made and taken apart."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    for number, field in enumerate(fields, 1):
        about = f"the place of `{ast.unparse(field.target)}`"
        yield Meaning(_span(unit, field.target), around, about, str(number), DOUBT)


def _values(unit: Unit, node: ast.ClassDef, around: Span, kind: str, weight: Weight) -> Iterator[Meaning]:
    """Yield what `auto()` gives: one more than the value before, or the next power of two."""
    last: int | str = 0
    for one in node.body:
        if not (
            isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)
        ):
            continue
        if _last_word(one.value) == "auto" and isinstance(one.value, ast.Call):
            last = _next(last, kind)
            name = one.targets[0]
            about = f"the value of `{name.id}`"
            keeping = f"give `{name.id}` its value, `= {last}`,"
            yield Meaning(_span(unit, name), around, about, str(last), weight, keeping)
        elif isinstance(one.value, ast.Constant) and type(one.value.value) is int:
            last = one.value.value
        else:
            last = ast.unparse(one.value)


def _next(last: int | str, kind: str) -> int | str:
    if isinstance(last, str):
        return f"what follows {last}"
    return last + 1 if kind == "number" else 1 << last.bit_length()


def misplaced(syntax: Syntax, one: Definition) -> str | None:
    """Return why a function is no method and stands in a class, or is one and stands in none."""
    if one.kind != "function":
        return None
    around = syntax.definitions_called(one.name.rpartition(".")[0], one.span) if "." in one.name else ()
    lexis, inner = syntax.lexis, None
    head = _HEAD.search(lexis.masked_in(one.span.start, min(one.span.end, one.span.start + _FAR)))
    if head is not None:
        inner = _parameters(lexis, one.span.start + head.end())
    if inner is None:
        return None
    decorated = lexis.masked_in(one.attached_start, one.span.start)
    first = lexis.masked_in(inner.start, inner.end).strip()
    if any(each.kind == "class" for each in around):
        bare = not first and _STATIC.search(decorated) is None
        return "takes no argument, and a method is given its object" if bare else None
    if _OF_CLASS.search(decorated) is not None or _SUPER.search(
        lexis.masked_in(one.span.start, one.span.end)
    ):
        return "is written as a method, and stands in no class"
    return f"takes `{first.split(',')[0]}`, and stands in no class" if _OWN.match(first) else None
