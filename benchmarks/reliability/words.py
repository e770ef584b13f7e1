"""Random commit messages, people and dates: any script, any sign, and whatever mail programs make something of."""

from __future__ import annotations

from random import Random

from patcher.series import check_message
from patcher.series.model import Message

_SIGNS = list("abc ABC:;,.<>()[]\"'\\@#=?_-+*/%{}|~^&!\t\x0b\x0c\x1b\x7f")
_LETTERS = list(
    "\xfc\xdf\xe9\u20ac\u2028\x85\xa0\u200b\u202e\u0301\u65e5\u672c\ud55c\u0645\u0631\u05d0\u0905"
    "\U0001f525\U0001f469\u200d\ufeff"
)
_ROWS = [
    "From: a@b", "Subject: x", "Date: now", "---", "--- ", "--- a/x", "diff -", "diff --git a/x b/x", "Index: x", "-- >8 --",
    "-- ", "[PATCH]", "[PATCH 1/2] x", "Re: x", ">From x", "From x Mon Sep 17 00:00:00 2001", "From here on",
    "=?UTF-8?q?=41?=", "@@ -1 +1 @@", "+++ b/x", "# comment", "    code", "\ttab", "x" * 300, "word " * 40,
    "Signed-off-by: A <a@example.org>", "(cherry picked from x)", "base-commit: 0", "diffuse",
    "Content-Type: text/html", ".", "a\rb", "end  ", "",
]  # fmt: skip
_KEYS = ["Fixes", "Signed-off-by", "Reviewed-by", "Co-authored-by", "Link"]
_NAMES = [
    "A. Maintainer", "Jos\xe9 N\xfa\xf1ez", "\u5c71\u7530 \u592a\u90ce", 'Joe "the P" Smith', "Smith, John",
    "O'Neil van x", "J\xfc (work) M", "a\\b c",
]  # fmt: skip
_DATES = [
    "2026-05-14T09:00:00+10:00",
    "2001-02-03T04:05:06-11:30",
    "1999-12-31T23:59:59+00:00",
    "2038-01-19T03:14:08+05:45",
]


def candidate(random: Random) -> Message:
    """Return a message that may or may not survive."""
    subject = random.choice(_ROWS) if random.random() < 0.1 else _line(random, random.choice([9, 40, 200]))
    body = "\n".join(_row(random) for _ in range(random.randrange(7)))
    trailers = tuple((random.choice(_KEYS), _line(random, 30)) for _ in range(random.randrange(3)))
    name = random.choice(_NAMES) if random.random() < 0.6 else _line(random, 20)
    return Message(
        subject, body, trailers, name, f"{random.choice('abc')}.x+y@example.org", random.choice(_DATES)
    )


def message(random: Random) -> Message:
    """Return a message that is not refused."""
    while True:
        found = candidate(random)
        # Of a name of one or two bytes git before 2.33 makes the address (mailinfo.c, `get_sane_name`).
        if len(found.author_name.encode()) > 2 and not check_message(found):
            return found


def _row(random: Random) -> str:
    return random.choice(_ROWS) if random.random() < 0.4 else _line(random, random.choice([5, 70, 140]))


def _line(random: Random, most: int) -> str:
    plain = random.choice([list("abcdefgh  "), _SIGNS, _LETTERS + list("ab "), _SIGNS + _LETTERS])
    return "".join(random.choice(plain) for _ in range(random.randrange(1, most + 1)))
