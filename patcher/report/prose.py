"""Markdown that reads as well in a terminal and a mail: code that cannot break out, lines of one width.

>>> code("a`b")
'``a`b``'
>>> print(wrapped("- one `two three` four", 14))
- one
  `two three`
  four
"""

from __future__ import annotations

from collections.abc import Iterable

from patcher.expression import expression
from patcher.report.words import safe, wide

MARGIN = 100  # columns that a line of prose fills

_TICKS = expression("`+")
_ATOM = expression(r"(?:(`+)(?!`).*?(?<!`)\1(?!`)|\S)+")
_BULLET = expression(r"\s*(?:[-*] )?")
# What Markdown would take for markup; an underscore inside a word is none.
_MARKUP = expression(r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|\[(?=[^\]]*\]\()")


def code(text: str) -> str:
    """Return text as a span of code, whatever backquotes it holds (CommonMark, "Code spans")."""
    text = safe(text)
    runs = {len(run) for run in _TICKS.findall(text)}
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    edge = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def codes(words: Iterable[str]) -> str:
    """Return several spans of code, commas between them."""
    return ", ".join(map(code, words))


def plain(text: str) -> str:
    """Return one line of another's words as text that is no markup; what it has in backquotes is code."""
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:
        return _escaped(safe(text))
    return "".join(code(part) if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda match: "\\" + match[0], text)


def wrapped(text: str, width: int = MARGIN) -> str:
    """Return a paragraph or list item cut into lines between words, those after the first indented.

    A span of code stays whole, however long it is.
    """
    bullet = _BULLET.match(text)[0]  # type: ignore[index]
    lines: list[str] = []
    line, begun = bullet, False
    for match in _ATOM.finditer(text, len(bullet)):
        word = match[0]
        if begun and wide(line) + 1 + wide(word) > width:
            lines.append(line)
            line, begun = " " * len(bullet), False
        line += f" {word}" if begun else word
        begun = True
    return "\n".join([*lines, line])
