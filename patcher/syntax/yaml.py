"""YAML: keys with their values by dotted path, items of lists; PyYAML is the second witness.

>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("a.yaml", b"jobs:\\n  lint:\\n    steps:\\n    - run: x\\n"), language_of("a.yaml"))
>>> [definition.name for definition in file.definitions()]
['jobs', 'jobs.lint', 'jobs.lint.steps', 'jobs.lint.steps.0.run']
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names, looked_through
from patcher.syntax.elements import cuts_elements, element_around, elements_in
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.nest import Nest
from patcher.syntax.skips import Skips
from patcher.syntax.syntax import Syntax
from patcher.syntax.templates import cuts_block
from patcher.syntax.yaml_scan import Flow, Scan, Unit, scan
from patcher.syntax.yaml_witness import faults_in, read_part

LEXICON = Lexicon(spaced_comments=("#",))

_QUOTED_PART = expression(r"""(?<![^\s\[{,(:=])(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")
_BLANKS = " \t\n#"  # of masked text: what is no code
_FLOW_KEY = expression(r"""("[^"\n]*"|'[^'\n]*'|[^\s"'\[\]{},][^\[\]{},\n]*?)[ \t]*:(?=[\s\[{"'])""")


class YamlLexis(Lexis):
    """The strings and comments of a file as the scan of its indentation found them."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, LEXICON)

    @cached_property
    def scan(self) -> Scan:
        """What stands in the file."""
        return looked_through(self.source, lambda: scan(self.source.text))

    @cached_property
    def _all_skips(self) -> Skips:
        strings = [*self.scan.strings, *self._quoted_parts()]
        return Skips.among(comments=self.scan.comments, strings=strings)

    def _quoted_parts(self) -> Iterator[Span]:
        """Yield what stands in quotes in plain scalars: commands and expressions, which have brackets too."""
        for scalar in self.scan.scalars:
            for found in _QUOTED_PART.finditer(self.source.text, scalar.start, scalar.end):
                yield Span(*found.span())


class YamlSyntax(Syntax):
    """A YAML file by its indentation and brackets."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        lexis = YamlLexis(source)
        super().__init__(source, language, lexis)
        self._lexis = lexis

    def indents_string(self, offset: int) -> bool:
        """Tell that a string's lines move with its key: the first of them says how deep the string begins."""
        return True

    @property
    def units(self) -> Sequence[Unit]:
        """Keys and items, in the order of the file."""
        return self._lexis.scan.units

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    @cached_property
    def _ends(self) -> list[int]:
        """Where each unit ends with the comments below it that are indented deeper than it."""
        found = [unit.end for unit in self.units]
        comments = [c for c in self._lexis.scan.comments if self._begins_line(c.start)]
        starts = [comment.start for comment in comments]
        limits = [*self._starts[1:], len(self.source.text)]
        for index, unit in enumerate(self.units):
            last = self._last_inside(index)
            limit = min(limits[last], self._marker_behind(unit.end))
            for at in range(bisect_right(starts, unit.end), len(comments)):
                comment = comments[at]
                if comment.start >= limit or self._column(comment.start) <= unit.column:
                    break
                found[index] = comment.end
        return found

    def _marker_behind(self, offset: int) -> int:
        markers = self._lexis.scan.markers
        at = bisect_right(markers, offset)
        return markers[at] if at < len(markers) else len(self.source.text)

    def _last_inside(self, index: int) -> int:
        while self.units[index].children:
            index = self.units[index].children[-1]
        return index

    def _column(self, offset: int) -> int:
        return offset - self.source.line_start(self.source.line_at(offset))

    def _begins_line(self, offset: int) -> bool:
        start = self.source.line_start(self.source.line_at(offset))
        return not self.source.text[start:offset].strip(" \t\ufeff")

    @cached_property
    def _names(self) -> list[str]:
        names: list[str] = []
        kept = Names(self.source).kept
        for unit in self.units:
            names.append(kept(unit.name if unit.parent is None else f"{names[unit.parent]}.{unit.name}"))
        return names

    # names

    def definitions(self) -> Sequence[Definition]:
        """Return the keys by their dotted paths, an item's number from 0 being a part of it."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found, names = list[Definition](), Names(self.source)
        for index, unit in enumerate(self.units):
            if unit.kind == "key":
                span = Span(unit.start, self._ends[index])
                found.append(Definition(self._names[index], "key", span, self.attached_start(unit.start)))
        for flow in self._lexis.scan.flows:
            path = "" if flow.unit is None else self._names[flow.unit]
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
            start += len(masked[start : each.end]) - len(masked[start : each.end].lstrip(_BLANKS))
            if text[start : start + 1] in ("[", "{"):
                yield from self._members(Span(start, each.end), name)

    # what holds a place

    def _index_at(self, span: Span, kind: str = "") -> int | None:
        """Return the innermost unit that holds a span, a comment behind it on its line included."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return None
        index: int | None = at
        while index is not None:
            unit = self.units[index]
            end = self._ends[index]
            line_end = self.source.line_end(self.source.line_at(max(unit.start, end - 1)))
            behind = self.lexis.masked[end:line_end].strip(_BLANKS) == ""
            if span.end <= max(end, line_end if behind else 0) and kind in ("", unit.kind):
                return index
            index = unit.parent
        return None

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost key with its value around a span, or an item that is no part of a key."""
        index = self._index_at(span, "key")
        if index is None:
            index = self._index_at(span)
        return None if index is None else self._construct(index)

    def _construct(self, index: int) -> Construct:
        unit = self.units[index]
        label = self._names[index] if unit.kind == "key" else self.source.text[unit.start : unit.end]
        span = Span(unit.start, self._ends[index])
        return Construct(unit.kind, span, self.attached_start(unit.start), label.split("\n")[0])

    def items(self) -> Sequence[Construct]:
        """Return the items of block lists that begin their lines; `body` is all of an item."""
        return self._items

    @cached_property
    def _items(self) -> tuple[Construct, ...]:
        found = []
        for index, unit in enumerate(self.units):
            if unit.kind == "item" and self._begins_line(unit.start):
                start = self.source.line_start(self.source.line_at(unit.start))
                last = self.source.line_at(max(unit.start, self._ends[index] - 1))
                span = Span(start, self.source.line_end(last))
                label = self.source.line_text(self.source.line_at(unit.start)).strip()
                attached = self.attached_start(unit.start)
                found.append(Construct("item", span, attached, label, span))
        return tuple(found)

    def lined_up(self, start: int, *, alone: bool = False) -> Element | None:
        """Return a key that stands on the line of its item's mark, among all keys of the item."""
        at = bisect_right(self._starts, start) - 1
        unit = self.units[at] if at >= 0 else None
        if unit is None or unit.start != start or unit.kind != "key" or unit.parent is None:
            return None
        item = self.units[unit.parent]
        if item.kind != "item" or item.children[0] != at or len(item.children) < 2 - alone:
            return None
        if (
            self.source.text[item.start + 1 : start].strip(" \t")
            or "\n" in self.source.text[item.start : start]
        ):
            return None
        siblings = tuple(Span(self.units[child].start, self._ends[child]) for child in item.children)
        return Element(siblings[0], Span(start, siblings[-1].end), siblings, "keys", "")

    def _flow_at(self, span: Span) -> Flow | None:
        around = list(self._flows.around(span))
        return around[-1] if around else None

    @cached_property
    def _flows(self) -> Nest[Flow]:
        return Nest(self._lexis.scan.flows, attrgetter("span"))

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a collection in brackets around a span."""
        flow = self._flow_at(span)
        return None if flow is None else element_around(self.lexis, span, flow.span)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost key around a span whose value is a block of keys or items."""
        index = self._index_at(span)
        while index is not None:
            unit = self.units[index]
            if unit.kind == "key" and unit.children and self.units[unit.children[0]].start <= span.start:
                children = tuple(Span(self.units[c].start, self.units[c].end) for c in unit.children)
                body = Span(children[0].start, self._ends[index])
                return Body(self._construct(index), body, children)
            index = unit.parent
        return None

    # proof

    @cached_property
    def _roots(self) -> list[int]:
        return [index for index, unit in enumerate(self.units) if unit.parent is None]

    @cached_property
    def _root_starts(self) -> list[int]:
        return [self.units[index].start for index in self._roots]

    @cached_property
    def _root_places(self) -> Nest[int]:
        return Nest(self._roots, lambda index: Span(self.units[index].start, self._ends[index]))

    def _root(self, offset: int) -> Unit | None:
        at = bisect_right(self._root_starts, offset) - 1
        return self.units[self._roots[at]] if at >= 0 else None

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Let PyYAML read the top-level key or item around, and compare where the range ends in it."""
        if extent == "entry":
            return self._confirm_entry(span)
        if extent not in ("definition", "statement", "item"):
            return None
        masked = self.lexis.masked
        part = masked[span.start : span.end]
        start = span.start + len(part) - len(part.lstrip(_BLANKS))
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self._starts[index] != start:
            element = self.element_at(span)
            return self._confirm_entry(span) if element is not None and element.span == span else None
        root = self._root(start)
        assert root is not None
        read = read_part(self.source.text, root.start, root.end)
        if read is None:
            return None
        unit = self.units[index]
        explicit = unit.kind == "item" or self.source.text[start] == "?"
        value = self._value_start(unit) if explicit else start
        end = span.start + len(part.rstrip(_BLANKS))
        seen = read.get((unit.kind, value))
        if seen is not None and seen == end:
            return (
                "PyYAML reads the same key and value" if unit.kind == "key" else "PyYAML reads the same item"
            )
        other = Span(start, seen) if seen is not None else None
        return Disagreement("the indentation", Span(start, end), "PyYAML", other)

    def _value_start(self, unit: Unit) -> int:
        masked = self.lexis.masked[unit.value : unit.end]
        return unit.value + len(masked) - len(masked.lstrip(_BLANKS)) if masked.strip(_BLANKS) else unit.value

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
        held_to = span.start + (span.start == 0 and self.source.text.startswith("\ufeff"))
        index = max(0, bisect_right(self._starts, span.start) - 1)
        while held_to < span.end:
            while index < len(self.units) and self.units[index].end <= held_to:
                index += 1
            following = self._next_held(index, held_to, span)
            until = self.units[following].start if following is not None else span.end
            cut = self._cut_between(Span(held_to, max(held_to, until)))
            if cut is not None:
                return cut
            if following is None:
                break
            held_to = self.units[following].end
            index = following
        return self._merged(span) or self._templates_cut(span)

    def _merged(self, span: Span) -> Span | None:
        """Return the second of two documents' contents that would become one without the mark between them."""
        markers = self._lexis.scan.markers
        kept = [marker for marker in markers if not span.start <= marker < span.end]
        if len(kept) == len(markers):
            return None
        roots = [self.units[index] for index in self._roots]
        left = [unit for unit in roots if not span.holds(Span(unit.start, unit.end))]
        for before, behind in pairwise(left):
            between = bisect_right(kept, behind.start) - bisect_right(kept, before.start)
            if before.document != behind.document and not between:
                return Span(behind.start, behind.end)
        return None

    def _next_held(self, index: int, start: int, span: Span) -> int | None:
        """Return the first unit from an index on that lies whole between a place and a span's end."""
        for at in range(index, len(self.units)):
            unit = self.units[at]
            if unit.start >= span.end:
                return None
            if unit.start >= start and unit.end <= span.end:
                return at
        return None

    def _cut_between(self, gap: Span) -> Span | None:
        """Return what is cut by taking a stretch that holds no whole key or item."""
        masked = self.lexis.masked
        part = self._without_templates(gap)
        start = gap.start + len(part) - len(part.lstrip(_BLANKS + ","))
        if start >= gap.end:
            return None
        held = Span(start, gap.start + max(len(part.rstrip(_BLANKS + ",")), start - gap.start + 1))
        if self._in_scalar(held):
            return None
        flow = self._flow_at(held)
        if flow is not None and flow.span != held:
            element = element_around(self.lexis, Span(start, start + 1), flow.span)
            if element is not None and not cuts_elements(element, held, masked):
                return None
        index = self._index_at(Span(start, start + 1))
        if index is not None:
            return Span(self.units[index].start, self.units[index].end)
        return None if self._lexis.scan.units and self._is_marker(start) else held

    def _without_templates(self, span: Span) -> str:
        """Return a part of the masked text, lines of a template language blank."""
        part = self.lexis.masked[span.start : span.end]
        for each in self._lexis.scan.templates:
            if span.holds(each):
                start, end = each.start - span.start, each.end - span.start
                part = part[:start] + " " * (end - start) + part[end:]
        return part

    def _is_marker(self, offset: int) -> bool:
        return self.source.text.startswith(("---", "...", "%"), offset)

    def _in_scalar(self, span: Span) -> bool:
        """Tell whether a part, and not the whole, of one scalar's text goes."""
        scalars = self._lexis.scan.scalars
        at = bisect_right(scalars, span.start, key=_start) - 1
        if at >= 0 and scalars[at].holds(span):
            return scalars[at] != span
        skip = self.lexis.skip_at(span.start)
        if skip is None or skip == span:
            return False
        edge = 1 if self.source.text[skip.start] in "\"'" else 0
        return Span(skip.start + edge, skip.end - edge).holds(span)

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
        for index, unit in enumerate(self.units):
            place = (unit.document, unit.parent, unit.name)
            if unit.kind == "key" and unit.name != "<<" and place in seen:
                found.append(
                    SyntaxFault(
                        self.source.line_at(unit.start), f"the key `{self._names[index]}` stands twice"
                    )
                )
            seen.add(place)
        return tuple(found)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level keys or items that the spans touch, or of what they stand among."""
        if self._unanchored or self._doubled or not self._is_plain:
            return next(iter(self.faults()), None)
        for index in self._root_places.touching(spans):
            unit = self.units[index]
            if read_part(self.source.text, unit.start, unit.end) is None:
                return next(iter(self.faults()), None)
        return None

    @cached_property
    def _is_plain(self) -> bool:
        """Whether each document is keys, or items, of one column and nothing else, as far as the lines tell."""
        columns: dict[int, tuple[str, int]] = {}
        for index in self._roots:
            unit = self.units[index]
            if columns.setdefault(unit.document, (unit.kind, unit.column)) != (unit.kind, unit.column):
                return False
        return bool(self._roots) and not self._lexis.scan.strays

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string, how deep in brackets and below which keys what follows an offset stands."""
        at = bisect_right(self._starts, offset - 1)
        parent = self.units[at].parent if at < len(self.units) else None
        around = "" if parent is None else self._names[parent]
        flow = self._flow_at(Span(offset, offset))
        depth = 0 if flow is None else _depth(self.lexis.masked, flow.span.start, offset)
        return super().edge_state(offset), depth, around


def _start(span: Span) -> int:
    return span.start


def _depth(masked: str, start: int, end: int) -> int:
    part = masked[start:end]
    return sum(map(part.count, "[{")) - sum(map(part.count, "]}"))


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a YAML file in its language."""
    return YamlSyntax(source, language)
