"""An edit's selector over all its files: candidates, the hint, `nth`, and the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patcher.errors import Candidate, Problem, Refusal, Target
from patcher.finder.candidates import candidate_of, candidates_in, pick
from patcher.finder.misses import nearest
from patcher.finder.model import Located
from patcher.finder.view import Clock, View, shown
from patcher.source import LineRange
from patcher.spec.model import Edit, Selector
from patcher.syntax.model import Syntax


def locate_edit(edit: Edit, files: Sequence[Syntax]) -> tuple[Located, ...]:
    """Return the edit's ranges over all its files, in file order.

    Raises `Refusal` with every problem found: nothing matched, too few or too many, a hint that
    does not decide, or whatever an extent refuses in one of the files.
    """
    selector = edit.selector
    assert selector is not None
    found, problems = _candidates(selector, files)
    if problems:
        raise Refusal(*problems)
    found = _nearest_to_hint(edit, selector, found)
    found = pick(selector.nth, found)
    _refuse_count(edit, selector, found, files)
    flaws = dict.fromkeys(located.flaw for located in found if located.flaw is not None)
    if flaws:
        raise Refusal(*flaws)
    return tuple(_with_drift(edit, located) for located in found)


def locate_one(selector: Selector, file: Syntax) -> tuple[Located, ...]:
    """Return a selector's ranges in one file, `nth` applied; none is an empty answer."""
    found = pick(selector.nth, candidates_in(selector, View(file, None, Clock())))
    for located in found:
        if located.flaw is not None:
            raise Refusal(located.flaw)
    return tuple(found)


def _candidates(selector: Selector, files: Sequence[Syntax]) -> tuple[list[Located], list[Problem]]:
    found: list[Located] = []
    problems: list[Problem] = []
    for syntax in files:
        try:
            found += candidates_in(selector, View(syntax, None, Clock()))
        except Refusal as refusal:
            problems += refusal.problems
    return found, problems


def _wanted(edit: Edit) -> int | None:
    """Return how many ranges are expected; `None` for any number from one."""
    if edit.count == "any":
        return None
    return 1 if edit.count is None else edit.count


def _nearest_to_hint(edit: Edit, selector: Selector, found: list[Located]) -> list[Located]:
    """Return the candidate nearest to `near` where several fit, one is wanted and it is clear which."""
    if edit.near is None or _wanted(edit) != 1 or selector.nth is not None or _number(found) < 2:
        return found
    near = edit.near
    ranked = sorted(
        (near.gap(located.lines) if not near.meets(located.lines) else 0, i)
        for i, located in enumerate(found)
        if not located.part
    )
    (first, index), (second, _) = ranked[0], ranked[1]
    if second == 0 or second < 2 * first:
        raise Refusal(
            Problem(
                "near-ambiguous",
                f"`near: {near}` does not decide: the nearest two are {first} and {second} lines away",
                plan=edit.place_of("near"),
                target=Target(found[0].file),
                candidates=tuple(_shown_candidates(found)),
                hint="add `nth`, `within`, `matching` or a longer anchor",
            )
        )
    chosen = [found[index]]
    for located in found[index + 1 :]:
        if not located.part:
            break
        chosen.append(located)
    return chosen


def _number(found: Sequence[Located]) -> int:
    return sum(not located.part for located in found)


def _refuse_count(edit: Edit, selector: Selector, found: list[Located], files: Sequence[Syntax]) -> None:
    wanted, number = _wanted(edit), _number(found)
    if number == wanted or (number and wanted is None) or (not number and edit.optional):
        return
    place = selector.place_of(selector.extent)
    what = f"`{shown(selector.anchor)}`" if selector.anchor else f"the `{selector.extent}` selector"
    expected = "at least 1" if wanted is None else str(wanted)
    if not number:
        candidates, hint, searched = nearest(selector, files)
        raise Refusal(
            Problem(
                "anchor-not-found",
                f"nothing matches {what}, {expected} expected",
                plan=place,
                target=Target(files[0].source.path) if len(files) == 1 else None,
                candidates=candidates,
                hint=hint,
                label=searched,
            )
        )
    code = "anchor-ambiguous" if wanted == 1 else "count-mismatch"
    raise Refusal(
        Problem(
            code,
            f"{what} gives {number} ranges, {expected} expected",
            plan=place,
            target=Target(found[0].file) if len(files) == 1 else None,
            candidates=tuple(_shown_candidates(found)),
            hint=_narrowing(wanted, number),
            label=f"in {files[0].source.path}" if len(files) == 1 else f"in {len(files)} files",
        )
    )


def _narrowing(wanted: int | None, number: int) -> str:
    if wanted == 1:
        return (
            f"add `within`, `matching`, `except`, `nth` or `near` to choose one, or `count: {number}` for all"
        )
    return f"`count: {number}` accepts these; otherwise correct the anchor"


def _shown_candidates(found: Sequence[Located]) -> list[Candidate]:
    return [candidate_of(located, located.label) for located in found if not located.part]


def _with_drift(edit: Edit, located: Located) -> Located:
    if edit.near is None:
        return located
    return replace(located, drift=drift(edit.near, located.lines))


def drift(near: LineRange, lines: LineRange) -> int:
    """Return how many lines lie between a hint and a range; 0 where they overlap or touch."""
    return near.gap(lines)
