"""Lines of a message that git would take for something else, told from the plan alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.series.mailinfo import is_scissors
from patcher.spec.messages import cuts, why_lost

LOST = [
    pytest.param("---", "end of the message", id="three dashes"),
    pytest.param("--- a/x", "end of the message", id="an old side"),
    pytest.param("diff -u a b", "end of the message", id="diff"),
    pytest.param("Index: x", "end of the message", id="Index"),
    pytest.param("From here", "end of the message", id="From"),
    pytest.param("@@ -1 +1,2 @@ f", "hunk without a file", id="the place of a hunk"),
    pytest.param("-- >8 --", "scissors", id="scissors"),
    pytest.param("- - 8< - - cut here - - 8< - -", "scissors", id="scissors with words"),
    pytest.param("subject: x", "header", id="a header"),
]


@pytest.mark.parametrize(("row", "words"), LOST)
def test_a_line_is_lost(row, words):
    assert words in why_lost(row, first=True)
    assert why_lost(" " + row, first=True) is None or "scissors" in words
    assert why_lost(row, first=False) is None if "header" in words else words in why_lost(row, first=False)


KEPT = [
    "-- ", "----", "---x", "diffuse", "Index of", "Fromage", "@@ x @@", "Content-Type: text/html", ">%}_ \t^|bB~ -/<*:((/([~+ and so on",
    "%<{&[b/,]} >[!:&:-/AC{\tA\\c[~", "a 8< b", "8<", ">8 is more than it looks - really", "Reviewed: yes",
]  # fmt: skip


@pytest.mark.parametrize("row", KEPT)
def test_a_line_stays(row):
    assert why_lost(row, first=True) is None


@given(st.text(st.sampled_from("-<>8% \tx\xfc"), max_size=24))
@example("--8<----")
@example("-8<-    x")
@settings(max_examples=2000, deadline=None, derandomize=True)
def test_two_readers_agree_on_what_scissors_are(row):
    assert cuts(row) is is_scissors(row.encode())
