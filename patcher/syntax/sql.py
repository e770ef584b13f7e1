"""SQL: statements, what they create by name, columns, values; read by a scanner of our own.

The dialects differ too much for one grammar to take them all: statements are what ends in `;` (or
in what `DELIMITER` says), with the words of a routine's body for brackets, and the grammar is the
second witness where it understands a statement. ISO/IEC 9075, and the manuals of PostgreSQL,
MySQL and SQLite.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from patcher.expression import expression
from patcher.record import dataclass, replace
from patcher.source import SourceFile, Span
from patcher.syntax.depth import Names
from patcher.syntax.elements import (
    comma_holes,
    cuts_elements,
    element_around,
    elements_in,
    trimmed_code,
)
from patcher.syntax.grammar import Grammar, GrammarSyntax
from patcher.syntax.lexis import STRING_MASK, Lexis
from patcher.syntax.meaning import Meaning
from patcher.syntax.model import Body, Construct, Definition, Disagreement, Element, Language, SyntaxFault
from patcher.syntax.nest import Nest
from patcher.syntax.sql_places import inserted, selected
from patcher.syntax.text import lexicon_of

_KINDS = (
    "TABLE|VIEW|INDEX|FUNCTION|PROCEDURE|TRIGGER|TYPE|SEQUENCE|SCHEMA|DOMAIN|EXTENSION|ROLE|POLICY"
    "|AGGREGATE|EVENT|DATABASE|USER|RULE"
)
_CREATE = expression(
    r"CREATE\s+(?:(?:OR\s+REPLACE|OR\s+ALTER|GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|UNIQUE|FULLTEXT|SPATIAL"
    rf"|MATERIALIZED|EXTERNAL|RECURSIVE|VIRTUAL|CONSTRAINT|DEFINER\s*=\s*\S+)\s+)*(?P<kind>{_KINDS})\s+"
    r"(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?"
    r"(?P<name>(?:\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|[\w$]+)(?:\s*\.\s*(?:\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|[\w$]+))*)",
    re.IGNORECASE,
)
_ROUTINE = expression(
    r"CREATE\b.*?\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT|PACKAGE)\b", re.IGNORECASE | re.DOTALL
)
_DELIMITER = expression(r"DELIMITER[ \t]+(?P<terminator>\S+)[^\n]*", re.IGNORECASE)
_META = expression(r"\\[^\n]*")  # a command of psql
_BATCH = expression(r"^(?:GO|/)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)  # SQL Server's, Oracle's
_MARK = expression(r"[()]|\b(?:BEGIN|CASE|END(?:\s+(?:CASE|IF|LOOP|WHILE|REPEAT|FOR))?)\b|;", re.IGNORECASE)
_INSIDE_END = expression(r"END\s+(?:IF|LOOP|WHILE|REPEAT|FOR)", re.IGNORECASE)
_BLANK = " \t\r\n\f#"
_CONSTRAINT = expression(r"(?:PRIMARY|UNIQUE|FOREIGN|CHECK|KEY|INDEX|EXCLUDE|LIKE|PERIOD)\b", re.IGNORECASE)
_COLUMN = expression(r"(?:CONSTRAINT\s+)?(\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|[\w$]+)", re.IGNORECASE)
# Names in backquotes, or an engine: a backslash escapes a quote then, and `#` begins a comment.
_MYSQL = expression(r"`\w+`|\bENGINE\s*=|^DELIMITER\b", re.IGNORECASE | re.MULTILINE)
_QUOTES = '"`[]'
_CALLS = frozenset({"invocation", "function_arguments", "window_specification"})
_CALLED = expression(r"\b(?:FUNCTION|PROCEDURE|CALL)\s+[^\s();,]+\s*\Z", re.IGNORECASE)
# `SET NULL`, `SET DATA TYPE`, `CHARACTER SET` list nothing; `left(...)` is a function.
_CLAUSE = expression(
    r"[();]|\b(?P<opens>SELECT(?:\s+(?:DISTINCT|ALL))?|VALUES|(?<!CHARACTER )(?<!CHAR )SET"
    r"(?!\s+(?:NULL|DEFAULT|NOT|DATA|STATISTICS|STORAGE|SCHEMA|TABLESPACE|LOGGED|UNLOGGED)\b(?!\s*=))"
    r"|GROUP\s+BY|ORDER\s+BY|RETURNING|PARTITION\s+BY)\b"
    r"|\b(?:FROM|WHERE|HAVING|LIMIT|OFFSET|UNION|EXCEPT|INTERSECT|INTO|ON|AS|WINDOW|FOR|JOIN|INNER|CROSS|FETCH"
    r"|(?:LEFT|RIGHT)(?!\s*\()|WITH\s+(?:ROLLUP|CUBE|TIES)|LOCK\s+IN"
    r"|(?:ROWS|RANGE|GROUPS)\s+(?:BETWEEN|UNBOUNDED|CURRENT|\d))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what ends it; `ended` tells whether anything does."""

    span: Span
    ended: bool


class SqlSyntax(GrammarSyntax):
    """A file of SQL."""

    grammar = Grammar("tree_sitter_sql", identifiers=frozenset({"identifier"}), attributes=frozenset())

    def __init__(self, source: SourceFile, language: Language) -> None:
        super().__init__(source, language)
        if _MYSQL.search(source.text):
            self.lexis = Lexis(source, lexicon_of(language, "mysql"))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in order."""
        return tuple(self._scan())

    @cached_property
    def _nest(self) -> Nest[Statement]:
        return Nest(self.statements, attrgetter("span"))

    @cached_property
    def _batches(self) -> list[int]:
        """Where the lines begin that end a batch."""
        return [match.start() for match in _BATCH.finditer(self.lexis.masked)]

    def _scan(self) -> Iterator[Statement]:
        masked, position, terminator = self.lexis.masked, 0, ";"
        while True:
            while position < len(masked) and masked[position] in _BLANK + "\ufeff":
                position += 1
            if position >= len(masked):
                return
            line = next(
                filter(None, (each.match(masked, position) for each in (_DELIMITER, _META, _BATCH))), None
            )
            if line is not None:
                end = line.start() + len(line.group().rstrip())
                terminator = line["terminator"] if line.lastgroup else terminator
                yield Statement(Span(position, end), True)
            else:
                end, ended = self._end(position, terminator)
                end = self._with_data(end)
                yield Statement(Span(position, end), ended)
            position = max(end, position + 1)

    def _end(self, start: int, terminator: str) -> tuple[int, bool]:
        """Return where a statement ends, and whether anything says so."""
        masked = self.lexis.masked
        if terminator != ";":
            found = masked.find(terminator, start)
            return (found + len(terminator), True) if found >= 0 else (self._code_end(start), False)
        batch = bisect_left(self._batches, start)
        batched = batch < len(self._batches)
        limit = self._batches[batch] if batched else len(masked)
        end = self._semicolon(start, limit, limit)
        head = _ROUTINE.match(masked, start, limit if end is None else end)
        if head is not None:
            end = self._semicolon(start, limit, head.end())
        if batched and (end is None or head is not None):
            return start + len(masked[start:limit].rstrip(_BLANK)), True
        return (end, True) if end is not None else (self._code_end(start), False)

    def _semicolon(self, start: int, limit: int, body: int) -> int | None:
        """Return the offset behind the semicolon that ends a statement, those in a routine's body not counted."""
        masked = self.lexis.masked
        depth, words, position = 0, 0, start
        while (match := _MARK.search(masked, position, limit)) is not None:
            mark, position = match.group().upper(), match.end()
            if mark in ("(", ")"):
                depth += 1 if mark == "(" else -1
            elif mark == ";":
                if depth <= 0 and words <= 0:
                    return position
            elif match.start() < body or depth > 0:
                continue
            elif mark in ("BEGIN", "CASE"):
                words += 1
            elif not _INSIDE_END.match(mark):
                words -= 1
        return None

    def _with_data(self, end: int) -> int:
        """Return where a statement ends with the lines of data that follow a `COPY ... FROM stdin;`."""
        data = self.lexis.skip_at(end) if self.lexis.masked.startswith(STRING_MASK, end) else None
        return data.end if data is not None and self.source.text[data.start] in "\r\n" else end

    def _code_end(self, start: int) -> int:
        return start + len(self.lexis.masked[start:].rstrip(_BLANK))

    def _statement(self, span: Span) -> Statement | None:
        return self._nest.innermost(span)

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        found, names = list[Definition](), Names(self.source)
        for each in self.statements:
            match = _CREATE.match(self.source.text, each.span.start, each.span.end)
            if match is None:
                continue
            name = ".".join(part.strip(_QUOTES + " ") for part in match["name"].split("."))
            kind = match["kind"].lower()
            found.append(Definition(name, kind, each.span, self.attached_start(each.span.start)))
            if kind == "table":
                for column in self._columns(name, each.span, match.end()):
                    names.kept(column.name)
                    found.append(column)
        return tuple(found)

    def _columns(self, table: str, statement: Span, behind: int) -> Iterator[Definition]:
        opener = self.lexis.masked.find("(", behind, statement.end)
        closer = self.lexis.closer_of(opener) if opener >= 0 else None
        if closer is None or self.lexis.masked[behind:opener].strip():
            return
        inner = Span(opener + 1, closer)
        siblings = tuple(elements_in(self.lexis, inner))
        for span in siblings:
            match = _COLUMN.match(self.source.text, span.start, span.end)
            if match is None or _CONSTRAINT.match(self.source.text, span.start, span.end):
                continue
            kind = "constraint" if match.start(1) > match.start() else "column"
            element = Element(span, inner, siblings, "columns")
            start = self.attached_start(span.start)
            yield Definition(f"{table}.{match[1].strip(_QUOTES)}", kind, span, start, element=element)

    def statement_at(self, span: Span) -> Construct | None:
        """Return the statement around a span, the one inside a routine's body included in it."""
        each = self._statement(span)
        if each is None:
            return None
        label = self.source.text[each.span.start : each.span.end].split("\n")[0]
        return Construct("statement", each.span, self.attached_start(each.span.start), label)

    def body_at(self, span: Span) -> Body | None:
        """Return the columns of a table; any other list may be empty."""
        columns = self._tables.innermost(span)
        owner = self.statement_at(columns.inner) if columns is not None else None
        return (
            Body(owner, columns.inner, columns.siblings)
            if columns is not None and owner is not None
            else None
        )

    @cached_property
    def _tables(self) -> Nest[Element]:
        """The columns of each table, by one of them."""
        columns = {each.element.inner: each.element for each in self._definitions if each.element is not None}
        return Nest(columns.values(), attrgetter("inner"))

    def element_at(self, span: Span) -> Element | None:
        """Return the element of a bracketed list, or of what `SELECT`, `VALUES` or `SET` list."""
        each = self._statement(span)
        if each is None:
            return None
        bracketed = element_around(self.lexis, span, each.span)
        listed = self._listed(span, each.span)
        if bracketed is None or (listed is not None and bracketed.inner.holds(listed.inner)):
            return listed
        empty = self._may_be_empty(bracketed.inner.start - 1)
        return replace(bracketed, kind="list", emptied="stays" if empty else "refused")

    def _may_be_empty(self, opener: int) -> bool:
        """Tell whether a bracket is that of a call, of a routine's parameters, of a window or of an array."""
        if self.source.text[opener] == "[" or _CALLED.search(self.lexis.masked, max(0, opener - 200), opener):
            return True
        node = self.root.descendant_for_byte_range(opener, opener + 1)
        holder = node.parent if node is not None else None
        return holder is not None and holder.type in _CALLS

    def _listed(self, span: Span, statement: Span) -> Element | None:
        """Return the element of the innermost clause without brackets around a span."""
        masked = self.lexis.masked
        stack: list[int | None] = [None]  # where the clause at each depth begins
        best: Span | None = None
        for match in _CLAUSE.finditer(masked, statement.start, statement.end):
            mark = match.group()
            begin = stack[-1]
            if mark == "(":
                stack.append(None)
                continue
            if (
                mark.upper() == "AS"
                and begin is not None
                and not masked[max(0, begin - 6) : begin].upper().endswith("VALUES")
            ):
                continue  # another name of an element
            if begin is not None and begin <= span.start and span.end <= match.start():
                best = Span(begin, match.start())
                break
            if mark == ")":
                if len(stack) > 1:
                    stack.pop()
                continue
            stack[-1] = match.end() if match["opens"] else None
        if best is None and stack[-1] is not None and stack[-1] <= span.start:
            best = Span(stack[-1], statement.end)
        inner = trimmed_code(masked, best.start, best.end) if best is not None else None
        if inner is None:
            return None
        siblings = tuple(elements_in(self.lexis, inner))
        held = next((each for each in siblings if Span(each.start, self._with_comma(each)).holds(span)), None)
        return None if held is None else Element(held, inner, siblings, "clause")

    def _with_comma(self, element: Span) -> int:
        """Return where an element ends with the comma behind it."""
        masked, end = self.lexis.masked, element.end
        while end < len(masked) and masked[end] in " \t\r\n#":
            end += 1
        return end + 1 if masked.startswith(",", end) else element.end

    # proof

    def meanings(self, spans: Sequence[Span]) -> Iterator[Meaning]:
        """Yield what statements around some spans pair and count by place; a table's, and what is put into it."""
        touched = sorted({each.span for each in self._nest.touching(spans)})
        columns: dict[str, int] = {}
        for one in self.definitions_touching(touched):
            if one.kind in ("table", "column"):
                table = one.name if one.kind == "table" else one.name.rpartition(".")[0]
                columns[table] = columns.get(table, 0) + (one.kind == "column")
        for span in touched:
            yield from selected(self.lexis, span)
            yield from inserted(self.lexis, span)
        if columns:
            yield from inserted(self.lexis, Span(0, len(self.source.text)), columns)

    def confirm(self, span: Span, extent: str) -> str | Disagreement | None:
        """Confirm a statement by the grammar where it understands it, else by its brackets."""
        core = self.core(span)
        statement = self._statement(core) if core else None
        if extent not in ("statement", "definition", "entry") or statement is None:
            return None
        if extent == "entry" or not core.holds(Span(statement.span.start, statement.span.start + 1)):
            return self._confirm_part(core)
        node = self.root.descendant_for_byte_range(core.start, max(core.start, core.end - 1))
        while node is not None and node.type not in ("statement", "program", "block", "transaction"):
            node = node.parent
        if node is not None and node.type != "program" and not node.has_error:
            told = self.place(node)
            if (told.start, told.end) in ((core.start, core.end), (core.start, core.end - 1)):
                return "the grammar begins and ends it at the same places"
            if core.start == told.start and not core.holds(told):
                return Disagreement("semicolons and brackets", core, "the grammar", told)
        if self.lexis.open_brackets(core.start) == self.lexis.open_brackets(core.end) == "":
            return "its brackets balance, and it ends where its statement ends"
        return Disagreement("semicolons and brackets", core, "the brackets", None)

    def _confirm_part(self, core: Span) -> str | None:
        """Confirm a column or an element by a node of the grammar's; there need not be one."""
        node = self.root.descendant_for_byte_range(core.start, core.end)
        if node is not None and not node.has_error and self.code_of(node) == core:
            return "the grammar begins and ends it at the same places"
        return None

    def straddles(self, span: Span) -> Span | None:
        """Return the statement that a deletion would cut: it takes whole ones, or whole elements of one."""
        core = self.core(span)
        skip = self.lexis.skip_at(core.start) if core else None
        if not core or (skip is not None and skip.holds(core) and skip != core):
            return None
        for each in self._nest.meeting(core):
            if core.holds(each.span):
                continue
            element = self.element_at(Span(core.start, core.start + 1))
            if element is None or cuts_elements(element, core, self.lexis.masked):
                return each.span
        return None

    def orphaned_comma(self, span: Span) -> Span | None:
        """Return the list that would keep a comma without its element."""
        core = self.core(span)
        element = self.element_at(Span(core.start, core.start + 1)) if core else None
        if element is None or not element.inner.holds(core) or span.holds(element.inner):
            return None
        masked, nothing = self.lexis.masked, Span(span.start, span.start)
        if all(span.holds(each) for each in element.siblings):
            return None  # an empty list
        holes = comma_holes(masked, element.inner, span)
        return element.inner if holes > comma_holes(masked, element.inner, nothing) else None

    @cached_property
    def _faults(self) -> tuple[SyntaxFault, ...]:
        return (*self._unbalanced(self.statements), *super()._faults)

    def _unbalanced(self, statements: Sequence[Statement]) -> Iterator[SyntaxFault]:
        for number, each in enumerate(statements):
            line = self.source.line_at(each.span.start)
            if not each.ended and number + 1 < len(statements):
                yield SyntaxFault(line, "a statement never ends")
            elif self.lexis.open_brackets(each.span.end):
                yield SyntaxFault(line, "a bracket is never closed")

    def fault_around(self, spans: Sequence[Span]) -> SyntaxFault | None:
        """Return a fault in the statements that the spans touch."""
        touched = self._nest.touching(spans)
        return next(self._unbalanced(touched), None) or super().fault_around(spans)


def build(source: SourceFile, language: Language) -> SqlSyntax:
    """Return a file of SQL."""
    return SqlSyntax(source, language)
