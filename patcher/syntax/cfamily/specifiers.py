"""The words before a declared name: which of them are macros that decorate it.

A declaration has one type: a primitive one, a tag behind `struct`, or a name. Of further names
those in capitals, or that begin with `__`, are no type; they are read as a qualifier or as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from patcher.syntax.cfamily.change import Change, closer_of, words

_TOKEN = re.compile(
    r"[ \t\n#]*(?P<word>[A-Za-z_]\w*)(?P<behind>[ \t\n#]*(?:[*&][*&\s]*|::[ \t]*|(?P<call>\()|<)?)"
)
_QUALIFIERS = words(
    "static extern inline const constexpr volatile register virtual explicit friend typedef mutable "
    "restrict __inline __inline__ __restrict _Noreturn thread_local _Thread_local __extension__"
)
_PRIMITIVES = words("void int char short long float double signed unsigned bool _Bool auto")
_TAGS = frozenset({"struct", "union", "enum", "class"})
_NOT_HERE = words(
    "namespace template using return public private protected operator case default if else for while "
    "do switch goto typename __attribute__ __declspec decltype alignas static_assert _Static_assert "
    "asm"
)
_SHOUTED = re.compile(r"(?:\w*_)?[A-Z][A-Z0-9]+_?$|__\w+$")
_DECORATES = re.compile(
    r"API|EXPORT|IMPORT|INLINE|CALL|HIDDEN|STATIC|UNUSED|DECL|PUBLIC|PRIVATE|EXTERN|DEPRECATED|LOCAL|VISIB|"
    r"ATTR|_MSVC|ALWAYS|COLD|HOT|NORETURN|^__"
)


def decorations(masked: str, start: int) -> Iterator[Change]:
    """Yield how the decorating words of a declaration that begins at an offset are to be read."""
    found = list(_words(masked, start))
    if len(found) < 3:
        return
    names = [(at, end) for at, end, word in found[:-1] if word not in _QUALIFIERS | _PRIMITIVES | _TAGS]
    kept = any(word in _PRIMITIVES for _, _, word in found[:-1])
    for (_, _, tag), (at, end, _) in pairwise(found):
        if tag in _TAGS:
            names, kept = [each for each in names if each != (at, end)], True
    loud = [each for each in names if _SHOUTED.match(masked, *_word(masked, each))]
    if not kept and len(loud) == len(names) and loud:
        mere = [each for each in loud if not _DECORATES.search(masked[slice(*_word(masked, each))])]
        loud.remove((mere or loud)[-1])
    for at, end in loud:
        yield Change(at, _read_as(masked[at:end], at == start))


def _word(masked: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return where the word of a decoration stands, without the arguments behind it."""
    match = re.compile(r"\w+").match(masked, place[0], place[1])
    return (place[0], match.end() if match is not None else place[1])


def _words(masked: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield the words before a declared name, and that name last; nothing where it is no declaration."""
    position, found = start, []
    while (match := _TOKEN.match(masked, position)) is not None and len(found) < 12:
        word, at = match["word"], match.start("word")
        if word in _NOT_HERE or "::" in match["behind"] or match["behind"].endswith("<"):
            return
        end, position = match.end("word"), match.end()
        if match["call"] is not None:
            closer = closer_of(masked, match.start("call"))
            following = _TOKEN.match(masked, closer) if closer is not None else None
            if closer is None or following is None or not _SHOUTED.match(word):
                found.append((at, end, word))
                break
            end = position = closer
        found.append((at, end, word))
    if masked[position : position + 1] in ("", ":", ".", "+", "-", ")"):
        return
    yield from found


def _read_as(text: str, first: bool) -> str:
    """Return what is read for a decoration: the first word keeps the declaration's place."""
    if first and len(text) >= 5 and "\n" not in text:
        return "const".ljust(len(text))
    return re.sub(r"[^\n]", " ", text)
