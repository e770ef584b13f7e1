"""The benchmark of the boundaries on what is at hand: the cases, and small files."""

import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.boundaries import faults, peers, rights, trees
from benchmarks.boundaries.faults import CASES, Tally, seed
from benchmarks.boundaries.rights import one_less
from benchmarks.boundaries.witnesses import by_ast
from patcher.edit import Edited
from patcher.finder import locate_edit
from patcher.source import Span

FEW = 6  # ranges a language


def ranges():
    """Return a few of the cases' ranges of every language."""
    found = {}
    for right in sorted(rights.fixtures(CASES), key=lambda right: rights.key(str(right))):
        found.setdefault(right.language, []).append(right)
    return {language: some[:FEW] for language, some in found.items()}


def test_no_fault_of_the_cases_is_missed_and_no_right_range_is_refused():
    tallies = {}
    for language, some in ranges().items():
        tallies[language] = Tally()
        for right in some:
            seed(right, [], tallies[language])
    assert len(tallies) > 9
    assert sum(sum(tally.harmful.values()) for tally in tallies.values()) > 300
    assert not [row for tally in tallies.values() for row in (*tally.refused, *tally.missed)]


MISSED_ONCE = [
    "yaml/definition/.github/workflows/ci.yaml:36-37 definition `jobs.test.steps.1.with`",
    "yaml/item-leave/a.yaml:4 definition `b.c`",
    "yaml/definition-documents/app.yaml:20-21 definition `metadata.labels`",
    "ini/definition/.editorconfig:6 definition `*.{js,py}.indent_size`",
    "ini/bytes/end.ini:3-4 definition `a.b`",
    "xml/item/pom.xml:14-19 item `<dependency>`",
    "toml/definition/pyproject.toml:11 definition `project.urls.site.google.com`",
]


@pytest.mark.parametrize("name", MISSED_ONCE)
def test_a_fault_that_was_missed_once(name):
    plan = CASES.joinpath(*name.split("/")[:2], "plan.yaml")
    (right,) = [right for right in rights.of_case(plan) if str(right) == name]
    tally = Tally()
    seed(right, [], tally)
    assert sum(tally.harmful.values()) > 2
    assert not tally.missed


def test_without_the_proof_faults_are_missed(monkeypatch):
    monkeypatch.setattr(
        faults,
        "carried_out",
        lambda syntax, edit, located: (Edited(str(located.span).encode(), (), (), ()), ()),
    )
    tally = Tally()
    for right in ranges()["python"]:
        seed(right, [], tally)
    assert len(tally.missed) == sum(tally.harmful.values()) > 10


def test_neighbours_are_taken_and_swallowed():
    data = b"def a():\n    return 1\n\n\ndef b():\n    return 2\n\n\ndef c():\n    return 3\n"
    found = list(rights.definitions("a.py", data, by_ast([("a.py", data)])["a.py"], "ast"))
    assert [right.located.label for right in found] == ["a", "b", "c"]
    tally = Tally()
    seed(found[1], [right.located for right in found], tally)
    assert tally.harmful["neighbour taken"] == tally.harmful["neighbour swallowed"] == 2
    assert not tally.missed


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a": 1, "b": 2}, {"a": 1}, True, id="a key"),
        pytest.param({"a": {"b": [1, 2, 3]}}, {"a": {"b": [1, 3]}}, True, id="an element deep inside"),
        pytest.param([1, 2, 3], [1], False, id="two elements"),
        pytest.param({"a": 1, "b": 2}, {"a": 2}, False, id="a key, and another value"),
        pytest.param({"a": [1], "b": [2]}, {"a": [], "b": []}, False, id="an element in two places"),
        pytest.param({"a": 1}, {"a": 1}, False, id="nothing"),
        pytest.param([1], {"a": 1}, False, id="something else"),
    ],
)
def test_one_thing_less(before, after, expected):
    assert one_less(before, after) is expected


STANDARD = (
    "abc.py",
    "argparse.py",
    "bisect.py",
    "copy.py",
    "dataclasses.py",
    "heapq.py",
    "shlex.py",
    "textwrap.py",
)


def test_every_definition_of_the_standard_library_is_where_ast_says():
    folder = Path(sysconfig.get_path("stdlib"))
    files = [(name, (folder / name).read_bytes()) for name in STANDARD]
    tally = trees.compare("python", files, by_ast(files))
    assert tally.files == len(STANDARD)
    assert tally.same > 100
    assert tally.silent == []


def test_a_difference_is_not_silent():
    data = b"def a():\n    return 1\n\n\nb = 2\n"
    seen = by_ast([("a.py", data)])["a.py"]
    short = [replace(one, last=1) if one.name == "a" else one for one in seen]
    unknown = [one for one in seen if one.name != "b"]
    assert trees.compare("python", [("a.py", data)], {"a.py": seen}).silent == []
    assert len(trees.compare("python", [("a.py", data)], {"a.py": short}).silent) == 1
    assert len(trees.compare("python", [("a.py", data)], {"a.py": unknown}).silent) == 1


@pytest.mark.parametrize("cut", [pytest.param(cut, id=cut.name) for cut in peers.CUTS])
def test_every_cut_of_the_peers_table_is_exact(cut):
    assert peers.verdict(cut, "patcher", Path()) == "exact"


def test_a_cut_that_is_not_exact_is_told(monkeypatch):
    cut = peers.CUTS[0]
    for left, said in (
        (cut.before, "untouched"),
        (cut.after + "\n", "blank lines"),
        ("def", "broken, exit 0"),
    ):
        monkeypatch.setitem(peers.TOOLS, "patcher", lambda *_, left=left: left)
        assert peers.verdict(cut, "patcher", Path()) == said


def test_what_stands_above_a_definition_is_no_part_of_it_for_being_taken_along():
    syntax = rights.seen_in("a.ini", b"[a]\nx = 1\ny = 2\n")
    edit = rights.deletion("definition", r"a\.y")
    (located,) = locate_edit(edit, [syntax])
    above = Span(syntax.source.line_start(2), located.span.end)
    _, problems = rights.carried_out(
        syntax, edit, replace(located, span=above, lines=syntax.source.lines_of(above))
    )
    assert "unasked-removal" in {problem.code for problem in problems}
