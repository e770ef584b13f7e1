"""The whole job on the example tree: every variant comes out as the generator says, or is refused there."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from patcher import PatcherError, build, load_plan, verify
from patcher.series import read_folder

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import REFUSED, RIGHT, commit_tree, example_tree, write_tree  # noqa: E402

PLAN = ROOT / "specs" / "retire-etcd.yaml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    commit_tree(example_tree().before, folder)
    return folder


@pytest.mark.parametrize("variant", RIGHT)
def test_every_step_ends_in_the_tree_that_the_generator_knows(tmp_path, variant):
    tree = example_tree(variant)
    write_tree(tree.before, tmp_path)
    plan = load_plan(PLAN)
    if variant in ("strings", "nested"):  # what stays there has the names that the last greps look for
        plan = replace(plan, steps=tuple(replace(step, checks=()) for step in plan.steps))
    result = build(plan, tmp_path, output=None)
    for step, expected in zip(result.steps, tree.after_steps, strict=True):
        found = {path: step.after.read(path) for path in step.after.paths()}
        assert found.keys() == expected.keys()
        for path, data in expected.items():
            assert found[path] == data, f"{variant} {step.step.id} {path}"


@pytest.mark.parametrize("variant", REFUSED)
def test_what_must_be_refused_is_refused_by_file_and_line(tmp_path, variant):
    tree = example_tree(variant)
    write_tree(tree.before, tmp_path)
    code, path, line = tree.expected
    with pytest.raises(PatcherError) as caught:
        build(load_plan(PLAN), tmp_path, output=tmp_path / "out")
    assert caught.value.exit_code == 1
    problem = next(p for p in caught.value.problems if p.code == code)
    places = {(c.file, c.first_line) for c in problem.candidates}
    places |= {(problem.target.file, problem.target.first_line)} if problem.target else set()
    near = {(path, line + shift) for shift in (-3, -2, -1, 0)}  # an attached comment or decorator above
    assert places & near, problem
    assert not (tmp_path / "out").exists()


def test_the_checked_in_series_is_what_the_plan_gives(repository):
    files, _ = read_folder(ROOT / "patches" / "retire-etcd")
    result = build(load_plan(PLAN), repository, output=None)
    assert dict(result.files) == files


def test_git_agrees_and_every_step_imports(repository, tmp_path):
    verification = verify(load_plan(PLAN), repository)
    assert not verification.problems
    for state in (example_tree().before, *example_tree().after_steps):
        for path, data in state.items():
            if path.endswith(".py"):
                ast.parse(data, path)
    final = tmp_path / "tree"
    write_tree(example_tree().after_steps[-1], final)
    code = "import shakenfist.mariadb; import shakenfist.config; import shakenfist.client.ctl"
    subprocess.run([sys.executable, "-c", code], cwd=final, check=True)


@pytest.mark.parametrize(
    ("needle", "line"),
    [
        pytest.param(b"Mirrors etcd._construct_key", 1361, id="lock keys"),
        pytest.param(b"# Data migration framework", 2364, id="framework"),
        pytest.param(b"def _migrate_node_state_key", 3325, id="helper"),
        pytest.param(b"\nDATA_MIGRATIONS.update({", 4923, id="registry"),
        pytest.param(b"'is_etcd_master'", 11200, id="what stays"),
        pytest.param(b"We do NOT bump the version here", 16904, id="versions"),
    ],
)
def test_the_named_pieces_are_at_about_the_named_lines(needle, line):
    data = example_tree().before["shakenfist/mariadb.py"]
    assert abs(data[: data.index(needle) + 1].count(b"\n") + 1 - line) <= 60
    assert 16_900 < data.count(b"\n") < 17_100


def test_the_small_plan_holds_and_git_agrees(repository):
    plan = load_plan(ROOT / "specs" / "tidy-docs.yaml")
    after = build(plan, repository, output=None).steps[-1].after
    assert after.read("docs/authentication.md").startswith(b"# Authentication for developers\n")
    assert after.read("README.md").startswith(b"# Shaken Fist\n\nSee docs/index.md.\n")
    assert after.entry("docs/developer_guide/authentication.md") is None
    assert not verify(plan, repository).problems
