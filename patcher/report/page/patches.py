"""A patch's own bytes on the page: to read, to save, and as the place that every fold leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from patcher.diff.model import FileDiff
from patcher.expression import expression
from patcher.report.page.model import Rows
from patcher.report.page.text import shown
from patcher.series.model import Patch

_PLAIN = frozenset(
    b" !$'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~"
)
_OTHER = expression(b"[^" + re.escape(bytes(sorted(_PLAIN))) + b"]")
_KINDS = {b"-": "s", b"+": "ins"}


def data_uri(data: bytes) -> str:
    """Return bytes as a link that holds them (RFC 2397); blanks stay, which the type `text` allows."""
    return "data:text/x-patch," + _OTHER.sub(lambda m: b"%%%02X" % m[0][0], data).decode("ascii")


def render_patch_text(patch: Patch, folds: Mapping[Rows, str]) -> str:
    """Return a patch as HTML text, each fold's lines in an element that carries its id."""
    lines = patch.data.split(b"\n")
    last = lines.pop()
    rows = [line + b"\n" for line in lines] + ([last] if last else [])
    places = _places(rows, patch.diffs)
    starts: dict[int, tuple[int, str]] = {}
    for fold, name in folds.items():
        where = places[fold.diff, fold.hunk]
        starts[where[fold.first]] = (where[fold.last] + 1, name)
    return "".join(_spans(rows, _kinds(rows, places), starts))


def _places(rows: Sequence[bytes], diffs: Sequence[FileDiff]) -> dict[tuple[int, int], list[int]]:
    """Return for each hunk of each diff where in the patch its rows stand, from 0.

    The message cannot hold a line that begins with `diff -`: git would take it for the patch.
    """
    at = next((n for n, row in enumerate(rows) if row.startswith(b"diff --git ")), len(rows))
    places = {}
    for index, diff in enumerate(diffs):
        for number, hunk in enumerate(diff.hunks):
            while not rows[at].startswith(b"@@ -"):
                at += 1
            at += 1
            found = []
            for _ in hunk.lines:
                while rows[at].startswith(b"\\"):
                    at += 1
                found.append(at)
                at += 1
            places[index, number] = found
    return places


def _kinds(rows: Sequence[bytes], places: Mapping[tuple[int, int], Sequence[int]]) -> list[str]:
    """Return for each row of the patch what it is: a line that goes, comes, a hunk's head, or other."""
    kinds = [""] * len(rows)
    for found in places.values():
        if found:
            kinds[found[0] - 1] = "b"
        for at in found:
            kinds[at] = _KINDS.get(rows[at][:1], "")
    return kinds


def _spans(
    rows: Sequence[bytes], kinds: Sequence[str], starts: Mapping[int, tuple[int, str]]
) -> Iterator[str]:
    """Yield stretches of rows of one kind, a fold's apart with its id."""
    at = 0
    while at < len(rows):
        end, name = starts.get(at, (0, ""))
        if not name:
            end = at + 1
            while end < len(rows) and kinds[end] == kinds[at] and end not in starts:
                end += 1
        text = shown(b"".join(rows[at:end]).decode("utf-8", "surrogateescape"))
        identity = f" id={name}" if name else ""
        yield f"<{kinds[at]}{identity}>{text}</{kinds[at]}>" if kinds[at] else text
        at = end
