"""The edges of ranges that need no grammar: lines, markers, blocks, comments, paragraphs, sections, items."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping

from patcher.finder.comment import marker_of
from patcher.proof.range_lines import RangeLines
from patcher.source import LineRange, Span
from patcher.syntax.lexis import COMMENT_MASK
from patcher.syntax.model import Construct

_OPEN, _CLOSE = "([{", ")]}"
_WHITE = " \t\r\n\f\ufeff"


def check_line(range_: RangeLines) -> Iterator[str]:
    """The line that matches, and as many below it as were asked for."""
    wanted = 1 + (range_.selector.plus or 0)
    if range_.first != range_.anchor_line or range_.last - range_.first + 1 != wanted:
        yield f"it is not the line that matches{' with those below it' if wanted > 1 else ''}"


def check_lines(range_: RangeLines) -> Iterator[str]:
    """The lines that were written."""
    wanted = range_.selector.lines
    if wanted is not None and (range_.first, range_.last) != (wanted.first_line, wanted.last_line):
        yield f"it is not lines {wanted}"


def check_text(range_: RangeLines) -> Iterator[str]:
    """What the pattern matches."""
    if range_.located.span != range_.located.anchor:
        yield "it is not what the pattern matches"


def check_marker(range_: RangeLines) -> Iterator[str]:
    """From the marker's line through the line of the closer, brackets counted one by one."""
    if range_.first != range_.anchor_line:
        yield f"line {range_.first} is not the marker's line, {range_.anchor_line}"
    stack: list[str] = []
    lone = range_.lexis.lexicon.lone_closers
    for offset in range_.lexis.code_brackets(range_.located.anchor.end - 1, range_.located.core.end):
        mark = range_.source.text[offset]
        if mark in _OPEN:
            stack.append(_CLOSE[_OPEN.index(mark)])
        elif mark in _CLOSE and (stack[-1] == mark or mark not in lone):
            if stack.pop() != mark:
                break
            if not stack:
                line = range_.source.line_at(offset)
                if line != range_.last:
                    yield f"the marker's bracket is closed on line {line}, not on line {range_.last}"
                return
    yield f"the marker's bracket is not closed by line {range_.last}"


def check_block(range_: RangeLines) -> Iterator[str]:
    """The matching line, all that is deeper, and a closer in its column."""
    first, last = range_.first, range_.last
    if first != range_.anchor_line:
        yield f"line {first} is not the line that matches, {range_.anchor_line}"
    if last > first and range_.is_blank(last):
        yield f"line {last} is blank, and belongs to nothing"
    depth = range_.depth(first)
    before = range_.lexis.open_brackets(range_.source.line_start(first))
    for line in range(first + 1, last + 1):
        inside = range_.lexis.inside(range_.source.line_start(line))
        if inside or range_.source.is_blank(line) or range_.depth(line) > depth:
            continue
        if len(range_.lexis.open_brackets(range_.source.line_start(line))) <= len(before):
            yield f"line {line} is indented no deeper than line {first}"
            return
    following = range_.below(last)
    if following is None:
        return
    closes = range_.masked(following)[:1] in tuple(_CLOSE)
    open_now = range_.lexis.open_brackets(range_.source.line_end(last))
    if len(open_now) > len(before) and closes and range_.depth(following) >= depth:
        yield f"line {following} closes what line {first} opens"
    elif range_.depth(following) > depth or range_.lexis.inside(range_.source.line_start(following)):
        yield f"line {following} is indented deeper than line {first}, and would stay"


def check_comment(range_: RangeLines) -> Iterator[str]:
    """A whole run: nothing but comment, and no line of the same run beside it."""
    core, source = range_.located.core, range_.source
    masked = range_.lexis.masked_in(core.start, core.end)
    if COMMENT_MASK not in masked:
        yield "something else than comment stands in it"
        return
    body = masked.strip(_WHITE)
    inner = core.start + masked.index(COMMENT_MASK)
    outer = core.start + masked.rindex(COMMENT_MASK) + 1
    start = core.start + len(masked) - len(masked.lstrip(_WHITE))
    bracketed = range_.syntax.around_comment(Span(inner, outer)) == Span(start, start + len(body))
    if set(body) - {COMMENT_MASK, *_WHITE} and not bracketed:
        yield "something else than comment stands in it"
        return
    for offset in (inner, outer):
        if range_.lexis.inside(offset):
            yield f"line {source.line_at(offset)} is the middle of a comment"
            return
    if not range_.located.whole_lines:
        return
    if source.line_at(inner) != source.line_at(outer) and range_.lexis.skip_at(inner) != range_.lexis.skip_at(
        outer - 1
    ):
        for line in range(range_.first, range_.last):
            if not _same_run(range_, line, line + 1):
                yield f"lines {line} and {line + 1} are not of one run of comment"
                return
    for inside, beside in ((range_.first, range_.first - 1), (range_.last, range_.last + 1)):
        if range_.is_blank(inside):
            yield f"line {inside} is blank, and belongs to nothing"
        elif range_.has(beside) and _same_run(range_, inside, beside):
            yield f"line {beside} is a comment of the same run, and would stay"


def _same_run(range_: RangeLines, line: int, other: int) -> bool:
    """Tell whether two lines are whole comments of one line each, of one marker and column."""
    found = []
    for number in (line, other):
        start = range_.source.line_start(number) + len(range_.source.indent(number))
        start += start == 0 and range_.source.text.startswith("\ufeff")
        skip = range_.lexis.skip_at(start)
        if skip is None or not range_.is_comment(number) or skip.start != start:
            return False
        if range_.source.text.startswith("#!", start):
            return False
        if "\n" in range_.source.text[skip.start : skip.end].rstrip("\n"):
            return False
        found.append((range_.source.indent(number), marker_of(range_.source.text, skip)))
    return found[0] == found[1]


def check_paragraph(range_: RangeLines) -> Iterator[str]:
    """Lines of what holds the anchor, none of them blank there, between blank ones or its ends."""
    for line in range(range_.first, range_.last + 1):
        if not _of_paragraph(range_, line):
            yield f"line {line} is blank, or stands outside of the text that holds the paragraph"
            return
    for beside in (range_.first - 1, range_.last + 1):
        if range_.has(beside) and _of_paragraph(range_, beside):
            yield f"line {beside} belongs to the same paragraph, and would stay"


def _of_paragraph(range_: RangeLines, line: int) -> bool:
    """Tell whether a line may belong to the anchor's paragraph, by what holds the anchor."""
    source, anchor = range_.source, range_.located.anchor
    text, skip = source.line_text(line).strip(), range_.lexis.skip_at(anchor.start)
    comment = range_.lexis.kind_at(anchor.start) == "comment"
    if not text or skip is None or not (comment or "\n" in source.text[skip.start : skip.end]):
        return bool(text)
    first, last = source.line_at(skip.start), source.line_at(skip.end - 1)
    if not comment and source.text[skip.start].isspace():
        return first <= line <= last
    if comment and not text.strip("#/-;*%"):
        return False
    if last - first > 1:
        return first < line < last
    return first <= line <= last or (comment and _same_run(range_, source.line_at(anchor.start), line))


def check_section(range_: RangeLines) -> Iterator[str]:
    """From its heading, or what belongs to that above it, through the line before what belongs to the next."""
    first, last, following = range_.first, range_.last, range_.last + 1
    if first != range_.anchor_line:
        yield f"line {first} is not the line where the section begins, {range_.anchor_line}"
    if range_.has(following):
        yield from _behind_section(range_, last, following)
    lines, sections = LineRange(first, last), range_.syntax.sections()
    begun = bisect_left(sections, range_.source.line_start(first), key=_start)
    behind = bisect_right(sections, range_.source.line_end(first), key=_start)
    if not any(range_.source.lines_of(one.span) == lines for one in sections[begun:behind]):
        yield "it is not one section"


def _start(construct: Construct) -> int:
    return construct.span.start


def _behind_section(range_: RangeLines, last: int, following: int) -> Iterator[str]:
    if range_.source.is_blank(following):
        yield f"the blank line {following} belongs to the section, and would stay"
    elif range_.is_comment(last):
        yield f"the comment on line {last} touches what stands below it"
    elif range_.is_comment(following):
        below = following
        while range_.has(below) and range_.is_comment(below):
            below += 1
        if not range_.has(below) or range_.source.is_blank(below):
            yield f"the comment on line {following} belongs to the section, and would stay"


def check_item(range_: RangeLines) -> Iterator[str]:
    """From its bullet's line; what is deeper is its own. One between tags ends with its last tag, however deep."""
    if range_.first != range_.anchor_line:
        yield f"line {range_.first} is not the item's first line, {range_.anchor_line}"
    if range_.syntax.items_have_ends:
        code, begun = range_.code(), range_.located.anchor.start
        if code.start != begun or code not in (one.span for one in range_.syntax.items()):
            yield "what stands on its lines is not that item alone"
        elif range_.source.line_at(code.end - 1) != range_.last:
            yield f"line {range_.last} stands behind the item"
        return
    if range_.source.is_blank(range_.last):
        yield f"line {range_.last} is blank, and belongs to no item"
    depth, following = range_.depth(range_.first), range_.below(range_.last)
    if following is not None and range_.depth(following) > depth:
        yield f"line {following} is indented deeper than the item, and would stay"
    for line in range(range_.first + 1, range_.last + 1):
        ended = range_.source.is_blank(line - 1) or range_.syntax.language.name == "yaml"
        inside = range_.lexis.inside(range_.source.line_start(line))
        if ended and not (inside or range_.source.is_blank(line)) and range_.depth(line) <= depth:
            yield f"line {line} is indented no deeper than the item"
            return


CHECKS: Mapping[str, Callable[[RangeLines], Iterator[str]]] = {
    "line": check_line,
    "lines": check_lines,
    "text": check_text,
    "marker": check_marker,
    "block": check_block,
    "comment": check_comment,
    "paragraph": check_paragraph,
    "section": check_section,
    "item": check_item,
}
