"""Frames as they stand on a screen: the plan's line, the target's lines with marks, candidates, offers."""

import json

import pytest

from patcher.errors import Candidate, Excerpt, Mark, Offer, Place, Problem, Target
from patcher.report.excerpts import draw_excerpt
from patcher.report.frames import render_problems
from patcher.report.machine import dump, problem_document
from patcher.source import SourceFile, excerpt_of

SOURCE = SourceFile("m.py", "".join(f"line {n}\n" for n in range(1, 31)).encode())


def drawn(*marks, source=SOURCE, **more):
    return "\n".join(draw_excerpt(excerpt_of(source, marks, **more)))


def test_a_short_range_is_shown_whole_with_two_lines_around():
    assert (
        drawn(Mark(4, 5, "-", "would go"))
        == """\
  --> m.py:4-5
    2 |   line 2
    3 |   line 3
    4 | - line 4
    5 | - line 5
    6 |   line 6
    7 |   line 7
      - 4-5: would go"""
    )


def test_the_middle_of_a_long_range_is_left_out_and_its_marks_go_on():
    assert (
        drawn(Mark(4, 20, "-", "would go"), around=1)
        == """\
  --> m.py:4-20
    3 |   line 3
    4 | - line 4
    5 | - line 5
  ... | - (13 lines)
   19 | - line 19
   20 | - line 20
   21 |   line 21
      - 4-20: would go"""
    )


def test_two_ranges_stand_in_two_columns():
    assert (
        drawn(Mark(4, 8, "1", "by the brackets"), Mark(4, 6, "2", "by lines"), around=0)
        == """\
  --> m.py:4-8
    4 | 12 line 4
    5 | 12 line 5
    6 | 12 line 6
    7 | 1  line 7
    8 | 1  line 8
      1 4-8: by the brackets
      2 4-6: by lines"""
    )


def test_ranges_of_one_meaning_are_one_legend():
    shown = drawn(Mark(4, 4, "-", "would go"), Mark(9, 10, "-", "would go"), around=0)
    assert shown.splitlines()[-1] == "      - 4, 9-10: would go"
    assert "  ... |   (4 lines)" in shown


def test_a_gap_of_one_line_is_shown():
    assert "line 5" in drawn(Mark(4, 4, "-", ""), Mark(6, 6, "-", ""), around=0)


def test_a_pointer_stands_under_its_column():
    assert (
        drawn(Mark(2, 2, "^", "left without its element", column=6, width=1), around=0)
        == """\
  --> m.py:2
    2 | line 2
      |      ^ left without its element"""
    )


def test_pointers_and_columns_of_marks_go_together():
    marks = (Mark(2, 3, "-", "would go"), Mark(4, 4, "^", "here", column=1, width=4))
    assert (
        drawn(*marks, around=0)
        == """\
  --> m.py:2-4
    2 | - line 2
    3 | - line 3
    4 |   line 4
      |   ^^^^ here
      - 2-3: would go"""
    )


def test_marks_end_where_the_file_ends():
    source = SourceFile("m.py", b"one\ntwo")
    assert (
        drawn(Mark(2, 9, "-", "would go"), source=source)
        == """\
  --> m.py:2-9
    1 |   one
    2 | - two
      - 2-9: would go"""
    )


def test_an_empty_file_has_no_lines_to_show():
    assert drawn(Mark(1, 1, "-", "x"), source=SourceFile("m.py", b"")) == "  --> m.py"


def test_what_a_file_holds_cannot_steer_the_terminal():
    source = SourceFile("\x1b[2Jm.py", "a\x1b[31m\u202e\n\tb\n".encode())
    shown = drawn(Mark(1, 1, "-", "\x07"), Mark(2, 2, "^", "\x1b", column=2), source=source)
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert "a\\x1b[31m\\u202e" in shown
    assert "      |       ^ \\x1b" in shown


@pytest.mark.parametrize("width", [60, 99, 100, 101, 500])
@pytest.mark.parametrize("column", [1, 40, 90, 400])
def test_no_row_is_wider_than_the_screen(width, column):
    source = SourceFile("m.py", ("字" * 10 + "x" * width).encode() + b"\nend\n")
    marks = (Mark(1, 1, "-", "w" * 300), Mark(1, 1, "^", "l" * 300, column=column, width=20))
    rows = draw_excerpt(excerpt_of(source, marks))
    assert max(len(row) + row.count("字") for row in rows) <= 100


PROBLEM = Problem(
    "emptied-body",
    "nothing would be left in the body of `class A`",
    plan=Place("plan.yaml", 2, 3, width=6),
    target=Target("m.py", 4, 5),
    excerpts=(excerpt_of(SOURCE, (Mark(5, 5, "-", "would go"),), around=1),),
    candidates=(
        Candidate("m.py", 9, 9, "    def runs(self):", note="the plan has `run`", marks=((8, 12),)),
        Candidate("m.py", 12, 13, "return 1", offer="within: {definition: f}"),
    ),
    hint="add one of these beside the action:",
    offers=(Offer("leave: pass", "stands there then"), Offer("leave: nothing", "takes the class too")),
)


def test_a_whole_frame():
    assert (
        render_problems([PROBLEM], {"plan.yaml": "a:\n  delete: x\n"})
        == """\
error[emptied-body]: nothing would be left in the body of `class A`
  --> plan.yaml:2:3
    2 |   delete: x
      |   ^^^^^^
  --> m.py:5
    4 |   line 4
    5 | - line 5
    6 |   line 6
      - 5: would go
    m.py:9  def runs(self):
                ^^^^ the plan has `run`
    m.py:12-13  return 1
        within: {definition: f}
  help: add one of these beside the action:
    leave: pass     # stands there then
    leave: nothing  # takes the class too"""
    )


def test_the_target_is_named_where_no_excerpt_shows_it():
    bare = Problem("no-change", "x", target=Target("other.py", 3, 4), excerpts=PROBLEM.excerpts)
    assert "  in other.py:3-4\n" in render_problems([bare], {}) + "\n"


def test_the_same_as_json():
    document = json.loads(dump(problem_document(PROBLEM)))
    assert document["excerpts"] == [
        {
            "file": "m.py",
            "after": False,
            "lines": [{"line": n, "text": f"line {n}"} for n in (4, 5, 6)],
            "marks": [
                {
                    "first_line": 5,
                    "last_line": 5,
                    "sign": "-",
                    "label": "would go",
                    "column": None,
                    "width": None,
                }
            ],
        }
    ]
    assert document["offers"][1] == {"text": "leave: nothing", "why": "takes the class too"}
    assert document["candidates"][0]["differs"] == [{"start": 8, "end": 12}]
    assert document["candidates"][1]["offer"] == "within: {definition: f}"


def test_lines_after_the_step_say_so():
    excerpt = Excerpt("m.py", ((1, "x"),), (Mark(1, 1, "^", "here", column=1),), after=True)
    assert draw_excerpt(excerpt)[0] == "  --> m.py:1 (as it would be after the step)"
