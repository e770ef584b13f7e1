"""`CFamilySyntax`: a file of C or C++, its preprocessor's lines beside its tree."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.cfamily.change import Change, applied
from patcher.syntax.cfamily.macros import changes_in
from patcher.syntax.cfamily.places import initialised
from patcher.syntax.cfamily.reading import Reading, first_arms, is_even, reading_of
from patcher.syntax.grammar import GrammarSyntax
from patcher.syntax.grammar.layout import Layout
from patcher.syntax.grammar.parse import errors_in, holding, narrowed, parse, parsed, parser_of, shallow
from patcher.syntax.lexis import Lexis, whole_word
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import (
    Arm,
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Element,
    SyntaxFault,
    Use,
)
from patcher.syntax.nest import Nest
from patcher.syntax.preprocessor import Directive, names_asked

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_ROUNDS = 3  # how often a file is read again for macros that the tree shows
_MACRO = expression(r"#[ \t]*define(?:[ \t]|\\\n)+(\w+)")
_EXPORTS = expression(
    r"\n[ \t]*\w*(?:EXPORT|SYMBOL|ALIAS)\w*[ \t]*\([ \t]*(\w+)[ \t]*[,)][^\n;{]*;?[ \t]*(?=\n|\Z)"
)


class ReadLexis(Lexis):
    """A file's brackets as its grammar sees them: without directives and arms that are not read."""

    def __init__(self, lexis: Lexis, reading: Reading) -> None:
        super().__init__(lexis.source, lexis.lexicon)
        self.__dict__["masked"] = reading.masked


class CFamilySyntax(GrammarSyntax):
    """A file of C or C++."""

    # reading

    @cached_property
    def reading(self) -> Reading:
        """What of the file is code, without the preprocessor's lines."""
        return reading_of(self.source, self.lexis)

    @cached_property
    def read(self) -> str:
        """The text that the grammar reads, as long as the file's own."""
        return applied(self.reading.text, changes_in(self.reading.masked))

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree; its byte offsets are those of the text."""
        before, self._before = self._before, None
        data = narrowed(self.read)
        tree = None
        if before is not None and isinstance(before[0], CFamilySyntax):
            tree = shallow(self.source, _again(before[0], data))
        if tree is None or tree.root_node.has_error:
            tree = parse(self.grammar, self.source, data)
        parser = parser_of(self.grammar.package, self.grammar.entry)
        for _ in range(_ROUNDS):
            changes = list(self._missed(tree.root_node)) if tree.root_node.has_error else []
            if not changes:
                break
            data = narrowed(applied(data.decode("ascii"), changes))
            tree = shallow(self.source, parsed(parser, data))
        return tree

    def _missed(self, root: Node) -> Iterator[Change]:
        """Yield how calls are to be read that the grammar takes for statements without their `;`."""
        for node in errors_in(root):
            call = node.parent
            if node.type != ";" or not node.is_missing or call is None or call.type != "expression_statement":
                continue
            end = call.end_byte
            text = self.text_of(call)
            following = call.next_named_sibling
            word = re.match(r"\w+", text)
            if word is None or (not text.endswith(")") and word.end() != len(text)):
                continue
            if following is not None and following.type == "compound_statement" and len(word.group()) >= 5:
                yield Change(call.start_byte, "while".ljust(len(word.group())))
            elif self.reading.masked[end : end + 1] in (" ", "\t", "\n"):
                yield Change(end, ";")

    # the preprocessor's lines

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self.reading.directives]

    def directive_at(self, offset: int) -> Directive | None:
        """Return the directive that an offset stands in."""
        index = bisect_right(self._starts, offset) - 1
        found = self.reading.directives[index] if index >= 0 else None
        return found if found is not None and offset <= found.end else None

    def _is_read(self, offset: int) -> bool:
        """Tell whether the grammar reads what stands at an offset."""
        return self.directive_at(offset) is None and not self.is_left_out(offset)

    def is_left_out(self, offset: int) -> bool:
        """Tell whether an offset stands in an arm that is not read: its brackets do not fit those of the others."""
        return bool(self._dropped.innermost(Span(offset, offset + 1)))

    @cached_property
    def _dropped(self) -> Nest[Span]:
        return Nest(self.reading.dropped, lambda span: span)

    @cached_property
    def _conditions(self) -> Nest[Chain]:
        return Nest(self.reading.chains, attrgetter("span"))

    def _macros(self) -> Iterator[Definition]:
        for each in self.reading.directives:
            match = _MACRO.match(self.source.text, each.start) if each.word == "define" else None
            if match is not None:
                span = Span(each.start, self._line_end(each))
                yield Definition(match[1], "macro", span, self.attached_start(span.start))

    def _line_end(self, directive: Directive) -> int:
        """Return where a directive ends with its comments, which may run over further lines."""
        return directive.start + len(self.source.text[directive.start : directive.end].rstrip(" \t\r\n\\"))

    def _code_end(self, directive: Directive) -> int:
        masked = self.lexis.masked[directive.start : directive.end]
        return directive.start + len(masked.rstrip(" \t\r\n#\\"))

    # what the base asks of a language

    def place(self, node: Node) -> Span:
        """Return a node's place, and with it the directives around that belong to it alone."""
        return self._with_chains(super().place(node))

    def _with_chains(self, span: Span) -> Span:
        """Return a span with the chains that reach out of it and hold no other code there."""
        read = self.reading.masked
        for chain in self._conditions.onwards(span.start):
            if chain.span.start >= span.end:
                break
            if any(arm.body.holds(span) for arm in chain.arms):
                continue
            start, end = min(span.start, chain.span.start), max(span.end, chain.span.end)
            if not (read[start : span.start] + read[span.end : end]).strip(" \t\r\n#"):
                span = Span(start, end)
        return span

    def holder_of(self, node: Node) -> Hashable:
        """Return what tells the body, and in it the arm, that holds a definition."""
        code = self.code_of(node)
        around = self._conditions.around(code)
        arms = [arm.span.start for chain in around for arm in chain.arms if arm.body.holds(code)]
        return super().holder_of(node), *arms

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found = [self._exported(each) for each in super()._definitions]
        found += self._macros()
        return tuple(sorted(found, key=lambda each: (each.span.start, -each.span.end)))

    def _exported(self, definition: Definition) -> Definition:
        """Return a function with the line directly below that exports it by name."""
        match = _EXPORTS.match(self.source.text, definition.span.end)
        if definition.kind != "function" or definition.parts or match is None or match[1] != definition.name:
            return definition
        from dataclasses import replace

        return replace(definition, span=Span(definition.span.start, match.end()))

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost statement that holds a span; a directive is one, and an `#if` through its `#endif`."""
        directive = self.directive_at(span.start)
        if directive is None:
            return super().statement_at(span)
        place = Span(directive.start, self._code_end(directive))
        if directive.word in _OPENING:
            chain = self._chain_from(directive.start)
            if chain is None or not chain.span.holds(span):
                return None
            place = chain.span
        elif span.end > directive.end or directive.word in _CONDITIONS:
            return None
        return Construct(
            f"#{directive.word}",
            place,
            self.attached_start(place.start),
            self.source.text[place.start : place.end].split("\n")[0],
        )

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a list; nothing in a directive is one."""
        return super().element_at(span) if self._is_read(span.start) else None

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost body that may not be left empty: of a construct, or of a chain's arm."""
        known = super().body_at(span) if self._is_read(span.start) else self._lone_around(span)
        held = ((c, arm) for c in self._conditions.around(span) for arm in c.arms if arm.body.holds(span))
        chain, arm = next(held, (None, None))
        if chain is None or arm is None or (known is not None and arm.body.holds(known.span)):
            return known
        statements = self._statements_of(arm)
        whole = chain.span if len(chain.arms) == 1 else arm.span
        label = self.source.text[arm.header.start : arm.header.end].split("\n")[0]
        return Body(Construct(arm.keyword, whole, whole.start, label, arm.body), arm.body, statements)

    def _chain_from(self, offset: int) -> Chain | None:
        around = self._conditions.around(Span(offset, offset + 1))
        return next((chain for chain in around if chain.span.start == offset), None)

    def _lone_around(self, span: Span) -> Body | None:
        """Return the body that a statement without braces is, whose `#if` and `#endif` a span begins at."""
        chain = self._chain_from(span.start)
        for arm in chain.arms if chain is not None else ():
            inside = self.core(arm.body)
            known = (
                super().body_at(Span(inside.start, inside.start + 1)) if self._is_read(inside.start) else None
            )
            if known is not None and arm.body.holds(known.span):
                return known
        return None

    def _statements_of(self, arm: Arm) -> tuple[Span, ...]:
        """Return the statements and directives that stand directly in an arm."""
        node = holding(self.root, self.core(arm.body))
        while node.parent is not None and arm.body.holds(self.code_of(node)):
            node = node.parent
        inside = [
            self.place(child)
            for child in node.named_children
            if child.type not in self.grammar.comments and arm.body.holds(self.code_of(child))
        ]
        lines = [Span(each.start, each.end) for each in self.reading.directives]
        inside += (
            each for each in lines if arm.body.holds(each) and not any(one.holds(each) for one in inside)
        )
        return tuple(sorted(inside, key=lambda each: each.start))

    @cached_property
    def _chains(self) -> tuple[Chain, ...]:
        both = [*super()._chains, *self.reading.chains]
        return tuple(sorted(both, key=lambda chain: (chain.span.start, -chain.span.end)))

    # proof

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm by brackets and lines of the code that is read, or by a directive's own lines."""
        core = self.core(span)
        directive = self.directive_at(core.start)
        if directive is not None and core.start == directive.start and directive.word not in _CONDITIONS:
            return self._confirm_directive(directive, core)
        if directive is not None and extent == "statement" and directive.word in _OPENING:
            return self._confirm_chain(directive, core)
        if extent not in ("statement", "definition"):
            return super().confirm(span, extent)
        exported = _EXPORTS.search(self.source.text[core.start : core.end])
        if exported is not None and extent == "definition" and exported.end() == core.end - core.start:
            core = self.core(Span(core.start, core.start + exported.start()))
        if not is_even(self._first_arms, core):
            return Disagreement("the code that is read", core, "the first arm of each `#if`", None)
        return super().confirm(self._without_conditions(core), extent)

    @cached_property
    def _first_arms(self) -> str:
        return first_arms(self.lexis, self.reading)

    def _without_conditions(self, span: Span) -> Span:
        """Return a span without the directives at its two ends."""
        read = self.reading.masked[span.start : span.end]
        start = span.start + len(read) - len(read.lstrip(" \t\r\n#"))
        return Span(start, max(start, span.start + len(read.rstrip(" \t\r\n#"))))

    def layout(self) -> Layout:
        """Return the second witness, which sees what the grammar reads."""
        return Layout(self.source, self.read_lexis, self.grammar.newline_ends)

    @cached_property
    def read_lexis(self) -> ReadLexis:
        """The file's brackets and commas without directives, and without arms that are not read."""
        return ReadLexis(self.lexis, self.reading)

    def _confirm_directive(self, directive: Directive, core: Span) -> str | Disagreement:
        """Confirm a directive by its lines: all but the last end with a backslash, or inside a comment."""
        line = self.source.line_at(core.start)
        while line < self.source.line_count and not self.source.is_blank(line + 1):
            joined = self.source.line_text(line).endswith("\\")
            if not joined and not self.lexis.inside(self.source.line_end(line)):
                break
            line += 1
        if line == self.source.line_at(self._line_end(directive)):
            return "its lines are joined by backslashes or a comment, and the next one is not"
        end = max(core.start, self.source.line_end(line))
        return Disagreement("the directive", core, "its backslashes", Span(core.start, end))

    def _confirm_chain(self, directive: Directive, core: Span) -> str | Disagreement:
        """Confirm a chain by counting the lines that open and close one."""
        depth = 0
        for match in _CONDITION.finditer(self.lexis.masked, directive.line_start):
            depth += -1 if match[1] == "endif" else 1
            if not depth:
                if match.start() < core.end <= self.source.line_end(self.source.line_at(match.end())):
                    return "as many `#if` as `#endif` stand in it, for the first time at its end"
                end = max(core.start, match.end())
                return Disagreement("the chain", core, "lines of `#if`", Span(core.start, end))
        return Disagreement("the chain", core, "lines of `#if`", None)

    def straddles(self, span: Span) -> Span | None:
        """Return the node, or the preprocessor's chain or line, that removing a span would cut through."""
        core = self.core(span)
        first, behind = bisect_right(self._starts, core.start), bisect_left(self._starts, core.end)
        for each in self.reading.directives[max(0, first - 1) : behind] if core else ():
            place = Span(each.start, self._code_end(each))
            if place.meets(core) and not core.holds(place) and not place.holds(core):
                return place
        for chain in self._conditions.meeting(core) if core else ():
            if not core.holds(self.core(chain.span)) and not self._in_arm(chain, core):
                return chain.span
        if not self._is_read(core.start):
            return None
        return super().straddles(span)

    def _in_arm(self, chain: Chain, span: Span) -> bool:
        """Tell whether a span lies inside an arm, or in a directive's own line."""
        return any(
            arm.body.holds(span) or (arm.header.holds(span) and arm.header.start < span.start)
            for arm in chain.arms
        )

    @cached_property
    def _lone(self) -> tuple[SyntaxFault, ...]:
        line_at, text = self.source.line_at, self.source.text
        return tuple(
            SyntaxFault(
                line_at(each.start),
                f"`{text[each.start : each.end].split(chr(10))[0].strip()}` "
                + ("is never closed" if each.word.startswith("if") else "has no `#if`"),
            )
            for each in self.reading.lone
        )

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._lone, *super()._faults)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a directive without its partner, or a fault in the statements that the spans touch."""
        return self._lone[0] if self._lone else super().fault_around(spans)

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield also which names conditions ask for that the file has defined by then, or defines right below."""
        yield from super().meanings(spans)
        yield from names_asked(self.source, self.reading.directives)
        yield from initialised(self, spans)

    def edge_state(self, offset: int) -> Hashable:
        """Return in which string, brackets and arms an offset stands; a macro's brackets are its own."""
        skip = self.lexis.skip_at(offset) if self.lexis.inside(offset) else None
        quote = "" if skip is None else self.source.text[skip.start : skip.start + 1]
        around = self._conditions.around(Span(offset - 1, offset)) if offset else iter(())
        return quote, self.read_lexis.open_brackets(offset), len(list(around))

    # names

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield the uses of a name; in macros and in arms that are not read, every word of it."""
        found = list(super().uses_of(name, within))
        for span in self.uses(name):
            if not self._is_read(span.start) and (within is None or within.start <= span.start < within.end):
                found.append(self._written(span))
        yield from sorted(found, key=lambda use: use.span.start)

    def _written(self, span: Span) -> Use:
        """Return a use that no grammar has read, by what stands before it: an owner's `::`, a dot, an arrow."""
        before = _BEFORE.search(self.source.text, max(0, span.start - _REACH), span.start)
        if before is None:
            return Use(span, "name")
        return Use(span, "path", before[1]) if before[1] is not None else Use(span, "attribute")

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a name: in macros and in arms that are not read, wherever it is written."""
        found = [each for each in super().uses(name) if self._is_read(each.start)]
        for match in whole_word(name).finditer(self.source.text):
            if self.lexis.is_code(match.start()) and not self._is_read(match.start()):
                directive = self.directive_at(match.start())
                defined = _MACRO.match(self.source.text, directive.start) if directive is not None else None
                if defined is None or defined.start(1) != match.start():
                    found.append(Span(match.start(), match.end()))
        yield from sorted(found, key=lambda span: span.start)


_REACH = 200  # characters before a word in which its owner is looked for
_BEFORE = expression(r"(?:\b([A-Za-z_]\w*)[ \t]*::|\.|->)[ \t]*\Z")
_OPENING = frozenset({"if", "ifdef", "ifndef"})
_CONDITION = expression(r"^[ \t\ufeff]*\x7f[ \t]*(if|ifdef|ifndef|endif)\b", re.MULTILINE)
_CONDITIONS = frozenset({"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif"})


def _again(before: CFamilySyntax, data: bytes) -> Tree:
    """Return the tree of a file that came of another one, reading only what is new between the two."""
    old = narrowed(before.read)
    start = _common(old, data)
    end = _common(old[start:][::-1], data[start:][::-1])
    tree = before.tree.copy()
    tree.edit(
        start,
        len(old) - end,
        len(data) - end,
        _point(old, start),
        _point(old, len(old) - end),
        _point(data, len(data) - end),
    )
    return parsed(parser_of(before.grammar.package, before.grammar.entry), data, tree)


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _point(data: bytes, offset: int) -> tuple[int, int]:
    return data.count(b"\n", 0, offset), offset - data.rfind(b"\n", 0, offset) - 1
