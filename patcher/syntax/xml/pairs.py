"""The pairs of a property list: a `<key>` and the element that is its value, side by side in a `<dict>`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.meaning import ALWAYS, Meaning
from patcher.syntax.nest import Nest
from patcher.syntax.xml.scan import Node


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its value, in a `<dict>` whose elements lie at `around`."""

    key: Node
    value: Node
    around: Span
    label: str

    @property
    def span(self) -> Span:
        """Both of them."""
        return Span(self.key.span.start, self.value.span.end)


def pairs_in(text: str, nodes: Sequence[Node]) -> Iterator[Pair]:
    """Yield the pairs of a property list, whose elements come in file order; none of any other file."""
    if not nodes or nodes[0].name != "plist":
        return
    opened: list[Node] = []
    keys: dict[Span, Node] = {}  # by the `<dict>` around: the key that waits for its value
    for node in nodes:
        while opened and opened[-1].span.end <= node.span.start:
            opened.pop()
        holder = opened[-1] if opened else None
        opened.append(node)
        if holder is None or holder.name != "dict":
            continue
        if node.name == "key":
            keys[holder.span] = node
        elif holder.span in keys:
            key = keys.pop(holder.span)
            yield Pair(key, node, holder.inner, " ".join(text[key.span.start : key.span.end].split()))


def meanings_of(text: str, pairs: Nest[Pair], nodes: Nest[Node], spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield what the keys of the dictionaries around some spans name, and by which key each value goes."""
    seen: set[Span] = set()
    for span in spans:
        holder = next(
            (one for one in nodes.around(span) if one.name == "dict" and one.inner.holds(span)), None
        )
        if holder is None or holder.span in seen:
            continue
        seen.add(holder.span)
        for pair in pairs.beginning_in(holder.inner):
            if pair.around == holder.inner:
                yield from _both(pair)


def _both(pair: Pair) -> Iterator[Meaning]:
    key, value = pair.key.span, pair.value.span
    name = f"`<{pair.value.name}>`"
    yield Meaning(
        key, pair.around, f"what `{pair.label}` names", name, ALWAYS, target=value, absent="nothing"
    )
    yield Meaning(
        value, pair.around, f"the key of {name}", f"`{pair.label}`", ALWAYS, target=key, absent="none"
    )
