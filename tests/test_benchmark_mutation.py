"""The machinery of the mutation benchmark on a tree of one module: what it leaves out, draws, kills and shows."""

from pathlib import Path

import pytest

from benchmarks.mutation.__main__ import ROOT, WANTED, exercising, report
from benchmarks.mutation.mutants import Mutant, drawn, every, mutated, places
from benchmarks.mutation.trial import Task, Verdict, changing, copied, verdicts

MODULE = "patcher/finder/larger.py"
LARGER = """\
\"\"\"The larger of two.\"\"\"
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 1 + 2

Number = int | float


@cache
def larger(left: int | None, right: "int | None" = None) -> int | None:
    while right is None:
        return left
    return left if left > right else right
"""
TEST = """\
from patcher.finder.larger import larger


def test_larger():
    assert (larger(1, 2), larger(2, 1), larger(3)) == (2, 2, 3)
"""
TESTS = ("tests/test_finder_larger.py",)


@pytest.fixture
def tree(tmp_path):
    for path, text in {MODULE: LARGER, TESTS[0]: TEST, "patcher/__init__.py": ""}.items():
        file = tmp_path / "tree" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "tree"


def mutants(source, path=MODULE):
    return {
        mutant.operator.partition("/")[2]: mutant
        for place in places(path, source)
        for mutant in place.mutants
    }


def task(name):
    mutant = mutants(LARGER)[name]
    return Task(mutant, mutated(mutant, LARGER), TESTS)


def test_a_wrong_comparison_is_killed_an_equal_one_survives_and_is_shown(tree, tmp_path, capsys):
    copy = copied(tree, tmp_path / "copy", TESTS)
    names = ("Gt_Lt", "Gt_GtE", "IsNot_Is", "Is_IsNot")
    tasks = [task(f"ReplaceComparisonOperator_{name}") for name in names if name != "IsNot_Is"]
    found = list(verdicts(copy, tasks, jobs=2))
    assert [verdict.how is None for verdict in found] == [False, True, False]
    assert found[0].how == f"FAILED {TESTS[0]}::test_larger"
    assert report(found) == 1
    said = capsys.readouterr().out
    assert f"survived: {MODULE}:15:25 ReplaceComparisonOperator_Gt_GtE #0" in said
    assert "-    return left if left > right else right\n+    return left if left >= right else right" in said
    assert "finder: 2 of 3 killed\nscore: 66.7% of 3 mutants" in said
    assert (tree / MODULE).read_text() == (copy.root / MODULE).read_text() == LARGER


def test_a_mutant_without_an_end_is_killed_by_its_bound(tree, tmp_path):
    copy = copied(tree, tmp_path / "copy", TESTS)
    endless = LARGER.replace("    while right is None:\n        return left", "    while True:\n        pass")
    (verdict,) = verdicts(
        copy.__class__(copy.root, 2),
        [Task(task("ReplaceComparisonOperator_Gt_Lt").mutant, endless, TESTS)],
        jobs=1,
    )
    assert verdict.how == "out of time"


def test_a_tree_whose_tests_fail_is_refused(tree, tmp_path):
    (tree / TESTS[0]).write_text(TEST.replace("(2, 2, 3)", "(2, 2, 4)"))
    with pytest.raises(RuntimeError, match="fail without a change"):
        copied(tree, tmp_path / "copy", TESTS)


def test_what_is_known_as_killed_is_not_run(tree, tmp_path):
    copy = copied(tree, tmp_path / "copy", TESTS)
    equal = task("ReplaceComparisonOperator_Gt_GtE")
    (before,) = verdicts(copy, [equal], jobs=1)
    (verdict,) = verdicts(copy, [equal], 1, {(equal.mutant.name, before.diff): "an earlier run"})
    assert verdict.how == "an earlier run"


def test_what_only_a_type_checker_reads_is_left_out():
    lines = {mutant.start[0] for place in places(MODULE, LARGER) for mutant in place.mutants}
    assert lines == {13, 15}
    assert not [name for name in mutants(LARGER) if name.endswith(("Is_Eq", "Eq_Is"))]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("def f(*, a):\n    return a\n", set(), id="what Python cannot read"),
        pytest.param("A = frozenset()\nALL = A | A\n", {2}, id="a union of constants is none of types"),
        pytest.param("def f(a=1 + 2):\n    pass\n", {1}, id="a default is no annotation"),
        pytest.param("@wraps(f)\ndef g(): pass\n", {1}, id="a decorator that does something"),
    ],
)
def test_what_is_left(tmp_path, source, left):
    (tmp_path / "one.py").write_text(source)
    found = [mutant for place in every(tmp_path, ["one.py"]) for mutant in place.mutants]
    assert {mutant.start[0] for mutant, _ in changing(tmp_path, found)} == left


def test_the_draw_is_the_same_each_time_one_a_place_and_stands_when_lines_move():
    found = list(places(MODULE, LARGER))
    texts = [(mutant.operator, mutant.start[1]) for mutant in drawn(found, 1)]
    moved = list(places(MODULE, LARGER.replace("\n\n\n", "\n\nFIRST = True\n\n\n")))
    assert [one for one in ((m.operator, m.start[1]) for m in drawn(moved, 1)) if one in texts] == texts
    assert len(texts) == len({mutant.start for mutant in drawn(found, 1)}) == len(found)
    assert texts != [(mutant.operator, mutant.start[1]) for mutant in drawn(found, 5)]


def test_every_module_has_exercising_its_room_first():
    for room in ("finder", "edit", "proof"):
        asked = exercising(f"patcher/{room}/model.py", ROOT)
        assert asked[0].startswith(f"tests/test_{room}_")
        assert all((ROOT / test).is_file() for test in asked)


@pytest.mark.parametrize(("killed", "status"), [(17, 0), (16, 1)])
def test_the_score_is_held_against_what_is_wanted(killed, status):
    mutant = Mutant(str(Path("patcher/edit/one.py")), "core/AddNot", 0, (1, 0), (1, 1))
    assert WANTED == 0.85
    assert report([Verdict(mutant, "x" if i < killed else None, "") for i in range(20)]) == status
