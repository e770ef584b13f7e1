"""An edit that would take a construct away, as text for a plan: shown only if the finder gives one range."""

from __future__ import annotations

import re
from collections.abc import Iterable

from patcher.edit import Request, apply_edits
from patcher.errors import Place, Refusal
from patcher.finder import locate_edit
from patcher.source import Span
from patcher.spec.model import Delete, Edit, Selector
from patcher.syntax.model import Syntax

_PLAIN = re.compile(r"[A-Za-z_][\w.]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def offered_edit(syntax: Syntax, meant: Span, choices: Iterable[tuple[str, str]]) -> str | None:
    """Return the first of some edits, each an extent and an anchor, that deletes just one place: the one meant.

    The text is that of an entry below `edits:`. `None` where no choice gives exactly one range
    around it, or the edit would be refused.
    """
    for extent, anchor in choices:
        place = Place("", 1, 1)
        selector = Selector(extent=extent, anchor=anchor, place=place, attached=extent == "definition")
        edit = Edit(action=Delete(selector=selector), name="delete", place=place)
        try:
            (located,) = locate_edit(edit, [syntax])
            apply_edits(syntax.source, syntax, [Request(edit, located)])
        except (Refusal, ValueError):
            continue
        if located.span.meets(meant):
            return f"- file: {quoted(syntax.source.path)}\n  delete: {{{extent}: {quoted(anchor)}}}"
    return None


def quoted(text: str) -> str:
    """Return text as YAML takes it, in single quotes where it must be."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if re.fullmatch(r"[\w./-]*[A-Za-z][\w./-]*", text) and text[0] not in "-." and not text.endswith("."):
        return text
    return "'" + text.replace("'", "''") + "'"
