"""A plan's file, and the files that it brings, from the disk."""

from __future__ import annotations

import errno
import os
import stat

from patcher.errors import PlanError, Problem, SurroundingsError, Target


def read_plan(path: str) -> bytes:
    """Return a plan's bytes; raises `SurroundingsError` where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(2 << 20)
    except OSError as wrong:
        message = f"the plan `{path}` cannot be read: {(wrong.strerror or str(wrong)).lower()}"
        hint = remedy_of(wrong, path)
        problem = Problem("file-unreadable", message, target=Target(path), option=path, hint=hint)
        raise SurroundingsError(problem) from None


def remedy_of(wrong: OSError, path: str) -> str:
    """Return what a person can do about what the system said of a path."""
    import shlex

    if isinstance(wrong, PermissionError):
        return f"`ls -ld {shlex.quote(path)}` shows who may; `chmod u+rw {shlex.quote(path)}` lets its owner"
    if isinstance(wrong, IsADirectoryError):
        return "name a file in it"
    if wrong.errno == errno.EBUSY:
        return "run it again when nobody writes there"
    close = _nearest(path) if isinstance(wrong, FileNotFoundError) else None
    return f"did you mean `{close}`?" if close else "check the path, its permissions and the disk"


def _nearest(path: str) -> str | None:
    """Return the path beside a missing one that is most like it."""
    import difflib

    folder, name = os.path.split(path)
    try:
        beside = os.listdir(folder or ".")
    except OSError:
        return None
    close = difflib.get_close_matches(name, beside, n=1, cutoff=0.6)
    return os.path.join(folder, close[0]) if close else None


def read_beside_plan(plan: str, relative: str) -> bytes:
    """Return a file's bytes from below the plan's folder; a link on the way is refused, whenever it came there."""
    from patcher.handles import open_folder, open_trusted, read_file

    *folders, name = relative.split("/")
    handles: list[int] = []
    try:
        handles.append(open_trusted(os.path.dirname(os.path.abspath(plan))).handle)
        for part in folders:
            handles.append(open_folder(part, handles[-1]))
        return read_file(name, handles[-1])
    except OSError as wrong:
        if wrong.errno == errno.ELOOP or _leads_elsewhere(wrong, handles, relative):
            message = f"`{relative}` leads through a symbolic link"
            problem = Problem("unsafe-path", message, target=Target(relative), hint="copy the file there")
            raise PlanError(problem) from None
        raise unreadable(relative, wrong) from None
    finally:
        for handle in handles:
            os.close(handle)


def _leads_elsewhere(wrong: OSError, handles: list[int], relative: str) -> bool:
    """Tell whether what is no folder is a link: with `O_DIRECTORY` the system calls both by one name."""
    if not isinstance(wrong, NotADirectoryError) or not handles:
        return False
    part = relative.split("/")[len(handles) - 1]
    return stat.S_ISLNK(os.stat(part, dir_fd=handles[-1], follow_symlinks=False).st_mode)


def unreadable(relative: str, wrong: OSError) -> SurroundingsError:
    """Return the error of a file that the system does not let us read."""
    reason = (wrong.strerror or str(wrong)).lower()
    return SurroundingsError(
        Problem(
            "file-unreadable",
            f"`{relative}` cannot be read: {reason}",
            target=Target(relative),
            hint=remedy_of(wrong, relative),
        )
    )
