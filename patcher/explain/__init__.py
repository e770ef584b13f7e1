"""What a code means: its page, read from `pages/`, one file a code.

A page is prose with fenced examples under two headings, `## Wrong` and `## Right`. Each example is
files of the tree (the fence names the path), the plan or its edits (`yaml`), and what is typed
(`console`, each line behind `$ `). The same text is printed by `patcher explain`, stands in the
manual, and is run by the tests.

>>> page = page_of("anchor-not-found")
>>> page.code.meaning, [block.kind for block in page.wrong]
('an anchor matches nothing', ['plan'])
"""

from __future__ import annotations

import re
from importlib import resources

from patcher.codes import CODES, Code
from patcher.expression import expression
from patcher.record import dataclass

_FENCE = expression(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PART = expression(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced example: `kind` is "file", "plan" or "console"; `path` is a file's, in the tree."""

    kind: str
    text: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A code's page: the record of the registry, the prose, and the two examples."""

    code: Code
    text: str  # the whole page, in Markdown
    prose: str
    wrong: tuple[Block, ...]
    right: tuple[Block, ...]


def page_of(word: str) -> Page:
    """Return the page of a code; raises `KeyError` for a word that is no code."""
    code = CODES[word]
    text = (resources.files(__name__) / "pages" / f"{word}.md").read_text("utf-8")
    prose, *parts = _PART.split(text)
    named = dict(zip(parts[::2], parts[1::2], strict=True))
    wrong, right = (blocks_in(named.get(name, "")) for name in ("Wrong", "Right"))
    return Page(code, text, prose.strip(), wrong, right)


def blocks_in(text: str) -> tuple[Block, ...]:
    """Return the fenced examples of a text, in order."""
    return tuple(_block(fence) for fence in _FENCE.finditer(text))


def _block(fence: re.Match[str]) -> Block:
    language, _, path = fence["info"].partition(" ")
    kind = "file" if path else "plan" if language == "yaml" else "console"
    return Block(kind, fence["text"], path or None)
