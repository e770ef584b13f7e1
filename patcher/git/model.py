"""What is asked of git about a series, and what it answers."""

from __future__ import annotations

from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """A patch and what git must make of it: the tree, the message, the author and the author's date."""

    name: str
    data: bytes
    tree: str
    message: str
    author: str  # Name <address>
    date: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Verdict:
    """What git said of one patch; `wrong` is empty where all is as it was predicted."""

    name: str
    tree: str
    commit: str | None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a command ended in a throwaway worktree; the output is both streams as they came."""

    status: int
    output: str
    seconds: float
