"""`GIT binary patch` blocks: both sides whole, in stored deflate blocks, so that no zlib decides a byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_LENGTHS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ROW = 52


def render_binary(before: bytes, after: bytes) -> bytes:
    """Return the forward and the reverse block of a binary change (git's diff.c `emit_binary_diff`)."""
    return b"GIT binary patch\n" + _literal(after) + b"\n" + _literal(before) + b"\n"


def _literal(data: bytes) -> bytes:
    return b"literal %d\n" % len(data) + b"".join(_rows(stored(data)))


def stored(data: bytes) -> bytes:
    """Return a zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4)."""
    blocks = [data[i : i + 65535] for i in range(0, len(data), 65535)] or [b""]
    out = [b"\x78\x01"]
    for index, block in enumerate(blocks):
        size = len(block)
        last = index == len(blocks) - 1
        out.append(bytes([last]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + block)
    return b"".join(out) + zlib.adler32(data).to_bytes(4, "big")


def _rows(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _ROW):
        row = data[start : start + _ROW]
        padded = row + b"\0" * (-len(row) % 4)
        text = b"".join(_group(int.from_bytes(padded[i : i + 4], "big")) for i in range(0, len(padded), 4))
        yield _LENGTHS[len(row) - 1 : len(row)] + text + b"\n"


def _group(value: int) -> bytes:
    out = bytearray(5)
    for index in range(4, -1, -1):
        value, digit = divmod(value, 85)
        out[index] = _ALPHABET[digit]
    return bytes(out)
