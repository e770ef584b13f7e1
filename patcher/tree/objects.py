"""git's object ids and tree objects, computed in-process (gitformat-objects; tree.c `base_name_compare`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from patcher.tree.model import EXECUTABLE, FILE, FOLDER, SUBMODULE, SYMLINK, Entry, Hash


def object_id(kind: str, data: bytes, hash: Hash) -> str:
    """Return the id that git gives an object of a kind with these bytes."""
    return hashlib.new(
        hash, b"%s %d\0" % (kind.encode(), len(data)) + data, usedforsecurity=False
    ).hexdigest()


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
    size = 20 if hash == "sha1" else 32
    entries: dict[str, Entry] = {}
    position = 0
    while position < len(data):
        space = data.index(b" ", position)
        end = data.index(b"\0", space)
        mode = _canonical(int(data[position:space], 8))
        entries[to_text(data[space + 1 : end])] = Entry(mode, data[end + 1 : end + 1 + size].hex())
        position = end + 1 + size
    return entries


def _canonical(mode: int) -> int:
    kind = mode & 0o170000
    if kind == 0o100000:
        return EXECUTABLE if mode & 0o100 else FILE
    return kind if kind in (SYMLINK, FOLDER) else SUBMODULE


def render_tree(entries: Mapping[str, Entry]) -> bytes:
    """Return a tree object's bytes; git sorts a folder as if its name ended in `/`."""
    rows = []
    for name, entry in entries.items():
        raw = to_bytes(name)
        rows.append((raw + b"/" if entry.mode == FOLDER else raw, raw, entry))
    rows.sort(key=lambda row: row[0])
    return b"".join(b"%o %s\0" % (entry.mode, raw) + bytes.fromhex(entry.id) for _, raw, entry in rows)
