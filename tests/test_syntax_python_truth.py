"""Python's layout against `ast` on files that none of us wrote: the standard library itself."""

from __future__ import annotations

import ast
import os
import sysconfig
import unicodedata
import warnings
from pathlib import Path

import pytest

from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement
from patcher.syntax.python import cuts
from patcher.syntax.python.statements import without_comments
from patcher.syntax.python.syntax import PythonSyntax

LIB = Path(sysconfig.get_paths()["stdlib"])
EVERY = int(os.environ.get("PATCHER_TRUTH_EVERY", "12"))  # 1: all files, on demand


def sample() -> list[Path]:
    found = sorted(
        p for p in LIB.rglob("*.py") if "site-packages" not in p.parts and "lib2to3" not in p.parts
    )
    return found[::EVERY]


def parsed(data: bytes) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(data)
        except (SyntaxError, ValueError):
            return None


class Offsets:
    """`ast`'s lines and UTF-8 columns as offsets into the text."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.plain = source.text.isascii()

    def at(self, line: int, column: int) -> int:
        start = self.source.line_start(line)
        if self.plain:
            return start + column
        text = self.source.line_text(line).encode("utf-8", "surrogateescape")
        return start + len(text[:column].decode("utf-8", "surrogateescape"))

    def span(self, node: ast.AST) -> Span:
        return Span(self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset))


def true_definitions(tree: ast.Module, offsets: Offsets) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []

    def names(target: ast.expr) -> list[str]:
        if isinstance(target, ast.Name):
            return [target.id]
        if isinstance(target, ast.Tuple | ast.List):
            return [name for item in target.elts for name in names(item)]
        return names(target.value) if isinstance(target, ast.Starred) else []

    def walk(body: list[ast.stmt], prefix: str, in_function: bool) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.append((prefix + node.name, offsets.span(node)))
                walk(node.body, f"{prefix}{node.name}.", not isinstance(node, ast.ClassDef))
            elif isinstance(node, ast.Assign) and not in_function:
                every = dict.fromkeys(name for target in node.targets for name in names(target))
                found.extend((prefix + name, offsets.span(node)) for name in every)
            elif isinstance(node, ast.AnnAssign) and not in_function:
                found.extend((prefix + name, offsets.span(node)) for name in names(node.target))
            else:
                for part in ("body", "handlers", "orelse", "finalbody", "cases"):
                    for child in getattr(node, part, []):
                        if isinstance(child, ast.stmt):
                            walk([child], prefix, in_function)
                        elif isinstance(child, ast.ExceptHandler | ast.match_case):
                            walk(child.body, prefix, in_function)

    walk(tree.body, "", False)
    return found


def code_end(syntax, span: Span) -> Span:
    """Cut the comments off that stand behind the last line of code."""
    masked = syntax.lexis.masked
    return Span(span.start, span.start + len(masked[span.start : span.end].rstrip(" \t\f\n#")))


@pytest.mark.parametrize("path", sample(), ids=lambda p: str(p.relative_to(LIB)))
def test_definitions_and_statements_are_those_of_ast(path: Path) -> None:
    data = path.read_bytes()
    tree = parsed(data)
    if tree is None or b"\r" in data.replace(b"\r\n", b"\n"):
        pytest.skip("this Python cannot parse the file, or its lines end in lone carriage returns")
    source = SourceFile(str(path), data)
    syntax = syntax_of(source, language_of("a.py"))
    offsets = Offsets(source)
    mine = sorted(
        (unicodedata.normalize("NFKC", d.name), code_end(syntax, part))
        for d in syntax.definitions()
        for part in d.parts or (d.span,)
    )
    assert mine == sorted(true_definitions(tree, offsets))
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            span = offsets.span(node)
            if source.text.startswith("elif", span.start):
                continue  # a statement of its own to `ast`, a clause to everyone else
            found = syntax.statement_at(span)
            assert found is not None
            assert code_end(syntax, found.span) == span


@pytest.mark.parametrize("path", sample()[::6], ids=lambda p: str(p.relative_to(LIB)))
def test_a_boundary_that_is_off_by_lines_is_noticed(path: Path) -> None:
    source = SourceFile(str(path), path.read_bytes())
    syntax = syntax_of(source, language_of("a.py"))
    if syntax.faults():
        pytest.skip("the file has faults for this Python, so `ast` cannot confirm a range")
    layout = PythonSyntax(source, language_of("a.py")).layout
    whole = [d for d in syntax.definitions() if not d.parts and not d.multiple]
    for definition in whole[:: max(len(whole) // 6, 1)]:
        lines = source.lines_of(definition.span)
        for first, last in ((-2, 0), (-1, 0), (1, 0), (2, 0), (0, -2), (0, -1), (0, 1), (0, 2)):
            start, end = lines.first_line + first, lines.last_line + last
            moved = [*range(min(start, lines.first_line), max(start, lines.first_line))]
            moved += [*range(min(end, lines.last_line) + 1, max(end, lines.last_line) + 1)]
            code = [source.line_text(n).strip() for n in moved if 1 <= n <= source.line_count]
            unseen = all(text.startswith(("#", "@")) or not text for text in code)
            if start < 1 or end > source.line_count or start > end or unseen:
                continue
            span = source.span_of(LineRange(start, end))
            core = without_comments(layout, span)
            whole_one = syntax.statement_at(core)
            if source.text[core.start] == "@" or (whole_one and code_end(syntax, whole_one.span) == core):
                continue  # another statement, and whole: which one was meant is not the witness's to say
            noticed = isinstance(syntax.confirm(span, "definition"), Disagreement)
            assert noticed or syntax.straddles(span) is not None, (definition.name, start, end)


@pytest.mark.parametrize("path", sample()[::6], ids=lambda p: str(p.relative_to(LIB)))
def test_what_the_lines_say_is_whole_cuts_no_node(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = parsed(path.read_bytes())
    if tree is None:
        pytest.skip("this Python cannot parse the file")
    source = SourceFile(str(path), path.read_bytes())
    syntax, whole, asked = PythonSyntax(source, language_of("a.py")), [], cuts.are_statements
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for node in nodes[:: max(len(nodes) // 80, 1)]:
        for first, last in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (0, 3)):
            start, end = node.lineno + first, min(node.end_lineno + last, source.line_count)
            if 1 <= start <= end:
                span = source.span_of(LineRange(start, end))
                core = without_comments(syntax.layout, span)
                number = syntax.layout.line_at(core.start)
                if core and number is not None and asked(syntax.layout, core, number):
                    assert syntax.straddles(span) is None
                    whole.append(span)
    monkeypatch.setattr(cuts, "are_statements", lambda *_: False)
    assert whole or not nodes
    assert [span for span in whole if syntax.straddles(span) is not None] == []
