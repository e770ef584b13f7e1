"""Places that lie in each other or apart: each answer is that of looking at all of them."""

from hypothesis import given
from hypothesis import strategies as st

from patcher.source import Span
from patcher.syntax.nest import Nest

LENGTH = 40


@st.composite
def nested(draw, start=0, end=LENGTH, depth=3):
    """Return spans in file order of which one holds another or they share nothing, some with an end in common."""
    found, position = [], start
    while position < end and draw(st.integers(0, 2)):
        first = draw(st.integers(position, end - 1))
        last = draw(st.integers(first + 1, end))
        found.append(Span(first, last))
        if depth and last - first > 1:
            found += draw(nested(start=first + 1, end=last, depth=depth - 1))
        position = last
    return found


SPANS = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: Span(min(pair), max(pair)))


@given(nested(), SPANS)
def test_those_around_a_span_come_the_innermost_first(spans, asked):
    nest = Nest(reversed(spans), lambda span: span)
    around = [span for span in reversed(spans) if span.holds(asked)]
    if asked:  # at an empty one the one before may end and the next begin: one of the two is enough
        assert list(nest.around(asked)) == around
    assert nest.innermost(asked) == (around[0] if around else None)


@given(nested(), SPANS)
def test_those_that_share_a_character_come_in_file_order(spans, asked):
    nest = Nest(spans, lambda span: span)
    assert nest.meeting(asked) == [span for span in spans if span.meets(asked)]
    assert nest.beginning_in(asked) == [span for span in spans if asked.start <= span.start < asked.end]


@given(nested(), SPANS)
def test_from_a_place_onwards(spans, asked):
    nest = Nest(spans, lambda span: span)
    assert list(nest.onwards(asked.start)) == [span for span in spans if span.end > asked.start]


@given(nested(), st.lists(SPANS, max_size=4))
def test_those_that_touch_some_spans_come_once(spans, asked):
    touching = [s for s in spans if any(s.start <= each.end and each.start <= s.end for each in asked)]
    assert Nest(spans, lambda span: span).touching(asked) == touching
