"""The command line: the only room that prints, exits, and reads the environment.

Each command is one module, imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from patcher.cli.boundary import guarded

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
VERSION = "0.1.0"  # as in pyproject.toml; to ask what is installed takes as long as all else of `--version`

COMMANDS = {
    "init": "write a commented first plan that builds on this tree",
    "lint": "check a plan file by itself and show all its errors",
    "locate": "show every range of every step; writes nothing",
    "brief": "say back in Markdown what the series will do",
    "report": "write the review page, one HTML file",
    "build": "write the series into patches/<plan>/",
    "verify": "let git judge the series in a scratch repository",
    "apply": "apply the series with git am in a new worktree and branch",
    "explain": "what an error code means, with a bad and a good example",
    "show": "read patch files: files, hunks, lines gone and come, message",
    "schema": "print the JSON Schema of the plan format",
    "completion": "print the completion script for bash, zsh or fish",
}
PROGRAM, VARIABLE = "patcher", "_PATCHER_COMPLETE"

EPILOG = """\b
Examples:
  patcher locate specs/retire-etcd.yaml
  patcher build specs/retire-etcd.yaml

Exit status: 0 done, 1 the plan does not hold on this tree or a check failed, 2 the command line or
the plan file is wrong, 3 git, the disk or a permission failed, 4 a defect of ours, 130/143 stopped.
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"patcher.cli.{cmd_name}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin as typed, without importing any."""
        from click.shell_completion import CompletionItem

        items = [CompletionItem(n, help=text) for n, text in COMMANDS.items() if n.startswith(incomplete)]
        return items or click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the nearest one's name."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        import difflib

        close = difflib.get_close_matches(name, COMMANDS, n=1)
        there = "" if close else f"; there are: {', '.join(COMMANDS)}"
        raise click.NoSuchOption(name, f"there is no command `{name}`{there}", close, ctx)


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"patcher {VERSION}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print it."
)
def cli() -> None:
    """Turn a plan of anchors into exact patches: proved ranges, hunks that land in one place."""


def main() -> None:
    """Run the command line and exit with its status."""
    guarded(cli)
