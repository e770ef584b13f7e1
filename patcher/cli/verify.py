"""`patcher verify`: git is the judge."""

from __future__ import annotations

import os
import sys

import click

from patcher.cli.boundary import SCREEN, doing, fail
from patcher.cli.options import (
    LINES,
    Where,
    base_options,
    output_option,
    screen_options,
    series_folder,
    target_argument,
)

EPILOG = """\b
Examples:
  patcher verify specs/retire-etcd.yaml --run
  patcher verify patches/retire-etcd

Exit status: 0 git agrees, 1 it does not or a `run` check failed, 2 the plan file is wrong, 3 git or
the disk failed.
"""


@click.command("verify", epilog=EPILOG)
@target_argument
@base_options
@output_option
@click.option(
    "--run", "execute", is_flag=True, help="Run the plan's `run` checks too: code that the plan brings."
)
@screen_options("text", "json", *LINES)
def command(target: str, where: Where, output: str, execute: bool) -> None:
    """Let git apply the series in a scratch repository and compare everything.

    `git apply` and `git am` step by step: every tree, message, author and date is compared with
    the manifest; then the series is taken back. The repository itself is only read.
    """
    from patcher.cli import session
    from patcher.pipeline import read_series, run_checks_of, series_of, verify_series

    environment = dict(os.environ) if execute else None
    if os.path.isdir(target):
        series = read_series(target)
        if execute:
            raise click.UsageError("--run needs the plan, which brings the commands, not a folder")
        where = Where(where.directory, where.revision or series.manifest.commit, where.plain)
        with session.opened_plain(where, os.path.dirname(os.path.abspath(target))) as base:
            doing("letting git apply the patches, forwards and back")
            outcome = verify_series(series, base, tell=doing)
    else:
        from patcher.pipeline import manifest_base, with_series

        parsed = session.read(target)
        if where.revision is None and not where.plain:
            where = Where(where.directory, manifest_base(series_folder(output, parsed.plan)), False)
        with session.opened(where, parsed, output) as base:
            result = session.run(parsed, base)
            session.fail_where_wrong(result)
            doing("letting git apply the patches, forwards and back")
            series = series_of(with_series(result, base))
            checks = run_checks_of([(s.id, s.checks) for s in parsed.steps], parsed.invariants)
            outcome = verify_series(series, base, checks, environment=environment, tell=doing)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, verification_document

        SCREEN.out(
            dump(
                verification_document(series.manifest.plan, outcome.verdicts, outcome.runs, outcome.problems)
            )
        )
        if outcome.problems:
            raise click.exceptions.Exit(1)
        return
    if SCREEN.format == "text" and outcome.verdicts:
        from patcher.report.screen import render_verdicts

        skipped = 0 if execute or os.path.isdir(target) else len(checks)
        paint = SCREEN.paint(sys.stdout)
        rows = render_verdicts(
            outcome.verdicts, outcome.runs, skipped=skipped, verbose=SCREEN.verbose, paint=paint
        )
        SCREEN.out(rows)
    if outcome.problems:
        fail(outcome.problems, 1)
    if SCREEN.format == "text" and series.manifest.commit is not None:
        SCREEN.say(f"Next: {where.next('apply', target, base=False)}")
