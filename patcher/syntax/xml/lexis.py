"""The strings and comments of an XML file, as its tags tell them: `="` in text begins no string."""

from __future__ import annotations

from functools import cached_property

from patcher.source import SourceFile
from patcher.syntax.depth import looked_through
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.skips import Skips
from patcher.syntax.xml.scan import Outline, scan

LEXICON = Lexicon(block_comments=(("<!--", "-->"),))


class XmlLexis(Lexis):
    """The comments of a file, and values and CDATA as strings, as the scan of its tags found them."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, LEXICON)

    @cached_property
    def outline(self) -> Outline:
        """What stands in the file."""
        return looked_through(self.source, lambda: scan(self.source.text))

    @cached_property
    def _all_skips(self) -> Skips:
        return Skips.among(comments=self.outline.comments, strings=self.outline.strings)
