"""The pieces of one file put together: sorted, checked not to touch, and the bytes that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from patcher.edit.clashes import overlapping, put_inside
from patcher.edit.content import content_place
from patcher.edit.model import Request, Splice
from patcher.edit.pieces import Piece, line_start_byte
from patcher.errors import Problem, Target
from patcher.source import SourceFile, Span
from patcher.spec.model import Delete


def finished(source: SourceFile, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces sorted, a last line that stops being last with its line ending."""
    found = _joined(pieces)
    size = len(source.data)
    stays = not any(p.whole and p.start < p.end == size for p in found)
    bare = stays and not source.ends_with_newline and source.text != "\ufeff"
    last = max((i for i, p in enumerate(found) if p.data), default=-1)
    for index, piece in enumerate(found):
        if not piece.whole or not piece.data:
            continue
        data = piece.data
        if bare and piece.start == size:
            data, bare = piece.ending + data, False
        followed = piece.end < size or index < last
        if followed and not data.endswith(b"\n"):
            data += piece.ending
        if data != piece.data:
            found[index] = Piece(piece.start, piece.end, data, piece.request, ending=piece.ending)
    if found and not any(p.data for p in found) and _all_goes(source, found):
        found[0] = Piece(0, found[0].end, b"", found[0].request)
    return found


def problems_of(
    source: SourceFile, requests: Sequence[Request], pieces: Sequence[Piece]
) -> Iterator[Problem]:
    """Yield what is wrong with sorted pieces: two that touch the same bytes, one that changes nothing."""
    told: set[tuple[int, int]] = set()
    for before, piece in pairwise(pieces):
        pair = before.request, piece.request
        if before.end > piece.start and pair not in told:
            told.update((pair, pair[::-1]))
            yield _touching(source, requests, before, piece)
    for piece in pieces:
        if source.data[piece.start : piece.end] == piece.data:
            yield _no_change(source, requests[piece.request], piece)


def spliced(data: bytes, splices: Sequence[Splice]) -> bytes:
    """Return bytes with all splices made."""
    whole = memoryview(data)
    parts: list[bytes | memoryview] = []
    position = 0
    for splice in splices:
        parts += whole[position : splice.start], splice.data
        position = splice.end
    parts.append(whole[position:])
    return b"".join(parts)


def text_changes(source: SourceFile, splices: Sequence[Splice]) -> tuple[tuple[Span, str], ...]:
    """Return splices as spans of the text before, with the text that takes their place."""
    return tuple(
        (
            Span(source.text_offset(splice.start), source.text_offset(splice.end)),
            splice.data.decode("utf-8", "surrogateescape").replace("\r\n", "\n"),
        )
        for splice in splices
    )


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, sorted; neighbours of one request that take lines and touch become one."""
    found: list[Piece] = []
    for piece in sorted(pieces, key=attrgetter("order")):
        last = found[-1] if found else None
        if (
            last is not None
            and last.request == piece.request
            and last.end == piece.start
            and last.whole == piece.whole
            and last.start < last.end
            and piece.start < piece.end
        ):
            data = last.data + piece.data
            found[-1] = Piece(last.start, piece.end, data, last.request, last.whole, last.ending)
        else:
            found.append(piece)
    return found


def _all_goes(source: SourceFile, pieces: Sequence[Piece]) -> bool:
    """Tell whether nothing stays but a byte-order mark."""
    left = len(source.data) - sum(piece.end - piece.start for piece in pieces)
    return left == 3 == line_start_byte(source, 1)


def _touching(source: SourceFile, requests: Sequence[Request], before: Piece, piece: Piece) -> Problem:
    goes = isinstance(requests[before.request].edit.action, Delete)
    if goes and requests[piece.request].put is not None:
        return put_inside(source, requests, piece.request, before.request)
    return overlapping(source, requests, before.request, piece.request)


def _no_change(source: SourceFile, request: Request, piece: Piece) -> Problem:
    located = request.located
    lines = located.lines if located is not None else None
    message = "what is put there is empty" if piece.start == piece.end else "the text stands there already"
    return Problem(
        "no-change",
        f"the {request.edit.name} changes nothing: {message}",
        plan=content_place(request),
        target=Target(source.path, lines.first_line, lines.last_line)
        if lines is not None
        else Target(source.path),
        label=located.label if located is not None else None,
        hint="drop the edit, or correct its text",
    )
