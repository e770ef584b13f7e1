"""git's binary patches: whole contents both ways, in stored deflate blocks and git's base 85.

Stored blocks are written by hand, so that the bytes depend on no version of zlib.
"""

from __future__ import annotations

_BLOCK = 0xFFFF  # the longest stored block (RFC 1951, 3.2.4)
_ROW = 52  # bytes a line of a patch (diff.c, `emit_binary_diff_body`)


def is_binary(data: bytes) -> bool:
    """Tell whether git would call the bytes binary: a NUL among the first 8,000 (xdiff-interface.c)."""
    return b"\0" in data[:8000]


def render_binary(before: bytes, after: bytes) -> bytes:
    """Return the `GIT binary patch` section: the new contents, then the old ones for the way back."""
    return b"GIT binary patch\n" + _literal(after) + _literal(before)


def _literal(data: bytes) -> bytes:
    packed = stored(data)
    rows = b"".join(_row(packed[i : i + _ROW]) for i in range(0, len(packed), _ROW))
    return b"literal %d\n%s\n" % (len(data), rows)


def _row(data: bytes) -> bytes:
    """Return one line: its length as a letter (A-Z for 1-26, a-z for 27-52), then five digits for four bytes."""
    from base64 import b85encode

    length = ord("A") - 1 + len(data) if len(data) <= 26 else ord("a") - 27 + len(data)
    return b"%c%s\n" % (length, b85encode(data, pad=True))


def stored(data: bytes) -> bytes:
    """Return a zlib stream of the data in stored blocks (RFC 1950; RFC 1951, 3.2.4)."""
    import zlib

    parts = [b"\x78\x01"]
    for start in range(0, len(data) or 1, _BLOCK):
        block = data[start : start + _BLOCK]
        last, size = start + _BLOCK >= len(data), len(block)
        parts.append(bytes([last]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little"))
        parts.append(block)
    parts.append(zlib.adler32(data).to_bytes(4, "big"))
    return b"".join(parts)
