"""What a `move` carries means the same where it arrives: a member and a section stay one, a value keeps its place.

A constructor fits one class, a constant without a value hangs on those above it, and a field that
comes to stand in no type is a variable: all of them parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Request
from patcher.errors import Problem, Target
from patcher.finder.view import shown
from patcher.proof.asked import bare_span
from patcher.proof.meaning import ACCEPTING
from patcher.source import LineRange, SourceFile, Span, excerpt_of, mark_of
from patcher.syntax.model import Construct, Definition
from patcher.syntax.syntax import Syntax

_TYPES = frozenset(
    {"class", "struct", "union", "enum", "interface", "trait", "impl", "record", "annotation", "type"}
)


def estranged(here: Syntax, origin: Request, there: Syntax, lines: LineRange) -> Iterator[Problem]:
    """Yield a problem for a move after which something of what it carries means something else.

    `there` is the file after the step and `lines` where the range stands in it, 1-based and inclusive.
    """
    located = origin.located
    assert located is not None
    arrived = there.source.span_of(lines)
    why = next(_reasons(here, located.span, there, arrived), None)
    if why is None:
        return
    said, place = why
    yield Problem(
        "changes-meaning",
        f"{said} where it arrives",
        plan=origin.edit.place,
        target=Target(here.source.path, located.lines.first_line, located.lines.last_line),
        label=located.label,
        excerpts=(
            excerpt_of(there.source, [mark_of(there.source, place, "+", "as it arrives")], after=True),
        ),
        hint="move it to where its like stands, change it by edits inside its range, or accept it with "
        "`allow: [changes-meaning]` beside the action:",
        offers=(ACCEPTING,),
    )


def _reasons(here: Syntax, left: Span, there: Syntax, arrived: Span) -> Iterator[tuple[str, Span]]:
    for one in _outer(here, left):
        name = one.name.rpartition(".")[2]
        found = next((each for each in _outer(there, arrived) if each.name.rpartition(".")[2] == name), None)
        if found is not None:
            why = _strange(here, one, there, found)
            if why is not None:
                yield why, found.span
        elif here.language.code and name in there.source.text[arrived.start : arrived.end]:
            yield f"`{one.name}` was a {one.kind} and would define nothing", arrived
    if not here.language.code:
        yield from _parted(here, left, there, arrived)
    now = {one.about: one for one in there.meanings([arrived]) if arrived.holds(one.span)}
    for was in here.meanings([left]):
        then = now.get(was.about)
        if left.holds(was.span) and then is not None and then.value != was.value and was.weight == "always":
            yield f"{was.about} would be {then.value} instead of {was.value}", then.span


def _parted(here: Syntax, left: Span, there: Syntax, arrived: Span) -> Iterator[tuple[str, Span]]:
    """Yield the sections, or the one item, that are none where they arrive, or take in what stands below them there."""
    items = _outermost(here.source, here.items(), left)
    carried = [("section", one) for one in _outermost(here.source, here.sections(), left)]
    carried += [("item", one) for one in items if len(items) == 1]
    for kind, one in carried:
        name = shown(one.label or here.source.text[one.span.start : one.span.end])
        begun = [
            each
            for each in (there.sections() if kind == "section" else there.items())
            if arrived.start <= each.span.start < arrived.end and each.label == one.label
        ]
        if begun and bare_span(there.source, begun[0].span).end > arrived.end:
            yield f"the {kind} `{name}` would take in what stands below it", begun[0].span
        elif not begun and (one.label or name) in there.source.text[arrived.start : arrived.end]:
            yield f"the {kind} `{name}` would be none", arrived


def _outermost(source: SourceFile, constructs: Sequence[Construct], around: Span) -> list[Construct]:
    """Return the constructs that stand in a span, without those that stand in another one."""
    found: list[Construct] = []
    for one in sorted(constructs, key=lambda each: (each.span.start, -each.span.end)):
        inside = found and one.span.start < found[-1].span.end
        if around.holds(bare_span(source, one.span)) and not inside:
            found.append(one)
    return found


def _outer(syntax: Syntax, span: Span) -> list[Definition]:
    """Return the definitions that a span holds, without those inside of another one."""
    found: list[Definition] = []
    for one in syntax.definitions_touching([span]):
        inside = found and found[-1].span.holds(one.span)
        if span.holds(bare_span(syntax.source, one.span)) and not inside:
            found.append(one)
    return found


def _strange(here: Syntax, one: Definition, there: Syntax, found: Definition) -> str | None:
    """Return why a definition is another thing where it arrived."""
    misplaced = there.misplaced(found)
    if misplaced is not None:
        return None if here.misplaced(one) == misplaced else f"`{found.name}` {misplaced}"
    if not here.language.code or here.follows_scopes or one.kind in _TYPES:
        return None
    was, now = _holder(here, one), _holder(there, found)
    if one.kind != found.kind:
        return f"`{one.name}` was a {one.kind} and would be a {found.kind}"
    if (was is None) != (now is None):
        homes = [f"a member of `{each.name}`" if each is not None else "of no type" for each in (was, now)]
        return f"`{one.name}` was {homes[0]} and would be {homes[1]}"
    return None


def _holder(syntax: Syntax, one: Definition) -> Definition | None:
    """Return the type that a definition is a member of."""
    around = syntax.definitions_touching([Span(one.span.start, one.span.start + 1)])
    holders = [each for each in around if each.span.holds(one.span) and each.span != one.span]
    return holders[-1] if holders and holders[-1].kind in _TYPES else None
