"""Pathspecs: git's patterns for paths, as the plan format has them.

`*` and `?` stop at `/`, `**/` matches no folder too, `[..]` is a set, braces are literal, and a
name without a pattern takes the folder below it along. `!` in front takes away, in order.

>>> matches = compile_pathspecs(("docs/**", "!docs/plans/*"))
>>> matches("docs/a/b.md"), matches("docs/plans/x.md"), matches("README.md")
(True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from patcher.expression import expression

_SPECIAL = expression(r"[*?\[\\]")


def is_literal(pathspec: str) -> bool:
    """Tell whether a pathspec names one path and nothing else."""
    return not pathspec.startswith("!") and _SPECIAL.search(pathspec) is None


def literal_prefix(pathspec: str) -> str:
    """Return the folders that every match lies in, up to the first part with a pattern."""
    found = _SPECIAL.search(pathspec)
    return pathspec if found is None else pathspec[: pathspec.rfind("/", 0, found.start()) + 1]


@lru_cache(maxsize=1024)
def compile_pathspecs(pathspecs: Sequence[str]) -> Callable[[str], object]:
    """Return a test of a path, whose answer is true or not: the last pathspec that has it decides, none is no."""
    rules = [(spec.startswith("!"), _compiled(spec.removeprefix("!"))) for spec in pathspecs]
    if len(rules) == 1 and not rules[0][0]:
        return rules[0][1].fullmatch
    if all(taking for taking, _ in rules):
        rules = [(False, _compiled("**")), *rules]

    def matches(path: str) -> bool:
        for taking, pattern in reversed(rules):
            if pattern.fullmatch(path):
                return not taking
        return False

    return matches


@lru_cache(maxsize=4096)
def _compiled(pathspec: str) -> re.Pattern[str]:
    """Return a pathspec as an expression that looks for each of its parts once.

    Of what stands between two `*` of one name, and between two `**/`, every match is as long as any
    other: where the first one ends, most is left for the rest, so there is no need to go back on it.
    """
    first, *deeper = [_names(part) for part in _split(_tokens(pathspec.removesuffix("/")), "**/")]
    if deeper:
        deeper[-1] += r"(?=/|\Z)"
    text = first + "".join(f"(?>(?:[^/]*+/)*?{names})" for names in deeper)
    return re.compile(text + "(?:/.*+)?", re.DOTALL)


def _names(tokens: Sequence[str]) -> str:
    return "/".join(_name(_split(name, "*")) for name in _split(tokens, "/"))


def _name(parts: Sequence[Sequence[str]]) -> str:
    first, *middle = ["".join(part) for part in parts]
    last = f"[^/]*{middle.pop()}" if middle else ""
    return first + "".join(f"(?>[^/]*?{part})" for part in middle) + last


def _split(tokens: Iterable[str], mark: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == mark:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _tokens(spec: str) -> Iterator[str]:
    """Yield `*`, `/` and `**/` as they are, and for all else what it matches, as an expression."""
    position = 0
    while position < len(spec):
        character = spec[position]
        begins = position == 0 or spec[position - 1] == "/"
        if begins and spec.startswith("**/", position):
            yield "**/"
            while spec.startswith("**/", position):  # several in a row mean what one means
                position += 3
        elif begins and spec[position:] == "**":
            yield ".+"
            position += 2
        elif character == "*":
            yield "*"
            position += len(spec[position:]) - len(spec[position:].lstrip("*"))
        elif character == "?":
            yield "[^/]"
            position += 1
        elif character == "[":
            position, text = _set(spec, position)
            yield text
        elif character == "\\" and position + 1 < len(spec):
            yield re.escape(spec[position + 1])
            position += 2
        else:
            yield re.escape(character)
            position += 1


def _set(spec: str, start: int) -> tuple[int, str]:
    end = spec.find("]", start + 2 if spec[start + 1 : start + 2] not in ("!", "^") else start + 3)
    if end < 0:
        return start + 1, re.escape("[")
    body = spec[start + 1 : end]
    negated = body[:1] in ("!", "^")
    members = re.sub(r"[\\\[\]^&~|]", r"\\\g<0>", body[1:] if negated else body)
    return end + 1, f"(?!/)[{'^' if negated else ''}{members}]"
