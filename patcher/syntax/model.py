"""What every language answers about one file: the records and the interface.

Offsets are 0-based and half open, into `SourceFile.text`. A language that does not know a kind
of construct inherits the empty answer; a caller can tell "none here" from "not known in this
language" by `Language.knows`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from patcher.record import dataclass
from patcher.source import SourceFile, Span
from patcher.syntax.enclosing import Enclosing
from patcher.syntax.lexis import Lexicon, Lexis

if TYPE_CHECKING:
    from patcher.syntax.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Definition:
    """Something with a qualified name: a function, class, field, assignment, message, table...

    `span` runs from the header's first character to the end of the last character (whole lines
    are made of it later): decorators and comments above are not in it, and comments behind the
    body that are indented deeper than the header are. `attached_start` is where decorators and
    directly touching comment lines begin (`span.start` where there are none). `header` is the
    line that names it. `group` is equal for the parts of one candidate (overloads, accessors of
    one name in one body), which come as one `Definition` whose `parts` are several spans.
    """

    name: str
    kind: str  # the language's own word: "function", "class", "assignment", "message", "field"
    span: Span
    attached_start: int
    parts: tuple[Span, ...] = ()  # more than one only for overloads; each with its own attached things
    multiple: bool = False  # one target of a multiple assignment: cannot go alone
    clean: bool = True  # False: inside a part of the file that does not parse
    element: Element | None = None  # where it is one of a comma-separated list: an enum's member, say


@dataclass(frozen=True, slots=True)
class Imported:
    """One name that a module-level (or, with `local`, a nested) import binds.

    `names` are all ways to say it: as bound, and as the full dotted path. `span` is the name with
    its alias, without comma; `statement` is the whole import statement; `siblings` are the spans
    of all names of that statement, in order.
    """

    names: tuple[str, ...]
    span: Span
    statement: Span
    siblings: tuple[Span, ...]
    local: bool = False
    outer: Element | None = None  # of the list around its own: what goes with the last name of its own


@dataclass(frozen=True, slots=True)
class Use:
    """A place where code writes a name that no scope around it binds.

    `kind` is "name", "attribute" (behind a dot), "set" (an attribute that is assigned), "import",
    "export" (a string in `__all__`, a name in `export {}`), "keyword" (of a call), "parameter", "path"
    (behind `::`), "key" (of a literal or a label), "either" (a key or a name), or "text": a whole
    string that reads like the name or a dotted path to it. `owner` is what stands before the dot or holds
    the keyword, as far as the file itself tells: a dotted path through its imports, a path from the
    root that begins with `/` (then `.Name` of what it holds), `self:` and the qualified class, or
    "" where it is not known. `scope` is the qualified definition around, "" at the file's level.
    """

    span: Span
    kind: str
    owner: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a comma-separated construct; `span` without its comma.

    `outer` is the element of the list around that goes with the last one of this list, where the
    list cannot stand there empty.
    """

    span: Span
    inner: Span  # between the delimiters
    siblings: tuple[Span, ...]
    kind: str  # what holds it: "list", "dict", "set", "tuple", "arguments", "parameters", "imports", ...
    separator: str = ","
    emptied: Literal["stays", "goes", "refused"] = (
        "stays"  # what comes of brackets that hold nothing any more
    )
    outer: Element | None = None


@dataclass(frozen=True, slots=True)
class Construct:
    """A statement, section, item...: its span, its own first line's span, its body, its attached start."""

    kind: str
    span: Span
    attached_start: int
    label: str = ""  # what names it on a screen: a heading's text, a key
    body: Span | None = None
    element: Element | None = None  # where it is one of a comma-separated list: a member of an object


@dataclass(frozen=True, slots=True)
class Body:
    """A body that must not be left empty: its header construct and the statements in it."""

    owner: Construct
    span: Span
    statements: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a chain: from its header through the end of its body.

    `span` runs from the header's first character (`elif`, `} else {` without the closer of the arm
    before, `case`, `#else`) to the end of what belongs to the arm alone: its closer in a language
    with braces, else its last statement. `body` is what lies strictly inside: between the braces,
    behind the colon, between the directives' lines; it may hold blank lines and comments.
    """

    keyword: str  # "if", "elif", "else", "try", "except", "finally", "case", "default", "#if", "#else", "with", ...
    span: Span
    header: Span  # through the `{`, the colon, or the end of the directive's line
    body: Span


@dataclass(frozen=True, slots=True)
class Chain:
    """A compound statement as its arms, in order: `if`/`elif`/`else`, `try`, `switch`, `#if`, `with`, `for`."""

    kind: str  # the first keyword: "if", "try", "switch", "match", "#if", "for", "while", "with"
    span: Span  # the whole statement, `#endif`'s line or the last closer included
    arms: tuple[Arm, ...]  # of a `switch`, its cases


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two methods gave two answers: what each is called and the span that it gives (or None)."""

    first: str
    first_span: Span
    second: str
    second_span: Span | None


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """A place that does not parse: 1-based line, and what the parser says."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language's entry in the registry; the module behind it is imported on first use."""

    name: str
    module: str  # dotted name of the module that has `build(source, language) -> Syntax`
    suffixes: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    knows: frozenset[str] = frozenset()  # extents: "definition", "statement", ...
    code: bool = True  # False: prose or data, which does not count for `unreferenced`
    lexicon: Lexicon | None = None

    @property
    def ends_missing(self) -> bool:
        """Whether a statement may lack its semicolon where the next line cannot go on with it."""
        return self.name in ("javascript", "typescript")

    @property
    def checks(self) -> bool:
        """Whether files of this language can be shown to parse."""
        return bool(self.knows) and self.name != "markdown"


def touching(definitions: Sequence[Definition], spans: Sequence[Span]) -> list[Definition]:
    """Return those of some definitions that share a character with one of some spans, sorted and apart."""
    ends = [span.end for span in spans]
    found = []
    for one in definitions:
        at = bisect_right(ends, one.span.start)
        if at < len(spans) and spans[at].start < one.span.end:
            found.append(one)
    return found


def has_part_in(one: Definition, span: Span) -> bool:
    """Tell whether a definition, or one of its parts, shares a character with a span."""
    return any(part.meets(span) for part in one.parts or (one.span,))


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
        from patcher.syntax.lexis import touching_comments

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
        """Return whose compiler refuses a file in which something of a kind has no user; `""` if none does."""
        return ""

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
