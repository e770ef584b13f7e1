"""A file's syntax tree, its offsets those of the text: parsed once, after an edit only where it changed."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from patcher.errors import Problem, SurroundingsError, Target
from patcher.expression import expression
from patcher.source import SourceFile, Span
from patcher.syntax.depth import MOST_LEVELS, refused
from patcher.syntax.grammar.model import Grammar

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree

_WIDE = expression(r"[^\x00-\x7f]")
_CAPSULE = b"tree_sitter.Language"  # the capsule keeps the address of this name
_AT_ONCE = 65_536  # bytes; the time for some texts grows with the square of their length
_MOST_BRACKETS = 2 * MOST_LEVELS
_BRACKET = expression(rb"[()\[\]{}]|\"(?:[^\"\\\n]++|\\.)*+\"")  # one of a string of one line is none
_ROUND = bytes.maketrans(b"[]{}", b"()()")
_NO_BRACKETS = bytes(set(range(256)) - set(b"()[]{}"))
_PASSES = 64  # after which a closer look costs less
_BLANK = " \t\r\n\f\v\x00"


@cache
def parser_of(package: str, entry: str) -> Parser:
    """Return the parser of a grammar; raises `ImportError` where it is not installed."""
    module = import_module(package)
    from tree_sitter import Language, Parser

    return Parser(Language(_in_capsule(getattr(module, entry)())))


def _in_capsule(pointer: object) -> object:
    """Return a grammar's address as the capsule that tree-sitter asks for; older grammars give a bare number."""
    if not isinstance(pointer, int):
        return pointer
    make = ctypes.pythonapi.PyCapsule_New
    make.restype, make.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    capsule: object = make(pointer, _CAPSULE, None)
    return capsule


def narrowed(text: str) -> bytes:
    """Return text as ASCII of the same length, so that a grammar's byte offsets are the text's.

    A grammar reads every letter beyond ASCII as it reads `x`; white space stays white space.

    >>> narrowed("é = 'ü'")
    b"x = 'x'"
    """
    if text.isascii():
        return text.encode()
    return _WIDE.sub(
        lambda match: " " if match.group().isspace() or match.group() == "\ufeff" else "x", text
    ).encode()


def parse(grammar: Grammar, source: SourceFile, data: bytes | None = None) -> Tree:
    """Return the tree of a whole file.

    `data` is what the grammar reads where that is not the text as it stands; it is as long.
    Raises `SurroundingsError` without the grammar, `Refusal` for a tree that is too deep.
    """
    try:
        parser = parser_of(grammar.package, grammar.entry)
    except ImportError:
        raise SurroundingsError(_missing(grammar, source)) from None
    data = narrowed(source.text) if data is None else data
    deep = _nested(data) if len(data) >= _AT_ONCE else None
    if deep is not None:
        raise refused(source, deep)
    return shallow(source, parsed(parser, data))


def parsed(parser: Parser, data: bytes, old: Tree | None = None) -> Tree:
    """Return the tree of a text, by that of an older one where it is given.

    Of a long text the parser asks from time to time whether to go on. Only then a signal is heard, and what its
    handler raises is raised here.
    """
    if len(data) < _AT_ONCE:
        return parser.parse(data) if old is None else parser.parse(data, old)

    def given(offset: int, _point: object) -> bytes:
        return data[offset : offset + _AT_ONCE]

    try:
        if old is None:
            return parser.parse(given, progress_callback=_stops)
        return parser.parse(given, old, progress_callback=_stops)
    except SystemError as ended:  # it was asked once more, with what the handler raised still under way
        raise (ended.__cause__ or ended) from None
    finally:
        parser.reset()  # else it would go on where it was stopped, with another text


def _nested(data: bytes) -> int | None:
    """Return where brackets stand in each other far deeper than a tree may be: some grammars take all memory for it.

    Those in comments and in strings of several lines count too. Pairs are taken out from within, which soon leaves
    little of most files.
    """
    left = data.translate(_ROUND, _NO_BRACKETS)
    for _ in range(_PASSES):
        left = left.replace(b"()", b"")
        if len(left) <= _MOST_BRACKETS:
            return None
    depth = 0
    for match in _BRACKET.finditer(data):
        mark = match.group()
        if len(mark) > 1:
            continue
        depth = depth + 1 if mark in b"([{" else max(0, depth - 1)
        if depth > _MOST_BRACKETS:
            return match.start()
    return None


def _stops(_offset: int, _has_error: bool) -> bool:
    return False


def _missing(grammar: Grammar, source: SourceFile) -> Problem:
    return Problem(
        "grammar-missing",
        f"`{source.path}` needs the grammar `{grammar.package}`, which is not installed",
        target=Target(source.path),
        hint="install it with `pip install 'patcher[languages]'`",
    )


def parse_again(
    grammar: Grammar, source: SourceFile, before: SourceFile, tree: Tree, changes: Sequence[tuple[Span, str]]
) -> Tree:
    """Return the tree of a file that came of another one by changes, reading only what they touch.

    `changes` are spans of the text before, in order and apart, each with what takes its place.
    """
    old = tree.copy()
    for span, text in reversed(changes):  # from the last one up, so that each speaks of the text before
        start, end = _point(before, span.start), _point(before, span.end)
        column = len(text) - text.rfind("\n") - 1 if "\n" in text else start[1] + len(text)
        behind = (start[0] + text.count("\n"), column)
        old.edit(span.start, span.end, span.start + len(text), start, end, behind)
    again = parsed(parser_of(grammar.package, grammar.entry), narrowed(source.text), old)
    # What was kept of a broken tree may hide what a fresh look would mend, and the other way round.
    return parse(grammar, source) if again.root_node.has_error else shallow(source, again)


def shallow(source: SourceFile, tree: Tree) -> Tree:
    """Return a file's tree; raises `Refusal` where it has more levels than are looked through."""
    cursor = tree.walk()
    going = True
    while going:
        node = cursor.node
        if cursor.depth > MOST_LEVELS and node is not None:
            raise refused(source, node.start_byte)
        # What holds fewer nodes than there are levels left is not deep.
        left = MOST_LEVELS - cursor.depth
        deep = node is not None and node.descendant_count > left and cursor.goto_first_child()
        while going and not deep and not cursor.goto_next_sibling():
            going = cursor.goto_parent()
        going = going or deep
    return tree


def _point(source: SourceFile, offset: int) -> tuple[int, int]:
    line = source.line_at(offset) if source.line_count else 1
    return line - 1, offset - (source.line_start(line) if source.line_count else 0)


def span_of(node: Node, text: str) -> Span:
    """Return a node's place without the white space at its end that some grammars count to it."""
    start, end = node.start_byte, node.end_byte
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return Span(start, end)


def holding(root: Node, span: Span) -> Node:
    """Return the innermost named node that holds a span."""
    found = root.named_descendant_for_byte_range(span.start, span.end)
    return root if found is None else found


def children_meeting(node: Node, span: Span) -> list[Node]:
    """Return the children of a node that share a character with a span, in order, looking at no others."""
    found = []
    cursor = node.walk()
    going = cursor.goto_first_child_for_byte(span.start) is not None
    while going and (child := cursor.node) is not None and child.start_byte < span.end:
        if span.start < child.end_byte:
            found.append(child)
        going = cursor.goto_next_sibling()
    return found


def fields_in(node: Node, span: Span) -> set[str]:
    """Return the names of the fields under which children stand that share a character with a span."""
    found = set()
    cursor = node.walk()
    going = cursor.goto_first_child_for_byte(span.start) is not None
    while going and cursor.node is not None and cursor.node.start_byte < span.end:
        if cursor.field_name is not None:
            found.add(cursor.field_name)
        going = cursor.goto_next_sibling()
    return found


def outwards(node: Node) -> Iterator[Node]:
    """Yield a node and all that hold it, the innermost first."""
    each: Node | None = node
    while each is not None:
        yield each
        each = each.parent


def errors_in(node: Node) -> Iterator[Node]:
    """Yield the outermost error nodes and missing tokens below a node, in order."""
    stack = [node]
    while stack:
        each = stack.pop()
        if each.is_error or each.is_missing:
            yield each
        elif each.has_error:
            stack.extend(reversed(each.children))


def mark_of(node: Node) -> str:
    """Return the bracket that a node is, whether the grammar calls it by itself or by its part; else its type.

    HCL's grammar has a `tuple_start` for the `[` of a list.
    """
    if node.type.endswith(("_start", "_end")) and node.end_byte - node.start_byte == 1 and node.text:
        return node.text.decode()
    return node.type


def brackets_of(node: Node) -> tuple[Node, Node] | None:
    """Return the first bracket among a node's children that its last one closes."""
    if node.child_count < 2:
        return None
    closer = node.children[-1]
    opener = next((c for c in node.children if _PAIRS.get(mark_of(c)) == mark_of(closer)), None)
    return None if opener is None else (opener, closer)


_PAIRS = {"{": "}", "(": ")", "[": "]"}
