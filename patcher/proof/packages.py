"""Dependencies of JavaScript, Rust and Go whose last import left the tree: in `package.json`, `Cargo.toml`, `go.mod`.

A dependency is told by its name in the manifest; what an import brings is matched with that. A
package that a configuration file names is said to be named there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from patcher.expression import expression
from patcher.proof.belonging import Sources
from patcher.proof.dependencies import Left
from patcher.proof.model import Orphan
from patcher.proof.offers import offered_edit
from patcher.record import dataclass
from patcher.source import Span
from patcher.spec.writing import literally
from patcher.syntax import language_of
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

_SPECIFIER = expression(r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(['\"])([^'\"\n]+)\1")
_CRATE = expression(r"(?<![\w:])([A-Za-z_]\w*)(?=\s*::)|\bextern\s+crate\s+(\w+)|\buse\s+(\w+)\s*(?:;|as\b)")
_REQUIRE = expression(r"^[ \t]*(?:require[ \t]+)?([\w.-]+\.[\w-]+[\w./~-]*)[ \t]+v[\w.+-]+", re.MULTILINE)
_LOCKS = expression(r"(?:^|/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|go\.sum)$")

Place = tuple[str, Span]
Requirement = tuple[str, Span, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class _Ecosystem:
    """How a language names packages in code and in its manifest."""

    languages: frozenset[str]
    manifest: str  # the file's name
    imported: Callable[[Syntax], Iterator[Place]]  # what code says, and where
    required: Callable[[Syntax], Iterator[Requirement]]
    means: Callable[[str, str], bool]  # whether a requirement is what an import says
    word: Callable[[str], str]  # of a requirement: what each file holds that imports it


def orphaned_packages(
    after: Tree, left: Sequence[Left], dead: Mapping[str, Sequence[Span]], sources: Sources
) -> Iterator[Orphan]:
    """Yield the dependencies of which the last import left, by file and line of the tree after the step."""
    for ecosystem in _ECOSYSTEMS:
        gone = dict(_gone(ecosystem, left))
        if not gone:
            continue
        for path in after.paths():
            if path.rpartition("/")[2] == ecosystem.manifest and "node_modules/" not in path:
                yield from _in_manifest(ecosystem, sources(after, path), gone, after, dead, sources)


def _gone(ecosystem: _Ecosystem, left: Sequence[Left]) -> Iterator[tuple[str, str]]:
    """Yield what the text that goes imports, and where."""
    for each in left:
        if each.syntax.language.name in ecosystem.languages:
            for name, span in ecosystem.imported(each.syntax):
                if _goes(each.syntax, span, each.spans):
                    source = each.syntax.source
                    yield name, f"{source.path}:{source.line_at(span.start)}"


def _goes(syntax: Syntax, span: Span, spans: Sequence[Span]) -> bool:
    """Tell whether what names a package goes: it lies in what goes, or all names of its import do."""
    if any(gone.holds(span) for gone in spans):
        return True
    names = [imported.span for imported in syntax.imports() if imported.statement.holds(span)]
    return bool(names) and all(any(gone.holds(name) for gone in spans) for name in names)


def _in_manifest(
    ecosystem: _Ecosystem,
    manifest: Syntax,
    gone: Mapping[str, str],
    after: Tree,
    dead: Mapping[str, Sequence[Span]],
    sources: Sources,
) -> Iterator[Orphan]:
    for name, span, choices in ecosystem.required(manifest):
        where = next((place for said, place in gone.items() if ecosystem.means(name, said)), None)
        if where is None or _still_imported(ecosystem, name, after, dead, sources):
            continue
        named = _named_elsewhere(ecosystem, name, manifest.source.path, after, sources)
        yield Orphan(
            manifest.source.path,
            manifest.source.line_at(span.start),
            "dependency",
            name,
            f"the last import of `{name}` goes: {where}" + (f"; named at {named}" if named else ""),
            offered_edit(manifest, span, choices),
        )


def _still_imported(
    ecosystem: _Ecosystem, name: str, after: Tree, dead: Mapping[str, Sequence[Span]], sources: Sources
) -> bool:
    word = ecosystem.word(name).encode()
    for path, entry in after.files():
        if entry.mode in (SYMLINK, SUBMODULE) or language_of(path).name not in ecosystem.languages:
            continue
        data = after.blob(entry.id)
        if word not in data or b"\0" in data[:8000]:
            continue
        syntax = sources(after, path)
        for said, span in ecosystem.imported(syntax):
            if ecosystem.means(name, said) and not _goes(syntax, span, dead.get(path, ())):
                return True
    return False


def _named_elsewhere(
    ecosystem: _Ecosystem, name: str, manifest: str, after: Tree, sources: Sources
) -> str | None:
    """Return where a package's name stands as a string that is no import, so that a tool may use it."""
    words = [quote + name.encode() for quote in (b'"', b"'")]
    for path, entry in after.files():
        if path == manifest or _LOCKS.search(path) or entry.mode in (SYMLINK, SUBMODULE):
            continue
        data = after.blob(entry.id)
        at = next((data.find(word) for word in words if word in data), -1)
        if at < 0 or b"\0" in data[:8000]:
            continue
        code = language_of(path).name in ecosystem.languages
        if not (
            code and any(ecosystem.means(name, said) for said, _ in ecosystem.imported(sources(after, path)))
        ):
            return f"{path}:{data.count(bytes([10]), 0, at) + 1}"
    return None


# JavaScript


def _scripts(syntax: Syntax) -> Iterator[Place]:
    for match in _SPECIFIER.finditer(syntax.source.text):
        said = match[2]
        if syntax.lexis.is_code(match.start()) and said[0] not in "./#" and not said.startswith("node:"):
            parts = said.split("/")
            yield "/".join(parts[: 2 if said.startswith("@") else 1]), Span(*match.span(2))


def _of_package_json(syntax: Syntax) -> Iterator[Requirement]:
    for table in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
        yield from _members(syntax, table)


def _members(syntax: Syntax, table: str) -> Iterator[Requirement]:
    for definition in syntax.definitions():
        if definition.name.startswith(f"{table}."):
            name = definition.name[len(table) + 1 :]
            yield name, definition.span, [("definition", literally(definition.name))]


def _is_script(name: str, said: str) -> bool:
    types = said.lstrip("@").replace("/", "__")
    return name in (said, f"@types/{types}")


# Rust


def _crates(syntax: Syntax) -> Iterator[Place]:
    for match in _CRATE.finditer(syntax.lexis.masked):
        group = match.lastindex or 1
        yield syntax.source.text[slice(*match.span(group))], Span(*match.span(group))


def _of_cargo(syntax: Syntax) -> Iterator[Requirement]:
    for definition in syntax.definitions():
        parent, _, name = definition.name.rpartition(".")
        if re.search(r"(?:^|\.)(?:dev-|build-)?dependencies$", parent):
            yield name, definition.span, [("definition", literally(definition.name))]


def _is_crate(name: str, said: str) -> bool:
    return name.replace("-", "_") == said


# Go


def _paths(syntax: Syntax) -> Iterator[Place]:
    for imported in syntax.imports():
        yield imported.names[-1], imported.statement


def _of_go_mod(syntax: Syntax) -> Iterator[Requirement]:
    for match in _REQUIRE.finditer(syntax.source.text):
        yield match[1], Span(*match.span(1)), [("line", rf"^\s*(?:require\s+)?{literally(match[1])}\s")]


def _is_below(name: str, said: str) -> bool:
    return said == name or said.startswith(f"{name}/")


_ECOSYSTEMS = (
    _Ecosystem(
        frozenset({"javascript", "typescript"}), "package.json", _scripts, _of_package_json, _is_script,
        lambda name: name.removeprefix("@types/").replace("__", "/"),
    ),
    _Ecosystem(
        frozenset({"rust"}), "Cargo.toml", _crates, _of_cargo, _is_crate, lambda name: name.replace("-", "_")
    ),
    _Ecosystem(frozenset({"go"}), "go.mod", _paths, _of_go_mod, _is_below, lambda name: name),
)  # fmt: skip
