"""Patch files of anybody, in short: files, hunks, lines gone and come, message.

`unidiff` reads hunks; what it does not know of git (quoted names, binary patches, names with ` b/`)
is read here from the headers.
"""

from __future__ import annotations

import re
from email.header import decode_header, make_header

from patcher.errors import Problem, Refusal, Target
from patcher.series.model import FileSummary, PatchSummary

_START = re.compile(rb"^diff --git ", re.MULTILINE)
_PLAIN = re.compile(rb"^--- .*\n\+\+\+ ", re.MULTILINE)


def summarize(data: bytes, name: str) -> PatchSummary:
    """Return what a patch file holds; raises `Refusal` (`patch-unreadable`) for what is none."""
    start = _START.search(data) or _PLAIN.search(data)
    if start is None:
        hint = "name a patch: a mail of `git format-patch`, or what `git diff` prints"
        raise Refusal(Problem("patch-unreadable", f"`{name}` holds no diff", target=Target(name), hint=hint))
    head, diff = data[: start.start()], data[start.start() :]
    subject, author, message = _mail(head.decode("utf-8", "replace"))
    sections = [b"diff --git " + part for part in _START.split(diff)[1:]] or [diff]
    return PatchSummary(name, subject, author, message, tuple(_file(section, name) for section in sections))


def _mail(head: str) -> tuple[str | None, str | None, str]:
    if not re.match(r"(?:From |[A-Za-z-]+: )", head):
        return None, None, head.strip()
    fields, _, text = head.partition("\n\n")
    unfolded = re.sub(r"\n[ \t]+", " ", fields)
    found = dict(re.findall(r"^(From|Subject): (.*)$", unfolded, re.MULTILINE))
    decoded = {key: str(make_header(decode_header(value))) for key, value in found.items()}
    message = re.split(r"^---\s*$", text, maxsplit=1, flags=re.MULTILINE)[0].strip()
    return decoded.get("Subject"), decoded.get("From"), message


def _file(section: bytes, name: str) -> FileSummary:
    text = section.decode("utf-8", "surrogateescape")
    head = re.split(r"^@@ ", text, maxsplit=1, flags=re.MULTILINE)[0]
    path = _path(head)
    if re.search(r"^(?:GIT binary patch|Binary files )", head, re.MULTILINE):
        return FileSummary(path, "binary", 0, 0, 0)
    what = _what(head)
    if "\n@@ " not in text:
        return FileSummary(path, what, 0, 0, 0)
    hunks, deleted, added = _counted(text, name)
    return FileSummary(path, what, hunks, deleted, added)


def _counted(text: str, name: str) -> tuple[int, int, int]:
    """Return hunks and lines by `unidiff`, given plain names so that git's own cannot confuse it."""
    import io

    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    body = text[text.index("\n@@ ") + 1 :]
    body = re.sub(r"\n-- \n.*\Z", "\n", body, flags=re.DOTALL)
    body = re.sub(r"\n\nbase-commit: [0-9a-f]+\n.*\Z", "\n", body, flags=re.DOTALL)
    try:
        files = PatchSet(io.StringIO(f"--- a/f\n+++ b/f\n{body}", newline="\n"))
    except UnidiffParseError as wrong:
        message = f"`{name}` is damaged: {wrong}"
        raise Refusal(Problem("patch-unreadable", message, target=Target(name))) from None
    return len(files[0]), files[0].removed, files[0].added


def _path(head: str) -> str:
    for pattern in (
        r"^rename to (.*)$",
        r"^\+\+\+ b/(.*?)\t?$",
        r'^\+\+\+ ("b/.*")$',
        r"^--- a/(.*?)\t?$",
        r'^--- ("a/.*")$',
    ):
        match = re.search(pattern, head, re.MULTILINE)
        if match:
            return match[1]
    first = head.split("\n")[0].removeprefix("diff --git ")
    if first.startswith('"'):
        return first
    return first[len(first) // 2 + 1 :].removeprefix("b/")


def _what(head: str) -> str:
    for mark, what in (
        ("new file mode", "created"),
        ("deleted file mode", "deleted"),
        ("rename from", "renamed"),
        ("old mode", "mode"),
    ):
        if f"\n{mark} " in head:
            return what
    return "changed"
