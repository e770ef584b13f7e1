"""Whatever the bytes of a plan are, they are a plan or are refused in words, at places inside the text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.codes import CODES
from patcher.errors import PlanError
from patcher.report.frames import render_problems
from patcher.spec import parse_plan

GOOD = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
steps:
  - id: one
    subject: "pkg: drop it"
    edits:
      - delete: {definition: 'load_\\w+', within: {line: x}, nth: -1}
        file: pkg/m.py
        count: any
      - insert: {after: {from: {comment: x}, through: y}}
        with: |
          text
        files: ['**/*.py', '!a']
    checks:
      - count: '^x'
        equals: 0
"""
ODD = st.sampled_from(
    [*"{}[]:,-#&*!|>'\"%@`?\\\n\t\r \x00\x85\u2028\ufeff\ud7ff\U0001f600", "<<", "---", "? ", "(?R)", "\\d"]
)
PIECES = st.one_of(ODD, st.text(max_size=3), st.sampled_from(GOOD.split()))


@st.composite
def damaged(draw):
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(PIECES) + text[end:]
    return text.encode("utf-8", "surrogatepass")


def problems_of(data):
    try:
        parse_plan(data, "p.yaml")
    except PlanError as error:
        return error.problems
    return ()


def refused(data):
    """Return the problems of a plan, each held to what every problem owes; none where it is one."""
    problems = problems_of(data)
    rows = data.decode("utf-8", "replace").split("\n")
    for problem in problems:
        assert problem.code in CODES
        if problem.plan is not None:
            assert 1 <= problem.plan.line <= len(rows) + 1
            assert problem.plan.column >= 1
    assert bool(render_problems(problems, {"p.yaml": "\n".join(rows)})) == bool(problems)
    return problems


@given(damaged())
@settings(max_examples=300, derandomize=True)
@example(b"")
@example(b"\xff\xfe")
@example(b"- " * 100)
@example(b"a: {b: [c")
@example(GOOD.encode()[:-1])
def test_a_damaged_plan_is_read_or_refused_in_words(data):
    refused(data)


@given(st.binary(max_size=200))
@settings(max_examples=200, derandomize=True)
def test_any_bytes_are_refused_in_words(data):
    assert refused(data)


def test_the_plan_that_is_damaged_is_whole():
    assert not refused(GOOD.encode())
    with pytest.raises(AssertionError):
        assert refused(GOOD.encode())
