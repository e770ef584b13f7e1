"""`text: RE`: the match itself, inside one line or across lines."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.line import captured
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.source import Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the span of each match as it stands."""
    assert selector.anchor is not None
    for match in view.matches(selector.anchor):
        groups, named = captured(match)
        yield view.part(
            selector, Span(*match.span()), shown(match.group()), groups=groups, named_groups=named
        )
