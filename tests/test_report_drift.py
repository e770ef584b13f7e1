"""A range far from its hint: from where to where, on every screen."""

from patcher import load_plan, locate
from patcher.report.brief import render_brief
from patcher.report.machine import result_document
from patcher.report.screen import render_build, render_locate

PLAN = """\
patcher: 1
plan: p
title: t
date: 2026-01-31T12:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
      - file: m.txt
        edits:
          - delete: {line: here}
            near: NEAR
"""


def result_of(folder, near):
    (folder / "m.txt").write_text("x\n" * 99 + "here\n" + "x\n" * 99, encoding="utf-8")
    (folder / "p.yaml").write_text(PLAN.replace("NEAR", near), encoding="utf-8")
    return locate(load_plan(folder / "p.yaml"), folder, plain=True)


def test_from_where_to_where(tmp_path):
    result = result_of(tmp_path, "10-12")
    words = "     drift: m.txt: from 10-12 to 100, 87 lines below its hint\n"
    assert words in render_locate(result)
    assert words in render_build(result, "patches/p", 0.1)
    assert "87 lines from its hint 10-12" in render_brief(result)
    (edit,) = result_document(result)["steps"][0]["edits"]
    assert edit["near"] == {"first_line": 10, "last_line": 12}
    assert edit["ranges"][0]["drift"] == 87


def test_the_other_way(tmp_path):
    assert "from 150 to 100, 49 lines above its hint" in render_locate(result_of(tmp_path, "150"))


def test_a_short_way_is_no_drift(tmp_path):
    assert "drift:" not in render_locate(result_of(tmp_path, "95"))
