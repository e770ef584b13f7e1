"""Random trees, changes of them and messages, from a seed: every hazard that is known, in any mixture.

A state is a tree as a plain mapping; what a step makes of it is known without any code of the diff.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.reliability.words import message
from patcher.edit.model import Splice
from patcher.series.model import Message
from patcher.tree.model import EXECUTABLE, FILE, SUBMODULE, SYMLINK, FileChange

State = dict[str, tuple[int, bytes]]
Change = tuple[FileChange, "tuple[Splice, ...] | None"]

_LINES = [
    b"a", b"b", b"", b"", b"}", b"def f():", b"    return 1", b"\t\ttab", b"trailing  ", b"\x0c", b"a\x0bb\x1cc\x1dd\x1ee",
    b"\xc2\x85\xe2\x80\xa8\xe2\x80\xa9", b"c\rd", b"\r", b"\r\r", b"\xff\xfe", b"\xef\xbb\xbfbom", b"-- ", b"---", b"--- a/f",
    b"+++ b/f", b"@@ -1 +1 @@", b"diff --git a/x b/x", b"index 0..1", b"Index: x", b"\\ No newline at end of file",
    b"From x Mon Sep 17 00:00:00 2001", b">From x", b"GIT binary patch", b"literal 3", b"base-commit: 0", b"new file mode 100644",
    b"rename from f", b"-", b"+", b" ", b"\\", b"-- >8 --", b"z" * 300, b"$Id$", b"<<<<<<< ours", b"\xe2\x80\x8b", b"0.0",
]  # fmt: skip
_NAMES = [
    "f", "F", "README", "readme", "a b", "a  b ", " lead", "tab\t", "nl\nx", 'q"', "b\\s", "\xfc", "u\u0308", "\udcff",
    "\u65e5\u672c/\u672c", "x b/y", "b/a/b", "a b/a b", "d/e/f", "d/e/g", "d/x", "d", "-n", "--", ":(top)x", ":!x",
    "a.b", "a/b", "a", "a\rb", "[x]*?", "~", "\x7f", "a/ b/c", "{a => b}/c", "dev/null", ":", "#c", "!x",
    "a,b", "$x", "%s", "HEAD", "refs/heads/x", "a" * 200, ".a", "a.", "e\u0301", "\xe9", "a\x01b", "it's", "a/=>/b",
]  # fmt: skip
_PIECES = [
    "a", "b", "A", " ", "  ", "\t", "\n", '"', "\\", "\xfc", "\udcff", "\udc80", "-", ":", "(", " b/", "a/", "/", "=>", "*", "\r",
    "\x01", "\x7f", "'",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One patch to be: its message, its changes with their splices, the tree that they make."""

    message: Message
    changes: tuple[Change, ...]
    after: State


@dataclass(frozen=True, slots=True)
class Chain:
    """A base and steps, each on the tree that the one before it left."""

    seed: int
    before: State
    steps: tuple[Step, ...]


def make_chain(seed: int, length: int, digits: int = 40) -> Chain:
    """Return the chain of a seed, the same on every machine; `digits` of an object id say which hash is used."""
    random = Random(seed)
    state: State = {}
    for _ in range(12):
        name = _free_name(random, state, set())
        state[name] = _new_file(random, digits)
    before = dict(state)
    steps: list[Step] = []
    while len(steps) < length:
        changes = _changes(random, state)
        if not changes:
            continue
        state = after(state, [change for change, _ in changes])
        steps.append(Step(message(random), tuple(changes), dict(state)))
    return Chain(seed, before, tuple(steps))


def after(state: State, changes: list[FileChange]) -> State:
    """Return what changes make of a tree."""
    found = dict(state)
    for change in changes:
        if change.before is not None:
            del found[change.old_path or change.path]
    for change in changes:
        if change.after is not None and change.after_mode is not None:
            found[change.path] = change.after_mode, change.after
    return found


def spliced(data: bytes, splices: tuple[Splice, ...]) -> bytes:
    """Return bytes with splices carried out."""
    out, position = [], 0
    for splice in splices:
        out += [data[position : splice.start], splice.data]
        position = splice.end
    return b"".join(out) + data[position:]


def text(random: Random, most: int = 40) -> bytes:
    """Return text of lines that look like anything: plain, one of a few, repeated in blocks, with one ending or many."""
    pool = random.choice([_LINES, random.sample(_LINES, 3), [b"a", b"b"], [b"%d" % n for n in range(99)]])
    rows = [random.choice(pool) for _ in range(random.randrange(most))]
    if random.random() < 0.3:
        rows = rows[: random.randrange(1, 9)] * random.randrange(1, 6)
    if random.random() < 0.3:
        rows = [each for row in rows for each in (row, b"")]
    ending = random.choice([b"\n", b"\n", b"\n", b"\r\n", None])
    data = b"".join(row + (ending or random.choice([b"\n", b"\r\n", b"\r\r\n"])) for row in rows)
    start = random.choice([b"", b"", b"", b"\xef\xbb\xbf"])
    return start + data + random.choice([b"", b"", b"tail", b"a", b"\r", b"-", b"\\"])


def data(random: Random) -> bytes:
    """Return the bytes of a file: text, none, binary, UTF-16, long lines, a NUL far behind."""
    kind = random.randrange(24)
    if kind == 0:
        return b""
    if kind == 1:
        return b"\0" + random.randbytes(random.randrange(200))
    if kind == 2:
        return random.randbytes(random.choice([1, 3, 52, 53, 65534, 65535, 65536]))
    if kind == 3:
        return "\ufeffa\nb\n\u2028\n".encode(random.choice(["utf-16-le", "utf-16-be"]))
    if kind == 4:
        return text(random) + b"x" * random.choice([7999, 8000, 8001, 70_000]) + b"\n\0\n" + text(random)
    return text(random)


def _new_file(random: Random, digits: int) -> tuple[int, bytes]:
    kind = random.randrange(20)
    if kind == 0:
        return SYMLINK, random.choice([b"to", b"../to", b"to/\xff\n", b"/nowhere"])
    if kind == 1:
        return SUBMODULE, b"Subproject commit %0*x\n" % (digits, random.getrandbits(4 * digits))
    return random.choice([FILE, FILE, EXECUTABLE]), data(random)


def _free_name(random: Random, state: State, leaving: set[str]) -> str:
    """Return a name that neither is in a tree nor clashes with one that stays there."""
    while True:
        name = random.choice(_NAMES) if random.random() < 0.7 else _odd_name(random)
        names = (set(state) - leaving) | ({name} & leaving)
        if name and not any(n == name or n.startswith(name + "/") or name.startswith(n + "/") for n in names):
            return name


def _odd_name(random: Random) -> str:
    raw = "".join(random.choice(_PIECES) for _ in range(random.randrange(1, 12)))
    return "/".join(part for part in raw.split("/") if part not in ("", ".", ".."))


def _changes(random: Random, state: State) -> list[Change]:
    """Return up to four changes of a tree, no path in two of them; none where chance made none."""
    found: list[Change] = []
    waiting = random.sample(sorted(state), min(4, len(state)))
    known = dict(state)
    leaving: set[str] = set()
    for name in waiting[: random.randrange(1, 5)]:
        kind = random.choice(["edit"] * 5 + ["create", "delete", "rename", "rename", "chmod", "replace"])
        if len(state) < 8:
            kind = "create"
        change = _change(random, kind, name, known, leaving)
        if change is None:
            continue
        found.append(change)
        if change[0].after is None or change[0].old_path is not None:
            leaving.add(name)
        if change[0].after is not None and change[0].after_mode is not None:
            known[change[0].path] = change[0].after_mode, change[0].after
    return found


def _change(random: Random, kind: str, name: str, known: State, leaving: set[str]) -> Change | None:
    mode, old = known[name]
    if kind == "create":
        path = _free_name(random, known, leaving)
        return FileChange(path, None, data(random), None, random.choice([FILE, EXECUTABLE])), None
    if kind == "delete":
        return FileChange(name, old, None, mode, None), None
    if mode not in (FILE, EXECUTABLE):
        return None
    if kind == "replace":
        new = data(random)
        return None if new == old else (FileChange(name, old, new, mode, mode), None)
    splices = () if kind == "chmod" or b"\0" in old[:8000] else _splices(random, old)
    new = spliced(old, splices)
    if kind == "rename":
        path = _free_name(random, known, leaving | {name})
        return FileChange(path, old, new, mode, random.choice([FILE, EXECUTABLE]), name), splices
    new_mode = mode if kind == "edit" else FILE + EXECUTABLE - mode
    return None if (new, new_mode) == (old, mode) else (FileChange(name, old, new, mode, new_mode), splices)


def _splices(random: Random, old: bytes) -> tuple[Splice, ...]:
    starts = [0, *(at + 1 for at, byte in enumerate(old) if byte == 10), len(old)]
    whole = random.random() < 0.7
    marks = sorted(random.choice(starts) if whole else random.randrange(len(old) + 1) for _ in range(8))
    found = []
    for start, end in zip(marks[0::2], marks[1::2], strict=True):
        if random.random() < 0.5:
            new = random.choice([b"", b"", text(random, 6), b"x\n", b"\r\n", old[start:end], b"\0\n"])
            found.append(Splice(start, end, new, 0))
    return tuple(found)
