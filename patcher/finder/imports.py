"""`import: RE`: one imported name, as bound or as the full dotted path."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import Span
from patcher.spec import compile_pattern
from patcher.spec.model import Selector
from patcher.syntax.model import Element, Imported


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield each imported name; a statement that binds this name alone comes as whole lines.

    Imports inside functions and classes are found only with `within`.
    """
    assert selector.anchor is not None
    fullmatch = compile_pattern(selector.anchor).fullmatch
    for imported in view.syntax.imports():
        if imported.local and view.window is None:
            continue
        if view.window is not None and not view.window.holds(imported.span):
            continue
        if any(fullmatch(name, timeout=max(view.clock.left, 0.001)) for name in imported.names):
            yield _located(selector, view, imported)


def _located(selector: Selector, view: View, imported: Imported) -> Located:
    label = shown(imported.names[0])
    siblings, outer = imported.siblings, imported.outer
    inner = Span(siblings[0].start, siblings[-1].end)
    element = Element(imported.span, inner, siblings, "imports" if outer is None else "names", outer=outer)
    if len(siblings) > 1 or outer is not None:
        return view.part(selector, imported.span, label, element=element)
    whole = view.whole(selector, imported.statement, imported.span, label, element=element)
    return whole if whole.flaw is None else replace(whole, core=imported.statement)
