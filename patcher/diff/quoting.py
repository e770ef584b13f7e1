"""Paths as git writes them in patches: C-style quotes where a byte needs them (quote.c, `core.quotePath` on).

>>> quote_path("café.txt", "a/")
b'"a/caf\\\\303\\\\251.txt"'
>>> unquote_path(quote_path("café.txt"))
'café.txt'
"""

from __future__ import annotations

import re

from patcher.expression import expression

_WORDS = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}
_BYTES = {word: bytes([byte]) for byte, word in _WORDS.items()}
_SPECIAL = expression(rb'[\x00-\x1f\x7f-\xff"\\]')
_ESCAPE = expression(rb'\\([0-3][0-7]{2}|[abtnvfr"\\])|\\|"')


def path_bytes(path: str) -> bytes:
    """Return a path's bytes; surrogates stand for bytes that are not UTF-8."""
    return path.encode("utf-8", "surrogateescape")


def quote_path(path: str, prefix: str = "", *, always: bool = False) -> bytes:
    """Return a path's bytes behind a prefix, in double quotes where git would put them, or always.

    A space needs none; a byte from 0x80 up does, so that the result is ASCII.
    """
    raw = path_bytes(prefix + path)
    quoted = _SPECIAL.sub(_escaped, raw)
    return raw if quoted == raw and not always else b'"%s"' % quoted


def _escaped(match: re.Match[bytes]) -> bytes:
    byte = match.group()[0]
    return b"\\" + _WORDS[byte] if byte in _WORDS else b"\\%03o" % byte


def unquote_path(text: bytes) -> str:
    """Return the path that was quoted; text without quotes is itself. Raises `ValueError` for broken quoting."""
    if text.startswith(b'"'):
        if len(text) < 2 or not text.endswith(b'"'):
            raise ValueError("a quoted path is never closed")
        text = _ESCAPE.sub(_plain, text[1:-1])
    return text.decode("utf-8", "surrogateescape")


def _plain(match: re.Match[bytes]) -> bytes:
    word = match.group(1)
    if word is None:
        raise ValueError("a quoted path has an escape that git does not write")
    return _BYTES.get(word) or bytes([int(word, 8)])
