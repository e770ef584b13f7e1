"""Mail headers as `git format-patch` writes them (pretty.c): folded, quoted, encoded by RFC 2047."""

from __future__ import annotations

import re
from datetime import datetime

from patcher.expression import expression

_WIDTH = 78  # of a header's line (RFC 5322)
_ENCODED_WIDTH = 76  # of one with encoded words (RFC 2047)
_OPENING = "=?UTF-8?q?"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPECIAL = frozenset('()<>[]:;@,."\\')
_PLAIN_IN_SUBJECT = expression(r"[!-<>@-^`-~]")  # printable, but none of `=`, `?`, `_`
_PLAIN_IN_NAME = expression(r"[A-Za-z0-9!*+/-]")


def render_from(name: str, email: str) -> str:
    """Return the `From:` header of a person.

    A name that needs encoded words and quotes at once is quoted inside them: git takes the quotes
    off after it has decoded the words (mailinfo.c, `handle_from`), so that such a name survives.
    """
    head = "From: "
    if _needs_words(name):
        quoted = _quoted(name) if re.search(r'["(\\]', name) else name
        head += _encoded(quoted, len(head), _PLAIN_IN_NAME)
        width = _ENCODED_WIDTH
    else:
        head += _folded(name if _SPECIAL.isdisjoint(name) else _quoted(name), len(head))
        width = _WIDTH
    used = len(head) - head.rfind("\n") - 1
    if used + len(f" <{email}>".encode()) > width:
        head += "\n"
    return f"{head} <{email}>"


def render_subject(prefix: str, subject: str) -> str:
    """Return the `Subject:` header; the prefix (`[PATCH 1/4]`) is never encoded."""
    head = f"Subject: {prefix} "
    if _needs_words(subject):
        return head + _encoded(subject, len(head), _PLAIN_IN_SUBJECT)
    return head + _folded(subject, len(head))


def render_date(date: str) -> str:
    """Return the `Date:` header for an ISO 8601 date, in English whatever the locale."""
    at = datetime.fromisoformat(date)
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"Date: {day}, {at.day} {month} {at.year} {at:%H:%M:%S} {at.strftime('%z')[:5]}"


def _needs_words(text: str) -> bool:
    """Tell whether text must be encoded: it is not printable ASCII, or looks as if it were encoded."""
    return not text.isascii() or "=?" in text or not text.isprintable()


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _folded(text: str, used: int) -> str:
    """Return ASCII text folded at blanks, `used` columns being taken (utf8.c, `strbuf_add_wrapped_text`)."""
    rows: list[str] = []
    start, width = 0, _WIDTH - used
    while len(text) - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        if cut < start or (cut == start and rows):
            cut = text.find(" ", start + 1) if rows else start
        if cut < 0:
            break
        rows.append(text[start:cut])
        start, width = cut + (1 if text[cut : cut + 1] == " " else 0), _WIDTH - 1
    rows.append(text[start:])
    return "\n ".join(rows)


def _encoded(text: str, used: int, plain: re.Pattern[str]) -> str:
    """Return text as encoded words of whole characters (pretty.c, `add_rfc2047`)."""
    parts = [_OPENING]
    used += len(_OPENING)
    for character in text:
        piece = character if plain.fullmatch(character) else _escaped(character)
        if used + len(piece) + 2 > _ENCODED_WIDTH:
            parts.append(f"?=\n {_OPENING}")
            used = len(_OPENING) + 1
        parts.append(piece)
        used += len(piece)
    return "".join(parts) + "?="


def _escaped(character: str) -> str:
    return "".join(f"={byte:02X}" for byte in character.encode())
