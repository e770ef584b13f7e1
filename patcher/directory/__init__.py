"""What is read from the disk: a plain directory as a base, a plan, the files that it brings.

Reading a plan needs no tree: that part is imported when someone asks for it.
"""

from typing import TYPE_CHECKING, Any

from patcher.directory.files import read_beside_plan, read_plan

if TYPE_CHECKING:
    from patcher.directory.reader import DirectoryReader

__all__ = ["DirectoryReader", "read_beside_plan", "read_plan"]


def __getattr__(name: str) -> Any:
    """Import the reader of directories with its first use."""
    if name == "DirectoryReader":
        from patcher.directory.reader import DirectoryReader

        return DirectoryReader
    raise AttributeError(f"module 'patcher.directory' has no attribute {name!r}")
