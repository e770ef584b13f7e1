"""`patcher brief`: the back brief."""

from __future__ import annotations

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import Where, base_options, plan_argument, screen_options, step_option

EPILOG = """\b
Examples:
  patcher brief specs/retire-etcd.yaml
  patcher brief specs/retire-etcd.yaml --step 0a > brief.md

Exit status: 0 the plan holds, 1 it does not, 2 the plan file is wrong, 3 git or the disk failed.
"""


@click.command("brief", epilog=EPILOG)
@plan_argument
@base_options
@step_option
@screen_options("text", "json")
def command(plan: str, where: Where, step: str | None) -> None:
    """Say back, in Markdown, what the series will do.

    The steps in order with the lines that each touches, what goes along, decisions, scope, checks.
    """
    from patcher.cli import session
    from patcher.report.brief import render_brief

    parsed = session.read(plan)
    session.checked_step(parsed, step)
    with session.opened(where, parsed) as base:
        result = session.run(parsed, base)
    session.fail_where_wrong(result)
    brief = render_brief(result, only=step)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, result_document

        SCREEN.out(dump({**result_document(result, only=step), "brief": brief}))
    else:
        SCREEN.out(brief)
