"""An edit that would take a construct away, as text for a plan: shown only if the finder gives one range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from patcher.edit import Request, apply_edits
from patcher.errors import Place, Refusal
from patcher.finder import Located, locate_edit
from patcher.source import SourceFile, Span
from patcher.spec.model import Delete, Edit, Selector, Unwrap
from patcher.spec.writing import literally, quoted
from patcher.syntax import syntax_of
from patcher.syntax.syntax import Syntax


def offered_edit(
    syntax: Syntax, meant: Span, choices: Iterable[tuple[str, str]], along: Sequence[Span] = ()
) -> str | None:
    """Return the first of some edits, each an extent and an anchor, that deletes just one place: the one meant.

    The text is that of an entry below `edits:`. Where an anchor has several ranges, `nth` picks the
    one; where a body would be left empty, `leave: nothing` is tried; it is written too where further
    edits beside this one, whose spans are `along`, would empty the body with it. `None` where no
    choice gives exactly one range around the place, or every edit would be refused.
    """
    leaves = ("nothing",) if _emptied(syntax, meant, along) else (None, "nothing")
    for extent, anchor in choices:
        nth = _position(syntax, meant, extent, anchor)
        if nth is None:
            continue
        for leave in leaves:
            if _holds(syntax, _deletion(extent, anchor, nth=nth or None, leave=leave)):
                return _written(syntax, extent, anchor, nth, leave)
    return None


def _emptied(syntax: Syntax, meant: Span, along: Sequence[Span]) -> bool:
    """Tell whether nothing is left in the body that holds a place when it goes together with some spans."""
    body = syntax.body_at(meant) if along else None
    if body is None:
        return False
    return all(any(span.holds(each) for span in (meant, *along)) for each in body.statements)


def _written(syntax: Syntax, extent: str, anchor: str, nth: int, leave: str | None = None) -> str:
    keys = f"{extent}: {quoted(anchor)}" + (f", nth: {nth}" if nth else "")
    tail = f"\n  leave: {leave}" if leave else ""
    return f"- file: {quoted(syntax.source.path)}\n  delete: {{{keys}}}{tail}"


def neighbour_too(syntax: Syntax, request: Request) -> tuple[str, str] | None:
    """Return an element that cannot stand without the one that a request deletes, and the edit that takes it too.

    `None` where the file would not be whole without the element before or behind it either.
    """
    element = request.located.element if request.located is not None else None
    if element is None or element.span not in element.siblings:
        return None
    text, at = syntax.source.text, element.siblings.index(element.span)
    for span in (*element.siblings[max(0, at - 1) : at], *element.siblings[at + 1 : at + 2]):
        literal = literally(text[span.start : span.end])
        follows = literally(text[span.end : element.span.start]) if span.end < element.span.start else ""
        anchors = [literal, f"{literal}(?={follows})"] if follows else [literal]
        ranked = ((_position(syntax, span, "entry", anchor), anchor) for anchor in anchors)
        for nth, anchor in sorted((nth, anchor) for nth, anchor in ranked if nth is not None):
            if _whole_after(syntax, [request], _deletion("entry", anchor, nth=nth or None)):
                return text[span.start : span.end], _written(syntax, "entry", anchor, nth)
    return None


def _whole_after(syntax: Syntax, requests: Sequence[Request], edit: Edit) -> bool:
    """Tell whether a file has no more faults than before once an edit is made together with some requests."""
    try:
        further = [Request(edit, each) for each in locate_edit(edit, [syntax])]
        edited = apply_edits(syntax.source, syntax, [*requests, *further])
    except (Refusal, ValueError):
        return False
    after = syntax_of(SourceFile(syntax.source.path, edited.data), syntax.language)
    return len(after.faults()) <= len(syntax.faults())


def one_range(syntax: Syntax, meant: Span, extent: str, anchor: str) -> Located | None:
    """Return the one range that an anchor gives, where it holds a place and can be taken; else `None`."""
    if _position(syntax, meant, extent, anchor) != 0 or not _holds(syntax, _deletion(extent, anchor)):
        return None
    return locate_edit(_deletion(extent, anchor), [syntax])[0]


def can_unwrap(syntax: Syntax, anchor: str) -> bool:
    """Tell whether `unwrap` takes the one statement that an anchor gives, and leaves a file that is still whole."""
    place = Place("", 1, 1)
    selector = Selector(extent="statement", anchor=anchor, place=place)
    edit = Edit(action=Unwrap(selector=selector, keep="body"), name="unwrap", place=place)
    return _whole_after(syntax, [], edit)


def _deletion(
    extent: str,
    anchor: str,
    *,
    count: Literal["any"] | None = None,
    nth: int | None = None,
    leave: str | None = None,
) -> Edit:
    place = Place("", 1, 1)
    selector = Selector(extent=extent, anchor=anchor, place=place, attached=extent == "definition", nth=nth)
    return Edit(action=Delete(selector=selector), name="delete", place=place, count=count, leave=leave)


def _position(syntax: Syntax, meant: Span, extent: str, anchor: str) -> int | None:
    """Return which of an anchor's ranges is the one meant: 0 for the only one, `None` where none is."""
    try:
        found = [
            each for each in locate_edit(_deletion(extent, anchor, count="any"), [syntax]) if not each.part
        ]
    except (Refusal, ValueError):
        return None
    hits = [number for number, each in enumerate(found, 1) if each.span.meets(meant)]
    if len(hits) != 1:
        return None
    return 0 if len(found) == 1 else hits[0]


def _holds(syntax: Syntax, edit: Edit) -> bool:
    """Tell whether an edit resolves to one range and can be carried out."""
    try:
        located = locate_edit(edit, [syntax])
        edited = apply_edits(syntax.source, syntax, [Request(edit, each) for each in located])
    except (Refusal, ValueError):
        return False
    if edit.leave is None:
        return True
    return not syntax_of(SourceFile(syntax.source.path, edited.data), syntax.language).faults()
