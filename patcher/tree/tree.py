"""`Tree`: a base as paths, modes and bytes, and what it becomes; every folder by the id that git would give it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from itertools import chain
from typing import Protocol

from patcher.errors import Place, Problem, Refusal, SurroundingsError, Target
from patcher.paths import refused_by_git
from patcher.tree.model import FOLDER, PLAIN, SUBMODULE, SYMLINK, Entry, FileChange, Hash
from patcher.tree.objects import Folder, object_id, to_bytes
from patcher.tree.pathspec import compile_pathspecs, is_literal, literal_prefix

_Row = tuple[str, "Entry | None"]
_Changes = dict[str, "_Changes | Entry | None"]  # of a folder's names; `None`: gone
FEW = 256  # files that are sooner read than searched
SEARCHES = 4  # of one base, after which its files are sooner read than searched once more


class TreeReader(Protocol):
    """Where a base comes from. Paths are decoded from UTF-8 with surrogateescape."""

    @property
    def hash(self) -> Hash:
        """The hash that ids are made with."""

    @property
    def root(self) -> str:
        """The id of the base's root tree."""

    def folders(self, ids: Sequence[str]) -> Iterator[Folder]:
        """Yield tree objects; raises `SurroundingsError` at the first that cannot be read."""

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bytes of blobs; raises `SurroundingsError` at the first that cannot be read."""

    def holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the paths of the base's plain files that hold one of some bytes, and perhaps others.

        `None` where that cannot be had for less than reading them.
        """


class _Known:
    """What was read of a base and written since, for all the trees that were made from it."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.folders: dict[str, Folder] = {}
        self.below: dict[tuple[str, str], Folder] = {}  # all files below a folder, by its id and its path
        self.holding: dict[tuple[bytes, ...], frozenset[str] | None] = {}
        self.written: dict[tuple[str | None, frozenset[_Row]], Entry | None] = {}  # a folder and what changed


class Tree:
    """An immutable tree. Folders and blobs are read when they are asked for, and read once.

    Paths are text with surrogates for bytes that are not UTF-8. A submodule is an entry without bytes.
    """

    def __init__(
        self,
        reader: TreeReader,
        root: str | None = None,
        blobs: Mapping[str, bytes] | None = None,
        brought: frozenset[str] = frozenset(),
        known: _Known | None = None,
    ) -> None:
        self._reader = reader
        self._root = root
        self._blobs = blobs or {}  # bytes of blobs that the base may not have, by id
        self._brought = brought  # the paths that were changed since the base, of which some may be gone again
        self._known = known or _Known()
        self._entries: dict[str, Entry | None] = {}  # that were asked for, by path
        self._folders: dict[str, str | None] = {}  # ids of folders that were, by path with a `/` behind

    @property
    def hash(self) -> Hash:
        """The hash that the object ids are made with."""
        return self._reader.hash

    @property
    def id(self) -> str:
        """The id of the root tree, as git would compute it."""
        return self._root if self._root is not None else self._reader.root

    def entry(self, path: str) -> Entry | None:
        """Return a path's mode and id, or `None` where it is no file, link or submodule."""
        if path not in self._entries:
            above = path[: path.rfind("/") + 1]
            folder = self._folder_at(above)
            found = self._folder(folder).get(path[len(above) :]) if folder is not None else None
            self._entries[path] = None if found is None or found.mode == FOLDER else found
        return self._entries[path]

    def mode(self, path: str) -> int | None:
        """Return a path's git mode, or `None` where there is no such file."""
        entry = self.entry(path)
        return None if entry is None else entry.mode

    def blob_id(self, path: str) -> str:
        """Return the id of a path's object; raises `KeyError` where there is none."""
        entry = self.entry(path)
        if entry is None:
            raise KeyError(path)
        return entry.id

    def read(self, path: str) -> bytes:
        """Return a path's bytes; for a link, where it leads; raises `KeyError` where there is none.

        A submodule's are the line that git's patches show for it.
        """
        entry = self.entry(path)
        if entry is not None and entry.mode == SUBMODULE:
            return f"Subproject commit {entry.id}\n".encode()
        return self.blob(self.blob_id(path))

    def blob(self, id: str) -> bytes:
        """Return a blob's bytes by its id."""
        if id in self._blobs:
            return self._blobs[id]
        if id not in self._known.blobs:
            self._known.blobs.update(zip([id], self._reader.blobs([id]), strict=True))
        return self._known.blobs[id]

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Read plain files that will be asked for, all at once; what cannot be read is told when it is asked for."""
        plain = (entry.id for entry in map(self.entry, paths) if entry is not None and entry.mode in PLAIN)
        wanted = tuple(
            id for id in dict.fromkeys(plain) if id not in self._blobs and id not in self._known.blobs
        )
        with suppress(SurroundingsError):
            self._known.blobs.update(zip(wanted, self._reader.blobs(wanted), strict=True))

    def files(self, below: str = "") -> Iterator[tuple[str, Entry]]:
        """Yield every path below a folder (`""`, or a name ending in `/`) with its entry, sorted by path."""
        found = self._below(below)
        return zip(found, found.entries, strict=True)

    def paths(self) -> Iterator[str]:
        """Yield every path, sorted as git sorts."""
        return iter(self._below(""))

    def match(self, pathspecs: Sequence[str]) -> tuple[str, ...]:
        """Return the paths that pathspecs match, sorted; a literal one reads its own folders alone."""
        return tuple(chain.from_iterable(paths for _, paths in self._matching(pathspecs)))

    def matching(self, pathspecs: Sequence[str]) -> Iterator[tuple[str, Entry]]:
        """Yield the paths that pathspecs match with their entries, sorted."""
        for found, paths in self._matching(pathspecs):
            for path in paths:
                yield path, found[path]

    def has(self, pathspec: str) -> bool:
        """Tell whether a pathspec matches a file; no more folders are read than it takes to find one."""
        if is_literal(pathspec) and self.entry(pathspec) is not None:
            return True
        matches = compile_pathspecs((pathspec,))
        return any(
            any(map(matches, map(path.__add__, folder.files))) for path, folder in self._reached((pathspec,))
        )

    def odd(self, pathspecs: Sequence[str]) -> Set[str]:
        """Return, of the paths that pathspecs match and perhaps of others, those of no plain files."""
        named = {spec: self.entry(spec) for spec in pathspecs if is_literal(spec)}
        if len(named) == len(pathspecs) and all(named.values()):
            return {path for path, entry in named.items() if entry and entry.mode not in PLAIN}
        return {path + name for path, folder in self._reached(pathspecs) for name in folder.odd}

    def _matching(self, pathspecs: Sequence[str]) -> Iterator[tuple[Folder, Iterable[str]]]:
        """Yield all files below the folders that pathspecs reach into, each time with the paths that match."""
        specs = tuple(pathspecs)
        named = self.entry(specs[0]) if len(specs) == 1 and is_literal(specs[0]) else None
        if named is not None:
            yield Folder.of({specs[0]: named}), specs
            return
        for top in _tops(specs):
            found = self._below(top)
            yield found, filter(compile_pathspecs(specs), found)

    def _reached(self, pathspecs: Sequence[str]) -> Iterator[tuple[str, Folder]]:
        """Yield the folders that pathspecs reach into, each with its path, those of one depth together."""
        tops = ((top, self._folder_at(top)) for top in _tops(pathspecs))
        waiting = {top: id for top, id in tops if id is not None}
        while waiting:
            self._read_folders(waiting.values())
            deeper: dict[str, str] = {}
            for path, id in waiting.items():
                folder = self._folder(id)
                yield path, folder
                deeper |= {f"{path}{name}/": below for name, below in folder.folders.items()}
            waiting = deeper

    def files_holding(
        self, sought: tuple[bytes, ...], pathspecs: Sequence[str] = ()
    ) -> Iterator[tuple[str, Entry]]:
        """Yield, of the files that pathspecs match (none: of all), those that hold one of some bytes, and others.

        They are sorted. With nothing sought, with files named one by one, in a base of few files, and where the
        reader does not know, all are. Bytes that are sought are of one line.
        """
        named = bool(pathspecs) and all(map(is_literal, pathspecs))
        held = self._holding(sought) if not named else None
        if held is None:
            yield from self.matching(tuple(pathspecs)) if pathspecs else self.files()
            return
        matches = compile_pathspecs(tuple(pathspecs)) if pathspecs else None
        for path in sorted(held | self._brought, key=to_bytes):
            entry = self.entry(path) if matches is None or matches(path) else None
            if entry is not None:
                yield path, entry

    def holding(self, sought: tuple[bytes, ...]) -> Set[str] | None:
        """Return the paths of all files that can hold one of some bytes, and of others, some of them gone.

        `None` where all can.
        """
        held = self._holding(sought)
        return None if held is None else held | self._brought

    def _holding(self, sought: tuple[bytes, ...]) -> frozenset[str] | None:
        """Return the base's files that hold one of some bytes, and perhaps others."""
        if not sought or any(not each or b"\n" in each for each in sought):
            return None
        if sought not in self._known.holding:
            worth = len(self._known.holding) < SEARCHES and self._has_many()
            self._known.holding[sought] = self._reader.holding(sought) if worth else None
        return self._known.holding[sought]

    def _has_many(self) -> bool:
        """Tell whether the base has more files than are sooner read than searched; no more folders are read for it."""
        folders, number = [self._reader.root], 0
        while folders and number <= FEW:
            held = self._folder(folders.pop())
            folders += held.folders.values()
            number += len(held.rows) - len(held.folders)
        return number > FEW

    def apply(self, changes: Sequence[FileChange]) -> Tree:
        """Return the tree after changes; raises `Refusal` where a file and a folder would share a name."""
        left = [change.old_path for change in changes if change.old_path is not None]
        left += [change.path for change in changes if change.after is None]
        rest = self._with(dict.fromkeys(path for path in left if self.entry(path) is not None), {})
        rest._refuse_clashes([c.path for c in changes if c.after is not None and _arrives(c)])
        brought: dict[str, Entry | None] = {}
        blobs = {}
        for change in changes:
            if change.after is not None and change.after_mode is not None:
                id = change.after_id or object_id("blob", change.after, self.hash)
                blobs[id] = change.after
                brought[change.path] = Entry(change.after_mode, id)
        return rest._with(brought, blobs)

    def _with(self, changes: Mapping[str, Entry | None], blobs: Mapping[str, bytes]) -> Tree:
        """Return the tree with other entries at some paths; `None`: none."""
        if not changes:
            return self
        root = self._written(self.id, _by_folder(changes)) or self._kept(Folder({}))
        brought = self._brought.union(path for path, entry in changes.items() if entry is not None)
        return Tree(self._reader, root.id, {**self._blobs, **blobs}, brought, self._known)

    def _refuse_clashes(self, arriving: Sequence[str]) -> None:
        """Raise `Refusal` where a file that arrives would have the name of a folder, or lie below a file."""
        known = set(arriving)
        problems = []
        for path in arriving:
            above = (path[: match.start()] for match in re.finditer("/", path))
            clash = next((p for p in above if p in known or self.entry(p) is not None), None)
            if clash is not None:
                message = f"`{path}` cannot be made: `{clash}` is a file"
            elif next(iter(self._below(path + "/")), None) is not None:
                message = f"`{path}` cannot be made: it is a folder"
            else:
                continue
            hint = "choose another path, or let what is in the way go in the same step"
            problems.append(Problem("file-conflict", message, target=Target(path), hint=hint))
        if problems:
            raise Refusal(*problems)

    def _folder_at(self, path: str) -> str | None:
        """Return the id of the folder at a path, which is `""` or ends in `/`."""
        if path not in self._folders:
            folder: str | None = self.id
            for part in path.split("/")[:-1]:
                found = self._folder(folder).get(part) if folder is not None else None
                folder = found.id if found is not None and found.mode == FOLDER else None
            self._folders[path] = folder
        return self._folders[path]

    def _folder(self, id: str) -> Folder:
        """Return what a folder holds."""
        self._read_folders([id])
        return self._known.folders[id]

    def _read_folders(self, ids: Iterable[str]) -> None:
        """Read folders, all at once."""
        known = self._known.folders
        unread = [id for id in dict.fromkeys(ids) if id not in known]
        if unread:
            known.update(zip(unread, self._reader.folders(unread), strict=True))

    def _below(self, path: str) -> Folder:
        """Return all files below the folder at a path, which is `""` or ends in `/`."""
        folder = self._folder_at(path)
        return self._all_in(folder, path) if folder is not None else Folder({})

    def _all_in(self, folder: str, path: str) -> Folder:
        """Return all files in a folder, which lies at a path."""
        known = self._known
        if (folder, path) not in known.below:
            held = self._folder(folder)
            self._read_folders(held.folders.values())
            rows = {path + name: row for name, row in held.rows.items()}
            if held.folders:
                rows = self._unfolded(rows, {path + name: id for name, id in held.folders.items()})
            known.below[folder, path] = Folder(rows)
        return known.below[folder, path]

    def _unfolded(self, rows: Mapping[str, bytes], folders: Mapping[str, str]) -> dict[str, bytes]:
        """Return rows with all files of a folder in the place of its own row; `folders` are ids by path."""
        found: dict[str, bytes] = {}
        for path, row in rows.items():
            if path in folders:
                found |= self._all_in(folders[path], path + "/").rows
            else:
                found[path] = row
        return found

    def _written(self, folder: str | None, changes: _Changes) -> Entry | None:
        """Return a folder's entry with its changes; `None` where nothing is left in it."""
        before = self._folder(folder) if folder is not None else Folder({})
        entries: dict[str, Entry | None] = {}
        for name, change in changes.items():
            if isinstance(change, dict):
                held = before.get(name)
                change = self._written(held.id if held is not None and held.mode == FOLDER else None, change)
            entries[name] = change
        key = folder, frozenset(entries.items())
        if key not in self._known.written:
            after = before.changed(entries)
            self._known.written[key] = self._kept(after) if after.rows else None
        return self._known.written[key]

    def _kept(self, folder: Folder) -> Entry:
        """Return the entry of a folder, which is known from now on."""
        id = object_id("tree", folder.data, self.hash)
        self._known.folders[id] = folder
        return Entry(FOLDER, id)


def _arrives(change: FileChange) -> bool:
    return change.before is None or change.old_path is not None


def _tops(pathspecs: Sequence[str]) -> list[str]:
    """Return the folders, each with a `/` behind, that pathspecs reach into, none of them in another one."""
    prefixes = {_root_of(spec) for spec in pathspecs if not spec.startswith("!")} or {""}
    return sorted(p for p in prefixes if not any(p != q and p.startswith(q) for q in prefixes))


def _root_of(spec: str) -> str:
    """Return the folder, with a `/` behind, that all matches of a pathspec lie in."""
    prefix = literal_prefix(spec)
    return prefix[: prefix.rfind("/") + 1]


def _by_folder(changes: Mapping[str, Entry | None]) -> _Changes:
    """Return changes at paths by the names of their folders, each with those in it."""
    root: _Changes = {}
    for path, entry in changes.items():
        *folders, name = path.split("/")
        held = root
        for part in folders:
            below = held.get(part)
            if not isinstance(below, dict):
                below = held[part] = {}
            held = below
        held[name] = entry
    return root


def check_target_path(tree: Tree, path: str, place: Place | None = None, *, link: bool = False) -> None:
    """Raise `Refusal` where git would not hold a path, or a folder of it is a link or a submodule.

    `link` tells that a link is to stand there.
    """
    reason = refused_by_git(path, link=link or tree.mode(path) == SYMLINK)
    if reason:
        problem = Problem("unsafe-path", f"`{path}` {reason}", place, Target(path), hint="leave it out")
        raise Refusal(problem)
    parts = path.split("/")
    for index in range(1, len(parts)):
        above = "/".join(parts[:index])
        mode = tree.mode(above)
        if mode in (SYMLINK, SUBMODULE):
            kind = "a symbolic link" if mode == SYMLINK else "a submodule"
            raise Refusal(
                Problem(
                    "unsafe-path",
                    f"`{path}` leads through `{above}`, which is {kind}",
                    plan=place,
                    target=Target(path),
                    hint="name the file where it really lies",
                )
            )
