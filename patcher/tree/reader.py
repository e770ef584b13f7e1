"""What a reader of trees must give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from patcher.tree.model import Hash
from patcher.tree.objects import Folder


class TreeReader(Protocol):
    """Where a base comes from. Paths are decoded from UTF-8 with surrogateescape."""

    @property
    def hash(self) -> Hash:
        """The hash that ids are made with."""
        ...

    @property
    def root(self) -> str:
        """The id of the base's root tree."""
        ...

    def folders(self, ids: Sequence[str]) -> Iterator[Folder]:
        """Yield tree objects; raises `SurroundingsError` at the first that cannot be read."""
        ...

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bytes of blobs; raises `SurroundingsError` at the first that cannot be read."""
        ...

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the base's plain files that hold one of some bytes, and perhaps others.

        `None` where that cannot be had for less than reading them.
        """
        ...
