"""A check's pathspec that matches nothing is a mistake, unless it once did or was meant to."""

import pytest
from plans import built

from patcher import PatcherError, load_plan, locate

PLAN = """\
patcher: 1
plan: p
title: t
author: {{name: N, email: n@example.org}}
date: 2026-01-31T12:00:00+00:00
steps:
  - id: make
    subject: s
    edits:
      - create_file: made.txt
        with: "x\\n"
  - id: take
    subject: s
    edits:
      - delete_files: [old.txt, made.txt]
    checks:
      - absent: nothing-like-it
        in: {specs}
"""


def checked(folder, specs):
    files = dict.fromkeys(("old.txt", "kept.txt"), "one\n")
    return built(folder, PLAN.format(specs=specs), files).steps[1].checks


@pytest.mark.parametrize(
    "specs",
    [
        pytest.param("[kept.txt]", id="a file that stays"),
        pytest.param("[old.txt]", id="a file of the base that goes"),
        pytest.param("[made.txt]", id="a file that an earlier step made and this one takes"),
        pytest.param("['*.txt', '!**']", id="one that takes all away again"),
        pytest.param("[gone.txt]\n        optional: true", id="optional"),
    ],
)
def test_a_pathspec_is_accepted(specs, tmp_path):
    (check,) = checked(tmp_path, specs)
    assert check.holds


@pytest.mark.parametrize("specs", ["[gone.txt]", "[kept.txt, 'gone/**']", "['!old.txt', gone.txt]"])
def test_a_pathspec_that_matches_nothing_is_refused(specs, tmp_path):
    with pytest.raises(PatcherError) as caught:
        checked(tmp_path, specs)
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("pathspec-matches-nothing", "correct it, or add `optional: true`")
    assert "gone" in problem.message


BRACES = """\
patcher: 1
plan: p
title: t
date: 2026-01-31T12:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
      - files: {files}
        delete: {{line: one}}
        count: any
"""


def edited(folder, files):
    for name in ("a/x.txt", "b/x.txt"):
        (folder / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "tree" / name).write_text("one\ntwo\n")
    (folder / "plan.yaml").write_text(BRACES.format(files=files))
    return locate(load_plan(folder / "plan.yaml"), folder / "tree", plain=True)


@pytest.mark.parametrize("tail", ["x.txt", "*.txt"])
def test_braces_of_a_shell_are_offered_as_a_list(tail, tmp_path):
    with pytest.raises(PatcherError) as caught:
        edited(tmp_path, f"['{{a,b}}/{tail}']")
    said, _, offered = caught.value.problems[0].hint.rpartition(": ")
    assert said == "braces stand for themselves; as a list"
    assert edited(tmp_path, offered).steps[0].deleted == 2


@pytest.mark.parametrize("spec", ["{a}/x.txt", "a,b}/{x.txt", "{a,b/x.txt"])
def test_other_braces_are_what_they_are(spec, tmp_path):
    with pytest.raises(PatcherError) as caught:
        edited(tmp_path, f"['{spec}']")
    assert "braces" not in caught.value.problems[0].hint
