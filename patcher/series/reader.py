"""Reads patches and applies them, sharing no code with what writes them: the judge of every build.

Strict: offset 0, fuzz 0, counts, starts, ids and modes as they are stated, or a `Refusal`.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from patcher.errors import Problem, Refusal, Target
from patcher.tree.model import FileChange

Read = Callable[[str], "tuple[int, bytes] | None"]

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(?: (.*))?\Z")
_INDEX = re.compile(rb"index ([0-9a-f]+)\.\.([0-9a-f]+)(?: (\d{6}))?\Z")


@dataclass(slots=True)
class FilePatch:
    """What a patch says of one path."""

    old_path: str | None = None
    new_path: str | None = None
    old_mode: int | None = None
    new_mode: int | None = None
    old_id: str | None = None
    new_id: str | None = None
    renamed: bool = False
    hunks: list[tuple[int, int, int, int, list[bytes]]] = field(default_factory=list)
    literals: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PatchFile:
    """A patch file: its name, the text before the diffs, and its diffs."""

    name: str
    head: bytes
    files: tuple[FilePatch, ...]


class _Rows:
    """The rows of a patch, read one after the other."""

    def __init__(self, data: bytes, name: str) -> None:
        self.rows = data.split(b"\n")
        self.name = name
        self.at = 0

    def peek(self) -> bytes | None:
        return self.rows[self.at] if self.at < len(self.rows) else None

    def take(self) -> bytes:
        row = self.peek()
        if row is None:
            raise self.damaged("it ends too early")
        self.at += 1
        return row

    def damaged(self, why: str) -> Refusal:
        message = f"`{self.name}` is not a patch that can be trusted: {why}"
        return Refusal(
            Problem("series-damaged", message, target=Target(self.name, self.at or 1, self.at or 1))
        )


def read_patch(data: bytes, name: str) -> PatchFile:
    """Return a patch in git's form; raises `Refusal` (`series-damaged`) with the row that is wrong."""
    rows = _Rows(data, name)
    if data and not data.endswith(b"\n"):
        raise rows.damaged("its last row has no end")
    head = []
    while (row := rows.peek()) is not None and not row.startswith(b"diff --git "):
        head.append(rows.take())
    files = []
    while (row := rows.peek()) is not None and row.startswith(b"diff --git "):
        files.append(_file(rows))
    rest = [row for row in rows.rows[rows.at :] if row and not row.startswith(b"base-commit: ")]
    if rest:
        raise rows.damaged(f"`{rest[0][:40].decode('utf-8', 'replace')}` stands where no row may")
    return PatchFile(name, b"\n".join(head), tuple(files))


def _file(rows: _Rows) -> FilePatch:
    names = rows.take()[len(b"diff --git ") :]
    patch = FilePatch()
    old_name, new_name = _two_names(names, rows)
    patch.old_path, patch.new_path = old_name, new_name
    while (row := rows.peek()) is not None:
        if row.startswith(b"new file mode "):
            patch.old_path, patch.new_mode = None, int(row[14:], 8)
        elif row.startswith(b"deleted file mode "):
            patch.new_path, patch.old_mode = None, int(row[18:], 8)
        elif row.startswith(b"old mode "):
            patch.old_mode = int(row[9:], 8)
        elif row.startswith(b"new mode "):
            patch.new_mode = int(row[9:], 8)
        elif row.startswith(b"rename from "):
            patch.old_path, patch.renamed = _name(row[12:], rows), True
        elif row.startswith(b"rename to "):
            patch.new_path = _name(row[10:], rows)
        elif row.startswith(b"index "):
            match = _INDEX.match(row)
            if match is None:
                raise rows.damaged("its `index` row is not one")
            patch.old_id, patch.new_id = match[1].decode(), match[2].decode()
            if match[3] is not None:
                patch.old_mode = patch.new_mode = int(match[3], 8)
        elif not row.startswith(b"similarity index "):
            break
        rows.take()
    if row == b"GIT binary patch":
        rows.take()
        patch.literals = [_literal(rows), _literal(rows)]
    elif row is not None and row.startswith(b"--- "):
        _check_names(patch, rows)
        while (row := rows.peek()) is not None and row.startswith(b"@@ "):
            patch.hunks.append(_hunk(rows))
    return patch


def _check_names(patch: FilePatch, rows: _Rows) -> None:
    for mark, path, prefix in ((b"--- ", patch.old_path, "a/"), (b"+++ ", patch.new_path, "b/")):
        row = rows.take()
        if not row.startswith(mark):
            raise rows.damaged(f"a row `{mark.decode().strip()}` is missing")
        said = row[4:].split(b"\t")[0] if not row[4:].startswith(b'"') else row[4:]
        if said == b"/dev/null":
            if path is not None:
                raise rows.damaged("`/dev/null` stands for a file that is there")
        elif path is None or _name(said, rows) != prefix + path:
            raise rows.damaged("the names of a file do not agree")


def _hunk(rows: _Rows) -> tuple[int, int, int, int, list[bytes]]:
    match = _HUNK.match(rows.take())
    if match is None:
        raise rows.damaged("a hunk's header is not one")
    old, new = int(match[2] or 1), int(match[4] or 1)
    counts = [0, 0]
    lines: list[bytes] = []
    while counts[0] < old or counts[1] < new or rows.peek() == b"\\ No newline at end of file":
        row = rows.take()
        if row == b"\\ No newline at end of file":
            if not lines or not lines[-1].endswith(b"\n"):
                raise rows.damaged("a row about a missing newline stands alone")
            lines[-1] = lines[-1][:-1]
            continue
        mark = row[:1]
        if mark not in (b" ", b"-", b"+"):
            raise rows.damaged("a row of a hunk begins with none of ` `, `-` and `+`")
        counts[0] += mark in (b" ", b"-")
        counts[1] += mark in (b" ", b"+")
        lines.append(row + b"\n")
    if counts != [old, new]:
        raise rows.damaged("a hunk has other rows than its header says")
    return int(match[1]), old, int(match[3]), new, lines


_DIGITS = {digit: value for value, digit in enumerate(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
)}  # fmt: skip


def _literal(rows: _Rows) -> bytes:
    head = rows.take()
    if not re.fullmatch(rb"literal \d+", head):
        raise rows.damaged("a binary block is not a literal one")
    packed = bytearray()
    while (row := rows.take()) != b"":
        first = row[0]
        length = first - 64 if 65 <= first <= 90 else first - 70 if 97 <= first <= 122 else 0
        if not length or (len(row) - 1) % 5 or (len(row) - 1) // 5 != (length + 3) // 4:
            raise rows.damaged("a binary row has the wrong length")
        raw = bytearray()
        for at in range(1, len(row), 5):
            value = 0
            for digit in row[at : at + 5]:
                if digit not in _DIGITS:
                    raise rows.damaged("a binary row holds a character that it may not")
                value = value * 85 + _DIGITS[digit]
            if value >= 1 << 32:
                raise rows.damaged("a binary row holds a number that is too large")
            raw += value.to_bytes(4, "big")
        packed += raw[:length]
    try:
        data = zlib.decompress(bytes(packed))
    except zlib.error:
        raise rows.damaged("a binary block does not unpack") from None
    if len(data) != int(head.split()[1]):
        raise rows.damaged("a binary block has another length than it says")
    return data


def _two_names(raw: bytes, rows: _Rows) -> tuple[str, str]:
    """Return the two names of a `diff --git` row, which git writes without a separator of their own."""
    if raw.startswith(b'"'):
        end = _quote_end(raw, rows)
        first, second = raw[:end], raw[end + 1 :]
    elif raw.endswith(b'"'):
        start = raw.find(b' "b/')
        first, second = raw[:start], raw[start + 1 :]
    else:
        middle = len(raw) // 2
        first, second = raw[:middle], raw[middle + 1 :]
        if first[2:] != second[2:]:
            first, _, second = raw.partition(b" b/")
            second = b"b/" + second
    old, new = _name(first, rows), _name(second, rows)
    if not old.startswith("a/") or not new.startswith("b/"):
        raise rows.damaged("its `diff --git` row does not name `a/` and `b/`")
    return old[2:], new[2:]


def _quote_end(raw: bytes, rows: _Rows) -> int:
    at = 1
    while at < len(raw):
        if raw[at] == 92:
            at += 1
        elif raw[at] == 34:
            return at + 1
        at += 1
    raise rows.damaged("a quoted name is never closed")


_ESCAPES = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}


def _name(raw: bytes, rows: _Rows) -> str:
    if not raw.startswith(b'"'):
        return raw.decode("utf-8", "surrogateescape")
    out, at = bytearray(), 1
    while at < len(raw) - 1:
        if raw[at] != 92:
            out.append(raw[at])
            at += 1
        elif raw[at + 1 : at + 2] in _ESCAPES:
            out.append(_ESCAPES[raw[at + 1 : at + 2]])
            at += 2
        elif re.fullmatch(rb"[0-3][0-7]{2}", raw[at + 1 : at + 4]):
            out.append(int(raw[at + 1 : at + 4], 8))
            at += 4
        else:
            raise rows.damaged("a quoted name has an escape that git does not write")
    return out.decode("utf-8", "surrogateescape")


def apply_patch(patch: PatchFile, read: Read) -> list[FileChange]:
    """Return the changes that a patch makes to the files that `read` gives as mode and bytes.

    Raises `Refusal` (`patch-does-not-apply`) where anything is not as the patch says.
    """
    return [_applied(patch.name, each, read) for each in patch.files]


def _applied(name: str, patch: FilePatch, read: Read) -> FileChange:
    def refuse(why: str) -> Refusal:
        path = patch.new_path or patch.old_path or "?"
        message = f"`{name}` does not apply to `{path}`: {why}"
        return Refusal(Problem("patch-does-not-apply", message, target=Target(path)))

    path = patch.new_path if patch.new_path is not None else patch.old_path
    if path is None:
        raise refuse("it names no file")
    before = None if patch.old_path is None else read(patch.old_path)
    if patch.old_path is not None and before is None:
        raise refuse("the file is not there")
    if patch.old_path is None and read(path) is not None:
        raise refuse("the file is there already")
    old_mode, old = before if before is not None else (None, b"")
    if old_mode is not None and patch.old_mode is not None and old_mode != patch.old_mode:
        raise refuse(f"its mode is {old_mode:o}, not {patch.old_mode:o}")
    if patch.old_id is not None and before is not None and _id(old, patch.old_id) != patch.old_id:
        raise refuse("the file has other bytes than the `index` row says")
    if patch.literals:
        new = patch.literals[0]
        if patch.literals[1] != old:
            raise refuse("the binary block of the old side is not the file's")
    elif patch.hunks:
        new = _patched(old, patch, refuse)
    elif (
        patch.old_id not in (None, patch.new_id) and patch.old_path is not None and patch.new_path is not None
    ):
        raise refuse("its ids differ and it has no hunk")
    else:
        new = old
    if patch.new_path is None:
        if new:
            raise refuse("it deletes the file and leaves some of it")
        return FileChange(path, old, None, old_mode, None)
    if patch.new_id is not None and _id(new, patch.new_id) != patch.new_id:
        raise refuse("what comes out has other bytes than the `index` row says")
    new_mode = patch.new_mode if patch.new_mode is not None else old_mode
    old_path = patch.old_path if patch.renamed else None
    return FileChange(path, None if before is None else old, new, old_mode, new_mode, old_path)


def _id(data: bytes, like: str) -> str:
    make = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return make(b"blob " + str(len(data)).encode() + b"\0" + data).hexdigest()


def _patched(old: bytes, patch: FilePatch, refuse: Callable[[str], Refusal]) -> bytes:
    lines = old.split(b"\n")
    whole = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    out: list[bytes] = []
    at = made = 0
    for old_start, old_count, new_start, new_count, rows in patch.hunks:
        start = old_start - 1 if old_count else old_start
        if start < at or start > len(whole):
            raise refuse(f"a hunk begins at line {old_start}, which is not there")
        out += whole[at:start]
        made += start - at
        if made != (new_start - 1 if new_count else new_start):
            raise refuse(f"a hunk says that it lands at line {new_start}, and it lands at {made + 1}")
        gone = [row[1:] for row in rows if row[:1] in (b" ", b"-")]
        if whole[start : start + old_count] != gone:
            raise refuse(f"the lines from {old_start} on are not those of the patch")
        come = [row[1:] for row in rows if row[:1] in (b" ", b"+")]
        out += come
        made += len(come)
        at = start + old_count
    return b"".join(out + whole[at:])
