"""What stays means what it meant: where it cannot be known whether a change matters, it is told."""

import pytest

from patcher import load_plan, locate
from patcher.errors import PatcherError
from patcher.report.brief import render_brief
from patcher.report.machine import result_document
from patcher.report.screen import render_locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"


def result_of(folder, path, text, *edits):
    (folder / path).write_text(text)
    rows = "".join(f"          - {edit}\n" for edit in edits)
    (folder / "p.yaml").write_text(f"{HEAD}      - file: {path}\n        edits:\n{rows}")
    return locate(load_plan(folder / "p.yaml"), folder, plain=True)


def doubts_of(result):
    ranges = [row for edit in result.steps[0].edits for row in edit.ranges]
    return [(str(d.lines), d.why) for row in ranges for d in row.doubts if d.about == "meaning"]


def problems_of(*given):
    with pytest.raises(PatcherError) as caught:
        result_of(*given)
    return caught.value.problems


COUNTED = "enum color {\n    RED,\n    GREEN,\n    COLOR_COUNT\n};\n"
RECORD = "class N(NamedTuple):\n    x: int\n    y: int\n    z: int\n"
GREEN = "delete: {definition: color.GREEN}"
MATCH = "fn f(x: u8) -> u8 {\n    match x {\n        1 => 2,\n        _ => 3,\n    }\n}\n"
DOUBTS = [
    pytest.param("a.c", COUNTED, [GREEN], [("4", "the value of `COLOR_COUNT` would be 1 instead of 2")], id="what counts the others"),
    pytest.param("A.java", "enum E { A, B, C }\n", ["delete: {entry: A}"], [("1", "the number of `B` would be 0 instead of 1, and 1 more")], id="an ordinal"),
    pytest.param("a.rs", "enum E {\n    A,\n    B,\n}\n", ["delete: {definition: E.A}"], [("3", "the number of `B` would be 0 instead of 1")], id="a variant that may be cast"),
    pytest.param("a.py", RECORD, ["delete: {definition: N.x}"], [("3", "the place of `y` would be 1 instead of 2, and 1 more")], id="fields of a record"),
    pytest.param("a.py", "def f(a, *, b):\n    pass\n", [r"delete: {entry: '\*'}"], [("1", "how `b` is passed would be by place or by keyword instead of by keyword alone")], id="a star that was asked for"),
    pytest.param("a.py", "def f(a, /, b):\n    pass\n", ["delete: {entry: /}"], [("1", "how `a` is passed would be by place or by keyword instead of by place alone")], id="a slash"),
    pytest.param("a.md", "1. one\n2. two\n3. three\n", ["delete: {item: two}"], [("3", "the number shown of `3. three` would be 2 instead of 3")], id="items with numbers"),
    pytest.param("a.md", "See [it](#it-is).\n\n## It is\n\n## More\n", ["delete: {section: It is}"], [("1", "what `(#it-is)` leads to would be nothing in this file instead of a heading")], id="a link to a heading"),
    pytest.param("a.rst", "T\n=\n\n:ref:`lab`\n\n.. _lab:\n\nS\n-\n\na\n", ["delete: {section: S}"], [("4", "what :ref:`lab` leads to would be nothing in this file instead of its target")], id="a label that another file may have"),
    pytest.param("Makefile", "all: a\n\techo\n\nb:\n\techo\n", ["delete: {definition: all}"], [("1", "what `make` makes by itself would be `b` instead of `all`")], id="the first rule"),
    pytest.param("Makefile", "all: a\n\techo\n", ["insert: {before: {definition: all}}\n            with: 'b: c'"], [("1", "what `make` makes by itself would be `b` instead of `all`")], id="a rule before the first"),
    pytest.param("a.proto", "message M {\n  int32 a = 1;\n  int32 b = 2;\n}\n", ["delete: {definition: M.b}"], [("1", "the number 2 of `M` would be free: nothing reserves it, instead of taken")], id="a number that may come again"),
    pytest.param("a.toml", "[package]\na = 1\n\n[other]\nb = 1\n\n[package.metadata]\nc = 1\n", ["delete: {definition: package}"], [("7", "what `[package.metadata]` extends would be nothing in this file instead of `package`")], id="a table that extends another"),
    pytest.param("a.html", "<p id='x'>a</p>\n<a href='#x'>b</a>\n", ["delete: {definition: x}"], [("2", "what `href='#x'` leads to would be nothing in this file instead of `x`")], id="an id"),
    pytest.param("a.xml", "<r>\n<p>\n<v.a>1</v.a>\n<b/>\n</p>\n<c>${v.a}</c>\n</r>\n", ["delete: {definition: r.p.v.a}"], [("6", "what `${v.a}` leads to would be nothing in this file instead of `v.a`")], id="a property"),
    pytest.param("a.svg", "<svg>\n<g id='x'/>\n<path fill='url(#x)'/>\n<use href='#x'/>\n</svg>\n", ["delete: {definition: svg.g.x}"], [("3", "what `url(#x)` leads to would be nothing in this file instead of `x`, and 1 more")], id="an id of an image"),
    pytest.param("a.xml", "<r>\n<t name='a'/>\n<t name='b' depends='c, a'/>\n</r>\n", ["delete: {definition: r.t.a}"], [("3", "what `depends='c, a'` leads to would be nothing in this file instead of `a`")], id="a name in a list"),
    pytest.param("a.xml", "<r xml:space='preserve'>\n<a/>\n<b/>\n</r>\n", ["delete: {statement: <a/>}"], [("1", "the text of `<r>`, which keeps its blanks, would be text of 2 line ends instead of text of 3 line ends")], id="blanks that are text"),
    pytest.param("a.css", "a {\n  --c: red;\n  color: var(--c);\n}\n", ["delete: {statement: '--c: red'}"], [("3", "what `var(--c)` leads to would be nothing in this file instead of `--c`")], id="a custom property"),
    pytest.param("a.ini", "[a]\nhost = x\nurl = %(host)s/\n", ["delete: {definition: a.host}"], [("3", "what `%(host)s` takes in would be nothing here instead of `host`")], id="a value that another takes in"),
    pytest.param("a.py", "f(a, b, c=1)\n", ["delete: {entry: a}"], [("1", "`b` would be passed in an earlier place")], id="an argument behind one that goes"),
    pytest.param("a.c", "void f(int a, int b, int c);\n", ["delete: {entry: int a}"], [("1", "`int b`, and 1 more would be passed in an earlier place")], id="parameters behind one that goes"),
    pytest.param("a.py", "a, b = f()\nfor c, d in e:\n    pass\n", ["delete: {entry: 'a(?=,)'}", "delete: {entry: 'c(?=,)'}"], [("1", "`b` would be given what comes in an earlier place"), ("2", "`d` would be given what comes in an earlier place")], id="a target behind one that goes"),
    pytest.param("a.c", "struct s {\n    int a;\n    int b;\n};\nstruct s x = {1, 2};\n", ["delete: {definition: s.a}"], [("3", "the place of `b` in `{...}` would be 1 instead of 2")], id="a field that is given its value by place"),
    pytest.param("Makefile", "all: b\n\techo\n.PHONY: all b\nb:\n\techo\n", ["delete: {definition: b}"], [("1", "what `all: b` asks for would be nothing in this file instead of `b`, and 1 more")], id="a rule that others ask for"),
    pytest.param("a.html", "<div>\n<p>one\n<hr>\n<b>two</b>\n</div>\n", ["delete: {line: hr}"], [("4", "what `<b>` stands in would be `<p>` instead of `<div>`")], id="what ended an element without an end tag"),
    pytest.param("a.rs", MATCH, ["delete: {branch: _}", "insert: {before: {line: '1 =>'}}\n            with: '0 => 1,'"], [("2", "what no other case of `match x` takes would be taken by none instead of taken by an arm")], id="an arm that comes beside"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "edits", "doubts"), DOUBTS)
def test_what_could_mean_something_else(path, text, edits, doubts, tmp_path):
    result = result_of(tmp_path, path, text, *edits)
    assert doubts_of(result) == doubts


NONE = [
    pytest.param("a.c", "enum e { A, B = 4, C };\n", ["delete: {entry: A}"], id="a value that is written"),
    pytest.param("a.c", "enum e { A, B };\n", ["delete: {entry: B}"], id="the last constant"),
    pytest.param("a.ts", "enum E { A = 'a', B = 'b' }\n", ["delete: {entry: A = 'a'}"], id="strings"),
    pytest.param("a.rs", "enum E {\n    A(u8),\n    B,\n}\n", ["delete: {definition: E.A}"], id="an enum that cannot be cast"),
    pytest.param("a.py", "class E(Enum):\n    def _generate_next_value_(*a):\n        return 1\n\n    A = auto()\n    B = auto()\n", ["delete: {definition: E.A}"], id="values of another making"),
    pytest.param("Makefile", ".PHONY: x\nall: a\n\techo\n\nb:\n\techo\n", ["delete: {definition: b}"], id="a rule behind the first"),
    pytest.param("a.proto", "message M {\n  reserved 2, 5 to 9;\n  int32 a = 1;\n  int32 b = 7;\n}\n", ["delete: {definition: M.b}"], id="a number that is reserved"),
    pytest.param("a.html", "<p id='x'>a</p>\n<a href='#x'>b</a>\n", ["replace: {line: id}\n            with: <b id=x>c</b>"], id="an id that comes back"),
    pytest.param("a.xml", "<r>\n<a id='x'/>\n<b id='x'/>\n<c ref='x'/>\n<d>x</d>\n</r>\n", ["delete: {statement: <a}"], id="an id that stands twice"),
    pytest.param("a.xml", "<r>\n<a id='x'/>\n<c title='x' ref='xx'/>\n</r>\n", ["delete: {statement: <a}"], id="words that lead nowhere"),
    pytest.param("a.xml", "<r>\n<p xml:space='default'>\n<a/>\n<b/>\n</p>\n</r>\n", ["delete: {statement: <a/>}"], id="blanks that are none"),
    pytest.param("a.css", "a {\n  --c: red;\n  top: 0;\n}\nb {\n  --c: blue;\n  color: var(--c);\n}\n", ["delete: {statement: '--c: red'}"], id="a custom property that another rule has"),
    pytest.param("a.py", "f(a, b=1)\n", ["delete: {entry: a}"], id="an argument with a name behind"),
    pytest.param("a.py", "f(a, *b, c)\n", ["delete: {entry: a}"], id="what a star brings behind"),
    pytest.param("a.py", "def f(a, *, b):\n    pass\n", ["delete: {entry: a}"], id="a parameter by keyword behind"),
    pytest.param("a.py", "a = b, c\nif [d, e] == f:\n    pass\n", ["delete: {entry: b}", "delete: {entry: 'd(?=,)'}"], id="values, and a comparison"),
    pytest.param("a.c", "struct s {\n    int a;\n    int b;\n};\nstruct s x = {.b = 2};\n", ["delete: {definition: s.a}"], id="a field that is given its value by name"),
    pytest.param("a.html", "<div>\n<p>one</p>\n<hr>\n<b>two</b>\n</div>\n", ["delete: {line: hr}"], id="an element with its end tag"),
    pytest.param("a.md", "1. one\n1. two\n1. three\n", ["delete: {item: two}"], id="numbers that nobody wrote"),
    pytest.param("a.md", "- [x] done\n\n[x]: u\n", ["delete: {line: '^.x.:'}"], id="a box is no link"),
    pytest.param("a.c", "void f(int a)\n{\n    switch (a) {\n    case 1: b(); break;\n    case 2: c(); break;\n    }\n}\n", ["delete: {branch: case 1}"], id="a case with its break"),
    pytest.param("Dockerfile", "FROM a AS one\nFROM b\nCOPY --from=one / /\n", ["replace: {line: FROM a}\n            with: FROM c AS one"], id="a stage of another image"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "edits"), NONE)
def test_what_means_the_same_is_not_told(path, text, edits, tmp_path):
    result = result_of(tmp_path, path, text, *edits)
    assert not doubts_of(result)


def test_screens_and_json_have_them(tmp_path):
    result = result_of(tmp_path, "a.c", COUNTED, GREEN)
    says = "a.c:4 stays; the value of `COLOR_COUNT` would be 1 instead of 2: COLOR_COUNT"
    assert f"     could mean something else:\n       {says}\n" in render_locate(result)
    assert "- could mean something else:\n" in render_brief(result)
    (document,) = result_document(result)["steps"][0]["edits"][0]["ranges"][0]["doubts"]
    assert (document["about"], document["goes"], document["key"]) == ("meaning", False, None)


def test_each_edit_accepts_what_it_changes_itself(tmp_path):
    text = "enum a { A, B, C };\nenum b { D, E, F };\n"
    edits = ["delete: {entry: A}\n            allow: [changes-meaning]", "delete: {entry: D}"]
    (problem,) = problems_of(tmp_path, "a.c", text, *edits)
    assert problem.code == "changes-meaning"
    assert problem.message == "the value of `E` would be 0 instead of 1, and 1 more"
    assert problem.plan.line == 13
    assert [c.first_line for c in problem.candidates] == [2, 2]


def test_an_edit_that_gives_the_value_keeps_it(tmp_path):
    text = "enum a { A, B, C };\n"
    edits = ["delete: {entry: A}", "replace: {entry: B}\n            with: B = 1"]
    assert not doubts_of(result_of(tmp_path, "a.c", text, *edits))


def test_a_value_that_the_plan_gives_otherwise_is_told(tmp_path):
    text = "enum a { A, B, C };\n"
    edits = ["delete: {entry: A}", "replace: {entry: B}\n            with: B = 7"]
    (problem,) = problems_of(tmp_path, "a.c", text, *edits)
    assert problem.message == "the value of `C` would be 8 instead of 2"


def test_what_moves_to_another_file_keeps_its_kind(tmp_path):
    (tmp_path / "other.c").write_text("int count;\n")
    edit = "move: {definition: box.width}\n            to: {after: {definition: count}, file: other.c}"
    text = "struct box {\n    int height;\n    int width;\n};\n"
    assert [problem.code for problem in problems_of(tmp_path, "a.c", text, edit)] == ["changes-meaning"]
    allowed = f"{edit}\n            allow: [changes-meaning]"
    result = result_of(tmp_path, "a.c", text, allowed)
    (edit,) = result.steps[0].edits
    assert [problem.code for problem in edit.allowed] == ["changes-meaning"]
