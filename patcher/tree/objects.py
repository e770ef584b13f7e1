"""git's object ids and tree objects, in-process (gitformat-objects; tree.c `base_name_compare`).

What stands under a name stays the row of mode, name and id that git has for it until somebody asks what it
says: of fifty thousand files few are looked at.

>>> folder = Folder.of({"b": Entry(FILE, "ce" * 20), "a": Entry(EXECUTABLE, "13" * 20)})
>>> folder.data[:9], list(folder), folder["a"].id[:4], folder.get("c")
(b'100755 a\\x00', ['a', 'b'], '1313', None)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import itemgetter

from patcher.expression import expression
from patcher.tree.model import EXECUTABLE, FILE, FOLDER, PLAIN, SUBMODULE, SYMLINK, Entry, Hash

_WRITTEN = {mode: b"%o " % mode for mode in (FILE, EXECUTABLE, SYMLINK, SUBMODULE, FOLDER)}
_MODES = {text[:6]: mode for mode, text in _WRITTEN.items()}
_PLAIN_OR_FOLDER = frozenset(_WRITTEN[mode][:6] for mode in (*PLAIN, FOLDER))
_mode_of = itemgetter(slice(6))
_ROW = rb"%b [^\0]+\0.{%d}"
_USUAL, _ANY = b"(?:100(?:644|755)|1[26]0000|40000)", b"[0-7]+"
_IDS: dict[Hash, int] = {"sha1": 20, "sha256": 32}  # bytes of an id
_ROWS = {hash: expression(_ROW % (_USUAL, size), re.DOTALL) for hash, size in _IDS.items()}
_ODD_ROWS = {hash: expression(_ROW % (_ANY, size), re.DOTALL) for hash, size in _IDS.items()}


def object_id(kind: str, data: bytes, hash: Hash) -> str:
    """Return the id that git gives an object of a kind with these bytes."""
    found = hashlib.new(hash, b"%s %d\0" % (kind.encode(), len(data)), usedforsecurity=False)
    found.update(data)
    return found.hexdigest()


def to_bytes(name: str) -> bytes:
    """Return a name's bytes."""
    return name.encode("utf-8", "surrogateescape")


def to_text(name: bytes) -> str:
    """Return a name as text; bytes that are not UTF-8 become surrogates."""
    return name.decode("utf-8", "surrogateescape")


class Folder:
    """The rows of a tree object in git's order, or those of all files below it with paths for names."""

    def __init__(self, rows: Mapping[str, bytes]) -> None:
        self.rows = rows

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Folder:
        """Return what holds these entries by name."""
        return cls({}).changed(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Entry:
        return _entry(self.rows[name])

    def get(self, name: str) -> Entry | None:
        """Return the mode and the id under a name."""
        row = self.rows.get(name)
        return None if row is None else _entry(row)

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The mode and the id under each name, in the names' order."""
        return [_entry(row) for row in self.rows.values()]

    @cached_property
    def folders(self) -> Mapping[str, str]:
        """The ids of what is a folder, by name."""
        if not _hold_folders(self.rows.values()):
            return {}
        return {name: _entry(row).id for name, row in self.rows.items() if _is_folder(row)}

    @property
    def files(self) -> Iterable[str]:
        """The names of all but folders."""
        return (name for name in self.rows if name not in self.folders) if self.folders else self.rows

    @property
    def odd(self) -> Set[str]:
        """The names of links and submodules."""
        if _PLAIN_OR_FOLDER.issuperset(map(_mode_of, self.rows.values())):
            return frozenset()
        return {name for name, row in self.rows.items() if _mode_of(row) not in _PLAIN_OR_FOLDER}

    @property
    def data(self) -> bytes:
        """The bytes of the tree object."""
        return b"".join(self.rows.values())

    def changed(self, changes: Mapping[str, Entry | None]) -> Folder:
        """Return the rows with other entries under some names; `None` is no entry."""
        rows = {**self.rows}
        in_order = True
        for name, entry in changes.items():
            before = rows.pop(name, None) if entry is None else rows.get(name)
            if entry is not None:
                rows[name] = _row(name, entry)
                in_order &= before is not None and _is_folder(before) == (entry.mode == FOLDER)
        return Folder(rows) if in_order else _in_order(list(rows.values()), list(map(to_bytes, rows)))


def parse_tree(data: bytes, hash: Hash) -> Folder:
    """Return what a tree object's bytes hold; raises `ValueError` where they are none.

    Modes of old programs (100664, say) are given as git takes them (cache.h, `canon_mode`).
    """
    rows: list[bytes] = _ROWS[hash].findall(data)
    if b"".join(rows) != data:
        rows = _ODD_ROWS[hash].findall(data)
        if b"".join(rows) != data:
            raise ValueError("a tree object has other bytes between its entries")
        rows = [_canonical(row) for row in rows]
    behind = -1 - _IDS[hash]
    if _hold_folders(rows):
        return _in_order(rows, [row[row.index(b" ") + 1 : behind] for row in rows])
    return _in_order(rows, [row[7:behind] for row in rows])  # all modes but a folder's have six digits


def _in_order(rows: Sequence[bytes], names: Sequence[bytes]) -> Folder:
    """Return rows with their names as git sorts them, a folder's as if it ended in `/`; most come so."""
    keys = list(names)
    if _hold_folders(rows):
        keys = [name + b"/" if _is_folder(row) else name for row, name in zip(rows, names, strict=True)]
    if sorted(keys) != keys:
        order = sorted(range(len(keys)), key=keys.__getitem__)
        rows, names = [rows[index] for index in order], [names[index] for index in order]
    texts = to_text(b"\0".join(names)).split("\0") if names else []
    return Folder(dict(zip(texts, rows, strict=True)))


def _hold_folders(rows: Collection[bytes]) -> bool:
    """Tell whether one of the rows is a folder's: no other mode begins with as high a digit."""
    return _is_folder(max(rows, default=b""))


def _is_folder(row: bytes) -> bool:
    return row.startswith(b"4")


def _row(name: str, entry: Entry) -> bytes:
    return b"%b%b\0%b" % (_WRITTEN[entry.mode], to_bytes(name), bytes.fromhex(entry.id))


def _entry(row: bytes) -> Entry:
    head, _, id = row.partition(b"\0")
    return Entry(_MODES[head[:6]], id.hex())


def _canonical(row: bytes) -> bytes:
    """Return a row with the mode that git writes for it."""
    digits, _, rest = row.partition(b" ")
    mode = int(digits, 8)
    kind = mode & 0o170000
    if kind == 0o100000:
        kind = EXECUTABLE if mode & 0o100 else FILE
    elif kind not in (SYMLINK, FOLDER):
        kind = SUBMODULE
    return _WRITTEN[kind] + rest
