"""The rows of a patch that is being read, and the error for one that is not as it was written."""

from __future__ import annotations

import re

from patcher.errors import Problem, Refusal, Target


def damaged(name: str, row: int, why: str) -> Refusal:
    """Return the error for a row of a patch, counted from 1."""
    message = f"`{name}` is not as it was written: {why}"
    return Refusal(
        Problem("series-damaged", message, target=Target(name, row, row), hint="build the series again")
    )


class Rows:
    """The rows of a patch, which ends in a newline, from an offset on, taken one after the other."""

    def __init__(self, data: bytes, start: int, name: str) -> None:
        self._data = data
        self._at = start  # offset of the row that comes next
        self._counted, self._number = 0, 1  # an offset, and the number of the row that begins there
        self._name = name

    @property
    def number(self) -> int:
        """The number of the row that comes next, from 1."""
        self._number += self._data.count(b"\n", self._counted, self._at)
        self._counted = self._at
        return self._number

    def begins(self, start: bytes) -> bool:
        """Tell whether the row that comes next begins so."""
        return self._data.startswith(start, self._at)

    def peek(self) -> bytes:
        """Return the row that comes next, without its newline; empty behind the last one."""
        return self._data[self._at : max(self._at, self._data.find(b"\n", self._at))]

    def take(self) -> bytes:
        """Return the next row and go on."""
        if self._at == len(self._data):
            raise self.damaged("it ends too early")
        row = self.peek()
        self._at += len(row) + 1
        return row

    def take_after(self, start: bytes) -> bytes | None:
        """Return what follows `start` in the next row and go on; `None` where it begins otherwise."""
        return self.take()[len(start) :] if self.begins(start) else None

    def take_run(self, pattern: re.Pattern[bytes], most: int) -> tuple[bytes, int]:
        """Return the rows that a pattern matches, their newlines included, and how many they are, and go on.

        There are `most` of them at the most, none where the next row does not match.
        """
        match = pattern.match(self._data, self._at)
        run = b"" if match is None else match[0]
        count = run.count(b"\n")
        if count > most:
            run, count = b"".join(row + b"\n" for row in run.split(b"\n", most)[:most]), most
        self._at += len(run)
        return run, count

    def until(self, start: bytes) -> list[bytes]:
        """Return the rows above the next one that begins so, and go on to that."""
        found: list[bytes] = []
        while self._at < len(self._data) and not self.begins(start):
            found.append(self.take())
        return found

    def ahead(self, count: int) -> list[bytes]:
        """Return the next rows without taking them."""
        at = self._at
        found: list[bytes] = []
        while self._at < len(self._data) and len(found) < count:
            found.append(self.take())
        self._at = at
        return found

    def rest(self) -> bytes:
        """Return all rows that were not taken."""
        return self._data[self._at :]

    def damaged(self, why: str, row: int | None = None) -> Refusal:
        """Return the error for a row, by default the last one that was taken."""
        return damaged(self._name, row or max(1, self.number - 1), why)
