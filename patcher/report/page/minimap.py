"""A file from its first to its last line as one bar, its cuts as blocks, hints that drifted as ticks."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.report.page.drawing import sizes
from patcher.report.page.model import Cut, FileHoles
from patcher.report.page.text import attribute, named
from patcher.report.words import number

WIDTH = 1000  # units of the drawing, whatever its size on the screen
_LEAST = 3  # units that a block has at least


def render_minimap(file: FileHoles) -> str:
    """Return the bar of one file with its name and its length."""
    blocks = "".join(_block(file, cut) for hole in file.holes for cut in hole.cuts)
    ticks = "".join(_ticks(file))
    bar = f'<svg viewBox="0 0 {WIDTH} 26" preserveAspectRatio=none aria-hidden=true>{blocks}{ticks}</svg>'
    words = f" · {file.whole}" if file.whole else ""
    return (
        f"<li><span class=path>{named(file.path)}</span>{bar}"
        f"<span class=size>{sizes(file.deleted, file.added)} of {number(file.length)}{words}</span>"
    )


def _block(file: FileHoles, cut: Cut) -> str:
    lines = cut.lines
    here = f"#{cut.key}"
    if lines is None:
        x = _x(file, cut.at - 1)
        words = attribute(f"after line {cut.at - 1}: lines come")
        shape = f'<path class=come d="M{x - 6} 2h12l-6 8z"/>'
    else:
        x = _x(file, lines.first_line - 1)
        width = max(_LEAST, _x(file, lines.last_line) - x)
        words = attribute(str(lines))
        shape = f"<rect x={min(x, WIDTH - width)} width={width} />"
    return f"<a href={here} tabindex=-1><title>{words}</title>{shape}</a>"


def _ticks(file: FileHoles) -> Iterator[str]:
    """Yield a tick where a hint stands that its range has drifted from."""
    for hole in file.holes:
        for asked in (asked for cut in hole.cuts for asked in cut.asked):
            near = asked.edit.edit.near
            if asked.range is not None and asked.range.located.drift and near is not None:
                x = _x(file, min(near.first_line, file.length) - 1)
                words = attribute(f"the hint says {near}, {asked.range.located.drift} lines away")
                yield f'<path class=tick d="M{x} 0v26"><title>{words}</title></path>'


def _x(file: FileHoles, lines: int) -> int:
    return min(WIDTH, round(WIDTH * lines / max(1, file.length)))
