"""The peers' table: the same small cuts through others, scored by exact bytes, side by side.

    python -m benchmarks.boundaries.peers [--cache DIR]

Each peer gets the rule that its manual would have one write, and is run in an environment of its own. The
wanted text is what a careful maintainer leaves; it was written by hand, before any tool was run.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.boundaries.faults import CACHE
from patcher import PatcherError, build
from patcher.spec import parse_plan

PEERS = ("ast-grep-cli==0.51.1", "libcst==1.9.0", "semgrep==1.185.0")


@dataclass(frozen=True)
class Cut:
    """One cut: the text before, as it must be after, and what each tool is told."""

    name: str
    before: str
    after: str
    edit: dict[str, object]  # of a plan
    astgrep: dict[str, object]
    libcst: str  # the name of a transformer of `peers_libcst.py`
    semgrep: dict[str, object] | None  # `None`: its patterns cannot say such a thing


def _function(name: str) -> dict[str, object]:
    named = {"kind": "function_definition", "has": {"field": "name", "regex": f"^{name}$"}}
    decorated = {"kind": "decorated_definition", "has": {"field": "definition", **named}}
    alone = {**named, "not": {"inside": {"kind": "decorated_definition"}}}
    return {"rule": {"any": [decorated, alone]}, "fix": ""}


def _semgrep(pattern: str) -> dict[str, object]:
    return {"pattern": pattern, "fix": ""}


def _definition(name: str, case: str, before: str, after: str, **more: object) -> Cut:
    edit = {"delete": {"definition": name}, **more}
    last = name.rpartition(".")[2]
    rule = _function(last)
    if "comment above" in case:  # only where the comment is known to be its own: it would take a banner too
        rule["fix"] = {"template": "", "expandStart": {"kind": "comment"}}
    return Cut(case, before, after, edit, rule, "function", _semgrep(f"def {last}(...):\n    ..."))


def _element(case: str, before: str, after: str) -> Cut:
    rule = {"rule": {"kind": "string", "regex": "old", "inside": {"kind": "list"}}}
    fix = {"template": "", "expandStart" if "last" in case else "expandEnd": {"regex": "^,$"}}
    return Cut(case, before, after, {"delete": {"entry": "'old'"}}, {**rule, "fix": fix}, "element", None)


KEEP = "def keep():\n    return 1\n"
OLD = "def old():\n    return 2\n"
LAST = "def last():\n    return 3\n"
GAP = "\n\n"
CUTS = (
    _definition("old", "a function", KEEP + GAP + OLD + GAP + LAST, KEEP + GAP + LAST),
    _definition("old", "the first of a file", OLD + GAP + LAST, LAST),
    _definition("old", "the last of a file", KEEP + GAP + OLD, KEEP),
    _definition("old", "a decorated function", KEEP + GAP + "@once\n" + OLD + GAP + LAST, KEEP + GAP + LAST),
    _definition(
        "old", "its comment above", KEEP + GAP + "# About old.\n" + OLD + GAP + LAST, KEEP + GAP + LAST
    ),
    _definition(
        "old",
        "a banner of the rest",
        KEEP + GAP + "# --- the rest ---\n\n" + OLD + GAP + LAST,
        KEEP + GAP + "# --- the rest ---\n\n\n" + LAST,
    ),
    _definition(
        "old", "a comment at its end", KEEP + GAP + OLD + "    # of old\n" + GAP + LAST, KEEP + GAP + LAST
    ),
    _definition("old", "on one line", KEEP + GAP + "def old(): return 2\n" + GAP + LAST, KEEP + GAP + LAST),
    _definition(
        "A.old",
        "the last method",
        "class A:\n    x = 1\n\n    def old(self):\n        pass\n\n\ny = 2\n",
        "class A:\n    x = 1\n\n\ny = 2\n",
    ),
    _definition(
        "A.old",
        "the only method",
        "class A:\n    def old(self):\n        return 1\n\n\ny = 2\n",
        "class A:\n    pass\n\n\ny = 2\n",
        leave="pass",
    ),
    _element("the first element", "a = ['old', 'b', 'c']\n", "a = ['b', 'c']\n"),
    _element("a middle element", "a = ['a', 'old', 'c']\n", "a = ['a', 'c']\n"),
    _element("the last element", "a = ['a', 'b', 'old']\n", "a = ['a', 'b']\n"),
    _element("the only element", "a = ['old']\n", "a = []\n"),
    _element(
        "an element's line",
        "a = [\n    'a',  # of a\n    'old',  # of old\n    'c',\n]\n",
        "a = [\n    'a',  # of a\n    'c',\n]\n",
    ),
    _element("the last line", "a = [\n    'a',\n    'old'\n]\n", "a = [\n    'a'\n]\n"),
    Cut(
        "an imported name",
        "from m import keep, old\n",
        "from m import keep\n",
        {"delete": {"import": "old"}},
        {
            "rule": {"kind": "dotted_name", "regex": "^old$", "inside": {"kind": "import_from_statement"}},
            "fix": {"template": "", "expandStart": {"regex": ","}},
        },
        "imported",
        None,
    ),
    Cut(
        "the only imported name",
        "import os\nfrom m import old\nimport sys\n",
        "import os\nimport sys\n",
        {"delete": {"import": "old"}},
        {"rule": {"pattern": "from m import old"}, "fix": ""},
        "imported",
        _semgrep("from m import old"),
    ),
    Cut(
        "an `elif`",
        "if a:\n    b()\nelif old:\n    c()\nelse:\n    d()\n",
        "if a:\n    b()\nelse:\n    d()\n",
        {"delete": {"branch": "old"}},
        {"rule": {"kind": "elif_clause", "has": {"field": "condition", "regex": "^old$"}}, "fix": ""},
        "arm",
        None,
    ),
    Cut(
        "a statement and its comment",
        "a()\n# Why old.\nold()\nb()\n",
        "a()\nb()\n",
        {"delete": {"statement": "^old", "attached": True}},
        {
            "rule": {"kind": "expression_statement", "regex": "^old"},
            "fix": {"template": "", "expandStart": {"kind": "comment"}},
        },
        "call",
        _semgrep("old()"),
    ),
)


def by_patcher(cut: Cut, file: Path, _: Path) -> str:
    """Return what `patcher` leaves; a refusal is raised."""
    step = {"id": "1", "subject": "Cut", "edits": [{"file": file.name, **cut.edit}]}
    plan = {"patcher": "1", "plan": "cut", "title": "Cut", "steps": [step]}
    head = {"author": {"name": "A", "email": "a@example.org"}, "date": "2026-01-31T12:00:00+00:00"}
    parsed = parse_plan(json.dumps({**plan, **head}, ensure_ascii=False).encode(), "cut.yaml")
    result = build(parsed, file.parent, plain=True, output=None)
    return result.steps[-1].after.read(file.name).decode()


def by_astgrep(cut: Cut, file: Path, bin_: Path) -> str:
    """Return what ast-grep leaves with a rule and its `fix`."""
    rule = file.parent / "rule.yml"
    rule.write_text(yaml.safe_dump({"id": "cut", "language": "Python", **cut.astgrep}))
    _run([str(bin_ / "ast-grep"), "scan", "--rule", str(rule), "--update-all", str(file)])
    return file.read_text()


def by_libcst(cut: Cut, file: Path, bin_: Path) -> str:
    """Return what a transformer of LibCST leaves."""
    script = Path(__file__).with_name("peers_libcst.py")
    _run([str(bin_ / "python"), str(script), cut.libcst, str(file)])
    return file.read_text()


def by_semgrep(cut: Cut, file: Path, bin_: Path) -> str:
    """Return what Semgrep leaves with `--autofix`."""
    assert cut.semgrep is not None
    rule = file.parent / "rule.yml"
    one = {"id": "cut", "languages": ["python"], "message": "cut", "severity": "ERROR", **cut.semgrep}
    rule.write_text(yaml.safe_dump({"rules": [one]}))
    options = ["--metrics=off", "--disable-version-check", "--quiet", "--autofix", "--no-git-ignore"]
    _run([str(bin_ / "semgrep"), "scan", "--config", str(rule), *options, str(file)])
    return file.read_text()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise OSError((done.stderr.strip() or "?").splitlines()[-1][:200])


TOOLS: dict[str, Callable[[Cut, Path, Path], str]] = {
    "patcher": by_patcher,
    "ast-grep": by_astgrep,
    "LibCST": by_libcst,
    "Semgrep": by_semgrep,
}


def verdict(cut: Cut, tool: str, bin_: Path) -> str:
    """Return how a tool did, in a word or two: `exact` is what must be."""
    if tool == "Semgrep" and cut.semgrep is None:
        return "cannot say it"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.py"
        file.write_text(cut.before)
        try:
            left = TOOLS[tool](cut, file, bin_)
        except PatcherError as refusal:
            return f"refused: {refusal.problems[0].code}"
        except OSError as wrong:
            return f"failed: {wrong}"
    if left == cut.after:
        return "exact"
    try:
        ast.parse(left)
    except SyntaxError:
        return "broken, exit 0"
    rows = [[row.rstrip() for row in text.split("\n") if row.strip()] for text in (left, cut.after)]
    return "blank lines" if rows[0] == rows[1] else ("untouched" if left == cut.before else "other text")


def environment(cache: Path) -> Path | str:
    """Return where the peers' programs are, installed where they are not yet, or why they cannot be had."""
    folder = cache / "peers"
    if not (folder / "ready").exists():
        done = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        done = subprocess.run([*pip, *PEERS], capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip() or "?").splitlines()[-1][:200]
        (folder / "ready").touch()
    return folder / "bin"


def main() -> None:
    """Print the table; exit 1 where `patcher` is not exact."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args()
    found = environment(options.cache)
    tools = list(TOOLS)
    if isinstance(found, str):
        print(f"the peers cannot be had: {found}", file=sys.stderr)
        found, tools = Path(), ["patcher"]
    exact = dict.fromkeys(tools, 0)
    print("| cut | " + " | ".join(tools) + " |")
    print("|---|" + "---|" * len(tools))
    for cut in CUTS:
        verdicts = {tool: verdict(cut, tool, found) for tool in tools}
        for tool, said in verdicts.items():
            exact[tool] += said == "exact"
        print(f"| {cut.name} | " + " | ".join(verdicts.values()) + " |", flush=True)
    print(f"| exact, of {len(CUTS)} | " + " | ".join(str(number) for number in exact.values()) + " |")
    sys.exit(0 if exact["patcher"] == len(CUTS) else 1)


if __name__ == "__main__":
    main()
