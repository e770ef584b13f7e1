"""Where the strings and comments of a text stand: found in one scan, after an edit only around what changed.

A scan goes on from the end of what it found last and knows nothing else. Where it meets a string or a comment that
stood there before, behind all that changed, what follows is what followed then.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from patcher.record import dataclass, field
from patcher.source import Following, Span
from patcher.syntax.lexicon import Lexicon, StringRule

# Characters above a change from which on is scanned anew, and apart from one before what is met counts: further
# than any rule looks at what stands around the string that it finds.
_REACH = 6_000


Skip = tuple[int, int, bool]
"""Where a string or a comment begins, where it ends, and whether it is a comment."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a text that was scanned anew, and the part of the text before that it took the place of."""

    new: Span
    old: Span


@dataclass(slots=True)
class Skips:
    """Every string and comment of a text in order; `regions` where it was scanned anew, if some of it was not."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    comments: list[bool] = field(default_factory=list)
    regions: list[Region] | None = None

    @classmethod
    def of(cls, found: Iterable[Skip]) -> Skips:
        """Return strings and comments that come in order."""
        columns = tuple(map(list, zip(*found, strict=True)))
        return cls(*columns)  # none of nothing

    @classmethod
    def among(cls, *, comments: Iterable[Span], strings: Iterable[Span]) -> Skips:
        """Return comments and strings that were found apart from one another."""
        found = [(span.start, span.end, True) for span in comments]
        found += [(span.start, span.end, False) for span in strings]
        return cls.of(sorted(found))

    def add(self, one: Skip) -> None:
        """Add a string or comment behind all others."""
        start, end, comment = one
        self.starts.append(start)
        self.ends.append(end)
        self.comments.append(comment)

    def take(self, other: Skips, first: int, stop: int, shift: int) -> None:
        """Add those of another text from one number to before another, so many characters further on."""
        self.starts += [start + shift for start in islice(other.starts, first, stop)]
        self.ends += [end + shift for end in islice(other.ends, first, stop)]
        self.comments += other.comments[first:stop]


def skips_of(text: str, lexicon: Lexicon) -> Skips:
    """Return the strings and comments of a text."""
    return Skips.of(skips_from(text, lexicon, 0))


def skips_from(text: str, lexicon: Lexicon, position: int) -> Iterator[Skip]:
    """Yield the strings and comments behind a place in code, where the last one ended."""
    rules = {f"s{i}": rule for i, rule in enumerate(lexicon.strings)}
    special = {group for group, rule in rules.items() if rule.extend or rule.prefixes}
    nested = {f"n{i}": pair for i, pair in enumerate(lexicon.nested_comments)}
    closers = {group: _Closers(text, rule.closer) for group, rule in rules.items() if rule.closer}
    again: int | None = position  # from where on is scanned once more
    while again is not None:
        scan, again = lexicon.pattern.finditer(text, again), None
        for match in scan:
            start, end = match.span()
            group = match.lastgroup or ""
            if group in special:
                start, again = _with_ends(text, start, end, rules[group], position)
            elif group in closers:
                again = closers[group].end_of(match)
                if again is None:
                    again = start + 1
                    break
            elif group in nested:
                again = _nested_end(text, start, *nested[group])
            position = end if again is None else again
            yield start, position, group[0] != "s"
            if again is not None:
                break


def _with_ends(text: str, start: int, end: int, rule: StringRule, lowest: int) -> tuple[int, int | None]:
    """Return where a string begins, and where it ends if not where its quotes say."""
    if rule.prefixes:
        quote, start = start, with_prefix(text, start, rule.prefixes, lowest)
        if start == quote:
            return start, None
    moved = rule.extend(text, start, end) if rule.extend else end
    return start, moved if moved != end else None


class _Closers:
    """All that may close the strings of one rule: looked for once, however many of them are never closed."""

    def __init__(self, text: str, closer: str) -> None:
        self._text, self._closer = text, closer

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, int]]]:
        """Where each begins and ends, by its tag."""
        found: dict[str, list[tuple[int, int]]] = {}
        for match in re.finditer(self._closer, self._text):
            found.setdefault(_tag(match), []).append(match.span())
        return found

    def end_of(self, opener: re.Match[str]) -> int | None:
        """Return the end of the string that an opener begins; `None` where nothing below closes it."""
        places = self._places.get(_tag(opener), [])
        number = bisect_left(places, (opener.end(), 0))
        return places[number][1] if number < len(places) else None


def _tag(match: re.Match[str]) -> str:
    return match.groupdict().get("tag") or ""


def followed(old: Skips, text: str, lexicon: Lexicon, changes: Sequence[tuple[Span, int]]) -> Skips | None:
    """Return the strings and comments of a text that came of another one by changes; `None` where a rule of
    the language looks further than can be told.

    `changes` are spans of the text before, sorted and apart, each with the length of what stands there now.
    """
    if any(rule.closer for rule in lexicon.strings):
        return None
    return _Following(old, text, lexicon, changes).skips()


class _Following(Following):
    """Goes along the changes; between them the old strings and comments stand."""

    def __init__(self, old: Skips, text: str, lexicon: Lexicon, changes: Sequence[tuple[Span, int]]) -> None:
        super().__init__(changes)
        self.old, self.text, self.lexicon = old, text, lexicon
        self.found = Skips(regions=[])

    def skips(self) -> Skips:
        """Return the new ones."""
        done, size = 0, len(self.old.starts)
        while not self.passed_all:
            first = max(done, self._above(self.next))
            self.found.take(self.old, done, first, self.shift)
            done = self._anew(first)
        self.found.take(self.old, done, size, self.shift)
        return self.found

    def _above(self, change: int) -> int:
        """Return the first old string or comment that a change may have made another one."""
        start = self.changes[change][0].start
        line = self.text.rfind("\n", 0, start + self.shift) - self.shift
        return bisect_left(self.old.ends, min(start - _REACH, line))

    def _anew(self, first: int) -> int:
        """Scan from an old string or comment on, until one is met again; returns the first that stands."""
        assert self.found.regions is not None
        top = self.old.ends[first - 1] if first else 0
        begin = top + self.shift
        for one in skips_from(self.text, self.lexicon, begin):
            self.pass_until(one[0] - _REACH)
            met = self._met(one)
            if met is not None:
                self.found.regions.append(Region(Span(begin, one[0]), Span(top, self.old.starts[met])))
                return met
            self.found.add(one)
        self.pass_until(len(self.text))
        self.found.regions.append(Region(Span(begin, len(self.text)), Span(top, len(self.text) - self.shift)))
        return len(self.old.starts)

    def _met(self, one: Skip) -> int | None:
        """Return the old string or comment that stands here, if no change is near."""
        start, end, comment = one[0] - self.shift, one[1] - self.shift, one[2]
        number, old = bisect_left(self.old.starts, start), self.old
        if number == len(old.starts) or not self.next:
            return None
        if (old.starts[number], old.ends[number], old.comments[number]) != (start, end, comment):
            return None
        if self.changes[self.next - 1][0].end > start - _REACH:
            return None
        stands = self.passed_all or self._above(self.next) > number + 1
        return number if stands else None


def with_prefix(text: str, start: int, prefixes: str, lowest: int) -> int:
    """Return where a string begins whose opener stands at `start`, prefix letters included."""
    first = start
    while first > lowest and text[first - 1] in prefixes:
        first -= 1
    before = text[first - 1] if first > lowest else ""
    # `if"x"` and `xrb"x"`: letters that end a longer word are no prefix.
    return start if before.isalnum() or before == "_" or start - first > 2 else first


def _nested_end(text: str, start: int, opener: str, closer: str) -> int:
    """Return the end of a block comment that may hold others of its kind; the text's where it has none."""
    depth = 0
    for match in re.compile(f"{re.escape(opener)}|{re.escape(closer)}").finditer(text, start):
        depth += 1 if match.group() == opener else -1
        if not depth:
            return match.end()
    return len(text)
