"""Arguments and parameters behind one that goes: they come to be passed one place further up.

Where a call and what it calls lose the same, all is well; nobody can tell from one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request
from patcher.proof.model import Doubt
from patcher.source import SourceFile, Span
from patcher.syntax.model import Element, Syntax

_BY_PLACE = frozenset({"arguments", "parameters"})
_NAMED = re.compile(r"\w+\s*=(?!=)")  # an argument of Python that has its name


def moved_up(before: Syntax, edited: Edited, requests: Sequence[Request]) -> Iterator[tuple[int, Doubt]]:
    """Yield, by its request, what is passed by place behind an argument or a parameter that goes alone."""
    if not before.language.code:
        return
    going = {
        index: element for index, request in enumerate(requests) if (element := _going(request)) is not None
    }
    gone = {element.span for element in going.values()}
    for index, element in going.items():
        if edited.outcomes[index].inside is not None or before.source.text[element.inner.start - 1] != "(":
            continue
        placed = list(_by_place(before, element))
        behind = [span for span in placed if span.start > element.span.start and span not in gone]
        if element.span in placed and behind:
            yield index, _doubt(before.source, behind)


def _doubt(source: SourceFile, behind: Sequence[Span]) -> Doubt:
    lines = source.lines_of(behind[0])
    words = " ".join(source.text[behind[0].start : behind[0].end].split())
    more = f", and {len(behind) - 1} more" if len(behind) > 1 else ""
    why = f"`{words[:40]}`{more} would be passed in an earlier place"
    return Doubt(source.path, lines, source.line_text(lines.first_line).strip(), False, why, None, "meaning")


def _by_place(before: Syntax, element: Element) -> Iterator[Span]:
    """Yield the elements of a list that are passed by their place: in Python those without a name, before a `*`."""
    for span in element.siblings:
        text = before.source.text[span.start : span.end]
        if before.language.name == "python" and text.startswith("*"):
            return
        named = _NAMED.match(text) is not None and element.kind == "arguments"
        if before.language.name != "python" or not (named or text == "/"):
            yield span


def _going(request: Request) -> Element | None:
    """Return the argument or parameter that a request takes."""
    element = request.located.element if request.located is not None and request.takes else None
    return element if element is not None and element.kind in _BY_PLACE else None
