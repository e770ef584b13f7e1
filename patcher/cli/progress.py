"""One line on a terminal's stderr that says what a run is at and for how long; gone when anything else is printed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 0.5  # seconds: what is done by then needs no words
_EVERY = 0.2


class Progress:
    """Draws while a run goes on, from a thread of its own, so that the run itself pays nothing.

    The stream is a terminal; nothing is drawn on a dumb one. `stop` is final, and may be called twice.
    """

    def __init__(self, stream: TextIO, doing: Callable[[], str]) -> None:
        self._stream = stream
        self._doing = doing
        self._over = threading.Event()
        self._drawn = False
        self._thread: threading.Thread | None = None
        self._began = time.monotonic()

    def start(self) -> None:
        """Draw from now on, after a moment's patience."""
        if os.environ.get("TERM", "dumb") == "dumb":
            return
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take the line away."""
        self._over.set()
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self) -> None:
        from patcher.report.words import cut, safe

        pause = PATIENCE
        while not self._over.wait(pause):
            pause = _EVERY
            try:
                width = os.get_terminal_size(self._stream.fileno()).columns or 80
                tail = f" ({time.monotonic() - self._began:.0f} s)"
                line = cut(safe(self._doing()), max(8, width - 1 - len(tail))) + tail
                self._drawn = True
                self._stream.write(f"\r{line}\x1b[K")
                self._stream.flush()
            except (OSError, ValueError):  # the terminal went away
                return
