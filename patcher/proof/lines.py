"""Which lines of a file a pattern matches, found once for each blob and pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from patcher.errors import Place, Problem, Refusal, Target
from patcher.record import dataclass
from patcher.source import SourceFile
from patcher.spec import compile_pattern, required_bytes, required_literals
from patcher.syntax.syntax import Syntax

TIME_LIMIT = 2.0  # CPU seconds that one pattern may take in one file

Matches = tuple[tuple[int, str], ...]  # 1-based number and text of each line that matches


@dataclass(frozen=True, slots=True)
class Search:
    """A pattern, whether only code counts, and where in the plan it stands."""

    pattern: str
    only_code: bool
    place: Place

    def lines(self, source: SourceFile, syntax: Syntax | None) -> Matches:
        """Return the lines of a file in which the pattern matches; each line is searched by itself.

        Binary files have none. With a syntax, matches in comments and strings do not count.
        """
        if source.is_binary:
            return ()
        needed = required_bytes(self.pattern)
        if needed and not any(each in source.data for each in needed):
            return ()
        found = []
        rows = list(_lines_with(source, required_literals(self.pattern)))
        texts = [text for _, text in rows]
        try:
            for number in compile_pattern(self.pattern).search_lines(texts, timeout=TIME_LIMIT):
                start, text = rows[number]
                if start < len(source.text) and (syntax is None or self._counts(syntax, start, text)):
                    found.append((source.line_at(start), text))
        except TimeoutError:
            raise Refusal(
                Problem(
                    "regex-timeout",
                    f"the pattern `{self.pattern}` ran longer than {TIME_LIMIT:g} s in `{source.path}`",
                    plan=self.place,
                    target=Target(source.path),
                    hint="nested repeats such as `(a+)+` try every way to split a text",
                )
            ) from None
        return tuple(found)

    def _counts(self, syntax: Syntax, start: int, text: str) -> bool:
        """Tell whether a match in the line at an offset counts: one that begins outside strings and comments."""
        return any(
            syntax.lexis.is_code(start + match.start() + len(match.group()) - len(match.group().lstrip()))
            for match in compile_pattern(self.pattern).finditer(text, timeout=TIME_LIMIT)
        )


def _lines_with(source: SourceFile, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each line in which one of some texts stands, of all lines where there are none."""
    whole = source.text
    if not texts:
        lines = whole.split("\n")
        yield from zip(accumulate((len(line) + 1 for line in lines), initial=0), lines, strict=False)
        return
    found: dict[int, str] = {}
    for text in texts:
        position = 0
        while (position := whole.find(text, position)) >= 0:
            start, end = whole.rfind("\n", 0, position) + 1, whole.find("\n", position)
            end = len(whole) if end < 0 else end
            found[start] = whole[start:end]
            position = end + 1
    yield from sorted(found.items())
