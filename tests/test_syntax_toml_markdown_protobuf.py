"""TOML, Markdown and Protocol Buffers: names, ranges, elements, sections; what is refused as cut."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement


def seen(path, text):
    return syntax_of(SourceFile(path, text.encode()), language_of(path))


TOML = """\
# head
top = 1

[project]
name = "x"  # the [name]
deps = [
    "a",  # first ]
    "b",
]
"quoted.key" = '''
[not.a.table]
'''

[tool.ruff]
line = 1
[tool.ruff.lint]
select = ["E"]

# about black
[tool.black]
a.b = {c = 1, d = [2]}
"""


def test_toml_definitions():
    names = [d.name for d in seen("a.toml", TOML).definitions()]
    assert names == [
        "top", "project", "project.name", "project.deps", "project.quoted.key", "tool.ruff", "tool.ruff.line",
        "tool.ruff.lint", "tool.ruff.lint.select", "tool.black", "tool.black.a.b",
    ]  # fmt: skip


def test_a_toml_table_takes_what_extends_its_name_and_stops_before_anothers_comment():
    file = seen("a.toml", TOML)
    section = next(s for s in file.sections() if s.label == "tool.ruff")
    assert (
        TOML[section.span.start : section.span.end]
        == '[tool.ruff]\nline = 1\n[tool.ruff.lint]\nselect = ["E"]\n\n'
    )
    assert isinstance(file.confirm(section.span, "section"), str)


@pytest.mark.parametrize(
    ("needle", "element"),
    [
        pytest.param('"a"', '"a"', id="in an array"),
        pytest.param("c = 1", "c = 1", id="in an inline table"),
        pytest.param("2", "2", id="in an array in it"),
    ],
)
def test_toml_elements(needle, element):
    file = seen("a.toml", TOML)
    start = TOML.index(needle)
    found = file.element_at(Span(start, start + len(needle)))
    assert TOML[found.span.start : found.span.end] == element
    assert isinstance(file.confirm(found.span, "entry"), str)


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param('name = "x"', id="a key"),
        pytest.param('    "a",  # first ]\n', id="an element's line"),
        pytest.param("# head\n", id="a comment"),
    ],
)
def test_toml_whole_parts_may_go(cut):
    start = TOML.index(cut)
    assert seen("a.toml", TOML).straddles(Span(start, start + len(cut))) is None


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param("name = ", id="half a key"),
        pytest.param("[project]\n", id="a header alone"),
        pytest.param('deps = [\n    "a",', id="an opener"),
    ],
)
def test_toml_cuts_are_seen(cut):
    start = TOML.index(cut)
    assert seen("a.toml", TOML).straddles(Span(start, start + len(cut))) is not None


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["1", "[1, 2]", "'[x]'", '"""\n[y]\n"""'])),
        unique_by=lambda p: p[0],
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_each_toml_statement_is_what_tomllib_reads(pairs):
    text = "".join(f"{key} = {value}  # note [\n" for key, value in pairs)
    found = {d.name: text[d.span.start : d.span.end] for d in seen("a.toml", text).definitions()}
    assert {name: tomllib.loads(part)[name] for name, part in found.items()} == tomllib.loads(text)


def test_toml_faults_have_their_line():
    assert [fault.line for fault in seen("a.toml", "a = 1\nb = [\n").faults()] != []
    assert not seen("a.toml", "\ufeffa = 1\r\n".replace("\r\n", "\n")).faults()


MARKDOWN = """\
---
title: x
---

# One

Text.

```
# no heading
- no item
```

<a id="two"></a>
## Two

- first
  goes on

  - inner
- second
lazy
* other

Three
=====

1. a
2. b
"""


def test_markdown_sections():
    file = seen("a.md", MARKDOWN)
    assert [s.label for s in file.sections()] == ["One", "Two", "Three"]
    one, two, _ = file.sections()
    assert MARKDOWN[one.span.start : one.span.end].endswith("* other\n\n")
    assert MARKDOWN[two.span.start :].startswith('<a id="two"></a>\n## Two')
    assert all(isinstance(file.confirm(s.span, "section"), str) for s in file.sections())


def test_markdown_items():
    file = seen("a.md", MARKDOWN)
    found = [MARKDOWN[i.span.start : i.span.end] for i in file.items()]
    assert found == [
        "- first\n  goes on\n\n  - inner",
        "  - inner",
        "- second\nlazy",
        "* other",
        "1. a",
        "2. b",
    ]
    assert MARKDOWN[file.items()[0].body.start : file.items()[0].body.end] == "- first\n  goes on"


def test_a_section_that_swallows_its_neighbour_is_not_confirmed():
    file = seen("a.md", MARKDOWN)
    assert isinstance(file.confirm(Span(MARKDOWN.index("## Two"), len(MARKDOWN)), "section"), Disagreement)


PROTO = """\
syntax = "proto3";
package p;
import "x.proto";  // }

// About M.
message M {
  option deprecated = true;
  /* { */
  map<string, N> names = 1 [deprecated = true, (x) = {a: 1}];
  repeated .p.N more = 2;
  message Inner {
    bytes key = 1;
  }
  oneof either {
    int32 a = 3;
    int32 b = 4;
  }
  reserved 5, 6 to 8;
}

enum E { ZERO = 0; ONE = 1; }

service S {
  rpc Get (M) returns (stream N) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
}
message N {}
"""


def test_protobuf_definitions():
    file = seen("a.proto", PROTO)
    assert [d.name for d in file.definitions()] == [
        "M", "M.names", "M.more", "M.Inner", "M.Inner.key", "M.either", "M.a", "M.b", "E", "E.ZERO", "E.ONE", "S", "S.Get", "N",
    ]  # fmt: skip
    assert not file.faults()
    inner = next(d for d in file.definitions() if d.name == "M.Inner")
    assert PROTO[inner.span.start : inner.span.end] == "message Inner {\n    bytes key = 1;\n  }"
    assert isinstance(file.confirm(inner.span, "definition"), str)


def test_protobuf_uses_do_not_count_the_definition_itself():
    uses = [PROTO[: u.start].count("\n") + 1 for u in seen("a.proto", PROTO).uses("N")]
    assert uses == [9, 10, 24]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("message M {\n  bytes key = 1\n}\n", True, id="no semicolon"),
        pytest.param("message M {\n", True, id="never closed"),
        pytest.param("enum E {}\n", True, id="an empty enum"),
        pytest.param("this is none;\n", True, id="no statement"),
        pytest.param("message M {}\n", False, id="an empty message"),
    ],
)
def test_protobuf_faults(text, fault):
    assert bool(seen("a.proto", text).faults()) is fault


@pytest.mark.parametrize(
    ("cut", "straddles"),
    [
        pytest.param("  repeated .p.N more = 2;\n", False, id="a field"),
        pytest.param("message Inner {", True, id="a header"),
        pytest.param(", (x) = {a: 1}", False, id="an option"),
        pytest.param(" = 2;", True, id="half a field"),
        pytest.param("// About M.\n", False, id="a comment"),
    ],
)
def test_protobuf_cuts(cut, straddles):
    start = PROTO.index(cut)
    assert (seen("a.proto", PROTO).straddles(Span(start, start + len(cut))) is not None) is straddles


@pytest.mark.parametrize("path", ["a.toml", "a.md", "a.proto"])
def test_an_empty_file_has_nothing(path):
    syntax = seen(path, "")
    assert not syntax.definitions()
    assert syntax.statement_at(Span(0, 0)) is None
