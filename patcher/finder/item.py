"""`item: RE`: a list item with its continuation lines and its sub-items."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.model import Located
from patcher.finder.section import construct_lines
from patcher.finder.view import View
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the items in whose own first paragraph, bullet included, the pattern is found."""
    assert selector.anchor is not None
    source = view.source
    for construct in view.syntax.items():
        if view.window is not None and not view.window.holds(construct.span):
            continue
        body = construct.body or construct.span
        if next(view.clock.finditer(selector.anchor, source.text, body.start, body.end), None) is not None:
            yield construct_lines(selector, view, construct)
