"""Whole statements, bodies, and what is attached above a definition, by the layout alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import touching_comments
from patcher.syntax.model import Body, Construct
from patcher.syntax.python.layout import CLAUSES, WORD, Layout

_FIRST_LINES = expression(r"#!|#.*?coding[:=]")  # PEP 263; they speak of the file, not of what follows
_AUGMENTED = expression(r"[-+*/%@&|^]=|//=|\*\*=|>>=|<<=")


@dataclass(frozen=True, slots=True)
class Suite:
    """The statements below one header: the header's line number, or -1 for the file itself."""

    header: int
    colon: int
    statements: tuple[Span, ...]


def trimmed(layout: Layout, span: Span) -> Span:
    """Return a span without the white space at its two ends; an empty one where it holds nothing else."""
    text = layout.lexis.source.text
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    end = span.start + len(piece.rstrip())
    return Span(start, end) if start < end else Span(span.start, span.start)


def without_comments(layout: Layout, span: Span) -> Span:
    """Return a span without white space and whole comments at its two ends; empty where nothing is left."""
    masked = layout.masked
    above = _ABOVE_CODE.match(masked, span.start, span.end)
    start = span.end if above is None else above.end()
    end = start + len(masked[start : span.end].rstrip(" \t\f\r\n#"))
    return Span(start, end) if start < end else Span(span.start, span.start)


_ABOVE_CODE = expression(r"(?:\s++|#++)*+")


def head_of(layout: Layout, number: int) -> int:
    """Return the line that begins the statement to which a line belongs; a decorator begins none."""
    while layout.is_clause(number):
        if layout.word(number) == "case":
            return layout.parents[number]
        siblings = layout.children[layout.parents[number]]
        position = bisect_left(siblings, number)
        if position == 0:
            return number
        number = siblings[position - 1]
        if layout.word(number) not in CLAUSES:
            return number
    return number


def statement_span(layout: Layout, head: int) -> Span:
    """Return the span of the whole statement that a line begins, its clauses and body included."""
    stop = layout.next_statement(head)
    return Span(layout.starts[head], layout.block_end(head, stop))


def span_at(layout: Layout, offset: int) -> Span | None:
    """Return the span of the innermost whole statement that holds the character at an offset."""
    number = layout.line_at(offset)
    if number is not None and layout.starts[number] == offset and layout.header_colon(number) is not None:
        head = head_of(layout, number)
        if head == number:
            return statement_span(layout, head)
    found = innermost(layout, Span(offset, offset + 1))
    return None if found is None else found[0]


def statement_at(layout: Layout, span: Span) -> Construct | None:
    """Return the innermost whole statement that holds a span; see `Syntax.statement_at`."""
    found = innermost(layout, span)
    return None if found is None else _construct(layout, *found)


def innermost(layout: Layout, span: Span) -> tuple[Span, int | None] | None:
    """Return the innermost whole statement that holds a span, and the line of its header where it has one.

    A comment at the end of a line of code belongs to that line's last statement, one on a line of
    its own to none, unless brackets around it make it part of one.
    """
    held = trimmed(layout, span)
    number = layout.line_at(held.start)
    if number is None or held.start == held.end:
        return None
    if held.start >= layout.code_end(number):
        if "\n" in layout.masked[layout.code_end(number) : held.start]:
            return None
        held = Span(layout.code_end(number) - 1, held.end)
    if layout.is_decorator(number):
        if held.end <= layout.ends[number] or (number := _decorated(layout, number)) is None:
            return None
        held = Span(layout.starts[number], max(held.end, layout.starts[number]))
    return _around(layout, number, held)


def _decorated(layout: Layout, number: int) -> int | None:
    """Return the line of the definition that a decorator's line belongs to."""
    while number < len(layout) and layout.is_decorator(number):
        number += 1
    return number if number < len(layout) else None


def _around(layout: Layout, number: int, held: Span) -> tuple[Span, int | None] | None:
    for simple in layout.simple_statements(number):
        if simple.start <= held.start and _until_comment(layout, simple, held) <= simple.end:
            return simple, None
    at: int = number
    while at >= 0:
        head = head_of(layout, at)
        if not layout.is_decorator(head):
            span = statement_span(layout, head)
            if span.start <= held.start and _until_comment(layout, span, held) <= span.end:
                return span, head
        at = layout.parents[head]
    return None


def _until_comment(layout: Layout, span: Span, held: Span) -> int:
    """Return where `held` ends, a comment at the end of the span's last line left out."""
    if held.end <= span.end:
        return held.end
    behind = layout.masked[span.end : held.end]
    return span.end if not behind.strip(" \t\f#") else held.end


def _construct(layout: Layout, span: Span, head: int | None) -> Construct:
    source = layout.lexis.source
    line = source.line_at(span.start)
    label = source.text[span.start : min(span.end, source.line_end(line))]
    body = None
    if head is not None:
        found = suite_of(layout, head)
        body = Span(found.statements[0].start, found.statements[-1].end) if found.statements else None
    return Construct(
        kind_of(layout, span), span, attached_start(source, layout, span.start), label.strip(), body
    )


def kind_of(layout: Layout, span: Span) -> str:
    """Return a word for the kind of the statement at a span."""
    match = WORD.match(layout.masked, span.start)
    word = match.group() if match else ""
    if word == "async":
        following = WORD.search(layout.masked, span.start + 5)
        word = following.group() if following else word
    named = _KINDS.get(word)
    if named is not None:
        return named
    flat = layout.flat(span.start, span.end)
    if re.search(r"(?<![=!<>])=(?!=)", flat):
        return "augmented assignment" if _AUGMENTED.search(flat) else "assignment"
    if word == "match" and flat.find(":") > 0:
        return "match"
    return "annotation" if ":" in flat and "lambda" not in flat else "expression"


_KINDS = {
    "def": "function",
    "class": "class",
    "import": "import",
    "from": "import",
    **{
        word: word
        for word in (
            "if", "for", "while", "try", "with", "return", "raise", "pass", "break", "continue", "del",
            "global", "nonlocal", "assert", "yield", "else", "elif", "except", "finally",
        )
    },
}  # fmt: skip


def suite_of(layout: Layout, header: int) -> Suite:
    """Return the statements in the body below one header or clause; -1 is the file itself."""
    if header < 0:
        return Suite(header, 0, tuple(_spans(layout, layout.children.get(-1, []))))
    colon = layout.header_colon(header)
    if colon is None:
        return Suite(header, layout.code_end(header), ())
    behind = layout.simple_statements(header)
    if behind:
        return Suite(header, colon, tuple(behind))
    return Suite(header, colon, tuple(_spans(layout, layout.children.get(header, []))))


def _spans(layout: Layout, numbers: list[int]) -> Iterator[Span]:
    for number in numbers:
        if layout.is_decorator(number) or layout.is_clause(number):
            continue
        if layout.stops[number] == number + 1 and layout.header_colon(number) is None:
            yield from layout.simple_statements(number)
        else:
            yield statement_span(layout, number)


def body_at(layout: Layout, span: Span) -> Body | None:
    """Return the innermost body that holds a span, with its statements; see `Syntax.body_at`.

    The bodies of the file itself and of a `match` (whose cases are no statements) are not among
    them. White space and comments at the span's ends do not count.
    """
    held = without_comments(layout, span)
    if held.start == held.end:
        held = trimmed(layout, span)
    number = layout.line_at(held.start)
    if number is None:
        return None
    if held.start > layout.starts[number] and layout.header_colon(number) is not None:
        inline = layout.simple_statements(number)
        if inline and inline[0].start <= held.start and held.end <= inline[-1].end:
            return _body(layout, number)
    at = layout.parents[number]
    while at >= 0:
        end = layout.block_end(at, layout.stops[at])
        if held.end <= end and not layout.opens_match(at):
            return _body(layout, at)
        at = layout.parents[at]
    return None


def _body(layout: Layout, header: int) -> Body | None:
    if header not in layout.bodies:
        layout.bodies[header] = _made_body(layout, header)
    return layout.bodies[header]


def _made_body(layout: Layout, header: int) -> Body | None:
    suite = suite_of(layout, header)
    if not suite.statements:
        return None
    owner = Span(layout.starts[header], layout.block_end(header, layout.stops[header]))
    source = layout.lexis.source
    inner = Span(suite.statements[0].start, suite.statements[-1].end)
    label = source.text[owner.start : suite.colon + 1]
    kind = layout.word(header) if layout.is_clause(header) else kind_of(layout, owner)
    construct = Construct(
        kind, owner, attached_start(source, layout, owner.start), " ".join(label.split()), inner
    )
    return Body(construct, inner, suite.statements)


def attached_start(source: SourceFile, layout: Layout, offset: int) -> int:
    """Return where the decorators and touching comments above a statement's start begin.

    Decorators belong to it even across blank lines, comments between them too; comments above
    only where they touch. A file's first lines that speak to the system or to Python do not
    belong to what follows. The offset itself comes back where nothing is attached.
    """
    number = layout.line_at(offset)
    if number is None or layout.starts[number] != offset:
        start = source.line_start(source.line_at(offset))
        return offset if source.text[start:offset].strip(" \t\f") else _comments(source, layout, offset)
    while number and layout.is_decorator(number - 1) and layout.parents[number - 1] == layout.parents[number]:
        number -= 1
    return _comments(source, layout, layout.starts[number])


def _comments(source: SourceFile, layout: Layout, offset: int) -> int:
    """Return the start of the comments that touch the line of `offset`, else the offset."""
    masked = layout.masked
    above = masked.rfind("\n", 0, offset)
    if (
        above < 1
        or masked[above - 1] == "\n"
        or not masked[masked.rfind("\n", 0, above) + 1 : above].lstrip(" \t\f\ufeff").startswith("#")
    ):
        return offset
    start = touching_comments(source, layout.lexis, offset)
    line, own = source.line_at(start), source.line_at(offset)
    while (
        line < own
        and source.lines_above + line <= 2
        and _FIRST_LINES.match(source.line_text(line).lstrip("\ufeff"))
    ):
        line += 1
    return offset if line == own else source.line_start(line)
