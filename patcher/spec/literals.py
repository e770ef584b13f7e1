r"""What a pattern cannot match without: text that is looked for before the pattern is tried.

The reading is the standard library's, which `regex` departs from; a pattern in which the two could
part gives nothing. Nothing is always a right answer.

>>> required_literals(r"_(migrate|cleanup)_etcd_\w+"), required_literals("first_key|second_key$")
(('migrate', 'cleanup'), ('first_key', 'second_key'))
>>> required_literals("a|b*"), required_literals("(?i)abc")
((), ())
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # as the standard library's own tools do
from typing import Any

from patcher.expression import expression

# What `re` reads otherwise than `regex`, or what makes letters mean more than themselves.
_ODD = expression(r"\(\?(?![:=!P<])|\[[^\]]*(?:\[|--|&&|\|\||~~)|\{(?!\d*,?\d*\})|\\[LNpPXRmMGhHKvVuUx0-9]")
_PLAIN_FLAGS = expression(r"\A\(\?[ms]+\)")  # which change nothing of what a letter means
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_MOST = 64  # texts of one pattern that are worth looking for

Texts = tuple[str, ...]


@lru_cache(maxsize=4096)
def required_literal(pattern: str) -> str | None:
    r"""Return text without which a pattern cannot match, its longest run, or `None` where none is sure.

    >>> required_literal(r"_(migrate|cleanup)_etcd_\w+"), required_literal("a|b"), required_literal("(?i)abc")
    ('_etcd_', None, None)
    """
    alone = [texts[0] for texts in _demands(_parsed(pattern)) if len(texts) == 1]
    return max(alone, key=len, default=None)


@lru_cache(maxsize=4096)
def required_literals(pattern: str) -> Texts:
    """Return texts of which every match of a pattern holds at least one; none where nothing is sure."""
    return _best(_demands(_parsed(pattern)))


@lru_cache(maxsize=4096)
def required_bytes(pattern: str) -> tuple[bytes, ...]:
    """Return bytes, none across lines, one of which stands in every file in whose text a pattern matches.

    None where nothing is sure. A text lacks the `\\r` before each `\\n` of its file.
    """
    pieces = [max(re.split(r"[\r\n]", text), key=len) for text in required_literals(pattern)]
    return tuple(piece.encode("utf-8", "surrogateescape") for piece in pieces) if all(pieces) else ()


@lru_cache(maxsize=4096)
def may_take_dot(pattern: str) -> bool:
    r"""Tell whether what a pattern matches can have a dot in it; it can where nothing is sure.

    >>> may_take_dot(r"_(load|save)_\w+"), may_take_dot(r"A\.\w+"), may_take_dot("[^_]+")
    (False, True, True)
    """
    parts = list(_parsed(pattern))
    return not parts or _takes_dot(parts)


def begins_line(pattern: str) -> bool:
    """Tell whether what a pattern matches always begins where a line does; it may not where nothing is sure.

    >>> begins_line("^a(b|c)"), begins_line("^a|^b"), begins_line("^a|b"), begins_line("a^")
    (True, True, False, False)
    """
    return next(iter(_parsed(pattern)), None) == (_constants.AT, _constants.AT_BEGINNING)


def _takes_dot(parts: Iterable[tuple[Any, Any]]) -> bool:
    return any(_part_takes_dot(kind, value) for kind, value in parts)


def _part_takes_dot(kind: Any, value: Any) -> bool:
    if kind in (_constants.LITERAL, _constants.NOT_LITERAL):
        return (value == ord(".")) is (kind is _constants.LITERAL)
    if kind is _constants.RANGE:
        return bool(value[0] <= ord(".") <= value[1])
    if kind is _constants.CATEGORY:
        return value not in (_constants.CATEGORY_WORD, _constants.CATEGORY_DIGIT, _constants.CATEGORY_SPACE)
    if kind is _constants.IN:
        return value[0][0] is _constants.NEGATE or _takes_dot(value)
    if kind is _constants.SUBPATTERN:
        return _takes_dot(value[3])
    if kind in _REPEATS:
        return _takes_dot(value[2])
    if kind is _constants.BRANCH:
        return any(_takes_dot(way) for way in value[1])
    return kind is not _constants.AT


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> Iterable[tuple[Any, Any]]:
    """Return a pattern's parts, or none where the two libraries could read it in two ways."""
    plain = _PLAIN_FLAGS.sub("", pattern)
    if _ODD.search(plain) is not None:
        return ()
    try:
        parsed: Iterable[tuple[Any, Any]] = _parser.parse(plain, re.MULTILINE)
    except (re.error, RecursionError, OverflowError, ValueError):
        return ()
    return parsed


def _demands(parsed: Iterable[tuple[Any, Any]]) -> Iterator[Texts]:
    """Yield texts of which every match holds one, for each part of a row that asks for any."""
    run = ""
    for kind, value in parsed:
        if kind is _constants.LITERAL:
            run += chr(value)
            continue
        if kind is _constants.AT:
            continue
        if run:
            yield (run,)
        run = ""
        if kind is _constants.SUBPATTERN and not value[1] and not value[2]:
            yield from _demands(value[3])
        elif kind in _REPEATS and value[0]:
            yield from _demands(value[2])
        elif kind is _constants.BRANCH:
            ways = [_best(_demands(way)) for way in value[1]]
            if all(ways) and sum(map(len, ways)) <= _MOST:
                yield tuple(dict.fromkeys(text for way in ways for text in way))
    if run:
        yield (run,)


def _best(demands: Iterable[Texts]) -> Texts:
    """Return the demand whose shortest text is the longest: it is met by the fewest files."""
    return max(demands, key=lambda texts: (min(map(len, texts)), -len(texts)), default=())
