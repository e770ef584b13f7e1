"""What the screens, the page and the brief say alike: a check in words, and whose edits are for which step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patcher.proof.model import Orphan
    from patcher.spec.model import Check

Code = Callable[[str], str]


def by_refusal(orphans: Sequence[Orphan]) -> Iterator[tuple[str, str, list[Orphan]]]:
    """Yield what has no user by who refuses to compile it, those first: what that adds, the step for the edits, them."""
    ordered = sorted(orphans, key=lambda orphan: (not orphan.refused_by, orphan.refused_by))
    for who, group in groupby(ordered, key=lambda orphan: orphan.refused_by):
        yield f"; {who} refuses to compile" if who else "", "this" if who else "a later", list(group)


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
