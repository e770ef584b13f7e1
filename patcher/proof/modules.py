"""Which files of a tree a dotted path or a path from the root may mean, as Python imports modules.

>>> modules = Modules(["src/pkg/__init__.py", "src/pkg/mod.py"])
>>> modules.files("pkg.mod"), modules.files("/src/pkg/mod"), modules.files("os")
(('src/pkg/mod.py',), ('src/pkg/mod.py',), ())
>>> modules.split("pkg.mod.Class.method")
(('src/pkg/mod.py',), 'Class.method')
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

_SUFFIXES = (".py", ".pyi", ".pyw")


class Modules:
    """The modules of a tree. From where imports start is not known, so any folder may be the root of a path."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths

    @cached_property
    def _by_last(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for path in self._paths:
            stem = module_of(path)
            if stem is not None:
                found.setdefault(stem.rpartition("/")[2], []).append((stem, path))
        return found

    def files(self, owner: str) -> tuple[str, ...]:
        """Return the files that a module's path may mean, none where it lies outside the tree."""
        exact = owner.startswith("/")
        folder, slash, name = owner[1:].rpartition("/") if exact else ("", "", owner)
        wanted = folder + slash + name.replace(".", "/")
        found = self._by_last.get(wanted.rpartition("/")[2], ())
        return tuple(
            path for stem, path in found if stem == wanted or (not exact and stem.endswith("/" + wanted))
        )

    def split(self, owner: str) -> tuple[tuple[str, ...], str]:
        """Return the files of the longest part of a path that is a module, and what is named in it."""
        parts = owner.rpartition("/")[2].split(".")
        head = owner[: len(owner) - len(".".join(parts))]
        for index in range(len(parts), 0, -1):
            files = self.files(head + ".".join(parts[:index]))
            if files:
                return files, ".".join(parts[index:])
        return (), owner


def below(owner: str, name: str) -> str:
    """Return the path of a name in a module; the tree's root and "" are no modules.

    >>> below("a.b", "c"), below("/a", "c"), below("/", "c"), below("", "c")
    ('a.b.c', '/a.c', '/c', 'c')
    """
    return f"{owner}{'' if owner in ('', '/') else '.'}{name}"


def module_of(path: str) -> str | None:
    """Return a Python file's path as imports say it, with slashes; a package's is that of its folder."""
    stem, dot, suffix = path.rpartition(".")
    if dot + suffix not in _SUFFIXES:
        return None
    return stem.removesuffix("/__init__") if stem.endswith("/__init__") else stem
