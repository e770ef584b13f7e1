"""Which tables of a TOML file have to be read together to see that an edit made none of them twice.

What can clash with a table is what shares a key with it. Where neither changed, and both stand in the element of
an array in which they stood, they are as they were.

>>> before = [Table(("a",), False), Table(("b",), False), Table(("b", "c"), False)]
>>> list(related(before, before[:2], [0, 1])), list(related(before[:2], before, [0, 1, -1]))
([(1, False)], [(1, False), (2, False)])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from patcher.record import dataclass

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header: its name's parts, none for what stands above the first, and whether it has two brackets."""

    path: Path
    array: bool


def related(
    before: Sequence[Table], after: Sequence[Table], origins: Sequence[int]
) -> Iterator[tuple[int, bool]]:
    """Yield the tables after an edit to be read together, by number, and whether its header alone will do.

    `origins` tell which table before the edit each is, unchanged (-1: none).
    """
    changes = _changes(before, after, origins)
    if not changes:
        return
    places = sorted({place for place, _ in changes})
    paths = {path for _, path in changes}
    above = {path[:length] for path in paths for length in range(len(path) + 1)}
    arrays = {table.path for table in (*before, *after) if table.array}
    elements: dict[Path, list[int]] = {}
    for number, table in enumerate(after):
        if table.array:
            elements.setdefault(table.path, []).append(number)
    kept = _Kept(elements, places)
    for number, table in enumerate(after):
        if table.path not in above and not any(table.path[:n] in paths for n in range(len(table.path) + 1)):
            continue
        array = next((a for n in range(1, len(table.path) + 1) if (a := table.path[:n]) in arrays), None)
        if array is None:
            yield number, origins[number] >= 0 and table.path not in above
        elif kept.has(array, number):
            yield number, False
        elif number == elements[array][0]:
            yield number, True


def _changes(
    before: Sequence[Table], after: Sequence[Table], origins: Sequence[int]
) -> list[tuple[int, Path]]:
    """Return the names of the tables that changed, went or came, each with its place among those after the edit."""
    found = [(number, after[number].path) for number, origin in enumerate(origins) if origin < 0]
    stayed = [(origin, number) for number, origin in enumerate(origins) if origin >= 0]
    known = [origin for origin, _ in stayed]
    gone = sorted(set(range(len(before))) - set(known))
    for number in gone:
        at = bisect_left(known, number)
        found.append((stayed[at][1] if at < len(stayed) else len(after), before[number].path))
    return found


class _Kept:
    """The elements of arrays in which something changed, or next to it."""

    def __init__(self, elements: dict[Path, list[int]], places: Sequence[int]) -> None:
        self._elements = elements
        self._kept: dict[Path, set[int]] = {}
        for path, numbers in elements.items():
            near = {bisect_right(numbers, place + by) for place in places for by in (-1, 0, 1)}
            self._kept[path] = near | {0}  # what stands above the first element is in none

    def has(self, array: Path, number: int) -> bool:
        """Tell whether a table stands in such an element."""
        return bisect_right(self._elements.get(array, ()), number) in self._kept.get(array, {0})
