"""The refusal of a statement's anchor that lies deep in it: in one element of a list, in a comment between two."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Mark, Offer, Problem, Target
from patcher.finder.candidates import tried
from patcher.finder.model import Located
from patcher.finder.view import View
from patcher.record import replace
from patcher.source import Span, excerpt_of
from patcher.spec.model import Selector
from patcher.spec.writing import literally, quoted

_LONGEST = 60  # characters of a first line that is offered as an anchor


def in_element(selector: Selector, view: View, located: Located, part: Span) -> Problem:
    """Return the problem of an anchor that may mean `part`, an element or a comment, or all of the statement around it."""
    source = view.source
    what = "comment" if view.syntax.lexis.kind_at(part.start) == "comment" else "element"
    lines = source.lines_of(part)
    marks = (
        Mark(located.lines.first_line, located.lines.last_line, "-", "the statement around it"),
        Mark(lines.first_line, lines.last_line, ":", f"the {what} that has the match"),
    )
    return Problem(
        "anchor-in-element",
        f"the match is in one {what}, and the statement around it is {len(located.lines)} lines long",
        plan=selector.place_of(selector.extent),
        target=Target(source.path, lines.first_line, lines.last_line),
        excerpts=(excerpt_of(source, marks),),
        hint=f"say which one is meant: the {what}, or the statement by what its first line says:",
        offers=tuple(_either(selector, view, located, part)),
    )


def _either(selector: Selector, view: View, located: Located, part: Span) -> Iterator[Offer]:
    """Yield a selector of the part and one of the statement, each where it gives one range."""
    bare = replace(selector, attached=False, matching=(), dropping=(), nth=None)
    for extent in ("entry", "item", "comment"):
        found = tried(replace(bare, extent=extent), [view.syntax])
        if len(found) == 1 and found[0].span.meets(part):
            yield Offer(f"{extent}: {quoted(selector.anchor or '')}", f"takes {found[0].lines}")
            break
    first = view.source.line_text(view.source.lines_of(located.core).first_line).strip()
    if len(first) <= _LONGEST:
        pattern = literally(first)
        found = tried(replace(bare, anchor=pattern), [view.syntax])
        if len(found) == 1 and found[0].core == located.core:
            yield Offer(f"{selector.extent}: {quoted(pattern)}", f"takes {found[0].lines}")
