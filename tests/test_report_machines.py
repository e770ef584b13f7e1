"""Problems for editors, code scanners and GitHub: one line or one document, whatever they hold."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from patcher.cli import cli
from patcher.cli.boundary import SCREEN
from patcher.errors import Candidate, Offer, Place, Problem, Target
from patcher.report.frames import concise
from patcher.report.github import annotation
from patcher.report.sarif import sarif_document

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / ".node/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
MISS = Problem(
    "anchor-not-found",
    "nothing matches `a%b`, 1 expected",
    plan=Place("specs/p,q:r.yaml", 4, 9, 3),
    target=Target("pkg/m.py"),
    candidates=(Candidate("pkg/m.py", 3, 5, "  ab", "near"),),
    hint="did you mean `ab`?",
    offers=(Offer("line: ab"),),
)
HOSTILE = Problem("check-failed", "one\ntwo\x1b[31m\u202e", target=Target("\udcff b.py", 2, 3), hint="a\r\nb")
NOWHERE = Problem("git-missing", "no git")


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (MISS, "specs/p,q:r.yaml:4:9: anchor-not-found nothing matches `a%b`, 1 expected"),
        (HOSTILE, "\\xff b.py:2:1: check-failed one\\x0atwo\\x1b[31m\\u202e"),
        (NOWHERE, "patcher: git-missing no git"),
    ],
)
def test_concise_is_one_line(problem, line):
    assert concise(problem) == line


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            MISS,
            "::error title=patcher%3A anchor-not-found,file=specs/p%2Cq%3Ar.yaml,line=4,col=9,endColumn=12"
            "::nothing matches `a%25b`, 1 expected%0Adid you mean `ab`?%0A  line: ab",
        ),
        (
            HOSTILE,
            "::error title=patcher%3A check-failed,file=\\xff b.py,line=2,endLine=3"
            "::one\\x0atwo\\x1b[31m\\u202e%0Aa\\x0d\\x0ab",
        ),
        (NOWHERE, "::error title=patcher%3A git-missing::no git"),
    ],
)
def test_an_annotation_is_one_line_of_a_workflow(problem, line):
    assert annotation(problem) == line


def test_sarif_has_the_place_the_candidates_and_the_rule():
    (run,) = sarif_document([MISS, NOWHERE, MISS], "1.2.3")["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["anchor-not-found", "git-missing"]
    first, nowhere, _ = run["results"]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "specs/p%2Cq%3Ar.yaml"},
        "region": {"startLine": 4, "startColumn": 9, "endColumn": 12},
    }
    assert [each["id"] for each in first["relatedLocations"]] == [1, 2]
    assert nowhere["locations"] == []
    assert (first["ruleIndex"], nowhere["ruleIndex"]) == (0, 1)


def test_sarif_is_what_its_schema_says():
    if not SCHEMA.exists():
        pytest.skip("the schema of SARIF comes from the npm registry, and there is no npm")
    from jsonschema import Draft7Validator

    document = sarif_document([MISS, HOSTILE, NOWHERE], "0.1.0")
    json.dumps(document).encode()
    validator = Draft7Validator(json.loads(SCHEMA.read_text()))
    validator.validate(document)
    del document["runs"][0]["tool"]
    assert not validator.is_valid(document)


def test_a_run_without_problems_is_a_log_without_results(tmp_path):
    (tmp_path / "p.yaml").write_text(
        "patcher: 1\nplan: p\ntitle: T\nsteps:\n  - id: a\n    subject: S\n"
        "    edits:\n      - delete_files: [a]\n"
    )
    try:
        done = CliRunner().invoke(cli, ["lint", str(tmp_path / "p.yaml"), "--format", "sarif"])
    finally:
        SCREEN.__init__()
    assert done.exit_code == 0
    assert json.loads(done.stdout)["runs"][0]["results"] == []
