"""Moves and unwrapped statements through a whole run: the ledger, the reports, git's verdict."""

import json

import pytest

from patcher import build, load_plan, verify
from patcher.errors import Refusal
from patcher.report.brief import render_brief
from patcher.report.machine import result_document
from patcher.report.screen import render_locate

PLAN = """\
patcher: 1
plan: moves
title: Moves
author: {{name: A. Maintainer, email: a@example.org}}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: one
    subject: Moves
    edits:
      - file: a.py
        edits:
{edits}
      - rename_file: {{from: b.py, to: c.py}}
"""
BOTH = """\
          - move: {definition: helper}
            to: {after: {definition: B.one}, file: c.py}
          - replace: {text: 'Doc'}
            with: Document
          - unwrap: {branch: '^if os.name'}
            keep: body
"""
A = b'''import os


def helper(x):
    """Doc."""
    return x


if os.name:
    def twin():
        return 1
else:
    def twin():
        return 2
'''
B = b"class B:\r\n    def one(self):\r\n        pass\r\n\r\n    def two(self):\r\n        pass\r\n"


@pytest.fixture
def planned(tmp_path):
    def make(edits):
        tree = tmp_path / "tree"
        tree.mkdir()
        (tree / "a.py").write_bytes(A)
        (tree / "b.py").write_bytes(B)
        plan = tmp_path / "plan.yaml"
        plan.write_text(PLAN.format(edits=edits.rstrip("\n")))
        return load_plan(plan), tree

    return make


def test_the_reports_tell_where_a_range_went(planned):
    plan, tree = planned(BOTH)
    result = build(plan, tree, output=None)
    (step,) = result.steps
    assert step.after.read("c.py") == (
        b"class B:\r\n    def one(self):\r\n        pass\r\n\r\n"
        b'    def helper(x):\r\n        """Document."""\r\n        return x\r\n\r\n'
        b"    def two(self):\r\n        pass\r\n"
    )
    assert step.after.read("a.py") == b"import os\n\n\ndef twin():\n    return 1\n"
    document = json.loads(json.dumps(result_document(result)))["steps"][0]
    assert document["ledger"]["moved"] == ["a.py:helper -> c.py"]
    assert document["ledger"]["removed"] == ["a.py:twin"]
    moved, inside, unwrapped, _ = (edit["ranges"] for edit in document["edits"])
    assert [row["to"] for row in moved] == [{"file": "c.py", "first_line": 5, "last_line": 7}]
    assert inside[0]["notes"] == ["applied in what is moved"]
    assert unwrapped[0]["goes"] == {"first_line": 9, "last_line": 14}
    assert "to `c.py` 5-7" in render_brief(result)
    assert "the `else`, lines 12-14, goes with what is in it" in render_brief(result)
    assert "to c.py 5-7" in render_locate(result)


def test_git_agrees(planned):
    plan, tree = planned(BOTH)
    assert not verify(plan, tree).problems


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        pytest.param(
            "          - move: {definition: helper}\n            to: {after: {line: x}, file: d.py}\n",
            ["file-not-found"],
            id="no such file",
        ),
        pytest.param(
            "          - move: {line: 'def helper'}\n            to: {after: {line: return x}}\n",
            ["cut-across-node"],
            id="a part of a function",
        ),
        pytest.param(
            "          - move: {definition: helper}\n            to: {before: {definition: twin}}\n"
            "            count: any\n",
            ["anchor-ambiguous"],
            id="two places",
        ),
    ],
)
def test_refusals(planned, edits, codes):
    plan, tree = planned(edits)
    with pytest.raises(Refusal) as caught:
        build(plan, tree, output=None)
    assert [problem.code for problem in caught.value.problems] == codes
