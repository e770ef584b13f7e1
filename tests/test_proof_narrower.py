"""A statement whose anchor one part of it alone holds: the statement goes, and the part is told."""

import pytest

from patcher import load_plan, locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"
TABLE = 'print(1)\nJOBS = [\n    Job("fill", every=60),\n    # slow\n    Job("drain", every=3600),\n]\n'
CALL = 'p.add(\n    "--fill",\n    kind=int,\n)\np.go()\n'
NESTED = 'p.add(\n    "--fill",\n    among=[\n        "a",\n        "b",\n    ],\n)\np.go()\n'
KEYS = 'a = 1\nlist = [\n    "keep",\n    "drop",  # why\n]\n'
HEADED = "def run(\n    first,\n    drain=None,\n):\n    first()\n    return first\n\n\nstart()\n"
TOLD = [
    pytest.param(
        "a.py", TABLE, r"Job\(.drain.", "JOBS", ("5", r"entry: 'Job\(.drain.'"), id="a row of a table"
    ),
    pytest.param(
        "a.py", TABLE, "# slow", "JOBS", ("4", "comment: '# slow'"), id="a comment between two rows"
    ),
    pytest.param("a.py", NESTED, '"b"', "", ("5", "entry: '\"b\"'"), id="a list that is passed to a call"),
    pytest.param("a.py", HEADED, "drain=None", "run", ("3", "entry: 'drain=None'"), id="a parameter"),
    pytest.param(
        "a.toml", KEYS, '"drop"', "list", ("4", "entry: '\"drop\"'"), id="an element of a key's value"
    ),
]
NONE = [
    pytest.param("a.py", TABLE, "^JOBS", "JOBS", id="the first line"),
    pytest.param("a.py", CALL, '"--fill"', "", id="what is passed to a call"),
    pytest.param("a.py", 'JOBS = [\n    "drain",\n]\n', "drain", "JOBS", id="the only row"),
    pytest.param("a.py", 'JOBS = ["fill", "drain"]\n', "drain", "JOBS", id="a row on the first line"),
    pytest.param("a.py", HEADED, "return first", "", id="a statement in a body"),
]


def located(folder, path, text, anchor, removes):
    (folder / path).write_text(text)
    names = f", removes: [{removes}]" if removes else ""
    quoted = anchor.replace("'", "''")
    edit = f"      - {{file: {path}, delete: {{statement: '{quoted}'}}{names}}}\n"
    (folder / "p.yaml").write_text(HEAD + edit)
    (row,) = locate(load_plan(folder / "p.yaml"), folder, plain=True).steps[0].edits[0].ranges
    return row


@pytest.mark.parametrize(("path", "text", "anchor", "removes", "doubt"), TOLD)
def test_the_part_is_told_with_what_takes_it_alone(path, text, anchor, removes, doubt, tmp_path):
    row = located(tmp_path, path, text, anchor, removes)
    assert len(row.located.lines) > 2
    assert [(str(d.lines), d.key) for d in row.doubts if d.why.startswith("it alone")] == [doubt]
    assert {d.goes for d in row.doubts} == {True}


@pytest.mark.parametrize(("path", "text", "anchor", "removes"), NONE)
def test_where_nothing_else_can_be_meant_nothing_is_told(path, text, anchor, removes, tmp_path):
    assert located(tmp_path, path, text, anchor, removes).doubts == ()
