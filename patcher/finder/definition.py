"""`definition: RE`: what has that whole qualified name, with its decorators and touching comments."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Target
from patcher.finder.model import Located
from patcher.finder.view import View
from patcher.record import replace
from patcher.source import Span
from patcher.spec import compile_pattern, may_take_dot, required_literal
from patcher.spec.model import Selector
from patcher.syntax.model import Definition


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield the whole lines of each definition whose qualified name the pattern matches to its end.

    Overloads and accessors of one name in one body are one candidate of several parts. One target
    of a multiple assignment cannot go alone: that is its `flaw`.
    """
    assert selector.anchor is not None
    fullmatch = compile_pattern(selector.anchor).fullmatch
    outer = not may_take_dot(selector.anchor)
    for definition in view.syntax.definitions_with(required_literal(selector.anchor), outer=outer):
        if view.window is not None and not view.window.holds(definition.span):
            continue
        if fullmatch(definition.name, timeout=max(view.clock.left, 0.001)) is None:
            continue
        if definition.element is not None and not definition.multiple:
            span = definition.element.span
            yield view.part(
                selector, span, definition.name, element=definition.element, definition=definition
            )
            continue
        for index, part in enumerate(definition.parts or (definition.span,)):
            start = definition.attached_start if index == 0 else view.syntax.attached_start(part.start)
            located = view.whole(
                selector,
                part,
                Span(part.start, view.source.end_at(part.start)),
                definition.name,
                attached_start=start,
                definition=definition,
                part=index,
            )
            if definition.multiple:
                located = replace(located, flaw=_multiple(selector, view, definition))
            yield located


def _multiple(selector: Selector, view: View, definition: Definition) -> Problem:
    lines = view.source.lines_of(definition.span)
    return Problem(
        "multiple-assignment",
        f"`{definition.name}` is one target of a multiple assignment and cannot go alone",
        plan=selector.place_of("definition"),
        target=Target(view.source.path, lines.first_line, lines.last_line),
        label=view.source.line_text(lines.first_line).strip(),
        hint="use `statement:` for the whole assignment, or `replace` its line by one without the name",
    )
