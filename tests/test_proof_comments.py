"""A comment, or a long string, of several lines is whole: no deletion begins or ends in it, and none leaves it open."""

import pytest
from plans import built

from patcher import PatcherError

PLAN = """\
patcher: 1
plan: p
title: t
author: {{name: N, email: n@example.org}}
date: 2026-01-31T12:00:00+00:00
steps:
  - id: one
    subject: s
    edits:
      - {edit}
        file: {path}
"""
C = "int a;\n/* one\n   two\n   three */\nint b;\n"
FILES = [
    pytest.param("a.c", C, id="c"),
    pytest.param("a.proto", C.replace("int", "option x ="), id="a grammar that takes an open comment"),
    pytest.param("a.kt", C, id="no grammar"),
    pytest.param("a.html", "<p>a</p>\n<!-- one\n   two\n   three -->\n<p>b</p>\n", id="html"),
    pytest.param("a.xml", "<r>\n<a/>\n<!-- one\n   two\n   three -->\n<b/>\n</r>\n", id="xml"),
    pytest.param("a.md", "a\n\n<!-- one\n   two\n   three -->\n\nb\n", id="markdown"),
]


def cut(folder, path, text, edit):
    return built(folder, PLAN.format(path=path, edit=edit), {path: text})


def codes(folder, path, text, edit):
    with pytest.raises(PatcherError) as caught:
        cut(folder, path, text, edit)
    return {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(("path", "text"), FILES)
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param("delete: {from: '^   two', through: 'b'}", id="it begins in it"),
        pytest.param("delete: {from: 'a', through: '^   two'}", id="it ends in it"),
        pytest.param("delete: {line: three}", id="its closer"),
    ],
)
def test_a_deletion_that_tears_a_comment_is_refused(path, text, edit, tmp_path):
    assert "cut-across-node" in codes(tmp_path, path, text, f"{edit}\n        removes: ['.*']")


LONG = 'val a = """\n   one\n   two\n"""\nval b = 1\n'


@pytest.mark.parametrize("path", ["a.kt", "a.swift", "a.scala", "a.exs", "a.groovy"])
@pytest.mark.parametrize("edit", ["from: two, through: b", "from: val a, through: two", "line: '^\"'"])
def test_a_deletion_that_tears_a_string_in_three_quotes_is_refused(path, edit, tmp_path):
    assert codes(tmp_path, path, LONG, f"delete: {{{edit}}}") == {"cut-across-node"}


@pytest.mark.parametrize(("path", "text"), FILES)
def test_a_comment_that_would_stay_open_is_refused(path, text, tmp_path):
    closer = "-->" if "-->" in text else "*/"
    edit = f"replace: {{text: ' {closer.replace('*', chr(92) + '*')}'}}\n        with: ''"
    assert codes(tmp_path, path, text, edit) == {"no-longer-parses"}


@pytest.mark.parametrize(("path", "text"), FILES)
def test_a_part_of_a_comment_may_go(path, text, tmp_path):
    after = cut(tmp_path, path, text, "delete: {line: '^   two'}").steps[0].after
    assert after.read(path).decode() == text.replace("   two\n", "")
