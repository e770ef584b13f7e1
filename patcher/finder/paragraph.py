"""`paragraph: RE`: the run of non-blank lines around each match."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.expression import expression
from patcher.finder.comment import comment_runs
from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View, trimmed
from patcher.source import LineRange, Span
from patcher.spec.model import Selector

_BARE = expression(r"\s*(?:#+|//+|--+|;+|\*|%+)?\s*")
_OPENING = expression(r"[a-zA-Z]{0,3}(\"\"\"|''')")


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield whole lines around each match, kept inside the docstring or comment that holds it.

    In a comment a line with nothing but its marker is blank; a delimiter's line never belongs.
    """
    assert selector.anchor is not None
    source = view.source
    covered: LineRange | None = None
    for match in view.matches(selector.anchor):
        span = trimmed(match.group(), Span(*match.span()))
        held = source.lines_of(span)
        if covered is not None and covered.holds(held):
            continue
        bounds, in_comment = _bounds(view, span)
        lines = _around(view, held, bounds, in_comment)
        if lines is None or (view.window is not None and not view.window.holds(source.span_of(lines))):
            continue
        covered = lines
        yield line_range(selector, view, source.span_of(lines), span)


def _bounds(view: View, span: Span) -> tuple[LineRange, bool]:
    """Return the lines that the paragraph may reach, and whether they are lines of comment."""
    source, lexis = view.source, view.syntax.lexis
    everything = LineRange(1, max(1, source.line_count))
    skip = lexis.skip_at(span.start)
    if skip is None or (
        lexis.kind_at(span.start) == "string" and "\n" not in source.text[skip.start : skip.end]
    ):
        return everything, False
    if lexis.kind_at(span.start) == "comment":
        run = next(r for r in comment_runs(view, None) if r.holds(Span(span.start, span.start + 1)))
        inside = (
            _without_delimiters(view, run)
            if "\n" in source.text[skip.start : skip.end]
            else source.lines_of(run)
        )
        return inside or source.lines_of(run), True
    return _without_delimiters(view, skip) or source.lines_of(skip), False


def _without_delimiters(view: View, skip: Span) -> LineRange | None:
    """Return the lines of a string or block comment that hold neither of its delimiters.

    What begins with white space, as the lines of a block in YAML do, has none.
    """
    lines = view.source.lines_of(skip)
    if view.source.text[skip.start].isspace():
        return lines
    first, last = lines.first_line + 1, lines.last_line - 1
    return LineRange(first, last) if first <= last else None


def _around(view: View, held: LineRange, bounds: LineRange, in_comment: bool) -> LineRange | None:
    if not bounds.holds(held):
        return None
    first, last = held.first_line, held.last_line
    while first > bounds.first_line and not _blank(view, first - 1, in_comment):
        first -= 1
    while last < bounds.last_line and not _blank(view, last + 1, in_comment):
        last += 1
    return LineRange(first, last)


def _blank(view: View, line: int, in_comment: bool) -> bool:
    text = view.source.line_text(line)
    return is_bare(text) if in_comment else not text.strip()


def is_bare(text: str) -> bool:
    """Tell whether a line of a comment has nothing but white space and its marker."""
    return _BARE.fullmatch(text) is not None
