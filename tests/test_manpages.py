"""The man pages are what the records say, render without a warning, and travel in the wheel."""

import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from patcher.cli import COMMANDS
from patcher.codes import CODES

ROOT = Path(__file__).parent.parent
MAN = ROOT / "man"
PAGES = sorted(MAN.iterdir())
CLEAN = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}


def test_they_are_what_the_records_say():
    written = dict(runpy.run_path(str(ROOT / "docs" / "manpages.py"))["pages"]())
    assert sorted(written) == PAGES, "run `python docs/manpages.py`"
    for path, text in written.items():
        assert path.read_text() == text, "run `python docs/manpages.py`"


def test_each_command_has_one():
    assert {page.name for page in PAGES} == {
        "patcher.1",
        "patcher-codes.7",
        *(f"patcher-{name}.1" for name in COMMANDS),
    }


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_they_render_without_a_warning(page):
    words = ["groff", "-man", "-Tutf8", "-ww", "-P-c", "-z", str(page)]
    done = subprocess.run(words, env=CLEAN, capture_output=True, check=True, text=True)
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed here")
def test_man_shows_what_the_records_say():
    shown = {}
    for name in ("patcher.1", "patcher-build.1", "patcher-codes.7"):
        words = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-P", "cat", str(MAN / name)]
        done = subprocess.run(words, env={**CLEAN, "GROFF_NO_SGR": "1"}, capture_output=True, check=True)
        assert done.stderr == b""
        text = done.stdout.decode()
        while "\b" in text:  # bold and underlined letters are struck twice
            at = text.index("\b")
            text = text[: at - 1] + text[at + 1 :]
        shown[name] = " ".join(text.split())
    for name, about in COMMANDS.items():
        assert f"patcher-{name}(1) {about}" in shown["patcher.1"]
    assert "patcher build specs/retire-etcd.yaml --check" in shown["patcher-build.1"]
    assert "--check Write nothing; fail if the folder is not what the plan gives." in shown["patcher-build.1"]
    for word, code in CODES.items():
        assert f"{word} {code.meaning}." in shown["patcher-codes.7"]


def test_the_wheel_brings_them(tmp_path):
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.iterdir()
    names = zipfile.ZipFile(wheel).namelist()
    for page in PAGES:
        assert any(name.endswith(f".data/data/share/man/man{page.suffix[1:]}/{page.name}") for name in names)
