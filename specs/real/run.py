"""`make real`: plans for trees that none of us wrote, fetched by exact version and pinned by hash.

Each plan is built on the unpacked source distribution as a plain directory and on the same tree as
a repository, judged by git both times, its `run` checks run, and its last tree compared with the one
that the plan states. Nothing of the trees is kept.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".venv" / "sdists"


@dataclass(frozen=True)
class Source:
    """A source distribution and the plan for it."""

    name: str
    version: str
    digest: str

    @property
    def archive(self) -> Path:
        """Where the archive is kept between runs."""
        return CACHE / f"{self.name}-{self.version}.tar.gz"


SOURCES = (
    Source("shakenfist", "0.7.2", "fc77386e7fee5710dac440bc36f6038ba68153c5480a3ecc989a3145b9b8aa48"),
    Source("chess", "1.10.0", "bccde105f54aa436e899f92b4ba953731c65012a863fd9235683d0e2863ccd54"),
    Source("nox", "2024.4.15", "ecf6700199cdfa9e5ea0a41ff5e6ef4641d09508eda6edb89d9987864115817f"),
)


def fetch(source: Source) -> None:
    """Bring an archive into the cache; end with the reason where it cannot be had or is another one."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if not source.archive.exists():
        wanted = f"{source.name}=={source.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "--no-deps", "--no-binary", ":all:", "--dest", str(CACHE), wanted], check=False
        )
        if done.returncode:
            sys.exit(f"{wanted} cannot be had from the package index; without it nothing is shown")
    found = hashlib.sha256(source.archive.read_bytes()).hexdigest()
    if found != source.digest:
        sys.exit(f"{source.archive.name} has the digest {found}, not {source.digest}")


def repository(tree: Path) -> None:
    """Make a repository of a tree, with a commit that is the same everywhere."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    for side in ("AUTHOR", "COMMITTER"):
        environment |= {
            f"GIT_{side}_NAME": "x",
            f"GIT_{side}_EMAIL": "x@example.org",
            f"GIT_{side}_DATE": "1700000000 +0000",
        }
    for arguments in (
        ["init", "-q", "--template="],
        ["add", "--all", "--force"],
        ["commit", "-q", "-m", "as released"],
    ):
        command = ["git", "-c", "core.autocrlf=false", "-C", str(tree), *arguments]
        subprocess.run(command, env=environment, check=True)


def judge(source: Source, folder: Path) -> None:
    """Build, verify and run one plan in both kinds of base."""
    from patcher import PatcherError, build, load_plan, verify
    from patcher.report.frames import render_problems

    with tarfile.open(source.archive) as archive:
        archive.extractall(folder, filter="data")
    tree = folder / f"{source.name}-{source.version}"
    plan = load_plan(HERE / f"{source.name}.yaml")
    began = time.monotonic()
    try:
        plain = build(plan, tree, plain=True, output=None)
        problems = verify(plan, tree, plain=True).problems
        repository(tree)
        committed = build(plan, tree, output=None)
        problems += verify(plan, tree, run=True).problems
    except PatcherError as error:
        problems = error.problems
    if problems:
        sys.exit(render_problems(problems, {plan.path: plan.text}))
    if [step.tree for step in plain.steps] != [step.tree for step in committed.steps]:
        sys.exit(f"{source.name}: a directory and a revision give different trees")
    if plan.steps[-1].expect_tree is None:
        sys.exit(f"{source.name}: the plan does not state its last tree, {plain.steps[-1].tree}")
    ranges = sum(len(edit.ranges) for step in plain.steps for edit in step.edits)
    files = len({change.path for step in plain.steps for change in step.changes})
    print(
        f"{source.name} {source.version}: {len(plain.steps)} steps, {ranges} ranges, {files} files, "
        f"-{sum(s.deleted for s in plain.steps):,} +{sum(s.added for s in plain.steps):,}, "
        f"tree {plain.steps[-1].tree[:12]} as stated, git agrees ({time.monotonic() - began:.1f} s)",
        flush=True,
    )


def main() -> None:
    """Judge every plan."""
    for source in SOURCES:
        fetch(source)
        with tempfile.TemporaryDirectory(prefix="patcher-real-") as folder:
            judge(source, Path(folder))
    print(f"{len(SOURCES)} passed, 0 failed")


if __name__ == "__main__":
    main()
