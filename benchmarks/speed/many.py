"""The jobs on many files, and those that must grow with their size: `patcher` and its peers."""

from __future__ import annotations

from pathlib import Path

from benchmarks.speed.plans import CHECKED, PATTERNS, SWEEP
from benchmarks.speed.timing import Contestant
from benchmarks.speed.trees import small_files
from benchmarks.speed.world import World, git


def _many(world: World, number: int, name: str) -> tuple[Path, dict[str, bytes]]:
    """Return a repository of many small files, and those that change as they must become."""
    before, after = small_files(number)
    return world.tree(f"many-{number}{name}", lambda: before), after


def checked(world: World, number: int) -> list[Contestant]:
    """W4: nine patterns looked for in every file of a tree. None of them is there, and who finds one is wrong."""
    repository, _ = _many(world, number, "")
    rows = "".join(f"      - absent: '{pattern}'\n" for pattern in PATTERNS)
    ours = world.build(world.plan("checked", "steps:\n" + CHECKED % rows), repository)
    ours.right = world.patched(repository, {"pkg/new.py": b"NEW = 1\n"})
    told = world.folder / "counts"

    def counting(name: str, *commands: str) -> Contestant:
        line = "; ".join(f"{command} >> {told}" for command in commands)
        right = lambda: told.read_text()[:80] or None  # noqa: E731
        return Contestant(
            name, f"{line}; true", repository, before=lambda: told.unlink(missing_ok=True), right=right
        )

    asked = " ".join(f"-e '{pattern}'" for pattern in PATTERNS)
    return [
        ours,
        counting("git grep -cE, nine times", *(f"git grep -cE '{pattern}'" for pattern in PATTERNS)),
        counting("the same of the commit", *(f"git grep -cE '{pattern}' HEAD" for pattern in PATTERNS)),
        counting("git grep -cE, all at once", f"git grep -cE {asked}"),
        counting("git grep -cE of the commit, all at once", f"git grep -cE {asked} HEAD"),
    ]


def swept(world: World, number: int) -> list[Contestant]:
    """W5: a comment of three lines out of one file in a hundred."""
    repository, after = _many(world, number, "")
    ours = world.build(world.plan("sweep", "steps:\n" + SWEEP % len(after)), repository)
    ours.right = world.patched(repository, dict(after))
    peers, _ = _many(world, number, "-peers")
    perl = r"s/^ *# State migration is now handled by\n *# .ctl migrate-[^\n]*\n *# and stops\.\n//mg"
    replaced = f"xargs -0 perl -0pi -e '{perl}'; git diff > {world.folder}/peer.patch"

    def restored() -> None:
        git(peers, "checkout", "-q", ".")
        git(peers, "status", "--short")

    def wrong() -> str | None:
        bad = [path for path, data in after.items() if (peers / path).read_bytes() != data]
        return f"{len(bad)} files are wrong" if bad else None

    def peer(name: str, listing: str) -> Contestant:
        return Contestant(name, f"{listing} | {replaced}", peers, before=restored, right=wrong)

    return [
        ours,
        peer("git grep -l + perl + git diff", "git grep -lz 'ctl migrate-'"),
        peer("the same of the commit", "git grep -lz 'ctl migrate-' HEAD | sed -z 's/^HEAD://'"),
    ]


def ranges(world: World, number: int) -> Contestant:
    """W9: so many ranges in one class of one file."""
    methods = [f"    def f{i}(self):\n        return {i}\n" for i in range(2 * number)]
    before = ("class A:\n    x = 1\n\n" + "\n".join(methods)).encode()
    after = ("class A:\n    x = 1\n\n" + "\n".join(methods[1::2])).encode()
    repository = world.tree(f"ranges-{number}", lambda: {"a.py": before})
    edit = (
        f"      - delete: {{definition: 'A\\.f\\d*[02468]'}}\n        file: a.py\n        count: {number}\n"
    )
    plan = world.plan(f"ranges-{number}", "steps:\n  - id: a\n    subject: Many\n    edits:\n" + edit)
    ours = world.build(plan, repository, name=f"{number:,} ranges")
    ours.right = world.patched(repository, {"a.py": after})
    return ours


def edits(world: World, number: int) -> Contestant:
    """W9: so many edits of one plan, five in each file."""
    files, expected, rows = {}, {}, []
    for i in range(number // 5):
        parts = [f"def f{j}():\n    return {i * j}\n" for j in range(10)]
        files[f"pkg/m{i}.py"] = "\n\n".join(parts).encode()
        expected[f"pkg/m{i}.py"] = "\n\n".join(parts[1::2]).encode()
        rows.append(f"      - file: pkg/m{i}.py\n        edits:\n")
        rows += [f"          - delete: {{definition: f{j}}}\n" for j in range(0, 10, 2)]
    repository = world.tree(f"edits-{number}", lambda: files)
    text = "steps:\n  - id: a\n    subject: Many\n    edits:\n" + "".join(rows)
    ours = world.build(world.plan(f"edits-{number}", text), repository, name=f"{number:,} edits")
    ours.right = world.patched(repository, dict(expected))
    return ours
