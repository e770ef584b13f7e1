"""Line-range surgical patches from a declarative plan.

    from patcher import load_plan, build
    result = build(load_plan("specs/retire-etcd.yaml"), "path/to/repository")

Every function raises a `PatcherError` that carries `Problem` records: a code, a message, the place in
the plan, the place in the target, candidates and a hint.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, whose import takes as long as much of a start
if TYPE_CHECKING:
    from typing import Any

    from patcher.errors import Defect, PatcherError, PlanError, Problem, Refusal, SurroundingsError
    from patcher.pipeline import apply, build, load_plan, locate, verify
    from patcher.results import PlanResult, StepResult

__all__ = [
    "Defect",
    "PatcherError",
    "PlanError",
    "PlanResult",
    "Problem",
    "Refusal",
    "StepResult",
    "SurroundingsError",
    "apply",
    "build",
    "load_plan",
    "locate",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that `import patcher` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'patcher' has no attribute {name!r}")
    from importlib import import_module

    room = "results" if name.endswith("Result") else "errors" if name[0].isupper() else "pipeline"
    return getattr(import_module(f"patcher.{room}"), name)
