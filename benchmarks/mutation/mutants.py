"""The mutants: made by the operators of cosmic-ray, less those that cannot change what the program does."""

from __future__ import annotations

import ast
import difflib
import hashlib
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

Position = tuple[int, int]  # 1-based line, 0-based column in characters

SWAPPED = ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")  # equality against identity
IDLE = ("@override", "@final", "@overload", "@cache", "@lru_cache")  # decorators that change no result


@dataclass(frozen=True)
class Mutant:
    """One change of one file: `occurrence` counts, from 0, where the operator fits in that file."""

    path: str
    operator: str
    occurrence: int
    start: Position
    end: Position

    @property
    def name(self) -> str:
        """What tells it from the others of its file, in a line."""
        return f"{self.path}:{self.start[0]}:{self.start[1] + 1} {self.operator.partition('/')[2]} #{self.occurrence}"


@dataclass(frozen=True)
class Place:
    """Where a file can be mutated, and how. `key` is made of the text there, so an edit elsewhere leaves it."""

    key: str
    mutants: tuple[Mutant, ...]


@cache
def operators() -> dict[str, Any]:
    """Return the operators that need no argument, by name."""
    classes = {name: cosmic_ray.plugins.get_operator(name) for name in cosmic_ray.plugins.operator_names()}
    return {name: made() for name, made in sorted(classes.items()) if not made.arguments()}


def places(path: str, source: str) -> Iterator[Place]:
    """Yield the places of a file in the order of the text, those left out by rule excepted."""
    lines = source.split("\n")
    nodes = list(ast_nodes(get_ast(source)))
    idle = _idle(ast.parse(source))
    found: defaultdict[tuple[Position, Position], list[Mutant]] = defaultdict(list)
    for name, operator in operators().items():
        positions = (spot for node in nodes for spot in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(positions):
            if name.endswith(SWAPPED) or any(first <= start < last for first, last in idle):
                continue
            if lines[start[0] - 1].strip().partition("(")[0] not in IDLE:
                found[start, end].append(Mutant(path, name, occurrence, start, end))
    seen: Counter[str] = Counter()
    for (start, end), mutants in sorted(found.items()):
        line = lines[start[0] - 1]
        indent = len(line) - len(line.lstrip())
        text = f"{path}\n{line.strip()}\n{start[1] - indent}-{end[0] - start[0]}-{end[1] - indent}"
        seen[text] += 1
        yield Place(f"{text}\n{seen[text]}", tuple(mutants))


def mutated(mutant: Mutant, source: str) -> str | None:
    """Return the file with the change, or `None` where Python reads the same in it, or cannot read it."""
    after = mutate_code(source, operators()[mutant.operator], mutant.occurrence)
    if after is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(after, mutant.path, "exec", dont_inherit=True)
        except SyntaxError:
            return None
        same = ast.dump(ast.parse(after)) == ast.dump(ast.parse(source))
    return None if same else after


def every(root: Path, paths: Sequence[str]) -> list[Place]:
    """Return the places of all files."""
    return [place for path in paths for place in places(path, (root / path).read_text("utf-8"))]


def drawn(found: Sequence[Place], seed: int) -> Iterator[Mutant]:
    """Yield one mutant a place, in the order of a digest of seed and text.

    One a place, as one operator makes eleven of a `+` and most of them are a `TypeError`.
    """
    for place in sorted(found, key=lambda place: _rank(seed, place.key)):
        yield min(
            place.mutants, key=lambda mutant: _rank(seed, place.key, mutant.operator, str(mutant.occurrence))
        )


def difference(mutant: Mutant, before: str, after: str) -> str:
    """Return the change as a unified diff without context."""
    rows = difflib.unified_diff(
        before.split("\n"), after.split("\n"), mutant.path, mutant.path, n=0, lineterm=""
    )
    return "\n".join(rows)


def _rank(seed: int, *words: str) -> str:
    return hashlib.sha256("\0".join((str(seed), *words)).encode()).hexdigest()


def _idle(tree: ast.Module) -> list[tuple[Position, Position]]:
    """Return the half-open spans of what only a type checker reads."""
    found: list[ast.stmt | ast.expr] = []
    for node in ast.walk(tree):
        match node:
            case ast.arg(annotation=ast.expr() as noted) | ast.AnnAssign(annotation=noted):
                found.append(noted)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                found += (node.test, *node.body)
            case ast.FunctionDef(returns=ast.expr() as returned):
                found.append(returned)
    found += [node for node in tree.body if isinstance(node, ast.Assign) and _alias(node.value)]
    return [((one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0)) for one in found]


def _alias(value: ast.expr) -> bool:
    """Say whether it is a type made of others: `A | B`; constants, in capitals, are none."""
    match value:
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return all(_alias(one) or _type(one) for one in (left, right))
    return False


def _type(value: ast.expr) -> bool:
    named = value.value if isinstance(value, ast.Subscript) else value
    return (isinstance(named, ast.Name) and not named.id.isupper()) or ast.unparse(value) == "None"
