"""The lines of a C preprocessor, and its chains: `#if`, `#ifdef`, `#elif`, `#else`, `#endif`.

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
from collections.abc import Iterable, Iterator, Sequence

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import SourceFile, Span
from patcher.syntax.lexis import Lexis
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Arm, Chain

_DIRECTIVE = expression(r"^[ \t\ufeff]*(\x7f[ \t]*(\w*))", re.M)  # in masked text
_OPENS = frozenset({"if", "ifdef", "ifndef"})
_GOES_ON = frozenset({"elif", "elifdef", "elifndef", "else"})


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: its word, where its `#` stands, where its last line ends, where its first begins."""

    word: str
    start: int
    end: int
    line_start: int


@dataclass(slots=True)
class _Open:
    """A chain on its way: its directives up to now, and whether they stand in an order that can be."""

    directives: list[Directive]
    right: bool = field(default=True)


def chains(source: SourceFile, lexis: Lexis) -> list[Chain]:
    """Return the conditional chains of a file in file order, nested ones after what holds them.

    An arm's span ends with the last line before the next directive of its chain, and its body is
    the whole lines between the two, which may be none.
    """
    return paired(source, directives(source, lexis))[0]


def paired(source: SourceFile, found: Iterable[Directive]) -> tuple[list[Chain], list[Directive]]:
    """Return the chains that directives make, and those directives that are without their partner."""
    whole: list[Chain] = []
    lone: list[Directive] = []
    stack: list[_Open] = []
    for directive in found:
        if directive.word in _OPENS:
            stack.append(_Open([directive]))
        elif directive.word == "endif":
            closed = stack.pop() if stack else None
            if closed is None:
                lone.append(directive)
            elif closed.right:
                whole.append(_chain(source, closed.directives, directive))
        elif directive.word in _GOES_ON and not stack:
            lone.append(directive)
        elif directive.word in _GOES_ON:
            # Nothing may follow an `#else` but the end.
            if stack[-1].directives[-1].word == "else":
                stack[-1].right = False
                lone.append(directive)
            stack[-1].directives.append(directive)
    lone += (each.directives[0] for each in stack)
    by_start = sorted(lone, key=lambda directive: directive.start)
    return sorted(whole, key=lambda chain: chain.span.start), by_start


def directives(source: SourceFile, lexis: Lexis) -> Iterator[Directive]:
    """Yield the directives of a file, in order; none are in comments, strings or other directives."""
    position = 0
    while (match := _DIRECTIVE.search(lexis.masked, position)) is not None:
        position = match.end()
        if _goes_on(source, match.start()):
            continue
        position = _end(source, lexis, match.end())
        yield Directive(match[2], match.start(1), position, match.start())


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


def _chain(source: SourceFile, directives: Sequence[Directive], end: Directive) -> Chain:
    following = [*directives[1:], end]
    arms = tuple(_arm(source, one, after) for one, after in zip(directives, following, strict=True))
    return Chain("#if", Span(directives[0].start, end.end), arms)


def _arm(source: SourceFile, directive: Directive, following: Directive) -> Arm:
    body = Span(min(directive.end + 1, following.line_start), following.line_start)
    return Arm(
        f"#{directive.word}",
        Span(directive.start, max(directive.end, body.end - 1)),
        Span(directive.start, directive.end),
        body,
    )


_DEFINES = expression(r"#[ \t]*(?:define|undef)(?:[ \t]|\\\n)+(\w+)")
_ASKED = expression(r"/\*.*?\*/|//.*|'[^'\n]*'|\bdefined\b|(?<![\w.])([A-Za-z_]\w*)", re.DOTALL)
_ASKING = frozenset({*_OPENS, "elif", "elifdef", "elifndef"})


def names_asked(source: SourceFile, found: Sequence[Directive]) -> Iterator[Meaning]:
    """Yield whether the names that conditions ask for are defined in the file: above, or right below an `#ifndef`."""
    defined: set[str] = set()
    for index, each in enumerate(found):
        name = _DEFINES.match(source.text, each.start, each.end)
        if name is not None:
            (defined.add if each.word == "define" else defined.discard)(name[1])
        if each.word not in _ASKING:
            continue
        below = found[index + 1] if each.word == "ifndef" and index + 1 < len(found) else each
        guard = _DEFINES.match(source.text, below.start, below.end) if below.word == "define" else None
        head = source.text.index(each.word, each.start) + len(each.word)
        for match in _ASKED.finditer(source.text, head, each.end):
            if match[1] is not None:
                guarded = guard is not None and guard[1] == match[1]
                yield _asked(source, each, Span(*match.span()), match[1] in defined, guarded)


def _asked(source: SourceFile, directive: Directive, place: Span, above: bool, below: bool) -> Meaning:
    name, whole = source.text[place.start : place.end], Span(0, len(source.text))
    line = " ".join(source.text[directive.start : directive.end].split())
    value = "defined above" if above else "defined right below" if below else "defined nowhere above"
    about = f"the `{name}` that `{line[:60]}` asks for"
    return Meaning(place, whole, about, value, "always" if above or below else "never")
