"""Diffs and messages → patch files, cover letter, manifest, the folder; and the reader that checks them.

A part is imported when something of it is asked for: who reads a series needs nothing that writes one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patcher.series.agreement import mail_differences, prove_patch
    from patcher.series.applier import apply_patch
    from patcher.series.cover import render_cover
    from patcher.series.fitting import step_differences
    from patcher.series.folder import MOST_BYTES, first_problems, list_folder, read_folder
    from patcher.series.mail import patch_name, render_patch
    from patcher.series.manifest import Manifest, ManifestStep, digest, parse_manifest, render_manifest
    from patcher.series.placing import write_folder
    from patcher.series.reader import read_patch
    from patcher.series.summary import summarize
    from patcher.series.survival import check_message

_PARTS = {
    "mail_differences": "agreement",
    "prove_patch": "agreement",
    "apply_patch": "applier",
    "render_cover": "cover",
    "step_differences": "fitting",
    "MOST_BYTES": "folder",
    "first_problems": "folder",
    "list_folder": "folder",
    "read_folder": "folder",
    "patch_name": "mail",
    "render_patch": "mail",
    "Manifest": "manifest",
    "ManifestStep": "manifest",
    "digest": "manifest",
    "parse_manifest": "manifest",
    "render_manifest": "manifest",
    "write_folder": "placing",
    "read_patch": "reader",
    "summarize": "summary",
    "check_message": "survival",
}

__all__ = [
    "MOST_BYTES",
    "Manifest",
    "ManifestStep",
    "apply_patch",
    "check_message",
    "digest",
    "first_problems",
    "list_folder",
    "mail_differences",
    "parse_manifest",
    "patch_name",
    "prove_patch",
    "read_folder",
    "read_patch",
    "render_cover",
    "render_manifest",
    "render_patch",
    "step_differences",
    "summarize",
    "write_folder",
]


def __getattr__(name: str) -> Any:
    """Import the part that has a name."""
    if name not in _PARTS:
        raise AttributeError(f"module 'patcher.series' has no attribute {name!r}")
    return getattr(import_module(f"patcher.series.{_PARTS[name]}"), name)
