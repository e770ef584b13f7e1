"""Python's second witness, cuts across constructs, faults, edges and uses."""

from __future__ import annotations

import sys

import pytest

from patcher.source import SourceFile, Span
from patcher.syntax import Syntax, language_of, syntax_of
from patcher.syntax.model import Disagreement


def python(text: str | bytes) -> Syntax:
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    return syntax_of(SourceFile("a.py", data), language_of("a.py"))


def marked(text: str) -> tuple[Syntax, Span]:
    """A file and the span that `«` and `»` mark in it."""
    start = text.index("«")
    end = text.index("»") - 1
    return python(text.replace("«", "").replace("»", "")), Span(start, end)


CONFIRMED = [
    pytest.param("«def f():\n  pass\n  # tail\n»x\n", "definition", id="whole lines with a comment below"),
    pytest.param("«# c\n@d\ndef f():\n  pass\n»", "definition", id="with comment and decorator"),
    pytest.param("class A:\n«  x = 1\n»  y = 2\n", "definition", id="a class attribute"),
    pytest.param("class A:\n  @d(1)\n«  def f(self): pass\n»", "definition", id="without its decorator"),
    pytest.param("if a:\n  «b = 1» ; c = 2\n", "statement", id="beside a semicolon"),
    pytest.param("if a:\n  b\n«elif c:\n  d\n»else: e\n", "block", id="an elif"),
    pytest.param("try: a\n«except E:\n  b\n»", "block", id="a handler"),
    pytest.param("«x.update({\n  1: 2,\n})\n»y\n", "marker", id="a marker's statement"),
    pytest.param("f(\n«  g(\n 1),\n»)\n", "marker", id="a marker's element"),
    pytest.param("«import a, b\n»", "import", id="a whole import"),
    pytest.param("from a import (b, «c as d»)\n", "import", id="one name"),
    pytest.param("x = {'a': 1, «'b': (2)»}\n", "entry", id="a pair with parentheses"),
    pytest.param("f(«(a)», b)\n", "entry", id="an argument in parentheses"),
    pytest.param("f(a, «*b»)\n", "entry", id="a star"),
    pytest.param("def f(a, «b: int = 1», **c): pass\n", "entry", id="a parameter with its default"),
    pytest.param("f(«a for a in b»)\n", "entry", id="a generator alone"),
    pytest.param("with a as b, «c as d»: pass\n", "entry", id="an item of with"),
    pytest.param("é = ['ü', «'ö'», 'ä']\n", "entry", id="columns behind letters beyond ASCII"),
    pytest.param("print 'x'\n«def f(a, (b, c)):\n  print a\n»", "definition", id="Python 2, by tree-sitter"),
    pytest.param("«type A = int\n»", "definition", id="newer syntax, by tree-sitter"),
    pytest.param("x = 'caf\udce9'\n«y = 'caf\udce9'\n»", "statement", id="bytes that are no UTF-8"),
]


@pytest.mark.parametrize(("text", "extent"), CONFIRMED)
def test_the_second_witness_agrees(text: str, extent: str) -> None:
    syntax, span = marked(text)
    assert isinstance(syntax.confirm(span, extent), str)


DENIED = [
    pytest.param("«def f():\n  a\n»  b\n", "definition", "def f():\n  a\n  b", id="one line short"),
    pytest.param("«x = (1,\n»2)\n", "statement", "x = (1,\n2)", id="half a statement"),
    pytest.param("f(a, lambda b, «c: 0», d)\n", "entry", "c", id="half a lambda"),
    pytest.param(
        "if a:\n  b\n«else:\n  c\n»", "statement", "if a:\n  b\nelse:\n  c", id="a clause is no statement"
    ),
]


@pytest.mark.parametrize(("text", "extent", "second"), DENIED)
def test_the_second_witness_disagrees(text: str, extent: str, second: str) -> None:
    syntax, span = marked(text)
    found = syntax.confirm(span, extent)
    assert isinstance(found, Disagreement)
    assert found.second_span is not None
    assert syntax.source.text[found.second_span.start : found.second_span.end] == second


SILENT = [
    pytest.param('"""a\n«def f(): pass\n»"""\n', "definition", id="inside a string"),
    pytest.param("# «x = 1»\n", "statement", id="inside a comment"),
    pytest.param("x = = 1\n«y = \n»", "statement", id="what does not parse"),
    pytest.param("def f(«*», a): pass\n", "entry", id="a lone star"),
    pytest.param("\n«\n»", "block", id="blank lines"),
]


@pytest.mark.parametrize(("text", "extent"), SILENT)
def test_there_is_no_second_witness(text: str, extent: str) -> None:
    syntax, span = marked(text)
    assert syntax.confirm(span, extent) is None


WHOLE = [
    pytest.param("«x = 1\n\n# c\ndef f(): pass\n»y\n", id="whole top-level statements"),
    pytest.param("«# only a comment\n»x\n", id="a comment"),
    pytest.param("def f():\n«  a\n  # c\n»  b\n", id="a statement of a body"),
    pytest.param("def f():\n«  a  # c\n»", id="a whole body (who fills it is judged elsewhere)"),
    pytest.param("if a:\n  b\n«elif c:\n  d\n»else:\n  e\n", id="an elif"),
    pytest.param("if a:\n  b\n«else:\n  e\n»", id="an else"),
    pytest.param("try:\n  a\n«except E:\n  b\n»finally:\n  c\n", id="a handler"),
    pytest.param("f(a, «b, »c)\n", id="an argument with its comma"),
    pytest.param("f(a«, b»)\n", id="the last argument"),
    pytest.param("f(«a, b»)\n", id="all arguments"),
    pytest.param("def f(a)« -> int»: pass\n", id="a return type"),
    pytest.param("«@d\n»def f(): pass\n", id="a decorator"),
    pytest.param("class A«(B)»: pass\n", id="the bases"),
    pytest.param("from a import b«, c»\n", id="an imported name"),
    pytest.param("import a« as b»\n", id="an alias"),
    pytest.param("x = {\n«  'a': 1,\n»  'b': 2,\n}\n", id="a pair's lines"),
    pytest.param("x = a« + b»\n", id="an operand with its operator"),
    pytest.param("x = 'some «words» here'\n", id="inside a string"),
    pytest.param("# some «words» here\n", id="inside a comment"),
    pytest.param("«a;» b\n", id="a statement with its semicolon"),
    pytest.param("raise A« from b»\n", id="a cause"),
    pytest.param("match x:\n  case 1:\n    a\n«  case 2:\n    b\n»", id="a case"),
    pytest.param("«async »def f(): pass\n", id="async"),
    pytest.param("x = lambda« a»: 0\n", id="a lambda's parameters"),
]


@pytest.mark.parametrize("text", WHOLE)
def test_nothing_is_cut(text: str) -> None:
    syntax, span = marked(text)
    assert syntax.straddles(span) is None


CUT = [
    pytest.param("if a:\n  b\n«else:\n»  c\n", id="a clause's header"),
    pytest.param("«def f():\n»  pass\n", id="a function's header"),
    pytest.param("«if a:\n»  b\n", id="an if's header"),
    pytest.param("«try:\n  a\n»except E:\n  b\n", id="try without its handler"),
    pytest.param("f(«a, b» + c)\n", id="half the arguments"),
    pytest.param("x = f(\n«  a,\n)\n»y\n", id="the closer"),
    pytest.param("«x = f(\n»  a)\n", id="the opener"),
    pytest.param("def f():\n  a\n«  b\n\n\ndef g():\n»  c\n", id="half of one and half of the next"),
    pytest.param("@d\n«def f(): pass\n»def g(): pass\n", id="a decorator left behind"),
    pytest.param("class A:\n«  x = [)  1,\n»  2,\n  ]\n", id="a line that a wrong bracket ends"),
    pytest.param("def \n\n«  f(): pass\n»", id="a deeper line below no header"),
    pytest.param("x«_etcd» = 1\n", id="half a name"),
    pytest.param("x = {'a«': 1, »'b': 2}\n", id="from inside a string"),
    pytest.param("x = {«'a': »1}\n", id="a pair's key"),
    pytest.param("class «A(B)»: pass\n", id="a class's name"),
    pytest.param("f«oo»(a)\n", id="half a called name"),
    pytest.param("«x = »f()\n", id="a target"),
    pytest.param("«return »x\n", id="a keyword"),
    pytest.param("if a«:» b\n", id="a colon"),
    pytest.param("«from a» import b\n", id="an import's module"),
    pytest.param("f(«a=»b)\n", id="a keyword of an argument"),
]


@pytest.mark.parametrize("text", CUT)
def test_a_construct_is_cut(text: str) -> None:
    syntax, span = marked(text)
    found = syntax.straddles(span)
    assert found is not None
    assert found.meets(span)


PARSES = [
    pytest.param(b"", id="empty"),
    pytest.param("s = 'é'\n".encode(), id="UTF-8"),
    pytest.param(b"# coding: latin-1\ns = '\xe9'\n", id="latin-1 with its cookie"),
    pytest.param(b"\xef\xbb\xbfs = 1\r\n", id="byte-order mark and CRLF"),
    pytest.param(b"x = 1 is 1\ny = '\\d'\n", id="warnings are no faults"),
]
BREAKS = [
    pytest.param(b"x = 1\ny = = 2\n", 2, id="syntax"),
    pytest.param(b"s = '\xe9'\n", 1, id="latin-1 without a cookie"),
    pytest.param(b"x = 1\0\n", 1, id="a NUL"),
    pytest.param(b"(" * 5000 + b")" * 5000, 1, id="too deep"),
    pytest.param(b"if x:\n\ty\n        z\n", 3, id="tabs and blanks"),
]


@pytest.mark.parametrize("data", PARSES)
def test_the_file_parses(data: bytes) -> None:
    assert python(data).faults() == ()


@pytest.mark.parametrize(("data", "line"), BREAKS)
def test_the_file_does_not_parse(data: bytes, line: int) -> None:
    (fault,) = python(data).faults()
    assert fault.line == line
    assert fault.message


AROUND = [
    pytest.param(
        "x = = 1\ndef f():\n«»  pass\n\n\ny = 1\nz = 2\n", None, id="a fault elsewhere is not looked at"
    ),
    pytest.param("x = 1\n«»  y = 2\n", 2, id="an orphaned body"),
    pytest.param("«»  y = 2\n", 1, id="an indented first line"),
    pytest.param("x = 1\n«»else:\n  y\n", 2, id="an orphaned clause"),
    pytest.param("try:\n  x\n«»y = 2\n", 2, id="try alone"),
    pytest.param("@d\n«»x = 1\n", 2, id="a decorator above no definition"),
    pytest.param("def f():\n«»x = 1\n", 1, id="an emptied body"),
    pytest.param('x = """a\n«»y = 1\n', 1, id="a string left open"),
    pytest.param("x = f(\n«»y = 1\nz = 2\n", 1, id="a bracket left open"),
    pytest.param("# c\n«»", None, id="no statement at all"),
]


@pytest.mark.parametrize(("text", "line"), AROUND)
def test_a_fault_around_an_edit(text: str, line: int | None) -> None:
    syntax, span = marked(text)
    fault = syntax.fault_around([span])
    assert (fault and fault.line) == line


EDGES = [
    pytest.param("def f():\n  a\n«  b\n»x\n", True, id="the last statement of a body"),
    pytest.param("f(\n«  a,\n»  b)\n", True, id="an argument"),
    pytest.param("class A:\n«  def f(self): pass\n»  y = 1\n", True, id="a method"),
    pytest.param("if a:\n  b\n«elif c:\n  d\n»else:\n  e\n", True, id="an arm"),
    pytest.param('x = """a\n«b\n»c"""\ny\n', True, id="a line of a string"),
    pytest.param('x = """a\n«"""\n»y = """b"""\n', False, id="a string's end"),
    pytest.param("«def f():\n»  a\n", False, id="a header"),
    pytest.param("«x = f(\n»  a)\n", False, id="an opener"),
    pytest.param("x = f(a\n«)\n»y\n", False, id="a closer"),
]


@pytest.mark.parametrize(("text", "same"), EDGES)
def test_the_state_at_the_end_of_a_deletion(text: str, same: bool) -> None:
    before, span = marked(text)
    kept = before.source.text
    after = python(kept[: span.start] + kept[span.end :])
    assert (before.edge_state(span.end) == after.edge_state(span.start)) is same


USES = [
    pytest.param("name()\n", 1, id="a call"),
    pytest.param("x.name\n", 1, id="an attribute"),
    pytest.param("from m import name\nimport name.x\nfrom name import y\n", 3, id="imports"),
    pytest.param("f'{name} {{name}} {x:{name}}'\n", 2, id="fields of an f-string"),
    pytest.param("f'{d[\"name\"]} {name!r}'\n", 1, id="a string in a field"),
    pytest.param("f\"{f'{name}'}\"\n", 1, id="a nested f-string"),
    pytest.param("name += 1\n", 1, id="augmented"),
    pytest.param("@name\ndef f(): pass\n", 1, id="a decorator"),
    pytest.param("def f(a=name, b: name = 1): pass\n", 2, id="default and annotation"),
    pytest.param("x = (\n  name,\n)\n", 1, id="an element"),
    pytest.param("global name\ndel name\n", 2, id="statements of names"),
    pytest.param("f(name == 1, k=name)\n", 2, id="compared, and a keyword's value"),
]
NO_USES = [
    pytest.param("def name(): pass\nclass name: pass\nasync def name(): pass\n", id="headers"),
    pytest.param("name = 1\nname: int = 2\nx; name = 3\n", id="assignments"),
    pytest.param("f(a, name=1)\n", id="a keyword"),
    pytest.param("def f(name, *name, name=1): pass\nlambda name: 0\n", id="parameters"),
    pytest.param("for name in x: pass\nwith a as name: pass\nimport b as name\n", id="other targets"),
    pytest.param("self.name = 1\n", id="an attribute that is set"),
    pytest.param("'name'  # name\nrename = names\n", id="text and longer names"),
]


@pytest.mark.parametrize(("text", "count"), USES)
def test_uses(text: str, count: int) -> None:
    found = list(python(text).uses("name"))
    assert [text[span.start : span.end] for span in found] == ["name"] * count


@pytest.mark.parametrize("text", NO_USES)
def test_what_binds_a_name_is_no_use(text: str) -> None:
    assert list(python(text).uses("name")) == []


def test_neither_ast_nor_tree_sitter_is_loaded_for_definitions() -> None:
    import subprocess

    code = (
        "import sys; from patcher.source import SourceFile; from patcher.syntax import *;"
        "s = syntax_of(SourceFile('a.py', b'def f(): pass'), language_of('a.py')); s.definitions();"
        "print('tree_sitter' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
