"""`Syntax`: what every language answers about one file.

A language that does not know a kind of construct inherits the empty answer; a caller can tell "none
here" from "not known in this language" by `Language.knows`. Offsets are 0-based and half open, into
`SourceFile.text`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from patcher.source import SourceFile, Span
from patcher.syntax.enclosing import Enclosing, has_part_in, touching
from patcher.syntax.lexis import Lexis, touching_comments
from patcher.syntax.model import (
    Arm,
    Body,
    Chain,
    Construct,
    Definition,
    Disagreement,
    Element,
    Imported,
    Language,
    SyntaxFault,
    Unused,
    Use,
)

if TYPE_CHECKING:
    from patcher.syntax.meaning import Meaning


class Syntax:
    """One file seen in its language. Answers are computed when asked for and kept.

    Subclasses override what their language knows. All of them are pure: no disk, no process.
    """

    def __init__(self, source: SourceFile, language: Language, lexis: Lexis) -> None:
        self.source = source
        self.language = language
        self.lexis = lexis

    def follow(self, before: Syntax, changes: Sequence[tuple[Span, str]]) -> None:
        """Learn that this file came of another one by changes: spans of its text, and what stands there now.

        A language may then look only at what changed; the answers are those of a fresh look.
        """
        self.lexis.follow(before.lexis, changes)

    def definitions(self) -> Sequence[Definition]:
        """Return every definition with its qualified name, in file order, nested ones included."""
        return ()

    def definitions_with(self, literal: str | None, *, outer: bool = False) -> Sequence[Definition]:
        """Return the definitions in whose names a piece of text stands, and perhaps others, in file order.

        With `outer`, those inside of another one may be missing.
        """
        if not literal or "\n" in literal:
            return self.definitions()
        found, (names, starts) = [], self._all_names
        position = names.find(literal)
        while position >= 0:
            index = bisect_right(starts, position) - 1
            found.append(self.definitions()[index])
            position = names.find(literal, starts[index + 1]) if index + 1 < len(starts) else -1
        return found

    @cached_property
    def _all_names(self) -> tuple[str, list[int]]:
        """All definitions' names as one text, and where each begins in it."""
        names = [one.name for one in self.definitions()]
        return "\n".join(names), [0, *accumulate(len(name) + 1 for name in names[:-1])][: len(names)]

    def definitions_touching(self, spans: Sequence[Span]) -> Sequence[Definition]:
        """Return the definitions that share a character with one of some spans, in file order.

        The spans are sorted and apart.
        """
        return touching(self.definitions(), spans)

    def definitions_called(self, name: str, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of a whole qualified name, in file order.

        With `within`, only those of which a part shares a character with that span.
        """
        found = self._by_name.get(name, ())
        return found if within is None else [one for one in found if has_part_in(one, within)]

    @cached_property
    def _by_name(self) -> dict[str, list[Definition]]:
        found: dict[str, list[Definition]] = {}
        for one in self.definitions():
            found.setdefault(one.name, []).append(one)
        return found

    def definition_around(self, offset: int) -> Definition | None:
        """Return the innermost definition that begins before an offset and holds it, in one of its parts."""
        return self._enclosing.around(offset)

    @cached_property
    def _enclosing(self) -> Enclosing:
        return Enclosing(self.definitions())

    def own_name(self, definition: Definition) -> str:
        """Return a definition's name without those of what holds it."""
        around = self.definition_around(definition.span.start)
        return definition.name if around is None else definition.name.removeprefix(around.name + ".")

    def outer_definitions(self, within: Span | None = None) -> Sequence[Definition]:
        """Return the definitions of the file's own level, in file order; those inside a span where one is given."""
        return [
            one
            for one in self.definitions()
            if "." not in one.name and (within is None or within.holds(one.span))
        ]

    def definitions_named(self, outer: Set[str], members: Set[str]) -> Sequence[Definition]:
        """Return the definitions of the file's own level that have some names, and what holds members of
        some names with all that is in it, and perhaps others, in file order."""
        return self.definitions()

    def windows_with(self, literal: str) -> Sequence[Span] | None:
        """Return spans that hold every place of a piece of text, each a run of whole statements with the
        comments above and below it; `None` for the whole file."""
        return None

    def imports(self) -> Sequence[Imported]:
        """Return every imported name, in file order."""
        return ()

    def statement_at(self, span: Span) -> Construct | None:
        """Return the innermost whole statement or member declaration that holds the span.

        A decorator is part of its definition and never found here. `None`: no statement there.
        """
        return None

    def statement_span(self, offset: int) -> Span | None:
        """Return the span of the innermost whole statement that holds the character at an offset."""
        found = self.statement_at(Span(offset, offset + 1))
        return None if found is None else found.span

    def around_comment(self, comment: Span) -> Span:
        """Return a comment with the brackets that are there for its sake alone: those of `{/* ... */}` in JSX."""
        return comment

    def element_at(self, span: Span) -> Element | None:
        """Return the innermost element of a comma-separated construct that holds the span."""
        return None

    def lined_up(self, start: int, *, alone: bool = False) -> Element | None:
        """Return what begins at an offset as the first of some that stand below one another, behind a mark.

        The mark is that of what holds them (`-` of an item), and without the first the next one moves
        up to it. `None`: nothing of that kind, or, unless it may be `alone`, it is the only one.
        """
        return None

    def sections(self) -> Sequence[Construct]:
        """Return headings or tables with all that belongs to each, in file order."""
        return ()

    def items(self) -> Sequence[Construct]:
        """Return list items, each with its sub-items; `body` is the span of its first paragraph."""
        return ()

    @property
    def separators(self) -> str:
        """The characters that part statements and elements, and go with the one before them."""
        return ";,"

    @property
    def items_have_ends(self) -> bool:
        """Tell whether marks end an item, so that another may stand on its line."""
        return False

    def tells_item(self, span: Span) -> bool:
        """Tell whether what stands at a span may say which item around it is meant."""
        return True

    def body_at(self, span: Span) -> Body | None:
        """Return the innermost body that holds the span, where the language forbids empty ones."""
        return None

    def chains(self) -> Sequence[Chain]:
        """Return every compound statement with its arms, in file order, nested ones after what holds them."""
        return ()

    def lone_arms(self, span: Span) -> Sequence[Arm]:
        """Return the arms whose body is one statement without braces, and in which a span begins or ends.

        The place between the header and that statement counts too, the header itself does not.
        """
        return ()

    def arms_from(self, offset: int) -> Sequence[Arm]:
        """Return the arms of compound statements that begin at an offset."""
        return ()

    def decorates(self, line: int) -> bool:
        """Tell whether a 1-based line is neither comment nor decorator, and still belongs to what is defined below it."""
        return False

    def indents_string(self, offset: int) -> bool:
        """Tell whether the lines of the string at an offset are indented with what holds it, and say no more by that."""
        return False

    def keeps_indent(self, line: int) -> bool:
        """Tell whether a 1-based line's indentation says what the line is, so that it moves with nothing."""
        return False

    def is_left_out(self, offset: int) -> bool:
        """Tell whether an offset stands in an arm of the preprocessor that is not read, so that nothing is known of it."""
        return False

    def attached_start(self, offset: int) -> int:
        """Return where the decorators and touching comment lines above a line start begin."""
        return touching_comments(self.source, self.lexis, offset)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Find the same boundaries a second way.

        Returns the evidence in words, a `Disagreement`, or `None` where there is no witness (the
        text around does not parse, or the span lies in a string or comment).
        """
        return None

    def straddles(self, span: Span) -> Span | None:
        """Return the span of a syntax node that removing `span` would cut through, else `None`.

        Whole children may leave a node as long as it keeps its name, header and body. Comments,
        decorators and error nodes do not count; inside a string or comment nothing straddles.
        """
        return None

    def orphaned_comma(self, span: Span) -> Span | None:
        """Return the span of a list in which removing `span` would leave a comma without its element.

        Where a language takes such a list (a hole in an array), no parser would say a word.
        """
        return None

    def faults(self) -> Sequence[SyntaxFault]:
        """Return where the file does not parse, by the language's own parser where there is one."""
        return ()

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the top-level statements that the spans touch, looking at no others.

        `None` says that those statements parse by themselves and that the lexical state at their
        edges is the plain one; what lies outside is not looked at.
        """
        faults = self.faults()
        return faults[0] if faults else None

    def faults_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return a fault for each top-level statement that the spans touch and that does not parse."""
        fault = self.fault_around(spans)
        return () if fault is None else (fault,)

    def torn_around(self, spans: Sequence[Span]) -> Sequence[SyntaxFault]:
        """Return the same as a second, laxer parser sees it, where the language has one.

        It is asked where the language's own parser did not take those statements in the first place.
        """
        return ()

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what stands in the constructs around some spans and means something by its place in them.

        The spans are those that a step changes, or their places in the file after it; other constructs
        need not be looked at.
        """
        return iter(())

    def misplaced(self, definition: Definition) -> str | None:
        """Return in words why a definition cannot be what it is where it stands: a constructor of another class."""
        return None

    def edge_state(self, offset: int) -> Hashable:
        """Return the lexical state at an offset, to be compared before and after an edit.

        Equal states say that what follows is read as it was. A language without more knowledge
        tells only in which string or comment the offset stands.
        """
        skip = self.lexis.skip_at(offset) if self.lexis.inside(offset) else None
        return "" if skip is None else self.source.text[skip.start : skip.start + 1]

    def uses(self, name: str) -> Iterator[Span]:
        """Yield where code uses a plain name: not in strings or comments, not as its definition."""
        return iter(())

    def uses_of(self, name: str, within: Span | None = None) -> Iterator[Use]:
        """Yield where a plain name is written and not bound by a scope around, in a span or anywhere.

        A language that does not follow scopes gives every use as a name.
        """
        for span in self.uses(name):
            if within is None or within.holds(span):
                yield Use(span, "name")

    def refused_unused(self, kind: str, name: str) -> str:
        """Return whose compiler refuses a file in which something of a kind (`local`: a variable) has no user; `""`: none."""
        return ""

    def unused_variables(self, within: Span) -> Sequence[Unused]:
        """Return the variables of functions in a span that nothing uses, where that makes a compiler refuse the file."""
        return ()

    @property
    def follows_scopes(self) -> bool:
        """Whether `uses_of` tells what a name belongs to."""
        return False

    @property
    def tells_scopes(self) -> bool:
        """Whether `uses_of` leaves out what a scope around binds, and tells keys and attributes apart."""
        return False

    def reach(self, definition: Definition) -> str:
        """Return who can see a definition: its "file", its "folder", the modules "below" it, or "any"."""
        return "any"

    def written_as(self, name: str) -> str:
        """Return the text by which files mean a definition of a qualified name; `""` where its last word may do."""
        return ""
