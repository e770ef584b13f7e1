"""What a patch makes of a tree: every place, mode and id as the patch says, at offset 0 and fuzz 0.

Shares no code with what writes patches; it is the judge of every build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from patcher.errors import Problem, Refusal, Target
from patcher.series.reader import FilePatch, HunkRows, PatchFile, Run
from patcher.tree.model import SUBMODULE, FileChange

_STRETCHES = (8192, 512)  # bytes whose lines are counted at once

Read = Callable[[str], "tuple[int, bytes] | None"]


def apply_patch(patch: PatchFile, read: Read) -> list[FileChange]:
    """Return the changes that a patch makes to the files that `read` gives as mode and bytes.

    `read` gives `None` for a path that is not there. Raises `Refusal` (`patch-does-not-apply`) for
    every file that is not as the patch says.
    """
    leaving = {file.old_path for file in patch.files if file.renamed or file.new_path is None}
    changes: list[FileChange] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for file in patch.files:
        try:
            if file.path in seen:
                raise _Wrong("the patch speaks of it twice")
            seen.add(file.path)
            changes.append(_change(file, read, leaving))
        except _Wrong as wrong:
            message = f"`{patch.name}` does not apply to `{file.path}`: {wrong.why}"
            target = Target(file.path, wrong.line, wrong.line)
            hint = "apply it to the tree that it was made for, or build the plan again"
            problems.append(Problem("patch-does-not-apply", message, target=target, hint=hint))
    if problems:
        raise Refusal(*problems)
    return changes


class _Wrong(Exception):
    """Why one file is not as the patch says, with the line of the file where that is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


def _change(file: FilePatch, read: Read, leaving: set[str | None]) -> FileChange:
    mode, old = _before(file, read)
    if file.new_path is not None and (file.old_path is None or file.renamed):
        there = read(file.new_path)
        if there is not None and file.new_path not in leaving:
            raise _Wrong("a file of that name is there already")
    new, new_id = _after(file, old)
    if file.new_path is None:
        return FileChange(file.path, old, None, mode, None)
    new_mode = file.new_mode if file.new_mode is not None else mode
    return FileChange(
        file.path,
        None if file.old_path is None else old,
        new,
        mode,
        new_mode,
        file.old_path if file.renamed else None,
        after_id=new_id,
    )


def _before(file: FilePatch, read: Read) -> tuple[int | None, bytes]:
    """Return mode and bytes of the old side, which must be what the patch says."""
    if file.old_path is None:
        if file.old_id is not None and file.old_id.strip("0"):
            raise _Wrong("it is new, and the patch names bytes that it had")
        return None, b""
    found = read(file.old_path)
    if found is None:
        raise _Wrong("the file is not there")
    mode, data = found
    if file.old_mode is not None and mode != file.old_mode:
        raise _Wrong(f"its mode is {mode:06o}, and the patch says {file.old_mode:06o}")
    if file.old_id is not None and _id(data, mode, file.old_id) != file.old_id:
        raise _Wrong("it has other bytes than the patch was made for")
    return mode, data


def _after(file: FilePatch, old: bytes) -> tuple[bytes, str | None]:
    """Return the new side's bytes, none where the file goes, and the id that they were found to have.

    They must be what the patch says; where it names no id, none is given.
    """
    new = old
    if file.literals is not None:
        new = file.literals[0]
        if file.literals[1] != old:
            raise _Wrong("the old bytes of its binary patch are not the file's")
    elif file.hunks:
        new = _patched(old, file)
    elif file.new_path is None:
        new = b""
        if old and file.old_id is not None:
            raise _Wrong("the patch takes the file away and not its lines")
    if file.new_path is None:
        if new or (file.new_id is not None and file.new_id.strip("0")):
            raise _Wrong("the patch takes the file away and leaves some of it")
        return b"", None
    if file.new_id is None:
        return new, None
    new_id = _id(new, file.new_mode, file.new_id)
    if new_id != file.new_id:
        raise _Wrong("it comes out with other bytes than the patch says")
    return new, new_id


def _id(data: bytes, mode: int | None, like: str) -> str:
    """Return the id that git gives the bytes, by the hash that an id of that length is of."""
    if mode == SUBMODULE:
        return data.decode("ascii", "replace").strip().rpartition(" ")[2]
    make = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    found = make(b"blob %d\0" % len(data), usedforsecurity=False)
    found.update(data)
    return found.hexdigest()


def _patched(old: bytes, file: FilePatch) -> bytes:
    out: list[bytes | memoryview] = []
    kept = memoryview(old)
    position = taken = written = 0  # offset in the old bytes; lines of them, and lines that came out
    for hunk in file.hunks:
        start = hunk.old_start - 1 if hunk.old_count else hunk.old_start
        begin = None if start < taken else _behind_lines(old, position, start - taken)
        if begin is None:
            raise _Wrong(f"a hunk speaks of line {hunk.old_start}, which is not there", hunk.old_start)
        out.append(kept[position:begin])
        written += start - taken
        if written != (hunk.new_start - 1 if hunk.new_count else hunk.new_start):
            raise _Wrong(
                f"a hunk says that it comes to stand at line {hunk.new_start}, and it does not",
                hunk.new_start,
            )
        position = begin
        for run in hunk.runs:
            if run.sign == b"+":
                out.append(_without_signs(run))
                continue
            above, position = position, position + len(run.rows) - run.count
            lines = old[above:position]
            if not _shows(run, lines) or (position < len(old) and not lines.endswith(b"\n")):
                raise _other_line(old, begin, hunk, start)
            if run.sign == b" ":
                out.append(lines)
        taken, written = start + hunk.old_count, written + hunk.new_count
    return b"".join([*out, kept[position:]])


def _behind_lines(data: bytes, position: int, count: int) -> int | None:
    """Return the offset behind so many lines from a line's start on; `None` where there are fewer."""
    for stretch in _STRETCHES:
        while position + stretch < len(data):
            piece = data[position : position + stretch]
            here = stretch - len(piece.replace(b"\n", b""))  # `count` looks at each byte, `replace` leaps
            if here >= count:
                break
            count, position = count - here, position + stretch
    while count and position < len(data):
        found = data.find(b"\n", position)
        count, position = count - 1, len(data) if found < 0 else found + 1
    return None if count else position


def _shows(run: Run, lines: bytes) -> bool:
    """Tell whether the rows of a run are these lines, a sign before each."""
    ending = b"\n" if lines.endswith(b"\n") else b""
    return run.rows == run.sign + lines.removesuffix(b"\n").replace(b"\n", b"\n" + run.sign) + ending


def _without_signs(run: Run) -> bytes:
    return run.rows[1:].replace(b"\n" + run.sign, b"\n")


def _other_line(old: bytes, begin: int, hunk: HunkRows, start: int) -> _Wrong:
    """Return what is wrong with a hunk whose old rows are not the lines that stand there."""
    if _behind_lines(old, begin, hunk.old_count) is None:
        return _Wrong(f"a hunk speaks of line {hunk.old_start}, which is not there", hunk.old_start)
    number, position = start, begin
    gone = b"".join(_without_signs(run) for run in hunk.runs if run.sign != b"+")
    for row in re.findall(rb"[^\n]*\n|[^\n]+", gone):
        end = _behind_lines(old, position, 1)
        number += 1
        if old[position:end] != row:
            break
        position = len(old) if end is None else end
    return _Wrong(f"its line {number} is not the one in the patch", number)
