"""What the README shows is what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from patcher.spec import parse_plan
from patcher.syntax.registry import LANGUAGES

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import commit_tree, example_tree  # noqa: E402

TEXT = (ROOT / "README.md").read_text()


def block(kind):
    return re.search(rf"^```{kind}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)[1]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme") / "tree"
    folder.mkdir()
    commit_tree(example_tree().before, folder)
    return folder


def test_the_plan_is_one():
    assert parse_plan(block("yaml").encode(), "README.md").plan == "drop-etcd-config"


def test_the_diff_is_the_end_of_the_third_patch():
    (patch,) = (ROOT / "patches" / "retire-etcd").glob("0003-*.patch")
    assert patch.read_text().endswith(block("diff"))


def test_the_library_example_runs(tree, tmp_path):
    code = block("python").replace("path/to/tree", str(tree)).replace("specs/", f"{ROOT}/specs/")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [row.split()[0] for row in done.stdout.splitlines()] == ["0a", "0b", "0c", "0d"]
    assert (tmp_path / "patches" / "retire-etcd" / "manifest.json").exists()


def test_the_refusal_is_what_a_misspelt_name_gives(tree, tmp_path):
    plan = block("yaml").replace("SFConfig.ETCD_HOST", "SFConfig.ETCD_HOSTS")
    (tmp_path / "drop.yaml").write_text(plan.replace("title:", "date: 2026-05-14T09:00:00+10:00\ntitle:"))
    command = [str(Path(sys.executable).with_name("patcher")), "locate", "drop.yaml", "-C", str(tree)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr in TEXT
    assert "help: did you mean" in done.stderr
    assert done.stdout == ""


def test_the_languages_are_those_of_the_registry():
    said = re.search(r"\[The languages\]\S+: (.*?)\. Any", TEXT, re.DOTALL)[1].replace(" and ", ", ")
    names = {"c++": "cpp", "protocol buffers": "protobuf", "restructuredtext": "rst"}
    told = {names.get(word.strip().lower(), word.strip().lower()) for word in re.split(r",\s", said)}
    assert told == {language.name for language in LANGUAGES if language.knows} - {"jsonc"}
