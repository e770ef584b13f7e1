"""Which files of a tree can hold some bytes, as `git grep` sees it; a file that it names is looked at again."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from itertools import combinations_with_replacement

from patcher.git.program import closed_environment, try_git
from patcher.tree import to_text
from patcher.tree.model import Hash


def paths_holding(objects: str, hash: Hash, tree: str, sought: Sequence[bytes]) -> frozenset[str] | None:
    """Return the paths of a tree object's files in which one of some bytes stands; none of these has a newline.

    git searches the objects from a repository of its own, made for this: no configuration, attribute or
    index of the user's is in it. `None` where git was not sure: without PCRE2, where an object cannot be
    read, and without a place for that repository.
    """
    import tempfile

    options = ["-l", "-z", "-a", "-P", "--threads=1", "--no-color", "--no-recurse-submodules"]
    asked = ["grep", *options, "-f", "-", tree, "--"]
    try:
        with tempfile.TemporaryDirectory(prefix="patcher-search-") as folder:
            _empty_repository(folder, hash)
            environment = closed_environment({"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": objects})
            status, out, said = try_git(asked, environment, cwd=folder, data=_pattern(sought))
    except OSError:  # no place for it
        return None
    if status not in (0, 1) or said:
        return None
    start = len(tree) + 1  # of `TREE:PATH`
    return frozenset(to_text(name[start:]) for name in out.split(b"\0") if name)


# The bytes of source text from the most frequent on; what is not here is rarer still.
_FREQUENT = b" etonsira_dclp/umhf)(*,b.g:'y-S1E\"0`T[]2vIRNAx3#wCLk4Oj5P689=\\7"


def _pattern(sought: Sequence[bytes]) -> bytes:
    """Return bytes as ways of one pattern that `pcre2pattern(3)` takes for no more than themselves.

    PCRE2 leaps to where a way can begin if there are no more than two bytes to begin with, and runs through
    all else step by step, so each way begins where it has one of the two, and looks behind for the rest.
    """
    begins = _beginnings(sought)
    ways = []
    for each in sought:
        at = min((each.index(byte) for byte in begins if byte in each), default=0)
        behind = b"(?<=%b)" % _plainly(each[:at]) if at else b""
        ways.append(behind + _plainly(each[at:]))
    return b"|".join(ways) + b"\n"


def _beginnings(sought: Sequence[bytes]) -> Collection[int]:
    """Return the rarest one or two bytes of which each of some bytes has one; none where there are no such two."""
    held = [frozenset(each) for each in sought]
    pairs = map(frozenset, combinations_with_replacement(sorted(frozenset().union(*held)), 2))
    fitting = (pair for pair in pairs if not any(map(pair.isdisjoint, held)))
    return min(fitting, key=lambda pair: sum(map(_frequency, pair)), default=())


def _frequency(byte: int) -> float:
    """Return how often a byte stands in text: about as its place in the order says, as words do."""
    place = _FREQUENT.find(byte)
    return 1 / (place + 1) if place >= 0 else 1 / 256


def _plainly(text: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in text)


def _empty_repository(folder: str, hash: Hash) -> None:
    """Make a repository without anything in it; see `gitrepository-layout`."""
    for name in ("objects", "refs"):
        os.mkdir(os.path.join(folder, name))
    sha256 = "[extensions]\nobjectFormat = sha256\n" if hash == "sha256" else ""
    version = 1 if sha256 else 0
    config = f"[core]\nrepositoryFormatVersion = {version}\nbare = true\n{sha256}"
    for name, text in (("HEAD", "ref: refs/heads/none\n"), ("config", config)):
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.write(text)
