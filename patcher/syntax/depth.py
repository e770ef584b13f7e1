"""What is said of a file that is nested too deep.

Names are kept whole for each level, parents are looked for from the root down, and some libraries
call themselves once a level; so what is far deeper than anyone writes is not looked through. A chain
of operators, or of `else if`, is a level each for a grammar: programs write such with some thousand.
"""

from __future__ import annotations

from patcher.errors import Problem, Refusal, Target
from patcher.source import SourceFile

MOST_LEVELS = 5_000  # of a grammar's nodes
MOST_NAMED = 1_000  # of what gives its name to all in it


class TooDeepError(Exception):
    """A text has more levels than are looked through; the one argument is the offset, or the line, where they are passed."""


def refused(source: SourceFile, offset: int) -> Refusal:
    """Return the refusal of a file that is nested too deep at an offset."""
    line = source.line_at(offset)
    return Refusal(
        Problem(
            "nested-too-deep",
            f"`{source.path}` is nested too deep to be looked through, at line {line}",
            target=Target(source.path, line, line),
            hint="name the lines with `line` or `text` and set `language: text`",
        )
    )
