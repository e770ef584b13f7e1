"""A series is put into its folder as a whole or not at all.

New files are written and synced in a folder beside it and then take their places one by one, the
manifest last. Whatever stops that, each file in the folder is absent, old or complete; a failure
that the program outlives puts the old files back. Everything is done in folders that are open, so that
a link which takes the place of one of them on the way leads nothing elsewhere.
"""

from __future__ import annotations

import errno
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from patcher.errors import Problem, Refusal, SurroundingsError, Target
from patcher.handles import Folder, open_trusted
from patcher.series.manifest import NAME, parse_manifest

_MARK = ".patcher-"  # begins the name of a folder in which a build is on its way


def write_folder(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Write the files of a series, its manifest last, so that each is absent, old or complete at any time.

    Files of the series that stood there before and are no part of it now go. A relative path leads through
    no link; of an absolute one, what is there of it above the folder is taken as it is. Raises `Refusal`
    (`folder-foreign`) where the folder holds what its manifest does not know, and
    `SurroundingsError` (`cannot-write`) with the path; the folder is then as it was.
    """
    path = os.path.normpath(os.fspath(folder))
    try:
        with ExitStack() as opened:
            above, name = _above(path, opened)
            opened.enter_context(_alone(above))
            place = _entered(above, name, opened)
            left_over = _left_over(above, name, opened)
            old = _known(place, files, left_over)
            _replace(above, name, place, files, old)
            for each in left_over:
                above.remove_tree(os.path.basename(each.path))
            _refuse_gone(path, place)
    except OSError as wrong:
        raise _cannot_write(wrong, path) from None


def _above(path: str, opened: ExitStack) -> tuple[Folder, str]:
    """Return the folder that a path's last part is in, made where it is missing, and that part."""
    start = "."
    if os.path.isabs(path):
        start = os.path.dirname(path)
        while not os.path.lexists(start):
            start = os.path.dirname(start)
        path = os.path.relpath(path, start)
    *parts, name = path.split("/")
    above = opened.enter_context(open_trusted(start))
    for part in parts:
        above = _entered(above, part, opened)
    return above, name


def _entered(above: Folder, name: str, opened: ExitStack) -> Folder:
    """Return a folder in another one, made where it is missing; what was made goes again if it stays empty."""
    try:
        with suppress(FileNotFoundError):
            return opened.enter_context(above.below(name))
        with suppress(FileExistsError):
            above.make(name)
            opened.callback(above.remove_empty, name)
        return opened.enter_context(above.below(name))
    except OSError as wrong:
        if wrong.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise
        path = wrong.filename
        what = "a symbolic link" if above.is_link(name) else "no folder"
        message = f"the output folder `{path}` is {what}"
        hint = "move it away, or choose another folder with `-o`"
        problem = Problem("cannot-write", message, target=Target(path), option="-o", hint=hint)
        raise SurroundingsError(problem) from None


def _known(place: Folder, files: Mapping[str, bytes], left_over: Sequence[Folder]) -> set[str]:
    """Return the names in a folder that are a series' own; raises `Refusal` where others are there.

    What a killed build had put in its place already is known by the manifest that it left beside
    the folder, or is what this build would put there.
    """
    entries = place.entries()
    plain = {name for name, entry in entries.items() if entry.is_file(follow_symlinks=False)}
    hint = "move it away, or choose another folder with `-o`"
    known = {NAME} & plain
    if known:
        try:
            known |= set(parse_manifest(place.read(NAME)).files)
        except Refusal:
            hint = f"its `{NAME}` is damaged and does not tell what is its own; delete the folder and build again"
    for each in left_over:
        known |= _left_names(each)
    known |= {name for name in plain - known if name in files and files[name] == place.read(name)}
    foreign = sorted(set(entries) - (known & plain))
    if foreign:
        names = ", ".join(f"`{name}`" for name in foreign[:4]) + (", ..." if len(foreign) > 4 else "")
        message = f"`{place.path}` holds what is no part of the series: {names}"
        raise Refusal(Problem("folder-foreign", message, target=Target(place.path), hint=hint))
    return known & plain


def _left_over(above: Folder, name: str, opened: ExitStack) -> list[Folder]:
    """Return the folders that killed builds of this one left beside it; nobody works in them any more."""
    start = f"{_MARK}{name}-"
    return [
        opened.enter_context(above.below(each))
        for each, entry in above.entries().items()
        if each.startswith(start) and entry.is_dir(follow_symlinks=False)
    ]


def _left_names(folder: Folder) -> set[str]:
    """Return the names of the series that a killed build was to write; none where it had not come so far."""
    try:
        return set(parse_manifest(folder.read(NAME)).files)
    except (OSError, Refusal):
        return set()


def _replace(above: Folder, name: str, place: Folder, files: Mapping[str, bytes], old: set[str]) -> None:
    """Put the files in their places, those that stand there already left alone; put all back if that fails."""
    going = sorted(old - set(files))
    coming = [each for each in files if each not in old or place.read(each) != files[each]]
    if not going and not coming:
        return
    beside = f"{_MARK}{name}-{os.urandom(6).hex()}"
    try:
        above.make(beside, 0o700)
        with above.below(beside) as new:
            # The manifest is written first, though placed last: it tells what a killed build was about to do.
            for each in sorted(coming, key=lambda each: each != NAME):
                new.write(each, files[each])
            new.make("old", 0o700)
            with new.below("old") as kept:
                new.sync()
                order = sorted([*coming, *going], key=lambda each: each == NAME)
                _exchange([(each, each in old, each in files) for each in order], place, new, kept)
            new.remove_empty("old")
    finally:
        above.remove_tree(beside)


def _exchange(names: Sequence[tuple[str, bool, bool]], place: Folder, new: Folder, kept: Folder) -> None:
    """Move files away and others in, each by its name and whether it leaves and arrives; undo that if it fails."""
    moves: list[tuple[str, Folder, Folder]] = []  # undone from the end

    def move(name: str, source: Folder, to: Folder) -> None:
        # Told before it is done: a signal between the two must not leave a move that nobody undoes.
        moves.append((name, source, to))
        source.move(name, to)

    try:
        for name, leaves, arrives in names:
            if leaves:
                move(name, place, kept)
            if arrives:
                move(name, new, place)
        place.sync()
    except BaseException:
        for name, source, to in reversed(moves):
            with suppress(OSError):
                to.move(name, source)
        raise


@contextmanager
def _alone(above: Folder) -> Iterator[None]:
    """Keep other builds into folders beside this one waiting, where the system has locks for folders."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with suppress(OSError):
        fcntl.flock(above.handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(above.handle, fcntl.LOCK_UN)


def _refuse_gone(path: str, place: Folder) -> None:
    """Raise an error where the path does not lead to the folder that was written to."""
    with suppress(OSError):
        if os.path.samestat(os.stat(path), os.fstat(place.handle)):
            return
    message = f"`{path}` was put elsewhere while it was written"
    hint = "build again when nobody else works there"
    raise SurroundingsError(Problem("cannot-write", message, target=Target(path), option="-o", hint=hint))


def _cannot_write(wrong: OSError, path: str) -> SurroundingsError:
    place = os.fspath(wrong.filename) if isinstance(wrong.filename, str) else path
    message = f"`{place}` cannot be written: {(wrong.strerror or str(wrong)).lower()}"
    where = shlex.quote(place)
    hint = "the folder is as it was; " + (
        f"`ls -ld {where}` shows who may write there, `-o DIR` chooses another folder"
        if isinstance(wrong, PermissionError)
        else "make room or choose another folder with `-o DIR`, then build again"
    )
    return SurroundingsError(Problem("cannot-write", message, target=Target(path), option="-o", hint=hint))
