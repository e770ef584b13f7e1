"""reStructuredText: headings with their sections, list items, directives.

There is no parser to ask, so a section is confirmed by a second, plainer look at the lines that
underline something, and an item by the indentation below it.

>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("a.rst", b"One\\n===\\n\\n::\\n\\n  No\\n  ==\\n"), language_of("a.rst"))
>>> [section.label for section in file.sections()]
['One']
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import TooDeepError, refused
from patcher.syntax.elements import faults_near
from patcher.syntax.lexicon import Lexicon
from patcher.syntax.lexis import Lexis
from patcher.syntax.links import numbers, rst_links, without_lines
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Construct, Disagreement, Language, SyntaxFault
from patcher.syntax.nest import Nest, followed
from patcher.syntax.prose import texts_of
from patcher.syntax.rst_scan import Directive, Heading, Item, Scan, belongs_to, defines, scan
from patcher.syntax.skips import Skip, Skips
from patcher.syntax.syntax import Syntax

LEXICON = Lexicon()

_UNDERLINE = expression(r"([!-/:-@\[-`{-~])\1*[ \t]*\Z")
_NO_TITLE = expression(r"[ \t]|\.\.(?:[ \t]|\Z)|[-*+](?:[ \t]|\Z)|>>> |\| ")


class RstLexis(Lexis):
    """Comments are blocks of explicit markup that are nothing else."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(source, LEXICON)

    @cached_property
    def scan(self) -> Scan:
        """What stands in the file."""
        try:
            return scan(texts_of(self.source))
        except TooDeepError as deep:
            raise refused(self.source, self.source.line_start(deep.args[0])) from None

    @cached_property
    def _all_skips(self) -> Skips:
        return Skips.of(self._comments())

    def _comments(self) -> Iterator[Skip]:
        """Yield the comments; those inside another one are part of it."""
        position = 0
        for each in self.scan.explicit:
            text = self.source.line_text(each.first_line)
            start = self.source.line_start(each.first_line) + text.find("..")
            if each.kind == "comment" and start >= position:
                position = self.source.line_end(each.last_line)
                yield start, position, True


class RstSyntax(Syntax):
    """A reStructuredText file as blocks."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        lexis = RstLexis(source)
        super().__init__(source, language, lexis)
        self._scan = lexis

    @property
    def blocks(self) -> Scan:
        """Headings, items, directives, comments."""
        return self._scan.scan

    @cached_property
    def _sections(self) -> tuple[Construct, ...]:
        found = []
        for heading, following in followed(self.blocks.headings, lambda one, later: later.rank <= one.rank):
            first = self._labels_above(heading)
            last = self._labels_above(following) - 1 if following else self._last_below(first)
            start, end = (
                self.source.line_start(first),
                self.source.line_start(max(last, heading.last_line) + 1),
            )
            found.append(Construct("section", Span(start, end), start, heading.text))
        return tuple(found)

    def _last_below(self, line: int) -> int:
        """Return the last line of a section that begins on a line and that no heading ends."""
        alone = all(self.source.is_blank(above) for above in range(1, line))
        return self.source.line_count if alone else self._last_line

    @cached_property
    def _last_line(self) -> int:
        """The last line that belongs to a section: targets, notes and substitutions at the end serve the whole file.

        Those below a heading and nothing else are that heading's own; an anonymous target is its sentence's.
        """
        line = last = self.source.line_count
        while line > 0:
            each = self._ends.get(line)
            heads = each is not None and each.name == "rubric" and last < self.source.line_count
            if each is not None and (heads or defines(each, self.source.line_text(each.first_line))):
                last, line = each.first_line - 1, each.first_line - 1
            elif self.source.is_blank(line):
                line -= 1
            else:
                break
        headed = any(heading.last_line == line for heading in self.blocks.headings)
        return last if line and not headed else self.source.line_count

    @cached_property
    def _ends(self) -> dict[int, Directive]:
        """By its last line, explicit markup that stands at the margin."""
        return {each.last_line: each for each in self.blocks.explicit if each.column == 0}

    def _labels_above(self, heading: Heading) -> int:
        """Return the first line of the labels that stand above a heading with at most blank lines between."""
        first, above = heading.first_line, heading.first_line - 1
        while above > 0:
            if self.source.is_blank(above):
                above -= 1
                continue
            each = self._ends.get(above)
            if each is None or not belongs_to(each, heading.text):
                break
            first, above = each.first_line, each.first_line - 1
        return first

    def sections(self) -> Sequence[Construct]:
        """Return each heading with what stands under it, the labels above included."""
        return self._sections

    def items(self) -> Sequence[Construct]:
        """Return the items of all kinds of lists that begin their lines; `body` is the first paragraph."""
        return self._items

    @cached_property
    def _items(self) -> tuple[Construct, ...]:
        found = []
        for item in self.blocks.items:
            text = self.source.line_text(item.first_line)
            if len(text.expandtabs(8)) - len(text.expandtabs(8).lstrip()) != item.column:
                continue
            start = self.source.line_start(item.first_line)
            span = Span(start, self.source.line_end(item.last_line))
            body = Span(start, self.source.line_end(item.paragraph_end))
            found.append(Construct("item", span, start, text.strip(), body))
        return tuple(found)

    # proof

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what references lead to, and the numbers of ordered items."""
        literal = [n for first, last in self.blocks.literal for n in range(first, last + 1)]
        comments = [each for each in self.blocks.explicit if each.kind == "comment"]
        literal += [n for each in comments for n in range(each.first_line, each.last_line + 1)]
        text = without_lines(self.source, literal)
        yield from rst_links(text, [heading.text for heading in self.blocks.headings])
        yield from numbers(self.source, self.items())

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a section by the lines that underline something, an item by the indentation below it."""
        if extent == "section":
            return self._confirm_section(span)
        if extent == "item":
            return self._confirm_item(span)
        return None

    @cached_property
    def _underlined(self) -> list[tuple[int, int]]:
        """Line and rank of each text in the first column that has a rule below it, whatever stands around."""
        styles: list[str] = []
        found = []
        literal = {n for first, last in self.blocks.literal for n in range(first, last + 1)}
        texts = [text.rstrip() for text in texts_of(self.source)]
        for index in range(1, len(texts) - 1):
            above, title, rule = texts[index - 1 : index + 2]
            over = above == rule
            if (
                not _UNDERLINE.match(rule)
                or not title.strip()
                or _UNDERLINE.match(title)
                or index + 1 in literal
            ):
                continue
            if not over and (_NO_TITLE.match(title) or len(rule) < min(4, len(title))):
                continue
            if not over and above.strip() and not self._ends_block(index - 1):
                continue
            style = rule[0] * (2 if over else 1)
            if style not in styles:
                styles.append(style)
            found.append((index, styles.index(style) + 1))
        return found

    def _ends_block(self, line: int) -> bool:
        """Tell whether a line ends a heading, or a directive, so that a title may follow at once."""
        return any(h.last_line == line for h in self.blocks.headings) or any(
            each.last_line == line for each in self.blocks.explicit
        )

    def _confirm_section(self, span: Span) -> str | Disagreement | None:
        lines = self.source.lines_of(span)
        inside = [(n, rank) for n, rank in self._underlined if lines.first_line <= n <= lines.last_line]
        if inside and all(rank > inside[0][1] for _, rank in inside[1:]):
            behind = next((r for n, r in self._underlined if n > lines.last_line), None)
            if behind is None or behind <= inside[0][1]:
                return f"nothing that is underlined like a rank {inside[0][1]} or higher stands inside, and one follows or the end"
        return Disagreement("the blocks", span, "the underlines", None)

    def _confirm_item(self, span: Span) -> str | Disagreement | None:
        lines = self.source.lines_of(span)
        column = len(self.source.indent(lines.first_line).expandtabs(8))
        for line in range(lines.first_line + 1, lines.last_line + 1):
            if not self.source.is_blank(line) and len(self.source.indent(line).expandtabs(8)) <= column:
                return Disagreement("the list", span, "the indentation", None)
        return "every line below its first is indented deeper"

    def straddles(self, span: Span) -> Span | None:
        """Return a heading of which a line would stay, or an item or directive without its first line."""
        for whole in self._headings.meeting(span):
            if not span.holds(whole) and self._cuts_heading(whole, span):
                return whole
        for whole in (*self._listed.beginning_in(span), *self._explicit.beginning_in(span)):
            line = self.source.line_at(whole.start)
            if span.holds(self._lines(line, line)) and not span.holds(whole):
                return whole
        return None

    @cached_property
    def _headings(self) -> Nest[Span]:
        return self._nest_of(self.blocks.headings)

    @cached_property
    def _listed(self) -> Nest[Span]:
        return self._nest_of(self.blocks.items)

    @cached_property
    def _explicit(self) -> Nest[Span]:
        return self._nest_of([each for each in self.blocks.explicit if each.kind != "comment"])

    def _nest_of(self, found: Iterable[Heading | Item | Directive]) -> Nest[Span]:
        return Nest([self._lines(each.first_line, each.last_line) for each in found], lambda span: span)

    def _cuts_heading(self, whole: Span, span: Span) -> bool:
        """Tell whether more goes than a part of a heading's text."""
        part = self.source.text[max(whole.start, span.start) : min(whole.end, span.end)]
        rows = range(self.source.line_at(whole.start), self.source.line_at(whole.end) + 1)
        texts = {self.source.line_text(n).strip() for n in rows}
        return "\n" in part or part.strip() in texts or bool(_UNDERLINE.match(part.strip()))

    def _lines(self, first: int, last: int) -> Span:
        start = self.source.line_start(first)
        text = self.source.line_text(first)
        return Span(start + len(text) - len(text.lstrip()), self.source.line_end(last))

    def faults(self) -> Sequence[SyntaxFault]:
        """Return headings that docutils would not take: a rule shorter than its text, a rank left out."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        found, rank = [], 0
        for heading in self.blocks.headings:
            if heading.rank > rank + 1:
                found.append(SyntaxFault(heading.first_line, f"the heading `{heading.text}` skips a rank"))
            if heading.rule < len(heading.text):
                found.append(
                    SyntaxFault(heading.last_line, f"the rule of the heading `{heading.text}` is too short")
                )
            rank = heading.rank
        return tuple(found)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return the faults on the lines that the spans touch and on those of what stands next to them."""
        return faults_near(self.source, self.lexis.masked, self.faults(), spans)

    def edge_state(self, offset: int) -> Hashable:
        """Return below which heading an offset stands, and whether in a literal block."""
        line = self.source.line_at(offset)
        return super().edge_state(offset), self._literal.innermost(Span(line, line + 1)) is not None

    @cached_property
    def _literal(self) -> Nest[Span]:
        """The lines of literal blocks, a line's number for an offset."""
        lines = [Span(first + 1, last + 1) for first, last in self.blocks.literal if first <= last]
        return Nest(lines, lambda span: span)


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a reStructuredText file in its language."""
    return RstSyntax(source, language)
