"""One repository with a plan, and the whole program run on it as a process, in surroundings of our choice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.box import Box

PLAN = """\
patcher: 1
plan: lean
title: Leave the old store
author: {name: A. Maintainer, email: a@example.org}
steps:
  - id: store
    subject: "store: the old loader goes"
    body: Nobody calls it.
    edits:
      - delete: {definition: load_old}
        file: pkg/store.py
      - replace: {line: 'café = .*'}
        with: 'café = "naïve"'
        file: pkg/store.py
    checks:
      - absent: load_old
        in: pkg/store.py
  - id: notes
    subject: "notes: say so"
    edits:
      - create_file: docs/note.txt
        with: "gone\\n"
      - delete_files: [pkg/old.bin]
      - delete: {line: 'old'}
        file: README
"""
_STORE = b'import os\n\n\ndef load_old():\n    return os.sep\n\n\ndef load():\n    return 1\n\n\ncaf\xc3\xa9 = "x"\n'
FILES: Mapping[str, tuple[int, bytes]] = {
    "pkg/store.py": (0o100644, _STORE),
    "pkg/old.bin": (0o100755, b"\0\1\2old\n" * 30),
    "README": (0o100644, b"lean\nold\nend"),
    "dos.txt": (0o100644, b"a\r\nb\r\n"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended: exit status (negative: the signal), output and messages."""

    status: int
    out: bytes
    said: bytes


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder that holds a repository `tree`, a plan beside it and an output folder `out`."""

    folder: Path
    box: Box

    @property
    def plan(self) -> Path:
        """The plan."""
        return self.folder / "lean.yaml"

    @property
    def out(self) -> Path:
        """The folder that series are written into."""
        return self.folder / "out"

    def command(self, name: str, *words: str) -> list[str]:
        """Return the words that run a command on the plan, its base and its output folder."""
        where = ["-C", str(self.box.folder)]
        places = [*where, "-o", str(self.out)]
        patches = sorted(map(str, self.out.glob("lean/0*.patch")))
        said = {
            "lint": ["lint", str(self.plan)],
            "locate": ["locate", str(self.plan), *where, "--format", "json"],
            "brief": ["brief", str(self.plan), *where],
            "report": ["report", str(self.plan), *where, "-o", str(self.folder / "page.html")],
            "build": ["build", str(self.plan), *places, "--format", "json"],
            "check": ["build", str(self.plan), *places, "--check"],
            "verify": ["verify", str(self.plan), *places],
            "verify folder": ["verify", str(self.out / "lean"), *where],
            "show": ["show", *patches],
            "apply": ["apply", str(self.plan), *places, "--worktree", str(self.folder / "applied")],
            "apply here": ["apply", str(self.plan), *places, "--here"],
        }
        return [sys.executable, str(Path(sys.executable).with_name("patcher")), *said[name], *words]

    def run(
        self,
        name: str,
        *words: str,
        environment: Mapping[str, str] | None = None,
        around: Sequence[str] = (),
        umask: int = 0o022,
    ) -> Done:
        """Run a command from the repository's folder, at most two minutes; `around` stands before the program."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), **(environment or {})}
        done = subprocess.run(
            [*around, *self.command(name, *words)],
            cwd=self.box.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
            umask=umask,
        )
        return Done(done.returncode, done.stdout, done.stderr)


def make_subject(folder: Path) -> Subject:
    """Make the repository, checked out, and write the plan."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "home").mkdir()
    box = Box(folder / "tree")
    commit, _ = box.import_trees([FILES])[0]
    box.git("checkout", "-q", "-B", "main", commit)
    subject = Subject(folder, box)
    subject.plan.write_text(PLAN, encoding="utf-8")
    return subject


def digests(folder: Path) -> dict[str, str]:
    """Return every path below a folder with its mode and a digest of its bytes or of where it leads."""
    found = {}
    for above, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(above, name)
            mode = path.lstat().st_mode
            data = os.readlink(path).encode() if path.is_symlink() else b""
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
            found[str(path.relative_to(folder))] = f"{mode:o} {hashlib.sha256(data).hexdigest()}"
    return found
