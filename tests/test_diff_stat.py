"""The diffstat and the headers, byte for byte as `git format-patch` prints them."""

import pytest
from gitbox import GitBox

from patcher.diff import diff_file, render_diff, render_stat
from patcher.diff.similarity import similarity
from patcher.edit.model import Splice
from patcher.tree.model import FileChange

FILE, EXECUTABLE, LINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000


def lines(count, start=0):
    return b"".join(b"line %d\n" % number for number in range(start, start + count))


def change(path, before, after, *, old_mode=FILE, new_mode=FILE, old_path=None):
    return FileChange(
        path,
        before,
        after,
        None if before is None else old_mode,
        None if after is None else new_mode,
        old_path,
    )


def diff_of(change):
    splices = None
    if change.before is not None and change.after is not None:
        splices = (Splice(0, len(change.before), change.after, 0),)
    return diff_file(change, splices, hash="sha1")


def by_git(tmp_path, changes):
    box = GitBox(tmp_path / "repository")
    before = {(c.old_path or c.path): (c.before_mode, c.before) for c in changes if c.before is not None}
    after = {c.path: (c.after_mode, c.after) for c in changes if c.after is not None}
    # Something must stand on both sides, and stay.
    before["zz/keep"] = after["zz/keep"] = (FILE, b"keep\n")
    first = box.commit(box.tree(before))
    second = box.commit(box.tree(after), parent=first)
    options = ["--stdout", "--no-signature", "--full-index", "--binary", "-M01%", "--no-renames"]
    if any(c.old_path for c in changes):
        options.pop()
    text = box.git("format-patch", *options, f"{first}..{second}")
    _, _, rest = text.partition(b"\n---\n")
    stat, found, diff = rest.partition(b"\n\ndiff --git ")
    return stat + b"\n", b"diff --git " + diff if found else b""


CASES = [
    pytest.param([change("f", lines(3), lines(2))], id="one line goes"),
    pytest.param([change("f", lines(3), lines(9, 100))], id="all lines change"),
    pytest.param([change("a", None, b""), change("b", b"", None)], id="empty files come and go"),
    pytest.param([change("a", None, b"x"), change("b", b"y", None)], id="files without newline come and go"),
    pytest.param([change("f", lines(1), lines(1), new_mode=EXECUTABLE)], id="a mode changes"),
    pytest.param([change("f", lines(2), lines(1), new_mode=EXECUTABLE)], id="a mode and a line change"),
    pytest.param([change("f", None, b"x\n", new_mode=EXECUTABLE)], id="an executable comes"),
    pytest.param([change("l", b"target", None, old_mode=LINK)], id="a link goes"),
    pytest.param(
        [change("s", b"Subproject commit " + b"12" * 20 + b"\n", None, old_mode=SUBMODULE)], id="a submodule goes"
    ),
    pytest.param([change("big", None, lines(3000)), change("small", None, lines(1))], id="the graph is scaled"),
    pytest.param(
        [change("big", None, lines(900)), change("both", lines(2), lines(1, 7)), change("x", lines(2), b"line 0\n")],
        id="both sides of a small change are seen",
    ),
    pytest.param(
        [change(f"f{i}", None if i % 2 else lines(i * 7), lines(i * 13, 5000) if i % 3 else None) for i in (1, 2, 4, 5, 8, 10)],
        id="many sizes",
    ),
    pytest.param([change("d/" + "n" * 60, None, lines(40))], id="a long name"),
    pytest.param([change("aaaa/" * 14 + "f", None, lines(400))], id="a long path is cut at a folder"),
    pytest.param([change("a" * 100, None, lines(4)), change("b", None, lines(1))], id="a name without folder is cut"),
    pytest.param([change("d/" * 30 + "n" * 10, None, lines(4))], id="many short folders"),
    pytest.param([change("a b", lines(2), lines(1)), change("c\td", lines(2), lines(1))], id="blanks in names"),
    pytest.param(
        [change(n, lines(2), lines(1)) for n in ("ü/ß", 'q"t', "b\\s", "nl\n", "\udcff", "\x7f", "ü ü", "日本")],
        id="quoted names",
    ),
    pytest.param([change("x b/y", lines(2), lines(1)), change("-n", None, lines(1)), change(":(x)", lines(1), None)],
                 id="names that mislead"),
    pytest.param(
        [change(n, None, lines(1)) for n in ("a.b", "a/b", "a-b", "A/b", "a b", "a0")], id="sorted by bytes"
    ),
    pytest.param([change("b", b"a\0b", b"a\0cd")], id="binary"),
    pytest.param([change("b", None, b"\0" * 70000), change("t", None, lines(100))], id="binary comes beside text"),
    pytest.param([change("b", b"\0", None), change("t", None, lines(1))], id="binary goes"),
    pytest.param([change("b", b"\0x", b"\0x", new_mode=EXECUTABLE)], id="binary changes its mode"),
    pytest.param([change("b", b"text\n", b"\0")], id="text becomes binary"),
    pytest.param([change("t", b"x" * 8000 + b"\0\n", b"y\n")], id="a NUL too far away to make it binary"),
    pytest.param([change("new", lines(9), lines(9), old_path="old")], id="renamed"),
    pytest.param([change("d/e/new", lines(9), lines(9), old_path="d/e/old")], id="renamed in its folder"),
    pytest.param([change("a/c/f", lines(9), lines(9), old_path="a/b/f")], id="a folder in the middle changes"),
    pytest.param([change("b/f", lines(9), lines(9), old_path="f")], id="moved into a folder"),
    pytest.param([change("f", lines(9), lines(9), old_path="a/f")], id="moved out of a folder"),
    pytest.param([change("a/b/f", lines(9), lines(9), old_path="a/f")], id="moved one folder down"),
    pytest.param([change("a/f", lines(9), lines(9), old_path="a/b/f")], id="moved one folder up"),
    pytest.param([change("a/a/f", lines(9), lines(9), old_path="a/f")], id="a folder doubled"),
    pytest.param([change("ü", lines(9), lines(9), old_path="d/u")], id="renamed to a quoted name"),
    pytest.param([change("b", lines(50), lines(47), old_path="a")], id="renamed and edited"),
    pytest.param([change("b", lines(50), lines(47), old_path="a", new_mode=EXECUTABLE)], id="renamed, edited, mode"),
    pytest.param([change("b", lines(9), lines(9), old_path="a", new_mode=EXECUTABLE)], id="renamed and mode"),
    pytest.param([change("b", b"\0" + b"x" * 999, b"\0" + b"x" * 999, old_path="a")], id="binary renamed"),
]  # fmt: skip


@pytest.mark.parametrize("changes", CASES)
def test_as_git_prints_it(tmp_path, changes):
    stat, diff = by_git(tmp_path, changes)
    diffs = [diff_of(change) for change in reversed(changes)]
    assert render_stat(diffs) == stat
    ours = render_diff(diffs)
    if b"GIT binary patch" in diff:
        ours, diff = ours.partition(b"GIT binary patch")[0], diff.partition(b"GIT binary patch")[0]
    assert ours == diff


def test_nothing_has_no_diffstat():
    assert render_stat([]) == b""
    assert render_diff([]) == b""


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        pytest.param(b"", b"", 100, id="both empty"),
        pytest.param(b"a\n", b"", 0, id="emptied"),
        pytest.param(b"a\nb\n", b"a\n", 50, id="half of the lines"),
        pytest.param(b"a\r\nb\r\n", b"a\nb\n", 66, id="other line endings"),
        pytest.param(b"a" * 200, b"a" * 128 + b"b" * 72, 64, id="long lines count by pieces"),
    ],
)
def test_similarity(before, after, percent):
    assert similarity(before, after) == percent
