"""Uses of what a data file defines in text that is filled in: `${a.b}`, `$(a)`, `${{ env.A }}`, `{{ .Values.a }}`.

The rules are those of the manual (`docs/proof.md`). What cannot be told is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from patcher.errors import Candidate
from patcher.expression import expression
from patcher.proof.model import Removed
from patcher.proof.verdicts import CERTAIN, NO, PERHAPS, strength
from patcher.record import dataclass
from patcher.syntax import language_of
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

_DEFINING = frozenset({"xml", "ini", "yaml", "json", "jsonc", "toml"})
_BEYOND = frozenset({"xml", "ini"})  # whose properties other files of data are filled in with
_PROSE = frozenset({"markdown", "rst", "tex"})
_ROOTS = ("", "Values")  # before a key of a file's own level: nothing, or what a chart calls the file

# `${{ words }}` and `{{ words }}`, of which each word may name something; `${name` and `$(name)`, one name each.
_FILLED = expression(r"\{\{([^\n]*?)\}\}|\$\{(?!\{)([\w.-]+)|\$\(([\w.-]+)\)")
_WORD = expression(r"\w+")
_WORDS = expression(r"'[^'\n]*'|\"[^\"\n]*\"|([A-Za-z_][\w-]*(?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that text may be filled in with: its own, and that of what holds it, "" for the file.

    `file` is where it was defined; `None`: a name as such, wherever it is defined.
    """

    own: str
    holder: str = ""
    file: str | None = None

    @property
    def is_word(self) -> bool:
        """Whether code could write the name as a word of its own: not `spring.version`."""
        return _WORD.fullmatch(self.own) is not None

    def is_meant_by(self, word: str) -> bool:
        """Tell whether a word in a placeholder names it: by its own name, behind its holder's or behind nothing."""
        if word == self.own:
            return True
        before = word.removesuffix("." + self.own)
        return before != word and before.rpartition(".")[2] in ((self.holder,) if self.holder else _ROOTS)


def placed(names: Sequence[Removed], before: Callable[[str], Syntax]) -> Iterator[tuple[Removed, Placed]]:
    """Yield those of some definitions that stand in files of data; `before` gives a file as it had them."""
    for removed in names:
        if language_of(removed.file).name in _DEFINING:
            syntax = before(removed.file)
            found = syntax.definitions_called(removed.name)
            here = [one for one in found if syntax.source.line_at(one.span.start) == removed.line]
            own = syntax.own_name((here or found)[0]) if found else removed.name
            yield removed, Placed(own, _holder(removed.name, own), removed.file)


def placed_uses(
    tree: Tree, wanted: Iterable[Placed], pathspecs: Sequence[str], sources: Callable[[Tree, str], Syntax]
) -> Iterator[tuple[Candidate, str, str]]:
    """Yield the lines of a tree that are filled in with some names, in the files that pathspecs match (none: all).

    With each come the own name that it uses and the verdict; a line that uses several is given for each.
    """
    by_own: dict[str, list[Placed]] = {}
    for one in wanted:
        by_own.setdefault(one.own, []).append(one)
    literals = tuple(own.encode("utf-8", "surrogateescape") for own in by_own)
    for path, entry in tree.files_holding(literals, pathspecs) if by_own else ():
        if entry.mode in (SYMLINK, SUBMODULE) or language_of(path).name in _PROSE:
            continue
        data = tree.blob(entry.id)
        marked = language_of(path).code or any(mark in data for mark in (b"${", b"$(", b"{{"))
        if marked and b"\0" not in data[:8000]:
            yield from _in_file(sources(tree, path), by_own)


def _in_file(syntax: Syntax, wanted: dict[str, list[Placed]]) -> Iterator[tuple[Candidate, str, str]]:
    source = syntax.source
    known: dict[tuple[str, str], bool] = {}
    for own, meant in wanted.items() if syntax.language.code else ():
        for offset in _quoted(syntax, own) if not meant[0].is_word else ():
            line = source.line_at(offset)
            yield Candidate(source.path, line, line, source.line_text(line)), own, PERHAPS
    for offset, word in _words(source.text):
        parts = word.split(".")
        for own in (".".join(parts[index:]) for index in range(len(parts))):
            meant = [one for one in wanted.get(own, ()) if one.is_meant_by(word)]
            if not meant:
                continue
            said = own, _holder(word, own)
            if said not in known:
                known[said] = _defines(syntax, *said)
            verdict = max((_verdict(syntax, offset, one, known[said]) for one in meant), key=strength)
            if verdict != NO:
                line = source.line_at(offset)
                yield Candidate(source.path, line, line, source.line_text(line)), own, verdict


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names with which a text is filled in, and where each stands."""
    for place in _FILLED.finditer(text):
        if place[1] is None:
            yield place.start(), place[2] or place[3]
            continue
        for word in _WORDS.finditer(text, place.start(1), place.end(1)):
            if word[1] is not None:
                yield word.start(), word[1]


def _quoted(syntax: Syntax, own: str) -> Iterator[int]:
    """Yield where a name is the whole of a string of code."""
    for quote in "\"'":
        position = syntax.source.text.find(quote + own + quote)
        while position >= 0:
            if syntax.lexis.kind_at(position) == "string":
                yield position
            position = syntax.source.text.find(quote + own + quote, position + 1)


def _holder(name: str, own: str) -> str:
    """Return the part of a qualified name before its own one; "" where there is none."""
    return name.removesuffix(own).rstrip(".").rpartition(".")[2]


def _defines(syntax: Syntax, own: str, holder: str) -> bool:
    """Tell whether a file of data defines a name itself, in what a placeholder says holds it ("": anywhere).

    A chart's `{{ .Values.store.host }}` is no key `host` of the file in which it stands.
    """
    if syntax.language.name not in _DEFINING:
        return False
    found = (one for one in syntax.definitions_with(own) if syntax.own_name(one) == own)
    return any(not holder or _holder(one.name, own) == holder for one in found)


def _verdict(syntax: Syntax, offset: int, wanted: Placed, defined: bool) -> str:
    """Tell whether a place is filled in with what is sought; `defined`: its file has (still) something of that name."""
    kind = syntax.lexis.kind_at(offset)
    if kind == "comment" or (syntax.language.code and kind == "code"):
        return NO  # the words of code are looked for elsewhere
    if wanted.file == syntax.source.path:
        return PERHAPS if defined else CERTAIN
    if syntax.language.code:
        return PERHAPS
    if wanted.file is None:
        return CERTAIN
    return NO if defined else CERTAIN if language_of(wanted.file).name in _BEYOND else PERHAPS
