"""A patch as mail: the form that `git format-patch` writes and `git am` reads.

What survives and what does not follows git's mailinfo.c: it ends the message at `---`, `diff -` and
`Index: `, folds white space in the subject, and takes a prefix in brackets away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from patcher.diff import render_diff, render_stat
from patcher.diff.model import FileDiff
from patcher.series.model import Message, Patch

_ZERO = {40: "0" * 40, 64: "0" * 64}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,."]')


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a message would not survive: the part (`subject`, `body`, `author`, ...), the words, a remedy."""

    part: str
    message: str
    hint: str


def patch_name(number: int, subject: str) -> str:
    """Return a patch's file name by git's own rule (log-tree.c, `format_sanitized_subject`; 64 bytes)."""
    words = re.sub(r"\.+", ".", re.sub(r"[^A-Za-z0-9._]+", "-", subject)).strip("-")
    room = 64 - len(".patch")
    name = f"{number:04d}-{words.lstrip('.-').rstrip('.-')}"[:room]
    return f"{name.rstrip('.-')}.patch"


def render_patch(
    message: Message, diffs: Sequence[FileDiff], *, number: int, total: int, base_commit: str | None
) -> Patch:
    """Return one patch of a series, with its diffstat; the first one names the base commit."""
    prefix = "[PATCH]" if total == 1 else f"[PATCH {number:0{len(str(total))}d}/{total}]"
    head = mail_head(
        message, f"{prefix} {message.subject}", _width(diffs), eight_bit=not message.text.isascii()
    )
    text = message.text[len(message.subject) + 1 :].lstrip("\n")
    parts = [head, b"\n", text.encode(), b"---\n", render_stat(diffs), b"\n", render_diff(diffs)]
    if base_commit is not None:
        parts.append(f"\nbase-commit: {base_commit}\n".encode())
    data = b"".join(parts)
    return Patch(number, total, patch_name(number, message.subject), message, tuple(diffs), data)


def _width(diffs: Sequence[FileDiff]) -> int:
    return len(diffs[0].old_id) if diffs else 40


def mail_head(message: Message, subject: str, width: int, *, eight_bit: bool) -> bytes:
    """Return the headers of a mail, folded and encoded as RFC 5322 and RFC 2047 need."""
    rows = [
        f"From {_ZERO[width]} Mon Sep 17 00:00:00 2001",
        f"From: {_person(message.author_name)} <{message.author_email}>",
        f"Date: {mail_date(message.date)}",
        f"Subject: {_header_text(subject, len('Subject: '))}",
    ]
    if eight_bit:
        rows += [
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
        ]
    return "".join(row + "\n" for row in rows).encode()


def mail_date(date: str) -> str:
    """Return an ISO 8601 date as RFC 5322 writes it, in English whatever the locale."""
    moment = datetime.fromisoformat(date)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day} {month} {moment.year} {moment:%H:%M:%S} {moment:%z}"[:31]


def _person(name: str) -> str:
    if not name.isascii():
        return _encoded_words(name, len("From: "))
    if _SPECIAL.search(name):
        return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return name


def _header_text(text: str, taken: int) -> str:
    if not text.isascii() or "=?" in text:
        return _encoded_words(text, taken)
    return "\n ".join(_folded(text, taken))


def _folded(text: str, taken: int) -> Iterator[str]:
    """Yield a header's rows, broken at single blanks so that no row passes 76 columns if it can."""
    row, room = "", 76 - taken
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if row and len(row) + 1 + len(word) > room:
            yield row
            row, room = word, 75
        else:
            row = f"{row} {word}" if row else word
    yield row


def _encoded_words(text: str, taken: int) -> str:
    """Return text as RFC 2047 encoded words of whole characters, each on a row of its own."""
    words, word, room = [], "", 75 - taken - len("=?UTF-8?q??=")
    for character in text:
        raw = character.encode()
        piece = (
            character
            if re.fullmatch(r"[A-Za-z0-9!*+/-]", character)
            else "".join(f"={byte:02X}" for byte in raw)
        )
        if len(word) + len(piece) > room:
            words.append(word)
            word, room = "", 74 - len("=?UTF-8?q??=")
        word += piece
    return "\n ".join(f"=?UTF-8?q?{each}?=" for each in [*words, word])


# Lines at which git ends a message, or drops what is above, or reads a header.
_ENDS = re.compile(r"(?:---(?:[ \t]*$|\s)|diff -|Index: |From )")
_HEADER = re.compile(
    r"(?:From|Date|Subject|Content-Type|Content-Transfer-Encoding|MIME-Version|Message-Id):", re.IGNORECASE
)
_MARK = re.compile(r">8|8<|>%|%<")


def is_scissors(line: str) -> bool:
    """Tell whether git takes a line for scissors (mailinfo.c `is_scissors_line`), erring towards yes."""
    bare = line.strip()
    return bool(_MARK.search(bare)) and set(_MARK.sub("", bare)) <= set("- \t") and "-" in bare


def check_message(message: Message) -> tuple[Reason, ...]:
    """Return every reason why a message would come out of `git am` as another one."""
    return (*_subject(message.subject), *_body(message), *_author(message))


def _subject(subject: str) -> Iterator[Reason]:
    if subject.startswith("["):
        yield Reason(
            "subject", "the subject begins with `[`, and git takes a prefix in brackets away", "reword it"
        )
    if subject != " ".join(subject.split()):
        yield Reason("subject", "the subject has blanks that git folds into one", "write single blanks")
    if re.match(r"(?:re|fwd?):", subject, re.IGNORECASE):
        yield Reason("subject", f"git takes `{subject.split(':')[0]}:` away from the subject", "reword it")
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in subject) or "\ufffd" in subject:
        yield Reason("subject", "the subject holds a control character", "take it out")


def _body(message: Message) -> Iterator[Reason]:
    rows = message.text[len(message.subject) + 1 :].lstrip("\n").rstrip("\n").split("\n")
    if message.body.startswith((" ", "\t")) or re.match(r"\s*\n[ \t]", message.body):
        yield Reason(
            "body",
            "the body begins with an indented line, and git takes the blanks away",
            "begin with plain text",
        )
    blank = False
    for number, row in enumerate(rows):
        shown = row if len(row) < 40 else row[:36] + " ..."
        if _ENDS.match(row):
            yield Reason(
                "body", f"git ends the message at the line `{shown}`", "indent it by a blank, or reword it"
            )
        elif is_scissors(row):
            yield Reason("body", f"git takes `{shown}` for scissors and drops what is above", "reword it")
        elif number == 0 and (_HEADER.match(row) or row.startswith((">From", "["))):
            yield Reason(
                "body", f"git takes the first line `{shown}` for a header", "begin with another line"
            )
        if row != row.rstrip() and row.strip():
            yield Reason(
                "body", f"the line `{shown.rstrip()}` ends in blanks, which git takes away", "take them out"
            )
        if any(ord(c) < 32 and c != "\t" for c in row):
            yield Reason("body", f"the line `{shown}` holds a control character", "take it out")
        if not row.strip() and blank:
            yield Reason("body", "two blank lines in a row, of which git keeps one", "keep one")
        blank = not row.strip()


def _author(message: Message) -> Iterator[Reason]:
    name, email = message.author_name, message.author_email
    if name != " ".join(name.split()) or not name or re.search(r"[\x00-\x1f<>]", name):
        yield Reason(
            "author", f"the author's name `{name}` does not come out as it went in", "write it plainly"
        )
    elif name[0] in ".,:;<>\"\\'" or name[-1] in ".,:;<>\"\\'" or re.search(r'[()"\\]', name):
        yield Reason(
            "author",
            f"git changes the author's name `{name}`",
            "leave out quotes, brackets and points at its ends",
        )
    if not re.fullmatch(r"[^\s<>()\"\\,;:]+@[^\s<>()\"\\,;:]+", email) or not email.isascii():
        yield Reason(
            "author", f"the address `{email}` does not come out as it went in", "write it as `name@host`"
        )
