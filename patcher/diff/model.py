"""The records of a diff: hunks of one file, file diffs of one patch."""

from __future__ import annotations

from patcher.record import dataclass
from patcher.tree.model import FileChange


@dataclass(frozen=True, slots=True)
class Hunk:
    """One `@@` group. Starts are 1-based; where a side has no lines its start is the line before."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    funcname: bytes
    lines: tuple[bytes, ...]  # each with its leading ' ', '-' or '+', endings included
    unique: bool = True  # False: its old side stands more than once in the file


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
