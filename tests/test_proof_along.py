"""What stands beside a range: what goes along is said, and what could belong to either side."""

import pytest

from patcher import load_plan, locate
from patcher.report.brief import render_brief
from patcher.report.machine import result_document
from patcher.report.screen import render_locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"


def result_of(folder, text, *edits, path="m.py"):
    (folder / path).write_bytes(text.encode())
    rows = "".join(f"          - {edit}\n" for edit in edits)
    (folder / "p.yaml").write_text(f"{HEAD}      - file: {path}\n        edits:\n{rows}", encoding="utf-8")
    return locate(load_plan(folder / "p.yaml"), folder, plain=True)


def row_of(*given, **more):
    return result_of(*given, **more).steps[0].edits[0].ranges[0]


def doubts_of(row):
    return [(str(d.lines), d.goes, d.why.split(" ")[-1], d.key) for d in row.doubts]


F = "delete: {definition: f}"
DOUBTS = [
    pytest.param("x = 1\n# c\ndef f():\n    pass\n", [("2", True, "too", "attached: false")], id="a comment that touches the line above"),
    pytest.param("def f():\n    pass\n# of f or g\ndef g():\n    pass\n", [("3", False, "follows", "delete: {comment: '# of f or g'}")], id="a comment that touches two"),
    pytest.param("def f():\n    pass\n# of f\n\nx = 1\n", [("3", False, "goes", "delete: {comment: '# of f'}")], id="a comment directly below"),
    pytest.param("# ---- all\ndef f():\n    pass\n\n\ndef g():\n    pass\n", [("1", True, "this", "attached: false")], id="a ruled heading over several"),
    pytest.param("# All of them\n# -----------\n# are slow.\ndef f():\n    pass\n\n\ndef g():\n    pass\n", [("1-3", True, "this", "attached: false")], id="a heading with a line below it, over several"),
    pytest.param("x = 1\n\n# Section\n\ndef f():\n    pass\n", [("3", False, "about", "delete: {comment: '# Section'}")], id="a heading with nothing left below"),
    pytest.param("x = 1\n\n# One\n\ndef f():\n    pass\n\n\n# Two\n\nx = 2\n", [("3", False, "about", "delete: {comment: '# One'}")], id="a heading above another heading"),
    pytest.param("def f():\n    pass\n# s\n# s\n\n# s\n", [("3-4", False, "goes", None)], id="no edit takes that comment alone"),
]  # fmt: skip
NONE = [
    pytest.param("# c\ndef f():\n    pass\n\n\ndef g():\n    pass\n", id="a comment of its own"),
    pytest.param(
        "# Fills it.\n#\n# Usage\n# =====\n# Now and then.\ndef f():\n    pass\n\n\ndef g():\n    pass\n",
        id="a comment with headings of its own",
    ),
    pytest.param(
        "class A:\n    # c\n    def f(self):\n        pass\n\n    x = 1\n", id="a comment that begins a body"
    ),
    pytest.param(
        "x = 1\n\n# Section\n\ndef f():\n    pass\n\n\ndef g():\n    pass\n", id="a heading with more below"
    ),
    pytest.param("# ---- mine\ndef f():\n    pass\n", id="a ruled heading over this alone"),
    pytest.param("def f():\n    pass\n\n\n# of g\ndef g():\n    pass\n", id="a comment of the next"),
    pytest.param(
        "if x:\n    def f():\n        pass\n# after the if\ny = 1\n", id="a comment of the level around"
    ),
]


@pytest.mark.parametrize(("text", "doubts"), DOUBTS)
def test_what_could_belong_to_either_side(text, doubts, tmp_path):
    assert doubts_of(row_of(tmp_path, text, F)) == doubts


@pytest.mark.parametrize("text", NONE)
def test_what_belongs_to_one_side(text, tmp_path):
    name = "A.f" if text.startswith("class") else "f"
    edits = ["delete: {definition: " + name + "}"]
    if text.startswith("if"):
        edits = [edits[0] + "\n            leave: pass"]
    assert not row_of(tmp_path, text, *edits).doubts


def test_a_comment_that_goes_leaves_none_without_what_it_is_about(tmp_path):
    row = row_of(tmp_path, "x = 1\n\n# One\n\n# Two\n\n# Three\ny = 2\n", "delete: {comment: Two}")
    assert not row.doubts


def test_the_rest_of_a_comment_is_no_comment_beside_a_part_of_it(tmp_path):
    text = "/*\n * one\n *\n * two\n * three\n */\nint a;\n"
    row = row_of(tmp_path, text, "delete: {from: two, until: three}", path="m.c")
    assert not row.doubts
    assert not any("comment" in words for words in row.located.evidence)


NEAR = "a()\n\n# of b\nb()\nwork()\n# of c\nc()\n"
EDGES = [
    pytest.param("statement: '^b'", [("3", False, "goes", "attached: true")], id="a comment above that would stay"),
    pytest.param("line: '^b'", [("3", False, "goes", "attached: true")], id="above a line"),
    pytest.param("statement: '^b', attached: true", [], id="taken"),
    pytest.param("statement: '^b', attached: false", [], id="left on purpose"),
    pytest.param("comment: of b", [], id="the comment itself"),
    pytest.param("from: '^b', through: '# of c'", [("3", False, "goes", "attached: true"), ("6", True, "stays", "delete: {from: {line: '^b'}, until: {comment: '# of c'}}")], id="a comment of what stays"),
    pytest.param("from: '# of c', through: '^c'", [("6", True, "stays", None)], id="a comment that touches what is above"),
    pytest.param("from: '^work', through: '^c'", [], id="a comment inside"),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "doubts"), EDGES)
def test_comments_at_the_edges_of_a_cut(selector, doubts, tmp_path):
    assert doubts_of(row_of(tmp_path, NEAR, f"delete: {{{selector}}}")) == doubts


def test_a_comment_that_another_edit_takes_is_no_doubt(tmp_path):
    rows = result_of(tmp_path, NEAR, "delete: {statement: '^b'}", "delete: {comment: of b}").steps[0].edits
    assert [row.doubts for edit in rows for row in edit.ranges] == [(), ()]


def test_the_key_ends_a_range_before_the_comment(tmp_path):
    *_, doubt = row_of(tmp_path, NEAR, "delete: {from: '^b', through: '# of c'}").doubts
    step = result_of(tmp_path, NEAR, doubt.key).steps[0]
    assert step.after.read("m.py") == b"a()\n\n# of b\n# of c\nc()\n"


TABLES = "[a]\nx = 1\n\n# ---- tools\n\n[b]\ny = 1\n# z = 2\n\n# the end\n"
APART = [
    pytest.param("a", ["4"], "follows", "^# ---- tools$", id="before the next one"),
    pytest.param("b", ["10"], "file", "^# the end$", id="at the end of the file"),
]


@pytest.mark.parametrize("extent", ["section", "definition"])
@pytest.mark.parametrize(("name", "lines", "about", "comment"), APART)
def test_a_comment_apart_at_the_end_of_a_section(extent, name, lines, about, comment, tmp_path):
    goes = [
        d for d in row_of(tmp_path, TABLES, f"delete: {{{extent}: {name}}}", path="m.toml").doubts if d.goes
    ]
    assert [str(d.lines) for d in goes] == lines
    assert goes[0].why.split(" ")[-1] == about
    step = result_of(tmp_path, TABLES, goes[0].key, path="m.toml").steps[0]
    text = step.after.read("m.toml").decode()
    assert f"[{name}]" not in text
    assert comment.strip("^$") in text


def test_lines_one_below_the_other_have_their_comments_above(tmp_path):
    text = "// first\nconst a = 1;\n// second\nconst b = 2;\n// third\nconst c = 3;\n"
    assert not row_of(tmp_path, text, "delete: {definition: b}", path="m.js").doubts


def test_a_key_decides_it_otherwise(tmp_path):
    text = "def f():\n    pass\n# of f or g\ndef g():\n    pass\n"
    (doubt,) = row_of(tmp_path, text, F).doubts
    step = result_of(tmp_path, text, F, doubt.key).steps[0]
    assert step.after.read("m.py") == b"def g():\n    pass\n"
    text = "x = 1\n# c\ndef f():\n    pass\n"
    step = result_of(tmp_path, text, "delete: {definition: f, attached: false}").steps[0]
    assert step.after.read("m.py") == b"x = 1\n# c\n"


def test_edits_are_sought_for_the_first_doubts_of_a_file(tmp_path):
    text = "".join(f"def f{n}():\n    pass\n# of f{n}\n\n\n" for n in range(30)) + "x = 1\n"
    edit = result_of(tmp_path, text, "delete: {definition: 'f\\d+'}\n            count: 30").steps[0].edits[0]
    doubts = [doubt for row in edit.ranges for doubt in row.doubts]
    assert len(doubts) == 30
    assert [doubt.key is not None for doubt in doubts] == [True] * 20 + [False] * 10


EVIDENCE = [
    pytest.param("# c\n@d\ndef f():\n    pass\n\n\nx = 1\n", "attached, goes along: comment 1, decorator 2", id="attached"),
    pytest.param("x = 1\n\n\n# c\n\ndef f():\n    pass\n\n\ny = 1\n", "comment 4 stands apart above and stays", id="a banner"),
    pytest.param("def f():\n    pass\n    # end\n\n\nx = 1\n", "comment 3 behind the body goes along: it is indented deeper than the header", id="a trailing comment"),
    pytest.param("def f():\n    pass\n# c\n", "comment 3 directly below stays", id="below"),
    pytest.param("x = 1\n\n\ndef f():\n    pass\n\n\ny = 1\n", "2 blank lines above go along", id="blank lines"),
    pytest.param("x = 1\n\n\ndef f():\n    pass", "the file's last line goes, which has no newline; the line above it stays as it was", id="no newline"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), EVIDENCE)
def test_each_decision_is_evidence(text, words, tmp_path):
    row = row_of(tmp_path, text, F)
    assert words in row.located.evidence


def test_what_is_not_attached_by_choice_is_evidence(tmp_path):
    row = row_of(tmp_path, "# c\ndef f():\n    pass\n", "delete: {definition: f, attached: false}")
    assert "comment 1 directly above stays (`attached: true` takes it)" in row.located.evidence


@pytest.mark.parametrize(
    ("text", "entry", "words"),
    [
        pytest.param("x = [1, 2, 3]\n", "2", "the comma behind it goes along", id="in the middle"),
        pytest.param("x = [1, 2, 3]\n", "3", "the comma before it goes along", id="the last"),
        pytest.param(
            "x = [\n    1,\n    2,  # c\n    3,\n]\n", "2", "the comment behind it goes along", id="a comment"
        ),
    ],
)
def test_commas_are_evidence(text, entry, words, tmp_path):
    row = row_of(tmp_path, text, "delete: {entry: '" + entry + "'}")
    assert words in row.located.evidence


def test_comments_of_several_lines_are_one(tmp_path):
    text = "package m\n\nfunc f() {\n}\n/* of f\n   or of g */\nfunc g() {\n}\n"
    row = row_of(tmp_path, text, F, path="m.go")
    assert [(str(d.lines), d.goes) for d in row.doubts] == [("5-6", False)]


def test_screens_and_json_have_them(tmp_path):
    result = result_of(tmp_path, "def f():\n    pass\n# of f\n\nx = 1\n", F)
    screen = render_locate(result)
    assert (
        "     could belong to either side:\n       m.py:3 stays; it stands directly below what goes: # of f\n"
        in screen
    )
    assert "         delete: {comment: '# of f'}\n" in screen
    assert "m.py:3 stays; it stands directly below what goes: # of f" in render_brief(result)
    (document,) = result_document(result)["steps"][0]["edits"][0]["ranges"][0]["doubts"]
    assert document == {
        "first_line": 3,
        "last_line": 3,
        "text": "# of f",
        "goes": False,
        "why": "it stands directly below what goes",
        "key": "delete: {comment: '# of f'}",
        "about": "comment",
    }


def test_a_doubt_that_does_not_fit_on_a_line_is_told_in_full(tmp_path):
    comment = "# " + "of f or of g " * 12
    result = result_of(tmp_path, f"def f():\n    pass\n{comment.strip()}\ndef g():\n    pass\n", F)
    shown = render_locate(result).splitlines()
    at = shown.index("       m.py:3 stays; it touches what goes and what follows:")
    assert shown[at + 1].startswith("         # of f or of g of f")
    assert shown[at + 1].endswith(" ...")
    assert max(map(len, shown)) <= 100


def test_why_something_has_no_user_is_told_in_full(tmp_path):
    path = "a_name_that_is_longer_than_others_are_of_a_module.py"
    text = 'import helper\n\n\ndef f():\n    return helper.one()\n\n\nNAMES = ["helper"]\n'
    shown = render_locate(result_of(tmp_path, text, F, path=path)).splitlines()
    at = shown.index(f"       {path}:1  import helper")
    told = " ".join(line.strip() for line in shown[at + 1 : at + 3])
    assert told == f"its last use goes: {path}:5; named in a string or unclear at {path}:4"


def test_an_indented_comment_above_a_directive_is_in_doubt(tmp_path):
    text = "int f(void)\n{\n\tg();\n\t/* only then */\n#ifdef OLD\n\th();\n#endif\n\treturn 1;\n}\n"
    row = row_of(tmp_path, text, "delete: {statement: '^#ifdef OLD'}", path="m.c")
    assert doubts_of(row) == [("4", False, "goes", r"delete: {comment: '/\* only then \*/'}")]
