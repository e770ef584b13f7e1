"""`unwrap`: a compound statement is replaced by its body or its else branch."""

import ast
import textwrap

import pytest
from edit_plans import after, delete, insert, move, replace, run, unwrap
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.errors import Refusal


def unwrapped(before, *edits, path="a.py"):
    return after(path, before, *edits)


PYTHON = [
    pytest.param(
        "if a:\n    x\n    y\n", [unwrap(branch="if a")], "x\ny\n", id="the body of an if"
    ),
    pytest.param(
        "def f():\n    if a:\n        x\n    elif b:\n        y\n    else:\n        z\n    return 1\n",
        [unwrap(branch="if a")],
        "def f():\n    x\n    return 1\n",
        id="the other arms go",
    ),
    pytest.param(
        "if a:\n    x\nelif b:\n    y\nelse:\n    z\n",
        [unwrap(branch="^if a", keep="else")],
        "if b:\n    y\nelse:\n    z\n",
        id="the first elif is the if",
    ),
    pytest.param(
        "if a:\n    x\n# of b\nelif b:\n    y\n",
        [unwrap(statement="if a", keep="else")],
        "# of b\nif b:\n    y\n",
        id="a comment of the next arm stays with it",
    ),
    pytest.param(
        "if a:\n    x\nelse:\n    y\n\n    # c\n    z\n",
        [unwrap(line="if a", keep="else")],
        "y\n\n# c\nz\n",
        id="the else alone",
    ),
    pytest.param(
        "try:\n    import a\nexcept ImportError:\n    a = None\n",
        [unwrap(branch="try")],
        "import a\n",
        id="a try",
    ),
    pytest.param(
        "try:\n    import a\nexcept ImportError:\n    a = None\n",
        [unwrap(branch="try", keep="else")],
        "a = None\n",
        id="the one except of a try",
    ),
    pytest.param(
        "async def f():\n    async with a as b:\n        await c\n",
        [unwrap(branch="async with")],
        "async def f():\n    await c\n",
        id="an async with",
    ),
    pytest.param(
        "while a:\n    for b in c:\n        break\n    x\n",
        [unwrap(branch="while")],
        "for b in c:\n    break\nx\n",
        id="a break of an inner loop",
    ),
    pytest.param(
        "if a:\n    s = '''\n    b\n  c'''\n    t = f(1,\n  2,\n          3)\n",
        [unwrap(branch="if")],
        "s = '''\n    b\n  c'''\nt = f(1,\n2,\n      3)\n",
        id="strings keep their lines, continuation lines move as far as they can",
    ),
    pytest.param(
        "if a:\n\tx\n\tif b:\n\t\ty\n", [unwrap(branch="if a")], "x\nif b:\n\ty\n", id="tabs"
    ),
    pytest.param(
        "def f():\n  if a:\n\tx\n        y\n", [unwrap(branch="if a")], "def f():\n  x\n  y\n", id="tabs and blanks"
    ),
    pytest.param("if a:  # why\n    x\n# of else\nelse:  # no\n    y\n# tail\n", [unwrap(branch="if")], "x\n# tail\n", id="comments of the headers"),
    pytest.param("if a:  # why\n    x\nelse:  # no\n    # b\n    y\n", [unwrap(branch="if", keep="else")], "# b\ny\n", id="the comment of an else"),
    pytest.param("if (a and\n        b):\n    x = 1 + \\\n        2\n", [unwrap(branch="if")], "x = 1 + \\\n    2\n", id="a header of two lines, a joined line"),
    pytest.param("if a:\n    x\n\n# free\n\nelse:\n    y\n", [unwrap(branch="if")], "x\n\n# free\n", id="a comment before the else that does not touch it"),
    pytest.param("if a: x; y  # c\n", [unwrap(branch="if a")], "x; y  # c\n", id="a body on the header's line"),
    pytest.param(
        "if a: x\nelse: y\nz\n", [unwrap(branch="if a", keep="else")], "y\nz\n", id="both on one line"
    ),
    pytest.param(
        "if a: x\nelse:\n    y\nz\n", [unwrap(branch="if a")], "x\nz\n", id="only the first on one line"
    ),
    pytest.param(
        "a\n\nif b:\n\n    c\n\nd\n", [unwrap(branch="if")], "a\n\nc\n\nd\n", id="blank lines on both sides"
    ),
    pytest.param(
        "def f():\n    if b:\n\n        c\n", [unwrap(branch="if")], "def f():\n    c\n", id="blank lines at a body's start"
    ),
    pytest.param(
        "if a:\n    x\n# left\n    y\n", [unwrap(branch="if")], "x\n# left\ny\n", id="a comment further left"
    ),
    pytest.param(
        "if a:\r\n    x\r\n    é = '''\r\n    b'''\r\nz\r\n",
        [unwrap(branch="if")],
        "x\r\né = '''\r\n    b'''\r\nz\r\n",
        id="line endings",
    ),
    pytest.param("\ufeffif a:\n    x", [unwrap(branch="if")], "\ufeffx", id="a byte-order mark, no last newline"),
    pytest.param(
        "if a:\n    if b:\n        x\n    y\n",
        [unwrap(1, branch="if a"), unwrap(2, branch="if b")],
        "x\ny\n",
        id="one in another",
    ),
    pytest.param(
        "class A:\n    if a:\n        def f(self): pass\n\n        def g(self): pass\n",
        [unwrap(1, block="if a"), delete(2, definition="A.g"), replace("return", 3, text="pass", nth=1)],
        "class A:\n    def f(self): return\n",
        id="edits inside what stays",
    ),
    pytest.param(
        "if a:\n    x\n    y\nelse:\n    z\n",
        [unwrap(1, branch="if a"), replace("p\nif q:\n    r", 2, line="x"), insert("s", "after", 3, line="y"), delete(4, line="z")],
        "p\nif q:\n    r\ny\ns\n",
        id="lines put inside get the new indentation, a deletion in what goes is part of it",
    ),
    pytest.param(
        "if a:\n    def f():\n        x\n    y\n",
        [unwrap(1, branch="if a"), delete(2, line="x", leave="pass")],
        "def f():\n    pass\ny\n",
        id="what is left in an emptied body",
    ),
    pytest.param(
        "if a:\n    x = [1,\n        2]\n    y\n",
        [unwrap(1, branch="if a"), replace("f(\n        3)", 2, text=r"\[1,\n +2\]")],
        "x = f(\n    3)\ny\n",
        id="a part of several lines",
    ),
    pytest.param(
        "if a:\n    x\n    y\nz\n",
        [unwrap(1, branch="if a"), move("after", {"line": "z"}, 2, line="x")],
        "y\nz\nx\n",
        id="a range that moves out of it",
    ),
]  # fmt: skip

JS = "f();\nif (a) {\n    x;\n} else if (b) {\n    y;\n} else {\n    z;\n} // end\n"
ONE = "if (a) { x; } else if (b) { y; } else { z; }\n"

OTHERS = [
    pytest.param("a.txt", "f(\n    x\n    y\n)\nz\n", [unwrap(marker="f(<")], "x\ny\nz\n", id="a marker"),
    pytest.param(
        "a.js",
        "if (a) {\n    x;\n}\ny;\n",
        [unwrap(block="if")],
        "x;\ny;\n",
        id="a block of no known language",
    ),
    pytest.param("a.js", JS, [unwrap(branch="^if")], "f();\nx;\n", id="braces: the body"),
    pytest.param(
        "a.js",
        JS,
        [unwrap(branch="^if", keep="else")],
        JS.replace("if (a) {\n    x;\n} else ", ""),
        id="braces: the rest",
    ),
    pytest.param(
        "a.js",
        "if (a) {\n    x;\n}\nelse {\n    y;\n}\n",
        [unwrap(branch="^if", keep="else")],
        "y;\n",
        id="braces: the else",
    ),
    pytest.param(
        "a.js",
        "if (a) { // why\n  x;\n} // no\n",
        [unwrap(branch="if")],
        "x;\n",
        id="braces: comments of header and closer",
    ),
    pytest.param("a.js", ONE, [unwrap(branch="^if")], "x;\n", id="one line: the body"),
    pytest.param(
        "a.js",
        ONE,
        [unwrap(branch="^if", keep="else")],
        "if (b) { y; } else { z; }\n",
        id="one line: the rest",
    ),
    pytest.param(
        "a.js", "if (a)\n    x;\nelse\n    y;\n", [unwrap(branch="^if", keep="else")], "y;\n", id="no braces"
    ),
    pytest.param(
        "a.js",
        "for (;;) {\n  switch (a) { case 1: break; }\n}\n",
        [unwrap(branch="for")],
        "switch (a) { case 1: break; }\n",
        id="a break of a switch",
    ),
    pytest.param(
        "a.js",
        "if (a) {\n\tx(`\n\t\tb`);\n\t/*\n\t * c\n\t */\n}\n",
        [unwrap(branch="if")],
        "x(`\n\t\tb`);\n/*\n * c\n */\n",
        id="a comment of several lines",
    ),
    pytest.param(
        "a.go",
        "package a\n\nfunc f() {\n\tif a {\n\t\tx()\n\t} else {\n\t\ty()\n\t}\n}\n",
        [unwrap(branch="^if")],
        "package a\n\nfunc f() {\n\tx()\n}\n",
        id="Go",
    ),
    pytest.param(
        "a.txt",
        "begin\n  x\nend\n",
        [unwrap(start="begin", through="end")],
        "x\n",
        id="between two lines",
    ),
    pytest.param(
        "a.c",
        "int a;\n#if A\nint b;\n#endif\nint c;\n",
        [unwrap(branch="if A")],
        "int a;\nint b;\nint c;\n",
        id="a directive",
    ),
    pytest.param(
        "a.c",
        "#ifdef A\nint b;\n#elif B\nint c;\n# elifdef C\n#endif\n",
        [unwrap(branch="ifdef A", keep="else")],
        "#if B\nint c;\n# elifdef C\n#endif\n",
        id="the rest of a directive's chain",
    ),
    pytest.param(
        "a.h",
        "#ifdef A\n  #define B 1\n  #define C 2\n#else\n  #define B 3\n#endif\n#define D\n",
        [unwrap(branch="ifdef A")],
        "#define B 1\n#define C 2\n#define D\n",
        id="indented for the directive's sake",
    ),
    pytest.param(
        "a.c",
        "void f() {\n    a();\n#ifdef A\n    b();\n#endif\n    c();\n}\n",
        [unwrap(branch="ifdef A")],
        "void f() {\n    a();\n    b();\n    c();\n}\n",
        id="indented for the function's sake",
    ),
    pytest.param(
        "a.c",
        "void f() {\n#ifdef A\n    b();\n#endif\n}\n",
        [unwrap(branch="ifdef A")],
        "void f() {\n    b();\n}\n",
        id="the only body of a function",
    ),
]


@pytest.mark.parametrize(("before", "edits", "then"), PYTHON)
def test_python(before, edits, then):
    assert unwrapped(before, *edits) == then
    ast.parse(then.replace("\ufeff", ""))


@pytest.mark.parametrize(("path", "before", "edits", "then"), OTHERS)
def test_other_files(path, before, edits, then):
    assert unwrapped(before, *edits, path=path) == then


@pytest.mark.parametrize(
    ("path", "before", "edits", "codes"),
    [
        pytest.param("a.py", "if a:\n    x\n", [unwrap(branch="if", keep="else")], ["nothing-to-unwrap"], id="no else"),
        pytest.param("a.py", "if a:\n    x\n", [unwrap(line="x")], ["nothing-to-unwrap"], id="no statement with a body"),
        pytest.param("a.py", "def f():\n    x\n", [unwrap(statement="def")], ["nothing-to-unwrap"], id="a function"),
        pytest.param(
            "a.py", "if a:\n    x\nelse:\n    y\n", [unwrap(branch="else")], ["nothing-to-unwrap"], id="a later arm"
        ),
        pytest.param(
            "a.py", "match a:\n    case 1:\n        x\n", [unwrap(statement="match")], ["nothing-to-unwrap"], id="cases"
        ),
        pytest.param(
            "a.py",
            "try:\n    x\nexcept A:\n    y\nfinally:\n    z\n",
            [unwrap(branch="try", keep="else")],
            ["nothing-to-unwrap"],
            id="a rest that cannot stand",
        ),
        pytest.param(
            "a.py", "try:\n    x\nfinally:\n    z\n", [unwrap(branch="try", keep="else")], ["nothing-to-unwrap"], id="a finally"
        ),
        pytest.param(
            "a.py", "if a:\n    x\ny\n", [unwrap(lines=(1, 3))], ["nothing-to-unwrap"], id="more than the statement"
        ),
        pytest.param(
            "a.py",
            "for a in b:\n    if a:\n        break\n",
            [unwrap(branch="for")],
            ["unwrap-changes-meaning"],
            id="a break",
        ),
        pytest.param(
            "a.py",
            "while a:\n    for b in c:\n        x\n    else:\n        continue\n",
            [unwrap(branch="while")],
            ["unwrap-changes-meaning"],
            id="a continue in the else of an inner loop",
        ),
        pytest.param("a.js", "for (;;) {\n  switch (a) { case 1: continue; }\n}\n", [unwrap(branch="for")], ["unwrap-changes-meaning"], id="a continue in a switch"),
        pytest.param("a.js", "f(); if (a) {\n  x;\n}\n", [unwrap(branch="if")], ["shares-line"], id="behind other code"),
        pytest.param("a.js", "if (a) {\n  x;\n} f();\n", [unwrap(branch="if")], ["shares-line"], id="before other code"),
        pytest.param("a.py", "try:\n    x\nexcept A as e:\n    print(e)\n", [unwrap(branch="try", keep="else")], ["unwrap-changes-meaning"], id="the name of an except"),
        pytest.param("a.c", "#if A\n#endif\n", [unwrap(branch="if")], ["nothing-to-unwrap"], id="an empty body"),
        pytest.param("a.txt", "f(x)\n", [unwrap(marker="f(<")], ["nothing-to-unwrap"], id="a marker of one line"),
        pytest.param(
            "a.txt", "f(\nx\n)\n", [unwrap(marker="f(<", keep="else")], ["nothing-to-unwrap"], id="a marker's else"
        ),
        pytest.param(
            "a.py",
            "if a:\n    x\nelse:\n    y\n",
            [unwrap(1, branch="if a"), replace("z", 2, line="y")],
            ["edit-inside-deletion"],
            id="text put into what goes",
        ),
        pytest.param(
            "a.py",
            "if a:\n    x\ny\n",
            [unwrap(1, branch="if a"), delete(2, lines=(2, 3))],
            ["emptied-body"],
            id="all that would stay goes",
        ),
        pytest.param(
            "a.py",
            "if a:\n    x\n    y\n",
            [unwrap(1, branch="if a"), delete(2, lines=(1, 2))],
            ["overlapping-edits"],
            id="a part of what goes and of what stays",
        ),
        pytest.param(
            "a.py",
            "def f():\n    if a:\n        x\n",
            [unwrap(1, branch="if a"), delete(2, definition="f")],
            ["edit-inside-deletion"],
            id="inside a deletion",
        ),
        pytest.param(
            "a.py",
            "if a:\n    x\n",
            [unwrap(1, branch="if a"), unwrap(2, branch="if a")],
            ["overlapping-edits"],
            id="twice",
        ),
    ],
)  # fmt: skip
def test_refusals(path, before, edits, codes):
    with pytest.raises(Refusal) as caught:
        run(path, before, *edits)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(p.hint and p.plan is not None and p.target.file == path for p in caught.value.problems)


@pytest.mark.parametrize(
    ("before", "notes"),
    [
        pytest.param("with a as b:\n    b.c\n", ["`b`, which the header binds, is used in what stays"], id="with"),
        pytest.param("with a as b:\n    a.b\n", [], id="an attribute"),
        pytest.param("if (b := a):\n    b\n", ["`b`, which the header binds, is used in what stays"], id="a walrus"),
        pytest.param("for b in a:\n    b\n", ["`b`, which the header binds, is used in what stays"], id="for"),
        pytest.param(
            "try:\n    a\nexcept B:\n    c\nfinally:\n    d\n",
            ["the `except`, lines 3-4, goes with what is in it", "the `finally`, lines 5-6, goes with what is in it"],
            id="arms that go",
        ),
    ],
)  # fmt: skip
def test_notes(before, notes):
    (outcome,) = run("a.py", before, unwrap(line="^(with|if|for|try)")).outcomes
    assert list(outcome.notes) == notes
    assert outcome.lines.last_line == before.count("\n")


SIMPLE = st.sampled_from(
    ["x = 1", "f(a,\n  b,\n      c)", "s = '''\n  in\n\n    it'''", "# c", "y = [\n    1,  # one\n]", "pass", "z = f'''{a}\n  b'''"]
)  # fmt: skip


def _indented(text):
    """Indent lines of code, not those inside strings: as an editor would that knows Python."""
    lines, inside, found = text.split("\n"), False, []
    for line in lines:
        found.append(line if inside or not line else "    " + line)
        inside ^= line.count("'''") % 2 == 1
    return "\n".join(found)


def _compound(body):
    header = st.sampled_from(["def f():", "if a:", "while a:", "class A:", "with a:", "for a in b:"])
    return st.builds(lambda head, text: f"{head}\n{_indented(text)}", header, body)


def _joined(statements):
    return st.lists(
        st.tuples(statements, st.integers(0, 2)), min_size=1, max_size=3
    ).map(_with_blanks)  # fmt: skip


def _with_blanks(rows):
    text = "\n".join(row + "\n" * blank for row, blank in rows).rstrip("\n")
    return text if any(not r.startswith("#") for r, _ in rows) else text + "\npass"


BLOCKS = st.recursive(
    _joined(SIMPLE), lambda inner: _joined(st.one_of(SIMPLE, _compound(inner))), max_leaves=6
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    BLOCKS,
    st.sampled_from(["", "a = 1\n", "a = 1\n\n\n", "def g():\n    pass\n\n\n"]),
    st.sampled_from(["", "b = 2\n", "\n\nb = 2\n"]),
)
@example("# c\npass\n\n\n# d\nx = 1", "", "b = 2\n")
def test_a_block_under_if_true_comes_out_as_it_was(block, above, below):
    without = f"{above}{block}\n{below}"
    wrapped = f"{above}if True:\n{_indented(block)}\n{below}"
    ast.parse(textwrap.dedent(without))
    assert unwrapped(wrapped, unwrap(branch="if True")) == without
