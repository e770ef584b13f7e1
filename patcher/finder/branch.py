"""`branch: RE`: one arm of a chain, `if`/`elif`/`else`, `try`/`except`, `case`, `#if`/`#else`."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.finder.arms import arm_range
from patcher.finder.line import line_range
from patcher.finder.model import Located
from patcher.finder.view import View, shown
from patcher.record import replace
from patcher.source import Span
from patcher.spec import compile_pattern
from patcher.spec.model import Selector
from patcher.syntax.model import Arm, Chain


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Yield each arm in whose header the pattern is found: from its header to before the next arm.

    The pattern sees the header alone, from its first word through what opens the body. Whole
    lines, but for an arm that shares one with others that no whole lines would leave well formed.
    """
    assert selector.anchor is not None
    search = compile_pattern(selector.anchor).search
    arms = [(arm.span.start, chain, i) for chain in view.syntax.chains() for i, arm in enumerate(chain.arms)]
    for _, chain, index in sorted(arms, key=lambda each: each[0]):
        arm = chain.arms[index]
        if view.window is not None and not view.window.holds(arm.span):
            continue
        text = view.source.text[arm.header.start : arm.header.end]
        match = search(text, timeout=max(view.clock.left, 0.001))
        if match is not None:
            anchor = Span(arm.header.start + match.start(), arm.header.start + match.end())
            yield _located(selector, view, chain, index, anchor)


def _located(selector: Selector, view: View, chain: Chain, index: int, anchor: Span) -> Located:
    source, arm = view.source, chain.arms[index]
    found = arm_range(view.syntax, chain, index)
    label = shown(source.text[arm.header.start : arm.header.end])
    if not found.whole:
        located = view.part(selector, found.span, label)
    elif source.text[source.start_at(arm.span.start) : arm.span.start].strip():
        located = line_range(replace(selector, attached=False), view, found.span, anchor)
    else:
        located = line_range(selector, view, found.span, anchor)
    return replace(
        located,
        label=label,
        anchor=anchor,
        evidence=(_evidence(view, chain, arm, index),),
        chain=chain,
        arm=index,
    )


def _evidence(view: View, chain: Chain, arm: Arm, index: int) -> str:
    line = view.source.line_at(chain.span.start)
    return f"arm {index + 1} of {len(chain.arms)}, `{arm.keyword}`, of the `{chain.kind}` on line {line}"
