"""An invariant that is broken by a step, and one that the base never held."""

import pytest
from plans import built

from patcher import PatcherError, build, load_plan
from patcher.report.frames import render_problems

PLAN = """\
patcher: 1
plan: p
title: t
author: {{name: N, email: n@example.org}}
date: 2026-01-31T12:00:00+00:00
invariants:
  - {invariant}
steps:
  - id: one
    subject: s
    edits:
      - delete: {{line: '^x = 1$'}}
        file: a.py
        removes: [x]
"""


def refused(folder, invariant):
    files = {"a.py": "x = 1\ny = 2\n", "old.py": "print 1\nprint 2\n"}
    with pytest.raises(PatcherError) as caught:
        built(folder, PLAN.format(invariant=invariant), files)
    (problem,) = caught.value.problems
    assert problem.code == "invariant-broken"
    return problem


@pytest.mark.parametrize(
    ("invariant", "found"),
    [
        pytest.param("present: '^x'", "0 lines match in 0 files", id="present"),
        pytest.param("count: '='\n    equals: 2", "1 line matches in 1 file", id="count"),
        pytest.param("unchanged: '='", "1 line, 2 in the base", id="unchanged"),
    ],
)
def test_what_a_step_breaks_no_longer_holds(invariant, found, tmp_path):
    problem = refused(tmp_path, invariant)
    assert f"no longer holds after the step: {found}" in problem.message
    assert problem.hint is None


@pytest.mark.parametrize(
    ("invariant", "found"),
    [
        pytest.param("absent: y", "1 line matches in 1 file", id="absent"),
        pytest.param("present: z", "0 lines match in 0 files", id="present"),
        pytest.param("count: '='\n    min: 3", "1 line matches in 1 file", id="count"),
        pytest.param(
            "only_in: [old.py]\n    matches: 'y'", "1 line matches in 1 file", id="only in other files"
        ),
        pytest.param(
            "parses: ['*.py']",
            "1 of 2 files do not parse, and 1 of them is as in the base",
            id="a file that never parsed",
        ),
    ],
)
def test_what_the_base_does_not_hold_is_said_to_be_so(invariant, found, tmp_path):
    problem = refused(tmp_path, invariant)
    assert f"does not hold after the step: {found}" in problem.message
    assert problem.hint.startswith("the base does not hold it either")


def parsed(folder, edits, **files):
    (folder / "tree").mkdir()
    for name, text in files.items():
        (folder / "tree" / f"{name}.py").write_text(text)
    head, _, _ = PLAN.format(invariant="parses: ['*.py']").partition("      - delete")
    (folder / "plan.yaml").write_text(head + edits)
    with pytest.raises(PatcherError) as caught:
        build(load_plan(folder / "plan.yaml"), folder / "tree", output=None)
    (problem,) = caught.value.problems
    return problem


def test_a_file_that_stops_parsing_is_told_before_those_that_never_did(tmp_path):
    edits = "      - create_file: z.py\n        with: |\n          print 3\n          print 4\n"
    old = {f"old_{n}": "print 1\nprint 2\n" for n in range(12)}
    problem = parsed(tmp_path, edits, **old)
    assert "13 of 13 files do not parse, and 12 of them are as in the base" in problem.message
    rows = [row.file for row in problem.candidates]
    assert set(rows[:-12]) == {"z.py"}
    assert rows[-12:] == sorted(f"{name}.py" for name in old)


def test_a_file_that_is_edited_beside_its_old_faults_is_as_in_the_base(tmp_path):
    edits = "      - delete: {line: '^# gone$'}\n        file: old.py\n"
    problem = parsed(tmp_path, edits, old="# gone\nprint 1\n")
    assert "1 of 1 files do not parse, and 1 of them is as in the base" in problem.message


def test_what_differs_in_a_line_is_shown_however_far_behind_it_stands(tmp_path):
    long = "keep = '" + "word " * 40
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.py").write_text(f"{long}old end'\n")
    head, _, _ = PLAN.format(invariant="unchanged: keep").partition("      - delete")
    edits = "      - replace: {text: old}\n        with: new\n        file: a.py\n"
    (tmp_path / "plan.yaml").write_text(head + edits)
    with pytest.raises(PatcherError) as caught:
        build(load_plan(tmp_path / "plan.yaml"), tmp_path / "tree", output=None)
    (problem,) = caught.value.problems
    assert [row.text[start:end] for row in problem.candidates for start, end in row.marks] == ["old", "new"]
    shown = render_problems([problem], {}).splitlines()
    for word in ("old", "new"):
        (at,) = (i for i, row in enumerate(shown) if f" {word} end" in row)
        assert shown[at + 1].strip().startswith("^^^")
        assert shown[at + 1].index("^^^") == shown[at].index(f"{word} end")
