"""Write the man pages from the records that the commands and the codes are made of: `python docs/manpages.py`.

They stand in `man/`, travel in the wheel and are installed under `share/man`; a test holds them to
what this writes. The macros are those of man(7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from inspect import cleandoc
from itertools import groupby
from pathlib import Path

import click

from patcher.cli import COMMANDS, cli
from patcher.codes import CODES

MAN = Path(__file__).parent.parent / "man"
FILES = (
    ("specs/", "where plans are, by custom"),
    ("patches/PLAN/", "a series: the patches, `series` as quilt reads it, and `manifest.json`, written last"),
)
ENVIRONMENT = (
    ("NO_COLOR", "set to anything: no colour"),
    ("FORCE_COLOR", "set to anything: colour on a pipe too"),
)


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page's path and text."""
    yield MAN / "patcher.1", _page("patcher", 1, _whole())
    for name, about in COMMANDS.items():
        command: click.Command = import_module(f"patcher.cli.{name}").command
        yield MAN / f"patcher-{name}.1", _page(f"patcher-{name}", 1, _one(name, about, command))
    yield MAN / "patcher-codes.7", _page("patcher-codes", 7, _codes())


def _page(name: str, section: int, rows: Iterator[str]) -> str:
    head = f'.TH "{name.upper()}" "{section}" "" "patcher {version("patcher")}" "patcher"'
    return "\n".join([head, *rows]) + "\n"


def _whole() -> Iterator[str]:
    yield from _named("patcher", _about(cli))
    yield from (".SH SYNOPSIS", r"\fBpatcher\fR \fICOMMAND\fR [\fIOPTIONS\fR] \fIARGUMENTS\fR")
    yield from (".SH DESCRIPTION", _text(cleandoc(cli.help or "")), ".SH COMMANDS")
    for name, about in COMMANDS.items():
        yield from _item(f"patcher-{name}(1)", about)
    yield from _epilog(cli)
    yield ".SH FILES"
    for path, about in FILES:
        yield from _item(path, about)
    yield ".SH ENVIRONMENT"
    for variable, about in ENVIRONMENT:
        yield from _item(variable, about)
    yield from _see(["patcher-codes(7)", "git-am(1)", "git-apply(1)"])


def _one(name: str, about: str, command: click.Command) -> Iterator[str]:
    yield from _named(f"patcher-{name}", about)
    context = click.Context(command, info_name=f"patcher {name}", help_option_names=["-h", "--help"])
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (".SH SYNOPSIS", rf"\fBpatcher {name}\fR {_text(usage)}", ".SH DESCRIPTION")
    yield _paragraphs(cleandoc(command.help or ""))
    options = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    records = [record for option in options if (record := option.get_help_record(context))]
    yield ".SH OPTIONS"
    for names, text in records:
        yield from _item(names, text)
    yield from _epilog(command)
    yield from _see(["patcher(1)", "patcher-codes(7)"])


def _codes() -> Iterator[str]:
    yield from _named("patcher-codes", "what the refusals of patcher mean, and what to do")
    yield from (
        ".SH DESCRIPTION",
        _text("Every refusal has a code. `patcher explain CODE` shows examples too."),
    )
    for group, codes in groupby(CODES.values(), key=lambda code: code.group):
        yield f".SH {_text(group.upper())}"
        for code in codes:
            yield from _item(code.word, f"{code.meaning}. {code.remedy}. Exit status {code.status}.")
    yield from _see(["patcher(1)", "patcher-explain(1)"])


def _named(name: str, about: str) -> Iterator[str]:
    yield from (".SH NAME", rf"{_text(name)} \- {_text(about)}")


def _about(command: click.Command) -> str:
    return cleandoc(command.help or "").split("\n")[0].rstrip(".")


def _item(term: str, text: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_text(term)}\fR", _text(" ".join(text.split())) or r"\&")


def _see(pages: list[str]) -> Iterator[str]:
    yield ".SH SEE ALSO"
    names = [re.sub(r"^(.*)\((\d)\)$", r".BR \1 (\2)", page).replace("-", r"\-") for page in pages]
    yield from (f"{name} ," for name in names[:-1])
    yield names[-1]


def _epilog(command: click.Command) -> Iterator[str]:
    """Yield the examples and the exit statuses, each in a section of its own."""
    for part in cleandoc(command.epilog or "").replace("\b\n", "").split("\n\n"):
        head, _, rest = part.partition(":")
        if head == "Examples":
            rows = [_text(row.strip()) for row in rest.strip().split("\n")]
            yield from (".SH EXAMPLES", ".nf", *rows, ".fi")
        elif head == "Exit status":
            yield ".SH EXIT STATUS"
            yield _text(" ".join(rest.split()))
        else:
            yield from (".PP", _text(" ".join(part.split())))


def _paragraphs(text: str) -> str:
    return "\n.PP\n".join(_text(" ".join(part.split())) for part in text.split("\n\n"))


def _text(text: str) -> str:
    """Return text with what roff reads otherwise escaped; a row never begins with a control character."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("'", r"\(aq")
    text = text.replace("^", r"\(ha").replace("~", r"\(ti")
    return "\n".join(rf"\&{row}" if row.startswith(".") else row for row in text.split("\n"))


def main() -> None:
    """Write every page, and take away those that no record has."""
    MAN.mkdir(exist_ok=True)
    written = dict(pages())
    for path in MAN.iterdir():
        if path not in written:
            path.unlink()
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
