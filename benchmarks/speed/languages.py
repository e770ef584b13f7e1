"""What one range, and thirty-one, cost in a file of each language: CPU seconds and peak, by the file's length.

python -m benchmarks.speed.languages [--only toml,json] [--lines 17000,170000] [--takes 1,31] [--rounds N] [--trees DIR]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from benchmarks.speed.shapes import SHAPES, file_in
from benchmarks.speed.timing import Contestant
from benchmarks.speed.world import World, applied


def contestant(world: World, language: str, lines: int, takes: int) -> Contestant:
    """Return a build that takes so many units out of a file of so many lines."""
    before, after, selectors = file_in(language, lines, takes)
    path, name = SHAPES[language].path, f"{language}-{lines}"
    repository = world.tree(name, lambda: {path: before.encode()})
    edits = "".join(f"      - file: {path}\n        delete: {{{each}}}\n" for each in selectors)
    plan = world.plan(f"{name}-{takes}", "steps:\n  - id: a\n    subject: Many\n    edits:\n" + edits)
    ours = world.build(plan, repository, name=name)
    ours.right = _without_units(world, before.encode(), after.encode())
    return ours


def _without_units(world: World, before: bytes, after: bytes) -> Callable[[], str | None]:
    """Return what sees that a series takes the units, and of what stays at most blank lines."""

    def wrong() -> str | None:
        (patch,) = (world.output / "bench").glob("0*.patch")
        made = applied(patch.read_bytes(), before)
        rows = [] if made is None else [row for row in made.split(b"\n") if row.strip()]
        wanted = [row for row in after.split(b"\n") if row.strip()]
        return next((f"{a!r}, not {b!r}" for a, b in zip_longest(rows, wanted) if a != b), None)

    return wrong


def measured(world: World, language: str, lines: int, takes: int, rounds: int) -> str:
    """Return a build's CPU seconds and its peak in MiB, or what was wrong with it."""
    one = contestant(world, language, lines, takes)
    for number in range(rounds + (rounds > 1)):
        if one.failed is None:
            one.run(counts=number > 0 or rounds == 1)
    if one.failed is not None:
        print(f"{language}: {one.failed}", file=sys.stderr)
        return "wrong"
    return f"{one.cpu:.2f} s, {one.peak:.0f} MiB"


def main() -> int:
    """Print a table: a row for each language, a column for each length and number of ranges."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default=",".join(SHAPES))
    parser.add_argument("--lines", default="17000,170000")
    parser.add_argument("--takes", default="1,31")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--trees", type=Path, help="where trees are made and kept, else a folder of its own")
    asked = parser.parse_args()
    columns = [
        (int(lines), int(takes)) for lines in asked.lines.split(",") for takes in asked.takes.split(",")
    ]
    print("| | " + " | ".join(f"{lines:,} lines, {takes} ranges" for lines, takes in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    with tempfile.TemporaryDirectory(prefix="patcher-bench-") as own:
        folder = asked.trees or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        world = World(folder.resolve(), folder)
        for language in asked.only.split(","):
            cells = [measured(world, language, lines, takes, asked.rounds) for lines, takes in columns]
            print(f"| {language} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
