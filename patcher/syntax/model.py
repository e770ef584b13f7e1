"""What a language finds in a file: the records. Offsets are 0-based and half open, into `SourceFile.text`."""

from __future__ import annotations

from typing import Literal

from patcher.record import dataclass
from patcher.source import Span
from patcher.syntax.lexicon import Lexicon


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
class Unused:
    """A variable of a function that nothing uses: the place of its name.

    `alone` is the whole declaration where that gives no other name and does nothing else, so that it can go.
    """

    place: Span
    alone: Span | None = None


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
    large: str = ""  # the module for large files, where they are read in another way

    @property
    def ends_missing(self) -> bool:
        """Whether a statement may lack its semicolon where the next line cannot go on with it."""
        return self.name in ("javascript", "typescript")

    @property
    def cases_run_on(self) -> bool:
        """Whether a case can run into the next one: by the language's nature, or because it says so."""
        return self.name in ("c", "cpp", "java", "javascript", "typescript", "go", "shell")

    @property
    def checks(self) -> bool:
        """Whether files of this language can be shown to parse."""
        return bool(self.knows) and self.name != "markdown"
