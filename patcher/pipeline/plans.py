"""A plan from its file, with what it brings. No base, no tree: checking a plan alone imports no more."""

from __future__ import annotations

import os

from patcher.directory import read_beside_plan, read_plan
from patcher.spec import brought_files, parse_plan, with_brought
from patcher.spec.model import Plan

PathLike = str | os.PathLike[str]


def load_plan(path: PathLike) -> Plan:
    """Return the plan in a file, with the files that it brings.

    Raises `PlanError` with every problem of the plan, `SurroundingsError` where it cannot be read.
    """
    name = os.fspath(path)
    plan = parse_plan(read_plan(name), name)
    brings = {c.file: read_beside_plan(name, c.file) for c in brought_files(plan) if c.file is not None}
    return with_brought(plan, brings) if brings else plan
