"""Python files: a layout by indentation and brackets, confirmed by `ast` and by tree-sitter."""

from __future__ import annotations

from patcher.source import SourceFile
from patcher.syntax.model import Language
from patcher.syntax.python.syntax import PythonSyntax

__all__ = ["PythonSyntax", "build"]


def build(source: SourceFile, language: Language) -> PythonSyntax:
    """Return a Python file's syntax; nothing is scanned before it is asked for."""
    return PythonSyntax(source, language)
