"""The lines that a `move` takes away, with the edits inside them, as they leave with another indentation."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence

from patcher.edit.apply import apply_carried
from patcher.edit.clashes import carried_in
from patcher.edit.model import Edited, Request
from patcher.edit.pieces import first_text_line, indent_of
from patcher.edit.shifts import Shift
from patcher.source import LineRange, SourceFile
from patcher.syntax.syntax import Syntax


def carried_lines(syntax: Syntax, requests: Sequence[Request], index: int, indent: str | None) -> bytes:
    """Return the bytes of a departure's lines with the edits inside them, and another indentation."""
    source, located = syntax.source, requests[index].located
    assert located is not None
    first = first_text_line(source, located.lines)
    old = indent_of(source, first)
    shift = Shift(located.lines, old, old if indent is None else indent, 0)
    inner = [
        requests[each] for each, holder in carried_in(requests).items() if _within(requests, each, index)
    ]
    return _slice(source, apply_carried(syntax, [requests[index], *inner], shift), located.lines)


def _within(requests: Sequence[Request], inner: int, outer: int) -> bool:
    one, two = requests[inner].located, requests[outer].located
    return one is not None and two is not None and inner != outer and two.span.holds(one.span)


def _slice(source: SourceFile, edited: Edited, lines: LineRange) -> bytes:
    """Return what became of whole lines; a byte-order mark before them stays where it is."""
    start, end = source.byte_line_start(lines.first_line), source.byte_line_start(lines.last_line + 1)
    parts: list[bytes] = []
    position = start
    for splice in edited.splices:
        if splice.end < start or splice.start > end or (splice.start < splice.end <= start):
            continue
        if splice.start == end < splice.end:
            continue
        parts += source.data[position : max(position, splice.start)], splice.data
        position = max(position, min(splice.end, end))
    parts.append(source.data[position:end])
    return b"".join(parts).removeprefix(b"" if start else BOM_UTF8)
