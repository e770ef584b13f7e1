"""Added lines that do not read as they are: characters that turn the direction of text, or are not seen.

>>> unseen("if x != '\\u202e':")
'U+202E RIGHT-TO-LEFT OVERRIDE'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from patcher.diff.lines import count_lines, split_lines
from patcher.diff.model import FileDiff
from patcher.expression import expression

# What Unicode lets turn the direction of text (UAX #9, explicit formatting), and what takes no room at all.
_UNSEEN = expression(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)


def unseen(text: str) -> str | None:
    """Return the first such character of a text by number and name, or `None`."""
    found = _UNSEEN.search(text)
    if found is None:
        return None
    return f"U+{ord(found.group()):04X} {unicodedata.name(found.group(), '')}".rstrip()


def hidden_in(diffs: Iterable[FileDiff]) -> Iterator[str]:
    """Yield a warning for each file whose added lines hold some; lines are 1-based, of the tree after the step."""
    for diff in diffs:
        held = list(_held(diff))
        if held:
            line, name = held[0]
            more = f" (and so do {len(held) - 1} more)" if len(held) > 1 else ""
            yield f"{diff.change.path}:{line}: the added line holds {name}, which is not seen{more}"


def _held(diff: FileDiff) -> Iterator[tuple[int, str]]:
    for hunk in diff.hunks:
        first = hunk.new_start  # of the lines of the run
        for sign, lines in hunk.runs:
            if sign == b"+" and not lines.isascii():
                yield from _held_in(lines, first)
            first += 0 if sign == b"-" else count_lines(lines)


def _held_in(lines: bytes, first: int) -> Iterator[tuple[int, str]]:
    """Yield the lines with some, by number; `first` is that of the topmost."""
    for number, line in enumerate(split_lines(lines), first):
        text = line.decode("utf-8", "replace")
        name = unseen(text.removeprefix("\ufeff") if number == 1 else text)  # a mark of the file's encoding
        if name is not None:
            yield number, name
