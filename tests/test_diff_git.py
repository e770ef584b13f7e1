"""What the diff room writes, judged by git: whole trees forwards and back, byte for byte."""

import os
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.diff import diff_file, render_diff
from patcher.edit.model import Splice
from patcher.tree.model import FileChange

LINE = st.sampled_from(
    [
        b"a\n",
        b"b\n",
        b"a\n",
        b"\n",
        b"def f():\n",
        b"x\r\n",
        b"\x0c\n",
        b"\xe2\x80\xa8\n",
        b"c\rd\n",
        b"\xff\n",
        b"-- \n",
        b"+++ b\n",
    ]
)
TEXT = st.tuples(st.lists(LINE, max_size=40), st.sampled_from([b"", b"tail", b"a"])).map(
    lambda p: b"".join(p[0]) + p[1]
)


@st.composite
def edits(draw):
    before = draw(TEXT)
    cuts = sorted(draw(st.lists(st.integers(0, len(before)), max_size=8)))
    splices = []
    for start, end in zip(cuts[0::2], cuts[1::2], strict=False):
        data = draw(st.one_of(st.just(b""), TEXT, st.sampled_from([b"z", b"z\n"])))
        if splices and splices[-1].end > start:
            continue
        splices.append(Splice(start, end, data, 0))
    return before, tuple(splices)


def spliced(before, splices):
    out, position = [], 0
    for splice in splices:
        out += [before[position : splice.start], splice.data]
        position = splice.end
    return b"".join(out) + before[position:]


ENV = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "HOME": os.devnull,
}


def git_apply(folder, patch, *options):
    return subprocess.run(
        ["git", "apply", "-v", "--whitespace=nowarn", *options, "-"],
        input=patch,
        cwd=folder,
        env=ENV,
        capture_output=True,
        check=False,
    )


@given(edits())
@example((b"a\nb", (Splice(3, 3, b"\nc", 0),)))
@example((b"a\n", (Splice(2, 2, b"b", 0),)))
@example((b"a\nb\n", (Splice(1, 2, b"", 0),)))
@example((b"a\n" * 20, (Splice(20, 22, b"", 0),)))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_git_gives_the_bytes_that_the_splices_define(tmp_path_factory, case):
    before, splices = case
    after = spliced(before, splices)
    folder = tmp_path_factory.mktemp("t")
    (folder / "f").write_bytes(before)
    diff = diff_file(FileChange("f", before, after, 0o100644, 0o100644), splices, hash="sha1")
    patch = render_diff([diff])
    if before == after:
        assert not diff.hunks
        return
    done = git_apply(folder, patch)
    assert done.returncode == 0, (done.stderr, patch)
    assert (folder / "f").read_bytes() == after
    if all(hunk.unique for hunk in diff.hunks):
        assert b"offset" not in done.stderr
    assert git_apply(folder, patch, "-R").returncode == 0
    assert (folder / "f").read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, b"new\n", id="created"),
        pytest.param(None, b"", id="created empty"),
        pytest.param(b"old", None, id="deleted without a newline"),
        pytest.param(b"", None, id="deleted empty"),
        pytest.param(b"a\0b", b"a\0c" * 30000, id="binary"),
        pytest.param(None, b"\0" * 70000, id="created binary"),
        pytest.param(b"\0" * 65535, b"\0" * 131070, id="binary of whole blocks"),
    ],
)
@pytest.mark.parametrize("name", ["f", "a b", "ü", 'q"t\\x', "tab\tnl\n", "\udcff", " /f", "a /b/ /c"])
def test_whole_files_under_any_name(tmp_path, before, after, name):
    if before is not None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(before)
    change = FileChange(
        name, before, after, before if before is None else 0o100644, after if after is None else 0o100644
    )
    splices = None if before is None or after is None else (Splice(0, len(before), after, 0),)
    patch = render_diff([diff_file(change, splices, hash="sha1")])
    done = git_apply(tmp_path, patch)
    assert done.returncode == 0, (done.stderr, patch[:300])
    assert (tmp_path / name).exists() is (after is not None)
    if after is not None:
        assert (tmp_path / name).read_bytes() == after
    assert git_apply(tmp_path, patch, "-R").returncode == 0
    assert (tmp_path / name).exists() is (before is not None)


def test_a_hunk_in_one_of_two_similar_functions_is_widened_until_it_is_the_only_place():
    body = b"    a = 1\n    b = 2\n    c = 3\n    d = 4\n    return a\n\n\n"
    before = b"def one():\n" + body + b"def two():\n" + body
    start = before.rindex(b"    c = 3\n")
    diff = diff_file(
        FileChange("f.py", before, before[:start] + before[start + 10 :], 0o100644, 0o100644),
        (Splice(start, start + 10, b"", 0),),
        hash="sha1",
    )
    assert b" def two():\n" in diff.hunks[0].lines
    assert diff.hunks[0].unique


@pytest.mark.parametrize("name", ["f", " /f", "a /b", "ü /b"])
def test_a_mode_alone_under_any_name(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"x\n")
    patch = render_diff([diff_file(FileChange(name, b"x\n", b"x\n", 0o100644, 0o100755), (), hash="sha1")])
    done = git_apply(tmp_path, patch)
    assert done.returncode == 0, (done.stderr, patch)
    assert (tmp_path / name).stat().st_mode & 0o100
