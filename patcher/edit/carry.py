"""What a `move` carries: its lines, the edits inside them applied, as they arrive at the other place.

They get the indentation and the line ending of the place. Blank lines part them from their
neighbours there: as many as stand at the place between two neighbours of one body, and at the
beginning or the end of a body as many as the neighbour has on its other side.
"""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.carried import carried_lines
from patcher.edit.content import ending_at
from patcher.edit.edges import Edges
from patcher.edit.elements_moved import brought_element
from patcher.edit.model import Request
from patcher.edit.pieces import first_text_line, indent_of, is_blank, place_of
from patcher.edit.shape import own_lines
from patcher.errors import Problem, Refusal, Target
from patcher.record import replace
from patcher.source import LineRange, SourceFile
from patcher.syntax.syntax import Syntax

FileRequests = tuple[Syntax, Sequence[Request]]


def deliver(files: Sequence[FileRequests]) -> tuple[list[list[Request]], list[Problem]]:
    """Return the requests of all files of a step, with what every move brings filled in.

    A move that cannot be carried out is told of and brings nothing.
    """
    found: list[list[Request]] = []
    problems: list[Problem] = []
    for syntax, requests in files:
        filled = []
        for request in requests:
            if request.origin is not None:
                try:
                    content = _brought(syntax, request, request.origin, files)
                    request = replace(request, content=content)
                except Refusal as refusal:
                    problems += refusal.problems
            filled.append(request)
        found.append(filled)
    return found, problems


def arrival_lines(syntax: Syntax, request: Request) -> LineRange:
    """Return the whole lines beside which a move arrives; raises `Refusal` for a part of a line."""
    located = request.located
    assert located is not None
    lines = located.lines if located.whole_lines else None
    if lines is None and located.element is not None:
        lines = own_lines(syntax, located.element)
    if lines is None:
        message = "`move` puts whole lines beside whole lines, and `to` selects a part of a line"
        raise Refusal(_problem("shares-line", message, request, "name a line or a statement in `to`"))
    return lines


def _brought(there: Syntax, request: Request, origin: Request, files: Sequence[FileRequests]) -> bytes:
    here, requests, index = _departure(files, origin)
    located = origin.located
    assert located is not None
    if request.carries_element:
        return brought_element(there, request, here, requests, index)
    if not located.whole_lines:
        message = f"`move` takes whole lines, and the {located.extent} is a part of some"
        hint = "select whole lines, or say it with `delete` and `insert`"
        raise Refusal(_problem("shares-line", message, origin, hint))
    lines = arrival_lines(there, request)
    if here.source.path == there.source.path:
        _refuse_itself(here.source, request, origin, lines)
    indent = None
    if request.edit.indent != "keep":
        indent = indent_of(there.source, first_text_line(there.source, lines))
    data = carried_lines(here, requests, index, indent)
    line = lines.first_line if request.put == "before" else lines.last_line + 1
    ending = ending_at(there.source, line - 1, line)
    rows = [row.removesuffix(b"\r") for row in data.removesuffix(b"\n").split(b"\n")]
    while rows and not rows[-1].strip():
        rows.pop()
    while rows and not rows[0].strip():
        rows.pop(0)
    parts = _parts_of(here.source, requests, origin)
    number = _between_parts(parts, located.lines, request.put == "before")
    if number is None and _leaves(next(asked for syntax, asked in files if syntax is there), lines):
        number = 0
    if number is None:
        own = LineRange(parts[0].first_line, parts[-1].last_line)
        told = _parted(there, lines, request.put == "before", here, own)
        number = _least(request, origin) if told is None else told
    blank = [b""] * number
    rows = [*rows, *blank] if request.put == "before" else [*blank, *rows]
    return b"".join(row + ending for row in rows)


def _parts_of(source: SourceFile, requests: Sequence[Request], own: Request) -> list[LineRange]:
    """Return the parts of the definition that a departure is a part of, as far as nothing stands between them."""
    departures = [r.located for r in requests if r.edit is own.edit and r.origin is None and r.located]
    at = next(index for index, located in enumerate(departures) if located is own.located)
    first = at
    while departures[first].part and _adjoin(source, departures[first - 1].lines, departures[first].lines):
        first -= 1
    last = at
    while (
        last + 1 < len(departures)
        and departures[last + 1].part
        and _adjoin(source, departures[last].lines, departures[last + 1].lines)
    ):
        last += 1
    return [located.lines for located in departures[first : last + 1]]


def _adjoin(source: SourceFile, above: LineRange, below: LineRange) -> bool:
    return all(is_blank(source, line) for line in range(above.last_line + 1, below.first_line))


def _between_parts(parts: Sequence[LineRange], own: LineRange, before: bool) -> int | None:
    """Return the blank lines between a part that moves and the one that it arrives beside; `None`: it has none."""
    at = parts.index(own)
    pair = parts[at : at + 2] if before else parts[max(0, at - 1) : at + 1]
    return pair[1].first_line - pair[0].last_line - 1 if len(pair) == 2 else None


def _leaves(requests: Sequence[Request], lines: LineRange) -> bool:
    """Tell whether lines leave in the same step: then the blank lines about them are enough."""
    return any(r.takes and r.located is not None and r.located.lines.holds(lines) for r in requests)


def _departure(files: Sequence[FileRequests], origin: Request) -> tuple[Syntax, Sequence[Request], int]:
    for syntax, requests in files:
        for index, request in enumerate(requests):
            if request is origin:
                return syntax, requests, index
    raise AssertionError("a move that arrives and has not left")


def _refuse_itself(source: SourceFile, request: Request, origin: Request, lines: LineRange) -> None:
    located = origin.located
    assert located is not None
    own = located.lines
    if own.holds(lines):
        message = "the range would be moved into itself"
        raise Refusal(_problem("overlapping-edits", message, request, "name a place outside of it in `to`"))
    between = (
        range(lines.last_line + 1, own.first_line)
        if request.put == "after"
        else range(own.last_line + 1, lines.first_line)
    )
    beside = own.first_line > lines.last_line if request.put == "after" else own.last_line < lines.first_line
    if beside and all(is_blank(source, line) for line in between):
        raise Refusal(_problem("no-change", "the move changes nothing: it stands there", request, "drop it"))


def _least(request: Request, origin: Request) -> int:
    """Return how many blank lines part two where nothing tells: one between two definitions of several lines."""
    ranges = (request.located, origin.located)
    return int(all(r is not None and r.definition is not None and len(r.lines) > 1 for r in ranges))


def _parted(there: Syntax, lines: LineRange, before: bool, here: Syntax, own: LineRange) -> int | None:
    """Return how many blank lines part the lines that arrive from those beside; `None`: nothing tells."""
    place, edges = _Runs(there), Edges(there)
    near, far = (
        (place.above(lines), place.below(lines)) if before else (place.below(lines), place.above(lines))
    )
    if near[1] is not None and not _at_edge(edges, lines, near[1], before):
        return near[0]
    if far[1] is not None and not _at_edge(edges, lines, far[1], not before):
        return far[0]
    home, home_edges = _Runs(here), Edges(here)
    for run, at_top in ((home.above(own), True), (home.below(own), False)):
        if run[1] is not None and not _at_edge(home_edges, own, run[1], at_top):
            return run[0]
    return None


def _at_edge(edges: Edges, lines: LineRange, neighbour: int, above: bool) -> bool:
    """Tell whether a body begins between lines and the text above them, or ends below them."""
    if above:
        return edges.begins_body(neighbour, lines, lines.first_line)
    return edges.ends_body(lines, neighbour)


class _Runs:
    """The blank lines around lines of a file, each run with the line of text behind it."""

    def __init__(self, syntax: Syntax) -> None:
        self.source = syntax.source

    def above(self, lines: LineRange) -> tuple[int, int | None]:
        """Return how many blank lines stand above, and the line with text above them."""
        line = lines.first_line - 1
        while line >= 1 and is_blank(self.source, line):
            line -= 1
        return lines.first_line - 1 - line, line or None

    def below(self, lines: LineRange) -> tuple[int, int | None]:
        """Return how many blank lines stand below, and the line with text below them."""
        line = lines.last_line + 1
        while line <= self.source.line_count and is_blank(self.source, line):
            line += 1
        return line - lines.last_line - 1, line if line <= self.source.line_count else None


def _problem(code: str, message: str, request: Request, hint: str) -> Problem:
    located = request.located
    assert located is not None
    return Problem(
        code,
        message,
        plan=place_of(request),
        target=Target(located.file, located.lines.first_line, located.lines.last_line),
        label=located.label,
        hint=hint,
    )
