"""What a tree is made of: the records of the `tree` room."""

from __future__ import annotations

from typing import Literal

from patcher.record import dataclass

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
