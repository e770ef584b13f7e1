"""A user's repository, which is read and never written: revisions, objects, the user's identity."""

from __future__ import annotations

import os
import re
import subprocess
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone

from patcher.errors import Problem, SurroundingsError
from patcher.git.program import closed_environment, configured_environment, start_git, try_git
from patcher.record import dataclass
from patcher.tree import Folder, parse_tree, to_bytes, to_text
from patcher.tree.model import Hash

_AT_ONCE = (
    4096  # bytes of questions: what the smallest pipe holds, so that git and we never wait for each other
)


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
    object_folder: str
    hash: Hash
    work_tree: str | None

    @contextmanager
    def objects(self) -> Iterator[Objects]:
        """Give the repository's objects, which one git reads."""
        objects = Objects(self.git_dir, self.object_folder, self.hash)
        try:
            yield objects
        finally:
            objects.close()

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


class Objects:
    """A repository's objects, from one git that the first question starts."""

    def __init__(self, git_dir: str, folder: str, hash: Hash) -> None:
        self.folder = folder  # in which the objects lie
        self.hash: Hash = hash
        self._git_dir = git_dir
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    def resolve(self, revision: str) -> Revision:
        """Return the commit that a revision names; raises `SurroundingsError` (`revision-not-found`)."""
        asked = [] if "\n" in revision else [os.fsencode(f"{revision}^{{commit}}")]
        for head, data in self._answers(asked):
            if data is not None and head[1] == b"commit":
                return self._revision(head[0].decode(), data)
        raise SurroundingsError(
            Problem(
                "revision-not-found",
                f"git knows no revision `{revision}` in `{self._git_dir}`",
                hint="correct it, fetch it, or make the first commit",
            )
        )

    def read(self, ids: Sequence[str], kind: bytes) -> Iterator[bytes]:
        """Yield the bytes of objects of a kind; raises `SurroundingsError` at the first that cannot be read."""
        names = [id.encode() for id in ids]
        step = _AT_ONCE // (1 + max(map(len, names), default=0))
        for start in range(0, len(names), step):
            asked = names[start : start + step]
            for name, (head, data) in zip(asked, self._answers(asked), strict=True):
                if data is None or head[:2] != [name, kind]:
                    missing = head[1:] == [b"missing"]
                    raise _unread(name, "it is missing" if missing else "git's answer makes no sense")
                yield data

    def close(self) -> None:
        """End git; an object that is asked for afterwards starts it again."""
        self._process = None
        self._end()

    def _answers(self, names: Sequence[bytes]) -> list[tuple[list[bytes], bytes | None]]:
        """Return the words and bytes that git has for each name; no bytes where it has no such object."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(b"".join([name + b"\n" for name in names]))
            process.stdin.flush()
        except OSError:
            self.close()
            raise _unread(names[0], "git ended") from None
        return [self._answer(process, name) for name in names]

    def _answer(self, process: subprocess.Popen[bytes], name: bytes) -> tuple[list[bytes], bytes | None]:
        assert process.stdout is not None
        head = process.stdout.readline().split()
        if head[-1:] in ([b"missing"], [b"ambiguous"]):
            return head, None
        if not head:
            raise _unread(name, f"git ended{_last_words(process)}")
        if len(head) != 3 or not head[2].isdigit():
            self.close()  # for what it says from here on answers nothing that is asked
            raise _unread(name, "git's answer makes no sense")
        data = process.stdout.read(int(head[2]))
        if process.stdout.read(1) != b"\n":
            self.close()
            raise _unread(name, "git's answer broke off")
        return head, data

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            arguments = ["--git-dir", self._git_dir, "cat-file", "--batch"]
            self._process = start_git(arguments, closed_environment())
            self._end = weakref.finalize(self, _end, self._process)  # objects that are forgotten end it too
        return self._process

    def _revision(self, commit: str, data: bytes) -> Revision:
        head = data.split(b"\n\n", 1)[0].decode("utf-8", "replace")
        tree = re.search(r"^tree ([0-9a-f]+)$", head, re.MULTILINE)
        moment = re.search(r"^committer .*> (-?\d+) ([+-]\d{4,})$", head, re.MULTILINE)
        if tree is None or moment is None:
            raise SurroundingsError(Problem("git-failed", f"the commit `{commit}` is damaged"))
        return Revision(commit, tree[1], self.hash, iso_date(int(moment[1]), moment[2]))


class ObjectReader:
    """A tree object and all below it, as a base."""

    def __init__(self, objects: Objects, root: str) -> None:
        self.hash: Hash = objects.hash
        self.root = root
        self._objects = objects

    def folders(self, ids: Sequence[str]) -> Iterator[Folder]:
        """Yield tree objects."""
        for id, data in zip(ids, self._objects.read(ids, b"tree"), strict=False):
            try:
                yield parse_tree(data, self.hash)
            except ValueError:
                raise _unread(id.encode(), "its entries make no sense") from None

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bytes of blobs."""
        return self._objects.read(ids, b"blob")

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the tree's files in which one of some bytes stands, or `None` where git is not sure."""
        from patcher.git.search import paths_holding

        return paths_holding(self._objects.folder, self.hash, self.root, sought)


def iso_date(seconds: int, offset: str) -> str | None:
    """Return a moment in ISO 8601 with its offset, from git's seconds and `+hhmm`; `None` where there is none."""
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    try:
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(seconds, zone).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _unread(name: bytes, why: str) -> SurroundingsError:
    hint = "fetch it (a partial clone does not have every object), or run `git fsck`"
    message = f"the object `{os.fsdecode(name)}` cannot be read: {why}"
    return SurroundingsError(Problem("git-failed", message, hint=hint))


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """Return what a git that has ended said, to be put behind that it has."""
    said = process.stderr.read().decode("utf-8", "replace").strip() if process.stderr is not None else ""
    return f": {said.splitlines()[0]}" if said else ""


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
