"""Does a manifest fit its patches and its base? What it says beside the digests, held against what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patcher.series.agreement import mail_differences
from patcher.series.manifest import Manifest
from patcher.series.reader import PatchFile

Lines = Callable[[str], "int | None"]  # a path → how many lines the file has, `None` where it is not there


def step_differences(manifest: Manifest, index: int, patch: PatchFile, lines: Lines) -> tuple[str, ...]:
    """Return in words where a patch is not the one that a manifest's step tells of.

    `index` counts from 0; `lines` speaks of the tree before the step.
    """
    step, total = manifest.steps[index], len(manifest.steps)
    wrong = list(mail_differences(patch, step.message, step.author, step.date))
    if patch.part != (index + 1, total):
        wrong.append(f"`{patch.name}` does not say that it is patch {index + 1} of {total}")
    if not patch.name.startswith(f"{index + 1:04d}-"):
        wrong.append(f"`{patch.name}` does not begin with its number, {index + 1:04d}")
    if patch.base_commit != (manifest.commit if index == 0 else None):
        wrong.append(f"`{patch.name}` names another base commit than the manifest")
    added, deleted = (sum(file.count(sign) for file in patch.files) for sign in (b"+", b"-"))
    if (added, deleted) != (step.added, step.deleted):
        wrong.append(f"`{patch.name}` adds and deletes other numbers of lines than the manifest says")
    wrong += (why for edit in step.edits for why in _edit_differences(edit, step.patch, lines))
    return tuple(wrong)


def _edit_differences(edit: Mapping[str, Any], name: str, lines: Lines) -> Iterator[str]:
    for row in edit.get("ranges", ()):
        there = lines(row["file"])
        if there is None:
            yield f"the manifest has a range of `{name}` in `{row['file']}`, which is not there"
        elif not 1 <= row["first_line"] <= row["last_line"] <= max(there, 1):
            span = f"{row['first_line']}-{row['last_line']}"
            yield f"the manifest has the range {span} in `{row['file']}`, which has {there} lines"
