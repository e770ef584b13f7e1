"""Elements of comma-separated constructs, and imported names, with the right comma.

An element on lines of its own goes as whole lines, with the comment behind it; inside a line it
goes with the comma and the blanks behind it. The last one goes with the comma before it, so that a
trailing comma is there after where it was there before. A comment stays with what shares its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.imports import Statements
from patcher.edit.model import Request
from patcher.edit.pieces import Cover, Cut, Gap, Notes, place_of
from patcher.edit.removal import Asked, Removal, merged
from patcher.edit.shape import BLANKS, Shape
from patcher.errors import Problem, Target
from patcher.source import LineRange, Span
from patcher.syntax.model import Element
from patcher.syntax.syntax import Syntax


def is_element(request: Request) -> bool:
    """Tell whether a request speaks of an element of a construct, not of whole lines."""
    located = request.located
    return located is not None and located.element is not None and not located.whole_lines


def remove_elements(
    syntax: Syntax, requests: Sequence[Request], chosen: Sequence[int], notes: Notes
) -> Removal:
    """Return what goes when the elements of the chosen requests go; those of one construct together."""
    removal = Removal(notes)
    constructs: dict[tuple[int, str], list[Asked]] = {}
    for index in chosen:
        request = requests[index]
        if request.takes and is_element(request):
            _add(constructs, Asked(_element(request), index))
    _give_up_lists(constructs, removal)
    statements = Statements(syntax)
    for members in constructs.values():
        kind = members[0].element.kind
        if kind == "keys":
            from patcher.edit.aligned import move_up

            move_up(syntax, requests, chosen, members[0], removal)
        elif kind == "attributes":
            from patcher.edit.aligned import remove_attributes

            remove_attributes(syntax, members, removal)
        else:
            _Construct(syntax, requests, members, removal, statements).remove()
    statements.remove(requests, removal)
    removal.gaps = merged(removal.gaps)
    return removal


def _add(constructs: dict[tuple[int, str], list[Asked]], asked: Asked) -> None:
    element = asked.element
    constructs.setdefault((element.siblings[0].start, element.kind), []).append(asked)


def _give_up_lists(constructs: dict[tuple[int, str], list[Asked]], removal: Removal) -> None:
    """Let a list that cannot stand empty go as an element of the list around, where all of it goes."""
    waiting = list(constructs)
    while waiting:
        members = constructs[waiting.pop()]
        outer = members[0].element.outer
        if outer is None or {one.element.span for one in members} != set(members[0].element.siblings):
            continue
        key = (members[0].element.siblings[0].start, members[0].element.kind)
        del constructs[key]
        for one in members:
            removal.notes.add(one.request, "its braces go with their last name")
        _add(constructs, Asked(outer, members[0].request))
        waiting.append((outer.siblings[0].start, outer.kind))


def _element(request: Request) -> Element:
    assert request.located is not None
    assert request.located.element is not None
    return request.located.element


class _Construct(Shape):
    """One comma-separated construct of which some elements go."""

    def __init__(
        self,
        syntax: Syntax,
        requests: Sequence[Request],
        members: Sequence[Asked],
        removal: Removal,
        statements: Statements,
    ) -> None:
        super().__init__(syntax, members[0].element)
        self.requests, self.removal, self.statements = requests, removal, statements
        number = {span.start: position for position, span in enumerate(self.siblings)}
        self.asked: dict[int, int] = {  # the position among the siblings: the request
            number[one.element.span.start]: one.request for one in members
        }
        self.positions = sorted(self.asked)
        self.gone: list[Span] = []  # what was taken of the run at hand
        self.left = len(self.siblings) - len(self.positions)

    def remove(self) -> None:
        """Put what goes into the removal."""
        if not self.left and not any(self.holes):
            self._remove_all()
            return
        for run in _runs(self.positions):
            self.gone.clear()
            if any(self.holes[run[0] : run[1] + 2]):
                self._remove_beside_hole(run)
            else:
                self._remove_run(run)
        self._keep_tuple()

    def _remove_beside_hole(self, run: tuple[int, int]) -> None:
        """Take each element with the comma behind it, or none: a place that holds nothing keeps its comma."""
        for first, last in self._clusters(run):
            lines = self.alone(first, last)
            if lines is not None:
                self._cut((first, last), lines)
                continue
            comma, start = self.comma(last), self.siblings[first].start
            if comma is None:
                start -= len(self._blanks_before(start))
            end = self.siblings[last].end if comma is None else self.over_blanks(comma + 1)
            self._gap(Span(start, end), (first, last))

    def _keep_tuple(self) -> None:
        """Give a tuple's only element the comma without which it would be none."""
        if self.kind != "tuple" or self.left > 1 or self.trailing is not None:
            return
        if len(self.siblings) - 1 not in self.asked:
            self._put_comma(len(self.siblings) - 1)

    # everything goes

    def _remove_all(self) -> None:
        request = self.asked[0]
        if self.kind == "imports":
            self._remove_statement()
        elif self.kind == "set":
            self._refuse(
                "emptied-set",
                "the set would be left empty, and `{}` is a dict",
                "replace the whole set: `set()` is an empty one",
            )
        elif not self.delimited:
            self._refuse(
                "emptied-body",
                f"nothing would be left of the {self.kind}, which has no brackets to stay",
                "use `statement:` for the whole statement, or `replace:`",
            )
        elif self.element.emptied == "goes" and not self._comments_stay(self._all_clusters()):
            self._gap(self._bracketed(), (0, len(self.siblings) - 1))
            self.removal.notes.add(request, f"the brackets of the {self.kind} go with the last of it")
        elif self.element.emptied != "stays":
            self._refuse(
                "emptied-body",
                f"nothing would be left between the brackets of the {self.kind}, which may not be empty there",
                "take the whole of it with `statement:` or `text:`, or say with `replace:` what stands there",
            )
        else:
            clusters = self._all_clusters()
            alone = [self.alone(*cluster) for cluster in clusters]
            if all(lines is not None for lines in alone) or self._comments_stay(clusters):
                for cluster, lines in zip(clusters, alone, strict=True):
                    self._remove_one_by_one(cluster, lines)
                self._settle_commas((0, len(self.siblings) - 1), stays=False)
            else:
                self._gap(self.inner, (0, len(self.siblings) - 1))
            self.removal.notes.add(request, f"nothing is left between the brackets of the {self.kind}")

    def _all_clusters(self) -> list[tuple[int, int]]:
        return list(self._clusters((0, len(self.siblings) - 1)))

    def _bracketed(self) -> Span:
        """Return the brackets with the white space before them."""
        start = self.inner.start - 1
        return Span(len(self.masked[:start].rstrip(" \t\f\r\n")), self.inner.end + 1)

    def _remove_statement(self) -> None:
        """Let the whole import statement go, with those beside it on its lines that go too."""
        span = self.statements.around(Span(self.siblings[0].start, self.siblings[-1].end))
        self.statements.gone.append((span, self.asked[0]))
        for index in self.asked.values():
            self.removal.notes.add(index, "the import statement goes with its last name")

    def _comments_stay(self, clusters: Sequence[tuple[int, int]]) -> bool:
        """Tell whether the brackets hold a comment on a line without an element."""
        held: set[int] = set()
        for first, last in clusters:
            lines = self.source.lines_of(Span(self.siblings[first].start, self.siblings[last].end))
            held.update(range(lines.first_line, lines.last_line + 1))
        comments = self.syntax.lexis.comments(self.inner)
        return any(self.source.line_at(comment.start) not in held for comment in comments)

    def _remove_one_by_one(self, cluster: tuple[int, int], lines: LineRange | None) -> None:
        if lines is not None:
            self._cut(cluster, lines)
            return
        first, last = cluster
        comma, end = self.comma(last), self.siblings[last].end
        if comma is not None and self.same_line(end, comma):
            end = comma + len(self.separator)
        self._gap(Span(self.siblings[first].start, self.over_comment(end)), cluster)

    # something stays

    def _clusters(self, run: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Yield the parts of a run whose elements follow one another on one line."""
        first = run[0]
        for position in range(run[0], run[1]):
            if not self.same_line(self.siblings[position].end, self.siblings[position + 1].start):
                yield first, position
                first = position + 1
        yield first, run[1]

    def _remove_run(self, run: tuple[int, int]) -> None:
        """Remove neighbours among the elements; at least one other stays."""
        first, last = run
        at_end = last == len(self.siblings) - 1
        keeps_comma = self.kind == "tuple" and self.left == 1
        clusters = list(self._clusters(run))
        if self._ended(run) or self._joined(run, clusters, keeps_comma):
            return
        for cluster in clusters:
            lines = self.alone(*cluster)
            if lines is not None:
                self._cut(cluster, lines)
            else:
                self._remove_inline(cluster, keeps_comma)
        self._settle_commas(
            run, stays=bool(first) and (not at_end or keeps_comma or self.trailing is not None)
        )

    def _ended(self, run: tuple[int, int]) -> bool:
        """Let the `;` that ends a list move up, where its lines hold nothing else but what goes."""
        first, last = run
        comma = self.comma(first - 1) if first else None
        end = self.inner.end
        if last + 1 < len(self.siblings) or comma is None or not self.masked.startswith(";", end):
            return False
        line_end = self.source.line_end(self.source.line_at(end))
        between, behind = self.masked[self.siblings[last].end : end], self.masked[end + 1 : line_end]
        if between.strip(BLANKS) or behind.strip(BLANKS + "#") or not self.begins_line(first):
            return False
        self._cut(run, LineRange(self.source.line_at(self.siblings[first].start), self.source.line_at(end)))
        self.removal.gaps.append(Gap(Span(comma, comma + len(self.separator)), self.asked[first], ";"))
        self.removal.notes.add(self.asked[first], "the `;` behind it takes the place of the comma before it")
        return True

    def _settle_commas(self, run: tuple[int, int], *, stays: bool) -> None:
        """Leave one comma, or none, of those from before the run to behind it."""
        first, last = run
        gone = Cover(self.gone)
        left = [
            position
            for position in range(max(first - 1, 0), last + 1)
            if (comma := self.comma(position)) is not None and not gone.holds(comma)
        ]
        if stays and not left:
            self._put_comma(first - 1)
        elif stays:
            kept = first - 1 if left[0] == first - 1 else left[-1]
            if kept != first - 1 and self.comma_alone(kept):
                self._put_comma(first - 1)  # the line of that comma says something of what goes
            else:
                left.remove(kept)
        for position in left:
            self._drop_comma(position, self.asked[first if position < first else position])

    def _put_comma(self, position: int) -> None:
        """Put a comma behind an element that stays."""
        end = self.siblings[position].end
        self.removal.gaps.append(Gap(Span(end, end), self.asked[self.positions[0]], self.separator))

    def _joined(self, run: tuple[int, int], clusters: Sequence[tuple[int, int]], keeps_comma: bool) -> bool:
        """Close the gap of a run at the edge of a line that stays, where no comment is in the way."""
        first, last = run
        start, end = self.siblings[first].start, self.siblings[last].end
        if last + 1 < len(self.siblings):
            follows = self.siblings[last + 1].start
            opens = not self.begins_line(first) and not self._before_on_line(first)
            if not opens or self.same_line(start, follows) or not self._bare(run, follows):
                return False
            self._gap(Span(start, follows), run)
            return True
        if self.alone(*clusters[-1]) is not None:
            return False
        if self._before_on_line(first) and (len(clusters) == 1 or self._comment_behind(clusters[0][1])):
            return False
        if not first or self.masked.find("#", self.siblings[first - 1].end, start) >= 0:
            return False
        if not self._bare(run, end):
            return False
        before = self.comma(first - 1)
        if self.trailing is not None and before is not None:
            self._gap(Span(before + len(self.separator), self.trailing + len(self.separator)), run)
        elif keeps_comma and before is not None:
            self._gap(Span(before + len(self.separator), end), run)
        else:
            self._gap(Span(self.siblings[first - 1].end, end), run)
            self.removal.notes.add(self.asked[first], "the comma before it goes along")
        return True

    def _comment_behind(self, position: int) -> bool:
        """Tell whether a comment stands behind an element on its line."""
        end = self.siblings[position].end
        return self.masked.find("#", end, self.source.line_end(self.source.line_at(end))) >= 0

    def _bare(self, run: tuple[int, int], end: int) -> bool:
        """Tell whether no comment behind an element of the run, up to `end`, begins a line."""
        spans = self.siblings[run[0] : run[1] + 1]
        limits = [*(span.start for span in spans[1:]), end]
        return not any(self.own_comment(span.end, limit) for span, limit in zip(spans, limits, strict=True))

    def _before_on_line(self, position: int) -> bool:
        """Tell whether an element that stays stands before this one on its line."""
        if not position or position - 1 in self.asked:
            return False
        return self.same_line(self.siblings[position - 1].end, self.siblings[position].start)

    def _remove_inline(self, cluster: tuple[int, int], keeps_comma: bool) -> None:
        first, last = cluster
        start, end = self.siblings[first].start, self.siblings[last].end
        comma = self.comma(last)
        behind = end
        if comma is not None and self.same_line(end, comma):
            behind = comma + len(self.separator)
        at_end = last == len(self.siblings) - 1
        before = self.comma(first - 1) if self._before_on_line(first) else None
        if not at_end and self.same_line(end, self.siblings[last + 1].start):
            self._gap(Span(self._before_comment(first), self.over_blanks(behind)), cluster)
        elif at_end and before is not None and self.trailing is None and not keeps_comma:
            # the comma before it goes by itself
            self._gap(Span(before + len(self.separator), end), cluster)
        elif before is not None:
            self._gap(Span(before + len(self.separator), behind), cluster)
        else:
            end = behind if at_end else self.over_comment(behind)
            if end > behind:
                start -= len(self._blanks_before(start))
            self._gap(Span(start, end), cluster)

    def _blanks_before(self, offset: int) -> str:
        line = self.source.text[self.source.line_start(self.source.line_at(offset)) : offset]
        return line[len(line.rstrip(BLANKS)) :]

    def _before_comment(self, position: int) -> int:
        """Return where a comment begins that stands between the comma before an element and it."""
        start = self.siblings[position].start
        comma = self.comma(position - 1) if position else None
        lowest = comma + len(self.separator) if comma is not None else self.inner.start
        lowest = max(lowest, self.source.line_start(self.source.line_at(start)))
        piece = self.masked[lowest:start].rstrip(BLANKS)
        skip = self.syntax.lexis.skip_at(lowest + len(piece) - 1) if piece.endswith("#") else None
        return skip.start if skip is not None and skip.start >= lowest else start

    def _drop_comma(self, position: int, request: int) -> None:
        """Take one comma; with its line, where the element before it goes and nothing else is there."""
        comma = self.comma(position)
        assert comma is not None
        stays = position not in self.asked
        start, end = comma, comma + len(self.separator)
        line = self.source.line_at(comma)
        line_end = self.source.line_end(line)
        leads = not self.source.text[self.source.line_start(line) : comma].strip(BLANKS)
        if self.comma_alone(position) and (not stays or not self.masked[end:line_end].strip(BLANKS)):
            self.removal.cuts.append(Cut(LineRange(line, line), request))
        elif stays and not leads:
            if self.source.text[end:line_end].strip(BLANKS) == "\\":
                end = line_end  # nothing is joined any more
            before = self.siblings[position].end
            start = start if self.source.text[before:start].strip(BLANKS) else before
            self._take(Span(start, end), request)
        else:
            self._take(Span(start, self.over_blanks(end)), request)
        self.removal.notes.add(request, f"the comma {'before' if stays else 'behind'} it goes along")

    def _take(self, span: Span, request: int) -> None:
        self.gone.append(span)
        self.removal.gaps.append(Gap(span, request))

    # what goes

    def _cut(self, cluster: tuple[int, int], lines: LineRange) -> None:
        """Take whole lines, shared out among the elements that end on them."""
        first, last = cluster
        start = lines.first_line
        selector = self.requests[self.asked[first]].edit.selector
        if selector is not None and selector.takes_attached:
            above = self.syntax.attached_start(self.siblings[first].start)
            touching = self.source.line_at(above)
            if touching < start:
                self.removal.notes.add(
                    self.asked[first], f"comment {LineRange(touching, start - 1)} goes along"
                )
                start = touching
        for position in range(first, last + 1):
            end = self.source.line_at(self.siblings[position].end) if position < last else lines.last_line
            if end >= start:
                part = LineRange(start, end)
                self.gone.append(self.source.span_of(part))
                self.removal.cuts.append(Cut(part, self.asked[position]))
                start = end + 1

    def _gap(self, span: Span, cluster: tuple[int, int]) -> None:
        """Take a span, shared out among the elements in it."""
        start = span.start
        for position in range(cluster[0], cluster[1] + 1):
            end = self.siblings[position + 1].start if position < cluster[1] else span.end
            self._take(Span(start, end), self.asked[position])
            start = end

    def _refuse(self, code: str, message: str, hint: str) -> None:
        index = self.asked[self.positions[0]]
        request = self.requests[index]
        lines = self.source.lines_of(Span(self.siblings[0].start, self.siblings[-1].end))
        self.removal.problems.append(
            Problem(
                code,
                message,
                plan=place_of(request),
                target=Target(self.source.path, lines.first_line, lines.last_line),
                label=request.located.label if request.located is not None else None,
                hint=hint,
            )
        )


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    first = previous = positions[0]
    for position in positions[1:]:
        if position != previous + 1:
            yield first, previous
            first = position
        previous = position
    yield first, previous
