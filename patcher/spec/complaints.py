"""What YAML's complaint means to somebody who writes a plan: the place to look at, and the line mended.

A parser complains where it can go on no longer; the mistake is often a bracket or quote that was
opened above, or a pattern that YAML takes for something of its own.

>>> from patcher.spec.nodes import parse_nodes
>>> from patcher.errors import PlanError
>>> try:
...     parse_nodes(b"steps: {line: [a-z]+_x}", "p.yaml", frozenset({"line"}))
... except PlanError as error:
...     print(error.problems[0].code, error.problems[0].hint)
unquoted-regex write it as `line: '[a-z]+_x'`
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Any

from patcher.errors import Place, Problem
from patcher.expression import expression

_KEYED = expression(r"(?P<key>[\w-]+):[ \t]+(?=(?P<first>[^\s'\"#]))")
_NEXT_KEY = expression(r",\s+[\w-]+:(?:\s|$)")
_CLOSERS = {"{": "}", "[": "]"}
_TAKES = {
    "[": "for a list", "{": "for a mapping", "*": "for an alias", "&": "for an anchor", "!": "for a tag",
    "|": "for the start of a block", ">": "for the start of a block", "%": "for a directive",
    "@": "for a reserved character", "`": "for a reserved character", "?": "for a key",
}  # fmt: skip
_WORDS = (
    ("mapping values are not allowed", "there is a second `: ` in one value"),
    ("could not find expected ':'", "a key stands without its `:`"),
    ("did not find expected ',' or", "a `,` or a closing bracket is missing"),
    ("found unknown escape character", "in double quotes a backslash begins an escape, and this is none"),
    ("did not find expected <document start>", "text follows the end of the plan's mapping"),
)


def complaint(wrong: Any, text: str, path: str, patterns: AbstractSet[str]) -> Problem:
    """Return the problem that a marked error of the parser stands for; `patterns` are keys that take one."""
    mark, origin = wrong.problem_mark or wrong.context_mark, wrong.context_mark
    rows = text.split("\n")
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path, 1, 1)
    row = rows[min(place.line, len(rows)) - 1].rstrip("\r")
    begun = Place(path, origin.line + 1, origin.column + 1) if origin else None
    said = wrong.problem or str(wrong)
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return _problem("a tab indents this line", place, "indent with blanks, never with tabs")
    unquoted = _unquoted(row, place, patterns)
    if unquoted is not None:
        return unquoted
    if begun is not None and "quoted scalar" in (wrong.context or "") and "end of stream" in said:
        quote = text.split("\n")[begun.line - 1][begun.column - 1]
        return _problem(f"the quote `{quote}` is never closed", begun, f"put `{quote}` at the value's end")
    if begun is not None and said.startswith("did not find expected ',' or") and begun.line < place.line:
        return _unclosed(rows[begun.line - 1].rstrip("\r"), begun, place)
    if said.startswith(("did not find expected key", "did not find expected '-'")) and begun is not None:
        return _misaligned(said, rows, place, begun)
    message = next((words for start, words in _WORDS if said.startswith(start)), said)
    return _problem(message, place, _remedy(said, row, place))


def _problem(message: str, place: Place, hint: str, label: str | None = None) -> Problem:
    return Problem("yaml-syntax", f"this is not YAML: {message}", plan=place, hint=hint, label=label)


def _unquoted(row: str, place: Place, patterns: AbstractSet[str]) -> Problem | None:
    """Return the problem of a pattern that begins with a character of YAML's own, left of the complaint."""
    held = [m for m in _KEYED.finditer(row) if m.end() <= place.column and m["key"] in patterns]
    if not held or held[-1]["first"] not in _TAKES:
        return None
    found = held[-1]
    value = value_at(row, found.end())
    takes = _TAKES[value[0]]
    return Problem(
        "unquoted-regex",
        f"`{found['key']}` takes a pattern, and YAML takes `{value[0]}` {takes}",
        plan=Place(place.file, place.line, found.end() + 1, len(value)),
        hint=f"write it as `{found['key']}: {quoted(value)}`",
    )


def value_at(row: str, start: int) -> str:
    """Return the value that begins at a 0-based column of a line, as somebody without YAML would read it."""
    value = row[start:]
    following = _NEXT_KEY.search(value)
    closed = value[: following.start()] if following else value
    for opener in reversed(_open_brackets(row[:start])):
        bare = closed.rstrip()
        if following is None and bare.endswith(_CLOSERS[opener]):
            closed = bare[:-1]
    return closed.rstrip()


def quoted(value: str) -> str:
    """Return a value in YAML's single quotes."""
    return "'" + value.replace("'", "''") + "'"


def _open_brackets(text: str) -> str:
    """Return the flow brackets that a stretch of YAML leaves open, outermost first."""
    opened = ""
    for part in re.findall(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", text):
        if part in _CLOSERS:
            opened += part
        elif part in _CLOSERS.values():
            opened = opened[:-1]
    return opened


def _unclosed(row: str, begun: Place, place: Place) -> Problem:
    opener = row[begun.column - 1]
    closers = "".join(_CLOSERS[each] for each in reversed(_open_brackets(row)))
    label = f"never closed; line {place.line} is read as if it went on in it"
    mended = f"close it: `{row.strip()}{closers}`" if closers else "close it, or put quotes round the value"
    return _problem(f"the `{opener}` on line {begun.line} is never closed", begun, mended, label)


def _misaligned(said: str, rows: list[str], place: Place, begun: Place) -> Problem:
    """Return the problem of a line that stands in no column of those above it."""
    row = rows[place.line - 1]
    if row[place.column - 1 : place.column] in ("]", "}"):
        return _problem("this bracket closes nothing", place, "take it out, or put quotes round the value")
    above = next((r for r in reversed(rows[: place.line - 1]) if r.strip()), "")
    dash = row.lstrip().startswith("- ")
    column = begun.column if dash else len(above) - len(above.lstrip(" -")) + 1
    what = "the `-` of its list" if dash else "the key above it"
    message = f"this line begins in column {place.column}, and {what} in column {column}"
    return _problem(message, place, f"begin it in column {column}: `{' ' * (column - 1)}{row.strip()}`")


def _remedy(said: str, row: str, place: Place) -> str:
    if "escape" in said:
        return "use single quotes: in them a backslash is itself"
    keyed = None
    for keyed in _KEYED.finditer(row):
        if keyed.end() >= place.column - 1 or "mapping" in said:
            break
    if keyed is not None and "mapping values" in said and keyed.end() < place.column:
        return f"write it as `{keyed['key']}: {quoted(value_at(row, keyed.end()))}`"
    if keyed is not None and keyed["first"] in _TAKES:
        return "put single quotes round the value"
    return "compare the line's indentation, quotes and brackets with its neighbours"
