"""What a run does not do: files read twice, text parsed that no edit touches, git started more than is needed.

Work is counted, never timed; `benchmarks/speed` has the figures.
"""

import ast
import subprocess
from importlib.metadata import version

import pytest

from patcher import build, load_plan
from patcher.cli import VERSION
from patcher.git import repository as git_repository
from patcher.syntax.python import outline

HEAD = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-01-02T00:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
      - file: big.py
        edits:
"""


def functions(number):
    return "".join(
        f"def f{i}(a):\n    # about {i}\n    b = [a, '{i}']\n    return b\n\n\n" for i in range(number)
    )


@pytest.fixture
def world(tmp_path):
    def make(text, edits, checks=""):
        tree = tmp_path / "tree"
        tree.mkdir()
        (tree / "big.py").write_text(text)
        (tree / "other.py").write_text("x = 1\n")
        for arguments in (
            ["init", "-q"],
            ["add", "-A"],
            ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", "-C", str(tree), *arguments], check=True)
        plan = tmp_path / "plan.yaml"
        plan.write_text(HEAD + edits + checks)
        return load_plan(plan), tree

    return make


def counted(monkeypatch, owner, name, size):
    """Count the calls of a function and add up what `size` says of each."""
    real, seen = getattr(owner, name), []

    def counting(*args, **kwargs):
        seen.append(size(*args))
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, counting)
    return seen


def test_only_what_goes_is_parsed(world, monkeypatch):
    text = functions(2000)
    plan, tree = world(text, "          - delete: {definition: 'f(500|1500)'}\n            count: 2\n")
    parsed = counted(monkeypatch, ast, "parse", lambda source, *_: len(source))
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 12
    assert sum(parsed) < 500  # of 150,000 characters


def test_the_file_after_a_step_is_not_scanned_again(world, monkeypatch):
    text = functions(2000)
    plan, tree = world(text, "          - delete: {definition: f1000}\n")
    pieces = counted(monkeypatch, outline, "_piece", lambda _text, _start: 1)
    build(plan, tree, output=None)
    assert 2000 <= len(pieces) < 2020


def test_the_pieces_are_as_many_for_many_ranges(world, monkeypatch):
    text = functions(600)
    plan, tree = world(text, "          - delete: {definition: 'f\\d*5'}\n            count: 60\n")
    parsed = counted(monkeypatch, ast, "parse", lambda source, *_: len(source))
    pieces = counted(monkeypatch, outline, "_piece", lambda _text, _start: 1)
    build(plan, tree, output=None)
    assert len(pieces) < 600 + 60 * 4
    assert sum(parsed) < 60 * 100


def test_each_object_is_read_once_and_git_is_started_a_few_times(world, monkeypatch):
    plan, tree = world(functions(300), "          - delete: {definition: f7}\n")
    started = []
    real = subprocess.Popen.__init__

    def starting(self, arguments, *args, **kwargs):
        started.append(arguments)
        real(self, arguments, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", starting)
    read = counted(monkeypatch, git_repository.ObjectReader, "_object", lambda _self, id, _kind: id)
    build(plan, tree, output=None)
    assert len(read) == len(set(read)) == 2  # the root and the one file; the other is not looked at
    assert len(started) <= 6


def test_a_check_reads_a_blob_once_for_all_patterns_and_steps(world, monkeypatch):
    checks = "    checks:\n" + "".join(f"      - absent: 'no such word {i}'\n" for i in range(5))
    plan, tree = world(functions(300), "          - delete: {definition: f7}\n", checks)
    read = counted(monkeypatch, git_repository.ObjectReader, "_object", lambda _self, id, _kind: id)
    build(plan, tree, output=None)
    assert len(read) == len(set(read)) == 3


def test_the_version_is_that_of_the_package():
    assert version("patcher") == VERSION
