"""What the proof stage gives: the ledger of a step and the outcome of its checks."""

from __future__ import annotations

from typing import Literal

from patcher.errors import Candidate
from patcher.record import dataclass
from patcher.source import LineRange
from patcher.spec.model import Check

# How sure it is that a file still binds a name of which a definition went.
ALWAYS, UNLESS_IT_FAILS, NOT_ALWAYS = "always", "unless it fails", "not always"


@dataclass(frozen=True, slots=True)
class Removed:
    """A definition that a step removes: its file, its name, its 1-based first line, who asked.

    `asked` is false where no selector named it or its parent: it merely stood in the range.
    """

    file: str
    name: str
    kind: str
    line: int
    asked: bool
    fixture: bool = False  # of pytest: used by the name of a parameter
    reach: str = "any"  # who can see it: its "file", its "folder", the modules "below", "any"
    written: str = ""  # the text by which files mean it; "" where its last word may do


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every definition that goes in a step, those whose text changed, those that moved elsewhere."""

    removed: tuple[Removed, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()  # (file, name)
    moved: tuple[tuple[str, str, str], ...] = ()  # (file, name, the file that it moved to)


@dataclass(frozen=True, slots=True)
class Orphan:
    """What a step left without a user. `line` is 1-based and of the tree after the step.

    `edit` is an entry for a step's `edits:` that would take it, `None` where no selector means it
    alone; `only_by` are the orphans that alone use it still. The entry is for a later step, and for
    the step itself where a compiler, `refused_by`, does not take the tree after it.
    """

    file: str
    line: int
    kind: str  # "import", "function", "class", "assignment", "method", "fixture", "dependency", ...
    name: str
    why: str
    edit: str | None = None
    only_by: tuple[str, ...] = ()
    refused_by: str = ""  # whose compiler refuses the file as it is, "" if none does


@dataclass(frozen=True, slots=True)
class Doubt:
    """What only a person can decide, a fact: a comment that could belong to either side, or a meaning that shifts.

    `lines` are of the tree before the step, `text` is the first of them that says something. `goes` tells whether it
    leaves with the range. `key` is a key of the selector, or an edit, that decides otherwise.
    """

    file: str
    lines: LineRange
    text: str
    goes: bool
    why: str
    key: str | None
    about: Literal["comment", "meaning"] = "comment"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a check came out. `holds` is None for a `run` check that was not run."""

    check: Check
    holds: bool | None
    message: str  # what was found: "0 lines match", "12 lines in 4 files, as in the base"
    before: int | None = None  # the count in the base
    after: int | None = None
    candidates: tuple[Candidate, ...] = ()  # the lines that speak against it
    invariant: bool = False
    held: bool = True  # whether the base holds it, as far as that is known
