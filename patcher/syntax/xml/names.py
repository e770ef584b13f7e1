"""What elements are called, and what in the same file leads to what is called so.

The path of an element is made of the names of those around it and its own, and of what an attribute of
its own calls it; the outermost element is called by its name alone, since there is but one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.meaning import Meaning, led_to
from patcher.syntax.xml.scan import Node, Outline

_PREFIX = r"(?:[\w.-]+:)?"
_CALLING = tuple(
    expression(rf"\s{_PREFIX}(?:{word})\s*=\s*(?:\"([^\"\n]{{1,200}})\"|'([^'\n]{{1,200}})')")
    for word in ("id", "[Nn]ame", "[Kk]ey", "Include")
)
_ANDROID_ID = expression(r"@\+?id/(?=.)")

# Attributes whose value is the name of something else, or a list of such names.
_LEADING = (
    r"idref|idrefs|ref|refs|refid|refids|href|linkend|linkends|endterm|depends|depends-on|dependsOn|bean|"
    r"factory-bean|parent|base|type|itemType|memberTypes|substitutionGroup|extends|for|begin|end|style|keyref|labelFor"
)
_VALUES = expression(rf"(?<![\w.-]){_PREFIX}(?:{_LEADING})\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_PLACED = expression(r"\$\{([^{}\s]+)\}|\$\(([\w.:-]+)\)|url\(#([^()\s]+)\)|\{\w+ ([\w.]+)\}")
_PARTS = expression(r"[\s,;:#/]+")

_DEFINING = r"\s(?:[\w.-]+:)?(?:id|[Nn]ame|[Kk]ey)\s*=\s*[\"'](?:@\+?id/)?{name}[\"']|<{name}(?=[\s/>])"
_USING = (
    rf"(?<![\w.-])(?:[\w.-]+:)?(?:{_LEADING})\s*=\s*(?:\"(?:[^\"<]*[\s,;:#/])?{{name}}(?=[\"\s,;])\"?"
    rf"|'(?:[^'<]*[\s,;:#/])?{{name}}(?=['\s,;])'?)"
    r"|\$\{{{name}\}}|\$\({name}\)|url\(#{name}\)|\{{\w+ {name}\}}"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What has a name, before anybody asks what is attached to it."""

    name: str
    kind: str
    span: Span


def called(text: str, node: Node) -> str | None:
    """Return what an element is called by an attribute of its own.

    >>> tag = Span(0, 24)
    >>> called('<string name="app_name">', Node("string", tag, None, tag))
    'app_name'
    """
    for pattern in _CALLING:
        match = pattern.search(text, node.start.start, node.start.end)
        word = "" if match is None else (match[1] or match[2]).strip()
        if word:
            return _ANDROID_ID.sub("", word, count=1)
    return None


def paths(source: SourceFile, nodes: Sequence[Node]) -> Iterator[tuple[Node, str]]:
    """Yield the elements of a file, which come in its order, with their paths."""
    kept = Names(source).kept
    around: list[tuple[int, str]] = []  # where what is around ends, and its path without what it is called
    for node in nodes:
        while around and around[-1][0] <= node.start.start:
            around.pop()
        path = kept(f"{around[-1][1]}.{node.name}" if around else node.name)
        word = called(source.text, node) if around else None
        around.append((node.span.end, path))
        yield node, path if word is None else f"{path}.{word}"


def named(source: SourceFile, outline: Outline) -> tuple[Named, ...]:
    """Return the elements of a file with their paths, and its entities with their names, in file order."""
    found = [Named(path, "element", node.span) for node, path in paths(source, outline.nodes)]
    found += (Named(one.name, one.kind, one.span) for one in outline.pieces if one.name)
    return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end)))


def records(text: str, nodes: Sequence[Node]) -> Iterator[tuple[Node, bool]]:
    """Yield the elements that hold others or are records, each with whether it is one; never the outermost.

    A record is what has attributes, what has a sibling of its name, and what holds elements and is the only
    one in what it stands in, a list of one; but what the outermost element holds alone is most of the file.
    A `<version>` among others is a field of the record around it.
    """
    held: dict[int, list[int]] = {}  # by an element's number: the numbers of those in it; -1 for none
    around = [-1]
    for index, node in enumerate(nodes):
        while around[-1] >= 0 and nodes[around[-1]].span.end <= node.start.start:
            around.pop()
        held.setdefault(around[-1], []).append(index)
        around.append(index)
    outermost = frozenset(held.pop(-1, ()))
    for holder, children in held.items():
        names = Counter(nodes[child].name for child in children)
        for child in children:
            node = nodes[child]
            alone = len(children) == 1 and child in held and holder not in outermost
            is_record = alone or names[node.name] > 1 or "=" in text[node.start.start : node.start.end]
            if is_record or child in held:
                yield node, is_record


def references(text: str, nodes: Iterable[Node], spans: Sequence[Span]) -> Iterator[Meaning]:
    """Yield what leads to what some elements define, an id, a property: their tags lie in some spans."""
    used = {part for match in _VALUES.finditer(text) for part in _PARTS.split(match[1] or match[2] or "")}
    used |= {next(filter(None, match.groups())) for match in _PLACED.finditer(text)}
    if not used:
        return
    defined = {word for node in nodes for word in (node.name, *_every_call(text, node)) if word in used}
    yield from led_to(text, defined, spans, _DEFINING, _USING)


def _every_call(text: str, node: Node) -> Iterator[str]:
    for pattern in _CALLING[:3]:
        for match in pattern.finditer(text, node.start.start, node.start.end):
            yield _ANDROID_ID.sub("", (match[1] or match[2]).strip(), count=1)
