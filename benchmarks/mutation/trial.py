"""Each mutant in a private copy of the tree, against the tests that exercise its room."""

from __future__ import annotations

import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType

from benchmarks.mutation.mutants import Mutant, difference, mutated

BOUNDED = Path(__file__).with_name("bounded.py")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".git", ".venv", ".node", ".hypothesis", ".*_cache")
RULES = ("-x", "-q", "-p", "no:cacheprovider", "--tb=line", "--hypothesis-profile=ci")
PASSED, WITHOUT = 0, 5  # pytest's exit statuses


@dataclass(frozen=True)
class Task:
    """A mutant, the text of its file with it, and the tests to run, in that order."""

    mutant: Mutant
    after: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What came of one mutant. `how` is what killed it, `None` where it survived."""

    mutant: Mutant
    how: str | None
    diff: str


@dataclass(frozen=True)
class Copy:
    """A tree of our own to mutate, and the bound on its tests in seconds of CPU time."""

    root: Path
    bound: int

    def judge(self, task: Task) -> Verdict:
        """Run the tests on the change; the copy is as before afterwards."""
        file = self.root / task.mutant.path
        before = file.read_text("utf-8")
        _write(file, task.after)
        try:
            status, said = run(self.root, task.tests, self.bound, kept=False)
        finally:
            _write(file, before)
        if status == WITHOUT:
            raise RuntimeError(f"no test in {' '.join(task.tests)}")
        how = None if status == PASSED else _how(status, said)
        return Verdict(task.mutant, how, difference(task.mutant, before, task.after))


def copied(root: Path, into: Path, tests: Sequence[str]) -> Copy:
    """Return a copy of a tree whose tests pass unchanged; twice their time and a bit more is the bound.

    Raises `RuntimeError` where they fail: nothing could be said of a mutant.
    """
    shutil.copytree(root, into, ignore=LEFT_OUT, symlinks=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    status, said = run(into, tests, bound=3600, kept=True)
    if status != PASSED:
        raise RuntimeError(f"the tests fail without a change\n{said}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
    return Copy(into, 10 + 2 * math.ceil(used))


def run(root: Path, tests: Sequence[str], bound: int, *, kept: bool) -> tuple[int, str]:
    """Run tests of a tree with its own code; return pytest's exit status, negative for a signal, and what it said.

    `kept` says whether compiled files are: those of a mutant would outlive it.
    """
    env = os.environ | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
    if not kept:
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    asked = [sys.executable, str(BOUNDED), str(bound), *RULES, *tests]
    try:
        done = subprocess.run(
            asked, cwd=root, env=env, capture_output=True, text=True, timeout=20 * bound, check=False
        )
    except subprocess.TimeoutExpired:
        return -1, "the clock"
    return done.returncode, done.stdout[-3000:] + done.stderr[-3000:]


def verdicts(
    first: Copy, asked: Iterable[Task], jobs: int, known: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Iterator[Verdict]:
    """Yield a verdict a task in the order asked, `jobs` at a time.

    `known` says what killed a mutant of that name and diff; it is not run.
    """
    free: SimpleQueue[Copy] = SimpleQueue()

    def one(task: Task) -> Verdict:
        copy = free.get()
        try:
            diff = difference(task.mutant, (copy.root / task.mutant.path).read_text("utf-8"), task.after)
            how = known.get((task.mutant.name, diff))
            return Verdict(task.mutant, how, diff) if how else copy.judge(task)
        finally:
            free.put(copy)

    with tempfile.TemporaryDirectory(dir=first.root.parent) as folder, ThreadPoolExecutor(jobs) as pool:
        for number in range(jobs):
            root = shutil.copytree(first.root, Path(folder, str(number)), symlinks=True)
            free.put(Copy(root, first.bound))
        rest = iter(asked)
        waiting = [pool.submit(one, task) for task in islice(rest, 4 * jobs)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(one, task) for task in islice(rest, 1)]


def changing(root: Path, mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Yield the mutants whose file Python reads otherwise, each with the text of that file."""
    for mutant in mutants:
        after = mutated(mutant, (root / mutant.path).read_text("utf-8"))
        if after is not None:
            yield mutant, after


def _write(file: Path, text: str) -> None:
    """Write a module and drop what was compiled of it, which is told by size and second alone."""
    file.write_text(text, "utf-8", newline="\n")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def _how(status: int, said: str) -> str:
    if status < 0:
        return "out of time"
    failed = [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return failed[-1].partition(" - ")[0] if failed else "nothing could be imported"
