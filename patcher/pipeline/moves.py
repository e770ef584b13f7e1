"""`move` over the files of a step: where a range arrives, what it brings there, where it stands then."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.model import Request
from patcher.finder import Located, locate_edit
from patcher.pipeline.work import FileWork, StepRun
from patcher.record import replace
from patcher.results import Arrival
from patcher.source import Span
from patcher.spec.model import Content, Edit, Insert, Move
from patcher.syntax.syntax import Syntax


def arriving_file(run: StepRun, edit: Edit, action: Move, origin: str) -> str:
    """Return the path, as the step's tree has it, of the file to which a range of `origin` moves."""
    if action.file is None:
        return origin
    return run.files.one(action.file, edit.place_of("to"))


def arrival(edit: Edit, action: Move, origin: Request, there: Syntax) -> Request:
    """Return what arrives, its place located; its content is not known yet."""
    nothing = Content(text="", file=None, place=edit.place)
    insert = Insert(side=action.side, selector=action.destination, content=nothing)
    place = Edit(action=insert, name="insert", place=edit.place, places=edit.places)
    (located,) = at_the_side(locate_edit(place, [there]), action.side)
    return Request(edit, located, origin=origin)


def at_the_side(found: Sequence[Located], side: str) -> list[Located]:
    """Return of each candidate the part beside which text is put: of overloads the first one or the last one."""
    kept: list[Located] = []
    for located in found:
        if not located.part:
            kept.append(located)
        elif side == "after":
            kept[-1] = located
    return kept


def deliver_moves(run: StepRun) -> None:
    """Give what every move carries to the file in which it arrives."""
    works = list(run.work.values())
    if not any(request.origin is not None for work in works for request in work.requests):
        return
    from patcher.edit.carry import deliver

    delivered, problems = deliver([(work.syntax, work.requests) for work in works])
    for work, requests in zip(works, delivered, strict=True):
        work.requests = requests
    run.problems += problems


def arrival_of(run: StepRun, origin: Request) -> Arrival | None:
    """Return where a range that leaves arrives, in the tree after the step."""
    if origin.edit.name != "move":
        return None
    for work in run.work.values():
        for position, request in enumerate(work.requests):
            if request.origin is not None and _same_range(request.origin, origin):
                return _placed(work, position)
    return None


def refuse_estranged(run: StepRun) -> None:
    """Add to the proofs of a step what a move carries to where it means something else."""
    departures = {id(r): (work, i) for work in run.work.values() for i, r in enumerate(work.requests)}
    for work in run.work.values():
        for position, request in enumerate(work.requests):
            left = departures.get(id(request.origin)) if request.origin is not None else None
            arrived = _placed(work, position) if left is not None else None
            if left is None or arrived is None or work.proof is None:
                continue
            if not any(problem.code == "no-longer-parses" for problem in work.proof.problems):
                _add(*left, work.proof.after, arrived)


def _add(home: FileWork, index: int, there: Syntax, arrived: Arrival) -> None:
    proof, origin = home.proof, home.requests[index]
    if proof is None:
        return
    from patcher.proof.homes import estranged

    found = tuple(estranged(home.syntax, origin, there, arrived.lines))
    if found and found[0].code in origin.edit.allow:
        home.proof = replace(proof, allowed=(*proof.allowed, *((index, one) for one in found)))
    elif found:
        home.proof = replace(proof, problems=(*proof.problems, *found))


def _placed(work: FileWork, position: int) -> Arrival | None:
    """Return the lines, blank ones at the ends left out, that one request has put into a file."""
    if work.edited is None or work.proof is None:
        return None
    after, shift = work.proof.after.source, 0
    for splice in work.edited.splices:
        if splice.request == position:
            start = after.text_offset(splice.start + shift)
            end = after.text_offset(splice.start + shift + len(splice.data))
            text = after.text[start:end]
            first = start + len(text) - len(text.lstrip("\n"))
            return Arrival(after.path, after.lines_of(Span(first, max(first, start + len(text.rstrip())))))
        shift += len(splice.data) - (splice.end - splice.start)
    return None


def _same_range(one: Request, two: Request) -> bool:
    return one.edit is two.edit and one.located is two.located
