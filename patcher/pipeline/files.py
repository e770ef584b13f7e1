"""Which files an edit means, whether it may touch them, and each file read and seen once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import overload

from patcher.errors import Place, Problem, Refusal, Target
from patcher.pipeline.sought import LFS, reaches_far
from patcher.source import SourceFile
from patcher.spec.model import Edit, Plan, RenameFile, Step
from patcher.spec.writing import flow
from patcher.syntax import language_of, syntax_of
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree, check_target_path, compile_pathspecs, is_literal
from patcher.tree.model import EXECUTABLE, FILE, SUBMODULE, SYMLINK


class Sources:
    """The files of a run as `Syntax`, kept by blob id, path and language, so that each is scanned once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str | None], Syntax] = {}

    def of(self, tree: Tree, path: str, language: str | None = None) -> Syntax:
        """Return one file of a tree in its language."""
        key = (tree.blob_id(path), path, language)
        if key not in self._known:
            self._known[key] = self.of_bytes(path, tree.read(path), language)
        return self._known[key]

    def of_bytes(self, path: str, data: bytes, language: str | None = None) -> Syntax:
        """Return bytes under a path in their language, without keeping them."""
        return syntax_of(SourceFile(path, data), language_of(path, language))

    def keep(self, tree: Tree, path: str, syntax: Syntax, language: str | None = None) -> None:
        """Remember a file that was already scanned as the one that a tree now holds."""
        self._known[(tree.blob_id(path), path, language)] = syntax


class SeenFiles(Sequence[Syntax]):
    """Files of a tree as `Syntax`, each scanned when it is asked for."""

    def __init__(self, sources: Sources, tree: Tree, paths: Sequence[str], language: str | None) -> None:
        self._sources, self._tree, self._paths, self._language = sources, tree, paths, language

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, index: int) -> Syntax: ...
    @overload
    def __getitem__(self, index: slice) -> SeenFiles: ...
    def __getitem__(self, index: int | slice) -> Syntax | SeenFiles:
        if isinstance(index, slice):
            return SeenFiles(self._sources, self._tree, self._paths[index], self._language)
        return self._sources.of(self._tree, self._paths[index], self._language)


class Listed(Sequence[str]):
    """Paths that are listed when somebody wants to see them."""

    def __init__(self, find: Callable[[], Sequence[str]]) -> None:
        self._find = find

    @cached_property
    def _paths(self) -> Sequence[str]:
        return self._find()

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._paths[index]


Altered = Callable[
    [Sequence[str]], Mapping[str, str]
]  # the paths whose bytes the surroundings change, and why


class StepFiles:
    """The tree that a step starts from, and the names that its renames add to it."""

    def __init__(
        self, plan: Plan, step: Step, tree: Tree, altered: Altered, sought: tuple[bytes, ...] = ()
    ) -> None:
        self.plan = plan
        self._altered = altered
        self._sought = sought
        self.tree = tree
        self.renames: dict[str, str] = {}  # old path → new path
        self.problems: list[Problem] = []
        self._folders: set[str] = set()  # that are known to be folders
        self._narrow = plan.scope.include != ("**",) or bool(plan.scope.exclude)
        self._included = compile_pathspecs(plan.scope.include)
        self._excluded = compile_pathspecs(plan.scope.exclude) if plan.scope.exclude else None
        for edit in step.edits:
            if isinstance(edit.action, RenameFile):
                self._add_renames(edit, edit.action)

    def named(self, edit: Edit) -> tuple[Sequence[str], Sequence[str]]:
        """Return the paths, as the step's tree has them, of the files that an edit of text names, and of those
        that can hold what it looks for.

        Raises `Refusal` for a missing or untouchable file, and for a pathspec that matches none.
        """
        if edit.one_file:
            path = self._as_before(edit.files[0])
            self._demand(edit.files[0], path, edit.place_of("file"), optional=edit.optional)
            paths: Sequence[str] = (path,) if self.tree.entry(path) else ()
        else:
            self._refuse_unmatched(edit.files, edit.place_of("files"), optional=edit.optional)
            paths = Listed(lambda: self._all_matched(edit.files))
        held = self.tree.holding(self._sought) if reaches_far(edit) else None
        looked = paths if held is None else self._among(held, edit.files)
        self.tree.read_ahead(looked)
        self._refuse_among(edit, paths, dict.fromkeys(looked))
        return paths, looked

    def _refuse_among(self, edit: Edit, paths: Sequence[str], looked: Mapping[str, None]) -> None:
        """Raise `Refusal` where one of an edit's paths cannot be edited; `looked` are those that hold something."""
        place = edit.place_of("file" if edit.one_file else "files")
        altered = self._altered(paths)
        if not (self._narrow or edit.one_file):  # all but these are plain files with nothing in them
            untold = looked.keys() | altered | self.renames.keys() | self.tree.odd(edit.files)
            paths = self._among(untold, edit.files)
        for path in paths:
            self._refuse_untouchable(path, place, altered.get(path), looks=path in looked)

    def _among(self, paths: Iterable[str], pathspecs: Sequence[str]) -> Sequence[str]:
        """Return those of some paths that pathspecs match, by their old or their new names, sorted."""
        matches, renames, there = compile_pathspecs(pathspecs), self.renames, self.tree.entry
        found = (path for path in paths if matches(path) or (path in renames and matches(renames[path])))
        return sorted(path for path in found if there(path) is not None)

    def one(self, written: str, place: Place) -> str:
        """Return the path, as the step's tree has it, of one file that is edited as text.

        Raises `Refusal` for a missing or untouchable file.
        """
        path = self._as_before(written)
        self._demand(written, path, place, optional=False)
        self._refuse_untouchable(path, place, self._altered((path,)).get(path))
        return path

    def matched(self, pathspecs: Sequence[str], place: Place, *, optional: bool) -> tuple[str, ...]:
        """Return the paths that pathspecs match, by their old or their new names, sorted.

        Raises `Refusal` where one of them matches nothing.
        """
        self._refuse_unmatched(pathspecs, place, optional=optional)
        return self._all_matched(pathspecs)

    def _refuse_unmatched(self, pathspecs: Sequence[str], place: Place, *, optional: bool) -> None:
        for spec in pathspecs:
            if spec.startswith("!") or optional:
                continue
            renamed = any(map(compile_pathspecs((spec,)), self.renames.values()))
            if not renamed and not self.tree.has(spec):
                raise Refusal(self._nothing(spec, place))

    def _all_matched(self, pathspecs: Sequence[str]) -> tuple[str, ...]:
        matches = compile_pathspecs(pathspecs)
        found = self.tree.match(pathspecs)
        renamed = [old for old, new in self.renames.items() if matches(new)]
        return tuple(sorted({*found, *renamed} if renamed else found))  # most stand in order

    def refuse_scope(self, path: str, place: Place) -> None:
        """Raise `Refusal` where an edit of a path would land outside the plan's scope."""
        outside = not self._included(path)
        if outside or (self._excluded is not None and self._excluded(path)):
            key = "include" if outside else "exclude"
            raise Refusal(
                Problem(
                    "out-of-scope",
                    f"the edit lands in `{path}`, which `scope.{key}` rules out",
                    plan=place,
                    target=Target(path),
                    hint=f"narrow the edit's files, or change `scope.{key}`",
                )
            )

    def _as_before(self, path: str) -> str:
        return next((old for old, new in self.renames.items() if new == path), path)

    def _add_renames(self, edit: Edit, action: RenameFile) -> None:
        place = edit.place_of("rename_file")
        try:
            if action.to.endswith("/"):
                sources = self.matched((action.source,), place, optional=edit.optional)
                pairs = [(old, action.to + old.rpartition("/")[2]) for old in sources]
            else:
                self._demand(action.source, action.source, place, optional=edit.optional)
                pairs = [(action.source, action.to)] if self.tree.entry(action.source) else []
            for old, new in pairs:
                self._rename(old, new, place)
        except Refusal as refusal:
            self.problems += refusal.problems

    def _rename(self, old: str, new: str, place: Place) -> None:
        self.refuse_scope(old, place)
        self.refuse_scope(new, place)
        check_target_path(self.tree, old, place)
        check_target_path(self.tree, new, place, link=self.tree.mode(old) == SYMLINK)
        taken = self.tree.entry(new) is not None or new in self.renames.values()
        if taken or old in self.renames:
            raise Refusal(
                Problem(
                    "file-exists" if taken else "file-conflict",
                    f"`{new}` is already there" if taken else f"`{old}` is renamed twice",
                    plan=place,
                    target=Target(new if taken else old),
                    hint="choose another name, or delete the file in an earlier step",
                )
            )
        self.renames[old] = new

    def _demand(self, written: str, path: str, place: Place, *, optional: bool) -> None:
        check_target_path(self.tree, path, place)
        if self.tree.entry(path) is None and not optional:
            raise Refusal(
                Problem(
                    "file-not-found",
                    f"the tree has no file `{written}`",
                    plan=place,
                    target=Target(written),
                    hint=self._did_you_mean(written),
                )
            )

    def _nothing(self, spec: str, place: Place) -> Problem:
        literal = is_literal(spec)
        return Problem(
            "file-not-found" if literal else "pathspec-matches-nothing",
            f"the tree has no file `{spec}`" if literal else f"the pathspec `{spec}` matches no file",
            plan=place,
            target=Target(spec) if literal else None,
            hint=_without_braces(spec)
            or self._did_you_mean(spec)
            or "`*` stops at `/`; `**/` goes through folders",
        )

    def _did_you_mean(self, path: str) -> str | None:
        import difflib

        paths = list(self.tree.paths())
        close = difflib.get_close_matches(path, paths, n=1, cutoff=0.7)
        if not close:
            name = path.rpartition("/")[2]
            close = [other for other in paths if other.rpartition("/")[2] == name][:1]
        return f"did you mean `{close[0]}`?" if close else None

    def _refuse_untouchable(
        self, path: str, place: Place, altered: str | None, *, looks: bool = True
    ) -> None:
        """Raise `Refusal` where a file cannot be edited; without a look nothing in its bytes forbids it."""
        self.refuse_scope(path, place)
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            check_target_path(self.tree, path, place)
            self._folders.add(folder)
        mode = self.tree.mode(path)
        if mode in (SYMLINK, SUBMODULE):
            kind = "a symbolic link" if mode == SYMLINK else "a submodule"
            raise Refusal(_untouchable("link-target", path, place, kind, "edit the file that it leads to"))
        data = self.tree.read(path) if looks else b""
        if b"\0" in data[:8000]:
            hint = "replace the whole file with `delete_files` and `create_file`, in two steps"
            raise Refusal(_untouchable("binary-target", path, place, "binary", hint))
        if altered is not None:
            message = f"the repository around the directory would change the bytes of `{path}` ({altered})"
            hint = "use a revision as the base, without `--dir`"
            raise Refusal(
                Problem("attributes-change-bytes", message, plan=place, target=Target(path), hint=hint)
            )
        if data.startswith(LFS):
            hint = "the tree holds a pointer, not the text; edit the file itself and commit it"
            raise Refusal(_untouchable("lfs-pointer", path, place, "a git-lfs pointer", hint))


def _untouchable(code: str, path: str, place: Place, kind: str, hint: str) -> Problem:
    return Problem(
        code, f"`{path}` is {kind} and has no text to edit", plan=place, target=Target(path), hint=hint
    )


def _without_braces(spec: str) -> str | None:
    """Return the remedy for the first braces of a pathspec that are meant as alternatives, as a shell reads them."""
    before, opened, rest = spec.partition("{")
    inside, closed, after = rest.partition("}")
    if not (opened and closed) or "," not in inside:
        return None
    return f"braces stand for themselves; as a list: {flow([before + each + after for each in inside.split(',')])}"


def plain_mode(mode: int | None) -> int:
    """Return a new file's git mode for `0o644` or `0o755`."""
    return EXECUTABLE if mode == 0o755 else FILE


def literal_number(pathspecs: Iterable[str]) -> int | None:
    """Return how many files are named, where each pathspec is a literal path; else `None`."""
    specs = list(pathspecs)
    return len(specs) if all(is_literal(spec) for spec in specs) else None
