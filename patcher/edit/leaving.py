"""Which `leave` would settle a body that is left empty: each is tried on the file before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from patcher.edit.emptied import FILLERS
from patcher.edit.model import Edited, Request
from patcher.errors import Offer, Problem, Refusal
from patcher.record import replace
from patcher.source import SourceFile
from patcher.spec.model import Edit
from patcher.spec.writing import flow, quoted
from patcher.syntax import syntax_of
from patcher.syntax.syntax import Syntax

Trial = Callable[[Sequence[Request]], Edited]


def with_leave(
    syntax: Syntax, requests: Sequence[Request], refused: Sequence[tuple[int, Problem]], trial: Trial
) -> list[Problem]:
    """Return the problems of some requests with the values of `leave` that, given to all, carry them out."""
    indices = [index for index, _ in refused]
    return [
        replace(problem, offers=tuple(_offers(syntax, requests, index, indices, trial)))
        if requests[index].takes
        else problem
        for index, problem in refused
    ]


def _offers(
    syntax: Syntax, requests: Sequence[Request], index: int, refused: Sequence[int], trial: Trial
) -> Iterator[Offer]:
    offered: set[str] = set()
    for filler in FILLERS.get(syntax.language.name, ()):
        word = filler.strip()
        if word not in offered and _tried(syntax, requests, refused, filler, trial) is not None:
            offered.add(word)
            yield Offer(f"leave: {quoted(filler)}", f"`{word}` stands there then")
    edited = _tried(syntax, requests, refused, "nothing", trial)
    if edited is None:
        return
    names = _taken_along(syntax, requests, edited, requests[index].edit)
    removes = f"\nremoves: {flow([*requests[index].edit.removes, *names])}" if names else ""
    yield Offer(f"leave: nothing{removes}", "takes what would be empty too")


def _tried(
    syntax: Syntax, requests: Sequence[Request], refused: Sequence[int], leave: str, trial: Trial
) -> Edited | None:
    """Return the file with a `leave` in the refused edits, `None` unless all of them come out whole."""
    edits = [requests[index].edit for index in refused]
    tried = [
        replace(request, edit=replace(request.edit, leave=leave))
        if any(request.edit is edit for edit in edits)
        else request
        for request in requests
    ]
    try:
        edited = trial(tried)
    except (Refusal, ValueError):
        return None
    after = syntax_of(SourceFile(syntax.source.path, edited.data), syntax.language)
    return edited if len(after.faults()) <= len(syntax.faults()) else None


def _taken_along(syntax: Syntax, requests: Sequence[Request], edited: Edited, edit: Edit) -> list[str]:
    """Return the definitions that go with what an edit empties and that no range holds."""
    source = syntax.source
    held = [request.located.span for request in requests if request.located is not None and request.takes]
    gone = [
        source.span_of(outcome.lines)
        for outcome, request in zip(edited.outcomes, requests, strict=True)
        if outcome.lines is not None and request.edit is edit
    ]
    return [
        definition.name
        for definition in syntax.definitions()
        if any(span.holds(definition.span) for span in gone)
        and not any(span.holds(definition.span) for span in held)
    ]
