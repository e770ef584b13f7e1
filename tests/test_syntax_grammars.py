"""Grammars as packages: one that is not installed, one that gives a bare address; uses in Dockerfiles."""

import pytest

from patcher.errors import SurroundingsError
from patcher.source import SourceFile
from patcher.syntax import language_of, syntax_of
from patcher.syntax.grammar import parse

FILES = {
    "a.css": b".a { color: red; }\n",
    "Dockerfile": b"FROM a\n",
    "a.go": b"package a\n",
    "a.tf": b"a = 1\n",
    "A.java": b"class A {}\n",
    "a.js": b"f();\n",
    "Makefile": b"all:\n\ttrue\n",
    "a.rs": b"fn f() {}\n",
    "a.sh": b"f() { :; }\n",
    "a.sql": b"SELECT 1;\n",
    "a.ts": b"f();\n",
    "a.tsx": b"f();\n",
}


def syntax(path, data):
    return syntax_of(SourceFile(path, data), language_of(path))


@pytest.mark.parametrize("path", FILES)
def test_a_grammar_that_is_not_installed_names_the_extra(path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(parse, "import_module", missing)
    parse.parser_of.cache_clear()
    try:
        with pytest.raises(SurroundingsError) as wrong:
            syntax(path, FILES[path]).faults()
    finally:
        parse.parser_of.cache_clear()
    (problem,) = wrong.value.problems
    assert problem.code == "grammar-missing"
    assert "tree_sitter" in problem.message
    assert "patcher[languages]" in problem.hint


@pytest.mark.parametrize("path", FILES)
def test_the_grammars_of_the_extra_are_read_without_a_warning(path):
    assert syntax(path, FILES[path]).faults() == ()


USES = [
    pytest.param("FROM a AS old\nFROM old\n", "old", [2], id="a stage that another begins with"),
    pytest.param("FROM a AS old\nFROM --platform=x old AS b\n", "old", [2], id="behind a flag"),
    pytest.param(
        "FROM a AS old\nFROM b\nCOPY --from=old /a /b\n", "old", [3], id="a stage that is copied from"
    ),
    pytest.param("FROM a AS old\nRUN --mount=type=bind,from=old,target=/x y\n", "old", [2], id="a mount"),
    pytest.param('FROM a\nARG V=1\nRUN x "$V" ${V:-2}\n', "V", [3, 3], id="a variable, in quotes too"),
    pytest.param(
        "FROM a\nARG V\n# $V\nRUN $VV --from=Vx V\n", "V", [], id="comments, longer names, plain words"
    ),
]


@pytest.mark.parametrize(("text", "name", "lines"), USES)
def test_uses_of_stages_and_variables(text, name, lines):
    file = syntax("Dockerfile", text.encode())
    assert [file.source.line_at(span.start) for span in file.uses(name)] == lines


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.go", b"package a\n\nfunc f() {\n\tswitch x {\n\t}\n\tselect {\n\t}\n}\n"),
        ("a.c", b"void f() { switch (x) {} }\n"),
        ("a.rs", b"fn f() { match x {} }\n"),
    ],
)
def test_a_statement_of_cases_without_one_is_no_chain(path, text):
    assert syntax(path, text).chains() == ()
