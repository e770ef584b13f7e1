"""`block: RE`: a line, the deeper-indented lines below it, and the closer's line."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Refusal, Target
from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import LineRange, Span
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield each matching line with the lines that are indented deeper, and its closer's line."""
    source = view.source
    assert selector.anchor is not None
    covered = 0
    for number, match in view.clock.search_lines(selector.anchor, view.lines()):
        if number <= covered:
            continue
        flaw = None
        try:
            covered = last_line_of(selector, view, number)
        except Refusal as refusal:
            covered, flaw = number, refusal.problems[0]
        start = view.begins(number)
        lines = LineRange(number, covered)
        located = line_range(
            selector, view, source.span_of(lines), Span(start + match.start(), start + match.end())
        )
        evidence = f"lines {lines} are indented deeper than line {number}, or close what it opens"
        yield replace(located, evidence=(evidence,), flaw=flaw)


def last_line_of(selector: Selector, view: View, first: int) -> int:
    """Return the last line of the block that begins on a 1-based line; blank lines behind it are not in."""
    source = view.source
    last = _deeper(view, first, first)
    while (
        opener := _open_bracket(view, first if last == first else _header(view, first, last), last)
    ) is not None:
        closer = view.syntax.lexis.closer_of(opener)
        if closer is None:
            raise Refusal(_unclosed(selector, view, first))
        line = source.line_at(closer)
        if line <= last:
            break
        rest = source.text[closer + 1 : source.line_end(line)]
        if source.indent(line) != source.indent(first):
            break
        opens = [
            o
            for o in view.syntax.lexis.code_brackets(closer + 1, source.line_end(line))
            if source.text[o] in "([{"
        ]
        if source.text[closer] == "}" and opens:
            raise Refusal(_opens_more(selector, view, line))
        behind = view.behind_closer(selector, LineRange(first, line), closer)
        if behind is not None:
            raise Refusal(behind)
        last = line
        if rest.rstrip().endswith(":") or opens:
            last = _deeper(view, first, line)
            if opens:
                continue
        break
    return last


def _deeper(view: View, first: int, after: int) -> int:
    """Return the last line below `after` that is deeper than `first`, or inside a string."""
    source, last = view.source, after
    depth = len(source.indent(first).expandtabs())
    for line in range(after + 1, source.line_count + 1):
        if view.syntax.lexis.inside(source.line_start(line)):
            last = line
        elif not source.is_blank(line):
            if len(source.indent(line).expandtabs()) <= depth:
                break
            last = line
    return last


def _header(view: View, first: int, last: int) -> int:
    """Return the line that opens the last part of the block: the first, or a closer line that goes on."""
    source = view.source
    indent = source.indent(first)
    for line in range(last, first - 1, -1):
        if (
            source.indent(line) == indent
            and not source.is_blank(line)
            and not view.syntax.lexis.inside(source.line_start(line))
        ):
            return line
    return first


def _open_bracket(view: View, line: int, last: int) -> int | None:
    """Return the outermost bracket that a line opens and does not close."""
    source, stack = view.source, []
    for offset in view.syntax.lexis.code_brackets(source.line_start(line), source.line_end(line)):
        if source.text[offset] in "([{":
            stack.append(offset)
        elif stack:
            stack.pop()
    return stack[0] if stack else None


def _unclosed(selector: Selector, view: View, line: int) -> Problem:
    return Problem(
        "unclosed-marker",
        "the block's first line opens a bracket that is never closed",
        plan=selector.place_of("block"),
        target=Target(view.source.path, line, line),
        label=shown(view.source.line_text(line)),
    )


def _opens_more(selector: Selector, view: View, line: int) -> Problem:
    return Problem(
        "closer-opens-more",
        "the line that closes the block opens something else",
        plan=selector.place_of("block"),
        target=Target(view.source.path, line, line),
        label=shown(view.source.line_text(line)),
        hint="use `statement:` or `definition:` to take the whole of it",
    )
