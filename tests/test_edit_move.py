"""`move`: whole lines leave and arrive elsewhere, in their file or in another."""

import pytest
from edit_plans import after, delete, insert, move, replace, run, run_files
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.errors import Refusal

FILE = """\
import os


# About f.
def f():
    return 1


class A:
    def a(self):
        return '''
  a'''

    def b(self):
        return (1,
    2)


def g():
    pass
"""
F = "# About f.\ndef f():\n    return 1\n"
G = "def g():\n    pass\n"
B = "    def b(self):\n        return (1,\n    2)\n"


def definition(name):
    return {"definition": name}


@pytest.mark.parametrize(
    ("edits", "then"),
    [
        pytest.param(
            [move("after", definition("g"), definition="f")],
            FILE.replace(F + "\n\n", "") + "\n\n" + F,
            id="behind the last, with its comment",
        ),
        pytest.param(
            [move("before", definition("f"), definition="g")],
            FILE.replace("\n\n" + G, "").replace(F, G + "\n\n" + F),
            id="before the first, above its comment",
        ),
        pytest.param(
            [move("after", definition("f"), definition="g")],
            FILE.replace("\n\n" + G, "").replace(F, F + "\n\n" + G),
            id="between two",
        ),
        pytest.param(
            [move("after", definition("f"), definition="A.b")],
            FILE.replace("\n" + B, "").replace(F, F + "\n\ndef b(self):\n    return (1,\n2)\n"),
            id="out of a class, continuation lines as far as they can",
        ),
        pytest.param(
            [move("after", definition("A.b"), definition="f")],
            FILE.replace(F + "\n\n", "").replace(B, B + "\n    # About f.\n    def f():\n        return 1\n"),
            id="to the end of a class",
        ),
        pytest.param(
            [move("before", definition("A.a"), definition="A.b")],
            FILE.replace("\n" + B, "").replace("class A:\n", "class A:\n" + B + "\n"),
            id="to the beginning of a class",
        ),
        pytest.param(
            [move("after", {"line": "import"}, line="return 1", indent="keep", leave="pass")],
            FILE.replace("    return 1", "    pass").replace("import os\n", "import os\n\n\n    return 1\n"),
            id="as it stands, text left in its place",
        ),
        pytest.param(
            [
                move("before", definition("A"), 1, definition="g"),
                replace("return g()", 2, line="pass"),
                insert("x = 1", "before", 3, line="pass"),
            ],
            FILE.replace("\n\n" + G, "").replace(
                "class A", "def g():\n    x = 1\n    return g()\n\n\nclass A"
            ),
            id="edits inside what travels",
        ),
        pytest.param(
            [
                move("before", definition("f"), 1, definition="A"),
                delete(2, definition="A.a"),
                replace("tuple(3)", 3, text=r"\(1,\n +2\)"),
            ],
            "import os\n\n\nclass A:\n    def b(self):\n        return tuple(3)\n\n\n" + F + "\n\n" + G,
            id="deletions inside what travels",
        ),
        pytest.param(
            [
                move("after", definition("g"), 1, definition="f"),
                move("after", definition("g"), 2, definition="A"),
            ],
            "import os\n\n\n" + G + "\n\n" + F + "\n\n" + FILE[FILE.index("class") : FILE.index("\n\n\ndef g")] + "\n",
            id="two to one place, in the plan's order",
        ),
        pytest.param(
            [move("after", {"line": "def b"}, line="import os")],
            FILE[len("import os\n\n\n") :].replace("def b(self):\n", "def b(self):\n    import os\n"),
            id="beside a line, with that line's indentation",
        ),
    ],
)  # fmt: skip
def test_in_one_file(edits, then):
    assert after("a.py", FILE, *edits) == then


@pytest.mark.parametrize(
    ("text", "edit", "then"),
    [
        pytest.param("a\r\n\r\nb\r\n", move("after", {"line": "b"}, line="a"), "b\r\n\r\na\r\n", id="line endings"),
        pytest.param("a\nb", move("after", {"line": "b"}, line="a"), "b\na\n", id="behind a last line without newline"),
        pytest.param("a\nb", move("before", {"line": "a"}, line="b"), "b\na\n", id="a last line without newline"),
        pytest.param("\ufeffa\nb\n", move("before", {"line": "a"}, line="b"), "\ufeffb\na\n", id="a byte-order mark"),
        pytest.param("a\n\n\nb\n\nc\n", move("before", {"line": "b"}, line="c"), "a\n\n\nc\n\n\nb\n", id="the run above the place"),
        pytest.param("a\nb\nc\n", move("after", {"line": "b"}, line="a"), "b\na\nc\n", id="no blank lines"),
        pytest.param("a:\n\tb\nc:\n\td\n\t\te\n", move("after", {"line": "b"}, lines=(4, 5)), "a:\n\tb\n\td\n\t\te\nc:\n", id="tabs"),
        pytest.param("\ta\n\t\tb\nc\n", move("after", {"line": "c"}, lines=(1, 2)), "c\na\n\tb\n", id="tabs that go"),
    ],
)  # fmt: skip
def test_lines(text, edit, then):
    assert after("a.txt", text, edit) == then


def test_where_nothing_tells_how_many_blank_lines():
    text = "class A:\n    def f(self):\n        pass\n\n\nclass B:\n    def g(self):\n        pass\n"
    then = "class B:\n    def g(self):\n        pass\n\n    def f(self):\n        pass\n"
    assert after("a.py", text, move("after", definition("B.g"), definition="A.f", leave="nothing")) == then


def test_to_another_file():
    texts = {
        "a.py": FILE.encode(),
        "b.py": b"class B:\r\n    x = 1\r\n\r\n    def c(self):\r\n        pass\r\n",
    }
    found = run_files(
        texts,
        ("a.py", move("after", definition("B.c"), 1, file="b.py", definition="f")),
        ("a.py", replace("return 2", 2, line="return 1")),
        ("b.py", replace("x = 3", 3, line="x = 1")),
        ("b.py", move("before", definition("A"), 4, file="a.py", line="x = 1|def c", nth=2, plus=1)),
    )
    assert found["b.py"] == (
        b"class B:\r\n    x = 3\r\n\r\n    # About f.\r\n    def f():\r\n        return 2\r\n"
    )
    assert found["a.py"].decode() == FILE.replace(F, "def c(self):\n    pass\n")


@pytest.mark.parametrize(
    ("path", "edits", "codes"),
    [
        pytest.param("a.py", [move("after", {"text": "os"}, definition="f")], ["shares-line"], id="beside a part of a line"),
        pytest.param("a.py", [move("after", definition("g"), text="os")], ["shares-line"], id="a part of a line"),
        pytest.param("a.py", [move("after", definition("A.b"), definition="A")], ["overlapping-edits"], id="into itself"),
        pytest.param("a.py", [move("after", definition("A"), definition="A")], ["overlapping-edits"], id="beside itself"),
        pytest.param("a.py", [move("before", definition("A"), definition="f")], ["no-change"], id="to where it stands"),
        pytest.param("a.py", [move("after", definition("f"), definition="A")], ["no-change"], id="to where it stands, after"),
        pytest.param(
            "a.py",
            [move("after", definition("A.a"), 1, definition="f"), delete(2, definition="A")],
            ["edit-inside-deletion"],
            id="into a deletion",
        ),
        pytest.param(
            "a.py",
            [move("after", definition("f"), 1, definition="A.b"), delete(2, definition="A")],
            ["edit-inside-deletion"],
            id="out of a deletion",
        ),
        pytest.param(
            "a.py",
            [move("after", definition("A.a"), 1, definition="f"), move("after", definition("g"), 2, definition="A")],
            ["overlapping-edits"],
            id="into what travels",
        ),
        pytest.param("a.py", [move("after", definition("f"), line="^    pass")], ["emptied-body"], id="a body left empty"),
        pytest.param(
            "a.py",
            [move("after", definition("f"), 1, definition="g"), replace("x", 2, lines=(18, 19))],
            ["overlapping-edits"],
            id="a part of what travels",
        ),
        pytest.param("a.py", [move("after", definition("nobody"), definition="f")], ["anchor-not-found"], id="no such place"),
        pytest.param("a.py", [move("after", {"line": "def"}, definition="f")], ["anchor-ambiguous"], id="several places"),
    ],
)  # fmt: skip
def test_refusals(path, edits, codes):
    with pytest.raises(Refusal) as caught:
        run(path, FILE, *edits)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.hint and problem.plan is not None for problem in caught.value.problems)


BODIES = st.sampled_from(
    [
        "    return 1\n",
        "    x = [\n        1,\n    ]\n\n    return x\n",
        "    s = '''\n\n  b\n'''\n",
        "    # c\n    pass\n",
    ]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(BODIES, min_size=2, max_size=5), st.booleans(), st.data())
def test_there_and_back(bodies, methods, data):
    """A definition of several that is moved to another place and back leaves the same bytes."""
    names = [f"f{i}" for i in range(len(bodies))]
    text = ("\n" if methods else "\n\n").join(f"def {n}():\n{b}" for n, b in zip(names, bodies, strict=True))
    if methods:
        text = "class A:\n" + "".join(
            line if line.strip() in ("b", "'''", "") else "    " + line for line in text.splitlines(True)
        )
    at, to = data.draw(st.permutations(range(len(names))))[:2]
    side = data.draw(st.sampled_from(["before", "after"]))
    if (side == "before" and at == to - 1) or (side == "after" and at == to + 1):
        return
    prefix = "A." if methods else ""
    there = after("a.py", text, move(side, definition(prefix + names[to]), definition=prefix + names[at]))
    assert there != text
    home = ("before", names[at + 1]) if at + 1 < len(names) else ("after", names[at - 1])
    back = after("a.py", there, move(home[0], definition(prefix + home[1]), definition=prefix + names[at]))
    assert back == text


OVERLOADS = """\
@overload
def f(a: int) -> int: ...
@overload
def f(a: str) -> str: ...


# The one that runs.
def f(a):
    return a


def g():
    pass


x = 1
"""
PARTS = OVERLOADS.partition("\n\n\ndef g")[0] + "\n"


@pytest.mark.parametrize(("side", "to"), [("after", "g"), ("before", "x")])
def test_the_parts_of_a_definition_keep_the_blank_lines_between_them(side, to):
    found = run("a.py", OVERLOADS.encode(), move(side, definition(to), definition="f"))
    assert found.data.decode() == f"def g():\n    pass\n\n\n{PARTS}\n\nx = 1\n"


def test_parts_that_other_lines_part_arrive_as_neighbours():
    text = OVERLOADS.replace("# The one", "y = 2\n\n\n# The one")
    found = run("a.py", text.encode(), move("after", definition("g"), definition="f"))
    assert found.data.decode() == f"y = 2\n\n\ndef g():\n    pass\n\n\n{PARTS}\n\nx = 1\n"


def test_the_parts_of_a_definition_keep_them_in_another_file():
    files = {"a.py": OVERLOADS.encode(), "b.py": b"def h():\n    pass\n"}
    found = run_files(files, ("a.py", move("after", definition("h"), definition="f", file="b.py")))
    assert found["b.py"].decode() == f"def h():\n    pass\n\n\n{PARTS}"
