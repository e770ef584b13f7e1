"""`git am` in the user's own repository: a new worktree and branch, or, when asked, their work tree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patcher.errors import PlanError, Problem, Refusal, SurroundingsError
from patcher.git.program import run_git, settings, try_git
from patcher.git.repository import Repository


@dataclass(frozen=True, slots=True)
class Applied:
    """Where the series went: branch (`None` on a detached head), folder, last commit and its tree."""

    branch: str | None
    folder: str
    commit: str
    tree: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How to apply: which hooks and signatures the user asked for."""

    hooks: bool = False
    sign: bool = False
    signoff: bool = False


def apply_in_worktree(
    repository: Repository,
    patches: Sequence[str],
    start: str,
    branch: str,
    worktree: str,
    environment: Mapping[str, str],
    manner: Manner = Manner(),
) -> Applied:
    """Apply patch files on a new branch in a new worktree, all or none.

    The user's own work tree, index and branch are not touched. Raises `PlanError`
    (`branch-exists`), `SurroundingsError`, or `Refusal` (`patch-does-not-apply`), and then neither
    branch nor worktree is left.
    """
    git = ["--git-dir", repository.git_dir]
    inherited = user_environment(environment, manner)
    status, _, _ = try_git([*git, "show-ref", "--verify", "--quiet", f"refs/heads/{branch}"], inherited)
    if status == 0:
        raise _taken(f"the branch `{branch}`", "--branch NAME")
    if os.path.lexists(worktree):
        raise _taken(f"`{worktree}`", "--worktree PATH")
    status, _, _said = try_git([*git, "check-ref-format", "--branch", branch], inherited)
    if status != 0:
        raise PlanError(Problem("usage", f"`{branch}` is not a branch's name", hint="use another name"))
    run_git([*git, "worktree", "add", "--quiet", "-b", branch, worktree, start], inherited)
    try:
        _am(worktree, patches, inherited, manner)
    except BaseException:
        try_git(["am", "--abort"], inherited, cwd=worktree)
        try_git([*git, "worktree", "remove", "--force", worktree], inherited)
        shutil.rmtree(worktree, ignore_errors=True)
        try_git([*git, "worktree", "prune"], inherited)
        try_git([*git, "branch", "-D", "--quiet", branch], inherited)
        raise
    return _applied(branch, worktree, inherited)


def apply_here(
    repository: Repository,
    patches: Sequence[str],
    environment: Mapping[str, str],
    manner: Manner = Manner(),
) -> Applied:
    """Apply patch files on the branch that is checked out, all or none; only on a clean work tree.

    Raises `SurroundingsError` (`work-tree-dirty`) with the files that are not clean.
    """
    top = repository.work_tree
    if top is None:
        raise SurroundingsError(Problem("not-a-repository", "the repository has no work tree"))
    inherited = user_environment(environment, manner)
    out = run_git(["status", "--porcelain", "--untracked-files=no"], inherited, cwd=top).decode(
        "utf-8", "replace"
    )
    if out.strip():
        rows = out.rstrip("\n").split("\n")
        files = ", ".join(row[3:] for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
        raise SurroundingsError(
            Problem(
                "work-tree-dirty",
                f"the work tree `{top}` has changes: {files}",
                hint="commit or `git stash` them, or leave out `--here` to use a worktree of its own",
            )
        )
    try:
        _am(top, patches, inherited, manner)
    except BaseException:
        try_git(["am", "--abort"], inherited, cwd=top)
        raise
    _, out_name, _ = try_git(["symbolic-ref", "--short", "--quiet", "HEAD"], inherited, cwd=top)
    return _applied(out_name.decode().strip() or None, top, inherited)


def user_environment(environment: Mapping[str, str], manner: Manner) -> dict[str, str]:
    """Return the user's environment, so that the committer is theirs, without what steers git elsewhere."""
    kept = {
        key: value
        for key, value in environment.items()
        if not key.startswith("GIT_")
        or key.startswith(("GIT_COMMITTER_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"))
    }
    values = {"am.threeWay": "false", "mailinfo.scissors": "false", "apply.whitespace": "nowarn"}
    values |= {
        "core.fsmonitor": "false",
        "core.autocrlf": "false",
        "commit.gpgSign": "true" if manner.sign else "false",
    }
    if not manner.hooks:
        values["core.hooksPath"] = os.devnull
    return kept | settings(values) | {"GIT_TERMINAL_PROMPT": "0"}


def _am(folder: str, patches: Sequence[str], environment: Mapping[str, str], manner: Manner) -> None:
    options = ["--keep-cr", "--quiet", *(["--signoff"] if manner.signoff else [])]
    status, _, said = try_git(
        ["am", *options, *(os.path.abspath(p) for p in patches)], environment, cwd=folder
    )
    if status != 0:
        first = next(
            (row for row in said.split("\n") if row.startswith(("error:", "fatal:"))), said.split("\n")[0]
        )
        raise Refusal(
            Problem(
                "patch-does-not-apply", f"git am refuses the series: {first}", hint="nothing was left behind"
            )
        )


def _applied(branch: str | None, folder: str, environment: Mapping[str, str]) -> Applied:
    out = run_git(["log", "-1", "--format=%H %T"], environment, cwd=folder).decode().split()
    return Applied(branch, folder, out[0], out[1])


def _taken(what: str, option: str) -> PlanError:
    return PlanError(
        Problem("branch-exists", f"{what} is already there", hint=f"choose another with `{option}`")
    )
