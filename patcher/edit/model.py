"""What the edit stage takes and gives."""

from __future__ import annotations

from typing import Literal

from patcher.finder.model import Located
from patcher.record import dataclass
from patcher.source import LineRange, Span
from patcher.spec.model import Delete, Edit, Insert, Move, Replace

_LEAVING = (Delete, Move)


@dataclass(frozen=True, slots=True)
class Request:
    """One range of one edit, to be carried out in one file.

    `content` is what the edit brings, as bytes exactly when `exact` (a `with_file`), else text of
    the plan. `located` is `None` for an insertion at an end of the file. A `move` is two requests:
    what leaves, and what arrives beside `located`, whose `origin` is the first.
    """

    edit: Edit
    located: Located | None
    content: str | bytes | None = None
    origin: Request | None = None

    @property
    def takes(self) -> bool:
        """Whether its range leaves, to be gone or to come to another place.

        Of overloads that are replaced the first part makes place for TEXT, and the further ones leave.
        """
        action = self.edit.action
        if isinstance(action, _LEAVING):
            return self.origin is None
        return isinstance(action, Replace) and self.located is not None and self.located.part > 0

    @property
    def put(self) -> Literal["before", "after", "start", "end"] | None:
        """On which side of its range, or at which end of the file, it puts something; else `None`."""
        action = self.edit.action
        if isinstance(action, Insert) or (isinstance(action, Move) and self.origin is not None):
            return action.side
        return None

    @property
    def carries_element(self) -> bool:
        """Whether what arrives is an element of a list that commas part, beside another one."""
        return self.origin is not None and _parted(self.origin.located) and _parted(self.located)


def _parted(located: Located | None) -> bool:
    element = located.element if located is not None and not located.whole_lines else None
    return element is not None and element.separator == ","


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes `start:end` of the step's original file become `data`. `request` is its index."""

    start: int
    end: int
    data: bytes
    request: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: the whole lines that go with it, blank lines and emptied bodies included.

    `lines` is the range of lines that leaves or is replaced (`None` for an insertion), `blank` how
    many blank lines went along, `inside` the index of the larger deletion that has it.
    """

    lines: LineRange | None
    blank: int = 0
    inside: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """A file after a step's edits: its bytes, and the splices that made them, sorted, apart.

    `changes` are the splices as spans of the text before, with the text that takes their place.
    """

    data: bytes
    splices: tuple[Splice, ...]
    outcomes: tuple[Outcome, ...]  # one a request, in order
    changes: tuple[tuple[Span, str], ...]
