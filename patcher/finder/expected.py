"""`expect`: whether lines are as many as they must be, and what their first and last line say."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Candidate, Mark, Place, Problem, Target
from patcher.finder.model import Located
from patcher.source import SourceFile, excerpt_of, mark_of
from patcher.spec import compile_pattern
from patcher.spec.model import Expect


def not_as_expected(source: SourceFile, located: Located, expect: Expect, place: Place) -> Iterator[Problem]:
    """Yield what of a range is not as it must be; `place` is where the plan says what that is."""
    lines = located.lines
    if expect.lines is not None and not expect.lines.first_line <= len(lines) <= expect.lines.last_line:
        number = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
        message = f"the range has {number}, {expect.lines} expected"
        yield _problem(source, located, message, place, None)
    for which, pattern, line in (
        ("first", expect.first, lines.first_line),
        ("last", expect.last, lines.last_line),
    ):
        if pattern is not None and not _found(pattern, source.line_text(line)):
            message = f"the {which} line of the range does not match `{pattern}`"
            yield _problem(source, located, message, place, line)


def _found(pattern: str, text: str) -> bool:
    return compile_pattern(pattern).search(text, timeout=2.0) is not None


def _problem(source: SourceFile, located: Located, message: str, place: Place, line: int | None) -> Problem:
    """Return the refusal of a range; `line` is the one that does not match."""
    marks = [mark_of(source, located.span, "-", "the range")]
    rows: tuple[Candidate, ...] = ()
    if line is not None:
        text = source.line_text(line)
        rows = (Candidate(source.path, line, line, text),)
        marks.append(Mark(line, line, "^", "", len(text) - len(text.lstrip()) + 1, max(1, len(text.strip()))))
    return Problem(
        "expect-failed",
        message,
        plan=place,
        target=Target(source.path, located.lines.first_line, located.lines.last_line),
        candidates=rows,
        excerpts=(excerpt_of(source, marks),),
        hint=_blank(source, located, line) if line is not None and source.is_blank(line) else None,
    )


def _blank(source: SourceFile, located: Located, line: int) -> str:
    """Return what to say where the first or the last line of a range is blank, as a section's last often is."""
    lines = located.lines
    first = line == lines.first_line
    inward = range(line, lines.last_line + 1) if first else range(line, lines.first_line - 1, -1)
    text = next((number for number in inward if not source.is_blank(number)), None)
    with_text = f", and line {text} the {'first' if first else 'last'} with text" if text else ""
    return f"line {line} is a blank line of the range{with_text}; what a blank line matches is '^$'"
