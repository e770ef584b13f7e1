"""The cover letter of a series: what it is for, what was decided, what each patch does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from patcher.diff import render_stat
from patcher.diff.model import FileDiff
from patcher.series.mail import mail_head
from patcher.series.model import Message, Patch


def render_cover(
    message: Message, decisions: Sequence[str], patches: Sequence[Patch], base_commit: str | None
) -> bytes:
    """Return the cover letter; `message` is the plan's title and description with author and date."""
    total = len(patches)
    zero = "0" * len(str(total))
    text = [message.body.strip("\n"), ""] if message.body.strip() else []
    if decisions:
        text += ["Decisions:", *(f"- {_indented(decision)}" for decision in decisions), ""]
    text += [f"{message.author_name} ({total}):", *(f"  {patch.message.subject}" for patch in patches), ""]
    stats = render_stat(_summed(patches))
    body = "\n".join(text)
    width = len(patches[0].diffs[0].old_id) if patches and patches[0].diffs else 40
    head = mail_head(
        message, f"[PATCH {zero}/{total}] {message.subject}", width, eight_bit=not body.isascii()
    )
    tail = f"\nbase-commit: {base_commit}\n".encode() if base_commit is not None else b""
    return head + b"\n" + body.encode() + b"\n" + stats + tail


def _indented(text: str) -> str:
    return re.sub(r"\n(?!\Z)", "\n  ", text.strip())


def _summed(patches: Sequence[Patch]) -> list[FileDiff]:
    """Return one diff a path over the whole series, for the diffstat."""
    by_path: dict[str, FileDiff] = {}
    for patch in patches:
        for diff in patch.diffs:
            key = diff.change.old_path or diff.change.path
            known = by_path.pop(key, None)
            if known is None:
                by_path[diff.change.path] = diff
                continue
            change = replace(
                known.change,
                path=diff.change.path,
                after=diff.change.after,
                after_mode=diff.change.after_mode,
            )
            by_path[diff.change.path] = replace(
                known, change=change, added=known.added + diff.added, deleted=known.deleted + diff.deleted
            )
    return [by_path[path] for path in sorted(by_path)]
