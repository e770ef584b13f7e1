"""A `literal` block of a binary patch: its rows → the bytes."""

from __future__ import annotations

import re
import zlib

from patcher.series.rows import Rows

_DIGITS = {
    digit: value
    for value, digit in enumerate(
        b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    )
}


def read_literal(rows: Rows) -> bytes:
    """Return the bytes of the block that comes next, and take its rows.

    Raises `Refusal` (`series-damaged`). Blocks are written in stored form, so that none unpacks to more
    than it has; no more than that is unpacked.
    """
    head = re.fullmatch(rb"literal (\d{1,10})", rows.take())
    if head is None:
        raise rows.damaged("a binary block is not a literal one")
    packed = bytearray()
    while row := rows.take():
        packed += _unpacked(row, rows)
    length = int(head[1])
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(bytes(packed), min(length, len(packed)) + 1)
    except zlib.error:
        raise rows.damaged("a binary block does not unpack") from None
    if not inflater.eof or inflater.unused_data or len(data) != length:
        raise rows.damaged("a binary block has another length than it says")
    return data


def _unpacked(row: bytes, rows: Rows) -> bytes:
    first = row[0]
    length = first - 64 if 65 <= first <= 90 else first - 70 if 97 <= first <= 122 else 0
    if not length or len(row) != 1 + (length + 3) // 4 * 5:
        raise rows.damaged("a row of a binary block has the wrong length")
    raw = bytearray()
    for at in range(1, len(row), 5):
        value = 0
        for digit in row[at : at + 5]:
            if digit not in _DIGITS:
                raise rows.damaged("a row of a binary block holds what is no digit")
            value = value * 85 + _DIGITS[digit]
        if value >> 32:
            raise rows.damaged("a row of a binary block holds too large a number")
        raw += value.to_bytes(4, "big")
    if any(raw[length:]):
        raise rows.damaged("a row of a binary block is longer than it says")
    return bytes(raw[:length])
