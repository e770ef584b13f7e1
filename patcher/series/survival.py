"""Which messages would come out of `git am` as others, and how to say the same so that it survives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from patcher.expression import expression
from patcher.record import dataclass
from patcher.series.mail import mail_head
from patcher.series.mailinfo import (
    UNKNOWN_OFFSET,
    begins_mail,
    ends_message,
    in_body_header,
    is_scissors,
    read_mail,
    same_date,
)
from patcher.series.model import Message

_YEARS = range(1970, 2100)  # that git reads in a mail (date.c, `tm_to_time_t`)
_CRUD = ".,:;<>\"\\'"  # that git takes off the ends of a name (ident.c; the point before git 2.44)
_ADDRESS = expression(r"[^\s<>()\"\\,;:@]+@[^\s<>()\"\\,;:@]+")
_HUNK = expression(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@", re.ASCII)  # apply.c, `find_header`
_NAME_BYTES = 60  # of a name, above which git takes the address for it (mailinfo.c, `get_sane_name`)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a message would not survive: its part (`subject`, `body`, `trailers`, `author`, `date`) and a remedy."""

    part: str
    message: str
    hint: str


def check_message(message: Message) -> tuple[Reason, ...]:
    """Return every reason why `git am` would make another commit message, author or date of this one.

    Blanks at the ends of lines, runs of blank lines and blank lines at either end are no reason:
    `Message.text` is without them, as every commit of git is.
    """
    reasons = (*_date(message.date), *_characters(message))
    if reasons:
        return reasons
    reasons = (*_author(message), *_subject(message.subject), *_body(message))
    return reasons or tuple(_compared(message))


def _date(date: str) -> Iterator[Reason]:
    hint = "write it as `2026-01-31T12:00:00+00:00`"
    try:
        at = datetime.fromisoformat(date)
    except ValueError:
        yield Reason("date", f"`{date}` is no date", hint)
        return
    offset = at.utcoffset()
    if offset is None:
        yield Reason("date", f"the date `{date}` has no offset from UTC", hint)
    elif at.microsecond or offset.seconds % 60 or offset.microseconds:
        yield Reason("date", f"git keeps no fractions of a second or of a minute's offset: `{date}`", hint)
    elif offset == UNKNOWN_OFFSET:
        yield Reason(
            "date", f"git takes the offset -00:01 for none, and its own in its place: `{date}`", hint
        )
    elif at.year not in _YEARS or at.timestamp() < 0:
        yield Reason("date", f"git reads dates from 1970 to 2099, and this is `{date}`", hint)


def _characters(message: Message) -> Iterator[Reason]:
    """Yield what cannot be in a commit at all: NUL, halves of surrogate pairs, lines in a one-line field."""
    trailers = "\n".join(f"{key}: {value}" for key, value in message.trailers)
    parts = (
        ("subject", "subject", message.subject),
        ("body", "body", message.body),
        ("trailers", "trailers", trailers),
        ("author", "author's name", message.author_name),
        ("author", "author's address", message.author_email),
    )
    for part, words, text in parts:
        if _cannot_be_held(text):
            yield Reason(part, f"the {words} holds a character that no commit can hold", "take it out")
        elif part in ("subject", "author") and "\n" in text:
            yield Reason(part, f"the {words} is of several lines", "write it on one line")


def _cannot_be_held(text: str) -> bool:
    """Tell whether no commit can hold a text: git ends it at a NUL, and half of a pair of surrogates has no bytes."""
    try:
        return b"\0" in text.encode()
    except UnicodeEncodeError:
        return True


def _author(message: Message) -> Iterator[Reason]:
    name, email = message.author_name, message.author_email
    if not name.strip():
        yield Reason("author", "the author has no name", "give one")
        return
    if re.search(r"[@<>]", name):
        yield Reason(
            "author", f"git takes a name with `@`, `<` or `>` for an address: `{name}`", "leave them out"
        )
    elif len(name.encode()) > _NAME_BYTES:
        message_ = f"git keeps no author's name of more than {_NAME_BYTES} bytes: `{name}`"
        yield Reason("author", message_, "shorten it")
    elif name[0] in _CRUD or name[-1] in _CRUD:
        yield Reason(
            "author",
            f"git takes quotes and points off the ends of a name: `{name}`",
            "let it begin and end with a letter",
        )
    if not _ADDRESS.fullmatch(email) or email[-1] in _CRUD:
        yield Reason(
            "author",
            f"the author's address does not come out as it went in: `{email}`",
            "write it as `name@host`",
        )


def _subject(subject: str) -> Iterator[Reason]:
    if not subject.strip():
        yield Reason("subject", "the subject is empty", "say what the step does")
    elif subject.startswith("["):
        yield Reason(
            "subject", "the subject begins with `[`, and git takes a prefix in brackets away", "reword it"
        )
    elif subject[:3].lower() == "re:" or subject.startswith(":"):
        word = subject[: subject.index(":") + 1]
        yield Reason("subject", f"git takes `{word}` off the start of a subject", "reword it")
    elif subject != subject.strip(" ") or any(blanks in subject for blanks in ("\t", "\r", "  ")):
        yield Reason("subject", "git makes one space of the blanks in a subject", "write single spaces")


def _body(message: Message) -> Iterator[Reason]:
    rest = message.text.removeprefix(message.subject).lstrip("\n")
    rows = rest.split("\n")[:-1]
    last = len(rows) - sum(f"{key}: {value}".count("\n") + 1 for key, value in message.trailers)
    for number, row in enumerate(rows):
        raw = row.encode() + b"\n"
        shown = row if len(row) <= 40 else row[:36] + " ..."
        part = "body" if number < last else "trailers"
        if ends_message(raw):
            yield Reason(
                part, f"git ends the message at the line `{shown}`", "indent it by a space, or reword it"
            )
        elif _HUNK.match(row):
            why = f"`git apply` takes the line `{shown}` for a hunk without a file, and refuses the patch"
            yield Reason(part, why, "indent it by a space")
        elif is_scissors(raw):
            why = f"git can take the line `{shown}` for scissors and drop what is above it"
            yield Reason(part, why, "reword it")
        elif begins_mail(raw):
            yield Reason(
                part, f"git takes the line `{shown}` for the start of another mail", "indent it by a space"
            )
        elif number == 0 and in_body_header(raw):
            why = f"git takes the message's first line `{shown}` for a header of the mail"
            yield Reason(part, why, "put another line before it")


def _compared(message: Message) -> Iterator[Reason]:
    """Yield what differs when the mail is read back; every way to differ that has a name was named before."""
    head = mail_head(message, "[PATCH]", "0" * 40, eight_bit=True)
    body = message.text.removeprefix(message.subject).lstrip("\n")
    mail = read_mail(head + body.encode() + b"---\n")
    hint = "write it more plainly"
    if (mail.author_name, mail.author_email) != (message.author_name, message.author_email):
        person = f"{mail.author_name} <{mail.author_email}>"
        yield Reason("author", f"git would make `{person}` of the author", hint)
    if not same_date(mail, message.date):
        yield Reason("date", f"git would make `{mail.date}` of the date", hint)
    if mail.subject != message.subject:
        yield Reason("subject", f"git would make `{mail.subject}` of the subject", hint)
    elif mail.text != message.text:
        yield Reason("body", "git would make another message of it", hint)
