"""Does a hunk's old text stand in one place only? And if not, with how much more context would it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, compress, count, islice

from patcher.diff.lines import above, below, line_end

_FEW = 16  # hunks for which looking through the file costs less than knowing where its lines stand
_TELLING = 12  # lines of a hunk by which other places of it are looked for
_BETWEEN = b"\n\n"  # two paragraphs
_STRETCH = 1 << 20  # bytes that are cut into lines at once
_RARE = 64  # places of a line that are worth looking at one by one
_LOOKED_AT = 64  # lines of a run among which those that tell are chosen
_OWN = 3  # one line in so many stands nowhere else, or a definition is similar to others
_FEW_LINES = 64  # lines that are sooner looked for one by one than counted among all others


class Places:
    """One file's lines, asked where runs of them stand. `hunks` is how many will ask, `asked` where they are.

    `definitions` are those of which may be asked whether they are similar to others. All are byte offsets of
    whole lines. A last line without newline counts as the same line with it: the end of the file makes
    nothing unique.
    """

    def __init__(
        self,
        data: bytes,
        hunks: int,
        asked: Iterable[tuple[int, int]] | None = None,
        definitions: Collection[tuple[int, int]] = (),
    ) -> None:
        self._data = data
        self._counted = hunks > _FEW
        self._asked = [(0, len(data))] if asked is None else list(asked)
        self._definitions = definitions
        self._similar: dict[tuple[int, int], bool] = {}
        self._shift = 0  # from a run that stood twice to its other place
        self._searched = 0  # runs that no paragraph or line of theirs tells

    def one_line_repeated(self) -> bool:
        """Tell whether every line of the file is the same."""
        data = self._data
        line = data[: below(data, 0, 1)].removesuffix(b"\n") + b"\n"
        if not data.startswith(line[: len(data) - len(line)], len(line)):
            return False
        return data.removesuffix(b"\n") + b"\n" == line * -(-len(data) // len(line))

    def is_similar(self, definition: tuple[int, int]) -> bool:
        """Tell whether most lines of a definition stand somewhere else in the file as well."""
        if definition not in self._similar:
            rows = sorted(self._lines_with_text(definition), key=len, reverse=True)
            if sum(len(self._lines_with_text(each)) for each in self._definitions) <= _FEW_LINES:
                own = (self._is_alone(line, definition[0]) for line in rows)
            else:
                own = (self._counts[line] == 1 for line in rows)
            enough = -(-len(rows) // _OWN)
            self._similar[definition] = sum(islice(filter(None, own), enough)) < enough
        return self._similar[definition]

    def _is_alone(self, line: bytes, start: int) -> bool:
        """Tell whether a line that stands behind an offset, or there, stands nowhere else in the file."""
        place = start
        while not self._stands(line, place):
            place = self._data.index(b"\n", place) + 1
        return next(self._found(line, place), None) is None

    def stands_once(self, top: int, bottom: int) -> bool:
        """Tell whether the lines at offsets `top:bottom` stand at that one place of the file."""
        block = self._data[top:bottom].removesuffix(b"\n")
        # Where lines repeat, what stood twice before mostly does so again, as far apart as before.
        if self._shift and self._stands(block, top + self._shift):
            return False
        other = next(self._others(block, top), None)
        if other is not None:
            self._shift = other - top
        return other is None

    def _stands(self, block: bytes, start: int) -> bool:
        """Tell whether a block less its last newline stands at an offset, as whole lines."""
        data = self._data
        end = start + len(block)
        begins = start == 0 or (0 < start < len(data) and data[start - 1] == 10)
        ends = data[end] == 10 if end < len(data) else end == len(data) and not data.endswith(b"\n")
        return begins and ends and data.startswith(block, start)

    def _others(self, block: bytes, top: int) -> Iterator[int]:
        """Yield offsets at which a block stands besides its own, the first one at the least."""
        if self._counted:
            if self._is_told(block):
                return
            self._searched += 1
        if self._searched > _FEW:
            known = self._places
            lines = [line for line in block.split(b"\n") if line in known]
            rarest = min(lines, key=lambda line: len(known[line]), default=b"")
            if lines and len(known[rarest]) <= _RARE:
                lead = (b"\n" + block + b"\n").index(b"\n" + rarest + b"\n")
                starts = (place - lead for place in known[rarest])
                yield from (start for start in starts if start != top and self._stands(block, start))
                return
        yield from self._found(block, top)

    def _found(self, block: bytes, top: int) -> Iterator[int]:
        """Yield offsets at which a block stands besides its own, the first one at the least, by looking for it."""
        needle = b"\n" + block + b"\n"
        place = self._data.find(needle) + 1
        if place == top:
            place = self._data.find(needle, top) + 1
        last = len(self._data) - len(block)
        yield from (start for start in (place, 0, last) if start != top and self._stands(block, start))

    def _is_told(self, block: bytes) -> bool:
        """Tell whether a paragraph of a block stands once in the file; a line, where several blocks hold none."""
        if self._by_paragraphs:
            return 1 in map(self._paragraphs.get, whole_paragraphs(block))
        return 1 in map(self._counts.get, block.split(b"\n"))

    @cached_property
    def _by_paragraphs(self) -> bool:
        blocks = (self._data[top:bottom] for top, bottom in self._asked)
        return sum(not whole_paragraphs(block) for block in blocks) <= _FEW

    @cached_property
    def _paragraphs(self) -> Counter[bytes]:
        """How often the longest paragraph of each run stands in the file: a sixth of its lines to be counted.

        Most are told apart by their lengths: what a text is compared by is made of all its characters.
        """
        found = (whole_paragraphs(self._data[top:bottom]) for top, bottom in self._asked)
        tells = {max(paragraphs, key=len) for paragraphs in found if paragraphs}
        lengths, pieces = set(map(len, tells)), self._data.split(_BETWEEN)
        as_long = compress(pieces, map(lengths.__contains__, map(len, pieces)))
        return Counter(filter(tells.__contains__, as_long))

    @cached_property
    def _counts(self) -> Counter[bytes]:
        """How often the lines of the definitions stand in the file, and those that tell most of the runs."""
        found: Counter[bytes] = Counter()
        tells = self._telling.union(*map(self._lines_with_text, self._definitions)).__contains__
        for _, lines in self._stretches():
            found.update(filter(tells, lines))
        return found

    @cached_property
    def _places(self) -> dict[bytes, list[int]]:
        """The offsets of those lines, by line."""
        known: dict[bytes, list[int]] = {}
        tells = self._telling.__contains__
        for start, lines in self._stretches():
            lengths = accumulate(map(len, lines), initial=start)  # without the newlines
            rows = zip(count(), lines, lengths, strict=False)
            for number, line, place in compress(rows, map(tells, lines)):
                known.setdefault(line, []).append(place + number)
        return known

    def _stretches(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the file's lines by the megabyte, with the offset at which each of these begins."""
        start = 0
        while start < len(self._data):
            end = line_end(self._data, start + _STRETCH)
            yield start, self._data[start:end].removesuffix(b"\n").split(b"\n")
            start = end

    @cached_property
    def _telling(self) -> set[bytes]:
        """Return the longest lines of each run that is asked for: those mostly stand in few places."""
        found: set[bytes] = set()
        for top, bottom in self._asked:
            lines = set(self._data[top:bottom].removesuffix(b"\n").split(b"\n", _LOOKED_AT)[:_LOOKED_AT])
            found.update(sorted(lines, key=len)[-_TELLING:])
        return found

    def _lines_with_text(self, definition: tuple[int, int]) -> list[bytes]:
        start, end = definition
        return [line for line in self._data[start:end].split(b"\n") if line.strip()]


def whole_paragraphs(block: bytes) -> list[bytes]:
    """Return the paragraphs of a block with blank lines above and below them in it.

    Wherever the block stands, each of them is a piece of the file cut at its blank lines: which newlines
    of a row of them part two pieces is told from the first of the row, which stands in the block.
    """
    return block.lstrip(b"\n").split(_BETWEEN)[1:-1]


class Ladder:
    """A run of lines with more and more context on both sides, up to its neighbours.

    `ceiling` and `floor` are the offsets at which the hunk above ends and the one below begins.
    """

    def __init__(self, data: bytes, top: int, bottom: int, ceiling: int, floor: int) -> None:
        self._data = data
        self._limits = ceiling, floor
        self._rungs = [(top, bottom)]
        self.met: str | None = None  # "above" or "below": the neighbour that the next rung would touch

    def rung(self, number: int) -> tuple[int, int] | None:
        """Return the offsets with `number` more lines on both sides; `None` where there are no more."""
        while len(self._rungs) <= number and self.met is None:
            top, bottom = self._rungs[-1]
            wider = above(self._data, top, 1), below(self._data, bottom, 1)
            if wider == (top, bottom):
                return None
            if wider[0] <= self._limits[0]:
                self.met = "above"
            elif wider[1] >= self._limits[1]:
                self.met = "below"
            else:
                self._rungs.append(wider)
        return self._rungs[number] if number < len(self._rungs) else None

    def narrowest(self, fits: Callable[[int, int], bool]) -> tuple[int, int] | None:
        """Return the first rung that fits; `None` where a neighbour is met before.

        The search doubles its steps and then halves them: a run that is wider than one that fits does too.
        """
        low, step = -1, 0
        while True:
            rung = self.rung(step)
            if rung is None:
                step = len(self._rungs) - 1
                rung = self._rungs[step]
                if step == low:
                    return None
            if fits(*rung):
                break
            low, step = step, max(1, step * 2)
        while step - low > 1:
            middle = (low + step) // 2
            if fits(*self._rungs[middle]):
                step = middle
            else:
                low = middle
        return self._rungs[step]
