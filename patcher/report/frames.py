"""Problems as frames: where in the plan, the text with a pointer, the candidates, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from patcher.errors import Candidate, Offer, Place, Problem, Target
from patcher.report.command_line import typed
from patcher.report.excerpts import draw_excerpt, pointed, pointer
from patcher.report.paint import PLAIN, Paint
from patcher.report.words import cut, number, safe, wide, wrapped

MOST = 12  # candidates shown in one frame


def render_problems(
    problems: Sequence[Problem],
    texts: Mapping[str, str],
    *,
    words: Sequence[str] = (),
    paint: Paint = PLAIN,
    limit: int | None = MOST,
) -> str:
    """Return the frames of all problems, a blank line between them.

    `texts` maps each plan's path, as its places name it, to its text; without one a frame shows
    the place alone. `words` are those of the command line, for problems that lie there.
    """
    return "\n\n".join(_frame(problem, texts, words, paint, limit) for problem in problems)


def concise(problem: Problem) -> str:
    """Return `file:line:col: code message` for editors; the place is the plan's, else the target's."""
    place = problem.plan
    if place is not None:
        where = f"{safe(place.file)}:{place.line}:{place.column}"
    elif problem.target is not None:
        where = f"{safe(problem.target.file)}:{problem.target.first_line or 1}:1"
    else:
        where = "patcher"
    return f"{where}: {problem.code} {safe(problem.message)}"


def _frame(
    problem: Problem, texts: Mapping[str, str], words: Sequence[str], paint: Paint, limit: int | None
) -> str:
    first, *rest = wrapped(safe(problem.message), paint.width - 9 - len(problem.code))
    lines = [f"{paint('error', 'error')}[{paint('code', problem.code)}]: {first}"]
    lines += [f"    {row}" for row in rest]
    if problem.plan is not None:
        lines.append(f"  {paint('dim', '-->')} {paint('path', _where(problem.plan))}")
        lines += _excerpt(problem.plan, texts.get(problem.plan.file), problem.label, paint)
    elif problem.option is not None and words:
        lines += _command_line(words, problem, paint)
    if problem.target is not None and not _is_shown(problem.target, problem):
        lines.append(f"  in {paint('path', _target(problem.target))}")
    if problem.plan is None and problem.option is None and problem.label:
        lines.append(f"      {cut(safe(problem.label), paint.width - 6)}")
    for excerpt in problem.excerpts:
        lines += draw_excerpt(excerpt, paint)
    lines += _candidates([c for c in problem.candidates if not _is_drawn(c, problem)], paint, limit)
    if problem.hint is not None:
        first, *rest = wrapped(safe(problem.hint), paint.width - 8)
        lines.append(f"  {paint('good', 'help')}: {first}")
        lines += [f"        {line}" for line in rest]
    lines += _offers(problem.offers)
    return "\n".join(lines)


def _command_line(words: Sequence[str], problem: Problem, paint: Paint) -> list[str]:
    """Return what was typed, with a pointer under the option or argument that is meant."""
    line, column, width = typed(words, problem.option)
    gutter = "    $ | "
    shown, before, columns = pointed(line, column, width, paint.width - len(gutter))
    lines = [f"  {paint('dim', '-->')} {paint('path', 'the command line')}", paint("dim", gutter) + shown]
    if width:
        lines += pointer(before, "^" * columns, problem.label or "", paint)
    return lines


def _where(place: Place) -> str:
    return f"{safe(place.file)}:{place.line}:{place.column}"


def _target(target: Target) -> str:
    if target.first_line is None:
        return safe(target.file)
    if target.last_line in (None, target.first_line):
        return f"{safe(target.file)}:{target.first_line}"
    return f"{safe(target.file)}:{target.first_line}-{target.last_line}"


def _is_shown(target: Target, problem: Problem) -> bool:
    """Tell whether the message, an excerpt or a candidate shows the target anyway."""
    if target.first_line is None and f"`{target.file}`" in problem.message:
        return True
    if any(excerpt.file == target.file for excerpt in problem.excerpts):
        return True
    return any(
        c.file == target.file and target.first_line in (None, c.first_line) for c in problem.candidates
    )


def _is_drawn(candidate: Candidate, problem: Problem) -> bool:
    """Tell whether an excerpt shows a candidate of which there is no more to say."""
    return candidate.offer is None and any(
        excerpt.file == candidate.file and any(line == candidate.first_line for line, _ in excerpt.lines)
        for excerpt in problem.excerpts
    )


def _excerpt(place: Place, text: str | None, label: str | None, paint: Paint) -> list[str]:
    """Return the plan's line with a pointer under it, moved left where the line is long."""
    if text is None:
        return [f"      {safe(label)}"] if label else []
    rows = _rows(text)
    if not 1 <= place.line <= len(rows):
        return []
    row = rows[place.line - 1].rstrip("\r")
    gutter = f"{place.line:>5} | "
    shown, before, width = pointed(row, place.column, place.width, paint.width - len(gutter))
    return [paint("dim", gutter) + shown, *pointer(before, "^" * width, label or "", paint)]


@lru_cache(maxsize=8)
def _rows(text: str) -> list[str]:
    return text.split("\n")


def _candidates(candidates: Sequence[Candidate], paint: Paint, limit: int | None) -> list[str]:
    shown = candidates if limit is None else candidates[:limit]
    lines: list[str] = []
    for candidate in shown:
        lines += _candidate(candidate, paint)
    if len(candidates) > len(shown):
        lines.append(f"    and {number(len(candidates) - len(shown))} more (-v)")
    return lines


def _candidate(candidate: Candidate, paint: Paint) -> Iterator[str]:
    """Yield a candidate's row, what differs in it below, and what would mean it alone."""
    where = _target(Target(candidate.file, candidate.first_line, candidate.last_line))
    text = candidate.text.strip()
    note = f"  ({safe(candidate.note)})" if candidate.note and not candidate.marks else ""
    room = max(20, paint.width - 6 - wide(where) - wide(note))
    shown, under = cut(safe(text), room), _underlined(candidate, room)
    if candidate.marks and not under.strip():
        start, end = (at - candidate.text.index(text) for at in candidate.marks[0])
        shown, before, width = pointed(text, start + 1, end - start, room)
        under = " " * before + "^" * width
    yield f"    {paint('path', where)}  {shown}{note}"
    if candidate.marks:
        lead = " " * (6 + wide(where))
        note = safe(candidate.note or "")
        fits = wide(lead + under + note) + 1 <= paint.width
        yield lead + paint("error", under) + (f" {note}" if note and fits else "")
        if not fits:
            yield from (f"        {row}" for row in wrapped(note, paint.width - 8))
    for line in candidate.offer.split("\n") if candidate.offer else ():
        yield f"        {safe(line)}"


def _underlined(candidate: Candidate, room: int) -> str:
    """Return blanks and pointers that stand under what differs in a candidate's text."""
    shift = len(candidate.text) - len(candidate.text.lstrip())
    row = ""
    for start, end in candidate.marks:
        left = wide(safe(candidate.text[shift : max(start, shift)]))
        row = row.ljust(left) + "^" * max(1, wide(safe(candidate.text[max(start, shift) : end])))
    return row[:room]


def _offers(offers: Sequence[Offer]) -> Iterator[str]:
    """Yield what can be pasted, one below the other; why stands behind it as a comment of YAML."""
    width = max((wide(offer.text) for offer in offers if offer.why and "\n" not in offer.text), default=0)
    for offer in offers:
        first, *rest = offer.text.split("\n")
        why = f"  # {safe(offer.why)}" if offer.why else ""
        yield f"    {safe(first).ljust(width) if why and not rest else safe(first)}{why}"
        yield from (f"    {safe(line)}" for line in rest)
