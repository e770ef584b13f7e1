"""The records of a series: messages, patches, the manifest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patcher.record import dataclass

if TYPE_CHECKING:
    from patcher.diff.model import FileDiff


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit says. `date` is ISO 8601 with an offset; `body` includes no trailers."""

    subject: str
    body: str
    trailers: tuple[tuple[str, str], ...]
    author_name: str
    author_email: str
    date: str

    @property
    def text(self) -> str:
        """The whole commit message as git keeps it (strbuf.c, `strbuf_stripspace`).

        Blanks at the ends of lines are gone, blank lines at either end too, runs of them are one.
        """
        parts = [self.subject, self.body]
        parts += ["\n".join(f"{key}: {value}" for key, value in self.trailers)]
        rows = [row.rstrip(" \t\r") for row in "\n\n".join(parts).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch of the series: its place in it, its message, its diffs, its name and bytes."""

    number: int
    total: int
    name: str
    message: Message
    diffs: tuple[FileDiff, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One path of a patch: what happens to it, its hunks, and lines gone and come."""

    path: str
    what: str  # "changed", "created", "deleted", "renamed", "mode", "binary"
    hunks: int
    deleted: int
    added: int
    old_path: str | None = None  # of a renamed file


@dataclass(frozen=True, slots=True)
class PatchSummary:
    """One patch: its subject and message where it is a mail, its files."""

    name: str
    subject: str | None
    author: str | None
    message: str
    files: tuple[FileSummary, ...]
