"""Which module finds which extent: one line an extent, imported on first use."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from patcher.finder.model import Located
from patcher.finder.view import View
from patcher.spec.model import Selector

EXTENTS = {
    "line": "patcher.finder.line",
    "lines": "patcher.finder.lines",
    "text": "patcher.finder.text",
    "marker": "patcher.finder.marker",
    "block": "patcher.finder.block",
    "statement": "patcher.finder.statement",
    "branch": "patcher.finder.branch",
    "definition": "patcher.finder.definition",
    "import": "patcher.finder.imports",
    "entry": "patcher.finder.entry",
    "comment": "patcher.finder.comment",
    "paragraph": "patcher.finder.paragraph",
    "section": "patcher.finder.section",
    "item": "patcher.finder.item",
    "from": "patcher.finder.between",
}

NEEDS_LANGUAGE = frozenset({"statement", "branch", "definition", "import", "entry", "section", "item"})


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield what the selector's anchor and extent give in one file, before anything narrows it."""
    found: Iterator[Located] = import_module(EXTENTS[selector.extent]).find(selector, view)
    return found
