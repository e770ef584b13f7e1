"""Colour on a screen, or none, and how wide the screen is: colour never carries meaning alone."""

from __future__ import annotations

from patcher.record import dataclass
from patcher.report.words import WIDTH

# Of the 256 colours, not of the first 16, which every theme sets as it likes: each of these has a
# contrast of 3 and more on black, on white, and on the grounds of common themes.
_CODES = {
    "error": "1;38;5;196",
    "code": "1",
    "path": "38;5;30",
    "dim": "2",
    "good": "38;5;28",
    "bad": "38;5;196",
    "bold": "1",
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Wraps text in ANSI colour where the reader's terminal shows it; `width` is its columns, 100 at most."""

    color: bool = False
    width: int = WIDTH

    def __call__(self, kind: str, text: str) -> str:
        """Return the text in the colour of its kind."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.color and text else text


PLAIN = Paint()
