"""How many changes of the code do the tests see?

    python -m benchmarks.mutation [--sample N | --all] [--seed N] [--jobs N] [--only WORD] [--record FILE]

Prints a row a mutant, each survivor with its diff, and the score; ends with 1 where it is below 85 %.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.mutation.mutants import drawn, every
from benchmarks.mutation.trial import Task, Verdict, changing, copied, verdicts

ROOT = Path(__file__).parents[2]
SEED = 1
SAMPLE = 24
WANTED = 0.85
SHARED = (
    "tests/test_cases.py",
    "tests/test_plans_and_ranges.py",
    "tests/test_pipeline_moves.py",
    "tests/test_hazards.py",
)
ROOMS = ("finder", "edit", "proof")


def exercising(path: str, root: Path) -> tuple[str, ...]:
    """Return the tests of a module: its room's, the shared, then those of the rooms that stand on it."""
    room = Path(path).parts[1]
    names = {
        name: sorted(f"tests/{one.name}" for one in root.glob(f"tests/test_{name}_*.py")) for name in ROOMS
    }
    others = [test for name in ROOMS if name != room for test in names[name]]
    return (*names[room], *SHARED, *others)


def options(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N")
    parser.add_argument("--all", action="store_true", help="every mutant of every place; hours")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--only", default="", metavar="WORD", help="mutate the paths with this word in them")
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="go on where a run with this file stopped"
    )
    return parser.parse_args(given)


def chosen(asked: argparse.Namespace, root: Path) -> Iterator[Task]:
    """Yield the mutants of a tree that the command line asks for."""
    paths = [
        f"patcher/{room}/{one.name}"
        for room in ROOMS
        for one in sorted((root / "patcher" / room).glob("*.py"))
    ]
    found = every(root, [path for path in paths if asked.only in path])
    wanted = (
        (mutant for place in found for mutant in place.mutants) if asked.all else drawn(found, asked.seed)
    )
    tasks = (Task(mutant, after, exercising(mutant.path, root)) for mutant, after in changing(root, wanted))
    return tasks if asked.all else islice(tasks, asked.sample)


def judged(asked: argparse.Namespace) -> Iterator[Verdict]:
    """Yield what came of each mutant. One that the record knows as killed is not run again; a survivor is."""
    known = _recorded(asked.record)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = copied(ROOT, Path(folder, "tree"), exercising("patcher/finder/find.py", ROOT))
        for verdict in verdicts(copy, chosen(asked, copy.root), asked.jobs, known):
            if asked.record and (verdict.mutant.name, verdict.diff) not in known:
                with asked.record.open("a", encoding="utf-8") as record:
                    record.write(json.dumps([verdict.mutant.name, verdict.diff, verdict.how]) + "\n")
            yield verdict


def report(found: Iterable[Verdict]) -> int:
    """Print a row a mutant, the survivors and the score a room; return the exit status."""
    tried: Counter[str] = Counter()
    survived: list[Verdict] = []
    for verdict in found:
        tried[Path(verdict.mutant.path).parts[1]] += 1
        print(f"{verdict.mutant.name}: {verdict.how or 'SURVIVED'}", flush=True)
        if verdict.how is None:
            survived.append(verdict)
    for verdict in survived:
        print(f"\nsurvived: {verdict.mutant.name}\n{verdict.diff}")
    alive = Counter(Path(verdict.mutant.path).parts[1] for verdict in survived)
    print()
    for room, count in sorted(tried.items()):
        print(f"{room}: {count - alive[room]} of {count} killed")
    total = tried.total()
    score = (total - len(survived)) / total if total else 0.0
    print(f"score: {score:.1%} of {total} mutants, wanted {WANTED:.0%}")
    return int(score < WANTED)


def _recorded(record: Path | None) -> dict[tuple[str, str], str]:
    """Return what killed a mutant, by name and diff."""
    if record is None or not record.exists():
        return {}
    rows = map(json.loads, record.read_text("utf-8").splitlines())
    return {(name, diff): how for name, diff, how in rows if how is not None}


if __name__ == "__main__":
    sys.exit(report(judged(options(sys.argv[1:]))))
