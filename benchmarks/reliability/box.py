"""A repository in which git says what trees, patches and messages are. Shares no code with `patcher`."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Files = Mapping[str, tuple[int, bytes]]

_ENVIRONMENT = {
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "C",
    "GIT_COMMITTER_EMAIL": "c@example.org",
}
_MOVED = re.compile(rb"^(?:Hunk #\d+ succeeded at|Context reduced to).*", re.MULTILINE)


def use_git(path: str) -> str:
    """Let all that follows run another git; return what it says of its version."""
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(os.path.abspath(path)), os.environ["PATH"]])
    return subprocess.run(["git", "--version"], capture_output=True, check=True, text=True).stdout.strip()


class Box:
    """A repository in a folder, with the configuration of nobody."""

    def __init__(self, folder: Path, hash: str = "sha1") -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q", "--template=", f"--object-format={hash}")
        self.git("config", "gc.auto", "0")

    def git(self, *words: str, data: bytes = b"") -> bytes:
        """Return what git prints; raises `RuntimeError` with what it says where it fails."""
        status, out, said = self.tried(*words, data=data)
        if status:
            raise RuntimeError(f"git {' '.join(words[:2])}: {said.decode('utf-8', 'replace')}")
        return out

    def tried(self, *words: str, data: bytes = b"") -> tuple[int, bytes, bytes]:
        """Return git's exit status, what it prints and what it says."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            input=data,
            env={"PATH": os.environ["PATH"], **_ENVIRONMENT},
            capture_output=True,
            check=False,
        )
        if done.returncode < 0:  # some damaged patches make git itself crash
            (self.folder / ".git" / "index.lock").unlink(missing_ok=True)
        return done.returncode, done.stdout, done.stderr

    def import_trees(self, states: Sequence[Files]) -> list[tuple[str, str]]:
        """Write trees as commits one behind the other; return commit and tree of each."""
        rows = []
        for files in states:
            rows.append(
                b"commit refs/heads/trees\ncommitter C <c@example.org> 1700000000 +0000\ndata 0\ndeleteall\n"
            )
            for path, (mode, content) in files.items():
                if mode == 0o160000:
                    rows.append(b"M 160000 %s %s\n" % (content.split()[2], _octal(path)))
                else:
                    rows.append(
                        b"M %06o inline %s\ndata %d\n%s\n" % (mode, _octal(path), len(content), content)
                    )
        self.git("fast-import", "--quiet", "--force", data=b"".join(rows))
        listed = self.git(
            "log", f"-{len(states)}", "--reverse", "--format=%H %T", "refs/heads/trees"
        ).decode()
        return [(row.split()[0], row.split()[1]) for row in listed.splitlines()]

    def apply(self, patch: bytes, *options: str) -> tuple[str | None, str]:
        """Apply a patch to the index; return the tree, `None` where git refuses, and what is odd about it."""
        status, _, said = self.tried("apply", "--cached", "-v", *options, "-", data=patch)
        if status:
            return None, said.decode("utf-8", "replace")
        moved = _MOVED.search(said)
        return self.git("write-tree").decode().strip(), moved[0].decode() if moved else ""

    def am(self, start: str, patches: Sequence[Path]) -> tuple[list[tuple[str, ...]], str]:
        """Apply mails to a commit, in its checked out tree.

        Returns tree, message, author's name, address and date of each commit, and what git said.
        """
        self.git("checkout", "-q", "-f", "--detach", start)
        self.git("clean", "-q", "-ffdx")  # where git died on the way, files are left that it does not know
        status, _, said = self.tried("am", "-q", "--keep-cr", *map(str, patches))
        if status:
            self.tried("am", "--quit")
        form = "%x00".join(["%T", "%B", "%an", "%ae", "%aI", ""])
        shown = self.git("log", "--reverse", "-z", f"--format={form}", f"{start}..HEAD")
        fields = shown.decode("utf-8", "surrogateescape").split("\0")
        # git from 2.45 on writes `Z` for UTC.
        made = [
            (*fields[at : at + 4], fields[at + 4].replace("Z", "+00:00"))
            for at in range(0, len(fields) - 5, 6)
        ]
        return made, said.decode("utf-8", "replace") if status else ""


def _octal(path: str) -> bytes:
    """Return a path in quotes with every byte as an escape."""
    return b'"' + b"".join(b"\\%03o" % byte for byte in path.encode("utf-8", "surrogateescape")) + b'"'
