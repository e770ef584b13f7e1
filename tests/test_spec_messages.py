"""Lines of a message that git would take for something else, told from the plan alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher import build, load_plan, verify
from patcher.errors import PlanError
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


BODIES = [
    pytest.param(r"\n \nDate: now", False, id="behind blank lines"),
    pytest.param(r"\u2028\nDate: now", True, id="behind a separator"),
    pytest.param(r"\u00a0\nDate: now", True, id="behind a no-break space"),
    pytest.param(r"a\nDate: now", True, id="behind a word"),
]


@pytest.mark.parametrize(("body", "stays"), BODIES)
def test_what_is_blank_above_a_header_is_blank_to_git(body, stays, tmp_path):
    (tmp_path / "f").write_text("x\ny\n")
    (tmp_path / "p.yaml").write_text(PLAN.replace("BODY", body))
    if not stays:
        with pytest.raises(PlanError, match="a header of the mail"):
            load_plan(tmp_path / "p.yaml")
        return
    build(load_plan(tmp_path / "p.yaml"), tmp_path, output=tmp_path / "out")
    assert not verify(tmp_path / "out" / "p", tmp_path).problems


PLAN = """\
patcher: 1
plan: p
title: T
date: 2026-01-01T00:00:00Z
author: {name: A. M, email: a@example.org}
steps:
  - id: a
    subject: x
    body: "BODY"
    edits:
      - delete: {line: x}
        file: f
"""
