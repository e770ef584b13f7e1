"""Which names of a top-level statement mean something outside the scope they stand in.

Follows The Python Language Reference, 4.2: a function, a lambda and a comprehension have scopes of
their own, a class body is seen by itself alone, `global` and `nonlocal` point outwards, a walrus in
a comprehension binds around it. What a local scope binds is not given at all.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from patcher.record import dataclass, field

Placed = ast.expr | ast.alias | ast.keyword | ast.stmt | ast.arg
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(slots=True)
class Reference:
    """A place where a name is written: what kind of use, and what stands before its dot.

    `chain` is the expression before the dot, or the function of a keyword, as names, `()` where it
    is no chain of names; `root` tells what its first name is: "file" (bound in no scope around),
    "self" (what a method is called with; `chain` is then the class), "import" (`chain` is then a
    dotted path) or "" for a local or anything else. `node` has the place.
    """

    name: str
    kind: str
    node: Placed
    scope: str
    chain: tuple[str, ...] = ()
    root: str = ""


@dataclass(slots=True)
class _Scope:
    kind: str  # "file", "class", "function"
    name: str  # qualified, "" for the file
    parent: _Scope | None = None
    bound: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)  # names declared nonlocal
    file: set[str] = field(default_factory=set)  # names declared global
    imports: dict[str, str] = field(default_factory=dict)
    receiver: str | None = None  # the first parameter of a method
    receives: str = ""  # the class of that method
    comprehension: bool = False
    sees_class: bool = False  # of type parameters: a class around is seen through it

    def holder(self, name: str) -> _Scope | None:
        """Return the scope that binds a name, `None` where only the file can."""
        scope: _Scope | None = self
        first = True
        while scope is not None and scope.kind != "file":
            if name in scope.file:
                return None
            if name in scope.bound and name not in scope.outer and (scope.kind != "class" or first):
                return scope
            first = first and scope.sees_class
            scope = scope.parent
        return None

    def binder(self) -> _Scope:
        """Return the scope in which a walrus binds."""
        scope = self
        while scope.comprehension and scope.parent is not None:
            scope = scope.parent
        return scope


def find_references(module: ast.Module) -> list[Reference]:
    """Return every reference of a parsed statement to what its own scopes do not bind, in file order."""
    walk = _Walk()
    for statement in module.body:
        walk.visit(statement, walk.file)
    return list(walk.resolved())


class _Walk:
    """One pass that notes what every scope binds and what is read; both are put together at the end.

    A class body is the exception: what it reads before it binds it comes from outside, so that is
    settled on the spot.
    """

    _methods: ClassVar[dict[type[ast.AST], Callable[[_Walk, Any, _Scope], None]]] = {}

    def __init__(self) -> None:
        self.file = _Scope("file", "")
        self._noted: list[tuple[Reference, _Scope, bool]] = []

    def resolved(self) -> Iterator[Reference]:
        for reference, scope, early in self._noted:
            if reference.kind == "name":
                if _holder(scope, reference.name, early) is None:
                    yield reference
                continue
            if reference.kind in ("attribute", "set", "keyword") and reference.chain:
                _find_root(reference, scope)
            yield reference

    def note(self, reference: Reference, scope: _Scope) -> None:
        early = scope.kind == "class" and reference.name not in scope.bound
        self._noted.append((reference, scope, early))

    def bind(self, name: str, scope: _Scope) -> None:
        if name not in scope.file and name not in scope.outer:
            scope.bound.add(name)

    def visit(self, node: ast.AST | None, scope: _Scope) -> None:
        if node is not None:
            method = self._methods.get(type(node)) or self._method(type(node))
            method(self, node, scope)

    def _method(self, kind: type[ast.AST]) -> Callable[[_Walk, Any, _Scope], None]:
        """Return what looks at nodes of a kind; kept for all walks, for there are many nodes of few kinds."""
        found = getattr(_Walk, f"_{kind.__name__.lower()}", None)
        if found is None and issubclass(kind, _COMPREHENSIONS):
            found = _Walk._comprehension
        if found is None:
            found = _Walk._inner if kind._fields else _Walk._leaf
        self._methods[kind] = found
        return found

    def all(self, nodes: Iterable[ast.AST | None], scope: _Scope) -> None:
        known = self._methods
        for node in nodes:
            if node is not None:
                (known.get(type(node)) or self._method(type(node)))(self, node, scope)

    def _inner(self, node: ast.AST, scope: _Scope) -> None:
        """Look at what a node holds."""
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                self.all([each for each in value if isinstance(each, ast.AST)], scope)
            elif isinstance(value, ast.AST):
                self.visit(value, scope)

    def _leaf(self, node: ast.AST, scope: _Scope) -> None:
        """Leave out what holds nothing: an operator, `pass`."""

    def _name(self, node: ast.Name, scope: _Scope) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.bind(node.id, scope)
        if not isinstance(node.ctx, ast.Store):
            self.note(Reference(node.id, "name", node, scope.name), scope)

    def _attribute(self, node: ast.Attribute, scope: _Scope) -> None:
        self.visit(node.value, scope)
        kind = "set" if isinstance(node.ctx, ast.Store) else "attribute"
        self.note(Reference(node.attr, kind, node, scope.name, chain_of(node.value)), scope)

    def _call(self, node: ast.Call, scope: _Scope) -> None:
        self.visit(node.func, scope)
        if chain_of(node.func)[-1:] == ("cast",) and node.args:
            self._annotation(node.args[0], scope)
            self.all(node.args[1:], scope)
        else:
            self.all(node.args, scope)
        for keyword in node.keywords:
            if keyword.arg is not None:
                chain = chain_of(node.func)
                self.note(Reference(keyword.arg, "keyword", keyword, scope.name, chain), scope)
            self.visit(keyword.value, scope)

    def _joinedstr(self, node: ast.JoinedStr, scope: _Scope) -> None:
        if sys.version_info < (3, 12):  # what is inside has the places of a text of its own
            for part in ast.walk(node):
                ast.copy_location(part, node)
        self.all(node.values, scope)

    def _constant(self, node: ast.Constant, scope: _Scope) -> None:
        if isinstance(node.value, str) and len(node.value) < 200:
            last = node.value.rpartition(".")[2]
            if last.isidentifier() and all(map(str.isidentifier, node.value.split("."))):
                self.note(Reference(last, "text", node, scope.name), scope)

    def _assign(self, node: ast.Assign, scope: _Scope) -> None:
        self._value(node.targets, node.value, scope)
        self.all(node.targets, scope)

    def _augassign(self, node: ast.AugAssign, scope: _Scope) -> None:
        if isinstance(node.target, ast.Name):
            self.note(Reference(node.target.id, "name", node.target, scope.name), scope)
        self._value([node.target], node.value, scope)
        self.visit(node.target, scope)

    def _annassign(self, node: ast.AnnAssign, scope: _Scope) -> None:
        self._annotation(node.annotation, scope)
        if node.value is not None:
            self._value([node.target], node.value, scope)
        self.visit(node.target, scope)

    def _value(self, targets: Sequence[ast.expr], value: ast.expr, scope: _Scope) -> None:
        """Walk through what is assigned; the strings of an `__all__` are the file's exports."""
        if scope.kind != "file" or not any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
            self.visit(value, scope)
            return
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                self.note(Reference(part.value, "export", part, ""), scope)

    def _for(self, node: ast.For | ast.AsyncFor, scope: _Scope) -> None:
        self.all((node.iter, node.target, *node.body, *node.orelse), scope)

    _asyncfor = _for

    def _namedexpr(self, node: ast.NamedExpr, scope: _Scope) -> None:
        self.visit(node.value, scope)
        self.bind(node.target.id, scope.binder())

    def _global(self, node: ast.Global, scope: _Scope) -> None:
        for name in node.names:
            scope.file.add(name)
            scope.bound.discard(name)

    def _nonlocal(self, node: ast.Nonlocal, scope: _Scope) -> None:
        scope.outer.update(node.names)
        scope.bound.difference_update(node.names)

    def _excepthandler(self, node: ast.ExceptHandler, scope: _Scope) -> None:
        self.visit(node.type, scope)
        if node.name:
            self.bind(node.name, scope)
        self.all(node.body, scope)

    def _matchas(self, node: ast.MatchAs | ast.MatchStar, scope: _Scope) -> None:
        if node.name:
            self.bind(node.name, scope)
        self.all(ast.iter_child_nodes(node), scope)

    _matchstar = _matchas

    def _matchmapping(self, node: ast.MatchMapping, scope: _Scope) -> None:
        if node.rest:
            self.bind(node.rest, scope)
        self.all((*node.keys, *node.patterns), scope)

    def _matchclass(self, node: ast.MatchClass, scope: _Scope) -> None:
        self.visit(node.cls, scope)
        for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
            keyword = ast.keyword(arg=name, value=node.cls)
            ast.copy_location(keyword, pattern)
            self.note(Reference(name, "keyword", keyword, scope.name, chain_of(node.cls)), scope)
        self.all((*node.patterns, *node.kwd_patterns), scope)

    def _import(self, node: ast.Import, scope: _Scope) -> None:
        for alias in node.names:
            parts = alias.name.split(".")
            for index, part in enumerate(parts):
                chain = tuple(parts[:index])
                self.note(Reference(part, "import", alias, scope.name, chain, "import"), scope)
            bound = alias.asname or parts[0]
            scope.imports[bound] = alias.name if alias.asname else parts[0]
            self.bind(bound, scope)

    def _importfrom(self, node: ast.ImportFrom, scope: _Scope) -> None:
        module = "." * node.level + (node.module or "")
        for index, part in enumerate((node.module or "").split(".")):
            if part:
                before = "." * node.level + ".".join((node.module or "").split(".")[:index])
                self.note(Reference(part, "import", node, scope.name, (before,), "import"), scope)
        for alias in node.names:
            self.note(Reference(alias.name, "import", alias, scope.name, (module,), "import"), scope)
            bound = alias.asname or alias.name
            scope.imports[bound] = f"{module}.{alias.name}" if module.strip(".") else module + alias.name
            self.bind(bound, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: _Scope) -> None:
        self.all(node.decorator_list, scope)
        self.bind(node.name, scope)
        around = self._with_type_parameters(node, scope)
        self._defaults(node.args, scope)
        for argument in _arguments(node.args):
            self._annotation(argument.annotation, around)
        self._annotation(node.returns, around)
        inner = _Scope("function", _inside(scope, node.name), around)
        self._bind_arguments(node.args, inner)
        positional = [*node.args.posonlyargs, *node.args.args]
        static = any(chain_of(d)[-1:] == ("staticmethod",) for d in node.decorator_list)
        if scope.kind == "class" and positional and not static:
            inner.receiver, inner.receives = positional[0].arg, scope.name
        self.all(node.body, inner)

    _functiondef = _function
    _asyncfunctiondef = _function

    def _lambda(self, node: ast.Lambda, scope: _Scope) -> None:
        self._defaults(node.args, scope)
        inner = _Scope("function", scope.name, scope)
        self._bind_arguments(node.args, inner, noted=False)
        self.visit(node.body, inner)

    def _defaults(self, arguments: ast.arguments, scope: _Scope) -> None:
        self.all((*arguments.defaults, *arguments.kw_defaults), scope)

    def _bind_arguments(self, arguments: ast.arguments, inner: _Scope, *, noted: bool = True) -> None:
        for argument in _arguments(arguments):
            inner.bound.add(argument.arg)
            if noted:
                self.note(Reference(argument.arg, "parameter", argument, inner.name), inner)

    def _classdef(self, node: ast.ClassDef, scope: _Scope) -> None:
        self.all(node.decorator_list, scope)
        around = self._with_type_parameters(node, scope)
        self.all(node.bases, around)
        self.all(node.keywords, around)
        self.bind(node.name, scope)
        self.all(node.body, _Scope("class", _inside(scope, node.name), around))

    def _typealias(self, node: ast.AST, scope: _Scope) -> None:
        name = getattr(node, "name")  # noqa: B009 - `ast.TypeAlias` is of Python 3.12
        self.bind(name.id, scope)
        self.visit(getattr(node, "value"), self._with_type_parameters(node, scope))  # noqa: B009

    def _with_type_parameters(self, node: ast.AST, scope: _Scope) -> _Scope:
        parameters = getattr(node, "type_params", ())
        if not parameters:
            return scope
        around = _Scope("function", scope.name, scope, sees_class=True)
        for parameter in parameters:
            around.bound.add(parameter.name)
            self.all(ast.iter_child_nodes(parameter), around)
        return around

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: _Scope
    ) -> None:
        inner = _Scope("function", scope.name, scope, comprehension=True)
        for index, generator in enumerate(node.generators):
            self.visit(generator.iter, inner if index else scope)
            self.visit(generator.target, inner)
            self.all(generator.ifs, inner)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self.all(parts, inner)

    def _annotation(self, node: ast.expr | None, scope: _Scope) -> None:
        """Walk through a type, in which a string is a type written later (PEP 484)."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                inner = ast.parse(node.value.strip(), mode="eval").body
            except (SyntaxError, ValueError):
                return
            for part in ast.walk(inner):
                ast.copy_location(part, node)
            self._annotation(inner, scope)
        elif isinstance(node, ast.Subscript):
            self.visit(node.value, scope)
            if chain_of(node.value)[-1:] == ("Literal",):
                self.visit(node.slice, scope)
            else:
                self._annotation(node.slice, scope)
        elif isinstance(node, ast.Tuple | ast.List):
            for element in node.elts:
                self._annotation(element, scope)
        elif isinstance(node, ast.BinOp):
            self._annotation(node.left, scope)
            self._annotation(node.right, scope)
        else:
            self.visit(node, scope)


def _holder(scope: _Scope, name: str, early: bool) -> _Scope | None:
    """Return the scope that binds a name which is read in another, `None` where only the file can."""
    if early and scope.parent is not None and name not in scope.file:
        outside = scope.parent
        while outside.kind == "class" and outside.parent is not None:
            outside = outside.parent
        return outside.holder(name)
    return scope.holder(name)


def _find_root(reference: Reference, scope: _Scope) -> None:
    """Tell what the first name of a reference's chain is; a local of unknown kind leaves no chain."""
    first, *rest = reference.chain
    holder = scope.holder(first)
    if holder is None:
        reference.root = "file"
    elif first in holder.imports:
        reference.root, reference.chain = "import", (holder.imports[first], *rest)
    elif holder.receiver == first and rest in ([], ["__class__"]):
        reference.root, reference.chain = "self", (holder.receives,)
    else:
        reference.chain = ()


def chain_of(node: ast.expr) -> tuple[str, ...]:
    """Return an expression that is names with dots between, `type(x)` read as `x`; else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
        if not (isinstance(node.func, ast.Name) and node.func.id == "type"):
            return ()
        node = node.args[0]
        parts.append("__class__")
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else ()


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (a for a in (arguments.vararg, arguments.kwarg) if a is not None)


def _inside(scope: _Scope, name: str) -> str:
    return f"{scope.name}.{name}" if scope.name else name
