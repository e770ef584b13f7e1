"""The cover letter, and what a finished patch is held to."""

from dataclasses import replace

import pytest

from patcher.diff import diff_file
from patcher.errors import Refusal
from patcher.series import mail_differences, prove_patch, read_patch, render_cover, render_patch, summarize
from patcher.series.model import Message
from patcher.tree import object_id
from patcher.tree.model import FileChange

FILE = 0o100644
WORDS = Message(
    "first", "why\n", (("Fixes", "#1"),), "A. Maintainer", "a@example.org", "2026-05-14T09:00:00+10:00"
)


def patch(subject, *changes, number=1, total=2):
    diffs = [diff_file(change, None, hash="sha1") for change in changes]
    return render_patch(replace(WORDS, subject=subject), diffs, number=number, total=total)


def change(path, before, after, old_path=None):
    modes = (None if before is None else FILE), (None if after is None else FILE)
    return FileChange(path, before, after, *modes, old_path)


def test_a_cover_letter():
    patches = [
        patch(
            "first",
            change("a", b"1\n2\n", b"1\n"),
            change("gone", b"x\n", None),
            change("brief", None, b"x\n"),
        ),
        patch("second", change("b", b"1\n", b"1\n", "a"), change("brief", b"x\n", None), number=2),
    ]
    plan = Message("Retire it", "\nIt is dead.\n\n", (), "A. Maintainer", "a@example.org", WORDS.date)
    cover = render_cover(plan, ("one stays;\nfor now", "two goes"), patches, "1" * 40)
    assert (
        cover
        == b"""\
From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: "A. Maintainer" <a@example.org>
Date: Thu, 14 May 2026 09:00:00 +1000
Subject: [PATCH 0/2] Retire it

It is dead.

Decisions:
- one stays;
  for now
- two goes

A. Maintainer (2):
  first
  second

 a => b | 1 -
 gone   | 1 -
 2 files changed, 2 deletions(-)
 rename a => b (50%)
 delete mode 100644 gone

base-commit: 1111111111111111111111111111111111111111
"""
    )
    (summary,) = summarize(cover, "cover-letter.patch")
    assert (summary.subject, summary.files) == ("Retire it", ())


def test_a_cover_letter_without_words_or_commit():
    plan = Message("Retire ü", "", (), "A. Maintainer", "a@example.org", WORDS.date)
    cover = render_cover(plan, (), [patch("first", change("a", None, b""))] * 12, None)
    assert b"Subject: [PATCH 00/12] =?UTF-8?q?Retire=20=C3=BC?=\nMIME-Version: 1.0\n" in cover
    assert b"\n\nA. Maintainer (12):\n  first\n" in cover
    assert b"base-commit" not in cover


ONE = patch("first", change("a", b"1\n", b"2\n"))


def test_a_patch_is_proved_with_its_message():
    (found,) = prove_patch(ONE, {"a": (FILE, b"1\n")}.get)
    assert found == replace(change("a", b"1\n", b"2\n"), after_id=object_id("blob", b"2\n", "sha1"))


OTHERS = [
    pytest.param(replace(WORDS, subject="other"), "another message", id="subject"),
    pytest.param(replace(WORDS, body="other"), "another message", id="body"),
    pytest.param(replace(WORDS, trailers=()), "another message", id="trailers"),
    pytest.param(
        replace(WORDS, author_name="B"), "is from `A. Maintainer <a@example.org>`, not from `B <", id="name"
    ),
    pytest.param(replace(WORDS, author_email="b@x"), "not from `A. Maintainer <b@x>`", id="address"),
    pytest.param(
        replace(WORDS, date="2026-05-14T09:00:01+10:00"), "is of 2026-05-14T09:00:00+10:00", id="moment"
    ),
    pytest.param(replace(WORDS, date="2026-05-13T23:00:00+00:00"), "not of 2026-05-13", id="zone"),
]


@pytest.mark.parametrize(("message", "words"), OTHERS)
def test_a_patch_with_another_message_is_refused(message, words):
    with pytest.raises(Refusal) as caught:
        prove_patch(replace(ONE, message=message), {"a": (FILE, b"1\n")}.get)
    (problem,) = caught.value.problems
    assert problem.code == "series-damaged"
    assert words in problem.message


def test_a_bare_diff_is_no_mail():
    data = ONE.data[ONE.data.index(b"diff --git") :]
    assert mail_differences(read_patch(data, "p"), "", "", "") == ("`p` is no mail",)
