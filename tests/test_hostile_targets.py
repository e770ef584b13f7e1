"""Files that would hurt their reader: odd bytes and deep nesting in every language; an answer or a refusal, always."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reliability import targets
from patcher.errors import Refusal
from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.grammar.parse import MOST_LEVELS
from patcher.syntax.lexis import Lexis
from patcher.syntax.text import lexicon_of

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


@pytest.mark.parametrize(("levels", "codes"), [(300, set()), (MOST_LEVELS, {"nested-too-deep"})])
def test_a_tree_that_is_too_deep_is_refused_by_name(levels, codes):
    text = f"int marker_one;\nint x = {'(' * levels}1{')' * levels};\n"
    assert looked_at("f.c", text.encode()) == codes


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
]


@pytest.mark.parametrize(("name", "text"), DEEP)
def test_what_would_take_all_memory_or_the_stack_is_refused_by_name(name, text):
    assert looked_at(name, text.encode()) == {"nested-too-deep"}


def test_json_that_is_never_closed_has_members_with_an_end():
    assert looked_at("f.json", b'{"a": [1, {"b": [2') == set()
