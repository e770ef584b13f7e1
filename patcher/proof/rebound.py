"""Whether a file still gives a name of which one definition went: always, on some conditions alone, or not.

A condition is an arm of an `if`, a `try`, a loop or the like. What is left gives the name always where
it stands under no condition that the definition did not stand under too, or in all arms of a chain
of which one always runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from patcher.expression import expression
from patcher.proof.model import ALWAYS, NOT_ALWAYS, UNLESS_IT_FAILS
from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.model import Arm, Chain
from patcher.syntax.syntax import Syntax

_BLANKS = expression(r"[\s\\]+")
_LAST = ("else", "#else")  # an arm that runs where no other does

Path = tuple[tuple[Chain, int], ...]  # the arms around a place, the outermost first


@dataclass(frozen=True, slots=True)
class Rebound:
    """What is left of a name in its file after a step, as spans in file order.

    `known` are the conditions under which the definition stood that went, as `conditions_at` gives them.
    """

    after: Syntax
    spans: tuple[Span, ...]
    known: frozenset[str]

    def everywhere(self) -> str:
        """Return how sure it is that the name is bound at the end of the file whenever it was before."""
        return self._bound(self.spans, self.known)

    def at(self, offset: int, *, later: bool) -> str:
        """Return how sure it is that the name is bound where code stands.

        `later` where that code runs after the whole file.
        """
        spans = self.spans if later else tuple(span for span in self.spans if span.end <= offset)
        return self._bound(spans, self.known | conditions_at(self.after, offset))

    def _bound(self, spans: Sequence[Span], known: Set[str]) -> str:
        chains = self.after.chains() if spans else ()
        paths = [_path(chains, span.start) for span in spans]
        if paths and _always(self.after, paths, known):
            return ALWAYS
        smooth = [tuple(row for row in path if not _tried(*row)) for path in paths]
        return UNLESS_IT_FAILS if paths and _always(self.after, smooth, known) else NOT_ALWAYS


def find_rebound(after: Syntax, name: str, before: Syntax, line: int) -> Rebound | None:
    """Return what binds a name in a file, of which a definition on a 1-based line of the file before went."""
    spans = tuple(sorted(_bindings(after, name), key=lambda span: span.start))
    if not spans:
        return None
    start, end = before.source.line_start(line), before.source.line_end(line)
    code = before.lexis.masked_in(start, end).rstrip(" \t\f\r#")
    return Rebound(after, spans, conditions_at(before, start + max(0, len(code) - 1)))


def conditions_at(syntax: Syntax, offset: int) -> frozenset[str]:
    """Return the conditions under which a place is reached, each as a text that tells it from others."""
    path = _path(syntax.chains(), offset)
    told = {_condition(syntax, chain, index) for chain, index in path}
    # What stands behind `else:` of a `try` runs where its body did.
    told |= {_condition(syntax, chain, 0) for chain, index in path if _tried(chain, index)}
    return frozenset(told)


def _bindings(syntax: Syntax, name: str) -> Iterator[Span]:
    for one in syntax.definitions_called(name):
        bare = one.kind == "assignment" and "=" not in syntax.lexis.masked_in(one.span.start, one.span.end)
        if not bare:  # `name: int` alone gives it no value
            yield one.span
    if "." not in name:
        yield from (i.statement for i in syntax.imports() if not i.local and i.names[0] == name)


def _path(chains: Sequence[Chain], offset: int) -> Path:
    return tuple(
        (chain, index)
        for chain in chains
        for index, arm in enumerate(chain.arms)
        if arm.body.start <= offset < arm.body.end and not _always_runs(chain, arm)
    )


def _always_runs(chain: Chain, arm: Arm) -> bool:
    return chain.kind == "with" or arm.keyword == "finally"


def _tried(chain: Chain, index: int) -> bool:
    """Tell whether an arm is what runs of a `try` if nothing fails."""
    return chain.kind == "try" and chain.arms[index].keyword in ("try", "else")


def _condition(syntax: Syntax, chain: Chain, index: int) -> str:
    """Return the headers that say when an arm runs; of a `try`, which names nothing, its first line too."""
    headers = [_line(syntax, arm.header) for arm in chain.arms[: index + 1]]
    if chain.kind == "try":
        body = syntax.lexis.masked_in(chain.arms[0].body.start, chain.arms[0].body.end).strip()
        first = chain.arms[0].body
        headers.insert(
            0, syntax.source.text[first.start : first.end].strip().partition("\n")[0] if body else ""
        )
    return "\n".join(headers)


def _line(syntax: Syntax, span: Span) -> str:
    return _BLANKS.sub(" ", syntax.source.text[span.start : span.end])


def _always(syntax: Syntax, paths: Iterable[Path], known: Set[str]) -> bool:
    """Tell whether one of some places is reached, whatever holds beside what is known."""
    left = [tuple(row for row in path if _condition(syntax, *row) not in known) for path in paths]
    if not all(left):
        return True
    chains = {path[0][0].span: path[0][0] for path in left}
    return any(_in_all_arms(syntax, chain, left, known) for chain in chains.values())


def _in_all_arms(syntax: Syntax, chain: Chain, paths: Sequence[Path], known: Set[str]) -> bool:
    def bound(index: int) -> bool:
        inside = [path[1:] for path in paths if path[0][0].span == chain.span and path[0][1] == index]
        return bool(inside) and _always(syntax, inside, known)

    numbers = range(len(chain.arms))
    if chain.kind == "try":
        first = [index for index in numbers if _tried(chain, index)]
        caught = [index for index in numbers if chain.arms[index].keyword.startswith("except")]
        return any(map(bound, first)) and all(map(bound, caught))
    return chain.arms[-1].keyword in _LAST and chain.kind not in ("for", "while") and all(map(bound, numbers))
