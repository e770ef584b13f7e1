"""git's object ids and tree objects, computed in-process (gitformat-objects; tree.c `base_name_compare`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from operator import attrgetter

from patcher.expression import expression
from patcher.tree.model import EXECUTABLE, FILE, FOLDER, SUBMODULE, SYMLINK, Entry, Hash

_ROWS = {
    "sha1": expression(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL),
    "sha256": expression(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL),
}
_parts = attrgetter("mode", "id")


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


def parse_tree(data: bytes, hash: Hash) -> dict[str, Entry]:
    """Return the entries of a tree object's bytes, in git's order.

    Modes of old programs (100664, say) are given as git takes them (cache.h, `canon_mode`).
    """
    rows = _ROWS[hash].findall(data)
    if sum(len(mode) + len(name) + len(id) + 2 for mode, name, id in rows) != len(data):
        raise ValueError("a tree object has other bytes between its entries")
    modes = {mode: _canonical(int(mode, 8)) for mode in {mode for mode, _, _ in rows}}
    return {to_text(name): Entry(modes[mode], id.hex()) for mode, name, id in rows}


def _canonical(mode: int) -> int:
    kind = mode & 0o170000
    if kind == 0o100000:
        return EXECUTABLE if mode & 0o100 else FILE
    return kind if kind in (SYMLINK, FOLDER) else SUBMODULE


def render_tree(entries: Mapping[str, Entry]) -> bytes:
    """Return a tree object's bytes; git sorts a folder as if its name ended in `/`."""
    rows = []
    for name, (mode, id) in zip(entries, map(_parts, entries.values()), strict=True):
        raw = to_bytes(name)
        rows.append((raw + b"/" if mode == FOLDER else raw, b"%o %b\0%b" % (mode, raw, bytes.fromhex(id))))
    rows.sort()
    return b"".join([row for _, row in rows])
