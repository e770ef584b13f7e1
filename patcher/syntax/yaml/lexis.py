"""The strings and comments of a YAML file, as the scan of its indentation tells them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import looked_through
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.skips import Skips
from patcher.syntax.yaml.scan import Scan, scan

LEXICON = Lexicon(spaced_comments=("#",))

_QUOTED_PART = expression(r"""(?<![^\s\[{,(:=])(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")


class YamlLexis(Lexis):
    """The strings and comments of a file as the scan of its indentation found them."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, LEXICON)

    @cached_property
    def scan(self) -> Scan:
        """What stands in the file."""
        return looked_through(self.source, lambda: scan(self.source.text))

    @cached_property
    def _all_skips(self) -> Skips:
        strings = [*self.scan.strings, *self._quoted_parts()]
        return Skips.among(comments=self.scan.comments, strings=strings)

    def _quoted_parts(self) -> Iterator[Span]:
        """Yield what stands in quotes in plain scalars: commands and expressions, which have brackets too."""
        for scalar in self.scan.scalars:
            for found in _QUOTED_PART.finditer(self.source.text, scalar.start, scalar.end):
                yield Span(*found.span())
