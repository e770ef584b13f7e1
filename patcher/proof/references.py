"""Who still uses a name that goes: by code, or, where strictness is asked for, by anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from patcher.errors import Candidate
from patcher.proof.model import Removed
from patcher.syntax import language_of
from patcher.syntax.model import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

Sources = Callable[[Tree, str], Syntax]

_WORD = re.compile(r"\w+")


def check_unreferenced(
    tree: Tree, names: Sequence[Removed], *, strict: bool, sources: Sources
) -> tuple[Candidate, ...]:
    """Return every use of the names that is left in a tree, by file and line.

    Comments, strings, prose and data files count only when `strict`. Of a qualified name the last
    part is looked for; what goes with its class or function is reached through that one's name.
    """
    gone = {(removed.file, removed.name) for removed in names}
    wanted = sorted({last_part(removed.name) for removed in names if not _held(removed, gone)})
    return uses_of(tree, wanted, (), strict=strict, sources=sources)


def _held(removed: Removed, gone: set[tuple[str, str]]) -> bool:
    """Tell whether a definition goes together with the one that holds it."""
    parts = removed.name.split(".")
    return any((removed.file, ".".join(parts[:index])) in gone for index in range(1, len(parts)))


def last_part(name: str) -> str:
    """Return the part of a qualified name that code would use."""
    words = _WORD.findall(name)
    return words[-1] if words else name


def uses_of(
    tree: Tree, names: Sequence[str], pathspecs: Sequence[str], *, strict: bool, sources: Sources
) -> tuple[Candidate, ...]:
    """Return the uses of names in the files that pathspecs match (none: all files)."""
    raw = [(name, name.encode("utf-8", "surrogateescape")) for name in names]
    found: list[Candidate] = []
    files = tree.matching(tuple(pathspecs)) if pathspecs else tree.files()
    for path, entry in files:
        if entry.mode in (SYMLINK, SUBMODULE) or not (strict or language_of(path).code):
            continue
        data = tree.blob(entry.id)
        here = [name for name, literal in raw if literal in data]
        if here and b"\0" not in data[:8000]:
            found += _in_file(sources(tree, path), here, strict)
    return tuple(found)


def _in_file(syntax: Syntax, names: Sequence[str], strict: bool) -> Iterator[Candidate]:
    source = syntax.source
    lines: dict[int, None] = {}
    for name in names:
        for offset in _offsets(syntax, name, strict):
            lines[source.line_at(offset)] = None
    for line in sorted(lines):
        yield Candidate(source.path, line, line, source.line_text(line))


def _offsets(syntax: Syntax, name: str, strict: bool) -> Iterator[int]:
    if not strict and syntax.language.knows:
        yield from (span.start for span in syntax.uses(name))
        return
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", syntax.source.text):
        if strict or syntax.lexis.is_code(match.start()):
            yield match.start()
