"""`patcher apply`: git am, all or nothing."""

from __future__ import annotations

import os

import click

from patcher.cli.boundary import SCREEN, doing
from patcher.cli.options import (
    Where,
    base_options,
    output_option,
    screen_options,
    series_folder,
    target_argument,
)

EPILOG = """\b
Examples:
  patcher apply specs/retire-etcd.yaml
  patcher apply patches/retire-etcd --branch retire-etcd --worktree ../retire

Exit status: 0 applied, 1 the base moved or the plan does not hold, 2 the command line is wrong,
3 git or the disk failed. Whenever it fails, the repository is as it was.
"""


@click.command("apply", epilog=EPILOG)
@target_argument
@base_options
@output_option
@click.option("--branch", metavar="NAME", help="The new branch (default: patcher/<plan>).")
@click.option("--worktree", metavar="PATH", help="The new worktree (default: beside the repository).")
@click.option("--here", is_flag=True, help="On the branch that is checked out, if its work tree is clean.")
@click.option("--hooks", is_flag=True, help="Let the repository's hooks run.")
@click.option("--signoff", is_flag=True, help="Add your Signed-off-by line.")
@click.option("--sign", is_flag=True, help="Sign the commits.")
@screen_options("text", "json")
def command(
    target: str,
    where: Where,
    output: str,
    branch: str | None,
    worktree: str | None,
    here: bool,
    hooks: bool,
    signoff: bool,
    sign: bool,
) -> None:
    """Apply the series with `git am --keep-cr` in a new worktree and branch, all or nothing.

    Your own work tree is not touched unless --here is given, and then only when it is clean.
    """
    from patcher.cli import session
    from patcher.git import Manner
    from patcher.pipeline import apply_series, manifest_base, open_base, read_series, series_of, with_series

    if here and (branch or worktree):
        raise click.UsageError("--here excludes --branch and --worktree")
    if where.plain:
        raise click.UsageError("apply needs a repository, and --dir says that there is none")
    manner = Manner(hooks, sign, signoff)
    if os.path.isdir(target):
        series = read_series(target)
    else:
        parsed = session.read(target)
        first = Where(
            where.directory, where.revision or manifest_base(series_folder(output, parsed.plan)), False
        )
        with session.opened(first, parsed, output) as base:
            result = session.run(parsed, base)
            session.fail_where_wrong(result)
            series = series_of(with_series(result, base))
    doing("applying")
    start_at = where.revision or ("HEAD" if here else None)
    with open_base(where.directory, series.manifest.commit) as base:
        if start_at is None:
            done = apply_series(series, base, branch=branch, worktree=worktree, manner=manner)
        else:
            with open_base(where.directory, start_at) as start:
                done = apply_series(
                    series, base, start=start, branch=branch, worktree=worktree, here=here, manner=manner
                )
    if SCREEN.format == "json":
        from patcher.report.machine import dump

        document = {"branch": done.branch, "worktree": done.folder, "commit": done.commit, "tree": done.tree}
        SCREEN.out(dump({"format": 1, "plan": series.manifest.plan, **document, "errors": []}))
        return
    from patcher.report.words import plural

    where_to = f"branch {done.branch}" if done.branch else "a detached head"
    commits = plural(len(series.manifest.steps), "commit")
    SCREEN.out(f"{commits} on {where_to} in {done.folder}; it ends in tree {done.tree[:12]}.")
    if not here and done.branch:
        SCREEN.say(f"Next: git log -p {done.branch}, then git merge --ff-only {done.branch}")
