"""Elements between brackets, parted by commas: what languages without a tree of their own share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis, Mask
from patcher.syntax.model import Element, SyntaxFault

_CUT = expression(r"[()\[\]{},]")
_KINDS = {"[": "list", "{": "dict", "(": "tuple"}
_EDGES = " \t\r\n#"  # comments are masked with `#`


def element_around(lexis: Lexis, span: Span, within: Span) -> Element | None:
    """Return the innermost element of a bracketed list that holds a span, inside a statement's span."""
    holding = [(o, c) for o, c in lexis.pairs_in(within).items() if o < span.start and span.end <= c]
    for opener, closer in sorted(holding, reverse=True):
        inner = Span(opener + 1, closer)
        siblings = tuple(elements_in(lexis, inner))
        for sibling in siblings:
            if sibling.holds(span) or Span(sibling.start, sibling.end + 1).holds(span):
                return Element(sibling, inner, siblings, _KINDS[lexis.source.text[opener]])
    return None


def elements_in(lexis: Lexis, inner: Span) -> Iterator[Span]:
    """Yield the elements between two brackets, without blanks, comments and commas."""
    masked = lexis.masked
    depth, start = 0, inner.start
    for match in _CUT.finditer(masked, inner.start, inner.end):
        mark = match.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif depth == 0:
            element = trimmed_code(masked, start, match.start())
            if element is not None:
                yield element
            start = match.end()
    element = trimmed_code(masked, start, inner.end)
    if element is not None:
        yield element


def trimmed_code(masked: str, start: int, end: int) -> Span | None:
    """Return a span without the blanks and comments at its ends; `None` where nothing is left."""
    text = masked[start:end]
    left = len(text) - len(text.lstrip(_EDGES))
    right = len(text.rstrip(_EDGES))
    return Span(start + left, start + right) if left < right else None


def cuts_elements(element: Element, span: Span, masked: Mask) -> bool:
    """Tell whether a span inside a list takes anything but whole elements, commas, blanks and comments."""
    if not element.inner.holds(span):
        return True
    position = span.start
    for index in range(bisect_right(element.siblings, position, key=_end), len(element.siblings)):
        each = element.siblings[index]
        if each.start >= span.end:
            break
        if not span.holds(each) or masked[position : each.start].strip(_EDGES + ","):
            return True
        position = each.end
    return bool(masked[position : span.end].strip(_EDGES + ","))


def _end(span: Span) -> int:
    return span.end


def comma_holes(masked: str, inner: Span, gone: Span) -> int:
    """Return how many commas of a list have no element before or behind them once a span is gone."""
    depth, holes, empty = 0, 0, True
    for position in range(inner.start, inner.end):
        if gone.start <= position < gone.end:
            continue
        mark = masked[position]
        if mark == "," and depth == 0:
            holes += empty
            empty = True
        elif mark not in _EDGES:
            empty = False
            depth += (mark in "([{") - (mark in ")]}")
    return holes + empty


def faults_near(
    source: SourceFile, masked: str, faults: Sequence[SyntaxFault], spans: Sequence[Span]
) -> tuple[SyntaxFault, ...]:
    """Return the faults on the lines of spans, and on those of the nearest code on both sides of each."""
    near: list[tuple[int, int]] = []
    for span in spans:
        before = len(masked[: span.start].rstrip(_EDGES))
        behind = len(masked) - len(masked[span.end :].lstrip(_EDGES))
        near.append(
            (source.line_at(max(before - 1, 0)), source.line_at(min(behind, max(len(masked) - 1, 0))))
        )
    return tuple(fault for fault in faults if any(first <= fault.line <= last for first, last in near))
