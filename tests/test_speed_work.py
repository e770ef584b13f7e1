"""What a run does not do: files read twice, text parsed that no edit touches, git started more than is needed.

Work is counted, never timed; `benchmarks/speed` has the figures.
"""

import ast
import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import pytest

from patcher import build, load_plan, verify
from patcher.cli import VERSION
from patcher.diff import files as diff_files
from patcher.diff.unique import Places
from patcher.errors import Place
from patcher.git import Objects
from patcher.pipeline import files as step_files
from patcher.pipeline import step as steps
from patcher.proof import files
from patcher.proof.lines import Search
from patcher.series import applier
from patcher.series.rows import Rows
from patcher.source import SourceFile, Span
from patcher.source.lines import Lines
from patcher.spec import compile_pattern, patterns, reading
from patcher.spec.patterns import Pattern
from patcher.syntax import registry
from patcher.syntax.lexis import Lexis
from patcher.syntax.python import cuts, definitions, heads, outline, places, units, windows, witness
from patcher.syntax.python import syntax as python_syntax
from patcher.tree import Tree, objects
from patcher.tree import tree as trees

HEAD = """\
patcher: 1
plan: p
title: T
author: {name: A, email: a@example.org}
date: 2026-01-02T00:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
      - file: big.py
        edits:
"""


PYTHON = registry.language_of("big.py")


def functions(number):
    return "".join(
        f"def f{i}(a):\n    # about {i}\n    b = [a, '{i}']\n    return b\n\n\n" for i in range(number)
    )


@pytest.fixture
def world(tmp_path):
    def make(text, edits, checks=""):
        tree = tmp_path / "tree"
        tree.mkdir()
        (tree / "big.py").write_text(text)
        (tree / "other.py").write_text("x = 1\n")
        for arguments in (
            ["init", "-q"],
            ["add", "-A"],
            ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", "-C", str(tree), *arguments], check=True)
        plan = tmp_path / "plan.yaml"
        plan.write_text(HEAD + edits + checks)
        return load_plan(plan), tree

    return make


def counted(monkeypatch, owner, name, size):
    """Count the calls of a function and add up what `size` says of each."""
    real, seen = getattr(owner, name), []

    def counting(*args, **kwargs):
        seen.append(size(*args))
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, counting)
    return seen


def asked_of_git(monkeypatch, *kinds):
    """The ids of the objects that git is asked for: of some kinds, or all."""
    real, seen = Objects.read, []

    def reading(self, ids, kind):
        seen.extend(ids if not kinds or kind in kinds else ())
        return real(self, ids, kind)

    monkeypatch.setattr(Objects, "read", reading)
    return seen


def counted_parsing(monkeypatch):
    """How many characters Python's parser gets, text by text, for a tree or for a yes."""
    seen = counted(monkeypatch, ast, "parse", lambda source, *_: len(source))
    real = units.is_one_statement

    def counting(text):
        seen.append(len(text))
        return real(text)

    monkeypatch.setattr(units, "is_one_statement", counting)
    return seen


def test_only_what_goes_is_parsed(world, monkeypatch):
    text = functions(2000)
    plan, tree = world(text, "          - delete: {definition: 'f(500|1500)'}\n            count: 2\n")
    parsed = counted_parsing(monkeypatch)
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 12
    assert 50 < sum(parsed) < 500  # of 150,000 characters


@pytest.mark.parametrize("number", [20, 2000], ids=["a small file", "a large one"])
def test_no_tree_is_made_of_a_statement_that_the_parser_takes(world, monkeypatch, number):
    plan, tree = world(functions(number), "          - delete: {comment: about 7$}\n")
    trees = counted(monkeypatch, units, "parse", len)
    asked = counted(monkeypatch, units, "is_one_statement", len)
    build(plan, tree, output=None)
    assert not trees
    assert 0 < len(set(asked)) <= 2


def test_the_file_after_a_step_is_not_scanned_again(world, monkeypatch):
    text = functions(2000)
    plan, tree = world(text, "          - delete: {definition: f1000}\n")
    pieces = counted(monkeypatch, outline, "_piece", lambda _text, _start: 1)
    build(plan, tree, output=None)
    assert 2000 <= len(pieces) < 2020


def test_the_words_of_statements_are_taken_over(world, monkeypatch):
    plan, tree = world(functions(2000), "          - delete: {definition: f1000}\n")
    words = counted(monkeypatch, heads.Heads, "_words_of", lambda _heads, _number: 1)
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 6
    assert 2000 <= len(words) < 2020


def test_what_may_import_and_whose_roles_matter_is_taken_over(world, monkeypatch):
    text = "import a\n\n\n" + "".join(
        f"@a.b\ndef f{i}(a):\n    # import {i}\n    return a\n\n\n" for i in range(2000)
    )
    plan, tree = world(text, "          - delete: {definition: f1000}\n")
    roles = counted(monkeypatch, heads.Heads, "below_decorators", lambda *_: 1)
    imports = counted(monkeypatch, heads.Heads, "_may_import", lambda *_: 1)
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 6
    assert 2000 <= len(roles) < 2100
    assert 2000 <= len(imports) < 2100


def test_no_lines_are_counted_for_a_statement_without_a_fault():
    text = functions(2000)
    source = SourceFile("big.py", text.encode())
    syntax = registry.syntax_of(source, PYTHON)
    start = text.index("def f1000(")
    assert not syntax.faults_around([Span(start, start + 1)])
    assert "_byte_lines" not in vars(source)
    broken = SourceFile("big.py", text.replace("def f1000(a)", "def f1000(a").encode())
    fault = registry.syntax_of(broken, PYTHON).fault_around([Span(start, start + 1)])
    assert fault is not None
    assert fault.line == 6001


def test_the_same_before_a_text_on_its_line_is_looked_into_once(monkeypatch):
    decoys = "".join(f"def f{i}():\n    a{i} = '}})' + \"m.update({{\"\n" for i in range(1000))
    text = decoys + "m.update({1: 2})\n"
    lexis = registry.syntax_of(SourceFile("big.py", text.encode()), PYTHON).lexis
    looked = counted(monkeypatch, windows, "code_until", lambda *_: 1)
    assert list(lexis.tokens_of("m.update(", 0, len(text))) == [len(decoys)]
    assert 0 < len(looked) < 5


def test_the_same_line_up_to_a_text_is_asked_about_once_and_no_statement_looked_up(monkeypatch):
    decoys = "".join(f"def f{i}():\n    a = '}})' + \"m.update({{\"\n" for i in range(1000))
    text = decoys + "m.update({1: 2})\n"
    lexis = registry.syntax_of(SourceFile("big.py", text.encode()), PYTHON).lexis
    within = counted(monkeypatch, windows.Windows, "_is_within", lambda *_: 1)
    looked_up = counted(monkeypatch, outline.Blocks, "at", lambda *_: 1)
    assert list(lexis.tokens_of("m.update(", 0, len(text))) == [len(decoys)]
    assert len(within) == 2
    assert 0 < len(looked_up) < 10


def test_the_pieces_are_as_many_for_many_ranges(world, monkeypatch):
    text = functions(600)
    plan, tree = world(text, "          - delete: {definition: 'f\\d*5'}\n            count: 60\n")
    parsed = counted_parsing(monkeypatch)
    pieces = counted(monkeypatch, outline, "_piece", lambda _text, _start: 1)
    build(plan, tree, output=None)
    assert len(pieces) < 600 + 60 * 4
    assert sum(parsed) < 60 * 100


@pytest.mark.parametrize(("edit", "trees"), [("{definition: 'A\\.f\\d*5'}", 0), ("{text: 'a, '}", 6)])
def test_a_method_that_goes_whole_asks_for_no_tree(world, monkeypatch, edit, trees):
    methods = "".join(f"    @d\n    def f{i}(a, b):\n        # c\n        return b\n\n" for i in range(60))
    plan, tree = world(f"class A:\n{methods}x = 1\n", f"          - delete: {edit}\n            count: any\n")
    asked = counted(monkeypatch, cuts, "_in_unit", lambda *_: 1)
    build(plan, tree, output=None)
    assert len(asked) == 10 * trees


def test_a_method_is_confirmed_without_a_look_at_all_others(world, monkeypatch):
    methods = "".join(f"    def f{i}(a):\n        if a:\n            return b\n\n" for i in range(400))
    plan, tree = world(f"class A:\n{methods}", "          - delete: {definition: A.f200}\n")
    placed = counted(monkeypatch, witness, "_placed", lambda *_: 1)
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 4
    assert 0 < len(placed) < 10


def test_what_removes_allows_is_read_once_for_all_that_goes(world, monkeypatch):
    plan, tree = world(
        functions(60),
        "          - delete: {from: {line: '^def f0'}, until: {line: '^def f40'}}\n"
        "            removes: ['f\\d*', 'nothing|f1']\n",
    )
    compiled = counted(monkeypatch, files, "compile_pattern", lambda pattern: pattern)
    build(plan, tree, output=None)
    assert len(compiled) == 4  # to allow, and to see that each named something


METHODS = {
    "quotes and docstrings": '    def f{}(self):\n        """It\'s one."""\n        return \'a\'  # b\n\n',
    "quotes": "    def f{}(self):\n        return 'a'  # b\n\n",
    "neither": "    def f{}(self):\n        return 1\n\n",
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_what_stands_above_a_place_is_not_run_through_for_each_range(world, monkeypatch, method):
    text = "class A:\n" + "".join(method.format(i) for i in range(1200))
    plan, tree = world(text, "          - delete: {definition: 'A\\.f\\d*5'}\n            count: 120\n")
    scanned = counted(monkeypatch, windows, "skips_of", lambda _text, start, end: end - start)
    looked = counted(monkeypatch, windows, "long_strings", lambda _text, start, end: end - start)
    build(plan, tree, output=None)
    assert sum(scanned) < 2 * len(text)
    assert bool(scanned) == any(mark in method for mark in "\"'#")  # on other lines nothing can be a string
    assert 0 < sum(looked) < 2 * len(text)


def test_a_marker_is_looked_for_on_the_lines_that_hold_it(world, monkeypatch):
    text = (
        functions(50)
        + "".join(f"def g{i}():\n    s = '{i} T.update('\n\n\n" for i in range(900))
        + "T.update(\n    1,\n)\n"
    )
    plan, tree = world(text, "          - delete: {marker: 'T.update(<'}\n")
    lines = counted(monkeypatch, windows, "code_until", lambda _text, start, end: end - start)
    scanned = counted(monkeypatch, windows, "skips_of", lambda _text, start, end: end - start)
    looked = counted(monkeypatch, windows, "long_strings", lambda _text, start, end: end - start)
    build(plan, tree, output=None)
    assert 900 * len("'1 ") <= sum(lines) < len(text)
    assert sum(scanned) < 500
    assert 0 < sum(looked) < 500  # of the statement that it stands in; in the others, the line tells


def test_a_comment_is_looked_for_where_its_text_stands(world, monkeypatch):
    text = functions(2000)
    plan, tree = world(text, "          - delete: {comment: '# about 777$'}\n")
    scanned = counted(monkeypatch, Lexis, "_select", lambda lexis, *_: len(lexis.source.text))
    build(plan, tree, output=None)
    assert 0 < sum(scanned) < 1000  # of 170,000 characters


def test_a_line_that_is_asked_about_is_scanned_alone(world, monkeypatch):
    text = functions(2000).replace("return b", "return b  # b's")
    plan, tree = world(text, "          - delete: {definition: 'f\\d*7'}\n            count: 200\n")
    looked = counted(monkeypatch, windows.Windows, "_around", lambda _windows, line: line)
    scanned = counted(monkeypatch, windows, "skips_of", lambda _text, start, end: end - start)
    numbered = counted(monkeypatch, SourceFile, "line_at", lambda _self, _offset: 1)
    build(plan, tree, output=None)
    assert 200 < len(looked) < 200 * 8
    assert len(scanned) < len(looked) / 2  # most lines have no quote, and stand where no string can go on
    assert len(numbered) < 200 * 40
    assert max(scanned) < 30  # no statement, and nothing that goes, is scanned whole


def test_a_name_in_decorators_alone_is_looked_for_in_them(world, monkeypatch):
    body = "    b = [a, 'x']\n" * 20
    gone = "".join(f"@marked(1)\ndef f{i}(a):\n{body}\n\n" for i in range(40))
    text = "from m import marked\n\n\n" + functions(2000) + gone.replace("def f", "def gone_")
    plan, tree = world(text, "          - delete: {definition: 'gone_.*'}\n            count: 40\n")
    parsed = counted(monkeypatch, ast, "parse", lambda source, *_: len(source))
    result = build(plan, tree, output=None)
    assert [orphan.name for orphan in result.steps[0].orphans] == ["marked"]
    assert 40 <= len(parsed) < 60
    assert sum(parsed) < 60 * 50


@pytest.mark.parametrize(("between", "passes"), [("\n\n\n", 0), ("\n", 1)], ids=["by paragraphs", "by lines"])
def test_hunks_with_a_line_of_their_own_are_told_by_one_pass_that_counts(world, monkeypatch, between, passes):
    text = functions(2000).replace("\n\n\n", between)
    plan, tree = world(text, "          - delete: {definition: 'f\\d*7'}\n            count: 200\n")
    by_lines = counted(monkeypatch, Places, "_stretches", lambda _self: 1)
    searched = counted(monkeypatch, Places, "_found", lambda _self, _block, top: top)
    result = build(plan, tree, output=None)
    assert len(result.steps[0].changes) == 1
    assert (len(by_lines), len(searched)) == (passes, 0)


def test_a_file_is_hashed_once_and_twice_by_the_judge_of_its_patch(world, monkeypatch):
    text = functions(300)
    plan, tree = world(text, "          - delete: {definition: f7}\n")
    made = [
        counted(monkeypatch, room, "object_id", lambda kind, data, _hash: (kind, len(data)))
        for room in (trees, diff_files)
    ]
    judged = counted(monkeypatch, applier, "_id", lambda data, _mode, _like: len(data))
    build(plan, tree, output=None)
    after = len(text) - len(functions(1))
    assert [row for rows in made for row in rows if row[0] == "blob"] == [("blob", after)]
    assert judged == [len(text), after]


def test_a_patch_is_read_back_by_runs_of_rows_with_one_sign(world, monkeypatch):
    plan, tree = world(
        functions(2000), "          - delete: {definition: 'f\\d*7'}\n            count: 200\n"
    )
    taken = [counted(monkeypatch, Rows, name, lambda *_: 1) for name in ("take", "take_run")]
    result = build(plan, tree, output=None)
    assert result.steps[0].deleted == 1200
    assert len(taken[0]) < 200 + 30
    assert len(taken[1]) == 200 * 3


def test_a_check_numbers_the_lines_that_count_alone(monkeypatch):
    source = SourceFile("a.py", functions(2000).encode())
    numbered = counted(monkeypatch, SourceFile, "line_at", lambda _self, offset: offset)
    found = Search("about 1(?:00)?$", False, Place("p.yaml", 1, 1)).lines(source, None)
    assert found == ((8, "    # about 1"), (602, "    # about 100"))
    assert len(numbered) == 2  # of 2,000 lines that were looked at


def test_names_are_looked_up_without_a_window_for_each_statement(world, monkeypatch):
    text = functions(2000) + "X = 1\n\n\ndef last():\n    return X\n"
    plan, tree = world(text, "          - delete: {definition: 'f\\d*7'}\n            count: 200\n")
    seen = counted(monkeypatch, heads.Heads, "inside", lambda _self, number: number)
    made = counted(monkeypatch, windows, "Window", lambda _source, _language, span: len(span))
    build(plan, tree, output=None)
    assert 200 <= len(set(seen)) < 450
    assert len(made) < 10


def test_each_object_is_read_once_and_git_is_started_a_few_times(world, monkeypatch):
    plan, tree = world(functions(300), "          - delete: {definition: f7}\n")
    started = []
    real = subprocess.Popen.__init__

    def starting(self, arguments, *args, **kwargs):
        started.append(arguments)
        real(self, arguments, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", starting)
    read = asked_of_git(monkeypatch)
    build(plan, tree, output=None)
    assert len(read) == len(set(read)) == 2  # the root and the one file; the other is not looked at
    assert len(started) <= 2  # where the repository is, and its objects


def test_a_check_reads_a_blob_once_for_all_patterns_and_steps(world, monkeypatch):
    checks = "    checks:\n" + "".join(f"      - absent: 'no such word {i}'\n" for i in range(5))
    plan, tree = world(functions(300), "          - delete: {definition: f7}\n", checks)
    read = asked_of_git(monkeypatch)
    build(plan, tree, output=None)
    assert len(read) == len(set(read)) == 3


@pytest.fixture
def forest(tmp_path):
    """A tree of 600 small files, in six of which something is sought, and a plan's file beside it."""
    tree = tmp_path / "tree"
    for i in range(600):
        path = tree / f"d{i // 100}" / f"m{i}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        sought = "# a stale note\n" if i % 100 == 42 else ""
        path.write_text(f"# file {i}\n{sought}x = {i}\n")
    return tree, tmp_path / "plan.yaml"


@pytest.fixture
def work(monkeypatch):
    """Count the objects that git is asked for, the git commands, and the files that are seen as text."""
    started = []
    real = subprocess.Popen.__init__

    def starting(self, arguments, *args, **kwargs):
        started.append(next(word for word in arguments[1:] if not word.startswith(("-", "/"))))
        real(self, arguments, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", starting)
    blobs = asked_of_git(monkeypatch, b"blob")
    seen = counted(monkeypatch, registry, "import_module", lambda name: name)
    searched = counted(monkeypatch, Search, "lines", lambda _self, source, _syntax: source.path)
    return {"git": started, "blobs": blobs, "seen": seen, "searched": searched}


CHECKS = """\
    checks:
      - absent: 'a stale note'
      - absent: 'another (?:word|note) that is nowhere'
      - count: '^# file 13$'
        equals: 1
  - id: b
    subject: t
    edits:
      - create_file: more.py
        with: 'y = 2'
    checks:
      - absent: 'a stale note'
      - unchanged: '# file 13'
"""


def committed(tree):
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(tree), *arguments], check=True)


FAR = "      - delete: {comment: 'a stale note'}\n        files: ['**/*.py']\n        count: 6\n"


def test_a_comment_that_goes_imports_nothing_and_bodies_without_the_words_define_nothing(world, monkeypatch):
    plan, tree = world("import os\n\n\n" + functions(20), "          - delete: {comment: about 7$}\n")
    imports = counted(monkeypatch, python_syntax, "find_imports", len)
    nested = []
    monkeypatch.setattr(definitions, "NESTED", SimpleNamespace(search=lambda *asked: nested.append(asked)))
    assert build(plan, tree, output=None).steps[0].deleted == 1
    assert not imports
    assert not nested


def test_what_an_edit_names_in_removes_is_looked_for_where_it_names_something(world, monkeypatch):
    rows = [f"          - delete: {{definition: f{i}}}\n" for i in range(0, 100, 2)]
    plan, tree = world(
        functions(100), "".join([*rows, "          - delete: {definition: f1}\n            removes: [f1]\n"])
    )
    asked = counted(monkeypatch, steps, "not_removed", lambda edit, proofs: (edit.removes, len(proofs)))
    assert build(plan, tree, output=None).steps[0].deleted
    assert asked == [(("f1",), 1)]


def test_the_fields_of_a_record_are_told_once_for_a_plans_digest(world, monkeypatch):
    plan, _ = world(functions(1), "".join(f"          - delete: {{definition: f{i}}}\n" for i in range(50)))
    reading._said_by.cache_clear()
    told = counted(monkeypatch, reading, "field_names", lambda kind: kind)
    reading.plan_digest(plan)
    assert len(told) == len(set(told)) < 10


@pytest.mark.parametrize("plain", [False, True], ids=["revision", "directory"])
def test_a_tree_is_searched_once_for_a_whole_plan(forest, work, plain):
    tree, path = forest
    if not plain:
        committed(tree)
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + FAR + CHECKS)
    work["git"].clear()
    result = build(load_plan(path), tree, output=None)
    assert [step.deleted for step in result.steps] == [12, 0]
    # six with the note, eleven with "# file 13" in them; what a step changed is looked at once more
    assert len(work["blobs"]) == (0 if plain else 17)
    assert len(set(work["searched"])) <= 18
    assert len(work["searched"]) <= 17 * 4 + 6 * 4 + 4
    assert len(work["seen"]) <= 6 * 4
    assert work["git"].count("grep") == (0 if plain else 1)
    assert work["git"].count("cat-file") == (0 if plain else 1)


def test_what_is_known_to_be_read_is_asked_for_at_once(forest, monkeypatch):
    tree, path = forest
    committed(tree)
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + FAR)
    asked = counted(monkeypatch, Objects, "_answers", lambda _self, names: len(names))
    seen = counted(monkeypatch, objects, "_entry", lambda row: row)
    build(load_plan(path), tree, output=None)
    assert asked == [1, 1, 6, 6]  # the commit, the root, its folders, of 600 files those that are edited
    assert len(set(seen)) == 4 * 6  # files and folders, as they are and as they become


def test_of_a_tree_that_was_searched_no_path_is_tried_but_what_the_search_names(forest, monkeypatch):
    tree, path = forest
    committed(tree)
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + FAR)
    listed = counted(monkeypatch, Tree, "match", lambda _self, pathspecs: pathspecs)
    tried = []

    def compiled(pathspecs):
        return lambda name: tried.append(name) or trees.compile_pathspecs(pathspecs)(name)

    monkeypatch.setattr(step_files, "compile_pathspecs", compiled)
    build(load_plan(path), tree, output=None)
    assert not listed
    assert len(set(tried)) == 6  # of 600


def test_a_folder_with_the_same_changes_is_written_once(forest, monkeypatch):
    """The tree that a step gives, and the one that its patch gives when it is read back."""
    tree, path = forest
    committed(tree)
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + FAR)
    written = counted(monkeypatch, Tree, "_kept", lambda _self, folder: len(folder.rows))
    build(load_plan(path), tree, output=None)
    assert written == [100] * 6 + [6]


def test_a_name_that_goes_is_looked_for_where_it_stands(forest, work):
    tree, path = forest
    (tree / "d0" / "a.py").write_text("def rare_name():\n    return 1\n\n\ndef other():\n    return 2\n")
    committed(tree)
    edit = "      - delete: {definition: rare_name}\n        file: d0/a.py\n        unreferenced: true\n"
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + edit)
    build(load_plan(path), tree, output=None)
    assert len(work["blobs"]) == 1


def test_a_tree_is_not_searched_for_every_name_anew(forest, work):
    tree, path = forest
    names = [f"rare_name_{letter}" for letter in "abcdefghij"]
    (tree / "d0" / "a.py").write_text("\n\n".join(f"def {name}():\n    return 1\n" for name in names))
    committed(tree)
    edits = [
        f"      - delete: {{definition: {name}}}\n        file: d0/a.py\n        unreferenced: true\n"
        for name in names
    ]
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + "".join(edits))
    build(load_plan(path), tree, output=None)
    assert work["git"].count("grep") <= 4
    assert len(work["blobs"]) == len(set(work["blobs"]))


def test_git_is_asked_twice_a_patch_and_then_for_the_whole_series(forest, work):
    tree, path = forest
    committed(tree)
    path.write_text(HEAD.removesuffix("      - file: big.py\n        edits:\n") + FAR + CHECKS)
    work["git"].clear()
    assert not verify(load_plan(path), tree).problems
    asked = work["git"][work["git"].index("init") :]
    assert asked.count("apply") == 2 + 1  # each patch, and the series back at once
    assert asked.count("write-tree") == 2 + 1
    assert asked.count("read-tree") == 1
    assert len(asked) == 11


def test_the_version_is_that_of_the_package():
    assert version("patcher") == VERSION


def test_a_check_of_lines_looks_at_those_that_hold_its_text(monkeypatch):
    text = "".join(f"line {i} of many\n" for i in range(3000)) + "the last one\nof code # of many"
    source = SourceFile("a.py", text.encode())
    searched = counted(monkeypatch, Pattern, "search_lines", lambda _self, lines, **_limits: len(lines))
    rows = (("line 77 of", 1, 1), ("last|code", 2, 2), ("many$", 3001, 3001), ("(?i)LAST", 1, 3002))
    for pattern, count, tried in rows:
        found = Search(pattern, False, Place("p", 1, 1)).lines(source, None)
        by_line = enumerate(text.split("\n"), 1)
        compiled = compile_pattern(pattern)
        assert found == tuple((number, line) for number, line in by_line if compiled.search(line))
        assert len(found) == count
        assert searched.pop() == tried


def test_lines_are_searched_without_a_look_at_the_clock_for_each(monkeypatch):
    looks = counted(monkeypatch, patterns.time, "process_time", lambda: None)
    lines = ["a b", "c", "b a"] * 100
    assert compile_pattern("^[ab]").search_lines(lines, timeout=1) == [n for n in range(300) if n % 3 != 1]
    assert not looks
    assert compile_pattern(r"(?i)\AA").search_lines(lines, timeout=1) == list(range(0, 300, 3))
    assert looks  # `regex` has a limit, and looks for itself


FRAMES = """
import resource, sys
from patcher.cli.boundary import roomy

exec(f"def leaf(): {'='.join(f'name{i}' for i in range(60))} = 0")
def loop():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(300): leaf()
    worst.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
def at(depth):
    loop() if depth == 0 else at(depth - 1)
def all_depths():
    for depth in range(400): at(depth)
worst = []
(roomy(all_depths) if sys.argv[1:] else all_depths)()
print(max(worst))
"""


def test_no_call_of_a_run_stands_at_the_edge_of_a_chunk_of_frames():
    """Memory that is given back and asked for at each turn of a loop comes with a page fault at each turn."""

    def worst(*words):
        command = [sys.executable, "-c", FRAMES, *words]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    if worst() < 300:
        pytest.skip("this Python keeps its chunks")
    assert worst("roomy") < 300


LOADED = """
import atexit, sys
def told():
    with open("loaded", "w") as file:
        file.write("\\n".join(sys.modules))
atexit.register(told)
from patcher.__main__ import main
main()
"""
NEVER = {
    "dataclasses", "regex", "email", "random", "shutil", "tempfile", "tomllib", "tree_sitter", "unidiff",
    "patcher.codes", "patcher.diff.similarity", "patcher.directory.reader", "patcher.edit.aligned",
    "patcher.edit.carry", "patcher.edit.unwrapping", "patcher.explain", "patcher.finder.arms", "patcher.finder.expected",
    "patcher.finder.misses", "patcher.git.applying", "patcher.git.scratch", "patcher.git.search", "patcher.pipeline.gone",
    "patcher.pipeline.judge", "patcher.pipeline.unreferenced", "patcher.pipeline.whole_files", "patcher.proof.checks",
    "patcher.proof.families", "patcher.proof.homes", "patcher.proof.lines", "patcher.proof.packages", "patcher.proof.rebound",
    "patcher.proof.references", "patcher.proof.refusals", "patcher.report.page", "patcher.series.cover",
    "patcher.series.literal", "patcher.spec.complaints", "patcher.spec.messages",
    "patcher.syntax.python.chains", "patcher.syntax.python.elements",
    "patcher.syntax.python.names", "patcher.syntax.python.torn",
}  # fmt: skip
READING = NEVER | {
    "subprocess", "signal", "hashlib", "ast", "patcher.diff", "patcher.edit", "patcher.finder", "patcher.git", "patcher.handles",
    "patcher.proof", "patcher.series", "patcher.source", "patcher.syntax", "patcher.tree",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "never", "most"),
    [
        (["--version"], READING - {"ast"} | {"yaml", "patcher.spec", "patcher.pipeline"}, 6),
        (["lint", "plan.yaml"], READING - {"ast"}, 30),
        (["build", "plan.yaml", "-C", "tree"], NEVER, 170),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_command_imports_what_it_uses(world, tmp_path, words, never, most):
    edits = "          - delete: {definition: 'f1\\w'}\n            count: any\n          - delete: {comment: about 3}\n"
    world(functions(20), edits)
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], cwd=tmp_path, capture_output=True, text=True
    )
    loaded = (tmp_path / "loaded").read_text().split("\n")
    assert done.returncode == 0, done.stderr
    assert never.isdisjoint(loaded), sorted(never.intersection(loaded))
    assert sum(name.startswith("patcher") for name in loaded) <= most


@pytest.mark.parametrize(
    ("edit", "looks"),
    [
        pytest.param("delete: {definition: 'f\\d*7'}\n            count: 200", 0, id="whole functions"),
        pytest.param("delete: {line: '^    z,$'}", 2, id="a parameter"),  # before and after
    ],
)
def test_whose_parameters_change_is_asked_inside_statements_alone(world, monkeypatch, edit, looks):
    text = functions(2000) + "def last(\n    y,\n    z,\n):\n    return y\n"
    plan, tree = world(text, f"          - {edit}\n")
    looked = counted(monkeypatch, places, "_parameters", lambda _lexis, offset: offset)
    build(plan, tree, output=None)
    assert len(looked) == looks


def test_what_a_comment_names_is_not_looked_up_among_members(world, monkeypatch):
    """A private function goes whose name stands in the comments of a class, and once in its code."""
    notes = "    # _gone went\n" * 500
    text = functions(2000) + f"def _gone():\n    return 1\n\n\nclass Holder:\n{notes}    x = '_gone'\n"
    plan, tree = world(text, "          - delete: {definition: _gone}\n")
    looked = counted(monkeypatch, windows.WindowedLexis, "is_code", lambda _self, offset: offset)
    build(plan, tree, output=None)
    assert len(looked) < 100


def test_the_lines_of_a_file_are_counted_before_the_edits_and_not_after_them(world, monkeypatch):
    """A private function loses its only user, which is told with its line in the file after the edits."""
    text = functions(2000) + "def _left():\n    return 1\n\n\ndef last():\n    return _left()\n"
    plan, tree = world(text, "          - delete: {definition: last}\n")
    whole = counted(monkeypatch, Lines, "_counted", lambda lines: len(lines._content))
    moved = counted(monkeypatch, Lines, "_moved", lambda lines, *_: len(lines._content))
    steps = build(plan, tree, output=None).steps
    assert [size for size in whole if size > 1000] == [len(text)]
    assert len(moved) == 1
    assert "_left" in str(steps)


def test_a_third_of_a_definition_tells_that_no_other_is_similar(world, monkeypatch):
    rows = "".join(f"    only_{'x' * number} = {number}\n" for number in range(12))
    text = functions(2000) + f"def last():\n{rows}    return 1\n"
    plan, tree = world(
        text, "          - replace: {text: '    return 1'}\n            with: '    return 2'\n"
    )
    looked = counted(monkeypatch, Places, "_is_alone", lambda _places, line, _start: len(line))
    build(plan, tree, output=None)
    assert looked == [25, 24, 22, 21, 20]  # of 14 lines, from the longest down
