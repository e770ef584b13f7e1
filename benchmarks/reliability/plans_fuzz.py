"""Damaged and random plans: each is read, or refused in words, and never more than that.

    python -m benchmarks.reliability.plans_fuzz [--inputs 20000] [--seed 1] [--atheris]

A plan is put together from pieces of right plans and of what has hurt readers of YAML and of patterns
before. What comes out must be a plan, or problems that can be drawn as frames, each with a code that
the registry knows and a place inside the text. With `--atheris` what the reader does with a plan leads
the way to the next one; that package installs itself where it is missing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import NoReturn

from patcher.codes import CODES
from patcher.errors import PatcherError
from patcher.report.frames import render_problems
from patcher.spec import parse_plan

ROOT = Path(__file__).resolve().parents[2]
PIECES = [
    b"{", b"}", b"[", b"]", b": ", b"- ", b"&a ", b"*a", b"!!x ", b"<<: ", b"'", b'"', b"\\", b"\n", b"  ", b"\t", b"#",
    b"| ", b"> ", b"|9\n", b"%", b"@", b"`", b"? ", b",", b"\r", b"---\n", b"...\n", b"\0", b"\xff", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b'"\\ud800"', b'"\\x00"', b'"\\b"', b"~", b"null", b"no", b"010", b"1e9",
    b"0x1F", b"99999999999999999999", b"-1", b"..", b".git/", b".GIT", b"git~1", b"//", b"C:\\", b"(?:a{9}){9}", b"a{99999}",
    b"(?R)",
    b"(?w)", b"(?P<a>", b"\\g<1>", b"\\g<\xc2\xb2>", b"\\N{x}", b"\\p{x}", b"[[:x:]]", b"{e<9}", b"(?<=a*)", b"[z-a]", b"*+", b"\\",
    b"delete: ", b"within: ", b"from: ", b"through: ", b"steps:\n", b"edits:\n", b"count: any", b"near: 1-", b"expect: {lines: ",
]  # fmt: skip


def seeds() -> list[bytes]:
    """Return right plans to begin with."""
    found = sorted(
        [
            *ROOT.glob("specs/*.yaml"),
            *ROOT.glob("specs/real/**/*.yaml"),
            *ROOT.glob("tests/cases/*/*/plan.yaml"),
        ]
    )
    return [path.read_bytes()[:6000] for path in found[:400]]


def damaged(random: Random, known: list[bytes]) -> bytes:
    """Return a plan that something has happened to."""
    data = bytearray(random.choice(known))
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(data) + 1)
        kind = random.randrange(5)
        if kind == 0:
            data[at:at] = random.choice(PIECES)
        elif kind == 1:
            del data[at : at + random.randint(1, 20)]
        elif kind == 2 and data:
            start = random.randrange(len(data))
            data[at:at] = data[start : start + random.randint(1, 80)]
        elif kind == 3 and at < len(data):
            data[at] = random.randrange(256)
        else:
            other = random.choice(known)
            start = random.randrange(len(other))
            data[at : at + random.randint(0, 40)] = other[start : start + random.randint(1, 60)]
    return bytes(data)


def judged(data: bytes) -> str:
    """Return what came of a plan; raises `AssertionError` where a refusal is no good one, or whatever the reader raised."""
    try:
        parse_plan(data, "p.yaml")
    except PatcherError as error:
        refused_well(error, data.decode("utf-8", "replace"))
        return "refused"
    return "read"


def refused_well(error: PatcherError, text: str) -> None:
    """Raise `AssertionError` where a refusal is no good one: its codes, its places, what can be drawn of it."""
    assert error.problems
    for problem in error.problems:
        assert problem.code in CODES, problem.code
        assert problem.code != "defect", problem.message
        # What is missed at the end of a plan is told of the line behind it.
        assert problem.plan is None or 1 <= problem.plan.line <= text.count("\n") + 2, problem
    frames = render_problems(error.problems, {"p.yaml": text})
    assert not unseen(frames), frames


def unseen(text: str) -> set[str]:
    """Return the characters of a printed text that steer a terminal or are not seen."""
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {mark for mark in text if mark != "\n" and unicodedata.category(mark) in hidden}


def run(inputs: int, seed: int) -> tuple[Counter[str], list[tuple[bytes, str]]]:
    """Return how many plans were read and refused, and those at which the reader failed."""
    random, known = Random(seed), seeds()
    counts: Counter[str] = Counter()
    failed = []
    for _ in range(inputs):
        data = damaged(random, known)
        try:
            counts[judged(data)] += 1
        except Exception as error:
            failed.append((data, f"{type(error).__name__}: {error}"))
    return counts, failed


def led(inputs: int, seed: int) -> int:
    """Let the reader's coverage lead the way; return 1 where it failed at a plan, which is printed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plans").mkdir()
        for number, plan in enumerate(seeds()):
            (folder / "plans" / str(number)).write_bytes(plan)
        words = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in PIECES)
        (folder / "words").write_text("".join(f'"{word}"\n' for word in words))
        child = os.fork()  # the fuzzer ends the process that it runs in
        if not child:
            _atheris(folder, inputs, seed)
        _, status = os.waitpid(child, 0)
        for path in folder.glob("failed*"):
            print(path.read_bytes())
    return int(status != 0)


def _atheris(folder: Path, inputs: int, seed: int) -> NoReturn:
    if find_spec("atheris") is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "atheris"]
        subprocess.run(pip, check=True)
    atheris = import_module("atheris")
    atheris.instrument_all()
    options = [f"-runs={inputs}", f"-seed={seed}", "-max_len=8192", f"-dict={folder / 'words'}"]
    bounds = ["-timeout=10", "-rss_limit_mb=1024", f"-artifact_prefix={folder}/failed-"]
    atheris.Setup([sys.argv[0], *options, *bounds, str(folder / "plans")], _seen)
    atheris.Fuzz()
    sys.exit(0)


def _seen(data: bytes) -> None:
    judged(data)


def main() -> int:
    """Print the figures, and the plans at which the reader failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    asked = parser.parse_args()
    if asked.atheris:
        return led(asked.inputs, asked.seed)
    began = time.monotonic()
    counts, failed = run(asked.inputs, asked.seed)
    for data, why in failed[:10]:
        print(f"{why}\n  {data!r}")
    print(f"{asked.inputs} plans in {time.monotonic() - began:.0f} s: {dict(counts)}; {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
