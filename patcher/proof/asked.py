"""Which edit asked for a definition to go, or carries it elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from patcher.edit.content import text_of
from patcher.edit.model import Edited, Request
from patcher.finder import Located
from patcher.source import SourceFile, Span
from patcher.syntax.model import Definition
from patcher.syntax.syntax import Syntax

# Extents that name what they take; in the others a definition may merely stand in the range.
NAMING = frozenset({"definition", "statement", "branch", "entry", "section", "item", "import", "marker"})


class Asked:
    """The requests of one file by the spans that they speak of, so that those around a place are found at once."""

    def __init__(self, before: Syntax, edited: Edited, requests: Sequence[Request]) -> None:
        self._syntax, self._source = before, before.source
        self._edited, self._requests = edited, requests
        spans = sorted(
            (span, index) for index, request in enumerate(requests) for span in self._spans(index, request)
        )
        self._spoken = spans
        self._starts = [span.start for span, _ in spans]
        self._furthest = list(accumulate((span.end for span, _ in spans), max))

    def _spans(self, index: int, request: Request) -> Iterator[Span]:
        located = request.located
        if located is None:
            return
        yield located.span
        yield from (each.span for each in located.ends)
        lines = self._edited.outcomes[index].lines if request.edit.name == "unwrap" else None
        if lines is not None:
            yield self._source.span_of(lines)

    def holding(self, bare: Span) -> list[int]:
        """Return the requests one of whose spans holds a definition's bare span, in their order."""
        found: set[int] = set()
        at = bisect_right(self._starts, bare.start) - 1
        while at >= 0 and self._furthest[at] >= bare.end:
            if self._spoken[at][0].end >= bare.end:
                found.add(self._spoken[at][1])
            at -= 1
        return sorted(found)

    def carrier(self, bare: Span, holding: Sequence[int]) -> int | None:
        """Return the move, of the requests around a definition, that carries it elsewhere, unless an edit inside takes it."""
        found = None
        for index in holding:
            request = self._requests[index]
            located = request.located
            if located is None or not located.span.holds(bare) or request.put is not None:
                continue
            if request.edit.name == "move":
                found = index
            elif request.takes or request.edit.name == "replace":
                return None
        return found

    def names(self, definition: Definition, bare: Span, holding: Sequence[int]) -> bool:
        """Tell whether a selector around a definition named it or what holds it, or a replacement brings it back."""
        return any(self._asks(index, definition, bare) for index in holding)

    def _asks(self, index: int, definition: Definition, bare: Span) -> bool:
        request = self._requests[index]
        located = request.located
        if located is None or request.edit.name in ("insert", "move"):
            return False
        whole = self._edited.outcomes[index].lines if request.edit.name == "unwrap" else None
        if whole is not None and self._source.span_of(whole).holds(bare):
            return True
        if request.edit.name == "replace" and located.span.holds(bare):
            text = _text_brought(request)
            if located.extent in NAMING or definition.name.rpartition(".")[2] in text:
                return True
        return any(
            each.extent in NAMING
            and each.span.holds(bare)
            and each.span.start <= definition.span.start
            and (
                each.definition is None
                or self._is_attached(bare, each)
                or self._is_part(definition, each.definition.name)
            )
            for each in (located, *located.ends)
        )

    def _is_part(self, definition: Definition, named: str) -> bool:
        """Tell whether a definition is the one of a name, or stands in it, by where the file has that name.

        A request that went wrong has its definition wrong too, so its own idea of the place proves nothing.
        """
        found = self._syntax.definitions_called(named, definition.span)
        return any(part.holds(definition.span) for one in found for part in one.parts or (one.span,))

    def _is_attached(self, bare: Span, named: Located) -> bool:
        """Tell whether what has a name of its own stands above a named definition as a part of it."""
        if bare.end > named.core.start:
            return False
        lines = self._source.lines_of(bare)
        return all(self._syntax.decorates(line) for line in range(lines.first_line, lines.last_line + 1))


def bare_span(source: SourceFile, span: Span) -> Span:
    """Return a span without the white space at its end, unless it holds nothing else."""
    text = source.text[span.start : span.end].rstrip()
    return Span(span.start, span.start + len(text)) if text else span


def _text_brought(request: Request) -> str:
    """Return what a replacement brings, references to groups filled in."""
    if isinstance(request.content, bytes):
        return request.content.decode("utf-8", "surrogateescape")
    return "" if request.content is None else text_of(request)
