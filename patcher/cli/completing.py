"""What the shell offers behind a half-typed command line: plans, the steps of the plan typed, codes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click

_MOST = 2_000  # files that are looked at
_DEPTH = 4  # folders below the one that is typed


def plans(_context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the plans whose path begins as typed; where there are none, leave it to the shell's own files."""
    found = [path for path in islice(_files(typed), _MOST) if path.endswith((".yaml", ".yml"))]
    items = [CompletionItem(path) for path in sorted(found) if path.startswith(typed) and _is_plan(path)]
    return items or [CompletionItem(typed, type="file")]


def plans_or_folders(_context: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return plans, and the folders of series, which hold a manifest."""
    items = [item for item in plans(_context, param, typed) if item.type == "plain"]
    manifests = (path for path in islice(_files(typed), _MOST) if os.path.basename(path) == "manifest.json")
    folders = sorted(os.path.dirname(path) for path in manifests)
    items += [CompletionItem(folder) for folder in folders if folder.startswith(typed)]
    return items or [CompletionItem(typed, type="file")]


def folders(_context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Leave it to the shell to offer folders."""
    return [CompletionItem(typed, type="dir")]


def steps(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the ids of the steps of the plan that is typed, with their subjects."""
    from patcher.errors import PatcherError
    from patcher.pipeline import load_plan

    words = [context.params.get("plan"), *context.args]  # behind an option without its value all is left over
    plan = next((word for word in words if isinstance(word, str) and _is_plan(word)), None)
    if plan is None:
        return []
    try:
        known = load_plan(plan).steps
    except PatcherError:
        return []
    return [CompletionItem(step.id, help=step.subject) for step in known if step.id.startswith(typed)]


def codes(_context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the codes that begin as typed, with what they mean."""
    from patcher.codes import CODES

    return [CompletionItem(w, help=code.meaning) for w, code in CODES.items() if w.startswith(typed)]


def _files(typed: str) -> Iterator[str]:
    """Yield files below the folder that is typed so far, hidden folders left out, the shallow ones first."""
    level = [os.path.dirname(typed)]
    for _ in range(_DEPTH):
        below: list[str] = []
        for folder in level:
            try:
                entries = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                path = os.path.join(folder, entry.name)
                if entry.is_file():
                    yield path
                elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    below.append(path)
        level = below


def _is_plan(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return any(row.startswith(b"patcher:") for row in islice(file, 50))
    except OSError:
        return False
