"""Random plans on random trees, from a seed; the tree after each step is known without any code of `patcher`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from benchmarks.reliability import worlds
from benchmarks.reliability.words import message
from benchmarks.reliability.worlds import State
from patcher.series.model import Message
from patcher.tree.model import EXECUTABLE, FILE

_NAMES = [
    "f", "F", "README", "readme", "a b", "a  b ", " lead", 'q"', "b\\s", "\xfc", "u\u0308", "\u65e5\u672c/\u672c", "x b/y", "b/a/b",
    "d/e/f", "d/e/g", "d/x", "-n", "--", ":(top)x", "a.b", "a/b", "[x]", "~", "{a => b}/c", "#c", "it's", "tab\tx", "nl\nx", "*",
    "**/x", "?", "a,b", "$x", "!x",
]  # fmt: skip


_MARK = b"\xef\xbb\xbf"
_RULED_OUT = re.compile(r"^From ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Project:
    """A plan's text with the files that it brings, its base, and for each step its message and the tree after it."""

    plan: str
    brings: dict[str, bytes]
    before: State
    steps: tuple[tuple[Message, State], ...]


@dataclass(slots=True)
class _Draft:
    """A step on its way."""

    random: Random
    state: State
    brings: dict[str, bytes]
    rows: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def brought(self, data: bytes) -> str:
        """Return the name under which the plan brings bytes."""
        name = f"brought/{len(self.brings)}"
        self.brings[name] = data
        return name


def make_project(seed: int, steps: int) -> Project:
    """Return the project of a seed: a plan of so many steps that `build` takes."""
    random = Random(seed)
    names = random.sample(_NAMES, 14)
    state: State = {}
    for name in names:
        if not any(n == name or n.startswith(name + "/") or name.startswith(n + "/") for n in state):
            state[name] = random.choice([FILE, FILE, EXECUTABLE]), _content(random)
    before = dict(state)
    brings: dict[str, bytes] = {}
    rows = ["patcher: 1", "plan: p", "title: t", "author: {name: A. Maintainer, email: a@example.org}"]
    rows += ["date: 2026-05-14T09:00:00+10:00", "cover_letter: true", "steps:"]
    made: list[tuple[Message, State]] = []
    while len(made) < steps:
        draft = _Draft(random, dict(state), brings)
        for name in random.sample(sorted(state), min(len(state), random.randrange(1, 4))):
            _edit(draft, name)
        if draft.rows and draft.state != state:
            words = _message(random)
            state = draft.state
            made.append((words, state))
            rows += _step(len(made), words, draft.rows)
    return Project("\n".join(rows) + "\n", brings, before, tuple(made))


def write_project(project: Project, folder: Path) -> Path:
    """Write the plan and what it brings into a folder; return the plan's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in project.brings.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "p.yaml").write_text(project.plan, encoding="utf-8")
    return folder / "p.yaml"


def _message(random: Random) -> Message:
    """Return a message without a line that the plan format rules out, though git would take it."""
    while True:
        found = message(random)
        values = "".join(value for _, value in found.trailers)
        if _RULED_OUT.search(found.body) or not all(value.strip() for _, value in found.trailers):
            continue
        if not re.search(r"[\x00-\x1f\x7f-\xa0\u2028]", values):
            return replace(found, trailers=tuple((key, value.strip()) for key, value in found.trailers))


def _content(random: Random) -> bytes:
    """Return text, mostly; a file whose edits would be refused (binary, git-lfs) is made whole or goes whole."""
    return worlds.data(random) if random.random() < 0.2 else worlds.text(random)


def _step(number: int, words: Message, edits: list[str]) -> list[str]:
    rows = [f"  - id: s{number}", f"    subject: {quoted(words.subject)}", f"    body: {quoted(words.body)}"]
    trailers: dict[str, list[str]] = {}
    for key, value in words.trailers:
        trailers.setdefault(key, []).append(value)
    if trailers:
        inner = ", ".join(f"{key}: [{', '.join(map(quoted, values))}]" for key, values in trailers.items())
        rows.append(f"    trailers: {{{inner}}}")
    return [*rows, "    edits:", *(f"      - {edit}" for edit in edits)]


def quoted(text: str) -> str:
    """Return text as a YAML scalar in double quotes, with an escape for all that is not plain ASCII."""
    out = []
    for char in text:
        code = ord(char)
        if " " <= char <= "~":
            out.append("\\" + char if char in '"\\' else char)
        else:
            out.append(
                f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
            )
    return '"' + "".join(out) + '"'


def _literal(path: str) -> str:
    """Return a pathspec that matches a path and nothing else."""
    return "".join("\\" + char if char in "*?[]\\!" else char for char in path)


def _edit(draft: _Draft, name: str) -> None:
    random, (mode, data) = draft.random, draft.state[name]
    draft.touched.add(name)
    kind = random.choice(["lines"] * 4 + ["create", "delete", "rename", "chmod"])
    if kind == "create":
        path = f"new/{len(draft.brings)} {random.choice('abc')}"
        draft.state[path] = random.choice([FILE, EXECUTABLE]), worlds.data(random)
        new_mode, new = draft.state[path]
        draft.rows.append(
            f"{{create_file: {quoted(path)}, with_file: {draft.brought(new)}, mode: {new_mode & 0o777:o}}}"
        )
    elif kind == "delete" and len(draft.state) > 6:
        del draft.state[name]
        draft.rows.append(f"{{delete_files: [{quoted(_literal(name))}]}}")
    elif kind == "rename":
        plain = _literal(name) == name
        path = f"moved/{name if plain else name.rpartition('/')[2]}"
        if path not in draft.state:
            draft.state[path] = draft.state.pop(name)
            to = path if plain else "moved/"
            draft.rows.append(f"{{rename_file: {{from: {quoted(_literal(name))}, to: {quoted(to)}}}}}")
    elif kind == "chmod":
        new_mode = FILE + EXECUTABLE - mode
        draft.state[name] = new_mode, data
        draft.rows.append(f"{{chmod: {{files: [{quoted(_literal(name))}], mode: {new_mode & 0o777:o}}}}}")
    elif kind == "lines" and data and b"\0" not in data:
        _lines(draft, name)


def _lines(draft: _Draft, name: str) -> None:
    """Delete, replace or insert whole lines at up to three places of a file."""
    random, (mode, data) = draft.random, draft.state[name]
    mark = _MARK if data.startswith(_MARK) else b""  # of no line: it stays while any line does
    lines = [line + b"\n" for line in data.removeprefix(mark).split(b"\n")]
    lines[-1] = lines[-1][:-1]
    if not lines[-1]:
        lines.pop()
    marks = sorted(random.sample(range(len(lines)), min(len(lines), 6)))
    for first, last in list(zip(marks[0::2], marks[1::2], strict=False))[::-1]:
        where = f"lines: {first + 1}-{last + 1}"
        end = f", expect: {{first: '^', last: '^'}}, file: {quoted(name)}}}"
        kind = random.choice(["delete", "replace", "insert"])
        if kind == "delete":
            draft.rows.append(f"{{delete: {{{where}}}, blank_lines: keep{end}")
            lines[first : last + 1] = []
            continue
        new = [b"new %d\n" % random.randrange(9) for _ in range(random.randrange(8))]
        new.append(b"number %d\n" % len(draft.brings))  # so that a replacement is never what stands there
        brought = f"with_file: {draft.brought(b''.join(new))}"
        if kind == "replace":
            draft.rows.append(f"{{replace: {{{where}}}, {brought}{end}")
            lines[first : last + 1] = new
        else:
            draft.rows.append(f"{{insert: {{before: {{{where}}}}}, {brought}{end}")
            lines[first:first] = new
    if marks[1:]:
        draft.state[name] = mode, mark + b"".join(lines) if lines else b""
