"""`Grammar`: what the boundary finder must know of a grammar's nodes, as one table a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from patcher.record import dataclass, field

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS = frozenset({"function", "method", "constructor", "macro"})
VARIABLES = frozenset({"variable", "constant", "assignment"})


class Named(NamedTuple):
    """A name that a node defines: the name, the node that goes with it, whether it goes only with others.

    `kind` is the word for what it is where the node's type alone does not tell.
    """

    name: str
    node: Node
    multiple: bool = False
    kind: str | None = None


@dataclass(frozen=True)
class Grammar:
    """A language's nodes by what they are to a cut. All names are node types of the grammar.

    `package` is the Python module that holds the grammar and `entry` its function.
    """

    package: str
    entry: str = "language"
    # Nodes that define names, with the language's own word for what they define. Those whose word is
    # of `VARIABLES` count only outside functions.
    defines: Mapping[str, str] = field(default_factory=dict)
    # Nodes whose named children are statements or members: a file, a block, a class body.
    bodies: frozenset[str] = frozenset()
    # Bodies that may be empty, and parts of the file that no one would call a body.
    may_be_empty: frozenset[str] = frozenset()
    # Nodes around one thing that belong to it: an `export`, a `template<...>`, a type declaration.
    wrappers: frozenset[str] = frozenset()
    # Further nodes in which definitions are looked for, without a scope of their own.
    opens: frozenset[str] = frozenset()
    # Comma-separated constructs, with what they are called.
    lists: Mapping[str, str] = field(default_factory=dict)
    # Those of them that hold an element only where a comma parts it from another.
    only_parted: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()  # those of them whose brackets may not be empty
    # Siblings that stand before what they belong to: attributes, decorators.
    attached: frozenset[str] = frozenset()
    comments: frozenset[str] = frozenset({"comment", "line_comment", "block_comment"})
    prose: frozenset[str] = frozenset()  # text that is shown: nothing in it is a comment
    # Compound statements with the word that opens them, and the nodes that are their further arms.
    chains: Mapping[str, str] = field(default_factory=dict)
    arms: Mapping[str, str] = field(default_factory=dict)
    # Lists whose elements count on from one another, and the nodes that are their elements.
    numbered: frozenset[str] = frozenset()
    element_types: frozenset[str] = frozenset()
    jumps: bool = False  # whether `goto`, `break` and `continue` may name a label
    # Leaves that are names, and those of them that stand behind a dot.
    identifiers: frozenset[str] = frozenset({"identifier", "type_identifier"})
    attributes: frozenset[str] = frozenset({"field_identifier", "property_identifier"})
    # Where a statement ends, for the second witness: "newline" too, or only at `;` and `}`.
    newline_ends: bool = True
    # A regular expression of words that go on with a statement at the start of a line: `then`, `fi`.
    goes_on: str = ""
    # Whether one statement without braces can be the body of an arm.
    lone_bodies: bool = False
    # Fields that a node which stays must keep: what names it and what it is about.
    protected: frozenset[str] = frozenset({"name", "body", "condition", "declarator", "function"})
