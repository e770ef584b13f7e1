"""Surroundings that fail: outputs closed or full, limits, a git that is missing, mad, killed or asleep."""

import os
import shlex
import subprocess

import pytest

from benchmarks.reliability.subject import make_subject


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return make_subject(tmp_path_factory.mktemp("faults") / "subject")


def run(subject, name, around="CMD", *words, path=None):
    command = shlex.join(subject.command(name, *words))
    return subprocess.run(
        ["/bin/bash", "-c", around.replace("CMD", command)],
        cwd=subject.box.folder,
        env={"PATH": path or os.environ["PATH"], "HOME": str(subject.folder / "home")},
        capture_output=True,
        check=False,
        timeout=60,
    )


def explained(done):
    """What was said, in which no trace of Python may stand."""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    return said


STREAMS = [
    pytest.param("CMD >&-", 3, "ad file descriptor", id="output closed"),
    pytest.param("CMD 2>&-", 0, "", id="messages closed"),
    pytest.param("CMD >&- 2>&-", 3, "", id="both closed"),
    pytest.param("CMD <&- >&- 2>&-", 3, "", id="all three closed"),
    pytest.param("CMD <&-", 0, "", id="input closed"),
    pytest.param("CMD >/dev/full", 3, "o space left on device", id="output full"),
    pytest.param("CMD >/dev/full 2>/dev/full", 3, "", id="both full"),
]  # fmt: skip


@pytest.mark.parametrize(("around", "status", "words"), STREAMS)
@pytest.mark.parametrize("name", ["lint", "build"])
def test_a_standard_stream_that_cannot_be_used(subject, name, around, status, words):
    done = run(subject, name, around)
    assert (done.returncode, words in explained(done)) == (status, True)


LIMITS = [
    pytest.param("ulimit -n 6; CMD", "too many open files", id="descriptors"),
    pytest.param("trap '' XFSZ; ulimit -f 0; CMD", "file too large", id="file size"),
    pytest.param("ulimit -v 22000; CMD", "", id="memory"),
]


@pytest.mark.parametrize(("around", "words"), LIMITS)
def test_a_limit_leaves_nothing(subject, around, words, tmp_path):
    out = tmp_path / "out"
    done = run(subject, "build", around, "-o", str(out), "--format", "text")
    assert done.returncode in (3, 127) if "-v" in around else done.returncode == 3
    assert words in explained(done)
    assert not out.exists() or not any(out.iterdir())


REAL = 'exec "$REAL" "$@"'


def over_an_object(body):
    """Return a git that is the real one until an object's id, `$x`, is asked for."""
    each = f'case "$x" in *commit?) echo "$x" | "$REAL" "$@";; *) {body};; esac'
    asked = f"while read -r x; do {each}; done"
    return f'case "$*" in *--batch*) {asked};; *) {REAL};; esac'


GITS = [
    pytest.param("echo hello", 3, "makes no sense", id="talks of something else"),
    pytest.param("head -c 3000 /dev/urandom", 3, "", id="talks garbage"),
    pytest.param("exit 0", 3, "makes no sense", id="says nothing"),
    pytest.param("exit 1", 3, "git-failed", id="fails"),
    pytest.param("kill -9 $$", 3, "git-failed", id="is killed"),
    pytest.param("exec sleep 30", 1, "timeout", id="sleeps"),
    pytest.param(over_an_object('exec sleep 30'), 1, "timeout", id="sleeps over an object"),
    pytest.param(over_an_object('exit 3'), 3, "cannot be read", id="ends early"),
    pytest.param(over_an_object('head -c 9999 /dev/urandom'), 3, "cannot be read", id="gives garbage for an object"),
    pytest.param(over_an_object('echo "$x tree 50"; echo z; exit'), 3, "broke off", id="gives half of an object"),
    pytest.param(over_an_object('echo "$x tree 5"; echo abcde'), 3, "cannot be read", id="gives a tree that is none"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "words"), GITS)
def test_a_git_that_goes_wrong(subject, body, status, words, tmp_path):
    fake, real = (
        tmp_path / "git",
        subprocess.run(["which", "git"], capture_output=True, check=True, text=True),
    )
    fake.write_text(f"#!/bin/sh\nREAL={real.stdout.strip()}\n{body}\n")
    fake.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run(subject, "build", "CMD", "--format", "text", "--timeout", "3", path=path)
    assert (done.returncode, words in explained(done)) == (status, True)


def test_no_git_at_all(subject, tmp_path):
    done = run(subject, "build", "CMD", "--format", "text", path=str(tmp_path))
    assert (done.returncode, "git-missing" in explained(done)) == (3, True)


@pytest.mark.parametrize("first", ["", "."], ids=["an empty part", "a dot"])
def test_no_program_of_the_tree_is_taken_for_git(subject, first):
    planted = subject.box.folder / "git"
    planted.write_text(f"#!/bin/sh\ntouch {subject.folder}/ran\n")
    planted.chmod(0o755)
    try:
        assert run(subject, "build", path=f"{first}:{os.environ['PATH']}").returncode == 0
    finally:
        planted.unlink()
    assert not (subject.folder / "ran").exists()


def test_a_part_of_the_program_that_cannot_be_read(subject, tmp_path):
    start = "import sys; sys.modules['patcher.report.frames'] = None; from patcher.cli import main; main()"
    done = subprocess.run(
        [
            os.environ.get("PYTHON", subject.command("lint")[0]),
            "-c",
            start,
            "lint",
            str(tmp_path / "none.yaml"),
        ],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, "a part of patcher cannot be read" in explained(done)) == (3, True)
