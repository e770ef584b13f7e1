"""What the page is drawn from: holes in files, the cuts in them, the lines around them.

Line numbers are 1-based. Those of kept and of going lines are of the tree that the step starts
from, those of coming lines and of a seam of the tree that it leaves.
"""

from __future__ import annotations

from typing import Literal

from patcher.record import dataclass
from patcher.results import EditResult, RangeResult
from patcher.source import LineRange, Span

Sign = Literal[" ", "-", "+"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `mark` are the characters that differ from the line that it stands against."""

    sign: Sign
    number: int
    text: str
    mark: Span | None = None
    open: bool = False  # the file's last line, without its newline


@dataclass(frozen=True, slots=True)
class Blank:
    """A run of blank lines, counted."""

    sign: Sign
    count: int


@dataclass(frozen=True, slots=True)
class End:
    """Where the file begins or ends."""

    words: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Where lines stand in a patch: the diff, its hunk, its rows, all from 0, the last one included."""

    diff: int
    hunk: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that are folded away: how many, where the patch has them, what of them is seen all the same.

    `peeks` are the lines of the fold's outer depth: what a cut takes beside what it was asked for
    stands there. `unseen` counts those that were too many.
    """

    sign: Sign
    count: int
    first_line: int
    rows: Rows
    peeks: tuple[Line, ...] = ()
    unseen: int = 0


Item = Line | Blank | End | Fold


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a cut: an edit, and its range where it has one."""

    edit: EditResult
    range: RangeResult | None = None
    arrives: bool = False  # the other end of a `move`


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines that go, or come, or both, by one request (or none: they change along with others).

    `lines` are those that go, `None` where lines only come; `at` is the line that they are at.
    """

    key: str  # the element's id on the page
    file: str
    lines: LineRange | None
    at: int
    items: tuple[Item, ...]
    asked: tuple[Asked, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Lines that stay between two cuts of one hole."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """Kept lines, the cuts between them, kept lines; and how it reads afterwards.

    `inside` are the headers of what encloses it, the outermost first. `more_above` and `more_below`
    are up to ten further kept lines.
    """

    file: str
    inside: tuple[str, ...]
    above: tuple[Item, ...]
    parts: tuple[Cut | Kept, ...]
    below: tuple[Item, ...]
    seam: tuple[Item, ...]
    more_above: tuple[Line, ...] = ()
    more_below: tuple[Line, ...] = ()

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The cuts alone."""
        return tuple(part for part in self.parts if isinstance(part, Cut))


@dataclass(frozen=True, slots=True)
class FileHoles:
    """One file of a step: its holes, how many lines it has before, what happens to it as a whole."""

    path: str
    old_path: str | None
    length: int
    holes: tuple[Hole, ...]
    whole: str | None = None  # "deleted", "created", "renamed from ...", "binary", "mode 644 to 755"
    added: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """Something a reviewer should know. `level`: 3 look at it, 2 notice it, 1 only know it."""

    level: int
    text: str  # HTML
    step: str = ""
    link: str | None = None
