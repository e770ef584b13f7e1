"""The JSON forms of results and problems: one document, stable keys, lines from 1."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from patcher.errors import Candidate, Excerpt, Problem

if TYPE_CHECKING:
    from patcher.git.model import Verdict
    from patcher.proof.model import CheckResult
    from patcher.results import EditResult, PlanResult, RangeResult, RunVerdict, StepResult
    from patcher.series.model import PatchSummary
    from patcher.source import LineRange

FORMAT = 1


def dump(document: Mapping[str, Any]) -> str:
    """Return a document as JSON text; what is not valid text in it is escaped."""
    return json.dumps(document, indent=1, ensure_ascii=True)


def result_document(result: PlanResult, *, only: str | None = None) -> dict[str, Any]:
    """Return a run as one document; `patch` and `commit_subject` are there where patches were made."""
    return {
        "format": FORMAT,
        "plan": result.plan.plan,
        "plan_digest": result.plan_digest,
        "base": {"commit": result.base.commit, "tree": result.base.tree},
        "steps": [_step(step) for step in result.steps if only in (None, step.step.id)],
        "errors": [problem_document(problem) for problem in result.problems],
    }


def errors_document(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return problems alone, for a run that ended before it had anything else to say."""
    return {"format": FORMAT, "errors": [problem_document(problem) for problem in problems]}


def verification_document(
    plan: str, verdicts: Sequence[Verdict], runs: Sequence[RunVerdict], problems: Sequence[Problem]
) -> dict[str, Any]:
    """Return git's verdict on a series as one document."""
    return {
        "format": FORMAT,
        "plan": plan,
        "patches": [
            {"patch": v.name, "tree": v.tree, "agrees": not v.wrong, "wrong": list(v.wrong)} for v in verdicts
        ],
        "runs": [
            {
                "step": run.step,
                "command": run.check.command,
                "status": run.result.status,
                "seconds": round(run.result.seconds, 3),
                "output": run.result.output,
            }
            for run in runs
        ],
        "errors": [problem_document(problem) for problem in problems],
    }


def summary_document(summaries: Sequence[PatchSummary]) -> dict[str, Any]:
    """Return patch files in short as one document."""
    return {
        "format": FORMAT,
        "patches": [
            {
                "patch": summary.name,
                "subject": summary.subject,
                "author": summary.author,
                "message": summary.message,
                "files": [
                    {"path": f.path, "what": f.what, "hunks": f.hunks, "deleted": f.deleted, "added": f.added}
                    for f in summary.files
                ],
            }
            for summary in summaries
        ],
        "errors": [],
    }


def problem_document(problem: Problem) -> dict[str, Any]:
    """Return one problem with its places; what is not known is null."""
    plan, target = problem.plan, problem.target
    return {
        "code": problem.code,
        "message": problem.message,
        "plan": None if plan is None else {"file": plan.file, "line": plan.line, "column": plan.column},
        "target": None
        if target is None
        else {"file": target.file, "first_line": target.first_line, "last_line": target.last_line},
        "candidates": [_candidate(candidate) for candidate in problem.candidates],
        "excerpts": [_excerpt(excerpt) for excerpt in problem.excerpts],
        "hint": problem.hint,
        "option": problem.option,
        "offers": [{"text": offer.text, "why": offer.why} for offer in problem.offers],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "file": candidate.file,
        "first_line": candidate.first_line,
        "last_line": candidate.last_line,
        "text": candidate.text,
        "note": candidate.note,
        "differs": [{"start": start, "end": end} for start, end in candidate.marks],
        "offer": candidate.offer,
    }


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "file": excerpt.file,
        "after": excerpt.after,
        "lines": [{"line": line, "text": text} for line, text in excerpt.lines],
        "marks": [
            {
                "first_line": mark.first_line,
                "last_line": mark.last_line,
                "sign": mark.sign,
                "label": mark.label,
                "column": mark.column,
                "width": None if mark.column is None else mark.width,
            }
            for mark in excerpt.marks
        ],
    }


def _step(step: StepResult) -> dict[str, Any]:
    document: dict[str, Any] = {"id": step.step.id, "subject": step.step.subject, "tree": step.tree}
    if step.patch is not None:
        document |= {"patch": step.patch.name, "commit_subject": step.patch.message.subject}
    return document | {
        "deleted": step.deleted,
        "added": step.added,
        "edits": [_edit(edit) for edit in step.edits],
        "stays_between": [
            {"file": k.file, "name": k.name, "first_line": k.first_line, "last_line": k.last_line}
            for k in step.kept
        ],
        "ledger": {
            "removed": [f"{r.file}:{r.name}" for r in step.ledger.removed],
            "changed": [f"{file}:{name}" for file, name in step.ledger.changed],
            "moved": [f"{file}:{name} -> {to}" for file, name, to in step.ledger.moved],
        },
        "orphans": [
            {
                "file": o.file,
                "line": o.line,
                "kind": o.kind,
                "name": o.name,
                "why": o.why,
                "only_by": list(o.only_by),
                "refused_by": o.refused_by or None,
                "edit": o.edit,
            }
            for o in step.orphans
        ],
        "checks": [_check(check) for check in step.checks],
        "warnings": list(step.warnings),
    }


def _edit(edit: EditResult) -> dict[str, Any]:
    return {
        "line": edit.edit.place.line,
        "action": edit.edit.name,
        "near": _lines(edit.edit.near),
        "ranges": [_range(row) for row in edit.ranges],
        "paths": list(edit.paths),
        "allowed": [problem.code for problem in edit.allowed],
        "unsure": [{"file": c.file, "line": c.first_line, "text": c.text} for c in edit.unsure],
    }


def _lines(lines: LineRange | None) -> dict[str, int] | None:
    return None if lines is None else {"first_line": lines.first_line, "last_line": lines.last_line}


def _range(row: RangeResult) -> dict[str, Any]:
    located = row.located
    return {
        "file": located.file,
        "first_line": located.lines.first_line,
        "last_line": located.lines.last_line,
        "extent": located.extent,
        "label": located.label,
        "attached": list(located.attached),
        "goes": _lines(row.outcome.lines),
        "notes": list(row.outcome.notes),
        "removes": list(row.removes),
        "to": None
        if row.to is None
        else {
            "file": row.to.file,
            "first_line": row.to.lines.first_line,
            "last_line": row.to.lines.last_line,
        },
        "drift": located.drift,
        "digest": row.digest,
        "evidence": list(located.evidence),
        "doubts": [
            {
                "first_line": d.lines.first_line,
                "last_line": d.lines.last_line,
                "text": d.text,
                "goes": d.goes,
                "why": d.why,
                "key": d.key,
                "about": d.about,
            }
            for d in row.doubts
        ],
    }


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "line": result.check.place.line,
        "check": result.check.kind,
        "invariant": result.invariant,
        "holds": result.holds,
        "message": result.message,
        "before": result.before,
        "after": result.after,
    }
