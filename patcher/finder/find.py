"""An edit's selector over all its files: candidates, the hint, `nth`, and the count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from patcher.errors import Candidate, Problem, Refusal, Target
from patcher.finder.candidates import candidate_of, candidates_in, pick
from patcher.finder.model import Located
from patcher.finder.view import Clock, View, shown
from patcher.record import replace
from patcher.source import LineRange
from patcher.spec.model import Edit, Selector
from patcher.syntax.syntax import Syntax


def locate_edit(
    edit: Edit, files: Sequence[Syntax], looked_at: Iterable[Syntax] | None = None
) -> tuple[Located, ...]:
    """Return the edit's ranges over all its files, in file order.

    `looked_at` are those of the files that can hold what is sought (`None`: all of them).
    Raises `Refusal` with every problem found: nothing matched, too few or too many, a hint that
    does not decide, or whatever an extent refuses in one of the files.
    """
    selector = edit.selector
    assert selector is not None
    found, problems = _candidates(selector, files if looked_at is None else looked_at)
    if problems:
        raise Refusal(*problems)
    found = _nearest_to_hint(edit, selector, found, files)
    _refuse_nearer_text(edit, selector, found, files)
    found = pick(selector.nth, found)
    _refuse_count(edit, selector, found, files)
    if edit.name in ("delete", "replace"):
        found = [_as_part(located, files, edit.name) for located in found]
    flaws = dict.fromkeys(located.flaw for located in found if located.flaw is not None)
    if flaws:
        raise Refusal(*flaws)
    return tuple(_with_drift(edit, located) for located in found)


def _as_part(located: Located, files: Sequence[Syntax], action: str) -> Located:
    """Return what shares its line with code that stays as a part of that line, where it can go as one.

    That is an import statement that is deleted, and what stands first behind the mark of what holds it.
    """
    if located.flaw is None or located.flaw.code != "shares-line":
        return located
    if located.extent == "import" and action == "delete":
        return replace(located, span=located.core, whole_lines=False, attached=(), flaw=None)
    if located.extent not in ("definition", "statement"):
        return located
    syntax = next(syntax for syntax in files if syntax.source.path == located.file)
    meant = located.definition or syntax.statement_at(located.anchor)
    element = None if meant is None else syntax.lined_up(meant.span.start, alone=action == "replace")
    if element is None:
        return located
    span = element.span
    return replace(
        located,
        span=span,
        core=span,
        element=element if action == "delete" else None,
        whole_lines=False,
        attached=(),
        flaw=None,
        lines=syntax.source.lines_of(span),
    )


def locate_one(selector: Selector, file: Syntax) -> tuple[Located, ...]:
    """Return a selector's ranges in one file, `nth` applied; none is an empty answer."""
    found = pick(selector.nth, candidates_in(selector, View(file, None, Clock())))
    for located in found:
        if located.flaw is not None:
            raise Refusal(located.flaw)
    return tuple(found)


def _candidates(selector: Selector, files: Iterable[Syntax]) -> tuple[list[Located], list[Problem]]:
    found: list[Located] = []
    problems: list[Problem] = []
    for syntax in files:
        try:
            found += candidates_in(selector, View(syntax, None, Clock()))
        except Refusal as refusal:
            problems += (_with_offers(selector, problem, syntax) for problem in refusal.problems)
    return found, problems


def _with_offers(selector: Selector, problem: Problem, syntax: Syntax) -> Problem:
    """Return a `within` that selects several ranges with what would pick each alone."""
    within = selector.within
    while problem.code == "within-not-one" and within is not None:
        if within.place_of(within.extent) == problem.plan:
            from patcher.finder.narrowing import offered

            found = candidates_in(within, View(syntax, None, Clock()))
            hint = "put the keys below a candidate (`nth`, `matching`, a longer anchor) into the selector of `within` to mean it"
            return replace(problem, candidates=offered(within, [syntax], found), hint=hint)
        within = within.within
    return problem


def _wanted(edit: Edit) -> int | None:
    """Return how many ranges are expected; `None` for any number from one."""
    if edit.count == "any":
        return None
    return 1 if edit.count is None else edit.count


def _nearest_to_hint(
    edit: Edit, selector: Selector, found: list[Located], files: Sequence[Syntax]
) -> list[Located]:
    """Return the candidate nearest to `near` where several fit, one is wanted and it is clear which."""
    if edit.near is None or _wanted(edit) != 1 or selector.nth is not None or _number(found) < 2:
        return found
    near = edit.near
    ranked = sorted((_distance(near, one.lines), i) for i, one in enumerate(found) if not one.part)
    (first, index), (second, _) = ranked[0], ranked[1]
    if second == 0 or second < 2 * first:
        raise Refusal(
            Problem(
                "near-ambiguous",
                f"`near: {near}` does not decide: the nearest two are {first} and {second} lines away",
                plan=edit.place_of("near"),
                target=Target(found[0].file),
                candidates=_by_distance(near, _offered(selector, files, found)),
                hint="the nearest counts if the next is twice as far away; paste the keys below a candidate "
                "(`nth`, `within`, `matching`, ...) to mean it alone",
            )
        )
    chosen = [found[index]]
    for located in found[index + 1 :]:
        if not located.part:
            break
        chosen.append(located)
    return chosen


def _refuse_nearer_text(
    edit: Edit, selector: Selector, found: Sequence[Located], files: Sequence[Syntax]
) -> None:
    """Refuse the one item where the hint is nearer to the same text outside of every item.

    Raises `Refusal` (`near-ambiguous`).
    """
    if edit.near is None or selector.extent != "item" or selector.nth is not None or len(found) != 1:
        return
    near, located = edit.near, found[0]
    syntax = next(syntax for syntax in files if syntax.source.path == located.file)
    text = candidates_in(replace(selector, extent="text", attached=False), View(syntax, None, Clock()))
    outside = [one for one in text if not located.core.holds(one.span)]
    nearest = min(outside, key=lambda one: _distance(near, one.lines), default=located)
    away, first = _distance(near, located.lines), _distance(near, nearest.lines)
    if first >= away:
        return
    rows = (
        candidate_of(nearest, syntax.source.line_text(nearest.lines.first_line)),
        candidate_of(located, located.label),
    )
    raise Refusal(
        Problem(
            "near-ambiguous",
            f"`near: {near}` does not decide: the item is {away} lines away, and what stands nearer is in none",
            plan=edit.place_of("near"),
            target=Target(located.file),
            candidates=_by_distance(near, rows),
            hint=f"`near: {located.lines}` means the item; `statement`, `line` or `text` takes what is in none",
        )
    )


def _distance(near: LineRange, lines: LineRange) -> int:
    """Return how many lines further a range begins or ends than a hint; 0 where they overlap, 1 where they touch."""
    return 0 if near.meets(lines) else near.gap(lines) + 1


def _by_distance(near: LineRange, rows: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates with their distance from a hint, the nearest first."""
    ranked = []
    for row in rows:
        distance = _distance(near, LineRange(row.first_line, row.last_line))
        away = f"{distance} line{'s' if distance != 1 else ''} away" if distance else "at the hint"
        ranked.append((distance, replace(row, note=away)))
    return tuple(row for _, row in sorted(ranked, key=lambda pair: pair[0]))


def _offered(selector: Selector, files: Sequence[Syntax], found: Sequence[Located]) -> tuple[Candidate, ...]:
    from patcher.finder.narrowing import offered

    return offered(selector, files, found)


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
        from patcher.finder.misses import explain_miss

        miss = explain_miss(edit, selector, files)
        raise Refusal(
            Problem(
                "anchor-not-found",
                f"nothing matches {what}, {expected} expected",
                plan=place,
                target=Target(files[0].source.path) if len(files) == 1 else None,
                candidates=miss.candidates,
                hint=miss.hint,
                label=miss.searched,
                offers=miss.offers,
            )
        )
    code = "anchor-ambiguous" if wanted == 1 else "count-mismatch"
    raise Refusal(
        Problem(
            code,
            f"{what} gives {number} ranges, {expected} expected",
            plan=place,
            target=Target(found[0].file) if len(files) == 1 else None,
            candidates=_offered(selector, files, found) if wanted == 1 else _plain(found),
            hint=_narrowing(edit, number),
            label=f"in {files[0].source.path}" if len(files) == 1 else f"in {len(files)} files",
        )
    )


def _narrowing(edit: Edit, number: int) -> str:
    if edit.count in (None, 1):
        return (
            "paste the keys below a candidate (`within`, `matching`, `except`, `nth`, a longer anchor) "
            f"to mean it alone, or `count: {number}` to mean them all"
        )
    return f"`count: {number}` accepts these; otherwise correct the anchor"


def _plain(found: Sequence[Located]) -> tuple[Candidate, ...]:
    return tuple(candidate_of(located, located.label) for located in found if not located.part)


def _with_drift(edit: Edit, located: Located) -> Located:
    if edit.near is None:
        return located
    return replace(located, drift=drift(edit.near, located.lines))


def drift(near: LineRange, lines: LineRange) -> int:
    """Return how many lines lie between a hint and a range; 0 where they overlap or touch."""
    return near.gap(lines)
