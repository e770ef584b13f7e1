"""`git am` in the user's own repository: a new worktree and branch, or, when asked, their work tree."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping, Sequence

from patcher.errors import PlanError, Problem, Refusal, SurroundingsError
from patcher.git.program import run_git, search_path, settings, try_git
from patcher.git.repository import Repository
from patcher.record import dataclass


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


PLAIN = Manner()


def apply_in_worktree(
    repository: Repository,
    patches: Sequence[str],
    start: str,
    branch: str,
    worktree: str,
    tree: str,
    authors: Sequence[str],
    environment: Mapping[str, str],
    manner: Manner = PLAIN,
) -> Applied:
    """Apply patch files on a new branch in a new worktree, all or none; they must end in `tree`, by `authors`.

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
    # Made by itself and first, so that what is taken back below is never somebody else's.
    run_git([*git, "branch", "--no-track", branch, start], inherited)
    try:
        run_git([*git, "worktree", "add", "--quiet", worktree, branch], inherited)
        _am(worktree, patches, inherited, manner)
        return _applied(branch, worktree, tree, authors, inherited)
    except BaseException:
        try_git([*git, "worktree", "remove", "--force", worktree], inherited)
        shutil.rmtree(worktree, ignore_errors=True)
        try_git([*git, "worktree", "prune"], inherited)
        try_git([*git, "branch", "-D", "--quiet", branch], inherited)
        raise


def apply_here(
    repository: Repository,
    patches: Sequence[str],
    tree: str,
    authors: Sequence[str],
    environment: Mapping[str, str],
    manner: Manner = PLAIN,
) -> Applied:
    """Apply patch files on the branch that is checked out, all or none; they must end in `tree`, by `authors`.

    Raises `SurroundingsError` (`work-tree-dirty`) where files are not clean or git is in the middle
    of something, `Refusal` where a patch fails; branch, index and work tree are then as they were.
    """
    top = repository.work_tree
    if top is None:
        raise SurroundingsError(Problem("not-a-repository", "the repository has no work tree"))
    inherited = user_environment(environment, manner)
    _refuse_busy(repository, top)
    _refuse_dirty(top, inherited)
    begin = run_git(["rev-parse", "HEAD"], inherited, cwd=top).decode().strip()
    try:
        _am(top, patches, inherited, manner)
        _, out_name, _ = try_git(["symbolic-ref", "--short", "--quiet", "HEAD"], inherited, cwd=top)
        return _applied(out_name.decode().strip() or None, top, tree, authors, inherited)
    except BaseException:
        try_git(["am", "--abort"], inherited, cwd=top)
        try_git(["reset", "--quiet", "--keep", begin], inherited, cwd=top)
        raise


# The letters of `git status --porcelain`, in words.
_STATES = {"M": "changed", "A": "added", "D": "deleted", "R": "renamed", "T": "another kind", "U": "unmerged"}
# What git leaves in its folder while something is going on that `git am` would mix with.
_BUSY = {
    "rebase-apply": "`git am` or `git rebase`",
    "rebase-merge": "`git rebase`",
    "MERGE_HEAD": "`git merge`",
    "CHERRY_PICK_HEAD": "`git cherry-pick`",
    "REVERT_HEAD": "`git revert`",
}


def _refuse_busy(repository: Repository, top: str) -> None:
    for name, command in _BUSY.items():
        if os.path.lexists(os.path.join(repository.git_dir, name)):
            hint = "finish it or abort it, or leave out `--here` to use a worktree of its own"
            message = f"a {command} is going on in `{top}`"
            raise SurroundingsError(Problem("work-tree-dirty", message, hint=hint))


def _refuse_dirty(top: str, environment: Mapping[str, str]) -> None:
    # What a submodule's own files are like is not asked: git would obey its configuration to tell.
    told = run_git(
        ["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=dirty"], environment, cwd=top
    )
    rows = told.decode("utf-8", "replace").rstrip("\n").split("\n")
    if rows == [""]:
        return
    said = [f"{row[3:]} {_STATES.get(row[:2].strip(), row[:2])}" for row in rows]
    raise SurroundingsError(
        Problem(
            "work-tree-dirty",
            f"the work tree `{top}` is not as in its last commit",
            option="--here",
            label=", ".join(said[:8]) + (f", and {len(said) - 8} more" if len(said) > 8 else ""),
            hint=f"`git -C {shlex.quote(top)} stash` puts that aside; without `--here` a worktree of its own is used",
        )
    )


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
        "apply.ignoreWhitespace": "no",
        "core.fsmonitor": "false",
        "core.autocrlf": "false",
        "commit.gpgSign": "true" if manner.sign else "false",
    }
    if not manner.hooks:
        values["core.hooksPath"] = os.devnull
    return kept | settings(values) | {"GIT_TERMINAL_PROMPT": "0", "PATH": search_path(environment)}


def _am(folder: str, patches: Sequence[str], environment: Mapping[str, str], manner: Manner) -> None:
    options = ["--keep-cr", "--quiet", *(["--signoff"] if manner.signoff else [])]
    status, _, said = try_git(
        ["am", *options, *(os.path.abspath(p) for p in patches)], environment, cwd=folder
    )
    if status != 0:
        rows = said.split("\n")
        first = next((row for row in rows if row.startswith(("error:", "fatal:"))), rows[0])
        raise _refused(f"git am refuses the series: {first or f'it ends with status {status}'}")


def _applied(
    branch: str | None, folder: str, tree: str, authors: Sequence[str], environment: Mapping[str, str]
) -> Applied:
    """Return what came of it; raises `Refusal` where that is another tree, or by others, than it should be."""
    commit, made = run_git(["rev-parse", "HEAD", "HEAD^{tree}"], environment, cwd=folder).decode().split()
    if made != tree:
        raise _refused(f"git am gives tree {made}, not {tree}")
    # Of a name of one or two bytes git before 2.33 makes the address (mailinfo.c, `get_sane_name`).
    plainly = ["-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8"]
    asked = ["log", "-z", "--reverse", f"-{len(authors)}", "--format=%an <%ae>", "HEAD"]
    told = run_git([*plainly, *asked], environment, cwd=folder).decode("utf-8", "replace").split("\0")
    for author, wanted in zip(told, authors, strict=False):
        if author != wanted:
            raise _refused(f"git am gives the author `{author}`, not `{wanted}`")
    return Applied(branch, folder, commit, made)


def _refused(message: str) -> Refusal:
    hint = "nothing was left behind; `patcher verify` shows whether a repository of its own takes the series"
    return Refusal(Problem("patch-does-not-apply", message, hint=hint))


def _taken(what: str, option: str) -> PlanError:
    return PlanError(
        Problem(
            "branch-exists",
            f"{what} is already there",
            option=option.split()[0],
            hint=f"choose another with `{option}`",
        )
    )
