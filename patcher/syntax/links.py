"""What links of Markdown and reStructuredText lead to, and the numbers that items of a list are shown with.

CommonMark, section Link reference definitions; docutils, reStructuredText Markup Specification,
sections Hyperlink Targets, Footnotes and Enumerated Lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.meaning import DOUBT, Meaning, Weight
from patcher.syntax.model import Construct

_DEFINED = expression(r"^ {0,3}\[([^\[\]]+)\]:", re.M)
_LINKED = expression(r"(?<![\\\]])(?:\[[^\[\]]*\])?\[([^\[\]]+)\](?![(:\[])|\[([^\[\]]+)\]\[\]")
_WITHIN = expression(r"(?<=\])\(#([^)\s]+)[^)]*\)")
_ANCHOR = expression(r"<\w+[^>]*\b(?:id|name)=[\"']?([\w.-]+)|\{#([\w.-]+)\}")
_QUOTED = expression(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_TASK = expression(r"[-*+][ \t]+\Z|\d[.)][ \t]+\Z")


def without_lines(source: SourceFile, lines: Iterable[int]) -> str:
    """Return a file's text with blanks for the characters of some 1-based lines."""
    texts = source.text.split("\n")
    for line in lines:
        texts[line - 1] = " " * len(texts[line - 1])
    return "\n".join(texts)


def markdown_links(text: str, headings: Sequence[str]) -> Iterator[Meaning]:
    """Yield what the references of a text without its code lead to: a definition, or a heading.

    `headings` are the texts of its headings, in order.
    """
    plain = _QUOTED.sub(_blank, text)
    defined = {_label(match[1]) for match in _DEFINED.finditer(plain)}
    for match in _LINKED.finditer(plain):
        label = match[1] or match[2]
        task = label in ("x", "X", " ") and _TASK.search(plain, 0, match.start()) is not None
        if not task:
            yield _leading(match, text, _label(label) in defined, "its definition")
    anchors = {match[1] or match[2] for match in _ANCHOR.finditer(plain)} | set(_slugs(headings))
    for match in _WITHIN.finditer(plain):
        yield _leading(match, text, match[1] in anchors, "a heading", DOUBT)


def _leading(match: re.Match[str], text: str, leads: bool, there: str, weight: Weight = "always") -> Meaning:
    """Return what a reference leads to; one that leads nowhere may come to lead anywhere."""
    gone = "nothing" if weight == "always" else "nothing in this file"
    about, whole = f"what {_shown(match.group())} leads to", Span(0, len(text))
    return Meaning(Span(*match.span()), whole, about, there if leads else gone, weight if leads else "never")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:56] + " ..."


def _shown(text: str) -> str:
    return _short(text) if "`" in text else f"`{_short(text)}`"


def _slugs(headings: Sequence[str]) -> Iterator[str]:
    """Yield the anchors that GitHub gives headings: small letters and `-`, a repeated one with a number."""
    seen: Counter[str] = Counter()
    for heading in headings:
        words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        yield f"{slug}-{seen[slug]}" if seen[slug] else slug
        seen[slug] += 1


_TARGET = expression(r"^[ \t]*\.\. _(?:`([^`\n]+)`|((?:\\.|[^:\\\n])+)):", re.M)
_INLINE = expression(r"(?<![\w`])_`([^`\n]+)`")
_SUBSTITUTION = expression(r"^[ \t]*\.\. \|([^|\n]+)\|", re.M)
_NOTE = expression(r"^[ \t]*\.\. \[([^\]\n]+)\]", re.M)
_ANONYMOUS = expression(r"^[ \t]*(?:__ |\.\. __:)", re.M)
_PHRASE = expression(r"(?<![\w`:])`([^`]+)`(__?)(?!\w)")
_WORD = expression(r"(?<![\w`|:.\\/-])([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(__?)(?![\w`])")
_USED_SUBSTITUTION = expression(r"(?<![\w|])\|(\S(?:[^|\n]*\S)?)\|(?!\|)")
_USED_NOTE = expression(r"(?<!\w)\[([^\]\s]+)\]_(?!\w)")
_ROLE = expression(r":(?:\w+:)?(?:ref|numref):`(?:[^`<]*<([^`>]+)>|([^`]+))`")
_TICKED = expression(r"`[^`]+`_?_?")
_LITERAL = expression(r"``.+?``", re.S)


def rst_links(text: str, headings: Sequence[str]) -> Iterator[Meaning]:
    """Yield what the references of a text without its literal blocks lead to.

    Those without a name mean the target of their own number, so that one that goes shifts the rest.
    """
    plain = _LITERAL.sub(_blank, text)
    named = [match for pattern in (_TARGET, _INLINE) for match in pattern.finditer(plain)]
    labels = {_label(next(filter(None, match.groups())).replace("\\", "")) for match in named}
    targets = labels | {_label(heading) for heading in headings}
    words = list(_WORD.finditer(_TICKED.sub(_blank, plain)))
    phrases = [*_PHRASE.finditer(plain), *words]
    for match in phrases:
        name = _aim(match[1])
        if match[2] == "_" and name is not None:
            yield _leading(match, plain, _label(name) in targets, "its target")
    yield from _notes(plain, targets)
    for match in _ROLE.finditer(plain):
        yield _leading(match, plain, _label(match[1] or match[2]) in labels, "its target", DOUBT)
    yield from _unnamed(plain, sorted(Span(*match.span()) for match in phrases if match[2] == "__"))


def _aim(words: str) -> str | None:
    """Return the name that a reference leads to: its words, or what stands in `<name_>`; `None` for an address."""
    if not words.endswith(">"):
        return words
    return words.rpartition("<")[2].removesuffix("_>") if words.endswith("_>") else None


def _notes(plain: str, targets: set[str]) -> Iterator[Meaning]:
    """Yield what footnotes, citations and substitutions lead to; those that number themselves are left out."""
    notes = {_label(match[1]) for match in _NOTE.finditer(plain)}
    for match in _USED_NOTE.finditer(plain):
        if not match[1].startswith(("#", "*")):
            yield _leading(match, plain, _label(match[1]) in notes | targets, "its target")
    substitutions = {match[1].strip() for match in _SUBSTITUTION.finditer(plain)}
    for match in _USED_SUBSTITUTION.finditer(plain):
        if not _SUBSTITUTION.match(plain, plain.rfind("\n", 0, match.start()) + 1):
            yield _leading(match, plain, match[1].strip() in substitutions, "its target")


def _unnamed(plain: str, references: Sequence[Span]) -> Iterator[Meaning]:
    aims = [Span(*match.span()) for match in _ANONYMOUS.finditer(plain)]
    for number, span in enumerate(references):
        aim = aims[number] if number < len(aims) else None
        about = f"what {_shown(plain[span.start : span.end])} leads to"
        line = "" if aim is None else plain[aim.start :].split("\n")[0].strip()
        yield Meaning(span, Span(0, len(plain)), about, f"`{line}`" if aim else "nothing", target=aim)


_ORDERED = expression(r"([ \t]*)(\(?)(\d{1,9})([.)])[ \t]")


def numbers(source: SourceFile, items: Sequence[Construct]) -> Iterator[Meaning]:
    """Yield the number that each ordered item is shown with: one more than the item before it in its list."""
    open_: dict[str, tuple[int, int, str]] = {}  # by column: where the item ends, its number, its mark
    for item in items:
        match = _ORDERED.match(source.text, item.span.start)
        if match is None:
            open_.pop(source.indent(source.line_at(item.span.start)), None)
            continue
        end, number, mark = open_.get(match[1], (0, 0, ""))
        goes_on = mark == match[2] + match[4] and not source.text[end : item.span.start].strip()
        number = number + 1 if goes_on else int(match[3])
        open_[match[1]] = item.span.end, number, match[2] + match[4]
        about = f"the number shown of `{_short(item.label)}`"
        weight: Weight = DOUBT if number == int(match[3]) else "never"  # nobody reads another number
        yield Meaning(Span(*match.span(3)), item.span, about, str(number), weight)
