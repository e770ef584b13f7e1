"""`YamlSyntax`: keys with their values as definitions and statements, items of lists; PyYAML is the second witness."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.elements import element_around, elements_in
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.syntax import Syntax
from patcher.syntax.templates import cuts_block
from patcher.syntax.yaml.cuts import Cuts
from patcher.syntax.yaml.lexis import YamlLexis
from patcher.syntax.yaml.scan import Unit
from patcher.syntax.yaml.units import BLANKS, Units
from patcher.syntax.yaml.witness import faults_in, read_part

_FLOW_KEY = expression(r"""("[^"\n]*"|'[^'\n]*'|[^\s"'\[\]{},][^\[\]{},\n]*?)[ \t]*:(?=[\s\[{"'])""")


class YamlSyntax(Syntax):
    """A YAML file by its indentation and brackets."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        self._lexis = YamlLexis(source)
        super().__init__(source, language, self._lexis)
        self._units = Units(self._lexis)

    def indents_string(self, offset: int) -> bool:
        """Tell that a string's lines move with its key: the first of them says how deep the string begins."""
        return True

    # names

    def definitions(self) -> Sequence[Definition]:
        """Return the keys by their dotted paths, an item's number from 0 being a part of it."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found, names = list[Definition](), Names(self.source)
        for index, unit in enumerate(self._units.all):
            if unit.kind == "key":
                span = Span(unit.start, self._units.ends[index])
                found.append(
                    Definition(self._units.names[index], "key", span, self.attached_start(unit.start))
                )
        for flow in self._lexis.scan.flows:
            path = "" if flow.unit is None else self._units.names[flow.unit]
            for one in self._members(flow.span, path):
                names.kept(one.name)
                found.append(one)
        return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end)))

    def _members(self, span: Span, path: str) -> Iterator[Definition]:
        """Yield the keys of a collection in brackets, and of those in it."""
        text = self.source.text
        if len(span) < 2 or text[span.end - 1] not in "]}":
            return
        inner = Span(span.start + 1, span.end - 1)
        siblings = tuple(elements_in(self.lexis, inner))
        kind = "list" if text[span.start] == "[" else "dict"
        for number, each in enumerate(siblings):
            key = _FLOW_KEY.match(text, each.start, each.end)
            if key is None and kind == "dict":
                continue
            named = key[1].strip("\"'") if key is not None else ""
            here = [path] if path else []
            here += [str(number)] if kind == "list" else []
            here += [named] if named else []
            name = ".".join(here)
            if key is not None:
                element = Element(each, inner, siblings, kind)
                yield Definition(name, "key", each, self.attached_start(each.start), element=element)
            masked, start = self.lexis.masked, key.end() if key is not None else each.start
            start += len(masked[start : each.end]) - len(masked[start : each.end].lstrip(BLANKS))
            if text[start : start + 1] in ("[", "{"):
                yield from self._members(Span(start, each.end), name)

    # what holds a place

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost key with its value around a span, or an item that is no part of a key."""
        index = self._units.index_at(span, "key")
        if index is None:
            index = self._units.index_at(span)
        return None if index is None else self._construct(index)

    def _construct(self, index: int) -> Construct:
        unit = self._units.all[index]
        label = self._units.names[index] if unit.kind == "key" else self.source.text[unit.start : unit.end]
        span = Span(unit.start, self._units.ends[index])
        return Construct(unit.kind, span, self.attached_start(unit.start), label.split("\n")[0])

    def items(self) -> Sequence[Construct]:
        """Return the items of block lists that begin their lines; `body` is all of an item."""
        return self._items

    @cached_property
    def _items(self) -> tuple[Construct, ...]:
        found = []
        for index, unit in enumerate(self._units.all):
            if unit.kind == "item" and self._units.begins_line(unit.start):
                start = self.source.line_start(self.source.line_at(unit.start))
                last = self.source.line_at(max(unit.start, self._units.ends[index] - 1))
                span = Span(start, self.source.line_end(last))
                label = self.source.line_text(self.source.line_at(unit.start)).strip()
                attached = self.attached_start(unit.start)
                found.append(Construct("item", span, attached, label, span))
        return tuple(found)

    def lined_up(self, start: int, *, alone: bool = False) -> Element | None:
        """Return a key that stands on the line of its item's mark, among all keys of the item."""
        at = bisect_right(self._units.starts, start) - 1
        unit = self._units.all[at] if at >= 0 else None
        if unit is None or unit.start != start or unit.kind != "key" or unit.parent is None:
            return None
        item = self._units.all[unit.parent]
        if item.kind != "item" or item.children[0] != at or len(item.children) < 2 - alone:
            return None
        if (
            self.source.text[item.start + 1 : start].strip(" \t")
            or "\n" in self.source.text[item.start : start]
        ):
            return None
        siblings = tuple(
            Span(self._units.all[child].start, self._units.ends[child]) for child in item.children
        )
        return Element(siblings[0], Span(start, siblings[-1].end), siblings, "keys", "")

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a collection in brackets around a span."""
        flow = self._units.flow_at(span)
        return None if flow is None else element_around(self.lexis, span, flow.span)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost key around a span whose value is a block of keys or items."""
        index = self._units.index_at(span)
        while index is not None:
            unit = self._units.all[index]
            if unit.kind == "key" and unit.children and self._units.all[unit.children[0]].start <= span.start:
                children = tuple(
                    Span(self._units.all[c].start, self._units.all[c].end) for c in unit.children
                )
                body = Span(children[0].start, self._units.ends[index])
                return Body(self._construct(index), body, children)
            index = unit.parent
        return None

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let PyYAML read the top-level key or item around, and compare where the range ends in it."""
        if extent == "entry":
            return self._confirm_entry(span)
        if extent not in ("definition", "statement", "item"):
            return None
        masked = self.lexis.masked
        part = masked[span.start : span.end]
        start = span.start + len(part) - len(part.lstrip(BLANKS))
        index = bisect_right(self._units.starts, start) - 1
        if index < 0 or self._units.starts[index] != start:
            element = self.element_at(span)
            return self._confirm_entry(span) if element is not None and element.span == span else None
        root = self._units.root(start)
        assert root is not None
        read = read_part(self.source.text, root.start, root.end)
        if read is None:
            return None
        unit = self._units.all[index]
        explicit = unit.kind == "item" or self.source.text[start] == "?"
        value = self._value_start(unit) if explicit else start
        end = span.start + len(part.rstrip(BLANKS))
        seen = read.get((unit.kind, value))
        if seen is not None and seen == end:
            return (
                "PyYAML reads the same key and value" if unit.kind == "key" else "PyYAML reads the same item"
            )
        other = Span(start, seen) if seen is not None else None
        return Disagreement("the indentation", Span(start, end), "PyYAML", other)

    def _value_start(self, unit: Unit) -> int:
        masked = self.lexis.masked[unit.value : unit.end]
        return unit.value + len(masked) - len(masked.lstrip(BLANKS)) if masked.strip(BLANKS) else unit.value

    def _confirm_entry(self, span: Span) -> str | Disagreement | None:
        element = self.element_at(span)
        if element is None or element.span != span:
            return Disagreement("the commas", span, "PyYAML", None)
        text = self.source.text[span.start : span.end]
        opener, closer = ("[", "\n]") if element.kind == "list" else ("{", "\n}")
        read = read_part(f"{opener}{text}{closer}", 0, len(text) + 3)
        if read is None:
            return None
        if read.get(("elements", 0)) == 1:
            return "PyYAML reads it as one element"
        return Disagreement("the commas", span, "PyYAML", element.inner)

    def straddles(self, span: Span) -> Span | None:
        """Return a key or item of which a deletion takes a part that is no whole key, item or element."""
        return Cuts(self._units).straddled(span) or self._templates_cut(span)

    def _templates_cut(self, span: Span) -> Span | None:
        """Return the span where it takes the begin of a template's block and not its end, or the other way."""
        return span if cuts_block(self.source.text, span) and self.faults() else None

    def faults(self) -> Sequence[SyntaxFault]:
        """Return where PyYAML stops, aliases without their anchors, and keys that stand twice in a mapping."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*faults_in(self.source.text), *self._unanchored, *self._doubled)

    @cached_property
    def _unanchored(self) -> tuple[SyntaxFault, ...]:
        first: dict[tuple[int, str], int] = {}
        for offset, document, name in self._lexis.scan.anchors:
            first.setdefault((document, name), offset)
        return tuple(
            SyntaxFault(self.source.line_at(offset), f"no anchor `&{name}` stands before `*{name}`")
            for offset, document, name in self._lexis.scan.aliases
            if first.get((document, name), offset) >= offset
        )

    @cached_property
    def _doubled(self) -> tuple[SyntaxFault, ...]:
        seen: set[tuple[int, int | None, str]] = set()
        found = []
        for index, unit in enumerate(self._units.all):
            place = (unit.document, unit.parent, unit.name)
            if unit.kind == "key" and unit.name != "<<" and place in seen:
                found.append(
                    SyntaxFault(
                        self.source.line_at(unit.start), f"the key `{self._units.names[index]}` stands twice"
                    )
                )
            seen.add(place)
        return tuple(found)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level keys or items that the spans touch, or of what they stand among."""
        if self._unanchored or self._doubled or not self._units.is_plain:
            return next(iter(self.faults()), None)
        for index in self._units.root_places.touching(spans):
            unit = self._units.all[index]
            if read_part(self.source.text, unit.start, unit.end) is None:
                return next(iter(self.faults()), None)
        return None

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string, how deep in brackets and below which keys what follows an offset stands."""
        at = bisect_right(self._units.starts, offset - 1)
        parent = self._units.all[at].parent if at < len(self._units.all) else None
        around = "" if parent is None else self._units.names[parent]
        flow = self._units.flow_at(Span(offset, offset))
        depth = 0 if flow is None else _depth(self.lexis.masked, flow.span.start, offset)
        return super().edge_state(offset), depth, around


def _depth(masked: str, start: int, end: int) -> int:
    part = masked[start:end]
    return sum(map(part.count, "[{")) - sum(map(part.count, "]}"))


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a YAML file in its language."""
    return YamlSyntax(source, language)
