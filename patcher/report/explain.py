"""The page of a code for a terminal, for the manual, and as JSON."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby

from patcher.codes import CODES
from patcher.explain import Page
from patcher.expression import expression
from patcher.report.machine import dump
from patcher.report.paint import PLAIN, Paint

_FENCED = expression(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def render_page(page: Page, paint: Paint = PLAIN) -> str:
    """Return a code's page for a terminal: prose wrapped, examples indented."""
    code = page.code
    head = [f"{paint('code', code.word)}: {code.meaning}", ""]
    tail = [f"{paint('good', 'help')}: {code.remedy}", f"Exit status {code.status}."]
    return "\n".join([*head, *_body(page.text, paint), *tail])


def _body(text: str, paint: Paint) -> Iterator[str]:
    for part in _FENCED.split(text.strip()):
        if part.startswith("```"):
            opening, *rows, _ = part.split("\n")
            path = opening.partition(" ")[2]
            if path:
                yield f"    {paint('path', path)}"
            yield from (f"    {'  ' if path else ''}{row}".rstrip() for row in rows)
            yield ""
            continue
        for paragraph in filter(None, part.strip().split("\n\n")):
            heading = paragraph.removeprefix("## ")
            if heading != paragraph:
                yield paint("bold", heading)
                continue
            yield from textwrap.wrap(" ".join(paragraph.split()), paint.width)
            yield ""


def render_list(paint: Paint = PLAIN) -> str:
    """Return every code with its meaning, by group, for a terminal."""
    lines = []
    for group, codes in groupby(CODES.values(), key=lambda code: code.group):
        lines.append(paint("bold", group))
        lines += [
            f"  {paint('code', each.word)}{' ' * (26 - len(each.word))}{each.meaning}" for each in codes
        ]
    return "\n".join(lines)


def manual_page(page: Page) -> str:
    """Return a code's page of the manual, in Markdown."""
    code = page.code
    status = f"Exit status {code.status}. Remedy: {code.remedy}."
    return f"# `{code.word}`\n\n{code.meaning[:1].upper()}{code.meaning[1:]}. {status}\n\n{page.text}"


def manual_index(intro: str) -> str:
    """Return the manual's list of all codes, in Markdown, with what the examples need."""
    lines = ["# The codes", "", "Every refusal has a code; `patcher explain CODE` prints its page.", ""]
    for group, codes in groupby(CODES.values(), key=lambda code: code.group):
        lines += [f"## {group[:1].upper()}{group[1:]}", "", "| code | means | exit |", "|---|---|---|"]
        lines += [f"| [`{c.word}`]({c.word}.md) | {c.meaning} | {c.status} |" for c in codes]
        lines.append("")
    return "\n".join([*lines, "## The tree of the examples", "", intro])


def explain_document(page: Page) -> str:
    """Return a code's page as JSON."""
    code = page.code
    examples = {
        name: [{"kind": b.kind, "path": b.path, "text": b.text} for b in blocks]
        for name, blocks in (("wrong", page.wrong), ("right", page.right))
    }
    document = {"format": 1, **_row(code.word), "remedy": code.remedy, "text": page.prose, **examples}
    return dump(document)


def list_document() -> str:
    """Return every code with its meaning as JSON."""
    return dump({"format": 1, "codes": [_row(word) for word in CODES]})


def _row(word: str) -> dict[str, object]:
    code = CODES[word]
    return {"code": word, "meaning": code.meaning, "group": code.group, "exit_status": code.status}
