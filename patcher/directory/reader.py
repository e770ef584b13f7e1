"""A plain directory as a base."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from functools import cached_property

from patcher.directory.files import read_file, unreadable
from patcher.errors import Problem, Refusal, Target
from patcher.tree import Entry, object_id, render_tree, to_text
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
        self._folders: dict[str, Mapping[str, Entry]] = {}
        self._blobs: dict[str, bytes] = {}

    @cached_property
    def root(self) -> str:
        """The id of the directory's tree; the first use reads every file."""
        return self._folder(self._path, "")

    def folder(self, id: str) -> Mapping[str, Entry]:
        """Return the entries of a folder by name."""
        return self._folders[id]

    def blob(self, id: str) -> bytes:
        """Return the bytes of a file."""
        return self._blobs[id]

    def _folder(self, path: bytes, relative: str) -> str:
        entries: dict[str, Entry] = {}
        try:
            with os.scandir(path) as listed:
                found = sorted(listed, key=lambda each: each.name)
        except OSError as wrong:
            raise unreadable(relative or ".", wrong) from None
        for each in found:
            name = to_text(each.name)  # as git has names, whatever the locale makes of them
            inner = f"{relative}{name}"
            if each.path in self._exclude:
                continue
            if name == ".git":
                if relative:
                    raise _nested(relative.rstrip("/"))
                continue
            entry = self._entry(each, inner)
            if entry is not None:
                entries[name] = entry
        id = object_id("tree", render_tree(entries), self.hash)
        self._folders[id] = entries
        return id

    def _entry(self, each: os.DirEntry[bytes], relative: str) -> Entry | None:
        mode = each.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            id = self._folder(each.path, relative + "/")
            return Entry(FOLDER, id) if self._folders[id] else None
        try:
            if stat.S_ISLNK(mode):
                return Entry(SYMLINK, self._kept(os.readlink(each.path)))
            if stat.S_ISREG(mode):
                data = read_file(each.path)
                return Entry(EXECUTABLE if mode & 0o100 else FILE, self._kept(data))
        except OSError as wrong:
            raise unreadable(relative, wrong) from None
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
