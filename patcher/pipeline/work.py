"""A step on its way: its files' requests, what was found so far, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.edit.model import Edited, Request
from patcher.errors import Candidate, Place, Problem, Target
from patcher.pipeline.files import Sources, StepFiles
from patcher.proof import FileProof
from patcher.record import dataclass, field
from patcher.spec.model import Content, Plan, Step
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import FileChange


@dataclass(slots=True)
class FileWork:
    """What a step does to one file's text: the requests, and which edit each belongs to."""

    path: str
    syntax: Syntax
    requests: list[Request] = field(default_factory=list)
    edited: Edited | None = None
    proof: FileProof | None = None
    named: bool = False  # a selector says in which language to read it


@dataclass(slots=True)
class StepRun:
    """A step on its way: what was found so far, and what is wrong."""

    plan: Plan
    step: Step
    tree: Tree
    sources: Sources
    files: StepFiles
    work: dict[str, FileWork] = field(default_factory=dict)
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)  # of edits on whole files, by index
    changes: dict[str, FileChange] = field(default_factory=dict)  # of whole files, by the path they end at
    allowed: dict[int, list[Problem]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unsure: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)  # of `unreferenced`, by edit
    reached: list[Sequence[str]] = field(default_factory=list)  # the paths that its edits mean, edit by edit
    history: Sequence[tuple[str, Tree]] = ()  # the steps before it, each with the tree it started from

    @property
    def touched(self) -> frozenset[str]:
        """The paths that one of its edits means."""
        return frozenset().union(*self.reached)


def content_of(plan: Plan, content: Content) -> str | bytes:
    """Return what an edit brings: the plan's text, or a brought file's bytes."""
    if content.file is not None:
        return plan.brings[content.file]
    return content.text or ""


def conflict(path: str, place: Place, message: str) -> Problem:
    """Return the problem of a file that two edits of a step treat in ways that exclude each other."""
    hint = "put them into two steps"
    return Problem("file-conflict", f"{message}: `{path}`", plan=place, target=Target(path), hint=hint)
