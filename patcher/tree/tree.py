"""`Tree`: a base as paths, modes and bytes, with an overlay of changes; its id along changed paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from patcher.errors import Place, Problem, Refusal, Target
from patcher.paths import refused_by_git
from patcher.tree.model import FOLDER, SUBMODULE, SYMLINK, Entry, FileChange, Hash, TreeReader
from patcher.tree.objects import object_id, render_tree, to_bytes
from patcher.tree.pathspec import compile_pathspecs, is_literal, literal_prefix

_Row = tuple[str, "Entry | None"]
Overlay = dict[str, "Overlay | Entry | None"]  # a folder's changed names; `None`: gone
FEW = 256  # files that are sooner read than searched
SEARCHES = 4  # of one base, after which its files are sooner read than searched once more


class _Known:
    """What was read of a base, for all the trees that were made from it."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.folders: dict[str, Mapping[str, Entry]] = {}
        self.holding: dict[tuple[bytes, ...], frozenset[str] | None] = {}
        self.written: dict[tuple[str | None, frozenset[_Row]], Entry | None] = {}  # a folder and what changed
        self.rows: dict[str, list[tuple[str, Entry]]] = {}  # of folders that nothing changed, by path and id


class Tree:
    """An immutable tree. Folders and blobs are read when they are asked for, and read once.

    Paths are text with surrogates for bytes that are not UTF-8. A submodule is an entry without bytes.
    """

    def __init__(
        self,
        reader: TreeReader,
        overlay: Mapping[str, object] | None = None,
        blobs: Mapping[str, bytes] | None = None,
        known: _Known | None = None,
    ) -> None:
        self._reader = reader
        self._overlay = overlay or {}
        self._blobs = blobs or {}  # bytes of blobs that the base may not have, by id
        self._known = known or _Known()

    @property
    def hash(self) -> Hash:
        """The hash that the object ids are made with."""
        return self._reader.hash

    @cached_property
    def id(self) -> str:
        """The id of the root tree, as git would compute it."""
        entry = self._written(self._reader.root, self._overlay)
        return entry.id if entry is not None else object_id("tree", b"", self.hash)

    def entry(self, path: str) -> Entry | None:
        """Return a path's mode and id, or `None` where it is no file, link or submodule."""
        overlay: object = self._overlay
        folder: str | None = self._reader.root
        parts = path.split("/")
        for index, part in enumerate(parts):
            changed = overlay.get(part, False) if isinstance(overlay, dict) else False
            if changed is None:
                return None
            if isinstance(changed, Entry):
                return changed if index == len(parts) - 1 else None
            base = self._folder(folder).get(part) if folder is not None else None
            if index == len(parts) - 1:
                return base if base is not None and base.mode != FOLDER and changed is False else None
            folder = base.id if base is not None and base.mode == FOLDER else None
            overlay = changed
            if folder is None and not isinstance(overlay, dict):
                return None
        return None

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
            self._known.blobs[id] = self._reader.blob(id)
        return self._known.blobs[id]

    def files(self, below: str = "") -> Iterator[tuple[str, Entry]]:
        """Yield every path below a folder (`""`, or a name ending in `/`) with its entry, sorted by path."""
        overlay: object = self._overlay
        folder: str | None = self._reader.root
        for part in below.split("/")[:-1]:
            overlay = overlay.get(part, {}) if isinstance(overlay, dict) else {}
            base = self._folder(folder).get(part) if folder is not None else None
            folder = base.id if base is not None and base.mode == FOLDER else None
            if not isinstance(overlay, dict):
                return
        yield from self._walk(below, folder, overlay)

    def paths(self) -> Iterator[str]:
        """Yield every path, sorted as git sorts."""
        return (path for path, _ in self.files())

    def match(self, pathspecs: Sequence[str]) -> tuple[str, ...]:
        """Return the paths that pathspecs match; a literal one reads its own folders alone."""
        return tuple(path for path, _ in self.matching(pathspecs))

    def matching(self, pathspecs: Sequence[str]) -> Iterator[tuple[str, Entry]]:
        """Yield the paths that pathspecs match with their entries, sorted."""
        specs = tuple(pathspecs)
        if len(specs) == 1 and is_literal(specs[0]):
            entry = self.entry(specs[0])
            if entry is not None:
                yield specs[0], entry
                return
        matches = compile_pathspecs(specs)
        prefixes = {self._root_of(spec) for spec in specs if not spec.startswith("!")} or {""}
        tops = sorted(p for p in prefixes if not any(p != q and p.startswith(q) for q in prefixes))
        for top in tops:
            for path, entry in self.files(top):
                if matches(path):
                    yield path, entry

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
        for path in sorted(held.union(_paths_in(self._overlay)), key=to_bytes):
            entry = self.entry(path) if matches is None or matches(path) else None
            if entry is not None:
                yield path, entry

    def may_hold(self, sought: tuple[bytes, ...]) -> Callable[[str], bool]:
        """Return what tells whether a path of the tree can hold one of some bytes; a yes says nothing."""
        held = self._holding(sought)
        return held.union(_paths_in(self._overlay)).__contains__ if held is not None else lambda _path: True

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
            entries = self._folder(folders.pop()).values()
            folders += (entry.id for entry in entries if entry.mode == FOLDER)
            number += sum(entry.mode != FOLDER for entry in entries)
        return number > FEW

    def _root_of(self, spec: str) -> str:
        prefix = literal_prefix(spec)
        return prefix[: prefix.rfind("/") + 1]

    def apply(self, changes: Sequence[FileChange]) -> Tree:
        """Return the tree after changes; raises `Refusal` where a file and a folder would share a name."""
        overlay = _copied(self._overlay)
        for change in changes:
            if change.old_path is not None:
                self._put(overlay, change.old_path, None)
            if change.after is None:
                self._put(overlay, change.path, None)
        left = Tree(self._reader, overlay, self._blobs, self._known)
        left._refuse_clashes([c.path for c in changes if c.after is not None and _arrives(c)])
        overlay, blobs = _copied(overlay), dict(self._blobs)
        for change in changes:
            if change.after is not None and change.after_mode is not None:
                id = object_id("blob", change.after, self.hash)
                blobs[id] = change.after
                self._put(overlay, change.path, Entry(change.after_mode, id))
        return Tree(self._reader, overlay, blobs, self._known)

    def _put(self, overlay: dict[str, object], path: str, entry: Entry | None) -> None:
        """Put an entry into an overlay, or that there is none."""
        folder: str | None = self._reader.root
        *folders, name = path.split("/")
        for part in folders:
            held = self._folder(folder).get(part) if folder is not None else None
            folder = held.id if held is not None and held.mode == FOLDER else None
            below = overlay.get(part, {})
            if part not in overlay or not isinstance(below, dict):
                # A folder that went, or gave its name to a file, does not come back with a new one of that name.
                gone = self._folder(folder) if part in overlay and folder is not None else ()
                below = overlay[part] = dict.fromkeys(gone)
            overlay = below
        if entry is None and isinstance(overlay.get(name), dict):
            return
        overlay[name] = entry

    def _refuse_clashes(self, arriving: Sequence[str]) -> None:
        """Raise `Refusal` where a file that arrives would have the name of a folder, or lie below a file."""
        known = set(arriving)
        problems = []
        for path in arriving:
            above = (path[: match.start()] for match in re.finditer("/", path))
            clash = next((p for p in above if p in known or self.entry(p) is not None), None)
            if clash is not None:
                message = f"`{path}` cannot be made: `{clash}` is a file"
            elif next(self.files(path + "/"), None) is not None:
                message = f"`{path}` cannot be made: it is a folder"
            else:
                continue
            hint = "choose another path, or let what is in the way go in the same step"
            problems.append(Problem("file-conflict", message, target=Target(path), hint=hint))
        if problems:
            raise Refusal(*problems)

    def _folder(self, id: str) -> Mapping[str, Entry]:
        if id not in self._known.folders:
            self._known.folders[id] = _in_order(self._reader.folder(id))
        return self._known.folders[id]

    def _walk(self, prefix: str, folder: str | None, overlay: object) -> Iterator[tuple[str, Entry]]:
        if not overlay:
            yield from self._rows(prefix, folder) if folder is not None else ()
            return
        base = self._folder(folder) if folder is not None else {}
        changed = overlay if isinstance(overlay, dict) else {}
        names = set(base) | set(changed)

        def order(name: str) -> bytes:
            entry = base.get(name)
            is_folder = isinstance(changed.get(name), dict) or (entry is not None and entry.mode == FOLDER)
            return to_bytes(name + "/" if is_folder else name)

        for name in sorted(names, key=order):
            new, entry = changed.get(name, False), base.get(name)
            if isinstance(new, Entry):
                yield prefix + name, new
            elif isinstance(new, dict):
                below = entry.id if entry is not None and entry.mode == FOLDER else None
                yield from self._walk(f"{prefix}{name}/", below, new)
            elif new is False and entry is not None:
                if entry.mode == FOLDER:
                    yield from self._walk(f"{prefix}{name}/", entry.id, {})
                else:
                    yield prefix + name, entry

    def _rows(self, prefix: str, folder: str) -> list[tuple[str, Entry]]:
        """Return the paths and entries below a folder of the base that nothing changed."""
        key = f"{folder} {prefix}"
        if key not in self._known.rows:
            rows: list[tuple[str, Entry]] = []
            for name, entry in self._folder(folder).items():
                if entry.mode == FOLDER:
                    rows += self._rows(f"{prefix}{name}/", entry.id)
                else:
                    rows.append((prefix + name, entry))
            self._known.rows[key] = rows
        return self._known.rows[key]

    def _written(self, folder: str | None, overlay: object) -> Entry | None:
        """Return a folder's entry with its changes; `None` where nothing is left in it."""
        if not overlay and folder is not None:
            return Entry(FOLDER, folder)
        before = self._folder(folder) if folder is not None else {}
        changes: dict[str, Entry | None] = {}
        for name, changed in overlay.items() if isinstance(overlay, dict) else ():
            if isinstance(changed, dict):
                base = before.get(name)
                below = base.id if base is not None and base.mode == FOLDER else None
                changed = self._written(below, changed)
            changes[name] = changed
        key = folder, frozenset(changes.items())
        if key not in self._known.written:
            rows = {name: entry for name, entry in {**before, **changes}.items() if entry is not None}
            id = object_id("tree", render_tree(rows), self.hash)
            self._known.written[key] = Entry(FOLDER, id) if rows else None
        return self._known.written[key]


def _in_order(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Return a folder's entries as git sorts them, which is how most come."""
    names = list(entries)
    if "".join(names).isascii() and FOLDER not in {entry.mode for entry in entries.values()}:
        ordered = sorted(names)
        return entries if ordered == names else {name: entries[name] for name in ordered}
    return dict(sorted(entries.items(), key=_order))


def _order(row: tuple[str, Entry]) -> bytes:
    """Return what git sorts a name by: a folder's ends in `/`."""
    name, entry = row
    return to_bytes(f"{name}/" if entry.mode == FOLDER else name)


def _paths_in(overlay: Mapping[str, object], above: str = "") -> Iterator[str]:
    """Yield the paths of the files that an overlay brings."""
    for name, value in overlay.items():
        if isinstance(value, dict):
            yield from _paths_in(value, f"{above}{name}/")
        elif value is not None:
            yield above + name


def _arrives(change: FileChange) -> bool:
    return change.before is None or change.old_path is not None


def _copied(overlay: Mapping[str, object]) -> dict[str, object]:
    return {name: _copied(value) if isinstance(value, dict) else value for name, value in overlay.items()}


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
