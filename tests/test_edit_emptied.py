"""Bodies that a step would leave empty: refused, filled, or gone with what holds them."""

import pytest
from edit_plans import after, delete, insert, replace, run

from patcher.errors import Refusal

CLASS = "class A:\n    x = 1\n\n    def f(self):\n        return 1\n\n\n"
CLASS += "def g():\n    if a:\n        b()\n    return 2\n"


@pytest.mark.parametrize(
    ("text", "edits", "owner"),
    [
        pytest.param(CLASS, [delete(line=r"b\(\)")], "if a:", id="an if"),
        pytest.param(CLASS, [delete(line="return 1")], "def f(self):", id="a function"),
        pytest.param(
            CLASS, [delete(1, definition=r"A\.x"), delete(2, definition=r"A\.f")], "class A:", id="a class"
        ),
        pytest.param(CLASS, [delete(lines=(2, 5))], "class A:", id="by lines, blank ones between"),
        pytest.param(CLASS, [delete(lines=(10, 11))], "if a:", id="the end of a body goes with what follows"),
        pytest.param(
            CLASS, [delete(start="x = 1", through="^def g")], "class A:", id="beyond the end of the class"
        ),
        pytest.param(CLASS, [replace("", line=r"b\(\)")], "if a:", id="replaced by nothing"),
        pytest.param("if a: b()\n", [delete(text=r" b\(\)")], "if a:", id="on the header's line"),
        pytest.param(
            "if a:\n    import b, c\n",
            [delete(1, import_="b"), delete(2, import_="c")],
            "if a:",
            id="imports",
        ),
        pytest.param(
            "if a:\n    b\n    # why\n", [delete(line="b$")], "if a:", id="a comment is no statement"
        ),
        pytest.param("try:\n    a\nexcept E:\n    b\n", [delete(line="b$")], "except E:", id="an arm"),
        pytest.param(
            "for a in b:\n    '''c'''\n", [delete(line="c")], "for a in b:", id="a docstring is one"
        ),
        pytest.param("if a:\r\n    b\r\n", [delete(line="b$")], "if a:", id="line endings"),
        pytest.param(
            "class A:\n    def f(self):\n        b\n        # c\n",
            [delete(lines=(2, 3))],
            "class A:",
            id="but its comment",
        ),
    ],
)
def test_refused_without_leave(text, edits, owner):
    with pytest.raises(Refusal) as caught:
        run("a.py", text, *edits)
    (problem,) = caught.value.problems
    assert problem.code == "emptied-body"
    assert f"`{owner}`" in problem.message
    assert problem.plan.line == 1
    assert "leave: pass" in problem.hint


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        pytest.param(CLASS, [delete(line="return 2")], CLASS.replace("    return 2\n", ""), id="an if stays"),
        pytest.param(
            "def f():\n    '''D.'''\n    a\n",
            [delete(line="a$")],
            "def f():\n    '''D.'''\n",
            id="a docstring stays",
        ),
        pytest.param(
            "if a:\n    b\n",
            [delete(1, line="b$"), insert("c", "after", 2, line="b$")],
            "if a:\n    c\n",
            id="another edit puts text there",
        ),
        pytest.param("if a:\n    b\n", [replace("c", line="b$")], "if a:\n    c\n", id="replaced"),
        pytest.param("if a:\n    b; c\n", [delete(text="b; ")], "if a:\n    c\n", id="one of two on a line"),
        pytest.param("x = [\n    a,\n]\n", [delete(entry="a")], "x = [\n]\n", id="a list may be empty"),
        pytest.param(
            "class A(B):\n    pass\n", [delete(entry="B")], "class A():\n    pass\n", id="so may bases"
        ),
        pytest.param("x = 1\n", [delete(line="x")], "", id="so may the file"),
        pytest.param(
            "x\nif a:\n    b\n",
            [delete(1, line="if"), delete(2, line="b$")],
            "x\n",
            id="its header goes by another edit",
        ),
        pytest.param(
            "if a:\n    b\n",
            [delete(1, line="b$"), insert("    c", "after", 2, line="if")],
            "if a:\n    c\n",
            id="another edit puts text behind the header",
        ),
        pytest.param(
            "if a:\n    b\n    # c\n", [delete(line="# c")], "if a:\n    b\n", id="only a comment goes"
        ),
        pytest.param("a {\n  X\n}\n", [delete(line="X")], "a {\n}\n", id="a language that is not known"),
    ],
)
def test_not_emptied(text, edits, expected):
    path = "a.txt" if "{" in text else "a.py"
    assert after(path, text, *edits) == expected


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        pytest.param("if a:\n    b\n", [delete(line="b$", leave="pass")], "if a:\n    pass\n", id="a word"),
        pytest.param(
            "if a:\n\tb\n",
            [delete(line="b$", leave="# why\npass\n")],
            "if a:\n\t# why\n\tpass\n",
            id="two lines",
        ),
        pytest.param(
            "if a:\r\n  b", [delete(line="b$", leave="pass")], "if a:\r\n  pass\r\n", id="the line ending"
        ),
        pytest.param(
            "class A:\n    def f(self):\n        return 1\n\n\nx = 1\n",
            [delete(definition=r"A\.f", leave="pass")],
            "class A:\n    pass\n\n\nx = 1\n",
            id="blank lines behind the body stay",
        ),
        pytest.param(
            "class A:\n\n    x = 1\n\n    y = 2\n\n\nx = 1\n",
            [delete(1, definition=r"A\.x", leave="pass"), delete(2, definition=r"A\.y")],
            "class A:\n    pass\n\n\nx = 1\n",
            id="blank lines inside the body go",
        ),
        pytest.param(
            "class A:\n    x = 1\n\n    y = 2\n\n\nx = 1\n",
            [delete(1, definition=r"A\.x"), delete(2, definition=r"A\.y", leave="pass")],
            "class A:\n    pass\n\n\nx = 1\n",
            id="the second deletion says what is left",
        ),
        pytest.param(
            "class A:\n    x = 1\n    y = 2\n",
            [delete(1, definition=r"A\.x", leave="a"), delete(2, definition=r"A\.y", leave="b")],
            "class A:\n    a\n",
            id="the first that says it is heard",
        ),
        pytest.param(
            "if a:\n    # why\n    b\n",
            [delete(line="b$", leave="pass")],
            "if a:\n    # why\n    pass\n",
            id="a comment stays",
        ),
        pytest.param(
            "if a: b\n", [delete(text=r"b$", leave="pass\n")], "if a: pass\n", id="on the header's line"
        ),
        pytest.param(
            "if a:\n    b\n", [delete(text=r" +b\n", leave="pass")], "if a:\n    pass\n", id="a span of lines"
        ),
        pytest.param(
            "if a:\n    b\n", [delete(text="b$", leave="pass")], "if a:\n    pass\n", id="a span of a line"
        ),
        pytest.param(
            "if a:\n    import b, c\n",
            [delete(1, import_="b", leave="pass"), delete(2, import_="c")],
            "if a:\n    pass\n",
            id="all names of an import",
        ),
        pytest.param(
            "if a:\n    b\nelse:\n    c\n",
            [delete(1, line="b$", leave="pass"), delete(2, line="c$", leave="...")],
            "if a:\n    pass\nelse:\n    ...\n",
            id="two bodies of one statement",
        ),
        pytest.param(
            "if a:\n    b\n    c\n", [delete(line="b$", leave="pass")], "if a:\n    c\n", id="not needed"
        ),
    ],
)
def test_leave_text(text, edits, expected):
    assert after("a.py", text, *edits) == expected


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        pytest.param("x\nif a:\n    b\ny\n", [delete(line="b$", leave="nothing")], "x\ny\n", id="an if"),
        pytest.param("x\nif a: b\ny\n", [delete(text="b$", leave="nothing")], "x\ny\n", id="of one line"),
        pytest.param(
            "x\n\n\n# about A\n@d\nclass A:\n    b = 1\n\n\ny\n",
            [delete(definition=r"A\.b", leave="nothing")],
            "x\n\n\ny\n",
            id="a class with what is attached",
        ),
        pytest.param(
            "# why\nif a:\n    b\nx\n", [delete(line="b$", leave="nothing")], "# why\nx\n", id="an if without"
        ),
        pytest.param(
            "x\n\n\ndef f():\n    if a:\n        for b in c:\n            d\n",
            [delete(line="d$", leave="nothing")],
            "x\n",
            id="upwards",
        ),
        pytest.param(
            "def f():\n    if a:\n        b\n    return\n",
            [delete(line="b$", leave="nothing")],
            "def f():\n    return\n",
            id="upwards until something stays",
        ),
        pytest.param(
            "class A:\n    def f(self): x\n\n    y = 1\n\n\nz\n",
            [delete(1, text=r"x$", leave="nothing"), delete(2, definition=r"A\.y")],
            "z\n",
            id="the rest of the outer body goes by another edit",
        ),
        pytest.param(
            "if a:\n    b\nelse:\n    c\nx\n",
            [delete(line="c$", leave="nothing")],
            "if a:\n    b\nx\n",
            id="an else",
        ),
        pytest.param(
            "if a:\n    b\nelse:\n    c\nx\n",
            [delete(1, line="b$", leave="nothing"), delete(2, line="c$", leave="nothing")],
            "x\n",
            id="all arms",
        ),
        pytest.param(
            "class A:\n    x = 1\n\n    # about y\n    y = 2\n\n\nz\n",
            [delete(1, definition=r"A\.x"), delete(2, definition=r"A\.y", leave="nothing")],
            "z\n",
            id="what else went inside goes with it",
        ),
        pytest.param(
            "class A:\n    x = 1\n\n\ndef g():\n    y\n\n\nz\n",
            [delete(start="x = 1", through=r"^    y", leave="nothing")],
            "z\n",
            id="a range that goes on behind the class",
        ),
    ],
)
def test_leave_nothing(text, edits, expected):
    assert after("a.py", text, *edits) == expected
    assert after("a.py", text.replace("\n", "\r\n"), *edits) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "edits", "code"),
    [
        pytest.param(
            "if a:\n    b\nelse:\n    c\n",
            [delete(line="b$", leave="nothing")],
            "emptied-body",
            id="other arms stay",
        ),
        pytest.param(
            "def f():\n    if a:\n        # X\n        b\n",
            [delete(1, line="b$", leave="nothing"), replace("# Y", 2, line="X")],
            "edit-inside-deletion",
            id="text in what goes too",
        ),
    ],
)
def test_leave_nothing_refused(text, edits, code):
    with pytest.raises(Refusal) as caught:
        run("a.py", text, *edits)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_outcomes_tell_what_goes_too():
    text = "x\n\nclass A:\n    b = 1\n\n    c = 2\n\ny\n"
    edited = run("a.py", text, delete(1, definition=r"A\.b"), delete(2, definition=r"A\.c", leave="nothing"))
    assert edited.data == b"x\n\ny\n"
    assert edited.outcomes[0].inside == 1
    assert str(edited.outcomes[1].lines) == "2-6"
    assert edited.outcomes[1].notes == ("the emptied `class A:` goes too", "1 blank line above goes along")


def test_every_emptied_body_is_told():
    text = "if a:\n    X\nif b:\n    X\nif c:\n    X\n    y\n"
    with pytest.raises(Refusal) as caught:
        run("a.py", text, delete(line="X", count=3))
    assert [problem.target.first_line for problem in caught.value.problems] == [1, 3]
    assert [problem.candidates for problem in caught.value.problems] == [(), ()]


def test_the_deletions_that_empty_a_body_together_are_shown():
    with pytest.raises(Refusal) as caught:
        run("a.py", CLASS, delete(1, definition=r"A\.x"), delete(2, definition=r"A\.f"))
    (problem,) = caught.value.problems
    assert [(c.first_line, c.last_line, c.text) for c in problem.candidates] == [
        (2, 2, "x = 1"),
        (4, 5, "def f(self):"),
    ]
