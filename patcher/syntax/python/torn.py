"""Statements that no version of Python takes, told from tree-sitter's tree, which takes more than Python does."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETERS = frozenset({"parameters", "lambda_parameters"})


def is_torn(root: Node) -> bool:
    """Tell whether a tree has an error, or parameters with a `/` or a `*` that parts nothing."""
    if root.has_error:
        return True
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in _PARAMETERS and _parts_nothing(node):
            return True
        stack.extend(node.named_children)
    return False


def _parts_nothing(parameters: Node) -> bool:
    kinds = [each.type for each in parameters.named_children if each.type != "comment"]
    for kind, following in pairwise([*kinds, ""]):
        if kind == "keyword_separator" and following in ("", "dictionary_splat_pattern"):
            return True
    return kinds[:1] == ["positional_separator"]
