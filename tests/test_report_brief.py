"""The back brief: short, of one width, and Markdown that another's words cannot break."""

import re
import sys
from pathlib import Path

import pytest
import yaml
from review import reviewed

from patcher import load_plan, locate
from patcher.report.brief import render_brief
from patcher.report.prose import MARGIN, code, plain, wrapped

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import example_tree, write_tree  # noqa: E402


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    write_tree(example_tree().before, folder)
    return locate(load_plan(ROOT / "specs" / "retire-etcd.yaml"), folder, plain=True)


@pytest.fixture(scope="module")
def brief(job):
    return render_brief(job)


def test_the_whole_job_is_said_in_120_lines(brief):
    assert len(brief.split("\n")) <= 120


def test_only_code_is_wider_than_the_margin(brief):
    for line in re.sub(r"```.*?```", "", brief, flags=re.DOTALL).split("\n"):
        if len(line) > MARGIN:
            assert re.fullmatch(r"\s*(?:- [a-z ]+)?`[^`]*`", line), line


def test_every_range_is_there_with_its_lines(job, brief):
    flat = re.sub(r"\s+", " ", brief)
    for step in job.steps:
        assert step.tree in flat
        for edit in step.edits:
            for row in edit.ranges:
                assert re.search(rf"(?<![\d-]){row.located.lines}(?![\d-])", flat), row.located
            for path in edit.paths:
                assert f"`{path}`" in flat
    for decision in job.plan.decisions:
        assert decision in flat


def test_digests_counts_and_what_was_not_run(job, brief):
    assert job.plan_digest in brief
    assert job.base.tree in brief
    flat = re.sub(r"\s+", " ", brief)
    assert "absent `\\betcd\\.` in `shakenfist/mariadb.py`: holds (64 before, 0 now)" in flat
    assert '- check: run `python3 -c "import shakenfist.mariadb"`: not run' in brief
    assert "- run `pre-commit run --all-files`: not run" in brief


def test_the_edits_for_what_is_left_are_edits(job, brief):
    blocks = re.findall(r"^  ```yaml\n(.*?)^  ```$", brief, re.DOTALL | re.MULTILINE)
    orphans = [orphan for step in job.steps for orphan in step.orphans if orphan.edit]
    found = []
    for block in blocks:
        for entry in yaml.safe_load(block):
            found += [{"file": entry["file"], **edit} for edit in entry.get("edits", [entry])]
    assert found == [edit for orphan in orphans for edit in yaml.safe_load(orphan.edit)]
    assert len(found) > 5


def test_first_and_last_lines_stand_beside_a_range(brief):
    assert "24 lines: `def _migrate_node_state_key( ...` … `return key`" in brief


def test_the_last_line_beside_a_section_is_one_with_text(tmp_path):
    steps = "steps:\n  - id: one\n    subject: s\n    edits:\n      - {delete: {section: One}, file: a.md}\n"
    brief = render_brief(reviewed(tmp_path, {"a.md": "# One\n\ntwo\n\n# Three\n"}, steps))
    assert "1-4 delete section, 4 lines: `# One` … `two`" in brief


def test_hostile_names_stay_code(tmp_path):
    path = "a`b_<img>.txt"
    steps = """\
steps:
  - id: one
    subject: "_x_ <b> [l](http://e) `c`"
    edits:
      - {delete: {line: '^``'}, file: 'a`b_<img>.txt'}
"""
    brief = render_brief(reviewed(tmp_path, {path: "one\n`` x\u202e\n"}, steps))
    assert "``a`b_<img>.txt`` 2 delete line, 1 line: ` `` x\\u202e `" in brief
    assert "## 1. `one` \\_x\\_ \\<b> \\[l](http://e) `c`" in brief
    assert "\u202e" not in brief


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("``a`", "``` ``a` ```"),
        (" ", "`   `"),
        ("", "`  `"),
    ],
)
def test_spans_of_code(text, expected):
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("snake_case_name", "snake_case_name"),
        ("_emphasis_ *strong*", "\\_emphasis\\_ \\*strong\\*"),
        ("a < b, <i>", "a < b, \\<i>"),
        ("`a_b` and [x]", "`a_b` and [x]"),
        ("one ` alone", "one \\` alone"),
        ("[x](y)", "\\[x](y)"),
    ],
)
def test_words_that_are_no_markup(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("- one two", 20, "- one two"),
        ("- one two three", 9, "- one two\n  three"),
        ("  - `a b c d` e", 8, "  - `a b c d`\n    e"),
        ("- a ``b ` c`` d", 9, "- a\n  ``b ` c``\n  d"),
        ("word", 2, "word"),
        ("- 文字 文字", 7, "- 文字\n  文字"),
    ],
)
def test_lines_of_one_width(text, width, expected):
    assert wrapped(text, width) == expected
