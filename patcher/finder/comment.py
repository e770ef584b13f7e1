"""`comment: RE`: a whole run of comment lines, or the one comment at the end of a code line."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.expression import expression
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.source import Span
from patcher.spec import required_literal
from patcher.spec.model import Selector

_MARK = expression(r"//[/!](?![/!])|//|--|/\*|<!--|[^\w\s]")


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the runs in which the pattern is found; it sees a run's text, `#` and line ends included."""
    assert selector.anchor is not None
    source = view.source
    for run in _runs_with(view, required_literal(selector.anchor)):
        match = next(view.clock.finditer(selector.anchor, source.text, run.start, run.end), None)
        if match is None:
            continue
        anchor, label = Span(*match.span()), shown(source.text[run.start : run.end])
        run = view.syntax.around_comment(run)
        lines = source.lines_of(run)
        before = source.text[source.line_start(lines.first_line) : run.start].removeprefix("\ufeff")
        after = source.text[run.end : source.line_end(lines.last_line)]
        if not before.strip() and not after.strip():
            yield view.whole(selector, run, anchor, label)
        else:
            start = run.start - (len(before) - len(before.rstrip(" \t"))) if not after.strip() else run.start
            yield view.part(selector, Span(start, run.end), label, anchor=anchor)


def _runs_with(view: View, literal: str | None) -> Iterator[Span]:
    """Yield the runs of comment in the window in which a piece of text stands, and perhaps others, in order."""
    if not literal or view.window is not None:
        yield from comment_runs(view, view.window)
        return
    windows = view.syntax.windows_with(literal)
    for window in _blocks_with(view, literal) if windows is None else windows:
        yield from comment_runs(view, window)


def _blocks_with(view: View, literal: str) -> Iterator[Span]:
    """Yield the runs of lines, none of them empty, in which a piece of text stands; a comment is in one whole."""
    text, inside, end = view.source.text, view.syntax.lexis.inside, 0
    position = text.find(literal)
    while position >= 0:
        start = text.rfind("\n\n", 0, position) + 1
        while inside(start):
            skip = view.syntax.lexis.skip_at(start)
            assert skip is not None
            start = text.rfind("\n\n", 0, skip.start) + 1
        found = text.find("\n\n", position)
        last, start = len(text) if found < 0 else found, max(start, end)
        if start < last:
            yield Span(start, last)
        end = max(end, last)
        position = text.find(literal, max(end, position + 1))


def comment_runs(view: View, window: Span | None) -> Iterator[Span]:
    """Yield the runs of comment that begin in a window (`None`: anywhere), in order.

    Whole-line comments of one marker and one column on consecutive lines are one run; any other
    comment, and a first line that names an interpreter, is a run of its own.
    """
    source = view.source
    run: Span | None = None
    key: tuple[int, str] | None = None
    for comment in view.syntax.lexis.comments(window):
        line = source.line_at(comment.start)
        column = comment.start - source.line_start(line) - (line == 1 and source.text.startswith("\ufeff"))
        alone = len(source.indent(line)) == column and comment.end >= source.line_end(line)
        marked = (
            (column, marker_of(source.text, comment))
            if alone
            and "\n" not in source.text[comment.start : comment.end]
            and not source.text.startswith("#!", comment.start)
            else None
        )
        if run is not None and marked is not None and marked == key and line == source.line_at(run.end) + 1:
            run = Span(run.start, comment.end)
            continue
        if run is not None:
            yield run
        run, key = comment, marked
    if run is not None:
        yield run


def marker_of(text: str, comment: Span) -> str:
    """Return what a comment begins with; `///` and `//!` are markers of their own, `//----` is `//`."""
    found = _MARK.match(text, comment.start, comment.end)
    return found.group() if found else text[comment.start]
