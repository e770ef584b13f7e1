"""`patcher schema`: the JSON Schema of the plan format."""

from __future__ import annotations

import click

from patcher.cli.boundary import SCREEN

EPILOG = """\b
Examples:
  patcher schema > plan.schema.json
  patcher schema | python3 -m json.tool | less

\b
Exit status: 0 done.
"""


@click.command("schema", epilog=EPILOG)
def command() -> None:
    """Print the JSON Schema of the plan format, for editors and other tools."""
    import json

    from patcher.spec import json_schema

    SCREEN.out(json.dumps(json_schema(), indent=2, ensure_ascii=False))
