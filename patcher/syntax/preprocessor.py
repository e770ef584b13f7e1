"""The chains of a C preprocessor: `#if`, `#ifdef`, `#elif`, `#else`, `#endif`, found line by line.

A directive ends with its line; a backslash at its end, or a comment that goes on, joins the next
one. Directives inside comments and strings are none. A chain that is not closed, or goes on
behind its `#else`, is left out, and what it holds is not.

>>> from patcher.syntax.registry import language_of, syntax_of
>>> text = b"#if A\\nint a;\\n# else\\nint b;\\n#endif\\n"
>>> file = syntax_of(SourceFile("a.c", text), language_of("a.c"))
>>> [(arm.keyword, text[arm.body.start : arm.body.end]) for arm in chains(file.source, file.lexis)[0].arms]
[('#if', b'int a;\\n'), ('#else', b'int b;\\n')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patcher.record import dataclass, field
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Arm, Chain

_DIRECTIVE = re.compile(r"^[ \t\ufeff]*(#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)\b)", re.M)


@dataclass(frozen=True, slots=True)
class _Directive:
    """One directive: its word, where its `#` stands, where its last line ends, where its first begins."""

    word: str
    start: int
    end: int
    line_start: int


@dataclass(slots=True)
class _Open:
    """A chain on its way: its directives up to now, and whether they stand in an order that can be."""

    directives: list[_Directive]
    right: bool = field(default=True)


def chains(source: SourceFile, lexis: Lexis) -> list[Chain]:
    """Return the conditional chains of a file in file order, nested ones after what holds them.

    An arm's span ends with the last line before the next directive of its chain, and its body is
    the whole lines between the two, which may be none.
    """
    found: list[Chain] = []
    stack: list[_Open] = []
    for directive in _directives(source, lexis):
        if directive.word.startswith("if"):
            stack.append(_Open([directive]))
        elif not stack:
            continue
        elif directive.word == "endif":
            closed = stack.pop()
            if closed.right:
                found.append(_chain(source, closed.directives, directive))
        else:
            # Nothing may follow an `#else` but the end.
            stack[-1].right = stack[-1].right and stack[-1].directives[-1].word != "else"
            stack[-1].directives.append(directive)
    return sorted(found, key=lambda chain: chain.span.start)


def _directives(source: SourceFile, lexis: Lexis) -> Iterator[_Directive]:
    text = source.text
    position = 0
    while (match := _DIRECTIVE.search(text, position)) is not None:
        start = match.start(1)
        position = match.end()
        if not lexis.is_code(start) or _goes_on(source, match.start()):
            continue
        position = _end(source, lexis, match.end())
        yield _Directive(match[2], start, position, match.start())


def _goes_on(source: SourceFile, line_start: int) -> bool:
    """Tell whether a line is joined to the one above it by a backslash."""
    return line_start > 1 and source.text[line_start - 2] == "\\"


def _end(source: SourceFile, lexis: Lexis, offset: int) -> int:
    """Return where the last of the lines ends that a directive runs over."""
    line = source.line_at(offset)
    while line < source.line_count:
        end = source.line_end(line)
        if not source.text.endswith("\\", 0, end) and not lexis.inside(end):
            break
        line += 1
    return source.line_end(line)


def _chain(source: SourceFile, directives: Sequence[_Directive], end: _Directive) -> Chain:
    following = [*directives[1:], end]
    arms = tuple(_arm(source, one, after) for one, after in zip(directives, following, strict=True))
    return Chain("#if", Span(directives[0].start, end.end), arms)


def _arm(source: SourceFile, directive: _Directive, following: _Directive) -> Arm:
    body = Span(min(directive.end + 1, following.line_start), following.line_start)
    return Arm(
        f"#{directive.word}",
        Span(directive.start, max(directive.end, body.end - 1)),
        Span(directive.start, directive.end),
        body,
    )
