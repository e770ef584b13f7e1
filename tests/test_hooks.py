"""The hooks for pre-commit, run by pre-commit itself from a clone of this repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gitbox import ENV, GitBox

ROOT = Path(__file__).parent.parent
PLAN = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
steps:
  - id: one
    subject: Drop load
    edits:
      - delete: {definition: load}
        file: m.py
"""


def typed(folder, *words, **env):
    path = f"{Path(sys.executable).parent}{os.pathsep}{ENV['PATH']}"
    return subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **ENV, "PATH": path, **env},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """Return a function that runs a hook on a repository with a plan, its series built."""
    folder = tmp_path_factory.mktemp("hooks")
    ours = folder / "patcher"  # what git tracks, as it stands, so that what is not committed is tried too
    kept = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in kept.decode().split("\0"):
        if name.startswith(("patcher/", "man/", "pyproject", "README", "LICENSE", ".pre-commit-hooks")):
            (ours / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, ours / name)
    GitBox(ours).git("add", ".")
    GitBox(ours).git("commit", "-q", "-m", "Hooks")
    tree = folder / "tree"
    (tree / "specs").mkdir(parents=True)
    (tree / "specs" / "p.yaml").write_text(PLAN)
    (tree / "m.py").write_text("def load():\n    return 1\n\n\ndef keep():\n    return 2\n")
    box = GitBox(tree)
    box.git("add", ".")
    box.git("commit", "-q", "-m", "Base")
    assert typed(tree, "patcher", "build", "specs/p.yaml").returncode == 0
    box.git("add", ".")
    box.git("commit", "-q", "-m", "Plan")

    def run(hook):
        box.git("add", ".")
        words = ("pre-commit", "try-repo", str(ours), hook, "--all-files", "--verbose")
        done = typed(tree, *words, PRE_COMMIT_HOME=str(folder / "home"), HOME=str(folder))
        if "Could not find a version" in done.stdout + done.stderr:
            pytest.skip("pre-commit installs a hook from the package index, and it cannot be reached")
        return done

    return run, tree


def test_a_plan_and_its_series_pass_and_a_changed_patch_does_not(hooks):
    run, tree = hooks
    done = run("patcher-lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "well formed" in done.stdout
    assert run("patcher-build-check").returncode == 0
    (patch,) = (tree / "patches" / "p").glob("0001-*.patch")
    patch.write_text(patch.read_text().replace("return 1", "return 3"))
    done = run("patcher-build-check")
    assert done.returncode == 1
    assert "series-stale" in done.stdout
    plan = tree / "specs" / "p.yaml"
    plan.write_text(plan.read_text().replace("subject", "subjct"))
    done = run("patcher-lint")
    assert done.returncode == 1
    assert "did you mean `subject`?" in done.stdout
