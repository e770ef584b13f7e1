"""What a file is made of, seen in its language: definitions, statements, entries, comments, faults.

>>> from patcher.source import SourceFile
>>> source = SourceFile("a.py", b"import os\\n\\n\\ndef f():\\n    return os.name\\n")
>>> [definition.name for definition in syntax_of(source, language_of(source.path)).definitions()]
['f']
"""

from patcher.syntax.model import Language
from patcher.syntax.registry import LANGUAGES, language_names, language_of, syntax_of
from patcher.syntax.syntax import Syntax

__all__ = ["LANGUAGES", "Language", "Syntax", "language_names", "language_of", "syntax_of"]
