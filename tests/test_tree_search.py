"""A tree that is searched before it is read gives the answers of one that is read whole."""

import json
import os
import re

import pytest
from gitbox import GitBox
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from patcher import PatcherError, build, load_plan
from patcher.directory import DirectoryReader
from patcher.git import ObjectReader, Objects, find_repository
from patcher.git.search import _pattern
from patcher.tree import Tree, tree

FILE, EXECUTABLE, LINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000

# What a search could overlook: bytes that are no text, ends of lines, sizes, names, kinds of files.
PLAIN = {
    "a.py": (FILE, b"# old key\nx = 1  # old key\n"),
    "b.py": (FILE, b"x = 1\n"),
    "crlf.py": (FILE, b"# one\r\n# old key\r\nx = 'old\rkey'\r\n"),
    "end.txt": (FILE, b"no newline, old key"),
    "empty.txt": (FILE, b""),
    "latin.txt": (FILE, b"caf\xe9 old key \xff\n"),
    "word.txt": (FILE, "na\u00efve old key\n".encode()),
    "long.txt": (FILE, b"y" * 100_000 + b"old key\n"),
    "run.sh": (EXECUTABLE, b"#!/bin/sh\n# old key\n"),
    "sub/a.py": (FILE, b"# Old Key\n# old_key\n"),
    "sub/\u00fc \udcff\n.txt": (FILE, b"old key\n"),
    "-e.txt": (FILE, b"old key\n"),
    "sub.d/HEAD:x": (FILE, b"new key\nold key\n"),
    ".gitattributes": (
        FILE,
        b"*.py -diff -text\n*.txt binary\na.py working-tree-encoding=UTF-16\nword.txt diff=none\n",
    ),
}
ODD = {
    "late.bin": (FILE, b"z" * 9000 + b"\0 old key\n"),
    "nul.bin": (FILE, b"\0\1old key\n"),
    "wide.txt": (FILE, "old key\n".encode("utf-16")),
    "plain.bin": (FILE, b"\0\n"),
    "data.lfs": (FILE, b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n"),
    "link.py": (LINK, b"old key"),
    "module": (SUBMODULE, b"Subproject commit " + b"1" * 40),
}


def hostile(box):
    """Set what could change a search, in the repository and around it."""
    for key, value in {
        "grep.patternType": "fixed",
        "grep.lineNumber": "true",
        "grep.column": "true",
        "grep.threads": "7",
        "submodule.recurse": "true",
        "color.ui": "always",
        "core.worktree": str(box.folder),
        "core.bigFileThreshold": "1",
        "diff.none.textconv": "false",
        "diff.none.binary": "true",
    }.items():
        box.git("config", key, value)
    info = box.folder / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "attributes").write_text("* binary -diff\n")


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    made = GitBox(tmp_path_factory.mktemp("searched"))
    made.git("update-ref", "refs/heads/main", made.commit(made.tree({**PLAIN, **ODD})))
    made.git("update-ref", "refs/heads/plain", made.commit(made.tree(PLAIN)))
    hostile(made)
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("directory")
    for path, (mode, data) in {**PLAIN, **ODD}.items():
        if mode in (FILE, EXECUTABLE):
            target = os.fsencode(made) + b"/" + path.encode("utf-8", "surrogateescape")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(data)
    return made


LITERALS = st.lists(
    st.sampled_from(
        [
            b"old key",
            b"old_key",
            b"\0",
            b"(",
            b"\\E",
            b"|",
            b"x = ",
            b"na\xc3\xaf",
            b"\xe9",
            b"\r",
            b"old\rkey",
            b"[a-z]",
            b"^",
            b"nowhere at all",
            b"Subproject",
            b"version https://git-lfs",
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
FEWER = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reader_of(place):
    repository = find_repository(str(place))
    if repository is None:
        return DirectoryReader(str(place))
    objects = Objects(repository.git_dir, repository.object_folder, repository.hash)
    return ObjectReader(objects, objects.resolve("main").tree)


def holding(reader, sought):
    return {
        path
        for path, entry in Tree(reader).files()
        if entry.mode in (FILE, EXECUTABLE) and any(each in Tree(reader).blob(entry.id) for each in sought)
    }


@FEWER
@given(LITERALS)
@example([b"\r"])
@example([b"old key"])
def test_git_names_the_files_in_which_the_bytes_stand(box, sought):
    reader = reader_of(box.folder)
    assert reader.holding(tuple(sought)) == holding(reader, sought)


@FEWER
@given(LITERALS)
def test_a_directory_names_them_too(folder, sought):
    reader = reader_of(folder)
    assert reader.holding(tuple(sought)) == holding(reader, sought)


@pytest.mark.parametrize(
    "spec",
    [
        "a.py",
        "link.py",
        "module",
        "*",
        "**",
        "*.py",
        "sub",
        "sub/*",
        "sub*/**",
        "**/HEAD:x",
        "none",
        "sub/none",
        "[m]*",
    ],
)
def test_what_a_pathspec_reaches_is_told_without_a_list(box, spec):
    tree = Tree(reader_of(box.folder))
    matched = dict(Tree(reader_of(box.folder)).matching((spec,)))
    odd = {path for path, entry in matched.items() if entry.mode in (LINK, SUBMODULE)}
    assert tree.has(spec) == bool(matched)
    assert tree.odd((spec,)) & matched.keys() == odd
    assert tree.odd((spec, "a.py")) & matched.keys() == odd


@pytest.mark.parametrize(
    ("sought", "begins"),
    [
        pytest.param((b"old key", b"\0", b"the key"), {b"\0", b"k"}, id="the rarest that all have"),
        pytest.param((b"a-b", b"c_d", b"e-f", b"g_h"), {b"-", b"_"}, id="two that share them"),
        pytest.param((b"Q", b"qq"), {b"Q", b"q"}, id="of one byte each"),
        pytest.param((b"ab", b"cd", b"ef"), {b"a", b"c", b"e"}, id="no two for all"),
    ],
)
def test_a_search_leaps_to_two_bytes_where_two_will_do(sought, begins):
    ways = re.sub(rb"\(\?<=[^)]*\)", b"", _pattern(sought).rstrip()).split(b"|")
    assert {bytes.fromhex(way[2:4].decode()) for way in ways} == begins


def test_a_repository_of_long_ids_and_packs_is_searched_too(tmp_path):
    box = GitBox(tmp_path / "long", "sha256")
    box.git("update-ref", "refs/heads/main", box.commit(box.tree(PLAIN)))
    box.git("repack", "-adq")
    reader = reader_of(box.folder)
    assert reader.holding((b"old key",)) == holding(reader, [b"old key"]) != set()


def test_an_object_that_is_missing_leaves_nothing_sure(tmp_path):
    box = GitBox(tmp_path / "holed")
    box.git("update-ref", "refs/heads/main", box.commit(box.tree(PLAIN)))
    lost = box.git("rev-parse", "main:b.py").decode().strip()
    (box.folder / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    reader = reader_of(box.folder)
    assert reader.holding((b"old key",)) is None


def test_where_no_folder_can_be_made_nothing_is_sure(box, monkeypatch):
    reader = reader_of(box.folder)
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    assert reader.holding((b"old key",)) is None


HEAD = """\
patcher: 1
plan: p
title: t
author: {name: N, email: n@example.org}
date: 2026-01-31T12:00:00+00:00
"""
PATTERNS = st.sampled_from(
    [
        "old key",
        "(?i)old key",
        "old[ _]key",
        "new|old_key",
        "# old",
        "naïve",
        "key$",
        "^# ",
        "(?s)one.*old",
        "x =",
        r"\bold\b",
        r"old\rkey",
        "nowhere",
        "Subproject",
        r"old\x20key",
        "caf.",
    ]
)
SPECS = st.sampled_from(
    [
        ["**"],
        ["*.py"],
        ["**/*.py"],
        ["**", "!*.bin"],
        ["sub"],
        ["sub/**"],
        ["a.py", "b.py"],
        ["*.txt", "!latin.txt"],
        ["**/*.lfs"],
        ["link*", "*.py"],
        ["mod*"],
        ["run.sh"],
        ["[a-z]*.py"],
    ]
)
CHECKS = st.fixed_dictionaries(
    {},
    optional={
        "absent": PATTERNS,
        "present": PATTERNS,
        "count": PATTERNS,
        "unchanged": PATTERNS,
    },
).filter(bool)


def written(pattern_checks, specs, edits, only_code):
    rows = [HEAD, "invariants:\n"]
    rows += [f"  - unchanged: {json.dumps('key')}\n"]
    rows += ["steps:\n"]
    for number, (extent, pattern, files) in enumerate(edits, 1):
        rows += [f"  - id: s{number}\n    subject: s\n    edits:\n"]
        rows += [f"      - delete: {{{extent}: {json.dumps(pattern)}}}\n        files: {json.dumps(files)}\n"]
        rows += ["        count: any\n        optional: true\n"]
        rows += [f"      - create_file: new{number}.txt\n        with: old key of {number}\n    checks:\n"]
        for kind, text in pattern_checks.items():
            rows += [f"      - {kind}: {json.dumps(text)}\n"]
            rows += ["        equals: 2\n"] if kind == "count" else []
            rows += [f"        in: {json.dumps(specs)}\n        optional: true\n"] if specs else []
            rows += ["        only: code\n"] if only_code else []
        rows += [f"      - only_in: {json.dumps(files)}\n        matches: old key\n        optional: true\n"]
    return "".join(rows)


def outcome(plan, place, base):
    try:
        result = build(plan, place, base=base, output=None)
    except PatcherError as error:
        return [repr(problem) for problem in error.problems]
    return [
        *result.files,
        *(repr(check) for step in result.steps for check in step.checks),
        *(repr(edit) for step in result.steps for edit in step.edits),
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    CHECKS,
    st.none() | SPECS,
    st.lists(
        st.tuples(
            st.sampled_from(["line", "text", "comment", "block", "paragraph", "statement"]), PATTERNS, SPECS
        ),
        min_size=1,
        max_size=2,
    ),
    st.booleans(),
    st.sampled_from(["main", "plain", None]),
)
@example({"absent": "old key"}, None, [("line", "old key", ["**", "!*.bin"])], False, "main")
@example({"absent": "old key"}, None, [("comment", "# old", ["*.py"])], True, "plain")
@example({"present": "old key"}, None, [("line", "x =", ["**"])], False, "main")
def test_a_plan_gives_the_same(box, folder, tmp_path_factory, checks, specs, edits, only_code, base):
    path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    path.write_text(written(checks, specs, edits, only_code), "utf-8")
    plan = load_plan(path)
    place = folder if base is None else box.folder
    found = []
    for few in (10**9, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tree, "FEW", few)
            found.append(outcome(plan, place, base))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        pytest.param("altered.txt", b"nothing\n", "attributes-change-bytes", id="altered on the way in"),
        pytest.param("b.txt", b"\0nothing\n", "binary-target", id="binary"),
        pytest.param("b.txt", b"version https://git-lfs.github.com/spec/v1\n", "lfs-pointer", id="a pointer"),
        pytest.param("b.txt", None, "link-target", id="a link"),
    ],
)
def test_what_cannot_be_edited_is_refused_though_nothing_is_in_it(tmp_path, monkeypatch, path, data, code):
    monkeypatch.setattr(tree, "FEW", 0)
    folder = GitBox(tmp_path / "tree").folder
    (folder / "a.txt").write_bytes(b"old key\nmore\n")
    (folder / ".gitattributes").write_text("altered.txt text eol=crlf\n")
    if data is None:
        (folder / path).symlink_to("a.txt")
    else:
        (folder / path).write_bytes(data)
    edit = "      - delete: {line: old key}\n        files: ['*.txt']\n"
    (tmp_path / "plan.yaml").write_text(f"{HEAD}steps:\n  - id: a\n    subject: s\n    edits:\n{edit}")
    with pytest.raises(PatcherError) as refused:
        build(load_plan(tmp_path / "plan.yaml"), folder, plain=True, output=None)
    assert [problem.code for problem in refused.value.problems] == [code]
