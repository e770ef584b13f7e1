"""A range that is not what its selector says is refused, whoever found it."""

import pytest
from edit_plans import delete, select

from patcher.finder import locate_edit
from patcher.proof.edges import edge_fault
from patcher.record import replace
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import language_of, syntax_of

PYTHON = """\
# about nothing

# about f
@once
def f(a, b):
    '''Doc.

    Second paragraph,
    of two lines.
    '''
    if a:
        return [
            1,
        ]
    elif b:
        call(a,
             b)
    # The rest.
    else:
        return 2
    # of f

import os
import sys
"""
MARKDOWN = """\
intro

# One

- a
- b
  more
- c

<!-- about two -->
## Two

text

# Three
"""
FILES = {"a.py": PYTHON, "a.md": MARKDOWN, "a.txt": "one\ntwo\n\nthree\n"}


def located(path, **keys):
    source = SourceFile(path, FILES[path].encode())
    syntax = syntax_of(source, language_of(path))
    (found,) = locate_edit(delete(**keys), [syntax])
    return syntax, select(**keys), found


def moved(syntax, found, first, last):
    """Return a range at other lines, its anchor where it was, what is attached above as before."""
    span = syntax.source.span_of(LineRange(first, last))
    start = max(span.start, found.core.start) if found.span.start < found.core.start else span.start
    return replace(found, span=span, core=Span(start, span.end), lines=LineRange(first, last))


EXTENTS = [
    pytest.param("a.py", {"definition": "f"}, id="definition"),
    pytest.param("a.py", {"definition": "f", "attached": False}, id="definition without what is attached"),
    pytest.param("a.py", {"statement": "return 2"}, id="statement"),
    pytest.param("a.py", {"import_": "os"}, id="import"),
    pytest.param("a.py", {"entry": "1"}, id="entry"),
    pytest.param("a.py", {"branch": "elif"}, id="branch"),
    pytest.param("a.py", {"line": "import os"}, id="line"),
    pytest.param("a.py", {"line": "import os", "plus": 1}, id="line and the next"),
    pytest.param("a.py", {"lines": (2, 3)}, id="lines"),
    pytest.param("a.py", {"text": "call"}, id="text"),
    pytest.param("a.py", {"marker": "call(<"}, id="marker"),
    pytest.param("a.py", {"block": "if a:"}, id="block"),
    pytest.param("a.py", {"comment": "about nothing"}, id="comment"),
    pytest.param("a.py", {"paragraph": "Second"}, id="paragraph"),
    pytest.param("a.txt", {"paragraph": "one"}, id="paragraph of a text"),
    pytest.param("a.md", {"section": "Two"}, id="section"),
    pytest.param("a.md", {"item": "- b"}, id="item"),
    pytest.param(
        "a.py", {"start": select(line="import os"), "through": select(line="import sys")}, id="from"
    ),
]


@pytest.mark.parametrize(("path", "keys"), EXTENTS)
def test_what_the_finder_gives_is_what_the_selector_says(path, keys):
    assert edge_fault(*located(path, **keys)) is None


@pytest.mark.parametrize(
    ("path", "keys", "lines", "says"),
    [
        pytest.param("a.py", {"definition": "f"}, (2, 21), "neither a comment that touches nor", id="a blank line above"),
        pytest.param("a.py", {"definition": "f"}, (4, 21), "comment on line 3 touches it", id="its comment stays"),
        pytest.param("a.py", {"definition": "f"}, (5, 21), "line 4 decorates it", id="its decorator stays"),
        pytest.param("a.py", {"definition": "f"}, (3, 20), "comment on line 21 is indented deeper", id="its last comment stays"),
        pytest.param("a.py", {"definition": "f"}, (3, 22), "line 22 is blank", id="a blank line below"),
        pytest.param("a.py", {"definition": "f"}, (6, 21), "does not stand in it", id="without its header"),
        pytest.param("a.py", {"definition": "f", "attached": False}, (3, 21), "line 3 is no code", id="its comment goes"),
        pytest.param("a.py", {"statement": "return 2"}, (18, 20), "line 18 is no code", id="a comment above a statement"),
        pytest.param("a.py", {"statement": "return 2"}, (19, 20), "line 19 belongs to what it stands in", id="a header above a statement"),
        pytest.param("a.py", {"statement": "return 2"}, (20, 21), "comment on line 21", id="a comment below a statement"),
        pytest.param("a.py", {"import_": "os"}, (23, 24), "another import", id="two imports"),
        pytest.param("a.py", {"import_": "os"}, (24, 24), "does not stand in it", id="the import below"),
        pytest.param("a.py", {"branch": "elif"}, (14, 17), "line 14 belongs to what stands above", id="of the arm above"),
        pytest.param("a.py", {"branch": "elif"}, (15, 16), "not hold the whole arm", id="a part of an arm"),
        pytest.param("a.py", {"branch": "elif"}, (15, 18), "comment on line 18 belongs to", id="the comment of the arm below"),
        pytest.param("a.py", {"branch": "elif"}, (15, 19), "stands below the arm", id="the header of the arm below"),
        pytest.param("a.py", {"line": "import os"}, (23, 24), "not the line that matches", id="a line more"),
        pytest.param("a.py", {"line": "import os", "plus": 1}, (23, 23), "not the line that matches", id="a line less"),
        pytest.param("a.py", {"lines": (2, 3)}, (2, 4), "not lines 2-3", id="other lines"),
        pytest.param("a.py", {"marker": "call(<"}, (15, 17), "line 15 is not the marker's line", id="above a marker"),
        pytest.param("a.py", {"marker": "call(<"}, (16, 16), "not closed by line 16", id="a marker's closer stays"),
        pytest.param("a.py", {"marker": "call(<"}, (16, 18), "closed on line 17", id="below a marker's closer"),
        pytest.param("a.py", {"block": "if a:"}, (10, 14), "line 10 is not the line that matches", id="above a block"),
        pytest.param("a.py", {"block": "if a:"}, (11, 13), "line 14 closes", id="a block's closer stays"),
        pytest.param("a.py", {"block": "if a:"}, (11, 12), "would stay", id="a block's lines stay"),
        pytest.param("a.py", {"block": "if a:"}, (11, 15), "line 15 is indented no deeper", id="below a block"),
        pytest.param("a.py", {"comment": "about nothing"}, (1, 2), "line 2 is blank", id="a blank line below a comment"),
        pytest.param("a.py", {"comment": "about nothing"}, (1, 3), "not of one run", id="two comments"),
        pytest.param("a.py", {"comment": "about nothing"}, (1, 4), "something else than comment", id="code with a comment"),
        pytest.param("a.py", {"paragraph": "Second"}, (7, 9), "line 7 is blank", id="a blank line of a docstring"),
        pytest.param("a.py", {"paragraph": "Second"}, (8, 8), "line 9 belongs to the same", id="a part of a paragraph"),
        pytest.param("a.py", {"paragraph": "Second"}, (8, 10), "outside of the text", id="the docstring's delimiter"),
        pytest.param("a.txt", {"paragraph": "one"}, (1, 1), "line 2 belongs to the same", id="a part of a text's paragraph"),
        pytest.param("a.txt", {"paragraph": "one"}, (1, 3), "line 3 is blank", id="a blank line behind a paragraph"),
        pytest.param("a.md", {"section": "Two"}, (9, 14), "line 9 is not the line", id="above a section"),
        pytest.param("a.md", {"section": "Two"}, (10, 13), "blank line 14 belongs to the section", id="its blank line stays"),
        pytest.param("a.md", {"item": "- b"}, (5, 7), "line 5 is not the item's first", id="the item above"),
        pytest.param("a.md", {"item": "- b"}, (6, 6), "line 7 is indented deeper", id="a part of an item"),
        pytest.param("a.py", {"start": select(line="import os"), "through": select(line="import sys")}, (22, 24), "ends are on lines 23 and 24", id="above what it is from"),
    ],
)  # fmt: skip
def test_a_range_that_is_shifted_is_not(path, keys, lines, says):
    syntax, selector, found = located(path, **keys)
    assert says in (edge_fault(syntax, selector, moved(syntax, found, *lines)) or "nothing")


@pytest.mark.parametrize(
    ("keys", "grown", "says"),
    [
        pytest.param({"text": "call"}, (0, 1), "not what the pattern matches", id="a letter more"),
        pytest.param({"entry": "1"}, (0, 1), "not one element", id="its comma"),
        pytest.param({"entry": "1"}, (0, 2), "begins or ends with a blank", id="the line end"),
        pytest.param({"entry": "b(?=\\):)"}, (0, 1), "not one element", id="the closer of its list"),
        pytest.param({"entry": "a(?=,\\n)"}, (-1, 0), "not one element", id="the opener of its list"),
        pytest.param({"entry": "a(?=,\\n)"}, (3, 9), "does not stand in it", id="another element"),
    ],
)
def test_a_span_that_is_shifted_is_not(keys, grown, says):
    syntax, selector, found = located("a.py", **keys)
    span = Span(found.span.start + grown[0], found.span.end + grown[1])
    wrong = edge_fault(syntax, selector, replace(found, span=span, core=span))
    assert says in (wrong or "nothing")


def test_a_definition_of_another_name_is_not_what_was_asked_for():
    syntax, _, found = located("a.py", definition="f")
    assert "`f`, which was not asked for" in (edge_fault(syntax, select(definition="g"), found) or "")


def test_an_import_of_another_name_is_not_what_was_asked_for():
    syntax, _, found = located("a.py", import_="os")
    assert "another name" in (edge_fault(syntax, select(import_="sys"), found) or "")


@pytest.mark.parametrize(
    ("first", "says"),
    [
        pytest.param("#!/usr/bin/env python3", None, id="a line for the system"),
        pytest.param("# -*- coding: utf-8 -*-", None, id="a line for Python"),
        pytest.param("  # of another column", None, id="another column"),
        pytest.param("# about f", "comment on line 1 touches it", id="a comment"),
    ],
)
def test_a_comment_above_that_belongs_to_nobody(first, says):
    source = SourceFile("a.py", f"{first}\ndef f():\n    pass\n".encode())
    syntax = syntax_of(source, language_of("a.py"))
    (found,) = locate_edit(delete(definition="f", attached=False), [syntax])
    wrong = edge_fault(syntax, select(definition="f"), found)
    assert (wrong is None) if says is None else says in (wrong or "nothing")


@pytest.mark.parametrize(
    ("first", "says"),
    [
        pytest.param(
            "/* about\n   f */", "comment on line 2 touches it", id="it begins where the definition does"
        ),
        pytest.param("  /* about\nother */", None, id="it begins in another column"),
    ],
)
def test_a_comment_of_several_lines_is_told_by_where_it_begins(first, says):
    source = SourceFile("a.js", f"{first}\nfunction f() {{\n}}\n".encode())
    syntax = syntax_of(source, language_of("a.js"))
    (found,) = locate_edit(delete(definition="f", attached=False), [syntax])
    wrong = edge_fault(syntax, select(definition="f"), found)
    assert (wrong is None) if says is None else says in (wrong or "nothing")
