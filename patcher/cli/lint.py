"""`patcher lint`: the plan file alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import LINES, plans_argument, screen_options

if TYPE_CHECKING:
    from patcher.spec.model import Plan

EPILOG = """\b
Examples:
  patcher lint specs
  cat plan.yaml | patcher lint - --format concise

Exit status: 0 the plan is well formed, 2 it is not, 3 it cannot be read.
"""


@click.command("lint", epilog=EPILOG)
@plans_argument("PLAN|FOLDER...")
@screen_options("text", "json", *LINES)
def command(plans: tuple[str, ...]) -> None:
    """Check plan files by themselves and show all their errors.

    PLAN is a path, or `-` for standard input; FOLDER stands for the plans in it. No tree is looked
    at: whether the anchors match is what `patcher locate` tells.
    """
    from patcher.errors import PlanError, Problem

    problems: list[Problem] = []
    parsed: list[tuple[str, Plan]] = []
    for path in plans:
        try:
            parsed.append((path, _read(path)))
        except PlanError as error:
            problems += error.problems
    if problems:
        raise PlanError(*problems)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, errors_document

        names = [plan.plan for _, plan in parsed]
        SCREEN.out(
            dump({**errors_document(()), "plan": names[0] if len(names) == 1 else None, "plans": names})
        )
    elif SCREEN.format == "text":
        SCREEN.out("\n".join(f"{path}: well formed; {_size(plan)}." for path, plan in parsed))
        if len(plans) == 1 and plans[0] != "-":
            SCREEN.say(f"Next: patcher locate {plans[0]}")


def _read(path: str) -> Plan:
    if path == "-":
        from patcher.spec import parse_plan

        data = sys.stdin.buffer.read()
        SCREEN.plans["-"] = data.decode("utf-8", "replace")
        return parse_plan(data, "-")
    from patcher.cli.session import remember
    from patcher.pipeline import load_plan

    remember(path)
    return load_plan(path)


def _size(plan: Plan) -> str:
    from patcher.report.words import plural

    edits = sum(len(step.edits) for step in plan.steps)
    checks = sum(len(step.checks) for step in plan.steps) + len(plan.invariants)
    return f"{plural(len(plan.steps), 'step')}, {plural(edits, 'edit')}, {plural(checks, 'check')}"
