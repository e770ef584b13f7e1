"""C and C++: the preprocessor's lines are read by themselves, all else by a grammar."""

from patcher.syntax.cfamily.syntax import CFamilySyntax

__all__ = ["CFamilySyntax"]
