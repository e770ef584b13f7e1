"""The words before a declared name: which of them are macros that decorate it.

A declaration has one type: a primitive one, a tag behind `struct`, or a name. Of further names
those in capitals, or that begin with `__`, are no type; they are read as a qualifier or as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from patcher.expression import expression
from patcher.syntax.cfamily.change import Change, closer_of, words

_TOKEN = expression(
    r"[ \t\n#]*(?P<word>[A-Za-z_]\w*)(?P<behind>[ \t\n#]*(?:[*&][*&\s]*|::[ \t]*|(?P<call>\()|<)?)"
)
_QUALIFIERS = words(
    "static extern inline const constexpr volatile register virtual explicit friend typedef mutable "
    "restrict __inline __inline__ __restrict _Noreturn thread_local _Thread_local __extension__"
)
_PRIMITIVES = words("void int char short long float double signed unsigned bool _Bool auto")
_TAGS = frozenset({"struct", "union", "enum", "class"})
_NOT_HERE = words(
    "namespace template using return public private protected case default if else for while "
    "do switch goto typename __attribute__ __declspec decltype alignas static_assert _Static_assert "
    "asm"
)
_SHOUTED = expression(r"(?:\w*_)?[A-Z][A-Z0-9]+_?$|__\w+$")
_POINTER = expression(r"\([ \t]*(?:\w+[ \t]*)?\*[*\s]*\w+[ \t]*(?:\[\w*\][ \t]*)*\)[ \t\n]*\(")
_TRAILING = expression(
    r"[ \t\n#]*(?P<word>(?!__attribute__\b|__asm)(?:[A-Z][A-Z0-9]*_\w+|[A-Z][A-Z0-9]{3,}|__\w+))\b"
)
_GUARDS = expression(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
_ARGUMENTS = expression(r"[ \t]*\((?:(?!\w\s+\w)[\w\s.,:&*>-])*\)")
_DECORATES = expression(
    r"API|EXPORT|IMPORT|INLINE|CALL|HIDDEN|STATIC|UNUSED|DECL|PUBLIC|PRIVATE|EXTERN|DEPRECATED|LOCAL|VISIB|"
    r"ATTR|_MSVC|ALWAYS|COLD|HOT|NORETURN|^__"
)


def decorations(masked: str, start: int) -> Iterator[Change]:
    """Yield how the decorating words of a declaration that begins at an offset are to be read."""
    found, end = _head(masked, start)
    guard = _guard(masked, found)
    if guard is not None:
        yield guard
        found.pop()
    yield from _behind(masked, end)
    if len(found) < 3:
        return
    first = found[0]
    if first.text.endswith("_HEAD"):  # the members that a macro brings, before the first one of its own
        yield Change(first.end, ";")
        return
    for each in _loud(found):
        yield Change(each.start, _read_as(masked[each.start : each.end], each.start == start))


def _guard(masked: str, found: Sequence[_Word]) -> Change | None:
    """Return how a macro behind a declared variable is read, as blanks: `int total GUARDED_BY(mu);`.

    It stands behind a type and a name, and nothing in its brackets declares a parameter.
    """
    if len(found) < 3 or not _GUARDS.fullmatch(found[-1].text):
        return None
    before, name, macro = found[-3:]
    call = _ARGUMENTS.match(masked, macro.end)
    closed = call is not None and masked[call.end() :].lstrip(" \t\n#")[:1] in (";", "=")
    typed = before.text not in _QUALIFIERS | _TAGS and not _SHOUTED.match(before.text)
    if call is None or not closed or not typed or name.text in _PRIMITIVES | _QUALIFIERS | _TAGS:
        return None
    return Change(macro.start, " " * (call.end() - macro.start))


class _Word(NamedTuple):
    """A word before a declared name, with its arguments where it is a macro's call."""

    start: int
    end: int
    text: str
    told: bool = False  # its argument is a string: it is no type


def _loud(found: Sequence[_Word]) -> list[_Word]:
    """Return the words that decorate the last one of a declaration's head."""
    before = found[:-1]
    names = [each for each in before if each.text not in _QUALIFIERS | _PRIMITIVES | _TAGS]
    kept = any(each.text in _PRIMITIVES or each.text == "explicit" for each in before)
    for tag, word in pairwise(before):
        if tag.text in _TAGS and word in names:
            names.remove(word)
            kept = True
    loud = [each for each in names if _SHOUTED.match(each.text)]
    types = [each for each in loud if not each.told]
    if not kept and types and len(loud) == len(names):
        mere = [each for each in types if not _DECORATES.search(each.text)]
        loud.remove((mere or types)[-1])
    return loud


def _head(masked: str, start: int) -> tuple[list[_Word], int]:
    """Return the words up to a declared name, that name last, and where it ends; none for other code."""
    position = start
    found: list[_Word] = []
    while (match := _TOKEN.match(masked, position)) is not None and len(found) < 12:
        word, at, end = match["word"], match.start("word"), match.end("word")
        if word in _NOT_HERE or "::" in match["behind"] or match["behind"].endswith("<"):
            return [], start
        position = match.end()
        if word == "operator":
            return [*found, _Word(at, end, word)], end
        if match["call"] is not None:
            opener = match.start("call")
            closer = closer_of(masked, opener)
            following = _TOKEN.match(masked, closer) if closer is not None else None
            if found and _POINTER.match(masked, opener):  # `int (*name)(int)`
                return [*found, _Word(at, end, word), _Word(opener, opener, "")], opener
            if closer is None or following is None or not _SHOUTED.match(word):
                return [*found, _Word(at, end, word)], end
            position = closer
            found.append(_Word(at, closer, word, masked[opener + 1 : opener + 2] == '"'))
            continue
        found.append(_Word(at, end, word))
    if masked[position : position + 1] in ("", ":", ".", "+", "-", ")"):
        return [], start
    return found, position


def _behind(masked: str, end: int) -> Iterator[Change]:
    """Yield the macros between a function's parameters and its body or `;`, which are not read."""
    position = end
    while masked[position : position + 1] == "(":
        closer = closer_of(masked, position)
        if closer is None:
            return
        position = closer
        while (match := _TRAILING.match(masked, position)) is not None:
            following = (
                closer_of(masked, match.end()) if masked[match.end() : match.end() + 1] == "(" else None
            )
            stop = following or match.end()
            yield Change(match.start("word"), re.sub(r"[^\n]", " ", masked[match.start("word") : stop]))
            position = stop


def _read_as(text: str, first: bool) -> str:
    """Return what is read for a decoration: the first word keeps the declaration's place."""
    if first and len(text) >= 5 and "\n" not in text:
        return "const".ljust(len(text))
    return re.sub(r"[^\n]", " ", text)
