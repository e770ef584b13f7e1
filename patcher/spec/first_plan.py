"""A first plan for somebody's own tree, with comments that say what each part is for.

>>> draft = Draft("first", "Remove load", "app: remove load", ("A. Maintainer", "a@example.org"))
>>> print(render_first_plan(draft, ["- delete: {definition: load}"]).splitlines()[7])
plan: first                     # the name of its folder: patches/first/
"""

from __future__ import annotations

from collections.abc import Iterable

from patcher.record import dataclass
from patcher.spec.writing import quoted

_HEAD = """\
# A plan says what leaves a tree. This one works as it stands, on one place of your own tree that
# `patcher init` chose as an example: nothing has to go. Change it to what should.
#   patcher lint PLAN      the plan by itself: every mistake, with a remedy
#   patcher locate PLAN    the lines that it means; writes nothing
#   patcher build PLAN     the patches, for review, `git apply` and `git am`
# An editor completes the keys by `patcher schema`; `patcher explain CODE` tells of a refusal.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a first plan says about itself. `date` is in ISO form; a directory base needs one."""

    plan: str
    title: str
    subject: str
    author: tuple[str, str]
    author_known: bool = True
    date: str | None = None
    base: str | None = None


def render_first_plan(draft: Draft, edit: Iterable[str], check: str | None = None) -> str:
    """Return the plan's YAML: one step with one edit, given as its lines, and at most one check."""
    name, email = (quoted(part) for part in draft.author)
    whose = "of the commits" if draft.author_known else "yours: git does not know who you are"
    rows = [
        "patcher: 1                      # version of the format",
        _noted(f"plan: {quoted(draft.plan)}", f"the name of its folder: patches/{draft.plan}/"),
        f"title: {quoted(draft.title)}",
        _noted(f"author: {{name: {name}, email: {email}}}", whose),
    ]
    if draft.date is not None:
        rows.append(_noted(f"date: {draft.date}", "of the commits: a directory has none"))
    if draft.base is not None:
        rows.append(_noted(f"base: {quoted(draft.base)}", "the revision that it is for"))
    rows += [
        "steps:                          # each becomes one patch and one commit, in this order",
        "  - id: one",
        f"    subject: {quoted(draft.subject)}",
        "    body: |",
        "      Say here why.",
        "    edits:",
        *(f"      {row}" for row in edit),
    ]
    if check is not None:
        rows += ["    checks:                     # what must hold after the step", f"      - {check}"]
    return _HEAD + "".join(f"{row}\n" for row in rows)


def _noted(row: str, note: str) -> str:
    return f"{row:<31} # {note}"
