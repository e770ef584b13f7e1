"""A plain directory as a base."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from functools import cached_property

from patcher.directory.files import unreadable
from patcher.errors import Problem, Refusal, Target
from patcher.handles import open_folder, open_trusted, read_file
from patcher.tree import Entry, Folder, object_id, to_text
from patcher.tree.model import EXECUTABLE, FILE, FOLDER, SYMLINK, Hash


class DirectoryReader:
    """Reads a directory as it stands: every file but `.git` and what is left out, links as links.

    Ids are SHA-1. Each file is read once. Raises `Refusal` for a repository inside or a file that
    is neither a file nor a link, `SurroundingsError` for one that cannot be read.
    """

    hash: Hash = "sha1"

    def __init__(self, root: str, exclude: tuple[str, ...] = ()) -> None:
        self._path = os.fsencode(os.path.abspath(root))
        self._exclude = frozenset(os.fsencode(os.path.abspath(path)) for path in exclude)
        self._folders: dict[str, Folder] = {}
        self._blobs: dict[str, bytes] = {}

    @cached_property
    def root(self) -> str:
        """The id of the directory's tree; the first use reads every file."""
        try:
            handle = open_trusted(os.fsdecode(self._path)).handle
        except OSError as wrong:
            raise unreadable(".", wrong) from None
        return self._folder(handle, self._path, "")

    def folders(self, ids: Sequence[str]) -> Iterator[Folder]:
        """Yield folders."""
        return map(self._folders.__getitem__, ids)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bytes of files."""
        return map(self._blobs.__getitem__, ids)

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the plain files in which one of some bytes stands."""
        return frozenset(self._holding(self.root, "", sought))

    def _holding(self, folder: str, above: str, sought: tuple[bytes, ...]) -> Iterator[str]:
        held = self._folders[folder]
        for name, entry in zip(held, held.entries, strict=True):
            if entry.mode == FOLDER:
                yield from self._holding(entry.id, f"{above}{name}/", sought)
            elif entry.mode != SYMLINK and any(map(self._blobs[entry.id].__contains__, sought)):
                yield above + name

    def _folder(self, handle: int, path: bytes, relative: str) -> str:
        """Return the id of an open folder's tree; what it holds is opened from there, so that no link comes between."""
        entries: dict[str, Entry] = {}
        try:
            for raw in self._names(handle, relative):
                name = to_text(raw)  # as git has names, whatever the locale makes of them
                place = os.path.join(path, raw)
                if place in self._exclude:
                    continue
                if name == ".git":
                    if relative:
                        raise _nested(relative.rstrip("/"))
                    continue
                entry = self._entry(handle, place, f"{relative}{name}")
                if entry is not None:
                    entries[name] = entry
        finally:
            os.close(handle)
        made = Folder.of(entries)
        id = object_id("tree", made.data, self.hash)
        self._folders[id] = made
        return id

    def _names(self, handle: int, relative: str) -> list[bytes]:
        try:
            return sorted(map(os.fsencode, os.listdir(handle)))
        except OSError as wrong:
            raise unreadable(relative or ".", wrong) from None

    def _entry(self, folder: int, path: bytes, relative: str) -> Entry | None:
        name = os.path.basename(path)
        try:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            if stat.S_ISLNK(mode):
                return Entry(SYMLINK, self._kept(os.readlink(name, dir_fd=folder)))
            if stat.S_ISREG(mode):
                return Entry(EXECUTABLE if mode & 0o100 else FILE, self._kept(read_file(name, folder)))
            inner = open_folder(name, folder) if stat.S_ISDIR(mode) else None
        except OSError as wrong:
            raise unreadable(relative, wrong) from None
        if inner is not None:
            id = self._folder(inner, path, relative + "/")
            return Entry(FOLDER, id) if self._folders[id].rows else None
        raise Refusal(
            Problem(
                "file-unreadable",
                f"`{relative}` is neither a file nor a link",
                target=Target(relative),
                hint="a base holds files and links; move it away, or use a revision",
            )
        )

    def _kept(self, data: bytes) -> str:
        id = object_id("blob", data, self.hash)
        self._blobs[id] = data
        return id


def _nested(relative: str) -> Refusal:
    return Refusal(
        Problem(
            "nested-repository",
            f"`{relative}` is a repository of its own",
            target=Target(relative),
            hint="use a revision of the outer repository as the base, or move it away",
        )
    )
