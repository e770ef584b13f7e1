"""Problems as GitHub's workflow commands, which become annotations beside the lines.

GitHub's documentation, "Workflow commands for GitHub Actions": `%`, `\\r` and `\\n` are escaped in the
message, `:` and `,` in a property too.
"""

from __future__ import annotations

from patcher.errors import Problem
from patcher.report.words import remedy, safe


def annotation(problem: Problem) -> str:
    """Return one `::error` line for a problem; its place is the plan's, else the target's."""
    properties = {"title": f"patcher: {problem.code}"}
    if problem.plan is not None:
        place = problem.plan
        properties |= {
            "file": safe(place.file),
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.width),
        }
    elif problem.target is not None:
        properties["file"] = safe(problem.target.file)
        if problem.target.first_line is not None:
            properties["line"] = str(problem.target.first_line)
            properties["endLine"] = str(problem.target.last_line or problem.target.first_line)
    said = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    lines = [problem.message, *remedy(problem.hint, [offer.text for offer in problem.offers])]
    return f"::error {said}::{_escaped(chr(10).join(map(safe, lines)))}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
