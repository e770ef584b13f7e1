"""Folders that are open: what is done in one is done there, whatever takes its name meanwhile.

Links are not followed, other than on the way to the first folder. The room knows nothing of what the files are.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


class Folder:
    """An open folder, with the path by which errors name what is in it."""

    def __init__(self, path: str, handle: int) -> None:
        self.path = path
        self.handle = handle

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)

    def below(self, name: str) -> Folder:
        """Return a folder in this one, opened; a link is an error."""
        with self._named(name):
            return Folder(self._path(name), open_folder(name, self.handle))

    def entries(self) -> dict[str, os.DirEntry[str]]:
        """Return what is in the folder, by name."""
        with self._named(""), os.scandir(self.handle) as found:
            return {entry.name: entry for entry in found}

    def is_link(self, name: str) -> bool:
        """Tell whether a name stands for a link."""
        try:
            return stat.S_ISLNK(os.stat(name, dir_fd=self.handle, follow_symlinks=False).st_mode)
        except FileNotFoundError:
            return False

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return a plain file's bytes, `most` at most."""
        with self._named(name):
            return read_file(name, self.handle, most)

    def write(self, name: str, data: bytes) -> None:
        """Write and sync a new file; its mode is what the umask leaves."""
        with self._named(name), os.fdopen(os.open(name, _NEW, 0o666, dir_fd=self.handle), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def make(self, name: str, mode: int = 0o777) -> None:
        """Make a folder in this one."""
        with self._named(name):
            os.mkdir(name, mode, dir_fd=self.handle)

    def move(self, name: str, to: Folder, new_name: str | None = None) -> None:
        """Move a file to a folder, where it takes the place of what has its name."""
        with self._named(name):
            os.replace(name, new_name or name, src_dir_fd=self.handle, dst_dir_fd=to.handle)

    def remove(self, name: str) -> None:
        """Remove a file, where it is there and can be removed."""
        with suppress(OSError):
            os.unlink(name, dir_fd=self.handle)

    def remove_empty(self, name: str) -> None:
        """Remove a folder if nothing is in it."""
        with suppress(OSError):
            os.rmdir(name, dir_fd=self.handle)

    def sync(self) -> None:
        """Make the names in the folder last, where the system can."""
        with self._named(""), suppress(PermissionError):
            os.fsync(self.handle)

    def remove_tree(self, name: str) -> None:
        """Remove what bears a name, with all below it, as far as the system lets us.

        Nothing is imported for it: where a signal or a fault meets an import, all of it would stay.
        """
        try:
            _remove_tree(name, self.handle)
        finally:
            # Once more, for a signal or a passing fault in the midst of it.
            _remove_tree(name, self.handle)

    @contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Let errors name the whole path, where the system was told a name in the folder alone."""
        try:
            yield
        except OSError as wrong:
            wrong.filename = self._path(name) if name else self.path
            raise

    def _path(self, name: str) -> str:
        return name if self.path == "." else os.path.join(self.path, name)


def _remove_tree(name: str, above: int) -> None:
    with suppress(OSError):
        os.rmdir(name, dir_fd=above)  # all went well where nothing is left in it
        return
    with suppress(OSError), Folder(name, open_folder(name, above)) as folder:
        for each, entry in folder.entries().items():
            if entry.is_dir(follow_symlinks=False):
                _remove_tree(each, folder.handle)
            else:
                folder.remove(each)
    with suppress(OSError):
        os.rmdir(name, dir_fd=above)


def open_trusted(path: str) -> Folder:
    """Return an open folder by its path, in which links are followed."""
    return Folder(path, os.open(path, _FOLDER))


def open_folder(name: bytes | str, folder: int | None = None) -> int:
    """Return a handle of a folder, beside nothing or in another one; a link is an error."""
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)


def read_file(path: bytes | str, folder: int | None = None, most: int | None = None) -> bytes:
    """Return a plain file's bytes, `most` at most; a link is not followed, and a pipe or a device not waited for.

    A file that is written to meanwhile is an error (`EBUSY`): what was read may be partly the one and partly the other.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a plain file", path)
        if most is not None and found.st_size > most:
            raise OSError(errno.EFBIG, f"more than {most:,} bytes", path)
        data = file.read(-1 if most is None else most)
        after = os.fstat(handle)
        if (found.st_size, found.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise OSError(errno.EBUSY, "it changed while it was read", path)
        return data
