"""Languages that are read with a tree-sitter grammar: one table a language, one way of reading it."""

from patcher.syntax.grammar import places
from patcher.syntax.grammar.model import Grammar, Named
from patcher.syntax.grammar.scopes import Scoping
from patcher.syntax.grammar.syntax import GrammarSyntax

__all__ = ["Grammar", "GrammarSyntax", "Named", "Scoping", "places"]
