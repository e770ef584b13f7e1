"""Python files: a layout by indentation and brackets, confirmed by `ast` and by tree-sitter."""

from __future__ import annotations

from patcher.source import SourceFile
from patcher.syntax.model import Language
from patcher.syntax.python.large import LargePython
from patcher.syntax.python.syntax import PythonSyntax
from patcher.syntax.syntax import Syntax

__all__ = ["LargePython", "PythonSyntax", "build"]


LARGE = 20_000  # bytes from which on looking at parts of a file costs less than looking at all of it


def build(source: SourceFile, language: Language) -> Syntax:
    """Return a Python file's syntax; nothing is scanned before it is asked for."""
    if len(source.data) >= LARGE:
        return LargePython(source, language)
    return PythonSyntax(source, language)
