"""`patcher build`: the series, written or compared."""

from __future__ import annotations

import sys
import time

import click

from patcher.cli.boundary import SCREEN, fail
from patcher.cli.options import (
    LINES,
    Where,
    base_options,
    doing,
    output_option,
    plan_argument,
    screen_options,
    series_folder,
)

EPILOG = """\b
Examples:
  patcher build specs/retire-etcd.yaml
  patcher build specs/retire-etcd.yaml --check

\b
Exit status: 0 done, 1 the plan does not hold or the folder is not what it gives, 2 the plan file is
wrong, 3 git or the disk failed. Whenever it fails, the folder is as it was.
"""


@click.command("build", epilog=EPILOG)
@plan_argument
@base_options
@output_option
@click.option("--check", is_flag=True, help="Write nothing; fail if the folder is not what the plan gives.")
@screen_options("text", "json", *LINES)
def command(plan: str, where: Where, output: str, check: bool) -> None:
    """Write the series into patches/<plan>/ and print the exact `git am` line.

    Nothing is written until every step holds and every patch has been read back and applied. `run`
    checks are listed and not run.
    """
    from patcher.cli import session
    from patcher.pipeline import compare_folder, manifest_base, with_series, write_series

    began = time.monotonic()
    parsed = session.read(plan)
    folder = series_folder(output, parsed.plan)
    if check and where.revision is None and not where.plain:
        where = Where(where.directory, manifest_base(folder), False)
    with session.opened(where, parsed, output) as base:
        result = session.run(parsed, base)
        if result.problems and SCREEN.format == "json":
            _json(result)
            raise click.exceptions.Exit(1)
        session.fail_where_wrong(result)
        doing("writing the series")
        result = with_series(result, base)
    if check:
        problems, diff = compare_folder(result, folder)
        if problems:
            if SCREEN.format == "text":
                SCREEN.out(diff)
            fail(problems, 1, f"Next: patcher build {plan}")
        if SCREEN.format == "json":
            _json(result)
        elif SCREEN.format == "text":
            SCREEN.out(f"{folder} is what the plan gives, byte for byte.")
        return
    write_series(result, folder)
    if SCREEN.format == "json":
        _json(result)
    elif SCREEN.format == "text":
        from patcher.report.screen import render_build

        paint = SCREEN.paint(sys.stdout)
        SCREEN.out(render_build(result, folder, time.monotonic() - began, paint=paint))


def _json(result: object) -> None:
    from patcher.report.machine import dump, result_document
    from patcher.results import PlanResult

    assert isinstance(result, PlanResult)
    SCREEN.out(dump(result_document(result)))
