"""Where the trees are made, the peers' programs, and how it is seen that a job was done right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.plans import HEAD
from benchmarks.speed.timing import Contestant, environment
from benchmarks.speed.trees import write_repository

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATCHER = Path(sys.executable).with_name("patcher")
PEERS = ("ast-grep-cli", "libcst", "polyglot-piranha", "semgrep")
_HUNK = re.compile(rb"@@ -(?P<at>\d+)(?:,(?P<old>\d+))? \+\d+(?:,(?P<new>\d+))? @@")
WHO = "-c user.name=B -c user.email=b@example.org -c gc.auto=0"


@dataclass
class World:
    """Where the trees are made, the folder of the peers' programs, and which of these cannot be had."""

    folder: Path
    peers: Path
    missing: list[str] = field(default_factory=list)

    def tree(self, name: str, make: Callable[[], Mapping[str, bytes]]) -> Path:
        """Return a repository, made with its first use."""
        folder = self.folder / name
        if not (folder / ".git").exists():
            print(f"making {name}", file=sys.stderr)
            write_repository(folder, dict(make()))
        return folder

    def plan(self, name: str, text: str) -> Path:
        """Return the path of a plan; its text begins with `steps:`, or with what stands before that."""
        path = self.folder / f"{name}.yaml"
        path.write_text(HEAD + text)
        return path

    @property
    def output(self) -> Path:
        """Where series are written."""
        return self.folder / "out"

    def has(self, peer: str) -> bool:
        """Tell whether a peer is installed, and install it where it is not."""
        if peer in self.missing:
            return False
        python = self.peers / "bin" / "python"
        if not python.exists():
            venv.create(self.peers, with_pip=True)
        asked = [str(python), "-c", f"import importlib.metadata as m; m.version({peer!r})"]
        if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            return True
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", peer]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            self.missing.append(peer)
        return peer not in self.missing

    def build(self, plan: Path, repository: Path, *, name: str = "patcher") -> Contestant:
        """Return `patcher build`, its output folder emptied before."""
        line = f"{PATCHER} build {plan} -C {repository} -o {self.output} --timeout 3000 -q"
        return Contestant(name, line, self.folder, before=lambda: shutil.rmtree(self.output, True))

    def patched(self, repository: Path, expected: Mapping[str, bytes | None]) -> Callable[[], str | None]:
        """Return what sees that a series gives certain files: git applies it to an index of its own."""

        def wrong() -> str | None:
            index = self.folder / "index"
            index.unlink(missing_ok=True)
            around = {**environment(), "GIT_INDEX_FILE": str(index)}
            git(repository, "read-tree", "HEAD", env=around)
            patches = sorted((self.output / "bench").glob("0*.patch"))
            done = git(repository, "apply", "--cached", *map(str, patches), env=around, check=False)
            if done.returncode:
                return done.stderr.decode()
            asked = "".join(f":{path}\n" for path in expected).encode()
            batch = git(repository, "cat-file", "--batch", env=around, data=asked).stdout
            wanted = b"".join(_answer(path, data) for path, data in expected.items())
            return None if _without_ids(batch) == wanted else "a file is not as it must be"

        return wrong

    def changed(self, before: bytes, after: bytes) -> Callable[[], str | None]:
        """Return what sees that a series of one patch gives one file; git takes minutes for thousands of hunks."""

        def wrong() -> str | None:
            (patch,) = (self.output / "bench").glob("0*.patch")
            return None if applied(patch.read_bytes(), before) == after else "the file is not as it must be"

        return wrong


def applied(patch: bytes, before: bytes) -> bytes | None:
    """Return what a patch of one file makes of it at the lines that it names; `None` where its old lines are others."""
    old, new, at = before.split(b"\n"), [], 0
    rows = iter(patch.split(b"\n"))
    for head in rows:
        found = _HUNK.match(head)
        if found is None:
            continue
        left, come = (int(found[group] or 1) for group in ("old", "new"))
        start = int(found["at"]) - (left > 0)
        new += old[at:start]
        at = start
        while left or come:
            row = next(rows)
            if row[:1] != b"+" and old[at] != row[1:]:
                return None
            new += [row[1:]] if row[:1] != b"-" else []
            at, left, come = at + (row[:1] != b"+"), left - (row[:1] != b"+"), come - (row[:1] != b"-")
    return b"\n".join([*new, *old[at:]])


def _answer(path: str, data: bytes | None) -> bytes:
    return f":{path} missing\n".encode() if data is None else b"blob %d\n%s\n" % (len(data), data)


def _without_ids(batch: bytes) -> bytes:
    """Return the answers of `git cat-file --batch` without the id in each head."""
    parts, position = [], 0
    while position < len(batch):
        end = batch.index(b"\n", position) + 1
        head = batch[position:end].split()
        if head[-1] == b"missing":
            parts.append(batch[position:end])
            position = end
            continue
        size = int(head[2])
        parts.append(b"blob %d\n" % size + batch[end : end + size + 1])
        position = end + size + 1
    return b"".join(parts)


def edited(path: Path, expected: bytes) -> Callable[[], str | None]:
    """Return what sees that a file was edited right; blank lines do not count."""

    def wrong() -> str | None:
        found = [line for line in path.read_bytes().split(b"\n") if line.strip()]
        wanted = [line for line in expected.split(b"\n") if line.strip()]
        if found == wanted:
            return None
        left, lost = set(found) - set(wanted), set(wanted) - set(found)
        return f"{len(left)} lines too many, {len(lost)} too few"

    return wrong


def git(
    folder: Path, *words: str, env: dict[str, str] | None = None, data: bytes = b"", check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder."""
    asked = ["git", "-C", os.fspath(folder), *words]
    return subprocess.run(asked, env=env or environment(), input=data, capture_output=True, check=check)
