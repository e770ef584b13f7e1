"""`View`: one file as an extent sees it: its text, its syntax, the window to look in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from patcher.errors import Mark, Problem, Target
from patcher.finder.model import Located
from patcher.record import dataclass
from patcher.source import LineRange, SourceFile, Span, excerpt_of
from patcher.spec import compile_pattern
from patcher.syntax.lexis import COMMENT_MASK
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from patcher.spec.model import Selector
    from patcher.spec.patterns import Match, Pattern

_BEHIND = " \t\r\n\f;," + COMMENT_MASK
_BATCH = 1000  # matches that are looked for before the first is looked at
TIME_LIMIT = 2.0  # CPU seconds that the patterns of one selector may take in one file


def _headless(text: str) -> str:
    """Return text as patterns see it: before a byte-order mark's place a line ends, so that `^` holds behind it."""
    return "\n" + text[1:] if text.startswith("\ufeff") else text


@dataclass(slots=True)
class Clock:
    """How much time is left for the patterns of one selector in one file."""

    left: float = TIME_LIMIT

    def finditer(self, pattern: str, text: str, start: int, end: int) -> Iterator[Match]:
        """Yield the matches in `text[start:end]`; raises `TimeoutError` when the time is used up."""
        compiled, text = compile_pattern(pattern), _headless(text)
        position: int | None = start
        while position is not None:
            found, position = self._batch(compiled, text, position, end)
            yield from found

    def _batch(self, compiled: Pattern, text: str, start: int, end: int) -> tuple[list[Match], int | None]:
        """Return some matches, and from where on there may be more: who looks at them does so off the clock."""
        found: list[Match] = []
        more = None
        began = time.process_time()
        for match in compiled.finditer(text, start, end, timeout=max(self.left, 0.001)):
            found.append(match)
            # behind a match of nothing, and by a pattern that runs backwards, one would be found again
            if len(found) >= _BATCH and match.end() > match.start() and not compiled.backwards:
                more = match.end()
                break
        self.left -= time.process_time() - began
        return found, more

    def search_lines(self, pattern: str, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, Match]]:
        """Yield each line's number with the pattern's first match in it, where it has one."""
        search = compile_pattern(pattern).search
        deadline = time.process_time() + self.left
        for number, text in lines:
            match = search(text, timeout=max(deadline - time.process_time(), 0.001))
            if match is not None:
                self.left = deadline - time.process_time()
                yield number, match
                deadline = time.process_time() + self.left
        self.left = deadline - time.process_time()


@dataclass(frozen=True, slots=True)
class View:
    """One file, and the span in which anchors are looked for (`None`: all of it)."""

    syntax: Syntax
    window: Span | None
    clock: Clock

    @property
    def source(self) -> SourceFile:
        """The file itself."""
        return self.syntax.source

    @property
    def span(self) -> Span:
        """The window, or the whole text."""
        return self.window or Span(0, len(self.source.text))

    def matches(self, pattern: str) -> Iterator[Match]:
        """Yield the pattern's matches in the window, empty ones left out."""
        for match in self.clock.finditer(pattern, self.source.text, self.span.start, self.span.end):
            if match.end() > match.start():
                yield match

    def meant(self, match: Match) -> Span:
        """Return a match's span without blanks at its ends, and without a separator and a comment behind it.

        What parts a construct from the next belongs to neither in some grammars, but to the one before it in a plan.
        """
        span = trimmed(match.group(), Span(*match.span()))
        code = self.syntax.lexis.masked_in(span.start, span.end).rstrip(_BEHIND)
        return Span(span.start, span.start + len(code)) if code.strip(_BEHIND) else span

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the 1-based number and the text of each line that lies in the window, without a byte-order mark."""
        if not self.source.line_count or not self.span:
            return
        held = self.source.lines_of(self.span)
        text = self.source.text[
            self.source.line_start(held.first_line) : self.source.line_end(held.last_line)
        ]
        pieces = text.split("\n")
        yield from enumerate([pieces[0].removeprefix("\ufeff"), *pieces[1:]], held.first_line)

    def begins(self, line: int) -> int:
        """Return the offset at which the text that `lines` gives of a 1-based line begins."""
        start = self.source.line_start(line)
        return start + self.source.text.startswith("\ufeff", start, start + 1)

    def holds(self, located: Located) -> bool:
        """Tell whether a range lies inside the window."""
        return self.window is None or self.window.holds(located.core)

    def whole(
        self,
        selector: Selector,
        core: Span,
        anchor: Span,
        label: str,
        *,
        attached_start: int | None = None,
        **more: object,
    ) -> Located:
        """Return the whole lines of a core span, with what is attached above where that is asked for.

        That begins at `attached_start` where the caller knows it. Where a line of it holds code that would
        stay, that is its `flaw` (`shares-line`).
        """
        source = self.source
        lines = self._through_comment(source.lines_of(core), core)
        whole, taken = source.span_of(lines), lines
        start, attached = whole.start, tuple[str, ...]()
        if selector.takes_attached:
            found = self.syntax.attached_start(core.start) if attached_start is None else attached_start
            if found < whole.start:
                taken = LineRange(source.line_at(found), lines.last_line)
                start = source.line_start(taken.first_line)
                attached = self.attached_words(start, whole.start)
        return Located(
            file=source.path,
            extent=selector.extent,
            span=Span(start, whole.end),
            core=whole,
            lines=taken,
            whole_lines=True,
            label=label,
            anchor=anchor,
            attached=attached,
            flaw=self.shared(selector, core, lines),
            **more,  # type: ignore[arg-type]
        )

    def _through_comment(self, lines: LineRange, core: Span) -> LineRange:
        """Return lines through the end of a comment that begins behind them and goes on below."""
        lexis = self.syntax.lexis
        if lexis.marks:
            return lines
        end = self.source.line_end(lines.last_line)
        comment = lexis.skip_at(end) if lexis.inside(end) and lexis.kind_at(end) == "comment" else None
        if comment is None or comment.start < core.end:
            return lines
        return LineRange(lines.first_line, self.source.line_at(comment.end))

    def part(self, selector: Selector, core: Span, label: str, **more: object) -> Located:
        """Return a span inside a line or across lines, as it stands."""
        more.setdefault("anchor", core)
        return Located(
            file=self.source.path,
            extent=selector.extent,
            span=core,
            core=core,
            lines=self.source.lines_of(core),
            whole_lines=False,
            label=label,
            **more,  # type: ignore[arg-type]
        )

    def attached_words(self, start: int, end: int) -> tuple[str, ...]:
        """Say what stands between two line starts: runs of comments and of decorators, with lines."""
        if start >= end:
            return ()
        runs: list[tuple[str, int, int]] = []
        for line in range(self.source.line_at(start), self.source.line_at(end - 1) + 1):
            first = self.source.line_start(line) + len(self.source.indent(line))
            comment = self.syntax.lexis.kind_at(first) == "comment"
            kind = "comment" if comment else "decorator"
            begins = not comment and self.source.text[first : first + 1] in ("@", "#")
            if runs and runs[-1][0] == kind and not begins:
                runs[-1] = (kind, runs[-1][1], line)
            else:
                runs.append((kind, line, line))
        return tuple(f"{kind} {LineRange(first, last)}" for kind, first, last in runs)

    def shared(self, selector: Selector, core: Span, lines: LineRange) -> Problem | None:
        """Return what is wrong where code that would stay stands on the lines of a core span."""
        source, lexis = self.source, self.syntax.lexis
        before = source.text[source.line_start(lines.first_line) : core.start].removeprefix("\ufeff")
        end = source.line_end(lines.last_line)
        after = source.text[core.end : end] if core.end < end else ""
        passed = f" \t{self.syntax.separators}"
        rest = after.lstrip(passed)
        skip = lexis.skip_at(core.end + len(after) - len(rest)) if rest else None
        stays = rest and not (skip is not None and lexis.kind_at(skip.start) == "comment" and skip.end >= end)
        if before.strip():
            return self._shares(selector, lines, Span(core.start - len(before), core.start))
        return self._shares(selector, lines, Span(core.end, end)) if stays else None

    def behind_closer(self, selector: Selector, lines: LineRange, closer: int) -> Problem | None:
        """Return what is wrong where the next element or statement stands behind a closer on its line.

        Code that closes something around the range, `}, 1000);`, is no such thing.
        """
        end = self.source.end_at(closer)
        rest = self.syntax.lexis.masked_in(closer + 1, end).strip(" \t\f\r#")
        if rest[:1] not in (",", ";") or not rest.strip(" \t,;"):
            return None
        depth = 0
        for mark in rest:
            depth += (mark in "([{") - (mark in ")]}")
            if depth < 0:
                return None
        return self._shares(selector, lines, Span(closer + 1, end))

    def _shares(self, selector: Selector, lines: LineRange, rest: Span) -> Problem:
        """Return the problem of a range and code that stays on one of its lines."""
        source, line = self.source, self.source.line_at(rest.start)
        text = source.text[rest.start : rest.end]
        left = rest.start + len(text) - len(text.lstrip())
        column, width = left - source.line_start(line) + 1, max(1, len(text.strip()))
        marks = (
            Mark(lines.first_line, lines.last_line, "-", f"the {selector.extent}"),
            Mark(line, line, "^", "stays", column, width),
        )
        return Problem(
            "shares-line",
            f"the {selector.extent} shares a line with code that stays",
            plan=selector.place_of(selector.extent),
            target=Target(source.path, lines.first_line, lines.last_line),
            excerpts=(excerpt_of(source, marks),),
            hint="use `text:` for a part of a line, `line:` for all that stands on it, "
            "or put the code on lines of its own first",
        )


def trimmed(match_text: str, span: Span) -> Span:
    """Return a match's span without the blanks and line ends at its two ends."""
    start = span.start + len(match_text) - len(match_text.lstrip())
    end = span.end - (len(match_text) - len(match_text.rstrip()))
    return Span(start, end) if start < end else span


def shown(text: str, width: int = 60) -> str:
    """Return text on one line for a screen, cut to a width."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 4].rstrip() + " ..."
