"""Lines of bytes by their offsets: no index of a whole file is made where a few lines are wanted."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.model import Splice
from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Whole lines at byte offsets `start:end` of the old file become the lines `new`, endings included."""

    start: int
    end: int
    new: bytes


def split_lines(data: bytes) -> list[bytes]:
    """Return bytes as lines with their endings; a line ends at `\\n` and nowhere else."""
    *whole, rest = data.split(b"\n")
    lines = [line + b"\n" for line in whole]
    if rest:
        lines.append(rest)
    return lines


def count_lines(data: bytes) -> int:
    """Return how many lines bytes are, a last one without newline included."""
    return data.count(b"\n") + (bool(data) and not data.endswith(b"\n"))


def line_start(data: bytes, offset: int) -> int:
    """Return the offset at which the line that holds an offset begins."""
    return data.rfind(b"\n", 0, offset) + 1


def line_end(data: bytes, offset: int) -> int:
    """Return the offset behind the line that holds an offset, its newline included."""
    found = data.find(b"\n", offset)
    return len(data) if found < 0 else found + 1


def above(data: bytes, start: int, count: int) -> int:
    """Return the start of the line that stands `count` lines above the one that begins at `start`."""
    while count and start:
        start = data.rfind(b"\n", 0, start - 1) + 1
        count -= 1
    return start


def below(data: bytes, start: int, count: int) -> int:
    """Return the end of the `count` lines from the one that begins at `start`."""
    while count and start < len(data):
        start = line_end(data, start)
        count -= 1
    return start


def line_changes(data: bytes, splices: Sequence[Splice]) -> list[Change]:
    """Return sorted splices as changes of whole lines, apart from one another.

    First and last lines that a replacement has in common with what it replaces are taken off it;
    nothing else is compared. Changes that touch become one.
    """
    changes: list[Change] = []
    for start, end, text in _whole_lines(data, splices):
        change = _trimmed(data, start, end, text)
        if change is None:
            continue
        if changes and changes[-1].end == change.start:
            changes[-1] = Change(changes[-1].start, change.end, changes[-1].new + change.new)
        else:
            changes.append(change)
    return changes


def _whole_lines(data: bytes, splices: Sequence[Splice]) -> list[tuple[int, int, bytes]]:
    """Return splices widened to whole lines, those that share a line made one: start, end, new text."""
    found: list[tuple[int, int, bytes]] = []
    for splice in splices:
        if splice.start == splice.end and not splice.data:
            continue
        start, end = line_start(data, splice.start), splice.end
        if found and (start < found[-1][1] or _open(found[-1][2])):
            start, end, text = _joined(data, found.pop(), splice)
        else:
            text = data[start : splice.start] + splice.data
        closed = end == 0 or data[end - 1 : end] == b"\n"
        if not closed or _open(text):
            stop = line_end(data, end)
            end, text = stop, text + data[end:stop]
        found.append((start, end, text))
    return found


def _open(text: bytes) -> bool:
    """Tell whether text ends within a line."""
    return bool(text) and not text.endswith(b"\n")


def _joined(data: bytes, known: tuple[int, int, bytes], splice: Splice) -> tuple[int, int, bytes]:
    """Return lines that were already widened with a splice inside the last of them."""
    start, end, text = known
    kept = len(text) - (end - splice.start)
    text = text[:kept] + splice.data
    if splice.end < end:
        return start, end, text + data[splice.end : end]
    return start, splice.end, text


def _trimmed(data: bytes, start: int, end: int, text: bytes) -> Change | None:
    if data[start:end] == text:
        return None
    if start == end or not text:
        return Change(start, end, text)
    old, new = split_lines(data[start:end]), split_lines(text)
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    most -= head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    start += sum(map(len, old[:head]))
    end -= sum(map(len, old[len(old) - tail :]))
    return Change(start, end, b"".join(new[head : len(new) - tail]))
