"""`item: RE`: a list item with its continuation lines and its sub-items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.finder.model import Located
from patcher.finder.section import construct_lines
from patcher.finder.view import View
from patcher.record import replace
from patcher.source import Span
from patcher.spec.model import Selector
from patcher.syntax.model import Construct


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the items in whose own first paragraph, bullet included, the pattern is found.

    In a language whose items have keys and no paragraphs, it is the innermost item around a match; in
    one whose elements hold elements, only where the match stands where that item is found by. Where code
    that would stay shares its lines, that is its `flaw` (`shares-line`).
    """
    assert selector.anchor is not None
    items = view.syntax.items()
    for index, construct in enumerate(items):
        if view.window is not None and not view.window.holds(construct.span):
            continue
        body = construct.body or construct.span
        matches = view.clock.finditer(selector.anchor, view.source.text, body.start, body.end)
        inner = _inside(items, index, body)
        places = (Span(*match.span()) for match in matches)
        if any(
            view.syntax.tells_item(place) and not any(each.holds(place) for each in inner) for place in places
        ):
            located = construct_lines(selector, view, construct)
            lines = view.source.lines_of(construct.span)
            shared = view.shared(selector, construct.span, lines) if view.syntax.items_have_ends else None
            yield replace(located, flaw=shared or located.flaw)


def _inside(items: Sequence[Construct], index: int, body: Span) -> list[Span]:
    """Return the places of the items that lie in a body, which begin behind it in the file's order."""
    found = []
    for number in range(index + 1, len(items)):
        if items[number].span.start >= body.end:
            break
        found.append(items[number].span)
    return found
