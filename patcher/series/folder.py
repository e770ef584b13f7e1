"""The output folder, read back with its manifest, and held to it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from patcher.errors import Problem, Refusal, SurroundingsError, Target
from patcher.handles import open_trusted
from patcher.series.manifest import NAME, Manifest, digest, parse_manifest

MOST_BYTES = 1 << 30  # of what is read of others' patches at once

_MOST_PROBLEMS = 200

Path = str | os.PathLike[str]


def read_folder(folder: Path) -> tuple[dict[str, bytes], Manifest]:
    """Return a series' files and its manifest.

    Raises `Refusal` (`series-damaged`, `folder-foreign`) with every file that is missing, foreign,
    or not what the manifest says, `SurroundingsError` where the folder cannot be read.
    """
    path = os.fspath(folder)
    files, foreign = list_folder(path)
    if NAME not in files:
        message = f"`{path}` has no `{NAME}`, so that it is no series"
        hint = "name the folder that `patcher build` wrote"
        raise Refusal(Problem("series-damaged", message, target=Target(path), hint=hint))
    manifest = parse_manifest(files[NAME], os.path.join(path, NAME))
    foreign += [name for name in files if name != NAME and name not in manifest.files]
    problems = [*_damaged(path, files, manifest), *(_foreign_file(path, name) for name in sorted(foreign))]
    if problems:
        raise Refusal(*first_problems(problems, path))
    return files, manifest


def first_problems(problems: Sequence[Problem], path: str) -> tuple[Problem, ...]:
    """Return the problems of a folder as far as somebody will read them, and one for the others."""
    if len(problems) <= _MOST_PROBLEMS:
        return tuple(problems)
    left = len(problems) - _MOST_PROBLEMS
    message = f"{left} more files of `{path}` are not as they should be"
    more = Problem(problems[-1].code, message, target=Target(path), hint=problems[-1].hint)
    return (*problems[:_MOST_PROBLEMS], more)


def list_folder(path: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the plain files in a folder with their bytes, and the names of all else; no link is followed.

    Raises `SurroundingsError` (`file-unreadable`) where it cannot be read, or the files together are larger
    than the one patch that git takes (apply.c, `MAX_APPLY_SIZE`).
    """
    files: dict[str, bytes] = {}
    foreign: list[str] = []
    left = MOST_BYTES
    try:
        with open_trusted(path) as folder:
            for name, entry in sorted(folder.entries().items()):
                if entry.is_file(follow_symlinks=False):
                    files[name] = folder.read(name, left)
                    left -= len(files[name])
                else:
                    foreign.append(name)
    except OSError as wrong:
        message = f"`{wrong.filename or path}` cannot be read: {(wrong.strerror or str(wrong)).lower()}"
        hint = "build the series first with `patcher build PLAN`"
        raise SurroundingsError(Problem("file-unreadable", message, target=Target(path), hint=hint)) from None
    return files, foreign


def _damaged(path: str, files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Problem]:
    for name, wanted in manifest.files.items():
        if name not in files:
            message = f"`{name}` is missing"
        elif digest(files[name]) != wanted:
            message = f"`{name}` has other bytes than the manifest says"
        else:
            continue
        target = Target(os.path.join(path, name))
        yield Problem("series-damaged", message, target=target, hint="build the series again")
    series = "".join(f"{step.patch}\n" for step in manifest.steps).encode()
    if files.get("series", series) != series:
        target = Target(os.path.join(path, "series"))
        message = "`series` names other patches, or in another order, than the manifest"
        yield Problem("series-damaged", message, target=target, hint="build the series again")


def _foreign_file(path: str, name: str) -> Problem:
    message = f"`{name}` is no file of the series"
    hint = "move it away, or build the series into another folder"
    return Problem("folder-foreign", message, target=Target(os.path.join(path, name)), hint=hint)
