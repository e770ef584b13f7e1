"""Statements without a semicolon that would go on with what follows a deletion.

ECMAScript puts a semicolon at a line's end only where the next line cannot go on with the statement:
`a()` above `(b)` is one call. No parser says a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request
from patcher.errors import Problem, Target
from patcher.proof.governed import start_after
from patcher.source import Span, excerpt_of, mark_of
from patcher.syntax.syntax import Syntax

_GOES_ON = tuple("([`/+-*")  # what may begin a statement, and go on with one as well
_FAR = 5000  # characters of comments and blank lines to look over
_BLANK = " \t\r\n\f#"


def runs_on(
    before: Syntax, after: Syntax, edited: Edited, requests: Sequence[Request]
) -> Iterator[tuple[int, Problem]]:
    """Yield, by its request, each deletion behind which the statement above has no end any more."""
    if not before.language.ends_missing:
        return
    changes = edited.changes
    for (span, text), splice in zip(changes, edited.splices, strict=True):
        around = None if text else _around(before, span)
        if around is None:
            continue
        above, below = around
        was = before.statement_at(Span(above - 1, above))
        at = start_after(above, changes)
        now = after.statement_at(Span(at - 1, at))
        if was is None or now is None or was.span.end != above:
            continue
        if now.span.end > start_after(below, changes):
            yield splice.request, _refused(before, was.span, below, requests[splice.request])


def _around(before: Syntax, span: Span) -> tuple[int, int] | None:
    """Return where the code above a deletion ends and where the code below begins, if the one may go on with the other."""
    first = max(0, span.start - _FAR)
    code = before.lexis.masked_in(first, span.start).rstrip(_BLANK)
    rest = before.lexis.masked_in(span.end, min(span.end + _FAR, len(before.source.text)))
    below = span.end + len(rest) - len(rest.lstrip(_BLANK))
    goes_on = before.source.text.startswith(_GOES_ON, below) and not code.endswith((";", "{"))
    return (first + len(code), below) if code and goes_on else None


def _refused(before: Syntax, above: Span, below: int, request: Request) -> Problem:
    source = before.source
    line = source.line_at(above.end - 1)
    marks = [
        mark_of(source, Span(source.line_start(line), above.end), ":", "has no semicolon"),
        mark_of(source, Span(below, source.end_at(below)), "^", "would go on with it"),
    ]
    return Problem(
        "cut-across-node",
        f"the statement that ends on line {line} has no semicolon, and line {source.line_at(below)} would go on with it",
        plan=request.edit.place,
        target=Target(source.path, line, source.line_at(below)),
        excerpts=(excerpt_of(source, marks),),
        hint="put a `;` at the end of the one in an earlier step, or before the other",
    )
