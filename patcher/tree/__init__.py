"""Objects that a reader hands over → paths, bytes, ids; and the trees after changes."""

from patcher.tree.model import Entry, FileChange
from patcher.tree.objects import Folder, object_id, parse_tree, to_bytes, to_text
from patcher.tree.pathspec import compile_pathspecs, is_literal
from patcher.tree.tree import Tree, TreeReader, check_target_path

__all__ = [
    "Entry",
    "FileChange",
    "Folder",
    "Tree",
    "TreeReader",
    "check_target_path",
    "compile_pathspecs",
    "is_literal",
    "object_id",
    "parse_tree",
    "to_bytes",
    "to_text",
]
