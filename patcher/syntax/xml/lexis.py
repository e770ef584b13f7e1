"""The strings and comments of an XML file, as its tags tell them: `="` in text begins no string."""

from __future__ import annotations

from functools import cached_property

from patcher.source import SourceFile
from patcher.syntax.depth import TooDeepError, refused
from patcher.syntax.lexis import Lexicon, Lexis
from patcher.syntax.xml.scan import Outline, scan

LEXICON = Lexicon(block_comments=(("<!--", "-->"),))


class XmlLexis(Lexis):
    """The comments of a file, and values and CDATA as strings, as the scan of its tags found them."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, LEXICON)

    @cached_property
    def outline(self) -> Outline:
        """What stands in the file."""
        try:
            return scan(self.source.text)
        except TooDeepError as deep:
            raise refused(self.source, deep.args[0]) from None

    @cached_property
    def _skips(self) -> tuple[list[int], list[int], list[bool]]:
        rows = [(span.start, span.end, True) for span in self.outline.comments]
        rows += [(span.start, span.end, False) for span in self.outline.strings]
        rows.sort()
        return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
