"""What goes along with a range and what stays beside it: comments, decorators, the file's last newline.

Each is said as evidence. Where a comment could belong to either side it is a `Doubt`: a fact with
the key that decides it otherwise, never a refusal. Only the lines next to the range are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request, Splice
from patcher.expression import expression
from patcher.finder.model import Located
from patcher.proof.model import Doubt
from patcher.proof.offers import one_range
from patcher.record import replace
from patcher.source import LineRange, Span
from patcher.spec.model import Selector
from patcher.spec.writing import literally, quoted
from patcher.syntax.lexis import COMMENT_MASK
from patcher.syntax.syntax import Syntax

_PREPROCESSED = frozenset({"c", "cpp"})
_RULE = expression(r"([-=#*~_+/])\1{3,}")
_RUN = expression(r"comment (\d+)(?:-(\d+))?")
_MOST_KEYS = 20  # doubts of a file for which an edit is sought
_SAYS_ALL = frozenset({"comment", "paragraph", "section", "text"})  # extents that say what of comments goes
_APART = 2  # blank lines between a comment and a range that it may still be about


def goes_along(
    syntax: Syntax, edited: Edited, requests: Sequence[Request]
) -> list[tuple[tuple[str, ...], tuple[Doubt, ...]]]:
    """Return, for each request, what is to be said of what stands around a range of whole lines that leaves."""
    found: list[tuple[tuple[str, ...], tuple[Doubt, ...]]] = []
    splices: dict[int, list[Splice]] = {}
    for splice in edited.splices:
        splices.setdefault(splice.request, []).append(splice)
    taken = [splice.start for splice in edited.splices], [splice.end for splice in edited.splices]
    left = _MOST_KEYS
    for index, (request, outcome) in enumerate(zip(requests, edited.outcomes, strict=True)):
        located = request.located
        if located is None or not request.takes or outcome.inside is not None:
            found.append(((), ()))
            continue
        if not located.whole_lines:
            found.append((tuple(_commas(syntax, located, splices.get(index, ()))), ()))
            continue
        selector = request.edit.selector
        beside = _Beside(syntax, located, outcome.lines or located.lines, selector)
        doubts = [doubt for doubt in beside.doubts() if doubt.goes or not _goes_too(syntax, taken, doubt)]
        if left > 0 and selector is not None:
            doubts = [_keyed(syntax, located, doubt, selector) for doubt in doubts]
        left -= len(doubts)
        found.append((tuple(beside.facts()), tuple(doubts)))
    return found


def _goes_too(syntax: Syntax, taken: tuple[Sequence[int], Sequence[int]], doubt: Doubt) -> bool:
    """Tell whether another edit of the step takes a comment that would stay.

    `taken` are where the step's splices begin and where they end, in bytes, sorted and apart.
    """
    start, end = syntax.source.byte_span(syntax.source.span_of(doubt.lines))
    starts, ends = taken
    at = bisect_right(starts, start) - 1
    return at >= 0 and end <= ends[at]


def _commas(syntax: Syntax, located: Located, splices: Sequence[Splice]) -> Iterator[str]:
    """Say which comma, and which comment behind it, leaves with an element that goes alone."""
    if located.element is None or len(splices) != 1:
        return
    source, mark = syntax.source, located.element.separator
    start, end = source.text_offset(splices[0].start), source.text_offset(splices[0].end)
    before = syntax.lexis.mask[min(start, located.span.start) : located.span.start]
    behind = syntax.lexis.mask[located.span.end : max(end, located.span.end)]
    if not mark.strip():
        pass  # nothing parts them
    elif mark in behind:
        yield "the comma behind it goes along"
    elif mark in before:
        yield "the comma before it goes along"
    if COMMENT_MASK in behind:
        yield "the comment behind it goes along"


def _keyed(syntax: Syntax, located: Located, doubt: Doubt, selector: Selector) -> Doubt:
    """Return a doubt about a comment with the edit that would take it, or would leave it, where one does."""
    if doubt.key is not None:
        return doubt
    comment = _meant(syntax, doubt.lines)
    if comment is None:
        return doubt
    if not doubt.goes:
        return replace(doubt, key=f"delete: {{comment: {quoted(comment)}}}")
    first = selector.start or selector
    narrowed = first.within or first.matching or first.dropping or first.nth or selector.within
    begins = doubt.lines.first_line == located.lines.first_line
    if begins or narrowed or first.anchor is None or first.plus or first.lines:
        return doubt
    begin = f"{first.extent}: {quoted(first.anchor)}"
    return replace(doubt, key=f"delete: {{from: {{{begin}}}, until: {{comment: {quoted(comment)}}}}}")


def _meant(syntax: Syntax, run: LineRange) -> str | None:
    """Return an anchor that means a run of comment alone."""
    source = syntax.source
    for number in range(run.first_line, run.last_line + 1):
        text = source.line_text(number).strip()
        if len(re.findall(r"\w", text)) < 3 or len(text) > 70:
            continue
        for anchor in (literally(text), f"^{literally(text)}$"):
            found = one_range(syntax, source.span_of(run), "comment", anchor)
            if found is not None and found.lines == run:
                return anchor
    return None


class _Beside:
    """The lines above and below one range; `goes` are all lines that leave with it, blank ones too."""

    def __init__(self, syntax: Syntax, located: Located, goes: LineRange, selector: Selector | None) -> None:
        self.syntax, self.source = syntax, syntax.source
        self.selector = selector
        self.located = located
        self.lines, self.goes = located.lines, goes
        first, below = self.lines.first_line, self.lines.last_line + 1
        self.above = self._unless_inside(first, self._comment_run(first - 1, -1))
        self.apart = self._unless_inside(first, self._comment_apart())
        self.below = self._unless_inside(below, self._comment_run(below, 1))

    def _unless_inside(self, line: int, comment: LineRange | None) -> LineRange | None:
        """Return a comment beside a line, unless the line begins in a string or a comment that begins above it."""
        inside = comment is not None and self.syntax.lexis.inside(self.source.line_start(line))
        return None if inside else comment

    # evidence

    def facts(self) -> Iterator[str]:
        """Yield what goes along and what stays."""
        if self.located.attached:
            yield f"attached, goes along: {', '.join(self.located.attached)}"
        elif self.above is not None:
            takes = " (`attached: true` takes it)" if self._first_attached() < self.lines.first_line else ""
            yield f"comment {self.above} directly above stays{takes}"
        if self.apart is not None:
            yield f"comment {self.apart} stands apart above and stays"
        inner = self._trailing()
        if inner is not None:
            yield f"comment {inner} behind the body goes along: it is indented deeper than the header"
        if self.below is not None:
            yield f"comment {self.below} directly below stays"
        if self.goes.last_line == self.source.line_count and not self.source.ends_with_newline:
            yield "the file's last line goes, which has no newline; the line above it stays as it was"

    def _trailing(self) -> LineRange | None:
        """Return the comment lines at the end of a definition's body."""
        if self.located.definition is None or self._kind(self.lines.last_line) != "comment":
            return None
        first = self.lines.last_line
        while first > self.lines.first_line and self._kind(first - 1) == "comment":
            first -= 1
        return LineRange(first, self.lines.last_line) if first > self._header() else None

    def _header(self) -> int:
        return self.source.line_at(self.located.anchor.start)

    def _first_attached(self) -> int:
        """Return the line from which comments are attached to the range's first line; that line itself where none are."""
        first = self.lines.first_line
        start = self.source.line_start(first) + len(self.source.indent(first))
        return self.source.line_at(self.syntax.attached_start(start))

    # doubts

    def doubts(self) -> Iterator[Doubt]:
        """Yield the comments that could belong to either side."""
        yield from self._attached_doubts()
        yield from self._left_above()
        yield from self._taken_at_edges()
        ending = self._ending_apart()
        if ending is not None:
            about = "what follows" if self._sibling_below() is not None else "the whole file"
            yield self._doubt(ending, True, f"it stands apart at the end, and could be about {about}")
        if self.apart is not None and self.located.extent != "comment" and self._nothing_left_under():
            yield self._doubt(self.apart, False, "nothing is left below it that it could be about")
        if self.below is not None and not self._in_body(self.below) and not self._is_one_line():
            follows = self.below.last_line + 1
            touches = follows <= self.source.line_count and not self.source.is_blank(follows)
            why = "it touches what goes and what follows" if touches else "it stands directly below what goes"
            yield self._doubt(self.below, False, why)

    def _ending_apart(self) -> LineRange | None:
        """Return the comment at the end of a section with blank lines above it, no deeper than its header."""
        last = self.lines.last_line
        while last > self.lines.first_line and self.source.is_blank(last):
            last -= 1
        run = self._comment_run(last, -1)
        if (
            self.located.extent not in ("section", "definition")
            or run is None
            or run.first_line <= self._header()
        ):
            return None
        apart = self.source.is_blank(run.first_line - 1)
        return run if apart and self._column(run.first_line) <= self._column(self._header()) else None

    def _attached_doubts(self) -> Iterator[Doubt]:
        for words in self.located.attached:
            found = _RUN.fullmatch(words)
            if found is None:
                continue
            run = LineRange(int(found[1]), int(found[2] or found[1]))
            above = run.first_line - 1
            if run.first_line == self.lines.first_line and above >= 1 and self._is_sibling(above):
                if not self._is_one_line():
                    yield self._doubt(run, True, f"it touches line {above} above it too", "attached: false")
            elif self._is_banner(run):
                yield self._doubt(run, True, "it looks like a heading over more than this", "attached: false")

    def _left_above(self) -> Iterator[Doubt]:
        """Yield the comment above that would stay, and then touch what follows, where nothing says that it must."""
        if self.above is None or self.selector is None or self.selector.attached is not None:
            return
        if self.located.extent in _SAYS_ALL:
            return
        attached = self._first_attached()
        if attached < self.lines.first_line:
            run = LineRange(max(attached, self.above.first_line), self.above.last_line)
            yield self._doubt(run, False, "it stands directly above what goes", "attached: true")
        elif self._is_directive(self.lines.first_line):
            yield self._doubt(self.above, False, "it stands directly above what goes")

    def _is_directive(self, line: int) -> bool:
        """Tell whether a line is one of the preprocessor's, which stands in the first column whatever is around."""
        return self.syntax.language.name in _PREPROCESSED and self.source.line_text(line).startswith("#")

    def _taken_at_edges(self) -> Iterator[Doubt]:
        """Yield the comments at the edges of a range of lines that touch a line beside it, which stays."""
        if not self.located.extent.startswith("from") and self.located.extent not in ("lines", "block"):
            return
        first, last = self.lines.first_line, self.lines.last_line
        for line, way, beside in ((first, 1, first - 1), (last, -1, last + 1)):
            run = self._comment_run(line, way)
            if (
                run is None
                or not (first <= run.first_line and run.last_line <= last)
                or len(run) == len(self.lines)
            ):
                continue
            if not 1 <= beside <= self.source.line_count or self.source.is_blank(beside):
                continue
            if self._column(beside) == self._column(line):
                yield self._doubt(run, True, f"it touches line {beside}, which stays")

    def _is_one_line(self) -> bool:
        """Tell whether the range is one of those lists of single lines where each comment is about what follows."""
        return (
            self.source.lines_of(self.located.core).first_line
            == self.source.lines_of(self.located.core).last_line
        )

    def _doubt(self, run: LineRange, goes: bool, why: str, key: str | None = None) -> Doubt:
        texts = [self.source.line_text(n).strip() for n in range(run.first_line, run.last_line + 1)]
        text = next((text for text in texts if re.search(r"\w{2}", text)), texts[0])
        return Doubt(self.source.path, run, text, goes, why, key)

    def _is_banner(self, run: LineRange) -> bool:
        """Tell whether a comment begins or ends with a ruled line and another definition follows what goes.

        Ruled lines deeper in it underline headings of its own text.
        """
        numbers = {run.first_line, min(run.first_line + 1, run.last_line), run.last_line}
        ruled = any(_RULE.search(self.source.line_text(number)) for number in numbers)
        return ruled and self._sibling_below() is not None

    def _sibling_below(self) -> int | None:
        """Return the next line of text below what goes, if it stands in the same body."""
        for line in range(self.goes.last_line + 1, min(self.source.line_count, self.goes.last_line + 50) + 1):
            if not self.source.is_blank(line):
                return line if self._column(line) >= self._column(self._header()) else None
        return None

    def _nothing_left_under(self) -> bool:
        """Tell whether what follows a range is the end of its body, or a comment that stands apart again."""
        follows = self._sibling_below()
        if follows is None or self._column(follows) > self._column(self._header()):
            return True
        run = self._comment_run(follows, 1)
        if run is None or run.last_line >= self.source.line_count:
            return run is not None
        return self.source.is_blank(run.last_line + 1)

    # lines

    def _comment_apart(self) -> LineRange | None:
        """Return the run of comment above a range with blank lines between, and blank lines above it."""
        line, first = self.lines.first_line - 1, self.lines.first_line
        while line >= 1 and first - line <= _APART and self.source.is_blank(line):
            line -= 1
        if line < 1 or line == first - 1:
            return None
        run = self._comment_run(line, -1)
        if run is None or run.first_line == 1 or not self.source.is_blank(run.first_line - 1):
            return None
        return run if self._column(run.first_line) == self._column(self._header()) else None

    def _comment_run(self, line: int, way: int) -> LineRange | None:
        """Return the comment lines from a line on, downwards (1) or upwards (-1), all in one column."""
        if not 1 <= line <= self.source.line_count or self._kind(line) != "comment":
            return None
        end = line
        while 1 <= end + way <= self.source.line_count and self._kind(end + way) == "comment":
            end += way
        return LineRange(min(line, end), max(line, end))

    def _kind(self, line: int) -> str:
        """Return "comment" for a line that holds nothing else or is blank inside one, "blank" or "code"."""
        text = self.source.line_text(line)
        bare, lexis = text.strip(), self.syntax.lexis
        if lexis.marks and not bare.startswith(lexis.marks):
            return "code" if bare else "blank"
        start = self.source.line_start(line) + (len(text) - len(text.lstrip()) if bare else 0)
        comment = (bare or lexis.inside(start)) and lexis.kind_at(start) == "comment"
        if not bare and not comment:
            return "blank"
        skip = lexis.skip_at(start) if comment else None
        if skip is None:
            return "code"
        rest = Span(skip.end, max(skip.end, start + len(bare)))
        return "code" if self.source.text[rest.start : rest.end].strip() else "comment"

    def _column(self, line: int) -> int:
        return len(self.source.indent(line).expandtabs())

    def _is_sibling(self, line: int) -> bool:
        """Tell whether a line above belongs to something that stands beside what goes, not around it."""
        return (
            self._kind(line) == "code"
            and self._column(line) >= self._column(self._header())
            and self._closes(line)
        )

    def _closes(self, line: int) -> bool:
        """Tell whether the body of what goes does not begin below a line: a header is no neighbour."""
        text = self.syntax.lexis.mask[self.source.line_start(line) : self.source.line_end(line)].rstrip(
            " \t#"
        )
        return text[-1:] not in ("{", "(", "[", ":")

    def _in_body(self, run: LineRange) -> bool:
        """Tell whether a comment below belongs to the lines after it by its column: to a body around."""
        return self._column(run.first_line) < self._column(self._header())
