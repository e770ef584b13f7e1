"""The completion scripts, run by the shells themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gitbox import ENV

from patcher.cli import COMMANDS
from patcher.codes import CODES

BIN = Path(sys.executable).parent
PLAN = """\
patcher: 1
plan: p
title: T
steps:
  - {id: first, subject: "Drop: one", edits: [{delete: {line: a}, file: a.txt}]}
  - {id: fourth, subject: Drop two, edits: [{delete: {line: b}, file: a.txt}]}
  - {id: last, subject: Drop three, edits: [{delete: {line: c}, file: a.txt}]}
"""


def missing(shell):
    found = shutil.which(shell) is not None
    return pytest.param(shell, marks=pytest.mark.skipif(not found, reason=f"{shell} is not installed here"))


SHELLS = [missing("bash"), missing("zsh"), missing("fish")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("completion")
    (folder / "specs").mkdir()
    (folder / "specs/p.yaml").write_text(PLAN)
    (folder / "specs/q r.yaml").write_text(PLAN)
    (folder / "specs/other.yaml").write_text("a: 1\n")
    (folder / "patches/p").mkdir(parents=True)
    (folder / "patches/p/manifest.json").write_text("{}")
    (folder / "a.txt").write_text("a\nb\nc\n")
    for shell in ("bash", "zsh", "fish"):
        script = subprocess.run(
            [BIN / "patcher", "completion", shell], capture_output=True, check=True, text=True
        ).stdout
        (folder / f"patcher.{shell}").write_text(script)
    return folder


def environment(folder):
    return {**ENV, "HOME": str(folder), "PATH": f"{BIN}{os.pathsep}{ENV['PATH']}", "TERM": "xterm"}


BASH = """\
source patcher.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
function compopt { :; }
$(complete -p patcher | sed 's/.*-F \\([^ ]*\\) .*/\\1/') patcher
printf '%s\\n' "${COMPREPLY[@]}"
"""
# What zsh's own functions would list is printed.
ZSH = """\
function compdef { }
function _describe { print -rl -- ${(P)3} }
function compadd { print -rl -- ${(P)5} }
function _path_files { }
source patcher.zsh
words=("$@"); CURRENT=$#
_patcher_completion
"""


def offers(shell, folder, *words):
    """Return what a shell offers for the last word, which may be empty."""
    if shell == "bash":
        script = [shutil.which("bash"), "--norc", "-c", BASH, "bash", "patcher", *words]
        out = subprocess.run(
            script, cwd=folder, env=environment(folder), capture_output=True, check=True, text=True
        )
        assert out.stderr == ""
        return set(out.stdout.split("\n")) - {""}
    if shell == "fish":
        line = " ".join(["patcher", *words])
        script = ["fish", "--no-config", "-c", f"source patcher.fish; complete -C {line!r}"]
        out = subprocess.run(
            script, cwd=folder, env=environment(folder), capture_output=True, check=True, text=True
        )
        return {row.split("\t")[0] for row in out.stdout.splitlines()}
    script = ["zsh", "-f", "-c", ZSH, "zsh", "patcher", *words]
    out = subprocess.run(
        script, cwd=folder, env=environment(folder), capture_output=True, check=True, text=True
    )
    assert out.stderr == ""
    return {row.split(":")[0] for row in out.stdout.splitlines()}


@pytest.mark.parametrize("shell", SHELLS)
def test_commands(shell, folder):
    assert set(COMMANDS) <= offers(shell, folder, "")
    some = offers(shell, folder, "l")
    assert {"lint", "locate"} <= some
    assert "build" not in some


@pytest.mark.parametrize("shell", SHELLS)
def test_plans_and_nothing_else_that_ends_alike(shell, folder):
    some = offers(shell, folder, "build", "spe")
    assert any("specs/p.yaml" in word for word in some)
    assert not any("other.yaml" in word for word in some)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_steps_of_the_plan_that_is_typed(shell, folder):
    some = offers(shell, folder, "locate", "specs/p.yaml", "--step", "f")
    assert {"first", "fourth"} <= some
    assert "last" not in some


@pytest.mark.parametrize("shell", SHELLS)
def test_options_and_their_values(shell, folder):
    assert {"--format", "--step", "--base", "--dir"} <= offers(shell, folder, "locate", "--")
    assert {"concise", "github", "json", "sarif", "text"} <= offers(shell, folder, "lint", "--format", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_codes(shell, folder):
    some = offers(shell, folder, "explain", "an")
    assert {code for code in CODES if code.startswith("an")} <= some
    assert "usage" not in some


@pytest.mark.parametrize("shell", SHELLS)
def test_folders_of_series(shell, folder):
    assert any("patches/p" in word for word in offers(shell, folder, "apply", "pa"))


def test_a_plan_that_is_wrong_offers_no_steps(folder):
    (folder / "bad.yaml").write_text("patcher: 1\n")
    assert offers("bash", folder, "locate", "bad.yaml", "--step", "") == set()
    assert offers("bash", folder, "locate", "none.yaml", "--step", "") == set()
