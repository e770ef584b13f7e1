"""Regular expressions that are compiled where they are first used, not where their module is imported.

A run imports some two hundred and uses half of them, and to compile one costs more than most are ever
asked. From its first use on an expression has the bound methods of the pattern that it was compiled to:
a loop over it calls into `re` with no function of ours between.

>>> word = expression(r"[a-z]+")
>>> word.findall("one way")
['one', 'way']
>>> expression(word.pattern + r"\\Z").search("one way").span()
(4, 7)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    expression = re.compile
else:
    _METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")

    class _Compiled:
        """An expression that was used. Without a `__getattr__` its methods are found at half the cost."""

        __slots__ = ("_flags", "pattern", *_METHODS)

    class expression(_Compiled):  # noqa: N801 -- it is called as a function is, and for mypy it is one
        """What matches as `re.compile(pattern, flags)` does; `pattern` is its text, compiled or not.

        It is no object of the class `re.Pattern`: its methods are to be called, not those of `re` with it,
        and a match's `re` is the compiled pattern. Two threads may both compile it, to the same end. Raises
        `re.error` at the first use.
        """

        __slots__ = ()

        def __init__(self, pattern, flags=0):
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name):
            """Compile it at the first question for a method."""
            if name not in _METHODS:
                raise AttributeError(name)
            compiled = re.compile(self.pattern, self._flags)
            for each in _METHODS:
                setattr(self, each, getattr(compiled, each))
            self.__class__ = _Compiled
            return getattr(self, name)
