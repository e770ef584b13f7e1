"""Shell: functions, top-level assignments, compound statements with their words for brackets.

POSIX, Shell Command Language, section 2.9, and the words of bash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.bats import Test, as_functions, tests_in
from patcher.syntax.grammar import Grammar, GrammarSyntax, Named
from patcher.syntax.grammar.parse import narrowed, parse
from patcher.syntax.model import Arm, Chain, Disagreement, Language, SyntaxFault
from patcher.syntax.shell_words import Scan, readable, without_bodies
from patcher.syntax.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

# Behind which word the statements of a body begin, and before which ones they end.
_BEGINS = {
    "if_statement": "then",
    "elif_clause": "then",
    "else_clause": "else",
    "case_item": ")",
    "do_group": "do",
}
_ENDS = frozenset({"elif_clause", "else_clause", "fi", "done", ";;", ";&", ";;&"})
_BLANK = " \t\r\n\f#"


class ShellSyntax(GrammarSyntax):
    """A shell script."""

    grammar = Grammar(
        "tree_sitter_bash",
        defines={"function_definition": "function", "variable_assignment": "variable"},
        bodies=frozenset({"program", "compound_statement", "subshell", *_BEGINS}),
        opens=frozenset({"variable_assignments"}),
        wrappers=frozenset({"declaration_command"}),
        chains={
            "if_statement": "if",
            "case_statement": "switch",
            "for_statement": "for",
            "c_style_for_statement": "for",
            "while_statement": "while",
        },
        arms={"elif_clause": "elif", "else_clause": "else", "case_item": "case"},
        identifiers=frozenset({"command_name", "variable_name", "word"}),
        attributes=frozenset(),
        goes_on=r"(?:then|do|else|elif|fi|done|esac)\b",
    )

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language)
        self._unread: tuple[Span, ...] = ()  # here-documents that the tree does not hold

    @cached_property
    def _tests(self) -> dict[int, Test]:
        """The tests of a bats file by the offset where each begins; none in any other script."""
        return {test.head.start: test for test in tests_in(self.lexis)} if "@test" in self.source.text else {}

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree; the grammar reads the tests of bats as functions.

        It does not see a here-document below whose text the command goes on, and where it loses its
        way none at all.
        """
        text, documents = without_bodies(self.lexis, all_=False)
        tree = self._parsed(text) if documents or self._tests else super().tree
        if tree.root_node.has_error:
            text, others = without_bodies(self.lexis, all_=True)
            again = self._parsed(text)
            if not again.root_node.has_error:
                tree, documents = again, others
        self._unread = tuple(documents)
        return tree

    def _parsed(self, text: str) -> Tree:
        read = as_functions(text, iter(self._tests.values())) if self._tests else text
        return parse(self.grammar, self.source, narrowed(read))

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Remember that this file came of another by changes, if that one was read as it stands."""
        if not (isinstance(before, ShellSyntax) and before._unread):
            super().follow(before, changes)

    def code_of(self, node: Node) -> Span:
        """Return a node's span, with the here-documents that it marks and the grammar has not read."""
        span = super().code_of(node)
        ends = (one.end for one in self._unread if span.start <= one.start < span.end)
        return Span(span.start, max(span.end, *ends, span.end))

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a name, in here-documents behind a `$` or a backquote."""
        found = list(super().uses(name))
        yield from found
        behind = re.compile(rf"(?:\$[({{]?|`)[ \t]*({re.escape(name)})(?!\w)")
        for document in self._unread:
            for match in behind.finditer(self.source.text, document.start, document.end):
                if Span(*match.span(1)) not in found:  # on the line of the mark
                    yield Span(*match.span(1))

    @cached_property
    def _code(self) -> str:
        return as_functions(readable(self.lexis), iter(self._tests.values()))

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a command by reserved words, brackets and separators, which know nothing of the tree."""
        core = self.core(span)
        if extent not in ("statement", "definition") or not core:
            return None
        if self.lexis.inside(core.start) or self.lexis.inside(core.end):
            return None
        end = Scan(self._code, core.start).statement_end()
        if end is not None and self._code[end : core.end].strip(_BLANK) in ("", ";", "&") and end <= core.end:
            return "its words and brackets balance, and a command begins and ends there"
        second = Span(core.start, end) if end is not None else None
        return Disagreement("the syntax tree", core, "words and brackets", second)

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._word_faults, *super()._faults)

    @cached_property
    def _word_faults(self) -> tuple[SyntaxFault, ...]:
        faults = Scan(self._code, 0).faults()
        return tuple(SyntaxFault(self.source.line_at(offset), message) for offset, message in faults)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a word or bracket that is left open, or an error of the grammar's near the spans."""
        return next(iter(self._word_faults), None) or super().fault_around(spans)

    def is_statement(self, node: Node) -> bool:
        """Tell whether a node is a command of a list of commands."""
        return super().is_statement(node) and node.type not in self.grammar.arms

    def statements_start(self, body: Node) -> int:
        """Return where the commands of a body begin: behind `then`, `do`, `else` or a pattern's `)`."""
        word = _BEGINS.get(body.type)
        return next((c.end_byte for c in body.children if c.type == word), body.start_byte)

    def inside(self, body: Node) -> Span:
        """Return what lies between a body's words or brackets."""
        if body.type not in _BEGINS:
            return super().inside(body)
        start = self.statements_start(body)
        ends = (c.start_byte for c in body.children if c.type in _ENDS and c.start_byte >= start)
        return Span(start, next(ends, max(start, self.code_of(body).end)))

    def named(self, node: Node) -> Iterator[Named]:
        """Yield the name of a function or of an assignment that stands by itself."""
        if node.type == "variable_assignment":
            parent = node.parent
            alike = [c for c in parent.named_children if c.type == node.type] if parent is not None else []
            name = node.child_by_field_name("name")
            if name is not None:
                yield Named(
                    self.text_of(name).partition("[")[0], node, len(alike) > 1 and parent != self.root
                )
            return
        test = self._tests.get(node.start_byte)
        if test is not None:
            yield Named(test.name, node, kind="test")
            return
        yield from super().named(node)

    def scope_of(self, node: Node, names: Sequence[Named]) -> str | None:
        """Return no scope: what a function defines is known everywhere once it ran."""
        return None

    def chain(self, node: Node) -> Chain | None:
        """Return a compound command with its arms."""
        if node.has_error:
            return None
        if node.type == "case_statement":
            arms = [self._arm(each, "case") for each in node.named_children if each.type == "case_item"]
        elif node.type == "if_statement":
            clauses = [c for c in node.named_children if c.type in ("elif_clause", "else_clause")]
            arms = [self._arm(node, "if"), *(self._arm(c, self.grammar.arms[c.type]) for c in clauses)]
        else:
            group = next((c for c in node.named_children if c.type == "do_group"), None)
            inner = self.inside(group) if group is not None else None
            whole = self.code_of(node)
            arms = (
                [Arm(_word(node), whole, Span(whole.start, inner.start), inner)] if inner is not None else []
            )
        return Chain(self.grammar.chains[node.type], self.code_of(node), tuple(arms)) if arms else None

    def _arm(self, node: Node, word: str) -> Arm:
        inner = self.inside(node)
        text = self.source.text[inner.start : inner.end]
        code = text.rstrip()
        if "\n" not in text[len(code) :]:
            code = code.removesuffix(";").rstrip()  # it parts the last command from the word behind it
        body = Span(inner.start, inner.start + len(code))
        end = self.code_of(node).end if word == "case" else body.end
        return Arm(word, Span(node.start_byte, end), Span(node.start_byte, inner.start), body)


def _word(node: Node) -> str:
    return node.children[0].type


def build(source: SourceFile, language: Language) -> ShellSyntax:
    """Return a shell script."""
    return ShellSyntax(source, language)
