"""Files that are read from the disk: no link is followed, also where it comes between the look and the reading."""

import os
import stat

import pytest

from patcher.directory import DirectoryReader, read_beside_plan
from patcher.errors import PatcherError, PlanError
from patcher.tree import Tree


def files(root):
    reader = DirectoryReader(str(root))
    tree = Tree(reader)
    return {path: tree.read(path) for path, _ in tree.files()} if reader.root else {}


@pytest.fixture
def place(tmp_path):
    for name in ("tree/a", "tree/b/c", "plans/d", "secret"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "secret" / "f").write_bytes(b"secret\n")
    for name in ("tree/a/f", "tree/b/c/f", "tree/f", "plans/f", "plans/d/f"):
        (tmp_path / name).write_bytes(b"open\n")
    return tmp_path


def test_every_file_is_read(place):
    assert files(place / "tree") == {"a/f": b"open\n", "b/c/f": b"open\n", "f": b"open\n"}
    assert read_beside_plan(str(place / "plans" / "p.yaml"), "d/f") == b"open\n"
    assert read_beside_plan(str(place / "plans" / "p.yaml"), "f") == b"open\n"


def swapped(monkeypatch, moment, path, to):
    """Put a link in the place of a path right after a call has looked at it."""
    real = getattr(os, moment)

    def looked(name, *words, **named):
        found = real(name, *words, **named)
        if os.path.basename(path) == os.path.basename(os.fsdecode(name)) and not os.path.islink(path):
            os.rename(path, f"{path}.away")
            os.symlink(to, path)
        return found

    monkeypatch.setattr(os, moment, looked)


@pytest.mark.parametrize("inside", ["a", "g"], ids=["a folder", "a file"])
def test_a_link_that_comes_between_is_not_followed(place, monkeypatch, inside):
    (place / "tree" / "g").write_bytes(b"open\n")
    to = place / "secret" / ("f" if inside == "g" else "")
    swapped(monkeypatch, "stat", str(place / "tree" / inside), str(to))
    with pytest.raises(PatcherError) as caught:
        files(place / "tree")
    assert [each.code for each in caught.value.problems] == ["file-unreadable"]


@pytest.mark.parametrize("relative", ["link/f", "d/link", "link"])
def test_a_link_below_the_plan_is_refused(place, relative):
    where = place / "plans" / relative[: relative.index("link") + 4]
    where.symlink_to(place / "secret" / ("" if relative == "link/f" else "f"))
    with pytest.raises(PlanError) as caught:
        read_beside_plan(str(place / "plans" / "p.yaml"), relative)
    assert [each.code for each in caught.value.problems] == ["unsafe-path"]


def test_a_file_where_a_folder_should_be_is_told_as_such(place):
    with pytest.raises(PatcherError) as caught:
        read_beside_plan(str(place / "plans" / "p.yaml"), "f/x")
    assert [each.code for each in caught.value.problems] == ["file-unreadable"]


def test_a_pipe_is_not_waited_for(place):
    os.mkfifo(place / "plans" / "pipe")
    with pytest.raises(PatcherError) as caught:
        read_beside_plan(str(place / "plans" / "p.yaml"), "pipe")
    assert "not a plain file" in caught.value.problems[0].message


@pytest.mark.parametrize("change", [b"open and more\n", b"read\n", b""], ids=["longer", "as long", "emptied"])
def test_a_file_that_is_written_to_while_it_is_read_is_refused(place, monkeypatch, change):
    real, path = os.fstat, place / "tree" / "a" / "f"

    def looked(handle):
        found = real(handle)
        if stat.S_ISREG(found.st_mode) and path.read_bytes() == b"open\n":
            path.write_bytes(change)
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
        return found

    monkeypatch.setattr(os, "fstat", looked)
    with pytest.raises(PatcherError) as caught:
        files(place / "tree")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (
        "file-unreadable",
        "`a/f` cannot be read: it changed while it was read",
    )
    assert problem.hint == "run it again when nobody writes there"
