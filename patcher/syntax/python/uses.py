"""Uses of a name with what they belong to: `scopes` for each statement, the file's imports beyond it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cached_property

from patcher.source import Span
from patcher.syntax.model import Imported, Use
from patcher.syntax.python.scopes import Reference
from patcher.syntax.python.units import Unit
from patcher.syntax.syntax import Syntax

_SELF = "self:"


class Uses:
    """The uses in one file, by name; statements are parsed as they are asked about."""

    def __init__(self, syntax: Syntax, unit_at: Callable[[int, str], Unit | None]) -> None:
        self._syntax = syntax
        self._unit_at = unit_at
        self._source = syntax.source

    def of(self, name: str, within: Span | None) -> Iterator[Use]:
        """Yield the uses of a name in file order, in a span or anywhere."""
        window = within or Span(0, len(self._source.text))
        for unit in self._units_with(name, window):
            found = self._in_unit(unit, name)
            yield from sorted(
                (use for use in found if window.start <= use.span.start < window.end),
                key=lambda use: use.span,
            )

    def _units_with(self, name: str, window: Span) -> Iterator[Unit]:
        text, lexis = self._source.text, self._syntax.lexis
        position = window.start
        while (start := text.find(name, position, window.end)) >= 0:
            position = start + 1
            if _is_word(text[start - 1 : start]) or _is_word(text[start + len(name) : start + len(name) + 1]):
                continue
            position = start + len(name)
            unit = self._unit_at(start, name)
            if unit is None or lexis.kind_at(start) == "comment":
                continue
            yield unit
            position = max(position, unit.span.end)

    def _in_unit(self, unit: Unit, name: str) -> Iterator[Use]:
        if unit.references is None:
            yield from self._unparsed(unit, name)
            return
        for reference in unit.references.get(name, ()):
            span = self._span(unit, reference)
            yield Use(span, reference.kind, self._owner(reference), reference.scope)

    def _unparsed(self, unit: Unit, name: str) -> Iterator[Use]:
        """Yield the uses in a statement that Python's parser does not take: dots are all that is told."""
        for span in self._syntax.uses(name):
            if unit.span.holds(span):
                dotted = self._source.text[: span.start].rstrip()[-1:] == "."
                yield Use(span, "attribute" if dotted else "name")

    def _span(self, unit: Unit, reference: Reference) -> Span:
        node, name = reference.node, reference.name
        start = unit.offset(node.lineno, node.col_offset)
        if (
            isinstance(node, ast.Attribute)
            and node.end_lineno is not None
            and node.end_col_offset is not None
        ):
            end = unit.offset(node.end_lineno, node.end_col_offset)
            if self._source.text[end - len(name) : end] == name:
                return Span(end - len(name), end)
        if reference.kind == "import":
            found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(self._source.text, start)
            start = found.start() if found is not None else start
        return Span(start, start + len(name))

    def _owner(self, reference: Reference) -> str:
        if not reference.chain or not reference.root:
            return ""
        first, *rest = reference.chain
        if reference.root == "self":
            return _SELF + first
        if reference.root == "import":
            return self._absolute(".".join(reference.chain))
        base = self._known.get(first)
        return ".".join((base, *rest)) if base is not None else ""

    @cached_property
    def _known(self) -> dict[str, str]:
        """What the file's own level says of a name: where it is imported from, or that it is a class here."""
        known = {}
        for definition in self._syntax.outer_definitions():
            if definition.kind == "class":
                known[definition.name] = f"{self._module}.{definition.name}"
        for imported in self._syntax.imports():
            if not imported.local:
                known[imported.names[0]] = self._absolute(self._target(imported))
        return known

    def _target(self, imported: Imported) -> str:
        text = self._source.text
        if text.startswith("import", imported.statement.start):
            aliased = re.search(r"\bas\b", text[imported.span.start : imported.span.end])
            return imported.names[-1] if aliased else imported.names[0]
        return imported.names[-1]

    @cached_property
    def _module(self) -> str:
        """The file's own place as a path from the root: `/pkg/mod`, `/pkg` for an `__init__`."""
        stem = self._source.path.rpartition(".")[0]
        return "/" + stem.removesuffix("__init__").rstrip("/")

    def _absolute(self, path: str) -> str:
        """Return an imported path as it is, a relative one as a path from the root."""
        names = path.lstrip(".")
        level = len(path) - len(names)
        if not level:
            return path
        return "/" + "/".join(part for part in (*self._source.path.split("/")[:-level], names) if part)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
