"""`patcher report`: the review page."""

from __future__ import annotations

import os
import sys

import click

from patcher.cli.boundary import SCREEN, doing
from patcher.cli.options import Where, base_options, plan_argument, screen_options, step_option

EPILOG = """\b
Examples:
  patcher report specs/retire-etcd.yaml
  patcher report specs/retire-etcd.yaml -o - > review.html

Exit status: 0 done, 1 the plan does not hold, 2 the plan file is wrong, 3 git or the disk failed.
Whenever it fails, no page is written.
"""


@click.command("report", epilog=EPILOG)
@plan_argument
@base_options
@click.option(
    "-o", "output", metavar="FILE", help="Where the page goes; `-` is stdout.  [default: <plan>.html]"
)
@step_option
@screen_options("text", "json")
def command(plan: str, where: Where, output: str | None, step: str | None) -> None:
    """Write the review page: one HTML file with every cut, its edges, its evidence and the patches.

    It asks the network for nothing, and the same plan on the same base gives the same bytes.
    """
    from patcher.cli import session
    from patcher.pipeline import with_series
    from patcher.report.page import render_page

    parsed = session.read(plan)
    session.checked_step(parsed, step)
    target = output or f"{parsed.plan}.html"
    beside = () if target == "-" else (target,)
    with session.opened(where, parsed, "patches", leaving_out=beside) as base:
        result = session.run(parsed, base)
        session.fail_where_wrong(result)
        doing("drawing the page")
        result = with_series(result, base)
    page = render_page(result, folder=f"patches/{parsed.plan}", only=step)
    if target == "-":
        SCREEN.clear()
        sys.stdout.buffer.write(page)
        sys.stdout.buffer.flush()
        return
    write_whole(target, page)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, result_document

        SCREEN.out(dump({**result_document(result, only=step), "report": target, "bytes": len(page)}))
    else:
        SCREEN.out(f"{target}: {len(page):,} bytes. Next: open it in a browser")


def write_whole(path: str, data: bytes) -> None:
    """Write a file as a whole or not at all; a link in its place is refused, not followed and not replaced."""
    from patcher.errors import Problem, SurroundingsError
    from patcher.handles import open_trusted

    folder, name = os.path.split(path)
    with open_trusted(folder or ".") as above:
        if above.is_link(name):
            hint = "name the file where it really lies with `-o FILE`"
            problem = Problem("cannot-write", f"`{path}` is a symbolic link", option="-o", hint=hint)
            raise SurroundingsError(problem)
        beside = f".patcher-{os.urandom(6).hex()}"
        try:
            above.write(beside, data)
            above.move(beside, above, name)
        except BaseException:
            above.remove(beside)
            raise
