"""`patcher init`: a first plan that builds on the user's own tree."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

from patcher.cli.boundary import SCREEN, doing
from patcher.cli.options import Where, base_options, screen_options

if TYPE_CHECKING:
    from patcher.pipeline import Base
    from patcher.spec.first_plan import Draft

EPILOG = """\b
Examples:
  patcher init
  patcher init specs/retire-etcd.yaml -C ../shakenfist

Exit status: 0 written, 1 not even the example holds on this tree, 2 the command line is wrong or
PLAN is there already, 3 git or the disk failed.
"""


@click.command("init", epilog=EPILOG)
@click.argument("plan", metavar="[PLAN]", default="specs/first.yaml", type=click.Path(readable=False))
@base_options
@screen_options("text", "json")
def command(plan: str, where: Where) -> None:
    """Write a commented first plan that already builds on this tree.

    PLAN is specs/first.yaml where nothing else is said. Its one edit names a place of the tree that
    was chosen as an example, and was built before it was written. A file that is there is never
    overwritten.
    """
    from patcher.pipeline import first_plan, open_base

    if os.path.lexists(plan):
        _refuse(plan)
    doing("looking for an example in the tree")
    where = _with_commit(where)
    with open_base(where.directory, where.revision, plain=where.plain, output="patches") as base:
        found = first_plan(base, _draft(base, plan, where), plan)
    _write(plan, found.text)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, result_document

        SCREEN.out(dump({**result_document(found.result), "file": plan, "does": found.what}))
        return
    from patcher.report.words import joined, safe

    said = [f"{safe(plan)}: {safe(found.what)}.", "It builds on this tree."]
    SCREEN.out("\n".join(joined(said, SCREEN.columns(sys.stdout))))
    again = Where(where.directory, None, where.plain)  # the plan itself names the revision
    SCREEN.say(f"Next: {again.next('locate', plan)}")


def _with_commit(where: Where) -> Where:
    """Return where the base is; a repository without a commit is taken as the directory that it is."""
    from patcher.errors import SurroundingsError
    from patcher.git import find_repository

    if where.plain or where.revision is not None or not os.path.isdir(where.directory):
        return where
    repository = find_repository(where.directory)
    if repository is None:
        return where
    try:
        with repository.objects() as objects:
            objects.resolve("HEAD")
    except SurroundingsError as error:
        if all(problem.code == "revision-not-found" for problem in error.problems):
            SCREEN.say("There is no commit yet, so the plan is for the directory as it stands (--dir).")
            return Where(where.directory, None, True)
        raise
    return where


def _draft(base: Base, plan: str, where: Where) -> Draft:
    from datetime import UTC, datetime

    from patcher.spec.first_plan import Draft

    stem = os.path.basename(plan).partition(".")[0].lower()
    identity = base.identity()
    return Draft(
        plan=re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "first",
        title="",
        subject="",
        author=identity or ("A. Maintainer", "maintainer@example.org"),
        author_known=identity is not None,
        date=datetime.now(UTC).isoformat(timespec="seconds") if base.info.date is None else None,
        base=where.revision,
    )


def _write(plan: str, text: str) -> None:
    """Write the plan, unless a file of that name has come up meanwhile."""
    os.makedirs(os.path.dirname(plan) or ".", exist_ok=True)
    try:
        with open(plan, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        _refuse(plan)


def _refuse(plan: str) -> None:
    from patcher.errors import PlanError, Problem

    hint = "name another file, or go on with that one: `patcher lint PLAN`"
    raise PlanError(Problem("usage", f"`{plan}` is there already", option=plan, hint=hint))
