"""The manifest and the output folder: all or nothing, and nothing that is not its own."""

import dataclasses
import errno
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.errors import Refusal, SurroundingsError
from patcher.series import (
    Manifest,
    ManifestStep,
    digest,
    parse_manifest,
    read_folder,
    render_manifest,
    write_folder,
)

TREE = "a" * 40


def series(*words, plan="plan"):
    """The files of a series of one patch a word."""
    files = {f"{n:04d}-{word}.patch": f"{plan} {word}\n".encode() for n, word in enumerate(words, 1)}
    steps = tuple(
        ManifestStep(
            id=name[:4],
            patch=name,
            digest=digest(data),
            tree=TREE,
            message="m\n",
            author="A <a@x>",
            date="2026-05-14T09:00:00+10:00",
            edits=(
                {
                    "line": 3,
                    "action": "delete",
                    "ranges": [{"file": "\udcff", "first_line": 1, "last_line": 2}],
                },
            ),
            added=1,
            deleted=2,
        )
        for name, data in files.items()
    )
    files["series"] = "".join(f"{step.patch}\n" for step in steps).encode()
    listed = {name: digest(data) for name, data in files.items()}
    manifest = Manifest(plan, digest(plan.encode()), "b" * 40, TREE, "sha1", steps, listed)
    return files | {"manifest.json": render_manifest(manifest)}


OLD, NEW = series("one", "two", "three"), series("one", "other", plan="new")


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def beside(folder):
    return sorted(path.name for path in folder.parent.iterdir() if path.name != folder.name)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_a_manifest_is_written_as_json_with_an_indent_of_one(document):
    known = parse_manifest(OLD["manifest.json"])
    step = dataclasses.replace(known.steps[0], edits=(document,))
    data = render_manifest(dataclasses.replace(known, steps=(step,)))
    found = json.loads(data)
    assert (json.dumps(found, indent=1, sort_keys=True) + "\n").encode() == data
    own = found.pop("digest")
    assert digest((json.dumps(found, indent=1, sort_keys=True) + "\n").encode()) == own


def test_a_manifest_comes_back_as_it_was():
    data = OLD["manifest.json"]
    manifest = parse_manifest(data)
    assert render_manifest(manifest) == data
    assert data.endswith(b"\n}\n")
    assert data.isascii()
    assert list(json.loads(data)) == sorted(json.loads(data))
    assert [step.patch for step in manifest.steps] == ["0001-one.patch", "0002-two.patch", "0003-three.patch"]


def edited(change):
    document = json.loads(OLD["manifest.json"])
    change(document)
    document.pop("digest")
    document["digest"] = digest((json.dumps(document, indent=1, sort_keys=True) + "\n").encode())
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


MANIFESTS = [
    pytest.param(b"", id="empty"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"[" * 100_000, id="deep"),
    pytest.param(b"\xff", id="no text"),
    pytest.param(OLD["manifest.json"][:-1], id="no newline at the end"),
    pytest.param(OLD["manifest.json"].replace(b'"line": 3', b'"line": 4'), id="a number changed"),
    pytest.param(OLD["manifest.json"].replace(b'"line": 3', b'"line":  3'), id="a blank more"),
    pytest.param(OLD["manifest.json"].replace(b'"line": 3', b'"line": 3, "line": 3'), id="a key twice"),
    pytest.param(edited(lambda d: d.update(format=2)), id="another format"),
    pytest.param(edited(lambda d: d.update(extra=1)), id="a key too many"),
    pytest.param(edited(lambda d: d.pop("plan")), id="a key too few"),
    pytest.param(edited(lambda d: d["base"].update(tree="xyz")), id="a tree that is none"),
    pytest.param(edited(lambda d: d["base"].update(commit=1)), id="a commit that is a number"),
    pytest.param(edited(lambda d: d["steps"][0].update(patch="../x")), id="a patch elsewhere"),
    pytest.param(edited(lambda d: d["files"].update({"../../x": digest(b"")})), id="a file elsewhere"),
    pytest.param(edited(lambda d: d["files"].update({"": digest(b"")})), id="a file without name"),
    pytest.param(edited(lambda d: d["files"].pop("0001-one.patch")), id="a patch that is no file"),
    pytest.param(edited(lambda d: d["steps"][0].update(added=True)), id="a truth for a number"),
    pytest.param(edited(lambda d: d["steps"][0].update(edits=[1])), id="an edit that is a number"),
    pytest.param(edited(lambda d: d.update(steps={})), id="steps that are no list"),
    pytest.param(edited(lambda d: d.update(steps=[])), id="no steps"),
    pytest.param(edited(lambda d: d["steps"][0].update(date="yesterday")), id="a date that is none"),
    pytest.param(
        edited(lambda d: d["steps"][0].update(date="2026-05-14T09:00:00")), id="a date without offset"
    ),
    pytest.param(
        edited(lambda d: d["steps"][0]["edits"][0].update(ranges=[1])), id="a range that is a number"
    ),
    pytest.param(
        edited(lambda d: d["steps"][0]["edits"][0].update(ranges=[{"file": "f"}])), id="a range without lines"
    ),
]


@pytest.mark.parametrize("data", MANIFESTS)
def test_a_manifest_that_is_not_as_it_was_written_is_refused(data):
    with pytest.raises(Refusal) as caught:
        parse_manifest(data, "m.json")
    (problem,) = caught.value.problems
    assert (problem.code, problem.target.file) == ("series-damaged", "m.json")


def test_a_series_is_written_and_read_back(tmp_path):
    folder = tmp_path / "patches" / "plan"
    write_folder(str(folder), OLD)
    files, manifest = read_folder(str(folder))
    assert files == OLD == content(folder)
    assert render_manifest(manifest) == OLD["manifest.json"]
    assert beside(folder) == []


def test_a_new_series_takes_the_place_of_the_old_one(tmp_path):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    write_folder(folder, NEW)
    assert content(folder) == NEW
    assert beside(folder) == []


def test_what_stands_there_already_is_not_touched(tmp_path):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    write_folder(folder, OLD)
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} == before


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_umask_says_who_may_read(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_folder(tmp_path / "plan", OLD)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "plan").iterdir()} == {mode}


FOREIGN = [
    pytest.param(lambda f: (f / "notes.txt").write_text("mine"), "`notes.txt`", id="a file"),
    pytest.param(lambda f: (f / "0009-mine.patch").write_text("mine"), "`0009-mine.patch`", id="a patch"),
    pytest.param(lambda f: (f / "sub").mkdir(), "`sub`", id="a folder"),
    pytest.param(lambda f: (f / "link").symlink_to("series"), "`link`", id="a link"),
    pytest.param(lambda f: os.mkfifo(f / "pipe"), "`pipe`", id="a pipe"),
    pytest.param(
        lambda f: ((f / "series").unlink(), (f / "series").symlink_to("/dev/null")), "`series`", id="its own name as a link"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("put", "name"), FOREIGN)
def test_a_folder_with_what_is_not_its_own_is_refused(tmp_path, put, name):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    put(folder)
    names = sorted(os.listdir(folder))
    with pytest.raises(Refusal) as caught:
        write_folder(folder, NEW)
    (problem,) = caught.value.problems
    assert problem.code == "folder-foreign"
    assert name in problem.message
    assert sorted(os.listdir(folder)) == names
    assert (folder / "manifest.json").read_bytes() == OLD["manifest.json"]
    assert beside(folder) == []
    with pytest.raises(Refusal):
        read_folder(folder)


def test_files_without_a_manifest_are_not_its_own(tmp_path):
    (tmp_path / "0001-one.patch").write_bytes(b"mine\n")
    with pytest.raises(Refusal) as caught:
        write_folder(tmp_path, OLD)
    assert caught.value.problems[0].code == "folder-foreign"
    assert content(tmp_path) == {"0001-one.patch": b"mine\n"}


def test_a_damaged_manifest_says_to_delete_the_folder(tmp_path):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    (folder / "manifest.json").write_bytes(b"{}")
    with pytest.raises(Refusal) as caught:
        write_folder(folder, NEW)
    assert "delete the folder" in caught.value.problems[0].hint
    write_folder(folder, OLD)
    assert content(folder) == OLD


def test_a_link_for_a_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "plan").symlink_to("real")
    with pytest.raises(SurroundingsError) as caught:
        write_folder(tmp_path / "plan", OLD)
    assert "symbolic link" in caught.value.problems[0].message
    assert not os.listdir(tmp_path / "real")


@pytest.mark.parametrize("link", ["patches", "patches/plan"])
def test_a_relative_path_leads_through_no_link(tmp_path, monkeypatch, link):
    (tmp_path / "real" / "plan").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "real")
    with pytest.raises(SurroundingsError) as caught:
        write_folder("patches/plan", OLD)
    assert f"`{link}` is a symbolic link" in caught.value.problems[0].message
    assert [path.name for path in (tmp_path / "real").rglob("*")] == ["plan"]


def test_a_relative_path_may_lead_up_and_an_absolute_one_through_links(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_folder(tmp_path / "link" / "a" / "plan", OLD)
    monkeypatch.chdir(tmp_path / "real")
    write_folder("../b/plan", OLD)
    write_folder("plan", OLD)
    for folder in ("real/a/plan", "b/plan", "real/plan"):
        assert content(tmp_path / folder) == OLD


class Swap:
    """Puts a link in the place of a folder just before a call, or just after it, the nth time."""

    def __init__(self, real, nth, after, folder, secret):
        self.real, self.left, self.after, self.folder, self.secret = real, nth, after, folder, secret
        self.hit = False

    def __call__(self, *words, **named):
        self.left -= 1
        if self.left == 0 and not self.after:
            self.swap()
        done = self.real(*words, **named)
        if self.left == 0 and self.after:
            self.swap()
        return done

    def swap(self):
        self.hit = True
        if self.folder.exists():
            self.folder.rename(f"{self.folder}.away")
        self.folder.symlink_to(self.secret)


@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "replace", "scandir", "stat", "fstat"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("swapped", ["patches", "patches/plan"])
@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
def test_a_link_that_comes_up_on_the_way_leads_nothing_elsewhere(
    tmp_path, monkeypatch, call, after, swapped, absolute
):
    for nth in range(1, 60):
        top = tmp_path / str(nth)
        secret = top / "secret"
        write_folder(secret / "plan" if swapped == "patches" else secret, OLD)
        (top / "base").mkdir()
        monkeypatch.chdir(top / "base")
        write_folder("patches/plan", OLD)
        before = {path: path.read_bytes() for path in secret.rglob("*") if path.is_file()}
        swap = Swap(getattr(os, call), nth, after, top / "base" / swapped, secret)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, swap)
            with suppress(SurroundingsError, Refusal):
                write_folder(top / "base/patches/plan" if absolute else "patches/plan", NEW)
                assert call.endswith("stat") or content(top / "base/patches/plan") == NEW
        if not swap.hit:
            break
        if absolute and swapped == "patches" and content(secret / "plan") == NEW:
            continue  # it stood there before the folder was opened: what the path says is where it leads
        assert {path: path.read_bytes() for path in secret.rglob("*") if path.is_file()} == before
        assert beside(secret) == ["base"]
    assert nth > 1


def test_a_file_for_a_folder_is_refused(tmp_path):
    (tmp_path / "plan").write_text("x")
    with pytest.raises(SurroundingsError):
        write_folder(tmp_path / "plan", OLD)
    with pytest.raises(SurroundingsError):
        write_folder(tmp_path / "plan" / "below", OLD)
    assert (tmp_path / "plan").read_text() == "x"


DAMAGED = [
    pytest.param(lambda f: (f / "0002-two.patch").unlink(), "series-damaged", "is missing", id="a patch is missing"),
    pytest.param(lambda f: (f / "0002-two.patch").write_bytes(b"x"), "series-damaged", "other bytes", id="a patch differs"),
    pytest.param(lambda f: (f / "series").write_bytes(b"x"), "series-damaged", "other bytes", id="the series differs"),
    pytest.param(lambda f: (f / "manifest.json").unlink(), "series-damaged", "no `manifest.json`", id="no manifest"),
    pytest.param(lambda f: (f / "0004-x.patch").write_bytes(b"x"), "folder-foreign", "no file of the series", id="one too many"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "code", "words"), DAMAGED)
def test_a_damaged_folder_is_refused(tmp_path, damage, code, words):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    damage(folder)
    with pytest.raises(Refusal) as caught:
        read_folder(folder)
    assert caught.value.problems[0].code == code
    assert words in caught.value.problems[0].message


def test_all_that_is_damaged_is_told(tmp_path):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    (folder / "0001-one.patch").unlink()
    (folder / "0003-three.patch").write_bytes(b"")
    (folder / "more").write_bytes(b"")
    with pytest.raises(Refusal) as caught:
        read_folder(folder)
    assert len(caught.value.problems) == 3


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(SurroundingsError) as caught:
        read_folder(tmp_path / "none")
    assert caught.value.problems[0].code == "file-unreadable"


# faults

CALLS = ["mkdir", "open", "fsync", "replace", "scandir", "stat", "fdopen"]


class Fault:
    """Lets a call of the operating system fail, or be interrupted, the nth time."""

    def __init__(self, real, nth, wrong):
        self.real, self.left, self.wrong, self.hit = real, nth, wrong, False

    def __call__(self, *words, **named):
        self.left -= 1
        if self.left == 0:
            self.hit = True
            raise self.wrong
        return self.real(*words, **named)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "wrong", [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "I/O error"), KeyboardInterrupt()],
    ids=["disk full", "disk broken", "interrupt"],
)  # fmt: skip
def test_whatever_fails_the_folder_is_as_it_was(tmp_path, monkeypatch, call, wrong):
    codes = set()
    for nth in range(1, 40):
        folder = tmp_path / str(nth) / "plan"
        folder.parent.mkdir()
        write_folder(folder, OLD)
        fault = Fault(getattr(os, call), nth, wrong)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fault)
            try:
                write_folder(folder, NEW)
            except KeyboardInterrupt:
                assert isinstance(wrong, KeyboardInterrupt)
            except SurroundingsError as caught:
                codes.add(caught.problems[0].code)
        if not fault.hit:
            assert content(folder) == NEW
            break
        assert content(folder) in (OLD, NEW)
        assert beside(folder) == []
        write_folder(folder, NEW)
        assert content(folder) == NEW
    assert nth > 1
    assert codes <= {"cannot-write"}


@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "replace"])
def test_a_first_build_that_fails_leaves_nothing(tmp_path, monkeypatch, call):
    for nth in range(1, 40):
        folder = tmp_path / str(nth) / "patches" / "plan"
        fault = Fault(getattr(os, call), nth, OSError(errno.ENOSPC, "No space left on device"))
        (tmp_path / str(nth)).mkdir()
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fault)
            try:
                write_folder(folder, OLD)
            except SurroundingsError:
                assert not (tmp_path / str(nth) / "patches").exists()
        if not fault.hit:
            break
    assert nth > 1


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[3])
from test_series_folder import NEW
from patcher.series import write_folder
real, left = os.replace, int(sys.argv[2])
def replace(*words, **named):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*words, **named)
os.replace = replace
write_folder(sys.argv[1], NEW)
"""


@pytest.mark.parametrize("nth", range(1, 9))
def test_a_build_that_is_killed_leaves_each_file_absent_old_or_complete(tmp_path, nth):
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    words = [sys.executable, "-c", KILLED, str(folder), str(nth), os.path.dirname(__file__)]
    done = subprocess.run(words, check=False)
    assert done.returncode == -signal.SIGKILL
    for name, data in content(folder).items():
        assert data in (OLD.get(name), NEW.get(name)), name
    # Another plan's build, which knows nothing of the one that was killed, mends it all the same.
    write_folder(folder, OLD)
    assert content(folder) == OLD
    assert beside(folder) == []


def test_two_builds_at_once_do_not_mix(tmp_path):
    folder = tmp_path / "plan"
    wrong = []

    def build(files):
        try:
            for _ in range(10):
                write_folder(folder, files)
        except (Refusal, SurroundingsError) as caught:
            wrong.append(caught)

    threads = [threading.Thread(target=build, args=(files,)) for files in (OLD, NEW)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert content(folder) in (OLD, NEW)
    assert beside(folder) == []


def test_nothing_outside_is_removed_for_a_manifest_that_says_so(tmp_path):
    (tmp_path / "precious").write_text("x")
    folder = tmp_path / "plan"
    write_folder(folder, OLD)
    (folder / "manifest.json").write_bytes(edited(lambda d: d["files"].update({"../precious": digest(b"x")})))
    with pytest.raises(Refusal):
        write_folder(folder, NEW)
    assert (tmp_path / "precious").read_text() == "x"
