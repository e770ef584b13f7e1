"""Make: rules by their targets, variables, conditionals; read line by line, as make reads it.

A rule is a definition by its target, a variable by its name. GNU make manual, chapters Writing
Rules, Using Variables and Conditional Parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax
from patcher.syntax.grammar.parse import errors_in
from patcher.syntax.model import (
    Arm,
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Language,
    SyntaxFault,
)

_NAME = r"[^\s:#=!?+()$][^\s:#=!?+]*(?:\$[({][^(){}]*[)}][^\s:#=!?+]*)*"
_ASSIGN = re.compile(
    rf"(?:(?:export|override|private|unexport)\s+)*(?P<name>{_NAME})\s*(?:\?|\+|!|:{{1,3}})?="
)
_DEFINE = re.compile(rf"(?:(?:export|override|private)\s+)*define\s+(?P<name>{_NAME})")
_CONDITION = re.compile(r"(ifdef|ifndef|ifeq|ifneq|else|endif)\b")
_WORDS = re.compile(r"(?:-?include|sinclude|vpath|export|unexport|override|load|undefine)\b")
_RULE = re.compile(r"(?P<targets>[^\t#:=][^#:=]*?)\s*(?:&?::?)(?![=:])")


@dataclass(frozen=True, slots=True)
class Unit:
    """Whole lines: what they are, their 1-based first and last, the names that they define."""

    kind: str  # "rule", "variable", "recipe", "directive"
    first: int
    last: int
    names: tuple[str, ...] = ()


class MakeSyntax(GrammarSyntax):
    """A makefile."""

    grammar = Grammar("tree_sitter_make", identifiers=frozenset({"word"}), attributes=frozenset())

    # lines

    def _last_joined(self, line: int) -> int:
        """Return the last of the lines that backslashes join to a line."""
        while line < self.source.line_count and self.source.line_text(line).endswith("\\"):
            line += 1
        return line

    def _is_comment(self, line: int) -> bool:
        return self.source.line_text(line).lstrip(" ").startswith("#")

    @cached_property
    def _read(self) -> tuple[tuple[Unit, ...], tuple[Chain, ...], tuple[SyntaxFault, ...]]:
        """The units, the conditionals, and the ones of those that are never closed."""
        units: list[Unit] = []
        chains: list[Chain] = []
        faults: list[SyntaxFault] = []
        open_: list[list[tuple[str, int, int]]] = []  # of each open conditional: word, first and last line
        line, rule = 1, -1
        while line <= self.source.line_count:
            text, last = self.source.line_text(line), self._last_joined(line)
            stripped = text.strip()
            condition = None if text.startswith("\t") else _CONDITION.match(stripped)
            if not stripped or self._is_comment(line):
                last = line
            elif condition is not None:
                self._condition(condition[1], (line, last), open_, chains, faults)
            elif text.startswith("\t") and rule >= 0:
                units.append(Unit("recipe", line, last))
                units[rule] = Unit("rule", units[rule].first, last, units[rule].names)
            elif (define := _DEFINE.match(stripped)) is not None:
                last = self._endef(line)
                units.append(Unit("variable", line, last, (define["name"],)))
            else:
                units.append(self._unit(stripped, line, last))
                rule = len(units) - 1 if units[-1].kind == "rule" else -1 if not open_ else rule
            line = last + 1
        faults += [SyntaxFault(rows[0][1], f"`{rows[0][0]}` has no `endif`") for rows in open_]
        ordered = tuple(sorted(chains, key=lambda chain: chain.span.start))
        return tuple(sorted(units, key=lambda u: (u.first, -u.last))), ordered, tuple(faults)

    def _endef(self, line: int) -> int:
        depth = 0
        for number in range(line, self.source.line_count + 1):
            text = self.source.line_text(number).strip()
            depth += 1 if _DEFINE.match(text) else -1 if text.startswith("endef") else 0
            if depth == 0:
                return number
        return self.source.line_count

    def _unit(self, text: str, first: int, last: int) -> Unit:
        assigned = _ASSIGN.match(text)
        if assigned is not None:
            return Unit("variable", first, last, (assigned["name"],))
        ruled = None if _WORDS.match(text) else _RULE.match(text)
        if ruled is not None:
            return Unit("rule", first, last, tuple(ruled["targets"].split()))
        return Unit("directive", first, last)

    def _condition(
        self,
        word: str,
        lines: tuple[int, int],
        open_: list[list[tuple[str, int, int]]],
        chains: list[Chain],
        faults: list[SyntaxFault],
    ) -> None:
        if word.startswith("if"):
            open_.append([(word, *lines)])
        elif not open_:
            faults.append(SyntaxFault(lines[0], f"`{word}` without an `if`"))
        elif word == "else":
            open_[-1].append((word, *lines))
        else:
            rows = open_.pop()
            ends = [row[1] - 1 for row in rows[1:]] + [lines[0] - 1]
            arms = tuple(self._arm(*row, end) for row, end in zip(rows, ends, strict=True))
            whole = Span(arms[0].span.start, self.source.line_end(lines[1]))
            chains.append(Chain("ifdef", whole, arms))

    def _arm(self, word: str, first: int, last: int, end: int) -> Arm:
        start, behind = self.source.line_start(first), self.source.line_end(last)
        stop = self.source.line_end(end) if end > last else behind
        return Arm(word, Span(start, stop), Span(start, behind), Span(min(behind + 1, stop), stop))

    def _span(self, unit: Unit) -> Span:
        start = self.source.line_start(unit.first)
        end = self.source.line_end(unit.last)
        indent = len(self.source.indent(unit.first))
        return Span(start + indent, start + len(self.source.text[start:end].rstrip()))

    # answers

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = []
        for unit in self._read[0]:
            span = self._span(unit) if unit.names else Span(0, 0)
            for name in unit.names:
                start = self.attached_start(span.start)
                found.append(Definition(name, unit.kind, span, start, multiple=len(unit.names) > 1))
        return tuple(found)

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost rule, line of a recipe, assignment or directive around a span."""
        held = [unit for unit in self._read[0] if self._span(unit).holds(span)]
        if not held:
            return None
        place = self._span(held[-1])
        return Construct(held[-1].kind, place, self.attached_start(place.start), ", ".join(held[-1].names))

    def body_at(self, span: Span) -> Body | None:
        """Return none: a rule without a recipe is one."""
        return None

    def chains(self) -> Sequence[Chain]:
        """Return the conditionals with their arms."""
        return self._read[1]

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a rule or an assignment by the grammar; where that knows it not, by its tabs."""
        if extent not in ("statement", "definition"):
            return None
        core = self._core(span)
        unit = next((u for u in self._read[0] if self._core(self._span(u)) == core), None)
        if unit is None:
            return Disagreement("the range", core, "make's lines", None)
        node = self.root.descendant_for_byte_range(core.start, core.end - 1) if core else None
        while node is not None and self.code_of(node).start == core.start:
            if self.code_of(node).end == core.end and not node.has_error:
                return "the grammar begins and ends it at the same places"
            node = node.parent
        return "what follows it is indented by no tab" if self._ends(unit) else None

    def _ends(self, unit: Unit) -> bool:
        below = unit.last + 1
        while below <= self.source.line_count and (self.source.is_blank(below) or self._is_comment(below)):
            below += 1
        return below > self.source.line_count or not self.source.line_text(below).startswith("\t")

    def straddles(self, span: Span) -> Span | None:
        """Return the unit, or the conditional, that a deletion would cut."""
        core = self._core(span)
        for unit in self._read[0] if core else ():
            place = self._span(unit)
            if place.meets(core) and not core.holds(place) and not self._is_part(unit, core):
                return place
        for chain in self._read[1] if core else ():
            headers = [arm.header for arm in chain.arms if core.meets(arm.header)]
            if headers and not core.holds(chain.span):
                return chain.span
        return None

    def _is_part(self, unit: Unit, core: Span) -> bool:
        """Tell whether a span may leave a unit: lines of a rule's recipe, words inside one line."""
        lines = self.source.lines_of(core)
        if unit.kind == "rule":
            return lines.first_line > unit.first or core.end <= self.source.line_end(unit.first)
        inside = self.source.text[self._span(unit).start : core.start].strip()
        return bool(inside) and unit.kind in ("variable", "recipe", "directive")

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._read[2], *(self._described(node) for node in errors_in(self.root)))

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a conditional that is never closed, or an error of the grammar's near the spans."""
        return next(iter(self._read[2]), None) or super().fault_around(spans)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where a variable is referred to, or a target is a prerequisite."""
        own = {definition.span.start for definition in self._definitions if definition.name == name}
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", self.source.text):
            if match.start() not in own and self.lexis.is_code(match.start()):
                yield Span(*match.span())


def build(source: SourceFile, language: Language) -> MakeSyntax:
    """Return a makefile."""
    return MakeSyntax(source, language)
