"""The recipes for editors and CI: they can be read, what they run exists, and the editors find the errors."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from gitbox import ENV

from patcher.cli import cli

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BLOCKS = {
    (page, info): text
    for page in ("editors.md", "ci.md")
    for info, text in re.findall(
        r"^```(\S+ \S+)\n(.*?)^```$", (DOCS / page).read_text(), re.MULTILINE | re.DOTALL
    )
}
PATH = f"{Path(sys.executable).parent}:{ENV['PATH']}"
WRONG = """\
patcher: 1
plan: p
title: T
steps:
  - id: one
    subjct: Drop it
    edits:
      - {delete: {line: '(a'}, file: a.txt}
"""
ERRORS = [(5, 5, "missing-key"), (6, 5, "unknown-key"), (8, 26, "bad-regex")]


def block(page, name):
    (text,) = [text for (where, info), text in BLOCKS.items() if where == page and info.endswith(f" {name}")]
    return text


def commands():
    """Yield every command of ours in the two pages, in code and in prose."""
    for page in ("editors.md", "ci.md"):
        text = (DOCS / page).read_text()
        for found in re.findall(r"patcher (?:[a-z]+)(?: [^\n`>|]*)?", re.sub(r"\\ ", " ", text)):
            name = found.split()[1]
            if name in cli.list_commands(None):
                yield pytest.param(re.split(r'["#]', found)[0].strip(), id=f"{page}: {found.strip()}")


@pytest.mark.parametrize("line", list(commands()))
def test_what_a_recipe_runs_exists_with_these_options(line):
    words = shlex.split(line)[1:]
    top = click.Context(cli, info_name="patcher")
    known = {option for param in cli.get_command(top, words[0]).params for option in param.opts}
    options = [word for word in words if word.startswith("-") and word != "-"]
    assert set(options) <= known
    if "--format" in words:
        (param,) = [p for p in cli.get_command(top, words[0]).params if "--format" in p.opts]
        assert words[words.index("--format") + 1] in param.type.choices


def test_the_recipes_are_read():
    for (_, info), text in BLOCKS.items():
        if info.startswith("json "):
            json.loads(text)
        elif info.startswith("yaml "):
            assert isinstance(yaml.safe_load(text), dict)
    assert len(BLOCKS) == 7


def test_each_ci_recipe_checks_verifies_and_keeps_the_report_and_the_sarif():
    github = yaml.safe_load(block("ci.md", ".github/workflows/patches.yaml"))
    steps = github["jobs"]["patches"]["steps"]
    gitlab = yaml.safe_load(block("ci.md", ".gitlab-ci.yml"))["patches"]
    for runs in ([s["run"] for s in steps if "run" in s], gitlab["script"] + gitlab["after_script"]):
        said = "\n".join(runs)
        for part in ("build specs --check", "verify ", "report ", "--format sarif > patcher.sarif"):
            assert part in said
    kept = [step.get("with", {}) for step in steps]
    assert any(each.get("path") == "review.html" for each in kept)
    assert any(each.get("sarif_file") == "patcher.sarif" for each in kept)
    assert gitlab["artifacts"]["paths"] == ["review.html", "patcher.sarif"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert gitlab["variables"]["GIT_DEPTH"] == "0"


def test_the_hooks_of_the_recipe_are_ours():
    ours = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (repo,) = yaml.safe_load(block("ci.md", ".pre-commit-config.yaml"))["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == ours


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "it's p.yaml").write_text(WRONG)
    return tmp_path / "it's p.yaml"


def run(words, folder, **env):
    return subprocess.run(
        words,
        cwd=folder,
        env={**ENV, "PATH": PATH, "HOME": str(folder), "TERM": "dumb", **env},
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_the_pattern_of_the_task_reads_every_error(plan):
    (task,) = json.loads(block("editors.md", "tasks.json"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    words = shlex.split(task["command"].replace("${relativeFile}", shlex.quote(plan.name)))
    found = []
    for row in run(words, plan.parent).stdout.splitlines():
        match = re.match(pattern["regexp"], row)
        assert match[pattern["file"]] == plan.name
        found.append((int(match[pattern["line"]]), int(match[pattern["column"]]), match[pattern["code"]]))
    assert found == ERRORS


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed here")
def test_vim_has_the_errors_in_its_quickfix_list(plan):
    (plan.parent / "yaml.vim").write_text(block("editors.md", "yaml.vim"))
    script = "call writefile([json_encode(map(getqflist(), {_, e -> [bufname(e.bufnr), e.lnum, e.col, e.text]}))], 'out')"
    words = ["vim", "-es", "-N", "-u", "NONE", plan.name, "-c", "source yaml.vim", "-c", "silent make!"]
    run([*words, "-c", script, "-c", "qall!"], plan.parent)
    rows = json.loads((plan.parent / "out").read_text())
    assert [(line, column, text.split()[0]) for _, line, column, text in rows] == ERRORS
    assert {name for name, *_ in rows} == {plan.name}


@pytest.mark.skipif(shutil.which("emacs") is None, reason="emacs is not installed here")
def test_emacs_goes_from_error_to_error(plan):
    (plan.parent / "patcher.el").write_text(block("editors.md", "patcher.el"))
    (plan.parent / "go.el").write_text("""\
(load-file "patcher.el")
(find-file "it's p.yaml")
(run-hooks 'yaml-mode-hook)
(let ((buffer (compile compile-command)))
  (while (get-buffer-process buffer) (accept-process-output nil 0.1))
  (dotimes (_ 3)
    (next-error)
    (princ (format "%s %d %d\\n" (buffer-name) (line-number-at-pos) (1+ (current-column))))))
""")
    done = run(["emacs", "-Q", "--batch", "-l", "go.el"], plan.parent)
    assert [row for row in done.stdout.splitlines() if row.startswith("it's")] == [
        f"it's p.yaml {line} {column}" for line, column, _ in ERRORS
    ], done.stderr
