"""Line-range surgical patches from a declarative plan.

    from patcher import load_plan, build
    result = build(load_plan("specs/retire-etcd.yaml"), "path/to/repository")

Every function raises a `PatcherError` that carries `Problem` records: a code, a message, the place in
the plan, the place in the target, candidates and a hint.
"""

from typing import TYPE_CHECKING, Any

from patcher.errors import Defect, PatcherError, PlanError, Problem, Refusal, SurroundingsError

if TYPE_CHECKING:
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
    """Import the pipeline when something of it is asked for, so that `import patcher` costs nothing."""
    if name in ("apply", "build", "load_plan", "locate", "verify"):
        from patcher import pipeline

        return getattr(pipeline, name)
    if name in ("PlanResult", "StepResult"):
        from patcher import results

        return getattr(results, name)
    raise AttributeError(f"module 'patcher' has no attribute {name!r}")
