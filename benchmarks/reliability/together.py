"""Two builds at once, and a base that moves under the run: what is written is absent, old or complete.

    python -m benchmarks.reliability.together [--every 1]

`strace` stops a build at one of its calls; while it stands still, something else happens; then it goes on.
So it is done at each call that the program makes on its output folder, at each by which it reads a directory,
and at each by which it starts git or speaks with it. After every one of them: the folder holds one series as a
whole, of a state that the base was in (of the files of a directory, each in a state that it was in), or what it
held before, or nothing; no traceback; a status and a line that say what happened; and one build more that nobody
disturbs gives the bytes of the state that is there.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.reliability.faults import Files, held
from benchmarks.reliability.subject import FILES, PLAN, Done, Subject, make_subject

_CALLS = "openat,write,fsync,renameat,mkdirat,unlinkat,rmdir,newfstatat,flock,getdents64,vfork,read,wait4"
_FOLDER = r"/out[/\">]"  # in the row of a call on the output folder
_HERE = re.compile("AT_FDCWD<[^>]*>")  # what a path is relative to, or would be
_GIT = r"vfork|wait4|<pipe:"
_NEWER = {"pkg/store.py": b"# newer\n" + FILES["pkg/store.py"][1], "README": b"newer\n" + FILES["README"][1]}


@dataclass(frozen=True, slots=True)
class Moment:
    """A call at which a build is stopped, by the count of its name."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens to a build on the way. `calls` marks those that matter, `wanted` are the series that may come out."""

    name: str
    subject: Subject
    calls: str
    reset: Callable[[], None]
    happens: Callable[[], Sequence[subprocess.Popen[bytes]]]
    wanted: Sequence[Files]
    words: tuple[str, ...] = ()

    def moments(self) -> Iterator[Moment]:
        """Yield the moments of an undisturbed build that matter."""
        self.reset()
        log = self.subject.folder / "trace"
        around = ["strace", "-qq", "-y", "-o", str(log), "-e", f"trace={_CALLS}"]
        self.subject.run("build", *self.words, around=around)
        seen: Counter[str] = Counter()
        for row in log.read_text(errors="replace").split("\n"):
            call = row.split("(")[0]
            if call.isidentifier():
                seen[call] += 1
                if re.search(self.calls, _HERE.sub("", row)):
                    yield Moment(call, seen[call])

    def disturbed(self, moment: Moment) -> tuple[int, list[str]]:
        """Return how a build ended in which it happened at a moment, and what is wrong after it."""
        self.reset()
        done, others = self._interrupted(moment)
        wrong = [problem for each in (done, *others) for problem in _ending(each)]
        files = held(self.subject.out)
        left = [name for name in files if "/." in f"/{name}"]
        wrong += [f"left {name}" for name in left]
        if files and files not in self.wanted:
            wrong.append(f"torn: {sorted(files)}")
        if done.status == 0 and not files:
            wrong.append("status 0 without the series")
        again = self.subject.run("build", *self.words)
        if again.status or held(self.subject.out) not in self.wanted:
            wrong.append(f"the build after it ends with {again.status}: {_tail(again)}")
        return done.status, wrong

    def _interrupted(self, moment: Moment) -> tuple[Done, list[Done]]:
        inject = f"inject={moment.call}:signal=STOP:when={moment.number}"
        log = self.subject.folder / "trace"
        log.unlink(missing_ok=True)
        around = ["strace", "-qq", "-o", str(log), "-e", f"trace={moment.call}", "-e", inject]
        run = started(self.subject, around, self.words)
        stopped = _stopped(run, log)
        others = self.happens()
        if stopped is not None:
            os.kill(stopped, signal.SIGCONT)
        return ended(run), [ended(other) for other in others]


def started(subject: Subject, around: Sequence[str], words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a build of a subject."""
    return subprocess.Popen(
        [*around, *subject.command("build", *words)],
        cwd=subject.box.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(subject.folder / "home")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(run: subprocess.Popen[bytes]) -> Done:
    """Wait for the end of a run, two minutes at most."""
    out, said = run.communicate(timeout=120)
    return Done(run.returncode, out, said)


def _stopped(tracer: subprocess.Popen[bytes], log: Path) -> int | None:
    """Wait until the program that `strace` runs stands still; return its id, or `None` where it has ended."""
    below = Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children")
    while tracer.poll() is None:
        if log.exists() and b"stopped by SIGSTOP" in log.read_bytes():
            return int(below.read_text().split()[0])
        time.sleep(0.005)
    return None


def _ending(done: Done) -> Iterator[str]:
    """Yield what is wrong with how a run ended."""
    said = (done.out + done.said).decode("utf-8", "replace")
    if "Traceback" in said:
        yield f"traceback: {_tail(done)}"
    if done.status not in (0, 1, 3) or (done.status and not said.strip()):
        yield f"status {done.status}: {_tail(done)}"


def _tail(done: Done) -> str:
    return (done.out + done.said).decode("utf-8", "replace").strip()[-160:]


def two_builds(folder: Path, *, same: bool) -> Scene:
    """Return a build into whose folder another one writes, of the same plan or of a newer one."""
    subject = make_subject(folder)
    other = Subject(folder / "newer", subject.box)
    other.folder.mkdir()
    text = PLAN if same else PLAN.replace("the old loader goes", "nothing is loaded").replace("gone", "went")
    other.plan.write_text(text, encoding="utf-8")
    # The other plan's series goes into the one folder `out` too.
    words = ("-o", str(subject.out))

    def happens() -> list[subprocess.Popen[bytes]]:
        run = started(other, (), words)
        with suppress(subprocess.TimeoutExpired):  # where it waits for the one that stands still
            run.wait(1.5)
        return [run]

    scene = Scene(
        "two builds of one plan" if same else "builds of two plans of one name", subject, _FOLDER,
        partial(shutil.rmtree, subject.out, ignore_errors=True), happens, [],
    )  # fmt: skip
    return replace(scene, wanted=[_series(scene, subject), _series(scene, other, words)])


def moving_repository(folder: Path, *, forgotten: bool) -> Scene:
    """Return a build whose branch moves and whose objects are packed anew, or thrown away where none leads to them."""
    subject = make_subject(folder)
    box = subject.box
    first = box.git("rev-parse", "HEAD").decode().strip()
    newer = {**FILES, **{name: (FILES[name][0], data) for name, data in _NEWER.items()}}
    box.git("config", "core.logAllRefUpdates", "false")

    def moved(files: Mapping[str, tuple[int, bytes]]) -> None:
        commit, _ = box.import_trees([files])[0]
        box.git("update-ref", "-d", "refs/heads/trees")
        box.git("checkout", "-q", "-f", "-B", "main", commit)

    def reset() -> None:
        shutil.rmtree(subject.out, ignore_errors=True)
        moved(FILES)

    def happens() -> list[subprocess.Popen[bytes]]:
        if not forgotten:
            box.git("update-ref", "refs/heads/old", first)
        moved(newer)
        box.git("reflog", "expire", "--expire=now", "--all")
        box.git("repack", "-adq")
        box.git("gc", "-q", "--prune=now")
        return []

    name = "the base's commit goes" if forgotten else "the branch moves, the objects are packed anew"
    scene = Scene(name, subject, _GIT, reset, happens, [])
    reset()
    old = _series(scene, subject)
    happens()
    return replace(scene, wanted=[old, _series(scene, subject)])


def moving_directory(folder: Path, *, replaced: bool) -> Scene:
    """Return a build from a directory whose files are written anew, or others put in their places."""
    subject = make_subject(folder)
    subject.plan.write_text(
        PLAN.replace("author:", "date: 2026-05-14T09:00:00+10:00\nauthor:"), encoding="utf-8"
    )

    def put(files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            path = subject.box.folder / name
            if replaced:
                path.with_name("beside").write_bytes(data)
                path.with_name("beside").replace(path)
            else:
                path.write_bytes(data)

    old = {name: FILES[name][1] for name in _NEWER}

    def reset() -> None:
        shutil.rmtree(subject.out, ignore_errors=True)
        put(old)

    def happens() -> list[subprocess.Popen[bytes]]:
        put(_NEWER)
        return []

    name = "files take the places of a directory's" if replaced else "files of a directory are written anew"
    scene = Scene(name, subject, re.escape(str(subject.box.folder)), reset, happens, [], ("--dir",))
    wanted = []
    for names in ((), ("README",), ("pkg/store.py",), tuple(_NEWER)):
        put({**old, **{name: _NEWER[name] for name in names}})
        wanted.append(_series(scene, subject, scene.words))
    return replace(scene, wanted=wanted)


def _series(scene: Scene, subject: Subject, words: Sequence[str] = ()) -> Files:
    """Return what a build that nobody disturbs writes; the folder is as if it had not been."""
    done = subject.run("build", *words)
    if done.status:
        raise RuntimeError(_tail(done))
    files = held(scene.subject.out)
    shutil.rmtree(scene.subject.out)
    return files


def make_scenes(folder: Path) -> Iterator[Scene]:
    """Yield every scene, each in a folder of its own."""
    yield two_builds(folder / "1", same=True)
    yield two_builds(folder / "2", same=False)
    yield moving_repository(folder / "3", forgotten=False)
    yield moving_repository(folder / "4", forgotten=True)
    yield moving_directory(folder / "5", replaced=False)
    yield moving_directory(folder / "6", replaced=True)


def main() -> int:
    """Print what was wrong, and how the builds of each scene ended."""
    parser = argparse.ArgumentParser(description="two builds at once, and a base that moves under the run")
    parser.add_argument("--every", type=int, default=1)
    every = parser.parse_args().every
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for scene in make_scenes(Path(folder)):
            ends: Counter[int] = Counter()
            wrong = 0
            for moment in list(scene.moments())[::every]:
                status, found = scene.disturbed(moment)
                ends[status] += 1
                wrong += bool(found)
                if found:
                    print(f"{scene.name}, {moment}: {'; '.join(found)}", flush=True)
            told = ", ".join(f"{number} with status {status}" for status, number in sorted(ends.items()))
            print(f"{scene.name}: {ends.total()} moments, {told}; {wrong} went wrong", flush=True)
            failed += wrong
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
