"""A user's repository, which is read and never written: revisions, objects, the user's identity."""

from __future__ import annotations

import os
import re
import subprocess
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone

from patcher.errors import Problem, SurroundingsError
from patcher.git.program import closed_environment, configured_environment, run_git, start_git, try_git
from patcher.record import dataclass
from patcher.tree import Entry, parse_tree, to_bytes, to_text
from patcher.tree.model import Hash


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, its tree, the hash of its ids, its committer's date in ISO 8601 with offset.

    A date that no calendar has (year 3170843, an offset of three days) is `None`.
    """

    commit: str
    tree: str
    hash: Hash
    date: str | None


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its git folder, its objects' folder, and its work tree where it has one."""

    git_dir: str
    objects: str
    hash: Hash
    work_tree: str | None

    def resolve(self, revision: str) -> Revision:
        """Return the commit that a revision names; raises `SurroundingsError` (`revision-not-found`)."""
        asked = b"" if "\n" in revision else os.fsencode(f"{revision}^{{commit}}\n")
        out = run_git(["--git-dir", self.git_dir, "cat-file", "--batch"], data=asked)
        commit, _, raw = out.partition(b" commit ")
        if not re.fullmatch(b"[0-9a-f]+", commit):
            raise SurroundingsError(
                Problem(
                    "revision-not-found",
                    f"git knows no revision `{revision}` in `{self.git_dir}`",
                    hint="correct it, fetch it, or make the first commit",
                )
            )
        head = raw.split(b"\n\n", 1)[0].decode("utf-8", "replace")
        tree = re.search(r"^tree ([0-9a-f]+)$", head, re.MULTILINE)
        moment = re.search(r"^committer .*> (-?\d+) ([+-]\d{4,})$", head, re.MULTILINE)
        if tree is None or moment is None:
            raise SurroundingsError(Problem("git-failed", f"the commit `{commit.decode()}` is damaged"))
        return Revision(commit.decode(), tree[1], self.hash, iso_date(int(moment[1]), moment[2]))

    @contextmanager
    def reader(self, revision: Revision) -> Iterator[ObjectReader]:
        """Give a reader of the revision's tree on one `git cat-file --batch`."""
        reader = ObjectReader(self, revision.tree)
        try:
            yield reader
        finally:
            reader.close()

    def identity(self) -> tuple[str, str] | None:
        """Return the user's name and address by their own configuration, or `None`."""
        environment = configured_environment(os.environ)
        found = []
        for key in ("user.name", "user.email"):
            status, out, _ = try_git(["--git-dir", self.git_dir, "config", "--get", key], environment)
            value = out.decode("utf-8", "surrogateescape").strip()
            if status != 0 or not value:
                return None
            found.append(value)
        return found[0], found[1]

    def altered_by_attributes(self, directory: str, paths: Sequence[str]) -> dict[str, str]:
        """Return the paths below a directory whose bytes git would change on the way in, with the reason."""
        if self.work_tree is None or not paths:
            return {}
        _, out, _ = try_git(
            ["--git-dir", self.git_dir, "config", "--get", "core.autocrlf"],
            configured_environment(os.environ),
        )
        names = ("text", "eol", "filter", "working-tree-encoding", "ident")
        data = b"".join(to_bytes(path) + b"\0" for path in paths)
        asked = [
            "--git-dir",
            self.git_dir,
            "--work-tree",
            self.work_tree,
            "check-attr",
            "-z",
            "--stdin",
            *names,
        ]
        status, answers, _ = try_git(asked, cwd=directory, data=data)
        found = dict.fromkeys(paths, "core.autocrlf") if out.strip() in (b"true", b"input") else {}
        fields = answers.split(b"\0") if status == 0 else []
        for path, name, value in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
            if value not in (b"unspecified", b"unset"):
                found[to_text(path)] = f"{name.decode()}={value.decode()}"
        return found


def iso_date(seconds: int, offset: str) -> str | None:
    """Return a moment in ISO 8601 with its offset, from git's seconds and `+hhmm`; `None` where there is none."""
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    try:
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(seconds, zone).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def find_repository(directory: str) -> Repository | None:
    """Return the repository that a directory lies in, or `None`."""
    asked = ["--absolute-git-dir", "--show-object-format", "--git-path", "objects", "--show-toplevel"]
    status, out, errors = try_git(["rev-parse", *asked], cwd=directory)
    if status != 0 and not out:
        if "not a git repository" in errors:
            return None
        raise SurroundingsError(
            Problem("git-failed", f"git cannot read the repository: {errors.split(chr(10))[0]}")
        )
    rows = os.fsdecode(out).removesuffix("\n").split("\n", 3)
    if (
        len(rows) < 3
        or not os.path.isabs(rows[0])
        or rows[1] not in ("sha1", "sha256")
        or "\0" in rows[0] + rows[2]
    ):
        hint = "`git rev-parse --absolute-git-dir` shows what it is; git 2.30 or later is needed"
        raise SurroundingsError(
            Problem("git-failed", "git's answer about the repository makes no sense", hint=hint)
        )
    git_dir, form, objects = rows[:3]
    # What has no work tree answers all but the last and fails.
    work_tree = rows[3] if len(rows) > 3 and status == 0 else None
    hash: Hash = "sha256" if form == "sha256" else "sha1"
    return Repository(git_dir, os.path.abspath(os.path.join(directory, objects)), hash, work_tree)


class ObjectReader:
    """Reads objects through one `git cat-file --batch`, started with the first of them."""

    def __init__(self, repository: Repository, root: str) -> None:
        self.hash: Hash = repository.hash
        self.root = root
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    def folder(self, id: str) -> Mapping[str, Entry]:
        """Return a tree object's entries by name."""
        try:
            return parse_tree(self._object(id, b"tree"), self.hash)
        except ValueError:
            raise self._failed(id, "its entries make no sense") from None

    def blob(self, id: str) -> bytes:
        """Return a blob's bytes."""
        return self._object(id, b"blob")

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the tree's files in which one of some bytes stands, or `None` where git is not sure."""
        from patcher.git.search import paths_holding

        return paths_holding(self._repository.objects, self.hash, self.root, sought)

    def close(self) -> None:
        """End git; an object that is asked for afterwards starts it again."""
        self._process = None
        self._end()

    def _object(self, id: str, kind: bytes) -> bytes:
        if self._process is None:
            arguments = ["--git-dir", self._repository.git_dir, "cat-file", "--batch"]
            self._process = start_git(arguments, closed_environment())
            self._end = weakref.finalize(self, _end, self._process)  # a reader that is forgotten ends it too
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(id.encode() + b"\n")
            process.stdin.flush()
        except (BrokenPipeError, OSError):
            raise self._failed(id, "git ended") from None
        head = process.stdout.readline().split()
        if len(head) != 3 or head[0] != id.encode() or head[1] != kind or not head[2].isdigit():
            raise self._failed(
                id, "it is missing" if head[1:] == [b"missing"] else "git's answer makes no sense"
            )
        size = int(head[2])
        data = process.stdout.read(size + 1)
        if len(data) != size + 1:
            raise self._failed(id, "git's answer broke off")
        return data[:-1]

    def _failed(self, id: str, why: str) -> SurroundingsError:
        hint = "fetch it (a partial clone does not have every object), or run `git fsck`"
        message = f"the object `{id}` cannot be read: {why}"
        return SurroundingsError(Problem("git-failed", message, hint=hint))


def _end(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):  # what was not written to a git that has ended is not missed
                stream.close()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
