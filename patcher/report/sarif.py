"""Problems as SARIF 2.1.0, the form that code scanners hand to one another (OASIS, 2020).

The place is the plan's, with the target's lines and the candidates as related locations; a problem
of no plan lies in the target. Columns count characters, as `columnKind` says. Paths are relative:
the plan's as it was named, the target's to the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from patcher.codes import CODES
from patcher.errors import Place, Problem
from patcher.report.words import remedy

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_document(problems: Sequence[Problem], version: str) -> dict[str, Any]:
    """Return problems as one SARIF log of one run; `version` is that of the program."""
    words = list(dict.fromkeys(problem.code for problem in problems))
    driver = {"name": "patcher", "semanticVersion": version, "rules": [_rule(word) for word in words]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, words.index(problem.code)) for problem in problems],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(word: str) -> dict[str, Any]:
    code = CODES[word]
    return {
        "id": word,
        "shortDescription": {"text": code.meaning},
        "help": {"text": f"{code.remedy}; `patcher explain {word}` shows an example"},
        "defaultConfiguration": {"level": "error"},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    text = "\n".join([problem.message, *remedy(problem.hint, [offer.text for offer in problem.offers])])
    related = list(_related(problem))
    primary = _placed(problem.plan) if problem.plan is not None else related.pop(0) if related else None
    for number, each in enumerate(related, 1):
        each["id"] = number
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": text},
        "locations": [] if primary is None else [primary],
        "relatedLocations": related,
    }


def _placed(place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.width,
    }
    return _location(place.file, region)


def _related(problem: Problem) -> Iterator[dict[str, Any]]:
    target = problem.target
    if target is not None:
        region = _lines(target.first_line, target.last_line) if target.first_line is not None else None
        yield _location(target.file, region)
    for each in problem.candidates:
        location = _location(each.file, _lines(each.first_line, each.last_line))
        location["message"] = {"text": each.note or each.text.strip() or "a candidate"}
        yield location


def _lines(first: int, last: int | None) -> dict[str, int]:
    return {"startLine": first, "endLine": last or first}


def _location(file: str, region: dict[str, int] | None) -> dict[str, Any]:
    uri = quote(file.encode("utf-8", "surrogateescape"), safe="/")
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if region is not None:
        physical["region"] = region
    return {"physicalLocation": physical}
