"""`make bench`: the jobs, `patcher` and its peers by turns, one table, a JSON record, a drawing.

python -m benchmarks.speed [--only W1,W6] [--rounds N] [--trees DIR] [--record FILE] [--draw FILE] [--quick]
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed import jobs
from benchmarks.speed.drawing import draw
from benchmarks.speed.jobs import HERE, ROOT, World
from benchmarks.speed.timing import Contestant, compete, ratio

PEERS = ("ast-grep-cli", "libcst")


@dataclass
class Race:
    """One job: which of the contestants are compared with which, and the goal, if there is one."""

    name: str
    title: str
    contestants: Callable[[World], list[Contestant]]
    against: int = 1
    goal: float | None = None
    rounds: int | None = None
    ran: list[Contestant] = field(default_factory=list)


def races(quick: bool) -> list[Race]:
    """Return the jobs; the quick ones leave the largest file out."""
    found = [
        Race("W1", "17,000 lines, 31 functions", lambda w: jobs.large(w, 17_000, 31), goal=0.45),
        Race("W2", "170,000 lines, 310 functions", lambda w: jobs.large(w, 170_000, 310), goal=0.15),
        Race(
            "W3",
            "1.7 million lines, 3,100 functions",
            lambda w: jobs.large(w, 1_700_000, 3_100),
            goal=0.12,
            rounds=1,
        ),
        Race("W4", "nine patterns over 50,000 files", lambda w: jobs.checked(w, 50_000), goal=0.8, rounds=3),
        Race(
            "W5", "a comment out of 500 of 50,000 files", lambda w: jobs.swept(w, 50_000), goal=1.2, rounds=3
        ),
        Race("W6", "start-up", jobs.started, against=3),
        Race("W7", "four steps with guards and checks", jobs.series, goal=0.35),
        Race("W8", "git's verdict on that series", jobs.verified, goal=3.0),
        Race("W9a", "1,000 ranges in one class", lambda w: jobs.ranges(w, 1_000)),
        Race("W9b", "10,000 ranges in one class", lambda w: jobs.ranges(w, 10_000), rounds=3),
        Race("W9c", "500 edits over 100 files", lambda w: jobs.edits(w, 500)),
        Race("W9d", "1,000 edits over 200 files", lambda w: jobs.edits(w, 1_000)),
    ]
    return [race for race in found if not (quick and race.name == "W3")]


def peers_in(folder: Path, missing: list[str]) -> Path | None:
    """Return the folder of programs of an environment with the peers, made with its first use."""
    programs = folder / "bin"
    if not programs.exists():
        venv.create(folder, with_pip=True)
    for name in PEERS:
        asked = [
            str(programs / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            name,
        ]
        done = subprocess.run(asked, capture_output=True, check=False)
        if done.returncode:
            missing.append(name)
    return programs if len(missing) < len(PEERS) else None


def table(ran: list[Race]) -> str:
    """Return the results in Markdown."""
    rows = ["| | job | | CPU s | peak MiB | ratio | goal |", "|---|---|---|---|---|---|---|"]
    for race in ran:
        base = race.ran[race.against] if len(race.ran) > race.against else None
        for number, one in enumerate(race.ran):
            title = (race.name, race.title) if not number else ("", "")
            if one.failed:
                rows.append(f"| {title[0]} | {title[1]} | {one.name} | {one.failed} | | | |")
                continue
            shown = ratio(one, base) if base is not None and one is not base else None
            goal = f"{race.goal:g}" if race.goal is not None and not number else ""
            times = f"{shown:.2f}" if shown is not None else "1" if one is base else ""
            rows.append(
                f"| {title[0]} | {title[1]} | {one.name} | {one.cpu:.3f} | {one.peak:.0f} | {times} | {goal} |"
            )
    return "\n".join(rows)


def machine() -> str:
    """Return what the figures were measured on."""
    import os

    return f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {platform.machine()}"


def record(ran: list[Race], missing: list[str]) -> dict[str, object]:
    """Return all that was measured."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine(),
        "missing": missing,
        "jobs": [
            {
                "name": race.name,
                "title": race.title,
                "goal": race.goal,
                "contestants": [
                    {
                        "name": one.name,
                        "cpu_seconds": [round(s, 4) for s in one.seconds],
                        "peak_mib": [round(p, 1) for p in one.peaks],
                        "failed": one.failed,
                        "ratio": None
                        if race.against >= len(race.ran)
                        else ratio(one, race.ran[race.against]),
                    }
                    for one in race.ran
                ],
            }
            for race in ran
        ],
    }


def main() -> int:
    """Run what is asked for; return 1 where `patcher` itself was not right."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", help="names of jobs, with commas")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--trees", type=Path, help="where trees are made and kept (default: a folder of its own)"
    )
    parser.add_argument("--record", type=Path, default=ROOT / "benchmarks" / "speed" / "record.json")
    parser.add_argument("--draw", type=Path, default=ROOT / "docs" / "images" / "speed.svg")
    parser.add_argument("--quick", action="store_true", help="leave out the file of 1.7 million lines")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="patcher-bench-") as own:
        folder = options.trees or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        missing: list[str] = []
        world = World(folder.resolve(), peers_in(ROOT / ".venv" / "peers", missing), missing)
        wanted = set(options.only.split(",")) if options.only else None
        ran = [race for race in races(options.quick) if wanted is None or race.name in wanted]
        for race in ran:
            race.ran = race.contestants(world)
            compete(race.ran, min(options.rounds, race.rounds or options.rounds))
    print(table(ran))
    print(f"\nCPU seconds of all processes; medians of pairs; {machine()}.")
    if missing:
        print(f"Not installed, so not run: {', '.join(missing)}.")
    if wanted is None:
        made = record(ran, missing)
        options.record.write_text(json.dumps(made, indent=1) + "\n")
        options.draw.write_text(draw(made))
    return 1 if any(race.ran[0].failed for race in ran) else 0


if __name__ == "__main__":
    assert HERE.is_dir()
    sys.exit(main())
