"""The lines of a file of prose, by their numbers."""

from __future__ import annotations

from patcher.source import SourceFile


def texts_of(source: SourceFile) -> list[str]:
    r"""Return the texts of the lines, "" for number nought, the first without a byte-order mark.

    >>> texts_of(SourceFile("a.md", "\ufeff# One\n".encode()))
    ['', '# One']
    """
    texts = [source.line_text(number) for number in range(1, source.line_count + 1)]
    texts[:1] = (text.removeprefix("\ufeff") for text in texts[:1])
    return ["", *texts]
