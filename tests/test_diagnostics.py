"""Mistakes that a plan's author makes, and what must be told of each.

Five things a refusal owes its reader: the place, a frame with a pointer or the candidates, the cause
in words, a remedy that can be done as written, and a stable code with its exit status.
"""

import ctypes
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from gitbox import ENV, GitBox

from patcher.codes import CODES

MODULE = """\
import os


def load_config(path):
    return path


def load_configs(path):
    return path


def save_config(path):
    return os.path.join(path)
"""
HEAD = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: one
    subject: "pkg: drop it"
    edits:
"""
GOOD = "      - delete: {definition: load_config}\n        file: pkg/mod.py\n"


def mistake(
    name,
    edits,
    code,
    *,
    place,
    points,
    says,
    remedy,
    mended=None,
    typed="locate plan.yaml -C tree",
    before="",
):
    """Return a case: what the plan's edits are, what is typed, and what must be told."""
    return pytest.param(
        SimpleNamespace(
            edits=edits,
            typed=typed,
            before=before,
            code=code,
            place=place,
            points=points,
            says=says,
            remedy=remedy,
            mended=mended,
        ),
        id=name,
    )


MISTAKES = [
    mistake(
        "YAML syntax error",
        "      - delete: {definition: load_config\n        file: pkg/mod.py\n",
        "yaml-syntax",
        place="plan.yaml:10:17",
        points="{",
        says="never closed",
        remedy="`- delete: {definition: load_config}`",
        mended=("- delete: {definition: load_config\n", "- delete: {definition: load_config}\n"),
    ),
    mistake(
        "unknown key",
        GOOD + "        colour: blue\n",
        "unknown-key",
        place="plan.yaml:12:9",
        points="colour",
        says="an edit has no key `colour`",
        remedy="its keys are: delete, replace",
        mended=("        colour: blue\n", ""),
    ),
    mistake(
        "a key of the edit in the selector",
        "      - delete: {definition: load_config, near: 12}\n        file: pkg/mod.py\n",
        "unknown-key",
        place="plan.yaml:10:43",
        points="near",
        says="a selector has no key `near`",
        remedy="`near` stands beside the action",
        mended=(", near: 12}", "}\n        near: 12"),
    ),
    mistake(
        "a key of the selector beside the action",
        GOOD + "        within: {definition: load_config}\n",
        "unknown-key",
        place="plan.yaml:12:9",
        points="within",
        says="an edit has no key `within`",
        remedy="`within` stands inside the selector",
        mended=("        within: {definition: load_config}\n", ""),
    ),
    mistake(
        "misspelt key",
        GOOD + "        unreferencd: true\n",
        "unknown-key",
        place="plan.yaml:12:9",
        points="unreferencd",
        says="an edit has no key `unreferencd`",
        remedy="did you mean `unreferenced`?",
        mended=("unreferencd", "unreferenced"),
    ),
    mistake(
        "regex that does not compile",
        "      - delete: {line: 'join(path'}\n        file: pkg/mod.py\n        leave: pass\n",
        "bad-regex",
        place="plan.yaml:10:29",
        points="(",
        says="is not a pattern: missing )",
        remedy=r"`line: 'join\(path'`",
        mended=("'join(path'", r"'join\(path'"),
    ),
    mistake(
        "unquoted regex",
        "      - delete: {line: [a-z.]+join}\n        file: pkg/mod.py\n        leave: pass\n",
        "unquoted-regex",
        place="plan.yaml:10:24",
        points="[a-z.]+join",
        says="YAML takes `[` for a list",
        remedy="`line: '[a-z.]+join'`",
        mended=("[a-z.]+join", "'[a-z.]+join'"),
    ),
    mistake(
        "anchor that matches nothing",
        "      - delete: {definition: load_confg}\n        file: pkg/mod.py\n",
        "anchor-not-found",
        place="plan.yaml:10:30",
        points="load_confg",
        says="searched in pkg/mod.py, 3 definitions",
        remedy="did you mean `load_config`?",
        mended=("load_confg", "load_config"),
    ),
    mistake(
        "anchor that matches twice",
        "      - delete: {line: 'return path'}\n        file: pkg/mod.py\n        leave: pass\n",
        "anchor-ambiguous",
        place="plan.yaml:10:24",
        points="'return path'",
        says="gives 2 ranges, 1 expected",
        remedy="within: {definition: load_configs}",
        mended=("'return path'", "'return path', within: {definition: load_configs}"),
    ),
    mistake(
        "file missing",
        "      - delete: {definition: load_config}\n        file: pkg/mood.py\n",
        "file-not-found",
        place="plan.yaml:11:15",
        points="pkg/mood.py",
        says="the tree has no file `pkg/mood.py`",
        remedy="did you mean `pkg/mod.py`?",
        mended=("mood", "mod"),
    ),
    mistake(
        "not a git repository",
        GOOD,
        "not-a-repository",
        before="rm -rf tree/.git",
        typed="locate plan.yaml --base HEAD -C tree",
        place="the command line",
        points="--base",
        says="`tree` is not inside a git repository",
        remedy="leave out `--base`",
        mended=("--base HEAD", ""),
    ),
    mistake(
        "dirty tree",
        GOOD,
        "work-tree-dirty",
        before="echo x >> tree/pkg/mod.py",
        typed="apply plan.yaml --here -C tree",
        place="the command line",
        points="--here",
        says="pkg/mod.py changed",
        remedy="stash` puts that aside",
        mended="git -C tree stash",
    ),
    mistake(
        "patch that does not apply",
        GOOD,
        "base-moved",
        before="patcher build plan.yaml -C tree && sed -i.o 's/return path/return  path/' tree/pkg/mod.py"
        " && rm tree/pkg/*.o && git -C tree commit -qam drift",
        typed="apply patches/p --base HEAD -C tree",
        place="pkg/mod.py:5",
        points=">     return  path",
        says="in the base: return path",
        remedy="build the plan again on the new base",
        mended="rm -r patches && patcher build plan.yaml -C tree --base HEAD",
    ),
    mistake(
        "permission denied",
        GOOD,
        "file-unreadable",
        before="chmod 000 plan.yaml",
        typed="locate plan.yaml -C tree",
        place="the command line",
        points="plan.yaml",
        says="permission denied",
        remedy="`chmod u+rw plan.yaml`",
        mended="chmod u+rw plan.yaml",
    ),
]


def without_override():
    """Let root's files be unreadable to root, as they are to everybody else."""
    if sys.platform == "linux":
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; prctl(PR_CAPBSET_DROP)
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def sh(folder, command):
    path = f"{Path(sys.executable).parent}{os.pathsep}{ENV['PATH']}"
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**ENV, "PATH": path, "HOME": str(folder)},
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=without_override,
    )


def made(folder, case):
    tree = folder / "tree"
    (tree / "pkg").mkdir(parents=True)
    (tree / "pkg" / "mod.py").write_text(MODULE)
    box = GitBox(tree)
    box.git("add", ".")
    box.git("commit", "-q", "-m", "Base")
    (folder / "plan.yaml").write_text(HEAD + case.edits)
    if case.before:
        done = sh(folder, case.before)
        assert done.returncode == 0, done.stderr
    return folder


def pointed_at(said):
    """Return what stands above the frame's pointer, or the line that a sign marks."""
    rows = said.splitlines()
    for above, row in pairwise(rows):
        marks = re.match(r"      \| ( *)(\^+)", row)
        if marks:
            start = 8 + len(marks[1])
            return above[start : start + len(marks[2])]
    return None


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_in_full(case, tmp_path):
    done = sh(made(tmp_path, case), f"patcher {case.typed}")
    said = done.stderr
    assert f"--> {case.place}" in said
    assert pointed_at(said) == case.points or f"| {case.points}" in said
    assert case.says in said
    assert case.remedy in said.replace("\n        ", " ")
    assert f"error[{case.code}]" in said
    assert done.returncode == CODES[case.code].status
    assert f"patcher explain {case.code}" in said
    assert max(map(len, said.replace(str(tmp_path), "~").splitlines())) <= 100
    assert done.stdout == ""


@pytest.mark.parametrize("case", MISTAKES)
def test_the_remedy_done_as_written_helps(case, tmp_path):
    folder = made(tmp_path, case)
    typed = case.typed
    if isinstance(case.mended, str):
        assert sh(folder, case.mended).returncode == 0
    elif case.mended[0] in typed:
        typed = typed.replace(*case.mended)
    else:
        plan = folder / "plan.yaml"
        assert case.mended[0] in plan.read_text()
        plan.write_text(plan.read_text().replace(*case.mended))
    done = sh(folder, f"patcher {typed}")
    assert done.returncode == 0, done.stderr


def test_all_mistakes_of_a_run_are_told_at_once(tmp_path):
    edits = "".join(
        f"      - delete: {{definition: {name}}}\n        file: {file}\n"
        for name, file in (
            ("load_confg", "pkg/mod.py"),
            ("load_config", "pkg/mood.py"),
            ("sav_config", "pkg/mod.py"),
        )
    )
    case = SimpleNamespace(edits=edits, before="")
    done = sh(made(tmp_path, case), "patcher locate plan.yaml -C tree")
    assert re.findall(r"--> plan.yaml:(\d+)", done.stderr) == ["10", "13", "14"]
    keys = SimpleNamespace(
        edits=GOOD + "        colour: blue\n        cuont: 2\n        near: x\n", before=""
    )
    (tmp_path / "two").mkdir()
    done = sh(made(tmp_path / "two", keys), "patcher lint plan.yaml")
    assert re.findall(r"--> plan.yaml:(\d+)", done.stderr) == ["12", "13", "14"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("lcate plan.yaml", "locate", id="a command"),
        pytest.param("locate plan.yaml --bse HEAD", "--base", id="an option"),
        pytest.param("locate paln.yaml", "plan.yaml", id="a path"),
        pytest.param("locate plan.yaml -C tree --step oen", "one", id="a step"),
        pytest.param("explain anchor-not-fond", "anchor-not-found", id="a code"),
    ],
)
def test_a_misspelt_word_of_the_command_line_is_pointed_at(typed, meant, tmp_path):
    done = sh(made(tmp_path, SimpleNamespace(edits=GOOD, before="")), f"patcher {typed}")
    assert done.returncode in (2, 3)
    assert f"did you mean `{meant}`?" in done.stderr
    assert pointed_at(done.stderr) in typed.split()


@pytest.mark.parametrize(
    ("edits", "meant"),
    [
        pytest.param(GOOD.replace("definition", "defintion"), "definition", id="an extent"),
        pytest.param(GOOD.replace("delete", "delte"), "delete", id="an action"),
        pytest.param(GOOD + "        allow: [cut-acros-node]\n", "cut-across-node", id="a code"),
        pytest.param(GOOD + "        leav: pass\n", "leave", id="a key"),
        pytest.param(GOOD.replace("load_config", "laod_config"), "load_config", id="a definition"),
    ],
)
def test_a_misspelt_word_of_a_plan_is_pointed_at(edits, meant, tmp_path):
    done = sh(made(tmp_path, SimpleNamespace(edits=edits, before="")), "patcher locate plan.yaml -C tree")
    assert f"did you mean `{meant}`?" in done.stderr
    assert pointed_at(done.stderr) is not None
