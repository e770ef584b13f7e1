"""Variables of Go's functions that nothing uses, with which its compiler takes no file ("declared and not used").

A value that is only ever given a new one (`x = 1`) has no use; one that is counted on (`x++`, `x += 1`) has. Scopes are those
of the language: parameters are in that of the body, and `x, err := f()` declares only what its scope has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from patcher.record import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
_SCOPES = _FUNCTIONS | {
    "function_type",
    "method_elem",
    "method_spec",
    "block",
    "if_statement",
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "expression_case",
    "type_case",
    "default_case",
    "communication_case",
}
# The fields of what declares that hold its names.
_DECLARING = {
    "short_var_declaration": "left",
    "range_clause": "left",
    "receive_statement": "left",
    "var_spec": "name",
    "const_spec": "name",
    "type_spec": "name",
    "type_alias": "name",
    "parameter_declaration": "name",
    "variadic_parameter_declaration": "name",
    "type_parameter_declaration": "name",
    "type_switch_statement": "alias",
}
_PERHAPS = ("range_clause", "receive_statement")  # declare with `:=` alone
_VARIABLES = frozenset(
    {"short_var_declaration", "range_clause", "receive_statement", "var_spec", "type_switch_statement"}
)


@dataclass(slots=True)
class _Declared:
    """A name of a scope: the node that declares it, whether it must be used, whether it is, or is given a value later."""

    node: Node
    variable: bool
    used: bool = False
    given: bool = False


def unused_variables(outer: Node) -> list[tuple[Node, Node | None]]:
    """Return the variables that nothing uses in a declaration of the file's own level: names, in order.

    With each comes the statement that declares it, where that can go: it declares nothing else, nothing is called in
    it, and the variable is given no value later.
    """
    walk = _Walk()
    walk.over(outer)
    found = sorted((one for one in walk.declared if one.variable and not one.used), key=_start)
    return [(one.node, None if one.given else _alone(one.node)) for one in found]


def _start(one: _Declared) -> int:
    return one.node.start_byte


def _alone(name: Node) -> Node | None:
    """Return the statement that declares a variable, where it declares nothing else and nothing is called in it."""
    around = name.parent
    while around is not None and around.type not in ("short_var_declaration", "var_declaration", *_SCOPES):
        around = around.parent
    if around is None or around.parent is None or around.parent.type != "statement_list":
        return None
    names, stack = 0, [around]
    while stack:
        node = stack.pop()
        if node.type == "call_expression" or (
            node.type == "unary_expression" and node.children[0].type == "<-"
        ):
            return None
        if _declares(node):
            lists = node.children_by_field_name(_DECLARING[node.type])
            names += sum(
                each.named_child_count if each.type == "expression_list" else each.is_named for each in lists
            )
        stack += [] if node.type == "func_literal" else node.named_children
    return around if names == 1 else None


class _Walk:
    """Goes over nodes in the order in which they declare and use names; what is to be done next is kept in a stack."""

    def __init__(self) -> None:
        self.declared: list[_Declared] = []
        self._scopes: list[dict[str, _Declared]] = []
        self._left: list[tuple[str, Node | None]] = []

    def over(self, node: Node) -> None:
        """Go over a node."""
        self._left.append(("look", node))
        while self._left:
            what, each = self._left.pop()
            if each is None:
                self._scopes.pop()
            elif what == "declare":
                self._declare(each)
            else:
                self._look(each)

    def _look(self, node: Node) -> None:
        if node.type == "identifier":
            self._use(node)
            return
        body_of = node.parent is not None and node.parent.type in _FUNCTIONS
        if node.type in _SCOPES and not (node.type == "block" and body_of):
            self._scopes.append({})
            self._left.append(("close", None))
        children = list(_read(node))
        if _declares(node):
            names = [child.id for child in node.children_by_field_name(_DECLARING[node.type])]
            if node.type == "type_switch_statement":  # its names are those of the clauses, behind its value
                cases = [child for child in children if child.type.endswith("_case")]
                self._left += [("look", child) for child in reversed(cases)]
                children = [child for child in children if not child.type.endswith("_case")]
            self._left.append(("declare", node))
            children = [child for child in children if child.id not in names]
        self._left += [("look", child) for child in reversed(children)]

    def _declare(self, node: Node) -> None:
        if not self._scopes:
            return  # of the file's own level
        scope = self._scopes[-1]
        for child in node.children_by_field_name(_DECLARING[node.type]):
            for name in child.named_children if child.type == "expression_list" else (child,):
                text = _text(name)
                if node.type == "short_var_declaration" and text in scope:
                    scope[text].given = True
                elif name.type in ("identifier", "type_identifier") and text != "_":
                    scope[text] = _Declared(name, node.type in _VARIABLES)
                    self.declared.append(scope[text])

    def _use(self, node: Node) -> None:
        text = _text(node)
        found = next((scope[text] for scope in reversed(self._scopes) if text in scope), None)
        if found is not None and _is_assigned(node):
            found.given = True
        elif found is not None:
            found.used = True


def _declares(node: Node) -> bool:
    if node.type in _PERHAPS:
        return any(child.type == ":=" for child in node.children)
    return node.type in _DECLARING


def _read(node: Node) -> Iterator[Node]:
    """Yield the children in which names are looked up: not what a dot or a label says, nor a function's own name."""
    for index, child in enumerate(node.children):
        own = node.type in _FUNCTIONS and node.field_name_for_child(index) == "name"
        if child.is_named and not own:
            yield child


def _is_assigned(node: Node) -> bool:
    """Tell whether a name stands where it is only given a value."""
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        node, parent = parent, parent.parent
    holder = parent.parent if parent is not None and parent.type == "expression_list" else None
    if parent is None or holder is None or holder.child_by_field_name("left") != parent:
        return False
    if holder.type in _PERHAPS:
        return True
    operator = holder.child_by_field_name("operator")
    return holder.type == "assignment_statement" and operator is not None and operator.type == "="


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
