"""What a patch holds, in short: ours, git's, and those of other programs."""

import subprocess

import pytest
from gitbox import GitBox
from hypothesis import HealthCheck, given, settings
from test_series_trees import patch_of, steps

from patcher.errors import Refusal
from patcher.series.summary import summarize


def rows(data, name="p"):
    return [
        (file.path, file.what, file.hunks, file.deleted, file.added)
        for summary in summarize(data, name)
        for file in summary.files
    ]


HUNK = b"@@ -1,2 +1,2 @@ f\n a\n-b\n+c\n"
GIT = b"diff --git a/f b/f\nindex 1..2 100644\n--- a/f\n+++ b/f\n" + HUNK

DIFFS = [
    pytest.param(GIT, [("f", "changed", 1, 1, 1)], id="git diff"),
    pytest.param(b"--- a/f\n+++ b/f\n" + HUNK, [("f", "changed", 1, 1, 1)], id="a bare diff with prefixes"),
    pytest.param(b"--- x/f.orig\t2026-01-01 00:00:00\n+++ x/f\t2026-01-02 00:00:00\n" + HUNK,
                 [("x/f", "changed", 1, 1, 1)], id="diff -u with times"),
    pytest.param(b"Index: f\n=====\n--- f\t(revision 1)\n+++ f\t(working copy)\n" + HUNK,
                 [("f", "changed", 1, 1, 1)], id="subversion"),
    pytest.param(b"--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n", [("f", "created", 1, 0, 1)], id="created"),
    pytest.param(b"--- f\t1970-01-01 00:00:00 +0000\n+++ f\t2026-01-01 00:00:00 +0000\n@@ -0,0 +1 @@\n+x\n",
                 [("f", "created", 1, 0, 1)], id="created by diff -N"),
    pytest.param(b"--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", [("f", "deleted", 1, 1, 0)], id="deleted"),
    pytest.param(b"diff --git a/f b/f\nnew file mode 100644\nindex 0..e69de29\n", [("f", "created", 0, 0, 0)], id="empty"),
    pytest.param(b"diff --git a/f b/f\ndeleted file mode 100644\nindex e69de29..0\n",
                 [("f", "deleted", 0, 0, 0)], id="empty goes"),
    pytest.param(b"diff --git a/f b/f\nold mode 100644\nnew mode 100755\n", [("f", "mode", 0, 0, 0)], id="mode"),
    pytest.param(b"diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b\n",
                 [("b", "renamed", 0, 0, 0)], id="renamed"),
    pytest.param(b'diff --git "a/\\303\\274" "b/\\303\\274"\nold mode 100644\nnew mode 100755\n',
                 [("ü", "mode", 0, 0, 0)], id="quoted"),
    pytest.param(b'diff --git "a/\\303\\274" "b/\\303\\274"\n--- "a/\\303\\274"\n+++ "b/\\303\\274"\n' + HUNK,
                 [("ü", "changed", 1, 1, 1)], id="quoted with hunks"),
    pytest.param(b"diff --git a/x b/y b/x b/y\n--- a/x b/y\t\n+++ b/x b/y\t\n" + HUNK,
                 [("x b/y", "changed", 1, 1, 1)], id=" b/ in a name"),
    pytest.param(b"diff --git x/f x/f\nold mode 100644\nnew mode 100755\n", [("x/f", "mode", 0, 0, 0)], id="no prefix"),
    pytest.param(b"diff --git a/x b/y b/x b/y\nold mode 100644\nnew mode 100755\n",
                 [("x b/y", "mode", 0, 0, 0)], id=" b/ in a name alone"),
    pytest.param(b"diff --git a/f b/f\nindex 1..2 100644\nGIT binary patch\nliteral 1\nIcmZPo\n\nliteral 0\nHcmV?d00001\n\n",
                 [("f", "binary", 0, 0, 0)], id="binary"),
    pytest.param(b"diff --git a/f b/f\nBinary files a/f and b/f differ\n",
                 [("f", "binary", 0, 0, 0)], id="binary without bytes"),
    pytest.param(GIT + b"@@ -9 +9 @@\n-x\n\\ No newline at end of file\n+x\n", [("f", "changed", 2, 2, 2)], id="no newline"),
    pytest.param(b"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
                 [("f", "changed", 1, 1, 1)], id="a blank row without sign"),
    pytest.param(b"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\x0c\r\n-\x85b\n+c\xe2\x80\xa8\n-\r\n+\xff\n",
                 [("f", "changed", 1, 2, 2)], id="separators that are no line ends"),
    pytest.param(b"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- a/g\n+++ b/g\n-- x\n+- y\n",
                 [("f", "changed", 1, 2, 2)], id="rows that look like headers"),
    pytest.param(GIT + GIT.replace(b"/f", b"/g") + b"-- \n2.39\n\n", [("f", "changed", 1, 1, 1), ("g", "changed", 1, 1, 1)],
                 id="two files and a signature"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "found"), DIFFS)
def test_a_diff_in_short(data, found):
    assert rows(data) == found


def mail(subject, body, diff=GIT, headers=b""):
    head = (
        b"From "
        + b"0" * 40
        + b" Mon Sep 17 00:00:00 2001\nFrom: A <a@x>\nDate: Thu, 14 May 2026 09:00:00 +1000\n"
    )
    return head + b"Subject: " + subject + b"\n" + headers + b"\n" + body + b"---\n f | 2 +-\n\n" + diff


def test_a_mail_in_short():
    (summary,) = summarize(mail(b"[PATCH 1/2] =?UTF-8?q?=C3=BCber?=", b"why\n\nFixes: 1\n"), "p")
    assert (summary.subject, summary.author, summary.message) == ("über", "A <a@x>", "why\n\nFixes: 1")
    assert [file.path for file in summary.files] == ["f"]


def test_a_mailbox_has_several():
    one, two = summarize(mail(b"one", b"1\n") + mail(b"two", b"2\n", GIT.replace(b"/f", b"/g")), "p")
    assert (one.subject, two.subject) == ("one", "two")
    assert [file.path for file in two.files] == ["g"]


def test_a_cover_letter_has_no_files():
    (summary,) = summarize(mail(b"[PATCH 0/2] all of it", b"blurb\n", b""), "p")
    assert (summary.subject, summary.files) == ("all of it", ())


@pytest.mark.parametrize(
    "name", [pytest.param("quoted-printable", id="quoted-printable"), pytest.param("base64", id="base64")]
)
def test_a_mail_that_was_encoded_for_the_way(name):
    import base64
    import quopri

    encode = base64.encodebytes if name == "base64" else quopri.encodestring
    head, _, body = mail(
        b"s", "ü = x\n".encode(), headers=b"Content-Transfer-Encoding: " + name.encode() + b"\n"
    ).partition(b"\n\n")
    (summary,) = summarize(head + b"\n\n" + encode(body), "p")
    assert summary.message == "ü = x"
    assert [file.path for file in summary.files] == ["f"]


UNREADABLE = [
    pytest.param(b"", 0, "holds no diff", id="empty"),
    pytest.param(b"hello\n", 0, "holds no diff", id="prose"),
    pytest.param(b"\0" * 100, 0, "holds no diff", id="binary"),
    pytest.param(GIT[:-4], 8, "breaks off", id="a hunk is cut"),
    pytest.param(GIT[:-3], 8, "breaks off", id="a hunk is cut at a row's end"),
    pytest.param(GIT.replace(b"-b", b"?b"), 7, "breaks off", id="a row without sign"),
    pytest.param(
        b"From x Mon Sep 17 00:00:00 2001\n\n" + GIT, 1, "`From:` is missing", id="a mail without author"
    ),
]


@pytest.mark.parametrize(("data", "row", "words"), UNREADABLE)
def test_what_is_no_patch_is_refused(data, row, words):
    with pytest.raises(Refusal) as caught:
        summarize(data, "p")
    (problem,) = caught.value.problems
    assert (problem.code, problem.target.file, problem.target.first_line or 0) == (
        "patch-unreadable",
        "p",
        row,
    )
    assert words in problem.message


@given(steps())
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_our_own_patches_in_short(step):
    if not step:
        return
    patch = patch_of(step)
    (summary,) = summarize(patch.data, patch.name)
    assert (summary.subject, summary.message) == ("a step", "why")
    found = {file.path: (file.hunks, file.deleted, file.added, file.old_path) for file in summary.files}
    assert found == {
        diff.change.path: (len(diff.hunks), diff.deleted, diff.added, diff.change.old_path)
        for diff in patch.diffs
    }


def test_gits_own_patches_in_short(tmp_path):
    box = GitBox(tmp_path / "r")
    names = ["a", "a b", "ü", "x b/y", "t\tab", "d/e/f"]
    text = b"".join(b"%d\n" % n for n in range(40))
    first = box.commit(box.tree(dict.fromkeys(names, (33188, text))))
    second = box.commit(
        box.tree({name: (0o100644, text.replace(b"5\n", b"x\n", 1)) for name in names}), parent=first
    )
    data = box.git("format-patch", "--stdout", f"{first}..{second}")
    assert sorted(rows(data)) == sorted((name, "changed", 1, 1, 1) for name in names)
    assert sorted(rows(box.git("diff", "--no-prefix", first, second))) == sorted(
        (name, "changed", 1, 1, 1) for name in names
    )


def test_diff_u_in_short(tmp_path):
    (tmp_path / "old").write_bytes(b"1\n2\n3\n")
    (tmp_path / "new").write_bytes(b"1\n3\n4")
    done = subprocess.run(["diff", "-u", "old", "new"], cwd=tmp_path, capture_output=True, check=False)
    assert rows(done.stdout) == [("new", "changed", 1, 1, 1)]


def test_two_ways_of_counting_must_agree(monkeypatch):
    monkeypatch.setattr("patcher.series.summary._by_unidiff", lambda hunks: (1, 1, 2))
    with pytest.raises(Refusal) as caught:
        summarize(GIT, "p")
    assert "do not agree" in caught.value.problems[0].message
