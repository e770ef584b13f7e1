"""`patcher schema`: the JSON Schema of the plan format."""

from __future__ import annotations

import click

from patcher.cli.boundary import SCREEN

EPILOG = """\b
Examples:
  patcher schema > plan.schema.json
  patcher schema --modeline

Exit status: 0 done.
"""


@click.command("schema", epilog=EPILOG)
@click.option("--modeline", is_flag=True, help="The comment by which an editor finds the installed schema.")
def command(modeline: bool) -> None:
    """Print the JSON Schema of the plan format, for editors and other tools.

    With --modeline, print the first line of a plan that makes an editor with a YAML language server
    complete, explain and check it.
    """
    import json

    from patcher.spec import json_schema, schema_path

    if modeline:
        SCREEN.out(f"# yaml-language-server: $schema={schema_path().as_uri()}")
        return
    SCREEN.out(json.dumps(json_schema(), indent=2, ensure_ascii=False))
