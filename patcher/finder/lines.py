"""`lines: A-B`: line numbers, which prove nothing alone; `expect` says what must stand there."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the lines, where the file has them and the window holds them."""
    assert selector.lines is not None
    if selector.lines.last_line > view.source.line_count:
        return
    span = view.source.span_of(selector.lines)
    located = line_range(selector, view, span, span)
    if view.holds(located):
        yield located
