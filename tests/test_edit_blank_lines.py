"""Which blank lines go along with whole lines that go, in code, prose and data."""

import pytest
from edit_plans import after, check_splices, delete, insert, replace, run
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.errors import Refusal
from patcher.source import SourceFile


def cut(text, *numbers, path="a.py", **options):
    """Delete lines by number, each number an edit of its own."""
    edits = [
        delete(i + 1, lines=number if isinstance(number, tuple) else (number, number), **options)
        for i, number in enumerate(numbers)
    ]
    return after(path, text, *edits)


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        pytest.param("a\nX\nb\n", [2], "a\nb\n", id="no blank lines"),
        pytest.param("a\n\nX\n\nb\n", [3], "a\n\nb\n", id="both sides: the run above goes"),
        pytest.param("a\n\nX\n\n\nb\n", [3], "a\n\n\nb\n", id="both sides: the longer run below stays"),
        pytest.param("a\n\n\nX\n\nb\n", [4], "a\n\nb\n", id="both sides: the shorter run below stays"),
        pytest.param("a\n \t\nX\n\f\nb\n", [3], "a\n\f\nb\n", id="white space is blank, and stays as it is"),
        pytest.param("a\n\nX\nb\n", [3], "a\n\nb\n", id="only above, no body: they stay"),
        pytest.param("a\nX\n\nb\n", [2], "a\n\nb\n", id="only below, no body: they stay"),
        pytest.param("X\n\nb\n", [1], "b\n", id="at the start of the file"),
        pytest.param("\n\nX\n\nb\n", [3], "b\n", id="at the start of the file, blank lines above too"),
        pytest.param("a\n\nX\n", [3], "a\n", id="at the end of the file"),
        pytest.param("a\n\nX", [3], "a\n", id="at the end, no last newline: the line above keeps its own"),
        pytest.param("a\n\nX\n\n\n", [3], "a\n", id="at the end, blank lines below too"),
        pytest.param("\nX\n\n", [2], "", id="the only text of the file"),
        pytest.param("X", [1], "", id="the only line of the file"),
        pytest.param("\ufeffX\n\nb\n", [1], "\ufeffb\n", id="a byte-order mark stays first"),
        pytest.param("\ufeff\n\nX\n\nb\n", [3], "\ufeffb\n", id="a first line of a mark alone is blank"),
        pytest.param("\ufeffX\n", [1], "", id="a mark goes with all the rest"),
        pytest.param("\ufeff", [1], "", id="nothing but a mark"),
        pytest.param("a\n\nX\nY\n\nb\n", [3, 4], "a\n\nb\n", id="ranges that touch are one"),
        pytest.param("a\n\nX\n\nY\n\n\nb\n", [3, 5], "a\n\n\nb\n", id="each against what those above left"),
        pytest.param("a\n\n\nX\n\nY\nb\n", [4, 6], "a\n\nb\n", id="the second has blank lines above only"),
        pytest.param("X\n\nY\n\nb\n", [1, 3], "b\n", id="both at the start"),
        pytest.param("a\n\nX\n\nY\n", [3, 5], "a\n", id="both at the end"),
        pytest.param("X\n\nY\n", [1, 3], "", id="all of the file in two ranges"),
        pytest.param("a\nX\n\nY\nb\n", [2, 4], "a\n\nb\n", id="a blank line between two ranges"),
        pytest.param(
            "a\n\u2028\nX\n\nb\n", [3], "a\n\nb\n", id="a line separator is white space, and no line end"
        ),
    ],
)
def test_the_rule(text, numbers, expected):
    assert cut(text, *numbers) == expected
    if "\u2028" not in text:
        assert cut(text.replace("\n", "\r\n"), *numbers) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("path", "text", "numbers", "expected"),
    [
        pytest.param("a.py", "class A:\n    X\n\n    b\n", [2], "class A:\n    b\n", id="begins a class"),
        pytest.param(
            "a.py", "class A:\n\n    X\n\n    b\n", [3], "class A:\n\n    b\n", id="blank line below a header"
        ),
        pytest.param(
            "a.py",
            'class A:\n    """D."""\n\n    X\n\n    b\n',
            [4],
            'class A:\n    """D."""\n\n    b\n',
            id="docstring",
        ),
        pytest.param(
            "a.py",
            "if a:\n    b\n\n    X\nelse:\n    c\n",
            [4],
            "if a:\n    b\nelse:\n    c\n",
            id="ends an arm",
        ),
        pytest.param(
            "a.py", "if a:\n    b\n\n    X\n\nc\n", [4], "if a:\n    b\n\nc\n", id="blank lines behind a body"
        ),
        pytest.param(
            "a.py",
            "def f(a,\n      b):\n    X\n\n    c\n",
            [3],
            "def f(a,\n      b):\n    c\n",
            id="long header",
        ),
        pytest.param(
            "a.py",
            "if a:  # why: \n    X\n\n    c\n",
            [2],
            "if a:  # why: \n    c\n",
            id="comment at a header",
        ),
        pytest.param(
            "a.py",
            "if a:\n    # why\n    X\n\n    c\n",
            [3],
            "if a:\n    # why\n\n    c\n",
            id="a comment stays",
        ),
        pytest.param(
            "a.py", "x = '''\nq\n'''\ny\nX\n\nz\n", [5], "x = '''\nq\n'''\ny\n\nz\n", id="no header above"
        ),
        pytest.param(
            "a.py",
            "def f():\n    x = '''\nq'''\n    X\n\n    z\n",
            [4],
            "def f():\n    x = '''\nq'''\n\n    z\n",
            id="the end of a string is no header",
        ),
        pytest.param("a.py", "f(\n    X,\n\n    b,\n)\n", [2], "f(\n    b,\n)\n", id="begins brackets"),
        pytest.param("a.py", "f(\n    a,\n\n    X,\n)\n", [4], "f(\n    a,\n)\n", id="ends brackets"),
        pytest.param("a.py", "f(\n    X,\n\n)\n", [2], "f(\n)\n", id="all of the brackets"),
        pytest.param(
            "a.py",
            "class A:\n    a\n\n    def X(): pass\n# next\nb\n",
            [4],
            "class A:\n    a\n# next\nb\n",
            id="dedent",
        ),
        pytest.param(
            "a.py",
            "class A:\n    a\n\n    X\nY\nb\n",
            [(4, 5)],
            "class A:\n    a\n\nb\n",
            id="what also holds lines of the outer body ends none",
        ),
        pytest.param(
            "a.c", "int f(void)\n{\n    X;\n\n    y;\n}\n", [3], "int f(void)\n{\n    y;\n}\n", id="c, first"
        ),
        pytest.param(
            "a.c", "int f(void) {\n    y;\n\n    X;\n}\n", [4], "int f(void) {\n    y;\n}\n", id="c, last"
        ),
        pytest.param(
            "a.c",
            "{\n    y;\n\n    X;\n#ifdef A\n}\n",
            [4],
            "{\n    y;\n\n#ifdef A\n}\n",
            id="c, #ifdef ends none",
        ),
        pytest.param(
            "a.c", "#endif\n    X;\n\n    y;\n", [2], "#endif\n\n    y;\n", id="c, #endif begins none"
        ),
        pytest.param("a.c", "#if A\n    X;\n\n    y;\n", [2], "#if A\n    y;\n", id="c, #if begins one"),
        pytest.param("a.c", "    y;\n\n    X;\n#else\n", [3], "    y;\n#else\n", id="c, #else ends one"),
        pytest.param("a.yaml", "a:\n  X: 1\n\n  b: 2\n", [2], "a:\n  b: 2\n", id="yaml, first"),
        pytest.param(
            "a.yaml", "a:\n- X\n\n- b\n", [2], "a:\n- b\n", id="yaml, first of a list as deep as its key"
        ),
        pytest.param("a.yaml", "a:\n  b: 1\n\n  X: 2\nc: 3\n", [4], "a:\n  b: 1\nc: 3\n", id="yaml, last"),
        pytest.param("a.cfg", "[a]\nX = 1\n\ny = 2\n", [2], "[a]\ny = 2\n", id="ini, first key of a table"),
        pytest.param("a.cfg", "[a]\nX = 1\n\n[b]\n", [2], "[a]\n\n[b]\n", id="ini, the only key of a table"),
        pytest.param(
            "a.cfg", "[a]\ny = 1\n\nX = 2\n[b]\n", [4], "[a]\ny = 1\n[b]\n", id="ini, last key of a table"
        ),
        pytest.param("a.cfg", "y = 1\n\n[X]\n[b]\n", [3], "y = 1\n\n[b]\n", id="ini, a table ends none"),
        pytest.param(
            "Makefile",
            "all: a\n\tX\n\nb: c\n",
            [2],
            "all: a\n\nb: c\n",
            id="the blank line is behind the body",
        ),
        pytest.param(
            "a.py",
            "if a:\n    b\n\n    X\n    [c]\n",
            [4],
            "if a:\n    b\n\n    [c]\n",
            id="a list is no table",
        ),
        pytest.param(
            "a.py",
            "class A:\n    a\n\n    def X(): '''\nq'''\nb\n",
            [(4, 5)],
            "class A:\n    a\nb\n",
            id="lines in strings have no indentation",
        ),
        pytest.param("a.rst", "head::\n\n  a\n\n  X\nb\n", [5], "head::\n\n  a\n\nb\n", id="prose ends none"),
        pytest.param("a.rst", "(\n  X\n\n  a\n)\n", [2], "(\n\n  a\n)\n", id="prose begins none"),
        pytest.param("a.rst", "(\n  a\n\n  X\n)\n", [4], "(\n  a\n\n)\n", id="nor at brackets"),
        pytest.param("a.txt", "  a\n\n  X\nb\n", [3], "  a\n\nb\n", id="text ends none by its indentation"),
        pytest.param("a.txt", "f(\n  a\n\n  X\n)\n", [4], "f(\n  a\n)\n", id="but by brackets"),
        pytest.param("a.md", "- item\n  X\n\nnext\n", [2], "- item\n\nnext\n", id="prose has no bodies"),
        pytest.param(
            "a.txt", "head:\n  X\n\n  more\n", [2], "head:\n\n  more\n", id="nor has text by its indentation"
        ),
        pytest.param("a.txt", "f {\n  X\n\n  more\n}\n", [2], "f {\n  more\n}\n", id="but brackets are seen"),
        pytest.param("a.js", "f({\n  a,\n\n  X,\n});\n", [4], "f({\n  a,\n});\n", id="closers"),
        pytest.param(
            "a.js", "f('(');\nX;\n\ny;\n", [2], "f('(');\n\ny;\n", id="an opener in a string is none"
        ),
        pytest.param(
            "a.js", "f(); // (\nX;\n\ny;\n", [2], "f(); // (\n\ny;\n", id="an opener in a comment is none"
        ),
    ],
)
def test_bodies(path, text, numbers, expected):
    if path == "a.md":
        pytest.importorskip("patcher.syntax.markdown")
    assert cut(text, *numbers, path=path) == expected


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        pytest.param('"""A.\n\nX\n\nb\n"""\n', [3], '"""A.\n\nb\n"""\n', id="both sides"),
        pytest.param('"""A.\n\nX\n"""\n', [3], '"""A.\n\n"""\n', id="at the end of a docstring"),
        pytest.param('"""\nX\n\nb\n"""\n', [2], '"""\n\nb\n"""\n', id="at the start of a docstring"),
        pytest.param(
            "x = '''\n  a\n\n  X\nb\n'''\n", [4], "x = '''\n  a\n\nb\n'''\n", id="a dedent is no end"
        ),
    ],
)
def test_inside_a_string_only_the_first_sentence_holds(text, numbers, expected):
    assert cut(text, *numbers) == expected


@pytest.mark.parametrize(
    ("text", "number", "setting", "expected"),
    [
        pytest.param("a\n\nX\n\nb\n", 3, "keep", "a\n\n\nb\n", id="keep, both sides"),
        pytest.param("X\n\nb\n", 1, "keep", "\nb\n", id="keep at the start of the file"),
        pytest.param("a\n\n\nX\n\n\nb\n", 4, 1, "a\n\nb\n", id="one"),
        pytest.param("a\n\n\nX\n\n\nb\n", 4, 0, "a\nb\n", id="none"),
        pytest.param("a\n\n\nX\n\n\nb\n", 4, 3, "a\n\n\n\nb\n", id="three of four"),
        pytest.param("a\nX\nb\n", 2, 2, "a\n\n\nb\n", id="two where there are none"),
        pytest.param("a\r\nX\r\nb\r\n", 2, 1, "a\r\n\r\nb\r\n", id="with the line ending of the place"),
        pytest.param("a\n\nX\n", 3, 1, "a\n\n", id="one at the end of the file"),
        pytest.param(
            "class A:\n    X\n\n    b\n", 2, 1, "class A:\n\n    b\n", id="one at the start of a body"
        ),
    ],
)
def test_what_blank_lines_says_is_done(text, number, setting, expected):
    assert cut(text, number, blank_lines=setting) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param((2, None), "a\n\nb\n", id="what was added goes with the run above"),
        pytest.param((None, 2), "a\n\n\nb\n", id="exactly so many"),
        pytest.param((3, 1), "a\n\nb\n", id="the later one decides"),
        pytest.param(("keep", "keep"), "a\n\n\n\nb\n", id="both keep"),
        pytest.param((0, 0), "a\nb\n", id="none"),
    ],
)
def test_ranges_that_only_blank_lines_part(settings, expected):
    edits = [
        delete(i + 1, lines=(number, number), blank_lines=setting)
        for i, (number, setting) in enumerate(zip((3, 5), settings, strict=True))
    ]
    assert after("a.txt", "a\n\nX\n\nY\n\nb\n", *edits) == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([insert("N\n", "before", line="X")], "a\n\nN\n\nb\n", id="text above is a neighbour"),
        pytest.param([insert("N\n", "after", line="X")], "a\n\nN\n\nb\n", id="text below is a neighbour"),
        pytest.param(
            [insert("N\n", "after", lines=(2, 2))], "a\n\nN\n\nb\n", id="text behind the blank line above"
        ),
        pytest.param(
            [insert("N\n", "after", line="a")], "a\nN\n\nb\n", id="text before the blank line above"
        ),
        pytest.param(
            [replace("N\n", lines=(2, 2))], "a\nN\n\nb\n", id="a blank line that another edit replaces"
        ),
        pytest.param([replace("N\n", line="a")], "N\n\nb\n", id="a neighbour that another edit replaces"),
        pytest.param([insert("N\n", "end")], "a\n\nb\nN\n", id="text elsewhere"),
    ],
)
def test_text_of_other_edits_is_a_neighbour(edits, expected):
    assert after("a.txt", "a\n\nX\n\nb\n", delete(9, line="X"), *edits) == expected


def test_text_between_two_deletions_parts_them():
    text = "a\n\nX\nY\n\nb\n"
    edits = [delete(1, line="X"), delete(2, line="Y"), insert("N\n", "after", 3, line="X")]
    assert after("a.txt", text, *edits) == "a\n\nN\n\nb\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# X\n#\n# b\nc\n", "# b\nc\n", id="at the start of the file"),
        pytest.param("c\n# b\n#\n# X\n", "c\n# b\n", id="at the end of the file"),
        pytest.param("\n\n# X\n#\n# b\nc\n", "# b\nc\n", id="at the start, with blank lines above"),
        pytest.param("c\n# b\n#\n# X\n\n", "c\n# b\n", id="at the end, with a blank line below"),
        pytest.param("a\n\n# X\n#\n# b\nc\n", "a\n\n# b\nc\n", id="between other text"),
    ],
)
def test_a_bare_mark_goes_along_with_a_paragraph_of_a_comment(text, expected):
    assert after("a.py", text, delete(paragraph="X")) == expected


def test_a_section_takes_its_own_blank_lines():
    pytest.importorskip("patcher.syntax.markdown")
    text = "# T\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n"
    assert after("a.md", text, delete(section="B")) == text.replace("## B\n\nb\n\n", "")
    assert after("a.md", text, delete(section="C")) == text.replace("\n## C\n\nc\n", "")
    assert after("a.md", text, replace("## D\n", section="B")) == text.replace("## B\n\nb\n", "## D\n")


def test_outcomes_tell_what_goes_along():
    edited = run("a.txt", "a\n\n\nX\n\nb\n\nY\n\n", delete(1, line="X"), delete(2, line="Y"))
    first, second = edited.outcomes
    assert (str(first.lines), first.blank, first.notes) == ("2-4", 2, ("2 blank lines above go along",))
    assert (str(second.lines), second.blank) == ("7-9", 2)
    assert second.notes == ("1 blank line above goes along", "1 blank line below goes along")


def test_each_splice_belongs_to_the_edit_that_asked():
    edited = run("a.txt", "a\n\nX\nY\n\nb\n", delete(1, line="Y"), delete(2, line="X"))
    assert [(s.start, s.end, s.request) for s in edited.splices] == [(2, 5, 1), (5, 7, 0)]


@st.composite
def modules(draw):
    """The parts of a module whose definitions are parted by k blank lines, and which of them go."""
    top = draw(st.integers(1, 3))
    head = draw(st.sampled_from(["", '"""Doc."""', "import os", "#!/bin/sh\n# notes"]))
    comment = draw(st.booleans())
    number = draw(st.integers(1, 6))
    parts = []
    for i in range(number):
        methods = draw(st.integers(0, 4))
        lines = "# about it\n" if comment and draw(st.booleans()) else ""
        if not methods:
            decorator = draw(st.sampled_from(["", "@wrap\n", "@wrap(\n    1,\n)\n"]))
            body = draw(
                st.sampled_from(["    return 1", "    x = 1\n\n    return x", '    """\n\nat 0\n    """'])
            )
            parts.append((f"f{i}", lines + decorator + f"def f{i}():\n{body}\n", None))
            continue
        doc = draw(st.sampled_from(["", '    """Doc."""\n', "    x = 1\n"]))
        gap = draw(st.integers(0, 1)) if not doc else 1
        inner = [(f"f{i}.m{j}", f"    def m{j}(self):\n        return {j}\n") for j in range(methods)]
        parts.append((f"f{i}", lines + f"class f{i}:\n" + doc, (gap, bool(doc), inner)))
    names = [name for name, _, _ in parts]
    names += [name for _, _, body in parts if body for name, _ in body[2]]
    gone = draw(st.sets(st.sampled_from(names), min_size=1))
    kept = {name: [m for m, _ in body[2] if m not in gone] for name, _, body in parts if body}
    for name, left in kept.items():
        documented = next(body[1] for n, _, body in parts if n == name)
        if not left and not documented and name not in gone:
            gone.add(name)
    return top, head, parts, gone


def written(top, head, parts, gone=frozenset()):
    blocks = [head + "\n"] if head else []
    for name, text, body in parts:
        if name in gone:
            continue
        if body is not None:
            gap, _, inner = body
            methods = [method for m, method in inner if m not in gone]
            text += "\n" * gap * bool(methods) + "\n".join(methods)
        blocks.append(text)
    return ("\n" * top).join(blocks)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(modules(), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_a_module_without_some_of_its_definitions(case, ending, newline):
    top, head, parts, gone = case
    before = written(top, head, parts).encode().replace(b"\n", ending)
    expected = written(top, head, parts, gone).encode().replace(b"\n", ending)
    if not newline:
        stripped = before.removesuffix(ending)
        last = parts[-1]
        stays = last[0] not in gone and not (last[2] and last[2][2][-1][0] in gone)
        before, expected = stripped, expected.removesuffix(ending) if stays else expected
    edits = [delete(i + 1, definition=name.replace(".", r"\.")) for i, name in enumerate(sorted(gone))]
    assert run("a.py", before, *edits).data == expected


TEXTS = st.lists(st.sampled_from(["", "", "a", "    b", "X", "  ", "(", ")", "    )", "\f"]), max_size=14)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    TEXTS, st.sets(st.integers(1, 14), min_size=1), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data()
)
def test_only_blank_lines_go_beside_what_was_asked(lines, numbers, ending, newline, data):
    numbers = sorted(number for number in numbers if number <= len(lines))
    text = "".join(line + ending for line in lines)
    text = text if newline else text.removesuffix(ending)
    source = SourceFile("a.py", text.encode())
    numbers = [number for number in numbers if number <= source.line_count]
    if not numbers:
        return
    blank = data.draw(
        st.lists(st.sampled_from([None, "keep", 0, 1, 3]), min_size=len(numbers), max_size=len(numbers))
    )
    edits = [
        delete(i, lines=(n, n), blank_lines=setting)
        for i, (n, setting) in enumerate(zip(numbers, blank, strict=True))
    ]
    try:
        edited = run("a.py", text, *edits)
    except Refusal as refusal:  # a blank line goes, and `blank_lines` puts one there
        assert {problem.code for problem in refusal.problems} == {"no-change"}  # noqa: PT017
        assert any(isinstance(setting, int) for setting in blank)
        return
    kept = [(i, line) for i, line in enumerate(text.split("\n"), 1) if i not in numbers and line.strip()]
    after_lines = edited.data.decode().split("\n")
    position = [i for i, line in enumerate(after_lines) if line.strip()]
    assert [after_lines[i] for i in position] == [line for _, line in kept]
    if len(numbers) == 1 and isinstance(blank[0], int) and kept:
        above = sum(number < numbers[0] for number, _ in kept)
        first = position[above - 1] + 1 if above else 0
        last = position[above] if above < len(position) else len(after_lines) - (after_lines[-1] == "")
        assert last - first == blank[0]


def test_splices_are_checked_by_these_tests():
    edited = run("a.txt", "a\nX\n", delete(line="X"))
    with pytest.raises(AssertionError):
        check_splices(b"b\nX\n", edited, 1)
