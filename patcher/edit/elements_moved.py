"""An element that moves beside another one, each on lines of its own: its comma goes and comes with the place.

It arrives inside the line of the other one, at its end behind a comma, or before it with one behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.carried import carried_lines
from patcher.edit.content import ending_at
from patcher.edit.model import Request
from patcher.edit.pieces import place_of
from patcher.edit.shape import own_lines
from patcher.errors import Problem, Refusal, Target
from patcher.source import LineRange, Span
from patcher.syntax.model import Element
from patcher.syntax.syntax import Syntax


def brought_element(
    there: Syntax, request: Request, here: Syntax, requests: Sequence[Request], index: int
) -> bytes:
    """Return the bytes of an element that moves, with the comma that parts it from the one it arrives beside."""
    origin, beside = requests[index], request.located
    located = origin.located
    assert located is not None
    assert located.element is not None
    assert beside is not None
    assert beside.element is not None
    own, other = _lines(here, origin, located.element), _lines(there, request, beside.element)
    _refuse_neighbour(here, there, request, located.element, beside.element)
    indent = there.source.indent(other.first_line)
    data = carried_lines(here, requests, index, None if request.edit.indent == "keep" else indent)
    ending = ending_at(there.source, other.first_line - 1, other.last_line + 1, other.first_line)
    rows = [row.removesuffix(b"\r") for row in data.removesuffix(b"\n").split(b"\n")]
    text = ending.join(rows).strip()
    if here.source.text[own_end(here, own) - 1] == ",":
        text = text.removesuffix(b",").rstrip()
    joint = ending + indent.encode()
    return b"," + joint + text if request.put == "after" else text + b"," + joint


def own_end(syntax: Syntax, lines: LineRange) -> int:
    """Return where the text of lines ends, without the blanks behind it."""
    span = syntax.source.span_of(lines)
    return span.start + len(syntax.source.text[span.start : span.end].rstrip())


def _lines(syntax: Syntax, request: Request, element: Element) -> LineRange:
    """Return an element's own lines; raises `Refusal` where it shares them, or a comment stands on or above them."""
    lines, source = own_lines(syntax, element), syntax.source
    head = source.text[source.line_start(source.line_at(element.span.start)) : element.span.start]
    if lines is None or head.strip():
        why, hint = "shares its lines with others", "put each on a line of its own first"
        raise Refusal(
            _problem(request, f"the element {why}, so that `move` cannot tell how to part them", hint)
        )
    span = syntax.source.span_of(lines)
    attached = syntax.source.line_at(syntax.attached_start(element.span.start)) < lines.first_line
    if attached or "#" in syntax.lexis.masked_in(span.start, span.end):
        message = "a comment stands beside the element, and `move` cannot tell whose it is"
        raise Refusal(_problem(request, message, "say it with `delete` and `insert`"))
    return lines


def _refuse_neighbour(here: Syntax, there: Syntax, request: Request, own: Element, beside: Element) -> None:
    """Raise `Refusal` where an element would be moved to where it stands, or into itself."""
    if here.source.path != there.source.path:
        return
    siblings: tuple[Span, ...] = beside.siblings
    at = siblings.index(beside.span) + (1 if request.put == "after" else -1)
    if own.span.holds(beside.span):
        raise Refusal(
            _problem(request, "the element would be moved into itself", "name a place outside of it")
        )
    if 0 <= at < len(siblings) and siblings[at] == own.span:
        problem = _problem(request, "the move changes nothing: it stands there", "drop it")
        raise Refusal(Problem("no-change", problem.message, plan=problem.plan, target=problem.target))


def _problem(request: Request, message: str, hint: str) -> Problem:
    located = request.located
    assert located is not None
    target = Target(located.file, located.lines.first_line, located.lines.last_line)
    return Problem("shares-line", message, plan=place_of(request), target=target, hint=hint)
