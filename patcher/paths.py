"""A path of a tree → why git would not hold it. Every room may import it."""

from __future__ import annotations

import re

from patcher.expression import expression

# What HFS+ does not see in a name; other names it takes as they are.
_HFS_IGNORED = expression("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_GIT, _MODULES = (expression(name, re.ASCII | re.IGNORECASE) for name in (r"\.git", r"\.gitmodules"))
# On NTFS blanks and dots at the end go, `:` begins a stream, and each name has a short one beside it; where four
# of those are taken, the next is made of a checksum.
_NTFS_GIT, _NTFS_MODULES = (
    expression(rf"(?:{names})[ .]*(?::.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)
    for names in (
        r"\.git|git~1",
        r"\.gitmodules|gitmod~[1-4]|(?:g(?:i(?:7(?:e(?:ba?)?)?)?)?)?~[1-9][0-9]*(?<=^.{8})",
    )
)


def refused_by_git(path: str, *, link: bool = False) -> str | None:
    """Return why git would not hold a path, on any system, or `None` where it would; `link`: as a symbolic link.

    git's `verify_path` with the protections of HFS+ and NTFS both switched on.
    """
    if path.startswith("/"):
        return "is absolute"
    if "\0" in path:
        return "holds a NUL"
    parts = path.split("/")
    if "" in parts:
        return "has an empty part"
    for part in parts:
        if part in ("..", "."):
            return f"has a part `{part}`"
    return enters_git(path, link=link)


def enters_git(path: str, *, link: bool = False) -> str | None:
    """Return that a path leads into git's own folder, in any spelling, or `None` where it does not.

    As a link, `.gitmodules` is refused in the same way: git would read through it.
    """
    seen = path if path.isascii() else _HFS_IGNORED.sub("", path)
    if "git" in seen.lower() and _one_is(seen, path, _GIT, _NTFS_GIT):
        return "leads into git's own folder"
    if link and _one_is(seen, path, _MODULES, _NTFS_MODULES):
        return "is a link where git reads `.gitmodules`"
    return None


def _one_is(seen: str, path: str, hfs: re.Pattern[str], ntfs: re.Pattern[str]) -> bool:
    return any(map(hfs.fullmatch, seen.split("/"))) or any(
        map(ntfs.fullmatch, path.replace("\\", "/").split("/"))
    )
