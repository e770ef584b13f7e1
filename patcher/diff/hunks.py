"""Hunks straight from known splices: nothing is compared but the ends of a replacement.

Three lines of context, hunks at most six lines apart are one, and then as much more context as it
takes for a hunk's old text to stand once in its file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from patcher.diff.model import Hunk, LineChange
from patcher.edit.model import Splice

CONTEXT = 3
FUNCNAME_BYTES = 80

_NEWLINE = re.compile(b"\n")

Funcname = Callable[[int], "bytes | None"]


@dataclass(slots=True)
class Lines:
    """A file's bytes and the offset at which each line starts; the last one is the end."""

    data: bytes
    starts: list[int]

    @classmethod
    def of(cls, data: bytes) -> Lines:
        """Return the lines of bytes; a line ends at `\\n` and nowhere else."""
        starts = [0, *(match.end() for match in _NEWLINE.finditer(data))]
        if starts[-1] != len(data):
            starts.append(len(data))
        return cls(data, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def text(self, first: int, last: int) -> bytes:
        """Return the bytes of lines `first:last`, 0-based and half open."""
        return self.data[self.starts[first] : self.starts[last]]

    def each(self, first: int, last: int) -> list[bytes]:
        """Return lines `first:last` one by one, with their endings."""
        starts, data = self.starts, self.data
        return [data[starts[i] : starts[i + 1]] for i in range(first, last)]

    def at(self, offset: int) -> int:
        """Return the 0-based line that holds a byte offset; the end is behind the last line."""
        index = bisect_left(self.starts, offset)
        return index if index < len(self.starts) and self.starts[index] == offset else index - 1


def split_lines(data: bytes) -> list[bytes]:
    """Return bytes as lines with their endings."""
    lines = Lines.of(data)
    return lines.each(0, len(lines))


def line_changes(old: Lines, splices: Sequence[Splice]) -> list[LineChange]:
    """Return splices as changes of whole lines, sorted, apart, common first and last lines taken off."""
    changes = []
    for first, last, group in _grouped(old, _merged(splices)):
        position, parts = old.starts[first], []
        for start, end, data in group:
            parts += [old.data[position:start], data]
            position = end
        parts.append(old.data[position : old.starts[last]])
        change = _trimmed(old, first, last, split_lines(b"".join(parts)))
        if change is not None:
            changes.append(change)
    return changes


Piece = tuple[int, int, bytes]  # old bytes `start:end` become these


def _merged(splices: Sequence[Splice]) -> list[Piece]:
    """Return splices with those that touch made one."""
    found: list[Piece] = []
    for splice in splices:
        if found and found[-1][1] == splice.start:
            found[-1] = (found[-1][0], splice.end, found[-1][2] + splice.data)
        else:
            found.append((splice.start, splice.end, splice.data))
    return found


def _touched(old: Lines, piece: Piece) -> tuple[int, int]:
    """Return the lines `first:last` that a piece changes, with the line that its end runs into."""
    start, end, data = piece
    first, last = old.at(start), old.at(end)
    if start == len(old.data) and first and not old.data.endswith(b"\n"):
        first -= 1
    begins_line = old.starts[first] == start
    ends_line = data.endswith(b"\n") if data else begins_line
    whole = old.starts[last] == end and (ends_line or last == len(old))
    return first, last if whole else min(last + 1, len(old))


def _grouped(old: Lines, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, list[Piece]]]:
    """Yield lines `first:last` with the pieces in them; lines that touch are taken together."""
    group: list[Piece] = []
    first = last = 0
    for piece in pieces:
        top, bottom = _touched(old, piece)
        if group and top <= last:
            group.append(piece)
            last = max(last, bottom)
            continue
        if group:
            yield first, last, group
        group, first, last = [piece], top, bottom
    if group:
        yield first, last, group


def _trimmed(old: Lines, first: int, last: int, new: list[bytes]) -> LineChange | None:
    before = old.each(first, last)
    head = 0
    while head < len(before) and head < len(new) and before[head] == new[head]:
        head += 1
    tail = 0
    while tail < len(before) - head and tail < len(new) - head and before[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head == len(before) == len(new):
        return None
    return LineChange(first + head, last - tail, tuple(new[head : len(new) - tail]))


@dataclass(slots=True)
class _Draft:
    """A hunk on its way: the changes in it, and old lines `top:bottom` with its context."""

    changes: list[LineChange]
    top: int
    bottom: int
    unique: bool = True


def make_hunks(old: Lines, changes: Sequence[LineChange], funcname: Funcname | None) -> tuple[Hunk, ...]:
    """Return the hunks of a file's changes; each stands in one place only, or says that it does not."""
    drafts = _joined(
        [_Draft([c], max(0, c.first - CONTEXT), min(len(old), c.last + CONTEXT)) for c in changes]
    )
    while True:
        for draft in drafts:
            _widen(old, draft)
        joined = _joined(drafts)
        if len(joined) == len(drafts):
            break
        drafts = joined
    found, shift = [], 0
    for draft in drafts:
        hunk = _hunk(old, draft, shift, funcname)
        shift += hunk.new_count - hunk.old_count
        found.append(hunk)
    return tuple(found)


def _joined(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Return drafts with those that meet, or that six lines part at most, made one."""
    found: list[_Draft] = []
    for draft in drafts:
        if found and draft.top <= found[-1].bottom:
            last = found[-1]
            found[-1] = _Draft(last.changes + draft.changes, last.top, max(last.bottom, draft.bottom))
        else:
            found.append(draft)
    return found


def _widen(old: Lines, draft: _Draft) -> None:
    """Add context on both sides until the draft's old lines stand once in the file."""
    step = 1
    while not _stands_once(old, draft.top, draft.bottom):
        if draft.top == 0 and draft.bottom == len(old):
            draft.unique = False
            return
        draft.top = max(0, draft.top - step)
        draft.bottom = min(len(old), draft.bottom + step)
        step = step if draft.bottom - draft.top < 64 else step * 2


def _stands_once(old: Lines, top: int, bottom: int) -> bool:
    """Tell whether lines `top:bottom` stand at one place of the file, at line starts."""
    if top == bottom:
        return len(old) == 0
    text = old.text(top, bottom)
    place = old.starts[top]
    bare = text.removesuffix(b"\n")
    before = _stands(old, bare, 0, place - 1 + len(bare))
    return not (before or _stands(old, bare, place + 1, len(old.data)))


def _stands(old: Lines, bare: bytes, start: int, end: int) -> bool:
    """Tell whether lines, less the last newline, stand whole in a part of the file."""
    while (found := old.data.find(bare, start, max(end, 0))) >= 0:
        behind = found + len(bare)
        begins = found == 0 or old.data[found - 1] == 10
        if begins and (behind == len(old.data) or old.data[behind] == 10):
            return True
        start = found + 1
    return False


def _hunk(old: Lines, draft: _Draft, shift: int, funcname: Funcname | None) -> Hunk:
    rows: list[bytes] = []
    position, added, removed = draft.top, 0, 0
    for change in draft.changes:
        rows += [b" " + line for line in old.each(position, change.first)]
        rows += [b"-" + line for line in old.each(change.first, change.last)]
        rows += [b"+" + line for line in change.new]
        added += len(change.new)
        removed += change.last - change.first
        position = change.last
    rows += [b" " + line for line in old.each(position, draft.bottom)]
    count = draft.bottom - draft.top
    new_count = count - removed + added
    return Hunk(
        old_start=draft.top + 1 if count else draft.top,
        old_count=count,
        new_start=draft.top + shift + 1 if new_count else draft.top + shift,
        new_count=new_count,
        funcname=_funcname(old, draft.top, funcname),
        lines=tuple(rows),
        unique=draft.unique,
    )


def _funcname(old: Lines, top: int, funcname: Funcname | None) -> bytes:
    """Return the text behind `@@`: the enclosing definition's first line, else git's default rule.

    git's rule (xemit.c, `def_ff`): the last line above that begins with a letter, `_` or `$`.
    """
    found = funcname(top + 1) if funcname is not None and top < len(old) else None
    if found is None:
        for line in range(top - 1, -1, -1):
            first = old.data[old.starts[line]]
            if first in b"_$" or 65 <= first <= 90 or 97 <= first <= 122:
                found = old.text(line, line + 1)
                break
    return _cut((found or b"").rstrip())


def _cut(text: bytes) -> bytes:
    """Return at most 80 bytes, whole characters, without blanks at the end."""
    return (
        text[:FUNCNAME_BYTES]
        .decode("utf-8", "ignore" if len(text) > FUNCNAME_BYTES else "surrogateescape")
        .rstrip()
        .encode("utf-8", "surrogateescape")
    )
