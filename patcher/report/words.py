"""Words and numbers as the screens write them, and text from a tree made safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WIDTH = 100
DOUBTS = {"could belong to either side": "comment", "could mean something else": "meaning"}  # headings


def number(value: int) -> str:
    """Return a number with its thousands parted: `2,591`."""
    return f"{value:,}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """Return a number and its noun: `1 range`, `37 ranges`."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def safe(text: str) -> str:
    """Return text with control, bidirectional and undecodable characters written as escapes.

    What a tree or a plan holds may not steer the reader's terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _plain(character) else _escape(character) for character in text)


def _plain(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escape(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return "    "
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def wide(text: str) -> int:
    """Return how many columns text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0  # marks, and the letters of Hangul that join the one before
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return text cut to a number of columns, with ` ...` where something is missing."""
    if wide(text) <= width:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += _columns(character)
        if taken > width - 4:
            return text[:index].rstrip() + " ..."
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Return text as lines of at most some columns, parted at blanks.

    A longer word stays whole, and so does what stands in backquotes: somebody will paste it.
    """
    return joined(re.findall(r"(?:`[^`]*`|[^ ])+", text), width)


def joined(parts: Sequence[str], width: int) -> list[str]:
    """Return parts behind one another in lines of at most some columns; no part is cut or parted."""
    lines: list[str] = []
    for part in parts:
        if lines and wide(lines[-1]) + 1 + wide(part) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def hanging(lead: str, text: str, width: int) -> list[str]:
    """Return text behind a lead, wrapped, its further lines below its first."""
    first, *rest = wrapped(text, width - wide(lead)) or [""]
    return [lead + first, *(" " * wide(lead) + line for line in rest)]


def listed(lead: str, words: Sequence[str], most: int, width: int) -> str:
    """Return a lead with as many words as fit, `most` of them, none cut, and how many there are more.

    The first word is there even where it does not fit.
    """
    line = lead
    for count in range(min(most, len(words)), 0, -1):
        more = f" and {number(len(words) - count)} more (-v)" if count < len(words) else ""
        line = lead + ", ".join(words[:count]) + more
        if wide(line) <= width:
            return line
    return line


def remedy(hint: str | None, offers: Sequence[str]) -> list[str]:
    """Return the lines that say what to do: the hint, and each thing to paste below it."""
    return [
        *([hint] if hint is not None else []),
        *(f"  {line}" for text in offers for line in text.split("\n")),
    ]


def pad(text: str, width: int) -> str:
    """Return text with blanks behind it up to a number of columns."""
    return text + " " * max(0, width - wide(text))
