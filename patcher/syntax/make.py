"""Make: rules by their targets, variables, conditionals; read line by line, as make reads it.

A rule is a definition by its target, a variable by its name. GNU make manual, chapters Writing
Rules, Using Variables and Conditional Parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.record import dataclass, replace
from patcher.source import SourceFile, Span
from patcher.syntax.grammar import Grammar, GrammarSyntax
from patcher.syntax.grammar.parse import errors_in
from patcher.syntax.meaning import DOUBT, Meaning, led_to
from patcher.syntax.model import Arm, Body, Chain, Construct, Definition, Disagreement, Language, SyntaxFault
from patcher.syntax.nest import Nest

_REFERENCE = r"\$(?:[({](?:[^(){}]|\$[({][^(){}]*[)}])*[)}]|[^({\s])"
_NAME = rf"(?:[^\s:#=!?+()$]|[+?!](?!=)|{_REFERENCE})+"
_ASSIGN = expression(
    rf"(?:(?:export|override|private|unexport)\s+)*(?P<name>{_NAME})\s*(?:\?|\+|!|:{{1,3}})?="
)
_DEFINE = expression(rf"(?:(?:export|override|private)\s+)*define\s+(?P<name>{_NAME})")
# `if NAME` is automake's (its manual, chapter Conditionals).
_CONDITION = expression(
    r"(ifdef\b|ifndef\b|ifeq\b|ifneq\b|else\b|endif\b|if(?=[ \t]+!?[ \t]*\w+[ \t]*(?:#.*)?$))"
)
_WORDS = expression(r"(?:-?include|sinclude|vpath|export|unexport|override|load|undefine)\b")
_RULE = expression(rf"(?P<targets>(?:[^\t#:=$\\]|\\.|{_REFERENCE})+?)\s*(?:&?::?)(?![=:])")
_TARGET = expression(rf"(?:[^\s$]|{_REFERENCE})+")

_MAKING = r"^(?:[^\t#:=\n]*[ \t])?{name}(?:[ \t][^:=\n]*)?[ \t]*:(?!=)"
_ASKING = r"^[^\s#:=][^#:=\n]*:{{1,2}}(?:[^#=\n]*[ \t])?{name}(?=[ \t]|$)"
_NO_GOAL = expression(r"\.(?!.*/)|.*%")
_PHONY = expression(r"\.PHONY[ \t]*:{1,2}[ \t]*(?P<target>[^\s#:=]+)[ \t]*(?:#.*)?")


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
            stripped = text.lstrip("\ufeff").strip()
            recipe = text.startswith("\t") and rule >= 0
            condition = None if recipe else _CONDITION.match(stripped)
            if not stripped or (stripped.startswith("#") and not recipe):
                last = line
            elif condition is not None:
                self._condition(condition[1], (line, last), open_, chains, faults)
                if condition[1] == "endif" and rule >= 0 and self._within(units[rule], chains):
                    units[rule] = replace(units[rule], last=last)
            elif recipe:
                faults += _misread(stripped, line)
                units.append(Unit("recipe", line, last))
                units[rule] = replace(units[rule], last=last)
            elif (define := _DEFINE.match(stripped)) is not None:
                last = self._endef(line)
                units.append(Unit("variable", line, last, (define["name"],)))
            else:
                units.append(self._unit(stripped, line, last))
                rule = len(units) - 1 if units[-1].kind == "rule" else -1
                if text.startswith("\t") and not _stands_alone(stripped, units[-1]):
                    faults.append(SyntaxFault(line, "a line of a recipe belongs to no rule"))
            line = last + 1
        faults += [SyntaxFault(rows[0][1], f"`{rows[0][0]}` has no `endif`") for rows in open_]
        ordered = tuple(sorted(chains, key=lambda chain: chain.span.start))
        return tuple(sorted(units, key=lambda u: (u.first, -u.last))), ordered, tuple(faults)

    def _within(self, rule: Unit, chains: Sequence[Chain]) -> bool:
        """Tell whether the conditional that was closed last begins among the lines of a recipe."""
        return bool(chains) and self._span(rule).holds(chains[-1].arms[0].header)

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
            targets = tuple(_TARGET.findall(ruled["targets"]))
            own = _ASSIGN.match(text[ruled.end() :].lstrip())
            if own is not None:
                return Unit("variable", first, last, tuple(f"{target}.{own['name']}" for target in targets))
            return Unit("rule", first, last, targets)
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
            whole = Span(arms[0].span.start, self._code_end(lines[1]))
            chains.append(Chain(arms[0].keyword, whole, arms))

    def _code_end(self, line: int) -> int:
        start = self.source.line_start(line)
        return start + len(self.lexis.masked[start : self.source.line_end(line)].rstrip(" \t\r#"))

    def _arm(self, word: str, first: int, last: int, end: int) -> Arm:
        start = self.source.line_start(first) + len(self.source.indent(first))
        behind = self.source.line_end(last)
        stop = self.source.line_end(end) if end > last else behind
        return Arm(word, Span(start, stop), Span(start, behind), Span(min(behind + 1, stop), stop))

    def _span(self, unit: Unit) -> Span:
        text = self.source.line_text(unit.first)
        start = self.source.line_start(unit.first) + len(text) - len(text.lstrip(" \t\ufeff"))
        return Span(start, max(start, self._code_end(unit.last)))

    # answers

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = []
        for unit in self._read[0]:
            span = self._span(unit) if unit.names else Span(0, 0)
            start = self._attached_start(unit, span) if unit.names else 0
            for name in unit.names:
                found.append(Definition(name, unit.kind, span, start, multiple=len(unit.names) > 1))
        return tuple(found)

    def _attached_start(self, unit: Unit, span: Span) -> int:
        """Return where the comments above a unit begin, and a `.PHONY` of its own name that touches it."""
        start = self.attached_start(span.start)
        above = self.source.line_at(start) - 1
        if unit.kind != "rule" or above < 1 or self.phony_at(above) not in unit.names:
            return start
        return self.attached_start(self.source.line_start(above))

    def phony_at(self, line: int) -> str | None:
        """Return the one target that a line declares phony, and does nothing else."""
        found = _PHONY.fullmatch(self.source.line_text(line).lstrip("\ufeff"))
        return found["target"] if found is not None else None

    def decorates(self, line: int) -> bool:
        """Tell whether a line declares the target phony that the rule below it makes."""
        below = line + 1
        while below <= self.source.line_count and self._is_comment(below):
            below += 1
        rule = next((unit for unit in self._read[0] if unit.first == below and unit.kind == "rule"), None)
        return rule is not None and self.phony_at(line) in rule.names

    def _is_comment(self, line: int) -> bool:
        return self.source.line_text(line).lstrip("\ufeff").startswith("#")

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost rule, line of a recipe, assignment, directive or conditional around a span."""
        for chain in self._conditionals.around(span):
            if any(each.holds(span) for each in self._directives(chain)):
                return Construct("conditional", chain.span, self.attached_start(chain.span.start))
        unit = self._units.innermost(span)
        if unit is None:
            return None
        place = self._span(unit)
        return Construct(unit.kind, place, self._attached_start(unit, place), ", ".join(unit.names))

    @cached_property
    def _units(self) -> Nest[Unit]:
        return Nest(self._read[0], self._span)

    @cached_property
    def _conditionals(self) -> Nest[Chain]:
        return Nest(self._read[1], attrgetter("span"))

    def body_at(self, span: Span) -> Body | None:
        """Return none: a rule without a recipe is one."""
        return None

    def _directives(self, chain: Chain) -> list[Span]:
        """Return the lines of a conditional's own: its headers and its `endif`."""
        line = self.source.line_at(chain.span.end - 1)
        last = self.source.line_start(line) + len(self.source.indent(line))
        return [*(arm.header for arm in chain.arms), Span(last, chain.span.end)]

    @cached_property
    def _recipe_lines(self) -> frozenset[int]:
        recipes = (unit for unit in self._read[0] if unit.kind == "recipe")
        return frozenset(line for unit in recipes for line in range(unit.first, unit.last + 1))

    def keeps_indent(self, line: int) -> bool:
        """Tell whether a line is one of a recipe: its tab is what makes it one."""
        return line in self._recipe_lines

    def chains(self) -> Sequence[Chain]:
        """Return the conditionals with their arms."""
        return self._read[1]

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a rule or an assignment by the grammar; where that knows it not, by its tabs."""
        if extent not in ("statement", "definition"):
            return None
        core = self.core(span)
        held = [each for each in self._units.around(core) if self.core(self._span(each)) == core]
        unit = held[-1] if held else None
        whole = unit is not None or any(chain.span == core for chain in self._conditionals.around(core))
        if not whole:
            return Disagreement("the range", core, "make's lines", None)
        node = self.root.descendant_for_byte_range(core.start, core.end - 1) if core else None
        while node is not None and self.code_of(node).start == core.start:
            if self.code_of(node).end == core.end and not node.has_error:
                return "the grammar begins and ends it at the same places"
            node = node.parent
        return "what follows it is indented by no tab" if unit is not None and self._ends(unit) else None

    def _ends(self, unit: Unit) -> bool:
        below = unit.last + 1
        while below <= self.source.line_count and (
            self.source.is_blank(below) or self.source.line_text(below).lstrip().startswith("#")
        ):
            below += 1
        return below > self.source.line_count or not self.source.line_text(below).startswith("\t")

    def straddles(self, span: Span) -> Span | None:
        """Return the unit, or the conditional, that a deletion would cut."""
        core = self.core(span)
        for unit in self._units.meeting(core) if core else ():
            place = self.core(self._span(unit))
            if place.meets(core) and not core.holds(place) and not self._is_part(unit, core):
                return place
        for chain in self._conditionals.meeting(core) if core else ():
            cut = any(core.meets(each) for each in self._directives(chain))
            if cut and not core.holds(chain.span):
                return chain.span
        return None

    def _is_part(self, unit: Unit, core: Span) -> bool:
        """Tell whether a span may leave a unit: lines of a recipe, words of a line, never what names it."""
        text, place = self.source.text, self._span(unit)
        if unit.kind == "rule":
            header = self.source.line_end(self._last_joined(unit.first))
            if core.start > header or core.end > header:
                return core.start > header  # each line of a recipe is a unit of its own
            place = Span(place.start, min(place.end, header))
        before, behind = text[place.start : core.start], text[core.end : place.end]
        if (not before and behind.startswith("\n")) or not before + behind:
            return False
        if before.rstrip().endswith("\\") and not behind.strip():
            return False  # what comes after it would be joined to the line above
        if unit.kind == "recipe" or _DEFINE.match(before):
            return True
        left = self._unit(before + behind, unit.first, unit.last)
        return left.kind == unit.kind and (unit.kind == "rule" or left.names == unit.names)

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._read[2], *(self._described(node) for node in errors_in(self.root)))

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a conditional that is never closed, or an error of the grammar's near the spans."""
        return next(iter(self._read[2]), None) or super().fault_around(spans)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what asks for the rules in some spans, and which rule a bare `make` makes: the first without a dot or a `%`."""
        text = self.source.text
        rules = [self._span(unit).start for unit in self._read[0] if unit.kind == "rule"]
        starts = {start for start in rules for span in spans if span.start <= start < span.end}
        names = (
            n for u in self._read[0] if u.kind == "rule" and self._span(u).start in starts for n in u.names
        )
        yield from led_to(text, names, spans, _MAKING, _ASKING, "asks for")
        if "\n.DEFAULT_GOAL" in f"\n{text}":
            return
        goals = [u for u in self._read[0] if u.kind == "rule" and u.names and not _NO_GOAL.match(u.names[0])]
        if goals:
            whole = Span(0, len(self.source.text))
            yield Meaning(Span(0, 0), whole, "what `make` makes by itself", f"`{goals[0].names[0]}`", DOUBT)

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where a variable is referred to, or a target is a prerequisite."""
        own = {definition.span.start for definition in self.definitions_called(name)}
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", self.source.text):
            if match.start() not in own and self.lexis.is_code(match.start()):
                yield Span(*match.span())


def _misread(text: str, line: int) -> Iterator[SyntaxFault]:
    """Yield a fault for a line that the shell would get and that is surely meant for make.

    A tab makes a line one of the recipe above, however far above that is.
    """
    assigned = _ASSIGN.match(text)
    condition = _CONDITION.match(text)
    if (assigned is not None and assigned.group()[len(assigned["name"]) :][:1].isspace()) or (
        condition is not None and condition[1] not in ("else", "if")
    ):
        yield SyntaxFault(line, f"`{text[:60]}` is read as a line of a recipe")


def _stands_alone(text: str, unit: Unit) -> bool:
    """Tell whether a line that begins with a tab needs no rule: make reads it like any other then."""
    return unit.kind != "directive" or text.startswith("$") or _WORDS.match(text) is not None


def build(source: SourceFile, language: Language) -> MakeSyntax:
    """Return a makefile."""
    return MakeSyntax(source, language)
