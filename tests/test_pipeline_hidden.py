"""Added lines that do not read as they are, in every place where a step is told."""

import json
import subprocess
import sys

import pytest

from patcher import load_plan, locate
from patcher.pipeline.hidden import unseen

PLAN = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: a
    subject: x
    edits:
      - replace: {line: 'old'}
        with_file: new.txt
        file: f.txt
"""
SEEN = [
    pytest.param("if user != 'a\u202e \u2066x':\n", 'f.txt:2: the added line holds U+202E RIGHT-TO-LEFT OVERRIDE, which is not seen', id="text turned round"),
    pytest.param("plain\nad\u200bmin\n", 'f.txt:3: the added line holds U+200B ZERO WIDTH SPACE, which is not seen', id="no width"),
    pytest.param("a\u00adb\nc\nd\u2060e\n", 'f.txt:2: the added line holds U+00AD SOFT HYPHEN, which is not seen (and so do 1 more)', id="two lines"),
    pytest.param("\ufeffx\n", 'f.txt:2: the added line holds U+FEFF ZERO WIDTH NO-BREAK SPACE, which is not seen', id="a mark inside a file"),
]  # fmt: skip


@pytest.fixture
def place(tmp_path):
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "f.txt").write_text("one\nold\nthree \u202e\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text(PLAN)
    return tmp_path


def program(place, *words):
    start = [sys.executable, "-c", "from patcher.cli import main; main()"]
    done = subprocess.run([*start, *words, "-C", str(place / "tree"), "-q"], capture_output=True, check=False)
    return done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(("text", "words"), SEEN)
def test_what_is_not_seen_is_pointed_out(place, text, words):
    (place / "new.txt").write_text(text, encoding="utf-8")
    (step,) = locate(load_plan(place / "p.yaml"), place / "tree").steps
    assert step.warnings == (words,)


@pytest.mark.parametrize("text", ["caf\xe9 \u65e5\u672c\n", "\u05d0\u05d1\n", "e\u0301\n", "\U0001f600\n"])
def test_letters_of_any_script_are_none_of_it(place, text):
    (place / "new.txt").write_text(text, encoding="utf-8")
    (step,) = locate(load_plan(place / "p.yaml"), place / "tree").steps
    assert step.warnings == ()
    assert unseen(text) is None


def test_a_mark_at_the_start_of_a_file_is_none_of_it(place):
    (place / "tree" / "f.txt").write_text("old\n")
    (place / "new.txt").write_text("\ufeffx\n", encoding="utf-8")
    (step,) = locate(load_plan(place / "p.yaml"), place / "tree").steps
    assert step.warnings == ()


def test_every_command_tells_it_and_prints_no_such_character(place):
    (place / "new.txt").write_text("a\u202eb\n", encoding="utf-8")
    plan, out = str(place / "p.yaml"), ["-o", str(place / "out")]
    for words in (["locate", plan], ["brief", plan], ["build", plan, *out]):
        said = program(place, *words)
        assert "U+202E RIGHT-TO-LEFT OVERRIDE" in said
        assert "\u202e" not in said
    document = json.loads(program(place, "build", plan, *out, "--format", "json"))
    assert ["U+202E" in each for each in document["steps"][0]["warnings"]] == [True]
    program(place, "report", plan, "-o", str(place / "page.html"))
    page = (place / "page.html").read_text(encoding="utf-8")
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in page
    assert "\u202e" not in page
