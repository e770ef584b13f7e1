"""Whole patches on whole trees: what our applier makes of them, what git makes, and both ways back."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from gitbox import GitBox
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from patcher.diff import diff_file
from patcher.edit.model import Splice
from patcher.errors import Refusal
from patcher.series import apply_patch, read_patch, render_patch
from patcher.series.model import Message
from patcher.tree.model import FileChange

FILE, EXECUTABLE, LINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000
WORDS = Message("a step", "why\n", (), "A. Maintainer", "a@example.org", "2026-05-14T09:00:00+10:00")

LINES = [
    b"a\n", b"b\n", b"\n", b"def f():\n", b"    return 1\n", b"x\r\n", b"\r\n", b"\r\r\n", b"\x0c\n", b"a\x0bb\x1cc\n",
    b"\xc2\x85\xe2\x80\xa8\n", b"c\rd\n", b"\xff\xfe\n", b"\xef\xbb\xbfbom\n", b"-- \n", b"--- a/f\n", b"+++ b/f\n",
    b"@@ -1 +1 @@\n", b"diff --git a/x b/x\n", b"\\ No newline at end of file\n", b"From x Mon Sep 17 00:00:00 2001\n",
    b"GIT binary patch\n", b"trailing  \n", b"\ttab\n", b"z" * 300 + b"\n", b"base-commit: 0\n",
]  # fmt: skip
TEXT = st.builds(
    lambda rows, tail: b"".join(rows) + tail,
    st.lists(st.sampled_from(LINES), max_size=30),
    st.sampled_from([b"", b"", b"tail", b"a", b"\r", b"-"]),
)
BINARY = st.binary(max_size=200).map(lambda data: b"\0" + data)
DATA = st.one_of(TEXT, TEXT, TEXT, BINARY, st.just(b""))
NAMES = [
    "f", "a b", "a  b ", "tab\t", "nl\nx", 'q"', "b\\s", "ü", "\udcff", "日本/本", "x b/y", "d/e/f", "-n", ":(top)x",
    "F", " lead", "a.b", "a/b", "a\rb", "b/a/b", "[x]*?", "~", "é", "e\u0301", "\x7f", "a/ b/c", "a b/a b",
]  # fmt: skip


@st.composite
def edits(draw, before):
    marks = sorted(draw(st.lists(st.integers(0, len(before)), max_size=6)))
    splices = []
    for start, end in zip(marks[0::2], marks[1::2], strict=False):
        if not splices or start >= splices[-1].end:
            splices.append(Splice(start, end, draw(st.one_of(st.just(b""), TEXT)), 0))
    return tuple(splices)


def spliced(before, splices):
    out, position = [], 0
    for splice in splices:
        out += [before[position : splice.start], splice.data]
        position = splice.end
    return b"".join(out) + before[position:]


@st.composite
def file_changes(draw, names):
    kind = draw(
        st.sampled_from(["edit", "edit", "edit", "create", "delete", "rename", "chmod", "replace", "link"])
    )
    name = names.pop()
    mode = draw(st.sampled_from([FILE, EXECUTABLE]))
    if kind == "create":
        return FileChange(name, None, draw(DATA), None, mode), None
    if kind == "link":
        return FileChange(name, draw(st.sampled_from([b"to", b"to/\xff\n"])), None, LINK, None), None
    before = draw(DATA)
    if kind == "delete":
        return FileChange(name, before, None, mode, None), None
    if kind == "replace":
        return FileChange(name, before, draw(DATA), mode, mode), None
    splices = () if kind == "chmod" or b"\0" in before else draw(edits(before))
    after_mode = draw(st.sampled_from([FILE, EXECUTABLE])) if kind in ("chmod", "rename") else mode
    old = names.pop() if kind == "rename" else None
    return FileChange(name, before, spliced(before, splices), mode, after_mode, old), splices


def clash(names):
    return any(a != b and b.startswith(a + "/") for a in names for b in names)


@st.composite
def steps(draw):
    count = draw(st.integers(1, 4))
    names = draw(st.permutations(NAMES).map(lambda n: n[: count * 2]).filter(lambda n: not clash(n)))
    names = list(names)
    found = [draw(file_changes(names)) for _ in range(count)]
    return [
        (change, splices)
        for change, splices in found
        if change.old_path or (change.before, change.before_mode) != (change.after, change.after_mode)
    ]


def patch_of(step):
    return render_patch(
        WORDS,
        [diff_file(change, splices, hash="sha1") for change, splices in step],
        number=1,
        total=1,
        base_commit="1" * 40,
    )


def trees_of(step):
    keep = {"keep": (FILE, b"keep\n")}
    before = {c.old_path or c.path: (c.before_mode, c.before) for c, _ in step if c.before is not None}
    after = {c.path: (c.after_mode, c.after) for c, _ in step if c.after is not None}
    return before | keep, after | keep


def applied(data, before):
    tree = dict(before)
    changes = apply_patch(read_patch(data, "p"), before.get)
    for change in changes:
        if change.before is not None:
            del tree[change.old_path or change.path]
    for change in changes:
        if change.after is not None:
            tree[change.path] = (change.after_mode, change.after)
    return tree


@given(steps())
@example(
    [
        (FileChange("a b", b"x\n", b"x\n", FILE, EXECUTABLE), ()),
        (FileChange("c", b"a\n", b"a\n", FILE, FILE, "d"), ()),
    ]
)
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_our_applier_gives_the_tree_that_the_edits_define(step):
    if not step:
        return
    before, after = trees_of(step)
    assert applied(patch_of(step).data, before) == after


@given(steps())
@settings(
    max_examples=80, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_git_gives_the_same_tree_and_the_way_back(tmp_path_factory, step):
    if not step:
        return
    box = GitBox(tmp_path_factory.mktemp("box") / "r")
    before, after = trees_of(step)
    wanted, start = box.tree(after), box.tree(before)
    patch = patch_of(step)
    done = box.git("apply", "-v", "--cached", "--whitespace=nowarn", "-", data=patch.data, check=False)
    assert done.returncode == 0, (done.stderr, patch.data)
    if all(hunk.unique for diff in patch.diffs for hunk in diff.hunks):
        assert b"offset" not in done.stderr
    assert box.git("write-tree").decode().strip() == wanted
    box.git("apply", "-R", "--cached", "--whitespace=nowarn", "-", data=patch.data)
    assert box.git("write-tree").decode().strip() == start


HARD = [
    ([("f", b"a\r\nb\r\nc\r\n", b"a\r\nc\r\n")], "CR LF"),
    ([("f", b"a\r\r\nb\n", b"b\n")], "CR CR LF"),
    ([("f", b"a\nb", b"a\nc")], "no newline on either side"),
    ([("f", b"From x Mon Sep 17 00:00:00 2001\nb\n", b"b\n")], "a line that begins a mail goes"),
    ([("f", b"- x\n-- \n---\nb\n", b"b\n")], "lines of dashes go"),
    ([("f", None, b"diff --git a/f b/f\n--- a/f\n+++ b/f\n")], "a diff comes"),
    ([("a b\t\n\"ü", b"a\n", b"b\n"), ("\udcff", None, b"\xff\n"), ("x b/y", b"1\n", None)], "names"),
    ([("f", None, b"x" * 7999 + b"y\0z\n")], "a NUL behind the place where git looks"),
    ([("f", b"\0a", b"\0b"), ("g", None, b""), ("h", b"", None)], "binary and empty"),
    ([("f", b"\xff\xfea\0\n\0", b"\xff\xfeb\0\n\0")], "UTF-16"),
    ([("f", b"x" * 1_000_000 + b"\na\n", b"x" * 1_000_000 + b"\nb\n")], "a line of a megabyte"),
    ([("f", b"\x0c" * 9 + b"\n" + b"\x85\x0b\x1c\n" * 9 + b"a\nb\n", b"\x0c" * 9 + b"\n" + b"\x85\x0b\x1c\n" * 9 + b"b\n")],
     "separators that are no line ends"),
]  # fmt: skip


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for files, name in HARD])
def test_git_am_gives_the_same_tree(tmp_path, files):
    step = [
        (FileChange(p, b, a, None if b is None else FILE, None if a is None else FILE), None)
        for p, b, a in files
    ]
    before, after = trees_of(step)
    box = GitBox(tmp_path / "r")
    wanted = box.tree(after)
    box.git("reset", "-q", "--hard", box.commit(box.tree(before)))
    (tmp_path / "p.patch").write_bytes(patch_of(step).data)
    box.git("am", "-q", "--keep-cr", str(tmp_path / "p.patch"))
    assert box.git("rev-parse", "HEAD^{tree}").decode().strip() == wanted
    assert applied(patch_of(step).data, before) == after


def test_names_that_change_places():
    before = {"a": (FILE, b"one\n"), "b": (FILE, b"two\n")}
    changes = [
        FileChange("b", b"one\n", b"one\n", FILE, FILE, "a"),
        FileChange("a", None, b"new\n", None, FILE),
    ]
    data = patch_of(
        [(change, None) for change in [*changes, FileChange("c", b"two\n", b"two\n", FILE, FILE, "b")]]
    ).data
    assert applied(data, before) == {"a": (FILE, b"new\n"), "b": (FILE, b"one\n"), "c": (FILE, b"two\n")}


def test_a_submodule_goes():
    change = FileChange("s", b"Subproject commit " + b"ab" * 20 + b"\n", None, SUBMODULE, None)
    data = patch_of([(change, None)]).data
    assert b"index " + b"ab" * 20 + b".." + b"0" * 40 in data
    assert applied(data, {"s": (SUBMODULE, change.before)}) == {}


def test_a_repository_of_sha256(tmp_path):
    change = FileChange("f", b"a\n", b"b\n", FILE, FILE)
    diff = diff_file(change, None, hash="sha256")
    data = render_patch(WORDS, [diff], number=1, total=1, base_commit="2" * 64).data
    assert data.startswith(b"From " + b"0" * 64 + b" Mon")
    assert applied(data, {"f": (FILE, b"a\n")}) == {"f": (FILE, b"b\n")}


# what the applier refuses

STEP = [
    (FileChange("f", b"1\n2\n3\n4\n5\n6\n7\n8\n9\n", b"1\n2\n3\n4\n6\n7\n8\n9\n", FILE, FILE), (Splice(8, 10, b"", 0),)),
    (FileChange("new", None, b"n\n", None, FILE), None),
    (FileChange("old", b"o\n", None, FILE, None), None),
    (FileChange("to", b"r\n", b"r\n", FILE, EXECUTABLE, "from"), ()),
]  # fmt: skip
BEFORE = trees_of(STEP)[0]

TREES = [
    pytest.param({"f": None}, "f", "not there", id="a file is missing"),
    pytest.param({"f": (FILE, b"other\n")}, "f", "other bytes", id="a file has other bytes"),
    pytest.param(
        {"f": (EXECUTABLE, BEFORE["f"][1])}, "f", "its mode is 100755", id="a file has another mode"
    ),
    pytest.param({"new": (FILE, b"")}, "new", "there already", id="a new file is there"),
    pytest.param({"old": (FILE, b"o\nmore\n")}, "old", "other bytes", id="a file that goes has other bytes"),
    pytest.param({"to": (FILE, b"")}, "to", "there already", id="the new name is taken"),
    pytest.param({"from": None}, "to", "not there", id="the old name is not there"),
    pytest.param({"from": (EXECUTABLE, b"r\n")}, "to", "its mode", id="a renamed file has another mode"),
]


@pytest.mark.parametrize(("changed", "path", "words"), TREES)
def test_a_patch_does_not_apply_to_another_tree(changed, path, words):
    tree = BEFORE | changed
    with pytest.raises(Refusal) as caught:
        apply_patch(read_patch(patch_of(STEP).data, "p"), tree.get)
    (problem,) = caught.value.problems
    assert (problem.code, problem.target.file) == ("patch-does-not-apply", path)
    assert words in problem.message


def test_all_files_that_do_not_apply_are_told():
    with pytest.raises(Refusal) as caught:
        apply_patch(read_patch(patch_of(STEP).data, "p"), {}.get)
    assert [problem.target.file for problem in caught.value.problems] == ["f", "old", "to"]


def swapped(old, new):
    return lambda data: data.replace(old, new, 1)


DAMAGE = [
    pytest.param(lambda d: d[:-1], "in the middle of a row", id="cut in the last row"),
    pytest.param(lambda d: d[: d.index(b"diff --git a/old")], "diffstat", id="a file is cut off"),
    pytest.param(lambda d: d[: d.index(b"-5\n")], "ends too early", id="cut in a hunk"),
    pytest.param(lambda d: d[: d.index(b"\n") + 1] + d, "another mail begins", id="its first row twice"),
    pytest.param(lambda d: d + b"x\n", "behind its last hunk", id="a row behind it"),
    pytest.param(
        swapped(b"\nbase-commit", b"base-commit"), "behind its last hunk", id="the blank row above the base"
    ),
    pytest.param(swapped(b"\n---\n", b"\n"), "`---` below", id="no row of dashes"),
    pytest.param(swapped(b"4 files changed", b"3 files changed"), "diffstat", id="another number of files"),
    pytest.param(swapped(b"1 insertion(+)", b"2 insertions(+)"), "diffstat", id="another number of lines"),
    pytest.param(swapped(b"From: ", b"Form: "), "header `From:`", id="no author"),
    pytest.param(swapped(b"Subject: ", b"X: "), "header `Subject:`", id="no subject"),
    pytest.param(swapped(b"Subject: ", b"X: y\nSubject: "), "its headers", id="a header too many"),
    pytest.param(
        swapped(b"Subject: ", b"Content-Type: text/plain; charset=UTF-7\nSubject: "),
        "its headers",
        id="a charset",
    ),
    pytest.param(swapped(b"@@ -2,7 +2,6 @@", b"@@ -2,7 +2,6 @"), "header of a hunk", id="half of a header"),
    pytest.param(swapped(b"@@ -2,7 +2,6 @@", b"@@ -2,8 +2,7 @@"), "other rows", id="a longer hunk"),
    pytest.param(swapped(b"@@ -2,7 +2,6 @@", b"@@ -2,6 +2,5 @@"), None, id="a shorter hunk"),
    pytest.param(swapped(b"\n 3\n", b"\n3\n"), "other rows", id="a row without sign"),
    pytest.param(swapped(b" 100644\n--- a/f", b"\n--- a/f"), "mode of the file", id="no mode"),
    pytest.param(swapped(b"--- a/f\n", b"--- a/g\n"), "names", id="another old name"),
    pytest.param(swapped(b"+++ b/f\n", b""), "`+++` is missing", id="no new name"),
    pytest.param(swapped(b"diff --git a/f b/f", b"diff --git a/f b/g"), "name a file", id="two names"),
    pytest.param(
        swapped(b"rename from from", b"rename from form"), "name a file", id="another name of a rename"
    ),
    pytest.param(swapped(b"similarity index 100%", b"similarity index 101%"), "similarity", id="too similar"),
    pytest.param(swapped(b"new file mode 100644", b"new file mode 10064"), "mode is none", id="a short mode"),
    pytest.param(lambda d: re.sub(rb"index [0-9a-f]", b"index ", d, count=1), "`index`", id="a short id"),
    pytest.param(lambda d: b"no patch\n", "no diff", id="no patch"),
]


@pytest.mark.parametrize(("damage", "words"), DAMAGE)
def test_damage_is_seen_by_the_reader(damage, words):
    with pytest.raises(Refusal) as caught:
        read_patch(damage(patch_of(STEP).data), "p")
    (problem,) = caught.value.problems
    assert problem.code == "series-damaged"
    assert problem.target.file == "p"
    assert words is None or words in problem.message


MIME_DAMAGE = [
    pytest.param(swapped(b"charset=UTF-8", b"charset=UTF-7"), id="another charset"),
    pytest.param(swapped(b"8bit", b"base64"), id="another encoding"),
    pytest.param(swapped(b"MIME-Version: 1.0\n", b""), id="a row gone"),
    pytest.param(swapped(b"Content-Type: text/plain; charset=UTF-8\n", b""), id="no charset"),
    pytest.param(lambda d: re.sub(rb"(?m)^(Date: .*\n)(Subject: .*\n)", rb"\2\1", d), id="two rows swapped"),
]


@pytest.mark.parametrize("damage", MIME_DAMAGE)
def test_headers_that_git_reads_in_silence_are_held_to_what_was_written(damage):
    diffs = [diff_file(change, splices, hash="sha1") for change, splices in STEP]
    data = render_patch(replace(WORDS, body="\u00fc"), diffs, number=1, total=1).data
    read_patch(data, "p")
    assert damage(data) != data
    with pytest.raises(Refusal, match="its headers are not"):
        read_patch(damage(data), "p")


BINARY_STEP = [(FileChange("b", b"\0old", b"\0new", FILE, FILE), None)]
BINARY_DAMAGE = [
    pytest.param(swapped(b"literal 4\n", b"literal 5\n"), "another length", id="another length"),
    pytest.param(swapped(b"literal 4\n", b"delta 4\n"), "not a literal", id="no literal"),
    pytest.param(swapped(b"\nO", b"\nP"), None, id="a longer row"),
    pytest.param(swapped(b"\nO", b"\nN"), "longer than it says", id="a shorter row"),
    pytest.param(swapped(b"\nO", b"\n~"), "wrong length", id="no length"),
    pytest.param(lambda d: re.sub(rb"(?m)^(O.....)", rb"\1,", d, count=1), "wrong length", id="a digit more"),
    pytest.param(lambda d: re.sub(rb"(?m)^O.", b"O,", d, count=1), "no digit", id="a digit that is none"),
    pytest.param(
        lambda d: re.sub(rb"(?m)^O.....", b"O~~~~~", d, count=1), "too large", id="too large a number"
    ),
    pytest.param(lambda d: re.sub(rb"(?m)^O.", b"O0", d, count=1), "does not unpack", id="no stream"),
]


@pytest.mark.parametrize(("damage", "words"), BINARY_DAMAGE)
def test_damage_of_a_binary_patch_is_seen_by_the_reader(damage, words):
    data = patch_of(BINARY_STEP).data
    assert damage(data) != data
    with pytest.raises(Refusal) as caught:
        read_patch(damage(data), "p")
    assert words is None or words in caught.value.problems[0].message


def bare(data):
    """A patch without its mail and its base, so that nothing but the diff is looked at."""
    return data[data.index(b"diff --git") : data.index(b"\nbase-commit")]


def refused(data, before):
    with pytest.raises(Refusal) as caught:
        apply_patch(read_patch(data, "p"), before.get)
    return caught.value.problems[0].message


def test_both_sides_of_a_binary_patch_must_be_right():
    other = bare(patch_of([(FileChange("b", b"\0odd", b"\0new", FILE, FILE), None)]).data)
    ours = bare(patch_of(BINARY_STEP).data)
    reverse = ours.rindex(b"literal")
    mixed = ours[:reverse] + other[other.rindex(b"literal") :]
    assert "the old bytes of its binary patch" in refused(mixed, {"b": (FILE, b"\0old")})


def test_a_patch_may_not_speak_of_a_file_twice():
    data = bare(patch_of(STEP[:1]).data)
    assert "speaks of it twice" in refused(data + data, BEFORE)


def test_a_file_goes_with_its_lines_or_not_at_all():
    data = bare(patch_of([STEP[2]]).data)
    assert "takes the file away and not its lines" in refused(data[: data.index(b"--- ")], BEFORE)
    assert "leaves some of it" in refused(data.replace(b"@@ -1 +0,0 @@\n-o\n", b"@@ -1 +1 @@\n o\n"), BEFORE)


def test_an_index_row_that_changes_nothing_is_damage():
    data = bare(patch_of(STEP[:1]).data)
    same = re.sub(rb"index (\w+)\.\.\w+", rb"index \1..\1", data)
    with pytest.raises(Refusal):
        read_patch(same, "p")


WRONG_PLACES = [
    pytest.param(
        swapped(b"@@ -2,7 +2,6 @@", b"@@ -1,7 +1,6 @@"), "is not the one in the patch", id="shifted"
    ),
    pytest.param(
        swapped(b"@@ -2,7 +2,6 @@", b"@@ -2,7 +3,6 @@"), "comes to stand", id="its new place alone shifted"
    ),
    pytest.param(swapped(b"@@ -2,7 +2,6 @@", b"@@ -9,7 +9,6 @@"), "not there", id="behind the end"),
    pytest.param(swapped(b"\n-5\n", b"\n-x\n"), "its line 5", id="another line goes"),
    pytest.param(swapped(b"\n+n\n", b"\n+m\n"), "comes out with", id="another line comes"),
    pytest.param(swapped(b"old mode 100644", b"old mode 100755"), "its mode", id="another mode"),
]


@pytest.mark.parametrize(("damage", "words"), WRONG_PLACES)
def test_damage_is_seen_by_the_applier(damage, words):
    with pytest.raises(Refusal) as caught:
        apply_patch(read_patch(damage(patch_of(STEP).data), "p"), BEFORE.get)
    assert words in caught.value.problems[0].message


@st.composite
def damaged(draw):
    data = patch_of(STEP).data
    start = data.index(b"diff --git")
    kind = draw(st.sampled_from(["flip", "cut", "drop", "double", "swap", "strip", "crlf"]))
    at = draw(st.integers(start, len(data) - 1))
    rows = data[start:].split(b"\n")
    row = draw(st.integers(0, len(rows) - 2))
    if kind == "flip":
        return data[:at] + bytes([data[at] ^ (1 << draw(st.integers(0, 7)))]) + data[at + 1 :]
    if kind == "cut":
        return data[:at]
    if kind == "drop":
        rows.pop(row)
    elif kind == "double":
        rows.insert(row, rows[row])
    elif kind == "swap":
        rows[row], rows[row - 1] = rows[row - 1], rows[row]
    elif kind == "strip":
        rows[row] = rows[row].rstrip() + b"" if rows[row].endswith(b" ") else rows[row].lstrip()
    else:
        rows = [line + b"\r" for line in rows[:-1]] + rows[-1:]
    return data[:start] + b"\n".join(rows)


AFTER = trees_of(STEP)[1]


@given(damaged())
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_no_damaged_copy_gives_another_tree(data):
    try:
        found = applied(data, BEFORE)
    except Refusal:
        return
    assert found == AFTER


def test_reader_and_applier_share_nothing_with_the_writer():
    rooms = Path(__file__).parent.parent / "patcher" / "series"
    for name in ("reader.py", "rows.py", "literal.py", "applier.py", "mailinfo.py"):
        found = set(re.findall(r"^(?:from|import) (patcher[.\w]*)", (rooms / name).read_text(), re.M))
        assert found <= {
            "patcher.errors",
            "patcher.expression",
            "patcher.paths",
            "patcher.series.literal",
            "patcher.series.rows",
            "patcher.record",
            "patcher.series.mailinfo",
            "patcher.series.reader",
            "patcher.tree.model",
        }
