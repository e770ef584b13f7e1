"""Colour on a screen, or none: colour never carries meaning alone."""

from __future__ import annotations

from patcher.record import dataclass

_CODES = {"error": "1;31", "code": "1", "path": "36", "dim": "2", "good": "32", "bad": "31", "bold": "1"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Wraps text in ANSI colour where the reader's terminal shows it."""

    color: bool = False

    def __call__(self, kind: str, text: str) -> str:
        """Return the text in the colour of its kind."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.color and text else text


PLAIN = Paint()
