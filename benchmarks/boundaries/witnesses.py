"""Who else can say where a definition stands: `ast`, the TypeScript compiler, Universal Ctags, lay-out.

None of them shares code with `patcher`. A witness gives every definition at a file's level, and
inside classes where it tells them, with 1-based inclusive lines. What it does not know is `None`.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.boundaries.sources import TYPESCRIPT

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Seen:
    """A definition as a witness sees it; decorators and comments above are not in it.

    `first` is `None` where only the line of its name is known, `last` where its end is not.
    """

    name: str  # without what it is in
    named: int
    first: int | None
    last: int | None
    top: bool = True
    kind: str = ""


Answers = Mapping[str, Sequence[Seen]]  # by path; a file that a witness does not take is not in it


def by_ast(files: Files) -> dict[str, list[Seen]]:
    """Return what Python's own parser says."""
    found = {}
    for path, data in files:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(data)
        except (SyntaxError, ValueError):
            continue
        found[path] = list(_in_body(tree.body, top=True))
    return found


def _in_body(body: Sequence[ast.stmt], *, top: bool) -> Iterator[Seen]:
    for node in body:
        last = node.end_lineno or node.lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield Seen(node.name, node.lineno, node.lineno, last, top, type(node).__name__)
            if isinstance(node, ast.ClassDef):
                yield from _in_body(node.body, top=False)
        elif (
            isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        ):
            yield Seen(node.targets[0].id, node.lineno, node.lineno, last, top, "Assign")
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield Seen(node.target.id, node.lineno, node.lineno, last, top, "AnnAssign")
        elif top:
            yield from _in_body(_parts(node), top=True)


def _parts(node: ast.stmt) -> list[ast.stmt]:
    """Return the statements in all bodies of a compound statement."""
    parts = [each for name in ("body", "orelse", "finalbody") for each in getattr(node, name, [])]
    for arm in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        parts += arm.body
    return parts


_SCRIPT = """
const ts = require(process.argv[2]);
const out = {};
for (const [path, file] of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
  const text = require("fs").readFileSync(file, "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  if (tree.parseDiagnostics.length) continue;
  const lines = text.split("\\n"), starts = [0];
  for (const line of lines) starts.push(starts[starts.length - 1] + line.length + 1);
  const lineOf = (at) => { let lo = 0, hi = starts.length - 1;
    while (lo < hi) { const mid = (lo + hi + 1) >> 1; if (starts[mid] <= at) lo = mid; else hi = mid - 1; }
    return lo + 1; };
  const seen = [];
  const add = (name, node, whole, top) => {
    let start = whole.getStart(tree);
    for (const each of whole.modifiers || [])
      if (each.kind === ts.SyntaxKind.Decorator) start = each.end; else break;
    while (/\\s/.test(text[start])) start++;
    seen.push([name, lineOf(node.getStart(tree)), lineOf(start), lineOf(whole.end), top,
      ts.SyntaxKind[whole.kind]]);
  };
  const body = (nodes, top) => { for (const node of nodes) {
    if (ts.isVariableStatement(node)) {
      const each = node.declarationList.declarations;
      if (each.length === 1 && ts.isIdentifier(each[0].name)) add(each[0].name.text, each[0].name, node, top);
    } else if (node.name && node.name.text !== undefined && !ts.isImportDeclaration(node)) {
      add(node.name.text, node.name, node, top);
      if (node.members) body(node.members, false);
    } } };
  body(tree.statements, true);
  out[path] = seen;
}
console.log(JSON.stringify(out));
"""


def by_typescript(files: Files, cache: Path) -> dict[str, list[Seen]] | str:
    """Return what the TypeScript compiler says of JavaScript and TypeScript, or why it cannot be asked."""
    if shutil.which("node") is None:
        return "node is not installed"
    archive = TYPESCRIPT.archive(cache)
    if isinstance(archive, str):
        return f"{TYPESCRIPT}: {archive}"
    compiler = archive.parent / "lib" / "typescript.js"
    if not compiler.exists():
        with tarfile.open(archive) as opened:
            content = opened.extractfile("package/lib/typescript.js")
            assert content is not None
            compiler.parent.mkdir()
            compiler.write_bytes(content.read())
    with tempfile.TemporaryDirectory() as folder:
        given = list(_written(files, Path(folder)))
        script = Path(folder) / "script.cjs"
        script.write_text(_SCRIPT)
        command = ["node", str(script), str(compiler)]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    return {path: [Seen(*row) for row in rows] for path, rows in json.loads(done.stdout).items()}


def _written(files: Files, folder: Path) -> Iterator[tuple[str, str]]:
    for number, (path, data) in enumerate(files):
        file = folder / f"{number}{Path(path).suffix}"
        file.write_bytes(data)
        yield path, str(file)


# Kinds of Universal Ctags that are definitions here, by language.
_KINDS = {
    "go": "func struct interface type const var talias",
    "java": "class interface enum annotation method",
    "c": "function struct union enum typedef variable macro prototype externvar",
    "cpp": "function struct union enum class typedef variable macro prototype externvar",
    "rust": "function struct enum interface typedef macro module variable",
    "protobuf": "message enum service",
}
CTAGS = frozenset(_KINDS)


def by_ctags(files: Files, language: str) -> dict[str, list[Seen]] | str:
    """Return what Universal Ctags says, or why it cannot be asked."""
    if shutil.which("ctags") is None:
        return "ctags is not installed"
    found: dict[str, list[Seen]] = {}
    kinds = frozenset(_KINDS[language].split())
    with tempfile.TemporaryDirectory() as folder:
        given = {file: path for path, file in _written(files, Path(folder))}
        command = [
            "ctags",
            "--sort=no",
            "--output-format=json",
            "--fields=+neKS",
            "--kinds-C=+px",
            "--kinds-C++=+px",
            "-f",
            "-",
        ]
        if language in ("c", "cpp"):
            command.append("--language-force=" + {"c": "C", "cpp": "C++"}[language])
        done = subprocess.run(
            [*command, *given], capture_output=True, text=True, errors="replace", check=False
        )
    if done.returncode and "json" in done.stderr:
        return "this ctags has no JSON output"
    for path, _ in files:
        found[path] = []
    for row in done.stdout.splitlines():
        tag = json.loads(row)
        if tag.get("kind") in kinds:
            inside = tag.get("scopeKind", "package") not in ("package", "namespace", "unknown")
            top = tag["kind"] != "method" and (not inside or language in ("go", "cpp"))
            name = re.sub(r"^operator\s+(?=\W)", "operator", tag["name"])
            seen = Seen(name, tag["line"], None, tag.get("end"), top, tag["kind"])
            found[given[tag["path"]]].append(seen)
    if language in ("go", "cpp"):
        return {path: [_placed(seen, each) for seen in each] for path, each in found.items()}
    if language == "rust":
        texts = dict(files)
        return {path: [_formatted(texts[path], seen) for seen in each] for path, each in found.items()}
    return found


def _placed(seen: Seen, others: Sequence[Seen]) -> Seen:
    """Return a definition as one at the file's level if it stands in no other: a method outside of its type is."""
    held = any(
        one.last is not None and one.named < seen.named <= one.last and one.kind != "namespace"
        for one in others
    )
    return Seen(seen.name, seen.named, seen.first, seen.last, not held, seen.kind)


def _formatted(data: bytes, seen: Seen) -> Seen:
    """Return a definition with its end as a formatter lays it out: the closer at its header's column."""
    lines = data.decode("utf-8", "replace").split("\n")
    header = lines[seen.named - 1]
    depth = len(header) - len(header.lstrip())
    for number in range(seen.named, len(lines) + 1):
        line = lines[number - 1].split("//")[0].rstrip()
        if len(line) - len(line.lstrip()) > depth or not line:
            continue
        if re.match(r"\s*[)\]}]+;?$", line) or line.endswith(";"):
            return Seen(seen.name, seen.named, None, number, seen.top, seen.kind)
        if number == seen.named and line.endswith("}"):
            return Seen(seen.name, seen.named, None, number, seen.top, seen.kind)
    return seen


def ask(language: str, files: Files, cache: Path) -> dict[str, list[Seen]] | str:
    """Return the answers of a language's witness, or why there are none."""
    if language == "python":
        return by_ast(files)
    if language in ("javascript", "typescript"):
        return by_typescript(files, cache)
    if language in CTAGS:
        return by_ctags(files, language)
    return "no witness is known for it"
