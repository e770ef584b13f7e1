"""`patcher report`: where the page goes, when none is written, that it stays out of its own base."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PATCHER = str(Path(sys.executable).with_name("patcher"))
PLAN = """\
patcher: 1
plan: small
title: Small
author: {name: A. Maintainer, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
steps:
  - {id: one, subject: one, edits: [{delete: {line: '^two'}, file: a.txt}]}
  - {id: two, subject: two, edits: [{delete: {line: '^four'}, file: a.txt}]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text("one\ntwo\nthree\nfour\nfive\n")
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path


def report(folder, *words, status=0):
    done = subprocess.run([PATCHER, "report", *words], cwd=folder, capture_output=True, check=False)
    assert done.returncode == status, done.stderr
    return done


def test_the_page_is_named_after_the_plan(folder):
    done = report(folder, "plan.yaml")
    page = (folder / "small.html").read_bytes()
    assert page.startswith(b"<!doctype html>")
    assert done.stdout.decode() == f"small.html: {len(page):,} bytes. Next: open it in a browser\n"
    assert not (folder / "patches").exists()


def test_a_page_in_its_own_base_changes_nothing(folder):
    report(folder, "plan.yaml")
    first = (folder / "small.html").read_bytes()
    report(folder, "plan.yaml")
    assert (folder / "small.html").read_bytes() == first


def test_the_page_goes_to_stdout_or_to_a_file(folder):
    report(folder, "plan.yaml")
    page = (folder / "small.html").read_bytes()
    os.unlink(folder / "small.html")
    assert report(folder, "plan.yaml", "-o", "-").stdout == page
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "plan.yaml"]
    (folder / "out").mkdir()
    report(folder, "plan.yaml", "-o", "out/page.html", "-C", ".", "--dir")
    assert [path.name for path in (folder / "out").iterdir()] == ["page.html"]
    umask = os.umask(0)
    os.umask(umask)
    assert (folder / "out" / "page.html").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("words", [[], ["-o", "out.html"]], ids=["its own name", "a name that is given"])
def test_a_link_in_the_place_of_the_page_is_refused(folder, words):
    (folder / "precious").write_text("x")
    (folder / (words[-1] if words else "small.html")).symlink_to("precious")
    done = report(folder, "plan.yaml", *words, status=3)
    assert b"is a symbolic link" in done.stderr
    assert (folder / "precious").read_text() == "x"
    assert not [path for path in folder.iterdir() if path.name.startswith(".patcher")]


def test_one_step_alone(folder):
    page = report(folder, "plan.yaml", "--step", "two", "-o", "-").stdout
    assert b"<section class=step id=s2 " in page
    assert b"<section class=step id=s1 " not in page
    done = report(folder, "plan.yaml", "--step", "three", status=2)
    assert b"unknown-step" in done.stderr


def test_the_machine_form_names_the_page(folder):
    document = json.loads(report(folder, "plan.yaml", "--format", "json").stdout)
    assert document["report"] == "small.html"
    assert document["bytes"] == (folder / "small.html").stat().st_size
    assert [step["id"] for step in document["steps"]] == ["one", "two"]


def test_a_plan_that_does_not_hold_leaves_the_page_as_it_was(folder):
    report(folder, "plan.yaml")
    before = (folder / "small.html").read_bytes()
    (folder / "plan.yaml").write_text(PLAN.replace("^four", "^sixth"))
    done = report(folder, "plan.yaml", status=1)
    assert b"anchor-not-found" in done.stderr
    assert done.stdout == b""
    assert (folder / "small.html").read_bytes() == before


def test_a_page_that_cannot_be_written_is_a_failure_of_the_surroundings(folder):
    done = report(folder, "plan.yaml", "-o", "missing/page.html", status=3)
    assert b"missing" in done.stderr
