"""Hunks straight from known changes: three lines of context, and more until a hunk fits one place only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from patcher.diff.homes import Around, Home, homes_of
from patcher.diff.lines import Change, above, below, count_lines, line_end
from patcher.diff.model import Hunk
from patcher.diff.unique import Ladder, Places
from patcher.expression import expression
from patcher.record import dataclass, replace
from patcher.source import SourceFile

CONTEXT = 3
FUNCNAME_BYTES = 80

_BEGINS_NAME = expression(rb"[A-Za-z_$]")
_ANNOTATION = expression(rb"[ \t]*(?:@(?!interface\b)[\w.]+[ \t]*(?=\(|$)|#\[)", re.MULTILINE)
_HALF_CHARACTER = expression(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A hunk on its way: the changes in it, and the offsets of its old lines with their context.

    `homes` are those that it may not fit yet, `sure` tells that its lines are known to stand once.
    """

    changes: tuple[Change, ...]
    homes: tuple[Home, ...]
    top: int
    bottom: int
    sure: bool = False
    unique: bool = True

    def with_below(self, other: _Draft) -> _Draft:
        """Return both as one hunk, what lies between them included."""
        homes = self.homes + tuple(home for home in other.homes if home not in self.homes[-1:])
        return _Draft(self.changes + other.changes, homes, self.top, other.bottom, self.sure)

    def fits(self, places: Places, top: int, bottom: int) -> bool:
        """Tell whether, with its context up to there, it stands in one place and in all its homes."""
        once = self.sure or bool(self.homes) or places.stands_once(top, bottom)
        return once and all(self._fits(home, places, top, bottom) for home in self.homes)

    def without_fitted(self, places: Places) -> _Draft:
        """Return it without the homes that it fits already, and will with more context."""
        homes = tuple(home for home in self.homes if not self._fits(home, places, self.top, self.bottom))
        return replace(self, homes=homes, sure=self.sure or homes != self.homes)

    def _fits(self, home: Home, places: Places, top: int, bottom: int) -> bool:
        part = home.part(top, bottom)
        known = self.sure and part == (top, bottom)
        shown = home.header is None or top <= home.header or not places.is_similar(home.innermost)
        return shown and (known or places.stands_once(*part))


def make_hunks(source: SourceFile, changes: Sequence[Change], around: Around | None) -> tuple[Hunk, ...]:
    """Return the hunks of a file's changes, which are sorted and apart.

    Hunks at most six lines apart are one. Each then gets as much more context as it takes for its
    old lines, and those of them in the definition around a change, to stand once in the file; of a
    definition similar to others it shows the header. Hunks that meet merge; one that cannot says so.
    """
    writer = _Writer(source, around)
    return tuple(map(writer.hunk, _settled(source.data, _joined(source.data, changes, around))))


def whole_file(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """Return the one hunk of a file that comes, goes, or is emptied or filled; none where both are empty."""
    old, new = count_lines(before), count_lines(after)
    runs = tuple((sign, text) for sign, text in ((b"-", before), (b"+", after)) if text)
    return (Hunk(min(1, old), old, min(1, new), new, b"", runs),) if runs else ()


def _joined(data: bytes, changes: Sequence[Change], around: Around | None) -> list[_Draft]:
    """Return changes with three lines of context, those whose contexts touch made one."""
    drafts: list[_Draft] = []
    for change in changes:
        top, bottom = above(data, change.start, CONTEXT), below(data, change.end, CONTEXT)
        draft = _Draft((change,), homes_of(data, change, around), top, bottom)
        if drafts and top <= drafts[-1].bottom:
            draft = drafts.pop().with_below(draft)
        drafts.append(draft)
    return drafts


def _settled(data: bytes, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Return drafts widened until each fits one place, from the top down."""
    runs = [(draft.top, draft.bottom) for draft in drafts]
    homes = [(home, draft) for draft in drafts for home in draft.homes]
    runs += [home.part(draft.top, draft.bottom) for home, draft in homes]
    near = {home.innermost for home, _ in homes if home.header is not None}
    places = Places(data, len(drafts), runs, near)
    if any(d.top > 0 or d.bottom < len(data) for d in drafts) and places.one_line_repeated():
        return [replace(draft, unique=False) for draft in drafts]
    settled: list[_Draft] = []
    waiting = list(reversed(drafts))
    while waiting:
        draft = waiting.pop()
        ceiling = settled[-1].bottom if settled else -1
        floor = waiting[-1].top if waiting else len(data) + 1
        ladder = Ladder(data, draft.top, draft.bottom, ceiling, floor)
        found = ladder.narrowest(partial(draft.fits, places))
        if found is not None:
            settled.append(_Draft(draft.changes, (), *found, sure=True))
        elif ladder.met == "below":
            waiting.append(draft.with_below(waiting.pop()).without_fitted(places))
        else:
            both = settled.pop().with_below(draft).without_fitted(places)
            (waiting if both.homes else settled).append(both)
    return settled


class _Writer:
    """Writes drafts out from the top down."""

    def __init__(self, source: SourceFile, around: Around | None) -> None:
        self._source, self._data = source, source.data
        self._around = around
        self._shift = 0  # lines that came, less those that went, up to here
        self._searched = 0  # up to here the last name was looked for
        self._name = b""

    def hunk(self, draft: _Draft) -> Hunk:
        """Return a draft as a hunk."""
        runs = [run for run in self._runs(draft) if run[1]]
        kept, gone, come = (
            sum(count_lines(text) for own, text in runs if own == sign) for sign in (b" ", b"-", b"+")
        )
        old_count, new_count = kept + gone, kept + come
        first = self._source.line_at(self._source.text_offset(draft.top)) - 1
        hunk = Hunk(
            old_start=first + 1 if old_count else first,
            old_count=old_count,
            new_start=first + self._shift + (1 if new_count else 0),
            new_count=new_count,
            funcname=self._name_above(draft.top) if old_count else b"",
            runs=tuple(runs),
            unique=draft.unique,
        )
        self._shift += come - gone
        return hunk

    def _runs(self, draft: _Draft) -> Iterator[tuple[bytes, bytes]]:
        """Yield the lines of a draft with their signs, none where none of a sign stand."""
        data, position = self._data, draft.top
        for change in draft.changes:
            yield b" ", data[position : change.start]
            yield b"-", data[change.start : change.end]
            yield b"+", change.new
            position = change.end
        yield b" ", data[position : draft.bottom]

    def _name_above(self, top: int) -> bytes:
        """Return the text behind `@@`: the enclosing definition's first own line, else by git's default rule.

        git's rule (xemit.c, `def_ff`): the last line above that begins with a letter, `_` or `$`.
        """
        found = self._around(top) if self._around is not None else None
        if found is not None:
            start = below_annotations(self._data, *found)
            return cut_name(self._data[start : line_end(self._data, start)].strip())
        start = top
        while start > self._searched:
            end, start = start, above(self._data, start, 1)
            if _BEGINS_NAME.match(self._data, start):
                self._name = cut_name(self._data[start:end])
                break
        self._searched = top
        return self._name


def below_annotations(data: bytes, start: int, end: int) -> int:
    """Return where a definition's first line that is no annotation (`@Override`, `#[inline]`) begins."""
    at, depth = start, 0
    while at < end:
        stop = line_end(data, at)
        line = data[at:stop].rstrip()
        if depth <= 0 and _ANNOTATION.match(line) is None:
            return at
        depth += sum(line.count(mark) for mark in (b"(", b"[", b"{"))
        depth -= sum(line.count(mark) for mark in (b")", b"]", b"}"))
        at = stop
    return start


def cut_name(text: bytes) -> bytes:
    """Return at most 80 bytes of a name without blanks at its end, no character cut in two."""
    cut = text[:FUNCNAME_BYTES]
    if len(text) > FUNCNAME_BYTES:
        cut = _HALF_CHARACTER.sub(b"", cut)
    return cut.rstrip(b" \t\r\n")
