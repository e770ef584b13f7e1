"""What a tree is made of, and what a reader must give: the records of the `tree` room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from patcher.record import dataclass

if TYPE_CHECKING:
    from patcher.tree.objects import Folder

FILE = 0o100644
EXECUTABLE = 0o100755
SYMLINK = 0o120000
SUBMODULE = 0o160000
FOLDER = 0o040000
PLAIN = (FILE, EXECUTABLE)

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


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a step does to one path; `None` on a side says that the file is not there.

    `old_path` is set where the file was renamed, an id where the bytes of its side were hashed before.
    """

    path: str
    before: bytes | None
    after: bytes | None
    before_mode: int | None
    after_mode: int | None
    old_path: str | None = None
    before_id: str | None = None
    after_id: str | None = None
