"""The cover letter of a series: what it is for, what was decided, what each patch does."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.diff import render_stat
from patcher.diff.model import FileDiff
from patcher.record import replace
from patcher.series.mail import base_row, mail_head, zeros
from patcher.series.model import Message, Patch


def render_cover(
    message: Message, decisions: Sequence[str], patches: Sequence[Patch], base_commit: str | None
) -> bytes:
    """Return the cover letter; `message` is the plan's title and description with author and date."""
    total = len(patches)
    parts = [message.body.strip("\n")] if message.body.strip() else []
    if decisions:
        parts.append("\n".join(["Decisions:", *(f"- {_indented(decision)}" for decision in decisions)]))
    subjects = (f"  {patch.message.subject}" for patch in patches)
    parts.append("\n".join([f"{message.author_name} ({total}):", *subjects]))
    body = "\n\n".join(parts) + "\n\n"
    diffs = [diff for patch in patches for diff in patch.diffs]
    plain = f"{message.subject}{body}".isascii()
    head = mail_head(message, f"[PATCH {0:0{len(str(total))}d}/{total}]", zeros(diffs), eight_bit=not plain)
    return head + body.encode() + render_stat(_summed(diffs)) + base_row(base_commit)


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")


def _summed(diffs: Sequence[FileDiff]) -> list[FileDiff]:
    """Return one diff a path over the whole series, for the diffstat; what came and went is left out."""
    by_path: dict[str, FileDiff] = {}
    for diff in diffs:
        change = diff.change
        known = by_path.pop(change.old_path or change.path, None)
        if known is not None:
            change = replace(
                known.change,
                path=change.path,
                after=change.after,
                after_mode=change.after_mode,
                old_path=known.change.old_path or change.old_path,
            )
            added, deleted = known.added + diff.added, known.deleted + diff.deleted
            diff = replace(known, change=change, added=added, deleted=deleted)
        if change.before is not None or change.after is not None:
            by_path[change.path] = diff
    return list(by_path.values())
