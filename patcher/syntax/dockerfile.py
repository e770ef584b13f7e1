"""Dockerfile: instructions, and stages from a `FROM` to the next one; read line by line, as docker reads it.

A stage is a definition by its alias, or by its number from 0; arguments and variables are by name.
The grammar knows the words of an exec form, and is the second witness of an instruction. Dockerfile
reference, sections Format, Parser directives and Here-Documents.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.grammar import Grammar, GrammarSyntax
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Language, SyntaxFault
from patcher.syntax.nest import Nest

if TYPE_CHECKING:
    from tree_sitter import Node

_WORDS = frozenset(
    [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ]
)
_WORD = expression(r"[ \t]*([A-Za-z]+)(?=\s|\Z)")
_DIRECTIVE = expression(r"#[ \t]*(\w+)[ \t]*=[ \t]*(\S+)")
_HEREDOC = expression(r"<<(-?)([\"']?)([A-Za-z_]\w*)\2")
_ALIAS = expression(r"\bAS\s+(\S+)\s*\Z", re.IGNORECASE)
_PAIR = expression(r"([\w.-]+)=(?:\"(?:[^\"\\]|\\(?s:.))*\"|'[^']*'|\\(?s:.)|[^\s\"'\\])*")
_NAME = expression(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its word in capitals, its 1-based first and last line, what stands behind the word."""

    word: str
    first: int
    last: int
    rest: str
    heredoc: bool = False


class DockerfileSyntax(GrammarSyntax):
    """A Dockerfile."""

    grammar = Grammar(
        "tree_sitter_dockerfile",
        lists={"json_string_array": "list"},
        identifiers=frozenset({"image_name", "image_alias", "unquoted_string", "variable"}),
        attributes=frozenset(),
    )

    # lines

    @cached_property
    def _directives(self) -> tuple[int, str]:
        """The number of lines of parser directives, and the character that joins lines."""
        line, escape = 1, "\\"
        while line <= self.source.line_count:
            match = _DIRECTIVE.match(self.source.line_text(line).lstrip("\ufeff"))
            if match is None:
                break
            escape = match[2] if match[1].lower() == "escape" else escape
            line += 1
        return line - 1, escape

    @cached_property
    def instructions(self) -> tuple[Instruction, ...]:
        """Every instruction, in order; a comment or a blank line among joined lines is part of them."""
        found, line = [], 1
        while line <= self.source.line_count:
            if self._is_nothing(line):
                line += 1
                continue
            read = self._instruction(line)
            found.append(read)
            line = read.last + 1
        return tuple(found)

    def _is_nothing(self, line: int) -> bool:
        text = self.source.line_text(line).strip(" \t\ufeff").strip()
        return not text or text.startswith("#")

    def _instruction(self, first: int) -> Instruction:
        escape = self._directives[1]
        line, end, pieces = first, first, []
        while line <= self.source.line_count:
            text = self.source.line_text(line).rstrip()
            if line > first and self._is_nothing(line):
                line += 1
                continue
            end = line
            pieces.append(text.removesuffix(escape))
            if not text.endswith(escape):
                break
            line += 1
        joined = " ".join(pieces).lstrip("\ufeff")
        match = _WORD.match(joined)
        word = match[1].upper() if match is not None else ""
        last = self._behind_heredocs(joined, end) if word in ("RUN", "COPY", "ADD", "ONBUILD") else end
        rest = joined[match.end() :].strip() if match is not None else joined
        return Instruction(word, first, last, rest, last > end)

    def _behind_heredocs(self, text: str, line: int) -> int:
        for match in _HEREDOC.finditer(text):
            known = self._rows[bool(match[1])].get(match[3], [])
            at = bisect_right(known, line)
            line = known[at] if at < len(known) else line
        return line

    @cached_property
    def _rows(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The lines of each text, as they stand and without the tabs that they begin with."""
        whole: dict[str, list[int]] = {}
        inner: dict[str, list[int]] = {}
        for line in range(1, self.source.line_count + 1):
            row = self.source.line_text(line).rstrip("\r")
            whole.setdefault(row, []).append(line)
            inner.setdefault(row.lstrip("\t"), []).append(line)
        return whole, inner

    @cached_property
    def _lines(self) -> Nest[Instruction]:
        return Nest(self.instructions, self._span)

    def _span(self, each: Instruction) -> Span:
        start = self.source.line_start(each.first)
        text = self.source.text[start : self.source.line_end(each.last)]
        lead = len(text) - len(text.lstrip(" \t\ufeff"))
        return Span(start + lead, start + len(text.rstrip()))

    # answers

    def attached_start(self, offset: int) -> int:
        """Return where touching comment lines begin; the parser's directives belong to no instruction."""
        first = self._directives[0] + 1
        start = super().attached_start(offset)
        return max(start, self.source.line_start(first)) if first <= self.source.line_count else start

    @cached_property
    def _stages(self) -> tuple[Construct, ...]:
        """The stages, each with the blank lines behind it."""
        froms = [each for each in self.instructions if each.word == "FROM"]
        found = []
        for number, each in enumerate(froms):
            start, end = self._span(each).start, len(self.source.text)
            if number + 1 < len(froms):
                end = self.attached_start(self._span(froms[number + 1]).start)
            alias = _ALIAS.search(each.rest)
            label = alias[1] if alias is not None else str(number)
            found.append(Construct("stage", Span(start, end), self.attached_start(start), label))
        return tuple(found)

    @cached_property
    def _stage_nest(self) -> Nest[Construct]:
        return Nest(self._stages, attrgetter("span"))

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found, kept = list[Definition](), Names(self.source).kept
        for stage in self._stages:
            code = self.source.text[stage.span.start : stage.span.end].rstrip()
            span = Span(stage.span.start, stage.span.start + len(code))
            found.append(Definition(stage.label, "stage", span, stage.attached_start))
        for each in self.instructions:
            names = _names(each)
            if not names:
                continue
            span = self._span(each)
            around = self._stage_nest.innermost(span)
            held = "" if around is None else f"{around.label}."
            start = self.attached_start(span.start)
            kind = "argument" if each.word == "ARG" else "environment"
            found += [Definition(kept(held + n), kind, span, start, multiple=len(names) > 1) for n in names]
        return tuple(sorted(found, key=lambda d: (d.span.start, -d.span.end)))

    def sections(self) -> Sequence[Construct]:
        """Return the stages."""
        return self._stages

    def statement_at(self, span: Span) -> Construct | None:
        """Return the instruction around a span, with the lines that are joined to it and its here-documents."""
        each = self._lines.innermost(span)
        if each is None:
            return None
        place = self._span(each)
        return Construct(each.word, place, self.attached_start(place.start), each.word)

    def body_at(self, span: Span) -> Body | None:
        """Return none: no instruction has a body."""
        return None

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where a variable is referred to with a `$`, or a stage by `FROM` or `from=`."""
        for match in re.finditer(
            _USED.format(name=f"(?P<name>{re.escape(name)})"), self.source.text, re.MULTILINE
        ):
            if self.lexis.kind_at(match.start("name")) != "comment":
                yield Span(*match.span("name"))

    # proof

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield which stage each reference to one means: the one of a number, counted from 0, or of an alias."""
        starts = [stage.span.start for stage in self._stages]
        named: dict[str, list[int]] = {}
        for index, stage in enumerate(self._stages):
            named.setdefault(stage.label.lower(), []).append(index)
        for match in _REFERS.finditer(self.source.text):
            if self.lexis.kind_at(match.start()) == "comment":
                continue
            name, own = match["name"].lower(), bisect_right(starts, match.start()) - 1
            at = bisect_left(named.get(name, ()), own) - 1
            number = int(name) if name.isdigit() else named[name][at] if at >= 0 else own
            found = self._from_line(number) if number < own else None
            yield self._stage_meant(Span(*match.span("name")), found)

    def _from_line(self, stage: int) -> Span:
        each = self._lines.innermost(Span(start := self._stages[stage].span.start, start + 1))
        assert each is not None
        return self._span(each)

    def _stage_meant(self, named: Span, stage: Span | None) -> Meaning:
        text, line = self.source.text, self.source.line_at(named.start)
        number = text[named.start : named.end].isdigit()
        header = None if stage is None else text[stage.start : stage.end].split("\n")[0]
        return Meaning(
            named,
            Span(0, len(text)),
            f"what `{self.source.line_text(line).strip()[:60]}` takes from",
            f"`{header}`" if header else "no stage" if number else "an image of that name",
            remedy="name the stage by an alias in an earlier step" if number else None,
            target=stage,
        )

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm an instruction by the grammar where it understands it, a stage by its first words."""
        core = self.core(span)
        if extent == "entry" or not core:
            return super().confirm(span, extent)
        if extent not in ("statement", "definition", "section"):
            return None
        held = [each for each in self._lines.meeting(span) if span.holds(self.core(self._span(each)))]
        if not held or self.core(self._span(held[0])).start != core.start:
            return Disagreement("the range", core, "the lines of instructions", None)
        if held[0].word != "FROM" and len(held) > 1:
            return Disagreement(
                "the range", core, "the lines of instructions", self.core(self._span(held[0]))
            )
        if held[0].word == "FROM" and len(held) > 1:
            more = sum(each.word == "FROM" for each in held)
            return "no other instruction of it is a `FROM`" if more == 1 else None
        node = self.root.descendant_for_byte_range(core.start, core.end)
        if node is None or node.has_error or held[0].heredoc or self._reads_on(node):
            return None  # the grammar knows no here-document, and reads on behind a blank at a line's end
        told = self.code_of(node)
        if node.type == "source_file" or (told.start, told.end) == (core.start, core.end):
            return "the grammar begins and ends it at the same places" if told == core else None
        return Disagreement("the lines of instructions", core, "the grammar", told)

    def _reads_on(self, node: Node) -> bool:
        """Tell whether a line of what the grammar takes for one ends in a blank."""
        lines = self.source.lines_of(self.code_of(node))
        texts = (self.source.line_text(n) for n in range(lines.first_line, lines.last_line + 1))
        return any(text.rstrip("\r").endswith((" ", "\t")) for text in texts)

    def straddles(self, span: Span) -> Span | None:
        """Return the instruction that a deletion would cut, or the stage whose `FROM` alone would go."""
        core = self.core(span)
        for each in self._lines.meeting(core) if core else ():
            place = self.core(self._span(each))
            if place.meets(core) and not core.holds(place) and not self._is_part(each, core):
                return self._span(each)
        for stage in self._stage_nest.beginning_in(core) if core else ():
            first = Span(stage.span.start, stage.span.start + len("FROM"))
            rest = self.core(stage.span)
            if core.holds(first) and not core.holds(rest):
                return stage.span
        return super().straddles(span) if core and self._in_list(core) else None

    def _in_list(self, core: Span) -> bool:
        element = self.element_at(Span(core.start, core.start + 1))
        return element is not None and element.inner.holds(core)

    def _is_part(self, each: Instruction, core: Span) -> bool:
        """Tell whether an instruction may lose a span: never its word, nor the line that the one above goes on with."""
        place, text = self._span(each), self.source.text
        before, behind = text[place.start : core.start], text[core.end : place.end]
        if _WORD.match(before) is None or not (before.split(None, 1)[1:] or behind.strip()):
            return False
        return bool(behind.strip()) or not before.rstrip().endswith(self._directives[1])

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._wrong(), *super()._faults)

    def _wrong(self) -> Iterator[SyntaxFault]:
        for each in self.instructions:
            if each.word not in _WORDS:
                yield SyntaxFault(each.first, f"`{each.word or each.rest[:40]}` is no instruction")
            elif not each.rest:
                yield SyntaxFault(each.first, f"nothing stands behind `{each.word}`")
            if self.source.line_text(each.last).rstrip().endswith(self._directives[1]):
                yield SyntaxFault(each.last, "a line is joined to nothing")

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a line that is no instruction, or an error of the grammar's near the spans."""
        return next(self._wrong(), None) or super().fault_around(spans)


_REFERS = expression(
    r"(?:--from=|--mount=\S*?from=|(?i:^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*))(?P<name>[\w.-]+)(?![\w./:@-])",
    re.M,
)
_USED = r"(?:\$\{{?|--from=|--mount=\S*?from=|(?i:^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*)){name}(?![\w.-])"


def _names(each: Instruction) -> tuple[str, ...]:
    """Return the names that an `ARG` or an `ENV` gives a value."""
    if each.word == "ARG":
        return tuple(
            word.partition("=")[0]
            for word in re.findall(r"[\w.-]+(?:=(?:\"[^\"]*\"|'[^']*'|\S)*)?", each.rest)
        )
    if each.word != "ENV":
        return ()
    pairs = tuple(match[1] for match in _PAIR.finditer(each.rest))
    name = _NAME.match(each.rest)
    if pairs and name is not None and each.rest.startswith(pairs[0] + "="):
        return pairs
    return (name.group(),) if name is not None else ()


def build(source: SourceFile, language: Language) -> DockerfileSyntax:
    """Return a Dockerfile."""
    return DockerfileSyntax(source, language)
