"""What differs between a text that was sought and one that is there: marks and words.

>>> differing("def run_all(x)", "def run_any(x):")
(((8, 11),), 'the plan has `all`')
"""

from __future__ import annotations

import re

from patcher.expression import expression

_PIECE = expression(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+|\d+|\s+|.", re.DOTALL)


def differing(wanted: str, there: str) -> tuple[tuple[tuple[int, int], ...], str | None]:
    """Return the parts of `there` that are not as wanted, as half-open offsets, and what was wanted.

    What stands before the first and behind the last piece that both have is no difference: an anchor
    is searched in a line. White space counts only where one has it and the other has not.
    """
    import difflib

    ours, theirs = _pieces(wanted), _pieces(there)
    matcher = difflib.SequenceMatcher(None, [p for p, _ in ours], [p for p, _ in theirs], autojunk=False)
    marks: list[tuple[int, int]] = []
    words: list[str] = []
    codes = matcher.get_opcodes()
    for index, (kind, a, b, c, d) in enumerate(codes):
        edge = index in (0, len(codes) - 1)
        if kind == "equal" or (kind == "insert" and edge):
            continue
        if kind == "replace" and edge:  # only as much of the line as the anchor has there
            d, c = (min(d, c + b - a), c) if index else (d, max(c, d - (b - a)))
        start, end = _place(theirs, c, d, len(there))
        marks.append((start, end))
        piece = "".join(piece for piece, _ in ours[a:b]).strip()
        words += [f"`{piece}`"] if piece else []
    if not marks:
        return (), None
    had = f"the plan has {', then '.join(words[:3])}" + (", ..." if len(words) > 3 else "")
    return tuple(marks), had if words else "not in the plan"


def _pieces(text: str) -> list[tuple[str, int]]:
    """Return a text's words, numbers and signs with their offsets; a run of white space is one blank."""
    found = [(match.group(), match.start()) for match in _PIECE.finditer(text)]
    return [(" " if piece.isspace() else piece, start) for piece, start in found]


def _place(pieces: list[tuple[str, int]], first: int, last: int, end: int) -> tuple[int, int]:
    """Return the offsets of some pieces; of none, those of the piece before which something is missing."""
    start = pieces[first][1] if first < len(pieces) else end
    stop = pieces[last - 1][1] + len(pieces[last - 1][0]) if last > first else start + 1
    if start >= end:
        return max(0, end - 1), end
    return start, min(stop, end)
