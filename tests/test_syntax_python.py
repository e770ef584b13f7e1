"""Python's definitions, statements, bodies, imports and elements, on small and odd texts."""

from __future__ import annotations

import re

import pytest
from ending import ends
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax import Syntax, language_of, syntax_of


def python(text: str | bytes) -> Syntax:
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    return syntax_of(SourceFile("a.py", data), language_of("a.py"))


def where(text: str, needle: str) -> Span:
    """The span of `needle`; `«` in it marks the start where the needle stands more than once."""
    start = text.index(needle)
    return Span(start, start + len(needle))


def cut(syntax: Syntax, span: Span | None) -> str | None:
    return None if span is None else syntax.source.text[span.start : span.end]


DEFINITIONS = [
    pytest.param("", [], id="empty file"),
    pytest.param("# only\n\n", [], id="comments only"),
    pytest.param("def f(): pass", [("f", "def f(): pass")], id="one line, no last newline"),
    pytest.param("def f():\n  x = 1\n", [("f", "def f():\n  x = 1")], id="locals are none"),
    pytest.param(
        "async  def\\\n f():\n  0\n", [("f", "async  def\\\n f():\n  0")], id="backslash in a header"
    ),
    pytest.param(
        "class A:\n  x: int\n  y = 1\n  def m(self):\n    self.z = 2\n",
        [
            ("A", "class A:\n  x: int\n  y = 1\n  def m(self):\n    self.z = 2"),
            ("A.x", "x: int"),
            ("A.y", "y = 1"),
            ("A.m", "def m(self):\n    self.z = 2"),
        ],
        id="class attributes, no instance attributes",
    ),
    pytest.param(
        "def outer():\n  if x:\n    def inner(): pass\n  class K: a = 1; b = 2\n",
        [
            ("outer", "def outer():\n  if x:\n    def inner(): pass\n  class K: a = 1; b = 2"),
            ("outer.inner", "def inner(): pass"),
            ("outer.K", "class K: a = 1; b = 2"),
            ("outer.K.a", "a = 1"),
            ("outer.K.b", "b = 2"),
        ],
        id="nested, and one-line bodies",
    ),
    pytest.param(
        "try:\n  A = 1\nexcept E:\n  A = 2\nelse:\n  for i in x:\n    B = 3\n",
        [("A", "A = 1"), ("A", "A = 2"), ("B", "B = 3")],
        id="twins under a module-level try",
    ),
    pytest.param("if x: A = 1; B: int = 2\n", [("A", "A = 1"), ("B", "B: int = 2")], id="in a one-line if"),
    pytest.param(
        "def f():\n  return '''\ndef g(): pass\n'''\nX = 1\n",
        [("f", "def f():\n  return '''\ndef g(): pass\n'''"), ("X", "X = 1")],
        id="a definition in a string at column 0",
    ),
    pytest.param(
        "def f(\n    a,\n) -> int:\n    pass\ny = 1\n",
        [("f", "def f(\n    a,\n) -> int:\n    pass"), ("y", "y = 1")],
        id="the parameters' closer at column 0",
    ),
    pytest.param(
        "def f(a): # {\n\tpass\n\t# in\n # in too\n# out\n",
        [("f", "def f(a): # {\n\tpass\n\t# in\n # in too")],
        id="deeper comments below",
    ),
    pytest.param(
        "x = 1\n\f\ndef f():\n  pass\n\fdef g(): 0\n",
        [("x", "x = 1"), ("f", "def f():\n  pass"), ("g", "def g(): 0")],
        id="form feeds",
    ),
    pytest.param(
        "if a:\n\tdef f():\n        \tpass\n\tx = 1\n",
        [("f", "def f():\n        \tpass"), ("x", "x = 1")],
        id="tabs and blanks",
    ),
    pytest.param("\ufeffdef f(): pass\n", [("f", "def f(): pass")], id="byte-order mark"),
    pytest.param(
        "type A[T] = int\ntype B = str\ntype = 1\ntype: int\n",
        [("A", "type A[T] = int"), ("B", "type B = str"), ("type", "type = 1"), ("type", "type: int")],
        id="type aliases",
    ),
    pytest.param(
        "print 'x' % y\ndef f(a, (b, c)):\n  exec 'x'\n",
        [("f", "def f(a, (b, c)):\n  exec 'x'")],
        id="Python 2",
    ),
    pytest.param(
        "x = (1,\ndef f():\n  pass\n", [("x", "x = (1,"), ("f", "def f():\n  pass")], id="a bracket left open"
    ),
    pytest.param(
        "match x:\n  case 1: A = 2\n  case _:\n    B = 1\nmatch = 3\n",
        [("A", "A = 2"), ("B", "B = 1"), ("match", "match = 3")],
        id="match",
    ),
    pytest.param(
        "A = lambda x=1: x\nB = b == c\nC <= D\nE.f = 1\nG[0] = 2\nf(H=1)\nI += 1\nJ: K = 1\n"
        "(L) = 2\n(M := 3)\nx if y else lambda n=1: n\n",
        [("A", "A = lambda x=1: x"), ("B", "B = b == c"), ("J", "J: K = 1"), ("L", "(L) = 2")],
        id="what assigns and what does not",
    ),
    pytest.param(
        "a\u00b5 = 1\ndef caf\u00e9(): pass\n",
        [("a\u00b5", "a\u00b5 = 1"), ("caf\u00e9", "def caf\u00e9(): pass")],
        id="names beyond ASCII",
    ),
    pytest.param(
        "s = 'a\u2028b'\u0020\nt = 1\n", [("s", "s = 'a\u2028b'"), ("t", "t = 1")], id="U+2028 ends no line"
    ),
    pytest.param(
        "s = 'caf\udce9'\ndef f(): pass\n",
        [("s", "s = 'caf\udce9'"), ("f", "def f(): pass")],
        id="bytes that are no UTF-8",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DEFINITIONS)
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    syntax = python(text)
    assert [(d.name, cut(syntax, d.span)) for d in syntax.definitions()] == expected


@pytest.mark.parametrize(("text", "expected"), DEFINITIONS)
def test_definitions_with_crlf_are_the_same(text: str, expected: list[tuple[str, str]]) -> None:
    syntax = python(text.replace("\n", "\r\n"))
    assert [(d.name, cut(syntax, d.span)) for d in syntax.definitions()] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("A = B = 1\n", ["A", "B"], id="chained"),
        pytest.param("A, *B = x\n", ["A", "B"], id="tuple and star"),
        pytest.param("(A, [B, C]) = x\n", ["A", "B", "C"], id="nested"),
        pytest.param("A, b.c = x\n", ["A"], id="one name beside an attribute"),
        pytest.param("A = b.c = x\n", ["A"], id="chained with an attribute"),
        pytest.param("[A] = x\n", ["A"], id="a list of one"),
    ],
)
def test_targets_of_multiple_assignments_are_marked(text: str, names: list[str]) -> None:
    assert [(d.name, d.multiple) for d in python(text).definitions()] == [(name, True) for name in names]


OVERLOADED = """\
class A:
    @overload
    def f(self, a: int) -> int: ...
    @typing.overload
    def f(self, a: str) -> str: ...
    # the real one
    def f(self, a): return a
    @property
    def p(self): return 1
    x = 1
    @p.setter
    def p(self, v): pass
    def f(self): pass
if y:
    def g(): pass
else:
    def g(): pass
"""


def test_overloads_and_accessors_are_one_candidate_twins_are_two() -> None:
    syntax = python(OVERLOADED)
    found = [(d.name, len(d.parts)) for d in syntax.definitions()]
    assert found == [("A", 0), ("A.f", 3), ("A.p", 2), ("A.x", 0), ("A.f", 0), ("g", 0), ("g", 0)]
    parts = syntax.definitions()[1].parts
    starts = [syntax.attached_start(part.start) for part in parts]
    assert [syntax.source.line_at(start) for start in starts] == [2, 4, 6]


ATTACHED = [
    pytest.param("x = 1\n# a\n# b\ndef f(): pass\n", 2, id="comments"),
    pytest.param(
        "# a\n\n# b\n@d(\n  1,\n)\n# between\n@e\n\ndef f(): pass\n", 3, id="decorators of many lines"
    ),
    pytest.param("# a\n\ndef f(): pass\n", 3, id="a blank line parts"),
    pytest.param(
        "#!/usr/bin/python\n# coding: latin-1\ndef f(): pass\n", 3, id="the file's first lines stay"
    ),
    pytest.param("#!/usr/bin/python\n# about f\ndef f(): pass\n", 2, id="a comment below the first line"),
    pytest.param("x = 1  # no\ndef f(): pass\n", 2, id="a comment behind code"),
    pytest.param("if x:\n    # deeper\n  # same\n  def f(): pass\n", 3, id="another column"),
]


@pytest.mark.parametrize(("text", "line"), ATTACHED)
def test_what_is_attached_above(text: str, line: int) -> None:
    syntax = python(text)
    offset = text.index("def f")
    assert syntax.source.line_at(syntax.attached_start(offset)) == line
    (definition,) = [d for d in syntax.definitions() if d.name == "f"]
    assert syntax.source.line_at(definition.attached_start) == line


STATEMENTS = [
    pytest.param("a = 1; b = 2\n", "b", "b = 2", id="behind a semicolon"),
    pytest.param(
        "if a:\n  b\nelif c:\n  d\nelse:\n  e\nf\n",
        "elif",
        "if a:\n  b\nelif c:\n  d\nelse:\n  e",
        id="a clause is its whole",
    ),
    pytest.param("if a:\n  b\nelse:\n  e\n", "e\n", "e", id="in a clause's body"),
    pytest.param("f(1,\n  # note\n  2)\n", "note", "f(1,\n  # note\n  2)", id="a comment inside brackets"),
    pytest.param("x = 1  # TODO\n", "TODO", "x = 1", id="the comment behind it"),
    pytest.param("x = 1  # TODO\n", "= 1  # TODO", "x = 1", id="from code into the comment behind"),
    pytest.param('def f():\n  """Doc\n  word."""\n', "word", '"""Doc\n  word."""', id="a docstring"),
    pytest.param("if x: y = 1\n", "y", "y = 1", id="a one-line body"),
    pytest.param("if x: y = 1\n", "if", "if x: y = 1", id="a one-line if"),
    pytest.param("a = 1\nb = 2\n", "1\nb", None, id="across two: none"),
    pytest.param(
        "def f():\n  a = 1\n  b = 2\n", "1\n  b", "def f():\n  a = 1\n  b = 2", id="across two: the holder"
    ),
    pytest.param("@dec(1)\ndef f(): pass\n", "dec", None, id="a decorator"),
    pytest.param("def f():\n  # note\n  pass\n", "note", None, id="a comment on its own line"),
    pytest.param("x = 1\n\n\n", "\n\n", None, id="blank lines"),
    pytest.param(
        "match x:\n  case 1:\n    a\n", "case", "match x:\n  case 1:\n    a", id="a case is no statement"
    ),
    pytest.param("a = b + \\\n  c\n", "c", "a = b + \\\n  c", id="a backslash"),
    pytest.param(
        "try:\n  a\nfinally:\n  b\n  # tail\nc\n",
        "try",
        "try:\n  a\nfinally:\n  b\n  # tail",
        id="deeper comments below",
    ),
]


@pytest.mark.parametrize(("text", "needle", "expected"), STATEMENTS)
def test_statement_around_a_match(text: str, needle: str, expected: str | None) -> None:
    syntax = python(text)
    found = syntax.statement_at(where(text, needle))
    assert cut(syntax, found and found.span) == expected


BODIES = [
    pytest.param("def f():\n  a\n  b\n", "  a\n", "def f():", ["a", "b"], id="a function"),
    pytest.param("if x:\n  a\nelse:\n  b\n", "  b\n", "else:", ["b"], id="a clause"),
    pytest.param("class A: x = 1; y = 2\n", "x = 1", "class A:", ["x = 1", "y = 2"], id="a one-line body"),
    pytest.param(
        "def f():\n  '''Doc.'''\n  if a:\n    b\n  # c\n",
        "  if a:\n    b\n",
        "def f():",
        ["'''Doc.'''", "if a:\n    b"],
        id="a whole compound statement is its holder's",
    ),
    pytest.param(
        "class A:\n  @d\n  def f(self): pass\n",
        "  @d\n  def f(self): pass\n",
        "class A:",
        ["def f(self): pass"],
        id="a decorated one",
    ),
    pytest.param(
        "try:\n  a\nexcept E:\n  # why\n  pass\n",
        "  # why\n  pass\n",
        "except E:",
        ["pass"],
        id="with its comment",
    ),
    pytest.param("match x:\n  case 1:\n    a\n", "    a\n", "case 1:", ["a"], id="a case"),
]


@pytest.mark.parametrize(("text", "needle", "owner", "statements"), BODIES)
def test_body_around_a_deletion(text: str, needle: str, owner: str, statements: list[str]) -> None:
    syntax = python(text)
    body = syntax.body_at(where(text, needle))
    assert body is not None
    assert (body.owner.label, [cut(syntax, s) for s in body.statements]) == (owner, statements)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        pytest.param("a\nb\n", "a", id="the file itself"),
        pytest.param("def f():\n  a\nb\n", "b", id="behind one"),
    ],
)
def test_no_body(text: str, needle: str) -> None:
    assert python(text).body_at(where(text, needle)) is None


IMPORTS = [
    pytest.param("import a", [("a",)], id="plain"),
    pytest.param("import a.b, c.d as e", [("a", "a.b"), ("e", "c.d")], id="dotted and alias"),
    pytest.param("from . import x", [("x", ".x")], id="relative"),
    pytest.param("from .. p . q import x as y", [("y", "..p.q.x")], id="blanks in the path"),
    pytest.param("from a import (b, # c, d\n  e as f,\n)", [("b", "a.b"), ("f", "a.e")], id="parentheses"),
    pytest.param("from a import b, \\\n  c", [("b", "a.b"), ("c", "a.c")], id="backslash"),
    pytest.param("from a import *", [("*", "a.*")], id="star"),
    pytest.param("if x:\n  import a\nelse: import b", [("a",), ("b",)], id="under a module-level if"),
    pytest.param("x = 1; import a", [("a",)], id="behind a semicolon"),
    pytest.param("s = 'import a'\nraise X from y\nimportant = 1\nx.import_(a)", [], id="none of these"),
]


@pytest.mark.parametrize(("text", "expected"), IMPORTS)
def test_imports(text: str, expected: list[tuple[str, ...]]) -> None:
    found = python(text).imports()
    assert [i.names for i in found] == expected
    assert not any(i.local for i in found)


def test_imports_inside_functions_and_classes_are_local() -> None:
    text = "class A:\n  import a\n  def f(self):\n    if x:\n      import b\ndef g(): import c\nimport d\n"
    found = [(i.names[0], i.local) for i in python(text).imports()]
    assert found == [("a", True), ("b", True), ("c", True), ("d", False)]


ELEMENTS = [
    pytest.param("f(a, ^lambda b, c: 0, d)", "arguments", ["a", "lambda b, c: 0", "d"], id="lambda"),
    pytest.param("f(a, lambda ^b, c: 0, d)", "parameters", ["b", "c"], id="a lambda's parameter"),
    pytest.param('x = {"a": 1, ^"b": [2, 3],}', "dict", ['"a": 1', '"b": [2, 3]'], id="dict"),
    pytest.param('x = {"a": 1, "b": [2, ^3]}', "list", ["2", "3"], id="list in a dict"),
    pytest.param("x = {**a, ^**b}", "dict", ["**a", "**b"], id="dict of stars"),
    pytest.param("x = {1, ^2}", "set", ["1", "2"], id="set"),
    pytest.param("x = (^1,)", "tuple", ["1"], id="one-tuple"),
    pytest.param("x = 1, ^2", "tuple", ["1", "2"], id="tuple without parentheses"),
    pytest.param("^a, b = c = 1, 2", "tuple", ["a", "b"], id="targets"),
    pytest.param("x: int = 1, ^2", "tuple", ["1", "2"], id="annotated value"),
    pytest.param("return a, ^b", "tuple", ["a", "b"], id="return"),
    pytest.param("for a, ^b in c, d:\n  pass", "tuple", ["a", "b"], id="targets of for"),
    pytest.param("for a, b in c, ^d:\n  pass", "tuple", ["c", "d"], id="for over a tuple"),
    pytest.param("import a, ^b.c as d", "imports", ["a", "b.c as d"], id="import"),
    pytest.param("from x import (a, ^b as c,)", "imports", ["a", "b as c"], id="import in parentheses"),
    pytest.param("from x import a, ^b", "imports", ["a", "b"], id="import from"),
    pytest.param("def f(a, *, ^b=1, **c): pass", "parameters", ["a", "*", "b=1", "**c"], id="parameters"),
    pytest.param("class A(B, ^m=C): pass", "bases", ["B", "m=C"], id="bases"),
    pytest.param("@d(a, ^b)\ndef f(): pass", "arguments", ["a", "b"], id="a decorator's arguments"),
    pytest.param("def f[T, ^U](x): pass", "type parameters", ["T", "U"], id="type parameters"),
    pytest.param("def f[T](x, ^y): pass", "parameters", ["x", "y"], id="parameters behind type parameters"),
    pytest.param("a[1, ^2]", "subscript", ["1", "2"], id="subscript"),
    pytest.param("f(^a[1])", "arguments", ["a[1]"], id="a subscript without comma is no list"),
    pytest.param("with (a as b, ^c as d): pass", "with", ["a as b", "c as d"], id="with in parentheses"),
    pytest.param("with a as b, ^c as d: pass", "with", ["a as b", "c as d"], id="with"),
    pytest.param("global a, ^b", "names", ["a", "b"], id="global"),
    pytest.param("match x:\n  case a, ^b: pass", "patterns", ["a", "b"], id="patterns"),
    pytest.param("x = [a for c, ^d in e]", "tuple", ["c", "d"], id="a comprehension's targets"),
    pytest.param("f([^a for b in c], d)", "arguments", ["[a for b in c]", "d"], id="a comprehension is one"),
    pytest.param("f('x)', (1, ^2))", "tuple", ["1", "2"], id="a bracket in a string"),
    pytest.param("f(\n  a,  # one, two\n  ^b,  # three\n)", "arguments", ["a", "b"], id="comments between"),
    pytest.param("x = f(g(1)(^2, 3))", "arguments", ["2", "3"], id="a call of a call"),
    pytest.param("x = a if b else (c, ^d)", "tuple", ["c", "d"], id="parentheses behind a keyword"),
]


@pytest.mark.parametrize(("marked", "kind", "siblings"), ELEMENTS)
def test_element_around_a_match(marked: str, kind: str, siblings: list[str]) -> None:
    text = marked.replace("^", "")
    start = marked.index("^")
    syntax = python(text)
    element = syntax.element_at(Span(start, start + 1))
    assert element is not None
    assert (element.kind, [cut(syntax, s) for s in element.siblings]) == (kind, siblings)
    assert element.span in element.siblings
    assert element.inner.holds(element.span)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        pytest.param("x = (1)", "1", id="parentheses are no tuple"),
        pytest.param("x = a[1]", "1", id="a plain subscript"),
        pytest.param("f(\n  a,  # one\n)", "one", id="a comment between elements"),
        pytest.param("f(a, b)", "a, b", id="across two"),
        pytest.param("assert a, b", "b", id="assert"),
        pytest.param("print a, b", "b", id="print of Python 2"),
        pytest.param("x = 1\n", "\n", id="white space"),
    ],
)
def test_no_element(text: str, needle: str) -> None:
    assert python(text).element_at(where(text, needle)) is None


def test_a_comma_behind_the_match_belongs_to_the_element() -> None:
    syntax = python("f(\n    'a',\n    'b',\n)\n")
    element = syntax.element_at(where(syntax.source.text, "'a',\n"))
    assert element is not None
    assert cut(syntax, element.span) == "'a'"


NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta"])
PIECES = st.one_of(
    NAMES.map("def {}(a, b=(1,\n2)):\n    x = '''\ndef no(): pass\n'''\n    return x\n".format),
    NAMES.map("@dec(\n  1)\n# c\nasync def {}():\n\tif x:\n\t\tpass\n\telse: pass\n\t# tail\n".format),
    NAMES.map("class {}:\n  y = 1\n\n  def m(self): return {{1: ')'}}\n".format),
    NAMES.map("{} = [\n  1,\n]\n".format),
    st.just("# comment (\n"),
    st.just("\n"),
    st.just("\f\n"),
    st.just("if x:\n  pass\nelif y: pass\n"),
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=8), st.booleans(), st.booleans())
def test_generated_modules_have_the_layout_they_were_made_with(
    pieces: list[str], crlf: bool, newline: bool
) -> None:
    text = "".join(pieces)
    text = text if newline else text.removesuffix("\n")
    expected = [
        m
        for piece in pieces
        for m in re.findall(r"^(?:async )?(?:def |class )?(alpha|beta|gamma|delta)", piece, re.M)
    ]
    data = text.replace("\n", "\r\n") if crlf else text
    syntax = python(data)
    assert [d.name for d in syntax.definitions() if "." not in d.name] == expected
    assert syntax.source.text == text
    assert syntax.faults() == ()


def test_a_large_file_is_read_to_its_end() -> None:
    text = "".join(
        f'@d({i})\ndef f{i}(a, b=(1, 2)):\n    """Doc {{ (."""\n'
        '    if a:\n        return [a, "]"]  # (\n    return b\n\n\n'
        for i in range(2500)
    )
    with ends():
        assert len(python(text).definitions()) == 2500


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 20_000, id="openers"),
        pytest.param(")" * 20_000, id="closers"),
        pytest.param("(\n" * 20_000, id="openers on lines"),
        pytest.param("x = (\ndef f(): pass\n" * 5_000, id="one open before each function"),
        pytest.param('f"{' * 20_000, id="nested formatted strings"),
        pytest.param('f"{(\n' * 8_000, id="open fields"),
        pytest.param("if x:\n" + "".join(" " * i + "if x:\n" for i in range(1, 900)), id="deep blocks"),
        pytest.param("'" * 50_001, id="quotes"),
        pytest.param("\\\n" * 20_000, id="backslashes"),
        pytest.param("#\n" * 20_000 + "def f(): pass", id="a long comment"),
        pytest.param("x: int = " * 8_000, id="colons"),
        pytest.param("a = " * 8_000 + "1", id="a long chain"),
        pytest.param("x = [\n" + "    f(a, {'b': (1, 2)}),\n" * 15_000 + "]\n", id="one long list"),
    ],
)
def test_hostile_texts_end(text: str) -> None:
    with ends():
        syntax = python(text)
        syntax.definitions()
        syntax.imports()
        for offset in range(0, len(text), max(len(text) // 200, 1)):
            syntax.statement_at(Span(offset, offset + 1))
            syntax.element_at(Span(offset, offset + 1))
            syntax.body_at(Span(offset, offset + 1))
