"""`patcher completion`: the script by which a shell completes commands, options, plans, steps and codes."""

from __future__ import annotations

import click

from patcher.cli.boundary import SCREEN

EPILOG = """\b
Examples:
  source <(patcher completion bash)
  patcher completion fish > ~/.config/fish/completions/patcher.fish

Exit status: 0 done, 2 the shell is none of these.

In ~/.bashrc or ~/.zshrc the first line makes it last; zsh wants `compinit` before it.
"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    It completes commands, options and their values, plan files, the step ids of the plan that is
    typed, and the codes of `explain`.
    """
    from click.shell_completion import get_completion_class

    from patcher.cli import PROGRAM, VARIABLE, cli

    kind = get_completion_class(shell)
    assert kind is not None
    completion = kind(cli, {}, PROGRAM, VARIABLE)
    SCREEN.out(completion.source_template % completion.source_vars())
