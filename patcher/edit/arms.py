"""Arms of a chain that go: what is left must still be a statement, and begin like one.

All arms of one statement that a step deletes are judged together, cases by whatever they are selected.
With the first arm gone the next `elif` becomes the `if`; an `else`, a bare `try` or nothing cannot be left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Request
from patcher.edit.pieces import Gap, place_of
from patcher.errors import Mark, Problem, Refusal, Target
from patcher.expression import expression
from patcher.finder.model import Located
from patcher.record import dataclass, field
from patcher.source import Span, excerpt_of, mark_of
from patcher.spec.model import Delete
from patcher.syntax.model import Arm, Chain
from patcher.syntax.syntax import Syntax

_OF_CASES = frozenset({"switch", "match", "case", "select", "when"})
_CASE = expression(r"[\s#]*(?:case|default)\b")
_ENDS = {"go": "drop its `fallthrough`", "shell": "let it end in `;;`"}
_VALUED = frozenset({"rust"})  # languages in which an `if` can be a value
_VALUE = expression(
    r"(?:[=(,\[&|+*/-]|\breturn)[\s#]*\Z"
)  # what stands before a value, but `=>`, `->`, `{`, `;`
_CATCHES = frozenset({"except", "catch", "rescue"})
_CLOSES = frozenset({"finally", "ensure"})


@dataclass(slots=True)
class Arms:
    """Headers that become others, as parts of lines, and what may not go."""

    gaps: list[Gap] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def settle_arms(syntax: Syntax, requests: Sequence[Request], active: Sequence[int]) -> Arms:
    """Return the headers that begin the statements now, of the requests that delete arms."""
    found = Arms()
    chains: dict[tuple[Span, str], tuple[Chain, dict[int, int]]] = {}
    for index in active:
        located = requests[index].located
        if not isinstance(requests[index].edit.action, Delete) or located is None:
            continue
        for chain, arm in (
            ((located.chain, located.arm),) if located.chain else _cases_in(syntax, located.core)
        ):
            chains.setdefault((chain.span, chain.kind), (chain, {}))[1][arm] = index
    for chain, gone in chains.values():
        problem = _refused(syntax, requests, chain, gone)
        if problem is not None:
            found.problems.append(problem)
        elif 0 in gone and chain.kind not in _OF_CASES:
            first = next(i for i in range(len(chain.arms)) if i not in gone)
            try:
                found.gaps.append(_promoted(syntax, requests, chain.arms[first], gone[first - 1]))
            except Refusal as refusal:
                found.problems += refusal.problems
    return found


def _cases_in(syntax: Syntax, span: Span) -> Iterator[tuple[Chain, int]]:
    """Yield the cases that a span begins with and holds, where their statement stays: the chain, and which."""
    language = syntax.language
    if not language.cases_run_on:
        return
    if language.name != "shell" and not _CASE.match(syntax.lexis.masked_in(span.start, span.end)):
        return
    for chain in syntax.chains():
        if chain.kind in _OF_CASES and chain.span.holds(span):
            yield from ((chain, i) for i, arm in enumerate(chain.arms) if span.holds(arm.span))


def _promoted(syntax: Syntax, requests: Sequence[Request], arm: Arm, request: int) -> Gap:
    from patcher.finder.arms import promotion

    found, located = promotion(syntax, arm), requests[request].located
    assert found is not None
    assert located is not None
    if located.span.end > found[0].end:
        raise Refusal(_swallowing(syntax, requests[request], located, arm))
    return Gap(behind_taken(found[0], located.span), request, found[1])


def _swallowing(syntax: Syntax, request: Request, located: Located, arm: Arm) -> Problem:
    """Return the problem of a range that begins as one arm and takes the header of the next one, which stays."""
    marks = [mark_of(syntax.source, located.span, "-", "what would go")]
    marks.append(mark_of(syntax.source, arm.header, "^", "stays"))
    return Problem(
        "arm-needed",
        f"the range of the arm goes beyond it, over the `{arm.keyword}` that would come to be the first",
        plan=place_of(request),
        target=Target(syntax.source.path, located.lines.first_line, located.lines.last_line),
        excerpts=(excerpt_of(syntax.source, marks),),
        hint="say the range with another selector",
    )


def behind_taken(header: Span, taken: Span) -> Span:
    """Return what of a header becomes other, without what goes with the arm before it."""
    return Span(max(header.start, taken.end), header.end)


def _refused(
    syntax: Syntax, requests: Sequence[Request], chain: Chain, gone: dict[int, int]
) -> Problem | None:
    """Return why the arms that are left cannot stand, at the last of the edits that take some."""
    why = _why(syntax, chain, gone)
    if why is None:
        return None
    request = requests[max(gone.values())]
    located = request.located
    assert located is not None
    return Problem(
        "arm-needed",
        f"the `{chain.kind}` on line {syntax.source.line_at(chain.span.start)} of `{syntax.source.path}` "
        + why[0],
        plan=place_of(request),
        target=Target(syntax.source.path, located.lines.first_line, located.lines.last_line),
        label=located.label,
        excerpts=(excerpt_of(syntax.source, _marks(syntax, chain, gone)),),
        hint=why[1],
    )


def _marks(syntax: Syntax, chain: Chain, gone: dict[int, int]) -> list[Mark]:
    marks = [mark_of(syntax.source, chain.span, ":", f"the whole `{chain.kind}`")]
    return marks + [mark_of(syntax.source, chain.arms[i].span, "-", "what would go") for i in sorted(gone)]


def _why(syntax: Syntax, chain: Chain, gone: dict[int, int]) -> tuple[str, str] | None:
    left = [(i, arm) for i, arm in enumerate(chain.arms) if i not in gone]
    if not left:
        return "would have no arm left", "take the whole of it with `statement:`, or keep an arm"
    if chain.kind in _OF_CASES:
        return _falls(syntax, chain, gone)
    from patcher.finder.arms import promotion

    first = left[0][1]
    if 0 in gone and promotion(syntax, first) is None:
        keeping = "`unwrap` it with `keep: else`" if chain.kind != "try" else "`unwrap` the `try`"
        return f"would begin with `{first.keyword}`", f"{keeping}, or take the whole with `statement:`"
    last = chain.arms[-1]
    if last.keyword == "else" and len(chain.arms) - 1 in gone and _is_value(syntax, chain.span):
        return "would have no value without its `else`", "`replace` the arm, or the statement around it"
    words = {arm.keyword for _, arm in left}
    if chain.kind == "try":
        if not words & (_CATCHES | _CLOSES):
            return "would be a bare `try`", "`unwrap` it with `keep: body`"
        if "else" in words and not words & _CATCHES:
            return "would have an `else` and nothing that it belongs to", "take the `else` too"
    return None


def _is_value(syntax: Syntax, span: Span) -> bool:
    """Tell whether a statement stands where a value is asked for: behind a `=`, in brackets, as an argument."""
    if syntax.language.name not in _VALUED:
        return False
    line = syntax.source.line_at(span.start)
    before = syntax.lexis.masked_in(syntax.source.line_start(max(1, line - 1)), span.start)
    return _VALUE.search(before) is not None


def _falls(syntax: Syntax, chain: Chain, gone: dict[int, int]) -> tuple[str, str] | None:
    """Return why a case may not go: the one above it, which stays, runs into it."""
    if not syntax.language.cases_run_on:
        return None
    from patcher.syntax.cases import runs_on

    for index in range(1, len(chain.arms)):
        above = chain.arms[index - 1]
        if index in gone and index - 1 not in gone and runs_on(syntax, above):
            line = syntax.source.line_at(above.span.start)
            return (
                f"has a `{above.keyword}` on line {line} that runs into the one that would go",
                f"take that one too, or {_ENDS.get(syntax.language.name, 'let it end in a `break`')} in an earlier step",
            )
    return None
