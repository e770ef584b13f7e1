"""Variables of functions that a step leaves without a use, where a compiler takes no file with such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from patcher.proof.model import Orphan
from patcher.proof.offers import offered_edit
from patcher.source import Span
from patcher.spec.writing import literally
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Unused
from patcher.syntax.syntax import Syntax


def orphaned_locals(before: Syntax, spans: Sequence[Span], after: Syntax) -> Iterator[Orphan]:
    """Yield the variables whose last use was in some spans of a file that go, by the file as it is after the step.

    They are looked for in the definitions that the spans touch and that stay.
    """
    touched = before.definitions_touching(spans)
    outer = [one for one in touched if before.definition_around(one.span.start) is None]
    for name in dict.fromkeys(one.name for one in outer):
        then = before.definitions_called(name)
        known = Counter(_name(before, each) for one in then for each in before.unused_variables(one.span))
        for one in after.definitions_called(name):
            for each in after.unused_variables(one.span):
                word = _name(after, each)
                uses = [line for part in then for line in _lines(before, word, spans, part.span)]
                if known[word] == 0 and uses:
                    yield _told(after, word, each, f"{before.source.path}:{uses[-1]}", len(uses) - 1)


def _name(syntax: Syntax, unused: Unused) -> str:
    return syntax.source.text[unused.place.start : unused.place.end]


def _lines(syntax: Syntax, word: str, spans: Sequence[Span], within: Span) -> Iterator[int]:
    """Yield the 1-based lines of some spans in which a word of code stands, inside of another span."""
    for span in spans:
        start, end = max(span.start, within.start), min(span.end, within.end)
        for match in whole_word(word).finditer(syntax.source.text, start, max(start, end)):
            if syntax.lexis.is_code(match.start()):
                yield syntax.source.line_at(match.start())


def _told(syntax: Syntax, word: str, unused: Unused, last: str, more: int) -> Orphan:
    alone = unused.alone
    choices = [] if alone is None else [("statement", literally(syntax.source.text[alone.start : alone.end]))]
    why = f"its last use goes: {last}" + (f" and {more} more" if more else "")
    return Orphan(
        file=syntax.source.path,
        line=syntax.source.line_at(unused.place.start),
        kind="local",
        name=word,
        why=why if alone is not None else f"{why}; what gives it its value can go to `_`",
        edit=offered_edit(syntax, unused.place, choices),
        refused_by=syntax.refused_unused("local", word),
    )
