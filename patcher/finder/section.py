"""`section: RE`: a heading or table with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import Span
from patcher.spec import compile_pattern, required_literal
from patcher.spec.model import Selector
from patcher.syntax.model import Construct


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the sections in whose heading's text, or table's name, the pattern is found."""
    assert selector.anchor is not None
    search = compile_pattern(selector.anchor).search
    literal = required_literal(selector.anchor) or ""
    for construct in view.syntax.sections():
        if literal not in construct.label:
            continue
        if view.window is not None and not view.window.holds(construct.span):
            continue
        if search(construct.label, timeout=max(view.clock.left, 0.001)) is not None:
            yield construct_lines(selector, view, construct)


def construct_lines(selector: Selector, view: View, construct: Construct) -> Located:
    """Return the whole lines of a construct, what is attached included where that is asked for."""
    source = view.source
    span = source.span_of(source.lines_of(construct.span))
    head = Span(construct.span.start, source.end_at(construct.span.start))
    located = line_range(selector, view, span, head)
    return replace(located, label=shown(construct.label) if construct.label else located.label)
