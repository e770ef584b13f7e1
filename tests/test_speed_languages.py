"""What one more range costs does not grow with the file, in any language: calls are counted, nothing is timed."""

import gc
import sys

import pytest

import patcher
from patcher import build, load_plan
from patcher.source import SourceFile
from patcher.syntax import json, language_of, syntax_of
from patcher.syntax.parts import syntax as parts_syntax
from patcher.syntax.parts.syntax import Part, PartedSyntax
from patcher.syntax.registry import LARGE

# The rooms that look at a range; the applier goes through the file's lines once, whatever the number of ranges.
ROOMS = tuple(f"{patcher.__path__[0]}/{room}/" for room in ("syntax", "finder", "edit", "proof", "pipeline"))

# By path: what stands before all, one unit with @ for its number, what stands behind all, what takes the unit.
FILES = {
    "a.c": (
        "",
        "/* @ */\nint f@(int n)\n{\n\treturn n;\n}\n#if A@\nint b@;\n#endif\n\n",
        "",
        "definition: f@",
    ),
    "a.cpp": ("", "class C@ {\n  int a_ = 0;\n};\n\n", "", "definition: C@"),
    "a.go": ("package a\n\n", "func F@(a int) int {\n\treturn a\n}\n\n", "", "definition: F@"),
    "a.rs": ("", "pub struct S@ {\n    a: u32,\n}\n\n", "", "definition: S@"),
    "A.java": ("class A {\n", "    int m@(int a) {\n        return a;\n    }\n\n", "}\n", "definition: A.m@"),
    "B.java": (
        "",
        "class C@ {\n    private int a = 1;\n\n    int f() {\n        return a;\n    }\n}\n\n",
        "",
        "definition: C@",
    ),
    "a.js": ("", "function f@(a) {\n  return [a, 1];\n}\n\n", "", "definition: f@"),
    "a.ts": ("", "interface I@ {\n  a: string;\n}\n\n", "", "definition: I@"),
    "a.sh": ("", 'f@() {\n    echo "$1"\n}\n\n', "", "definition: f@"),
    "a.css": ("", ".c@ > a {\n  margin: 0;\n}\n\n", "", "statement: '\\.c@ '"),
    "a.tf": ("", 'resource "a" "r@" {\n  b = 1\n}\n\n', "", "statement: '\"r@\"'"),
    "a.html": ("<body>\n", '<p id="d@">a <b>b</b></p>\n\n', "</body>\n", "statement: 'id=\"d@\"'"),
    "a.xml": ("<r>\n", '<d name="d@">\n<a>1</a>\n<b c="2"/>\n</d>\n\n', "</r>\n", "definition: 'r\\.d\\.d@'"),
    "a.toml": ("", "# about @\n[t@.x]\na = 1\n\n", "", "section: 't@\\.x'"),
    "a.json": ("{\n", '  "k@": {"a": [1, 2]},\n', '  "z": 1\n}\n', "definition: 'k@'"),
    "a.ini": ("", "[s@]\na = 1\n\n", "", "section: 's@$'"),
    "a.yaml": ("", "k@:\n  a: 1\n\n", "", "definition: 'k@'"),
    "a.proto": ('syntax = "proto3";\n\n', "message M@ {\n  string a = 1;\n}\n\n", "", "definition: M@"),
    "a.md": ("# Top\n\n", "## Title @\n\nText.\n\n", "", "section: 'Title @$'"),
    "a.rst": ("Top\n===\n\n", "Title @\n------------\n\n- a\n\n", "", "section: 'Title @$'"),
    "a.sql": ("", "CREATE TABLE t@ (\n    id INTEGER\n);\n\n", "", "definition: t@"),
    "Makefile": ("", "t@: dep\n\techo a\n\nifeq (a,b)\nv@ = 1\nendif\n\n", "", "definition: 't@'"),
    "Dockerfile": ("", "FROM a AS s@\nENV A=1\n\n", "", "definition: 's@'"),
}
PLAN = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-01-02T00:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
"""


def calls(folder, path, units, ranges):
    """Return how many calls the finder, the edit and the proof make in a build that takes some units out of a file."""
    head, unit, tail, selector = FILES[path]
    folder.mkdir()
    (folder / "tree").mkdir()
    text = head + "".join(unit.replace("@", str(1000 + i)) for i in range(units)) + tail
    (folder / "tree" / path).write_text(text)
    places = (
        (units - 10) * i // (ranges - 1) + 5 for i in range(ranges)
    )  # the first and the last are the same
    takes = (selector.replace("@", str(1000 + place)) for place in places)
    edits = "".join(f"      - file: {path}\n        delete: {{{each}}}\n" for each in takes)
    (folder / "plan.yaml").write_text(PLAN + edits)
    plan = load_plan(folder / "plan.yaml")
    seen = 0

    def count(frame, event, _argument):
        nonlocal seen
        seen += event in ("call", "c_call") and frame.f_code.co_filename.startswith(ROOMS)

    gc.disable()
    sys.setprofile(count)
    try:
        result = build(plan, folder / "tree", plain=True, output=None)
    finally:
        sys.setprofile(None)
        gc.enable()
    assert len(result.steps[0].edits) == ranges
    return seen


@pytest.mark.parametrize("path", FILES)
def test_one_more_range_costs_the_same_in_a_file_three_times_as_long(tmp_path, path):
    calls(tmp_path / "warm", path, 30, 2)
    costs = []
    for units in (120, 360):
        few, many = (calls(tmp_path / f"{units}-{n}", path, units, n) for n in (4, 12))
        costs.append((many - few) / 8)
    assert costs[1] - costs[0] < 1.5 * (
        360 - 120
    )  # no more than a call or two for each unit that it has more


def test_members_of_one_name_in_many_classes_are_not_held_against_one_another(tmp_path):
    calls(tmp_path / "warm", "B.java", 30, 2)
    few, many = (calls(tmp_path / str(units), "B.java", units, 4) for units in (60, 240))
    assert many < 5 * few  # sixteen times, where each looks at all of the others'


PARTED = ["a.toml", "a.ini"]


@pytest.fixture
def looked(monkeypatch):
    """The sizes of the parts of files that are looked into."""
    found = []

    class Looked(Part):
        def __init__(self, source, language, span, build):
            found.append(len(span))
            super().__init__(source, language, span, build)

    monkeypatch.setattr(parts_syntax, "Part", Looked)
    return found


@pytest.mark.parametrize("path", PARTED)
def test_of_a_large_file_only_the_parts_around_a_range_are_looked_into(tmp_path, monkeypatch, looked, path):
    kind, ran = type(syntax_of(SourceFile(path, b" " * LARGE), language_of(path))), []
    real = kind.runs

    def running(text, start):
        ran.append(start)
        return real(text, start)

    monkeypatch.setattr(kind, "runs", staticmethod(running))
    monkeypatch.setattr(PartedSyntax, "whole", property(lambda _: pytest.fail("the whole file is looked at")))
    calls(tmp_path / "large", path, 2000, 4)
    text = (tmp_path / "large" / "tree" / path).read_text()
    assert len(text) > LARGE
    assert sum(looked) < len(text) / 20
    assert len(ran) < 2000 + 4 * 10  # once through the file before, and around the ranges of the one after


def test_a_large_json_file_is_not_scanned(tmp_path, monkeypatch, looked):
    monkeypatch.setattr(json, "scan", lambda *_, **__: pytest.fail("the whole file is scanned"))
    calls(tmp_path / "large", "a.json", 8000, 4)
    text = (tmp_path / "large" / "tree" / "a.json").read_text()
    assert len(text) > LARGE
    assert sum(looked) < len(text) / 3, (sum(looked), len(text))
