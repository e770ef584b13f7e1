"""`from: SELECTOR` with `through:` or `until:`: from one place to another, in whole lines."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Refusal, Target
from patcher.finder.candidates import candidates_in, pick
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import LineRange
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield a range for each kept start, through the first end whose anchor lies after it.

    An end must come before the next start; where none does, an `until` on that start's line closes the
    range, which then touches the next. Raises `Refusal` (`unclosed-range`) where neither is there.
    """
    assert selector.start is not None
    end_selector = selector.through or selector.until
    assert end_selector is not None
    starts = candidates_in(selector.start, view)
    kept = pick(selector.start.nth, starts)
    ends = candidates_in(end_selector, view)
    for start in kept:
        following = next((s.anchor.start for s in starts if s.anchor.start > start.anchor.start), None)
        after = [end for end in ends if end.anchor.start >= start.anchor.end]
        if following is not None:
            after = _ahead_of(following, after, selector, view)
        chosen = pick(end_selector.nth, after)[:1]
        if not chosen:
            raise Refusal(_unclosed(selector, end_selector, view, start, following))
        yield _joined(selector, view, start, chosen[0])


def _ahead_of(following: int, ends: list[Located], selector: Selector, view: View) -> list[Located]:
    """Those of `ends` that begin before the start at the half-open offset `following`, or, of an `until`, with it."""
    before = [end for end in ends if end.anchor.start < following]
    if before or not selector.until:
        return before
    line_at = view.source.line_at
    return [end for end in ends if line_at(end.anchor.start) == line_at(following)]


def _joined(selector: Selector, view: View, start: Located, end: Located) -> Located:
    source = view.source
    first = start.lines.first_line
    last = end.lines.last_line if selector.through else end.lines.first_line - 1
    if last < first:
        raise Refusal(
            Problem(
                "unclosed-range",
                f"the second end begins on the line of the first, {first}: nothing lies between",
                plan=selector.place_of("until"),
                target=Target(source.path, first, first),
                label=shown(source.line_text(first)),
            )
        )
    lines = LineRange(first, last)
    span = source.span_of(lines)
    through = "through" if selector.through else "until"
    located = replace(
        start,
        extent=f"from-{through}",
        span=span,
        core=span,
        lines=lines,
        whole_lines=True,
        label=f"{start.label} ... {shown(source.line_text(last), 40)}",
        evidence=(*start.evidence, *end.evidence),
        definition=None,
        element=None,
        chain=None,
        ends=(start, end),
        flaw=start.flaw or end.flaw,
    )
    if selector.takes_attached:
        above = min(source.start_at(view.syntax.attached_start(span.start)), span.start)
        words = (*view.attached_words(above, span.start), *located.attached)
        whole = replace(span, start=above)
        located = replace(located, span=whole, lines=source.lines_of(whole), attached=words)
    return located


def _unclosed(
    selector: Selector, end_selector: Selector, view: View, start: Located, following: int | None
) -> Problem:
    key = "through" if selector.through else "until"
    line = start.lines.first_line
    where = (
        "before the end of the file"
        if following is None
        else f"before the next start on line {view.source.line_at(following)}"
    )
    return Problem(
        "unclosed-range",
        f"nothing that `{key}` selects lies after line {line} and {where}",
        plan=end_selector.place_of(end_selector.extent),
        target=Target(view.source.path, line, line),
        label=shown(view.source.line_text(line)),
        hint=f"correct the second end, or narrow `from` so that line {line} is not a start",
    )
