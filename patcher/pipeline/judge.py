"""A finished series against git and against its plan: compare, verify, run its checks, apply it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import islice, takewhile, zip_longest
from typing import TYPE_CHECKING

from patcher.errors import Excerpt, Mark, Problem, Refusal, SurroundingsError, Target
from patcher.git import (
    Applied,
    Expected,
    Manner,
    Scratch,
    apply_here,
    apply_in_worktree,
    run_command,
    scratch_repository,
)
from patcher.handles import read_file
from patcher.pipeline.base import Base
from patcher.record import dataclass
from patcher.results import RunVerdict, Verification
from patcher.series import (
    Manifest,
    apply_patch,
    first_problems,
    list_folder,
    read_folder,
    read_patch,
    step_differences,
)
from patcher.series.reader import PatchFile
from patcher.source import SourceFile
from patcher.source.excerpts import excerpt_of
from patcher.tree import Tree

if TYPE_CHECKING:
    from patcher.results import PlanResult
    from patcher.spec.model import Check


@dataclass(frozen=True, slots=True)
class Series:
    """A series as it stands in a folder, or as a plan has just given it: its files and its manifest."""

    folder: str | None
    files: Mapping[str, bytes]
    manifest: Manifest

    @property
    def expected(self) -> tuple[Expected, ...]:
        """What git must make of each patch, in order."""
        return tuple(
            Expected(step.patch, self.files[step.patch], step.tree, step.message, step.author, step.date)
            for step in self.manifest.steps
        )


def series_of(result: PlanResult) -> Series:
    """Return the series that a plan has given, without a folder."""
    from patcher.series import parse_manifest

    files = dict(result.files)
    return Series(None, files, parse_manifest(files["manifest.json"]))


def read_series(folder: str) -> Series:
    """Return the series in a folder; raises `Refusal` where anything of it is not as it was written."""
    files, manifest = read_folder(folder)
    return Series(folder, files, manifest)


def manifest_base(folder: str) -> str | None:
    """Return the commit that a folder's manifest names as its base, where there is one."""
    from patcher.series import parse_manifest

    path = os.path.join(folder, "manifest.json")
    try:
        data = read_file(path)
    except OSError:
        return None
    return parse_manifest(data, path).commit


def compare_folder(result: PlanResult, folder: str) -> tuple[tuple[Problem, ...], str]:
    """Return what differs between a folder and what its plan gives, and a diff of the texts."""
    wanted = dict(result.files)
    there, foreign = list_folder(folder) if os.path.isdir(folder) else ({}, [])
    problems: list[Problem] = []
    rows: list[str] = []
    for name in sorted({*there, *foreign, *wanted}):
        path = os.path.join(folder, name)
        if name in foreign or name not in wanted:
            why = "is no file of the series"
        elif name not in there:
            why = "is missing"
        elif there[name] != wanted[name]:
            why = "differs"
        else:
            continue
        problems.append(Problem("series-stale", f"`{path}` {why}", target=Target(path)))
        if len(rows) < _MOST_ROWS:
            rows += _text_diff(path, there.get(name, b""), wanted.get(name, b""))
    return first_problems(problems, folder), "\n".join(rows)


_MOST_ROWS, _ROWS_OF_A_FILE, _ROW_LENGTH = 600, 60, 500  # that are shown of what differs


def _text_diff(path: str, there: bytes, wanted: bytes) -> list[str]:
    """Return a diff of two texts from their first difference on, as far as it is shown."""
    import difflib

    old, new = there.split(b"\n"), wanted.split(b"\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    first = max(0, same - 1)
    old_text, new_text = (
        [
            row[:_ROW_LENGTH].decode("utf-8", "backslashreplace")
            for row in rows[first : first + 10 * _ROWS_OF_A_FILE]
        ]
        for rows in (old, new)
    )
    found = difflib.unified_diff(old_text, new_text, path, f"{path} (as the plan gives it)", lineterm="", n=1)
    rows = list(islice(found, _ROWS_OF_A_FILE))
    return [_moved_down(row, first) for row in rows]


def _moved_down(row: str, lines: int) -> str:
    """Return a row of a diff, the starts of a hunk counted from so many lines above."""
    if not row.startswith("@@ "):
        return row
    return re.sub(r"(?<=[-+])\d+", lambda match: str(int(match[0]) + lines), row)


def check_series(series: Series, base: Base) -> tuple[Problem, ...]:
    """Return what is wrong with a series by our own reader and applier: tree by tree, and its manifest."""
    manifest, tree = series.manifest, base.tree
    if (manifest.hash, manifest.tree) != (base.info.hash, base.info.tree):
        message = f"the series is for the tree {manifest.tree}, and the base is {base.info.tree}"
        return (Problem("base-moved", message, hint="name the base that it was built on, or build it again"),)
    for index, step in enumerate(manifest.steps):
        try:
            patch = read_patch(series.files[step.patch], step.patch)
            after = _patched(tree, patch)
        except Refusal as refusal:
            return refusal.problems
        wrong = step_differences(manifest, index, patch, cache(partial(_line_count, tree)))
        if after.id != step.tree:
            wrong += (f"`{step.patch}` gives tree {after.id}, and the manifest says {step.tree}",)
        if wrong:
            target, hint = Target(step.patch), "build the series again"
            return tuple(Problem("series-damaged", why, target=target, hint=hint) for why in wrong)
        tree = after
    return ()


def _patched(tree: Tree, patch: PatchFile) -> Tree:
    def read(path: str) -> tuple[int, bytes] | None:
        mode = tree.mode(path)
        return None if mode is None else (mode, tree.read(path))

    return tree.apply(apply_patch(patch, read))


def _line_count(tree: Tree, path: str) -> int | None:
    if tree.entry(path) is None:
        return None
    data = tree.read(path)
    return data.count(b"\n") + (not data.endswith(b"\n") and data != b"")


def _tree_on(series: Series, tree: Tree) -> Tree:
    """Return what a series makes of another tree."""
    for step in series.manifest.steps:
        tree = _patched(tree, read_patch(series.files[step.patch], step.patch))
    return tree


def moved_files(series: Series, base: Tree, start: Tree) -> tuple[str, ...]:
    """Return the files that the series touches and that have other bytes at another start than in its base."""
    touched: set[str] = set()
    for step in series.manifest.steps:
        for each in read_patch(series.files[step.patch], step.patch).files:
            touched |= {path for path in (each.old_path, each.new_path) if path is not None}
    return tuple(sorted(path for path in touched if base.entry(path) != start.entry(path)))


def refuse_moved(series: Series, base: Tree, start: Tree) -> None:
    """Raise `Refusal` (`base-moved`) where a start has other bytes in a file that the series touches."""
    moved = moved_files(series, base, start)
    if moved:
        shown = ", ".join(f"`{path}`" for path in moved[:5]) + (", ..." if len(moved) > 5 else "")
        files = "1 file" if len(moved) == 1 else f"{len(moved)} files"
        raise Refusal(
            Problem(
                "base-moved",
                f"{files} that the series touches changed since its base: {shown}",
                target=Target(moved[0]),
                hint="build the plan again on the new base (`--base HEAD`): its anchors find their ranges there",
                option="--base",
                excerpts=tuple(filter(None, (_first_change(path, base, start) for path in moved[:3]))),
            )
        )


def _first_change(path: str, base: Tree, start: Tree) -> Excerpt | None:
    """Return the first line of a file that is another at the start than in the base, with those around it."""
    if base.entry(path) is None or start.entry(path) is None:
        return None
    now, then = start.read(path), base.read(path)
    if b"\0" in now + then:
        return None
    source, was = SourceFile(path, now), SourceFile(path, then)
    rows = zip_longest(now.split(b"\n"), then.split(b"\n"))
    line = 1 + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rows))
    there = was.line_text(line).strip() if line <= was.line_count else ""
    alike = line <= min(source.line_count, was.line_count) and source.line_text(line) == was.line_text(line)
    label = "in the base it ends otherwise" if alike else f"in the base: {there or 'a blank line, or none'}"
    shown = min(line, source.line_count)
    return excerpt_of(source, [Mark(shown, shown, ">", label)])


def verify_series(
    series: Series,
    base: Base,
    checks: Sequence[tuple[str, Check]] = (),
    *,
    environment: Mapping[str, str] | None = None,
    timeout: float = 600.0,
    tell: Callable[[str], None] | None = None,
) -> Verification:
    """Let git judge a series in a scratch repository; with an environment, run its `run` checks too.

    `checks` are the ids of steps with their commands; `tell` hears in words what the run is at.
    Returns all that is wrong in `problems`.
    """
    problems = list(check_series(series, base))
    if any(problem.code == "base-moved" for problem in problems):
        return Verification((), (), tuple(problems))
    with scratch_repository(base.tree, base.info.commit, base.repository) as scratch:
        verdicts = scratch.judge(series.expected)
        for verdict in verdicts:
            problems += [_disagreement(verdict.name, why) for why in verdict.wrong]
        runs: list[RunVerdict] = []
        if environment is not None and not problems:
            commits = {step.id: v.commit for step, v in zip(series.manifest.steps, verdicts, strict=True)}
            for number, (step, check) in enumerate(checks, 1):
                commit = commits.get(step)
                if commit is None:
                    continue
                if tell is not None:
                    tell(f"running check {number} of {len(checks)}: {_command(check)}")
                runs.append(_run(scratch, commit, step, check, environment, timeout))
    problems += [_failed(run) for run in runs if not run.holds]
    return Verification(verdicts, tuple(runs), tuple(problems))


def _disagreement(name: str, why: str) -> Problem:
    hint = None
    if "does not match index" in why:
        hint = (
            "the tree's `.gitattributes` (`text`, `ident`, a filter) give the file other bytes than it was committed"
            " with; commit it once more with `git add --renormalize`, then build on that"
        )
    return Problem("git-disagrees", f"`{name}`: {why}", target=Target(name), hint=hint)


def _run(
    scratch: Scratch, commit: str, step: str, check: Check, environment: Mapping[str, str], timeout: float
) -> RunVerdict:
    assert check.command is not None
    with scratch.worktree(commit) as folder:
        return RunVerdict(step, check, run_command(check.command, folder, environment, timeout))


def _command(check: Check) -> str:
    return check.command if isinstance(check.command, str) else " ".join(check.command or ())


def _failed(run: RunVerdict) -> Problem:
    words = _command(run.check)
    tail = [row for row in run.result.output.rstrip().split("\n") if row.strip()][-1:]
    return Problem(
        "run-failed",
        f"`{words}` exits with {run.result.status} after step `{run.step}`",
        plan=run.check.place,
        label=tail[0] if tail else "it printed nothing",
        hint="run it by hand in a worktree of that step's commit",
    )


def apply_series(
    series: Series,
    base: Base,
    *,
    start: Base | None = None,
    branch: str | None = None,
    worktree: str | None = None,
    here: bool = False,
    manner: Manner | None = None,
    environment: Mapping[str, str] | None = None,
) -> Applied:
    """Apply a series with `git am`, all or nothing: in a new worktree and branch, or `here`.

    `base` is the one that the manifest names; `start` another to apply on, refused where a file
    that the series touches differs there. Raises `PatcherError` with the repository as it was.
    """
    import tempfile

    repository = base.repository
    if repository is None or base.info.commit is None:
        message = f"`{base.directory}` is not a git repository, and `apply` needs one"
        hint = "`patcher build` works without one, and `git apply` takes its patches one by one"
        raise SurroundingsError(Problem("not-a-repository", message, option="-C", hint=hint))
    problems = check_series(series, base)
    if problems:
        raise Refusal(*problems)
    tree = series.manifest.steps[-1].tree
    authors = [step.author for step in series.manifest.steps]
    if start is not None:
        refuse_moved(series, base.tree, start.tree)
        tree = _tree_on(series, start.tree).id
    commit = (start or base).info.commit or base.info.commit
    name = branch or f"patcher/{series.manifest.plan}"
    manner = manner or Manner()
    caller = dict(os.environ) if environment is None else environment
    with tempfile.TemporaryDirectory(prefix="patcher-apply-") as folder:
        patches = []
        for index, step in enumerate(series.manifest.steps):
            patches.append(os.path.join(folder, f"{index + 1:06d}.patch"))
            with open(patches[-1], "wb") as file:
                file.write(series.files[step.patch])
        if here:
            return apply_here(repository, patches, tree, authors, caller, manner)
        place = worktree or default_worktree(base, series.manifest.plan)
        return apply_in_worktree(
            repository, patches, commit, name, os.path.abspath(place), tree, authors, caller, manner
        )


def default_worktree(base: Base, plan: str) -> str:
    """Return where a series' worktree is made when nobody says: beside the repository."""
    repository = base.repository
    top = (repository.work_tree or repository.git_dir) if repository is not None else base.directory
    return os.path.join(
        os.path.dirname(os.path.abspath(top)), f"{os.path.basename(os.path.abspath(top))}-{plan}"
    )


def run_checks_of(
    steps: Sequence[tuple[str, Sequence[Check]]], invariants: Sequence[Check]
) -> list[tuple[str, Check]]:
    """Return the `run` checks of every step with its id, those among the invariants after each step."""
    return [
        (step, check) for step, checks in steps for check in (*checks, *invariants) if check.kind == "run"
    ]


__all__ = [
    "Applied",
    "Manner",
    "RunVerdict",
    "Series",
    "Verification",
    "apply_series",
    "check_series",
    "compare_folder",
    "manifest_base",
    "read_series",
    "run_checks_of",
    "series_of",
    "verify_series",
]
