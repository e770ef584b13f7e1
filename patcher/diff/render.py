"""File diffs as git writes them: `diff --git`, extended headers, hunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.diff.binary import render_binary
from patcher.diff.model import FileDiff, Hunk
from patcher.diff.quoting import path_bytes, quote_path

_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def sorted_diffs(diffs: Sequence[FileDiff]) -> list[FileDiff]:
    """Return diffs as git sorts them: by the bytes of their paths, a renamed file by its new one."""
    return sorted(diffs, key=lambda diff: path_bytes(diff.change.path))


def render_diff(diffs: Sequence[FileDiff]) -> bytes:
    """Return the `diff --git` sections of a patch, sorted by path."""
    return b"".join(part for diff in sorted_diffs(diffs) for part in _file(diff))


def _file(diff: FileDiff) -> Iterator[bytes]:
    change = diff.change
    old_path = change.old_path or change.path
    old_mode, new_mode = change.before_mode, change.after_mode
    # Without other rows that name the file, git reads these names, and not where one has a blank before a
    # slash (apply.c, `git_header_name`): what git itself writes for such a file is then refused by git.
    always = " /" in change.path and not diff.hunks and change.old_path is None
    names = quote_path(old_path, "a/", always=always), quote_path(change.path, "b/", always=always)
    yield b"diff --git %s %s\n" % names
    yield from _extended(diff, old_path)
    if diff.old_id == diff.new_id:
        return
    mode = b" %06o" % old_mode if old_mode is not None and old_mode == new_mode else b""
    yield b"index %s..%s%s\n" % (diff.old_id.encode(), diff.new_id.encode(), mode)
    if diff.binary:
        yield render_binary(change.before or b"", change.after or b"")
    elif diff.hunks:
        yield b"--- %s\n" % (b"/dev/null" if old_mode is None else _named(old_path, "a/"))
        yield b"+++ %s\n" % (b"/dev/null" if new_mode is None else _named(change.path, "b/"))
        for hunk in diff.hunks:
            yield from _hunk(hunk)


def _extended(diff: FileDiff, old_path: str) -> Iterator[bytes]:
    change = diff.change
    if change.before_mode is None:
        yield b"new file mode %06o\n" % (change.after_mode or 0)
    elif change.after_mode is None:
        yield b"deleted file mode %06o\n" % change.before_mode
    elif change.before_mode != change.after_mode:
        yield b"old mode %06o\nnew mode %06o\n" % (change.before_mode, change.after_mode)
    if change.old_path is not None:
        from patcher.diff.similarity import similarity

        yield b"similarity index %d%%\n" % similarity(change.before or b"", change.after or b"")
        yield b"rename from %s\nrename to %s\n" % (quote_path(old_path), quote_path(change.path))


def _named(path: str, prefix: str) -> bytes:
    """Return a name for `---` and `+++`: one with a blank ends in a tab, so that it is seen where it ends."""
    name = quote_path(path, prefix)
    return name + b"\t" if b" " in name else name


def _hunk(hunk: Hunk) -> Iterator[bytes]:
    old, new = _span(hunk.old_start, hunk.old_count), _span(hunk.new_start, hunk.new_count)
    yield b"@@ -%s +%s @@%s\n" % (old, new, b" " + hunk.funcname if hunk.funcname else b"")
    for sign, text in hunk.runs:
        rows = sign + text.removesuffix(b"\n").replace(b"\n", b"\n" + sign)
        yield rows + (b"\n" if text.endswith(b"\n") else _NO_NEWLINE)


def _span(start: int, count: int) -> bytes:
    return b"%d" % start if count == 1 else b"%d,%d" % (start, count)
