"""The tags of a text, the places of templates, and which tag closes which.

The HTML Living Standard, section 13: void elements, end tags that may be left out, raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import Span


def names(text: str) -> frozenset[str]:
    """Return the names of a list that is parted by blanks."""
    return frozenset(text.split())


VOID = names(
    "area base br col embed hr img input link meta source track wbr param keygen frame command basefont"
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed"})
_BLOCKS = names(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr main menu nav ol p pre section table ul"
)
# Which start tag ends an element whose own end tag is left out.
_ENDED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "p": _BLOCKS,
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
    "option": frozenset({"option", "optgroup", "hr"}),
    "optgroup": frozenset({"optgroup", "hr"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "tfoot": frozenset({"tbody"}),
    "tr": frozenset({"tr", "tbody", "tfoot", "thead"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "colgroup": frozenset({"thead", "tbody", "tfoot", "tr", "colgroup"}),
    "head": frozenset({"body"}),
    "html": frozenset(),
    "body": frozenset(),
}
OPTIONAL = frozenset(_ENDED_BY)
_SCOPES = frozenset({"ul", "ol", "menu", "dl", "table", "select", "template", "td", "th", "caption"})

TEMPLATE = expression(
    r"\{\{(?s:.{0,5000}?)\}\}|\{%(?s:.{0,5000}?)%\}|\{#[^}\n]*#\}|<%(?s:.*?)%>|<\?(?s:.*?)\?>"
)
_START = expression(
    r"<!--(?s:.*?)(?:-->|\Z)|<!\[CDATA\[(?s:.*?)\]\]>|<!(?P<doctype>[A-Za-z][^>]*)>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>{]*)|" + TEMPLATE.pattern + r"|\{(?P<svelte>[#:/@])"
)
_BLOCK = expression(r"\{%[-+~]?\s*(\w+)(?:\s+([\w.-]+))?|\{([#/:])(\w+)")
_BRACE = expression(r"[{}]")
_OPENED_FOR_END = expression(r"end_?(\w+)$")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag, or one template's block tag: `{% if %}`, `{/each}`; `opens` and `closes` by name."""

    span: Span
    name: str
    opens: bool
    closes: bool
    template: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """What a start tag opens: through its end tag, or to where it ends without one."""

    start: Tag
    end: Tag | None
    span: Span

    @property
    def inner(self) -> Span:
        """What lies between the two tags."""
        return Span(self.start.span.end, self.end.span.start if self.end is not None else self.span.end)


def tags_in(text: str) -> Iterator[Tag]:
    """Yield the tags of a text in order; none in comments, nor in what a script or a style holds."""
    position = 0
    while (match := _START.search(text, position)) is not None:
        position = match.end()
        name = match["name"]
        if match["svelte"] is not None:
            position = braces_end(text, match.start())
        if name is None:
            block = _block(text, Span(match.start(), position))
            if block is not None:
                yield block
            continue
        end = _tag_end(text, position)
        if end is None:
            continue
        position = end
        whole = Span(match.start(), end)
        name = name.lower()
        alone = text[end - 2] == "/" or name in VOID
        yield Tag(whole, name, not match["close"], bool(match["close"]) or alone)
        if name in _RAW and not match["close"] and not alone:
            closer = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, end)
            position = closer.start() if closer is not None else len(text)
            for each in TEMPLATE.finditer(text, end, position):
                block = _block(text, Span(each.start(), each.end()))
                if block is not None:
                    yield block


def _tag_end(text: str, position: int) -> int | None:
    """Return where a tag ends whose name was read: behind its `>`, past values and templates."""
    while position < len(text):
        mark = text[position]
        template = TEMPLATE.match(text, position) if mark in "{<" else None
        if template is not None:
            position = template.end()
        elif mark == ">":
            return position + 1
        elif mark == "<":
            return None
        elif mark in "\"'" and text[position - 1] == "=":
            closer = quote_end(text, position, len(text))
            if closer is None:
                return None
            position = closer
        elif mark == "{":
            position = braces_end(text, position)
        else:
            position += 1
    return None


def quote_end(text: str, start: int, end: int) -> int | None:
    """Return where a value in quotes ends, behind the second one; the quotes of a template in it are its own."""
    closer = text.find(text[start], start + 1, end)
    if closer < 0 or ("{" not in text[start:closer] and "<" not in text[start:closer]):
        return None if closer < 0 else closer + 1
    position = start + 1
    while position < end:
        template = TEMPLATE.match(text, position, end) if text[position] in "{<" else None
        if template is not None and "\n" not in template.group():
            position = template.end()
        elif text[position] == text[start]:
            return position + 1
        else:
            position += 1
    return None


def braces_end(text: str, start: int) -> int:
    """Return where a brace is closed, behind it; the next place where it never is."""
    depth = 0
    for match in _BRACE.finditer(text, start, start + 5000):
        depth += 1 if match.group() == "{" else -1
        if not depth:
            return match.end()
    return start + 1


def _block(text: str, span: Span) -> Tag | None:
    """Return a template's tag that may open or close a block."""
    match = _BLOCK.match(text, span.start)
    if match is None:
        return None
    word = match[1]
    if word is None:
        return None if match[3] == ":" else Tag(span, match[4], match[3] == "#", match[3] == "/", True)
    ends = _OPENED_FOR_END.match(word)
    if ends is not None:
        return Tag(span, ends[1], False, True, True)
    return Tag(span, word, True, False, True)


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's tags as pairs, in the order of their starts, and those without a partner."""

    pairs: tuple[Pair, ...]
    blocks: tuple[Pair, ...]
    lone: tuple[Tag, ...]


def outline_of(text: str) -> Outline:
    """Return which tag closes which, end tags left out where they may be."""
    tags = list(tags_in(text))
    blocks, lone_blocks = _paired_blocks([tag for tag in tags if tag.template])
    pairs: list[Pair] = []
    lone: list[Tag] = []
    stack: list[Tag] = []
    for tag in tags:
        if tag.template:
            continue
        if tag.opens and tag.closes:
            _end_before(text, tag, stack, pairs)
            pairs.append(Pair(tag, None, tag.span))
        elif tag.opens:
            _end_before(text, tag, stack, pairs)
            stack.append(tag)
        else:
            _close(text, tag, stack, pairs, lone)
    while stack:
        _left_out(text, stack.pop(), len(text.rstrip()), pairs, lone)
    pairs.sort(key=lambda pair: pair.span.start)
    lone += lone_blocks
    return Outline(tuple(pairs), tuple(blocks), tuple(sorted(lone, key=lambda tag: tag.span.start)))


def _paired_blocks(tags: list[Tag]) -> tuple[list[Pair], list[Tag]]:
    """Return the blocks of templates; a tag that no other closes opens none."""
    pairs: list[Pair] = []
    lone: list[Tag] = []
    stack: list[Tag] = []
    for tag in tags:
        if not tag.closes:
            stack.append(tag)
            continue
        at = next((i for i in reversed(range(len(stack))) if stack[i].name == tag.name), None)
        if at is None:
            lone.append(tag)
            continue
        opener = stack[at]
        del stack[at:]
        pairs.append(Pair(opener, tag, Span(opener.span.start, tag.span.end)))
    ended = {pair.start.name for pair in pairs}
    lone += (tag for tag in stack if tag.name in ended or tag.name in ("if", "for", "each"))
    return sorted(pairs, key=lambda pair: pair.span.start), lone


def _end_before(text: str, tag: Tag, stack: list[Tag], pairs: list[Pair]) -> None:
    """End the elements that a start tag ends, their own end tags left out."""
    while stack and tag.name in _ENDED_BY.get(stack[-1].name, ()):
        _left_out(text, stack.pop(), tag.span.start, pairs, [])
    for at in reversed(range(len(stack))):
        if tag.name in _ENDED_BY.get(stack[at].name, ()):
            while len(stack) > at:
                _left_out(text, stack.pop(), tag.span.start, pairs, [])
            return
        if stack[at].name in _SCOPES or stack[at].name not in OPTIONAL:
            return


def _close(text: str, tag: Tag, stack: list[Tag], pairs: list[Pair], lone: list[Tag]) -> None:
    at = next((i for i in reversed(range(len(stack))) if stack[i].name == tag.name), None)
    if at is None:
        lone.append(tag)
        return
    while len(stack) > at + 1:
        _left_out(text, stack.pop(), tag.span.start, pairs, lone)
    opener = stack.pop()
    pairs.append(Pair(opener, tag, Span(opener.span.start, tag.span.end)))


def _left_out(text: str, tag: Tag, end: int, pairs: list[Pair], lone: list[Tag]) -> None:
    """Note an element without its end tag: it may be left out, or it is missing."""
    if tag.name not in OPTIONAL:
        lone.append(tag)
        return
    held = text[tag.span.start : end].rstrip()
    pairs.append(Pair(tag, None, Span(tag.span.start, tag.span.start + len(held))))
