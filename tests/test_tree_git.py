"""Trees: ids as git computes them, pathspecs, both kinds of base, git started without anybody's configuration."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher import PatcherError, Refusal, SurroundingsError, apply, build, load_plan, verify
from patcher.directory import DirectoryReader
from patcher.git import find_repository
from patcher.tree import Tree, compile_pathspecs
from patcher.tree.model import EXECUTABLE, FILE, FileChange

ENV = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "1700000000 +0100",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_DATE": "1700000000 +0100",
}


def git(folder, *arguments):
    done = subprocess.run(["git", "-C", str(folder), *arguments], env=ENV, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def commit(folder, hash="sha1"):
    git(folder, "init", "-q", f"--object-format={hash}", "--template=")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def snapshot(folder):
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            found[str(path)] = hashlib.sha1(path.read_bytes()).hexdigest()
    return found


NAMES = st.sampled_from(["a", "a.b", "a-b", "b", "ü", "\udcff", "x y", "A"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def consistent(paths):
    return [p for p in paths if not any(q.startswith(p + "/") for q in paths)]


@given(st.dictionaries(PATHS, st.binary(max_size=5), min_size=1, max_size=8), st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_ids_after_changes_are_those_of_git(tmp_path_factory, files, data):
    folder = tmp_path_factory.mktemp("t")
    names = consistent(files)
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[name])
    git(folder, "init", "-q", "--template=")
    git(folder, "add", "-A")
    tree = Tree(DirectoryReader(str(folder)))
    assert tree.id == git(folder, "write-tree")
    gone = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))
    changes = [FileChange(n, files[n], None, FILE, None) for n in gone]
    changes += [FileChange("new/file", None, b"n", None, EXECUTABLE)] if data.draw(st.booleans()) else []
    after = tree.apply(changes)
    for change in changes:
        if change.after is None:
            (folder / change.path).unlink()
        else:
            (folder / change.path).parent.mkdir(exist_ok=True)
            (folder / change.path).write_bytes(change.after)
            (folder / change.path).chmod(0o755)
    git(folder, "add", "-A")
    assert after.id == git(folder, "write-tree")
    listed = git(folder, "ls-files", "-z").split("\0")
    assert list(after.paths()) == [name for name in listed if name]


@pytest.mark.parametrize(
    ("specs", "path", "matches"),
    [
        pytest.param(["a/*.py"], "a/b.py", True, id="a star"),
        pytest.param(["a/*.py"], "a/b/c.py", False, id="a star stops at a slash"),
        pytest.param(["a/**/c.py"], "a/c.py", True, id="two stars match no folder"),
        pytest.param(["a/**/c.py"], "a/x/y/c.py", True, id="two stars match several"),
        pytest.param(["**"], "a/b", True, id="everything"),
        pytest.param(["docs/**"], "docs/a/b.md", True, id="all below"),
        pytest.param(["docs/**"], "docs.md", False, id="not beside"),
        pytest.param(["docs"], "docs/a", True, id="a folder's name"),
        pytest.param(["a[!b]c"], "axc", True, id="a negated set"),
        pytest.param(["a[!b]c"], "a/c", False, id="a set is never a slash"),
        pytest.param(["{a,b}"], "{a,b}", True, id="braces are literal"),
        pytest.param(["**", "!a/**"], "a/b", False, id="taken away"),
        pytest.param(["**", "!a/**", "a/b"], "a/b", True, id="and given back"),
        pytest.param(["!a"], "b", True, id="only taking away"),
        pytest.param(["a\\*"], "a*", True, id="an escaped star"),
        pytest.param(["?"], "/", False, id="one is never a slash"),
    ],
)
def test_pathspecs(specs, path, matches):
    assert bool(compile_pathspecs(tuple(specs))(path)) is matches


@pytest.mark.parametrize(
    "spec",
    [
        "**/" * 12 + "x",
        "**/*a*a*a*a*a*a*a*a*b",
        "**/*?*?*?*?*?*?b",
        "*[a]" * 12 + "b",
        "**/a/" * 12 + "x",
        "*/" * 12 + "**/*a*a*a*b",
    ],
)
def test_a_pathological_pathspec_is_quick(spec):
    assert not compile_pathspecs((spec,))("a/" * 200 + "a" * 200)


def fits(names, path):
    """Tell whether a pathspec's names fit a path, trying every length that a star may have."""
    if not names:
        return True
    here, slash, below = path.partition("/")
    if names[0] == ("**",):
        return fits(names[1:], path) or bool(slash and fits(names, below))
    return fits_name(names[0], here) and (fits(names[1:], below) if slash else len(names) == 1)


def fits_name(parts, name):
    if not parts:
        return not name
    if parts[0] == "*":
        return any(fits_name(parts[1:], name[at:]) for at in range(len(name) + 1))
    return (
        name[:1] in {"?": "ab", "[a]": "a"}.get(parts[0], parts[0])
        and bool(name)
        and fits_name(parts[1:], name[1:])
    )


PARTS = st.sampled_from([("a",), ("b",), ("?",), ("[a]",), ("*", "a"), ("*", "b"), ("*", "?")])
NAME = st.builds(
    lambda parts, star: (*sum(parts, ()), *star),
    st.lists(PARTS, min_size=1, max_size=3),
    st.sampled_from([(), ("*",)]),
)


@given(
    names=st.lists(st.one_of(NAME, st.just(("**",))), max_size=4),
    last=NAME,
    path=st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join),
)
@settings(max_examples=300, deadline=None)
def test_a_pathspec_finds_what_trying_everything_finds(names, last, path):
    names = (*names, last)
    spec = "/".join("".join(name) for name in names)
    assert bool(compile_pathspecs((spec,))(path)) is fits(names, path)


PLAN = """\
patcher: 1
plan: p
title: t
author: {{name: A B, email: a@example.org}}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: one
    subject: "one: take a line"
    edits:
      - delete: {{line: '^two$'}}
        file: a.txt
{more}"""


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one\ntwo\nthree\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "x.sh").write_bytes(b"#!/bin/sh\n")
    (folder / "sub" / "x.sh").chmod(0o755)
    (tmp_path / "p.yaml").write_text(PLAN.format(more=""))
    return tmp_path


@pytest.mark.parametrize("hash", ["sha1", "sha256"])
def test_build_verify_apply_leave_the_users_repository_as_it_was(world, hash):
    folder = world / "repository"
    commit(folder, hash)
    canary = world / "ran"
    for hook in ("applypatch-msg", "pre-applypatch", "post-checkout", "post-commit", "post-applypatch"):
        (folder / ".git" / "hooks").mkdir(exist_ok=True)
        (folder / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    git(folder, "config", "core.fsmonitor", f"touch {canary}; false")
    git(folder, "config", "filter.f.clean", f"touch {canary}; cat")
    git(folder, "config", "filter.f.smudge", f"touch {canary}; cat")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("* filter=f\n")
    before = snapshot(folder)
    plan = load_plan(world / "p.yaml")
    result = build(plan, folder, output=world / "out")
    assert not verify(plan, folder).problems
    assert not verify(world / "out" / "p", folder).problems
    assert snapshot(folder) == before
    assert not canary.exists()
    assert len(result.steps[0].tree) == (40 if hash == "sha1" else 64)


def test_apply_makes_a_branch_and_a_worktree_and_nothing_else(world):
    folder = world / "repository"
    commit(folder)
    plan = load_plan(world / "p.yaml")
    tree = build(plan, folder, output=None).steps[-1].tree
    git(folder, "config", "user.name", "C")
    git(folder, "config", "user.email", "c@example.org")
    done = apply(plan, folder, worktree=world / "w")
    assert (done.tree, done.branch) == (tree, "patcher/p")
    assert (world / "w" / "a.txt").read_bytes() == b"one\nthree\n"
    assert (folder / "a.txt").read_bytes() == b"one\ntwo\nthree\n"
    assert git(folder, "log", "-1", "--format=%an %cn", "patcher/p") == "A B C"
    with pytest.raises(PatcherError, match="branch-exists"):
        apply(plan, folder, worktree=world / "w2")
    assert not (world / "w2").exists()


def test_apply_here_wants_a_clean_work_tree_and_an_unmoved_base(world):
    folder = world / "repository"
    commit(folder)
    git(folder, "config", "user.name", "C")
    git(folder, "config", "user.email", "c@example.org")
    build(load_plan(world / "p.yaml"), folder, output=world / "out")
    (folder / "a.txt").write_bytes(b"dirty\n")
    with pytest.raises(SurroundingsError, match="work-tree-dirty"):
        apply(world / "out" / "p", folder, here=True)
    git(folder, "commit", "-qam", "moved")
    with pytest.raises(Refusal, match="base-moved"):
        apply(world / "out" / "p", folder, here=True)
    git(folder, "revert", "--no-edit", "HEAD")
    (folder / "series").write_bytes(b"committed beside\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "beside")
    assert apply(world / "out" / "p", folder, here=True).folder == str(folder)
    assert (folder / "a.txt").read_bytes() == b"one\nthree\n"


def test_a_directory_and_a_revision_give_the_same_trees(world):
    folder = world / "repository"
    plan = load_plan(world / "p.yaml")
    plain = build(plan, folder, output=None)
    assert not verify(plan, folder).problems
    commit(folder)
    assert build(plan, folder, output=None).steps[0].tree == plain.steps[0].tree
    assert find_repository(str(folder)) is not None


NO_COMMITS = ["none", "HEAD\nHEAD", "HEAD^{tree}", "HEAD..HEAD", "^HEAD", "--all", ""]


@pytest.mark.parametrize("revision", NO_COMMITS, ids=repr)
def test_what_names_no_commit(world, revision):
    folder = world / "repository"
    commit(folder)
    with find_repository(str(folder)).objects() as objects:
        with pytest.raises(SurroundingsError) as refused:
            objects.resolve(revision)
        assert refused.value.problems[0].code == "revision-not-found"
        assert objects.resolve("HEAD").commit == git(folder, "rev-parse", "HEAD").strip()


def test_a_commit_that_git_cannot_read_is_told_in_gits_own_words(world):
    folder = world / "repository"
    commit(folder)
    id = git(folder, "rev-parse", "HEAD").strip()
    stored = folder / ".git" / "objects" / id[:2] / id[2:]
    stored.chmod(0o644)
    stored.write_bytes(b"no object")
    with pytest.raises(SurroundingsError) as refused:
        build(load_plan(world / "p.yaml"), folder, output=None)
    (problem,) = refused.value.problems
    assert problem.code == "git-failed"
    assert problem.message.startswith("the object `HEAD^{commit}` cannot be read: git ended: ")
    assert "inflate" in problem.message


@pytest.mark.parametrize("bare", [False, True], ids=["work tree", "bare"])
def test_where_a_repository_lies(tmp_path, bare):
    folder = tmp_path / "a\tb"
    git(tmp_path, "init", "-q", *(["--bare"] if bare else []), str(folder))
    found = find_repository(str(folder))
    inner = folder if bare else folder / ".git"
    assert (found.git_dir, found.object_folder) == (str(inner), str(inner / "objects"))
    assert found.work_tree == (None if bare else str(folder))


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        pytest.param(lambda f: (f / "a.txt").write_bytes(b"a\0two\n"), "binary-target", id="binary"),
        pytest.param(
            lambda f: (
                (f / "b").write_bytes(b"two\n"),
                (f / "a.txt").unlink(),
                (f / "a.txt").symlink_to("b"),
            ),
            "link-target",
            id="a link",
        ),
        pytest.param(
            lambda f: (f / "a.txt").write_bytes(b"version https://git-lfs.github.com/spec/v1\ntwo\n"),
            "lfs-pointer",
            id="git-lfs",
        ),
        pytest.param(lambda f: (f / "a.txt").unlink(), "file-not-found", id="missing"),
        pytest.param(lambda f: commit(f / "sub"), "nested-repository", id="a repository inside"),
        pytest.param(lambda f: os.mkfifo(f / "pipe"), "file-unreadable", id="a pipe"),
    ],
)
def test_what_a_directory_may_not_be(world, prepare, code):
    prepare(world / "repository")
    with pytest.raises(PatcherError, match=code):
        build(load_plan(world / "p.yaml"), world / "repository", plain=True, output=None)


def test_a_path_through_a_link_is_refused(world):
    (world / "repository" / "linked").symlink_to(world)
    (world / "p.yaml").write_text(
        PLAN.format(more="").replace("file: a.txt", "file: linked/repository/a.txt")
    )
    with pytest.raises(Refusal, match="unsafe-path"):
        build(load_plan(world / "p.yaml"), world / "repository", output=None)


def test_attributes_that_change_bytes_are_refused_for_a_directory_inside_a_repository(world):
    folder = world / "repository"
    commit(folder)
    (folder / ".gitattributes").write_text("*.txt text eol=crlf\n")
    with pytest.raises(Refusal, match="attributes-change-bytes"):
        build(load_plan(world / "p.yaml"), folder, plain=True, output=None)


def test_whole_files_come_move_and_change_their_mode(world):
    more = """\
      - create_file: new/tool.sh
        with: "echo\\n"
        mode: 755
      - rename_file: {from: sub/x.sh, to: bin/x.sh}
      - replace: {line: '^#!'}
        with: '#!/bin/bash'
        file: bin/x.sh
      - chmod: {files: [a.txt], mode: 755}
"""
    (world / "p.yaml").write_text(PLAN.format(more=more))
    plan = load_plan(world / "p.yaml")
    result = build(plan, world / "repository", output=None)
    after = result.steps[0].after
    assert list(after.paths()) == ["a.txt", "bin/x.sh", "new/tool.sh"]
    assert after.read("bin/x.sh") == b"#!/bin/bash\n"
    assert [after.mode(p) for p in after.paths()] == [EXECUTABLE] * 3
    assert not verify(plan, world / "repository").problems


def test_a_submodule_goes_and_a_message_holds_odd_characters(world):
    folder = world / "repository"
    commit(folder)
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{'ab' * 20},vendor/lib")
    git(folder, "commit", "-qm", "a submodule")
    more = """\
      - delete_files: [vendor/lib]
    body: "between \\x01 and \\x02"
"""
    (world / "p.yaml").write_text(PLAN.format(more=more))
    plan = load_plan(world / "p.yaml")
    result = build(plan, folder, output=world / "out")
    assert list(result.steps[0].after.paths()) == ["a.txt", "sub/x.sh"]
    assert b"-Subproject commit abab" in result.steps[0].patch.data
    assert not verify(plan, folder).problems
    assert not verify(world / "out" / "p", folder).problems


def test_a_submodule_is_not_renamed_for_its_path_is_known_elsewhere(world):
    folder = world / "repository"
    commit(folder)
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{'ab' * 20},vendor/lib")
    git(folder, "commit", "-qm", "a submodule")
    (world / "p.yaml").write_text(PLAN.format(more="      - rename_file: {from: vendor/lib, to: lib}\n"))
    with pytest.raises(Refusal) as caught:
        build(load_plan(world / "p.yaml"), folder, output=None)
    (problem,) = caught.value.problems
    assert (problem.code, problem.target.file) == ("link-target", "vendor/lib")


CLASHES = [
    pytest.param({"d/x": b"1\n"}, ["create_file: d\n        with: y"], "`d` cannot be made: it is a folder", id="a file for a folder"),
    pytest.param(
        {"d/x": b"1\n", "d/y": b"2\n"},
        ["delete_files: [d/x]", "create_file: d\n        with: y"],
        "`d` cannot be made: it is a folder",
        id="a file for a folder of which some goes",
    ),
    pytest.param({"d": b"1\n"}, ["create_file: d/x\n        with: y"], "`d/x` cannot be made: `d` is a file", id="a folder for a file"),
    pytest.param(
        {"d/x": b"1\n", "d/y": b"2\n"},
        ["rename_file: {from: d/x, to: d}"],
        "`d` cannot be made: it is a folder",
        id="a renamed file for its own folder",
    ),
    pytest.param(
        {},
        ["create_file: d\n        with: y", "create_file: d/e/f\n        with: y"],
        "`d/e/f` cannot be made: `d` is a file",
        id="two that come",
    ),
    pytest.param({"s": b"1\n"}, ["rename_file: {from: s, to: a.txt/b}"], "`a.txt/b` cannot be made: `a.txt` is a file", id="a renamed one"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "edits", "words"), CLASHES)
def test_a_file_and_a_folder_of_one_name_are_refused(world, files, edits, words):
    for name, data in files.items():
        (world / "repository" / name).parent.mkdir(exist_ok=True)
        (world / "repository" / name).write_bytes(data)
    (world / "p.yaml").write_text(PLAN.format(more="".join(f"      - {edit}\n" for edit in edits)))
    with pytest.raises(Refusal) as caught:
        build(load_plan(world / "p.yaml"), world / "repository", output=None)
    assert [(p.code, p.message) for p in caught.value.problems] == [("file-conflict", words)]


PLACES = [
    pytest.param({"d/x": b"1\n"}, ["delete_files: [d/x]", "create_file: d\n        with: y"], ["a.txt", "d", "sub/x.sh"], id="a file for a folder that goes"),
    pytest.param({"d": b"1\n"}, ["delete_files: [d]", "create_file: d/x\n        with: y"], ["a.txt", "d/x", "sub/x.sh"], id="a folder for a file that goes"),
    pytest.param({"d": b"1\n"}, ["rename_file: {from: d, to: d/d}"], ["a.txt", "d/d", "sub/x.sh"], id="a file into a folder of its name"),
    pytest.param({"d/d": b"1\n"}, ["rename_file: {from: d/d, to: d}"], ["a.txt", "d", "sub/x.sh"], id="a file out of its folder"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "edits", "paths"), PLACES)
def test_files_and_folders_change_places(world, files, edits, paths):
    for name, data in files.items():
        (world / "repository" / name).parent.mkdir(exist_ok=True)
        (world / "repository" / name).write_bytes(data)
    (world / "p.yaml").write_text(PLAN.format(more="".join(f"      - {edit}\n" for edit in edits)))
    plan = load_plan(world / "p.yaml")
    assert list(build(plan, world / "repository", output=None).steps[0].after.paths()) == paths
    assert not verify(plan, world / "repository").problems


def test_a_file_that_gave_its_name_to_a_folder_does_not_come_back_with_the_folder_gone(world):
    folder = world / "repository"
    (folder / "d").write_bytes(b"1\n")
    more = """\
      - delete_files: [d]
      - create_file: d/x
        with: y
  - id: two
    subject: "two: take it away"
    edits:
      - delete_files: [d/x]
"""
    (world / "p.yaml").write_text(PLAN.format(more=more))
    plan = load_plan(world / "p.yaml")
    assert list(build(plan, folder, output=None).steps[1].after.paths()) == ["a.txt", "sub/x.sh"]
    assert not verify(plan, folder).problems


def test_a_folder_that_gave_its_name_to_a_file_does_not_come_back_with_another_folder(world):
    folder = world / "repository"
    (folder / "d" / "e").mkdir(parents=True)
    for name in ("d/x", "d/e/y"):
        (folder / name).write_bytes(b"1\n")
    steps = [["delete_files: [d]\n        count: 2", "create_file: d\n        with: z"], ["delete_files: [d]"],
             ["create_file: d/e/z\n        with: z"], ["create_file: d/w\n        with: w"]]  # fmt: skip
    more = "".join(f"      - {edit}\n" for edit in steps[0])
    for number, edits in enumerate(steps[1:]):
        more += f"  - id: s{number}\n    subject: s\n    edits:\n" + "".join(
            f"      - {edit}\n" for edit in edits
        )
    (world / "p.yaml").write_text(PLAN.format(more=more))
    plan = load_plan(world / "p.yaml")
    found = [list(step.after.paths()) for step in build(plan, folder, output=None).steps]
    others = ["a.txt", "sub/x.sh"]
    assert found == [
        ["a.txt", "d", "sub/x.sh"], others, ["a.txt", "d/e/z", "sub/x.sh"], ["a.txt", "d/e/z", "d/w", "sub/x.sh"]
    ]  # fmt: skip
    assert not verify(plan, folder).problems


def raw_commit(folder, old, new):
    """Make `HEAD` a commit whose bytes are those of the last one with something replaced."""
    raw = git(folder, "cat-file", "commit", "HEAD").encode() + b"\n"
    assert old in raw
    words = ["git", "-C", str(folder), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    done = subprocess.run(words, input=raw.replace(old, new), env=ENV, capture_output=True, check=True)
    git(folder, "update-ref", "HEAD", done.stdout.decode().strip())


def test_modes_of_old_programs_are_taken_as_git_takes_them(world):
    folder = world / "repository"
    commit(folder)
    rows = [(b"100664", b"a.txt"), (b"100775", b"t.sh"), (b"40000", b"sub")]
    ids = [git(folder, "rev-parse", f"HEAD:{name}") for name in ("a.txt", "sub/x.sh", "sub")]
    raw = b"".join(
        m + b" " + n + b"\0" + bytes.fromhex(i)
        for (m, n), i in sorted(zip(rows, ids, strict=True), key=lambda r: r[0][1])
    )
    words = ["git", "-C", str(folder), "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    tree = subprocess.run(words, input=raw, env=ENV, capture_output=True, check=True).stdout.decode().strip()
    raw_commit(folder, git(folder, "rev-parse", "HEAD^{tree}").encode(), tree.encode())
    plan = load_plan(world / "p.yaml")
    result = build(plan, folder, output=world / "out")
    assert [result.steps[0].after.mode(p) for p in ("a.txt", "t.sh")] == [FILE, EXECUTABLE]
    assert not verify(plan, folder).problems
    assert not verify(world / "out" / "p", folder).problems


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param(b"+0100", b"+7515", "date-missing", id="an offset of three days"),
        pytest.param(b"+0100", b"+51800", "date-missing", id="an offset of five digits"),
        pytest.param(b"1700000000", b"99999999999999", "date-missing", id="the year 3170843"),
        pytest.param(b"1700000000", b"-1700000000", "message-would-change", id="before 1970"),
    ],
)
def test_a_base_whose_date_no_mail_can_carry(world, old, new, code):
    folder = world / "repository"
    commit(folder)
    raw_commit(folder, old, new)
    text = (world / "p.yaml").read_text()
    (world / "p.yaml").write_text(text.replace("date: 2026-05-14T09:00:00+10:00\n", ""))
    with pytest.raises(PatcherError, match=code):
        build(load_plan(world / "p.yaml"), folder, output=None)
    (world / "p.yaml").write_text(text)
    assert not verify(load_plan(world / "p.yaml"), folder).problems


@pytest.mark.parametrize("plain", [True, False], ids=["a directory", "a repository"])
def test_names_are_those_of_git_in_a_locale_that_has_no_such_letters(world, plain):
    folder = world / "r\u00e9pertoire"
    (world / "repository").rename(folder)
    (folder / "\u00fc").write_bytes(b"one\ntwo\n")
    (folder / "link").symlink_to("\u00fc")
    (world / "p.yaml").write_text(PLAN.format(more="").replace("file: a.txt", 'file: "\\xfc"'))
    if not plain:
        commit(folder)
    wanted = build(load_plan(world / "p.yaml"), folder, output=None).steps[0]
    script = "import sys; from patcher import *; print(build(load_plan(sys.argv[1]), sys.argv[2], output=None).steps[0].tree)"
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    words = [sys.executable, "-c", script, str(world / "p.yaml"), str(folder)]
    done = subprocess.run(words, env=locale, capture_output=True, check=False)
    assert done.stdout.decode().strip() == wanted.tree, done.stderr
