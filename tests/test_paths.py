"""Paths that git would not hold are refused, wherever they come from: git is asked whether they are the same."""

import json
import os
import re
from functools import partial
from random import Random

import pytest

from benchmarks.reliability.box import Box
from patcher import locate
from patcher.errors import PatcherError
from patcher.paths import refused_by_git
from patcher.series.reader import read_patch
from patcher.series.summary import summarize
from patcher.spec import parse_plan

REFUSED = [
    pytest.param(".git", id="itself"),
    pytest.param("a/.GiT/config", id="in capitals"),
    pytest.param(".git./config", id="with a dot"),
    pytest.param(".git /config", id="with a blank"),
    pytest.param(".git . ./config", id="with dots and blanks"),
    pytest.param(".git::$INDEX_ALLOCATION/config", id="as a stream"),
    pytest.param(".git . :x/config", id="as a stream behind dots and blanks"),
    pytest.param("git~1/config", id="its short name"),
    pytest.param("a/GIT~1 .:x", id="its short name as a stream"),
    pytest.param("a\\.git\\config", id="behind backslashes"),
    pytest.param("a\\git~1", id="its short name behind a backslash"),
    pytest.param(".g\u200cit/config", id="with a joiner"),
    pytest.param("\ufeff.gi\u202et\u206f/config", id="with three characters that are not seen"),
    pytest.param("a/../b", id="a way up"),
    pytest.param("./a", id="a dot"),
    pytest.param("a//b", id="an empty part"),
    pytest.param("a/", id="an empty name"),
    pytest.param("/a", id="absolute"),
]
HELD = [
    ".gitignore", "git~2", "git~10", ".git-blame", "a.git", "x/.gitx/b", "...git", ".git\u00a0", "git", ".g\u0131t",
    "\udcff.git", ".git\udcff",
]  # fmt: skip


def diff(path, mode=b"100644"):
    """A patch that creates a file of one line."""
    name = b'"%s"' % b"".join(b"\\%03o" % byte for byte in f"?/{path}".encode("utf-8", "surrogateescape"))
    a, b = (name.replace(b"\\077", each, 1) for each in (b"a", b"b"))
    id = b"d95f3ad14dee633a758d2e331151e950dd13e4ed"
    return b"diff --git %s %s\nnew file mode %s\nindex %s..%s\n--- /dev/null\n+++ %s\n@@ -0,0 +1 @@\n+content\n" % (
        a, b, mode, b"0" * 40, id, b,
    )  # fmt: skip


def codes(call, *words):
    try:
        call(*words)
    except PatcherError as error:
        return [each.code for each in error.problems]
    return []


HEAD = "patcher: 1\nplan: p\ntitle: T\nsteps:\n  - id: a\n    subject: x\n    edits:\n      - "
PLANS = (
    "create_file: PATH\n        with: x", "delete_files: [PATH]", "chmod: {files: [PATH], mode: 755}",
    "rename_file: {from: a, to: PATH}", "delete: {line: x}\n        file: PATH",
)  # fmt: skip


@pytest.mark.parametrize("path", REFUSED)
def test_git_s_own_folder_is_refused_in_plans_and_patches(path):
    assert refused_by_git(path)
    for edit in PLANS:
        if ("[PATH]" in edit and (path == "a/" or "\\" in path)) or ("to: PATH" in edit and path == "a/"):
            continue  # means a folder there, or a character that stands for itself
        plan = HEAD + edit.replace("PATH", json.dumps(path)) + "\n"
        assert codes(parse_plan, plan.encode(), "p.yaml") == ["unsafe-path"], edit
    assert codes(read_patch, diff(path), "p.patch") == ["unsafe-path"]
    assert codes(summarize, diff(path), "p.patch") == ["unsafe-path"]


@pytest.mark.parametrize("path", HELD)
def test_what_only_looks_like_it_is_no_error(path):
    assert refused_by_git(path) is None
    assert codes(read_patch, diff(path), "p.patch") == codes(summarize, diff(path), "p.patch") == []


MODULES = [
    ".gitmodules", "a/.GITMODULES", ".gitmodules .", ".gitmodules::$DATA", "gitmod~1", "GITMOD~4", "gi7eba~1", "GI7EB~10",
    "g~100000", "~1000000", ".git\u200dmodules", "a\\.gitmodules",
]  # fmt: skip


@pytest.mark.parametrize("path", MODULES)
def test_a_link_where_git_reads_its_modules_is_refused(path):
    assert refused_by_git(path) is None
    assert refused_by_git(path, link=True)
    for read in (read_patch, summarize):
        assert codes(read, diff(path, b"120000"), "p.patch") == ["unsafe-path"]
        assert codes(read, diff(path), "p.patch") == []


@pytest.mark.parametrize(
    "path", ["gitmod~5", "gitmod~0", "gi7eba~0", "gi7eba~10", "gi8eb~10", ".gitmodulesx", "gitattributes"]
)
def test_other_links_are_none(path):
    assert refused_by_git(path, link=True) is None


def test_a_plain_diff_into_git_s_own_folder_is_not_shown_as_any():
    rows = b"--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-a\n+b\n"
    assert codes(summarize, rows % (b".git/config", b".git/config"), "p") == ["unsafe-path"]
    assert codes(summarize, rows % (b"../x", b"../x"), "p") == []


PIECES = [
    ".git", ".GIT", "git~1", "gitmod~", "gi7eba~", "modules", "~", "1", "2", "0", ".", " ", ":", "::$DATA", "x", "\u200c",
    "\ufeff", "\\", "\u0131", "g", "i", "7",
]  # fmt: skip


def drawn(count):
    """Return paths put together at random, the same ones each time."""
    random, paths = Random(1), set()
    while len(paths) < count:
        parts = ["".join(random.choices(PIECES, k=random.randint(1, 4))) for _ in range(random.randint(1, 3))]
        if not {"..", "."} & set(parts):
            paths.add("/".join(parts))
    return sorted(paths)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    made = Box(tmp_path_factory.mktemp("paths") / "box")
    made.git("config", "core.protectHFS", "true")
    made.git("config", "core.protectNTFS", "true")
    return made


def ignored(box, paths):
    """Return the paths that git refuses to hold."""
    names = [os.fsencode(path) for path in paths]
    said = box.tried(
        "update-index", "-z", "--add", "--remove", "--stdin", data=b"".join(name + b"\0" for name in names)
    )[2]
    return {path for path, name in zip(paths, names, strict=True) if b"Ignoring path " + name + b"\n" in said}


def test_whatever_git_refuses_is_refused_and_nothing_else(box):
    paths = drawn(3000)
    by_git = ignored(box, paths)
    assert len(by_git) > 100
    assert [path for path in by_git if refused_by_git(path) is None] == []
    # A backslash that begins a part is one that git looks past; on Windows it refuses every one.
    alike = [path for path in paths if not re.search(r"(?:^|/)\\", path)]
    assert [path for path in alike if refused_by_git(path) and path not in by_git] == []


def test_a_base_that_holds_such_a_path_is_read_and_the_path_not_touched(tmp_path):
    folder = tmp_path / "base" / "a" / ".Git "
    folder.mkdir(parents=True)
    (folder / "config").write_text("x\ny\n")
    edits = "{line: x}\n        files: ['**']", "{line: x}\n        file: b"
    (tmp_path / "base" / "b").write_text("x\ny\n")
    found = []
    for edit in edits:
        plan = HEAD + "delete: " + edit + "\n        count: any\n"
        parsed = parse_plan(
            ("date: 2026-01-01T00:00:00Z\nauthor: {name: A, email: a@x}\n" + plan).encode(), "p.yaml"
        )
        found.append(codes(partial(locate, parsed, tmp_path / "base", plain=True)))
    assert found == [["unsafe-path"], []]
