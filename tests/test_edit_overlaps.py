"""Edits of one step that touch the same text, or do not."""

import pytest
from edit_plans import after, delete, insert, replace, run

from patcher.errors import Refusal

CODE = "def f():\n    x = 1\n    y\n    return x\n\n\ndef g(a, b):\n    return a\n"


@pytest.mark.parametrize(
    ("edits", "code", "at"),
    [
        pytest.param(
            [delete(1, line="x = 1"), delete(2, line="x = 1")], "overlapping-edits", 2, id="the same lines"
        ),
        pytest.param(
            [delete(1, lines=(1, 2)), delete(2, lines=(2, 3))], "overlapping-edits", 2, id="a part of each"
        ),
        pytest.param(
            [delete(1, lines=(2, 3)), delete(2, lines=(1, 2))],
            "overlapping-edits",
            2,
            id="the later of the plan",
        ),
        pytest.param(
            [replace("n", 1, lines=(1, 3)), delete(2, line="x = 1")],
            "overlapping-edits",
            2,
            id="within a replacement",
        ),
        pytest.param(
            [replace("n", 1, line="x = 1"), replace("m", 2, text="1")],
            "overlapping-edits",
            2,
            id="two replacements",
        ),
        pytest.param(
            [delete(1, line="x = 1"), replace("n", 2, line="x = 1")], "overlapping-edits", 2, id="go and come"
        ),
        pytest.param(
            [delete(1, definition="f"), replace("n", 2, line="x = 1")],
            "edit-inside-deletion",
            2,
            id="text in what goes",
        ),
        pytest.param(
            [replace("2", 1, text="1"), delete(2, definition="f")],
            "edit-inside-deletion",
            1,
            id="a part in what goes",
        ),
        pytest.param(
            [delete(1, definition="f"), insert("n", "after", 2, line="x = 1")],
            "edit-inside-deletion",
            2,
            id="an insertion in what goes",
        ),
        pytest.param(
            [delete(1, definition="f"), insert("n", "before", 2, text="def f")],
            "edit-inside-deletion",
            2,
            id="a part at the very start of what goes",
        ),
        pytest.param(
            [replace("n", 1, lines=(1, 3)), insert("n", "after", 2, line="x = 1")],
            "overlapping-edits",
            2,
            id="an insertion in what is replaced",
        ),
        pytest.param(
            [delete(1, entry=r"\bb\b"), insert("n", "after", 2, text=",")],
            "edit-inside-deletion",
            2,
            id="in the comma that goes along",
        ),
        pytest.param(
            [delete(1, entry=r"\bb\b"), delete(2, text=", ")],
            "overlapping-edits",
            2,
            id="the comma goes twice",
        ),
    ],
)
def test_clashes(edits, code, at):
    with pytest.raises(Refusal) as caught:
        run("a.py", CODE, *edits)
    (problem,) = caught.value.problems
    assert (problem.code, problem.plan.line, problem.target.file) == (code, at, "a.py")
    assert len(problem.candidates) == 2
    assert {candidate.note.rsplit("line ")[1] for candidate in problem.candidates} == {
        "1 of the plan",
        "2 of the plan",
    }


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            [
                delete(1, lines=(2, 3)),
                delete(2, line="return x"),
                insert("    pass", "after", 3, line="def f"),
            ],
            "def f():\n    pass\n\n\ndef g(a, b):\n    return a\n",
            id="ranges that touch",
        ),
        pytest.param(
            [replace("y = 1", 1, line="x = 1"), replace("z", 2, line="y$")],
            CODE.replace("y\n", "z\n").replace("x = 1", "y = 1"),
            id="replacements that touch",
        ),
        pytest.param(
            [replace("A", 1, text=r"\ba(?=,)"), replace("B", 2, text=r"\bb\b")],
            CODE.replace("a, b", "A, B"),
            id="two parts of one line",
        ),
        pytest.param(
            [delete(1, text="1$"), replace("n", 2, text="= ")],
            CODE.replace("= 1", "n"),
            id="parts that touch",
        ),
    ],
)
def test_no_clashes(edits, expected):
    assert after("a.py", CODE, *edits) == expected


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(delete(2, line="x = 1"), id="a line"),
        pytest.param(delete(2, text="1"), id="a part of a line"),
        pytest.param(delete(2, line="^def f"), id="the first line"),
        pytest.param(delete(2, line="return x"), id="the last line"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["larger first", "smaller first"])
def test_a_deletion_inside_a_larger_one_is_its(inner, turned):
    edits = [delete(1, definition="f"), inner]
    edited = run("a.py", CODE, *(reversed(edits) if turned else edits))
    assert edited.data == b"def g(a, b):\n    return a\n"
    larger = 1 if turned else 0
    assert {splice.request for splice in edited.splices} == {larger}
    assert edited.outcomes[1 - larger].inside == larger
    assert edited.outcomes[larger].inside is None


def test_an_element_inside_a_larger_element():
    edited = run("a.py", "f(a, g(b, c), d)\n", delete(1, entry=r"\bg"), delete(2, entry=r"\bb\b"))
    assert edited.data == b"f(a, d)\n"
    assert edited.outcomes[1].inside == 0


def test_all_clashes_of_a_file_are_told():
    edits = [
        delete(1, lines=(1, 2)),
        delete(2, lines=(2, 3)),
        delete(3, lines=(6, 6)),
        replace("n", 4, lines=(6, 7)),
    ]
    with pytest.raises(Refusal) as caught:
        run("a.py", CODE, *edits)
    assert [problem.plan.line for problem in caught.value.problems] == [2, 4]


def test_the_other_edit_is_named():
    with pytest.raises(Refusal) as caught:
        run("a.py", CODE, delete(3, lines=(2, 3)), delete(4, lines=(3, 4)))
    (problem,) = (p for p in caught.value.problems if p.code == "overlapping-edits")
    assert problem.label == "the edit on line 3 of the plan has lines 2-3 of the file"
    with pytest.raises(Refusal) as caught:
        run("a.py", CODE, delete(3, line="x = 1"), delete(4, line="x = 1"))
    assert caught.value.problems[0].label == "the edit on line 3 of the plan has the same line"
    assert [candidate.text for candidate in caught.value.problems[0].candidates] == ["x = 1", "x = 1"]
