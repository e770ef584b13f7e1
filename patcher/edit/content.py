"""What an edit brings, as the bytes that belong at its place.

For whole lines TEXT gets a last newline, the line ending of the place and the indentation of what
it replaces or stands beside; inside a line it is taken as it stands. Bytes of a brought file stay
exactly as they are.

>>> lines_of_text("one\\n\\n  two", "\\t", b"\\r\\n")
b'\\tone\\r\\n\\r\\n\\t  two\\r\\n'
"""

from __future__ import annotations

import re

from patcher.edit.model import Request
from patcher.edit.pieces import place_of
from patcher.errors import Place, Problem, Refusal, Target
from patcher.expression import expression
from patcher.finder.model import Located
from patcher.source import SourceFile

_REFERENCE = expression(r"\\(?:(\\)|([1-9][0-9]?)|g<([^<>\n]*)>)")
_GROUPED = frozenset({"text", "line"})  # the extents whose anchors give groups


def encoded(text: str) -> bytes:
    """Return text of a plan as a file's bytes."""
    return text.encode("utf-8", "surrogateescape")


def ending_at(source: SourceFile, above: int, below: int, own: int | None = None) -> bytes:
    """Return the line ending that belongs between two lines, given by number; either may be off the file.

    It is that of the line above, else that of the line below, else that of the line `own` that is
    replaced, else `\\n`. A last line without newline has none to give, so the one above it counts.
    """
    for line in (above, above - 1, below, own or 0):
        if 1 <= line <= source.line_count and (ending := source.line_ending(line)):
            return ending
    return b"\n"


def lines_of_text(text: str, indent: str, ending: bytes) -> bytes:
    """Return TEXT as whole lines; empty TEXT is no line. Blank lines get no indentation."""
    if not text:
        return b""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return b"".join(encoded(indent + line if line.strip() else line) + ending for line in lines)


def span_of_text(text: str, match: str, ending: bytes) -> bytes:
    """Return TEXT as it stands inside a line: without its last newline unless the match ends in one."""
    text = text.replace("\r\n", "\n")
    if not match.endswith("\n"):
        text = text.removesuffix("\n")
    return encoded(text).replace(b"\n", ending)


def text_of(request: Request) -> str:
    """Return the TEXT of a request with its references to groups filled in.

    `\\1` and `\\g<name>` stand for groups, `\\\\` for a backslash; every other backslash is itself.
    Raises `Refusal` for a group that the pattern does not have.
    """
    text, located = request.content, request.located
    assert isinstance(text, str)
    if located is None or located.extent not in _GROUPED or "\\" not in text:
        return text
    found = located  # for the closure
    return _REFERENCE.sub(lambda match: _filled(match, found, request), text)


def _filled(match: re.Match[str], located: Located, request: Request) -> str:
    backslash, digits, name = match.groups()
    if backslash:
        return "\\"
    groups, named = located.groups, dict(located.named_groups)
    if name is not None and not name.isdecimal():
        if name in named:
            return named[name] or ""
        raise Refusal(_unknown_group(match.group(), located, request))
    number = int(digits if name is None else name)
    if number < len(groups):
        return groups[number] or ""
    if name is None and number > 9 and number // 10 < len(groups):
        return (groups[number // 10] or "") + digits[1]
    raise Refusal(_unknown_group(match.group(), located, request))


def _unknown_group(reference: str, located: Located, request: Request) -> Problem:
    many = max(0, len(located.groups) - 1)
    groups = f"{many or 'no'} group{'' if many == 1 else 's'}"
    return Problem(
        "bad-value",
        f"`{reference}` stands for a group that the pattern does not have",
        plan=content_place(request),
        target=Target(located.file, located.lines.first_line, located.lines.last_line),
        hint=f"the pattern has {groups}; write `\\{reference}` for the text",
    )


def content_place(request: Request) -> Place:
    """Return where the plan gives what a request brings."""
    content = getattr(request.edit.action, "content", None)
    return content.place if content is not None else place_of(request)
