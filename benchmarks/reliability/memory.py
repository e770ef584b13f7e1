"""A tree in memory, read as a base is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from patcher.tree import Entry, Tree, object_id, render_tree
from patcher.tree.model import FOLDER, SUBMODULE, Hash


class MemoryReader:
    """Gives the folders and blobs of a mapping of path to mode and bytes."""

    def __init__(self, files: Mapping[str, tuple[int, bytes]], hash: str) -> None:
        self.hash = cast(Hash, hash)
        self._folders: dict[str, dict[str, Entry]] = {}
        self._blobs: dict[str, bytes] = {}
        self.root = self._folder(dict(files))

    def folder(self, id: str) -> Mapping[str, Entry]:
        """Return the entries of a folder."""
        return self._folders[id]

    def blob(self, id: str) -> bytes:
        """Return the bytes of a blob."""
        return self._blobs[id]

    def holding(self, sought: tuple[bytes, ...]) -> None:
        """Return that a search gives nothing: the files are at hand."""

    def _folder(self, files: dict[str, tuple[int, bytes]]) -> str:
        below: dict[str, dict[str, tuple[int, bytes]]] = {}
        entries: dict[str, Entry] = {}
        for path, (mode, data) in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = mode, data
            elif mode == SUBMODULE:
                entries[name] = Entry(mode, data.split()[2].decode())
            else:
                entries[name] = Entry(mode, object_id("blob", data, self.hash))
                self._blobs[entries[name].id] = data
        entries |= {name: Entry(FOLDER, self._folder(inner)) for name, inner in below.items()}
        id = object_id("tree", render_tree(entries), self.hash)
        self._folders[id] = entries
        return id


def tree_of(files: Mapping[str, tuple[int, bytes]], hash: str) -> Tree:
    """Return a mapping of path to mode and bytes as a tree."""
    return Tree(MemoryReader(files, hash))
