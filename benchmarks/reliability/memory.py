"""A tree in memory, read as a base is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from patcher.tree import Entry, Folder, Tree, object_id
from patcher.tree.model import FOLDER, SUBMODULE, Hash


class MemoryReader:
    """Gives the folders and blobs of a mapping of path to mode and bytes."""

    def __init__(self, files: Mapping[str, tuple[int, bytes]], hash: str) -> None:
        self.hash = cast(Hash, hash)
        self._folders: dict[str, Folder] = {}
        self._blobs: dict[str, bytes] = {}
        self.root = self._folder(dict(files))

    def folders(self, ids: Sequence[str]) -> Iterator[Folder]:
        """Yield folders."""
        return map(self._folders.__getitem__, ids)

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bytes of blobs."""
        return map(self._blobs.__getitem__, ids)

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
        made = Folder.of(entries)
        id = object_id("tree", made.data, self.hash)
        self._folders[id] = made
        return id


def tree_of(files: Mapping[str, tuple[int, bytes]], hash: str) -> Tree:
    """Return a mapping of path to mode and bytes as a tree."""
    return Tree(MemoryReader(files, hash))
