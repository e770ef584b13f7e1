"""A base: a revision of a repository, or a plain directory, as a tree that can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from patcher.errors import PlanError, Problem, SurroundingsError
from patcher.git import ObjectReader, Objects, Repository, Revision, find_repository
from patcher.record import dataclass, replace
from patcher.results import BaseInfo
from patcher.tree import Tree

if TYPE_CHECKING:
    from patcher.spec.model import Plan


@dataclass(frozen=True, slots=True)
class Base:
    """What a run starts from. `repository` is the one that `directory` lies in, also for a plain directory."""

    directory: str
    tree: Tree
    info: BaseInfo
    repository: Repository | None

    @property
    def plain(self) -> bool:
        """Whether the base is a directory as it stands."""
        return self.info.commit is None

    def identity(self) -> tuple[str, str] | None:
        """Return the name and address that git has for its user here, or `None`."""
        return self.repository.identity() if self.repository is not None else None

    def altered(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Return the paths whose bytes the repository around a directory base would change, each with the reason."""
        if not self.plain or self.repository is None:
            return {}
        return self.repository.altered_by_attributes(self.directory, paths)


@contextmanager
def open_base(
    directory: str | os.PathLike[str] = ".",
    revision: str | None = None,
    *,
    plain: bool = False,
    plan: Plan | None = None,
    output: str | os.PathLike[str] | None = None,
    leaving_out: Sequence[str] = (),
) -> Iterator[Base]:
    """Give the base: the repository at a revision (else the plan's `base`, else `HEAD`), or a directory.

    A directory base leaves out `.git`, the output folder and the paths `leaving_out`. Raises `SurroundingsError` where the
    directory cannot be read or a revision is asked of no repository, `PlanError` for both at once.
    """
    path = os.fspath(directory)
    if not os.path.isdir(path):
        raise SurroundingsError(
            Problem("file-unreadable", f"there is no directory `{path}`", option="-C", hint="correct `-C`")
        )
    repository = find_repository(path)
    if plain or repository is None:
        if revision is not None:
            raise _no_repository(path, plain)
        from patcher.directory import DirectoryReader

        outside = (*leaving_out, *([] if output is None else [output]))
        exclude = tuple(map(os.path.abspath, outside))
        reader = DirectoryReader(path, exclude)
        yield Base(path, Tree(reader), BaseInfo(tree=reader.root, hash=reader.hash), repository)
        return
    wanted = revision or (plan.base if plan is not None else None) or "HEAD"
    with repository.objects() as objects:
        found = _resolved(objects, wanted, plan if revision is None else None)
        info = BaseInfo(tree=found.tree, hash=found.hash, commit=found.commit, date=found.date)
        yield Base(path, Tree(ObjectReader(objects, found.tree)), info, repository)


def _resolved(objects: Objects, wanted: str, plan: Plan | None) -> Revision:
    """Return the commit; where git does not know it, say whether the plan or the command line named it."""
    try:
        return objects.resolve(wanted)
    except SurroundingsError as error:
        named = plan is not None and plan.base is not None
        place = plan.place_of("base") if plan is not None and named else None
        option = None if named else "--base"
        raise SurroundingsError(*(replace(p, plan=place, option=option) for p in error.problems)) from None


def _no_repository(path: str, plain: bool) -> SurroundingsError | PlanError:
    if plain:
        return PlanError(Problem("usage", "`--base` and `--dir` exclude each other"))
    return SurroundingsError(
        Problem(
            "not-a-repository",
            f"a revision was asked for, and `{path}` is not inside a git repository",
            option="--base",
            hint="leave out `--base` to take the directory as it stands, or correct `-C`",
        )
    )
