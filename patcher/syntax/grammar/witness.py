"""The second witness of what the tree tells: brackets, commas and lines, which know nothing of it."""

from __future__ import annotations

from patcher.source import Span
from patcher.syntax.elements import elements_in
from patcher.syntax.grammar.parse import holding, outwards
from patcher.syntax.grammar.tree import GrammarTree
from patcher.syntax.model import Disagreement


def confirm(tree: GrammarTree, span: Span, extent: str) -> str | Disagreement | None:
    """Confirm a statement, or an element, by brackets, commas and lines, which know nothing of the tree."""
    if extent == "comment":
        return _confirm_comment(tree, span)
    core = tree.core(span)
    if not core or tree.lexis.inside(core.start) or tree.lexis.inside(core.end):
        return None
    if extent == "entry":
        held = tree.element_at(core)
        if held is None or held.span != core:
            return Disagreement("the commas", core, "the syntax tree", None if held is None else held.span)
    if extent == "import":
        held = tree.element_at(core)
        extent = "statement" if held is None or held.span != core else "entry"
    if extent == "entry":
        return _confirm_element(tree, core)
    if extent not in ("statement", "definition"):
        return None
    element = tree.element_at(core)
    if element is not None and element.span == core:
        return _confirm_element(tree, core)
    return tree.layout().confirm(core)


def _confirm_comment(tree: GrammarTree, span: Span) -> Disagreement | None:
    """Deny a comment where the tree has text that a page shows, whatever it begins with."""
    text = tree.source.text[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    if not tree.grammar.prose or start >= span.end:
        return None
    node = holding(tree.root, Span(start, start + 1))
    if any(each.type in tree.grammar.prose for each in outwards(node)):
        return Disagreement("the marks of a comment", span, "the syntax tree", None)
    return None


def _confirm_element(tree: GrammarTree, core: Span) -> str | Disagreement | None:
    """Confirm an element by the commas around it; a list without `()`, `[]` or `{}` has no witness."""
    element = tree.element_at(core)
    opener = tree.source.text[element.inner.start - 1 : element.inner.start] if element is not None else ""
    if element is None or element.kind == "names" or opener not in ("(", "[", "{"):
        return None
    lexis = tree.read_lexis
    closer = lexis.closer_of(element.inner.start - 1)
    ends_early = lexis.masked[element.inner.end : element.inner.end + 1] == ";"
    if closer is None or (closer != element.inner.end and not ends_early):
        return Disagreement("the syntax tree", element.inner, "the brackets", None)
    between = list(elements_in(lexis, element.inner))
    ends = {each.end for each in between}
    # commas between angles, and between the bars of a closure's parameters, are its own
    own = any(mark in tree.source.text[core.start : core.end] for mark in "<|")
    if core in between or (own and core.end in ends and any(e.start == core.start for e in between)):
        return "the commas and brackets around it give the same element"
    held = next((each for each in between if each.meets(core)), None)
    return Disagreement("the syntax tree", core, "the commas", held)
