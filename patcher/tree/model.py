"""What a tree is made of, and what a reader must give: the records of the `tree` room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from patcher.record import dataclass

FILE = 0o100644
EXECUTABLE = 0o100755
SYMLINK = 0o120000
SUBMODULE = 0o160000
FOLDER = 0o040000

Hash = Literal["sha1", "sha256"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a folder holds under one name: git's mode and the object's id in hexadecimal."""

    mode: int
    id: str


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

    def folder(self, id: str) -> Mapping[str, Entry]:
        """Return the entries of a tree object by name."""
        ...

    def blob(self, id: str) -> bytes:
        """Return the bytes of a blob."""
        ...

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the base's plain files that hold one of some bytes, and perhaps others.

        `None` where that cannot be had for less than reading them.
        """
        ...


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a step does to one path; `None` on a side says that the file is not there.

    `old_path` is set where the file was renamed.
    """

    path: str
    before: bytes | None
    after: bytes | None
    before_mode: int | None
    after_mode: int | None
    old_path: str | None = None
