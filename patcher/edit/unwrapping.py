"""What an `unwrap` takes and what it keeps: the lines and parts of lines around the kept body.

The statement is the one that the selected range begins with; a marker, and a block in a language
of which no statements are known, keep what lies strictly between the opener's and the closer's
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patcher.edit.arms import behind_taken
from patcher.edit.model import Request
from patcher.edit.pieces import Gap, first_text_line, indent_of, is_blank, place_of
from patcher.edit.shifts import Shift
from patcher.errors import Problem, Refusal, Target
from patcher.expression import expression
from patcher.finder.arms import arm_range, behind, first_line_of, head_of, promotion
from patcher.record import dataclass, replace
from patcher.source import LineRange, SourceFile, Span
from patcher.spec.model import Unwrap
from patcher.syntax.model import Arm, Chain
from patcher.syntax.syntax import Syntax

_LOOPS = frozenset({"for", "while", "do", "loop", "until", "foreach"})
_CASES = frozenset({"switch", "match", "case", "select", "when"})
_LEAVES = expression(r"\b(?:break|continue)\b")
_BINDS = expression(r"\bas\s+([A-Za-z_]\w*)|\b([A-Za-z_]\w*)\s*:=|\bfor\s+([A-Za-z_]\w*)\s+in\b")


@dataclass(frozen=True, slots=True)
class Unwrapping:
    """One statement that loses what is around a part of it.

    `lines` are those of the whole statement, `cuts` the whole lines and `gaps` the parts of lines
    that go or, with text, become other; `shift` says how the kept lines move, `notes` what a
    reader should know.
    """

    lines: LineRange
    span: Span
    cuts: tuple[LineRange, ...]
    gaps: tuple[Gap, ...] = ()
    shift: Shift | None = None
    notes: tuple[str, ...] = ()


def find_unwrapping(syntax: Syntax, request: Request, index: int) -> Unwrapping:
    """Return what one request takes and keeps.

    Raises `Refusal` where the range is no compound statement, has not the branch that is to stay,
    shares its lines with other code, or where what stays would surely mean something else.
    """
    return _Finding(syntax, request, index).run()


class _Finding:
    def __init__(self, syntax: Syntax, request: Request, index: int) -> None:
        assert request.located is not None
        assert isinstance(request.edit.action, Unwrap)
        self.syntax, self.source, self.index = syntax, syntax.source, index
        self.request, self.located, self.keep = request, request.located, request.edit.action.keep

    def run(self) -> Unwrapping:
        chain = self._chain()
        if chain is None:
            return self._between()
        if chain.kind in _CASES:
            raise self._nothing(f"a `{chain.kind}` has no one body", "use `replace` for the arm to keep")
        found = self._body(chain) if self.keep == "body" else self._rest(chain)
        return replace(found, notes=(*self._notes(chain), *found.notes))

    # which statement

    def _chain(self) -> Chain | None:
        """Return the statement that the range begins with, where it begins with one."""
        located = self.located
        if located.chain is not None:
            if located.arm:
                line = self.source.line_at(located.chain.span.start)
                hint = f"name its first arm, on line {line}; `keep: else` keeps what comes after that"
                raise self._nothing("the range is a later arm of a statement", hint)
            return located.chain
        line = self._first_code_line()
        for chain in self.syntax.chains():
            if self.source.line_at(chain.span.start) == line and self._agrees(chain):
                return chain
        if located.extent == "marker" or (
            located.extent in ("block", "from-through") and "branch" not in self.syntax.language.knows
        ):
            return None
        raise self._nothing(
            "the range is no compound statement",
            "name a header: `branch: 'if DEBUG'`, or a `statement` that has one",
        )

    def _first_code_line(self) -> int:
        lexis, lines = self.syntax.lexis, self.located.lines
        for line in range(lines.first_line, lines.last_line + 1):
            text = self.source.line_text(line).removeprefix("\ufeff")
            first = self.source.line_start(line) + len(self.source.line_text(line)) - len(text.lstrip())
            if text.strip() and lexis.kind_at(first) != "comment":
                return line
        return lines.first_line

    def _agrees(self, chain: Chain) -> bool:
        """Tell whether a range is the statement, its first arm, or the line that it begins on."""
        last, whole = self.located.lines.last_line, self.source.lines_of(chain.span)
        if self.located.extent in ("statement", "from-through", "from-until", "marker"):
            return last == whole.last_line
        return last <= whole.last_line

    # what stays

    def _body(self, chain: Chain) -> Unwrapping:
        arm = chain.arms[0]
        self._refuse_loop(chain, arm)
        return self._keeping(chain, 0)

    def _rest(self, chain: Chain) -> Unwrapping:
        arms = chain.arms
        if len(arms) == 1:
            raise self._nothing(
                f"the `{chain.kind}` has no branch behind its first", "use `keep: body`, or `delete` it"
            )
        if len(arms) > 1 and promotion(self.syntax, arms[1]) is not None:
            return self._promoted(chain)
        if len(arms) > 2 or arms[1].keyword in ("finally", "ensure"):
            raise self._nothing(
                f"what comes after the first arm of the `{chain.kind}` cannot stand alone",
                "use `keep: body`, or `replace` the statement",
            )
        self._refuse_bound(arms[1])
        return self._keeping(chain, 1)

    def _promoted(self, chain: Chain) -> Unwrapping:
        """Return the first arm gone, its statement begun by the next one."""
        taken, found = arm_range(self.syntax, chain, 0), promotion(self.syntax, chain.arms[1])
        assert found is not None
        gap = Gap(behind_taken(found[0], taken.span), self.index, found[1])
        lines = self.source.lines_of(chain.span)
        if taken.whole:
            return Unwrapping(lines, chain.span, (self.source.lines_of(taken.span),), (gap,))
        return Unwrapping(lines, chain.span, (), (Gap(taken.span, self.index), gap))

    def _keeping(self, chain: Chain, number: int) -> Unwrapping:
        """Return the body of one arm kept, all else of the statement gone."""
        source, arm = self.source, chain.arms[number]
        inner = self._trimmed(self._below_header(arm))
        if inner is None:
            raise self._nothing("the body that is to stay is empty", "`delete` the statement")
        lines = source.lines_of(chain.span)
        first, last = source.line_at(inner.start), source.line_at(inner.end - 1)
        beside_head = first == source.line_at(max(arm.header.end - 1, arm.header.start))
        end = self._end_of(chain, number, last)
        beside_tail = end is None
        cuts: list[LineRange] = []
        gaps: list[Gap] = []
        if beside_head:
            gaps.append(Gap(Span(chain.span.start, inner.start), self.index))
        else:
            self._refuse_shared(head_of(source, chain.span.start))
            cuts.append(LineRange(lines.first_line, source.line_at(self._header_end(arm))))
        if beside_tail:
            gaps.append(Gap(Span(inner.end, chain.span.end), self.index))
        elif end is not None and end < lines.last_line:
            self._refuse_shared(behind(self.syntax, chain.span.end))
            cuts.append(LineRange(end + 1, lines.last_line))
        gaps = [gap for gap in gaps if gap.span]
        top, bottom = first if beside_head else cuts[0].last_line + 1, end or last
        if bottom < first:
            raise self._nothing("the body that is to stay is empty", "`delete` the statement")
        kept = LineRange(top, bottom)
        shift = None if beside_head else self._shift(chain, kept)
        return Unwrapping(lines, chain.span, tuple(cuts), tuple(gaps), shift)

    def _header_end(self, arm: Arm) -> int:
        """Return where the last line of a header ends, or of the comment behind it."""
        below = self._below_header(arm)
        return (arm.header.end if below == arm.body else below.start) - 1

    def _end_of(self, chain: Chain, number: int, last: int) -> int | None:
        """Return the last line that is kept; `None` where code that goes stands behind the body on it."""
        source, arm = self.source, chain.arms[number]
        if arm.span.end > arm.body.end:
            goes = source.line_at(arm.span.end - 1)
        elif number + 1 < len(chain.arms):
            goes = first_line_of(self.syntax, chain.arms[number + 1])
        elif chain.span.end > arm.span.end:
            goes = source.line_at(chain.span.end - 1)
        else:
            return source.lines_of(chain.span).last_line
        return goes - 1 if goes > last else None

    def _blank(self, first: int, last: int) -> bool:
        return all(is_blank(self.source, line) for line in range(first, last + 1))

    def _below_header(self, arm: Arm) -> Span:
        """Return a body without the comment behind its header: that speaks of the header, and goes with it."""
        source, end = self.source, self.source.line_end(self.source.line_at(arm.body.start))
        below_it = source.line_at(arm.body.start) > source.line_at(max(arm.header.start, arm.header.end - 1))
        if below_it or end >= arm.body.end or behind(self.syntax, arm.body.start):
            return arm.body
        comments = self.syntax.lexis.comments(Span(arm.body.start, end))
        below = source.line_at(comments[-1].end if comments else end) + 1
        return Span(min(source.line_start(below), arm.body.end), arm.body.end) if comments else arm.body

    def _trimmed(self, body: Span) -> Span | None:
        """Return a body from its first to its last character that is no white space."""
        text = self.source.text[body.start : body.end]
        start = body.start + len(text) - len(text.lstrip())
        end = body.start + len(text.rstrip())
        return Span(start, end) if start < end else None

    def _shift(self, chain: Chain, kept: LineRange) -> Shift | None:
        old = indent_of(self.source, self._indented_line(kept))
        new = indent_of(self.source, self.source.line_at(chain.span.start))
        if chain.kind.startswith("#") and not self._hangs(chain, kept):
            return None
        return Shift(kept, old, new, self.index) if old != new else None

    def _indented_line(self, kept: LineRange) -> int:
        """Return the first line of code that stays, or of what there is."""
        for line in range(kept.first_line, kept.last_line + 1):
            text = self.source.line_text(line)
            first = self.source.line_start(line) + len(text) - len(text.lstrip())
            comment = self.syntax.lexis.kind_at(first) == "comment"
            if text.strip() and not comment and not self.syntax.keeps_indent(line):
                return line
        return first_text_line(self.source, kept)

    def _hangs(self, chain: Chain, kept: LineRange) -> bool:
        """Tell whether lines between directives are indented for their sake, not for what is around."""
        source, lines = self.source, self.source.lines_of(chain.span)
        own = _columns(source, lines.first_line)
        text = [n for n in range(kept.first_line, kept.last_line + 1) if not is_blank(source, n)]
        if min(_columns(source, line) for line in text) <= own:
            return False
        above = next((n for n in range(lines.first_line - 1, 0, -1) if not is_blank(source, n)), None)
        below = next(
            (n for n in range(lines.last_line + 1, source.line_count + 1) if not is_blank(source, n)), None
        )
        if above is not None and source.line_text(above).rstrip().endswith(("{", "(", "[", ":")):
            return False
        return all(n is None or _columns(source, n) <= own for n in (above, below))

    def _between(self) -> Unwrapping:
        """Return the lines between the opener's and the closer's kept."""
        if self.keep == "else":
            raise self._nothing("what the range opens has no branches", "use `keep: body`")
        source, lines = self.source, self.located.lines
        opens, closes = lines.first_line, lines.last_line
        if self.located.extent == "marker":
            opener = self.located.anchor.end - 1
            closer = self.syntax.lexis.closer_of(opener)
            opens = source.line_at(opener)
            closes = source.line_at(closer) if closer is not None else closes
        elif not source.line_text(closes).strip().startswith((")", "]", "}", "end", "fi", "done", "esac")):
            closes = lines.last_line + 1
        if self.located.extent == "from-through":
            closes = lines.last_line
        if closes <= opens + 1 or self._blank(opens + 1, closes - 1):
            raise self._nothing(
                "nothing lies between the opener's and the closer's line", "`delete` it, or use `text`"
            )
        kept = LineRange(opens + 1, closes - 1)
        shift = Shift(
            kept, indent_of(source, self._indented_line(kept)), indent_of(source, opens), self.index
        )
        cuts = [LineRange(lines.first_line, opens)]
        if closes <= lines.last_line:
            cuts.append(LineRange(closes, lines.last_line))
        if len(shift.old.expandtabs(8)) < len(shift.new.expandtabs(8)):
            shift = replace(shift, new=shift.old)
        return Unwrapping(lines, source.span_of(lines), tuple(cuts), (), shift)

    # what speaks against it, and what should be known

    def _refuse_loop(self, chain: Chain, arm: Arm) -> None:
        """Refuse a loop's body that leaves the loop: outside it that means something else."""
        if chain.kind not in _LOOPS:
            return
        for match in _LEAVES.finditer(self.syntax.lexis.masked, arm.body.start, arm.body.end):
            if not any(self._catches(inner, chain, match) for inner in self.syntax.chains()):
                line = self.source.line_at(match.start())
                raise Refusal(
                    self._problem(
                        "unwrap-changes-meaning",
                        f"the body has a `{match.group()}` on line {line} that speaks of the loop that goes",
                        f"take line {line} out in an earlier step, or use `replace`",
                    )
                )

    def _refuse_bound(self, arm: Arm) -> None:
        """Refuse the body of an `except ... as name` that uses the name: nothing else binds it."""
        if arm.keyword != "except":
            return
        for name in self._used(arm):
            raise Refusal(
                self._problem(
                    "unwrap-changes-meaning",
                    f"the body uses `{name}`, which only the `except` binds",
                    "take the use out in an earlier step, or use `replace`",
                )
            )

    def _used(self, arm: Arm) -> Iterator[str]:
        """Yield the names that a header binds and that its body uses."""
        masked = self.syntax.lexis.masked
        body = masked[arm.body.start : arm.body.end]
        for groups in _BINDS.findall(masked, arm.header.start, arm.header.end):
            name = "".join(groups)
            if re.search(rf"(?<![\w.]){re.escape(name)}\b", body):
                yield name

    def _catches(self, inner: Chain, chain: Chain, match: re.Match[str]) -> bool:
        if inner == chain or not chain.span.holds(inner.span):
            return False
        loops = inner.kind in _LOOPS or (inner.kind == "switch" and match.group() == "break")
        arms = inner.arms if inner.kind == "switch" else inner.arms[:1]
        return loops and any(arm.body.start <= match.start() < arm.body.end for arm in arms)

    def _notes(self, chain: Chain) -> Iterator[str]:
        """Say which arms go with code in them, and which names of the header are still used."""
        kept = 0 if self.keep == "body" else 1
        arms: Sequence[Arm] = [] if self.keep == "else" and len(chain.arms) > 2 else chain.arms
        for number, arm in enumerate(arms):
            if number != kept and (self.keep == "body" or number > kept):
                lines = self.source.lines_of(arm.span)
                yield f"the `{arm.keyword}`, lines {lines}, goes with what is in it"
        arm = chain.arms[kept]
        for name in self._used(arm):
            yield f"`{name}`, which the header binds, is used in what stays"

    def _refuse_shared(self, text: str) -> None:
        if text.strip(" \t\f;"):
            raise Refusal(
                self._problem(
                    "shares-line",
                    "the statement shares a line with code that stays",
                    "put the statement on lines of its own first, or use `text`",
                )
            )

    def _nothing(self, message: str, hint: str) -> Refusal:
        return Refusal(self._problem("nothing-to-unwrap", message, hint))

    def _problem(self, code: str, message: str, hint: str) -> Problem:
        lines = self.located.lines
        return Problem(
            code,
            message,
            plan=place_of(self.request),
            target=Target(self.source.path, lines.first_line, lines.last_line),
            label=self.located.label,
            hint=hint,
        )


def _columns(source: SourceFile, line: int) -> int:
    return len(indent_of(source, line).expandtabs(8))
