"""The only room that starts git: it reads a user's repository, judges a series in a scratch one, applies one.

The user's repository is byte-identical after everything but `apply`.
"""

from patcher.git.applying import Applied, Manner, apply_here, apply_in_worktree
from patcher.git.model import Expected, RunResult, Verdict
from patcher.git.repository import Repository, Revision, find_repository
from patcher.git.scratch import Scratch, run_command, scratch_repository

__all__ = [
    "Applied",
    "Expected",
    "Manner",
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
