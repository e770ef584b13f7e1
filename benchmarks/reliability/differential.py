"""Random trees, edits and messages through the writer and then through git: whole trees compared, both ways.

    python -m benchmarks.reliability.differential [--cases 2000] [--seed 1] [--jobs 1] [--git PATH]

A case is one patch. It counts as a difference unless all of these are the tree that the edits define,
path by path, mode by mode and byte by byte: our own applier's, `git apply`'s at the stated lines,
`git am`'s; `git apply -R` gives the tree before; and message, author and date come out as they went in.
One patch in five comes from a plan through `build`, the others from splices through the writer of patches.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.reliability.box import Box, use_git
from benchmarks.reliability.memory import tree_of
from benchmarks.reliability.plans import make_project, write_project
from benchmarks.reliability.worlds import Chain, make_chain
from patcher import PatcherError, build, load_plan, verify
from patcher.diff import diff_file
from patcher.series import prove_patch, render_patch
from patcher.series.model import Patch
from patcher.tree import Tree
from patcher.tree.model import Hash

LENGTH = 25  # patches of a seed
_AUTHOR = ("A. Maintainer", "a@example.org", "2026-05-14T09:00:00+10:00")  # of every plan


def differences(seed: int, length: int) -> tuple[list[str], Counter[str]]:
    """Return every difference of a seed's patches in words, and how often each kind of change stood in them."""
    return _of_plan(seed, length) if seed % 5 == 0 else _of_chain(seed, length)


def _of_plan(seed: int, length: int) -> tuple[list[str], Counter[str]]:
    project = make_project(seed, length)
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        box = Box(Path(folder, "repository"))
        known = box.import_trees([project.before, *(state for _, state in project.steps)])
        box.git("update-ref", "--no-deref", "HEAD", known[0][0])
        trees = [tree for _, tree in known]
        plan = load_plan(write_project(project, Path(folder, "plan")))
        try:
            result = build(plan, box.folder, output=Path(folder, "out"))
        except PatcherError as refused:
            return [f"seed {seed}, a plan is refused: {refused}"], Counter()
        patches = [step.patch for step in result.steps if step.patch is not None]
        told = [
            f"patch {n}: the build tells of another tree"
            for n, step in enumerate(result.steps, 1)
            if step.tree != trees[n]
        ]
        authors = [(m.author_name, m.author_email, m.date) for m in (patch.message for patch in patches)]
        texts = [words.text for words, _ in project.steps]
        if authors != [_AUTHOR] * length or [patch.message.text for patch in patches] != texts:
            told.append("a patch is to carry another message than the plan has")
        wrong = [
            *told,
            *_by_git_apply(box, patches, trees, known[0][0]),
            *_by_git_am(box, patches, trees, known[0][0], Path(folder)),
        ]
        if verify(Path(folder, "out", "p"), box.folder).problems:
            wrong.append("verify finds the folder wrong")
    return [f"seed {seed}, {each}" for each in wrong], Counter({"through a plan": length})


def _of_chain(seed: int, length: int) -> tuple[list[str], Counter[str]]:
    hash: Hash = "sha256" if seed % 4 == 0 else "sha1"
    chain = make_chain(seed, length, 64 if hash == "sha256" else 40)
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        box = Box(Path(folder, "repository"), hash)
        states = [chain.before, *(step.after for step in chain.steps)]
        known = box.import_trees(states)
        trees = [tree for _, tree in known]
        patches = patches_of(chain, hash, known[0][0])
        wrong = [
            *_by_our_applier(chain, patches, trees, hash),
            *_by_git_apply(box, patches, trees, known[0][0]),
            *_by_git_am(box, patches, trees, known[0][0], Path(folder)),
        ]
    return [f"seed {seed}, {each}" for each in wrong], _kinds(chain)


def patches_of(chain: Chain, hash: Hash, commit: str) -> list[Patch]:
    """Return the patches of a chain as a build would write them."""
    found = []
    for number, step in enumerate(chain.steps, 1):
        diffs = [diff_file(change, splices, hash=hash) for change, splices in step.changes]
        base = commit if number == 1 else None
        found.append(
            render_patch(step.message, diffs, number=number, total=len(chain.steps), base_commit=base)
        )
    return found


def _by_our_applier(chain: Chain, patches: list[Patch], trees: list[str], hash: str) -> Iterator[str]:
    tree = tree_of(chain.before, hash)
    if tree.id != trees[0]:
        yield "patch 0: our id of the base is not git's"
    for number, (patch, wanted) in enumerate(zip(patches, trees[1:], strict=True), 1):
        tree = tree.apply(prove_patch(patch, partial(_read, tree)))
        if tree.id != wanted:
            yield f"patch {number}: our applier gives another tree"
            return
        if set(tree.paths()) != set(chain.steps[number - 1].after):
            yield f"patch {number}: our tree lists other paths than it has"


def _read(tree: Tree, path: str) -> tuple[int, bytes] | None:
    mode = tree.mode(path)
    return None if mode is None else (mode, tree.read(path))


def _by_git_apply(box: Box, patches: list[Patch], trees: list[str], start: str) -> Iterator[str]:
    box.git("read-tree", start)
    for number, patch in enumerate(patches, 1):
        tree, said = box.apply(patch.data)
        if tree != trees[number] or said:
            yield f"patch {number}: git apply gives another tree, or moves it: {said}"
            return
    for number, patch in reversed(list(enumerate(patches, 1))):
        tree, said = box.apply(patch.data, "-R")
        if tree != trees[number - 1] or said:
            yield f"patch {number}: git apply -R gives another tree, or moves it: {said}"
            return


def _by_git_am(box: Box, patches: list[Patch], trees: list[str], start: str, folder: Path) -> Iterator[str]:
    paths = []
    for patch in patches:
        paths.append(folder / patch.name)
        paths[-1].write_bytes(patch.data)
    made, said = box.am(start, paths)
    if said:
        yield f"patch {len(made) + 1}: git am refuses it: {said}"
    for number, (patch, found) in enumerate(zip(patches, made, strict=False), 1):
        message = patch.message
        wanted = (trees[number], message.text, message.author_name, message.author_email, message.date)
        names = ("tree", "message", "name", "address", "date")
        for name, one, other in zip(names, found, wanted, strict=True):
            if one.rstrip("\n") != other.rstrip("\n"):
                yield f"patch {number}: git am gives another {name}: {one!r}, not {other!r}"


def _kinds(chain: Chain) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for step in chain.steps:
        for change, splices in step.changes:
            if change.before is None:
                kinds["created"] += 1
            elif change.after is None:
                kinds["deleted"] += 1
            elif change.old_path is not None:
                kinds["renamed"] += 1
            elif change.before == change.after:
                kinds["mode"] += 1
            else:
                kinds["edited" if splices else "replaced"] += 1
    return kinds


def run(cases: int, seed: int, jobs: int, length: int = LENGTH) -> tuple[list[str], Counter[str], int]:
    """Return differences, kinds of changes and the number of patches of a whole run."""
    seeds = range(seed, seed + -(-cases // length))
    wrong: list[str] = []
    kinds: Counter[str] = Counter()
    one = partial(differences, length=length)
    if jobs == 1:
        results: Iterator[tuple[list[str], Counter[str]]] = map(one, seeds)
    else:
        results = ProcessPoolExecutor(jobs).map(one, seeds)
    for found, counted in results:
        wrong += found
        kinds += counted
    return wrong, kinds, len(seeds) * length


def main() -> int:
    """Run it and print the figures; 1 where anything differed."""
    parser = argparse.ArgumentParser(description="random patches, judged by git")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--git", metavar="PATH", help="another git than the first on the path")
    asked = parser.parse_args()
    if asked.git:
        print(use_git(asked.git))
    began = time.monotonic()
    wrong, kinds, cases = run(asked.cases, asked.seed, asked.jobs)
    for each in wrong:
        print(each)
    print(
        f"{cases} patches from seed {asked.seed} on: {len(wrong)} differences ({time.monotonic() - began:.0f} s)"
    )
    print("changes: " + ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
