"""What the commands do alike: read the plan, open the base, run, and show what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from patcher.cli.boundary import SCREEN, doing, fail
from patcher.cli.options import Where

if TYPE_CHECKING:
    from patcher.pipeline import Base
    from patcher.results import PlanResult
    from patcher.spec.model import Plan


def read(path: str) -> Plan:
    """Return the plan, its text remembered for frames even where it is wrong."""
    from patcher.pipeline import load_plan

    remember(path)
    return load_plan(path)


def remember(path: str) -> None:
    """Keep a plan's text for the frames of errors."""
    try:
        with open(path, "rb") as file:
            text = file.read(2**21).decode("utf-8", "replace")
    except OSError:
        return
    SCREEN.plans[path] = text


@contextmanager
def opened(
    where: Where, plan: Plan, output: str | None = None, *, leaving_out: Sequence[str] = ()
) -> Iterator[Base]:
    """Give the base that the command line names; a directory leaves out the files named and `output`."""
    from patcher.pipeline import open_base

    doing("reading the base")
    with open_base(
        where.directory,
        where.revision,
        plain=where.plain,
        plan=plan,
        output=output,
        leaving_out=leaving_out,
    ) as base:
        yield base


@contextmanager
def opened_plain(where: Where, exclude: str) -> Iterator[Base]:
    """Give the base that a manifest or the command line names, for a series without its plan."""
    from patcher.pipeline import open_base

    doing("reading the base")
    plain = where.plain or where.revision is None
    with open_base(where.directory, where.revision, plain=plain, output=exclude) as base:
        yield base


def checked_step(plan: Plan, step: str | None) -> None:
    """Raise `PlanError` where `--step` names none of the plan's steps."""
    if step is None or any(step == known.id for known in plan.steps):
        return
    import difflib

    from patcher.errors import PlanError, Problem

    ids = [known.id for known in plan.steps]
    close = difflib.get_close_matches(step, ids, n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"its steps are: {', '.join(ids)}"
    message = f"`{plan.path}` has no step `{step}`"
    raise PlanError(Problem("unknown-step", message, option="--step", hint=hint))


def run(plan: Plan, base: Base) -> PlanResult:
    """Return the plan's result on the base."""
    from patcher.pipeline import run_plan

    doing("locating ranges")
    return run_plan(plan, base, tell=doing)


def fail_where_wrong(result: PlanResult) -> None:
    """Show the problems of a run and end with status 1, where there are any."""
    if result.problems:
        fail(result.problems, 1, "Nothing was written.")
