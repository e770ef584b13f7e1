"""One command, with all that it starts: CPU seconds, peak memory, and whether what came out is right."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


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
        with open(os.devnull, "rb") as nothing:
            process = subprocess.Popen(
                ["sh", "-c", self.line],
                cwd=self.folder,
                stdin=nothing,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            said = process.stderr.read() if process.stderr else b""
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wrong = (
            self.right() if process.returncode == 0 else said.decode("utf-8", "replace")[-200:] or "failed"
        )
        if wrong is not None:
            self.failed = wrong.strip()
        elif counts:
            self.seconds.append(used.ru_utime + used.ru_stime)
            self.peaks.append(used.ru_maxrss / 1024)


def compete(contestants: Sequence[Contestant], rounds: int) -> None:
    """Run the contestants by turns, A B A B, so that what else the machine does meets all alike."""
    for number in range(rounds + (rounds > 1)):
        for one in contestants:
            if one.failed is None and (one.rounds is None or number <= one.rounds):
                one.run(counts=number > 0 or rounds == 1)
                print(".", end="", file=sys.stderr, flush=True)
    print(f" {contestants[0].name}", file=sys.stderr)


def ratio(one: Contestant, other: Contestant) -> float | None:
    """Return the median of the ratios of CPU seconds, pair by pair; `None` where one of the two failed."""
    pairs = list(zip(one.seconds, other.seconds, strict=False))
    if one.failed or other.failed or not pairs:
        return None
    return statistics.median(a / b for a, b in pairs)
