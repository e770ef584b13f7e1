"""What is told apart by its place in a list: arguments, parameters, the names that one value is taken apart to.

Behind one that goes each has an earlier place. Where the other side loses the same all is well; nobody can
tell from one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request
from patcher.expression import expression
from patcher.proof.model import Doubt
from patcher.source import SourceFile, Span
from patcher.syntax.model import Element
from patcher.syntax.syntax import Syntax

_BY_PLACE = frozenset({"arguments", "parameters"})
_ASSIGNED = expression(r"[\])]?\s*(?:=(?![=>])|in\b)")  # behind what a value is taken apart to
_NAMED = expression(r"\w+\s*=(?!=)")  # an argument of Python that has its name


def moved_up(before: Syntax, edited: Edited, requests: Sequence[Request]) -> Iterator[tuple[int, Doubt]]:
    """Yield, by its request, what has an earlier place behind an argument, a parameter or a target that goes alone."""
    if not before.language.code:
        return
    found = ((index, _going(request)) for index, request in enumerate(requests))
    going = {index: element for index, element in found if element is not None}
    gone = {element.span for element in going.values()}
    for index, element in going.items():
        verb = _verb(before.source, element)
        if edited.outcomes[index].inside is not None or verb is None:
            continue
        placed = list(_by_place(before, element))
        behind = [span for span in placed if span.start > element.span.start and span not in gone]
        if element.span in placed and behind:
            yield index, _doubt(before.source, behind, verb)


def _verb(source: SourceFile, element: Element) -> str | None:
    """Return what is done with the elements of a list in their order; `None` where it says nothing."""
    if element.kind in _BY_PLACE:
        return "passed" if source.text[element.inner.start - 1] == "(" else None
    taken_apart = element.kind in ("tuple", "list") and _ASSIGNED.match(source.text, element.inner.end)
    return "given what comes" if taken_apart else None


def _doubt(source: SourceFile, behind: Sequence[Span], verb: str) -> Doubt:
    lines = source.lines_of(behind[0])
    words = " ".join(source.text[behind[0].start : behind[0].end].split())
    more = f", and {len(behind) - 1} more" if len(behind) > 1 else ""
    why = f"`{words[:40]}`{more} would be {verb} in an earlier place"
    return Doubt(source.path, lines, source.line_text(lines.first_line).strip(), False, why, None, "meaning")


def _by_place(before: Syntax, element: Element) -> Iterator[Span]:
    """Yield the elements of a list that are told apart by their place: in Python those without a name, before a `*`."""
    for span in element.siblings:
        text = before.source.text[span.start : span.end]
        if before.language.name == "python" and text.startswith("*"):
            return
        named = _NAMED.match(text) is not None and element.kind == "arguments"
        if before.language.name != "python" or not (named or text == "/"):
            yield span


def _going(request: Request) -> Element | None:
    """Return the element that a request takes."""
    return request.located.element if request.located is not None and request.takes else None
