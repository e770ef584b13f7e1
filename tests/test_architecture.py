"""The rooms import one another only as the table in ARCHITECTURE.md says."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "patcher"
LEAVES = {"errors", "codes", "record", "expression", "paths"}


def _table() -> dict[str, set[str]]:
    rows = re.findall(r"^\| (`[^|]*`) \|[^|]*\|([^|]*)\|$", (ROOT / "ARCHITECTURE.md").read_text(), re.M)
    allowed: dict[str, set[str]] = {}
    for names, may in rows:
        rooms = re.findall(r"`(\w+)`", names)
        for room in rooms:
            allowed[room] = set(re.findall(r"\w+", may)) - {"and", "the"}
    every = set(allowed)
    for room, may in allowed.items():
        if "all" in may:
            allowed[room] = every - (may & every) if "but" in may else every
        if "records" in may:
            allowed[room] = (may & every) | {"records"}
    return allowed


ALLOWED = _table()


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name for name in found if name.split(".")[0] == "patcher"}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_what_the_table_allows(path):
    room = _room(path)
    assert room in ALLOWED, f"{room} is not in ARCHITECTURE.md"
    for name in _imports(path):
        parts = name.split(".")
        imported = parts[1] if len(parts) > 1 else "patcher"
        if imported == room or imported in LEAVES:
            continue
        record = parts[2:3] == ["model"] and "records" in ALLOWED[room]
        assert imported in ALLOWED[room] or record, f"{room} may not import {name}"


def _file_of(name: str) -> Path | None:
    """Return the file of a module, `None` for a name that is none."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)


def _imported_files(path: Path) -> set[Path]:
    """Return the files that one imports anywhere, for its types alone too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [_file_of(f"{node.module}.{alias.name}") or _file_of(node.module) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [_file_of(alias.name) for alias in node.names]
        else:
            continue
        found.update(file for file in names if file is not None and file != path)
    return found


def test_no_files_import_one_another_in_a_circle():
    left = {path: _imported_files(path) for path in PACKAGE.rglob("*.py")}
    while ends := {path for path, imported in left.items() if not imported & left.keys()}:
        left = {path: imported for path, imported in left.items() if path not in ends}
    assert not left, "these stand in a circle, or above one: " + ", ".join(
        sorted(str(path.relative_to(PACKAGE)) for path in left)
    )


def test_the_table_names_every_room():
    rooms = {_room(path) for path in MODULES}
    assert rooms <= set(ALLOWED)


def test_no_room_is_called_by_what_says_nothing():
    names = {path.stem for path in PACKAGE.rglob("*")}
    assert not names & {"utils", "helpers", "common", "core", "misc"}


def test_the_tables_rules_are_read():
    assert ALLOWED["source"] == {"errors"}
    assert "spec" in ALLOWED["finder"]
    assert "edit" not in ALLOWED["finder"]
    assert "report" not in ALLOWED["pipeline"]
    assert "git" in ALLOWED["pipeline"]


def test_every_dependency_is_asked_for_somewhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = (*project["dependencies"], *project["optional-dependencies"]["languages"])
    names = {re.split(r"[<>=!~]", each)[0].strip().lower().replace("-", "_") for each in wanted}
    words = set(re.findall(r"\w+", "".join(path.read_text() for path in MODULES)))
    assert names - {"pyyaml"} | {"yaml"} <= words


@pytest.mark.parametrize("name", ["click", "unidiff", "tree_sitter", "subprocess", "tomllib"])
def test_importing_the_library_loads_nothing_heavy(name):
    import subprocess
    import sys

    code = f"import patcher, sys; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
