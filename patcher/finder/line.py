"""`line: RE`: each line in which the pattern is found, with `plus` so many lines after it."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Target
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import LineRange, Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the whole lines that match; the pattern sees one line without its ending at a time."""
    source = view.source
    assert selector.anchor is not None
    for number, match in view.clock.search_lines(selector.anchor, view.lines()):
        last = number + (selector.plus or 0)
        start = view.begins(number)
        anchor = Span(start + match.start(), start + match.end())
        span = source.span_of(LineRange(number, min(last, source.line_count)))
        located = line_range(selector, view, span, anchor, match)
        yield (
            located if last <= source.line_count else replace(located, flaw=_past_end(selector, view, number))
        )


def _past_end(selector: Selector, view: View, number: int) -> Problem:
    source = view.source
    return Problem(
        "anchor-not-found",
        f"`plus: {selector.plus}` runs past the end of `{source.path}`",
        plan=selector.place_of("plus"),
        target=Target(source.path, number, source.line_count),
        hint=f"{source.line_count - number} lines follow line {number}",
    )


def line_range(selector: Selector, view: View, span: Span, anchor: Span, match: object = None) -> Located:
    """Return whole lines by their span; nothing is asked about what else stands on them."""
    source = view.source
    start = span.start
    attached: tuple[str, ...] = ()
    if selector.takes_attached:
        start = source.start_at(view.syntax.attached_start(span.start))
        attached = view.attached_words(start, span.start)
    whole = Span(min(start, span.start), span.end)
    groups, named = captured(match)
    return Located(
        file=source.path,
        extent=selector.extent,
        span=whole,
        core=span,
        lines=source.lines_of(whole),
        whole_lines=True,
        label=shown(source.line_text(source.line_at(span.start))),
        anchor=anchor,
        attached=attached,
        groups=groups,
        named_groups=named,
    )


def captured(match: object) -> tuple[tuple[str | None, ...], tuple[tuple[str, str | None], ...]]:
    """Return the groups of a match, `\\0` first, and its named groups, for `\\1` and `\\g<name>`."""
    if match is None:
        return (), ()
    return (match.group(), *match.groups()), tuple(match.groupdict().items())  # type: ignore[attr-defined]
