"""What was measured, as a table, as a record, and in the page of the project."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.races import Goal, Race
from benchmarks.speed.timing import Contestant

BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"


def table(ran: Sequence[Race]) -> str:
    """Return the results in Markdown: a row for each contestant, with its multiple of the yardstick's seconds."""
    rows = ["| | job | | CPU s | peak MiB | times | goal |", "|---|---|---|---:|---:|---:|---:|"]
    for race in ran:
        for number, one in enumerate(race.ran):
            title = "| | " if number else f"| {race.name} | {race.title} "
            rows.append(f"{title}| {one.name} | {_figures(race, one)} |")
    return "\n".join(rows)


def _figures(race: Race, one: Contestant) -> str:
    if one.failed is not None:
        return f"{_short(one.failed)} | | | "
    times = race.ratio(one)
    goal = race.goals.get(one.name)
    aimed = "" if goal is None else f"≤ {goal:g}"
    if goal is not None and times is not None:
        aimed += " ✓" if times <= goal else " missed"
    return f"{one.cpu:.3f} | {one.peak:.0f} | {'' if times is None else f'{times:.2f}'} | {aimed}"


def _short(reason: str) -> str:
    """Return why a contestant failed in so few words that a cell of a table holds them."""
    first = reason.split("\n")[0].replace("|", "/")
    return "wrong: " + (first if len(first) <= 60 else first[:57] + "...")


def machine() -> str:
    """Return what the figures were measured on."""
    name = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{name} on {platform.machine()}, {os.cpu_count()} cores"


def record(ran: Sequence[Race], found: Iterable[Goal], missing: Sequence[str], date: str) -> dict[str, Any]:
    """Return all that was measured."""
    return {
        "date": date,
        "machine": machine(),
        "missing": list(missing),
        "goals": [{"job": goal.job, "goal": goal.words, "met": goal.met} for goal in found],
        "jobs": [
            {
                "name": race.name,
                "title": race.title,
                "contestants": [_recorded(race, one) for one in race.ran],
            }
            for race in ran
        ],
    }


def _recorded(race: Race, one: Contestant) -> dict[str, Any]:
    return {
        "name": one.name,
        "cpu_seconds": [round(seconds, 4) for seconds in one.seconds],
        "peak_mib": [round(peak, 1) for peak in one.peaks],
        "failed": None if one.failed is None else _short(one.failed),
        "times": race.ratio(one),
        "goal": race.goals.get(one.name),
    }


def readme_with(page: str, ran: Sequence[Race], said: str) -> str:
    """Return a page with the table between its two marks; raises `ValueError` where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no `{BEGIN}` and `{END}`")
    return f"{before}{BEGIN}\n{table(ran)}\n\n{said}\n{END}{after}"


def write_readme(path: Path, ran: Sequence[Race], said: str) -> None:
    """Write the table into a page."""
    path.write_text(readme_with(path.read_text("utf-8"), ran, said), "utf-8")
