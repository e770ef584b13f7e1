"""Shell: where a command ends by its words, what is left open, where double quotes end."""

import pytest

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Disagreement
from patcher.syntax.shell_words import Scan, readable
from patcher.syntax.text import lexicon_of


def code_of(text):
    return readable(Lexis(SourceFile("a.sh", text.encode()), lexicon_of(language_of("a.sh"))))


ENDS = [
    pytest.param("echo a\necho b\n", "echo a", id="a command ends with its line"),
    pytest.param("echo a; echo b\n", "echo a", id="or before its semicolon"),
    pytest.param("a &&\n  # why\n  b |\n  c\nd\n", "a &&\n  # why\n  b |\n  c", id="lists and pipes go on"),
    pytest.param("a \\\n  b\nc\n", "a \\\n  b", id="a backslash joins lines"),
    pytest.param("if a; then\n b\nelse\n c\nfi | sort\nd\n", "if a; then\n b\nelse\n c\nfi | sort", id="if"),
    pytest.param(
        "for x in if do; do\n echo done\ndone < f\nd\n", "for x in if do; do\n echo done\ndone < f", id="for"
    ),
    pytest.param("while a; do b; done; c\n", "while a; do b; done", id="while on a line"),
    pytest.param(
        "case $1 in\n a|b) ;;\n (fi) x ;;\nesac\nc\n", "case $1 in\n a|b) ;;\n (fi) x ;;\nesac", id="case"
    ),
    pytest.param(
        "f()\n{\n :\n} >&2\ng\n", "f()\n{\n :\n} >&2", id="a function whose brace is on the next line"
    ),
    pytest.param("function f\n{ :; }\ng\n", "function f\n{ :; }", id="a function by its word"),
    pytest.param("a=(\n if\n)\nb\n", "a=(\n if\n)", id="an array holds words, no commands"),
    pytest.param("x=${d%%[<{(]*}\ny\n", "x=${d%%[<{(]*}", id="brackets in a pattern of an expansion"),
    pytest.param("[[ $a =~ ^(x[)]) ]] && b\nc\n", "[[ $a =~ ^(x[)]) ]] && b", id="a pattern of a test"),
    pytest.param("((x = (1 << 2)))\ny\n", "((x = (1 << 2)))", id="arithmetic"),
    pytest.param(
        "cat <<E &&\n} fi\nE\nb\nc\n", "cat <<E &&\n} fi\nE\nb", id="a list goes on behind a here-document"
    ),
    pytest.param('a "$(b "c\nd" e)" f\ng\n', 'a "$(b "c\nd" e)" f', id="quotes in a substitution in quotes"),
    pytest.param("a; }\n", "a", id="the end of the body around"),
    pytest.param("if a; then b\n", None, id="an `if` that never ends"),
]


@pytest.mark.parametrize(("text", "want"), ENDS)
def test_a_command_ends_where_its_words_and_brackets_say(text, want):
    end = Scan(code_of(text), 0).statement_end()
    assert (None if end is None else text[:end]) == want


FAULTS = [
    pytest.param("if a; then b; fi\n{ c; }\n", [], id="whole"),
    pytest.param("echo if then fi done }\n", [], id="words that are arguments"),
    pytest.param("if a; then\n b\n", ["`if` is never closed by a `fi`"], id="no fi"),
    pytest.param("a\nfi\n", ["`fi` closes nothing that is open"], id="no if"),
    pytest.param("f() {\n if a; then b\n}\n", ["`}` closes nothing that is open"], id="one inside the other"),
    pytest.param("a\n;;\n", ["`;;` stands outside a `case`"], id="no case"),
    pytest.param("for x in a; do b; fi\n", ["`fi` closes nothing that is open"], id="the wrong word"),
]


@pytest.mark.parametrize(("text", "want"), FAULTS)
def test_words_that_are_left_open_are_faults(text, want):
    assert [message for _, message in Scan(code_of(text), 0).faults()] == want


def test_the_grammar_and_the_words_must_agree():
    # the grammar takes the two lines of this pipe and what follows for one command
    text = "a |\n    b \\\n    | c\ncat <<E\nE\n"
    syntax = syntax_of(SourceFile("a.sh", text.encode()), language_of("a.sh"))
    found = syntax.statement_at(Span(text.index("b"), text.index("b") + 1))
    assert found is not None
    assert isinstance(syntax.confirm(found.span, "statement"), Disagreement)


def test_a_here_document_below_what_the_command_goes_on_with_is_used_code_too():
    text = "helper() { :; }\ncat <<EOF |\n$(helper) and helper\nEOF\nsort\n"
    syntax = syntax_of(SourceFile("a.sh", text.encode()), language_of("a.sh"))
    assert not syntax.faults()
    assert [syntax.source.line_at(span.start) for span in syntax.uses("helper")] == [3]


def test_a_change_of_a_file_with_such_a_here_document_is_read_afresh():
    text = "f() {\n  cat <<EOF |\n( text\nEOF\n  sort\n}\n"
    before = syntax_of(SourceFile("a.sh", text.encode()), language_of("a.sh"))
    assert [d.name for d in before.definitions()] == ["f"]
    at = text.index("sort")
    after = syntax_of(SourceFile("a.sh", text.replace("sort", "uniq").encode()), language_of("a.sh"))
    after.follow(before, [(Span(at, at + 4), "uniq")])
    assert [(d.name, d.span) for d in after.definitions()] == [(d.name, d.span) for d in before.definitions()]
