"""Whether a use of a word is a use of one certain definition: yes, perhaps, or no.

The rules are those of the manual (`docs/proof.md`). What cannot be told is said to be so.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from patcher.expression import expression
from patcher.proof.model import ALWAYS, UNLESS_IT_FAILS
from patcher.proof.modules import Modules, below
from patcher.proof.verdicts import CERTAIN, FAMILIES, LIKELY, NO, PERHAPS, Wanted, strength
from patcher.record import dataclass, field
from patcher.source import SourceFile
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Definition, Imported, Use
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree

if TYPE_CHECKING:
    from patcher.proof.families import Families
    from patcher.proof.rebound import Rebound

Sources = Callable[[Tree, str], Syntax]

FUNCTIONS = frozenset({"function", "method", "constructor"})  # what holds locals
_SCRIPTS = frozenset({"python", "javascript", "typescript"})
_FIXTURE = expression(r"@[ \t]*(?:\w+\.)*fixture\b")


@dataclass
class Bindings:
    """What the own level of a Python file binds, and where that comes from."""

    syntax: Syntax

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names that it defines or assigns."""
        return frozenset(d.name for d in self.syntax.outer_definitions())

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """Its imports outside functions and classes."""
        return tuple(i for i in self.syntax.imports() if not i.local)

    def imported(self, name: str) -> list[Imported]:
        """Return the imports that bind a name."""
        return [i for i in self.imports if i.names[0] == name]

    @cached_property
    def starred(self) -> frozenset[str]:
        """The modules of which it imports all, as paths that `Modules.files` knows."""
        stars = (i.names[-1] for i in self.imports if i.names[0] == "*")
        return frozenset(absolute(self.syntax.source.path, star)[: -len(".*")] for star in stars)

    def has(self, name: str) -> bool:
        """Tell whether the file's own level defines or imports a name by that name."""
        return name in self.defined or bool(self.imported(name))


@dataclass(slots=True)
class Belonging:
    """A tree's modules and what they bind, looked at only where a use asks for it."""

    modules: Modules
    read: Callable[[str], Syntax]
    paths: Iterable[str]
    _families: Families | None = None
    _known: dict[str, Bindings] = field(default_factory=dict)

    def of(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Return whether a use in a file is one of a definition.

        `LIKELY` is an attribute on an object that is not known, of the name of a member: whether
        another definition has that name is for the caller to see.
        """
        if not (syntax.follows_scopes and language_of(wanted.file).name == syntax.language.name):
            families = self._rules()
            if families.knows(syntax, wanted):
                return families.of(use, syntax, wanted)
            return self._by_word(use, syntax, wanted)
        if wanted.holder == "module":
            return self._module(use, wanted)
        verdict = self._by_scope(use, syntax, wanted)
        if verdict == NO or wanted.rebound is None:
            return verdict
        left = _left_for(use, syntax, wanted, wanted.rebound)
        return NO if left == ALWAYS else PERHAPS if left == UNLESS_IT_FAILS else verdict

    def _rules(self) -> Families:
        """Return the rules of the other languages, imported when the first use in one of them comes."""
        from patcher.proof.families import Families

        self._families = self._families or Families(self.paths, self.read)
        return self._families

    def _by_scope(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Tell it by scopes and imports, whatever its own file has left of the name."""
        if use.kind == "parameter":
            return CERTAIN if wanted.fixture and self._asks_for(syntax, wanted) else NO
        if use.kind == "text":
            asks = wanted.fixture and self._asks_for(syntax, wanted)
            return CERTAIN if asks else PERHAPS if wanted.holder != "function" else NO
        if wanted.holder == "class":
            return self._member(use, syntax, wanted)
        if wanted.holder == "function":
            inside = use.scope == wanted.parent or use.scope.startswith(wanted.parent + ".")
            return CERTAIN if use.kind == "name" and inside and syntax.source.path == wanted.file else NO
        return self._top_level(use, syntax, wanted)

    def _by_word(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        """Tell it where scopes are not followed: every word counts, but for a file that has its own of the name."""
        if use.kind not in ("name", "attribute", "import", "path", "export"):
            return NO
        path = syntax.source.path
        same = language_of(wanted.file).name == syntax.language.name
        if wanted.written:
            seen = not same or self._rules().reaches(path, wanted)
            return CERTAIN if seen and _is_written(use, syntax, wanted.written) else NO
        if wanted.bare or (not same and _names_by_strings(language_of(wanted.file).name, syntax)):
            return PERHAPS
        if same and path != wanted.file and wanted.last in self.bindings(path, syntax).defined:
            return PERHAPS
        return CERTAIN

    def _module(self, use: Use, wanted: Wanted) -> str:
        """Tell whether an import brings a module that is gone, and no other file can be meant."""
        if use.kind != "import":
            return NO
        files = self.modules.files(below(use.owner, wanted.last))
        return (
            CERTAIN if wanted.file in files and len(files) == 1 else PERHAPS if wanted.file in files else NO
        )

    def _top_level(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        if use.kind in ("name", "export"):
            return self._plain(syntax, wanted)
        if use.kind == "import" or (use.kind == "attribute" and use.owner):
            return self._from(use.owner, wanted)
        return NO

    def _plain(self, syntax: Syntax, wanted: Wanted) -> str:
        """Tell what a name means that only the file can bind."""
        path, name = syntax.source.path, wanted.last
        here = self.bindings(path, syntax)
        if path == wanted.file:
            return self._of_own(wanted)
        imported = here.imported(name)
        if imported:
            verdicts = {self._imports(path, each, wanted) for each in imported}
            return CERTAIN if CERTAIN in verdicts else NO
        if name in here.defined:
            return NO
        if here.starred:
            return max((self._from(owner, wanted) for owner in here.starred), key=strength)
        return NO if hasattr(builtins, name) else PERHAPS

    def _of_own(self, wanted: Wanted) -> str:
        """Tell what the file of a name means by it, or who takes it from there, where no definition is left."""
        if wanted.present or wanted.rebound is not None:
            return CERTAIN
        brought = self._brought(wanted.file, wanted.last, frozenset())
        return {CERTAIN: NO, PERHAPS: PERHAPS, NO: CERTAIN}[brought]

    def _brought(self, path: str, name: str, seen: frozenset[str]) -> str:
        """Tell whether the stars of a file bring a name into it; from outside the tree they may."""
        verdicts = [NO]
        for owner in self.bindings(path).starred:
            files = [file for file in self.modules.files(owner) if file not in seen]
            for file in files:
                has = self.bindings(file).has(name)
                verdicts.append(CERTAIN if has else self._brought(file, name, seen | {path}))
            if not self.modules.files(owner):
                verdicts.append(PERHAPS)
        return max(verdicts, key=strength)

    def _imports(self, path: str, imported: Imported, wanted: Wanted) -> str:
        owner, _, name = absolute(path, imported.names[-1]).rpartition(".")
        return self._from(owner, wanted) if name == wanted.last else NO

    def _from(self, owner: str, wanted: Wanted, seen: frozenset[str] = frozenset()) -> str:
        """Tell whether a name taken out of a module is the one: the module is its file, or has it from there."""
        files = self.modules.files(owner)
        if wanted.file in files:
            return self._of_own(wanted)
        if not files or self.modules.files(below(owner, wanted.last)):
            return NO
        if any(self.bindings(path).has(wanted.last) for path in files):
            return NO
        stars = {star for path in files for star in self.bindings(path).starred} - seen
        if stars:
            return max((self._from(star, wanted, seen | stars) for star in stars), key=strength)
        # It is not there any more, or made at run time as in a `_pb2`; a package has it from its own files.
        packages = (path.removesuffix("__init__.py") for path in files if path.endswith("__init__.py"))
        return CERTAIN if any(wanted.file.startswith(package) for package in packages) else PERHAPS

    def _member(self, use: Use, syntax: Syntax, wanted: Wanted) -> str:
        here = syntax.source.path == wanted.file
        if use.kind == "name":
            return CERTAIN if here and use.scope == wanted.parent else NO
        if use.kind == "keyword" and wanted.field:
            return CERTAIN if self._is_class(use.owner, wanted) else NO
        if use.kind != "attribute":
            return NO
        if use.owner.startswith("self:"):
            holder = use.owner.removeprefix("self:")
            if here and holder == wanted.parent:
                return CERTAIN
            own = f"{holder}.{wanted.last}"
            # It may be an object of a class below, whose own is then meant.
            return PERHAPS if any(d.name == own for d in syntax.definitions()) else LIKELY
        if not use.owner:
            return LIKELY
        if self._is_class(use.owner, wanted):
            return CERTAIN
        files, inner = self.modules.split(use.owner)
        if not files or not inner:
            return NO  # of a module, or of something outside the tree
        own = f"{inner}.{wanted.last}"
        classes = {d.name for path in files for d in self.read(path).definitions()}
        return NO if own in classes else LIKELY

    def _is_class(self, owner: str, wanted: Wanted) -> bool:
        files, inner = self.modules.split(owner) if owner else ((), "")
        if not inner or inner != wanted.parent:
            return False
        return wanted.file in files or any(bool(self.bindings(p).imported(inner)) for p in files)

    def _asks_for(self, syntax: Syntax, wanted: Wanted) -> bool:
        """Tell whether a file sees a fixture: its own, one of a `conftest.py` above, or one that it imports."""
        path = syntax.source.path
        folder, _, name = wanted.file.rpartition("/")
        if path == wanted.file or (name == "conftest.py" and path.startswith(folder + "/" if folder else "")):
            return True
        return name != "conftest.py"

    def bindings(self, path: str, syntax: Syntax | None = None) -> Bindings:
        """Return what a file's own level binds."""
        if path not in self._known:
            self._known[path] = Bindings(syntax or self.read(path))
        return self._known[path]


@dataclass(frozen=True, slots=True)
class _Paths:
    """The paths of a tree, walked when somebody asks, and those that are gone from it."""

    tree: Tree
    gone: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self.tree.paths(), *self.gone]))


def belonging_of(tree: Tree, sources: Sources, gone: Iterable[str] = ()) -> Belonging:
    """Return what tells whose a use is, for one tree and the files that are gone from it."""

    def read(path: str) -> Syntax:
        if tree.entry(path) is None:
            return syntax_of(SourceFile(path, b""), language_of(path))
        return sources(tree, path)

    paths = _Paths(tree, tuple(gone))
    return Belonging(Modules(paths), read, paths)


def _left_for(use: Use, syntax: Syntax, wanted: Wanted, rebound: Rebound) -> str:
    """Return how sure it is that what its file has left of a name is there where a use asks for it."""
    if syntax.source.path != wanted.file or use.kind != "name":
        return rebound.everywhere()
    kinds = {d.kind for d in syntax.definitions_called(use.scope)}
    return rebound.at(use.span.start, later="function" in kinds)


def _names_by_strings(sought: str, syntax: Syntax) -> bool:
    """Tell whether a file's language can have a name of another one by a string alone: Python's, a script's."""
    return sought in _SCRIPTS and (syntax.language.name in FAMILIES or syntax.follows_scopes)


def _is_written(use: Use, syntax: Syntax, written: str) -> bool:
    """Tell whether a use ends a text that begins as a name of its own."""
    text, start = syntax.source.text, use.span.end - len(written)
    if start < 0 or not text.startswith(written, start):
        return False
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "_-.")


def is_common(name: str) -> bool:
    """Tell whether Python's own types have an attribute of a name, so that it says little."""
    return name in _common_names()


@cache
def _common_names() -> frozenset[str]:
    kinds = (str, bytes, bytearray, int, float, list, tuple, dict, set, BaseException, memoryview)
    return frozenset(name for kind in kinds for name in dir(kind))


def absolute(path: str, dotted: str) -> str:
    """Return what a file imports relatively as a path from the root."""
    names = dotted.lstrip(".")
    level = len(dotted) - len(names)
    if not level:
        return dotted
    return "/" + "/".join(part for part in (*path.split("/")[:-level], names) if part)


def is_fixture(syntax: Syntax, definition: Definition) -> bool:
    """Tell whether what stands above a definition makes it a fixture of pytest."""
    return (
        definition.kind == "function"
        and syntax.language.name == "python"
        and _FIXTURE.search(syntax.lexis.masked_in(definition.attached_start, definition.span.start))
        is not None
    )
