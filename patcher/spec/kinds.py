"""The kinds of values that a plan's keys take: how each is read, and what it is in JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from collections.abc import Sequence as Seq
from typing import TYPE_CHECKING, Any

from patcher.errors import Place, Problem
from patcher.expression import expression
from patcher.paths import refused_by_git
from patcher.record import dataclass, field
from patcher.spec.nodes import Mapping, Node, Scalar, Sequence, kind_of, note
from patcher.spec.patterns import BadPattern, PatternCheck, compile_pattern, culprit

if TYPE_CHECKING:
    from patcher.source import LineRange

Schema = dict[str, Any]


@dataclass(slots=True)
class Reader:
    """Collects the problems of one plan."""

    problems: list[Problem] = field(default_factory=list)
    edits: int = 0
    patterns: PatternCheck = field(default_factory=PatternCheck)

    def wrong(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        """Remember a problem at a place; raises `PlanError` when they are too many."""
        note(self.problems, Problem(code, message, plan=place, hint=hint))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value. `read` gives `None` where the value is wrong, and has then said so."""

    words: str  # "a number", for messages
    read: Callable[[Reader, Node, str], Any]
    schema: Schema


def close_to(word: str, known: Seq[str] | Map[str, Any]) -> str | None:
    """Return the word of a list that is most like another, for "did you mean"."""
    import difflib

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def _scalar(reader: Reader, node: Node, key: str, words: str) -> Scalar | None:
    if not isinstance(node, Scalar):
        message = f"`{key}` takes {words}, and here is {kind_of(node)}"
        reader.wrong("wrong-type", message, node.place)
        return None
    if node.style == "*":
        return None
    if node.empty:
        hint = "a value that begins with `#` needs quotes" if words.startswith("a pattern") else None
        reader.wrong("wrong-type", f"`{key}` takes {words}, and nothing is there", node.place, hint)
        return None
    return node


def scalar_kind(
    words: str, schema: Schema, convert: Callable[[Reader, Scalar, str], Any], *, empty: bool = False
) -> Kind:
    """Return a kind of text that `convert` turns into a value."""

    def read(reader: Reader, node: Node, key: str) -> Any:
        if empty and isinstance(node, Scalar):
            return convert(reader, node, key)
        scalar = _scalar(reader, node, key, words)
        return None if scalar is None else convert(reader, scalar, key)

    return Kind(words, read, schema)


def _text(_reader: Reader, node: Scalar, _key: str) -> str:
    return node.value


TEXT = scalar_kind("text", {"type": "string"}, _text, empty=True)


def _line(reader: Reader, node: Scalar, key: str) -> str | None:
    value = node.value.strip(" \t\r\n")
    if "\n" in value or not value:
        reader.wrong("bad-value", f"`{key}` takes one line of text", node.place)
        return None
    return value


LINE = scalar_kind("one line of text", {"type": "string", "minLength": 1}, _line)


def _shaped(pattern: str, words: str) -> Callable[[Reader, Scalar, str], str | None]:
    shape = expression(pattern)

    def convert(reader: Reader, node: Scalar, key: str) -> str | None:
        if shape.fullmatch(node.value):
            return node.value
        reader.wrong("bad-value", f"`{node.value}` is not {words}", node.place)
        return None

    return convert


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG = scalar_kind(
    "a name of small letters, digits and `-`",
    {"type": "string", "pattern": f"^{_SLUG}$"},
    _shaped(_SLUG, "a name of small letters, digits and `-`"),
)
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
STEP_ID = scalar_kind(
    "a step's id", {"type": ["string", "integer"]}, _shaped(_ID, "an id of letters, digits, `.`, `_` and `-`")
)
_TREE = r"[0-9a-f]{40}|[0-9a-f]{64}"
TREE_ID = scalar_kind(
    "a tree's full object id",
    {"type": "string", "pattern": f"^({_TREE})$"},
    _shaped(_TREE, "a full object id: 40 or 64 hexadecimal digits"),
)


def _revision(reader: Reader, node: Scalar, _key: str) -> str | None:
    if node.value.startswith("-") or re.search(r"[\s\0]", node.value):
        reader.wrong("bad-value", f"`{node.value}` is not a revision", node.place)
        return None
    return node.value


REVISION = scalar_kind("a revision", {"type": ["string", "integer"]}, _revision)


def _boolean(reader: Reader, node: Scalar, key: str) -> bool | None:
    if node.value in ("true", "false") and node.style is None:
        return node.value == "true"
    told = f"not `{node.value}`" if node.style is None else "without quotes"
    reader.wrong("wrong-type", f"`{key}` takes `true` or `false`, {told}", node.place)
    return None


BOOLEAN = scalar_kind("`true` or `false`", {"type": "boolean"}, _boolean)


def choice(*values: str, schema: Schema | None = None) -> Kind:
    """Return the kind of one word of several."""
    words = " or ".join(f"`{value}`" for value in values)

    def convert(reader: Reader, node: Scalar, key: str) -> str | None:
        if node.value in values:
            return node.value
        close = close_to(node.value, values)
        hint = f"did you mean `{close}`?" if close else None
        reader.wrong("bad-value", f"`{key}` takes {words}, not `{node.value}`", node.place, hint)
        return None

    return scalar_kind(words, schema or {"enum": list(values)}, convert)


def integer(*, lowest: int, words: str, nonzero: bool = False) -> Kind:
    """Return the kind of a decimal number that is at least `lowest`."""

    def convert(reader: Reader, node: Scalar, key: str) -> int | None:
        if re.fullmatch(r"-?(?:0|[1-9]\d{0,8})", node.value):
            number = int(node.value)
            if number >= lowest and not (nonzero and number == 0):
                return number
        reader.wrong("bad-value", f"`{key}` takes {words}, not `{node.value}`", node.place)
        return None

    return scalar_kind(words, {"type": "integer", "minimum": lowest}, convert)


COUNT_NUMBER = integer(lowest=1, words="a number from 1, or `any`")
NUMBER = integer(lowest=0, words="a number from 0")
POSITIVE = integer(lowest=1, words="a number from 1")
NTH = integer(lowest=-(10**8), words="a number from 1, or from -1 down", nonzero=True)


def either(word: str, other: Kind) -> Kind:
    """Return the kind of one literal word, or else another kind."""

    def read(reader: Reader, node: Node, key: str) -> Any:
        if isinstance(node, Scalar) and node.value == word:
            return word
        return other.read(reader, node, key)

    return Kind(other.words, read, {"anyOf": [{"const": word}, other.schema]})


def _lines(reader: Reader, node: Scalar, key: str) -> LineRange | None:
    match = re.fullmatch(r"([1-9]\d{0,8})(?:\s*-\s*([1-9]\d{0,8}))?", node.value)
    if match:
        first, last = int(match[1]), int(match[2] or match[1])
        if first <= last:
            from patcher.source import LineRange

            return LineRange(first, last)
    reader.wrong(
        "bad-value", f"`{key}` takes a line or two, such as `12` or `12-40`, not `{node.value}`", node.place
    )
    return None


LINES = scalar_kind(
    "a line or a range of lines",
    {"type": ["integer", "string"], "pattern": r"^[1-9]\d*(\s*-\s*[1-9]\d*)?$"},
    _lines,
)


def _pattern(reader: Reader, node: Scalar, key: str) -> str | None:
    control = re.search(r"[\x00-\x08\x0b-\x1f]", node.value)
    if control:
        shown = {"\b": "\\b", "\x0c": "\\f", "\x07": "\\a"}.get(
            control.group(), f"U+{ord(control.group()):04X}"
        )
        hint = f"in double quotes `{shown}` is a control character; use single quotes"
        reader.wrong("control-character", f"`{key}` holds a control character", node.place, hint)
        return None
    try:
        reader.patterns.check(node.value)
    except BadPattern as bad:
        place, offset = node.place, culprit(node.value, bad)
        if offset is not None and node.style in (None, "'") and "\n" not in node.value:
            column = place.column + offset + (node.style == "'")
            place = Place(place.file, place.line, column)
        message = f"`{node.value}` is not a pattern: {bad.reason}"
        hint = bad.hint or _mend(node.value, offset, key)
        reader.wrong("bad-regex", message, place, hint)
        return None
    return node.value


def _mend(pattern: str, offset: int | None, key: str) -> str:
    """Return the key with a pattern that compiles, one character taken as itself, where that is enough."""
    mended = f"{pattern[:offset]}\\{pattern[offset:]}" if offset is not None else pattern
    try:
        compile_pattern(mended)
    except BadPattern:
        return "a backslash before a special character makes it stand for itself"
    from patcher.spec.complaints import quoted

    character = mended[len(pattern[:offset]) + 1]
    return f"if `{character}` is meant as itself, write it as `{key}: {quoted(mended)}`"


def _regex_read(reader: Reader, node: Node, key: str) -> str | None:
    if not isinstance(node, Scalar):
        message = f"`{key}` takes a pattern, and YAML read {kind_of(node)}"
        reader.wrong("unquoted-regex", message, node.place, "put single quotes round the pattern")
        return None
    scalar = _scalar(reader, node, key, "a pattern")
    return None if scalar is None else _pattern(reader, scalar, key)


REGEX = Kind("a pattern", _regex_read, {"type": "string", "format": "regex", "minLength": 1})


def listed(kind: Kind, *, single: bool = True) -> Kind:
    """Return the kind of a list of values; with `single` one value may stand alone."""

    def read(reader: Reader, node: Node, key: str) -> tuple[Any, ...] | None:
        if isinstance(node, Sequence):
            if not node.items:
                reader.wrong("wrong-type", f"`{key}` is an empty list", node.place)
                return None
            values = [kind.read(reader, item, key) for item in node.items]
            return None if any(value is None for value in values) else tuple(values)
        if not single:
            reader.wrong("wrong-type", f"`{key}` takes a list, and here is {kind_of(node)}", node.place)
            return None
        value = kind.read(reader, node, key)
        return None if value is None else (value,)

    many = {"type": "array", "items": kind.schema, "minItems": 1}
    return Kind(f"{kind.words}, or a list", read, {"anyOf": [kind.schema, many]} if single else many)


REGEXES = listed(REGEX)
TEXTS = listed(LINE, single=False)
NAMES = listed(LINE)


def unsafe_reason(path: str) -> str | None:
    """Return why a path could lead out of the tree or into git's folder on any system, or `None`.

    Beyond what git refuses: what Windows reads as a drive, and `..` between backslashes.
    """
    if re.match(r"[A-Za-z]:", path):
        return "is absolute"
    if ".." in path.split("\\"):
        return "has a part `..`"
    return refused_by_git(path)


def _path(reader: Reader, node: Scalar, key: str) -> str | None:
    value = node.value
    reason = unsafe_reason(value)
    if reason:
        reader.wrong("unsafe-path", f"`{value}` {reason}", node.place, "name a path below the base")
        return None
    return value


PATH = scalar_kind("a path", {"type": "string", "minLength": 1}, _path)


def _destination(reader: Reader, node: Scalar, key: str) -> str | None:
    if not node.value.endswith("/"):
        return _path(reader, node, key)
    inner = Scalar(node.value[:-1], node.place, node.style)
    return None if _path(reader, inner, key) is None else node.value


DESTINATION = scalar_kind(
    "a path, or a folder ending in `/`", {"type": "string", "minLength": 1}, _destination
)


def _pathspec(reader: Reader, node: Scalar, key: str) -> str | None:
    body = node.value.removeprefix("!")
    reason = unsafe_reason(re.sub(r"\\(.)", r"\1", body.removesuffix("/"))) if body else "is empty"
    if reason is None and re.sub(r"\[[^\]]*\]", "", re.sub(r"\\.", "", body)).count("["):
        reason = "opens a `[` that is never closed"
    if reason:
        reader.wrong(
            "unsafe-path" if "never closed" not in reason else "bad-value",
            f"`{node.value}` {reason}",
            node.place,
        )
        return None
    return node.value


PATHSPEC = scalar_kind("a pathspec", {"type": "string", "minLength": 1}, _pathspec)
PATHSPECS = listed(PATHSPEC)


def _mode(reader: Reader, node: Scalar, key: str) -> int | None:
    modes = {"644": 0o644, "755": 0o755, "0644": 0o644, "0755": 0o755}
    if node.value in modes:
        return modes[node.value]
    reader.wrong("bad-value", f"`{key}` takes `644` or `755`, not `{node.value}`", node.place)
    return None


MODE = scalar_kind("`644` or `755`", {"enum": [644, 755]}, _mode)


def _date(reader: Reader, node: Scalar, key: str) -> str | None:
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(node.value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.microsecond or moment.year < 1970:
        example = "2026-05-14T09:00:00+10:00"
        message = f"`{key}` takes a date with its time and offset, such as `{example}`, not `{node.value}`"
        reader.wrong("bad-value", message, node.place)
        return None
    return node.value


DATE = scalar_kind("a date with time and offset", {"type": "string", "format": "date-time"}, _date)


def _address(reader: Reader, node: Scalar, key: str) -> str | None:
    if re.search(r"[<>\n]", node.value) or not node.value.strip():
        reader.wrong("bad-value", f"`{key}` holds `<`, `>` or a line end, or nothing", node.place)
        return None
    return node.value.strip()


PERSON = scalar_kind("a name or an address", {"type": "string", "minLength": 1}, _address)


def _marker(reader: Reader, node: Scalar, key: str) -> str | None:
    if re.search(r"[(\[{]<\Z", node.value) and "\n" not in node.value:
        return node.value
    message = f"the marker `{node.value}` does not end in `(<`, `[<` or " + "`{<`"
    reader.wrong("bad-marker", message, node.place, "the `<` stands for all up to the matching closer")
    return None


MARKER = scalar_kind("a marker", {"type": "string", "pattern": r"[(\[{]<$"}, _marker)


def _trailers(reader: Reader, node: Node, key: str) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(node, Mapping):
        reader.wrong("wrong-type", f"`{key}` takes a mapping of names to texts", node.place)
        return None
    found: list[tuple[str, str]] = []
    for name, value in node.pairs:
        if not re.fullmatch(r"[A-Za-z0-9-]+", name.value):
            reader.wrong("bad-value", f"`{name.value}` is not a trailer's name", name.place)
            continue
        for text in NAMES.read(reader, value, name.value) or ():
            found.append((name.value, text))
    return tuple(found)


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
TRAILERS = Kind("a mapping", _trailers, {"type": "object", "additionalProperties": _ONE_OR_MANY})


def _command(reader: Reader, node: Node, key: str) -> str | tuple[str, ...] | None:
    if isinstance(node, Sequence):
        values: tuple[str, ...] | None = listed(TEXT, single=False).read(reader, node, key)
        return values
    scalar = _scalar(reader, node, key, "a command")
    return None if scalar is None else scalar.value


COMMAND = Kind("a command", _command, _ONE_OR_MANY)
