"""`make bench`: the jobs, `patcher` and its peers by turns, one table, a JSON record, a drawing.

python -m benchmarks.speed [--only W1,W6] [--rounds N] [--trees DIR] [--quick] [--record FILE] [--draw FILE] [--readme FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import jobs, many, results
from benchmarks.speed.drawing import draw
from benchmarks.speed.races import Goal, Race, goals, races
from benchmarks.speed.timing import compete
from benchmarks.speed.world import HERE, ROOT, World

DRAWN = ROOT / "docs" / "images" / "speed.svg"


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", help="names of jobs, with commas")
    parser.add_argument("--rounds", type=int, default=5, help="how often a job is done at most")
    parser.add_argument("--trees", type=Path, help="where trees are made and kept, else a folder of its own")
    parser.add_argument("--quick", action="store_true", help="leave out the file of 1.7 million lines")
    parser.add_argument("--record", type=Path, help="write all figures there, as JSON")
    parser.add_argument("--draw", type=Path, help="write the drawing there, as SVG")
    parser.add_argument("--readme", type=Path, help="write the table into that page, between its marks")
    parser.add_argument(
        "--all", action="store_true", help="write record, drawing and README where they belong"
    )
    found = parser.parse_args()
    if found.all:
        found.record = found.record or HERE / "record.json"
        found.draw = found.draw or DRAWN
        found.readme = found.readme or ROOT / "README.md"
    return found


def run(folder: Path, ran: list[Race], rounds: int) -> list[str]:
    """Do the jobs; return which peers could not be had."""
    world = World(folder.resolve(), ROOT / ".cache" / "speed-peers")
    for one in (*jobs.started(world), many.edits(world, 5)):
        one.run(counts=False)  # the interpreter compiles what it imports, once
    for race in ran:
        race.ran = race.make(world)
        compete(race.ran, min(rounds, race.rounds or rounds), race.name)
    return world.missing


def said(missing: list[str], found: list[Goal], date: str) -> str:
    """Return what is to be known of the table."""
    missed = [f"{goal.job} ({goal.words})" for goal in found if not goal.met]
    rows = [
        f"{date}, {results.machine()}. CPU seconds of all processes, medians; `times` is the median of the ratios, pair by "
        "pair, to the row that has 1. The result of a run is checked before it counts."
    ]
    rows.append(f"Goals not met: {'; '.join(missed)}." if missed else "All goals are met.")
    rows += [f"Not to be had, so not run: {', '.join(missing)}."] if missing else []
    return "\n".join(rows)


def main() -> int:
    """Run what is asked for; return 1 where `patcher` itself was not right."""
    asked = options()
    wanted = set(asked.only.split(",")) if asked.only else None
    ran = [race for race in races() if wanted is None or race.name in wanted]
    ran = [race for race in ran if not (asked.quick and race.name == "W3")]
    with tempfile.TemporaryDirectory(prefix="patcher-bench-") as own:
        folder = asked.trees or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        missing = run(folder, ran, asked.rounds)
    found, date = list(goals(ran)), datetime.datetime.now(datetime.UTC).date().isoformat()
    text = said(missing, found, date)
    print(f"{results.table(ran)}\n\n{text}\n")
    for goal in found:
        print(
            f"{goal.job}: {goal.words}: {'not measured' if goal.met is None else 'met' if goal.met else 'missed'}"
        )
    made = results.record(ran, found, missing, date)
    if asked.record:
        asked.record.write_text(json.dumps(made, indent=1) + "\n")
    if asked.draw:
        asked.draw.write_text(draw(made))
    if asked.readme:
        results.write_readme(asked.readme, ran, text)
    return 1 if any(race.ran[0].failed for race in ran) else 0


if __name__ == "__main__":
    sys.exit(main())
