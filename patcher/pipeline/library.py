"""The functions of the library: a plan and a directory in, records out. The commands call what these call."""

from __future__ import annotations

import os
from pathlib import Path

from patcher.errors import Refusal
from patcher.git import Applied
from patcher.pipeline.base import open_base
from patcher.pipeline.judge import (
    Series,
    Verification,
    apply_series,
    read_series,
    run_checks_of,
    series_of,
    verify_series,
)
from patcher.pipeline.plans import PathLike, load_plan
from patcher.pipeline.run import run_plan, with_series, write_series
from patcher.results import PlanResult
from patcher.spec.model import Plan

__all__ = ["apply", "build", "load_plan", "locate", "verify"]


def locate(
    plan: Plan, directory: PathLike = ".", *, base: str | None = None, plain: bool = False
) -> PlanResult:
    """Return every range of every step, proved and checked; nothing is written.

    `base` is a revision; `plain` takes the directory as it stands. Raises `Refusal` with every
    problem that was found.
    """
    with open_base(directory, base, plain=plain, plan=plan) as opened:
        result = run_plan(plan, opened)
    if result.problems:
        raise Refusal(*result.problems)
    return result


def build(
    plan: Plan,
    directory: PathLike = ".",
    *,
    base: str | None = None,
    plain: bool = False,
    output: PathLike | None = "patches",
) -> PlanResult:
    """Return the plan's series, and write it to `output/<plan>/` unless `output` is `None`."""
    folder = None if output is None else os.path.join(os.fspath(output), plan.plan)
    with open_base(directory, base, plain=plain, plan=plan, output=output) as opened:
        result = run_plan(plan, opened)
        if result.problems:
            raise Refusal(*result.problems)
        result = with_series(result, opened)
    if folder is not None:
        write_series(result, folder)
    return result


def verify(
    target: Plan | PathLike,
    directory: PathLike = ".",
    *,
    base: str | None = None,
    plain: bool = False,
    run: bool = False,
) -> Verification:
    """Return git's verdict on a plan's series, or on the series in a folder.

    With `run` the plan's `run` checks are executed too: they are code that the plan brings.
    """
    if isinstance(target, Plan):
        with open_base(directory, base, plain=plain, plan=target) as opened:
            result = run_plan(target, opened)
            if result.problems:
                raise Refusal(*result.problems)
            series = series_of(with_series(result, opened))
            checks = run_checks_of([(s.id, s.checks) for s in target.steps], target.invariants)
            return verify_series(series, opened, checks, environment=dict(os.environ) if run else None)
    series = read_series(os.fspath(target))
    revision = base or series.manifest.commit
    with open_base(directory, revision, plain=plain or revision is None, output=_outside(target)) as opened:
        return verify_series(series, opened)


def apply(
    target: Plan | PathLike,
    directory: PathLike = ".",
    *,
    branch: str | None = None,
    worktree: PathLike | None = None,
    here: bool = False,
) -> Applied:
    """Apply a plan's series, or the series in a folder, in a new worktree and branch (or `here`)."""
    series = _series(target, directory)
    place = None if worktree is None else os.fspath(worktree)
    with open_base(directory, series.manifest.commit) as opened:
        if not here:
            return apply_series(series, opened, branch=branch, worktree=place)
        with open_base(directory, "HEAD") as start:
            return apply_series(series, opened, start=start, here=True)


def _series(target: Plan | PathLike, directory: PathLike) -> Series:
    if isinstance(target, Plan):
        return series_of(build(target, directory, output=None))
    return read_series(os.fspath(target))


def _outside(target: PathLike) -> Path:
    """Return the output folder that holds a series' folder; a directory base leaves it out."""
    return Path(target).parent
