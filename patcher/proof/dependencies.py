"""Dependencies of which the last import left the tree. Python's import names are matched with distributions.

What a distribution is called is told by its name, `-`, `_`, `.`, case and `python-` aside, and by a
short list of those that are called otherwise. A name that is in neither is reported without a place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from patcher.expression import expression
from patcher.proof.belonging import Sources, absolute
from patcher.proof.model import Orphan
from patcher.proof.modules import Modules
from patcher.proof.offers import offered_edit
from patcher.record import dataclass
from patcher.source import Span
from patcher.spec.writing import literally
from patcher.syntax import language_of
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

# Import name → distributions, where the names differ by more than `normal` and `python-` take away.
_CALLED = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "Crypto": "pycryptodome pycrypto",
    "cv2": "opencv-python opencv-python-headless",
    "git": "gitpython",
    "github": "pygithub",
    "grpc": "grpcio",
    "grpc_tools": "grpcio-tools",
    "jwt": "pyjwt",
    "magic": "python-magic",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyopenssl",
    "PIL": "pillow",
    "pkg_resources": "setuptools",
    "psycopg2": "psycopg2 psycopg2-binary",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "socks": "pysocks requests",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
_NAMESPACES = frozenset({"google", "azure", "zope", "sphinxcontrib", "backports", "jaraco"})
_MANIFEST = expression(
    r"(?:^|/)(?:pyproject\.toml|setup\.cfg|setup\.py|Pipfile|[\w.-]*requirements[\w.-]*\.(?:txt|in))$"
    r"|(?:^|/)requirements/(?:[^/]+/)*[\w.-]+\.(?:txt|in)$"
)
_REQUIREMENT = expression(r"\s*([A-Za-z0-9][\w.-]*)")


@dataclass(frozen=True, slots=True)
class Left:
    """Text that goes or is orphaned, in which imports may stand."""

    syntax: Syntax
    spans: tuple[Span, ...]


def normal(name: str) -> str:
    """Return a distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def orphaned_dependencies(
    before: Tree, after: Tree, left: Iterable[Left], dead: Mapping[str, Sequence[Span]], sources: Sources
) -> list[Orphan]:
    """Return the dependencies whose last import left, and the imports that no dependency is found for."""
    tops = _tops_that_left(before, left)
    if not tops:
        return []
    for path, entry in after.files():
        if entry.mode in (SYMLINK, SUBMODULE) or language_of(path).name != "python":
            continue
        data = after.blob(entry.id)
        for top in [top for top in tops if top.encode() in data]:
            if _imports(sources(after, path), top, dead.get(path, ())):
                del tops[top]
        if not tops:
            return []
    return [orphan for top, where in tops.items() for orphan in _told(after, top, where, sources)]


def _tops_that_left(before: Tree, left: Iterable[Left]) -> dict[str, str]:
    """Return the first parts of the foreign modules of imports that left, and where one of them stood."""
    modules: _Tops | None = None
    tops: dict[str, str] = {}
    for each in left:
        if each.syntax.language.name != "python":
            continue
        for imported in each.syntax.imports():
            if not any(span.holds(imported.span) or imported.span.holds(span) for span in each.spans):
                continue
            path = absolute(each.syntax.source.path, imported.names[-1])
            top = path.partition(".")[0]
            modules = modules or _Tops(before)
            if path.startswith("/") or top in sys.stdlib_module_names or modules.has(top):
                continue
            line = each.syntax.source.line_at(imported.span.start)
            tops.setdefault(top, f"{each.syntax.source.path}:{line}")
    return tops


class _Tops:
    """The modules of a tree that an import of one name may mean.

    What stands in a package is none of them, though it may be called as the library that it is for.
    """

    def __init__(self, tree: Tree) -> None:
        paths = list(tree.paths())
        self._modules = Modules(paths)
        self._packages = {path.rpartition("/")[0] for path in paths if path.endswith("/__init__.py")}

    def has(self, top: str) -> bool:
        """Tell whether the tree has a module of that name, in a folder that is no package."""
        return any(
            path.removesuffix("/__init__.py").rpartition("/")[0] not in self._packages
            for path in self._modules.files(top)
        )


def _imports(syntax: Syntax, top: str, dead: Sequence[Span]) -> bool:
    return any(
        imported.names[-1].partition(".")[0] == top and not any(span.holds(imported.span) for span in dead)
        for imported in syntax.imports()
    )


def _told(after: Tree, top: str, where: str, sources: Sources) -> Iterator[Orphan]:
    own = normal(top)
    names = {own, f"python-{own}", f"{own}-python", *_CALLED.get(top, "").split()}
    why = f"the last import of `{top}` goes: {where}"
    found = False
    for path, entry in after.files():
        if entry.mode in (SYMLINK, SUBMODULE) or not _MANIFEST.search(path):
            continue
        syntax = sources(after, path)
        for requirement, span, choices in _requirements(syntax):
            if normal(requirement) in names or (
                top in _NAMESPACES and normal(requirement).startswith(top + "-")
            ):
                found = True
                unsure = "; which of its parts was meant is not known" if top in _NAMESPACES else ""
                yield Orphan(
                    path,
                    syntax.source.line_at(span.start),
                    "dependency",
                    requirement,
                    why + unsure,
                    offered_edit(syntax, span, choices),
                )
    if not found and any(_MANIFEST.search(path) for path in after.paths()):
        file, _, line = where.rpartition(":")
        note = f"{why}; no dependency of that name was found, it may have another"
        yield Orphan(file, int(line), "dependency", top, note, None)


Requirement = tuple[str, Span, list[tuple[str, str]]]


def _requirements(syntax: Syntax) -> Iterator[Requirement]:
    """Yield each dependency of a manifest with its place and the edits that might take it."""
    path = syntax.source.path
    if path.endswith("pyproject.toml"):
        yield from _of_pyproject(syntax)
    elif path.endswith((".txt", ".in", "setup.cfg")):
        yield from _of_lines(syntax)
    else:
        yield from _of_strings(syntax)


def _of_lines(syntax: Syntax) -> Iterator[Requirement]:
    for match in re.finditer(
        r"^[ \t]*([A-Za-z0-9][\w.-]*)(?=[ \t]*(?:[\[<>=!~;@#,]|$))", syntax.source.text, re.M
    ):
        yield match[1], Span(*match.span(1)), [("line", rf"^\s*{literally(match[1])}(?![\w.-])")]


def _of_strings(syntax: Syntax) -> Iterator[Requirement]:
    text = syntax.source.text
    for string in syntax.lexis.strings():
        inner = text[string.start : string.end].strip("\"'")
        name = _REQUIREMENT.match(inner)
        if name is not None:
            yield name[1], string, [("entry", literally(text[string.start : string.end]))]


def _of_pyproject(syntax: Syntax) -> Iterator[Requirement]:
    from patcher.syntax.toml import document_of

    text = syntax.source.text
    document = document_of(text)
    if document is None:
        return
    for requirement in _listed(document):
        name = _REQUIREMENT.match(requirement)
        for match in re.finditer(rf"([\"']){re.escape(requirement)}\1", text) if name else ():
            assert name is not None
            choices = [("entry", literally(match.group()))]
            yield name[1], Span(*match.span()), choices
    for table, key in _keyed(document):
        for definition in syntax.definitions():
            if definition.name == f"{table}.{key}":
                yield key, definition.span, [("definition", literally(definition.name))]


def _listed(document: Mapping[str, object]) -> Iterator[str]:
    """Yield the requirements in a document's lists, each once."""
    project = _table(document, "project")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += _table(document, "dependency-groups").values()
    every = (item for each in lists if isinstance(each, list) for item in each if isinstance(item, str))
    yield from dict.fromkeys(every)


def _keyed(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the tables and keys of Poetry's dependencies."""
    poetry = _table(_table(document, "tool"), "poetry")
    for name in ("dependencies", "dev-dependencies"):
        yield from ((f"tool.poetry.{name}", key) for key in _table(poetry, name))
    for group in _table(poetry, "group"):
        table = _table(_table(_table(poetry, "group"), group), "dependencies")
        yield from ((f"tool.poetry.group.{group}.dependencies", key) for key in table)


def _table(value: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}
