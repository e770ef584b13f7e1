"""A byte-order mark before a file's first line changes nothing: not what stands there, nor what `^` finds."""

import pytest

from patcher import load_plan, locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"
MARK = "\ufeff"
KEPT = [
    pytest.param("a.toml", "# one\n# two\n\nx = 1\n", {"comment": "two"}, "x = 1\n", id="toml, comment"),
    pytest.param("a.toml", "[a]\nx = 1\n\n[b]\ny = 1\n", {"section": "a"}, "[b]\ny = 1\n", id="toml, section"),
    pytest.param("a.toml", "x = 1\ny = 1\n", {"definition": "x"}, "y = 1\n", id="toml, definition"),
    pytest.param("a.yaml", "a:\n  b: 1\nc: 2\n", {"definition": "a"}, "c: 2\n", id="yaml, definition"),
    pytest.param("a.yaml", "# one\na: 1\n", {"comment": "one"}, "a: 1\n", id="yaml, comment"),
    pytest.param("a.yaml", "- a: 1\n- b\n", {"item": "^- a"}, "- b\n", id="yaml, item"),
    pytest.param("tsconfig.json", '/* one */\n{"a": 1}\n', {"comment": "one"}, '{"a": 1}\n', id="jsonc, comment"),
    pytest.param("a.md", "# One\n\nText.\n\n# Two\n", {"section": "^One"}, "# Two\n", id="markdown, section"),
    pytest.param("a.md", "- one\n- two\n", {"item": "^- one"}, "- two\n", id="markdown, item"),
    pytest.param("a.rst", "===\nOne\n===\n\nText.\n\n===\nTwo\n===\n", {"section": "One"}, "===\nTwo\n===\n", id="rst, section"),
    pytest.param("a.proto", '// one\n// two\nsyntax = "proto3";\n', {"comment": "two"}, 'syntax = "proto3";\n', id="protobuf"),
    pytest.param("a.sql", "-- one\nSELECT 1;\n", {"comment": "^-- one$"}, "SELECT 1;\n", id="sql"),
    pytest.param("a.css", "/* one\n two */\np {\n  a: b;\n}\nq {\n  c: d;\n}\n", {"definition": "p"}, "q {\n  c: d;\n}\n", id="css"),
    pytest.param("a.tf", 'a "b" {\n  c = 1\n}\nd = 1\n', {"statement": '^a "b" \\{$'}, "d = 1\n", id="hcl"),
    pytest.param("a.txt", "one\ntwo\n\nthree\n", {"paragraph": "^one$"}, "three\n", id="text, paragraph"),
    pytest.param("a.txt", "one\n  two\nthree\n", {"block": "^one$"}, "three\n", id="text, block"),
    pytest.param("a.txt", "one\ntwo\n", {"line": "^one$"}, "two\n", id="text, line"),
    pytest.param("a.txt", "one\n\ntwo\n", {"line": "^$"}, "one\ntwo\n", id="text, an empty line"),
    pytest.param("a.py", "# one\nimport os\n", {"comment": "^# one$"}, "import os\n", id="python"),
]  # fmt: skip


def without(folder, path, text, selector):
    ((extent, anchor),) = selector.items()
    (folder / path).write_bytes(text.encode())
    edit = f"      - file: {path}\n        delete: {{{extent}: '{anchor}'}}\n"
    (folder / "p.plan").write_text(HEAD + edit, encoding="utf-8")
    (step,) = locate(load_plan(folder / "p.plan"), folder, plain=True).steps
    return step.after.read(path).decode()


@pytest.mark.parametrize(("path", "text", "selector", "expected"), KEPT)
def test_what_stands_on_the_first_line(path, text, selector, expected, tmp_path):
    assert without(tmp_path, path, text, selector) == expected
    assert without(tmp_path, path, MARK + text, selector) == MARK + expected
