"""The lexical state at an offset: in which string, which brackets, which blocks it stands."""

from __future__ import annotations

from bisect import bisect_left

from patcher.syntax.python.layout import Layout

EdgeState = tuple[str, str, tuple[int, ...]]


def edge_state(layout: Layout, offset: int) -> EdgeState:
    """Return the open string's or comment's opener, the open brackets, the columns of the blocks.

    The blocks are those of the code that follows, its own column the last; none at the end of the
    file. Deleting whole lines leaves the state at the end of the deletion as it was.
    """
    number = layout.line_at(offset)
    brackets = ""
    if number is not None and layout.starts[number] < offset < layout.ends[number]:
        brackets = _open_brackets(layout, layout.starts[number], offset)
    else:
        number = bisect_left(layout.starts, offset)
    columns: list[int] = []
    widths, parents = layout.widths, layout.parents
    while 0 <= number < len(widths):
        columns.append(widths[number])
        number = parents[number]
    return _opener(layout, offset), brackets, tuple(reversed(columns))


def _opener(layout: Layout, offset: int) -> str:
    lexis = layout.lexis
    if not lexis.inside(offset):
        return ""
    skip = lexis.skip_at(offset)
    if skip is None or lexis.kind_at(offset) == "comment":
        return "#"
    text = lexis.source.text[skip.start : skip.end]
    prefix = len(text) - len(text.lstrip("rRbBuUfFtT"))
    length = 3 if text[prefix : prefix + 3] in ('"""', "'''") else 1
    return text[: prefix + length]


def _open_brackets(layout: Layout, start: int, offset: int) -> str:
    stack: list[str] = []
    for position in layout.lexis.code_brackets(start, offset):
        mark = layout.masked[position]
        if mark in "([{":
            stack.append(mark)
        elif stack:
            stack.pop()
    return "".join(stack)
