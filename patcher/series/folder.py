"""The output folder: written as a whole or not at all, and read back with its manifest."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping

from patcher.errors import Problem, Refusal, SurroundingsError, Target
from patcher.series.manifest import NAME, Manifest, parse_manifest


def digest(data: bytes) -> str:
    """Return `sha256:…` of bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def write_folder(folder: str, files: Mapping[str, bytes]) -> None:
    """Write the series' files, the manifest last; whatever fails, each file is absent, old or complete.

    Files of the series that stood there before and are no part of it now go. Raises `Refusal`
    (`folder-foreign`) where the folder holds files that its manifest does not know, and
    `SurroundingsError` (`cannot-write`) with the path.
    """
    _refuse_link(folder)
    old = _known(folder)
    made = _missing(folder)
    try:
        os.makedirs(folder, exist_ok=True)
        beside = tempfile.mkdtemp(prefix=".patcher-", dir=os.path.dirname(os.path.abspath(folder)))
    except OSError as wrong:
        raise _cannot(wrong, folder) from None
    try:
        for name, data in files.items():
            _write(os.path.join(beside, name), data)
        for name in [*(n for n in files if n != NAME), NAME]:
            if name in files:
                os.replace(os.path.join(beside, name), os.path.join(folder, name))
        for name in old - set(files):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, name))
        _sync(folder)
    except OSError as wrong:
        raise _cannot(wrong, folder) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        for path in made:
            with contextlib.suppress(OSError):
                os.rmdir(path)


def read_folder(folder: str) -> tuple[dict[str, bytes], Manifest]:
    """Return a series' files and its manifest.

    Raises `Refusal` (`series-damaged`) where a file is missing, foreign, or not what the manifest
    says, `SurroundingsError` where the folder cannot be read.
    """
    try:
        names = sorted(os.listdir(folder))
        files = {name: _read(os.path.join(folder, name)) for name in names}
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        message = f"the folder `{folder}` cannot be read: {reason}"
        hint = "build the series first with `patcher build PLAN`"
        raise SurroundingsError(
            Problem("file-unreadable", message, target=Target(folder), hint=hint)
        ) from None
    if NAME not in files:
        message = f"`{folder}` has no `{NAME}`, so it is no series of ours"
        raise Refusal(
            Problem(
                "series-damaged",
                message,
                target=Target(folder),
                hint="name the folder that `patcher build` wrote",
            )
        )
    manifest = parse_manifest(files[NAME], os.path.join(folder, NAME))
    problems = [problem for name in manifest.files for problem in _wrong(folder, name, files, manifest)]
    problems += [
        Problem(
            "folder-foreign", f"`{name}` is no file of the series", target=Target(os.path.join(folder, name))
        )
        for name in files
        if name != NAME and name not in manifest.files
    ]
    if problems:
        raise Refusal(*problems)
    return files, manifest


def _wrong(folder: str, name: str, files: Mapping[str, bytes], manifest: Manifest) -> list[Problem]:
    path = os.path.join(folder, name)
    if name not in files:
        return [
            Problem(
                "series-damaged", f"`{name}` is missing", target=Target(path), hint="build the series again"
            )
        ]
    if digest(files[name]) != manifest.files[name]:
        message = f"`{name}` has other bytes than the manifest says"
        return [Problem("series-damaged", message, target=Target(path), hint="build the series again")]
    return []


def _known(folder: str) -> set[str]:
    """Return the names of the series that stands in a folder; raises where others are there too."""
    if not os.path.isdir(folder):
        return set()
    names = set(os.listdir(folder))
    if not names:
        return set()
    known: set[str] = set()
    if NAME in names:
        known = {NAME, *parse_manifest(_read(os.path.join(folder, NAME)), os.path.join(folder, NAME)).files}
    foreign = sorted(names - known)
    if foreign:
        shown = ", ".join(foreign[:4]) + (", ..." if len(foreign) > 4 else "")
        hint = "move them away, or choose another folder with `-o`"
        message = f"`{folder}` holds files that are no part of the series: {shown}"
        raise Refusal(Problem("folder-foreign", message, target=Target(folder), hint=hint))
    return known


def _refuse_link(folder: str) -> None:
    if os.path.islink(folder) or (os.path.lexists(folder) and not os.path.isdir(folder)):
        what = "a symbolic link" if os.path.islink(folder) else "no folder"
        message = f"the output folder `{folder}` is {what}"
        raise SurroundingsError(
            Problem("cannot-write", message, target=Target(folder), hint="choose another with `-o`")
        )


def _missing(folder: str) -> list[str]:
    """Return the folders that have to be made, innermost first; empty ones go again after a failure."""
    found = []
    path = os.path.abspath(folder)
    while not os.path.lexists(path):
        found.append(path)
        path = os.path.dirname(path)
    return found


def _write(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read(path: str) -> bytes:
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(22, "not a plain file", path)
    with open(path, "rb") as file:
        return file.read()


def _sync(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(wrong: OSError, folder: str) -> SurroundingsError:
    reason = (wrong.strerror or str(wrong)).lower()
    message = f"`{folder}` cannot be written: {reason}"
    hint = "nothing was left half written; check the disk and the permissions"
    return SurroundingsError(Problem("cannot-write", message, target=Target(folder), hint=hint))
