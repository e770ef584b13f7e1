"""A scratch repository of our own, in which git judges a series; the user's objects are only read."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from patcher.errors import Problem, SurroundingsError
from patcher.expression import expression
from patcher.git.model import Expected, RunResult, Verdict
from patcher.git.program import closed_environment, run_git, try_git
from patcher.git.repository import Repository
from patcher.record import dataclass
from patcher.tree import Tree

_COMMITTER = {
    "GIT_COMMITTER_NAME": "patcher",
    "GIT_COMMITTER_EMAIL": "patcher@localhost",
    "GIT_COMMITTER_DATE": "1000000000 +0000",
}


# What `git apply --verbose` says of a hunk that is not at its own lines (apply.c, `apply_one_fragment`).
_MOVED = expression(r"Hunk #\d+ succeeded at |Context reduced to ")


@dataclass(frozen=True, slots=True)
class Scratch:
    """A scratch repository at a base: its folder, the base's commit there, git's environment."""

    folder: str
    commit: str
    tree: str
    environment: Mapping[str, str]

    def judge(self, patches: Sequence[Expected]) -> tuple[Verdict, ...]:
        """Apply the series with `git apply` forwards and back, and with `git am`; compare each step."""
        by_apply = self._apply(patches)
        # Only trees that git has made can be read, so that a series that went wrong is not taken back.
        back = [] if any(by_apply) else self._reverse(patches)
        taken_back = not back and not any(by_apply)
        by_am = self._am(patches, at_base=taken_back)
        verdicts = []
        for patch, one, (two, commit) in zip(patches, by_apply, by_am, strict=True):
            verdicts.append(Verdict(patch.name, patch.tree, commit, (*one, *two)))
        if back and verdicts:
            last = verdicts[-1]
            verdicts[-1] = Verdict(last.name, last.tree, last.commit, (*last.wrong, *back))
        return tuple(verdicts)

    def _git(self, *arguments: str, data: bytes = b"") -> tuple[int, bytes, str]:
        return try_git(arguments, self.environment, cwd=self.folder, data=data)

    def _apply(self, patches: Sequence[Expected]) -> list[list[str]]:
        """Apply in the index alone; return what is wrong by patch."""
        run_git(["read-tree", self.commit], self.environment, cwd=self.folder)
        found: list[list[str]] = []
        done = 0
        for patch in patches:
            if done < len(found):
                found.append(["not tried, for the patch before it failed"])
                continue
            wrong = []
            status, _, said = self._git("apply", "--cached", "--verbose", "-", data=patch.data)
            if status != 0:
                wrong.append(f"git apply refuses it: {_last(said)}")
            else:
                done += 1
                wrong += [f"git apply moved a hunk: {row}" for row in said.split("\n") if _MOVED.match(row)]
                tree = run_git(["write-tree"], self.environment, cwd=self.folder).decode().strip()
                if tree != patch.tree:
                    wrong.append(f"git apply gives tree {tree}, not {patch.tree}")
            found.append(wrong)
        return found

    def _reverse(self, patches: Sequence[Expected]) -> list[str]:
        """Take the series back from its end, of which the index has the tree; return what is wrong."""
        names = self._written(patches)
        status, _, _ = self._git("apply", "--cached", "-R", *reversed(names)) if names else (0, b"", "")
        tree = run_git(["write-tree"], self.environment, cwd=self.folder).decode().strip()
        return [] if status == 0 and tree == self.tree else self._reverse_each(patches)

    def _reverse_each(self, patches: Sequence[Expected]) -> list[str]:
        """Take back one patch after the other; return what is wrong, and with which."""
        run_git(["read-tree", patches[-1].tree if patches else self.tree], self.environment, cwd=self.folder)
        for patch in reversed(patches):
            status, _, said = self._git("apply", "--cached", "-R", "-", data=patch.data)
            if status != 0:
                return [f"git apply -R refuses {patch.name}: {_last(said)}"]
        tree = run_git(["write-tree"], self.environment, cwd=self.folder).decode().strip()
        if tree == self.tree or self._listed() == self._listed(self.commit):
            return []
        return [f"taken back, the series gives tree {tree}, not {self.tree}"]

    def _listed(self, commit: str | None = None) -> bytes:
        """Return all paths, modes and ids of the index, or of a commit read into it.

        A tree of an old program can hold modes that git writes otherwise, and then has another id.
        """
        if commit is not None:
            run_git(["read-tree", commit], self.environment, cwd=self.folder)
        return run_git(["ls-files", "--stage", "-z"], self.environment, cwd=self.folder)

    def _am(self, patches: Sequence[Expected], *, at_base: bool) -> list[tuple[list[str], str | None]]:
        """Return what is wrong by patch, and its commit; `at_base` says that the index has the base's tree."""
        run_git(["update-ref", "--no-deref", "HEAD", self.commit], self.environment, cwd=self.folder)
        if not at_base:
            run_git(["read-tree", self.commit], self.environment, cwd=self.folder)
        status, _, said = self._git("am", "--keep-cr", "--quiet", *self._written(patches))
        if status != 0:
            self._git("am", "--quit")
        form = "%H%x00%T%x00%an <%ae>%x00%aI%x00%B"
        out = run_git(
            ["log", "--reverse", "-z", f"--format={form}", f"{self.commit}..HEAD"],
            self.environment,
            cwd=self.folder,
        )
        fields = out.decode("utf-8", "replace").split("\0")  # what no message can hold ends each of them
        made = [fields[i : i + 5] for i in range(0, len(fields) - 4, 5)]
        found: list[tuple[list[str], str | None]] = []
        for index, patch in enumerate(patches):
            if index >= len(made):
                found.append(([f"git am stops here: {_last(said)}"], None))
                continue
            commit, tree, author, date, message = made[index]
            found.append((_differences(patch, tree, author, date, message), commit))
        return found

    def _written(self, patches: Sequence[Expected]) -> list[str]:
        """Return the names of files that hold the patches."""
        folder = os.path.join(self.folder, ".git", "series")
        names = [os.path.join(folder, f"{index:06d}") for index in range(len(patches))]
        if not os.path.isdir(folder):
            os.mkdir(folder)
            for name, patch in zip(names, patches, strict=True):
                with open(name, "wb") as file:
                    file.write(patch.data)
        return names

    @contextmanager
    def worktree(self, commit: str) -> Iterator[str]:
        """Give a throwaway checkout of a commit."""
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="patcher-run-") as folder:
            path = os.path.join(folder, "tree")
            run_git(
                ["worktree", "add", "--quiet", "--detach", path, commit], self.environment, cwd=self.folder
            )
            try:
                yield path
            finally:
                self._git("worktree", "remove", "--force", path)


def _differences(patch: Expected, tree: str, author: str, date: str, message: str) -> list[str]:
    from datetime import datetime

    wrong = []
    if tree != patch.tree:
        wrong.append(f"git am gives tree {tree}, not {patch.tree}")
    if author != patch.author:
        wrong.append(f"git am gives the author `{author}`, not `{patch.author}`")
    made, wanted = datetime.fromisoformat(date), datetime.fromisoformat(patch.date)
    if made != wanted or made.utcoffset() != wanted.utcoffset():
        wrong.append(f"git am gives the date {date}, not {patch.date}")
    if message.rstrip("\n") != patch.message.rstrip("\n"):
        wrong.append("git am gives another message")
    return wrong


def _last(said: str) -> str:
    rows = [row for row in said.split("\n") if row.startswith(("error:", "fatal:"))] or said.split("\n")
    return rows[0]


@contextmanager
def scratch_repository(base: Tree, commit: str | None, repository: Repository | None) -> Iterator[Scratch]:
    """Give a scratch repository at the base: the user's commit, or one of the directory's files."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="patcher-scratch-") as folder:
        extra = dict(_COMMITTER)
        if commit is not None and repository is not None:
            extra["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = _quoted(repository.object_folder)
        environment = closed_environment(extra)
        run_git(["init", "--quiet", f"--object-format={base.hash}", "--template=", folder], environment)
        if commit is None:
            commit = _imported(base, folder, environment)
        yield Scratch(folder, commit, base.id, environment)


def _quoted(path: str) -> str:
    if ":" not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _imported(base: Tree, folder: str, environment: Mapping[str, str]) -> str:
    """Return a commit of a directory base's files, made in the scratch repository."""
    rows = [b"commit refs/heads/base\ncommitter patcher <patcher@localhost> 1000000000 +0000\ndata 0\n"]
    for path, entry in base.files():
        data = base.read(path)
        name = (
            path.encode("utf-8", "surrogateescape")
            .replace(b"\\", b"\\\\")
            .replace(b'"', b'\\"')
            .replace(b"\n", b"\\n")
        )
        rows.append(b'M %o inline "%s"\ndata %d\n%s\n' % (entry.mode, name, len(data), data))
    run_git(["fast-import", "--quiet"], environment, cwd=folder, data=b"".join(rows))
    return run_git(["rev-parse", "refs/heads/base"], environment, cwd=folder).decode().strip()


def run_command(
    command: str | Sequence[str], folder: str, environment: Mapping[str, str], timeout: float
) -> RunResult:
    """Run a command of the plan in a folder and wait for it; its whole process group ends with it."""
    argv = ["sh", "-c", command] if isinstance(command, str) else list(command)
    kept = {key: value for key, value in environment.items() if not key.startswith("GIT_")}
    began = time.monotonic()
    try:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as wrong:
        message = f"the command `{argv[0]}` cannot be started: {wrong.strerror}"
        raise SurroundingsError(Problem("run-failed", message)) from None
    try:
        out, _ = process.communicate(timeout=timeout)
        status = process.returncode
    except subprocess.TimeoutExpired:
        _end(process)
        out, status = b"stopped: it ran longer than it may\n", 124
    except BaseException:
        _end(process)
        raise
    return RunResult(status, out.decode("utf-8", "replace"), time.monotonic() - began)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process group by its id."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
