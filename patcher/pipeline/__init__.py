"""The loop: a plan and a base in, ranges, patches, verdicts out. No screen, no command line."""

from patcher.pipeline.base import Base, open_base
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
    write_series,
)
from patcher.pipeline.library import apply, build, load_plan, locate, verify
from patcher.pipeline.run import run_plan, with_series

__all__ = [
    "Base",
    "Series",
    "Verification",
    "apply",
    "apply_series",
    "build",
    "compare_folder",
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
