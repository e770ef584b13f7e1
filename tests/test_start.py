"""A signal ends the program in one line whenever it comes: at its start, in the midst of its work, at its end."""

import os
import signal
import subprocess
import sys
import time

import pytest

# Sends itself a signal when a module is first looked for.
START = """
import os, sys
name, number = sys.argv[1], int(sys.argv[2])
class Finder:
    @staticmethod
    def find_spec(found, path=None, target=None):
        if found == name:
            sys.meta_path.remove(Finder)
            os.kill(os.getpid(), number)
sys.meta_path.insert(0, Finder)
sys.argv[1:] = sys.argv[3:]
from patcher.__main__ import main
main()
"""
PLAN = """\
patcher: 1
plan: p
title: T
date: 2026-01-01T00:00:00Z
author: {name: A, email: a@example.org}
steps:
  - id: one
    subject: "drop it"
    edits:
      - delete: {line: '(?i)x'}
        file: f
"""
LINES = {signal.SIGINT: "stopped; nothing was left half done\n", signal.SIGTERM: "terminated; nothing was left half done\n"}  # fmt: skip
MODULES = [
    "patcher.cli", "enum", "re", "click", "click.core", "patcher.cli.boundary", "patcher.cli.build", "patcher.cli.options", "patcher.cli.session",
    "patcher.pipeline", "patcher.spec", "yaml", "regex", "patcher.syntax.registry", "patcher.series.placing", "patcher.report.screen",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "p.yaml").write_text(PLAN)
    (tmp_path / "f").write_text("a\nx\nb\n")
    return tmp_path


def run(folder, words, code, *command, **named):
    return subprocess.run(
        [sys.executable, "-c", code, *words, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **named,
    )


@pytest.mark.parametrize("number", LINES, ids=lambda number: number.name)
@pytest.mark.parametrize("module", MODULES)
def test_a_signal_amid_an_import_is_one_line(folder, module, number):
    done = run(folder, [module, str(int(number))], START, "build", "p.yaml", "--dir")
    late = module == "patcher.report.screen"
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", LINES[number])
    assert (folder / "patches").exists() == late


KEPT = """
import atexit, os
class Kept:
    def __del__(self, write=os.write):
        write(1, b"taken apart")
kept = Kept()
atexit.register(print, "told")
from patcher.__main__ import main
main()
"""


@pytest.mark.parametrize(("words", "status"), [(["--version"], 0), (["build", "none.yaml"], 3)])
def test_the_process_ends_with_the_command_line(folder, words, status):
    done = run(folder, [], KEPT, *words)
    assert done.returncode == status
    assert done.stdout.endswith("told\n")


def test_a_module_that_is_not_looked_for_sends_nothing(folder):
    done = run(folder, ["none", "2"], START, "build", "p.yaml", "--dir")
    assert (done.returncode, done.stderr.startswith("Not run:")) == (0, False)
    assert sorted(os.listdir(folder / "patches" / "p")) == ["0001-drop-it.patch", "manifest.json", "series"]


def test_a_signal_that_the_caller_has_switched_off_stays_so(folder):
    ignoring = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.executable, [sys.executable, '-c', *sys.argv[1:]])"
    done = run(folder, [START, "yaml", "2"], ignoring, "build", "p.yaml", "--dir")
    assert done.returncode == 0


@pytest.mark.parametrize("number", LINES, ids=lambda number: number.name)
def test_a_signal_while_the_output_is_full_is_one_line(folder, number):
    """What stops at the last moment stops before the pipe that nobody reads."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while True:
            os.write(write, b"x" * 65536)
    except BlockingIOError:
        os.set_blocking(write, True)
    process = subprocess.Popen(
        [sys.executable, "-m", "patcher", "schema"],
        cwd=folder,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while "pipe_write" not in _waits_in(process.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
        os.close(read)
        os.close(write)
    assert (process.returncode, said) == (128 + number, LINES[number])


def _waits_in(pid):
    """Return the system call that a process is in, as far as the system tells."""
    try:
        with open(f"/proc/{pid}/wchan", encoding="ascii") as file:
            return file.read() or "pipe_write"
    except OSError:
        time.sleep(1)
        return "pipe_write"
