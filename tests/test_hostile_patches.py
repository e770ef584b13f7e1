"""Patches and folders made to hurt who reads them: each is read, or refused in words, and nothing more happens."""

import os
import tracemalloc

import pytest

from benchmarks.reliability import patches_fuzz
from benchmarks.reliability.subject import make_subject
from patcher.errors import PatcherError, Refusal, SurroundingsError
from patcher.series import folder as folders
from patcher.series import list_folder, read_patch, summarize
from patcher.series.mailinfo import read_mail

IDS = b"index %s..%s 100644\n" % (b"d" * 40, b"e" * 40)
FILE = b"diff --git a/f b/f\n" + IDS + b"--- a/f\n+++ b/f\n"
HEAD = (
    b"From "
    + b"0" * 40
    + b" Mon Sep 17 00:00:00 2001\nFrom: A <a@x>\nDate: Thu, 14 May 2026 09:00:00 +1000\n"
)
DIGITS = b"9" * 5000

PATCHES = [
    pytest.param(FILE + b"@@ -" + DIGITS + b" +1 @@\n-a\n+b\n", id="a line's number without end"),
    pytest.param(FILE + b"@@ -1," + DIGITS + b" +1 @@\n-a\n+b\n", id="a count without end"),
    pytest.param(FILE + b"@@ -1,999999999999999999 +1 @@\n-a\n+b\n", id="a count beyond the file"),
    pytest.param(FILE[:-16] + b"GIT binary patch\nliteral " + DIGITS + b"\n", id="a length without end"),
    pytest.param(HEAD + b"Subject: [PATCH " + DIGITS + b"/2] x\n\n---\n" + FILE, id="a part without end"),
    pytest.param(HEAD + b"Subject: [PATCH] x\n\n---\n " + DIGITS + b" files changed\n\n" + FILE, id="a total without end"),
    pytest.param(HEAD + b"Subject: [PATCH] x\n\nFrom x Mon Sep 17 00:00:00 " + DIGITS + b"\n" + FILE, id="a year without end"),
    pytest.param(HEAD + b"Subject: =?idna?q?=FF.?=\n\n---\n" + FILE, id="a charset that is none of text"),
    pytest.param(HEAD + b"Subject: =?a\0?q?x?=\n\n---\n" + FILE, id="a charset with a NUL"),
    pytest.param(HEAD + b"Subject: =?utf-8?b?=\n\n---\n" + FILE, id="a word that does not end"),
    pytest.param(HEAD + b"Subject: x\nContent-Transfer-Encoding: base64\n\nQQ=Q=Q\n", id="base64 that is none"),
    pytest.param(HEAD + b"Subject: x\nContent-Transfer-Encoding: base64\n" + b"Content-Type: message/rfc822\n\n" * 20_000, id="mails in mails"),
    pytest.param(b'diff --git "a/' + b"\\303" * 50_000 + b"\n" + IDS, id="a name that never ends"),
    pytest.param(b"diff --git a/" + b" b/" * 50_000 + b"\n" + IDS, id="a name of many names"),
    pytest.param(b'diff --git "a/\\777" "b/\\777"\n' + IDS, id="an escape beyond a byte"),
]  # fmt: skip


@pytest.mark.parametrize("data", PATCHES)
def test_a_hostile_patch_is_read_or_refused_in_words(data):
    patches_fuzz.judged(data)
    with pytest.raises(Refusal):
        read_patch(data, "p.patch")


def test_packed_bytes_are_unpacked_to_what_they_say_and_have():
    data = FILE[:-16] + patches_fuzz.block(bytes(1 << 26), 1 << 26)
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="another length than it says"):
            read_patch(data, "p.patch")
        assert tracemalloc.get_traced_memory()[1] < 1 << 22
    finally:
        tracemalloc.stop()
    small = b"stored\0"
    assert read_patch(FILE[:-16] + patches_fuzz.block(small, len(small)), "p").files[0].literals == (
        small,
        b"",
    )


def test_long_headers_are_read_as_short_ones_are():
    for subject, text in (
        (b"Re: " * 30_000 + b"x", "x"),
        (b"[a] " * 30_000 + b"x", "x"),
        (b"x" + b"\n x" * 30_000, "x" + " x" * 30_000),
        (b"Re:", "Re:"),
        (b"[a", "[a"),
        (b"=?utf-8?q?a?= " * 3 + b"=?utf-8?q?b", "aaa =?utf-8?q?b"),
    ):
        assert read_mail(HEAD + b"Subject: " + subject + b"\n\n---\n" + FILE).subject == text


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    made = make_subject(tmp_path_factory.mktemp("hostile") / "subject")
    assert made.run("build").status == 0
    return made


def thousand(folder):
    for number in range(1000):
        (folder / f"{number:04d}.patch").write_bytes(b"x")


def odd(folder, name, make):
    (folder / name).rename(folder.parent / "kept")
    make(folder / name)


FOLDERS = [
    pytest.param(lambda f: odd(f, "manifest.json", lambda p: p.symlink_to("/dev/zero")), id="a link for its manifest"),
    pytest.param(lambda f: odd(f, "manifest.json", os.mkfifo), id="a pipe for its manifest"),
    pytest.param(lambda f: odd(f, "series", os.mkfifo), id="a pipe for a file"),
    pytest.param(lambda f: odd(f, "series", lambda p: p.mkdir()), id="a folder for a file"),
    pytest.param(lambda f: odd(f, "manifest.json", lambda p: os.truncate(os.open(p, os.O_CREAT | os.O_WRONLY), 1 << 40)), id="a terabyte"),
    pytest.param(lambda f: odd(f, "manifest.json", lambda p: p.write_bytes(b"[" * 1_000_000)), id="lists in lists"),
    pytest.param(lambda f: odd(f, "manifest.json", lambda p: p.write_bytes(b'{"format": 1e999, "a": ' + DIGITS + b"}")), id="numbers without end"),
    pytest.param(lambda f: odd(f, "series", lambda p: p.write_bytes(b"\0" * 3_000_000)), id="zeros"),
    pytest.param(lambda f: odd(f, "series", lambda p: p.write_bytes(b"a\nb\n" * 300_000)), id="many rows"),
    pytest.param(thousand, id="a thousand files"),
]  # fmt: skip


@pytest.mark.parametrize("make", FOLDERS)
def test_a_hostile_folder_is_refused_by_all_who_read_it(subject, make):
    folder = subject.out / "lean"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    make(folder)
    try:
        for name, words in (("verify folder", ()), ("check", ()), ("build", ())):
            done = subject.run(
                name, *words, "--timeout", "30", around=["/bin/sh", "-c", 'ulimit -v 2000000; exec "$0" "$@"']
            )
            # A build puts what is its own, and damaged, right again.
            assert done.status in ((0, 1, 3) if name == "build" else (1, 3)), done.said
            assert b"Traceback" not in done.said
            assert len(done.out + done.said) < 100_000
    finally:
        for path in folder.iterdir():
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        (folder.parent / "kept").unlink(missing_ok=True)
        for name, data in before.items():
            (folder / name).write_bytes(data)
    assert subject.run("check").status == 0


def test_more_than_git_takes_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "MOST_BYTES", 10)
    (tmp_path / "a").write_bytes(b"123456")
    assert list_folder(str(tmp_path)) == ({"a": b"123456"}, [])
    (tmp_path / "b").write_bytes(b"78901")
    with pytest.raises(SurroundingsError, match="more than 4 bytes"):
        list_folder(str(tmp_path))


def test_what_is_no_patch_and_has_no_end_is_not_shown(subject):
    done = subject.run("show", "/dev/zero", around=["/bin/sh", "-c", 'ulimit -v 1500000; exec "$0" "$@"'])
    assert done.status == 3
    assert b"Traceback" not in done.said


def test_damaged_patches_and_manifests_are_read_or_refused_in_words():
    counts, failed = patches_fuzz.run(400, seed=7)
    assert failed == []
    assert {"shown", "read", "refused", "folder refused"} <= {
        word for each in counts for word in each.split(" and ")
    }


def test_a_reader_that_fails_would_be_seen(monkeypatch):
    monkeypatch.setattr(patches_fuzz, "read_patch", lambda data, name: int(data))
    assert patches_fuzz.run(60, seed=7)[1]


def test_the_plain_patch_that_is_damaged_is_whole():
    assert summarize(FILE + b"@@ -1 +1 @@\n-a\n+b\n", "p")
    with pytest.raises(PatcherError):
        summarize(FILE + b"@@ -1 +1 @@\n-a\n", "p")
