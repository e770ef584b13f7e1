"""`LargePython`: a Python file that is looked at in windows of whole statements.

What is asked about a place is answered by the window around it; what is asked about the whole file, by
its outline and the few windows that matter, or, where the outline does not tell enough or there is
none, by `PythonSyntax` for the whole file. The answers are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from functools import cached_property

from patcher.source import SourceFile, Span
from patcher.syntax.model import (
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Element,
    Imported,
    Language,
    Syntax,
    SyntaxFault,
    Use,
    has_part_in,
    touching,
)
from patcher.syntax.python.definitions import HEADER, NESTED
from patcher.syntax.python.edges import EdgeState
from patcher.syntax.python.layout import INNER
from patcher.syntax.python.outline import Blocks, followed, outline_of
from patcher.syntax.python.syntax import TORN, PythonSyntax
from patcher.syntax.python.torn import is_torn
from patcher.syntax.python.units import Unit, file_fault
from patcher.syntax.python.uses import Uses
from patcher.syntax.python.windows import (
    WindowedLexis,
    Windows,
    moved_body,
    moved_construct,
    moved_definition,
    moved_disagreement,
    moved_element,
    moved_import,
)
from patcher.syntax.python.witness import confirms_whole

# Roles by which functions of the file's own level may be parts of one definition.
_ROLES = re.compile(r"^@[^\n]*\b(?:overload|setter|getter|deleter)\b", re.MULTILINE)
_COLUMN_ZERO = re.compile(r"\n(?:async[ \t]+)?(?:def|class)[ \t]")
_CLAUSE = re.compile(r"\n(?:elif|else|except|finally)\b")  # which no function has, unless the file is broken
_DEEPER = re.compile(r"\n[ \t]+#")
_FIRST_COLUMN = re.compile(r"\n[^ \t\n#)\]}]")
_MEMBER = re.compile(r"_(?<!\w_)\w*")
_WORD = re.compile(rf"{INNER}+")
# A line up to within a name that it may define, and one up to where an import may stand.
_NAMES_NEXT = re.compile(rf"(?:.*(?!{INNER}).)?(?:def|class)[ \t]+{INNER}*")
_IMPORTS_NEXT = re.compile(r"(?:|.*[;:]|.*\bfrom\b.*)[ \t]*")


class LargePython(Syntax):
    """A large Python file."""

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language, WindowedLexis(source, lambda: self._windows))
        self._before: tuple[LargePython, list[tuple[Span, int]]] | None = None
        self._found: dict[int, tuple[Definition, ...]] = {}
        self._bodies: dict[int, Body] = {}
        self._plain: dict[int, Definition | None] = {}
        self._called: dict[int, dict[str, list[Definition]]] = {}

    @cached_property
    def whole(self) -> PythonSyntax:
        """The file as one: what cannot be told from its parts."""
        return PythonSyntax(self.source, self.language, self.lexis if self._windows is None else None)

    @cached_property
    def _windows(self) -> Windows | None:
        text = self.source.text
        if self._before is None or self._before[0]._windows is None:
            outline = outline_of(text)
        else:
            before, changes = self._before
            assert before._windows is not None
            outline = followed(before._windows.blocks.outline, before.source.text, text, changes)
        return None if outline is None else Windows(self.source, self.language, Blocks(text, outline))

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes: only their surroundings are looked at."""
        if isinstance(before, LargePython):
            self._before = before, [(span, len(text)) for span, text in changes]

    # The whole file

    @cached_property
    def _apart(self) -> Windows | None:
        """The windows, where each statement's definitions can be found without the others."""
        windows = self._windows
        if windows is None:
            return None
        text, outline = self.source.text, windows.blocks.outline
        rows = zip(outline.starts, outline.ends, strict=True)
        decorated = (_ROLES.search(text, start, end) for start, end in rows if text[start] == "@")
        return windows if all(role is None for role in decorated) else None

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order, nested ones included."""
        return self._definitions

    @cached_property
    def _definitions(self) -> Sequence[Definition]:
        windows = self._apart
        if windows is None:
            return self.whole.definitions()
        return self._of(windows, range(len(windows.blocks.outline)))

    def _of(self, windows: Windows, numbers: Sequence[int]) -> Sequence[Definition]:
        return [one for number in numbers for one in self._in_block(windows, number)]

    def _in_block(self, windows: Windows, number: int) -> tuple[Definition, ...]:
        """Return the definitions of one statement."""
        if number not in self._found:
            plain = self._header(windows, number)
            if plain is not None and self._is_alone(plain):
                self._found[number] = (plain,)
            elif self._is_import(windows, number):
                self._found[number] = ()
            else:
                window = windows.of(number, number)
                self._found[number] = tuple(
                    moved_definition(one, window.at) for one in window.syntax.definitions()
                )
        return self._found[number]

    @staticmethod
    def _is_import(windows: Windows, number: int) -> bool:
        """Tell whether a statement is an import and nothing else: it assigns and opens nothing."""
        outline = windows.blocks.outline
        text = windows.blocks.text[outline.starts[number] : outline.ends[number]]
        return text.startswith(("import ", "from ")) and "=" not in text and ":" not in text

    def _header(self, windows: Windows, number: int) -> Definition | None:
        """Return the function or class that a statement is; `None` where its text alone does not tell."""
        blocks = windows.blocks
        text, start = blocks.text, blocks.outline.starts[number]
        top, end = blocks.tops[number], blocks.outline.ends[number]
        if number in self._plain:
            return self._plain[number]
        self._plain[number] = None
        header = self._header_at(text, start, end)
        if header is None or not number or _CLAUSE.search(text, header.end(), end) is not None:
            return None
        while text[end - 1] in " \t":
            end -= 1
        if self._has_deeper(windows, number):
            return None
        attached = start
        while attached > top and text.startswith("#", above := text.rfind("\n", 0, attached - 1) + 1):
            attached = above
        kind = "function" if header.group(1) == "def" else "class"
        self._plain[number] = Definition(header.group(2), kind, Span(header.start(), end), attached)
        return self._plain[number]

    @staticmethod
    def _has_deeper(windows: Windows, number: int) -> bool:
        """Tell whether an indented comment stands behind a statement: it may belong to its body."""
        blocks = windows.blocks
        text, last = blocks.text, blocks.window(number, number).end
        newline = text.find("\n", blocks.outline.ends[number], last)
        return newline >= 0 and _DEEPER.search(text, newline, last) is not None

    def _is_alone(self, one: Definition) -> bool:
        """Tell whether nothing else is defined in a statement."""
        inner = NESTED.finditer(self.source.text, one.span.start + 1, one.span.end)
        return one.kind == "function" and not any(self.lexis.is_code(match.end() - 1) for match in inner)

    @staticmethod
    def _header_at(text: str, start: int, end: int) -> re.Match[str] | None:
        if text[start] == "@":
            found = _COLUMN_ZERO.search(text, start, end)
            if found is None or '"""' in (above := text[start : found.start()]) or "'''" in above:
                return None
            start = found.start() + 1
        return HEADER.match(text, start, end)

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the definitions in whose names a piece of text stands, and perhaps others, in file order."""
        windows = self._apart
        if windows is None or not literal or "." in literal:
            return self.definitions()
        if outer:
            holding = (numbers for word, numbers in self._outer.items() if literal in word)
            return self._outer_of(windows, sorted({number for numbers in holding for number in numbers}))
        return self._of(windows, self._blocks_with(windows, literal, self._may_name))

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the definitions that share a character with one of some spans, in file order."""
        windows = self._apart
        if windows is None:
            return super().definitions_touching(spans)
        numbers: set[int] = set()
        for span in spans:
            first, last = windows.blocks.of(span)
            if first and self._has_deeper(windows, first - 1):
                first -= 1  # comments below a body belong to it
            numbers.update(range(first, last + 1))
        return touching(self._of(windows, sorted(numbers)), spans)

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of a whole qualified name; those with a part in a span where one is given."""
        windows = self._apart
        if windows is None:
            return super().definitions_called(name, within)
        if within is None:
            numbers: Iterable[int] = self._outer.get(name.partition(".")[0], ())
        else:
            first, last = windows.blocks.of(within)
            numbers = range(max(0, first - 1), last + 1)
        found: list[Definition] = []
        for number in numbers:
            if number not in self._called:
                rows = self._called[number] = {}
                for one in self._in_block(windows, number):
                    rows.setdefault(one.name, []).append(one)
            found += self._called[number].get(name, ())
        return [one for one in found if within is None or has_part_in(one, within)]

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost definition that begins before an offset and holds it."""
        if self._apart is None:
            return super().definition_around(offset)
        around = reversed(self.definitions_touching([Span(offset, offset + 1)]))
        return max(
            (one for one in around if one.span.start < offset), key=lambda one: one.span.start, default=None
        )

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of the file's own level, in file order; those inside a span where one is given."""
        windows = self._apart
        if windows is None:
            return super().outer_definitions(within)
        first, last = (0, len(windows.blocks.outline) - 1) if within is None else windows.blocks.of(within)
        found = self._outer_of(windows, range(first, last + 1))
        return [one for one in found if within is None or within.holds(one.span)]

    def _outer_of(self, windows: Windows, numbers: Iterable[int]) -> list[Definition]:
        """Return the definitions of the file's own level of some statements."""
        found: list[Definition] = []
        for number in numbers:
            plain = self._header(windows, number)
            if plain is not None:
                found.append(plain)
            else:
                found += [one for one in self._in_block(windows, number) if "." not in one.name]
        return found

    def definitions_named(self, outer: Set[str], members: Set[str]) -> Sequence[Definition]:
        """Return the definitions of some names at the file's own level, and what holds members of some names."""
        windows = self._apart
        if windows is None:
            return self.definitions()
        plain = {number for word in self._outer.keys() & outer for number in self._outer[word]}
        held = self._members if members else {}
        whole = {
            number
            for word in held.keys() & members
            for number in held[word]
            if self._in_code(windows, number, word)
        }
        found: list[Definition] = []
        for number in sorted(plain | whole):
            found += self._in_block(windows, number) if number in whole else self._outer_of(windows, [number])
        return found

    def _in_code(self, windows: Windows, number: int, word: str) -> bool:
        """Tell whether a word stands in a statement outside of strings and comments."""
        text, outline = windows.blocks.text, windows.blocks.outline
        position, end = outline.starts[number], outline.ends[number]
        while (position := text.find(word, position, end)) >= 0:
            if self.lexis.is_code(position):
                return True
            position += 1
        return False

    @cached_property
    def _outer(self) -> dict[str, list[int]]:
        """The statements by the names of functions and classes, those that are neither by their words."""
        assert self._apart is not None
        blocks, found = self._apart.blocks, dict[str, list[int]]()
        text, starts, ends = blocks.text, blocks.outline.starts, blocks.outline.ends
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            header = self._header_at(text, start, end)
            words = set(_WORD.findall(text, start, end)) if header is None else (header.group(2),)
            for word in words:
                found.setdefault(word, []).append(number)
        return found

    @cached_property
    def _members(self) -> dict[str, list[int]]:
        """The statements with a class in them by their private words."""
        assert self._apart is not None
        blocks, found = self._apart.blocks, dict[str, list[int]]()
        for number in self._blocks_with(self._apart, "class"):
            start, end = blocks.outline.starts[number], blocks.outline.ends[number]
            for word in set(_MEMBER.findall(blocks.text, start, end)):
                found.setdefault(word, []).append(number)
        return found

    def windows_with(self, literal: str) -> Sequence[Span] | None:
        """Return spans that hold every place of a piece of text."""
        if self._windows is None or not literal:
            return None
        blocks, found, position = self._windows.blocks, [], 0
        while (position := self.source.text.find(literal, position)) >= 0:
            number = blocks.at(position)
            end = blocks.at(position + len(literal) - 1)
            found.append(blocks.window(number, end))
            position = found[-1].end if found[-1].end > position else position + 1
        return _joined(found)

    def _blocks_with(
        self, windows: Windows, literal: str, counts: Callable[[Windows, int, int], bool] | None = None
    ) -> list[int]:
        """Return the statements in which a piece of text stands, at one place that counts if only some do."""
        text, starts = self.source.text, windows.blocks.outline.starts
        found, position = [], starts[0]
        while (position := text.find(literal, position)) >= 0:
            number = bisect_right(starts, position) - 1
            if counts is not None and not counts(windows, number, position):
                position += 1
                continue
            found.append(number)
            if number + 1 == len(starts):
                break
            position = starts[number + 1]
        return found

    def _line_before(self, position: int) -> str | None:
        """Return what stands before a place on its line; `None` where the line above goes on there."""
        text = self.source.text
        start = text.rfind("\n", 0, position) + 1
        return None if text[max(0, start - 2) : start] == "\\\n" else text[start:position].lstrip(" \t")

    def _may_name(self, windows: Windows, number: int, position: int) -> bool:
        """Tell whether what stands at a place may be a part of the name of a definition in a statement.

        A line that begins with a `#` defines nothing: it is a comment, or in a string. In a function
        without classes what is defined stands behind its `def`.
        """
        before = self._line_before(position)
        if before is None or _NAMES_NEXT.fullmatch(before) is not None:
            return before is None or not before.startswith("#")
        text, outline = windows.blocks.text, windows.blocks.outline
        start, end = outline.starts[number], outline.ends[number]
        header = self._header_at(text, start, end)
        only_functions = (
            header is not None
            and header.group(1) == "def"
            and text.find("class", start, end) < 0
            and _CLAUSE.search(text, header.end(), end) is None
        )
        return not only_functions and not before.startswith("#")

    def _may_import(self, _windows: Windows, _number: int, position: int) -> bool:
        """Tell whether the word at a place may be that of an import statement."""
        before = self._line_before(position)
        return before is None or _IMPORTS_NEXT.fullmatch(before) is not None

    @cached_property
    def _imports(self) -> Sequence[Imported]:
        windows = self._windows
        if windows is None:
            return self.whole.imports()
        found: list[Imported] = []
        for number in self._blocks_with(windows, "import", self._may_import):
            window = windows.of(number, number)
            found += [moved_import(one, window.at) for one in window.syntax.imports()]
        return found

    def imports(self) -> Sequence[Imported]:
        """Return every imported name, in file order, those inside functions and classes as local."""
        return self._imports

    def chains(self) -> Sequence[Chain]:
        """Return every compound statement with its arms, in file order, nested ones after what holds them."""
        return self.whole.chains()

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        fault = file_fault(self.source.data)
        return () if fault is None else (fault,)

    def faults(self) -> Sequence[SyntaxFault]:
        """Return the first place where the running Python's own parser does not take the file."""
        return self._faults

    # Around a place

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement that holds the span; in a decorator, none."""
        if self._windows is None:
            return self.whole.statement_at(span)
        window = self._windows.holding(span)
        found = window.syntax.statement_at(window.inner(span))
        return None if found is None else moved_construct(found, window.at)

    def statement_span(self, offset: int) -> Span | None:
        """Return the span of the innermost whole statement that holds the character at an offset.

        A function or a class that holds no other line of code in the first column ends where its text does.
        """
        windows = self._windows
        plain = self._header(windows, windows.blocks.at(offset)) if windows is not None else None
        if windows is not None and plain is not None and plain.span.start == offset:
            lines = _FIRST_COLUMN.finditer(self.source.text, offset, plain.span.end)
            if all(windows.inside(match.start() + 1) == "string" for match in lines):
                return plain.span
        return super().statement_span(offset)

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        if self._windows is None:
            return self.whole.element_at(span)
        window = self._windows.holding(span)
        found = window.syntax.element_at(window.inner(span))
        return None if found is None else moved_element(found, window.at)

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost suite below a header that holds the span, with its statements."""
        if self._windows is None:
            return self.whole.body_at(span)
        first, last = self._windows.blocks.of(span)
        if self._begins_statement(self._windows, first, span.start):
            return None
        if first and span.start < self._windows.blocks.outline.starts[first]:
            first -= 1  # comments below a body may belong to it
        window = self._windows.of(first, last)
        found = window.syntax.body_at(window.inner(span))
        if found is None:
            return None
        if id(found) not in self._bodies:  # the window keeps it
            self._bodies[id(found)] = moved_body(found, window.at)
        return self._bodies[id(found)]

    def _begins_statement(self, windows: Windows, number: int, offset: int) -> bool:
        """Tell whether a statement of the file's level, or the function or class in it, begins at an offset."""
        if offset == windows.blocks.outline.starts[number]:
            return True
        plain = self._header(windows, number)
        return plain is not None and plain.span.start == offset

    def attached_start(self, offset: int) -> int:
        """Return where the decorators and touching comments above a statement's start begin."""
        if self._windows is None:
            return self.whole.attached_start(offset)
        window = self._windows.around(offset)
        return window.syntax.attached_start(offset - window.at) + window.at

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Find the same boundaries by `ast`, or by tree-sitter where `ast` does not take the statement."""
        if self._windows is None:
            return self.whole.confirm(span, extent)
        quick = self._confirms_whole(self._windows, span, extent)
        if quick is not None:
            return quick
        window = self._windows.holding(span)
        found = window.syntax.confirm(window.inner(span), extent)
        return moved_disagreement(found, window.at) if isinstance(found, Disagreement) else found

    def _confirms_whole(self, windows: Windows, span: Span, extent: str) -> str | None:
        """Return the evidence where a span is one whole statement of the file's level, by its parse alone."""
        blocks = windows.blocks
        first, last = blocks.of(span)
        end = blocks.code_end(first)
        begins = span.start == 0 or blocks.text[span.start - 1] == "\n"
        if first != last or span.end < end or blocks.text[end - 1] == ";" or not begins:
            return None
        start = max(span.start, blocks.outline.starts[first])
        if start >= end:
            return None
        plain = self._header(windows, first)
        heads = () if plain is None else (plain.span.start, blocks.outline.starts[first])
        return confirms_whole(windows.unit(first), Span(start, end), extent, heads)

    def straddles(self, span: Span) -> Span | None:
        """Return the span of a node that removing `span` would cut through, else `None`."""
        if self._windows is None:
            return self.whole.straddles(span)
        if self._windows.blocks.whole(span) is not None:
            return None
        window = self._windows.holding(span)
        found = window.syntax.straddles(window.inner(span))
        return None if found is None else Span(found.start + window.at, found.end + window.at)

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch or stand next to."""
        return next(iter(self.faults_around(spans)), None)

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that changed and that Python's own parser does not take."""
        if self._windows is None:
            return self.whole.faults_around(spans)
        parsed = (unit.parsed for unit in self._around(spans))
        return tuple(one for one in parsed if isinstance(one, SyntaxFault))

    def torn_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each such statement that tree-sitter cannot read either."""
        if self._windows is None:
            return self.whole.torn_around(spans)
        torn = (unit for unit in self._around(spans) if is_torn(unit.tree.root_node))
        return tuple(SyntaxFault(unit.line, TORN) for unit in torn)

    def _around(self, spans: Sequence[Span]) -> Iterator[Unit]:
        """Yield the statements that spans touch or stand next to, each once, those left out that are unchanged."""
        assert self._windows is not None
        outline = self._windows.blocks.outline
        seen: set[int] = set()
        for span in spans:
            number = max(0, bisect_right(outline.starts, span.start - 1) - 1)
            while number < len(outline):
                if number not in seen:
                    seen.add(number)
                    if outline.origins[number] < 0:
                        yield self._windows.unit(number)
                if outline.starts[number] > span.end:
                    break
                number += 1

    def edge_state(self, offset: int) -> Hashable:
        """Return the lexical state at an offset, equal before and after an edit that left it alone."""
        if self._windows is None:
            return self.whole.edge_state(offset)
        blocks = self._windows.blocks
        if blocks.between(offset):
            return "", "", (0,) if offset < blocks.bottom else ()
        window = self._windows.around(offset)
        state: EdgeState = window.syntax.python_edge_state(offset - window.at)
        if not state[2] and window.span.end < len(self.source.text):
            return state[0], state[1], (0,)
        return state

    # Uses

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name; scopes are not followed."""
        return self.whole.uses(name)

    @cached_property
    def _uses(self) -> Uses:
        return Uses(self, self._unit_at)

    def _unit_at(self, offset: int) -> Unit | None:
        assert self._windows is not None
        number = bisect_right(self._windows.blocks.outline.starts, offset) - 1
        return None if number < 0 else self._windows.unit(number)

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield where a name is written that no scope around binds, with what stands before its dot."""
        return self.whole.uses_of(name, within) if self._windows is None else self._uses.of(name, within)

    @property
    def follows_scopes(self) -> bool:
        """Python's scopes are followed."""
        return True


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans, sorted by where they begin, those that touch made one."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
