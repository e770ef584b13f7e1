"""Faults at every system call of a build: whatever fails, an output is absent, old or complete.

    python -m benchmarks.reliability.faults [--every 1]

`strace` makes one call of a run fail or sends it a signal: each call that the program itself makes on its
output folder, in turn, with each of the errors and signals below, into a fresh folder and over an older
series. After every one of them: each file of the folder is absent, as it was, or as it would be; nothing
stands elsewhere; no traceback; a status and a line that say what happened; and a second build gives the
bytes of an undisturbed one and clears away what the first has left.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.subject import PLAN, Subject, make_subject
from patcher import build, load_plan

ERRORS = ("EIO", "ENOSPC", "EINTR", "EACCES")
SIGNALS = ("KILL", "INT", "TERM")
_TRACED = "openat,write,fsync,renameat,mkdirat,unlinkat,unlink,rmdir,newfstatat,fstat,flock,close,getdents64"
_MARK = re.compile(r"/out[/\"]")

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """One call of a run that goes wrong: which (the count of its name), and how."""

    call: str
    number: int
    what: str

    @property
    def words(self) -> list[str]:
        """The words of `strace` that make it so."""
        kind = "signal" if self.what in SIGNALS else "error"
        inject = f"inject={self.call}:{kind}={self.what}:when={self.number}"
        return ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={self.call}", "-e", inject]

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.number}"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a build is disturbed: the subject, the folder as it was, and as it shall be."""

    name: str
    subject: Subject
    old: Files
    new: Files

    def reset(self) -> None:
        """Put the output folder back to what it was."""
        shutil.rmtree(self.subject.out, ignore_errors=True)
        for name, data in self.old.items():
            (self.subject.out / "lean").mkdir(parents=True, exist_ok=True)
            (self.subject.out / "lean" / name).write_bytes(data)

    def rebuild(self) -> Files:
        """Build without a fault; return the folder's files."""
        plan = load_plan(self.subject.plan)
        build(plan, self.subject.box.folder, output=self.subject.out)
        return held(self.subject.out)


def held(out: Path) -> Files:
    """Return the files below an output folder by their names there."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def make_scenes(folder: Path) -> tuple[Scene, Scene]:
    """Return a build into a fresh folder, and one over the series of an older plan."""
    scenes = []
    for name in ("a fresh folder", "over an older series"):
        subject = make_subject(folder / name.replace(" ", "-"))
        scene = Scene(name, subject, {}, {})
        old: Files = {}
        if name != "a fresh folder":
            subject.plan.write_text(
                PLAN.replace("the old loader goes", "another subject").replace("Nobody", "No one"),
                encoding="utf-8",
            )
            old = scene.rebuild()
            subject.plan.write_text(PLAN, encoding="utf-8")
        new = scene.rebuild()
        scenes.append(Scene(name, subject, {Path(k).name: v for k, v in old.items()}, new))
    return scenes[0], scenes[1]


def faults(scene: Scene) -> Iterator[Fault]:
    """Yield every fault of a scene: for each call from the first that names the output folder on."""
    scene.reset()
    log = scene.subject.folder / "trace"
    scene.subject.run("build", around=["strace", "-qq", "-o", str(log), "-e", f"trace={_TRACED}"])
    seen: Counter[str] = Counter()
    begun = False
    for row in log.read_text(errors="replace").split("\n"):
        call = row.split("(")[0]
        if not call.isidentifier():
            continue
        seen[call] += 1
        begun = begun or _MARK.search(row) is not None
        if begun:
            for what in (*ERRORS, *SIGNALS):
                yield Fault(call, seen[call], what)


def disturbed(scene: Scene, fault: Fault) -> list[str]:
    """Return what is wrong after a build with a fault."""
    scene.reset()
    before = {
        str(path)
        for path in scene.subject.folder.rglob("*")
        if "/out" not in str(path) and "/.git/" not in str(path)
    }
    done = scene.subject.run("build", around=fault.words)
    said = (done.out + done.said).decode("utf-8", "replace")
    wrong = ["traceback"] if "Traceback" in said else []
    files = held(scene.subject.out) if scene.subject.out.exists() else {}
    old = {f"lean/{name}": data for name, data in scene.old.items()}
    for name, data in files.items():
        if name.startswith(".patcher-lean-"):
            wrong += [] if fault.what == "KILL" or done.status < 0 else [f"left {name.split('/')[-1]}"]
        elif data not in (old.get(name), scene.new.get(name)):
            wrong.append(f"torn {name}")
    if done.status == 0 and {k: v for k, v in files.items() if not k.startswith(".")} != scene.new:
        wrong.append("status 0 without the series")
    if done.status not in (0, 3, 130, 143, -9, 1, -2, -15) or (done.status > 0 and not said.strip()):
        wrong.append(f"status {done.status}: {said.strip()[-80:]}")
    after = {
        str(path)
        for path in scene.subject.folder.rglob("*")
        if "/out" not in str(path) and "/.git/" not in str(path)
    }
    wrong += [f"outside: {path}" for path in sorted(after - before)]
    if scene.rebuild() != scene.new:
        wrong.append("a second build gives other bytes")
    return wrong


def sweep(folder: Path, every: int = 1) -> Iterator[tuple[str, Fault, list[str]]]:
    """Yield scene, fault and what was wrong, for one in `every` faults."""
    scenes = make_scenes(folder)

    def all_of(scene: Scene) -> list[tuple[str, Fault, list[str]]]:
        return [(scene.name, fault, disturbed(scene, fault)) for fault in list(faults(scene))[::every]]

    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(all_of, scenes):
            yield from found


def main() -> int:
    """Print what was wrong, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    every = parser.parse_args().every
    counts: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, fault, found in sweep(Path(folder), every):
            counts[fault.what] += 1
            if found:
                wrong += 1
                print(f"{name}, {fault}: {'; '.join(found)}")
    print(f"{counts.total()} faults ({', '.join(f'{k} {v}' for k, v in counts.items())}); {wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
