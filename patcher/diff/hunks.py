"""Hunks straight from known changes: three lines of context, and more until a hunk fits one place only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from patcher.diff.lines import Change, above, below, split_lines
from patcher.diff.model import Hunk
from patcher.diff.unique import Ladder, Places
from patcher.record import dataclass

CONTEXT = 3
FUNCNAME_BYTES = 80

Funcname = Callable[[int], "bytes | None"]

_BEGINS_NAME = re.compile(rb"[A-Za-z_$]")
_HALF_CHARACTER = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A hunk on its way: the changes in it, and the offsets of its old lines with their context."""

    changes: tuple[Change, ...]
    top: int
    bottom: int
    unique: bool = True


def make_hunks(data: bytes, changes: Sequence[Change], funcname: Funcname | None) -> tuple[Hunk, ...]:
    """Return the hunks of a file's changes, which are sorted and apart.

    Hunks at most six lines apart are one. Each then gets as much more context as it takes for its
    old lines to stand once in the file, and hunks that meet merge; one that cannot says so.
    """
    drafts = _joined(data, changes)
    writer = _Writer(data, funcname)
    return tuple(map(writer.hunk, _settled(data, drafts)))


def whole_file(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """Return the one hunk of a file that comes, goes, or is emptied or filled; none where both are empty."""
    old, new = split_lines(before), split_lines(after)
    rows = tuple([b"-" + line for line in old] + [b"+" + line for line in new])
    return (Hunk(min(1, len(old)), len(old), min(1, len(new)), len(new), b"", rows),) if rows else ()


def _joined(data: bytes, changes: Sequence[Change]) -> list[_Draft]:
    """Return changes with three lines of context, those whose contexts touch made one."""
    drafts: list[_Draft] = []
    for change in changes:
        top, bottom = above(data, change.start, CONTEXT), below(data, change.end, CONTEXT)
        if drafts and top <= drafts[-1].bottom:
            last = drafts.pop()
            drafts.append(_Draft((*last.changes, change), last.top, bottom))
        else:
            drafts.append(_Draft((change,), top, bottom))
    return drafts


def _settled(data: bytes, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Return drafts widened until each stands in one place, from the top down."""
    places = Places(data, len(drafts), [(draft.top, draft.bottom) for draft in drafts])
    if any(d.top > 0 or d.bottom < len(data) for d in drafts) and places.one_line_repeated():
        return [_Draft(d.changes, d.top, d.bottom, unique=False) for d in drafts]
    settled: list[_Draft] = []
    waiting = list(reversed(drafts))
    while waiting:
        draft = waiting.pop()
        ceiling = settled[-1].bottom if settled else -1
        floor = waiting[-1].top if waiting else len(data) + 1
        ladder = Ladder(data, draft.top, draft.bottom, ceiling, floor)
        found = ladder.narrowest(places)
        if found is not None:
            settled.append(_Draft(draft.changes, *found))
        elif ladder.met == "above":
            # The one above stands in one place already, so that the two together do.
            last = settled.pop()
            settled.append(_Draft(last.changes + draft.changes, last.top, draft.bottom))
        else:
            after = waiting.pop()
            waiting.append(_Draft(draft.changes + after.changes, draft.top, after.bottom))
    return settled


class _Writer:
    """Writes drafts out from the top down; counts lines as it goes, so that none is counted twice."""

    def __init__(self, data: bytes, funcname: Funcname | None) -> None:
        self._data = data
        self._funcname = funcname
        self._counted = 0  # bytes
        self._line = 1  # of the byte behind them
        self._shift = 0  # lines that came, less those that went, up to here
        self._searched = 0  # up to here the last name was looked for
        self._name = b""

    def hunk(self, draft: _Draft) -> Hunk:
        """Return a draft as a hunk."""
        data = self._data
        self._line += data.count(b"\n", self._counted, draft.top)
        self._counted = draft.top
        rows: list[bytes] = []
        position, removed, added = draft.top, 0, 0
        for change in draft.changes:
            rows += [b" " + line for line in split_lines(data[position : change.start])]
            gone = [b"-" + line for line in split_lines(data[change.start : change.end])]
            rows += gone
            rows += [b"+" + line for line in change.new]
            removed += len(gone)
            added += len(change.new)
            position = change.end
        rows += [b" " + line for line in split_lines(data[position : draft.bottom])]
        old_count, new_count = len(rows) - added, len(rows) - removed
        first = self._line - 1  # lines above
        hunk = Hunk(
            old_start=first + 1 if old_count else first,
            old_count=old_count,
            new_start=first + self._shift + (1 if new_count else 0),
            new_count=new_count,
            funcname=self._name_above(draft.top) if old_count else b"",
            lines=tuple(rows),
            unique=draft.unique,
        )
        self._shift += added - removed
        return hunk

    def _name_above(self, top: int) -> bytes:
        """Return the text behind `@@`: the enclosing definition's first line, else by git's default rule.

        git's rule (xemit.c, `def_ff`): the last line above that begins with a letter, `_` or `$`.
        """
        found = self._funcname(self._line) if self._funcname is not None else None
        if found is not None:
            return cut_name(found.partition(b"\n")[0])
        start = top
        while start > self._searched:
            end, start = start, above(self._data, start, 1)
            if _BEGINS_NAME.match(self._data, start):
                self._name = cut_name(self._data[start:end])
                break
        self._searched = top
        return self._name


def cut_name(text: bytes) -> bytes:
    """Return at most 80 bytes of a name without blanks at its end, no character cut in two."""
    cut = text[:FUNCNAME_BYTES]
    if len(text) > FUNCNAME_BYTES:
        cut = _HALF_CHARACTER.sub(b"", cut)
    return cut.rstrip(b" \t\r\n")
