"""The jobs of the benchmark: what `patcher` and its peers are to do, and how it is seen that it was done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.timing import Contestant
from benchmarks.speed.trees import large_file, small_files, write_repository

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATCHER = Path(sys.executable).with_name("patcher")

HEAD = """\
patcher: 1
plan: bench
title: Retire the old store
author: {name: A. Maintainer, email: a@example.org}
date: 2026-01-02T00:00:00+00:00
steps:
"""
LARGE = """\
  - id: large
    subject: Retire the old store
    edits:
      - file: pkg/big.py
        edits:
          - delete: {import: kv}
          - delete:
              from: {comment: '^# ---- Migration framework'}
              through: {definition: ensure_migrations}
            removes: [MIGRATIONS, ensure_migrations]
          - delete: {definition: '_(migrate|cleanup)_kv_\\w+'}
            count: %d
          - delete: {definition: _migrate_node_state}
          - delete: {marker: 'MIGRATIONS.update(<'}
          - replace: {comment: 'Mirrors kv\\._construct_key'}
            with: |
              # Lock keys are named /locks/{kind}/{name}.
          - replace: {comment: 'We do NOT bump the version here'}
            with: |
              # A schema change only; the block below bumps the version.
"""
SWEEP = """\
  - id: sweep
    subject: Drop stale comments
    edits:
      - delete: {comment: '(?s)State migration is now handled by.*ctl migrate-'}
        files: ['pkg/**/*.py']
        count: %d
"""
PATTERNS = (
    "from pkg import kv$",
    "import kv3gw",
    "KV_HOST_NAME",
    "show-kv-config",
    "set-kv-config",
    "KVCTL_API",
    "ensure_migrations\\(",
    "_construct_old_key",
    "is_kv_primary",
)
CHECKED = """\
  - id: checked
    subject: Check nine patterns over the tree
    edits:
      - create_file: pkg/new.py
        with: |
          NEW = 1
    checks:
%s
"""
FOUR = """\
  - id: more
    subject: Drop a module
    edits:
      - delete_files: [pkg/kv.py]
  - id: config
    subject: Drop a setting
    edits:
      - delete: {definition: KV_HOST}
        file: pkg/config.py
        unreferenced: true
  - id: notes
    subject: Drop a note
    edits:
      - delete: {line: '^- kv3gw'}
        file: NOTES.md
"""


@dataclass
class World:
    """Where the trees are made, and the interpreter that has the peers."""

    folder: Path
    peers: Path | None
    missing: list[str]

    def tree(self, name: str, make: Callable[[], dict[str, bytes]]) -> Path:
        """Return a repository, made with its first use."""
        folder = self.folder / name
        if not folder.exists():
            print(f"making {name}", file=sys.stderr)
            write_repository(folder, make())
        return folder

    def plan(self, name: str, text: str) -> Path:
        """Return the path of a plan."""
        path = self.folder / f"{name}.yaml"
        path.write_text(HEAD + text)
        return path

    def output(self) -> Path:
        """Return an empty folder for a series."""
        return self.folder / "out"


def patched(world: World, repository: Path, expected: dict[str, bytes | None]) -> Callable[[], str | None]:
    """Return what sees that a series gives certain files: git applies it to an index of its own."""

    def wrong() -> str | None:
        index = world.folder / "index"
        index.unlink(missing_ok=True)
        around = {**os.environ, "GIT_INDEX_FILE": str(index)}
        git = ["git", "-C", str(repository)]
        subprocess.run([*git, "read-tree", "HEAD"], check=True, env=around)
        patches = sorted((world.output() / "bench").glob("0*.patch"))
        done = subprocess.run(
            [*git, "apply", "--cached", *map(str, patches)], env=around, capture_output=True, check=False
        )
        if done.returncode:
            return done.stderr.decode()
        for path, data in expected.items():
            shown = subprocess.run([*git, "show", f":{path}"], env=around, capture_output=True, check=False)
            if (shown.stdout if shown.returncode == 0 else None) != data:
                return f"{path} is not as it must be"
        return None

    return wrong


def edited(path: Path, expected: bytes) -> Callable[[], str | None]:
    """Return what sees that a file was edited right; blank lines do not count."""

    def wrong() -> str | None:
        found = [line for line in path.read_bytes().split(b"\n") if line.strip()]
        wanted = [line for line in expected.split(b"\n") if line.strip()]
        if found == wanted:
            return None
        left, lost = set(found) - set(wanted), set(wanted) - set(found)
        return f"wrong: {len(left)} lines too many, {len(lost)} too few"

    return wrong


def build(world: World, plan: Path, repository: Path) -> Contestant:
    """Return `patcher build`, its output folder emptied before."""
    line = f"{PATCHER} build {plan} -C {repository} -o {world.output()} --timeout 3000 -q"
    return Contestant(
        "patcher", line, world.folder, before=lambda: shutil.rmtree(world.output(), ignore_errors=True)
    )


def large(world: World, lines: int, targets: int) -> list[Contestant]:
    """W1 to W3: functions, a framework, a registry and comments out of one file, as a patch."""
    before, after = large_file(lines, targets)
    repository = world.tree(f"large-{lines}", lambda: {"pkg/big.py": before, "pkg/__init__.py": b""})
    file = repository / "pkg" / "big.py"
    ours = build(world, world.plan(f"large-{lines}", LARGE % targets), repository)
    ours.right = patched(world, repository, {"pkg/big.py": after})

    def restored() -> None:
        file.write_bytes(before)
        subprocess.run(
            ["git", "-C", str(repository), "status", "--short"], check=True, stdout=subprocess.DEVNULL
        )

    def peer(name: str, command: str) -> Contestant:
        line = f"{command} pkg/big.py && git diff > {world.folder}/peer.patch"
        return Contestant(name, line, repository, before=restored, right=edited(file, after))

    found = [ours, peer("ast + git diff", f"{sys.executable} {HERE / 'peer_ast.py'}")]
    if world.peers is not None and lines < 1_000_000:
        found.append(
            peer("ast-grep + git diff", f"{world.peers}/ast-grep scan -r {HERE / 'peer_astgrep.yml'} -U")
        )
        if lines < 100_000:
            found.append(peer("libcst + git diff", f"{world.peers}/python {HERE / 'peer_libcst.py'}"))
    for one in found[1:]:
        one.rounds = None if lines < 100_000 else 1 if lines > 1_000_000 else 3
    return found


def many(world: World, number: int) -> tuple[Path, dict[str, bytes]]:
    """Return the repository of many small files, and those that change as they must become."""
    before, after = small_files(number)
    return world.tree(f"many-{number}", lambda: before), after


def checked(world: World, number: int) -> list[Contestant]:
    """W4: nine patterns looked for in every file of a tree."""
    repository, _ = many(world, number)
    rows = "".join(f"      - absent: '{pattern}'\n" for pattern in PATTERNS)
    ours = build(world, world.plan("checked", CHECKED % rows), repository)
    ours.right = patched(world, repository, {"pkg/new.py": b"NEW = 1\n"})
    asked = " ".join(f"-e '{pattern}'" for pattern in PATTERNS)
    separate = "; ".join(f"git grep -cE '{pattern}' HEAD" for pattern in PATTERNS)
    return [
        ours,
        Contestant("git grep -cE, nine times", f"{separate}; true", repository),
        Contestant("git grep -cE of the nine at once", f"git grep -cE {asked} HEAD; true", repository),
    ]


def swept(world: World, number: int) -> list[Contestant]:
    """W5: a comment of three lines out of one file in a hundred."""
    repository, after = many(world, number)
    ours = build(world, world.plan("sweep", SWEEP % len(after)), repository)
    ours.right = patched(world, repository, dict(after))
    perl = r"s/^ *# State migration is now handled by\n *# .ctl migrate-[^\n]*\n *# and stops\.\n//mg"
    line = (
        f"git grep -lz 'ctl migrate-' | xargs -0 perl -0pi -e '{perl}'; git diff > {world.folder}/peer.patch"
    )

    def restored() -> None:
        subprocess.run(["git", "-C", str(repository), "checkout", "-q", "."], check=True)
        subprocess.run(
            ["git", "-C", str(repository), "status", "--short"], check=True, stdout=subprocess.DEVNULL
        )

    def wrong() -> str | None:
        bad = [path for path, data in after.items() if (repository / path).read_bytes() != data]
        return f"{len(bad)} files are wrong" if bad else None

    return [ours, Contestant("git grep + perl + git diff", line, repository, before=restored, right=wrong)]


def started(world: World) -> list[Contestant]:
    """W6: what a command costs before it does anything."""
    plan = world.plan("small", FOUR)
    return [
        Contestant("--version", f"{PATCHER} --version", world.folder),
        Contestant("--help", f"{PATCHER} --help", world.folder),
        Contestant("lint of a small plan", f"{PATCHER} lint {plan}", world.folder),
        Contestant("python -c pass", f"{sys.executable} -c pass", world.folder),
    ]


def _four(world: World) -> tuple[Path, Path, dict[str, bytes | None], bytes]:
    before, after = large_file(17_000, 31)
    files = {
        "pkg/big.py": before,
        "pkg/__init__.py": b"",
        "pkg/kv.py": b"def get_prefix(p):\n    return []\n",
        "pkg/config.py": b"HOST = 'a'\nKV_HOST = ''\nPORT = 1\n",
        "NOTES.md": b"# Notes\n\n- click\n- kv3gw\n",
    }
    repository = world.tree("four", lambda: files)
    guards = "    checks:\n      - count: '^(async )?def _(migrate|cleanup)_kv_'\n        in: pkg/big.py\n        only: code\n        equals: 0\n      - absent: '\\bkv\\.get'\n        in: pkg/big.py\n"
    text = "invariants:\n  - parses: ['**/*.py']\n" + "steps:\n" + LARGE % 31 + guards + FOUR
    plan = world.folder / "four.yaml"
    plan.write_text(HEAD.removesuffix("steps:\n") + text)
    expected = {
        "pkg/big.py": after,
        "pkg/kv.py": None,
        "pkg/config.py": b"HOST = 'a'\nPORT = 1\n",
        "NOTES.md": b"# Notes\n\n- click\n",
    }
    return repository, plan, expected, before


def series(world: World) -> list[Contestant]:
    """W7: four steps with guards and checks, against a peer that is run, committed and formatted four times."""
    repository, plan, expected, _ = _four(world)
    ours = build(world, plan, repository)
    ours.right = patched(world, repository, expected)
    who = "-c user.name=B -c user.email=b@example.org -c gc.auto=0"
    once = (
        f"{sys.executable} {HERE / 'peer_ast.py'} pkg/big.py && echo {{}} >> NOTES.md && "
        f"git {who} commit -qam step && git format-patch -q -1 -o {world.folder}/peer"
    )

    def restored() -> None:
        subprocess.run(["git", "-C", str(repository), "reset", "-q", "--hard", "ORIGINAL"], check=True)

    subprocess.run(
        ["git", "-C", str(repository), "tag", "-f", "ORIGINAL", "main"], check=False, capture_output=True
    )
    line = " && ".join(once.replace("{}", str(i)) for i in range(4))
    found = [ours, Contestant("ast + commit + format-patch, four times", line, repository, before=restored)]
    ours.before = lambda: (restored(), shutil.rmtree(world.output(), ignore_errors=True))
    return found


def verified(world: World) -> list[Contestant]:
    """W8: git's verdict on that series, against `git apply` and `git am` of it by hand."""
    repository, plan, _, _ = _four(world)
    folder = world.folder / "verify"
    subprocess.run(
        [PATCHER, "build", plan, "-C", repository, "-o", folder, "-q", "--base", "ORIGINAL"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    ours = Contestant("patcher verify", f"{PATCHER} verify {folder}/bench -C {repository}", world.folder)
    clone = world.folder / "clone"
    if not clone.exists():
        subprocess.run(["git", "clone", "-q", str(repository), str(clone)], check=True)
    back = "git reset -q --hard origin/main"
    who = "-c user.name=B -c user.email=b@example.org -c gc.auto=0"
    line = (
        f"for p in {folder}/bench/0*.patch; do git apply --index $p || exit 1; done; {back}; "
        f"git {who} am -q --keep-cr {folder}/bench/0*.patch && {back}"
    )
    return [ours, Contestant("git apply, git am", line, clone)]


def ranges(world: World, number: int) -> list[Contestant]:
    """W9: so many ranges in one class of one file."""
    methods = [f"    def f{i}(self):\n        return {i}\n" for i in range(2 * number)]
    before = ("class A:\n    x = 1\n\n" + "\n".join(methods)).encode()
    after = ("class A:\n    x = 1\n\n" + "\n".join(methods[1::2])).encode()
    repository = world.tree(f"ranges-{number}", lambda: {"a.py": before})
    step = f"  - id: a\n    subject: Many\n    edits:\n      - delete: {{definition: 'A\\.f\\d*[02468]'}}\n        file: a.py\n        count: {number}\n"
    ours = build(world, world.plan(f"ranges-{number}", step), repository)
    ours.right = patched(world, repository, {"a.py": after})
    return [ours]


def edits(world: World, number: int) -> list[Contestant]:
    """W9: so many edits of one plan, five in each file."""
    files, expected, rows = {}, {}, []
    for i in range(number // 5):
        parts = [f"def f{j}():\n    return {i * j}\n" for j in range(10)]
        files[f"pkg/m{i}.py"] = "\n\n".join(parts).encode()
        expected[f"pkg/m{i}.py"] = "\n\n".join(parts[1::2]).encode()
        rows.append(f"      - file: pkg/m{i}.py\n        edits:\n")
        rows += [f"          - delete: {{definition: f{j}}}\n" for j in range(0, 10, 2)]
    repository = world.tree(f"edits-{number}", lambda: files)
    plan = world.plan(f"edits-{number}", "  - id: a\n    subject: Many\n    edits:\n" + "".join(rows))
    ours = build(world, plan, repository)
    ours.right = patched(world, repository, dict(expected))
    return [ours]
