"""Modules of a known lay-out: without any subset of their definitions they are what they are without them.

The modules are made of pieces; what must come of a cut is made of the same pieces by a model of the rule for
blank lines that knows nothing of the program. `HYPOTHESIS_PROFILE=large` looks at many more.
"""

import os
import re

import pytest
from edit_plans import after, delete
from hypothesis import given, settings
from hypothesis import strategies as st

settings.register_profile("small", max_examples=40, derandomize=True, deadline=None, database=None)
settings.register_profile("large", max_examples=3000, deadline=None)
SIZE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "small"))

PYTHON = (
    "def {n}(a, b=(1, 2)):\n    return [a,\n            b]\n",
    "@once\n@twice(1,\n       2)\ndef {n}():\n    '''Not a def other():\n\ndef no(): pass\n    '''\n    pass\n    # of {n}\n",
    "# about {n}\n# and more\nclass {n}:\n    x = 1\n\n    def method(self): return self\n",
    "{n} = {{\n    'a': 1,  # }}\n}}\n",
    "async def {n}(): return 1\n",
    "{n}: int = 1\n",
)
GO = (
    '// {n} is old.\nfunc {n}(a int) string {{\n\treturn `}}\n` + "{{"\n}}\n',
    "type {n} struct {{\n\ta int // }}\n\n\tb func() int\n}}\n",
    'var {n} = map[string]int{{\n\t"a": 1,\n}}\n',
    "const {n} = 1\n",
)
JAVASCRIPT = (
    "/**\n * {n}.\n */\nfunction {n}(a) {{\n  return `${{a}} }}`;\n}}\n",
    "export class {n} {{\n  static x = 1;\n\n  m() {{ return /[}}]/; }}\n}}\n",
    "const {n} = (a) => ({{\n  a, // }}\n}});\n",
    "let {n} = 1;\n",
)
TOML = ("{n} = 1\n", "# about {n}\n{n} = [\n  1, # ]\n]\n", "{n} = '''\n[x]\n'''\n", "{n} = {{ a = 1 }}\n")
C = (
    "/* About {n}. */\nint {n}(int a)\n{{\n    return a ? '}}' : \"{{\"[0];\n}}\n",
    "struct {n} {{\n    int a;\n}};\n",
    "static const int {n}[] = {{\n    1,\n}};\n",
    "#define {n} 1\n",
)
RUST = (
    "/// About {n}.\n#[inline]\npub fn {n}<'a>(a: &'a str) -> char {{\n    '}}'\n}}\n",
    "pub struct {n} {{\n    a: u8,\n}}\n",
    'const {n}: &str = r#"}}"#;\n',
)
JAVA = (
    "/** About {n}. */\n@Deprecated\nclass {n} {{\n    int a() {{ return '}}'; }}\n}}\n",
    "interface {n} {{\n    int a();\n}}\n",
)
PROTOBUF = (
    "// About {n}.\nmessage {n} {{\n  string a = 1; // }}\n}}\n",
    "enum {n} {{\n  {n}_A = 0;\n}}\n",
)
LANGUAGES = {
    "a.py": ("", PYTHON),
    "a.go": ("package a\n", GO),
    "a.js": ("'use strict';\n", JAVASCRIPT),
    "a.toml": ("first = 0\n", TOML),
    "a.c": ("#include <a.h>\n", C),
    "a.rs": ("use a::b;\n", RUST),
    "A.java": ("package a;\n", JAVA),
    "a.proto": ('syntax = "proto3";\n', PROTOBUF),
}


@st.composite
def modules(draw, path):
    """Draw a module as its pieces, the blank lines before each, and which of them go."""
    head, templates = LANGUAGES[path]
    number = draw(st.integers(1, 7))
    pieces = [head] if head else []
    gaps = [0] if head else []
    for index in range(number):
        pieces.append(draw(st.sampled_from(templates)).format(n=f"d{index}"))
        gaps.append(draw(st.integers(1, 3)))
    gaps[0] = draw(st.integers(0, 1)) if not head else 0
    first = 1 if head else 0
    gone = draw(st.sets(st.integers(first, len(pieces) - 1), min_size=1))
    return pieces, gaps, sorted(gone), draw(st.integers(0, 2))


def written(pieces, gaps, tail):
    return "".join("\n" * gap + piece for gap, piece in zip(gaps, pieces, strict=True)) + "\n" * tail


def without(pieces, gaps, gone, tail):
    """Return the module without some pieces: of two runs of blank lines the one below stays, none at the ends.

    Pieces that follow each other go from the top down, each with the run above it.
    """
    left = [(gap, piece) for index, (gap, piece) in enumerate(zip(gaps, pieces, strict=True))]
    runs = [gap for gap, _ in left] + [tail]
    kept = [index for index in range(len(pieces)) if index not in gone]
    if not kept:
        return ""
    text = ""
    for place, index in enumerate(kept):
        before = kept[place - 1] if place else -1
        touched = index - before > 1
        gap = runs[index]
        if touched and before == -1:
            gap = 0
        text += "\n" * gap + pieces[index]
    last_goes = kept[-1] != len(pieces) - 1
    return text + ("" if last_goes else "\n" * tail)


def name_of(piece):
    return re.search(r"\bd\d\b", piece)[0]


@pytest.mark.parametrize("path", LANGUAGES)
def test_any_subset_of_definitions_goes_and_the_rest_stands(path):
    @settings(SIZE)
    @given(modules(path))
    def check(module):
        pieces, gaps, gone, tail = module
        edits = [delete(i + 1, definition=name_of(pieces[index])) for i, index in enumerate(gone)]
        assert after(path, written(pieces, gaps, tail), *edits) == without(pieces, gaps, gone, tail)

    check()


MARKDOWN = (
    "# {n}\n\ntext\n",
    "# {n}\n\n```\n# not a heading\n```\n",
    "{n}\n==\n\n- a\n- b\n",
    "# {n}\n\n## below {n}\n\ntext\n",
)


@st.composite
def documents(draw):
    """Draw sections, each with the blank lines behind it, which are its own."""
    number = draw(st.integers(1, 6))
    sections = []
    for index in range(number):
        blank = 0 if index == number - 1 else draw(st.integers(1, 2))
        sections.append(draw(st.sampled_from(MARKDOWN)).format(n=f"d{index}") + "\n" * blank)
    return sections, sorted(draw(st.sets(st.integers(0, number - 1), min_size=1)))


@settings(SIZE)
@given(documents())
def test_any_subset_of_sections_goes_and_the_rest_stands(document):
    sections, gone = document
    edits = [delete(i + 1, section=f"^d{index}$") for i, index in enumerate(gone)]
    left = "".join(section for index, section in enumerate(sections) if index not in gone)
    if gone[-1] == len(sections) - 1:
        left = left.rstrip("\n") + "\n" if left else ""
    assert after("a.md", "".join(sections), *edits) == left


@st.composite
def lists(draw):
    """Draw a list on one line or on lines of its own, with or without a comma behind the last element."""
    elements = [f"e{i}" for i in range(draw(st.integers(2, 6)))]
    gone = sorted(draw(st.sets(st.integers(0, len(elements) - 1), min_size=1, max_size=len(elements) - 1)))
    return elements, gone, draw(st.booleans()), draw(st.booleans())


def as_list(elements, lines, comma):
    if lines:
        rows = [f"    '{one}',  # of {one}\n" for one in elements[:-1]]
        return "a = [\n" + "".join(rows) + f"    '{elements[-1]}'{',' * comma}  # of {elements[-1]}\n]\n"
    return "a = [" + ", ".join(f"'{one}'" for one in elements) + ("," * comma) + "]\n"


@settings(SIZE)
@given(lists())
def test_any_subset_of_elements_goes_with_its_commas(drawn):
    elements, gone, lines, comma = drawn
    edits = [delete(i + 1, entry=f"'{elements[index]}'") for i, index in enumerate(gone)]
    left = [one for index, one in enumerate(elements) if index not in gone]
    assert after("a.py", as_list(elements, lines, comma), *edits) == as_list(left, lines, comma)
