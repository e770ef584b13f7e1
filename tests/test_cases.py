"""Every folder of `tests/cases`: a plan on `before/` gives `after/`, and each refusal is refused.

`tests/cases/README.md` says how a case is written. Nothing here names a case.
"""

import ast
import difflib
import json
import re
import subprocess
import sys
import tomllib
import warnings
from codecs import BOM_UTF8
from functools import cache
from pathlib import Path
from xml.parsers import expat

import pytest
import yaml
from gitbox import ENV, GitBox

from patcher.directory import DirectoryReader, read_beside_plan
from patcher.errors import PatcherError
from patcher.pipeline import Base, run_plan, with_series
from patcher.results import BaseInfo
from patcher.source import SourceFile
from patcher.spec import brought_files, parse_plan, with_brought
from patcher.spec.shape import SHAPES
from patcher.syntax import language_of, syntax_of
from patcher.syntax.registry import LANGUAGES
from patcher.tree import Tree

CASES = Path(__file__).parent / "cases"
FOLDERS = {f"{path.parent.name}/{path.name}": path for path in sorted(CASES.glob("*/*")) if path.is_dir()}
ANYWHERE = ("line", "lines", "text", "marker", "block", "comment", "paragraph", "from")
EXTENTS = (*ANYWHERE, "statement", "branch", "definition", "import", "entry", "section", "item")
NAMED = {language.name: language for language in LANGUAGES}
HEAD = {
    "patcher": "1",
    "plan": "refused",
    "title": "Refused",
    "author": {"name": "A. Maintainer", "email": "a@example.org"},
    "date": "2026-05-14T09:00:00+10:00",
}


def read_yaml(data):
    """Return YAML with every scalar as text, which is how plans are read."""
    return yaml.load(data, Loader=yaml.CBaseLoader)


def base_of(folder):
    reader = DirectoryReader(str(folder))
    info = BaseInfo(tree=reader.root, hash=reader.hash)
    return Base(str(folder), Tree(reader), info, None)


def plan_of(data, name):
    plan = parse_plan(data, name)
    brought = {c.file: read_beside_plan(name, c.file) for c in brought_files(plan) if c.file is not None}
    return with_brought(plan, brought) if brought else plan


@cache
def built(id):
    """Return what a case's plan gives, patches included; they have been applied by our own applier."""
    folder = FOLDERS[id]
    name = folder / "plan.yaml"
    base = base_of(folder / "before")
    return with_series(run_plan(plan_of(name.read_bytes(), str(name)), base), base)


def files_of(tree):
    return {path: (tree.mode(path), tree.read(path)) for path in tree.paths()}


def refusals_of(folder):
    path = folder / "refusals.yaml"
    return read_yaml(path.read_bytes()) if path.exists() else []


def refuses_itself(folder):
    return any("edits" not in one and "steps" not in one for one in refusals_of(folder))


def refused_plan(folder, refusal):
    """Return the text of the plan that a refusal stands for; without edits it is the case's own."""
    if "steps" in refusal:
        return yaml.safe_dump({**HEAD, "steps": refusal["steps"]}).encode()
    if "edits" in refusal:
        step = {"id": "1", "subject": "Refused", "edits": refusal["edits"]}
        return yaml.safe_dump({**HEAD, "steps": [step]}).encode()
    return (folder / "plan.yaml").read_bytes()


def problems_of(folder, data):
    """Return the problems that a plan meets on a case's `before/`, none where it is carried out."""
    try:
        base = base_of(folder / "before")
        result = run_plan(plan_of(data, str(folder / "plan.yaml")), base)
        return result.problems or (with_series(result, base), ())[1]
    except PatcherError as wrong:
        return wrong.problems


def parse_xml(data):
    expat.ParserCreate(None, " ").Parse(data, True)


def parse_python(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(data)


PARSERS = {
    ".py": parse_python,
    ".pyi": parse_python,
    ".xml": parse_xml,
    ".plist": parse_xml,
    ".csproj": parse_xml,
    ".toml": lambda data: tomllib.loads(data.decode("utf-8-sig")),
    ".json": lambda data: json.loads(data.decode("utf-8-sig")),
    ".yaml": lambda data: list(yaml.compose_all(data, Loader=yaml.CSafeLoader)),
    ".yml": lambda data: list(yaml.compose_all(data, Loader=yaml.CSafeLoader)),
}


def fault(path, data):
    """Return why the language's own parser does not take a file; none where there is no such parser."""
    if language_of(path).name == "jsonc":
        return None
    try:
        PARSERS.get(Path(path).suffix, len)(data)
    except (SyntaxError, ValueError, yaml.YAMLError, expat.ExpatError) as wrong:
        return str(wrong)
    return None


def difference(want, have):
    """Return what is not as it should be, file by file, for a person."""
    rows = []
    for path in sorted(want.keys() | have.keys()):
        pair = [
            side[path][1].decode("utf-8", "backslashreplace") if path in side else "" for side in (want, have)
        ]
        if want.get(path) != have.get(path):
            modes = [side[path][0] if path in side else None for side in (want, have)]
            lines = difflib.unified_diff(
                *(text.splitlines(keepends=True) for text in pair),
                f"after/{path} {modes[0]}",
                f"given/{path} {modes[1]}",
            )
            rows += [
                repr(line)[1:-1] if "\r" in line or "\f" in line else line.rstrip("\n") for line in lines
            ]
    return "\n".join(rows)


def selectors_in(node):
    """Return every key of a plan's mappings, in which the extents are."""
    if isinstance(node, dict):
        return {str(key) for key in node}.union(*map(selectors_in, node.values()))
    return set().union(*map(selectors_in, node)) if isinstance(node, list) else set()


# what a wrong cut brings with it, and what is reported beside it
CONSEQUENCES = {
    "cut-across-node": {"no-longer-parses"},
    "boundaries-disagree": {"no-longer-parses", "cut-across-node"},
}
CARRIED_OUT = [id for id, folder in FOLDERS.items() if not refuses_itself(folder)]
REFUSALS = [
    pytest.param(folder, refusal, id=f"{id}: {refusal.get('why', number)}")
    for id, folder in FOLDERS.items()
    for number, refusal in enumerate(refusals_of(folder), 1)
]


@pytest.mark.parametrize("id", FOLDERS)
def test_a_case_is_complete(id):
    folder, language = FOLDERS[id], id.partition("/")[0]
    assert language in NAMED, f"`{language}` is no language of the registry"
    text = (folder / "plan.yaml").read_text()
    assert re.match(r"#[ \t]*\w", text), "the plan begins with a comment that says what it shows"
    assert refusals_of(folder), "every table of changes has a table of refusals beside it"
    assert (folder / "after").is_dir() != refuses_itself(folder), (
        "`after/` is there unless the plan is refused"
    )
    known = {"plan.yaml", "refusals.yaml", "before", "after"}
    brought = {c.file.partition("/")[0] for c in brought_files(parse_plan(text.encode(), "p")) if c.file}
    assert {path.name for path in folder.iterdir()} <= known | brought
    extent = next((e for e in EXTENTS if re.match(rf"{e}(?:-|\Z)", folder.name)), None)
    assert extent is None or extent in selectors_in(read_yaml(text)), (
        f"no selector of the plan is a `{extent}`"
    )
    before = base_of(folder / "before").tree
    assert (
        any(language_of(path).name == language for path in before.paths()) or f"language: {language}" in text
    )


@pytest.mark.parametrize("id", CARRIED_OUT)
def test_a_plan_gives_the_tree_that_a_maintainer_would_want(id):
    want = files_of(base_of(FOLDERS[id] / "after").tree)
    try:
        result = built(id)
    except PatcherError as wrong:
        pytest.fail(
            "\n".join(
                f"[{p.code}] {p.message} {p.plan} {p.target} {p.label} {p.hint}" for p in wrong.problems
            )
        )
    problems = "\n".join(
        f"[{p.code}] {p.message} {p.plan} {p.target} {p.label} {p.hint}" for p in result.problems
    )
    assert not problems, problems
    have = files_of(result.steps[-1].after)
    if have != want:
        pytest.fail(difference(want, have), pytrace=False)


MARKED = {
    "a byte-order mark": lambda data: data and BOM_UTF8 + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
}
PLAIN_CASES = [
    id
    for id in CARRIED_OUT
    if id.rpartition("/")[2] in (*EXTENTS, "attached", "insert", "move", "unwrap")
    and not id.startswith("shell")
]


@pytest.mark.parametrize("mark", MARKED)
@pytest.mark.parametrize("id", PLAIN_CASES)
def test_files_with_a_mark_or_with_other_line_ends_are_cut_alike(id, mark, tmp_path):
    trees = [files_of(base_of(FOLDERS[id] / side).tree) for side in ("before", "after")]
    every = [data for files in trees for _, data in files.values()]
    if any(b"\r" in data or data.startswith((BOM_UTF8, b"#!")) for data in every):
        return  # it is about just that
    have, want = ({path: MARKED[mark](data) for path, (_, data) in files.items()} for files in trees)
    for path, data in have.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    plan = FOLDERS[id] / "plan.yaml"
    result = run_plan(plan_of(plan.read_bytes(), str(plan)), base_of(tmp_path))
    assert not result.problems, result.problems[0].message
    assert {path: data for path, (_, data) in files_of(result.steps[-1].after).items()} == want


@pytest.mark.parametrize("id", FOLDERS)
def test_files_parse_before_and_after_unless_they_are_called_broken(id):
    for side in ("before", "after"):
        if not (FOLDERS[id] / side).is_dir():
            continue
        for path, (_, data) in files_of(base_of(FOLDERS[id] / side).tree).items():
            new = "pep" in path and sys.version_info < (3, 13)  # syntax that an older Python does not have
            assert new or "broken" in path or fault(path, data) is None, f"{side}/{path}: {fault(path, data)}"


def offers_of(problem):
    rows = [candidate.offer for candidate in problem.candidates] + [offer.text for offer in problem.offers]
    return "\n".join(row for row in rows if row)


@pytest.mark.parametrize(("folder", "refusal"), REFUSALS)
def test_a_refusal_is_refused_with_its_code(folder, refusal):
    assert refusal.keys() - {"edits", "steps"} == {"why", "code", "says"}
    problems = problems_of(folder, refused_plan(folder, refusal))
    said = "\n".join(f"[{p.code}] {p.message}\n{p.hint}\n{offers_of(p)}" for p in problems)
    codes = {problem.code for problem in problems}
    assert codes - CONSEQUENCES.get(refusal["code"], set()) == {refusal["code"]}, said or "it is carried out"
    assert refusal["says"] in said


@pytest.mark.parametrize("language", sorted({id.partition("/")[0] for id in FOLDERS}))
def test_the_grammar_of_every_language_with_cases_is_installed(language):
    suffix = (*NAMED[language].suffixes, ".txt")[0]
    syntax = syntax_of(SourceFile(f"a{suffix}", b"\n"), NAMED[language])
    try:
        syntax.faults(), syntax.definitions(), syntax.imports(), syntax.statement_at
    except ImportError as wrong:
        pytest.fail(
            f"the grammar of {language} is not installed, so none of its cases tells anything: {wrong}"
        )


# what makes no sense in a language, by the table of the page
EXEMPT = re.findall(
    r"^\| *`([\w-]+)` *\| *`([\w-]+)` *\| *([^|\n]+?) *\|$", (CASES / "README.md").read_text(), re.MULTILINE
)


def wanted(language):
    return {*ANYWHERE, *NAMED[language].knows}


@pytest.mark.parametrize("language", sorted({id.partition("/")[0] for id in FOLDERS}))
def test_every_extent_of_a_language_has_a_case_or_a_reason(language):
    names = [id.partition("/")[2] for id in FOLDERS if id.startswith(f"{language}/")]
    have = {extent for extent in EXTENTS for name in names if re.match(rf"{extent}(?:-|\Z)", name)}
    reasons = {extent for name, extent, _ in EXEMPT if name == language}
    print(
        f"{language}: {len(names)} folders, {', '.join(sorted(have))}; without: {', '.join(sorted(reasons)) or '-'}"
    )
    assert wanted(language) - have - reasons == set(), "no folder, and no reason in tests/cases/README.md"
    assert have & reasons == set(), "a folder and a reason why there is none"


def test_reasons_are_about_languages_and_extents_that_there_are():
    assert {name for name, _, _ in EXEMPT} <= NAMED.keys()
    assert {extent for _, extent, _ in EXEMPT} <= set(EXTENTS)
    assert set(EXTENTS) <= {key.name for shape in SHAPES.values() for key in shape}


def test_git_applies_every_series_and_has_the_same_trees(tmp_path):
    box = GitBox(tmp_path / "all")
    before, after, script = {}, {}, []
    for number, id in enumerate(CARRIED_OUT):
        result = built(id)
        before |= {
            f"{id}/{path}": file for path, file in files_of(base_of(FOLDERS[id] / "before").tree).items()
        }
        after |= {f"{id}/{path}": file for path, file in files_of(result.steps[-1].after).items()}
        for step in result.steps:
            name = tmp_path / f"{number}-{step.patch.name}"
            name.write_bytes(step.patch.data)
            script.append(f"git apply --cached --whitespace=nowarn --directory='{id}' '{name}'")
    want, start = import_trees(box, after, before)
    box.git("read-tree", start)
    done = subprocess.run(
        ["sh", "-e"],
        input="\n".join(script).encode(),
        cwd=box.folder,
        env={**ENV, "HOME": str(tmp_path)},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert box.git("write-tree").decode().strip() == want, box.git(
        "diff", "--cached", "--stat", want
    ).decode()


def import_trees(box, *trees):
    """Return the id of each tree of files, all written by one process."""
    stream = []
    for number, files in enumerate(trees):
        stream.append(b"commit refs/heads/t%d\ncommitter C <c@example.org> 0 +0000\ndata 0\n" % number)
        for path, (mode, data) in files.items():
            quoted = path.replace("\\", "\\\\").replace('"', '\\"')
            stream.append(
                b'M %o inline "%s"\ndata %d\n%s\n'
                % (mode, quoted.encode("utf-8", "surrogateescape"), len(data), data)
            )
    box.git("fast-import", "--quiet", data=b"".join(stream))
    return [box.git("rev-parse", f"t{number}^{{tree}}").decode().strip() for number in range(len(trees))]
