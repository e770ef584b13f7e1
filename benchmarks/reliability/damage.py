"""Damaged copies of right series: each must be found by `verify FOLDER`, and by `build --check`.

    python -m benchmarks.reliability.damage [--copies 6000] [--seed 1]

Every copy is judged three times. As it stands, it must be found when its folder is read, applied by our
own applier and held against its manifest and its base, as `verify FOLDER` does before it asks git. With
the manifest's digests made to fit, so that they cannot tell, it must be found as well, or else do no
harm: `git apply` and `git am` then give every tree, message, author and date that the manifest names.
And it must differ for `build --check`.
Beside that stands what git alone makes of the copies: how many it takes with exit status 0 and gives
other bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.reliability.box import Box
from benchmarks.reliability.plans import make_project, write_project
from patcher import build, load_plan
from patcher.errors import PatcherError
from patcher.pipeline import Series, compare_folder, open_base, read_series
from patcher.pipeline.base import Base
from patcher.pipeline.judge import check_series
from patcher.results import PlanResult
from patcher.series import digest, parse_manifest
from patcher.series.manifest import NAME

Files = dict[str, bytes]
Damage = Callable[[Random, Files], "Files | None"]

STEPS = 5


def _patch(random: Random, files: Files) -> str:
    return random.choice([name for name in files if re.match(r"\d{4}-", name)])


def _rows(change: Callable[[Random, list[bytes]], None]) -> Damage:
    def damage(random: Random, files: Files) -> Files:
        name = _patch(random, files)
        rows = files[name].split(b"\n")
        change(random, rows)
        return files | {name: b"\n".join(rows)}

    return damage


def _bytes(change: Callable[[Random, bytes], bytes | None]) -> Damage:
    def damage(random: Random, files: Files) -> Files | None:
        name = _patch(random, files)
        data = change(random, files[name])
        return None if data is None else files | {name: data}

    return damage


def _flip(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _drop_row(random: Random, rows: list[bytes]) -> None:
    rows.pop(random.randrange(len(rows) - 1))


def _double_row(random: Random, rows: list[bytes]) -> None:
    at = random.randrange(len(rows) - 1)
    rows.insert(at, rows[at])


def _swap_rows(random: Random, rows: list[bytes]) -> None:
    at = random.randrange(len(rows) - 2)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]


def _move_rows(random: Random, rows: list[bytes]) -> None:
    at, count = random.randrange(len(rows) - 2), random.randrange(1, 6)
    block = rows[at : at + count]
    rows[at : at + count] = []
    there = random.randrange(len(rows))
    rows[there:there] = block


def _strip_ends(_random: Random, data: bytes) -> bytes:
    return re.sub(rb"[ \t]+\n", b"\n", data)


def _strip_blank_rows(_random: Random, data: bytes) -> bytes:
    return data.replace(b"\n \n", b"\n\n")


def _expand_tabs(_random: Random, data: bytes) -> bytes:
    return data.replace(b"\t", b"        ")


def _to_crlf(_random: Random, data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def _from_crlf(_random: Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _recoded(kind: str, errors: str = "replace") -> Callable[[Random, bytes], bytes]:
    def change(_random: Random, data: bytes) -> bytes:
        return data.decode("utf-8", errors).encode(kind, errors)

    return change


def _as_latin(_random: Random, data: bytes) -> bytes:
    return data.decode("latin-1").encode("utf-8")


def _hunk_number(group: int) -> Callable[[Random, bytes], bytes | None]:
    """Return a damage that moves one number of one hunk's header."""

    def change(random: Random, data: bytes) -> bytes | None:
        found = list(re.finditer(rb"(?m)^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", data))
        if not found:
            return None
        match = random.choice(found)
        if match[group] is None:
            return None
        number = max(0, int(match[group]) + random.choice([-3, -2, -1, 1, 2, 3]))
        return data[: match.start(group)] + b"%d" % number + data[match.end(group) :]

    return change


def _both_starts(random: Random, data: bytes) -> bytes | None:
    found = list(re.finditer(rb"(?m)^@@ -(\d+)(,\d+)? \+(\d+)", data))
    if not found:
        return None
    match, by = random.choice(found), random.choice([-3, -1, 1, 3])
    row = b"@@ -%d%s +%d" % (max(0, int(match[1]) + by), match[2] or b"", max(0, int(match[3]) + by))
    return data[: match.start()] + row + data[match.end() :]


def _wrong_id(random: Random, data: bytes) -> bytes | None:
    found = [*re.finditer(rb"(?m)^index ([0-9a-f]+)\.\.([0-9a-f]+)", data)]
    found += re.finditer(rb"(?m)^base-commit: ([0-9a-f]+)()$", data)
    if not found:
        return None
    match = random.choice(found)
    group = random.choice([1, 2]) if match[2] else 1
    new = b"%0*x" % (len(match[group]), random.getrandbits(4 * len(match[group])))
    return data[: match.start(group)] + new + data[match.end(group) :]


def _wrong_mode(random: Random, data: bytes) -> bytes | None:
    found = list(
        re.finditer(
            rb"(?m)^(?:new file mode|deleted file mode|old mode|new mode|index \S+) (100(?:644|755))$", data
        )
    )
    if not found:
        return None
    match = random.choice(found)
    return data[: match.start(1)] + (b"100755" if match[1] == b"100644" else b"100644") + data[match.end(1) :]


def _less_context(_random: Random, data: bytes) -> bytes | None:
    """Take the first and the last row of context off a hunk, its header made to fit."""
    match = re.search(rb"(?m)^@@ -(\d+),(\d+) \+(\d+),(\d+) @@.*\n((?:[ +-].*\n)+)", data)
    rows = [] if match is None else match[5].splitlines(keepends=True)
    if match is None or len(rows) < 3 or rows[0][:1] != b" ":
        return None
    head = b"@@ -%d,%d +%d,%d @@\n" % (
        int(match[1]) + 1,
        int(match[2]) - 1,
        int(match[3]) + 1,
        int(match[4]) - 1,
    )
    return data[: match.start()] + head + b"".join(rows[1:]) + data[match.end() :]


def _swap_patches(random: Random, files: Files) -> Files:
    one, other = random.sample([name for name in files if re.match(r"\d{4}-", name)], 2)
    return files | {one: files[other], other: files[one]}


def _drop_patch(random: Random, files: Files) -> Files:
    name = _patch(random, files)
    return {key: data for key, data in files.items() if key != name}


def _empty_patch(random: Random, files: Files) -> Files:
    return files | {_patch(random, files): b""}


def _order(random: Random, files: Files) -> Files:
    rows = files["series"].splitlines(keepends=True)
    random.shuffle(rows)
    return files | {"series": b"".join(rows)}


def _foreign(_random: Random, files: Files) -> Files:
    return files | {"0000-more.patch": b"x\n"}


def _manifest_bytes(random: Random, files: Files) -> Files:
    return files | {NAME: _flip(random, files[NAME])}


def _misfit(change: Callable[[Random, dict[str, Any]], None]) -> Damage:
    """Return a damage of what the manifest says, under a digest that is right."""

    def damage(random: Random, files: Files) -> Files:
        document = json.loads(files[NAME])
        change(random, document)
        return files | {NAME: digested(document)}

    return damage


def _other_id(random: Random, document: dict[str, Any]) -> None:
    step = random.choice([document["base"], *document["steps"]])
    key = random.choice([key for key in ("tree", "commit") if key in step])
    step[key] = f"{random.getrandbits(4 * len(step[key])):0{len(step[key])}x}"


def _other_words(random: Random, document: dict[str, Any]) -> None:
    step, key = random.choice(document["steps"]), random.choice(["message", "author", "date"])
    step[key] = {
        "message": step["message"].replace("e", "a", 1) + "more\n",
        "author": "B. Other <b@example.org>",
        "date": "2026-05-14T09:00:01+10:00",
    }[key]


def _other_count(random: Random, document: dict[str, Any]) -> None:
    random.choice(document["steps"])[random.choice(["added", "deleted"])] += random.choice([-1, 1])


def _other_range(random: Random, document: dict[str, Any]) -> None:
    edits = [edit for step in document["steps"] for edit in step["edits"]]
    ranges = [row for edit in edits for row in edit["ranges"]]
    if ranges:
        random.choice(ranges).update(
            random.choice([{"file": "none"}, {"last_line": 10**6}, {"first_line": 0}])
        )


def _other_order(_random: Random, document: dict[str, Any]) -> None:
    document["steps"].reverse()


def _step_gone(random: Random, document: dict[str, Any]) -> None:
    document["steps"].pop(random.randrange(len(document["steps"])))


DAMAGES: Mapping[str, Damage] = {
    "a bit flipped": _bytes(_flip),
    "cut off": _bytes(lambda random, data: data[: random.randrange(len(data))]),
    "cut at a row's end": _bytes(
        lambda random, data: data[: data.index(b"\n", random.randrange(len(data) - 1)) + 1]
    ),
    "rows behind it": _bytes(
        lambda random, data: data + random.choice([b"x\n", b"\n", b"-- \n2.39\n", b" \n", data])
    ),
    "a byte order mark": _bytes(lambda _random, data: b"\xef\xbb\xbf" + data),
    "a row gone": _rows(_drop_row),
    "a row twice": _rows(_double_row),
    "two rows swapped": _rows(_swap_rows),
    "rows moved": _rows(_move_rows),
    "blanks at ends stripped": _bytes(_strip_ends),
    "blank context rows stripped": _bytes(_strip_blank_rows),
    "tabs expanded": _bytes(_expand_tabs),
    "turned to CR LF": _bytes(_to_crlf),
    "turned from CR LF": _bytes(_from_crlf),
    "encoded as Latin-1": _bytes(_recoded("latin-1")),
    "encoded as ASCII": _bytes(_recoded("ascii")),
    "encoded as UTF-16": _bytes(_recoded("utf-16-le")),
    "encoded twice": _bytes(_as_latin),
    "what is no UTF-8 replaced": _bytes(_recoded("utf-8")),
    "an old start shifted": _bytes(_hunk_number(1)),
    "an old count changed": _bytes(_hunk_number(2)),
    "a new start shifted": _bytes(_hunk_number(3)),
    "a new count changed": _bytes(_hunk_number(4)),
    "both starts shifted": _bytes(_both_starts),
    "an id wrong": _bytes(_wrong_id),
    "a mode wrong": _bytes(_wrong_mode),
    "context gone": _bytes(_less_context),
    "two patches swapped": _swap_patches,
    "a patch gone": _drop_patch,
    "a patch empty": _empty_patch,
    "another order": _order,
    "a foreign file": _foreign,
    "a bit of the manifest flipped": _manifest_bytes,
    "a manifest of other ids": _misfit(_other_id),
    "a manifest of other words": _misfit(_other_words),
    "a manifest of other counts": _misfit(_other_count),
    "a manifest of other ranges": _misfit(_other_range),
    "a manifest of another order": _misfit(_other_order),
    "a manifest without a step": _misfit(_step_gone),
}


@dataclass(frozen=True, slots=True)
class Right:
    """A right series: the folder it was built into, what the plan gives, its base, and a repository at it."""

    folder: Path
    files: Files
    result: PlanResult
    base: Base
    box: Box
    start: str


@dataclass(slots=True)
class Score:
    """What became of the copies of one kind of damage."""

    copies: int = 0
    read: int = 0  # not found by reading, applying and comparing
    check: int = 0  # not told by `build --check`
    signed: int = 0  # found with digests that fit
    harmless: int = 0  # not found then, and git makes of it what it is to make
    missed: int = 0  # not found then, and git makes something else of it
    taken: int = 0  # of these copies, those that git alone takes and makes something else of

    @property
    def failed(self) -> int:
        """Copies that something should have found and did not."""
        return self.read + self.check + self.missed


def rights(seed: int, folder: Path) -> Iterator[Right]:
    """Yield right series without end, each of another plan."""
    while True:
        place = folder / str(seed)
        project = make_project(seed, STEPS)
        box = Box(place / "repository", "sha256" if seed % 4 == 0 else "sha1")
        start = box.import_trees([project.before])[0][0]
        box.git("update-ref", "--no-deref", "HEAD", start)
        plan = load_plan(write_project(project, place / "plan"))
        result = build(plan, box.folder, output=place / "out")
        with open_base(box.folder, start) as base:
            yield Right(place / "out" / "p", dict(result.files), result, base, box, start)
        seed += 1


def judge(right: Right, files: Files, score: Score) -> None:
    """Damage the folder, look at it in all three ways, and count."""
    score.copies += 1
    score.read += not _found(right, files)
    problems, _ = compare_folder(right.result, str(right.folder))
    score.check += not problems
    fitting = signed(files)
    found = fitting is None or _found(right, fitting)
    harm = _harm(right, files)
    score.taken += harm == "other"
    if found:
        score.signed += 1
    elif harm == "none":
        score.harmless += 1
    else:
        score.missed += 1


def write(folder: Path, files: Files) -> None:
    """Put files in the place of all that a folder holds."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def signed(files: Files) -> Files | None:
    """Return the files with a manifest whose digests fit them; `None` where that cannot be."""
    try:
        document = json.loads(files[NAME])
        document["files"] = {name: digest(files[name]) for name in document["files"]}
        for step in document["steps"]:
            step["digest"] = document["files"][step["patch"]]
    except (ValueError, KeyError, TypeError):
        return None
    return files | {NAME: digested(document)}


def digested(document: dict[str, Any]) -> bytes:
    """Return a manifest with its own digest."""

    def dumped() -> bytes:
        return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()

    document.pop("digest", None)
    document["digest"] = digest(dumped())
    return dumped()


def _found(right: Right, files: Files) -> bool:
    write(right.folder, files)
    try:
        series = read_series(str(right.folder))
    except PatcherError:
        return True
    return bool(check_series(replace(series, folder=None), right.base))


def _harm(right: Right, files: Files) -> str:
    """Return what git alone makes of the patches: "none", "refused", or "other" where it takes them."""
    series = Series(None, right.files, parse_manifest(right.files[NAME]))
    names = [name for name in files.get("series", b"").decode("utf-8", "replace").split("\n") if name]
    paths: list[Path] = []
    for name in names:
        path = right.folder.parent / f"copy-{len(paths):04d}"
        path.write_bytes(files.get(name, b""))
        paths.append(path)
    by_am = [wanted(fields) for fields in _by_am(right, paths)]
    told = [(s.tree, s.message.rstrip("\n"), s.author, s.date) for s in series.manifest.steps]
    if by_am != told and len(by_am) == len(names):
        return "other"
    trees = _by_apply(right, paths)
    if trees == [step.tree for step in series.manifest.steps]:
        return "none" if by_am == told else "refused"
    return "other" if len(trees) == len(names) else "refused"


def wanted(fields: tuple[str, ...]) -> tuple[str, str, str, str]:
    """Return what git shows of a commit as a manifest says it."""
    tree, message, name, email, date = fields
    return tree, message.rstrip("\n"), f"{name} <{email}>", date


def _by_am(right: Right, paths: list[Path]) -> list[tuple[str, ...]]:
    made, _ = right.box.am(right.start, paths)
    return made


def _by_apply(right: Right, paths: list[Path]) -> list[str]:
    """Return the tree after each patch, up to the one that git refuses."""
    right.box.git("read-tree", right.start)
    trees: list[str] = []
    for path in paths:
        tree, _ = right.box.apply(path.read_bytes())
        if tree is None:
            break
        trees.append(tree)
    return trees


def run(copies: int, seed: int) -> dict[str, Score]:
    """Return the score of each kind of damage."""
    random = Random(seed)
    scores = {name: Score() for name in DAMAGES}
    kinds = list(DAMAGES)
    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        series = rights(seed, Path(folder))
        right = next(series)
        done = 0
        while done < copies:
            if done % 200 == 199:
                right = next(series)
            kind = kinds[done % len(kinds)]
            damaged = DAMAGES[kind](random, dict(right.files))
            done += 1
            if damaged is None or damaged == right.files:
                copies += 1  # this kind has nothing to damage here
                continue
            judge(right, damaged, scores[kind])
    return scores


def main() -> int:
    """Run it and print the figures; 1 where a copy was not found."""
    parser = argparse.ArgumentParser(description="damaged copies of right series")
    parser.add_argument("--copies", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    scores = run(asked.copies, asked.seed)
    print(f"{'damage':30} copies  found: as it is  signed again  harmless  missed  git alone takes it")
    total: Counter[str] = Counter()
    for name, score in scores.items():
        row = (
            score.copies,
            score.copies - score.read,
            score.signed,
            score.harmless,
            score.failed,
            score.taken,
        )
        total.update(dict(enumerate(row)))  # type: ignore[arg-type]
        print(f"{name:30} {row[0]:6}  {row[1]:12}  {row[2]:12}  {row[3]:8}  {row[4]:6}  {row[5]:18}")
    row = tuple(total[at] for at in range(6))  # type: ignore[index, assignment]
    print(f"{'all':30} {row[0]:6}  {row[1]:12}  {row[2]:12}  {row[3]:8}  {row[4]:6}  {row[5]:18}")
    print(f"{row[0]} copies, {row[4]} not found ({time.monotonic() - began:.0f} s)")
    return 1 if row[4] else 0


if __name__ == "__main__":
    sys.exit(main())
