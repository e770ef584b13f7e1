"""What `git am` makes of a mail: author, date and message, read as git reads them (mailinfo.c).

Shares no code with what writes mails. It serves to check what was written, and to foretell which
messages would come out as others.
"""

from __future__ import annotations

import codecs
import re
from binascii import a2b_base64
from datetime import datetime, timedelta, timezone

from patcher.expression import expression
from patcher.record import dataclass

_SPACE = b" \t\n\r"  # what git's isspace() knows
_HEADER_ROW = expression(rb"[!-9;-~]+:|>?From ")
_OF_ADDRESSES = frozenset(b"@<>")
_KNOWN = (b"from", b"subject", b"date")
_WORD = expression(rb"=\?([^?]*)\?([^?])\?(.*?)\?=", re.DOTALL)
_SEPARATOR = expression(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\n\Z")
_BREAK = expression(rb"diff -|Index: |--- [^ \t\n\r]|---[ \t\r]*\n")
_MBOX_ROW = expression(rb"From .*\d.\d\d:\d\d.\d\d (?P<year>.*)\n\Z", re.DOTALL)
_BEFORE = expression(rb"(?:[Rr][eE]:(?=.)|[ \t:]|\[[^\]]*+\])*+", re.DOTALL)
_DATE = expression(rb"(\w{3}), (\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
UNKNOWN_OFFSET = timedelta(
    minutes=-1
)  # that git takes for none, and puts its own there (date.c, `parse_date_basic`)
_DAYS = b"Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as git takes it. `end` is the offset of the row that ends the message, `rows` what is above."""

    author_name: str
    author_email: str
    date: str  # ISO 8601, or as it stands where it is no date
    subject: str
    text: str  # the whole message as git keeps it
    end: int
    broken_by: bytes | None  # the row that ends the message; `None`: nothing does


def read_mail(data: bytes) -> Mail:
    """Return the mail at the start of `data`; raises `ValueError` with the reason where git has none."""
    headers, position = _headers(data)
    body = _Body(data, position, headers)
    body.read()
    found = body.headers
    missing = [name.decode() for name in _KNOWN if name not in found]
    if missing:
        raise ValueError(f"the header `{missing[0].title()}:` is missing")
    cut = [name.decode() for name in _KNOWN if b"\0" in found[name]]
    if cut:
        raise ValueError(f"the header `{cut[0].title()}:` holds a NUL, at which git ends it")
    name, email = _person(_spaces(found[b"from"]))
    subject = _spaces(_subject(found[b"subject"]))
    text = _stripped(subject + b"\n\n" + b"".join(body.message))
    return Mail(
        _text(_without_crud(name)),
        _text(_without_crud(email)),
        _date(_spaces(found[b"date"])),
        _text(subject),
        _text(text),
        body.position,
        body.broken_by,
    )


def begins_mail(row: bytes) -> bool:
    """Tell whether `git mailsplit` takes a row for the first one of a mail (mailsplit.c, `is_from_line`)."""
    match = _MBOX_ROW.match(row) if len(row) >= 20 else None
    if match is None:
        return False
    colon = row.rfind(b":", 0, len(row) - 2)
    digits = (row[colon - 4], row[colon - 2], row[colon - 1], row[colon + 1], row[colon + 2])
    year = re.match(rb"\s*(\d{1,18})", row[colon + 3 :])
    return all(48 <= digit <= 57 for digit in digits) and year is not None and int(year[1]) > 90


def is_scissors(row: bytes) -> bool:
    """Tell whether git could take a row for scissors (mailinfo.c, `is_scissors_line`)."""
    perforation = gap = scissors = 0
    inside = False
    position = 0
    while position < len(row):
        byte = row[position : position + 1]
        if byte in (b" ", b"\t", b"\n", b"\r"):
            perforation += inside
            gap += inside
        elif byte == b"-":
            inside, perforation = True, perforation + 1
        elif row[position : position + 2] in (b">8", b"8<", b">%", b"%<"):
            inside, perforation, scissors = True, perforation + 2, scissors + 2
            position += 1
        else:
            inside = False
        position += 1
    visible = len(row.strip(_SPACE))
    return bool(scissors) and 8 <= visible < perforation * 3 and gap * 2 < perforation


def in_body_header(row: bytes) -> bool:
    """Tell whether git takes a row for a header where the message begins (`check_inbody_header`)."""
    if row.startswith(b">From") and row[5:6] in (b" ", b"\t", b"\n", b"\r"):
        return _SEPARATOR.match(row[1:]) is not None
    if row.startswith(b"[PATCH]") and row[7:8] in (b" ", b"\t", b"\n", b"\r"):
        return True
    return row.partition(b":")[0].lower() in _KNOWN and b":" in row


def ends_message(row: bytes) -> bool:
    """Tell whether git ends the message at a row (`patchbreak`)."""
    return _BREAK.match(row) is not None


def _headers(data: bytes) -> tuple[dict[bytes, bytes], int]:
    """Return the headers that git looks at, decoded, and the offset of the row that ends them."""
    found: dict[bytes, bytes] = {}
    position = 0
    while position < len(data):
        row, behind = _row(data, position)
        line = row.rstrip(_SPACE)
        if not line or _HEADER_ROW.match(line) is None:
            break
        if position and begins_mail(row):
            raise ValueError("another mail begins before a patch")
        position = behind
        parts = [line]
        while data[position : position + 1] in (b" ", b"\t"):
            row, position = _row(data, position)
            parts.append(row[1:].rstrip(_SPACE))
        line = b" ".join(parts)
        name, colon, value = line.partition(b":")
        if colon and name.lower() in _KNOWN:
            found[name.lower()] = _decoded(value.lstrip(_SPACE))
    return found, position


def _row(data: bytes, position: int) -> tuple[bytes, int]:
    end = data.find(b"\n", position) + 1 or len(data)
    return data[position:end], end


class _Body:
    """The rows below the headers: in-body headers, then the message, up to where a patch begins."""

    def __init__(self, data: bytes, position: int, headers: dict[bytes, bytes]) -> None:
        self._data = data
        self.position = position
        self.headers = headers
        self.message: list[bytes] = []
        self.broken_by: bytes | None = None

    def read(self) -> None:
        """Read up to the row that ends the message, or to the end."""
        self._in_body_headers()
        while self.position < len(self._data):
            row, behind = _row(self._data, self.position)
            if ends_message(row):
                self.broken_by = row
                return
            if begins_mail(row):
                raise ValueError("another mail begins before a patch")
            self.message.append(row)
            self.position = behind

    def _in_body_headers(self) -> None:
        pending: list[bytes] = []  # a header and the rows that carry it on
        taken: dict[bytes, bytes] = {}
        while self.position < len(self._data):
            row, behind = _row(self._data, self.position)
            if row == b"\n" and pending:
                self.position = behind
                break
            if row == b"\n":
                self.position = behind
                continue
            if pending and row[:1] in (b" ", b"\t"):
                pending.append(row)
            else:
                self._take(pending, taken)
                pending = []
                name = row.partition(b":")[0].lower()
                if not in_body_header(row) or name in taken:
                    break
                if row.startswith(b"[PATCH]"):
                    taken[b"subject"] = row
                elif not row.startswith(b">"):
                    pending = [row]
            self.position = behind
        self._take(pending, taken)
        self.headers.update(taken)

    def _take(self, rows: list[bytes], taken: dict[bytes, bytes]) -> None:
        if rows:
            name, _, value = b"".join(row.removesuffix(b"\n") for row in rows).partition(b":")
            taken[name.lower()] = _decoded(value.lstrip(_SPACE))


def _decoded(value: bytes) -> bytes:
    """Return a header's value with its encoded words decoded (`decode_header`)."""
    if b"=?" not in value:
        return value
    parts: list[bytes] = []
    position = 0
    # Up to the last end of a word alone: where none follows, each beginning would be sought to the end.
    for match in _WORD.finditer(value, 0, value.rfind(b"?=") + 2):
        between = value[position : match.start()]
        if between.strip(_SPACE) or position == 0:
            parts.append(between)
        parts.append(_word(match))
        position = match.end()
    parts.append(value[position:])
    return b"".join(parts)


def _word(match: re.Match[bytes]) -> bytes:
    charset, kind, text = match[1].decode("ascii", "replace"), match[2].lower(), match[3]
    if kind == b"q":
        text = text.replace(b"_", b" ")
        raw = re.sub(rb"=([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), text)
    elif kind == b"b":
        raw = a2b_base64(text + b"==")
    else:
        raise ValueError("a header has an encoded word of a kind that is none")
    plain = _charset(charset)
    if plain == "utf8":
        return raw
    try:
        if plain not in ("usascii", "latin1", _charset(codecs.lookup(charset).name)):
            raise LookupError
        return raw.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        raise ValueError(f"a header cannot be read as `{charset}`") from None


def _charset(name: str) -> str:
    """Return a charset's name without hyphens, which are all that names may lack; Python ignores other signs too."""
    return name.lower().replace("-", "")


def _spaces(value: bytes) -> bytes:
    """Return a value with every run of blanks as one space (`cleanup_space`)."""
    return re.sub(rb"[ \t\n\r]+", b" ", value)


def _subject(value: bytes) -> bytes:
    """Return a subject without what mail programs put before it (`cleanup_subject`)."""
    return value[_BEFORE.match(value).end() :].strip(_SPACE)  # type: ignore[union-attr]


def _person(value: bytes) -> tuple[bytes, bytes]:
    """Return name and address of a `From:` header (`handle_from`)."""
    plain = _unquoted(value)
    at = plain.find(b"@")
    if at < 0:
        match = re.search(rb"<([^>]*)>", value)
        if match is None:
            return b"", b""
        name, email = value[: match.start()].strip(_SPACE), match[1]
    else:
        start = at
        while start and plain[start - 1 : start] not in (b" ", b"\t", b"\n", b"\r", b"<"):
            start -= 1
        end = min((i for i in (plain.find(c, start) for c in b" \n\t\r\v\f>") if i >= 0), default=len(plain))
        email = plain[start:end]
        opened = start > 0 and plain[start - 1 : start] == b"<"
        name = plain[: start - 1] + b" " if opened else plain[:start]
        name = _spaces(name + plain[end + 1 :]).strip(_SPACE)
        if name.startswith(b"(") and name.endswith(b")"):
            name = name[1:-1]
    sane = name and len(name) <= 60 and _OF_ADDRESSES.isdisjoint(name)
    return (name if sane else email), email


def _unquoted(value: bytes) -> bytes:
    """Return a value without quotes and the backslashes in them and in comments (`unquote_quoted_pair`).

    Raises `ValueError` where one is never closed: git reads on behind the value then.
    """
    out = bytearray()
    depth, quoted, literal = 0, False, False
    for byte in value:
        char = bytes([byte])
        if literal:
            literal = False
            out += char
        elif char == b"\\" and (quoted or depth):
            literal = True
        elif char == b'"' and not depth:
            quoted = not quoted
        else:
            depth += (char == b"(") - (char == b")" and depth > 0) if not quoted else 0
            out += char
    if quoted or depth or literal:
        raise ValueError("a quote or a parenthesis in `From:` is never closed")
    return bytes(out)


def _without_crud(value: bytes) -> bytes:
    """Return a name or address as a commit has it (ident.c; points at the ends go before git 2.44)."""
    crud = bytes(range(33)) + b".,:;<>\"\\'"
    return bytes(byte for byte in value.strip(crud) if byte not in b"\n<>")


def _stripped(text: bytes) -> bytes:
    """Return a message without blanks at the ends of lines, blank runs as one (`strbuf_stripspace`)."""
    rows = [row.rstrip(_SPACE) for row in text.split(b"\n")]
    return re.sub(rb"\n{3,}", b"\n\n", b"\n".join(rows)).strip(b"\n") + b"\n"


def _date(value: bytes) -> str:
    match = _DATE.fullmatch(value.strip(_SPACE))
    if match is None or match[1] not in _DAYS or match[3] not in _MONTHS:
        return _text(value)
    day, year, hour, minute, second, hours, minutes = (
        int(match[group]) for group in (2, 4, 5, 6, 7, 9, 10)
    )  # fmt: skip
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[8] == b"-" else 1)
    if offset == UNKNOWN_OFFSET:
        return _text(value)
    try:
        zone = timezone(offset)
        return datetime(year, _MONTHS.index(match[3]) + 1, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return _text(value)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def same_date(mail: Mail, date: str) -> bool:
    """Tell whether a mail has a date: the same moment, told in the same zone."""
    try:
        ours, theirs = datetime.fromisoformat(date), datetime.fromisoformat(mail.date)
    except ValueError:
        return False
    return ours == theirs and ours.utcoffset() == theirs.utcoffset()
