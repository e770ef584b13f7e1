"""Text whose blanks are kept: where `xml:space` says so (XML 1.0, section 2.10)."""

from __future__ import annotations

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.meaning import DOUBT, Meaning
from patcher.syntax.nest import Nest
from patcher.syntax.xml.scan import Node

_SPACE = expression(r"\sxml:space\s*=\s*[\"'](preserve|default)[\"']")


def kept_lines(text: str, nodes: Nest[Node], span: Span) -> Meaning | None:
    """Return how many line ends the element around a span keeps as text; `None` where none says that it does."""
    for node in nodes.around(span):
        said = _SPACE.search(text, node.start.start, node.start.end)
        if said is None or not node.inner.holds(span):
            continue
        if said[1] == "default":
            return None
        about = f"the text of `<{node.name}>`, which keeps its blanks,"
        ends = text.count("\n", node.inner.start, node.inner.end)
        return Meaning(node.start, node.span, about, f"text of {ends} line ends", DOUBT)
    return None
