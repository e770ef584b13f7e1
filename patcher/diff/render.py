"""File diffs as git writes them: `diff --git`, extended headers, hunks; and the diffstat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.diff.binary import render_binary
from patcher.diff.model import FileDiff, Hunk
from patcher.diff.quoting import quote_path

_NO_NEWLINE = b"\\ No newline at end of file\n"


def render_diff(diffs: Sequence[FileDiff]) -> bytes:
    """Return the `diff --git` sections of a patch."""
    return b"".join(b"".join(_file(diff)) for diff in diffs)


def _file(diff: FileDiff) -> Iterator[bytes]:
    change = diff.change
    old_path = change.old_path or change.path
    yield b"diff --git %s %s\n" % (quote_path(old_path, "a/"), quote_path(change.path, "b/"))
    old_mode, new_mode = change.before_mode, change.after_mode
    if old_mode is None:
        yield b"new file mode %o\n" % (new_mode or 0)
    elif new_mode is None:
        yield b"deleted file mode %o\n" % old_mode
    elif old_mode != new_mode:
        yield b"old mode %o\nnew mode %o\n" % (old_mode, new_mode)
    if change.old_path is not None:
        yield b"similarity index %d%%\n" % similarity(diff)
        yield b"rename from %s\nrename to %s\n" % (quote_path(old_path), quote_path(change.path))
    if diff.old_id == diff.new_id:
        return
    same = b" %o" % old_mode if old_mode is not None and old_mode == new_mode else b""
    yield b"index %s..%s%s\n" % (diff.old_id.encode(), diff.new_id.encode(), same)
    if diff.binary:
        yield render_binary(change.before or b"", change.after or b"")
        return
    if not diff.hunks:
        return
    # A tab behind a name with a blank tells appliers where the name ends (git's diff.c).
    yield b"--- " + (b"/dev/null" if old_mode is None else _named(old_path, "a/")) + b"\n"
    yield b"+++ " + (b"/dev/null" if new_mode is None else _named(change.path, "b/")) + b"\n"
    for hunk in diff.hunks:
        yield from _hunk(hunk)


def _named(path: str, prefix: str) -> bytes:
    name = quote_path(path, prefix)
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name


def _hunk(hunk: Hunk) -> Iterator[bytes]:
    old = _span(hunk.old_start, hunk.old_count)
    new = _span(hunk.new_start, hunk.new_count)
    tail = b" " + hunk.funcname if hunk.funcname else b""
    yield b"@@ -%s +%s @@%s\n" % (old, new, tail)
    for line in hunk.lines:
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_NEWLINE


def _span(start: int, count: int) -> bytes:
    return b"%d" % start if count == 1 else b"%d,%d" % (start, count)


def similarity(diff: FileDiff) -> int:
    """Return the similarity of a renamed file in percent: the bytes that stay, of the larger side.

    git measures with hashes of chunks and accepts any figure when it applies; this one is exact.
    """
    before, after = diff.change.before or b"", diff.change.after or b""
    if before == after:
        return 100
    gone = sum(len(line) - 1 for hunk in diff.hunks for line in hunk.lines if line[:1] == b"-")
    return max(0, (len(before) - gone) * 100 // max(len(before), len(after), 1))


WIDTH = 72


def render_stat(diffs: Sequence[FileDiff]) -> bytes:
    """Return the diffstat: a row a file, the totals, created, deleted and renamed files."""
    names = [_stat_name(diff) for diff in diffs]
    widest = max(map(len, names), default=0)
    name_width = min(widest, 50)
    most = max((diff.added + diff.deleted for diff in diffs if not diff.binary), default=0)
    digits = max(len(str(most)), 3 if any(diff.binary for diff in diffs) else 1)
    graph = max(WIDTH - name_width - digits - 6, 10)
    rows = []
    for diff, name in zip(diffs, names, strict=True):
        shown = name if len(name) <= name_width else b"..." + name[-(name_width - 3) :]
        if diff.binary:
            sizes = b"%d -> %d bytes" % (len(diff.change.before or b""), len(diff.change.after or b""))
            rows.append(b" %s | %s %s\n" % (shown.ljust(name_width), b"Bin".rjust(digits), sizes))
            continue
        total = diff.added + diff.deleted
        marks = _marks(diff.added, diff.deleted, most, graph)
        bar = b" %s | %*d %s" % (shown.ljust(name_width), digits, total, marks)
        rows.append(bar.rstrip() + b"\n")
    return b"".join(rows) + _totals(diffs) + b"".join(_summary(diffs))


def _marks(added: int, deleted: int, most: int, width: int) -> bytes:
    if most > width:
        total = (
            max(2 if added and deleted else 1, (added + deleted) * width // most) if added + deleted else 0
        )
        plus = max(1, total * added // (added + deleted)) if added else 0
        if deleted and plus >= total:
            plus = total - 1
        added, deleted = plus, total - plus
    return b"+" * added + b"-" * deleted


def _stat_name(diff: FileDiff) -> bytes:
    change = diff.change
    if change.old_path is None:
        return quote_path(change.path)
    return quote_path(change.old_path) + b" => " + quote_path(change.path)


def _totals(diffs: Sequence[FileDiff]) -> bytes:
    added = sum(diff.added for diff in diffs)
    deleted = sum(diff.deleted for diff in diffs)
    files = b"%d file%s changed" % (len(diffs), b"" if len(diffs) == 1 else b"s")
    plus = b", %d insertion%s(+)" % (added, b"" if added == 1 else b"s")
    minus = b", %d deletion%s(-)" % (deleted, b"" if deleted == 1 else b"s")
    tail = (plus if added or not deleted else b"") + (minus if deleted or not added else b"")
    return b" " + files + tail + b"\n"


def _summary(diffs: Sequence[FileDiff]) -> Iterator[bytes]:
    for diff in diffs:
        change = diff.change
        name = quote_path(change.path)
        if change.before_mode is None:
            yield b" create mode %o %s\n" % (change.after_mode or 0, name)
        elif change.after_mode is None:
            yield b" delete mode %o %s\n" % (change.before_mode, name)
        elif change.old_path is not None:
            yield b" rename %s => %s (%d%%)\n" % (quote_path(change.old_path), name, similarity(diff))
            if change.before_mode != change.after_mode:
                yield b" mode change %o => %o\n" % (change.before_mode, change.after_mode)
        elif change.before_mode != change.after_mode:
            yield b" mode change %o => %o %s\n" % (change.before_mode, change.after_mode, name)
