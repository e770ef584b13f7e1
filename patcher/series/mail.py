"""A patch as mail: the form that `git format-patch` writes and `git am` reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from patcher.diff import render_diff, render_stat
from patcher.diff.model import FileDiff
from patcher.series.headers import render_date, render_from, render_subject
from patcher.series.model import Message, Patch

_SUFFIX = ".patch"
_NAME_ROOM = 64 - len(_SUFFIX) - 1  # of a file's name (log-tree.c, `fmt_output_subject`)


def patch_name(number: int, subject: str) -> str:
    """Return a patch's file name by git's own rule (pretty.c, `format_sanitized_subject`)."""
    words = re.sub(r"\.+", ".", re.sub(r"[^A-Za-z0-9._]+", "-", subject)).lstrip("-").rstrip(".-")
    return f"{number:04d}-{words}"[:_NAME_ROOM] + _SUFFIX


def render_patch(
    message: Message, diffs: Sequence[FileDiff], *, number: int, total: int, base_commit: str | None = None
) -> Patch:
    """Return one patch of a series, with its diffstat; `base_commit` is named at the end where it is given."""
    head = mail_head(message, _prefix(number, total), zeros(diffs), eight_bit=not message.text.isascii())
    body = message.text.removeprefix(message.subject).lstrip("\n")
    parts = [head, body.encode(), b"---\n", render_stat(diffs), b"\n", render_diff(diffs)]
    parts.append(base_row(base_commit))
    name = patch_name(number, message.subject)
    return Patch(number, total, name, message, tuple(diffs), b"".join(parts))


def mail_head(message: Message, prefix: str, zero: str, *, eight_bit: bool) -> bytes:
    """Return the headers of a mail and the blank line below them."""
    rows = [
        f"From {zero} Mon Sep 17 00:00:00 2001",
        render_from(message.author_name, message.author_email),
        render_date(message.date),
        render_subject(prefix, message.subject),
    ]
    if eight_bit:
        rows += [
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
        ]
    return ("\n".join(rows) + "\n\n").encode()


def zeros(diffs: Sequence[FileDiff]) -> str:
    """Return the zero id of the repository that diffs are of."""
    return "0" * (len(diffs[0].old_id) if diffs else 40)


def base_row(base_commit: str | None) -> bytes:
    """Return what names the base commit at the end of a patch."""
    return b"" if base_commit is None else f"\nbase-commit: {base_commit}\n".encode()


def _prefix(number: int, total: int) -> str:
    return "[PATCH]" if total == 1 else f"[PATCH {number:0{len(str(total))}d}/{total}]"
