"""Problems as frames: where in the plan, the text with a pointer, the candidates, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patcher.errors import Candidate, Place, Problem, Target
from patcher.report.paint import PLAIN, Paint
from patcher.report.words import WIDTH, cut, number, safe, wide

MOST = 12  # candidates shown in one frame


def render_problems(
    problems: Sequence[Problem], texts: Mapping[str, str], *, paint: Paint = PLAIN, limit: int | None = MOST
) -> str:
    """Return the frames of all problems, a blank line between them.

    `texts` maps each plan's path, as its places name it, to its text; without one a frame shows
    the place alone.
    """
    return "\n\n".join(_frame(problem, texts, paint, limit) for problem in problems)


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


def _frame(problem: Problem, texts: Mapping[str, str], paint: Paint, limit: int | None) -> str:
    head = f"{paint('error', 'error')}[{paint('code', problem.code)}]: {safe(problem.message)}"
    lines = [head]
    if problem.plan is not None:
        lines.append(f"  {paint('dim', '-->')} {paint('path', _where(problem.plan))}")
        lines += _excerpt(problem.plan, texts.get(problem.plan.file), problem.label, paint)
    if problem.target is not None and not _is_candidate(problem.target, problem.candidates):
        lines.append(f"  in {paint('path', _target(problem.target))}")
    if problem.plan is None and problem.label:
        lines.append(f"      {cut(safe(problem.label), WIDTH - 6)}")
    lines += _candidates(problem.candidates, paint, limit)
    if problem.hint is not None:
        lines.append(f"  {paint('good', 'help')}: {safe(problem.hint)}")
    return "\n".join(lines)


def _where(place: Place) -> str:
    return f"{safe(place.file)}:{place.line}:{place.column}"


def _target(target: Target) -> str:
    if target.first_line is None:
        return safe(target.file)
    if target.last_line in (None, target.first_line):
        return f"{safe(target.file)}:{target.first_line}"
    return f"{safe(target.file)}:{target.first_line}-{target.last_line}"


def _is_candidate(target: Target, candidates: Sequence[Candidate]) -> bool:
    return any(c.file == target.file and target.first_line in (None, c.first_line) for c in candidates)


def _excerpt(place: Place, text: str | None, label: str | None, paint: Paint) -> list[str]:
    """Return the plan's line with a pointer under it, moved left where the line is long."""
    if text is None:
        return [f"      {safe(label)}"] if label else []
    rows = text.split("\n")
    if not 1 <= place.line <= len(rows):
        return []
    row = rows[place.line - 1].rstrip("\r")
    before, pointed = (
        safe(row[: place.column - 1]),
        safe(row[place.column - 1 : place.column - 1 + place.width]),
    )
    after = safe(row[place.column - 1 + place.width :])
    shift = max(0, wide(before) - 48)
    if shift:
        before = "..." + before[shift + 3 :]
    gutter = f"{place.line:>5} | "
    room = WIDTH - len(gutter)
    shown = cut(before + pointed + after, room)
    marks = "^" * max(1, min(wide(pointed), room - wide(before)))
    pointer = " " * wide(before) + marks
    lines = [paint("dim", gutter) + shown]
    note = f" {safe(label)}" if label else ""
    if len(gutter) + len(pointer) + wide(note) <= WIDTH:
        lines.append(paint("dim", "      | ") + " " * wide(before) + paint("error", marks) + note)
    else:
        lines.append(paint("dim", "      | ") + " " * wide(before) + paint("error", marks))
        lines.append(paint("dim", "      | ") + cut(safe(label or ""), room))
    return lines


def _candidates(candidates: Sequence[Candidate], paint: Paint, limit: int | None) -> list[str]:
    shown = candidates if limit is None else candidates[:limit]
    lines = []
    for candidate in shown:
        last = candidate.last_line
        where = f"{safe(candidate.file)}:{candidate.first_line}" + (
            f"-{last}" if last != candidate.first_line else ""
        )
        note = f"  ({safe(candidate.note)})" if candidate.note else ""
        text = cut(safe(candidate.text.strip()), max(20, WIDTH - 6 - len(where) - wide(note)))
        lines.append(f"    {paint('path', where)}  {text}{note}")
    if len(candidates) > len(shown):
        lines.append(f"    and {number(len(candidates) - len(shown))} more (-v)")
    return lines
