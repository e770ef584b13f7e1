"""A terminal for tests: a program runs on a pseudo-terminal, and a model of the screen tells what stands there."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pyte
from gitbox import ENV

PATCHER = str(Path(sys.executable).with_name("patcher"))
ROWS = 400  # so that nothing scrolls away


class Terminal:
    """A program on a terminal of some columns; `stdout` may be taken elsewhere."""

    def __init__(self, words, folder, columns, *, stdout=None, **env):
        self.screen = pyte.Screen(columns, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._end, other = pty.openpty()
        ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
        self.program = subprocess.Popen(
            words,
            cwd=folder,
            env={**ENV, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **env},
            stdin=other,
            stdout=stdout if stdout is not None else other,
            stderr=other,
        )
        os.close(other)
        self.raw = b""

    def read(self):
        """Take what the program has printed meanwhile; tell whether there can be more."""
        if not select.select([self._end], [], [], 0.05)[0]:
            return True
        try:
            data = os.read(self._end, 65536)
        except OSError:  # the other end is closed
            data = b""
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def wait_for(self, text):
        """Read until a text stands on the screen; it must come before the program ends."""
        while not any(text in row for row in self.rows()):
            assert self.read(), (text, self.rows())

    def wait(self):
        """Read until the program has ended and return its status."""
        while self.read():
            pass
        return self.program.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        os.close(self._end)

    def rows(self):
        """Return the screen as text, without blanks at the ends of its rows."""
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        rows = ["".join(buffer[y][x].data for x in columns).rstrip() for y in range(self.screen.cursor.y + 1)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def colors(self):
        """Return every colour on the screen, in hexadecimal."""
        cells = (cell for row in self.screen.buffer.values() for cell in row.values())
        return {cell.fg for cell in cells if cell.fg != "default" and cell.data.strip()}

    def painted(self):
        """Return the screen's rows with each run of a style in braces: `{ff0000 bold|error}`."""
        lines = []
        for number in range(len(self.rows())):
            line, style = "", None
            for column in range(self.screen.columns):
                cell = self.screen.buffer[number][column]
                now = " ".join(
                    [*([cell.fg] if cell.fg != "default" else []), *(["bold"] if cell.bold else [])]
                )
                now = now if cell.data.strip() else style if style and cell.data else now
                if now != style:
                    line += ("}" if style else "") + (f"{{{now}|" if now else "")
                    style = now
                line += cell.data
            line = re.sub(r"( +)\}", r"}\1", line + ("}" if style else ""))
            lines.append(line.rstrip())
        return lines
