"""What every command shares: where the base is, the output folder, the format, colour, the time it may take."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

import click

from patcher.cli.boundary import SCREEN, TimeIsUp, sarif_of, time_limit

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


LINES = ("concise", "sarif", "github")  # formats that tell of problems alone


def offered(kind: str) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """Return what completes an argument of a kind, a function of `completing`, imported when a shell asks."""

    def complete(context: click.Context, param: click.Parameter, typed: str) -> list[Any]:
        from patcher.cli import completing

        found: list[Any] = getattr(completing, kind)(context, param, typed)
        return found

    return complete


def plan_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Take the plan's path."""
    path = click.Path(readable=False)
    return click.argument("plan", metavar="PLAN", type=path, shell_complete=offered("plans"))(command)


def target_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its plan, or the folder of a series."""
    path, complete = click.Path(readable=False), offered("plans_or_folders")
    return click.argument("target", metavar="PLAN|FOLDER", type=path, shell_complete=complete)(command)


def plans_argument(metavar: str) -> Decorator:
    """Take one or more plans, handed on as `plans`; a folder stands for the plan files in it."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.argument(
            "paths",
            metavar=metavar,
            nargs=-1,
            required=True,
            type=click.Path(readable=False, allow_dash=True),
            shell_complete=offered("plans"),
        )
        @functools.wraps(command)
        def wrapped(paths: tuple[str, ...], **rest: Any) -> Any:
            return command(plans=tuple(plan for path in paths for plan in _plans_of(path)), **rest)

        return wrapped

    return decorate


def _plans_of(path: str) -> list[str]:
    """Return a path, or for a folder the YAML files below it that are plans, by name."""
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, folders, files in os.walk(path):
        folders.sort()
        names = sorted(name for name in files if name.endswith((".yaml", ".yml")))
        found += [each for name in names if _is_plan(each := os.path.join(folder, name))]
    if not found:
        raise click.BadParameter(f"`{path}` has no plan in it", param_hint=path)
    return found


def _is_plan(path: str) -> bool:
    with open(path, "rb") as file:
        return any(row.startswith(b"patcher:") for row in file)


def base_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Take `-C`, `--base` and `--dir`, handed on as `where: Where`."""

    @click.option(
        "-C",
        "directory",
        default=".",
        metavar="DIR",
        shell_complete=offered("folders"),
        help="The base: a repository or a directory.",
    )
    @click.option(
        "--base",
        "revision",
        metavar="REV",
        help="The revision to start from (default: the plan's, else HEAD).",
    )
    @click.option("--dir", "plain", is_flag=True, help="Take the directory as it stands, not a revision.")
    @functools.wraps(command)
    def wrapped(directory: str, revision: str | None, plain: bool, **rest: Any) -> Any:
        if revision is not None and plain:
            raise click.UsageError("--base and --dir exclude each other")
        return command(where=Where(directory, revision, plain), **rest)

    return wrapped


class Where:
    """Where the base is, as the command line gave it."""

    def __init__(self, directory: str, revision: str | None, plain: bool) -> None:
        self.directory = directory
        self.revision = revision
        self.plain = plain

    def next(self, command: str, plan: str, *, base: bool = True) -> str:
        """Return the command to type next in the same place, and with `base` from the same start."""
        import shlex

        from patcher.report.words import safe

        words = ["patcher", command, plan]
        words += ["-C", self.directory] if self.directory != "." else []
        words += ["--base", self.revision] if base and self.revision is not None else []
        return safe(shlex.join([*words, *(["--dir"] if self.plain else [])]))


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Take `-o DIR`."""
    text = "The series stands in DIR/<plan>/."
    folders = offered("folders")
    return click.option(
        "-o",
        "output",
        default="patches",
        show_default=True,
        metavar="DIR",
        help=text,
        shell_complete=folders,
    )(command)


def step_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Take `--step ID`."""
    steps = offered("steps")
    return click.option("--step", metavar="ID", help="Show only this step.", shell_complete=steps)(command)


def screen_options(*formats: str) -> Decorator:
    """Take `--format` (`text` first, the default), `--color`, `-q`, `-v` and `--timeout`, and set the run up by them."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--format", "form", type=click.Choice(formats), default="text", show_default=True)
        @click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
        )
        @click.option(
            "--timeout", default=60.0, metavar="S", show_default=True, help="Wall clock for the run."
        )
        @click.option("-q", "--quiet", is_flag=True, help="No messages, only results and errors.")
        @click.option("-v", "--verbose", is_flag=True, help="Each range, all candidates, the evidence.")
        @functools.wraps(command)
        def wrapped(form: str, color: str, timeout: float, quiet: bool, verbose: bool, **rest: Any) -> Any:
            SCREEN.format, SCREEN.color, SCREEN.quiet, SCREEN.verbose = form, color, quiet, verbose
            limit = time_limit(timeout)
            try:
                with limit, SCREEN.progress(lambda: time_limit.doing):
                    command(**rest)
            except TimeIsUp:  # it may come as soon as the clock is set
                raise limit.used_up() from None
            if form == "sarif":  # a log without results says that nothing is wrong
                SCREEN.out(sarif_of(()))

        return wrapped

    return decorate


def series_folder(output: str, plan: str) -> str:
    """Return the folder of a plan's series."""
    return os.path.join(output, plan)
