"""Excerpts on a screen: numbered lines with a column of marks for each sign, and pointers below a line.

>>> excerpt = Excerpt("m.py", ((3, "x = ["), (4, "    1,")), (Mark(4, 4, "-", "would go"),))
>>> print("\\n".join(draw_excerpt(excerpt)))
  --> m.py:4
    3 |   x = [
    4 | -     1,
      - 4: would go
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.errors import Excerpt, Mark
from patcher.report.paint import PLAIN, Paint
from patcher.report.words import cut, number, safe, wide

GUTTER = "      | "
_FAR = 48  # columns before a pointer beyond which a row is moved left
_MOST = 400  # characters on either side of a pointer that are looked at


def draw_excerpt(excerpt: Excerpt, paint: Paint = PLAIN) -> list[str]:
    """Return an excerpt's rows: its place, its lines with their marks, and what the marks mean."""
    rows = [f"  {paint('dim', '-->')} {paint('path', _place(excerpt))}"]
    marks = [mark for mark in excerpt.marks if mark.column is None]
    signs = list(dict.fromkeys(mark.sign for mark in marks))
    above = None
    for line, text in excerpt.lines:
        if above is not None and line > above + 1:
            held = _signs(marks, signs, above + 1, line - 1)
            rows.append(
                paint("dim", "  ... | ") + (f"{held} " if held else "") + f"({_lines_out(line - above - 1)})"
            )
        rows += _line(excerpt, line, text, _signs(marks, signs, line, line), paint)
        above = line
    return rows + list(_legend(marks, paint.width))


def pointed(text: str, column: int, width: int, room: int) -> tuple[str, int, int]:
    """Return a line as it is shown, where a pointer begins under it, and how wide it is.

    `column` is 1-based. A line is moved left where the pointer would stand far to the right.
    """
    # No more of a line than can be seen: one of a megabyte is drawn as fast as any.
    start, end = column - 1, column - 1 + width
    before, at = (
        safe(text[max(0, start - _MOST) : start]),
        safe(text[start : min(end, start + _MOST)]),
    )
    behind = safe(text[end : end + _MOST])
    shift = max(0, wide(before) - min(_FAR, max(12, room - 24)))
    if shift:
        before = "..." + before[shift + 3 :]
    return cut(before + at + behind, room), wide(before), max(1, min(wide(at), room - wide(before)))


def pointer(blanks: int, marks: str, label: str, paint: Paint) -> list[str]:
    """Return the row of a pointer with its label, which gets a row of its own where it does not fit."""
    row = paint("dim", GUTTER) + " " * blanks + paint("error", marks)
    note = f" {safe(label)}" if label else ""
    if len(GUTTER) + blanks + len(marks) + wide(note) <= paint.width:
        return [row + note]
    return [row, paint("dim", GUTTER) + cut(note.lstrip(), paint.width - len(GUTTER))]


def _line(excerpt: Excerpt, line: int, text: str, held: str, paint: Paint) -> Iterator[str]:
    pointers = [mark for mark in excerpt.marks if mark.column is not None and mark.first_line == line]
    lead = f"{held} " if held else ""
    room = paint.width - len(GUTTER) - len(lead)
    shown = cut(safe(text), room)
    if pointers:
        shown = pointed(text, pointers[0].column or 1, pointers[0].width, room)[0]
    yield (paint("dim", f"{line:>5} | ") + lead + shown).rstrip()
    for mark in pointers:
        _, before, width = pointed(text, mark.column or 1, mark.width, room)
        yield from pointer(len(lead) + before, mark.sign * width, mark.label, paint)


def _signs(marks: Sequence[Mark], signs: Sequence[str], first: int, last: int) -> str:
    """Return a column for each sign: filled where one of its marks holds all of some lines."""
    held = {mark.sign for mark in marks if mark.first_line <= first and last <= mark.last_line}
    return "".join(sign if sign in held else " " for sign in signs)


def _legend(marks: Sequence[Mark], width: int) -> Iterator[str]:
    meanings: dict[tuple[str, str], list[str]] = {}
    for mark in marks:
        if mark.label:
            meanings.setdefault((mark.sign, mark.label), []).append(_span(mark.first_line, mark.last_line))
    for (sign, label), spans in meanings.items():
        shown = ", ".join(spans[:6]) + (", ..." if len(spans) > 6 else "")
        yield cut(f"      {sign} {shown}: {safe(label)}", width)


def _place(excerpt: Excerpt) -> str:
    after = " (as it would be after the step)" if excerpt.after else ""
    if not excerpt.marks:
        return safe(excerpt.file) + after
    first = min(mark.first_line for mark in excerpt.marks)
    last = max(mark.last_line for mark in excerpt.marks)
    return f"{safe(excerpt.file)}:{_span(first, last)}{after}"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _lines_out(count: int) -> str:
    return f"{number(count)} line" + ("s" if count != 1 else "")
