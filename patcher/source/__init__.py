"""Bytes of a file as lines and text, and back, without losing one of them.

>>> source = SourceFile("a.txt", b"one\\r\\ntwo")
>>> source.text, source.line_count, source.line_bytes(1)
('one\\ntwo', 2, b'one\\r\\n')
>>> source.byte_span(Span(4, 7))
(5, 8)
"""

from patcher.source.excerpts import excerpt_of, mark_of
from patcher.source.file import SourceFile
from patcher.source.ranges import Following, LineRange, Span, joined

__all__ = ["Following", "LineRange", "SourceFile", "Span", "excerpt_of", "joined", "mark_of"]
