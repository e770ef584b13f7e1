"""`patcher show`: patch files in short."""

from __future__ import annotations

import errno
import sys

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import screen_options

EPILOG = """\b
Examples:
  patcher show patches/retire-etcd/*.patch
  git diff > mine.patch && patcher show mine.patch

Exit status: 0 done, 1 a file is no patch or damaged, 3 it cannot be read.
"""


@click.command("show", epilog=EPILOG)
@click.argument("patches", metavar="PATCH...", nargs=-1, required=True, type=click.Path(readable=False))
@screen_options("text", "json")
def command(patches: tuple[str, ...]) -> None:
    """Read patch files, ours or any: files, hunks, lines gone and come, message."""
    from patcher.series import MOST_BYTES
    from patcher.series.model import PatchSummary
    from patcher.series.summary import summarize

    found: list[PatchSummary] = []
    for path in patches:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise OSError(errno.EFBIG, f"more than {MOST_BYTES:,} bytes", path)
        found += summarize(data, path)
    if SCREEN.format == "json":
        from patcher.report.machine import dump, summary_document

        SCREEN.out(dump(summary_document(found)))
        return
    from patcher.report.screen import render_summaries

    SCREEN.out(render_summaries(found, verbose=SCREEN.verbose, paint=SCREEN.paint(sys.stdout)))
