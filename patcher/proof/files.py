"""One file before and after a step: are its boundaries right, is it still whole, what went?"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from patcher.edit.model import Edited, Request
from patcher.errors import Problem, Target
from patcher.expression import expression
from patcher.proof.along import goes_along
from patcher.proof.asked import Asked, bare_span
from patcher.proof.belonging import is_fixture
from patcher.proof.edges import edge_fault
from patcher.proof.governed import governs_another
from patcher.proof.joined import runs_on
from patcher.proof.meaning import doubts as doubts_of
from patcher.proof.meaning import refusals, shifted
from patcher.proof.model import Doubt, Removed
from patcher.proof.passing import moved_up
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.spec import compile_pattern
from patcher.spec.model import Edit
from patcher.syntax.model import Definition, Disagreement, SyntaxFault
from patcher.syntax.syntax import Syntax

_NUMBERED = expression(r"(?:^|\.)\d+\.")  # a path through an item of a list

# Extents that name what they take; in the others a definition may merely stand in the range.
NAMING = frozenset({"definition", "statement", "branch", "entry", "section", "item", "import", "marker"})

# What is said of a range anyway; that the file does not parse behind it is then no news.
_WRONG_CUTS = frozenset({"boundaries-disagree", "cut-across-node"})


@dataclass(frozen=True, slots=True)
class FileProof:
    """What the proof of one file found. `allowed`, `moved` (the names that a
    request carries away), `evidence` and `doubts` go by the request's index."""

    after: Syntax
    problems: tuple[Problem, ...]
    allowed: tuple[tuple[int, Problem], ...]
    removed: tuple[Removed, ...]
    changed: tuple[tuple[str, str], ...]
    moved: tuple[tuple[int, str], ...]
    evidence: tuple[tuple[str, ...], ...]
    doubts: tuple[tuple[Doubt, ...], ...] = ()


def prove_file(before: Syntax, after: Syntax, edited: Edited, requests: Sequence[Request]) -> FileProof:
    """Return the proof of a file's edits: agreement, whole constructs, validity, ledger, expectations.

    Nothing is raised: what is wrong is in `problems`, or in `allowed` where the edit accepts it.
    """
    evidence: list[list[str]] = [[] for _ in requests]
    found: list[tuple[int, Problem]] = []
    for index, request in enumerate(requests):
        if request.located is None or request.origin is not None:
            continue
        found += ((index, p) for p in _expected(before.source, request))
        found += ((index, p) for p in _edges(before, request))
        if not request.takes and request.edit.name != "unwrap":
            continue
        if edited.outcomes[index].inside is not None:
            continue
        found += ((index, p) for p in _agreement(before, request, evidence[index]))
        found += ((index, p) for p in _whole(before, request, evidence[index]))
    found += governs_another(before, after, edited, requests)
    found += runs_on(before, after, edited, requests)
    meanings = shifted(before, after, edited)
    found += refusals(before.source, meanings, requests)
    cut = {i for i, p in found if p.code in _WRONG_CUTS and p.code not in requests[i].edit.allow}
    found += (row for row in _validity(before, after, edited, requests, evidence) if row[0] not in cut)
    removed, moved, unasked = _ledger(before, edited, requests)
    found += unasked
    allowed = tuple((i, p) for i, p in found if p.code in requests[i].edit.allow)
    problems = tuple(p for i, p in found if p.code not in requests[i].edit.allow)
    gone = [*((r.name, r.line) for r in removed), *((name, line) for _, name, line in moved)]
    changed = tuple(_changed(before, edited, gone))
    carried = tuple((index, name) for index, name, _ in moved)
    beside = goes_along(before, edited, requests)
    told = tuple((*found, *facts) for found, (facts, _) in zip(evidence, beside, strict=True))
    single = (_narrower(before, requests), dict(moved_up(before, edited, requests)))
    doubts = tuple(
        (
            *of_comments,
            *doubts_of(before.source, meanings, index),
            *(by_request[index] for by_request in single if index in by_request),
        )
        for index, (_, of_comments) in enumerate(beside)
    )
    return FileProof(after, problems, allowed, removed, changed, carried, told, doubts)


def _narrower(before: Syntax, requests: Sequence[Request]) -> dict[int, Doubt]:
    if all(r.edit.selector is None or r.edit.selector.extent != "statement" for r in requests):
        return {}
    from patcher.proof.narrower import narrower

    return dict(narrower(before, requests))


def removed_by_files(syntax: Syntax) -> tuple[Removed, ...]:
    """Return the definitions that go with a deleted file."""
    line_at = syntax.source.line_at
    return tuple(_removed(syntax, d, line_at(d.span.start), True) for d in syntax.definitions())


def _expected(source: SourceFile, request: Request) -> Iterator[Problem]:
    expect, located = request.edit.expect, request.located
    if expect is not None and located is not None:
        from patcher.finder.expected import not_as_expected

        yield from not_as_expected(source, located, expect, request.edit.place_of("expect"))


def _agreement(before: Syntax, request: Request, evidence: list[str]) -> Iterator[Problem]:
    located = request.located
    assert located is not None
    if request.edit.name == "unwrap" and located.chain is not None:
        answer = before.confirm(located.chain.span, "statement")
    else:
        answer = before.confirm(located.core, "from" if located.ends else located.extent)
    if isinstance(answer, str):
        evidence.append(answer)
    elif isinstance(answer, Disagreement):
        from patcher.proof.refusals import disagreeing

        yield disagreeing(before, located, answer, request.edit)


def _edges(before: Syntax, request: Request) -> Iterator[Problem]:
    located, selector = request.located, request.edit.selector
    assert located is not None
    wrong = None if selector is None else edge_fault(before, selector, located)
    if wrong is not None:
        from patcher.proof.refusals import not_what_it_says

        yield not_what_it_says(before, located, wrong, request.edit)


def _whole(before: Syntax, request: Request, evidence: list[str]) -> Iterator[Problem]:
    located = request.located
    assert located is not None
    if located.chain is not None or request.edit.name == "unwrap":
        # An arm, and what is around a body, are no whole nodes: their own rules keep the rest whole.
        return
    span, comma = _with_attached(before, request), False
    node = before.straddles(span)
    if node is None:
        node = before.lexis.torn(span)
    if node is None and located.element is None:
        node, comma = before.orphaned_comma(located.span), True
    if node is not None:
        from patcher.proof.refusals import cut_across

        yield cut_across(before, located, node, request.edit, comma=comma)
    elif before.language.knows:
        evidence.append("no construct is cut")


def _with_attached(before: Syntax, request: Request) -> Span:
    """Return what a range takes; that of an element on lines of its own lacks what is attached to it yet."""
    located, selector = request.located, request.edit.selector
    assert located is not None
    source, span = before.source, located.span
    if located.element is None or selector is None or not selector.takes_attached:
        return span
    own = not source.text[source.start_at(span.start) : span.start].strip()
    return Span(before.attached_start(span.start), span.end) if own else span


def _validity(
    before: Syntax, after: Syntax, edited: Edited, requests: Sequence[Request], evidence: list[list[str]]
) -> Iterator[tuple[int, Problem]]:
    """Show by parts that the file still parses: the statements touched, and the state at their edges."""
    if not edited.splices:
        return
    comment = after.lexis.unclosed()
    if comment is not None and before.lexis.unclosed() is None:
        open_ = SyntaxFault(after.source.line_at(comment.start), "the comment is never closed")
        spans, _ = _after_spans(before, after, edited)
        index = _nearest(after.source, edited, open_, spans)
        yield index, _no_longer_whole(before, after, open_, spans, requests[index])
        return
    if not before.language.checks:
        return
    spans, states = _after_spans(before, after, edited)
    fault = after.fault_around(spans)
    if fault is None and states:
        for each in evidence:
            each.append("the statements touched parse, and the lexical state at the edges is unchanged")
        return
    old, new = before.faults(), after.faults()
    fresh = _not_among(new, old)
    if old:
        fresh = _fresh_around(before, after, edited, spans, fresh)
    if fresh:
        index = _nearest(after.source, edited, fresh[0], spans)
        yield index, _no_longer_whole(before, after, fresh[0], spans, requests[index])


def _no_longer_whole(
    before: Syntax, after: Syntax, fault: SyntaxFault, spans: Sequence[Span], request: Request
) -> Problem:
    from patcher.proof.refusals import no_longer_whole

    return no_longer_whole(before, after, fault, spans, request)


def _not_among(new: Sequence[SyntaxFault], old: Sequence[SyntaxFault]) -> list[SyntaxFault]:
    """Return the faults that were not there before, told by their text and not by their place."""
    known = Counter(one.message for one in old)
    fresh = []
    for one in new:
        if known[one.message]:
            known[one.message] -= 1
        else:
            fresh.append(one)
    return fresh


def _fresh_around(
    before: Syntax, after: Syntax, edited: Edited, spans: Sequence[Span], fresh: list[SyntaxFault]
) -> list[SyntaxFault]:
    """Return what the step broke in a file that was not whole; `fresh` is what its parser says of all of it.

    A parser that stops at a file's first fault says nothing of another one, and one that never took
    the statements touched (a newer syntax, an older one) tells nothing: then a laxer one is asked.
    """
    old_spans = [_text_span(before.source, splice.start, splice.end) for splice in edited.splices]
    was, now = before.faults_around(old_spans), after.faults_around(spans)
    if not was and not now:
        return fresh
    if len(now) <= len(was):
        was, now = before.torn_around(old_spans), after.torn_around(spans)
    known = [one.message for one in was]
    return sorted(now, key=lambda one: one.message in known)[: max(0, len(now) - len(was))]


def _after_spans(before: Syntax, after: Syntax, edited: Edited) -> tuple[list[Span], bool]:
    """Return the splices' places in the file after the step, and whether each end has the state it had."""
    spans, shift, same = [], 0, True
    for splice in edited.splices:
        start = splice.start + shift
        end = start + len(splice.data)
        shift += len(splice.data) - (splice.end - splice.start)
        span = _text_span(after.source, start, end)
        spans.append(span)
        old_end = before.source.text_offset(splice.end)
        same = same and before.edge_state(old_end) == after.edge_state(span.end)
    return spans, same


def _text_span(source: SourceFile, start: int, end: int) -> Span:
    return Span(source.text_offset(start), source.text_offset(end))


def _nearest(source: SourceFile, edited: Edited, fault: SyntaxFault, spans: Sequence[Span]) -> int:
    """Return the request whose place is nearest to a fault."""
    lines = [
        (abs(source.line_at(span.start) - fault.line), s.request)
        for span, s in zip(spans, edited.splices, strict=True)
    ]
    return min(lines)[1]


def _ledger(
    before: Syntax, edited: Edited, requests: Sequence[Request]
) -> tuple[tuple[Removed, ...], list[tuple[int, str, int]], list[tuple[int, Problem]]]:
    """Return what goes, what a move carries away, and a problem for each request that takes what nobody named."""
    source = before.source
    gone = _gone(source, edited)
    if not gone:
        return (), [], []
    starts = [span.start for span, _ in gone]
    removed: list[Removed] = []
    moved: list[tuple[int, str, int]] = []
    unasked: dict[int, list[Definition]] = {}
    named: list[Span] = []  # of what `removes` allows; in a file of data it speaks for what is in it
    asked_by = Asked(before, edited, requests)
    patterns = dict.fromkeys(pattern for request in requests for pattern in request.edit.removes)
    allowed = [compile_pattern(pattern).fullmatch for pattern in patterns]
    for definition in before.definitions_touching([span for span, _ in gone]):
        index = bisect_left(starts, definition.span.start + 1) - 1
        bare = bare_span(source, definition.span)
        if index < 0 or not gone[index][0].holds(bare):
            continue
        request = gone[index][1]
        line = source.line_at(definition.span.start)
        holding = asked_by.holding(bare)
        carrier = asked_by.carrier(bare, holding)
        if carrier is not None:
            moved.append((carrier, definition.name, line))
            continue
        asked = asked_by.names(definition, bare, holding)
        removed.append(_removed(before, definition, line, asked))
        if asked:
            continue
        if any(fullmatch(definition.name, timeout=2.0) is not None for fullmatch in allowed):
            named.append(bare)
        elif _stands_for_itself(before, definition, named, requests[request]):
            unasked.setdefault(request, []).append(definition)
    problems = [(index, _swallowed(before, found, requests[index])) for index, found in unasked.items()]
    return tuple(removed), moved, problems


def _removed(before: Syntax, definition: Definition, line: int, asked: bool) -> Removed:
    name, fixture = definition.name, is_fixture(before, definition)
    reach, written = before.reach(definition), before.written_as(name)
    return Removed(before.source.path, name, definition.kind, line, asked, fixture, reach, written)


def _swallowed(before: Syntax, found: Sequence[Definition], request: Request) -> Problem:
    from patcher.proof.refusals import swallowed

    return swallowed(before, found, request.edit, request.located)


def _gone(source: SourceFile, edited: Edited) -> list[tuple[Span, int]]:
    """Return the spans that leave, those that touch made one, each with the request of its start."""
    gone: list[tuple[Span, int]] = []
    for splice in edited.splices:
        if splice.end == splice.start:
            continue
        span = _text_span(source, splice.start, splice.end)
        if gone and gone[-1][0].end == span.start:
            gone[-1] = (Span(gone[-1][0].start, span.end), gone[-1][1])
        else:
            gone.append((span, splice.request))
    return gone


def _stands_for_itself(
    before: Syntax, definition: Definition, named: Sequence[Span], request: Request
) -> bool:
    """Tell whether a definition has to be named if it goes.

    In a file of data a key speaks for what is in it, and what is in an item of a list has no name: its
    number changes with the items above (elements have none). Whoever names one definition takes no other, though.
    """
    if before.language.code:
        return True
    if any(span.holds(definition.span) for span in named):
        return False
    names_one = request.located is not None and request.located.definition is not None
    return names_one or definition.kind == "element" or not _NUMBERED.search(definition.name)


def not_removed(edit: Edit, proofs: Sequence[FileProof]) -> Iterator[Problem]:
    """Yield a problem for each name in an edit's `removes` that goes in none of the files it has ranges in."""
    removed = [each for proof in proofs for each in proof.removed]
    for pattern in edit.removes:
        fullmatch = compile_pattern(pattern).fullmatch
        if any(fullmatch(each.name, timeout=2.0) for each in removed):
            continue
        yield Problem(
            "removes-not-removed",
            f"`removes` names `{pattern}`, and nothing of that name goes",
            plan=edit.place_of("removes"),
            target=Target(proofs[0].after.source.path),
            hint="correct the name, or the range",
        )


def _changed(before: Syntax, edited: Edited, removed: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield the innermost definitions that an edit touches and leaves standing."""
    source = before.source
    gone = set(removed)
    places = sorted({source.text_offset(splice.start) for splice in edited.splices})
    for definition in before.definitions_touching([Span(place, place + 1) for place in places]):
        line = source.line_at(definition.span.start)
        index = bisect_left(places, definition.span.start)
        if (
            index < len(places)
            and places[index] < definition.span.end
            and (definition.name, line) not in gone
        ):
            yield source.path, definition.name
