"""A check in words, its patterns and paths as the page or the brief writes code."""

from __future__ import annotations

from collections.abc import Callable

from patcher.spec.model import Check

Code = Callable[[str], str]


def says(check: Check, code: Code) -> str:
    """Return what a check demands: its kind, its pattern, where, how many."""
    words = [check.kind.replace("_", " ")]
    if check.pattern is not None:
        words.append(code(check.pattern))
    if check.command is not None:
        words.append(code(check.command if isinstance(check.command, str) else " ".join(check.command)))
    if check.names:
        words.append(", ".join(map(code, check.names)))
    if check.kind == "count":
        words.append(_wanted(check))
    if check.paths:
        words.append("in " + ", ".join(map(code, check.paths)))
    if check.only_code:
        words.append("(code only)")
    return " ".join(words)


def _wanted(check: Check) -> str:
    if check.lowest == check.highest:
        return f"= {check.lowest}"
    low = [f"at least {check.lowest}"] if check.lowest is not None else []
    high = [f"at most {check.highest}"] if check.highest is not None else []
    return ", ".join(low + high)
