"""`patcher locate`: every range of every step."""

from __future__ import annotations

import sys

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import LINES, Where, base_options, plan_argument, screen_options, step_option

EPILOG = """\b
Examples:
  patcher locate specs/retire-etcd.yaml --step 0a -v
  patcher locate specs/retire-etcd.yaml --format json

Exit status: 0 the plan holds, 1 it does not, 2 the plan file is wrong, 3 git or the disk failed.
"""


@click.command("locate", epilog=EPILOG)
@plan_argument
@base_options
@step_option
@screen_options("text", "json", *LINES)
def command(plan: str, where: Where, step: str | None) -> None:
    """Show every range of every step: file, lines, extent, what goes along, drift.

    Nothing is written. `-v` shows each range with its evidence.
    """
    from patcher.cli import session
    from patcher.report.screen import render_locate

    parsed = session.read(plan)
    session.checked_step(parsed, step)
    with session.opened(where, parsed) as base:
        result = session.run(parsed, base)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, result_document

        SCREEN.out(dump(result_document(result, only=step)))
        if result.problems:
            raise click.exceptions.Exit(1)
        return
    if SCREEN.format == "text" and result.steps:
        paint = SCREEN.paint(sys.stdout)
        screen = render_locate(result, only=step, verbose=SCREEN.verbose, paint=paint)
        if screen:
            SCREEN.out(screen)
    session.fail_where_wrong(result)
    if SCREEN.format == "text":
        SCREEN.say(f"The plan holds. Next: {where.next('build', plan)}")
