"""What a step left without a user: found, told why, offered; and what still has one is left out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import built

from patcher.report.brief import render_brief
from patcher.report.machine import result_document
from patcher.report.page.ledger import render_orphans
from patcher.report.page.news import news_of
from patcher.report.screen import render_build, render_locate

HEAD = """
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: one
    subject: "s: t"
    edits:
"""
CUT = "      - file: mod.py\n        delete: {definition: gone}\n"


def run(folder, files, edits=CUT):
    return built(folder, HEAD + edits, files)


def orphans(folder, files, edits=CUT):
    return [f"{o.kind} {o.name} {o.file}:{o.line}" for o in run(folder, files, edits).steps[0].orphans]


GONE = "\n\ndef gone():\n    {}\n\n\nkeep = 1\n"
FOUND = [
    pytest.param({"mod.py": "import os\n" + GONE.format("os.x()")}, ["import os mod.py:1"], id="an import"),
    pytest.param(
        {"mod.py": "import os\n" + GONE.format("x = f'{os.x}'")},
        ["import os mod.py:1"],
        id="used in an f-string",
    ),
    pytest.param(
        {"mod.py": "from a import (b,\n   c as d)\nb\n" + GONE.format("d()")},
        ["import d mod.py:2"],
        id="one of two",
    ),
    pytest.param(
        {"mod.py": "def _help(): pass\n" + GONE.format("_help()")}, ["function _help mod.py:1"], id="a helper"
    ),
    pytest.param(
        {"mod.py": "def _help(n): return _help(n - 1)\n" + GONE.format("_help(2)")},
        ["function _help mod.py:1"],
        id="a helper that calls itself",
    ),
    pytest.param(
        {"mod.py": "LIMIT = 2\n" + GONE.format("return LIMIT")},
        ["assignment LIMIT mod.py:1"],
        id="a constant",
    ),
    pytest.param(
        {"mod.py": "import os\ndef _a(): return _b()\ndef _b(): return os.x\n" + GONE.format("_a()")},
        ["import os mod.py:1", "function _a mod.py:2", "function _b mod.py:3"],
        id="what an orphan alone used",
    ),
    pytest.param(
        {"mod.py": "from lib import help\n" + GONE.format("help()"), "lib.py": "def help(): pass\ny = 1\n"},
        ["function help lib.py:1", "import help mod.py:1"],
        id="a function of another file",
    ),
    pytest.param(
        {
            "mod.py": "import lib\n" + GONE.format("lib.help()") + "lib.y\n",
            "lib.py": "def help(): pass\ny = 1\n",
        },
        ["function help lib.py:1"],
        id="a function of a module that is still used",
    ),
    pytest.param(
        {
            "mod.py": "import os\n" + GONE.format("os.x()"),
            "other.py": "import os\nos.x\nimport mod\nmod.keep\n",
        },
        ["import os mod.py:1"],
        id="another file's own import is no use",
    ),
    pytest.param(
        {"mod.py": "import os\n" + GONE.format("os.x()") + "def f(os): return os.x\n"},
        ["import os mod.py:1"],
        id="a parameter of the same name is no use",
    ),
]
KEPT = [
    pytest.param({"mod.py": "import os\n" + GONE.format("pass")}, id="it was not used by what goes"),
    pytest.param({"mod.py": "import os\n" + GONE.format("'os'  # os")}, id="only named in text"),
    pytest.param({"mod.py": "import os\n" + GONE.format("x.os")}, id="an attribute of something else"),
    pytest.param({"mod.py": "import os\n" + GONE.format("os.x()") + "os.y\n"}, id="another use"),
    pytest.param(
        {"mod.py": "import os\n" + GONE.format("os.x()") + "def f(a: 'os.y'): pass\n"}, id="in a type"
    ),
    pytest.param({"mod.py": "import os\n__all__ = ['os']\n" + GONE.format("os.x()")}, id="exported"),
    pytest.param({"mod.py": "import os as os\n" + GONE.format("os.x()")}, id="imported to be imported again"),
    pytest.param(
        {"mod.py": "import os\n" + GONE.format("os.x()"), "a.py": "from mod import os\n"}, id="taken"
    ),
    pytest.param(
        {"mod.py": "import os\n" + GONE.format("os.x()"), "a.py": "import mod\nmod.os\n"}, id="reached"
    ),
    pytest.param(
        {"mod.py": "def help(): pass\n" + GONE.format("help()"), "a.py": "import mod\nmod.help()\n"},
        id="used",
    ),
    pytest.param(
        {"mod.py": "def help(): pass\n" + GONE.format("help()"), "a.py": "from mod import *\nhelp()\n"},
        id="star",
    ),
    pytest.param({"mod.py": "x = 1\n" + GONE.format("x = 2; return x")}, id="a local of what goes"),
]


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_what_lost_its_last_user_is_listed(tmp_path, files, expected):
    assert orphans(tmp_path, files) == expected


@pytest.mark.parametrize("files", KEPT)
def test_what_has_one_is_not(tmp_path, files):
    assert orphans(tmp_path, files) == []


CLASS = "class C:\n    _limit = 1\n    def gone(self): self._help(); self._limit\n    def _help(self): pass\n    def go(self): {}\n"
METHOD = "      - file: mod.py\n        delete: {definition: C.gone}\n"


def test_private_members(tmp_path):
    found = orphans(tmp_path / "a", {"mod.py": CLASS.format("pass")}, METHOD)
    assert found == ["assignment C._limit mod.py:2", "method C._help mod.py:3"]
    assert orphans(tmp_path / "b", {"mod.py": CLASS.format("x._help(); x._limit")}, METHOD) == []
    files = {
        "mod.py": CLASS.format("pass"),
        "sub.py": "from mod import C\nclass D(C):\n    def f(self): self._help()\n",
    }
    assert orphans(tmp_path / "c", files, METHOD) == ["assignment C._limit mod.py:2"]


FIXTURES = "import pytest\n\n\n@pytest.fixture\ndef room():\n    return 1\n\n\n@pytest.fixture(autouse=True)\ndef hall():\n    return 1\n"


def test_fixtures_of_tests_that_go(tmp_path):
    test = "def gone(room, hall): pass\ndef test_b({}): pass\n"
    plan = CUT.replace("mod.py", "t/test_a.py")
    files = {"t/conftest.py": FIXTURES, "t/test_a.py": test.format("")}
    assert orphans(tmp_path / "a", files, plan) == ["fixture room t/conftest.py:5"]
    files["t/test_a.py"] = test.format("room")
    assert orphans(tmp_path / "b", files, plan) == []
    files["t/test_a.py"] = test.format("") + "@pytest.mark.usefixtures('room')\ndef test_c(): pass\n"
    assert orphans(tmp_path / "c", files, plan) == []


PROJECT = '[project]\nname = "x"\ndependencies = ["PyYAML>=6", "etcd3-gw", "other"]\n'


def test_the_last_import_of_a_dependency(tmp_path):
    mod = "import yaml\nfrom etcd3_gw import client\n" + GONE.format("yaml.x(client)")
    files = {"mod.py": mod, "pyproject.toml": PROJECT, "requirements-dev.txt": "# all\npyyaml==6.0\nother\n"}
    result = run(tmp_path / "a", files).steps[0]
    found = {(o.kind, o.name, o.file, o.line): o.edit for o in result.orphans if o.kind == "dependency"}
    assert found == {
        (
            "dependency",
            "PyYAML",
            "pyproject.toml",
            3,
        ): "- file: pyproject.toml\n  delete: {entry: '\"PyYAML>=6\"'}",
        (
            "dependency",
            "etcd3-gw",
            "pyproject.toml",
            3,
        ): "- file: pyproject.toml\n  delete: {entry: '\"etcd3-gw\"'}",
        ("dependency", "pyyaml", "requirements-dev.txt", 2): "- file: requirements-dev.txt\n"
        "  delete: {line: '^\\s*pyyaml(?![\\w.-])'}",
    }
    files["other.py"] = "def f():\n    import yaml.nodes\n    from etcd3_gw.x import y\n"
    assert [o.kind for o in run(tmp_path / "b", files).steps[0].orphans] == ["import", "import"]


def test_a_module_in_a_package_is_not_the_library_of_its_name(tmp_path):
    files = {
        "pkg/__init__.py": "",
        "pkg/stores/__init__.py": "",
        "pkg/stores/etcd.py": "import etcd\n\n\ndef put():\n    etcd.put()\n",
        "requirements/extras/etcd.txt": "python-etcd==0.4\n",
    }
    edits = "      - delete_files: [pkg/stores/etcd.py]\n"
    (told,) = run(tmp_path / "a", files, edits).steps[0].orphans
    assert (told.kind, told.name, told.file) == ("dependency", "python-etcd", "requirements/extras/etcd.txt")
    own = {**files, "tools/etcd.py": "", "tools/run.py": "import etcd\n"}
    assert orphans(tmp_path / "b", own, edits) == []


def test_a_dependency_under_another_name_is_said_to_be_unknown(tmp_path):
    files = {"mod.py": "import strange\n" + GONE.format("strange.x()"), "pyproject.toml": PROJECT}
    told = [o for o in run(tmp_path, files).steps[0].orphans if o.kind == "dependency"]
    assert [(o.name, o.edit) for o in told] == [("strange", None)]
    assert "no dependency of that name was found" in told[0].why


def test_a_deleted_file_leaves_orphans_too(tmp_path):
    files = {"mod.py": "from lib import help\nhelp()\n", "lib.py": "def help(): pass\ny = 1\n"}
    assert orphans(tmp_path, files, "      - delete_files: [mod.py]\n") == ["function help lib.py:1"]


def test_every_offered_edit_builds_and_nothing_else_goes(tmp_path):
    mod = "import os\nfrom a import b, c\nc\n_X = {'a': 1}\ndef _a(): return _b()\n\n\n@b\ndef _b(): return os.x, _X\n"
    files = {"mod.py": mod + GONE.format("_a()")}
    first = run(tmp_path / "a", files)
    edits = [o.edit for o in first.steps[0].orphans]
    assert len(edits) == 5
    assert all(edits)
    second = "  - id: two\n    subject: more\n    edits:\n" + "".join(
        f"      {line}\n" for edit in edits for line in edit.split("\n")
    )
    after = run(tmp_path / "b", files, CUT + second).steps[1].after.read("mod.py")
    assert after == b"from a import c\nc\n\n\nkeep = 1\n"


def test_an_orphan_says_who_alone_used_it(tmp_path):
    files = {"mod.py": "def _a(): return _b()\ndef _b(): pass\n" + GONE.format("_a()")}
    first, second = run(tmp_path, files).steps[0].orphans
    assert (first.only_by, first.why) == ((), "its last use goes: mod.py:6")
    assert (second.only_by, second.why) == (("_a",), "only used by `_a`, orphaned too")


def test_screens_brief_and_json_show_them(tmp_path):
    result = run(tmp_path, {"mod.py": "import os\n" + GONE.format("os.x()")})
    (orphan,) = json.loads(json.dumps(result_document(result)))["steps"][0]["orphans"]
    assert orphan == {
        "file": "mod.py",
        "line": 1,
        "kind": "import",
        "name": "os",
        "why": "its last use goes: mod.py:5",
        "only_by": [],
        "refused_by": None,
        "edit": "- file: mod.py\n  delete: {import: os}",
    }
    screen, brief = render_locate(result), render_brief(result)
    assert "mod.py:1" in screen
    assert "delete: {import: os}" in screen
    assert "  - file: mod.py\n    delete: {import: os}  # line 1: its last use goes: mod.py:5\n" in brief


def test_what_a_compiler_refuses_is_told_apart(tmp_path):
    text = (
        'package m\n\nimport "fmt"\n\nfunc gone() { fmt.Println(help()) }\n\nfunc help() int { return 1 }\n'
    )
    edits = "      - file: a.go\n        delete: {definition: gone}\n"
    result = run(tmp_path, {"a.go": text}, edits)
    told = json.loads(json.dumps(result_document(result)))["steps"][0]["orphans"]
    assert {o["name"]: o["refused_by"] for o in told} == {"fmt": "Go", "help": None}
    now = "left without a user; Go refuses to compile"
    first, later = render_locate(result).split("left without a user (lines", 1)
    assert "for this step" in first.split(now)[1]
    assert "delete: {import: fmt}" in first.split(now)[1]
    assert "for a later step" in later
    assert "definition: help" in later
    first, later = " ".join(render_brief(result).split()).split("a later step's edits would be")
    assert (
        "import: fmt" in first.split(f"{now}; nothing of it is cut here, and this step's edits would be")[1]
    )
    assert "definition: help" in later
    assert f"1 thing {now} (patcher locate tells)\n" in render_build(result, "out", 0.0)
    step = result.steps[0]
    first, later = render_orphans(step).split("edits for a later step")
    assert "import: fmt" in first.split("edits for this step")[1]
    assert "definition: help" in later
    assert [news.level for news in news_of(step, {}) if "Go refuses to compile" in news.text] == [3]


def test_an_override_that_the_class_above_may_call_is_used(tmp_path):
    text = (
        "class A:\n    def run(self): self._do()\n    def _do(self): pass\n"
        "class B(A):\n    def _do(self): pass\n\n\ndef gone(b): b._do()\n"
    )
    assert orphans(tmp_path, {"mod.py": text}) == []


def test_cycles_of_helpers_are_left_out(tmp_path):
    """Two helpers that call one another have a user each; nothing wrong is said of them."""
    files = {"mod.py": "def _a(): _b()\ndef _b(): _a()\n" + GONE.format("_a()")}
    assert orphans(tmp_path, files) == []


SIZE = 6
graphs = st.lists(st.sets(st.integers(0, SIZE - 1), max_size=3), min_size=SIZE, max_size=SIZE)


@settings(max_examples=40, deadline=None)
@given(graphs, st.sets(st.integers(1, SIZE - 1)))
def test_the_orphans_of_any_graph_of_calls(tmp_path_factory, graph, called):
    """Function 0 goes; what it called is orphaned once nothing but orphans calls it, and so on."""
    text = "".join(
        f"def f{index}():\n    return [{', '.join(f'f{each}' for each in sorted(calls))}]\n\n\n"
        for index, calls in enumerate(graph)
    )
    text += f"x = [{', '.join(f'f{each}' for each in sorted(called))}]\n"
    dead = {0}
    while True:
        more = {
            each
            for each in range(1, SIZE)
            if each not in dead | called
            and any(each in graph[user] for user in dead)
            and not any(each in graph[user] for user in range(SIZE) if user not in dead | {each})
        }
        if not more:
            break
        dead |= more
    files = {"mod.py": text.replace("f0", "gone")}
    found = orphans(tmp_path_factory.mktemp("graph"), files)
    assert {line.split()[1] for line in found} == {f"f{each}" for each in dead - {0}}


OFFERS = [
    pytest.param(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import b\nTYPE_CHECKING\n"
        + GONE.format("x: 'b'; b"),
        "- file: mod.py\n  delete: {import: b}\n  leave: nothing",
        id="the only line of a body",
    ),
    pytest.param(
        "import b\nimport c as b\n" + GONE.format("b"),
        "- file: mod.py\n  delete: {import: b, nth: 1}",
        id="two of a name",
    ),
    pytest.param(
        "if 1:\n    import b\nelse:\n    import c as b\n" + GONE.format("b"), None, id="an `else` would stay"
    ),
    pytest.param("a = _b = 1\na\n" + GONE.format("_b"), None, id="one target of two"),
]


@pytest.mark.parametrize(("text", "edit"), OFFERS)
def test_what_is_offered_holds(tmp_path, text, edit):
    first = run(tmp_path, {"mod.py": text}).steps[0].orphans[0]
    assert first.edit == edit


def test_files_without_the_names_are_not_read_as_code(tmp_path, monkeypatch):
    import patcher.pipeline.files as files_room

    seen = []
    real = files_room.syntax_of
    monkeypatch.setattr(
        files_room, "syntax_of", lambda file, *rest: (seen.append(file.path), real(file, *rest))[1]
    )
    files = {
        "mod.py": "import os\n" + GONE.format("os.x()"),
        "a.py": "import os\nos.x\n",
        "b.py": "x = mod\n",
    }
    assert orphans(tmp_path, files) == ["import os mod.py:1"]
    assert set(seen) == {"mod.py"}


def test_a_long_list_is_cut_on_the_screen_and_whole_with_v(tmp_path):
    helpers = "".join(f"def _h{index}(): pass\n" for index in range(20))
    calls = "; ".join(f"_h{index}()" for index in range(20))
    result = run(tmp_path, {"mod.py": helpers + GONE.format(calls)})
    short, long = render_locate(result), render_locate(result, verbose=True)
    assert "and 8 more (-v: all)" in short
    assert "_h19" not in short.split("left without")[1]
    assert "function _h19" in long


OTHERS = [
    pytest.param(
        "a.go",
        'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nconst limit = 1\n\nfunc help() { os.Exit(1) }\n\n'
        "func gone() { help(); fmt.Println(limit) }\n\nfunc Keep() { os.Exit(2) }\n",
        ["constant limit", "function help", "import fmt"],
        id="Go",
    ),
    pytest.param(
        "a.ts",
        "import { one, two } from './b';\n\nfunction help() { return two; }\n\nfunction gone() { return one + help(); }\n"
        "\nexport function keep() { return two; }\n",
        ["function help", "import one"],
        id="TypeScript",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), OTHERS)
def test_other_languages_by_their_words(tmp_path, path, text, expected):
    other = {"z/" + path: text.replace("gone", "other")} if path.endswith("ts") else {}
    steps = run(tmp_path, {path: text, **other}, CUT.replace("mod.py", path)).steps[0]
    names = sorted(f"{o.kind} {o.name}" for o in steps.orphans)
    assert names == expected


def test_what_goes_with_its_orphaned_class_is_not_listed_by_itself(tmp_path):
    files = {"mod.py": "class _C:\n    def _m(self): pass\n" + GONE.format("_C()._m()")}
    assert orphans(tmp_path, files) == ["class _C mod.py:1"]
