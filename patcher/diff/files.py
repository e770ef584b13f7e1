"""One path's change and its splices → its diff."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.diff.binary import is_binary
from patcher.diff.homes import Around
from patcher.diff.hunks import make_hunks, whole_file
from patcher.diff.lines import count_lines, line_changes
from patcher.diff.model import FileDiff
from patcher.edit.model import Splice
from patcher.expression import expression
from patcher.source import SourceFile
from patcher.tree import object_id
from patcher.tree.model import SUBMODULE, FileChange, Hash

_SUBMODULE = expression(rb"Subproject commit ([0-9a-f]{40}|[0-9a-f]{64})\n?")


def diff_file(
    change: FileChange,
    splices: Sequence[Splice] | None,
    *,
    hash: Hash,
    around: Around | None = None,
    source: SourceFile | None = None,
) -> FileDiff:
    """Return the diff of a path. Splices are byte offsets in `change.before`, sorted and apart.

    `None` splices: the file comes, goes, or is replaced whole. `around` gives the definition around a
    line of `change.before`, and `source` is that with its lines, where it was read before. A NUL among
    the first 8,000 bytes of a side makes the file binary. A submodule's bytes are what git shows for it:
    `Subproject commit ID`.
    """
    before, after = change.before, change.after
    old_id = change.before_id or _id(before, change.before_mode, hash)
    new_id = change.after_id or _id(after, change.after_mode, hash)
    if before == after:
        return FileDiff(change, old_id, new_id)
    if is_binary(before or b"") or is_binary(after or b""):
        return FileDiff(change, old_id, new_id, binary=True)
    if not before or after is None:
        hunks = whole_file(before or b"", after or b"")
    else:
        if splices is None:
            splices = (Splice(0, len(before), after, 0),)
        source = source or SourceFile(change.path, before)
        hunks = make_hunks(source, line_changes(before, splices), around)
    added, deleted = (
        sum(count_lines(text) for hunk in hunks for own, text in hunk.runs if own == sign)
        for sign in (b"+", b"-")
    )
    return FileDiff(change, old_id, new_id, hunks, added=added, deleted=deleted)


def _id(data: bytes | None, mode: int | None, hash: Hash) -> str:
    if data is None:
        return "0" * (40 if hash == "sha1" else 64)
    if mode == SUBMODULE:
        match = _SUBMODULE.fullmatch(data)
        if match is None:
            raise ValueError("a submodule is given as `Subproject commit ID`")
        return match[1].decode()
    return object_id("blob", data, hash)
