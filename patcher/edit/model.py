"""What the edit stage takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

from patcher.finder.model import Located
from patcher.source import LineRange, SourceFile, Span
from patcher.spec.model import Edit


@dataclass(frozen=True, slots=True)
class Request:
    """One range of one edit, to be carried out in one file.

    `content` is what the edit brings, as bytes exactly when `exact` (a `with_file`), else text of
    the plan. `located` is `None` for an insertion at an end of the file.
    """

    edit: Edit
    located: Located | None
    content: str | bytes | None = None


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
    """A file after a step's edits: its bytes, and the splices that made them, sorted, apart."""

    data: bytes
    splices: tuple[Splice, ...]
    outcomes: tuple[Outcome, ...]  # one a request, in order

    def changes(self, source: SourceFile) -> tuple[tuple[Span, str], ...]:
        """Return the splices as spans of the text before, with the text that takes their place."""
        return tuple(
            (
                Span(source.text_offset(splice.start), source.text_offset(splice.end)),
                splice.data.decode("utf-8", "surrogateescape").replace("\r\n", "\n"),
            )
            for splice in self.splices
        )
