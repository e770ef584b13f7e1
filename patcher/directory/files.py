"""A plan's file, and the files that it brings, from the disk."""

from __future__ import annotations

import os

from patcher.errors import PlanError, Problem, SurroundingsError, Target


def read_plan(path: str) -> bytes:
    """Return a plan's bytes; raises `SurroundingsError` where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(2 << 20)
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        hint = (
            "name a plan's YAML file"
            if isinstance(wrong, IsADirectoryError)
            else "check the path and its permissions"
        )
        message = f"the plan `{path}` cannot be read: {reason}"
        raise SurroundingsError(Problem("file-unreadable", message, target=Target(path), hint=hint)) from None


def read_beside_plan(plan: str, relative: str) -> bytes:
    """Return a file's bytes from below the plan's folder; a link on the way is refused."""
    folder = os.path.dirname(os.path.abspath(plan))
    path = folder
    for part in relative.split("/"):
        path = os.path.join(path, part)
        if os.path.islink(path):
            message = f"`{relative}` leads through a symbolic link"
            raise PlanError(
                Problem("unsafe-path", message, target=Target(relative), hint="copy the file there")
            )
    try:
        return read_file(path)
    except OSError as wrong:
        raise unreadable(relative, wrong) from None


def read_file(path: str) -> bytes:
    """Return a file's bytes; a link is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return file.read()


def unreadable(relative: str, wrong: OSError) -> SurroundingsError:
    """Return the error of a file that the system does not let us read."""
    reason = (wrong.strerror or str(wrong)).lower()
    return SurroundingsError(
        Problem(
            "file-unreadable",
            f"`{relative}` cannot be read: {reason}",
            target=Target(relative),
            hint="check the path and its permissions",
        )
    )
