"""Starting git, in an environment built from nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from patcher.errors import Problem, SurroundingsError

# Nothing of the user's or the repository's configuration may decide what comes out, and nothing may
# run: no hooks, no file system monitor, no lazy fetch, no replaced objects, no prompts.
_SETTINGS = {
    "safe.directory": "*",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.quotePath": "true",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "apply.whitespace": "nowarn",
    "apply.ignoreWhitespace": "no",
    "am.keepcr": "true",
    "am.threeWay": "false",
    "mailinfo.scissors": "false",
    "commit.gpgSign": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "advice.detachedHead": "false",
    "fetch.parallel": "-1",  # at which every `git fetch` ends: git before 2.44 knows no GIT_NO_LAZY_FETCH
    "i18n.commitEncoding": "utf-8",
    "i18n.logOutputEncoding": "utf-8",
}


def closed_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the whole environment of a git that obeys nobody's configuration."""
    environment = {
        "PATH": search_path(os.environ),
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_PAGER": "cat",
        "GIT_EDITOR": "false",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    return environment | settings(_SETTINGS) | dict(extra or {})


def configured_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a git that reads the user's configuration and obeys nothing else of theirs."""
    kept = {
        key: value
        for key, value in environment.items()
        if key in ("HOME", "XDG_CONFIG_HOME") or key.startswith("GIT_CONFIG")
    }
    return kept | {"PATH": search_path(environment), "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


def search_path(environment: Mapping[str, str]) -> str:
    """Return where programs are looked for: never relative to a folder, which may be one of the tree's."""
    path = environment.get("PATH", os.defpath)
    return os.pathsep.join(each for each in path.split(os.pathsep) if os.path.isabs(each))


def settings(values: Mapping[str, str]) -> dict[str, str]:
    """Return configuration as an environment variable, which wins over every file.

    It is the one that `git -c` sets, because git 2.30 does not know `GIT_CONFIG_COUNT`. No value may hold a quote.
    """
    return {"GIT_CONFIG_PARAMETERS": " ".join(f"'{key}={value}'" for key, value in values.items())}


def start_git(
    arguments: Sequence[str], environment: Mapping[str, str], cwd: str | None = None
) -> subprocess.Popen[bytes]:
    """Return a running git with pipes on all three ends; raises `SurroundingsError` without git."""
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            ["git", *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=dict(environment), cwd=cwd
        )
    except FileNotFoundError:
        raise SurroundingsError(
            Problem("git-missing", "the program `git` was not found", hint="install git 2.30 or later")
        ) from None


def try_git(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    cwd: str | None = None,
    data: bytes = b"",
) -> tuple[int, bytes, str]:
    """Run git to its end; return its exit status, its output and its messages."""
    process = start_git(arguments, environment if environment is not None else closed_environment(), cwd)
    try:
        out, errors = process.communicate(data)
    except BaseException:
        _stop(process)
        raise
    return process.returncode, out, errors.decode("utf-8", "replace").strip()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End git so that it takes its lock files along; kill it where it does not go."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_git(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    cwd: str | None = None,
    data: bytes = b"",
) -> bytes:
    """Return git's output; raises `SurroundingsError` (`git-failed`) with git's own message."""
    status, out, errors = try_git(arguments, environment, cwd=cwd, data=data)
    if status != 0:
        said = errors.split("\n")[0] if errors else f"exit status {status}"
        words = " ".join(arguments[2:4] if arguments[0] == "--git-dir" else arguments[:2])
        raise SurroundingsError(
            Problem("git-failed", f"`git {words}` failed: {said}", hint="run it by hand to see more")
        )
    return out
