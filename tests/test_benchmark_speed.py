"""The benchmark of speed: what is wrong does not count, peaks are a contestant's own, the table says what was measured."""

import json
from xml.etree import ElementTree

import pytest

from benchmarks.speed import drawing, results
from benchmarks.speed.plans import LARGE
from benchmarks.speed.races import Race, goals, races
from benchmarks.speed.shapes import SHAPES, file_in
from benchmarks.speed.timing import Contestant, compete
from benchmarks.speed.trees import large_file, small_files
from benchmarks.speed.world import World
from patcher.source import SourceFile
from patcher.syntax import language_of, syntax_of


def measured(name, seconds, peak=20.0, failed=None):
    return Contestant(name, "", None, seconds=seconds, peaks=[peak] * len(seconds), failed=failed)


@pytest.fixture
def ran():
    ours = [measured("patcher", [1.0, 2.0, 3.0], 60.0), measured("peer", [4.0, 4.0, 4.0])]
    wrong = measured("other", [], failed="error: one | two\nand more")
    first = Race("W1", "small", lambda _: [], 1, {"patcher": 0.45}, 50, ran=[*ours, wrong])
    second = Race(
        "W2", "middle", lambda _: [], 1, {"patcher": 0.5}, 50, ran=[measured("patcher", [3.0], 49.0), wrong]
    )
    third = Race("W3", "large", lambda _: [], 1, {"patcher": 2}, ran=[measured("patcher", [30.0]), ours[1]])
    return [first, second, third]


def test_a_row_has_the_median_of_the_ratios_and_the_goal(ran):
    rows = results.table(ran).split("\n")
    assert rows[2] == "| W1 | small | patcher | 2.000 | 60 | 0.50 | ≤ 0.45 missed |"
    assert rows[3] == "| | | peer | 4.000 | 20 | 1.00 |  |"
    assert rows[4] == "| | | other | wrong: error: one / two | | |  |"
    assert {row.count("|") for row in rows} == {8}


def test_goals_of_seconds_memory_and_growth(ran):
    found = {(goal.job, goal.words): goal.met for goal in goals(ran)}
    assert found == {
        ("W1", "patcher: at most 0.45 times"): False,
        ("W1", "patcher: at most 50 MiB"): False,
        ("W2", "patcher: at most 0.5 times"): None,
        ("W2", "patcher: at most 50 MiB"): True,
        ("W3", "patcher: at most 2 times"): False,
        ("W3", "patcher: at most 12 times W2"): True,
    }


def test_every_job_has_a_goal_that_names_a_contestant():
    assert [race.name for race in races()] == ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9a", "W9b"]
    assert all(race.goals for race in races())


def test_the_record_is_drawn(ran):
    made = json.loads(json.dumps(results.record(ran, goals(ran), ["nobody"], "2026-01-02")))
    assert made["missing"] == ["nobody"]
    assert made["jobs"][0]["contestants"][2]["failed"] == "wrong: error: one / two"
    drawn = drawing.draw(made)
    root = ElementTree.fromstring(drawn)
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points").split()) for line in lines] == [3, 2]
    assert "other" not in drawn


def test_the_table_takes_its_place_in_a_page(ran):
    page = f"# P\n\n{results.BEGIN}\nold\n{results.END}\n\nrest\n"
    done = results.readme_with(page, ran, "Said.")
    assert done.startswith(f"# P\n\n{results.BEGIN}\n| | job |")
    assert done.endswith(f"\n\nSaid.\n{results.END}\n\nrest\n")
    assert results.readme_with(done, ran, "Said.") == done
    with pytest.raises(ValueError, match="the page has no"):
        results.readme_with("# P\n", ran, "")


def test_what_is_wrong_is_run_no_more_and_does_not_count(tmp_path, capsys):
    tries = []

    def contestant(name, line, wrong=None):
        return Contestant(name, line, tmp_path, before=lambda: tries.append(name), right=lambda: wrong)

    right, fails, differs = (
        contestant("right", "exit 0"),
        contestant("fails", "echo why >&2; exit 3"),
        contestant("differs", "exit 0", "another file"),
    )
    compete([right, fails, differs], 2, "J")
    assert tries == ["right", "fails", "differs", "right", "right"]
    assert (fails.failed, differs.failed) == ("why", "another file")
    assert (len(right.seconds), len(right.peaks), fails.seconds, differs.peaks) == (2, 2, [], [])


def test_a_peak_is_not_that_of_the_benchmark(tmp_path):
    ballast = bytearray(200 << 20)
    ballast[:: 1 << 12] = b"x" * len(ballast[:: 1 << 12])
    one = Contestant("nothing", ":", tmp_path)
    one.run(counts=True)
    assert 0 < one.peak < 100


def test_contestants_are_started_without_anybodys_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    one = Contestant("env", "env > said", tmp_path)
    one.run(counts=False)
    said = (tmp_path / "said").read_text()
    assert "PYTHONDONTWRITEBYTECODE" not in said
    assert "GIT_DIR=" not in said
    assert "GIT_CONFIG_NOSYSTEM=1" in said


def test_a_series_is_right_only_with_every_file_as_it_must_be(tmp_path):
    world = World(tmp_path, tmp_path / "peers")
    repository = world.tree("t", lambda: {"a": b"one\ntwo\n", "b": b"x\n"})
    step = "steps:\n  - id: a\n    subject: s\n    edits:\n      - delete: {line: two}\n        file: a\n      - delete_files: [b]\n"
    ours = world.build(world.plan("p", step), repository)
    ours.run(counts=False)
    assert ours.failed is None
    assert world.patched(repository, {"a": b"one\n", "b": None})() is None
    assert world.patched(repository, {"a": b"one\ntwo\n"})() == "a file is not as it must be"
    assert world.patched(repository, {"b": b"x\n"})() == "a file is not as it must be"


def test_a_patch_is_applied_by_hand_as_git_does(tmp_path):
    world = World(tmp_path, tmp_path / "peers")
    before, after = large_file(300, 3)
    repository = world.tree("t", lambda: {"pkg/big.py": before})
    ours = world.build(world.plan("p", "steps:\n" + LARGE % 3), repository)
    ours.run(counts=False)
    assert ours.failed is None
    assert world.patched(repository, {"pkg/big.py": after})() is None
    assert world.changed(before, after)() is None
    assert world.changed(before, before)() == "the file is not as it must be"
    assert (
        world.changed(before.replace(b"import json", b"import jsom"), after)()
        == "the file is not as it must be"
    )


def test_trees_are_the_same_every_time():
    assert large_file(300, 3) == large_file(300, 3)
    before, after = small_files(150)
    assert (before, after) == small_files(150)
    assert sorted(after) == ["pkg/d000/m000042.py", "pkg/d000/m000142.py"]


@pytest.mark.parametrize("language", SHAPES)
def test_a_made_file_of_each_language_is_whole_with_and_without_what_goes(language):
    before, after, selectors = file_in(language, 300, 3)
    path = SHAPES[language].path
    assert language_of(path).name == language
    assert before.count("\n") >= 300
    assert len(selectors) == 3
    for text in (before, after):
        assert not syntax_of(SourceFile(path, text.encode()), language_of(path)).faults()
    assert len({*before.split("\n")} - {*after.split("\n")}) > 3
