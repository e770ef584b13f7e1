"""The rows of a patch that is being read, and the error for one that is not as it was written."""

from __future__ import annotations

from patcher.errors import Problem, Refusal, Target


def damaged(name: str, row: int, why: str) -> Refusal:
    """Return the error for a row of a patch, counted from 1."""
    message = f"`{name}` is not as it was written: {why}"
    return Refusal(
        Problem("series-damaged", message, target=Target(name, row, row), hint="build the series again")
    )


class Rows:
    """The rows of a patch, taken one after the other."""

    def __init__(self, data: bytes, start: int, name: str) -> None:
        self._rows = data[start:].split(b"\n")
        self._rows.pop()  # behind the last newline
        self._above = data.count(b"\n", 0, start)
        self._at = 0
        self._name = name

    @property
    def number(self) -> int:
        """The number of the row that comes next, from 1."""
        return self._above + self._at + 1

    def peek(self) -> bytes:
        """Return the row that comes next, without its newline; empty behind the last one."""
        return self._rows[self._at] if self._at < len(self._rows) else b""

    def take(self) -> bytes:
        """Return the next row and go on."""
        if self._at >= len(self._rows):
            raise self.damaged("it ends too early")
        self._at += 1
        return self._rows[self._at - 1]

    def take_some(self, count: int) -> list[bytes]:
        """Return the next rows, which are there, and go on."""
        self._at += count
        return self._rows[self._at - count : self._at]

    def take_after(self, start: bytes) -> bytes | None:
        """Return what follows `start` in the next row and go on; `None` where it begins otherwise."""
        return self.take()[len(start) :] if self.peek().startswith(start) else None

    def until(self, start: bytes) -> list[bytes]:
        """Return the rows above the next one that begins so."""
        first = self._at
        while self._at < len(self._rows) and not self._rows[self._at].startswith(start):
            self._at += 1
        return self._rows[first : self._at]

    def ahead(self, count: int) -> list[bytes]:
        """Return the next rows without taking them."""
        return self._rows[self._at : self._at + count]

    def rest(self) -> bytes:
        """Return all rows that were not taken."""
        return b"".join(row + b"\n" for row in self._rows[self._at :])

    def damaged(self, why: str, row: int | None = None) -> Refusal:
        """Return the error for a row, by default the last one that was taken."""
        return damaged(self._name, row or max(1, self.number - 1), why)
