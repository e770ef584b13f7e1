"""YAML, JSON, INI and reStructuredText: names, ranges, elements, faults; what is refused as cut."""

import configparser
import json

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax import json as json_syntax
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement


def seen(path, text):
    return syntax_of(SourceFile(path, text.encode()), language_of(path))


def names(path, text):
    return [d.name for d in seen(path, text).definitions()]


def ranges(path, text):
    return {d.name: text[d.span.start : d.span.end] for d in seen(path, text).definitions()}


YAML = """\
%YAML 1.2
---
plain: a b
  c not # a comment
quoted: "x: y
  z" # behind
'single': &b {}
block: |2-
    deep
   # text
  last
# top
? complex
: - value
list:
- - nested: 1
  - two
- {a: 1, "b c": [x, {d: 2}]}
anchored: &a !t
  <<: *b
  # deeper
empty:
---
second: [{a}, b]
"""


def test_yaml_names():
    assert not seen("a.yaml", YAML).faults()
    assert names("a.yaml", YAML) == [
        "plain", "quoted", "single", "block", "complex", "list", "list.0.0.nested", "list.1.a", "list.1.b c",
        "list.1.b c.1.d", "anchored", "anchored.<<", "empty", "second",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("a: |\n  b: c\n\n  # d\ne: 1\n", "a", "a: |\n  b: c\n\n  # d", id="block scalar"),
        pytest.param("a: |2\n    x\n  y\nz: 1\n", "a", "a: |2\n    x\n  y", id="indentation indicator"),
        pytest.param("a: x\n  y # z\nb: 1\n", "a", "a: x\n  y", id="plain over lines"),
        pytest.param('a: "x\n\n  y: z"\nb: 1\n', "a", 'a: "x\n\n  y: z"', id="quoted over lines"),
        pytest.param("a:\n- x\n# of b\nb: 1\n", "a", "a:\n- x", id="a list as deep as its key"),
        pytest.param("a:\n  - x\n  # of a\nb: 1\n", "a", "a:\n  - x\n  # of a", id="a deeper comment behind"),
        pytest.param("a:\n  b:\n  # c\n  c:\n", "a.b", "b:", id="a comment of the next key"),
        pytest.param("a: [\n1, # ]\n]\nb: 1\n", "a", "a: [\n1, # ]\n]", id="brackets over lines"),
        pytest.param("- a:\n    b\n  c: 1\n", "0.c", "c: 1", id="in an item"),
        pytest.param("? a\n: b\nc: 1\n", "a", "? a\n: b", id="explicit"),
        pytest.param("a: it's, don't\nb: 1\n", "b", "b: 1", id="apostrophes in words"),
        pytest.param("a: &x\n  b: 1\nc: *x\n", "a", "a: &x\n  b: 1", id="an anchor before a block"),
    ],
)
def test_yaml_ranges(text, name, expected):
    file = seen("a.yaml", text)
    found = next(d for d in file.definitions() if d.name == name)
    assert text[found.span.start : found.span.end] == expected
    assert isinstance(file.confirm(found.span, "definition"), str)


KEYS = st.sampled_from(["a", "b-c", "d e", "f", "g"])
LEAVES = st.sampled_from(
    [
        "1",
        "x y",
        "'it''s: # x'",
        '"a\\"b"',
        "[1, {z: ']'}]",
        "|\n    t: 1\n\n    # t",
        ">-\n    u\n      v",
        "null",
    ]
)


@st.composite
def mappings(draw):
    """Return the text of each key of a mapping that is nested once, with what else stands between."""
    parts = []
    for key in draw(st.lists(KEYS, unique=True, min_size=1)):
        before = draw(st.sampled_from(["", "# about\n"]))
        if draw(st.booleans()):
            body = draw(st.lists(st.tuples(KEYS, LEAVES), min_size=1, unique_by=lambda pair: pair[0]))
            text = f"{key}:\n" + "".join(f"  {name}: {leaf}\n" for name, leaf in body)
        else:
            text = f"{key}:  # here\n" + "".join(f"- {leaf}\n" for leaf in draw(st.lists(LEAVES, min_size=1)))
        parts.append((key, before, text))
    return parts


@given(mappings())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_each_yaml_key_is_what_pyyaml_reads(parts):
    text = "".join(before + body for _, before, body in parts)
    file = seen("a.yaml", text)
    assert not file.faults()
    found = {d.name: d for d in file.definitions()}
    for key, before, body in parts:
        definition = found[key]
        start, end = definition.attached_start, definition.span.end
        assert text[start:end] == (before + body).rstrip("\n")
        assert isinstance(file.confirm(definition.span, "definition"), str)
        rest = yaml.safe_load(text[:start] + text[end:]) or {}
        whole = yaml.safe_load(text)
        assert rest == {name: value for name, value in whole.items() if name != key}
        assert file.straddles(Span(definition.span.start, end - 1)) is not None or end - start < 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("a: [1\nb: 2\n", "", id="a bracket"),
        pytest.param("a: 1\na: 2\n", "stands twice", id="a key twice"),
        pytest.param("a: *x\n", "no anchor", id="an alias without its anchor"),
        pytest.param("a: *x\nb: &x 1\n", "no anchor", id="an anchor behind its alias"),
        pytest.param("a: 1\n- b\n", "", id="an item beside a key"),
        pytest.param("a: b: c\n", "", id="two colons"),
    ],
)
def test_yaml_faults(text, says):
    file = seen("a.yaml", text)
    assert any(says in fault.message for fault in file.faults())
    assert file.fault_around([Span(0, len(text))]) is not None


@pytest.mark.parametrize(
    ("cut", "straddles"),
    [
        pytest.param("a:\n", True, id="a header"),
        pytest.param("  b: 1\n", False, id="a key"),
        pytest.param("a:\n  b: 1\n", True, id="a header with one of two keys"),
        pytest.param("- x\n", False, id="an item"),
        pytest.param("- ", True, id="the mark of an item"),
        pytest.param("  # c\n", False, id="a comment"),
        pytest.param("2, ", False, id="an element"),
        pytest.param("2, 3]", True, id="an element with the closer"),
        pytest.param(" word", False, id="a part of a scalar"),
        pytest.param(" plain word", True, id="all of a scalar"),
    ],
)
def test_yaml_cuts(cut, straddles):
    text = "a:\n  b: 1\n  # c\n  d: [1, 2, 3]\ne:\n- x\n- y\nf: plain word\n"
    start = text.index(cut)
    assert (seen("a.yaml", text).straddles(Span(start, start + len(cut))) is not None) is straddles


def test_a_swallowed_yaml_key_is_not_confirmed():
    text = "a:\n  b: 1\nc: 2\nd: 3\n"
    assert isinstance(seen("a.yaml", text).confirm(Span(0, text.index("d:")), "definition"), Disagreement)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["x", "]", '"', "a,b", "{\\"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("pqrs"), VALUES, min_size=1), st.sampled_from([None, 2]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_each_json_member_is_what_json_reads(value, indent):
    text = json.dumps(value, indent=indent)
    file = seen("a.json", text)
    assert not file.faults()
    for definition in file.definitions():
        assert isinstance(file.confirm(definition.span, "definition"), str)
    top = {d.name: text[d.span.start : d.span.end] for d in file.definitions() if d.name in value}
    assert {name: json.loads("{" + part + "}")[name] for name, part in top.items()} == value


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        pytest.param("a.json", '{"a": 1,}', "no value behind it", id="a comma before a closer"),
        pytest.param("a.json", "[1,,2]", "nothing before it", id="two commas"),
        pytest.param("a.json", '{"a" 1}', "missing", id="no colon"),
        pytest.param("a.json", "[1 2]", "missing", id="no comma"),
        pytest.param("a.json", '{"a": 1, "a": 2}', "stands twice", id="a name twice"),
        pytest.param("a.json", "[1", "never closed", id="no closer"),
        pytest.param("a.json", "1 2", "behind the end", id="two values"),
        pytest.param("a.json", "// x\n1", "a comment", id="a comment"),
        pytest.param("a.json", "", "no value", id="nothing"),
        pytest.param("a.json", '["\\x"]', "escape", id="what only json sees"),
        pytest.param("a.json", "{a: 'b'}", "no name", id="json5 in json"),
        pytest.param("a.jsonc", "[1,,2]", "nothing before it", id="two commas in jsonc"),
        pytest.param("a.jsonc", "[1", "never closed", id="no closer in jsonc"),
    ],
)
def test_json_faults(path, text, says):
    assert any(says in fault.message for fault in seen(path, text).faults())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("// x\n{'a': 1, /* } */ b: [0xF, +.5, Infinity,],}", id="json5"),
        pytest.param('{"a": "//", "b": "\\""}', id="marks in strings"),
        pytest.param("\ufeff[]", id="a byte-order mark"),
    ],
)
def test_jsonc_takes(text):
    assert not seen("a.jsonc", text).faults()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "a.cfg",
            "[a]\nb =\n  1\n\n  2\n# x\n  3\nc: 4\n",
            {"a": "[a]\nb =\n  1\n\n  2\n# x\n  3\nc: 4", "a.b": "b =\n  1\n\n  2\n# x\n  3", "a.c": "c: 4"},
            id="continuation over blank lines and comments",
        ),
        pytest.param(
            ".gitconfig",
            '[r "o"]\n\turl = a\n\t  more = b\\\n c\n',
            {
                'r "o"': '[r "o"]\n\turl = a\n\t  more = b\\\n c',
                'r "o".url': "url = a",
                'r "o".more': "more = b\\\n c",
            },
            id="indentation says nothing to git",
        ),
        pytest.param("a.ini", "k\n[[x]y]\n", {"k": "k", "[x]y": "[[x]y]"}, id="no value, brackets in a name"),
    ],
)
def test_ini_ranges(path, text, expected):
    assert ranges(path, text) == expected
    file = seen(path, text)
    assert all(isinstance(file.confirm(d.span, "definition"), str) for d in file.definitions())


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sampled_from(["1", "\n  x\n  y", "a ; b", "[z]", "\n\n  [t]\n # u\n  v"]),
        ),
        unique_by=lambda pair: pair[0],
        min_size=1,
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_each_ini_key_is_what_configparser_reads(pairs):
    text = "[s]\n" + "".join(f"{key} = {value}\n" for key, value in pairs)
    whole = configparser.RawConfigParser()
    whole.read_string(text)
    found = ranges("a.cfg", text)
    for key, _ in pairs:
        one = configparser.RawConfigParser()
        one.read_string("[s]\n" + found[f"s.{key}"])
        assert one.items("s") == [(key, whole["s"][key])]


RST = """\
Title
=====

Not a heading:
------

::

  Neither
  -------

> quoted
-------

.. note:: x

   Nor
   ---

.. _label:

Second
======

* a

  1. b

  2. c
* d
-----

A. Text
-------

==== ====
a    b
==== ====
c    d
==== ====
"""


def test_rst_headings():
    """The list is docutils' own of the same text."""
    labels = [s.label for s in seen("a.rst", RST).sections()]
    assert labels == ["Title", "Not a heading:", "> quoted", "Second", "A. Text"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("* a\n  b\n* c\n", ["* a\n  b", "* c"], id="bullets"),
        pytest.param("text\n* a\n", [], id="a bullet in a paragraph"),
        pytest.param("* a\n  * b\n", ["* a\n  * b"], id="a bullet in an item's paragraph"),
        pytest.param("* a\n\n  * b\n\n  c\n", ["* a\n\n  * b\n\n  c", "  * b"], id="nested"),
        pytest.param("1. a\n#. b\n(i) c\n", ["1. a", "#. b", "(i) c"], id="numbers"),
        pytest.param("A. Einstein was a\nphysicist.\n", [], id="a name that looks like a number"),
        pytest.param(":a: b\n\n  c\n:d:\n", [":a: b\n\n  c", ":d:"], id="fields"),
        pytest.param("a\n  b\nc\n  d\n\ne\n", ["a\n  b", "c\n  d"], id="definitions"),
        pytest.param("::\n\n  * a\n", [], id="literal"),
        pytest.param(".. code::\n\n  * a\n", [], id="code"),
        pytest.param(".. note::\n\n   * a\n", ["   * a"], id="in a directive"),
    ],
)
def test_rst_items(text, items):
    file = seen("a.rst", text)
    assert [text[i.span.start : i.span.end] for i in file.items()] == items
    assert all(isinstance(file.confirm(i.span, "item"), str) for i in file.items())


def test_an_rst_section_that_swallows_its_neighbour_is_not_confirmed():
    text = "A\n=\n\nx\n\nB\n=\n\ny\n"
    file = seen("a.rst", text)
    assert isinstance(file.confirm(Span(0, len(text)), "section"), Disagreement)
    assert isinstance(file.confirm(file.sections()[0].span, "section"), str)


def test_a_json_element_of_two_values_is_not_confirmed():
    text = '{"a": 1 2, "b": 3}'
    file = seen("a.json", text)
    start = text.index('"a"')
    assert isinstance(file.confirm(Span(start, text.index(",")), "definition"), Disagreement)
    start = text.index('"b"')
    assert isinstance(file.confirm(Span(start, len(text) - 1), "definition"), str)


def test_the_end_of_one_template_block_and_the_begin_of_the_next_do_not_go_together():
    text = "{{ if .a }}\na: 1\n{{ end }}\nb: 2\n{{ if .c }}\nc: 3\n{{ end }}\n"
    file = seen("a.yaml", text)
    cut = Span(text.index("{{ end"), text.index("c: 3"))
    assert file.straddles(cut) == cut
    assert file.straddles(Span(text.index("{{ if .c"), len(text))) is None


@given(st.text('{}[],:"ab\\u0041 \n01.-eENaN/*truefalsnl\ufeff\x01', max_size=12) | VALUES.map(json.dumps))
@example('{"a": 1, "\\u0061": 2}')
@example("[NaN]")
@example("[{")
@example('{"a": [1, {"b"')
@example('{"a.b": 1, "a": {"b": 2}}')
def test_what_json_takes_at_once_has_no_fault_by_its_marks(text):
    plain = seen("a.json", text).faults()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_syntax, "_is_plain", lambda _: False)
        assert seen("a.json", text).faults() == plain
