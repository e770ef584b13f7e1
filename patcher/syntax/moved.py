"""What was found in a part of a file, so many characters further on."""

from __future__ import annotations

from collections.abc import Iterable

from patcher.record import replace
from patcher.source import Span
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Imported


def moved(span: Span, by: int) -> Span:
    """Return a span so many characters further on."""
    return Span(span.start + by, span.end + by) if by else span


def _all(spans: Iterable[Span], by: int) -> tuple[Span, ...]:
    return tuple([moved(span, by) for span in spans])


def moved_definition(one: Definition, by: int) -> Definition:
    """Return a definition so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        attached_start=one.attached_start + by,
        parts=_all(one.parts, by),
        element=None if one.element is None else moved_element(one.element, by),
    )


def moved_import(one: Imported, by: int) -> Imported:
    """Return an imported name so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        statement=moved(one.statement, by),
        siblings=_all(one.siblings, by),
    )


def moved_element(one: Element, by: int) -> Element:
    """Return an element so many characters further on."""
    return replace(one, span=moved(one.span, by), inner=moved(one.inner, by), siblings=_all(one.siblings, by))


def moved_construct(one: Construct, by: int) -> Construct:
    """Return a construct so many characters further on."""
    return replace(
        one,
        span=moved(one.span, by),
        attached_start=one.attached_start + by,
        body=None if one.body is None else moved(one.body, by),
    )


def moved_body(one: Body, by: int) -> Body:
    """Return a body so many characters further on."""
    return Body(moved_construct(one.owner, by), moved(one.span, by), _all(one.statements, by))


def moved_disagreement(one: Disagreement, by: int) -> Disagreement:
    """Return a disagreement so many characters further on."""
    second = None if one.second_span is None else moved(one.second_span, by)
    return replace(one, first_span=moved(one.first_span, by), second_span=second)
