"""One command, with all that it starts: CPU seconds, peak memory, and whether what came out is right."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Linux carries the peak of a process over to the program that it becomes. What is measured is therefore started
# by an interpreter without anything in it, and a peak below that one's nine MiB cannot be told.
LAUNCHER = """
import json, os, sys
child = os.posix_spawn("/bin/sh", ["sh", "-c", sys.argv[1]], os.environ)
_, status, used = os.wait4(child, 0)
code = os.waitstatus_to_exitcode(status)
with open(int(sys.argv[2]), "w") as out:
    json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], out)
"""
_CLOSED = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8"}


def environment() -> dict[str, str]:
    """Return the environment of a contestant: nobody's git configuration, compiled modules kept."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON", "LC_"))}
    return kept | _CLOSED


@dataclass
class Contestant:
    """A way to do a job: a shell line run in a folder, what puts the folder back, and what is right."""

    name: str
    line: str
    folder: Path
    before: Callable[[], object] = lambda: None
    right: Callable[[], str | None] = lambda: None  # why what came out is wrong
    rounds: int | None = None
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    failed: str | None = None

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """The median of the peaks, in MiB; of several processes the largest counts."""
        return statistics.median(self.peaks)

    def run(self, *, counts: bool) -> None:
        """Do the job once; what is not right fails and is not counted."""
        self.before()
        code, seconds, peak, said = _run(self.line, self.folder)
        wrong = self.right() if code == 0 else said or f"exit status {code}"
        if wrong is not None:
            self.failed = wrong.strip()
        elif counts:
            self.seconds.append(seconds)
            self.peaks.append(peak)


def _run(line: str, folder: Path) -> tuple[int, float, float, str]:
    """Run a shell line; return its exit status, CPU seconds, peak in MiB, and what it complained of."""
    told, tells = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, line, str(tells)],
            cwd=folder,
            env=environment(),
            pass_fds=(tells,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
        )
    finally:
        os.close(tells)
    with open(told, encoding="ascii") as answer:
        code, seconds, peak = json.load(answer)
    return code, seconds, peak, done.stderr.decode("utf-8", "replace").strip()[-300:]


def compete(contestants: Sequence[Contestant], rounds: int, name: str) -> None:
    """Run the contestants by turns, A B A B, so that what else the machine does meets all alike.

    The first of several rounds warms up and does not count.
    """
    print(name, end=" ", file=sys.stderr, flush=True)
    for number in range(rounds + (rounds > 1)):
        for one in contestants:
            if one.failed is None and (one.rounds is None or number <= one.rounds):
                one.run(counts=number > 0 or rounds == 1)
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def ratio(one: Contestant, other: Contestant) -> float | None:
    """Return the median of the ratios of CPU seconds, pair by pair; `None` where one of the two failed."""
    pairs = list(zip(one.seconds, other.seconds, strict=False))
    if one.failed or other.failed or not pairs:
        return None
    return statistics.median(a / b for a, b in pairs)
