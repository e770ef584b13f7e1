"""What `verify FOLDER` and `build --check` find: a folder whose digests are right and which is wrong all the same."""

import json
import os
import re
from pathlib import Path

import pytest
from test_tree_git import PLAN, commit, git

from patcher import Refusal, build, load_plan, verify
from patcher.pipeline import compare_folder
from patcher.series import digest

TWO_STEPS = """\
      - create_file: new/offset.txt
        with: fuzz
  - id: two
    subject: "two: take another"
    body: "Not needed.\\n"
    edits:
      - delete: {line: '^three$'}
        file: a.txt
"""


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one\ntwo\nthree\nfour\n")
    commit(folder)
    (tmp_path / "p.yaml").write_text(PLAN.format(more=TWO_STEPS))
    return tmp_path


def built(world):
    plan = load_plan(world / "p.yaml")
    return build(plan, world / "repository", output=world / "out"), world / "out" / "p"


def signed(folder, change=lambda document: None):
    """Write the manifest again with the digests of the files as they now are, after a change to it."""
    document = json.loads((folder / "manifest.json").read_bytes())
    change(document)
    names = {path.name for path in folder.iterdir()} - {"manifest.json"}
    document["files"] = {name: digest((folder / name).read_bytes()) for name in names}
    for step in document["steps"]:
        step["digest"] = document["files"].get(step["patch"], step["digest"])
    document.pop("digest")
    document["digest"] = digest(dumped(document))
    (folder / "manifest.json").write_bytes(dumped(document))


def dumped(document):
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def problems(world):
    return [f"{p.code}: {p.message}" for p in verify(world / "out" / "p", world / "repository").problems]


def test_a_right_series_is_verified_also_where_names_say_offset_and_fuzz(world):
    _, folder = built(world)
    assert problems(world) == []
    signed(folder)
    assert problems(world) == []


def step(index, **values):
    return lambda document: document["steps"][index].update(values)


def swap_steps(document):
    document["steps"].reverse()


def ranges(**values):
    def change(document):
        document["steps"][0]["edits"][0]["ranges"][0].update(values)

    return change


MISFITS = [
    pytest.param(step(0, tree="0" * 40), "gives tree", id="another tree"),
    pytest.param(step(1, message="other\n"), "another message", id="another message"),
    pytest.param(step(0, author="B <b@example.org>"), "not from `B", id="another author"),
    pytest.param(step(0, date="2026-05-14T09:00:00+09:00"), "not of 2026", id="another date"),
    pytest.param(step(0, date="2026-05-13T23:00:00+00:00"), "not of 2026", id="another zone"),
    pytest.param(step(0, added=2), "other numbers of lines", id="another number of lines that come"),
    pytest.param(step(1, deleted=0), "other numbers of lines", id="another number of lines that go"),
    pytest.param(ranges(file="none.txt"), "is not there", id="a range in no file"),
    pytest.param(ranges(last_line=9), "has 4 lines", id="a range behind the end"),
    pytest.param(ranges(first_line=0), "range 0-2", id="a range before the beginning"),
    pytest.param(lambda d: d["base"].update(tree="1" * 40), "base-moved: the series is for the tree", id="another base"),
    pytest.param(lambda d: d["steps"].pop(), "patch 1 of 1", id="a step is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), MISFITS)
def test_a_manifest_that_does_not_fit(world, change, words):
    _, folder = built(world)
    signed(folder, change)
    if len(json.loads((folder / "manifest.json").read_bytes())["steps"]) == 1:
        (folder / "series").write_bytes((folder / "series").read_bytes().split(b"\n")[0] + b"\n")
        next(folder.glob("0002-*")).unlink()
        signed(folder)
    assert any(words in each for each in problems(world)), problems(world)


def test_a_manifest_of_another_order(world):
    _, folder = built(world)
    rows = (folder / "series").read_bytes().splitlines()
    (folder / "series").write_bytes(b"\n".join(reversed(rows)) + b"\n")
    signed(folder, swap_steps)
    found = verify(folder, world / "repository").problems
    assert found
    assert found[0].code in ("patch-does-not-apply", "series-damaged")


FIRST, SECOND = "0001-*", "0002-*"
DAMAGED = [
    pytest.param(FIRST, rb"\[PATCH 1/2\]", b"[PATCH 2/2]", "patch 1 of 2", id="another number"),
    pytest.param(FIRST, rb"\[PATCH 1/2\]", b"[PATCH 1/3]", "patch 1 of 2", id="another total"),
    pytest.param(FIRST, rb"\[PATCH 1/2\] ", b"", "which patch of the series", id="no number"),
    pytest.param(FIRST, rb"\nbase-commit: \w+\n", b"", "another base commit", id="no base commit"),
    pytest.param(FIRST, rb"base-commit: \w", b"base-commit: 0", "another base commit", id="another base commit"),
    pytest.param(SECOND, rb"\Z", b"\nbase-commit: " + b"0" * 40 + b"\n", "another base commit", id="a base commit too many"),
    pytest.param(SECOND, rb"@@ -1,3 \+1,2 @@", b"@@ -2,3 +2,2 @@", "", id="a start shifted by one"),
    pytest.param(SECOND, rb"index \w{8}", b"index 01234567", "other bytes", id="a wrong id"),
    pytest.param(SECOND, rb"Not needed", "Nicht n\u00f6tig".encode("latin-1"), "headers", id="another encoding"),
    pytest.param(SECOND, rb"\n", b"\r\n", "", id="CR LF"),
    pytest.param(SECOND, rb"(index \S+ )100644", rb"\g<1>104644", "a mode is none", id="a mode that git never gives"),
    pytest.param(SECOND, rb"(index \S+ )100644", rb"\g<1>040000", "a mode is none", id="a folder's mode"),
    pytest.param(SECOND, rb"\nFrom: ", b'\nFrom: "', "never closed", id="a quote that git reads beyond"),
    pytest.param(SECOND, rb"\nFrom: ", b"\nFrom: (", "never closed", id="a parenthesis that git reads beyond"),
    pytest.param(SECOND, rb"\nFrom: ", b"\nFrom: =?utf,8?q?A?= ", "cannot be read as `utf,8`", id="a charset that Python alone knows"),
    pytest.param(SECOND, rb"\nFrom: ", b"\nFrom:\0", "holds a NUL", id="a NUL for a blank"),
    pytest.param(SECOND, rb"\nFrom: ", b"\nFrom: =?utf?q?A?= ", "cannot be read as `utf`", id="another one"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "old", "new", "words"), DAMAGED)
def test_a_patch_that_is_damaged_and_signed_again(world, pattern, old, new, words):
    _, folder = built(world)
    (path,) = folder.glob(pattern)
    data = path.read_bytes()
    damaged = re.sub(old, new, data, count=0 if old == rb"\n" else 1)
    assert damaged != data
    path.write_bytes(damaged)
    signed(folder)
    found = [p for p in verify(folder, world / "repository").problems if p.code != "git-disagrees"]
    assert any(words in each.message for each in found), found


def test_numbers_that_are_not_in_the_names(world):
    _, folder = built(world)
    (old,) = folder.glob(FIRST)
    new = old.rename(folder / old.name.replace("0001", "0003"))
    (folder / "series").write_bytes((folder / "series").read_bytes().replace(b"0001", b"0003"))
    signed(folder, step(0, patch=new.name))
    assert any("does not begin with its number, 0001" in each for each in problems(world))


def test_a_series_of_another_base_is_not_tried(world):
    built(world)
    (world / "repository" / "more").write_text("x")
    git(world / "repository", "add", "-A")
    git(world / "repository", "commit", "-q", "-m", "y")
    found = verify(world / "out" / "p", world / "repository", base="HEAD")
    assert [p.code for p in found.problems] == ["base-moved"]
    assert found.verdicts == ()


FOREIGN = [
    pytest.param(lambda f: (f / "x").write_text("x"), "x", id="a file"),
    pytest.param(lambda f: (f / "x").mkdir(), "x", id="a folder"),
    pytest.param(lambda f: (f / "x").symlink_to("series"), "x", id="a link"),
    pytest.param(lambda f: os.mkfifo(f / "x"), "x", id="a pipe that nobody writes into"),
    pytest.param(lambda f: ((f / "series").rename(f.parent / "s"), (f / "series").symlink_to("../s")), "series", id="a link for a file"),
]  # fmt: skip


@pytest.mark.parametrize(("put", "name"), FOREIGN)
def test_what_does_not_belong_there_is_told_and_not_opened(world, put, name):
    result, folder = built(world)
    put(folder)
    found, shown = compare_folder(result, str(folder))
    assert [Path(p.target.file).name for p in found] == [name]
    assert "is no file of the series" in found[0].message
    assert "+x" not in shown


@pytest.mark.parametrize("change", ["flip", "cut", "gone"])
def test_every_file_is_compared_with_what_the_plan_gives(world, change):
    result, folder = built(world)
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        if change == "gone":
            path.unlink()
        else:
            path.write_bytes(data[:-1] if change == "cut" else data[:9] + bytes([data[9] ^ 1]) + data[10:])
        found, _ = compare_folder(result, str(folder))
        assert [p.target.file for p in found] == [str(path)]
        path.write_bytes(data)
    assert compare_folder(result, str(folder)) == ((), "")


ALTERING = [
    pytest.param("*.txt text\n", b"one\r\ntwo\r\nthree\r\n", id="text, and CR LF was committed"),
    pytest.param(
        "*.txt ident\n", b"one\n$Id: x $\ntwo\nthree\n", id="ident, and an expanded one was committed"
    ),
]


@pytest.mark.parametrize(("attributes", "data"), ALTERING)
def test_attributes_that_make_git_refuse_are_told_with_a_remedy(world, attributes, data):
    folder = world / "repository"
    (folder / "a.txt").write_bytes(data)
    git(folder, "commit", "-q", "-a", "-m", "raw")
    (folder / ".gitattributes").write_text(attributes)
    git(folder, "add", ".gitattributes")
    git(folder, "commit", "-q", "-m", "attributes")
    built(world)
    (problem, *_) = [p for p in verify(world / "out" / "p", folder).problems if "git am" in p.message]
    assert "does not match index" in problem.message
    git(folder, "add", "--renormalize", "a.txt")
    git(folder, "commit", "-q", "-m", "as the hint says")
    assert "git add --renormalize" in problem.hint
    built(world)
    assert problems(world) == []


def test_a_name_that_is_no_text_in_the_users_configuration_is_refused(world, monkeypatch):
    config = world / "config"
    config.write_bytes(b"[user]\n\tname = J\xfcrgen\n\temail = j@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    text = (world / "p.yaml").read_text()
    (world / "p.yaml").write_text(text.replace("author: {name: A B, email: a@example.org}\n", ""))
    with pytest.raises(Refusal, match="message-would-change"):
        built(world)
    config.write_bytes("[user]\n\tname = J\u00fcrgen\n\temail = j@example.org\n".encode())
    result, _ = built(world)
    assert result.steps[0].patch.message.author_name == "J\u00fcrgen"
