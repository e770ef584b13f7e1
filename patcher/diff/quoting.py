"""Paths as git writes them in patches: C-style quotes where a byte needs them (git's quote.c)."""

from __future__ import annotations

_SHORT = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def quote_path(path: str, prefix: str = "") -> bytes:
    """Return a path's bytes behind a prefix, in double quotes where git would put them."""
    raw = (prefix + path).encode("utf-8", "surrogateescape")
    if all(32 <= byte < 127 and byte not in (34, 92) for byte in raw):
        return raw
    return b'"' + b"".join(_quoted(byte) for byte in raw) + b'"'


def _quoted(byte: int) -> bytes:
    if byte in _SHORT:
        return b"\\" + _SHORT[byte].encode()
    return bytes([byte]) if 32 <= byte < 127 else b"\\%03o" % byte
