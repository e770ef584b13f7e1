"""Every code has a page, and every page's examples do what the page says."""

import json
import os
import runpy
import subprocess
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from gitbox import ENV, GitBox

from patcher.cli import cli
from patcher.codes import CODES
from patcher.errors import PatcherError
from patcher.explain import blocks_in, page_of

PAGES = {word: page_of(word) for word in CODES}
ROOT = Path(__file__).parent.parent
UNEXAMPLED = {  # what no plan gives on every machine; their pages say so
    "grammar-missing",
    "nested-too-deep",
    "boundaries-disagree",
    "patch-does-not-apply",
    "git-disagrees",
    "git-missing",
    "defect",
}
HEAD = """\
patcher: 1
plan: example
title: Drop load_configs
author: {name: A. Maintainer, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
"""
STEP = "steps:\n  - id: one\n    subject: Drop load_configs\n    edits:\n"


@cache
def example_tree():
    text = (resources.files("patcher.explain") / "example.md").read_text()
    return {block.path: block.text for block in blocks_in(text)}


def plan_text(text):
    """Return a whole plan from one, from what follows its head, or from its edits."""
    if text.startswith("patcher:"):
        return text
    if text.startswith("- "):
        text = STEP + "".join(f"      {line}\n" for line in text.splitlines())
    return HEAD + text


def write_example(folder, blocks):
    """Write the example's plan and repository and return its commands."""
    tree = folder / "tree"
    tree.mkdir()
    files = {**example_tree(), **{b.path: b.text for b in blocks if b.kind == "file"}}
    for path, text in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    (tree / "data.bin").write_bytes(b"a\0b\n")
    (tree / "current").symlink_to("pkg")
    box = GitBox(tree)
    box.git("add", ".")
    box.git("commit", "-q", "-m", "Base")
    for block in blocks:
        if block.kind == "plan":
            (folder / "plan.yaml").write_text(plan_text(block.text))
    typed = "".join(block.text for block in blocks if block.kind == "console")
    return typed.replace("$ ", "") or "patcher locate plan.yaml -C tree\n"


def run_example(folder, blocks):
    commands = write_example(folder, blocks)
    path = f"{Path(sys.executable).parent}{os.pathsep}{ENV['PATH']}"
    return subprocess.run(
        ["sh", "-c", commands],
        cwd=folder,
        env={**ENV, "PATH": path, "HOME": str(folder)},
        capture_output=True,
        check=False,
        text=True,
    )


def explain(*words):
    """Run `patcher explain` in this process; its start is tested elsewhere."""
    result = CliRunner().invoke(cli, ["explain", *words], standalone_mode=False)
    if isinstance(result.exception, PatcherError):
        hints = "".join(problem.hint for problem in result.exception.problems)
        return SimpleNamespace(returncode=result.exception.exit_code, stdout=result.stdout, stderr=hints)
    assert result.exception is None, result.exception
    return SimpleNamespace(returncode=result.exit_code, stdout=result.stdout, stderr=result.stderr)


def test_every_page_belongs_to_a_code():
    pages = {p.name.removesuffix(".md") for p in (resources.files("patcher.explain") / "pages").iterdir()}
    assert pages == set(CODES)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_explains_and_shows(page):
    assert page.prose
    assert page.prose.endswith((".", ":"))
    assert bool(page.wrong) == bool(page.right) == (page.code.word not in UNEXAMPLED)


@pytest.mark.parametrize("word", sorted(set(CODES) - UNEXAMPLED))
def test_the_wrong_example_is_refused_by_the_code(word, tmp_path):
    done = run_example(tmp_path, PAGES[word].wrong)
    assert f"error[{word}]" in done.stderr, done.stdout + done.stderr
    assert done.returncode == CODES[word].status


@pytest.mark.parametrize("word", sorted(set(CODES) - UNEXAMPLED))
def test_the_right_example_holds(word, tmp_path):
    done = run_example(tmp_path, PAGES[word].right)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("word", CODES)
def test_a_page_fits_a_terminal(word):
    done = explain(word)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{word}: {CODES[word].meaning}\n")
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "```" not in done.stdout


def test_all_codes_are_listed():
    assert all(f"  {word} " in explain().stdout for word in CODES)


def test_an_unknown_code_is_refused_with_the_nearest():
    done = explain("anchor-not-fond")
    assert done.returncode == 2
    assert "did you mean `anchor-not-found`?" in done.stderr


def test_the_json_has_the_examples():
    said = json.loads(explain("bad-marker", "--format", "json").stdout)
    assert said["exit_status"] == 2
    assert said["wrong"] == [{"kind": "plan", "path": None, "text": PAGES["bad-marker"].wrong[0].text}]


def test_the_manual_has_the_same_pages():
    reference = runpy.run_path(str(ROOT / "docs" / "reference.py"))
    written = dict(reference["pages"]())
    assert {path: path.read_text() for path in written} == written
    assert set(written) >= set((ROOT / "docs" / "codes").iterdir())
