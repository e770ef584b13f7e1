"""`init` writes a plan that builds: on a tree of any language, on data alone, on nothing at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gitbox import ENV, GitBox

from patcher.directory import DirectoryReader
from patcher.pipeline import Base, first_plan, run_plan, with_series
from patcher.results import BaseInfo
from patcher.spec import parse_plan
from patcher.spec.first_plan import Draft
from patcher.tree import Tree

PATCHER = str(Path(sys.executable).with_name("patcher"))
CASES = Path(__file__).parent / "cases"
DRAFT = Draft("first", "", "", ("A. Maintainer", "a@example.org"), date="2026-05-14T09:00:00+10:00")


def typed(folder, *words, code=0, **env):
    done = subprocess.run(
        [PATCHER, *words],
        cwd=folder,
        env={**ENV, "HOME": str(folder), **env},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def base_of(folder):
    reader = DirectoryReader(str(folder))
    return Base(str(folder), Tree(reader), BaseInfo(tree=reader.root, hash=reader.hash), None)


@pytest.mark.parametrize("language", sorted(each.name for each in CASES.iterdir() if each.is_dir()))
def test_it_builds_on_the_tree_of_every_case(language):
    before = sorted(CASES.glob(f"{language}/*/before"))
    assert before
    added = 0
    for folder in before:
        base = base_of(folder)
        found = first_plan(base, DRAFT, "p.yaml")
        result = run_plan(parse_plan(found.text.encode(), "p.yaml"), base)
        assert not result.problems, (folder, found.text)
        assert with_series(result, base).steps[0].patch
        added += found.what.startswith("adds")
    assert added < len(before) / 4  # most trees have something that could go


PYTHON = "import os\n\n\ndef used():\n    return os.sep\n\n\ndef left(a):\n    return a\n\n\nprint(used())\n"
TREES = [
    pytest.param(
        {"m.py": PYTHON},
        {"delete: {definition: left}", "        unreferenced: true ", "near: 8-9", "parses: [m.py]"},
        id="a definition that nobody uses",
    ),
    pytest.param(
        {"m.py": "def used():\n    return 1\n\n\nprint(used())\n"},
        {"delete: {definition: used}", "# unreferenced: true"},
        id="all are used",
    ),
    pytest.param(
        {"m.go": "package m\n\nfunc load() int {\n\treturn 1\n}\n", "README.md": "# M\n\n## Use\n\nText.\n"},
        {"definition: load", "file: m.go"},
        id="code before prose",
    ),
    pytest.param(
        {"tests/test_m.py": "def test_it():\n    assert True\n", "lib/m.py": "def load():\n    return 1\n"},
        {"file: lib/m.py"},
        id="the code before its tests",
    ),
    pytest.param(
        {"a.rb": "# The one.\ndef one\n  1\nend\n"}, {"file: a.rb", "line: "}, id="no definitions known"
    ),
    pytest.param({"a.csv": "id,name\n1,one\n2,two\n"}, {"line: '^id,name$'"}, id="data alone"),
    pytest.param(
        {"conf/it's [1].yaml": "a: 1\n", "conf/b.yaml": "alpha: 1\nbeta:\n  gamma: 2\n"},
        {"file: conf/b.yaml"},
        id="a name that a pathspec reads otherwise",
    ),
    pytest.param({"it's - a: b.txt": "one line: here\n"}, {'"it\'s - a: b.txt"'}, id="names to be quoted"),
    pytest.param({"a.bin": "\0\1\2"}, {"create_file: NOTES.md"}, id="binary files alone"),
    pytest.param({"NOTES.md": "\0"}, {"create_file: NOTES-2.md"}, id="the name is taken"),
    pytest.param({"m.h": "int load(int);\n"}, {"definition: load", "file: m.h"}, id="a header alone"),
    pytest.param({"m.py": PYTHON.replace("\n", "\r\n")}, {"definition: left"}, id="CRLF"),
    pytest.param(
        {"bad.py": "def (:\n", "m.py": PYTHON}, {"definition: left"}, id="a file that does not parse"
    ),
    pytest.param({"a.txt": "\n\n"}, {"create_file: NOTES.md"}, id="blank lines alone"),
]


@pytest.mark.parametrize(("files", "expected"), TREES)
def test_the_plan_builds_in_a_repository(tmp_path, files, expected):
    box = GitBox(tmp_path / "tree", "sha256" if "m.h" in files else "sha1")
    tree = box.tree({path: (0o100644, text.encode()) for path, text in files.items()})
    box.git("update-ref", "HEAD", box.commit(tree))
    done = typed(tmp_path / "tree", "init")
    assert done.stderr == "Next: patcher locate specs/first.yaml\n"
    text = (tmp_path / "tree/specs/first.yaml").read_text()
    for part in expected:
        assert part in text
    assert "1 patch in patches/first" in typed(tmp_path / "tree", "build", "specs/first.yaml").stdout
    assert "git agrees" in typed(tmp_path / "tree", "verify", "specs/first.yaml").stdout


def test_the_plan_builds_on_a_directory_that_it_lies_in(tmp_path):
    (tmp_path / "m.py").write_text(PYTHON)
    said = typed(tmp_path, "init", "--dir").stderr
    assert said == "Next: patcher locate specs/first.yaml --dir\n"
    assert "date: 20" in (tmp_path / "specs/first.yaml").read_text()
    assert (
        "The plan holds. Next: patcher build" in typed(tmp_path, "locate", "specs/first.yaml", "--dir").stderr
    )
    typed(tmp_path, "build", "specs/first.yaml", "--dir")


def test_an_empty_directory_gets_a_plan(tmp_path):
    (tmp_path / "empty").mkdir()
    typed(tmp_path, "init", "first.yaml", "-C", "empty")
    assert "1 come; 1 file" in typed(tmp_path, "locate", "first.yaml", "-C", "empty").stdout


def test_a_repository_without_a_commit_is_the_directory_that_it_is(tmp_path):
    GitBox(tmp_path / "tree")
    (tmp_path / "tree/m.py").write_text(PYTHON)
    done = typed(tmp_path / "tree", "init")
    assert done.stderr == (
        "There is no commit yet, so the plan is for the directory as it stands (--dir).\n"
        "Next: patcher locate specs/first.yaml --dir\n"
    )
    typed(tmp_path / "tree", "build", "specs/first.yaml", "--dir")


def test_the_revision_that_was_asked_for_stands_in_the_plan(tmp_path):
    box = GitBox(tmp_path / "tree")
    first = box.commit(box.tree({"old.py": (0o100644, PYTHON.encode())}))
    second = box.commit(box.tree({"new.py": (0o100644, PYTHON.encode())}), parent=first)
    box.git("update-ref", "HEAD", second)
    typed(tmp_path, "init", "p.yaml", "-C", "tree", "--base", first)
    assert "file: old.py" in (tmp_path / "p.yaml").read_text()
    typed(tmp_path, "build", "p.yaml", "-C", "tree")


def test_what_is_there_stays(tmp_path):
    (tmp_path / "mine.yaml").write_text("mine\n")
    done = typed(tmp_path, "init", "mine.yaml", code=2)
    assert "error[usage]: `mine.yaml` is there already" in done.stderr
    assert (tmp_path / "mine.yaml").read_text() == "mine\n"
    os.symlink("nowhere", tmp_path / "link.yaml")
    typed(tmp_path, "init", "link.yaml", code=2)
    assert not (tmp_path / "nowhere").exists()


def test_for_machines(tmp_path):
    (tmp_path / "m.py").write_text(PYTHON)
    said = json.loads(typed(tmp_path, "init", "a/b/My Plan.yaml", "--format", "json").stdout)
    assert said["file"] == "a/b/My Plan.yaml"
    assert said["plan"] == "my-plan"
    assert said["steps"][0]["edits"][0]["ranges"][0]["first_line"] == 8
    assert said["errors"] == []
