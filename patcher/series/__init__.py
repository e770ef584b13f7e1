"""Diffs and messages → patch files, cover letter, manifest, the folder; and the reader that checks them."""

from patcher.series.agreement import mail_differences, prove_patch
from patcher.series.applier import apply_patch
from patcher.series.cover import render_cover
from patcher.series.fitting import step_differences
from patcher.series.folder import list_folder, read_folder
from patcher.series.mail import patch_name, render_patch
from patcher.series.manifest import Manifest, ManifestStep, digest, parse_manifest, render_manifest
from patcher.series.placing import write_folder
from patcher.series.reader import read_patch
from patcher.series.summary import summarize
from patcher.series.survival import check_message

__all__ = [
    "Manifest",
    "ManifestStep",
    "apply_patch",
    "check_message",
    "digest",
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
