"""The records of a diff: hunks of one file, file diffs of one patch."""

from __future__ import annotations

from patcher.diff.lines import split_lines
from patcher.record import dataclass
from patcher.tree.model import FileChange


@dataclass(frozen=True, slots=True)
class Hunk:
    """One `@@` group. Starts are 1-based; where a side has no lines its start is the line before.

    `runs` are its rows, those that follow one another with one sign together: that sign (`b" "`, `b"-"`
    or `b"+"`), and their lines without it, endings included.
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    funcname: bytes
    runs: tuple[tuple[bytes, bytes], ...]
    unique: bool = True  # False: its old side stands more than once in the file

    @property
    def lines(self) -> tuple[bytes, ...]:
        """Its rows one by one, each with its leading sign, endings included."""
        return tuple(sign + line for sign, text in self.runs for line in split_lines(text))


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a patch says of one path."""

    change: FileChange
    old_id: str
    new_id: str
    hunks: tuple[Hunk, ...] = ()
    binary: bool = False
    added: int = 0
    deleted: int = 0
