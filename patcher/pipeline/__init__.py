"""The loop: a plan and a base in, ranges, patches, verdicts out. No screen, no command line.

A part is imported when something of it is asked for: checking a plan alone needs no tree and no git.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patcher.pipeline.base import Base, open_base
    from patcher.pipeline.first import First, first_plan
    from patcher.pipeline.judge import (
        Series,
        Verification,
        apply_series,
        compare_folder,
        manifest_base,
        read_series,
        refuse_moved,
        run_checks_of,
        series_of,
        verify_series,
    )
    from patcher.pipeline.library import apply, build, locate, verify
    from patcher.pipeline.plans import load_plan
    from patcher.pipeline.run import run_plan, with_series, write_series

_PARTS = {
    "Base": "base",
    "open_base": "base",
    "First": "first",
    "first_plan": "first",
    "apply": "library",
    "build": "library",
    "locate": "library",
    "verify": "library",
    "load_plan": "plans",
    "run_plan": "run",
    "with_series": "run",
    "write_series": "run",
}  # all others are in `judge`

__all__ = [
    "Base",
    "First",
    "Series",
    "Verification",
    "apply",
    "apply_series",
    "build",
    "compare_folder",
    "first_plan",
    "load_plan",
    "locate",
    "manifest_base",
    "open_base",
    "read_series",
    "refuse_moved",
    "run_checks_of",
    "run_plan",
    "series_of",
    "verify",
    "verify_series",
    "with_series",
    "write_series",
]


def __getattr__(name: str) -> Any:
    """Import the part that has a name."""
    if name not in __all__:
        raise AttributeError(f"module 'patcher.pipeline' has no attribute {name!r}")
    return getattr(import_module(f"patcher.pipeline.{_PARTS.get(name, 'judge')}"), name)
