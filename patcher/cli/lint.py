"""`patcher lint`: the plan file alone."""

from __future__ import annotations

import sys

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import LINES, screen_options

EPILOG = """\b
Examples:
  patcher lint specs/retire-etcd.yaml
  cat plan.yaml | patcher lint - --format concise

\b
Exit status: 0 the plan is well formed, 2 it is not, 3 it cannot be read.
"""


@click.command("lint", epilog=EPILOG)
@click.argument("plan", metavar="PLAN", type=click.Path(readable=False, allow_dash=True))
@screen_options("text", "json", *LINES)
def command(plan: str) -> None:
    """Check a plan file by itself and show all its errors.

    PLAN is a path, or `-` for standard input. No tree is looked at: whether the anchors match is
    what `patcher locate` tells.
    """
    from patcher.pipeline import load_plan
    from patcher.spec import parse_plan

    if plan == "-":
        data = sys.stdin.buffer.read()
        SCREEN.plans["-"] = data.decode("utf-8", "replace")
        parsed = parse_plan(data, "-")
    else:
        from patcher.cli.session import remember

        remember(plan)
        parsed = load_plan(plan)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, errors_document

        SCREEN.out(dump({**errors_document(()), "plan": parsed.plan}))
    elif SCREEN.format == "text":
        edits = sum(len(step.edits) for step in parsed.steps)
        checks = sum(len(step.checks) for step in parsed.steps) + len(parsed.invariants)
        from patcher.report.words import plural

        size = f"{plural(len(parsed.steps), 'step')}, {plural(edits, 'edit')}, {plural(checks, 'check')}"
        SCREEN.out(f"{plan}: well formed; {size}. Next: patcher locate {plan}")
