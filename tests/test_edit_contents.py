"""What replacements and insertions bring: line endings, indentation, groups, exact bytes."""

import pytest
from edit_plans import after, delete, insert, replace, run, unwrap
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.errors import Refusal


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        pytest.param("a\nX\nb\n", replace("n", line="X"), "a\nn\nb\n", id="a last newline is added"),
        pytest.param("a\nX\nb\n", replace("n\n", line="X"), "a\nn\nb\n", id="one that is there is enough"),
        pytest.param(
            "a\nX\nb\n", replace("n\n\n", line="X"), "a\nn\n\nb\n", id="further ones are blank lines"
        ),
        pytest.param("a\nX\nb\n", replace("", line="X"), "a\nb\n", id="empty text is no line"),
        pytest.param("a\n\nX\n\nb\n", replace("", line="X"), "a\n\n\nb\n", id="and takes no blank lines"),
        pytest.param(
            "a\r\nX\nb\n", replace("n\nm", line="X"), "a\r\nn\r\nm\r\nb\n", id="ending of the line above"
        ),
        pytest.param("X\nb\r\n", replace("n", line="X"), "n\r\nb\r\n", id="else of the line below"),
        pytest.param("X\r\n", replace("n", line="X"), "n\r\n", id="else of the line itself"),
        pytest.param("X", replace("n", line="X"), "n\n", id="else a newline"),
        pytest.param("a\r\nX", replace("n", line="X"), "a\r\nn\r\n", id="a last line without newline"),
        pytest.param("  X\n", replace("n\n\n  m\n", line="X"), "  n\n\n    m\n", id="indentation"),
        pytest.param("\tX\n", replace("n\n", line="X"), "\tn\n", id="tabs"),
        pytest.param("  X\n", replace("n\n", line="X", indent="keep"), "n\n", id="indentation as it stands"),
        pytest.param(
            "\n  X\nb\n", replace("n\n", lines=(1, 2)), "  n\nb\n", id="of the first line with text"
        ),
        pytest.param(
            "  \nb\n", replace("n\n", lines=(1, 1)), "  n\nb\n", id="of the first line where all are blank"
        ),
        pytest.param("X\n", replace("n\r\nm\r\n", line="X"), "n\nm\n", id="a CRLF in the text is a line end"),
        pytest.param(
            "\ufeffX\nb\n", replace("n", line="X"), "\ufeffn\nb\n", id="a byte-order mark stays first"
        ),
        pytest.param(
            "\ufeff  X\nb\n", replace("n", line="X"), "\ufeff  n\nb\n", id="indentation behind a mark"
        ),
        pytest.param(
            "a\x0cb\nX\n", replace("n\x0cm\u2028k", line="X"), "a\x0cb\nn\x0cm\u2028k\n", id="no line ends"
        ),
        pytest.param("a\nX\nY\nb\n", replace("n\n", lines=(2, 3)), "a\nn\nb\n", id="several lines"),
    ],
)
def test_replacing_whole_lines(text, edit, expected):
    assert after("a.txt", text, edit) == expected


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        pytest.param("a X b\n", replace("n\n", text="X"), "a n b\n", id="without the last newline"),
        pytest.param("a X b\n", replace("n\n\n", text="X"), "a n\n b\n", id="but only one"),
        pytest.param("a X\nb\n", replace("n\n", text=r"X\n"), "a n\nb\n", id="unless the match ends in one"),
        pytest.param("a X\nb\n", replace("n", text=r"X\n"), "a nb\n", id="as it stands"),
        pytest.param("a X b\n", replace("", text="X "), "a b\n", id="nothing"),
        pytest.param("a\nX\r\n", replace("n\nm", text="X"), "a\nn\r\nm\r\n", id="line ending of its line"),
        pytest.param("a\r\nX", replace("n\nm", text="X"), "a\r\nn\r\nm", id="else of the line above"),
        pytest.param("  X\n", replace("n\nm", text="X"), "  n\nm\n", id="no indentation"),
        pytest.param("aXb\r\nc\r\n", replace("-", text=r"Xb\nc"), "a-\r\n", id="across lines"),
        pytest.param("é X ü\n", replace("ß", text="X"), "é ß ü\n", id="beyond ASCII"),
    ],
)
def test_replacing_a_part_of_a_line(text, edit, expected):
    assert after("a.txt", text, edit) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "brought", "expected"),
    [
        pytest.param(r"v(\d+)", "x v12\n", r"w\1", "x w12\n", id="a numbered group"),
        pytest.param(r"v(?P<n>\d+)", "x v12\n", r"w\g<n>", "x w12\n", id="a named group"),
        pytest.param(r"v(\d+)", "x v12\n", r"w\g<1>0", "x w120\n", id="a numbered group in brackets"),
        pytest.param(r"v(\d+)", "x v12\n", r"<\g<0>>", "x <v12>\n", id="the whole match"),
        pytest.param(r"v(\d)(\d)", "x v12\n", r"\2\1", "x 21\n", id="two groups"),
        pytest.param(r"v(\d)(\d)", "x v12\n", r"\10", "x 10\n", id="a digit behind a group"),
        pytest.param(r"v(x)?(\d+)", "x v12\n", r"[\1]", "x []\n", id="a group without a match"),
        pytest.param(r"v\d+", "x v12\n", r"\\1 \\g<n>", "x \\1 \\g<n>\n", id="doubled backslashes"),
        pytest.param(
            r"v\d+", "x v12\n", r"C:\new\t\0", "x C:\\new\\t\\0\n", id="every other backslash is itself"
        ),
    ],
)
def test_groups(pattern, text, brought, expected):
    assert after("a.txt", text, replace(brought, text=pattern)) == expected


def test_groups_of_a_line_come_with_its_indentation():
    edit = replace(r"\1 = g(\2)", line=r"(\w+) = f\((.*)\)")
    assert after("a.py", "if a:\n    b = f(c, d)\n", edit) == "if a:\n    b = g(c, d)\n"


def test_only_text_and_line_have_groups():
    assert after("a.txt", "a\nX\n", replace(r"\1", lines=(2, 2))) == "a\n\\1\n"
    assert after("a.py", "f(a, b)\n", replace(r"\1", entry="a")) == "f(\\1, b)\n"


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        pytest.param("a\nX\nb\n", [insert("n", "before", line="X")], "a\nn\nX\nb\n", id="before"),
        pytest.param("a\nX\nb\n", [insert("n", "after", line="X")], "a\nX\nn\nb\n", id="after"),
        pytest.param(
            "a\n\nX\n\nb\n", [insert("n", "after", line="X")], "a\n\nX\nn\n\nb\n", id="no blank lines"
        ),
        pytest.param(
            "  X\n    y\n", [insert("n", "after", lines=(1, 2))], "  X\n    y\n  n\n", id="indentation"
        ),
        pytest.param(
            "  X\n", [insert("n", "after", line="X", indent="keep")], "  X\nn\n", id="indentation kept"
        ),
        pytest.param("a", [insert("n", "after", line="a")], "a\nn\n", id="after a last line without newline"),
        pytest.param(
            "b\r\na", [insert("n", "end")], "b\r\na\r\nn\r\n", id="with the line ending of the file"
        ),
        pytest.param("a", [insert("n", "before", line="a")], "n\na", id="before a last line without newline"),
        pytest.param("a\n", [insert("n", "start")], "n\na\n", id="at the start"),
        pytest.param("\ufeffa\n", [insert("n", "start")], "\ufeffn\na\n", id="a byte-order mark stays first"),
        pytest.param(
            "\ufeffa\n", [insert("n", "before", line="a")], "\ufeffn\na\n", id="before a first line"
        ),
        pytest.param("\ufeff", [insert("n", "start")], "\ufeffn\n", id="at the start of a mark alone"),
        pytest.param("\ufeff", [insert("n", "end")], "\ufeffn\n", id="at the end of a mark alone"),
        pytest.param("", [insert("n", "start")], "n\n", id="at the start of nothing"),
        pytest.param("", [insert("n", "end"), insert("m", "start", 2)], "n\nm\n", id="twice into nothing"),
        pytest.param("  a\n", [insert("n", "end")], "  a\nn\n", id="an end has no indentation"),
        pytest.param("a\n\n", [insert("n", "end")], "a\n\nn\n", id="behind the last blank lines"),
        pytest.param(
            "a\nb\n",
            [
                insert("1", "after", 1, line="a"),
                insert("2", "before", 2, line="b"),
                insert("3", "after", 3, line="a"),
            ],
            "a\n1\n2\n3\nb\n",
            id="at one point in the plan's order",
        ),
        pytest.param(
            "a", [insert("1", "end"), insert("2", "after", 2, line="a")], "a\n1\n2\n", id="twice at the end"
        ),
        pytest.param(
            "a\nX", [insert("n", "end"), delete(2, line="X")], "a\nn\n", id="behind a last line that goes"
        ),
        pytest.param(
            "a\nX", [insert("n", "end"), replace("m", 2, line="X")], "a\nm\nn\n", id="or is replaced"
        ),
        pytest.param("f(X)\n", [insert("a, ", "before", text="X")], "f(a, X)\n", id="inside a line, before"),
        pytest.param("f(X)\n", [insert(", a\n", "after", text="X")], "f(X, a)\n", id="inside a line, after"),
        pytest.param(
            "f(X)", [insert("\n# a", "after", text=r"\)")], "f(X)\n# a", id="inside a line, at the end"
        ),
        pytest.param(
            "f(X)\n",
            [insert("a", "before", text="X"), delete(2, text="X")],
            "f(a)\n",
            id="at the edge of what goes",
        ),
        pytest.param(
            "f(X)\n",
            [insert("a", "after", text="X"), replace("b", 2, text="X")],
            "f(ba)\n",
            id="or is replaced by",
        ),
        pytest.param(
            "a\nX\n", [insert("n", "before", line="X"), delete(2, line="X")], "a\nn\n", id="in its place"
        ),
    ],
)
def test_inserting(text, edits, expected):
    assert after("a.txt", text, *edits) == expected


@pytest.mark.parametrize(
    ("text", "edit", "brought", "expected"),
    [
        pytest.param(
            b"a\nX\nb\n", replace("", line="X"), b"\xff\r\n  n\n", b"a\n\xff\r\n  n\nb\n", id="as they are"
        ),
        pytest.param(b"  X\n", replace("", line="X"), b"\\1\n", b"\\1\n", id="no indentation and no groups"),
        pytest.param(b"a\nX\n", replace("", line="X"), b"n", b"a\nn", id="a last line without newline"),
        pytest.param(b"X\r\nb\r\n", replace("", line="X"), b"n", b"n\r\nb\r\n", id="that is not the last"),
        pytest.param(b"a\n", insert("", "end"), b"n", b"a\nn", id="at the end"),
        pytest.param(b"a", insert("", "end"), b"n", b"a\nn", id="at the end, no newline"),
        pytest.param(b"a X b\n", replace("", text="X"), b"n\n", b"a n\n b\n", id="inside a line"),
        pytest.param(
            b"\xff X\xfe\r\n", replace("", text="X"), b"\xfd", b"\xff \xfd\xfe\r\n", id="no text at all"
        ),
    ],
)
def test_bytes_of_a_brought_file(text, edit, brought, expected):
    assert run("a.txt", text, edit, exact=brought).data == expected


def test_text_that_is_no_unicode_stays_as_it_is():
    assert run("a.txt", b"\xe9\nX\n\xe9", delete(line="X")).data == b"\xe9\n\xe9"


@pytest.mark.parametrize(
    ("text", "edits", "codes"),
    [
        pytest.param("X\n", [replace("X", line="X")], ["no-change"], id="lines by the same"),
        pytest.param("a X\n", [replace("X\n", text="X")], ["no-change"], id="a part by the same"),
        pytest.param("X\n", [insert("", "after", line="X")], ["no-change"], id="nothing put there"),
        pytest.param("X\n", [insert("", "start")], ["no-change"], id="nothing put at the start"),
        pytest.param("X\n", [replace(r"\1", line="X")], ["bad-value"], id="a group that is not there"),
        pytest.param("X\n", [replace(r"\g<n>", line="X")], ["bad-value"], id="a name that is not there"),
        pytest.param(
            "X\nY\n",
            [replace(r"\1", 1, line="X"), unwrap(2, line="Y"), replace(r"\2", 3, line="Y")],
            ["nothing-to-unwrap", "overlapping-edits", "bad-value", "bad-value"],
            id="all problems at once",
        ),
    ],
)
def test_refusals(text, edits, codes):
    with pytest.raises(Refusal) as caught:
        run("a.txt", text, *edits)
    assert [problem.code for problem in caught.value.problems] == codes
    for problem in caught.value.problems:
        assert problem.plan is not None
        assert problem.target.file == "a.txt"
        assert problem.hint


def test_a_bad_group_points_at_the_text():
    with pytest.raises(Refusal) as caught:
        run("a.txt", "X\n", replace(r"\2", 7, line="(X)"))
    (problem,) = caught.value.problems
    assert (problem.plan.line, problem.target.first_line) == (8, 1)
    assert problem.message == r"`\2` stands for a group that the pattern does not have"
    assert problem.hint == r"the pattern has 1 group; write `\\2` for the text"


def test_outcomes():
    edited = run("a.txt", "a\nX\nY\nb\n", replace("n\n", 1, lines=(2, 3)), insert("m", "end", 2))
    assert str(edited.outcomes[0].lines) == "2-3"
    assert edited.outcomes[1].lines is None


LINES = st.lists(st.sampled_from(["a", "  b", "", "\té", "\f", "x\u2028y"]), max_size=8)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(), st.data())
def test_bytes_outside_stay(lines, ending, newline, mark, data):
    """Replacing and inserting lines is what a list of lines would do."""
    text = "\ufeff" * mark + "".join(line + ending for line in lines)
    text = text if newline or not lines else text.removesuffix(ending)
    number = len(text.split("\n")) - (text.endswith("\n") or not text)
    kept = [line + "\n" for line in text.split("\n")][:number]
    if kept and not text.endswith("\n"):
        kept[-1] = kept[-1].removesuffix("\n")
    expected, edits = list(kept), []
    for i in reversed(range(number)):
        what = data.draw(st.sampled_from(["stays", "replace", "before", "after"]))
        brought = f"n{i}" + ending
        at = i + 1
        if what == "replace":
            edits.append(replace(f"n{i}\n", at, lines=(at, at), indent="keep"))
            expected[i] = ("\ufeff" if mark and not i else "") + brought
        elif what == "before":
            edits.append(insert(f"n{i}\n", "before", at, lines=(at, at), indent="keep"))
            first = expected[i].removeprefix("\ufeff") if not i else expected[i]
            expected[i : i + 1] = [("\ufeff" if mark and not i else "") + brought, first]
        elif what == "after":
            edits.append(insert(f"n{i}\n", "after", at, lines=(at, at), indent="keep"))
            if not expected[i].endswith("\n"):
                expected[i] += ending if number > 1 else "\n"
                brought = brought if number > 1 else brought.replace("\r", "")
            expected.insert(i + 1, brought)
    if edits and lines and (number > 1 or newline):
        # inserts after a line stand before those before the next one, in the plan's order
        edited = run("a.txt", text, *reversed(edits))
        assert edited.data.decode() == "".join(expected)
