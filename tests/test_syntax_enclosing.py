"""The definition around a place: the one that begins last of those that hold it."""

from hypothesis import given
from hypothesis import strategies as st

from patcher.source import Span
from patcher.syntax.enclosing import Enclosing
from patcher.syntax.model import Definition

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair)))


@given(st.lists(SPANS, unique_by=lambda span: span.start, max_size=12), st.integers(0, 45))
def test_the_last_to_begin_of_those_that_hold_a_place(spans, offset):
    definitions = [Definition(f"d{at}", "function", span, span.start) for at, span in enumerate(spans)]
    holding = [one for one in definitions if one.span.start < offset < one.span.end]
    expected = max(holding, key=lambda one: one.span.start, default=None)
    assert Enclosing(definitions).around(offset) is expected
