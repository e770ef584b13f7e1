"""Which `leave` would settle a body that is left empty: each is tried on the file before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from patcher.edit.model import Request
from patcher.errors import Offer, Problem, Refusal
from patcher.source import SourceFile
from patcher.spec.writing import quoted
from patcher.syntax import syntax_of
from patcher.syntax.model import Syntax

_NOTHING_DONE = {"python": "pass", "shell": ":"}  # a statement that does nothing


def with_leave(syntax: Syntax, requests: Sequence[Request], index: int, problem: Problem) -> Problem:
    """Return the problem of a request with the values of `leave` that carry the file's edits out."""
    if not requests[index].takes:
        return problem
    return replace(problem, offers=tuple(_offers(syntax, requests, index)))


def _offers(syntax: Syntax, requests: Sequence[Request], index: int) -> Iterator[Offer]:
    filler = _NOTHING_DONE.get(syntax.language.name)
    if filler is not None and _holds(syntax, requests, index, filler):
        yield Offer(f"leave: {quoted(filler)}", f"`{filler}` stands there then")
    if _holds(syntax, requests, index, "nothing"):
        yield Offer("leave: nothing", "takes what would be empty too")


def _holds(syntax: Syntax, requests: Sequence[Request], index: int, leave: str) -> bool:
    """Tell whether this body and those of all other edits come out whole with one more `leave`."""
    from patcher.edit.apply import apply_edits

    edit = requests[index].edit
    tried = [
        replace(request, edit=replace(request.edit, leave=leave)) if request.edit is edit else request
        for request in requests
        if request.edit is edit or request.edit.leave is not None or not request.takes
    ]
    try:
        edited = apply_edits(syntax.source, syntax, tried, offering=False)
    except (Refusal, ValueError):
        return False
    after = syntax_of(SourceFile(syntax.source.path, edited.data), syntax.language)
    return len(after.faults()) <= len(syntax.faults())
