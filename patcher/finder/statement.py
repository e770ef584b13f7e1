"""`statement: RE`: the innermost whole statement or member declaration around each match."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.source import Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the whole lines of the statement around each match; two matches in one are one."""
    assert selector.anchor is not None
    seen: set[Span] = set()
    for match in view.matches(selector.anchor):
        span = view.meant(match)
        construct = view.syntax.statement_at(span)
        if construct is None or construct.span in seen:
            continue
        if view.window is not None and not view.window.holds(construct.span):
            continue
        seen.add(construct.span)
        label = construct.label or view.source.text[construct.span.start : construct.span.end].split("\n")[0]
        if construct.element is not None:
            yield view.part(selector, construct.span, shown(label), anchor=span, element=construct.element)
            continue
        yield view.whole(
            selector, construct.span, span, shown(label), attached_start=construct.attached_start
        )
