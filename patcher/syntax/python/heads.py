"""What the statements of a large Python file define, found in their text where that tells, else in a window.

Whoever asks for the definitions of some names or places is not given more than it takes to find them: a
name is looked for in the text, and only where it may name something is a statement looked into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from functools import cached_property

from patcher.expression import expression
from patcher.source import Span
from patcher.syntax.depth import Names
from patcher.syntax.enclosing import Enclosing, has_part_in
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Definition
from patcher.syntax.moved import moved_definition
from patcher.syntax.python.definitions import HEADER, NESTED
from patcher.syntax.python.layout import INNER
from patcher.syntax.python.windows import Windows

# Roles by which functions of the file's own level may be parts of one definition.
_ROLES = expression(r"^@[^\n]*\b(?:overload|setter|getter|deleter)\b", re.MULTILINE)
_COLUMN_ZERO = expression(r"\n(?:async[ \t]+)?(?:def|class)[ \t]")
_CLAUSE = expression(r"\n(?:elif|else|except|finally)\b")  # which no function has, unless the file is broken
_DEEPER = expression(r"\n[ \t]+#")
_MEMBER = expression(r"_(?<!\w_)\w*")
_WORD = expression(rf"{INNER}+")
# A line up to within a name that it may define, and one up to where an import may stand.
_NAMES_NEXT = expression(rf"(?:.*(?!{INNER}).)?(?:def|class)[ \t]+{INNER}*")
_IMPORTS_NEXT = expression(r"(?:|.*[;:]|.*\bfrom\b.*)[ \t]*")


class Heads:
    """The definitions of one large file, by the numbers of its statements; kept once they are found."""

    def __init__(self, windows: Windows, lexis: Lexis, before: Heads | None) -> None:
        """Take the definitions of the file that the windows' outline was taken over from, if it was."""
        self._windows, self._blocks, self._lexis, self._before = windows, windows.blocks, lexis, before
        self._text, self._outline = windows.blocks.text, windows.blocks.outline
        self._names = Names(lexis.source)
        self._plain: dict[int, Definition | None] = {}
        self._found: dict[int, tuple[Definition, ...]] = {}
        self._enclosing: dict[range, Enclosing] = {}
        self._called: dict[int, dict[str, list[Definition]]] = {}

    @cached_property
    def apart(self) -> bool:
        """Whether each statement's definitions can be found without the others."""
        text, (starts, ends), before = self._text, (self._outline.starts, self._outline.ends), self._before
        known = before is not None and before.apart  # and so is each statement that stood there
        decorated = (
            number
            for number, origin in enumerate(self._outline.origins)
            if text[starts[number]] == "@" and not (known and origin >= 0)
        )
        return all(
            _ROLES.search(text, starts[number], self.below_decorators(number) or ends[number]) is None
            for number in decorated
        )

    def _code(self, number: int) -> tuple[int, int]:
        """Return where a statement begins, and where its code ends."""
        return self._outline.starts[number], self._outline.ends[number]

    # One statement

    def plain(self, number: int) -> Definition | None:
        """Return the function or class that a statement is; `None` where its text alone does not tell."""
        if number not in self._plain:
            self._plain[number] = self._find_plain(number)
        return self._plain[number]

    def _find_plain(self, number: int) -> Definition | None:
        text, (start, end), top = self._text, self._code(number), self._blocks.tops[number]
        header = self._header(number)
        if header is None or not number or _CLAUSE.search(text, header.end(), end) is not None:
            return None
        if self.has_deeper(number):
            return None
        attached = start
        while attached > top and text.startswith("#", above := text.rfind("\n", 0, attached - 1) + 1):
            attached = above
        kind = "function" if header.group(1) == "def" else "class"
        return Definition(
            header.group(2), kind, Span(header.start(), self._blocks.code_end(number)), attached
        )

    def _header(self, number: int) -> re.Match[str] | None:
        text, start, end = self._text, self._outline.starts[number], self._outline.ends[number]
        if text[start] == "@":
            found = _COLUMN_ZERO.search(text, start, end)
            if found is None or '"""' in (above := text[start : found.start()]) or "'''" in above:
                return None
            start = found.start() + 1
        return HEADER.match(text, start, end)

    def below_decorators(self, number: int) -> int | None:
        """Return where the `def` or `class` line of a decorated statement begins."""
        decorated = self._text[self._outline.starts[number]] == "@"
        header = self._header(number) if decorated else None
        return None if header is None else header.start()

    def has_deeper(self, number: int) -> bool:
        """Tell whether an indented comment stands behind a statement: it may belong to its body."""
        last = self._blocks.window(number, number).end
        newline = self._text.find("\n", self._outline.ends[number], last)
        return newline >= 0 and _DEEPER.search(self._text, newline, last) is not None

    def inside(self, number: int) -> tuple[Definition, ...]:
        """Return the definitions of one statement, in file order."""
        if number not in self._found:
            plain = self.plain(number)
            if plain is not None and self._is_alone(plain):
                self._found[number] = (plain,)
            elif self._is_import(number):
                self._found[number] = ()
            else:
                window = self._windows.of(number, number)
                found = window.syntax.definitions()
                for one in found:
                    self._names.kept(one.name)
                self._found[number] = tuple(moved_definition(one, window.at) for one in found)
        return self._found[number]

    def _is_alone(self, one: Definition) -> bool:
        """Tell whether a statement is a function in which nothing else is defined."""
        newline = self._text.find("\n", one.span.start, one.span.end)
        below = one.span.end if newline < 0 else newline
        return one.kind == "function" and not any(
            self._lexis.is_code(offset)
            for word in ("def", "class")
            for offset in self._begin_lines(word, below, one.span.end)
        )

    def _begin_lines(self, word: str, position: int, end: int) -> Iterator[int]:
        """Yield where a word of a header stands behind nothing but white space, and an `async`, on its line."""
        while (position := self._text.find(word, position, end)) >= 0:
            match = NESTED.match(self._text, self._text.rfind("\n", 0, position), end)
            if match is not None and match.end() == position + len(word):
                yield position
            line_end = self._text.find("\n", position, end)
            position = end if line_end < 0 else line_end

    def _is_import(self, number: int) -> bool:
        """Tell whether a statement is an import and nothing else: it assigns and opens nothing."""
        start, end = self._code(number)
        text = self._text[start:end]
        return text.startswith(("import ", "from ")) and "=" not in text and ":" not in text

    # Some statements

    def of(self, numbers: Iterable[int]) -> list[Definition]:
        """Return the definitions of some statements."""
        return [one for number in numbers for one in self.inside(number)]

    def outer_of(self, numbers: Iterable[int]) -> list[Definition]:
        """Return the definitions of the file's own level of some statements."""
        found: list[Definition] = []
        for number in numbers:
            plain = self.plain(number)
            if plain is not None:
                found.append(plain)
            else:
                found += [one for one in self.inside(number) if "." not in one.name]
        return found

    def around(self, spans: Sequence[Span]) -> list[Definition]:
        """Return the definitions of the statements that some spans touch."""
        numbers: set[int] = set()
        for span in spans:
            numbers.update(self._touched(span))
        return self.of(sorted(numbers))

    def enclosing(self, span: Span) -> Enclosing:
        """Return the definitions of the statements that a span touches, to be asked which holds a place in it."""
        numbers = self._touched(span)
        if numbers not in self._enclosing:
            self._enclosing[numbers] = Enclosing(self.of(numbers))
        return self._enclosing[numbers]

    def _touched(self, span: Span) -> range:
        """Return the statements that a span touches, one with it to whose body comments in the span may belong."""
        first, last = self._blocks.of(span)
        return range(first - 1 if first and self.has_deeper(first - 1) else first, last + 1)

    # By name

    def called(self, name: str, within: Span | None) -> list[Definition]:
        """Return the definitions of a whole qualified name; those with a part in a span where one is given."""
        if within is None:
            numbers: Iterable[int] = self._outer.get(name.partition(".")[0], ())
        else:
            numbers = self._touched(within)
        found: list[Definition] = []
        for number in numbers:
            if number not in self._called:
                rows = self._called[number] = {}
                for one in self.inside(number):
                    rows.setdefault(one.name, []).append(one)
            found += self._called[number].get(name, ())
        return [one for one in found if within is None or has_part_in(one, within)]

    def holding(self, literal: str, *, outer: bool) -> list[Definition]:
        """Return the definitions in whose names a piece of text stands, and perhaps others."""
        if not outer:
            return self.of(self._with(literal, self._may_name))
        held = (numbers for word, numbers in self._outer.items() if literal in word)
        return self.outer_of(sorted({number for numbers in held for number in numbers}))

    def named(self, outer: Set[str], members: Set[str]) -> list[Definition]:
        """Return the definitions of some names at the file's own level, and what holds members of some names."""
        plain = {number for word in self._outer.keys() & outer for number in self._outer[word]}
        held = self._members if members else {}
        whole = {
            number for word in held.keys() & members for number in held[word] if self._in_code(word, number)
        }
        found: list[Definition] = []
        for number in sorted(plain | whole):
            found += self.inside(number) if number in whole else self.outer_of([number])
        return found

    def _in_code(self, word: str, number: int) -> bool:
        """Tell whether a word stands in a statement outside of strings and comments."""
        for position in self._places(word, number):
            before = self._line_before(position)
            if (before is None or not before.startswith("#")) and self._lexis.is_code(position):
                return True
        return False

    def _places(self, word: str, number: int) -> Iterator[int]:
        """Yield where a word begins in a statement."""
        position, end = self._code(number)
        while (position := self._text.find(word, position, end)) >= 0:
            yield position
            position += 1

    @cached_property
    def _outer(self) -> dict[str, list[int]]:
        """The statements by the names of functions and classes, those that are neither by their words."""
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self._words):
            for word in words:
                found.setdefault(word, []).append(number)
        return found

    @cached_property
    def _words(self) -> list[Collection[str]]:
        """The words by which each statement is found; one that stood in the file before keeps its own."""
        origins, before = self._outline.origins, self._before
        if before is None:
            return [self._words_of(number) for number in range(len(origins))]
        known = before._words
        return [
            self._words_of(number) if origin < 0 else known[origin] for number, origin in enumerate(origins)
        ]

    def _words_of(self, number: int) -> Collection[str]:
        header = self._header(number)
        if header is not None:
            return (header.group(2),)
        return set(_WORD.findall(self._text, *self._code(number)))

    @cached_property
    def _members(self) -> dict[str, list[int]]:
        """The statements with a class in them by their private words."""
        found: dict[str, list[int]] = {}
        for number in self._with("class"):
            for word in set(_MEMBER.findall(self._text, *self._code(number))):
                found.setdefault(word, []).append(number)
        return found

    # By a look at the text

    @cached_property
    def importing(self) -> list[int]:
        """The statements that may import, as one that stood in the file before did there."""
        before = self._before
        if before is None:
            return self._with("import", self._may_import)
        known = set(before.importing)
        return [
            number
            for number, origin in enumerate(self._outline.origins)
            if origin in known or (origin < 0 and self._imports(number))
        ]

    def _imports(self, number: int) -> bool:
        """Tell whether a statement may import."""
        return any(self._may_import(number, position) for position in self._places("import", number))

    def _with(self, literal: str, counts: Callable[[int, int], bool] | None = None) -> list[int]:
        """Return the statements in which a piece of text stands, at one place that counts if only some do."""
        text, starts = self._text, self._outline.starts
        found, position = [], starts[0]
        while (position := text.find(literal, position)) >= 0:
            number = bisect_right(starts, position) - 1
            if counts is not None and not counts(number, position):
                position += 1
                continue
            found.append(number)
            if number + 1 == len(starts):
                break
            position = starts[number + 1]
        return found

    def _line_before(self, position: int) -> str | None:
        """Return what stands before a place on its line; `None` where the line above goes on there."""
        start = self._text.rfind("\n", 0, position) + 1
        goes_on = self._text[max(0, start - 2) : start] == "\\\n"
        return None if goes_on else self._text[start:position].lstrip(" \t")

    def _may_name(self, number: int, position: int) -> bool:
        """Tell whether what stands at a place may be a part of the name of a definition in a statement.

        A line that begins with a `#` defines nothing: it is a comment, or in a string. In a function
        without classes what is defined stands behind its `def`.
        """
        before = self._line_before(position)
        if before is None or _NAMES_NEXT.fullmatch(before) is not None:
            return before is None or not before.startswith("#")
        header, (start, end) = self._header(number), self._code(number)
        only_functions = (
            header is not None
            and header.group(1) == "def"
            and self._text.find("class", start, end) < 0
            and _CLAUSE.search(self._text, header.end(), end) is None
        )
        return not only_functions and not before.startswith("#")

    def _may_import(self, _number: int, position: int) -> bool:
        """Tell whether the word at a place may be that of an import statement."""
        before = self._line_before(position)
        return before is None or _IMPORTS_NEXT.fullmatch(before) is not None
