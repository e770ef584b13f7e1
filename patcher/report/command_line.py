"""The command line as a frame shows it: what was typed, and where the word stands that is meant.

>>> typed(["patcher", "build", "p.yaml", "--base", "v1"], "--base")
('patcher build p.yaml --base v1', 22, 6)
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence


def typed(words: Sequence[str], option: str | None) -> tuple[str, int, int]:
    """Return the line, and the 1-based column and the width of an option's or an argument's word.

    An option that was not typed gives the width 0.
    """
    shown = [shlex.quote(word) for word in words]
    line = " ".join(shown)
    for index, word in enumerate(words[1:], 1):
        if option is None or not (word == option or word.startswith(f"{option}=")):
            continue
        return line, len(" ".join(shown[:index])) + 2, len(shown[index])
    return line, 1, 0
