"""Scopes, held against Python's own symbol tables: the same names point out of every statement."""

from __future__ import annotations

import ast
import symtable
import sys
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.python.scopes import find_references

NAMES = ("a", "b", "c")


def outer_names(text):
    """The names that a text's functions read from the file's own level, by Python's compiler."""
    found = set()
    todo = [symtable.symtable(text, "x", "exec")]
    while todo:
        table = todo.pop()
        todo += table.get_children()
        for symbol in table.get_symbols():
            if (table.get_type() != "class" and symbol.is_referenced() and symbol.is_global()) or (
                table.get_type() == "module" and symbol.is_referenced()
            ):
                found.add(symbol.get_name())
    return found


def ours(text):
    return {r.name for r in find_references(ast.parse(text)) if r.kind == "name"}


names = st.sampled_from(NAMES)
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        st.builds("f({}, {})".format, inner, inner),
        st.builds("(lambda {}: {})".format, names, inner),
        st.builds("(lambda {}={}: {})".format, names, inner, inner),
        st.builds("[{} for {} in {} if {}]".format, inner, names, inner, inner),
        st.builds("{{{}: {} for {} in {} for {} in {}}}".format, inner, inner, names, inner, names, inner),
        st.builds("{}.a".format, names),
        st.builds("f'{{{}}}'".format, names),
        st.builds("f(a={})".format, inner),
    ),
    max_leaves=6,
)


def joined(parts):
    return list(chain.from_iterable(parts))


def indented(lines):
    return ["    " + line for line in lines]


simple = st.one_of(
    st.builds(lambda n, e: [f"{n} = {e}"], names, expressions),
    # What is deleted or assigned in place counts as read here, and not in the tables.
    st.builds(lambda n, e: ["def f():", f"    {n} += {e}", f"    f({n})"], names, expressions),
    st.builds(lambda n: ["def f():", f"    del {n}", f"    f({n})"], names),
    st.builds(lambda e: [f"f({e})"], expressions),
    st.builds(lambda n: [f"import {n}"], names),
    st.builds(lambda n, e: [f"{n}: {e} = 1"], names, expressions),
)


def compound(inner):
    body = st.lists(inner, min_size=1, max_size=3).map(lambda parts: indented(joined(parts)))
    return st.one_of(
        st.builds(lambda n, p, e, b: [f"def {n}({p}={e}):", *b], names, names, expressions, body),
        st.builds(lambda n, e, b: [f"for {n} in {e}:", *b], names, expressions, body),
        st.builds(lambda n, e, b: [f"with {e} as {n}:", *b], names, expressions, body),
        st.builds(lambda n, b: ["try:", "    f()", f"except E as {n}:", *b], names, body),
        st.builds(
            lambda n, e, b: [f"match {e}:", f"    case [*{n}]:", *indented(b)], names, expressions, body
        ),
    )


programs = st.lists(st.recursive(simple, compound, max_leaves=6), min_size=1, max_size=4)


@given(programs)
def test_the_same_names_point_out_of_functions(parts):
    text = "\n".join(joined(parts)) + "\n"
    try:
        expected = outer_names(text)
    except SyntaxError:
        return
    assert ours(text) - {"f", "E"} == expected - {"f", "E"}, text


SOME = sorted(Path(ast.__file__).parent.glob("[a-m]*.py"))[:40]


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_the_standard_library_by_pythons_own_tables(path):
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    try:
        expected = outer_names(text)
    except (SyntaxError, UnicodeError):
        pytest.skip("this Python cannot compile the file, so it has no table of symbols to compare with")
    found = ours(text)
    bodies = {r.name for r in find_references(ast.parse(text)) if r.kind == "name" and r.scope}
    assert expected <= found | {"__class__"}
    assert found - expected <= bodies  # what class bodies and types in strings read, which tables mix


def test_every_use_is_where_the_word_stands():
    source = SourceFile(
        "a.py", b"import os.path as p\nx = (os\n  .path.join(f(path=p)))\nfrom .os import path\n"
    )
    syntax = syntax_of(source, language_of("a.py"))
    for name in ("os", "path", "p", "join", "f"):
        uses = list(syntax.uses_of(name))
        assert uses
        assert {source.text[u.span.start : u.span.end] for u in uses} == {name}
    window = Span(source.text.index("x ="), source.text.index("from"))
    assert [u.kind for u in syntax.uses_of("path", window)] == ["attribute", "keyword"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the grammar is of 3.12")
def test_type_parameters_are_bound():
    assert ours("def f[T](x: T) -> list[T]: return x\nclass C[U](B[U]): y: U\ntype A[V] = list[V]\n") == {
        "B",
        "list",
    }
