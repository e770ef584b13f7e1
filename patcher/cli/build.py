"""`patcher build`: the series, written or compared."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from patcher.cli.boundary import SCREEN, doing, fail
from patcher.cli.options import (
    LINES,
    Where,
    base_options,
    output_option,
    plans_argument,
    screen_options,
    series_folder,
)

if TYPE_CHECKING:
    from patcher.errors import Problem
    from patcher.results import PlanResult
    from patcher.spec.model import Plan

EPILOG = """\b
Examples:
  patcher build specs/retire-etcd.yaml
  patcher build specs/retire-etcd.yaml --check

Exit status: 0 done, 1 the plan does not hold or the folder is not what it gives, 2 the plan file is
wrong, 3 git or the disk failed. Whenever it fails, the folder is as it was.
"""


@click.command("build", epilog=EPILOG)
@plans_argument("PLAN")
@base_options
@output_option
@click.option("--check", is_flag=True, help="Write nothing; fail if the folder is not what the plan gives.")
@screen_options("text", "json", *LINES)
def command(plans: tuple[str, ...], where: Where, output: str, check: bool) -> None:
    """Write the series into patches/<plan>/ and print the exact `git am` line.

    Nothing is written until every step holds and every patch has been read back and applied. `run`
    checks are listed and not run. --check takes several plans, or a folder: then those plans in it
    that have a series.
    """
    if check:
        _check(plans, where, output)
    elif len(plans) > 1:
        raise click.UsageError("one series is built at a time; --check takes several plans")
    else:
        _build(plans[0], where, output)


def _build(plan: str, where: Where, output: str) -> None:
    from patcher.cli import session
    from patcher.pipeline import write_series

    began = time.monotonic()
    result = _result(session.read(plan), where, output)
    folder = series_folder(output, result.plan.plan)
    doing("writing the series")
    write_series(result, folder)
    if SCREEN.format == "json":
        _json(result)
    elif SCREEN.format == "text":
        from patcher.report.screen import render_build

        paint = SCREEN.paint(sys.stdout)
        SCREEN.out(render_build(result, folder, time.monotonic() - began, paint=paint))


def _check(plans: tuple[str, ...], where: Where, output: str) -> None:
    from patcher.cli import session
    from patcher.pipeline import compare_folder, manifest_base

    problems: list[Problem] = []
    for path in plans:
        plan = session.read(path)
        folder = series_folder(output, plan.plan)
        if len(plans) > 1 and not os.path.isdir(folder):
            continue
        own = where
        if where.revision is None and not where.plain:
            own = Where(where.directory, manifest_base(folder), False)
        result = _result(plan, own, output)
        found, diff = compare_folder(result, folder)
        problems += found
        if SCREEN.format == "text":
            SCREEN.out(diff if found else f"{folder} is what the plan gives, byte for byte.")
        elif SCREEN.format == "json" and len(plans) == 1 and not found:
            _json(result)
    if problems:
        fail(tuple(problems), 1, f"Next: patcher build {plans[0] if len(plans) == 1 else 'PLAN'}")


def _result(plan: Plan, where: Where, output: str) -> PlanResult:
    """Return the plan's result with its patches; problems end the run."""
    from patcher.cli import session
    from patcher.pipeline import with_series

    with session.opened(where, plan, output) as base:
        result = session.run(plan, base)
        if result.problems and SCREEN.format == "json":
            _json(result)
            raise click.exceptions.Exit(1)
        session.fail_where_wrong(result)
        doing("making the patches")
        return with_series(result, base)


def _json(result: PlanResult) -> None:
    from patcher.report.machine import dump, result_document

    SCREEN.out(dump(result_document(result)))
