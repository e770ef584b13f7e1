"""Right ranges: what `patcher` locates and somebody else confirms.

Definitions of real trees are confirmed by the witnesses; statements by `ast`; keys, tables, entries
and imports by what a parser reads before and after the cut: exactly one thing less. Fixtures of
`tests/cases` are confirmed by the tree after, which a person wrote.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import yaml

from benchmarks.boundaries.witnesses import Seen
from patcher.directory import DirectoryReader, read_beside_plan
from patcher.edit import Edited, Request, apply_edits
from patcher.errors import PatcherError, Place, Problem, Refusal
from patcher.finder import locate_edit
from patcher.finder.model import Located
from patcher.pipeline import Base, run_plan
from patcher.proof import not_removed, prove_file
from patcher.record import replace
from patcher.results import BaseInfo
from patcher.source import LineRange, SourceFile
from patcher.spec import brought_files, parse_plan, with_brought
from patcher.spec.model import Delete, Edit, Selector
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Definition
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree

PLACE = Place("plan.yaml", 1, 1)


@dataclass(frozen=True)
class Right:
    """One range that is right, the edit that asks for it, and who says so."""

    syntax: Syntax
    edit: Edit
    located: Located
    by: str
    alone: bool = True  # False: other edits of its plan's step go with it, and it may not hold without them

    @property
    def language(self) -> str:
        """The language's name."""
        return self.syntax.language.name

    def __str__(self) -> str:
        located = self.located
        return f"{located.file}:{located.lines} {located.extent} `{located.label}`"


def deletion(extent: str, anchor: str, near: int | None = None) -> Edit:
    """Return the edit of a plan that deletes what one selector takes."""
    selector = Selector(extent=extent, anchor=anchor, place=PLACE)
    hint = LineRange(near, near) if near else None
    return Edit(action=Delete(selector=selector), name="delete", place=PLACE, near=hint)


def seen_in(path: str, data: bytes, language: str | None = None) -> Syntax:
    """Return a file in its language."""
    return syntax_of(SourceFile(path, data), language_of(path, language))


def carried_out(syntax: Syntax, edit: Edit, located: Located) -> tuple[Edited | None, tuple[Problem, ...]]:
    """Return what an edit gives on a range, and every problem that the edit and the proof have with it."""
    request = Request(edit, located)
    try:
        edited = apply_edits(syntax.source, syntax, [request])
    except Refusal as refusal:
        return None, refusal.problems
    after = syntax_of(SourceFile(syntax.source.path, edited.data), syntax.language)
    after.follow(syntax, edited.changes)
    proof = prove_file(syntax, after, edited, [request])
    return edited, (*proof.problems, *not_removed(request.edit, [proof]))


def key(text: str) -> bytes:
    """Return what puts texts in an order that is the same everywhere and follows nothing in them."""
    return hashlib.sha256(text.encode()).digest()


def sample(rows: Sequence[Right], number: int) -> list[Right]:
    """Return at most so many rows, the same ones on every machine."""
    return sorted(rows, key=lambda row: key(str(row)))[:number]


# definitions of real trees


def definitions(path: str, data: bytes, seen: Sequence[Seen], witness: str) -> Iterator[Right]:
    """Yield the definitions of a file on whose lines a witness agrees."""
    syntax = seen_in(path, data)
    known = syntax.definitions()
    names = [definition.name for definition in known]
    for definition in known:
        if names.count(definition.name) > 1 or len(definition.parts) > 1 or _gives_values(syntax, definition):
            continue
        edit = deletion("definition", re.escape(definition.name))
        try:
            (located,) = locate_edit(edit, [syntax])
        except Refusal:
            continue
        short = re.split(r"[.:]", definition.name)[-1]
        if located.whole_lines and any(
            one.name.rpartition("::")[2] == short and agrees(one, syntax, located) for one in seen
        ):
            yield Right(syntax, edit, located, witness)


def _gives_values(syntax: Syntax, definition: Definition) -> bool:
    """Tell whether constants of Go below one have their values from it, so that it cannot go alone."""
    source, span = syntax.source, definition.span
    behind = source.text[source.line_end(source.line_at(span.end - 1)) :]
    bare = re.match(r"\s*\w+[ \t]*(?://.*)?\n", behind) is not None
    return syntax.language.name == "go" and "=" in source.text[span.start : span.end] and bare


def agrees(seen: Seen, syntax: Syntax, located: Located) -> bool:
    """Tell whether a witness puts a definition on the same lines; comments behind its end do not count."""
    first, last = bare_lines(syntax, located)
    if last != (seen.last if seen.last is not None else last):
        return False
    if seen.first is not None:
        return seen.first == first
    if not first <= seen.named <= last:
        return False
    if seen.kind == "typedef":
        return True  # its name stands at its end, and its end is not told
    lines = syntax.source.text.split("\n")
    above = [line for line in lines[first - 1 : seen.named - 1] if line.strip()]
    return not any(re.search(r"[;}]\s*$", line) for line in above)


def bare_lines(syntax: Syntax, located: Located) -> tuple[int, int]:
    """Return the first and last line of a range's core, without blank lines and comments at its end."""
    source, core = syntax.source, located.core
    masked = syntax.lexis.masked[core.start : core.end].rstrip(" \t\r\n\f#")
    return source.line_at(core.start), source.line_at(core.start + max(0, len(masked) - 1))


# what is confirmed by parsing the file after the cut


def statements(path: str, data: bytes) -> Iterator[Right]:
    """Yield the statements of a Python file whose first line stands once in it, by `ast`'s places."""
    syntax = seen_in(path, data)
    lines = syntax.source.text.split("\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(data)
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        text = lines[node.lineno - 1]
        if lines.count(text) > 1 or len(text.strip()) < 8:
            continue
        edit = deletion("statement", "^" + re.escape(text))
        try:
            (located,) = locate_edit(edit, [syntax])
        except Refusal:
            continue
        if bare_lines(syntax, located) == (node.lineno, node.end_lineno):
            yield Right(syntax, edit, located, "ast")


def _python(data: bytes) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _plain(ast.parse(data))


def _plain(node: object) -> object:
    if isinstance(node, ast.AST):
        return {"": type(node).__name__, **{name: _plain(value) for name, value in ast.iter_fields(node)}}
    return [_plain(each) for each in node] if isinstance(node, list) else node


def _element(data: bytes) -> object:
    return _bare(ElementTree.fromstring(data))


def _bare(element: ElementTree.Element) -> object:
    """Return an element as its name, its attributes, and what it holds, blanks apart."""
    held: list[object] = [(element.text or "").split()]
    for child in element:
        held += [_bare(child), (child.tail or "").split()]
    return [element.tag, dict(element.attrib), [each for each in held if each]]


PARSERS: dict[str, Callable[[bytes], object]] = {
    "python": _python,
    "toml": lambda data: tomllib.loads(data.decode("utf-8-sig")),
    "json": lambda data: json.loads(data.decode("utf-8-sig")),
    "yaml": lambda data: yaml.load(data, Loader=yaml.CBaseLoader),
    "xml": _element,
}
_ANCHORS = {
    "python": (("import", r"^(?:import|from)\b"), ("entry", r"^\s+[\w\"'(\[]")),
    "toml": (("statement", r"^[\w\"]"), ("section", r"^\["), ("entry", r"^\s+[\"'{\[]")),
    "json": (("statement", r'^\s+"'), ("entry", r'^\s+["{\[\d]')),
    "yaml": (("statement", r"^\s*[\w\"'-]+:"), ("entry", r"^\s+- ")),
    "xml": (("statement", r"^\s*<\w"), ("item", r"^\s*<\w"), ("entry", r"^\s*[\w:]+=[\"']")),
}
DATA = frozenset(_ANCHORS)
_UNREAD = (ValueError, SyntaxError, yaml.YAMLError)  # one of XML is a SyntaxError


def parsed(path: str, data: bytes) -> Iterator[Right]:
    """Yield ranges of a file of data, or of a Python file's lists and imports, confirmed by its parser."""
    syntax = seen_in(path, data)
    read = PARSERS[syntax.language.name]
    try:
        before = read(data)
    except _UNREAD:
        return
    for extent, pattern in _ANCHORS[syntax.language.name]:
        if extent not in syntax.language.knows:
            continue
        for edit in _anchored(syntax, extent, pattern):
            try:
                (located,) = locate_edit(edit, [syntax])
                edited = apply_edits(syntax.source, syntax, [Request(edit, located)])
                after = read(edited.data)
            except (Refusal, *_UNREAD):
                continue
            if one_less(before, after):
                yield Right(syntax, edit, located, "parsed before and after")


def _anchored(syntax: Syntax, extent: str, pattern: str) -> Iterator[Edit]:
    if extent == "import":
        for imported in syntax.imports():
            yield deletion("import", re.escape(imported.names[0]))
        return
    if extent == "section":
        for construct in syntax.sections():
            yield deletion("section", f"^{re.escape(construct.label)}$")
        return
    lines = syntax.source.text.split("\n")
    for line in lines:
        if re.match(pattern, line) and lines.count(line) == 1:
            yield deletion(extent, "^" + re.escape(line))


def one_less(before: object, after: object) -> bool:
    """Tell whether exactly one key, or one element of one list, is gone, and nothing else changed.

    >>> one_less({"a": [1, 2]}, {"a": [2]}), one_less({"a": 1}, {}), one_less({"a": 1}, {"a": 2})
    (True, True, False)
    """
    if isinstance(before, dict) and isinstance(after, dict):
        if before.keys() == after.keys():
            changed = [key for key in before if before[key] != after[key]]
            if {"names", "asname"} & before.keys() and len(changed) > 1:
                return False
            return len(changed) == 1 and one_less(before[changed[0]], after[changed[0]])
        gone = before.keys() - after.keys()
        return len(gone) == 1 and {k: v for k, v in before.items() if k not in gone} == after
    if isinstance(before, list) and isinstance(after, list):
        if len(before) == len(after):
            changed = [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
            return len(changed) == 1 and one_less(before[changed[0]], after[changed[0]])
        return len(before) == len(after) + 1 and any(
            before[:i] + before[i + 1 :] == after for i in range(len(before))
        )
    return False


# Markdown, by a reading of its own


def headings(path: str, data: bytes) -> Iterator[Right]:
    """Yield the sections of a Markdown file with `#` headings alone, by a scan that skips fences."""
    text = data.decode("utf-8", "surrogateescape")
    if re.search(r"^ {0,3}(?:=+|-+)[ \t]*$|<|^ {4}|^\t", text, re.MULTILINE):
        return  # headings of another form, HTML, indented code: the scan knows nothing of them
    syntax = seen_in(path, data)
    found: list[tuple[int, int, str]] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and (head := re.match(r"(#{1,6})\s+(.*?)\s*#*\s*$", line)):
            found.append((number, len(head[1]), head[2]))
    for index, (number, rank, title) in enumerate(found):
        if [one[2] for one in found].count(title) > 1 or not title:
            continue
        edit = deletion("section", f"^{re.escape(title)}$")
        try:
            (located,) = locate_edit(edit, [syntax])
        except Refusal:
            continue
        end = next((n for n, r, _ in found[index + 1 :] if r <= rank), None)
        last = syntax.source.line_count if end is None else end - 1
        if located.lines == LineRange(number, last):
            yield Right(syntax, edit, located, "headings read by lines")


# fixtures


def fixtures(cases: Path) -> Iterator[Right]:
    """Yield the deletions of every case whose plan gives the tree that a person wrote."""
    for plan in sorted(cases.glob("*/*/plan.yaml")):
        if (plan.parent / "after").is_dir():
            yield from of_case(plan)


def of_case(name: Path) -> Iterator[Right]:
    """Yield the deletions of the case that has a plan."""
    folder = name.parent
    reader = DirectoryReader(str(folder / "before"))
    base = Base(str(folder), Tree(reader), BaseInfo(tree=reader.root, hash=reader.hash), None)
    try:
        plan = parse_plan(name.read_bytes(), str(name))
        brought = {c.file: read_beside_plan(str(name), c.file) for c in brought_files(plan) if c.file}
        result = run_plan(with_brought(plan, brought) if brought else plan, base)
    except PatcherError:
        return
    after = DirectoryReader(str(folder / "after"))
    if result.problems or not result.steps or result.steps[-1].after.id != after.root:
        return
    tree = base.tree
    for step in result.steps:
        for edit in step.step.edits:
            if isinstance(edit.action, Delete) and edit.one_file and tree.entry(edit.files[0]) is not None:
                alone = sum(other.files == edit.files for other in step.step.edits) == 1
                yield from _deleted(f"{folder.parent.name}/{folder.name}", edit, tree, alone)
        tree = step.after


def _deleted(case: str, edit: Edit, tree: Tree, alone: bool) -> Iterator[Right]:
    path, selector = edit.files[0], edit.selector
    assert selector is not None
    syntax = seen_in(path, tree.read(path), selector.language)
    try:
        found = locate_edit(edit, [syntax])
    except Refusal:
        return
    if len(found) > 1 and edit.removes:
        return  # what all of them remove together is no statement about one
    for located in found:
        if not located.part:
            yield Right(syntax, edit, replace(located, file=f"{case}/{path}"), "written by hand", alone)
