"""`entry: RE`: the innermost element of a comma-separated construct around each match."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.source import Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the element's span without its comma; the edit stage takes the right comma along."""
    assert selector.anchor is not None
    seen: set[Span] = set()
    for match in view.matches(selector.anchor):
        span = view.meant(match)
        element = view.syntax.element_at(span)
        if element is None or element.span in seen:
            continue
        if view.window is not None and not view.window.holds(element.span):
            continue
        seen.add(element.span)
        text = view.source.text[element.span.start : element.span.end]
        yield view.part(selector, element.span, shown(text), anchor=span, element=element)
