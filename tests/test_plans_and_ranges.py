"""Plans that are wrong, by code, line and column; ranges by extent, by the bytes that they leave; exit statuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from patcher import PatcherError, build
from patcher.spec import parse_plan, plan_digest

HEAD = "patcher: 1\nplan: p\ntitle: t\nauthor: {name: A B, email: a@example.org}\ndate: 2026-05-14T09:00:00+10:00\n"
STEP = HEAD + "steps:\n  - id: a\n    subject: s\n    edits:\n"
GOOD = STEP + "      - delete: {line: x}\n        file: f\n"
PATCHER = str(Path(sys.executable).with_name("patcher"))


@pytest.mark.parametrize(
    ("plan", "code", "line", "column"),
    [
        pytest.param("a: [", "yaml-syntax", 2, 1, id="an open bracket"),
        pytest.param(GOOD.replace("patcher: 1", "patcher: 2"), "bad-value", 1, 10, id="another version"),
        pytest.param(GOOD + "titel: x\n", "unknown-key", 12, 1, id="an unknown key"),
        pytest.param(GOOD + "title: x\n", "duplicate-key", 12, 1, id="a key twice"),
        pytest.param(GOOD.replace("plan: p", "plan: P Q"), "bad-value", 2, 7, id="no slug"),
        pytest.param(
            GOOD.replace("{line: x}", "{line: '('}"),
            "bad-regex",
            10,
            25,
            id="a pattern that does not compile",
        ),
        pytest.param(
            GOOD.replace("{line: x}", '{line: "\\bx"}'), "control-character", 10, 24, id="a backspace"
        ),
        pytest.param(
            GOOD.replace("{line: x}", "{line: [x]}"), "unquoted-regex", 10, 24, id="an unquoted pattern"
        ),
        pytest.param(GOOD.replace("{line: x}", "{line: '(?R)'}"), "bad-regex", 10, 25, id="recursion"),
        pytest.param(GOOD.replace("{line: x}", "{line: '(?w)x'}"), "bad-regex", 10, 25, id="the flag w"),
        pytest.param(
            GOOD.replace("{line: x}", "{line: x, text: y}"), "conflicting-keys", 10, 27, id="two anchors"
        ),
        pytest.param(GOOD.replace("{line: x}", "{nth: 1}"), "missing-key", 10, 17, id="no anchor"),
        pytest.param(
            GOOD.replace("{line: x}", "{marker: 'x('}"), "bad-marker", 10, 26, id="a marker without <"
        ),
        pytest.param(
            GOOD.replace("{line: x}", "{lines: 1-2}"), "missing-key", 10, 25, id="lines without expect"
        ),
        pytest.param(GOOD.replace("{line: x}", "{from: x}"), "missing-key", 10, 17, id="one end"),
        pytest.param(
            GOOD.replace("file: f", "file: ../f"), "unsafe-path", 11, 15, id="a path that leads out"
        ),
        pytest.param(GOOD.replace("file: f", "file: .GIT/f"), "unsafe-path", 11, 15, id="git's own folder"),
        pytest.param(GOOD.replace("file: f", "file: /f"), "unsafe-path", 11, 15, id="an absolute path"),
        pytest.param(GOOD.replace("        file: f\n", ""), "missing-key", 10, 9, id="no file"),
        pytest.param(GOOD + "        count: 0\n", "bad-value", 12, 16, id="a count of none"),
        pytest.param(GOOD + "        allow: [nope]\n", "bad-value", 12, 16, id="an unknown code"),
        pytest.param(GOOD + "        mode: 755\n", "conflicting-keys", 12, 9, id="a key of another action"),
        pytest.param(
            GOOD.replace("subject: s", "subject: '[x] s'"),
            "message-would-change",
            8,
            14,
            id="a bracketed subject",
        ),
        pytest.param(GOOD.replace("id: a", "id: &a a"), "yaml-feature", 7, 9, id="an anchor of YAML"),
        pytest.param(GOOD.replace("id: a", "id: !x a"), "yaml-feature", 7, 9, id="a tag"),
        pytest.param(GOOD + "\x0c", "yaml-character", 12, 1, id="a form feed"),
        pytest.param(GOOD + "---\na: b\n", "yaml-feature", 12, 1, id="two documents"),
        pytest.param(GOOD.replace("2026-05-14T09:00:00+10:00", "yesterday"), "bad-value", 5, 7, id="no date"),
        pytest.param("- a\n", "wrong-type", 1, 1, id="a list"),
        pytest.param("a: " + "[" * 90, "yaml-limit", 1, 67, id="too deep"),
    ],
)
def test_a_wrong_plan_is_refused_at_its_place(plan, code, line, column):
    with pytest.raises(PatcherError) as caught:
        parse_plan(plan.encode(), "p.yaml")
    assert caught.value.exit_code == 2
    found = [(p.code, p.plan.line, p.plan.column) for p in caught.value.problems]
    assert (code, line, column) in found


@pytest.mark.parametrize(("value", "told"), [("'true'", "without quotes"), ("yes", "not `yes`")])
def test_a_boolean_is_a_bare_word(value, told):
    with pytest.raises(PatcherError) as caught:
        parse_plan((GOOD + f"        optional: {value}\n").encode(), "p.yaml")
    assert [p.message for p in caught.value.problems] == [f"`optional` takes `true` or `false`, {told}"]


def test_all_mistakes_come_at_once():
    plan = GOOD.replace("plan: p", "plan: P").replace("file: f", "fil: f").replace("{line: x}", "{lin: x}")
    with pytest.raises(PatcherError) as caught:
        parse_plan(plan.encode(), "p.yaml")
    assert {p.plan.line for p in caught.value.problems} >= {2, 10, 11}
    assert any(p.hint == "did you mean `line`?" for p in caught.value.problems)


def test_the_digest_is_of_what_is_said():
    other = "# a comment\n" + GOOD.replace("{line: x}", "\n          line:   'x'")
    digests = [
        plan_digest(parse_plan(t.encode(), p))
        for t, p in ((GOOD, "a"), (other, "b"), (GOOD.replace("x}", "y}"), "a"))
    ]
    assert digests[0] == digests[1] != digests[2]


PY = '''\
import os
TABLE.update({
    "a": f(1, [2]),  # }
    "b": """
})
""",
})


def one(x):
    """Doc.

    Second part.
    More.

    Third.
    """
    return x


# about two
@cache
def two(
    x,
    y,
):
    return x
'''

C = 'int f(int a)\n{\n\tif (a) {\n\t\tg("}");\n\t} else {\n\t\th();\n\t}\n}\n\nint g(void)\n{\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "edit", "gone"),
    [
        pytest.param(
            "a.py", PY, "{marker: 'TABLE.update(<'}", (2, 7), id="a marker past strings and comments"
        ),
        pytest.param("a.py", PY, "{definition: two}", (21, 27), id="a definition with comment and decorator"),
        pytest.param("a.py", PY, "{paragraph: Second}", (13, 14), id="a paragraph in a docstring"),
        pytest.param(
            "a.py", PY, "{from: '# about', through: {line: 'return x', nth: -1}}", (21, 27), id="from through"
        ),
        pytest.param(
            "a.py",
            PY,
            "{line: 'return x', nth: 1, within: {definition: two}}",
            None,
            id="within: a body left empty",
        ),
        pytest.param("a.py", PY, "{line: 'y,', within: {definition: two}}", (25, 25), id="within"),
        pytest.param(
            "a.py",
            "def load():\n    return 1\n\n\nclass A:\n    def load(self):\n        return 2\n\n    size = 3\n",
            "{definition: '(A\\.)?load', within: {definition: A}}",
            (6, 7),
            id="within: one that stands before it",
        ),
        pytest.param("a.py", PY, "{import: os}", (1, 1), id="an import"),
        pytest.param("a.py", PY, "{block: '^def one'}", None, id="a block that names nothing"),
        pytest.param("a.c", C, "{block: 'if \\(a\\)'}", None, id="a closer that opens more"),
        pytest.param("a.c", C, "{marker: '\\tif (a) {<'}", None, id="a marker whose closer opens more"),
        pytest.param("a.md", "# A\n\ntext\n\n## B\n\nb\n\n# C\n", "{section: '^B$'}", (5, 8), id="a section"),
        pytest.param("a.md", "- a\n- b\n  more\n- c\n", "{item: '^- b'}", (2, 3), id="an item"),
        pytest.param(
            "a.toml", "a = [\n  1, # one\n  2,\n]\n", "{entry: '1'}", (2, 2), id="an entry with its comment"
        ),
        pytest.param("a.txt", "a\nb\nc\n", "{line: '^b$'}", (2, 2), id="a line"),
        pytest.param("a.txt", "a\nb\nb\n", "{line: '^b$'}", None, id="two lines"),
        pytest.param("a.txt", "a\nb\nc\n", "{definition: b}", None, id="a definition in plain text"),
    ],
)
def test_the_lines_that_go(tmp_path, name, text, edit, gone):
    (tmp_path / name).write_text(text)
    removes = "        removes: ['.*']\n" if "through" in edit else ""
    plan = parse_plan((STEP + f"      - delete: {edit}\n        file: {name}\n{removes}").encode(), "p.yaml")
    if gone is None:
        with pytest.raises(PatcherError) as caught:
            build(plan, tmp_path, output=None)
        assert caught.value.exit_code == 1
        return
    step = build(plan, tmp_path, output=None).steps[0]
    rows = step.edits[0].ranges[0].located.lines
    assert (rows.first_line, rows.last_line) == gone
    kept = text.split("\n")
    left = [row for row in [*kept[: gone[0] - 1], *kept[gone[1] :]] if row.strip()]
    assert [row for row in step.after.read(name).decode().split("\n") if row.strip()] == left


def run(*arguments, cwd):
    return subprocess.run([PATCHER, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(("lint", "p.yaml"), 0, "", id="a good plan"),
        pytest.param(("lint", "bad.yaml"), 2, "--> bad.yaml:", id="a bad plan"),
        pytest.param(("lint", "none.yaml"), 3, "cannot be read", id="no plan"),
        pytest.param(("lnit",), 2, "did you mean `lint`?", id="a misspelt command"),
        pytest.param(("locate", "p.yaml", "--dir"), 0, "", id="locate"),
        pytest.param(("locate", "p.yaml", "--step", "b"), 2, "unknown-step", id="an unknown step"),
        pytest.param(
            ("locate", "p.yaml", "--base", "HEAD"), 3, "not-a-repository", id="a revision of no repository"
        ),
        pytest.param(("build", "p.yaml", "--check"), 1, "series-stale", id="nothing built yet"),
        pytest.param(
            ("build", "p.yaml", "-o", "foreign"), 1, "folder-foreign", id="a folder of somebody else"
        ),
        pytest.param(("show", "p.yaml"), 1, "patch-unreadable", id="no patch"),
        pytest.param(("apply", "p.yaml"), 3, "not-a-repository", id="apply without a repository"),
    ],
)
def test_exit_statuses(tmp_path, arguments, status, said):
    (tmp_path / "p.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(GOOD.replace("line", "lime"))
    (tmp_path / "f").write_text("x\n")
    (tmp_path / "foreign" / "p").mkdir(parents=True)
    (tmp_path / "foreign" / "p" / "mine").write_text("x")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_failing_build_leaves_the_old_folder_and_json_says_why(tmp_path):
    (tmp_path / "p.yaml").write_text(GOOD)
    (tmp_path / "f").write_text("x\ny\n")
    assert run("build", "p.yaml", cwd=tmp_path).returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "patches" / "p").iterdir()}
    assert run("build", "p.yaml", "--check", cwd=tmp_path).returncode == 0
    (tmp_path / "f").write_text("y\n")
    done = run("build", "p.yaml", "--format", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert [error["code"] for error in document["errors"]] == ["anchor-not-found"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "patches" / "p").iterdir()} == before


@pytest.mark.parametrize("command", ["lint", "locate", "brief", "build", "verify", "apply", "show", "schema"])
def test_every_command_has_help_with_examples_and_statuses(command, tmp_path):
    done = run(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("\n") <= 60
    assert "Examples:" in done.stdout
    assert "Exit status:" in done.stdout
