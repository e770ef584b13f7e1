"""Reads the patches of a series, strictly, and shares no code with what writes them.

The grammar is narrower than git's: only what `render_patch` gives is read, so that damage is seen.
What a patch does to a tree is in `applier`.
"""

from __future__ import annotations

import re
from itertools import takewhile

from patcher.errors import Problem, Refusal, Target
from patcher.expression import expression
from patcher.paths import refused_by_git
from patcher.record import dataclass, replace
from patcher.series.mailinfo import Mail, read_mail
from patcher.series.rows import Rows, damaged
from patcher.tree.model import PLAIN, SUBMODULE, SYMLINK

_HUNK = expression(rb"@@ -(\d{1,18})(?:,(\d{1,18}))? \+(\d{1,18})(?:,(\d{1,18}))? @@(?: .*)?", re.DOTALL)
_INDEX = expression(rb"index ([0-9a-f]+)\.\.([0-9a-f]+)(?: (\d{6}))?")
_TOTALS = expression(
    rb" (\d{1,18}) files? changed(?:, (\d{1,18}) insertions?\(\+\))?(?:, (\d{1,18}) deletions?\(-\))?",
    re.ASCII,
)
_BASE = expression(rb"\nbase-commit: ([0-9a-f]{40}|[0-9a-f]{64})\n")
_MIME = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
_MIME_NAMES = [b"MIME-Version:", b"Content-Type:", b"Content-Transfer-Encoding:"]
_PART = expression(rb"^Subject: \[PATCH(?: (\d{1,18})/(\d{1,18}))?\] ", re.MULTILINE)
_MODES = {b"%06o" % mode: mode for mode in (*PLAIN, SYMLINK, SUBMODULE)}
_NO_NEWLINE = b"\\ No newline at end of file"
_RUN = expression(rb"(?:-[^\n]*+\n)++|(?:\+[^\n]*+\n)++|(?: [^\n]*+\n)++")


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of a hunk that follow one another with one sign, each with it and its ending; `count` is how many."""

    sign: bytes
    rows: bytes
    count: int


@dataclass(frozen=True, slots=True)
class HunkRows:
    """One hunk: its places as the header states them, and its rows."""

    row: int  # of the header in the patch, from 1
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePatch:
    """What a patch says of one path. A side that is not there has no path, an id that is not said is `None`."""

    row: int  # of the `diff --git` in the patch, from 1
    old_path: str | None
    new_path: str | None
    old_mode: int | None
    new_mode: int | None
    old_id: str | None
    new_id: str | None
    renamed: bool
    hunks: tuple[HunkRows, ...]
    literals: tuple[bytes, bytes] | None  # of a binary patch: the new bytes, the old ones

    @property
    def path(self) -> str:
        """The path after the patch, else the one before it."""
        return self.new_path or self.old_path or "?"

    def count(self, sign: bytes) -> int:
        """Return how many of its rows have a sign."""
        return sum(run.count for hunk in self.hunks for run in hunk.runs if run.sign == sign)


@dataclass(frozen=True, slots=True)
class PatchFile:
    """A patch that was read: its name, its mail where it is one, and its files.

    `part` is which patch of how many its subject says that it is, from 1; `base_commit` the id at its end.
    """

    name: str
    mail: Mail | None
    files: tuple[FilePatch, ...]
    part: tuple[int, int] | None = None
    base_commit: str | None = None


def read_patch(data: bytes, name: str) -> PatchFile:
    """Return a patch; raises `Refusal` (`series-damaged`) with the row that is not as it was written."""
    if not data.endswith(b"\n"):
        raise damaged(name, data.count(b"\n") + 1, "it ends in the middle of a row")
    mail = part = None
    start = 0
    if data.startswith(b"From "):
        try:
            mail = read_mail(data)
        except ValueError as wrong:
            raise damaged(name, 1, str(wrong)) from None
        start = mail.end
        head = data[: data.find(b"\n\n") + 1]
        part = _part(head, name)
        _check_head(head, name, plain=mail.text.isascii())
        if mail.broken_by != b"---\n":
            raise damaged(name, data.count(b"\n", 0, start) + 1, "the row `---` below its message is missing")
    rows = Rows(data, start, name)
    stat = rows.until(b"diff --git ")
    files = []
    while rows.begins(b"diff --git "):
        files.append(_Section(rows).read())
    base = _base_commit(rows)
    if mail is not None:
        _check_stat(rows, stat, files)
    if not files:
        raise rows.damaged("it holds no diff")
    for file in files:
        _check_paths(name, file)
    return PatchFile(name, mail, tuple(files), part, base)


def _check_head(head: bytes, name: str, *, plain: bool) -> None:
    """Refuse headers that are not those that are written: git reads more of them than the ones it shows."""
    rows = re.sub(rb"\n[ \t]", b" ", head)
    names = re.findall(rb"^[\w-]+:?", rows, re.MULTILINE)
    wanted = [b"From", b"From:", b"Date:", b"Subject:"]
    if not plain:
        wanted += _MIME_NAMES
    if names != wanted or (not plain and not rows.endswith(_MIME)):
        raise damaged(name, 1, "its headers are not those that such a patch has")


def _part(head: bytes, name: str) -> tuple[int, int]:
    """Return which patch of how many a mail is; `[PATCH]` alone is the only one."""
    match = _PART.search(head)
    if match is None:
        raise damaged(name, 1, "its subject does not say which patch of the series it is")
    return (1, 1) if match[1] is None else (int(match[1]), int(match[2]))


def _base_commit(rows: Rows) -> str | None:
    """Return the base commit that is named at the end; nothing else may stand there."""
    rest = rows.rest()
    match = _BASE.fullmatch(rest)
    if rest and match is None:
        raise rows.damaged("rows stand behind its last hunk that do not belong there", rows.number)
    return None if match is None else match[1].decode()


def _check_paths(name: str, file: FilePatch) -> None:
    """Refuse a file where git would hold none."""
    for path, mode in ((file.old_path, file.old_mode), (file.new_path, file.new_mode)):
        reason = None if path is None else refused_by_git(path, link=mode == SYMLINK)
        if reason is not None:
            message = f"`{name}` names the path `{path}`, which {reason}"
            hint = "nothing of it was applied; ask its maker what it is for"
            raise Refusal(Problem("unsafe-path", message, target=Target(name, file.row, file.row), hint=hint))


def _check_stat(rows: Rows, stat: list[bytes], files: list[FilePatch]) -> None:
    """Refuse a diffstat that does not say what the diff does."""
    added, deleted = (sum(file.count(sign) for file in files) for sign in (b"+", b"-"))
    totals = next((match for row in stat[1:] if (match := _TOTALS.fullmatch(row))), None)
    said = None if totals is None else tuple(int(group or 0) for group in totals.groups())
    if said != (len(files), added, deleted) or stat[:1] != [b"---"] or stat[-1] != b"":
        raise rows.damaged("its diffstat does not say what its diff does", rows.number)


class _Section:
    """One `diff --git` section."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.row = rows.number

    def read(self) -> FilePatch:
        """Return what the section says."""
        rows = self.rows
        old_name, new_name = self._two_names(rows.take()[len(b"diff --git ") :])
        created, deleted = rows.take_after(b"new file mode "), None
        old_mode = new_mode = None
        if created is not None:
            new_mode = self._mode(created)
        elif (deleted := rows.take_after(b"deleted file mode ")) is not None:
            old_mode = self._mode(deleted)
        elif (changed := rows.take_after(b"old mode ")) is not None:
            old_mode, new_mode = self._mode(changed), self._mode(self._after(b"new mode "))
        renamed = self._renamed(old_name, new_name)
        old_id, new_id, mode = self._index()
        if mode is not None:
            if old_mode is not None or new_mode is not None:
                raise rows.damaged("a mode is said twice")
            old_mode = new_mode = mode
        elif old_id is not None and old_mode is None and new_mode is None:
            raise rows.damaged("the mode of the file is missing")
        old_path = None if created is not None else old_name
        new_path = None if deleted is not None else new_name
        literals, hunks = self._content(old_path, new_path, old_id)
        if old_id is None and new_mode is old_mode is None and not renamed:
            raise rows.damaged("it says nothing of the file", self.row)
        return FilePatch(
            row=self.row, old_path=old_path, new_path=new_path, old_mode=old_mode, new_mode=new_mode,
            old_id=old_id, new_id=new_id, renamed=renamed, hunks=hunks, literals=literals,
        )  # fmt: skip

    def _after(self, start: bytes) -> bytes:
        found = self.rows.take_after(start)
        if found is None:
            raise self.rows.damaged(f"the row `{start.decode().strip()}` is missing", self.rows.number)
        return found

    def _mode(self, text: bytes) -> int:
        if text not in _MODES:
            raise self.rows.damaged("a mode is none that git gives a file, a link or a submodule")
        return _MODES[text]

    def _renamed(self, old_name: str, new_name: str) -> bool:
        percent = self.rows.take_after(b"similarity index ")
        if percent is None:
            if old_name != new_name:
                raise self.rows.damaged("two names stand for one file", self.row)
            return False
        if not re.fullmatch(rb"(?:100|\d{1,2})%", percent):
            raise self.rows.damaged("a similarity is none")
        self._after(b"rename from ")  # the names in these were read with the `diff --git`
        self._after(b"rename to ")
        return True

    def _index(self) -> tuple[str | None, str | None, int | None]:
        if not self.rows.begins(b"index "):
            return None, None, None
        match = _INDEX.fullmatch(self.rows.take())
        if match is None or not len(match[1]) == len(match[2]) in (40, 64) or match[1] == match[2]:
            raise self.rows.damaged("the `index` row is none")
        return match[1].decode(), match[2].decode(), None if match[3] is None else self._mode(match[3])

    def _content(
        self, old_path: str | None, new_path: str | None, id: str | None
    ) -> tuple[tuple[bytes, bytes] | None, tuple[HunkRows, ...]]:
        rows = self.rows
        following = rows.peek()
        if following != b"GIT binary patch" and not following.startswith(b"--- "):
            return None, ()
        if id is None:
            raise rows.damaged("the `index` row is missing", rows.number)
        if following == b"GIT binary patch":
            rows.take()
            from patcher.series.literal import read_literal

            return (read_literal(rows), read_literal(rows)), ()
        self._check_name(self._after(b"--- "), old_path, "a/")
        self._check_name(self._after(b"+++ "), new_path, "b/")
        hunks = []
        while rows.begins(b"@@ "):
            hunks.append(self._hunk())
        if not hunks:
            raise rows.damaged("a hunk is missing", rows.number)
        return None, tuple(hunks)

    def _check_name(self, text: bytes, path: str | None, prefix: str) -> None:
        if text.endswith(b"\t") and b" " in text:
            text = text[:-1]
        if (text == b"/dev/null") != (path is None) or (
            path is not None and self._name(text) != prefix + path
        ):
            raise self.rows.damaged("the names of a file do not agree")

    def _hunk(self) -> HunkRows:
        rows = self.rows
        row = rows.number
        match = _HUNK.fullmatch(rows.take())
        if match is None:
            raise rows.damaged("the header of a hunk is none")
        old_start, old_count, new_start, new_count = (
            int(text) if text is not None else 1 for text in match.groups()
        )
        runs = self._runs(old_count, new_count)
        return HunkRows(row, old_start, old_count, new_start, new_count, runs)

    def _runs(self, old: int, new: int) -> tuple[Run, ...]:
        """Return the rows of a hunk of so many old and new lines."""
        rows = self.rows
        runs: list[Run] = []
        while old or new:
            sign = rows.peek()[:1]
            most = {b" ": min(old, new), b"-": old, b"+": new}.get(sign, 0)
            found, count = rows.take_run(_RUN, most)
            if count:
                runs.append(Run(sign, found, count))
                old -= count if sign != b"+" else 0
                new -= count if sign != b"-" else 0
                continue
            row = rows.take()
            if sign != b"\\" or not runs:
                raise rows.damaged("a hunk has other rows than its header says")
            self._cut_newline(row, runs)
        if runs and rows.begins(_NO_NEWLINE + b"\n"):
            self._cut_newline(rows.take(), runs)
        return tuple(runs)

    def _cut_newline(self, row: bytes, runs: list[Run]) -> None:
        if row != _NO_NEWLINE or not runs[-1].rows.endswith(b"\n"):
            raise self.rows.damaged("a row about a missing newline is none")
        runs[-1] = replace(runs[-1], rows=runs[-1].rows[:-1])

    def _two_names(self, text: bytes) -> tuple[str, str]:
        """Return the paths of a `diff --git` row, whose names nothing but a blank parts.

        Names without quotes are as long as each other, or a rename says them again below.
        """
        said = self._rename_rows()
        if text.startswith(b'"'):
            quoted = re.match(rb'"(?:[^"\\]++|\\.)*+"', text)
            cut = 0 if quoted is None else quoted.end()
        else:
            cut = (
                len(text) // 2
                if said is None
                else len(b"a/") + len(said[0].encode("utf-8", "surrogateescape"))
            )
        names = self._name(text[:cut]), self._name(text[cut + 1 :])
        paths = names[0].removeprefix("a/"), names[1].removeprefix("b/")
        alike = paths[0] == paths[1] if said is None else paths == said
        if alike and text[cut : cut + 1] == b" " and names == (f"a/{paths[0]}", f"b/{paths[1]}"):
            return paths
        raise self.rows.damaged("the row `diff --git` does not name a file as `a/` and `b/`")

    def _rename_rows(self) -> tuple[str, str] | None:
        """Return the names of a rename without taking its rows; `None` where there is none."""
        ahead = list(takewhile(lambda row: not row.startswith(b"diff --git "), self.rows.ahead(5)))
        old = next((row[12:] for row in ahead if row.startswith(b"rename from ")), None)
        new = next((row[10:] for row in ahead if row.startswith(b"rename to ")), None)
        return None if old is None or new is None else (self._name(old), self._name(new))

    def _name(self, text: bytes) -> str:
        if not text.startswith(b'"'):
            return text.decode("utf-8", "surrogateescape")
        out, at = bytearray(), 1
        while at < len(text) - 1:
            if text[at] != 92:
                out.append(text[at])
                at += 1
            elif text[at + 1 : at + 2] in _ESCAPES:
                out.append(_ESCAPES[text[at + 1 : at + 2]])
                at += 2
            elif re.fullmatch(rb"[0-3][0-7]{2}", text[at + 1 : at + 4]):
                out.append(int(text[at + 1 : at + 4], 8))
                at += 4
            else:
                raise self.rows.damaged("a quoted name has an escape that git does not write")
        if at != len(text) - 1 or text[at] != 34:
            raise self.rows.damaged("a quoted name is never closed")
        return out.decode("utf-8", "surrogateescape")


_ESCAPES = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
