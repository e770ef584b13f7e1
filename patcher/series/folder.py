"""The output folder: written as a whole or not at all, and read back with its manifest.

New files are written and synced in a folder beside it and then take their places one by one, the
manifest last. Whatever stops that, each file in the folder is absent, old or complete; a failure
that the program outlives puts the old files back.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from types import ModuleType

from patcher.errors import Problem, Refusal, SurroundingsError, Target
from patcher.series.manifest import NAME, Manifest, digest, parse_manifest

_MARK = ".patcher-"  # begins the name of a folder in which a build is on its way

Path = str | os.PathLike[str]


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a series, its manifest last, so that each is absent, old or complete at any time.

    Files of the series that stood there before and are no part of it now go. Raises `Refusal`
    (`folder-foreign`) where the folder holds what its manifest does not know, and
    `SurroundingsError` (`cannot-write`) with the path; the folder is then as it was.
    """
    path = os.path.abspath(os.fspath(folder))
    _refuse_no_folder(path, os.fspath(folder))
    made: list[str] = []
    try:
        _make_folders(path, made)
        with _alone(os.path.dirname(path)):
            left_over = _left_over(path)
            old = _known(path, os.fspath(folder), files, left_over)
            _replace(path, files, old)
            for each in left_over:
                _remove_tree(each)
    except OSError as wrong:
        raise _cannot_write(wrong, path) from None
    finally:
        for each in reversed(made):
            with contextlib.suppress(OSError):
                os.rmdir(each)  # only where nothing came to stand in it


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
        raise Refusal(*problems)
    return files, manifest


def list_folder(path: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the plain files in a folder with their bytes, and the names of all else; no link is followed.

    Raises `SurroundingsError` (`file-unreadable`) where it cannot be read.
    """
    files: dict[str, bytes] = {}
    foreign: list[str] = []
    try:
        for entry in sorted(os.scandir(path), key=lambda each: each.name):
            if entry.is_file(follow_symlinks=False):
                files[entry.name] = _read(entry.path)
            else:
                foreign.append(entry.name)
    except OSError as wrong:
        message = f"`{wrong.filename or path}` cannot be read: {_reason(wrong)}"
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


def _known(path: str, shown: str, files: Mapping[str, bytes], left_over: list[str]) -> set[str]:
    """Return the names in a folder that are a series' own; raises `Refusal` where others are there.

    What a killed build had put in its place already is known by the manifest that it left beside
    the folder, or is what this build would put there.
    """
    entries = {entry.name: entry for entry in os.scandir(path)}
    plain = {name for name, entry in entries.items() if entry.is_file(follow_symlinks=False)}
    hint = "move it away, or choose another folder with `-o`"
    known = {NAME} & plain
    if known:
        try:
            known |= set(parse_manifest(_read(os.path.join(path, NAME))).files)
        except Refusal:
            hint = f"its `{NAME}` is damaged and does not tell what is its own; delete the folder and build again"
    for each in left_over:
        known |= _left_names(each)
    known |= {name for name in plain - known if files.get(name) == _read(os.path.join(path, name))}
    foreign = sorted(set(entries) - (known & plain))
    if foreign:
        names = ", ".join(f"`{name}`" for name in foreign[:4]) + (", ..." if len(foreign) > 4 else "")
        message = f"`{shown}` holds what is no part of the series: {names}"
        raise Refusal(Problem("folder-foreign", message, target=Target(shown), hint=hint))
    return known & plain


def _left_over(path: str) -> list[str]:
    """Return the folders that killed builds of this one left beside it; nobody works in them any more."""
    above, name = os.path.split(path)
    start = f"{_MARK}{name}-"
    return [
        entry.path
        for entry in os.scandir(above)
        if entry.name.startswith(start) and entry.is_dir(follow_symlinks=False)
    ]


def _left_names(path: str) -> set[str]:
    """Return the names of the series that a killed build was to write; none where it had not come so far."""
    try:
        return set(parse_manifest(_read(os.path.join(path, NAME))).files)
    except (OSError, Refusal):
        return set()


def _replace(path: str, files: Mapping[str, bytes], old: set[str]) -> None:
    """Put the files in their places, those that stand there already left alone; put all back if that fails."""
    order = [*(name for name in files if name != NAME), *(name for name in files if name == NAME)]
    going = sorted(old - set(files))
    coming = [name for name in order if name not in old or _read(os.path.join(path, name)) != files[name]]
    if not going and not coming:
        return
    above, base = os.path.split(path)
    beside = os.path.join(above, f"{_MARK}{base}-{os.urandom(6).hex()}")
    moves: list[tuple[str, str]] = []  # from, to; undone from the end
    try:
        os.mkdir(beside, 0o700)
        # The manifest is written first, though placed last: it tells what a killed build was about to do.
        for name in sorted(coming, key=lambda name: name != NAME):
            _write(os.path.join(beside, name), files[name])
        os.mkdir(os.path.join(beside, "old"), 0o700)
        _sync(beside)
        for name in [*(n for n in coming if n != NAME), *going, *(n for n in coming if n == NAME)]:
            place = os.path.join(path, name)
            if name in old:
                _move(place, os.path.join(beside, "old", name), moves)
            if name in files:
                _move(os.path.join(beside, name), place, moves)
        _sync(path)
    except BaseException:
        for source, place in reversed(moves):
            with contextlib.suppress(OSError):
                os.replace(place, source)
        raise
    finally:
        _remove_tree(beside)


def _move(source: str, place: str, moves: list[tuple[str, str]]) -> None:
    # Told before it is done: a signal between the two must not leave a move that nobody undoes.
    moves.append((source, place))
    os.replace(source, place)


def _write(path: str, data: bytes) -> None:
    """Write and sync a new file; its mode is what the umask leaves."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0), 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read(path: str) -> bytes:
    """Return the bytes of a plain file; a link, a pipe or a device is an error, and is not read."""
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(22, "not a plain file", path)
        return file.read()


def _sync(path: str) -> None:
    """Make the names in a folder last, where the system can."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_tree(path: str) -> None:
    import shutil

    try:
        shutil.rmtree(path, ignore_errors=True)
    finally:
        # Once more, for a signal or a passing fault in the midst of it.
        if os.path.lexists(path):
            shutil.rmtree(path, ignore_errors=True)


def _make_folders(path: str, made: list[str]) -> None:
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(each)
            made.append(each)


@contextlib.contextmanager
def _alone(above: str) -> Iterator[None]:
    """Keep other builds into the same output folder waiting, where the system has locks for folders."""
    locks = _locks()
    if locks is None:
        yield
        return
    handle = os.open(above, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            locks.flock(handle, locks.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _locks() -> ModuleType | None:
    try:
        import fcntl
    except ImportError:
        return None
    return fcntl


def _refuse_no_folder(path: str, shown: str) -> None:
    link = os.path.islink(path)
    if link or (os.path.lexists(path) and not os.path.isdir(path)):
        message = f"the output folder `{shown}` is {'a symbolic link' if link else 'no folder'}"
        hint = "move it away, or choose another folder with `-o`"
        problem = Problem("cannot-write", message, target=Target(shown), option="-o", hint=hint)
        raise SurroundingsError(problem)


def _reason(wrong: OSError) -> str:
    return (wrong.strerror or str(wrong)).lower()


def _cannot_write(wrong: OSError, path: str) -> SurroundingsError:
    place = os.fspath(wrong.filename) if isinstance(wrong.filename, str) else path
    message = f"`{place}` cannot be written: {_reason(wrong)}"
    where = shlex.quote(place)
    hint = "the folder is as it was; " + (
        f"`ls -ld {where}` shows who may write there, `-o DIR` chooses another folder"
        if isinstance(wrong, PermissionError)
        else "make room or choose another folder with `-o DIR`, then build again"
    )
    return SurroundingsError(Problem("cannot-write", message, target=Target(path), option="-o", hint=hint))
