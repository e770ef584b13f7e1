"""Elements that no comma parts: keys below one another behind an item's mark, and attributes of a tag."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from patcher.edit.model import Request
from patcher.edit.pieces import Cover, Cut, Gap, place_of
from patcher.edit.removal import Asked, Removal
from patcher.edit.shape import Shape
from patcher.errors import Problem, Target
from patcher.source import SourceFile, Span
from patcher.syntax.syntax import Syntax


def remove_attributes(syntax: Syntax, members: Sequence[Asked], removal: Removal) -> None:
    """Take attributes of one tag, each run of them on a line with the blanks before or behind it.

    Those that have their lines for themselves go as whole lines. Where the tag's own line would keep
    none, the next one moves up to it.
    """
    shape, source = Shape(syntax, members[0].element), syntax.source
    requests = {one.element.span: one.request for one in members}
    for run in _runs(shape, requests):
        start, end, request = run[0].start, run[-1].end, requests[run[0]]
        lines = source.lines_of(Span(start, end))
        first, last = source.line_start(lines.first_line), source.line_end(lines.last_line)
        leads, trails = not source.text[first:start].strip(), not source.text[end:last].strip()
        if leads and trails:
            removal.cuts.append(Cut(lines, request))
        elif leads and shape.siblings[-1] != run[-1]:
            removal.gaps.append(Gap(Span(start, shape.over_blanks(end)), request))
        elif (following := _next_up(shape, run, requests)) is not None:
            removal.gaps.append(Gap(Span(start, following), request))
        else:
            kept = len(source.text[:start].rstrip())
            removal.gaps.append(Gap(Span(kept, end), request))


def _next_up(shape: Shape, run: Sequence[Span], asked: Collection[Span]) -> int | None:
    """Return where the attribute begins that moves up to the place of a tag's first ones."""
    behind = [span for span in shape.siblings if span.start > run[-1].start]
    if run[0] != shape.siblings[0] or not behind or behind[0] in asked:
        return None
    between = shape.source.text[run[-1].end : behind[0].start]
    return behind[0].start if not between.strip() else None


def _runs(shape: Shape, asked: Collection[Span]) -> Iterator[list[Span]]:
    """Yield the attributes that go, those that follow one another on a line together."""
    run: list[Span] = []
    for span in shape.siblings:
        if run and (span not in asked or not shape.same_line(run[-1].end, span.start)):
            yield run
            run = []
        if span in asked:
            run.append(span)
    if run:
        yield run


def move_up(
    syntax: Syntax, requests: Sequence[Request], chosen: Sequence[int], first: Asked, removal: Removal
) -> None:
    """Take the first key of an item, and let the first of those that stay stand behind the item's mark."""
    source, (key, *others) = syntax.source, first.element.siblings
    going = Cover(
        [r.located.span for r in (requests[i] for i in chosen) if r.located and r.located.whole_lines]
    )
    left = next((span for span in others if not going.holds(span.start)), None)
    if left is None:
        where = "nothing would be left of the item"
        removal.problems.append(
            _unmoved("emptied-body", where, "use `item:` for all of it", requests, first, source)
        )
        return
    place = first.element.span.end
    between = syntax.lexis.comments(Span(source.line_end(source.line_at(place)), left.start))
    if any(not going.holds(comment.start) for comment in between):
        why = "a comment stands between the key and the one that would move up to the item's mark"
        removal.problems.append(
            _unmoved(
                "shares-line", why, "delete the comment too, or `replace` the lines", requests, first, source
            )
        )
        return
    start = key.start
    while start < left.start:
        end = going.end_at(start)
        if end is None:
            end = next((offset for offset in range(start, left.start) if going.holds(offset)), left.start)
            removal.gaps.append(Gap(Span(start, end), first.request))
        start = end
    removal.notes.add(first.request, f"line {source.line_at(left.start)} moves up to the mark of the item")


def _unmoved(
    code: str, why: str, hint: str, requests: Sequence[Request], first: Asked, source: SourceFile
) -> Problem:
    lines = source.lines_of(first.element.span)
    target = Target(source.path, lines.first_line, lines.last_line)
    return Problem(code, why, plan=place_of(requests[first.request]), target=target, hint=hint)
