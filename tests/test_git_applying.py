"""`apply`: all or nothing, whatever stops it, and nothing of the user's taken along when it is undone."""

import os
import signal
import subprocess
import sys

import pytest
from test_tree_git import ENV, PLAN, commit, git

from patcher import Refusal, SurroundingsError, apply, build, load_plan

TWO_STEPS = """\
      - create_file: made/first
        with: first
  - id: two
    subject: "two: make another"
    edits:
      - create_file: made/second
        with: second
"""


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one\ntwo\nthree\n")
    commit(folder)
    git(folder, "config", "user.name", "C")
    git(folder, "config", "user.email", "c@example.org")
    (tmp_path / "p.yaml").write_text(PLAN.format(more=TWO_STEPS))
    build(load_plan(tmp_path / "p.yaml"), folder, output=tmp_path / "out")
    return tmp_path


def hook(folder, name, *rows):
    path = folder / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *rows, ""]))
    path.chmod(0o755)


def state(folder):
    """All that a user sees of a repository: refs, index, files, worktrees, what is going on, what it holds."""
    files = {
        p.relative_to(folder): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".git" not in p.parts
    }
    return {
        "head": git(folder, "symbolic-ref", "HEAD"),
        "refs": git(folder, "for-each-ref"),
        "index": git(folder, "ls-files", "--stage"),
        "status": git(folder, "status", "--porcelain", "--ignored"),
        "worktrees": git(folder, "worktree", "list"),
        "config": (folder / ".git" / "config").read_bytes(),
        "names": sorted(set(os.listdir(folder / ".git")) - {"packed-refs", "ORIG_HEAD"}),
        "files": files,
    }  # fmt: skip


def run(world, *options):
    words = [
        sys.executable,
        "-c",
        "from patcher.cli import main; main()",
        "apply",
        str(world / "out" / "p"),
        "-C",
        str(world / "repository"),
    ]
    return subprocess.Popen(
        [*words, *options], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


SECOND_FAILS = ('if git rev-parse -q --verify HEAD~1 >/dev/null; then echo "error: no more"; exit 1; fi',)
HERE = pytest.mark.parametrize("where", [("--here",), ("--worktree", "w")], ids=["here", "in a worktree"])


@HERE
def test_a_hook_that_refuses_the_second_patch_takes_the_first_one_back(world, where, monkeypatch):
    folder = world / "repository"
    hook(folder, "pre-applypatch", *SECOND_FAILS)
    git(folder, "status")
    before = state(folder)
    monkeypatch.chdir(world)
    done = run(world, "--hooks", *where)
    _, said = done.communicate()
    assert done.returncode == 1, said
    assert "git am refuses the series: " in said
    assert state(folder) == before
    assert not (world / "w").exists()


@HERE
def test_another_author_than_the_series_has_is_refused(world, where, monkeypatch):
    # As git before 2.33 does with a name of one or two bytes.
    folder = world / "repository"
    hook(
        folder, "post-applypatch", "git commit -q --amend --no-edit --author 'n@example.org <n@example.org>'"
    )
    git(folder, "status")
    before = state(folder)
    monkeypatch.chdir(world)
    _, said = (done := run(world, "--hooks", *where)).communicate()
    assert done.returncode == 1, said
    assert "git am gives the author `n@example.org <n@example.org>`, not `A B" in " ".join(said.split())
    assert state(folder) == before


@pytest.mark.parametrize(("steps", "said"), [(1, "1 commit on"), (2, "2 commits on")])
def test_commits_are_counted(world, steps, said, monkeypatch):
    plan = PLAN.format(more=TWO_STEPS)
    if steps == 1:
        plan = plan[: plan.index("  - id: two")]
    (world / "p.yaml").write_text(plan)
    build(load_plan(world / "p.yaml"), world / "repository", output=world / "out")
    monkeypatch.chdir(world)
    out, told = (done := run(world, "--worktree", "w")).communicate()
    assert done.returncode == 0, told
    assert out.startswith(f"{said} branch patcher/p in ")


def test_a_hook_that_says_nothing_is_told_by_its_status(world):
    hook(world / "repository", "pre-applypatch", "exit 1")
    _, said = run(world, "--hooks", "--here").communicate()
    assert "git am refuses the series: it ends with status 1" in said


@HERE
def test_a_signature_that_cannot_be_made_leaves_nothing(world, where, monkeypatch):
    folder = world / "repository"
    git(folder, "config", "gpg.program", "false")
    before = state(folder)
    monkeypatch.chdir(world)
    done = run(world, "--sign", *where)
    assert "failed to sign" in done.communicate()[1]
    assert state(folder) == before
    assert not (world / "w").exists()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@HERE
def test_a_signal_while_git_is_at_work_leaves_nothing(world, where, sent, monkeypatch):
    folder = world / "repository"
    os.mkfifo(world / "reached")
    os.mkfifo(world / "never")
    hook(folder, "pre-applypatch", f"echo x > {world}/reached", f"read x < {world}/never")
    git(folder, "status")
    before = state(folder)
    monkeypatch.chdir(world)
    done = run(world, "--hooks", *where)
    assert (world / "reached").read_text() == "x\n"
    done.send_signal(sent)
    with open(os.open(world / "never", os.O_RDWR), "w") as pipe:
        done.communicate()
        pipe.write("x\n")
    assert done.returncode == 128 + sent
    assert state(folder) == before
    assert not (world / "w").exists()


def test_what_is_not_tracked_and_in_the_way_stays(world):
    folder = world / "repository"
    (folder / "made").mkdir()
    (folder / "made" / "second").write_bytes(b"precious\n")
    before = state(folder)
    with pytest.raises(Refusal, match="patch-does-not-apply"):
        apply(world / "out" / "p", folder, here=True)
    assert state(folder) == before
    assert (folder / "made" / "second").read_bytes() == b"precious\n"


STOPPED = """\
From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: A <a@example.org>
Date: Thu, 14 May 2026 09:00:00 +1000
Subject: [PATCH] the user's own

---
diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -1 +1 @@
-nothing like it
+x
"""


def stop_am(folder):
    (folder / ".git" / "own.patch").write_text(STOPPED)
    subprocess.run(["git", "-C", str(folder), "am", "-q", ".git/own.patch"], env=ENV, capture_output=True, check=False)  # fmt: skip


def stop_rebase(folder):
    git(folder, "commit", "-q", "--allow-empty", "-m", "y")
    git(folder, "-c", "sequence.editor=sed -i 1ibreak", "rebase", "-q", "-i", "--keep-empty", "HEAD~1")


def stop_merge(folder):
    git(folder, "commit", "-q", "--allow-empty", "-m", "y")
    git(folder, "branch", "side", "HEAD~1")
    git(folder, "checkout", "-q", "side")
    git(folder, "commit", "-q", "--allow-empty", "-m", "z")
    git(folder, "merge", "-q", "--no-commit", "--no-ff", "-s", "ours", "@{-1}")


def stop_cherry_pick(folder):
    (folder / ".git" / "CHERRY_PICK_HEAD").write_text(git(folder, "rev-parse", "HEAD") + "\n")


@pytest.mark.parametrize("stop", [stop_am, stop_rebase, stop_merge, stop_cherry_pick])
def test_what_the_user_is_in_the_midst_of_is_not_touched(world, stop):
    folder = world / "repository"
    stop(folder)
    names = sorted(os.listdir(folder / ".git"))
    head = git(folder, "rev-parse", "HEAD")
    with pytest.raises(SurroundingsError, match="work-tree-dirty") as caught:
        apply(world / "out" / "p", folder, here=True)
    assert "is going on" in caught.value.problems[0].message
    assert sorted(os.listdir(folder / ".git")) == names
    assert git(folder, "rev-parse", "HEAD") == head


def test_a_worktree_that_cannot_be_filled_leaves_no_branch(world):
    folder = world / "repository"
    git(folder, "config", "filter.f.clean", "cat")
    git(folder, "config", "filter.f.smudge", "false")
    git(folder, "config", "filter.f.required", "true")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("*.txt filter=f\n")
    before = state(folder)
    with pytest.raises(SurroundingsError, match="external filter"):
        apply(world / "out" / "p", folder, worktree=world / "w")
    assert state(folder) == before
    assert not (world / "w").exists()


def test_a_worktree_that_cannot_be_made_leaves_no_branch(world):
    folder = world / "repository"
    (world / "file").write_text("")
    before = state(folder)
    with pytest.raises(SurroundingsError, match="git-failed"):
        apply(world / "out" / "p", folder, worktree=world / "file" / "w")
    assert state(folder) == before


def test_a_hook_that_puts_more_into_the_commit_is_seen(world):
    folder = world / "repository"
    more = "echo more >> a.txt; git commit -q --no-verify --amend --no-edit a.txt"
    hook(folder, "post-applypatch", f"if [ -e made/second ]; then {more}; fi")
    before = state(folder)
    done = run(world, "--hooks", "--here")
    assert "git am gives tree" in done.communicate()[1]
    assert state(folder) == before


def test_applied_on_another_start_the_tree_is_that_starts(world):
    folder = world / "repository"
    (folder / "beside.txt").write_bytes(b"x\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "beside")
    done = apply(world / "out" / "p", folder, here=True)
    assert git(folder, "ls-tree", "-r", "--name-only", done.tree).split("\n") == [
        "a.txt", "beside.txt", "made/first", "made/second",
    ]  # fmt: skip
