"""`statement: RE`: the innermost whole statement or member declaration around each match."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import Span
from patcher.spec.model import Selector
from patcher.syntax.model import Construct, Element


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the whole lines of the statement around each match; two matches in one are one.

    A match that lies in one element, on a line below those that begin the statement, may mean either: that
    is its `flaw` (`anchor-in-element`).
    """
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
        located = _located(selector, view, construct, span)
        part = _part_below(view, construct, span)
        if part is not None and located.flaw is None:
            from patcher.finder.deeper import in_element

            located = replace(located, flaw=in_element(selector, view, located, part))
        yield located


def _located(selector: Selector, view: View, construct: Construct, anchor: Span) -> Located:
    span = construct.span
    label = shown(construct.label or view.source.text[span.start : span.end].split("\n")[0])
    if construct.element is not None:
        return view.part(selector, span, label, anchor=anchor, element=construct.element)
    return view.whole(selector, span, anchor, label, attached_start=construct.attached_start)


def _part_below(view: View, construct: Construct, span: Span) -> Span | None:
    """Return the element, item or comment in a statement that holds a match, where more than it would go.

    It begins below the line on which the outermost list of the statement does.
    """
    line_at = view.source.line_at
    if line_at(span.start) == line_at(construct.span.start):
        return None
    chain = _lists_around(view, construct, span)
    if not chain:
        return _item_below(view, construct, span) or _comment_within(view, construct, span)
    alone = construct.body is None and all(len(each.siblings) == 1 for each in chain)
    below = line_at(chain[-1].inner.start - 1) < line_at(chain[0].span.start)
    return chain[0].span if below and not alone else None


def _lists_around(view: View, construct: Construct, span: Span) -> list[Element]:
    """Return the elements of a statement's lists that hold a match, the innermost first."""
    chain: list[Element] = []
    held, element = span, view.syntax.element_at(span)
    while element is not None and element.separator.strip() and element.inner.start > construct.span.start:
        if not construct.span.holds(element.inner) or not element.span.holds(held):
            break
        chain.append(element)
        held = Span(element.inner.start - 1, element.inner.start)
        element = view.syntax.element_at(held)
        if element is not None and element.inner.start > held.start:
            break
    return chain


def _item_below(view: View, construct: Construct, span: Span) -> Span | None:
    if "item" not in view.syntax.language.knows:
        return None
    items = [each.span for each in view.syntax.items() if construct.span.holds(each.span)]
    inner = min(
        (each for each in items if each.holds(span) and each != construct.span), key=len, default=None
    )
    if inner is None or all(each.holds(inner) or inner.holds(each) for each in items):
        return None
    return inner if view.source.line_at(inner.start) > view.source.line_at(construct.span.start) else None


def _comment_within(view: View, construct: Construct, span: Span) -> Span | None:
    """Return the comment that a match lies in, with code of the statement itself above and below it."""
    lexis = view.syntax.lexis
    comment = None if lexis.is_code(span.start) else lexis.skip_at(span.start)
    if comment is None or lexis.kind_at(span.start) != "comment" or not comment.holds(span):
        return None
    if construct.body is not None and construct.body.holds(comment):
        return None
    return comment if lexis.first_code(comment.end, construct.span.end) is not None else None
