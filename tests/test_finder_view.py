"""The time that patterns may take: theirs alone, whoever looks at what they found."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.finder import view
from patcher.finder.view import Clock


def works(seconds):
    """Use up CPU time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_who_looks_at_a_match_does_so_off_the_clock():
    clock, text = Clock(0.2), "a b " * 3
    found = []
    for match in clock.finditer("a", text, 0, len(text)):
        works(0.15)
        found.append(match.start())
    assert found == [0, 4, 8]
    assert clock.left > 0.1
    lines = ((number, "a b") for number in range(3))
    assert [number for number, _ in clock.search_lines("b", lines) if works(0.15) is None] == [0, 1, 2]
    assert clock.left > 0.1


def test_a_pattern_that_runs_too_long_is_stopped():
    with pytest.raises(TimeoutError):
        list(Clock(0.05).finditer("^(a|aa)+$", "a" * 60 + "b", 0, 61))


@given(
    pattern=st.sampled_from(
        ["a", "a*", "a|", "|a", "(?<=b)a*", "a*?", "b*", "ab|", r"\b", "(?r)a*", "(?r)ab|", r"\Ga?"]
    ),
    text=st.text("ab ", max_size=12),
    batch=st.integers(1, 3),
)
def test_matches_are_those_of_one_search(pattern, text, batch):
    known, view._BATCH = view._BATCH, batch
    try:
        found = [match.span() for match in Clock().finditer(pattern, text, 0, len(text))]
    finally:
        view._BATCH = known
    assert found == [match.span() for match in view.compile_pattern(pattern).finditer(text)]
    if not pattern.startswith(("(?r)", r"\G")):
        assert found == [match.span() for match in re.finditer(pattern, text)]
