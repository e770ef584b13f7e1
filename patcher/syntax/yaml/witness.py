"""What PyYAML says of a text: where each key's value and each item ends, and where it stops.

PyYAML reads YAML 1.1; its events tell neither that an alias has no anchor nor that a key stands
twice, which `YamlSyntax` looks for by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from patcher.record import dataclass
from patcher.syntax.model import SyntaxFault

if TYPE_CHECKING:
    from yaml.events import Event


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read."""

    mapping: bool
    start: int
    number: int = 0  # of the nodes read in it
    key: int = 0  # where the last key begins
    last: int = 0  # behind the last thing read in it


def read_part(text: str, start: int, end: int) -> dict[tuple[str, int], int] | None:
    """Return where keys' values and items end in a part of a text that is read by itself.

    The result goes by `("key", start of the key)` and `("item", start of the value)`, offsets into the
    whole text; `("elements", start)` gives a collection's number of nodes, or of pairs. `None`: it does
    not read it. A part that begins behind other text on its line is read at its own column.
    """
    column = start - (text.rfind("\n", 0, start) + 1)
    if text[start - column : start].startswith("\ufeff"):
        column -= 1
    return _read(text[start:end], start, column)


@lru_cache(maxsize=8)
def _read(part: str, start: int, column: int) -> dict[tuple[str, int], int] | None:
    import yaml

    moved = start - column
    try:
        return _ends(_events(" " * column + part + "\n"), part=" " * column + part, moved=moved)
    except (yaml.YAMLError, RecursionError, UnicodeError):
        return None


def _events(text: str) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Iterator[Event] = yaml.parse(text, Loader=loader)
    return found


def _ends(events: Iterator[Event], part: str, moved: int) -> dict[tuple[str, int], int]:
    from yaml import events as kinds

    found: dict[tuple[str, int], int] = {}
    stack: list[_Open] = []
    for event in events:
        if isinstance(event, kinds.CollectionStartEvent):
            start = _index(event.start_mark)
            _begin(stack, start)
            stack.append(_Open(isinstance(event, kinds.MappingStartEvent), start))
            stack[-1].last = _index(event.end_mark)
        elif isinstance(event, kinds.CollectionEndEvent):
            done = stack.pop()
            found["elements", done.start + moved] = done.number // 2 if done.mapping else done.number
            # the end of a block collection is where the next token begins, so only a bracket counts
            end = _index(event.end_mark)
            bracket = _index(event.end_mark) > _index(event.start_mark) and part[end - 1 : end] in ("]", "}")
            _finish(stack, found, done.start, end if bracket else done.last, moved)
        elif isinstance(event, kinds.NodeEvent):
            start, end = _index(event.start_mark), _index(event.end_mark)
            if getattr(event, "style", None) in ("|", ">"):
                end = start + len(part[start:end].rstrip(" \t\n"))
            if start == end and stack and part[stack[-1].last : end].strip() != ":":
                start = end = max(stack[-1].last, stack[-1].key)  # no value: its mark is what comes next
            _begin(stack, start)
            _finish(stack, found, start, end, moved)
    return found


def _index(mark: object) -> int:
    index: int = mark.index  # type: ignore[attr-defined]
    return index


def _begin(stack: list[_Open], start: int) -> None:
    if stack and stack[-1].mapping and stack[-1].number % 2 == 0:
        stack[-1].key = start


def _finish(stack: list[_Open], found: dict[tuple[str, int], int], start: int, end: int, moved: int) -> None:
    """Note where a node ends: as the value of a key, or as an item."""
    if not stack:
        return
    around = stack[-1]
    around.number += 1
    around.last = max(around.last, end)
    if not around.mapping:
        found["item", start + moved] = end + moved
    elif around.number % 2 == 0:
        found["key", around.key + moved] = end + moved


def faults_in(text: str) -> tuple[SyntaxFault, ...]:
    """Return where PyYAML stops reading a text, at most one place."""
    import yaml

    try:
        for _ in _events(text.removeprefix("\ufeff")):
            pass
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        words = wrong.problem or wrong.context or "it cannot be read"
        return (SyntaxFault(mark.line + 1 if mark is not None else 1, words),)
    except (yaml.YAMLError, RecursionError, UnicodeError) as wrong:
        return (SyntaxFault(1, f"it cannot be read: {type(wrong).__name__}"),)
    return ()
