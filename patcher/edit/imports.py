"""Import statements that go with their last name: in whole lines, or out of a line that others share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from patcher.edit.model import Request
from patcher.edit.pieces import Cut, Gap, place_of
from patcher.edit.removal import Removal
from patcher.edit.shape import BLANKS
from patcher.errors import Problem, Target
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.syntax import Syntax


class Statements:
    """The import statements of a file, by where their first names begin, and those that go whole."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.source, self.masked = syntax, syntax.source, syntax.lexis.mask
        self.gone: list[tuple[Span, int]] = []  # each with its request

    @cached_property
    def _by_first(self) -> dict[int, Span]:
        return {imported.siblings[0].start: imported.statement for imported in self.syntax.imports()}

    def around(self, names: Span) -> Span:
        """Return the statement that imports these names."""
        if names.start in self._by_first:
            return self._by_first[names.start]
        found = self.syntax.statement_at(names)
        return found.span if found is not None else names

    def remove(self, requests: Sequence[Request], removal: Removal) -> None:
        """Take the statements that go: in whole lines, or out of a line that others share."""
        for span, index in self._runs():
            lines = self.source.lines_of(span)
            start, end = self.source.line_start(lines.first_line), self.source.line_end(lines.last_line)
            before = self.masked[start : span.start].strip("\ufeff" + BLANKS)
            behind = self.masked[span.end : max(span.end, end)].strip(BLANKS + ";#\r")
            if not before and not behind:
                removal.cuts.append(Cut(lines, index))
            elif behind:
                rest = self.masked[span.end : end]
                removal.gaps.append(Gap(Span(span.start, end - len(rest.lstrip(BLANKS + ";"))), index))
            elif before.endswith((";", "}")):
                removal.gaps.append(Gap(Span(self._end_before(span.start), span.end), index))
            else:
                removal.problems.append(_sharing(self.source, requests[index], lines))

    def _runs(self) -> list[tuple[Span, int]]:
        """Return the statements that go, those that follow one another on a line as one."""
        runs: list[tuple[Span, int]] = []
        for span, index in sorted(self.gone):
            if runs and not self.masked[runs[-1][0].end : span.start].strip(BLANKS + ";"):
                runs[-1] = (Span(runs[-1][0].start, span.end), runs[-1][1])
            else:
                runs.append((span, index))
        return runs

    def _end_before(self, offset: int) -> int:
        """Return where the statement before an offset ends on its line, without a `;` that only parts the two."""
        start = self.source.line_start(self.source.line_at(offset))
        kept = self.masked[start:offset].rstrip(BLANKS)
        bare = kept.rstrip(BLANKS + ";")
        last = self.syntax.statement_at(Span(start + len(bare) - 1, start + len(bare)))
        owns = last is None or last.span.end == start + len(kept)
        return start + len(kept if owns else bare)


def _sharing(source: SourceFile, request: Request, lines: LineRange) -> Problem:
    return Problem(
        "shares-line",
        "the import shares a line with code that stays",
        plan=place_of(request),
        target=Target(source.path, lines.first_line, lines.last_line),
        label=request.located.label if request.located is not None else None,
        hint="use `text:` for it, or put it on a line of its own first",
    )
