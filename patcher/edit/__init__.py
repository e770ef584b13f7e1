"""Ranges and what happens to them → new bytes, and the splices that make them.

>>> from patcher.edit import apply_edits
>>> from patcher.source import LineRange, SourceFile, Span
>>> from patcher.errors import Place
>>> from patcher.edit.model import Request
>>> from patcher.finder.model import Located
>>> from patcher.spec.model import Delete, Edit, Selector
>>> from patcher.syntax import language_of, syntax_of
>>> source = SourceFile("a.txt", b"one\\n\\ntwo\\n\\nthree\\n")
>>> place = Place("plan.yaml", 1, 1)
>>> delete = Delete(selector=Selector(extent="line", anchor="two", place=place))
>>> edit = Edit(action=delete, name="delete", place=place)
>>> two = Located("a.txt", "line", Span(5, 9), Span(5, 9), LineRange(3, 3), True, "two", Span(5, 8))
>>> apply_edits(source, syntax_of(source, language_of("a.txt")), [Request(edit, two)]).data
b'one\\n\\nthree\\n'
"""

from patcher.edit.apply import apply_edits
from patcher.edit.model import Edited, Outcome, Request, Splice

__all__ = ["Edited", "Outcome", "Request", "Splice", "apply_edits"]
