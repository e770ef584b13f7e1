"""What the pipeline gives: the records that the reports draw and a library user reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patcher.record import dataclass

if TYPE_CHECKING:
    from patcher.diff.model import FileDiff
    from patcher.edit.model import Outcome
    from patcher.errors import Candidate, Problem
    from patcher.finder.model import Located
    from patcher.git.model import RunResult, Verdict
    from patcher.proof.model import CheckResult, Doubt, Ledger, Orphan
    from patcher.series.model import FileSummary, Patch, PatchSummary
    from patcher.source import LineRange
    from patcher.spec.model import Check, Edit, Plan, Step
    from patcher.tree import Tree
    from patcher.tree.model import FileChange


@dataclass(frozen=True, slots=True)
class BaseInfo:
    """The tree a run starts from. `commit` is `None` for a directory; `date` its committer's, ISO 8601."""

    tree: str
    hash: str
    commit: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where lines that move arrive: the file and its lines, in the tree after the step."""

    file: str
    lines: LineRange


@dataclass(frozen=True, slots=True)
class RangeResult:
    """One range of one edit with what came of it. Lines are in the tree that the step starts from."""

    located: Located
    outcome: Outcome
    digest: str  # "sha256:…" of the bytes that go
    removes: tuple[str, ...] = ()  # qualified names of the definitions that go with it
    first_text: str = ""  # text of the range's first and last line that are not blank
    last_text: str = ""
    to: Arrival | None = None  # of `move`
    doubts: tuple[Doubt, ...] = ()  # what only a person can decide


@dataclass(frozen=True, slots=True)
class EditResult:
    """One edit of a step: its ranges, or for an action on whole files the paths it touches."""

    edit: Edit
    ranges: tuple[RangeResult, ...] = ()
    paths: tuple[str, ...] = ()
    allowed: tuple[Problem, ...] = ()  # refusals that `allow:` accepted
    unsure: tuple[Candidate, ...] = ()  # lines of which `unreferenced` could not tell; of the tree before


@dataclass(frozen=True, slots=True)
class Kept:
    """A definition that stays between the first and the last cut of a file."""

    file: str
    name: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step that held: what it does, what it proved, the tree it ends in."""

    step: Step
    edits: tuple[EditResult, ...]
    changes: tuple[FileChange, ...]
    ledger: Ledger
    checks: tuple[CheckResult, ...]
    kept: tuple[Kept, ...]
    tree: str
    deleted: int  # lines
    added: int
    diffs: tuple[FileDiff, ...]
    after: Tree
    orphans: tuple[Orphan, ...] = ()  # what it left without a user, in the tree after it
    warnings: tuple[str, ...] = ()  # a hunk that is not unique, say
    patch: Patch | None = None  # where patches were made


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A whole run: the base, the steps that were reached, and every problem that was found."""

    plan: Plan
    plan_digest: str  # "sha256:…" of what the plan says and the files it brings
    base: BaseInfo
    steps: tuple[StepResult, ...]
    problems: tuple[Problem, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()  # the output folder's files, where a series was made


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """How a `run` check ended in a throwaway worktree of its step's commit."""

    step: str
    check: Check
    result: RunResult

    @property
    def holds(self) -> bool:
        """Whether the command exited 0."""
        return self.result.status == 0


@dataclass(frozen=True, slots=True)
class Verification:
    """What git said of a series, and how its `run` checks ended where they were run."""

    verdicts: tuple[Verdict, ...]
    runs: tuple[RunVerdict, ...] = ()
    problems: tuple[Problem, ...] = ()


__all__ = [
    "Arrival",
    "BaseInfo",
    "EditResult",
    "FileSummary",
    "Kept",
    "PatchSummary",
    "PlanResult",
    "RangeResult",
    "RunVerdict",
    "StepResult",
    "Verdict",
    "Verification",
]
