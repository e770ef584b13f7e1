"""The diffstat as `git format-patch` prints it (diff.c: `show_stats`, `diff_summary`, `pprint_rename`).

Names are ASCII, because git quotes all others; so a name is as wide as it is long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.diff.binary import is_binary
from patcher.diff.model import FileDiff
from patcher.diff.quoting import quote_path
from patcher.diff.render import sorted_diffs

_WIDTH = 72  # of a patch that goes by mail (builtin/log.c, `MAIL_DEFAULT_WRAP`)


def render_stat(diffs: Sequence[FileDiff]) -> bytes:
    """Return the diffstat: a row a file, the totals, then created, deleted and renamed files and modes."""
    if not diffs:
        return b""
    ordered = sorted_diffs(diffs)
    return b"".join([*_rows(ordered), _totals(ordered), *map(_summary, ordered)])


def _rows(diffs: Sequence[FileDiff]) -> Iterator[bytes]:
    names = [_name(diff) for diff in diffs]
    most = max((diff.added + diff.deleted for diff in diffs), default=0)
    sizes = [_sizes(diff) for diff in diffs]
    binary = max((14 + len(f"{pair[0]}{pair[1]}") for pair in sizes if pair is not None), default=0)
    digits = max(len(str(most)), 3 if binary else 0)
    name_width, graph = _widths(max(map(len, names)), most, digits, binary)
    for diff, name, pair in zip(diffs, names, sizes, strict=True):
        head = b" %s | " % _fitted(name, name_width).ljust(name_width)
        if pair is not None:
            yield head + b"Bin".rjust(digits) + (b" %d -> %d bytes\n" % pair if any(pair) else b"\n")
            continue
        added, deleted = _scaled(diff.added, diff.deleted, graph, most)
        bar = b"+" * added + b"-" * deleted
        yield head + b"%*d%s\n" % (digits, diff.added + diff.deleted, b" " + bar if bar else b"")


def _sizes(diff: FileDiff) -> tuple[int, int] | None:
    """Return a binary file's sizes before and after, both 0 where it stays as it is; `None` for text."""
    before, after = diff.change.before or b"", diff.change.after or b""
    if not is_binary(before) and not is_binary(after):
        return None
    return (0, 0) if before == after else (len(before), len(after))


def _widths(name: int, most: int, digits: int, binary: int) -> tuple[int, int]:
    """Return how wide names and graph are; where there is no room for both, names get five eighths."""
    graph = most if most + 4 > binary else binary - 4
    if name + digits + 6 + graph > _WIDTH:
        graph = min(graph, max(6, _WIDTH * 3 // 8 - digits - 6))
        if name > _WIDTH - digits - 6 - graph:
            name = _WIDTH - digits - 6 - graph
        else:
            graph = _WIDTH - digits - 6 - name
    return name, graph


def _fitted(name: bytes, width: int) -> bytes:
    """Return a name cut at its front, at a folder where there is one."""
    if len(name) <= width:
        return name
    kept = name[len(name) - max(0, width - 3) :]
    slash = kept.find(b"/")
    return b"..." + (kept[slash:] if slash >= 0 else kept)


def _scaled(added: int, deleted: int, width: int, most: int) -> tuple[int, int]:
    """Return how many signs stand for the lines; at least one for each side that has any."""
    if width > most:
        return added, deleted

    def scale(number: int) -> int:
        return 1 + number * (width - 1) // most if number else 0

    total = scale(added + deleted)
    if total < 2 and added and deleted:
        total = 2
    if added < deleted:
        return scale(added), total - scale(added)
    return total - scale(deleted), scale(deleted)


def _name(diff: FileDiff) -> bytes:
    change = diff.change
    return quote_path(change.path) if change.old_path is None else _renamed(change.old_path, change.path)


def _renamed(old_path: str, new_path: str) -> bytes:
    """Return `old => new`, folders that both share taken out before and behind: `a/{b => c}/d`."""
    old, new = quote_path(old_path), quote_path(new_path)
    if old.startswith(b'"') or new.startswith(b'"'):
        return b"%s => %s" % (old, new)
    head = _shared_folders(old, new)
    tail = _shared_tail(old, new, head)
    # A folder that ends the head may begin the tail too; its slash is then written once.
    middle = old[head : max(head, len(old) - tail)], new[head : max(head, len(new) - tail)]
    if not head and not tail:
        return b"%s => %s" % middle
    return b"%s{%s => %s}%s" % (old[:head], *middle, old[len(old) - tail :])


def _shared_folders(old: bytes, new: bytes) -> int:
    length = 0
    for position, (left, right) in enumerate(zip(old, new, strict=False)):
        if left != right:
            break
        if left == 47:
            length = position + 1
    return length


def _shared_tail(old: bytes, new: bytes, head: int) -> int:
    length = 0
    lowest = head - (1 if head else 0)
    most = min(len(old), len(new)) - lowest
    for position in range(1, most + 1):
        if old[-position] != new[-position]:
            break
        if old[-position] == 47:
            length = position
    return length


def _totals(diffs: Sequence[FileDiff]) -> bytes:
    added, deleted = sum(diff.added for diff in diffs), sum(diff.deleted for diff in diffs)
    row = b" %d file%s changed" % (len(diffs), b"" if len(diffs) == 1 else b"s")
    if added or not deleted:
        row += b", %d insertion%s(+)" % (added, b"" if added == 1 else b"s")
    if deleted or not added:
        row += b", %d deletion%s(-)" % (deleted, b"" if deleted == 1 else b"s")
    return row + b"\n"


def _summary(diff: FileDiff) -> bytes:
    change = diff.change
    old, new, name = change.before_mode, change.after_mode, quote_path(change.path)
    if old is None:
        return b" create mode %06o %s\n" % (new or 0, name)
    if new is None:
        return b" delete mode %06o %s\n" % (old, name)
    modes = b" mode change %06o => %06o" % (old, new) if old != new else b""
    if change.old_path is not None:
        from patcher.diff.similarity import similarity

        percent = similarity(change.before or b"", change.after or b"")
        row = b" rename %s (%d%%)\n" % (_renamed(change.old_path, change.path), percent)
        return row + (modes + b"\n" if modes else b"")
    return b"%s %s\n" % (modes, name) if modes else b""
