"""The text that a step takes, as the proof asks for it to find what lost its last user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.pipeline.work import StepRun
from patcher.proof import Gone, find_orphans
from patcher.proof.model import Orphan
from patcher.source import Span
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK, FileChange


def orphans_of(run: StepRun, changes: Sequence[FileChange], tree: Tree) -> tuple[Orphan, ...]:
    """Return what a step leaves without a user in the tree after it."""
    return find_orphans(run.tree, tree, list(_gone(run, changes)), run.sources.of)


def _gone(run: StepRun, changes: Sequence[FileChange]) -> Iterator[Gone]:
    for work in run.work.values():
        if work.edited is None:
            continue
        source = work.syntax.source
        spans = tuple(
            Span(source.text_offset(splice.start), source.text_offset(splice.end))
            for splice in work.edited.splices
            if splice.end > splice.start
        )
        if spans:
            yield Gone(work.syntax, spans, run.files.renames.get(work.path, work.path))
    for change in changes:
        deleted = change.after is None and change.before_mode not in (SYMLINK, SUBMODULE)
        if deleted and change.before is not None and b"\0" not in change.before[:8000]:
            syntax = run.sources.of(run.tree, change.path)
            yield Gone(syntax, (Span(0, len(syntax.source.text)),), None)
