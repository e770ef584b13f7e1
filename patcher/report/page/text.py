"""Text of a tree or a plan as HTML: everything escaped, what steers a reader's eye or screen shown.

>>> shown("if x < 1:\\u202e")
'if x &lt; 1:<i class=u data-b=e280ae>\\\\u202e</i>'
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from patcher.expression import expression
from patcher.report.words import safe

_SPECIAL = expression(r"[^\n\t\x20-\x25\x27-\x3b\x3d-\x7e]")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")
_BLANK_LOOKING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def shown(text: str) -> str:
    """Return text as HTML content; newlines and tabs stay, other invisible characters become escapes.

    An escape is an `i` element that carries the character's UTF-8 bytes, so that a script can give
    the text back byte for byte.
    """
    return _SPECIAL.sub(_shown, text)


def attribute(text: str) -> str:
    """Return text for a double-quoted attribute, its invisible characters as plain escapes."""
    return _SPECIAL.sub(_plain, text).replace('"', "&quot;")


def named(value: str) -> str:
    """Return a word of code as an element."""
    return f"<code>{shown(value)}</code>"


def coded(text: str) -> str:
    """Return prose with its backquoted words as code."""
    parts = text.split("`")
    return "".join(named(part) if at % 2 else shown(part) for at, part in enumerate(parts))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    entity = _entity(character)
    if entity is not None:
        return entity
    raw = character.encode("utf-8", "surrogateescape")
    return f"<i class=u data-b={raw.hex()}>{_escape(character)}</i>"


def _plain(match: re.Match[str]) -> str:
    return _entity(match[0]) or _escape(match[0])


@lru_cache(maxsize=4096)
def _entity(character: str) -> str | None:
    """Return what stands for a character that is seen, else `None`."""
    known = {"&": "&amp;", "<": "&lt;"}.get(character)
    if known is not None:
        return known
    unseen = unicodedata.category(character) in _HIDDEN or character in _BLANK_LOOKING
    return None if unseen or 0xFE00 <= ord(character) <= 0xFE0F else character


def _escape(character: str) -> str:
    if character == "\r":
        return "\\r"
    word = safe(character)
    return word if word != character else f"\\u{ord(character):04x}"
