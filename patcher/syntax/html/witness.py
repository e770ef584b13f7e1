"""The second witness: the standard library's `html.parser`, which reads an element's text alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from patcher.expression import expression
from patcher.syntax.html.tags import OPTIONAL, TEMPLATE, VOID

_TEMPLATE_TAG = expression(r"\{%(?s:.*?)%\}")


def balance(text: str) -> str | None:
    """Return what is wrong with the tags of one element's text; `None` where they close each other.

    Of elements whose end tag may be left out, those without one are passed over.
    """
    reader = _Reader()
    reader.feed(_blank(text))
    reader.close()
    if reader.wrong is not None:
        return reader.wrong
    left = [name for name in reader.stack if name not in OPTIONAL]
    if left:
        return f"`<{left[-1]}>` is not closed in it"
    return None if reader.seen else "there is no tag in it"


def attributes_read(text: str) -> list[tuple[str, str | None]] | None:
    """Return the attributes of the one start tag that a text is; `None` where it is read as something else."""
    reader = _Reader()
    reader.feed(_blank(_TEMPLATE_TAG.sub(lambda match: " " * len(match.group()), text)))
    reader.close()
    return reader.attributes[0] if len(reader.attributes) == 1 and not reader.other else None


def _blank(text: str) -> str:
    # A blank first: `<li{% if now %} class="now"{% endif %}>` is an `li`.
    return TEMPLATE.sub(lambda match: " " + re.sub(r"[^\n]", "_", match.group()[1:]), text)


class _Reader(HTMLParser):
    """Keeps the names of the elements that are open, and the first end tag that closes none of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.wrong: str | None = None
        self.seen = False
        self.other = False  # there is text beside the tags
        self.attributes: list[list[tuple[str, str | None]]] = []  # of each start tag

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen = True
        self.attributes.append(attrs)
        if tag not in VOID:
            self.stack.append(tag)
        if tag in ("textarea", "title"):  # what they hold is text; older versions take it for tags
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen = True
        self.attributes.append(attrs)

    def handle_data(self, data: str) -> None:
        self.other = True

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack[-1] != tag and self.stack[-1] in OPTIONAL:
            self.stack.pop()
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()
        elif tag not in VOID and self.wrong is None:
            self.wrong = f"`</{tag}>` closes nothing in it"
