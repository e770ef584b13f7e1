"""`patcher explain`: what a code means, with an example that is wrong and one that is right."""

from __future__ import annotations

import click

from patcher.cli.boundary import SCREEN
from patcher.cli.options import offered, screen_options

EPILOG = """\b
Examples:
  patcher explain anchor-not-found
  patcher explain

Exit status: 0 done, 2 there is no such code.
"""


@click.command("explain", epilog=EPILOG)
@click.argument("code", required=False, metavar="[CODE]", shell_complete=offered("codes"))
@screen_options("text", "json")
def command(code: str | None) -> None:
    """Explain an error code: its meaning, a bad and a good example, the remedy.

    Without a code, list them all.
    """
    import sys

    from patcher.codes import CODES
    from patcher.explain import page_of
    from patcher.report.explain import explain_document, list_document, render_list, render_page

    if code is None:
        if SCREEN.format == "json":
            SCREEN.out(list_document())
        else:
            SCREEN.out(render_list(SCREEN.paint(sys.stdout)))
        return
    if code not in CODES:
        _no_such_code(code)
    page = page_of(code)
    if SCREEN.format == "json":
        SCREEN.out(explain_document(page))
    else:
        SCREEN.out(render_page(page, SCREEN.paint(sys.stdout)))


def _no_such_code(code: str) -> None:
    from patcher.codes import CODES
    from patcher.errors import PlanError, Problem
    from patcher.spec.kinds import close_to

    close = close_to(code, CODES)
    hint = f"did you mean `{close}`?" if close else "`patcher explain` lists them all"
    raise PlanError(Problem("usage", f"there is no code `{code}`", option=code, hint=hint))
