"""Files that would hurt their reader: odd bytes and deep nesting in every language; an answer or a refusal, always."""

import signal

import pytest
from ending import ends
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reliability import targets
from patcher import build, load_plan
from patcher.errors import Refusal
from patcher.source import SourceFile, Span
from patcher.syntax import depth, language_of, rst_scan, syntax_of
from patcher.syntax.depth import MOST_LETTERS, MOST_LEVELS, MOST_NAMED, Names
from patcher.syntax.grammar.parse import parsed, parser_of
from patcher.syntax.lexis import Lexis
from patcher.syntax.python.skips import skips_of
from patcher.syntax.text import lexicon_of
from patcher.syntax.yaml import scan as yaml_scan

NAMES = [(language, target.name) for language, target in targets.TARGETS.items()]


def looked_at(name, data):
    """Ask a file all that a run may ask; return the codes of its refusals."""
    source = SourceFile(name, data)
    syntax = syntax_of(source, language_of(name))
    codes = set()
    at = max(source.text.find("marker_two"), 0)
    questions = (
        syntax.definitions,
        syntax.sections,
        syntax.chains,
        syntax.faults,
        lambda: list(syntax.uses("marker_one")),
        lambda: syntax.statement_at(Span(at, at + 1)),
        lambda: syntax.edge_state(at),
    )
    for question in questions:
        try:
            question()
        except Refusal as refusal:
            codes |= {problem.code for problem in refusal.problems}
    return codes


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_every_shape_hundreds_of_levels_deep_is_answered_or_refused(language, name):
    assert language_of(name).name == language or language in ("vue", "text")
    for _, text in targets.files(language, 300):
        assert looked_at(name, text.encode()) <= {"nested-too-deep"}


@pytest.mark.parametrize("name", [name for _, name in NAMES])
@settings(max_examples=10, deadline=None)
@given(data=st.lists(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(lambda t: t.encode("utf-8", "surrogatepass")), st.sampled_from([b"{", b"}", b"(", b'"', b"'", b"`", b"${", b"<<A\n", b"/*", b"#if\n", b"\n", b"\r", b"\x00", b"- ", b"marker_one", b"\xff"])), max_size=30).map(b"".join))  # fmt: skip
def test_any_bytes_are_answered_or_refused(name, data):
    looked_at(name, data)


BOUNDS = [
    pytest.param("f.c", "int x = ", "(", "1", ")", ";\n", MOST_LEVELS - 3, id="a grammar"),
    pytest.param("f.json", "", "[", "1", "]", "\n", MOST_NAMED, id="JSON"),
    pytest.param("f.yaml", "", "- ", "a", "", "\n", yaml_scan.MOST_LEVELS, id="items of YAML"),
    pytest.param("f.yaml", "x: ", "[", "1", "]", "\n", yaml_scan.MOST_LEVELS, id="brackets of YAML"),
    pytest.param("f.rst", "", "* ", "a", "", "\n", rst_scan.MOST_LEVELS - 1, id="reStructuredText"),
]


@pytest.mark.parametrize(("name", "head", "opens", "middle", "closes", "tail", "most"), BOUNDS)
def test_one_level_more_than_is_looked_through_is_refused(name, head, opens, middle, closes, tail, most):
    def codes(levels):
        return looked_at(name, f"{head}{opens * levels}{middle}{closes * levels}{tail}".encode())

    assert codes(most) == set()
    assert codes(most + 1) == {"nested-too-deep"}


def test_brackets_that_strings_leave_open_make_a_long_file_no_deep_one():
    text = "".join(f'int f{i}(void) {{ return g("{{ \\" ("); }}\n' for i in range(12_000))
    syntax = syntax_of(SourceFile("a.c", text.encode()), language_of("a.c"))
    assert len(syntax.definitions()) == 12_000


def test_open_brackets_are_kept_once_however_deep():
    text = "x = " + "(" * 100_000 + "]" + ")" * 99_998
    lexis = Lexis(SourceFile("a.kt", text.encode()), lexicon_of(language_of("a.kt")))
    assert lexis.open_brackets(6) == "(("
    assert lexis.open_brackets(len(text)) == "(("
    assert len(lexis.open_brackets(100_005)) == 100_000


DEEP = [
    pytest.param("f.json", '{"x": ' + "[" * 100_000, id="JSON"),
    pytest.param("f.rst", "* " * 10_000 + "a\n", id="reStructuredText"),
    pytest.param("f.c", "int x = " + "(" * 100_000 + "1" + ")" * 100_000 + ";\n", id="C"),
    pytest.param(
        "f.c", "int a;\n" + "/*" * 100_000 + "*/" * 100_000 + "\nint b;\n", id="comments in comments"
    ),
    pytest.param("f.yaml", "x: " + "[" * 100_000 + "]" * 100_000 + "\n", id="YAML"),
    pytest.param("f.yaml", "x: " + "[" * 100_000 + "\n", id="YAML that is never closed"),
    pytest.param("f.css", ":not(" * 100_000 + "a" + ")" * 100_000 + " {}\n", id="selectors in selectors"),
    pytest.param("f.proto", "message A {\n" * 20_000 + "}\n" * 20_000, id="messages in messages"),
    pytest.param("f.yaml", "- " * 100_000 + "a\n", id="items in items"),
    pytest.param("f.yaml", "? " * 100_000 + "a\n", id="keys in keys"),
]


@pytest.mark.parametrize(("name", "text"), DEEP)
def test_what_would_take_all_memory_or_the_stack_is_refused_by_name(name, text):
    assert looked_at(name, text.encode()) == {"nested-too-deep"}


MULTIPLIED = [
    pytest.param("f.json", '{"@": {"m": [', "1,", "1]}}", id="JSON"),
    pytest.param("f.yaml", "@:\n", "- 1\n", "- a: 1\n", id="YAML"),
    pytest.param("f.yaml", "@: [", "a: 1, ", "a: 1]\n", id="brackets of YAML"),
    pytest.param("f.toml", "[@]\n", "m# = 1\n", "", id="TOML"),
    pytest.param("f.ini", "[@]\n", "m# = 1\n", "", id="INI"),
    pytest.param("f.py", "class @:\n", "    m# = 1\n", "", id="Python"),
    pytest.param("f.sql", "create table @ (", "m# int, ", "m int);\n", id="SQL"),
    pytest.param("f.proto", "message @ {\n", "  int32 m# = 1;\n", "}\n", id="Protocol Buffers"),
    pytest.param("Dockerfile", "FROM a AS @\n", "ENV m#=1\n", "", id="Dockerfile"),
    pytest.param("f.go", "package a\n\ntype @ struct {\n", "  m# int\n", "}\n", id="a grammar"),
]


@pytest.mark.parametrize("letters", [4_000, 20_000], ids=["", "a large file"])
@pytest.mark.parametrize(("name", "head", "each", "tail"), MULTIPLIED)
def test_names_that_multiply_are_refused_by_name(name, head, each, tail, letters, monkeypatch):
    monkeypatch.setattr(depth, "MOST_LETTERS", 2_000_000)
    monkeypatch.setattr(depth, "LETTERS_EACH", 10)

    def codes(letters):
        members = "".join(each.replace("#", str(number)) for number in range(900))
        return looked_at(name, f"{head.replace('@', 'n' * letters)}{members}{tail}".encode())

    assert codes(letters // 20) == set()
    assert codes(letters) == {"nested-too-deep"}


@pytest.mark.parametrize(("length", "most"), [(1_000, MOST_LETTERS), (MOST_LETTERS // 10, 10 * MOST_LETTERS)])
def test_a_long_file_may_have_more_letters_in_its_names(length, most):
    names = Names(SourceFile("a.py", b"#" * length))
    for _ in range(most // 1_000_000):
        names.kept("n" * 1_000_000)
    with pytest.raises(Refusal) as refused:
        names.kept("n")
    assert [problem.code for problem in refused.value.problems] == ["nested-too-deep"]


def test_json_that_is_never_closed_has_members_with_an_end():
    assert looked_at("f.json", b'{"a": [1, {"b": [2') == set()


LONG = [
    pytest.param("f.c", "#if A\n" * 60_000 + "#endif\n" * 60_000, id="conditions in conditions"),
    pytest.param("f.js", "x = " + "`${" * 60_000 + "1" + "}`" * 60_000 + ";\n", id="templates in templates"),
    pytest.param("f.sh", "x=" + '"$(' * 20_000 + "a" + ')"' * 20_000 + "\n", id="quotes in quotes"),
    pytest.param("f.vue", "<p>" + "{" * 40_000 + "</p>\n", id="open braces"),
    pytest.param("f.yaml", "a: [\n" * 20_000, id="brackets on lines, never closed"),
    pytest.param("f.toml", "x." + "a." * 60_000 + "b = 1\n", id="parts of one key"),
    pytest.param("f.toml", "x = [\n" + "1,\n" * 100_000 + "]\n", id="elements on lines"),
    pytest.param(
        "f.py", "import a\n\n\ndef f():\n    x = [" + "def_, " * 100_000 + "]\n", id="names like `def`"
    ),
]


LONG += [
    pytest.param("f.sh", "cat <<A\n" * 100_000, id="here documents that never end"),
    pytest.param(
        "f.sh", "".join(f"cat <<A{i}\n" for i in range(100_000)), id="here documents of as many names"
    ),
    pytest.param("f.sql", "copy a from stdin;\n" * 100_000, id="rows copied that never end"),
    pytest.param("Dockerfile", "FROM a\n" + "RUN <<A\n" * 20_000, id="documents that never end"),
    pytest.param("Dockerfile", "FROM a\n \ufeff  ", id="Dockerfile that ends in a mark of byte order"),
    pytest.param("f.ini", "[a]\nb = 1\n \r", id="INI that ends in a carriage return"),
    pytest.param("f.yaml", "{", id="YAML of a bracket"),
    pytest.param("f.yaml", "a: |", id="YAML that ends where a block of text begins"),
    pytest.param("f.yaml", "a: > # b", id="YAML that ends with a comment behind that"),
]
LONG += [
    pytest.param(
        "f.yaml", f"a: b{mark}\nc: {mark}\n- d {mark} # e\n{mark}", id=f"YAML with U+{ord(mark):04X}"
    )
    for mark in "\r\f\v\x1c\x85\xa0\u2028\u3000"
]


@pytest.mark.parametrize(("name", "text"), LONG)
def test_what_took_the_square_of_its_length_or_never_ended_comes_to_an_end(name, text):
    with ends():
        looked_at(name, text.encode())


def test_code_without_a_string_is_looked_through_once():
    with ends():
        skips = skips_of("-" * 1_000_000, 0, 1_000_000)
    assert skips is not None
    assert not skips.starts


class Stopped(Exception):
    """What the handler of a signal raises."""


def test_a_signal_is_heard_while_a_long_file_is_parsed():
    def stop(_number, _frame):
        raise Stopped

    parser = parser_of("tree_sitter_css", "language")
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(Stopped):  # it would take a minute
            parsed(parser, b":not(" * 40_000 + b"a" + b")" * 40_000 + b" {}\n")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not parsed(parser, b"a {}\n").root_node.has_error


PLAN = """\
patcher: 1
plan: p
title: T
date: 2026-01-01T00:00:00Z
author: {name: A. M, email: a@example.org}
steps:
  - id: a
    subject: x
    edits:
      - delete: {import: requests}
        file: a.py
"""


@pytest.mark.parametrize(
    "value", ["[" * 3000 + "]" * 3000, "{x=" * 3000 + "1" + "}" * 3000, "1\ny." + "a." * 3000 + "b = 1"]
)
def test_a_deep_list_of_dependencies_is_none(tmp_path, value):
    (tmp_path / "a.py").write_text("import os\nimport requests\n\nx = os\n")
    (tmp_path / "pyproject.toml").write_text(f'[project]\ndependencies = ["requests"]\nx = {value}\n')
    (tmp_path / "plan.yaml").write_text(PLAN)
    result = build(load_plan(tmp_path / "plan.yaml"), tmp_path, output=None)
    assert [(step.deleted, step.added) for step in result.steps] == [(1, 0)]
