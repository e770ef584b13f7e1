"""Which module finds which extent: one line an extent, imported on first use."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from patcher.locate.model import Located
from patcher.locate.view import View
from patcher.spec.model import Selector

EXTENTS = {
    "line": "patcher.locate.line",
    "lines": "patcher.locate.lines",
    "text": "patcher.locate.text",
    "marker": "patcher.locate.marker",
    "block": "patcher.locate.block",
    "statement": "patcher.locate.statement",
    "branch": "patcher.locate.branch",
    "definition": "patcher.locate.definition",
    "import": "patcher.locate.imports",
    "entry": "patcher.locate.entry",
    "comment": "patcher.locate.comment",
    "paragraph": "patcher.locate.paragraph",
    "section": "patcher.locate.section",
    "item": "patcher.locate.item",
    "from": "patcher.locate.between",
}

NEEDS_LANGUAGE = frozenset({"statement", "branch", "definition", "import", "entry", "section", "item"})


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield what the selector's anchor and extent give in one file, before anything narrows it."""
    found: Iterator[Located] = import_module(EXTENTS[selector.extent]).find(selector, view)
    return found
