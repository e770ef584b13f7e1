"""A plan's YAML written out: what an error or a report offers, ready to paste.

>>> print(flow({"line": "x: 1", "within": {"definition": "A.run"}, "nth": 2}))
{line: 'x: 1', within: {definition: A.run}, nth: 2}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patcher.expression import expression

_PLAIN = expression(r"[A-Za-z_][\w.]*")
_PATH = expression(r"[\w./-]*[A-Za-z][\w./-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_OPERATORS = frozenset("\\^$.*+?()[]{}|")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\f": r"\f", "\v": r"\v"}

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]


def quoted(text: str) -> str:
    """Return text as YAML takes it: in single quotes where it must be, in double ones where those would double.

    >>> print(quoted("a.b"), quoted("a b"), quoted("it's"), quoted("it's \\\\."))
    a.b 'a b' "it's" 'it''s \\.'
    """
    plain = _PLAIN.fullmatch(text) or (_PATH.fullmatch(text) and text[0] not in "-." and text[-1] != ".")
    if plain and text.isascii() and text.lower() not in _WORDS:
        return text
    if "'" in text and text.isprintable() and not {'"', "\\"} & set(text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def flow(value: Value) -> str:
    """Return a value in YAML's flow form, which fits on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return str(value)


def literally(text: str) -> str:
    """Return a pattern that matches a text and nothing else, its control characters written as escapes."""
    return "".join(f"\\{mark}" if mark in _OPERATORS else _escape(mark) for mark in text)


def _escape(mark: str) -> str:
    if mark.isprintable():
        return mark
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    code = ord(mark)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
