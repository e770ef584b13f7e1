"""What a step leaves without a user: imports, definitions, fixtures, and dependencies' last imports.

Something is orphaned when text that goes used it and no code uses it any more, and, one step
further, when only orphans use it. These are facts for the reader; nothing is cut.

The cost follows the change: names are taken from the text that goes, definitions are looked up in
the file itself and in the files that it imports from, and the rest of the tree is searched for the
few names that are left then, once a round, for bytes before anything is read as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from patcher.expression import expression
from patcher.proof.belonging import FUNCTIONS, Sources, absolute, belonging_of, is_fixture
from patcher.proof.dependencies import Left, orphaned_dependencies
from patcher.proof.model import Orphan
from patcher.proof.offers import offered_edit
from patcher.proof.verdicts import CERTAIN, FAMILIES, LIKELY, NO, Wanted
from patcher.record import dataclass, field, replace
from patcher.source import SourceFile, Span
from patcher.spec.writing import literally
from patcher.syntax import language_of
from patcher.syntax.model import Definition, Imported, Use
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

_WORD = expression(r"\w+")
# What parts words, as a blank: three times as fast as the pattern where there is nothing but ASCII.
_APART = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_DUNDER = expression(r"__\w+__")
_AUTOUSE = expression(r"\bautouse\s*=\s*True\b")  # a fixture that nobody needs to ask for
_USED = (CERTAIN, LIKELY)


@dataclass(frozen=True, slots=True)
class Gone:
    """Text that goes, or that an orphan holds: spans of a file, and where the file is after the step."""

    syntax: Syntax
    spans: tuple[Span, ...]
    path: str | None  # of the file after the step, `None` where it is gone
    by: str | None = None  # the orphan that holds the text


@dataclass(slots=True)
class _Suspect:
    """Something that may have lost its last user."""

    wanted: Wanted
    kind: str
    span: Span  # what would go
    place: Span  # what names it
    imported: Imported | None = None
    users: dict[str, None] = field(default_factory=dict)  # where it was used: "a.py:12", or "`orphan`"
    hints: list[str] = field(default_factory=list)  # places of which it cannot be told
    notes: list[str] = field(default_factory=list)  # what else is to be said

    @property
    def key(self) -> tuple[str, str, int]:
        return self.wanted.file, self.wanted.name, self.span.start


def find_orphans(before: Tree, after: Tree, gone: Sequence[Gone], sources: Sources) -> tuple[Orphan, ...]:
    """Return what lost its last user between two trees, by file and line of the tree after.

    `gone` is the text that a step removes or replaces. An orphan that only orphans use has their
    names in `only_by`.
    """
    search = _Search(before, after, sources, {each.path for each in gone if each.path})
    found: list[Orphan] = []
    round_of = [using for each in gone if (using := _with_code(each)).spans]
    left = [Left(syntax=each.syntax, spans=each.spans) for each in round_of]
    while round_of:
        orphaned = search.round(round_of)
        found += [search.told(suspect) for suspect in orphaned]
        round_of = [search.as_gone(suspect) for suspect in orphaned]
        left += [Left(each.syntax, each.spans) for each in round_of]
    for each in gone:
        if each.path is not None and each.syntax.refused_unused("local", ""):
            from patcher.proof.locals import orphaned_locals

            found += orphaned_locals(each.syntax, each.spans, sources(after, each.path))
    found += orphaned_dependencies(before, after, left, search.dead, sources)
    if any(each.syntax.language.name in FAMILIES for each in left):
        from patcher.proof.packages import orphaned_packages

        found += orphaned_packages(after, left, search.dead, sources)
    return tuple(sorted(found, key=lambda o: (o.file, o.line, o.name)))


def _with_code(gone: Gone) -> Gone:
    """Return text that goes without the spans in which only comments stand: they use nothing and import nothing."""
    first_code = gone.syntax.lexis.first_code
    spans = tuple(span for span in gone.spans if first_code(span.start, span.end) is not None)
    return replace(gone, spans=spans)


class _Search:
    """The trees on both sides of a step, and what is known to be dead in the one after."""

    def __init__(self, before: Tree, after: Tree, sources: Sources, edited: set[str]) -> None:
        self._after = after
        self._sources = sources
        self._edited = edited
        self._then = belonging_of(before, sources)
        self._now = belonging_of(after, sources)
        self.dead: dict[str, list[Span]] = {}

    def round(self, gone: Iterable[Gone]) -> list[_Suspect]:
        """Return what is orphaned now that the given text is no user any more."""
        suspects: dict[tuple[str, str, int], _Suspect] = {}
        used: set[tuple[str, str, int]] = set()
        for each in gone:
            for suspect in self._suspects(each):
                if suspect.key in used:
                    continue
                known = suspects.get(suspect.key, suspect)
                if known is suspect and self._used_at_home(suspect):
                    used.add(suspect.key)
                    continue
                suspects[known.key] = known
                known.users.update(dict.fromkeys(self._users(each, known.wanted)))
        alone = [suspect for suspect in suspects.values() if suspect.users]
        orphaned = self._unused_elsewhere(alone)
        for suspect in orphaned:
            self.dead.setdefault(suspect.wanted.file, []).append(suspect.span)
        return [s for s in orphaned if not self._held(s, orphaned)]

    def _held(self, suspect: _Suspect, orphaned: Sequence[_Suspect]) -> bool:
        return any(
            other is not suspect
            and other.wanted.file == suspect.wanted.file
            and other.span.holds(suspect.span)
            and other.span != suspect.span
            for other in orphaned
        )

    # What could have lost a user

    def _suspects(self, gone: Gone) -> Iterator[_Suspect]:
        text = gone.syntax.source.text
        words = _words(text[span.start : span.end] for span in gone.spans)
        if not words:
            return
        if gone.path is not None:
            yield from self._in_file(self._sources(self._after, gone.path), words)
        seen = {gone.path}
        for path, names in self._imported_from(gone.syntax, words):
            if path not in seen and self._after.entry(path) is not None:
                syntax = self._sources(self._after, path)
                yield from (s for s in self._definitions(syntax, names) if "." not in s.wanted.name)
        for path in self._beside(gone.syntax.source):
            if path not in seen:
                yield from self._definitions(self._sources(self._after, path), words)
        for path in self._conftests(gone.syntax.source.path):
            if path != gone.path:
                found = self._definitions(self._sources(self._after, path), words)
                yield from (suspect for suspect in found if suspect.wanted.fixture)

    def _in_file(self, syntax: Syntax, words: set[str]) -> Iterator[_Suspect]:
        for imported in syntax.imports():
            name = imported.names[0]
            if imported.local or name not in words or imported.names[-1].startswith("__future__."):
                continue
            if self._is_dead(syntax, imported.span) or _is_reexport(syntax, imported):
                continue
            family = FAMILIES.get(syntax.language.name, "")
            wanted = Wanted(syntax.source.path, name, present=True, family=family, reach="file")
            suspect = _Suspect(wanted, "import", imported.span, imported.span, imported)
            if family == "rust" and name[:1].isupper():
                suspect.notes.append("a trait may be needed for its methods")
            yield suspect
        yield from self._definitions(syntax, words)

    def _definitions(self, syntax: Syntax, words: set[str]) -> Iterator[_Suspect]:
        """Yield the definitions at a file's level, and the private members of its classes, of some names."""
        if not syntax.language.code:
            return
        members = {word for word in words if word.startswith("_") and not _DUNDER.fullmatch(word)}
        definitions = syntax.definitions_named(words, members)
        kinds = {d.name: d.kind for d in definitions}
        for definition in definitions:
            parent, _, last = definition.name.rpartition(".")
            if (
                last.lstrip("#") not in words
                or _DUNDER.fullmatch(last)
                or self._is_dead(syntax, definition.span)
            ):
                continue
            if _AUTOUSE.search(syntax.lexis.masked_in(definition.attached_start, definition.span.start)):
                continue
            if not self._is_own(syntax, definition, kinds.get(parent, "")):
                continue
            yield self._suspect(syntax, definition, "class" if parent else "file")

    def _is_own(self, syntax: Syntax, definition: Definition, holder: str) -> bool:
        """Tell whether a definition is one of those that the tree alone uses, as far as its language says.

        In Python all at a file's level, and the private members of classes; where a language hides
        names, those that it hides.
        """
        inner = "." in definition.name
        if syntax.tells_scopes:
            return (
                holder not in FUNCTIONS and definition.element is None and syntax.reach(definition) != "any"
            )
        return not inner or (definition.name.rpartition(".")[2].startswith("_") and holder == "class")

    def _suspect(self, syntax: Syntax, definition: Definition, holder: str) -> _Suspect:
        fixture = is_fixture(syntax, definition)
        wanted = Wanted(
            syntax.source.path,
            definition.name,
            holder,
            fixture,
            present=True,
            family=FAMILIES.get(syntax.language.name, ""),
            reach=syntax.reach(definition),
            kind=definition.kind,
        )
        spans = definition.parts or (definition.span,)
        span = Span(definition.attached_start, max(part.end for part in spans))
        kind = "fixture" if fixture else "method" if _is_method(definition) else definition.kind
        return _Suspect(wanted, kind, span, definition.span)

    def _imported_from(self, syntax: Syntax, words: set[str]) -> Iterator[tuple[str, set[str]]]:
        """Yield the files that a file imports from under one of some words, with the names to look for."""
        if not syntax.follows_scopes:
            return
        for imported in syntax.imports():
            if imported.names[0] not in words and imported.names[0] != "*":
                continue
            owner = absolute(syntax.source.path, imported.names[-1]).removesuffix(".*")
            files, inner = self._now.modules.split(owner)
            for path in files:
                yield path, {inner.partition(".")[0]} if inner else words

    def _beside(self, source: SourceFile) -> Iterator[str]:
        """Yield the files that share what a language hides in a folder: a package of Go or Java, modules above."""
        family = FAMILIES.get(language_of(source.path).name)
        folder = source.path.rpartition("/")[0]
        if family in ("go", "java"):
            suffix = f".{family}"
            under = f"{folder}/" if folder else ""
            for path in self._after.paths():
                if path.startswith(under) and "/" not in path[len(under) :] and path.endswith(suffix):
                    yield path
        elif family == "rust":
            parents = [f"{folder}.rs", *(f"{folder}/{each}.rs" for each in ("mod", "lib", "main"))]
            yield from (
                path.lstrip("/") for path in parents if self._after.entry(path.lstrip("/")) is not None
            )

    def _conftests(self, path: str) -> Iterator[str]:
        folders = path.split("/")[:-1]
        for index in range(len(folders), -1, -1):
            conftest = "/".join([*folders[:index], "conftest.py"])
            if self._after.entry(conftest) is not None:
                yield conftest

    # Who used it, and who does

    def _users(self, gone: Gone, wanted: Wanted) -> list[str]:
        """Return the lines at which text that goes used a definition."""
        side = self._then if gone.by is None else self._now
        then = wanted if gone.by is not None or gone.path != wanted.file else None
        if then is None:
            then = replace(wanted, file=gone.syntax.source.path)
        found = []
        for span in gone.spans:
            for use in gone.syntax.uses_of(wanted.last, span):
                if gone.path == wanted.file and self._by_itself(gone.syntax, wanted, use):
                    continue
                if span.holds(use.span) and side.of(use, gone.syntax, then) in _USED:
                    line = gone.syntax.source.line_at(use.span.start)
                    path = gone.syntax.source.path
                    by = gone.by if path == wanted.file else f"{path}:{gone.by}"
                    found.append(f"`{by}`" if gone.by else f"{path}:{line}")
        return found

    @staticmethod
    def _by_itself(syntax: Syntax, wanted: Wanted, use: Use) -> bool:
        """Tell whether a use of a definition stands in that definition."""
        return any(one.span.holds(use.span) for one in syntax.definitions_called(wanted.name, use.span))

    def _used_at_home(self, suspect: _Suspect) -> bool:
        syntax = self._sources(self._after, suspect.wanted.file)
        return self._used_in(syntax, suspect)

    def _used_in(self, syntax: Syntax, suspect: _Suspect) -> bool:
        """Tell whether a file uses a suspect, itself and dead text apart."""
        home = syntax.source.path == suspect.wanted.file
        near = self._holder(syntax, suspect) if home else None
        if near is not None and self._uses(syntax, suspect, near):
            return True
        return self._uses(syntax, suspect)

    @staticmethod
    def _holder(syntax: Syntax, suspect: _Suspect) -> Span | None:
        """Return the place of what holds a private member: who uses it most often stands there."""
        parent = suspect.wanted.name.rpartition(".")[0]
        around = syntax.definitions_called(parent, suspect.span) if parent else ()
        return next((one.span for one in around if one.span.holds(suspect.place)), None)

    def _uses(self, syntax: Syntax, suspect: _Suspect, within: Span | None = None) -> bool:
        """Tell whether a suspect is used in a part of a file, or anywhere in it; all of it tells what is unclear."""
        home = syntax.source.path == suspect.wanted.file
        for use in syntax.uses_of(suspect.wanted.last, within):
            if (home and suspect.span.holds(use.span)) or self._is_dead(syntax, use.span):
                continue
            verdict = self._now.of(use, syntax, suspect.wanted)
            if verdict in _USED or (verdict != NO and use.kind == "attribute"):
                return True
            if verdict != NO and within is None:
                line = syntax.source.line_at(use.span.start)
                suspect.hints.append(f"{syntax.source.path}:{line}")
        return False

    def _is_dead(self, syntax: Syntax, span: Span) -> bool:
        return any(dead.holds(span) for dead in self.dead.get(syntax.source.path, ()))

    def _unused_elsewhere(self, suspects: list[_Suspect]) -> list[_Suspect]:
        """Return the suspects that no other file uses: one pass over the tree for all of them."""
        inside = [suspect for suspect in suspects if self._stays_inside(suspect)]
        pending = {id(suspect): suspect for suspect in suspects if suspect not in inside}
        literals = {key: _literals(suspect) for key, suspect in pending.items()}
        rarest = {max(literals[key], key=len, default=b"") for key in pending}
        sought = tuple(sorted(rarest)) if all(rarest) else ()
        for path, entry in self._after.files_holding(sought) if pending else ():
            if entry.mode in (SYMLINK, SUBMODULE) or not language_of(path).code:
                continue
            data = self._after.blob(entry.id)
            here = [
                suspect
                for key, suspect in pending.items()
                if suspect.wanted.file != path and all(literal in data for literal in literals[key])
            ]
            if not here or b"\0" in data[:8000]:
                continue
            syntax = self._sources(self._after, path)
            for suspect in here:
                if self._used_in(syntax, suspect):
                    del pending[id(suspect)]
            if not pending:
                break
        return inside + list(pending.values())

    def _stays_inside(self, suspect: _Suspect) -> bool:
        """Tell whether only its own file can use a suspect: an import where nothing passes it on."""
        if suspect.imported is None:
            return False
        return not self._sources(self._after, suspect.wanted.file).follows_scopes

    # What is said of it

    def as_gone(self, suspect: _Suspect) -> Gone:
        """Return an orphan's own text as text that is no user any more."""
        syntax = self._sources(self._after, suspect.wanted.file)
        return Gone(syntax, (suspect.span,), suspect.wanted.file, suspect.wanted.name)

    def told(self, suspect: _Suspect) -> Orphan:
        """Return an orphan as it is reported."""
        syntax = self._sources(self._after, suspect.wanted.file)
        users = list(suspect.users)
        direct = [user for user in users if not user.startswith("`")]
        refused_by = syntax.refused_unused(suspect.kind, suspect.wanted.name) if direct else ""
        along = self.dead[suspect.wanted.file] if refused_by else ()  # go in the same step
        return Orphan(
            file=suspect.wanted.file,
            line=syntax.source.line_at(suspect.place.start),
            kind=suspect.kind,
            name=suspect.wanted.name,
            why="; ".join((_why(users, direct, suspect.hints), *suspect.notes)),
            edit=offered_edit(syntax, suspect.place, _choices(suspect), along),
            only_by=() if direct else tuple(user.strip("`") for user in users),
            refused_by=refused_by,
        )


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts, in which many lines are alike."""
    lines: set[str] = set()
    for text in texts:
        lines.update(text.split("\n"))
    whole = "\n".join(lines)
    return set(whole.translate(_APART).split() if whole.isascii() else _WORD.findall(whole))


def _why(users: Sequence[str], direct: Sequence[str], hints: Sequence[str]) -> str:
    if direct:
        last = direct[-1]
        more = f" and {len(direct) - 1} more" if len(direct) > 1 else ""
        text = f"its last use goes: {last}{more}"
    else:
        shown = ", ".join(users[:3]) + (", ..." if len(users) > 3 else "")
        text = f"only used by {shown}, orphaned too"
    return text + (f"; named in a string or unclear at {hints[0]}" if hints else "")


def _choices(suspect: _Suspect) -> Iterator[tuple[str, str]]:
    if suspect.imported is not None:
        yield from (("import", literally(name)) for name in suspect.imported.names)
    else:
        yield "definition", literally(suspect.wanted.name)


def _literals(suspect: _Suspect) -> tuple[bytes, ...]:
    """Return the words that a file holds which uses a suspect of another: an import's needs its module too."""
    words = [suspect.wanted.last]
    if suspect.imported is not None:
        stem = suspect.wanted.file.rpartition(".")[0].removesuffix("/__init__")
        words.append(stem.rpartition("/")[2])
    return tuple(word.encode("utf-8", "surrogateescape") for word in words)


def _is_method(definition: Definition) -> bool:
    return definition.kind == "function" and "." in definition.name


def _is_reexport(syntax: Syntax, imported: Imported) -> bool:
    """Tell whether a name is imported under its own name once more, which says that others may use it."""
    text = syntax.source.text[imported.span.start : imported.span.end]
    return re.fullmatch(r"(\w+)\s+as\s+\1", text) is not None
