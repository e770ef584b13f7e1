"""What the anchor of a `statement` could mean besides it: one element, one item, a comment inside.

A name in a row of a table finds the table. That is what the plan says, and whoever meant the row is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Request
from patcher.proof.model import Doubt
from patcher.proof.offers import one_range
from patcher.source import Span
from patcher.spec.writing import quoted
from patcher.syntax.model import Construct, Element
from patcher.syntax.syntax import Syntax

_MOST_KEYS = 20  # doubts of a file for which a selector is sought


def narrower(syntax: Syntax, requests: Sequence[Request]) -> Iterator[tuple[int, Doubt]]:
    """Yield, by its request, the part that alone holds a statement's match, where more than the part goes.

    The part begins below the line on which the statement does; what is passed to the one call that a statement makes is
    no part of it.
    """
    left = _MOST_KEYS
    for index, request in enumerate(requests):
        selector, located = request.edit.selector, request.located
        if selector is None or selector.extent != "statement" or located is None or not request.takes:
            continue
        construct = syntax.statement_at(located.anchor)
        part = None if construct is None else _part_below(syntax, construct, located.anchor)
        if part is not None:
            extents = ("entry", "item", "comment") if left > 0 else ()
            yield index, _doubt(syntax, part, selector.anchor or "", extents)
            left -= 1


def _doubt(syntax: Syntax, part: Span, anchor: str, extents: Sequence[str]) -> Doubt:
    source = syntax.source
    lines = source.lines_of(part)
    key = next((f"{e}: {quoted(anchor)}" for e in extents if one_range(syntax, part, e, anchor)), None)
    text = source.line_text(lines.first_line).strip()
    return Doubt(source.path, lines, text, True, "it alone has the match in the statement", key, "meaning")


def _part_below(syntax: Syntax, construct: Construct, match: Span) -> Span | None:
    line_at = syntax.source.line_at
    if line_at(match.start) == line_at(construct.span.start):
        return None
    chain = _lists_around(syntax, construct, match)
    if not chain:
        return _item_below(syntax, construct, match) or _comment_within(syntax, construct, match)
    if len(chain) == 1 and chain[0].kind == "arguments":
        return None
    alone = construct.body is None and all(len(each.siblings) == 1 for each in chain)
    below = line_at(chain[-1].inner.start - 1) < line_at(chain[0].span.start)
    return chain[0].span if below and not alone else None


def _lists_around(syntax: Syntax, construct: Construct, match: Span) -> list[Element]:
    """Return the elements of a statement's lists that hold a match, the innermost first."""
    chain: list[Element] = []
    held, element = match, syntax.element_at(match)
    while element is not None and element.separator.strip() and element.inner.start > construct.span.start:
        if not construct.span.holds(element.inner) or not element.span.holds(held):
            break
        chain.append(element)
        held = Span(element.inner.start - 1, element.inner.start)
        element = syntax.element_at(held)
        if element is not None and element.inner.start > held.start:
            break
    return chain


def _item_below(syntax: Syntax, construct: Construct, match: Span) -> Span | None:
    if "item" not in syntax.language.knows:
        return None
    items = [each.span for each in syntax.items() if construct.span.holds(each.span)]
    holding = [each for each in items if each.holds(match) and each != construct.span]
    inner = min(holding, key=len, default=None)
    if inner is None or all(each.holds(inner) or inner.holds(each) for each in items):
        return None
    line_at = syntax.source.line_at
    return inner if line_at(inner.start) > line_at(construct.span.start) else None


def _comment_within(syntax: Syntax, construct: Construct, match: Span) -> Span | None:
    """Return the comment that a match lies in, with code of the statement itself above and below it."""
    lexis = syntax.lexis
    comment = None if lexis.is_code(match.start) else lexis.skip_at(match.start)
    if comment is None or lexis.kind_at(match.start) != "comment" or not comment.holds(match):
        return None
    if construct.body is not None and construct.body.holds(comment):
        return None
    return comment if lexis.first_code(comment.end, construct.span.end) is not None else None
