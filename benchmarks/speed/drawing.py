"""Cost against size, on two logarithmic axes, as an SVG without anything to load."""

from __future__ import annotations

import math
import statistics
from typing import Any

LINES = {"W1": 17_000, "W2": 170_000, "W3": 1_700_000}
COLOURS = ("#0b6", "#36c", "#c63", "#939")
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 64, 24, 190, 44


def draw(record: dict[str, Any]) -> str:
    """Return the drawing of a record of the benchmark: a line for each tool that was right."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for job in record["jobs"]:
        for one in job["contestants"] if job["name"] in LINES else ():
            if one["cpu_seconds"] and not one["failed"]:
                point = LINES[job["name"]], statistics.median(one["cpu_seconds"])
                rows.setdefault(one["name"], []).append(point)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f"<title>CPU seconds against lines of the file, {record['date']}, {record['machine']}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    parts += [_grid(size, f"{size:,.0f}", across=True) for size in (1e4, 1e5, 1e6)]
    parts += [_grid(cost, f"{cost:g} s", across=False) for cost in (0.1, 1, 10, 100)]
    for number, (name, points) in enumerate(rows.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = " ".join(f"{_x(size):.0f},{_y(cost):.0f}" for size, cost in points)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{_x(s):.0f}" cy="{_y(c):.0f}" r="3" fill="{colour}"/>' for s, c in points]
        size, cost = points[-1]
        parts.append(
            f'<text x="{_x(size) + 8:.0f}" y="{_y(cost) + 4:.0f}" fill="{colour}">{name}: {cost:.2g} s</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">lines of the file</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _grid(value: float, label: str, *, across: bool) -> str:
    if across:
        x = _x(value)
        line = f'<line x1="{x:.0f}" y1="{TOP}" x2="{x:.0f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        return (
            line
            + f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" fill="#555">{label}</text>'
        )
    y = _y(value)
    line = f'<line x1="{LEFT}" y1="{y:.0f}" x2="{WIDTH - RIGHT}" y2="{y:.0f}" stroke="#ddd"/>'
    return line + f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end" fill="#555">{label}</text>'


def _x(size: float) -> float:
    return LEFT + (math.log10(size) - 4) / 2.4 * (WIDTH - LEFT - RIGHT)


def _y(cost: float) -> float:
    return HEIGHT - BOTTOM - (math.log10(cost) + 1.3) / 3.4 * (HEIGHT - TOP - BOTTOM)
