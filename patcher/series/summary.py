"""Patch files of anybody, in short: files, hunks, lines gone and come, message.

The rows are read here, as loosely as `git apply` reads them; `unidiff` counts the same hunks a
second time. It is given plain names and nothing but hunks, because it knows no quoted names, no
binary patches and no names with ` b/`.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Sequence

from patcher.errors import Problem, Refusal, Target
from patcher.expression import expression
from patcher.paths import enters_git, refused_by_git
from patcher.record import dataclass, field
from patcher.series.mailinfo import begins_mail, read_mail
from patcher.series.model import FileSummary, PatchSummary

_HUNK = expression(rb"@@ -(\d{1,18})(?:,(\d{1,18}))? \+(\d{1,18})(?:,(\d{1,18}))? @@")
_HEADER_ROW = expression(rb"(?:From|Date|Subject|To|Message-I[dD]|MIME-Version|Received|Return-Path): ")
_TRANSFER = expression(rb"^content-transfer-encoding:[ \t]*(base64|quoted-printable)", re.I | re.M)
_EPOCH = expression(rb"\t(?:1970-01-01 00:00:00|1969-12-31 \d\d:\d\d:\d\d)[ .0]")
_PLAIN_END = expression(rb"^(?:diff -|Index: |--- )", re.M)


def summarize(data: bytes, name: str) -> tuple[PatchSummary, ...]:
    """Return what a patch file holds: one record a mail (a cover letter has no files), or one for a bare diff.

    Raises `Refusal` (`patch-unreadable`) with the row where it is no patch or breaks off.
    """
    found = tuple(_summary(part, name, row) for part, row in _mails(data))
    if not any(summary.files or summary.subject for summary in found):
        hint = "name a patch: a mail of `git format-patch`, or what `git diff` prints"
        raise Refusal(Problem("patch-unreadable", f"`{name}` holds no diff", target=Target(name), hint=hint))
    return found


def _mails(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield the mails of a mailbox with the number of rows above each; all of it where it is none."""
    start = row = 0
    for match in re.finditer(rb"(?m)^From [^\n]*\n", data):
        if match.start() and begins_mail(match.group()):
            yield data[start : match.start()], row
            row += data.count(b"\n", start, match.start())
            start = match.start()
    yield data[start:], row


def _summary(data: bytes, name: str, row: int) -> PatchSummary:
    subject: str | None = None
    author: str | None = None
    is_mail = data.startswith(b"From ") or _HEADER_ROW.match(data) is not None
    start = 0
    if is_mail:
        try:
            data = _decoded(data)
            mail = read_mail(data)
        except ValueError as wrong:
            raise _unreadable(name, row + 1, str(wrong)) from None
        subject, author = mail.subject, f"{mail.author_name} <{mail.author_email}>"
        message, start = mail.text.removeprefix(mail.subject).strip("\n"), mail.end
    else:
        match = _PLAIN_END.search(data)
        message = data[: match.start() if match else 0].decode("utf-8", "replace").strip()
    row += data.count(b"\n", 0, start)
    files = _Reader(data[start:], name, row).read()
    return PatchSummary(name, subject, author, message, tuple(file.summary(name) for file in files))


def _decoded(mail: bytes) -> bytes:
    """Return a mail with its body as it was before it was encoded for the way; raises `ValueError` where it is not."""
    head = mail[: mail.find(b"\n\n") + 1]
    kind = _TRANSFER.search(head)
    if kind is None:
        return mail
    body = mail[len(head) + 1 :]
    body = a2b_qp(body) if kind[1].lower() == b"quoted-printable" else a2b_base64(body + b"==")
    return _TRANSFER.sub(b"Content-Transfer-Encoding: 8bit", head) + b"\n" + body.replace(b"\r\n", b"\n")


def _unreadable(name: str, row: int, why: str) -> Refusal:
    message = f"`{name}` cannot be read as a patch: {why}"
    return Refusal(
        Problem("patch-unreadable", message, target=Target(name, row, row), hint="ask for the file once more")
    )


@dataclass(slots=True)
class _File:
    """One path on its way: its headers as they came, and the rows of its hunks."""

    row: int
    git: bool  # begun by `diff --git`
    headers: dict[str, bytes] = field(default_factory=dict)
    hunks: list[list[bytes]] = field(default_factory=list)
    binary: bool = False

    def summary(self, name: str) -> FileSummary:
        """Return the record; raises `Refusal` where `unidiff` counts otherwise."""
        signs = [row[:1] for hunk in self.hunks for row in hunk[1:]]
        counts = len(self.hunks), signs.count(b"-"), signs.count(b"+")
        if self.hunks and _by_unidiff(self.hunks) != counts:
            raise _unreadable(name, self.row, "two ways of counting its lines do not agree")
        old, new = self._names()
        self._refuse_unsafe(name, old, new)
        renamed = old != new and "rename from" in self.headers
        return FileSummary(
            new or old or "?", self._what(old, new), *counts, old_path=old if renamed else None
        )

    def _names(self) -> tuple[str | None, str | None]:
        """Return the paths of both sides; `None` where a side is not there."""
        names = self.headers
        if "rename from" in names and "rename to" in names:
            return _path(names["rename from"], 0), _path(names["rename to"], 0)
        if "---" in names:
            strip = _strip(names["---"], names["+++"])
            return _path(names["---"], strip), _path(names["+++"], strip)
        both = _from_git_row(names.get("diff --git", b""))
        return (
            None if "new file mode" in names else both,
            None if "deleted file mode" in names else both,
        )

    def _refuse_unsafe(self, name: str, *paths: str | None) -> None:
        """Refuse a path that git would not hold; in a plain diff, which others may read too, git's own folder alone."""
        link = b"120000" in (self.headers.get("new file mode"), self.headers.get("index", b"")[-6:])
        refused = refused_by_git if self.git else enters_git
        for path in paths:
            reason = None if path is None else refused(path, link=link)
            if reason is not None:
                message = f"`{name}` names the path `{path}`, which {reason}"
                hint = "git applies no such patch; ask its maker what it is for"
                raise Refusal(
                    Problem("unsafe-path", message, target=Target(name, self.row, self.row), hint=hint)
                )

    def _what(self, old: str | None, new: str | None) -> str:
        if self.binary:
            return "binary"
        if old is None or "new file mode" in self.headers:
            return "created"
        if new is None or "deleted file mode" in self.headers:
            return "deleted"
        if "rename from" in self.headers:
            return "renamed"
        return "mode" if "old mode" in self.headers and not self.hunks else "changed"


_HEADER = expression(
    rb"(old mode|new mode|new file mode|deleted file mode|similarity index|(?:rename|copy) (?:from|to)|index) "
)


class _Reader:
    """Reads the rows of a diff, one after the other."""

    def __init__(self, data: bytes, name: str, above: int) -> None:
        self._rows = data.split(b"\n")
        self._name = name
        self._above = above
        self._at = 0
        self._files: list[_File] = []

    def read(self) -> list[_File]:
        """Return the files that the rows speak of."""
        while self._at < len(self._rows):
            row = self._rows[self._at]
            if row.startswith(b"diff --git "):
                self._begin(git=True).headers["diff --git"] = row[11:]
            elif row.startswith(b"--- ") and self._next().startswith(b"+++ "):
                self._names(row[4:], self._next()[4:])
            elif _HUNK.match(row) and self._files:
                self._hunk()
            elif self._files:
                self._header(row)
            self._at += 1
        return [file for file in self._files if file.git or file.hunks]

    def _next(self) -> bytes:
        return self._rows[self._at + 1] if self._at + 1 < len(self._rows) else b""

    def _begin(self, *, git: bool) -> _File:
        self._files.append(_File(self._above + self._at + 1, git))
        return self._files[-1]

    def _names(self, old: bytes, new: bytes) -> None:
        file = self._files[-1] if self._files else None
        if file is None or not file.git or file.hunks or "---" in file.headers:
            file = self._begin(git=False)
        file.headers["---"] = _name_alone(old, git=file.git)
        file.headers["+++"] = _name_alone(new, git=file.git)
        self._at += 1

    def _header(self, row: bytes) -> None:
        file = self._files[-1]
        if row == b"GIT binary patch" or row.startswith(b"Binary files "):
            file.binary = True
        elif file.git and not file.hunks and "---" not in file.headers:
            match = _HEADER.match(row)
            if match is not None:
                file.headers[match[1].decode()] = row[match.end() :]

    def _hunk(self) -> None:
        header = self._rows[self._at]
        match = _HUNK.match(header)
        assert match is not None
        old, new = (int(match[group] or 1) if match[group] != b"0" else 0 for group in (2, 4))
        rows, at, last = [header], self._at, len(self._rows) - 1
        while old > 0 or new > 0:
            at += 1
            # A row without anything is a blank line of context whose sign some mail program took.
            row = self._rows[at] if at <= last else b"?"
            sign = row[:1] or b" "
            old -= sign in b" -"
            new -= sign in b" +"
            if sign not in b" -+\\" or old < 0 or new < 0 or (not row and at == last):
                raise _unreadable(self._name, self._above + at + 1, "a hunk breaks off")
            if sign != b"\\":
                rows.append(row or b" ")
        self._at = at
        self._files[-1].hunks.append(rows)


def _by_unidiff(hunks: Sequence[Sequence[bytes]]) -> tuple[int, int, int] | None:
    """Return hunks and lines gone and come as `unidiff` counts them; `None` where it cannot."""
    import io

    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    rows = b"".join(row + b"\n" for hunk in hunks for row in hunk)
    text = "--- a/f\n+++ b/f\n" + rows.decode("utf-8", "surrogateescape")
    try:
        (file,) = PatchSet(io.StringIO(text, newline="\n"), metadata_only=True)
    except (UnidiffParseError, ValueError):
        return None
    return len(file), file.removed, file.added


def _name_alone(text: bytes, *, git: bool) -> bytes:
    """Return the name in a `---` or `+++` row, without the time that may stand behind it."""
    if _EPOCH.search(text):
        return b"/dev/null"
    if text.startswith(b'"'):
        return text[: text.rfind(b'"') + 1]
    return text.removesuffix(b"\t") if git else text.split(b"\t")[0]


_ESCAPE = expression(rb'\\(?:[0-7]{3}|[abtnvfr"\\])')
_ESCAPED = {
    **{b"\\%03o" % value: bytes([value & 255]) for value in range(512)},
    **{
        b"\\%c" % word: b"%c" % value for word, value in zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True)
    },
}


def _path(text: bytes, strip: int) -> str | None:
    if text == b"/dev/null":
        return None
    if text.startswith(b'"') and text.endswith(b'"') and len(text) > 1:
        text = _ESCAPE.sub(lambda match: _ESCAPED[match[0]], text[1:-1])
    return text.decode("utf-8", "surrogateescape").split("/", strip)[-1]


def _strip(old: bytes, new: bytes) -> int:
    """Return 1 where two names begin with prefixes of git's (`a/` and `b/`, or by what is compared), else 0."""
    first = b"".join(name.lstrip(b'"')[:1] for name in (old, new) if name != b"/dev/null")
    slashes = all(name.lstrip(b'"')[1:2] == b"/" for name in (old, new) if name != b"/dev/null")
    return int(slashes and (first in _PREFIXES or (len(first) == 1 and first in b"abiwco12")))


_PREFIXES = (b"ab", b"ba", b"iw", b"wi", b"ci", b"ic", b"cw", b"wc", b"ow", b"wo", b"12", b"21")
_QUOTED = expression(rb'"(?:[^"\\]++|\\.)*+"')


def _from_git_row(names: bytes) -> str | None:
    """Return the path that a `diff --git` row names twice."""
    quoted = _QUOTED.findall(names)
    if quoted:
        old, new = quoted[0], quoted[-1]
    else:
        old, new = names[: len(names) // 2], names[len(names) // 2 + 1 :]
    return _path(new, _strip(old, new))
