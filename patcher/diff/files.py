"""One path's change and its splices → its diff."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.diff.hunks import Funcname, Lines, line_changes, make_hunks, split_lines
from patcher.diff.model import FileDiff, Hunk, LineChange
from patcher.edit.model import Splice
from patcher.tree import object_id
from patcher.tree.model import FileChange, Hash


def diff_file(
    change: FileChange,
    splices: Sequence[Splice] | None,
    *,
    hash: Hash,
    funcname: Funcname | None = None,
) -> FileDiff:
    """Return the diff of a path. Splices are byte offsets in `change.before`, sorted and apart.

    `None` splices: the file comes, goes, or is replaced whole. A NUL among the first 8,000 bytes of
    a side makes the file binary, as git has it (xdiff-interface.c).
    """
    before, after = change.before, change.after
    nothing = "0" * (40 if hash == "sha1" else 64)
    old_id = nothing if before is None else object_id("blob", before, hash)
    new_id = nothing if after is None else object_id("blob", after, hash)
    if before == after:
        return FileDiff(change, old_id, new_id)
    if any(b"\0" in (side or b"")[:8000] for side in (before, after)):
        return FileDiff(change, old_id, new_id, binary=True)
    hunks = _hunks(before or b"", after or b"", splices, funcname, whole=before is None or after is None)
    added = sum(line[:1] == b"+" for hunk in hunks for line in hunk.lines)
    deleted = sum(line[:1] == b"-" for hunk in hunks for line in hunk.lines)
    return FileDiff(change, old_id, new_id, hunks, added=added, deleted=deleted)


def _hunks(
    before: bytes, after: bytes, splices: Sequence[Splice] | None, funcname: Funcname | None, *, whole: bool
) -> tuple[Hunk, ...]:
    old = Lines.of(before)
    if splices is None:
        changes = [LineChange(0, len(old), tuple(split_lines(after)))]
    else:
        changes = line_changes(old, splices)
    if whole:
        return _one(old, after)
    return make_hunks(old, changes, funcname)


def _one(old: Lines, after: bytes) -> tuple[Hunk, ...]:
    """Return the one hunk of a file that comes or goes; none for an empty one."""
    new = split_lines(after)
    rows = tuple(b"-" + line for line in old.each(0, len(old))) + tuple(b"+" + line for line in new)
    if not rows:
        return ()
    return (Hunk(1 if len(old) else 0, len(old), 1 if new else 0, len(new), b"", rows),)
