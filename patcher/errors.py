"""One tree of errors: what went wrong, where in the plan, where in the target, what to do.

A stage raises one of four classes, which differ in the exit status alone; what a reader needs
is in the `Problem` records that it carries, never in prose glued together elsewhere.

>>> problem = Problem("anchor-not-found", "nothing matches `x`, 1 expected", plan=Place("p.yaml", 3, 5))
>>> Refusal(problem).exit_code
1
"""

from __future__ import annotations

from typing import ClassVar

from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a plan file: 1-based line and column, and how many characters to point at."""

    file: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the tree: a path and, where it is known, 1-based inclusive lines."""

    file: str
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that could have been meant: 1-based inclusive lines and the text to show.

    `marks` are the parts of `text` that differ from what was sought: half-open offsets. `offer` is
    what the plan could say instead, or beside it, to mean this place alone.
    """

    file: str
    first_line: int
    last_line: int
    text: str
    note: str | None = None
    marks: tuple[tuple[int, int], ...] = ()
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines of an excerpt that are marked: 1-based inclusive, with a sign of one ASCII character.

    With a 1-based `column` it points at `width` characters of its one line instead. An empty
    `label` is one that needs no words.
    """

    first_line: int
    last_line: int
    sign: str
    label: str
    column: int | None = None
    width: int = 1


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a file as a frame draws them: their 1-based numbers and texts, and what is marked.

    Where the numbers jump, lines are left out. `after` says that they are of the file after the step.
    """

    file: str
    lines: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    after: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """YAML for a plan that would settle a problem, ready to paste, and what it does."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `message` is lower case, problem first, subject quoted in backquotes, no full stop.
    `label` stands beside the pointer in the frame; `hint` is a remedy that can be done as written.
    `option` is the option or argument of the command line that it is about.
    `excerpts` show the target's own lines; `offers` are keys that settle it, each tried before it is shown
    where that can be.
    """

    code: str
    message: str
    plan: Place | None = None
    target: Target | None = None
    candidates: tuple[Candidate, ...] = ()
    hint: str | None = None
    label: str | None = None
    option: str | None = None
    excerpts: tuple[Excerpt, ...] = ()
    offers: tuple[Offer, ...] = ()


class PatcherError(Exception):
    """The base of every error that `patcher` raises on purpose; carries one or more problems."""

    exit_code: ClassVar[int] = 4
    problems: tuple[Problem, ...]

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"[{p.code}] {p.message}" for p in problems))


class Refusal(PatcherError):
    """The plan does not hold on this tree, or a check failed (exit 1)."""

    exit_code = 1


class PlanError(PatcherError):
    """The plan file or the command line is wrong (exit 2)."""

    exit_code = 2


class SurroundingsError(PatcherError):
    """git, the disk or a permission failed (exit 3)."""

    exit_code = 3


class Defect(PatcherError):
    """A defect of ours: a promise that the program found itself breaking (exit 4)."""

    exit_code = 4
