"""`marker: 'NAME(<'`: literal text of code that opens a bracket, through the line of its closer."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Target
from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import LineRange, Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the lines from the marker's through its closer's.

    The text counts only in code, where it may begin with a whole string, and a name in it only as a
    whole name. It has a `flaw` where the bracket is never closed (`unclosed-marker`), a line of the
    range opens or closes something else (`closer-opens-more`) or the next element or
    statement stands on its last one (`shares-line`).
    """
    assert selector.anchor is not None
    literal = selector.anchor.removesuffix("<")
    source, lexis = view.source, view.syntax.lexis
    for start in lexis.tokens_of(literal, view.span.start, view.span.end):
        opener = start + len(literal) - 1
        if not lexis.is_code(opener) or _inside_name(source.text, start):
            continue
        closer = lexis.closer_of(opener)
        if closer is None:
            line = source.span_of(LineRange(source.line_at(start), source.line_at(start)))
            located = line_range(selector, view, line, Span(start, opener + 1))
            yield replace(located, flaw=_unclosed(selector, view, start, literal))
            continue
        lines = LineRange(source.line_at(start), source.line_at(closer))
        flaw = _unbalanced(selector, view, lines, opener, closer)
        flaw = flaw or view.behind_closer(selector, lines, closer)
        located = line_range(selector, view, source.span_of(lines), Span(start, opener + 1))
        label = f"{shown(literal)} ... {source.text[closer : source.line_end(lines.last_line)].strip()}"
        evidence = (
            f"bracket of line {lines.first_line} is closed on line {lines.last_line}, "
            "strings and comments skipped"
        )
        yield replace(located, label=label, evidence=(evidence,), flaw=flaw)


def _inside_name(text: str, start: int) -> bool:
    return start > 0 and is_word(text[start]) and is_word(text[start - 1])


def is_word(character: str) -> bool:
    """Tell whether a character may stand in a name."""
    return character.isalnum() or character == "_"


def _unclosed(selector: Selector, view: View, start: int, literal: str) -> Problem:
    line = view.source.line_at(start)
    return Problem(
        "unclosed-marker",
        f"what `{literal}` opens is never closed",
        plan=selector.place_of("marker"),
        target=Target(view.source.path, line, line),
        label=shown(view.source.line_text(line)),
        hint="a bracket of another shape stands where the closer should be, or the file ends first",
    )


def _unbalanced(selector: Selector, view: View, lines: LineRange, opener: int, closer: int) -> Problem | None:
    """Return what is wrong where the lines close or open a bracket that is not theirs: `} else {`."""
    source, lexis = view.source, view.syntax.lexis
    span = source.span_of(lines)
    depth = 0
    for offset in lexis.code_brackets(span.start, opener) + lexis.code_brackets(closer + 1, span.end):
        depth += 1 if source.text[offset] in "([{" else -1
        # A closer behind the marker's own may close what stands before it on the marker's line.
        if depth < 0:
            break
    if not depth:
        return None
    line = (
        lines.last_line if depth > 0 and closer < source.line_start(lines.last_line + 1) else lines.first_line
    )
    opens = "opens" if depth > 0 else "closes"
    return Problem(
        "closer-opens-more",
        f"a line of the range {opens} something else",
        plan=selector.place_of(selector.extent),
        target=Target(source.path, line, line),
        label=shown(source.line_text(line)),
        hint="use `statement:`, `definition:` or `from:` with `through:` to say where it ends",
    )
