"""Blocks of template languages in other texts: `{{ if }}` of Go, `{% for %}` of Jinja, each with its end.

>>> cuts_block("{{ if a }}\\nb\\n{{ end }}\\n", Span(0, 11)), cuts_block("{{ if a }}\\nb\\n{{ end }}\\n", Span(0, 23))
(True, False)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.source import Span

if TYPE_CHECKING:
    import re

_NAMES = "if|for|with|block|macro|raw|filter|call"
_GO = r"\{\{-?\s*(?:(?:if|with|range|define|block)\s|(?P<end>end\b))"
GO = expression(_GO)
ANY = expression(rf"{_GO}|\{{%[-+~]?\s*(?:(?:{_NAMES})\b|(?P<ends>end(?:{_NAMES})\b))")


def cuts_block(text: str, span: Span, kinds: re.Pattern[str] = ANY) -> bool:
    """Tell whether a span holds the begin of a block and not its end, or the other way."""
    depth = 0
    for found in kinds.finditer(text, span.start, span.end):
        depth += -1 if found.lastgroup else 1
        if depth < 0:
            return True
    return depth > 0
