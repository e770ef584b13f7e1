"""The only room that starts git: it reads a user's repository, judges a series in a scratch one, applies one.

The user's repository is byte-identical after everything but `apply`. A part is imported when something of it
is asked for: who reads a repository judges and applies nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patcher.git.applying import Applied, Manner, apply_here, apply_in_worktree
    from patcher.git.model import Expected, RunResult, Verdict
    from patcher.git.repository import ObjectReader, Objects, Repository, Revision, find_repository
    from patcher.git.scratch import Scratch, run_command, scratch_repository

_PARTS = {
    "Applied": "applying",
    "Manner": "applying",
    "apply_here": "applying",
    "apply_in_worktree": "applying",
    "Expected": "model",
    "RunResult": "model",
    "Verdict": "model",
    "ObjectReader": "repository",
    "Objects": "repository",
    "Repository": "repository",
    "Revision": "repository",
    "find_repository": "repository",
    "Scratch": "scratch",
    "run_command": "scratch",
    "scratch_repository": "scratch",
}

__all__ = [
    "Applied",
    "Expected",
    "Manner",
    "ObjectReader",
    "Objects",
    "Repository",
    "Revision",
    "RunResult",
    "Scratch",
    "Verdict",
    "apply_here",
    "apply_in_worktree",
    "find_repository",
    "run_command",
    "scratch_repository",
]


def __getattr__(name: str) -> Any:
    """Import the part that has a name."""
    if name not in _PARTS:
        raise AttributeError(f"module 'patcher.git' has no attribute {name!r}")
    return getattr(import_module(f"patcher.git.{_PARTS[name]}"), name)
