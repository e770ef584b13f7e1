"""How much of a renamed file stays, in percent, as git measures it (diffcore-rename.c, diffcore-delta.c)."""

from __future__ import annotations

from collections import Counter

from patcher.diff.binary import is_binary
from patcher.expression import expression

_MOST = 60000  # git's MAX_SCORE
_CHUNK = expression(rb"[^\n]{0,63}\n|[^\n]{1,64}")  # a line, or 64 bytes of one


def similarity(before: bytes, after: bytes) -> int:
    """Return the similarity index of two contents: 100 for equal ones, 0 where nothing was kept.

    Only the rare collisions of git's own hash of a chunk could make its figure another one.
    """
    if before == after:
        return 100
    if not before or not after:
        return 0
    old, new = _chunks(before), _chunks(after)
    kept = sum(min(count, new[chunk]) * len(chunk) for chunk, count in old.items())
    return kept * _MOST // max(len(before), len(after)) * 100 // _MOST


def _chunks(data: bytes) -> Counter[bytes]:
    text = data if is_binary(data) else data.replace(b"\r\n", b"\n")
    return Counter(_CHUNK.findall(text))
