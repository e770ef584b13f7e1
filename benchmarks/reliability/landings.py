"""Wrong landings: one line goes from one of several similar functions, and the patch meets a copy that drifted.

    python -m benchmarks.reliability.landings [--cases 1000] [--seed 1]

A patch has landed right where exactly that line of exactly that function is gone, wrong where a program
takes it with exit status 0 and anything else came out, and is refused otherwise. Each case is tried with
our patch and with that of `git diff`, which has three lines of context. There are two kinds of copies:

- *changed*: lines near the one that goes and elsewhere are others, functions have other names, other
  functions and imports came. Where the old text of a hunk stands once, it can go nowhere else here.
- *rebuilt*: besides, similar functions were copied, taken away, or put in another order. Such work can
  make the text that a hunk looks for anew, in another function, unless its own header is in the hunk.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.reliability.box import Box
from patcher.diff import diff_file, render_diff
from patcher.edit.model import Splice
from patcher.pipeline.edit_results import DefinitionAround
from patcher.source import SourceFile
from patcher.syntax.registry import language_of, syntax_of
from patcher.tree.model import FILE, FileChange

_STATEMENTS = ["x = load(path)", "if not x:", "    return None", "check(x)", "for each in x:", "    use(each)", "y = len(x)",
               "log(y)", "save(x)", "close(path)"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line that knows which one it is, whatever it says and wherever it goes."""

    id: int
    text: str


Function = list[Line]


def base_of(random: Random) -> list[Function]:
    """Return functions whose bodies are the same, but for their names and a line here and there.

    One file in three has functions of up to 40 lines, with up to three of their own.
    """
    count = 0
    functions = []
    body, own = _body(random)
    for name in range(random.randrange(2, 7)):
        rows = [f"def step_{name}(path):", *(f"    {row}" for row in body), "", ""]
        for _ in range(random.choice(own)):
            rows.insert(random.randrange(1, len(rows) - 2), f"    only_here({name}, {random.randrange(99)})")
        functions.append([Line(count + at, row) for at, row in enumerate(rows)])
        count += len(rows)
    return functions


def _body(random: Random) -> tuple[list[str], Sequence[int]]:
    """Return what all functions of a file have in common, and how many lines of its own one may have."""
    if random.random() < 2 / 3:
        return random.sample(_STATEMENTS, random.randrange(5, 10)), (0, 0, 1)
    length = random.randrange(10, 37)
    return [random.choice([*_STATEMENTS[:4], f"stage_{at}(x)"]) for at in range(length)], (0, 1, 2, 3)


def drifted(random: Random, functions: list[Function], goes: Line, kind: str) -> list[Function]:
    """Return the functions after somebody else's work on them."""
    found = [list(function) for function in functions]
    (home,) = (at for at, function in enumerate(found) if goes in function)
    if random.random() < 0.7:  # near the line that goes, so that its own place fits no more
        near = found[home]
        at = max(1, min(len(near) - 3, near.index(goes) + random.choice([-2, -1, 1, 2])))
        if near[at] != goes:
            near[at] = Line(near[at].id, f"    changed({random.randrange(9)})")
    for _ in range(random.randrange(1, 4)):
        _work(random, found, random.choice(["other", "rename", "top", "line"]))
    if kind == "rebuilt":
        _work(random, found, random.choice(["take", "copy", "order"]))
    return found


def _work(random: Random, found: list[Function], kind: str) -> None:
    at = random.randrange(len(found))
    if kind == "rename":
        found[at][0] = Line(found[at][0].id, f"def renamed_{random.randrange(99)}(path):")
    elif kind == "line":
        where = random.randrange(1, len(found[at]) + 1)
        found[at].insert(where, Line(-1, f"    more({random.randrange(9)})"))
    elif kind == "other":
        rows = [
            f"def other_{random.randrange(99)}():",
            *(f"    work({n})" for n in range(random.randrange(9))),
            "",
            "",
        ]
        found.insert(at, [Line(-1, row) for row in rows])
    elif kind == "top":
        found.insert(0, [Line(-1, f"import m{n}") for n in range(random.randrange(1, 30))])
    elif kind == "take":
        del found[at]
    elif kind == "copy":
        new = [Line(-1, row.text) for row in found[at]]
        new[0] = Line(-1, f"def another_{random.randrange(99)}(path):")
        found.insert(random.randrange(len(found) + 1), new)
    else:
        random.shuffle(found)


def text_of(functions: list[Function], without: int | None = None) -> bytes:
    """Return functions as a file, one line left out by its id."""
    rows = [line.text for function in functions for line in function if line.id < 0 or line.id != without]
    return "".join(f"{row}\n" for row in rows).encode()


def patches_of(box: Box, before: bytes, start: int, end: int) -> dict[str, bytes]:
    """Return both patches of a cut at byte offsets."""
    after = before[:start] + before[end:]
    change = FileChange("f.py", before, after, FILE, FILE)
    around = DefinitionAround(syntax_of(SourceFile("f.py", before), language_of("f.py")))
    ours = render_diff([diff_file(change, (Splice(start, end, b"", 0),), hash="sha1", around=around)])
    ids = [box.git("hash-object", "-w", "--stdin", data=data).decode().strip() for data in (before, after)]
    theirs = box.git("diff", "--full-index", *ids)
    for id in ids:
        theirs = theirs.replace(b"/" + id.encode(), b"/f.py")
    return {"ours": ours, "three lines": theirs}


KINDS = ("changed", "rebuilt")
APPLIERS = {
    "git apply": ["git", "apply", "-"],
    "patch --fuzz=0": ["patch", "-p1", "-s", "-f", "--fuzz=0"],
    "patch": ["patch", "-p1", "-s", "-f"],
}


def landed(folder: Path, command: list[str], patch: bytes, before: bytes, wanted: bytes | None) -> str:
    """Return where a patch lands: "right", "wrong" or "refused"."""
    path = folder / "f.py"
    path.write_bytes(before)
    done = subprocess.run(command, cwd=folder, input=patch, capture_output=True, check=False)
    if done.returncode:
        return "refused"
    return "right" if path.read_bytes() == wanted else "wrong"


def run(cases: int, seed: int) -> Counter[tuple[str, str, str, str]]:
    """Return how often each patch went where, by kind of copy, patch and applier; as many cases of each kind."""
    random = Random(seed)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    appliers = {name: words for name, words in APPLIERS.items() if shutil.which(words[0])}
    with tempfile.TemporaryDirectory(prefix="landings-") as folder:
        box, place = Box(Path(folder, "repository")), Path(folder, "copy")
        place.mkdir()
        for case in range(len(KINDS) * cases):
            copied = KINDS[case % len(KINDS)]
            functions = base_of(random)
            function = random.choice(functions)
            goes = random.choice(function[1:-2])
            before = text_of(functions)
            lines = [line for each in functions for line in each]
            start = sum(len(line.text) + 1 for line in lines[: lines.index(goes)])
            copy = drifted(random, functions, goes, copied)
            there = any(line.id == goes.id and line.text == goes.text for each in copy for line in each)
            wanted = text_of(copy, goes.id) if there else None
            patches = patches_of(box, before, start, start + len(goes.text) + 1)
            for kind, patch in patches.items():
                for name, words in appliers.items():
                    counts[copied, kind, name, landed(place, words, patch, text_of(copy), wanted)] += 1
    return counts


def main() -> int:
    """Run it and print the figures; 1 where git put one of our patches into a wrong place."""
    parser = argparse.ArgumentParser(
        description="patches of one of several similar functions, on drifted copies"
    )
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    counts = run(asked.cases, asked.seed)
    print(f"{'copy':10}{'patch':14}{'applied with':18}{'right':>7}{'refused':>9}{'wrong':>7}")
    for copied, kind, name in sorted({key[:3] for key in counts}):
        right, refused, wrong = (counts[copied, kind, name, where] for where in ("right", "refused", "wrong"))
        print(f"{copied:10}{kind:14}{name:18}{right:7}{refused:9}{wrong:7}")
    wrong = sum(counts[copied, "ours", "git apply", "wrong"] for copied in KINDS)
    took = time.monotonic() - began
    print(f"{asked.cases} copies of each kind: {wrong} wrong landings of ours with git ({took:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
