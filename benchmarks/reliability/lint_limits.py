"""The dearest plans of legal size that are known: `lint` takes 2 s of CPU time and 256 MiB for each of them at most.

python -m benchmarks.reliability.lint_limits
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS, MEBIBYTES = 2.0, 256
_SIZE = 1 << 20
_HEAD = "patcher: 1\nplan: p\ntitle: T\nauthor: {name: A. M, email: a@example.org}\n"
_STEP = "steps:\n  - id: a\n    subject: x\n    edits:\n"
_ONE = _STEP + "      - delete_files: [f]\n"


def _filled(head: str, row: str | Callable[[int], str]) -> str:
    """Return a text of a plan's size: a head, then rows."""
    rows, size = [head], len(head)
    for number in range(_SIZE):
        text = row if isinstance(row, str) else row(number)
        size += len(text.encode())
        if size > _SIZE:
            break
        rows.append(text)
    return "".join(rows)


def _patterns(pattern: Callable[[int], str]) -> str:
    return _filled(
        _HEAD + _STEP, lambda number: f"      - delete: {{line: '{pattern(number)}'}}\n        file: f\n"
    )


def _set(number: int) -> str:
    return "[" + "".join(chr(0x4E00 + (number * 37 + at * 2) % 20_000) for at in range(60)) + "]"


def plans() -> Iterator[tuple[str, str]]:
    """Yield the name of a plan and its text."""
    yield "sets", _patterns(_set)
    yield "sets of both cases", _patterns(lambda n: f"(?i){_set(n)}")
    yield "full folding", _patterns(lambda n: f"(?if){_set(n)}ß{n}")
    yield "looks around", _patterns(lambda n: f"(?<=a{n}|b*c)x(?=d|e+)[{n}]")
    yield "groups", _patterns(lambda n: "(" * 30 + "a" + ")" * 30 + f"[{n}]")
    yield "repeats", _patterns(lambda n: f"(?:a|b{n}|[cd]){{1,{200 + n % 90}}}")
    yield "fuzzy ones", _patterns(lambda n: f"(?:abc{n}){{e<=3}}")
    yield "small checks", _filled(_HEAD + _ONE + "    checks:\n", lambda n: f"      - absent: '[a{n}]b'\n")
    yield "aliases", _filled("a0: &a0 [x]\n", lambda n: f"a{n + 1}: &a{n + 1} [*a{n},*a{n}]\n")
    yield "lists in lists", _HEAD + "steps:\n  - " + "[" * 900_000
    yield "lists of letters", _HEAD + "steps: [" + "a," * (_SIZE // 2)
    yield "pairs in a list", _HEAD + "steps: [" + "a: ," * (_SIZE // 4)
    yield "lists as deep as may be", _filled(_HEAD + "steps:\n", "  - " + "[" * 58 + "]" * 58 + "\n")
    yield "a key many times", _HEAD + "steps: {" + "a: 1," * 180_000 + "}"
    yield "unknown keys", _filled(_HEAD, lambda n: f"k{n}: 1\n")
    yield "pathspecs", _filled(_HEAD + _STEP, lambda n: f"      - delete_files: ['**/a{n}*?[a-z]/**']\n")
    yield "edits", _filled(_HEAD + _STEP, "      - delete: {line: a}\n        file: f\n")
    yield "scissors", _filled(_HEAD + "steps:\n  - id: a\n    subject: x\n    body: |\n", "      -- >8 --\n")
    yield "a long subject", _HEAD + "steps:\n  - id: a\n    subject: '" + "é a " * 200_000 + "'\n"
    yield "dashes", "- " * (_SIZE // 2)
    yield "NULs", "\0" * _SIZE


def measured(plan: str, folder: Path) -> tuple[int, float, int]:
    """Return exit status, seconds of CPU time and MiB of memory of `lint`."""
    path = folder / "plan.yaml"
    path.write_bytes(plan.encode()[:_SIZE])
    with open(folder / "said", "wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "patcher", "lint", str(path)], stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def main() -> int:
    """Print what each takes; 1 where one takes more than it may or ends in no words."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, plan in plans():
            status, seconds, memory = measured(plan, Path(folder))
            bad = seconds > SECONDS or memory > MEBIBYTES or status not in (0, 2)
            wrong += bad
            print(f"{name:24} exit {status}  {seconds:5.2f} s  {memory:4} MiB{'  too much' if bad else ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
