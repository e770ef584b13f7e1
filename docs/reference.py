"""Write the manual's pages that come from records: `python docs/reference.py`.

The codes and their pages, the keys of the format, and the commands with their options. A test holds
the pages to what this writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module, resources
from inspect import cleandoc
from pathlib import Path

import click

from patcher.cli import COMMANDS
from patcher.codes import CODES
from patcher.explain import page_of
from patcher.report.explain import manual_index, manual_page
from patcher.spec.examples import EXAMPLES
from patcher.spec.kinds import Kind
from patcher.spec.shape import SHAPES, Key

DOCS = Path(__file__).parent
HEADS = {
    "plan": "A plan",
    "author": "`author`",
    "scope": "`scope`",
    "step": "A step",
    "edit": "An edit",
    "selector": "A selector",
    "insertion": "`insert`",
    "destination": "`to`, of `move`",
    "renaming": "`rename_file`",
    "modes": "`chmod`",
    "expectation": "`expect`",
    "check": "A check, an invariant",
}
MAPPINGS = {  # what takes a mapping, and in which section its keys are
    "selector": "[a selector](#a-selector)",
    "end": "[a selector](#a-selector), or a pattern for `line`",
    "edit": "[edits](#an-edit)",
    "step": "[steps](#a-step)",
    "check": "[checks](#a-check-an-invariant)",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each generated page's path and text."""
    intro = (resources.files("patcher.explain") / "example.md").read_text("utf-8")
    yield DOCS / "codes" / "README.md", manual_index(intro)
    for word in CODES:
        yield DOCS / "codes" / f"{word}.md", manual_page(page_of(word))
    yield DOCS / "keys.md", "\n".join(keys_page())
    yield DOCS / "options.md", "\n".join(options_page())


def keys_page() -> Iterator[str]:
    """Yield the lines of the page of all keys."""
    yield "# Every key"
    yield ""
    yield "What each mapping of a plan may hold, with an example of each value. [The plan format](format.md) tells what"
    yield "they do together; `patcher schema` prints the same as JSON Schema, for editors. A key in **bold** must be there."
    for shape, keys in SHAPES.items():
        yield from ("", f"## {HEADS[shape]}", "", "| key | takes | | example |", "|---|---|---|---|")
        for key in keys:
            name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
            yield _row(name, _takes(key), key.doc, f"`{EXAMPLES[shape][key.name]}`")
    yield ""


def _takes(key: Key) -> str:
    if isinstance(key.kind, str):
        return MAPPINGS.get(key.kind, f"[its keys](#{_slug(HEADS.get(key.kind, ''))})")
    return key.kind.words if (word := _word_of(key.kind)) is None else f"{key.kind.words}, or `{word}`"


def _word_of(kind: Kind) -> str | None:
    """Return the literal word that a kind takes beside its own values."""
    choices = kind.schema.get("anyOf", [])
    return next((each["const"] for each in choices if "const" in each), None)


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def options_page() -> Iterator[str]:
    """Yield the lines of the page of all commands with their options."""
    yield "# Every option"
    yield ""
    yield "What `patcher COMMAND --help` says, on one page. [The commands](commands.md) tells how they belong together."
    for name in COMMANDS:
        command = import_module(f"patcher.cli.{name.replace('-', '_')}").command
        yield from ("", f"## {name}", "", *_command(name, command))
    yield ""


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"patcher {name}", help_option_names=["-h", "--help"])
    yield f"    {command.get_usage(context).removeprefix('Usage: ')}"
    yield ""
    yield from cleandoc(command.help or "").replace("\b\n", "").split("\n")
    options = [param for param in command.params if isinstance(param, click.Option)]
    rows = [each for option in options if (each := option.get_help_record(context))]
    if rows:
        yield from ("", "| option | |", "|---|---|")
        yield from (_row(f"`{option}`", " ".join(text.split())) for option, text in rows)
    for part in filter(None, re.split(r"\n\n|\x08\n", command.epilog or "")):
        yield from ("", *_epilog(part.strip()))


def _epilog(text: str) -> Iterator[str]:
    head, _, rest = text.partition("\n")
    if head == "Examples:":
        yield from ("```sh", *(row.strip() for row in rest.split("\n")), "```")
    else:
        yield from text.split("\n")


def main() -> None:
    """Write every page."""
    for path, text in pages():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
