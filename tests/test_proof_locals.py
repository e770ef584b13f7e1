"""Variables of Go's functions that lose their last use, with which its compiler takes no file."""

from __future__ import annotations

import pytest
from test_proof_orphans import run

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of

BODY = "package m\n\nfunc f(a int, xs []int) (r int) {{\n{}}}\n"

# What `go build -gcflags=-e` of Go 1.19 says is declared but not used.
UNUSED = [
    pytest.param("x := 1\n", ["x"], id="declared alone"),
    pytest.param("var x, y = 1, 2\n_ = x\n", ["y"], id="one of two"),
    pytest.param("x := 1\nx = 2\n", ["x"], id="only given values"),
    pytest.param("x := 1\n(x) = 2\n", ["x"], id="in brackets too"),
    pytest.param("x := 1\nfunc() { x = 2 }()\n", ["x"], id="in a closure too"),
    pytest.param("x := 1\nif true {\nx := 2\n_ = x\n}\n", ["x"], id="hidden by another"),
    pytest.param("for i, v := range xs {\n_ = v\n}\n", ["i"], id="a loop"),
    pytest.param("switch t := any(a).(type) {\ncase int:\n}\n", ["t"], id="a switch of types"),
    pytest.param("select {\ncase m := <-c:\n}\n", ["m"], id="what is received"),
    pytest.param(
        "x, err := g(a)\n_ = x\nif true {\ny, err := g(2)\n_ = y\n}\n_ = err\n", ["err"], id="another scope"
    ),
    pytest.param("if x := g(1); true {\n}\n", ["x"], id="a header"),
]
USED = [
    pytest.param("x := 0\nx++\n", id="counted on"),
    pytest.param("x := 0\nx += 1\n", id="added to"),
    pytest.param("x := s{}\nx.a = 1\n", id="a field is set"),
    pytest.param("x := xs\nx[0] = 1\n", id="an element is set"),
    pytest.param("p := new(int)\n*p = 1\n", id="what it points to is set"),
    pytest.param("x := 1\nfunc() { _ = x }()\n", id="in a closure"),
    pytest.param("x, r := g(a)\n_ = x\n", id="a result is no new name"),
    pytest.param("a, x := g(a)\n_ = x\n", id="nor is a parameter"),
    pytest.param("x, err := g(1)\ny, err := g(x)\n_, _ = y, err\n", id="given again by the same word"),
    pytest.param("const c = 1\ntype t int\n", id="constants and types"),
    pytest.param("var v func(n int)\nn := 1\nv(n)\n", id="a parameter of a type of functions"),
    pytest.param("x := 1\n_ = s{x: x}\n", id="a key"),
    pytest.param("_ = xs\n", id="the blank name"),
]


def unused(body):
    text = BODY.format(body)
    syntax = syntax_of(SourceFile("a.go", text.encode()), language_of("a.go"))
    assert syntax.faults() == ()
    return [text[one.place.start : one.place.end] for one in syntax.unused_variables(Span(0, len(text)))]


@pytest.mark.parametrize(("body", "names"), UNUSED)
def test_a_variable_without_a_use(body, names):
    assert unused(body) == names


@pytest.mark.parametrize("body", USED)
def test_a_variable_with_one(body):
    assert unused(body) == []


def test_variables_of_the_file_need_no_use():
    text = "package m\n\nvar x = 1\n\nvar f = func() {\n\tz := 1\n}\n"
    syntax = syntax_of(SourceFile("a.go", text.encode()), language_of("a.go"))
    assert [one.place.start for one in syntax.unused_variables(Span(0, len(text)))] == [text.index("z")]


def told(folder, body, line):
    """What a cut of the lines with a pattern leaves without a use: name, line, and the edit offered."""
    edits = f"      - file: a.go\n        delete: {{line: '{line}'}}\n        count: any\n"
    found = run(folder, {"a.go": BODY.format(body)}, edits).steps[0].orphans
    assert {(one.kind, one.refused_by) for one in found} <= {("local", "Go")}
    return [(one.name, one.line, one.edit) for one in found]


OFFERED = [
    pytest.param("\tn := len(xs) + 1\n\tlog(n)\n", ("n", 4, None), id="a call keeps its place"),
    pytest.param(
        "\tvar n = a + 1\n\tlog(n)\n\t_ = a\n", ("n", 4, "delete: {statement: 'var n = a \\+ 1'}"), id="alone"
    ),
    pytest.param("\tn, m := a, 2\n\tlog(n)\n\t_ = m\n", ("n", 4, None), id="beside another"),
    pytest.param("\tvar n int\n\tn = 2\n\tlog(n)\n", ("n", 4, None), id="set elsewhere"),
    pytest.param("\tif n := a; true {\n\t\tlog(n)\n\t\treturn\n\t}\n", ("n", 4, None), id="in a header"),
]


@pytest.mark.parametrize(("body", "expected"), OFFERED)
def test_the_last_use_goes(body, expected, tmp_path):
    name, line, edit = expected
    [found] = told(tmp_path, body, "log\\(")
    assert found[:2] == (name, line)
    assert found[2] == (edit and f"- file: a.go\n  {edit}")


NOT_TOLD = [
    pytest.param("\tn := a\n\tlog(n)\n\t_ = n\n", id="another use stays"),
    pytest.param("\tn := a\n\tlog(a)\n", id="it had none before"),
    pytest.param("\tn := a\n\tm := n\n\tlog(1)\n\t_ = m\n", id="what goes does not use it"),
]


@pytest.mark.parametrize("body", NOT_TOLD)
def test_what_is_not_told(body, tmp_path):
    assert told(tmp_path, body, "log\\(") == []


def test_a_method_of_a_type_of_the_file(tmp_path):
    text = "package m\n\ntype T struct{ a int }\n\nfunc (t *T) f() {\n\tn := g()\n\tlog(n)\n}\n"
    edits = "      - file: a.go\n        delete: {line: 'log'}\n"
    assert [(one.name, one.line) for one in run(tmp_path, {"a.go": text}, edits).steps[0].orphans] == [
        ("n", 6)
    ]


def test_the_edit_that_is_offered_makes_the_file_whole(tmp_path):
    body = "\tvar n = a + 1\n\tlog(n)\n\tlog(1)\n"
    edits = "      - file: a.go\n        delete: {line: 'log\\(n'}\n"
    [found] = run(tmp_path / "one", {"a.go": BODY.format(body)}, edits).steps[0].orphans
    more = "".join(f"      {line}\n" for line in found.edit.split("\n"))
    step = run(tmp_path / "two", {"a.go": BODY.format(body)}, edits + more).steps[0]
    assert (step.deleted, step.orphans) == (2, ())
