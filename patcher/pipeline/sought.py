"""What a plan looks for all over a tree, gathered so that the tree is searched for all of it at once."""

from __future__ import annotations

from patcher.finder import needed_bytes
from patcher.spec import required_bytes
from patcher.spec.model import Edit, Plan
from patcher.tree import is_literal

LFS = b"version https://git-lfs.github.com/spec/"
UNTOUCHABLE = (b"\0", LFS)  # what a file may hold that has no text to edit


def sought_by(plan: Plan) -> tuple[bytes, ...]:
    """Return the bytes without which no check of many files has a match and no edit of many files a range.

    With such an edit those are among them that make a file untouchable.
    """
    found: set[bytes] = set()
    for check in (*plan.invariants, *(check for step in plan.steps for check in step.checks)):
        named = check.kind != "only_in" and check.paths and all(map(is_literal, check.paths))
        if check.pattern is not None and not named:
            found.update(required_bytes(check.pattern))
    for edit in (edit for step in plan.steps for edit in step.edits if reaches_far(edit)):
        assert edit.selector is not None
        found.update(needed_bytes(edit.selector), UNTOUCHABLE)
    return tuple(sorted(found))


def reaches_far(edit: Edit) -> bool:
    """Tell whether an edit looks for something in files that it does not name."""
    far = not edit.one_file and not all(map(is_literal, edit.files))
    return far and edit.selector is not None and bool(needed_bytes(edit.selector))
