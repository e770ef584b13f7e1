"""Elements of comma-separated constructs and imported names: commas, blanks, lines, comments."""

import ast
import io
import tokenize

import pytest
from edit_plans import after, check_splices, delete, insert, replace, run
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.edit import Request, apply_edits
from patcher.errors import Refusal
from patcher.finder.model import Located
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax.lexicon import HASH
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Construct, Element, Language
from patcher.syntax.syntax import Syntax


def without(text, names, path="a.py"):
    return after(path, text, *(delete(i + 1, entry=rf"\b{name}\b") for i, name in enumerate(names)))


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("f(a, b, c)\n", "a", "f(b, c)\n", id="first"),
        pytest.param("f(a, b, c)\n", "b", "f(a, c)\n", id="middle"),
        pytest.param("f(a, b, c)\n", "c", "f(a, b)\n", id="last, with the comma before it"),
        pytest.param("f(a, b, c)\n", "abc", "f()\n", id="all of one line"),
        pytest.param("f(a, b, c)\n", "ac", "f(b)\n", id="first and last"),
        pytest.param("f(a, b, c)\n", "bc", "f(a)\n", id="the last two"),
        pytest.param("f(a, b, c, )\n", "c", "f(a, b, )\n", id="a trailing comma is there after"),
        pytest.param("f(a, )\n", "a", "f()\n", id="the only one with its trailing comma"),
        pytest.param("[ a ]\n", "a", "[]\n", id="blanks inside brackets"),
        pytest.param("[ a, b ]\n", "a", "[ b ]\n", id="blanks inside brackets stay, first"),
        pytest.param("[ a, b ]\n", "b", "[ a ]\n", id="blanks inside brackets stay, last"),
        pytest.param("[a , b , c]\n", "b", "[a , c]\n", id="blanks before commas, middle"),
        pytest.param("[a , b , c]\n", "c", "[a , b]\n", id="blanks before commas, last"),
        pytest.param("[a,b,c]\n", "b", "[a,c]\n", id="no blanks"),
        pytest.param("x = {'a': f, 'b': g}\n", "g", "x = {'a': f}\n", id="a pair of a dict"),
        pytest.param("x = {a, b}\n", "a", "x = {b}\n", id="a set keeps one"),
        pytest.param("def f(a, b=1, *, c): pass\n", "b", "def f(a, *, c): pass\n", id="a parameter"),
        pytest.param("f([1, 2], a, (3, 4))\n", "a", "f([1, 2], (3, 4))\n", id="commas of neighbours inside"),
        pytest.param("f('x,y', a, 'z,')\n", "a", "f('x,y', 'z,')\n", id="commas in strings"),
        pytest.param("f(x, g(a,\n  y), z)\n", "y", "f(x, g(a), z)\n", id="an inner construct"),
        pytest.param("f(a, b,\n  c)\n", "bc", "f(a)\n", id="the last two over lines"),
        pytest.param("[a, b,\n  c,\n  d]\n", "bcd", "[a]\n", id="the last three over lines"),
        pytest.param(
            "f(a, b,  # x\n  c)\n", "bc", "f(a  # x\n  )\n", id="over lines, a comment on what stays"
        ),
    ],
)
def test_inside_a_line(text, names, expected):
    assert without(text, names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("[\n    a,\n    b,\n]\n", "b", "[\n    a,\n]\n", id="last with a trailing comma"),
        pytest.param("[\n    a,\n    b\n]\n", "b", "[\n    a\n]\n", id="last without"),
        pytest.param("[\n    a,  # A\n    b  # B\n]\n", "b", "[\n    a  # A\n]\n", id="its comment goes too"),
        pytest.param(
            "[\n    a,  # A\n    b  # B\n]\n", "a", "[\n    b  # B\n]\n", id="others' comments stay"
        ),
        pytest.param("[\n    a,\n    b,\n]\n", "ab", "[\n]\n", id="all"),
        pytest.param(
            "[\n    a, b,\n    c,\n]\n", "ab", "[\n    c,\n]\n", id="a line that would be left empty"
        ),
        pytest.param(
            "[\n    a, b,  # AB\n    c,\n]\n", "b", "[\n    a,  # AB\n    c,\n]\n", id="shared comment"
        ),
        pytest.param(
            "[\n    a, b,  # AB\n    c,\n]\n", "a", "[\n    b,  # AB\n    c,\n]\n", id="shared comment 2"
        ),
        pytest.param(
            "[\n    a,\n    # about b\n    b,\n    c,\n]\n",
            "b",
            "[\n    a,\n    # about b\n    c,\n]\n",
            id="a comment above stays unless it is attached",
        ),
        pytest.param("f(a,\n  b,\n  c)\n", "a", "f(b,\n  c)\n", id="first beside the opener"),
        pytest.param("f(a,\n  b,\n  c)\n", "b", "f(a,\n  c)\n", id="middle of a hanging list"),
        pytest.param("f(a,\n  b,\n  c)\n", "c", "f(a,\n  b)\n", id="last beside the closer"),
        pytest.param("f(a,\n  b,\n  c)\n", "bc", "f(a)\n", id="the last two of a hanging list"),
        pytest.param("f(a,\n  b,\n  c)\n", "ab", "f(c)\n", id="the first two of a hanging list"),
        pytest.param("f(a,\n  b,\n  c)\n", "abc", "f()\n", id="all of a hanging list"),
        pytest.param("f(a, b,\n  c, d)\n", "b", "f(a,\n  c, d)\n", id="lines are not joined"),
        pytest.param("f(a, b,\n  c, d)\n", "c", "f(a, b,\n  d)\n", id="first of a later line"),
        pytest.param("f(a, b,\n  c, d)\n", "bc", "f(a,\n  d)\n", id="across lines"),
        pytest.param("f(a, b,\n  c, d)\n", "abc", "f(d)\n", id="all but the last, across lines"),
        pytest.param("f(a, b,\n  c, d)\n", "cd", "f(a, b)\n", id="all of the last line"),
        pytest.param(
            "f(a,  # A\n  b)\n", "b", "f(a  # A\n  )\n", id="a comment keeps the closer off its line"
        ),
        pytest.param("f(a,  # A\n  b,)\n", "b", "f(a,  # A\n  )\n", id="so too with a trailing comma"),
        pytest.param("f(a,  # A\n  b)\n", "a", "f(b)\n", id="the comment behind the first one goes with it"),
        pytest.param(
            "f(a,\n  # B\n  b)\n", "a", "f(\n  # B\n  b)\n", id="a comment of its own line is in the way"
        ),
        pytest.param("f(  # F\n  a,\n)\n", "a", "f(  # F\n)\n", id="the opener's comment"),
        pytest.param("f(  # F\n  a, b)\n", "ab", "f(  # F\n  )\n", id="the opener's comment, one by one"),
        pytest.param("f(a, {\n  1: 2,\n}, b)\n", "1", "f(a, {\n}, b)\n", id="a pair inside an argument"),
        pytest.param("[\n    a\n  , b\n  , c\n]\n", "b", "[\n    a\n  , c\n]\n", id="leading commas, middle"),
        pytest.param("[\n    a\n  , b\n  , c\n]\n", "c", "[\n    a\n  , b\n]\n", id="leading commas, last"),
        pytest.param("[\n    a\n  , b\n  , c\n]\n", "a", "[\n  b\n  , c\n]\n", id="leading commas, first"),
        pytest.param("[\n    a\n  , b\n  , c]\n", "c", "[\n    a\n  , b]\n", id="leading commas, closer"),
        pytest.param("[\na\n, b\n, c\n]\n", "b", "[\na\n, c\n]\n", id="leading commas in the first column"),
        pytest.param("[\n a\n ,  # A\n b\n]\n", "a", "[\n b\n]\n", id="a comma on a line of its own, behind"),
        pytest.param(
            "[\n a\n ,  # A\n b\n]\n", "b", "[\n a\n # A\n]\n", id="a comma on a line of its own, before"
        ),
        pytest.param("[\n a\n ,\n]\n", "a", "[\n]\n", id="a comma on a line of its own, all"),
        pytest.param(
            "f(a\n , b,  # b\n c,\n # own\n d)\n",
            "bc",
            "f(a,\n # own\n d)\n",
            id="a comma at both ends of a line",
        ),
        pytest.param(
            "f(a\n , b\n ,  # b\n c,\n # own\n d)\n",
            "bc",
            "f(a,\n # own\n d)\n",
            id="commas before and behind",
        ),
        pytest.param(
            "[\n a\n , b\n , c,\n]\n", "c", "[\n a\n , b,\n]\n", id="leading commas and a trailing one"
        ),
        pytest.param("f(a\n , b\n ,  # b\n c\n )\n", "abc", "f(\n )\n", id="commas that stand anyhow, all"),
        pytest.param("[a\n , b, c]\n", "a", "[b, c]\n", id="the comma on the next line"),
        pytest.param("[a\n , b, c]\n", "b", "[a\n , c]\n", id="a leading comma before two"),
        pytest.param("[\n  a\n  , b, c\n]\n", "bc", "[\n  a\n]\n", id="leading commas, two on a line"),
        pytest.param(
            "[\n    a,\n\n    b,\n\n    c,\n]\n", "b", "[\n    a,\n\n    c,\n]\n", id="blank lines between"
        ),
        pytest.param("[\n    a,\n\n    b,\n]\n", "a", "[\n    b,\n]\n", id="blank lines behind the first"),
        pytest.param("[\n    a,\n\n    b,\n]\n", "b", "[\n    a,\n]\n", id="blank lines before the last"),
        pytest.param("f(x={\n    1: a,\n})\n", "a", "f(x={\n})\n", id="a dict in a call"),
        pytest.param(
            "f(\n    g(\n        a,\n    ),\n    b,\n)\n",
            "b",
            "f(\n    g(\n        a,\n    ),\n)\n",
            id="neighbour of lines",
        ),
        pytest.param(
            '[\n    "a", "b"\n    "x",\n    "c",\n]\n',
            "ab",
            '[\n    "c",\n]\n',
            id="two, one on several lines",
        ),
        pytest.param(
            "f(\n    a, {\n        b: 1\n    },\n    c\n)\n",
            "c",
            "f(\n    a, {\n        b: 1\n    }\n)\n",
            id="behind such two",
        ),
    ],
)
def test_on_several_lines(text, names, expected):
    assert without(text, names) == expected
    assert without(text.replace("\n", "\r\n"), names) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("x = (a, b)\n", "b", "x = (a,)\n", id="last goes"),
        pytest.param("x = (a, b)\n", "a", "x = (b,)\n", id="first goes"),
        pytest.param("x = (a, b,)\n", "a", "x = (b,)\n", id="with a trailing comma"),
        pytest.param("x = (a, b, c)\n", "ac", "x = (b,)\n", id="both ends go"),
        pytest.param("x = (a, b, c)\n", "ab", "x = (c,)\n", id="the first two go"),
        pytest.param("x = (a, b, c)\n", "c", "x = (a, b)\n", id="two are left"),
        pytest.param("x = (a,)\n", "a", "x = ()\n", id="the only one goes"),
        pytest.param("x = a, b\n", "b", "x = a,\n", id="without brackets"),
        pytest.param("x = (\n    a,\n    b\n)\n", "b", "x = (\n    a,\n)\n", id="on lines of their own"),
        pytest.param("x = (\n    a,\n    b  # B\n)\n", "a", "x = (\n    b,  # B\n)\n", id="before a comment"),
        pytest.param("x = (\n    a\n  , b\n  , c\n)\n", "bc", "x = (\n    a,\n)\n", id="leading commas"),
        pytest.param("x = (a,\n     b)\n", "b", "x = (a,)\n", id="hanging"),
    ],
)
def test_a_tuple_of_one_keeps_its_comma(text, names, expected):
    assert without(text, names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("import a, b, c\n", "b", "import a, c\n", id="plain"),
        pytest.param("import a, b, c\n", "c", "import a, b\n", id="plain, last"),
        pytest.param("import a\nimport b\n", "a", "import b\n", id="a statement of one name"),
        pytest.param(
            "import a, b\nimport c\n", "ab", "import c\n", id="the statement goes with its last name"
        ),
        pytest.param(
            "import a, b; x = 1\n", "ab", "x = 1\n", id="the statement goes out of a line that others share"
        ),
        pytest.param("from m import (a, b)\n", "b", "from m import (a)\n", id="brackets stay"),
        pytest.param("from m import (a, b,)\n", "b", "from m import (a,)\n", id="a trailing comma stays"),
        pytest.param(
            "from m import (\n    a,\n    b,\n)\n", "a", "from m import (\n    b,\n)\n", id="lines stay"
        ),
        pytest.param("from m import (\n    a,\n    b,\n)\nx = 1\n", "ab", "x = 1\n", id="all lines go"),
        pytest.param(
            "from m import a, \\\n    b\n", "b", "from m import a\n", id="a dangling backslash goes"
        ),
        pytest.param(
            "from m import a, \\\n    b\n", "a", "from m import b\n", id="and one without a name before it"
        ),
        pytest.param(
            "from m import a, \\\n    b, \\\n    c\n",
            "b",
            "from m import a, \\\n    c\n",
            id="a joined line goes",
        ),
        pytest.param(
            "from m import a, \\\n    b, \\\n    c\n", "bc", "from m import a\n", id="two joined lines go"
        ),
        pytest.param("from m import a as x, b\n", "b", "from m import a as x\n", id="an alias beside it"),
        pytest.param(
            "import os\n\nfrom m import a\n\nimport sys\n",
            "a",
            "import os\n\nimport sys\n",
            id="its blank lines",
        ),
        pytest.param(
            "from m import (  # why\n    a,\n    b,\n)\n",
            "b",
            "from m import (  # why\n    a,\n)\n",
            id="comment",
        ),
    ],
)
def test_imported_names(text, names, expected):
    edits = [delete(i + 1, import_=rf"(m\.)?{name}") for i, name in enumerate(names)]
    assert after("a.py", text, *edits) == expected
    if text.count("import") == 1 and text.count(",") + 1 - text.count(",)") - text.count(",\n)") > 1:
        assert without(text, names) == expected  # `entry` and `import` are two ways to say the same


@pytest.mark.parametrize(
    ("text", "edits", "code"),
    [
        pytest.param("x = {a}\n", [delete(entry="a")], "emptied-set", id="a set of one"),
        pytest.param(
            "x = {a, b}\n", [delete(1, entry="a"), delete(2, entry="b")], "emptied-set", id="a set of two"
        ),
        pytest.param(
            "def f():\n    global a\n    a = 1\n", [delete(entry=r"\ba$", nth=1)], "emptied-body", id="names"
        ),
        pytest.param(
            "f(a, b)\n", [delete(1, entry="a"), delete(2, entry="a(?=,)")], "overlapping-edits", id="twice"
        ),
        pytest.param(
            "if x: import a, b\n",
            [delete(1, import_="a"), delete(2, import_="b")],
            "shares-line",
            id="an import that shares its line",
        ),
        pytest.param(
            "f(a, b)\n",
            [delete(1, entry="b"), replace(";", 2, text=",")],
            "overlapping-edits",
            id="the comma",
        ),
    ],
)
def test_refusals(text, edits, code):
    with pytest.raises(Refusal) as caught:
        run("a.py", text, *edits)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].plan is not None
    assert caught.value.problems[0].target.file == "a.py"


def test_an_array_of_toml_keeps_its_form():
    text = 'dependencies = [\n    "a",  # one\n    "etcd3gw==2.6.0",\n    "b",\n]\n'
    pytest.importorskip("patcher.syntax.toml")
    expected = text.replace('    "etcd3gw==2.6.0",\n', "")
    assert after("pyproject.toml", text, delete(entry="etcd3gw")) == expected
    one_line = 'dependencies = ["a", "etcd3gw==2.6.0"]\n'
    assert after("pyproject.toml", one_line, delete(entry="etcd3gw")) == 'dependencies = ["a"]\n'


def test_comments_attached_to_an_entry_go_along_when_asked():
    text = "x = [\n    a,\n    # about b\n    # more\n    b,\n]\n"
    assert after("a.py", text, delete(entry=r"\bb\b", attached=True)) == "x = [\n    a,\n]\n"


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        pytest.param(
            "[\n    a,  # A\n    b,\n]\n",
            insert("x,\n", "after", entry="a"),
            "[\n    a,  # A\n    x,\n    b,\n]\n",
            id="after one on a line of its own",
        ),
        pytest.param(
            "[\n    a,\n    b,\n]\n",
            insert("x,", "before", entry="a"),
            "[\n    x,\n    a,\n    b,\n]\n",
            id="before one on a line of its own",
        ),
        pytest.param(
            "[a, b]\n", insert("x, ", "before", entry="b"), "[a, x, b]\n", id="inside a line, before"
        ),
        pytest.param("[a, b]\n", insert(", x", "after", entry="b"), "[a, b, x]\n", id="inside a line, after"),
        pytest.param(
            "from m import (\n    a,\n    b,\n)\n",
            insert("c,\n", "after", import_=r"m\.b"),
            "from m import (\n    a,\n    b,\n    c,\n)\n",
            id="after the last imported name",
        ),
        pytest.param("[a, b]\n", replace("x\n", entry="b"), "[a, x]\n", id="replaced as it stands"),
    ],
)
def test_putting_text_beside_an_element(text, edit, expected):
    assert after("a.py", text, edit) == expected


class Uses(Syntax):
    """A language of `use a, b;` lines that knows its statements and not its imports."""

    def statement_at(self, span):
        start = self.source.text.rindex("use", 0, span.start)
        return Construct("use", Span(start, self.source.text.index(";", start) + 1), start)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param("a", b"use b;\nx\n", id="one"),
        pytest.param("b", b"use a;\nx\n", id="the last"),
        pytest.param("ab", b"x\n", id="all"),
    ],
)
def test_a_language_with_another_word_for_imports(names, expected):
    source = SourceFile("a.use", b"use a, b;\nx\n")
    syntax = Uses(source, Language("uses", "uses"), Lexis(source, HASH))
    siblings = (Span(4, 5), Span(7, 8))
    requests = []
    for i, name in enumerate(names):
        span = siblings["ab".index(name)]
        element = Element(span, Span(4, 8), siblings, "imports")
        located = Located("a.use", "import", span, span, LineRange(1, 1), False, name, span, element=element)
        requests.append(Request(delete(i + 1, import_=name), located))
    edited = apply_edits(source, syntax, requests)
    check_splices(source.data, edited, len(requests))
    assert edited.data == expected


NAMES = "abcdefgh"


@st.composite
def constructs(draw):
    """A call, list or import of some names in any lay-out, and which of them go."""
    number = draw(st.integers(1, 6))
    gone = draw(st.sets(st.integers(0, number - 1), min_size=1))
    kind = draw(st.sampled_from(["f()", "[]", "()", "import"]))
    breaks = st.sampled_from(["", " ", "\n    ", "\n\n    ", "\n    # own\n    "])
    text = draw(breaks)
    lines = {}
    for i in range(number):
        text += NAMES[i]
        last = i == number - 1
        comma = not last or draw(st.booleans()) or (kind == "()" and number == 1)
        text += draw(st.sampled_from(["", "", " ", "\n  "])) + "," if comma else ""
        if draw(st.integers(0, 3)) == 0:
            text += f"  # {NAMES[i]}\n  "
            lines[NAMES[i]] = True
        elif not last:
            text += draw(breaks.filter(bool))
        else:
            text += draw(st.sampled_from(["", " ", "\n"]))
    opener, closer = {
        "f()": ("f(", ")"),
        "[]": ("[", "]"),
        "()": ("(", ")"),
        "import": ("from m import (", ")"),
    }[kind]
    return (
        opener + text + closer + "\n",
        kind,
        [NAMES[i] for i in range(number)],
        [NAMES[i] for i in sorted(gone)],
    )


def names_in(text, kind):
    statement = ast.parse(text).body[0]
    if kind == "import":
        return [alias.name for alias in statement.names]
    value = statement.value
    items = value.args if kind == "f()" else value.elts
    return [item.id for item in items]


def comments_in(text):
    return [
        t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT
    ]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(constructs())
def test_any_layout_keeps_the_others_and_parses(case):
    text, kind, names, gone = case
    edited = without(text, gone)
    stays = [name for name in names if name not in gone]
    if kind == "import" and not stays:
        assert edited == ""
        return
    assert names_in(edited, kind) == stays
    own = comments_in(text).count("# own")
    assert comments_in(edited).count("# own") == own
    for name in stays:
        assert comments_in(edited).count(f"# {name}") == text.count(f"# {name}")
    if stays and kind != "()":
        before = text.rstrip(")\n ").rsplit("#", 1)[0].rstrip().endswith(",") if "#" not in text else None
        if before is not None:
            assert edited.rstrip(")\n ").endswith(",") == before
