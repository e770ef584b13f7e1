"""The jobs on one large file, on a series of steps, and before anything is done: `patcher` and its peers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping

from benchmarks.speed.plans import FOUR, GUARDS, LARGE
from benchmarks.speed.timing import Contestant, environment
from benchmarks.speed.trees import large_file
from benchmarks.speed.world import HERE, PATCHER, WHO, World, edited, git


def large(world: World, lines: int, targets: int) -> list[Contestant]:
    """W1 to W3: functions, a framework, a registry and comments out of one file, as a patch."""
    before, after = large_file(lines, targets)
    files = {"pkg/big.py": before, "pkg/__init__.py": b""}
    repository = world.tree(f"large-{lines}", lambda: files)
    peers = world.tree(f"large-{lines}-peers", lambda: files)
    ours = world.build(world.plan(f"large-{lines}", "steps:\n" + LARGE % targets), repository)
    huge = lines > 1_000_000
    ours.right = world.changed(before, after) if huge else world.patched(repository, {"pkg/big.py": after})
    file = peers / "pkg" / "big.py"

    def restored() -> None:
        file.write_bytes(before)
        git(peers, "status", "--short")

    found = [ours]
    for name, command, rounds in _peers(world, lines):
        line = f"{command} && git diff > {world.folder}/peer.patch"
        found.append(Contestant(name, line, peers, before=restored, right=edited(file, after), rounds=rounds))
    return found


def _peers(world: World, lines: int) -> list[tuple[str, str, int | None]]:
    """Return the peers that are tried at a size: name, shell command, and how many rounds count."""
    found: list[tuple[str, str, int | None]] = [
        (
            "ast + git diff",
            f"{sys.executable} {HERE / 'peer_ast.py'} pkg/big.py",
            3 if lines > 100_000 else None,
        )
    ]
    bin_ = world.peers / "bin"
    if lines < 1_000_000 and world.has("ast-grep-cli"):
        rules = HERE / "peer_astgrep.yml"
        found.append(("ast-grep + git diff", f"{bin_}/ast-grep scan -r {rules} -U pkg/big.py", 3))
    if lines < 100_000 and world.has("libcst"):
        found.append(("libcst + git diff", f"{bin_}/python {HERE / 'peer_libcst.py'} pkg/big.py", 3))
    if lines < 100_000 and world.has("polyglot-piranha"):
        found.append(("piranha + git diff", f"{bin_}/python {HERE / 'peer_piranha.py'} pkg/big.py", 1))
    if lines < 100_000 and world.has("semgrep"):
        rules = HERE / "peer_semgrep.yml"
        options = "--autofix --metrics off --disable-version-check --quiet --max-target-bytes 0"
        command = f'PATH="{bin_}:$PATH" semgrep scan --config {rules} {options} pkg/big.py'
        found.append(("semgrep + git diff", command, 1))
    return found


def started(world: World) -> list[Contestant]:
    """W6: what a command costs before it does anything."""
    plan = world.plan("small", "steps:\n" + FOUR)
    return [
        Contestant("--version", f"{PATCHER} --version", world.folder),
        Contestant("--help", f"{PATCHER} --help", world.folder),
        Contestant("lint of a small plan", f"{PATCHER} lint {plan}", world.folder),
        Contestant("python -c pass", f"{sys.executable} -c pass", world.folder),
    ]


class _Four:
    """The tree, the plan and the outcome of the job of four steps."""

    def __init__(self, world: World) -> None:
        self.before, self.after = large_file(17_000, 31)
        self.files = {
            "pkg/big.py": self.before,
            "pkg/__init__.py": b"",
            "pkg/kv.py": b"def get_prefix(p):\n    return []\n",
            "pkg/config.py": b"HOST = 'a'\nKV_HOST = ''\nPORT = 1\n",
            "NOTES.md": b"# Notes\n\n- click\n- kv3gw\n",
        }
        self.expected: Mapping[str, bytes | None] = {
            "pkg/big.py": self.after,
            "pkg/kv.py": None,
            "pkg/config.py": b"HOST = 'a'\nPORT = 1\n",
            "NOTES.md": b"# Notes\n\n- click\n",
        }
        text = "invariants:\n  - parses: ['**/*.py']\nsteps:\n" + LARGE % 31 + GUARDS + FOUR
        self.repository = world.tree("four", lambda: self.files)
        self.plan = world.plan("four", text)


def series(world: World) -> list[Contestant]:
    """W7: four steps with guards and checks, against a peer that is run, committed and formatted four times."""
    four = _Four(world)
    ours = world.build(four.plan, four.repository)
    ours.right = world.patched(four.repository, four.expected)
    peers = world.tree("four-peers", lambda: four.files)
    start = git(peers, "rev-parse", "HEAD").stdout.decode().strip()
    once = (
        f"{sys.executable} {HERE / 'peer_ast.py'} pkg/big.py && echo {{}} >> NOTES.md && "
        f"git {WHO} commit -qam step && git format-patch -q -1 -o {world.folder}/peer"
    )

    def restored() -> None:
        git(peers, "reset", "-q", "--hard", start)
        shutil.rmtree(world.folder / "peer", ignore_errors=True)

    line = " && ".join(once.replace("{}", str(i)) for i in range(4))
    right = edited(peers / "pkg" / "big.py", four.after)
    name = "ast + commit + format-patch, four times"
    return [ours, Contestant(name, line, peers, before=restored, right=right)]


def verified(world: World) -> list[Contestant]:
    """W8: git's verdict on that series, against `git apply` and `git am` of it by hand."""
    four, folder = _Four(world), world.folder / "verify"
    shutil.rmtree(folder, ignore_errors=True)
    asked = [PATCHER, "build", four.plan, "-C", four.repository, "-o", folder, "-q"]
    subprocess.run(asked, check=True, stdout=subprocess.DEVNULL, env=environment())
    line = f"{PATCHER} verify {folder}/bench -C {four.repository}"
    ours = Contestant("patcher verify", line, world.folder)
    by_apply, by_am = (world.tree(f"four-{name}", lambda: four.files) for name in ("apply", "am"))
    start = git(by_apply, "rev-parse", "HEAD").stdout.decode().strip()

    def restored() -> None:
        for each in (by_apply, by_am):
            git(each, "reset", "-q", "--hard", start)

    def wrong() -> str | None:
        trees = git(by_apply, "write-tree").stdout, git(by_am, "rev-parse", "HEAD^{tree}").stdout
        if trees[0] != trees[1]:
            return "the trees differ"
        return edited(by_am / "pkg" / "big.py", four.after)()

    line = (
        f"for p in {folder}/bench/0*.patch; do git apply --index $p || exit 1; done; "
        f"cd {by_am} && git {WHO} am -q --keep-cr {folder}/bench/0*.patch"
    )
    return [ours, Contestant("git apply, git am", line, by_apply, before=restored, right=wrong)]
