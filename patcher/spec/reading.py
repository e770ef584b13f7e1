"""Bytes of a plan → `Plan`, with every problem at once; and the digest of what a plan says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from patcher.errors import Defect, Place, PlanError, Problem
from patcher.record import field_names, replace
from patcher.spec.build import BUILD
from patcher.spec.kinds import Reader
from patcher.spec.model import Content, Plan
from patcher.spec.nodes import parse_nodes
from patcher.spec.shape import pattern_keys, read_shape


def parse_plan(data: bytes, path: str) -> Plan:
    """Return the plan that YAML bytes say; `path` is what places in it are called by.

    Raises `PlanError` with all problems of the plan, in the order of its lines.
    """
    root, text, problems = parse_nodes(data, path, pattern_keys())
    reader = Reader(problems)
    plan = read_shape(reader, root, "plan", BUILD, "plan")
    if reader.problems:
        raise PlanError(*sorted(reader.problems, key=_position))
    if not isinstance(plan, Plan):
        raise Defect(Problem("defect", "a plan without a problem gave no record", plan=Place(path, 1, 1)))
    return replace(plan, path=path, text=text)


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.plan.line, problem.plan.column) if problem.plan else (0, 0)


def brought_files(plan: Plan) -> tuple[Content, ...]:
    """Return the contents that come from files beside the plan, in order."""
    found = (getattr(edit.action, "content", None) for step in plan.steps for edit in step.edits)
    return tuple(content for content in found if content is not None and content.file is not None)


def with_brought(plan: Plan, brings: Mapping[str, bytes]) -> Plan:
    """Return the plan with the bytes of the files that it brings."""
    return replace(plan, brings=dict(brings))


def plan_digest(plan: Plan) -> str:
    """Return `sha256:…` of what the plan says and the files it brings.

    Comments, lay-out, quoting, the order of keys and the plan's path do not count.
    """
    import hashlib
    import json

    said = json.dumps(_plain(plan), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    brings = {name: hashlib.sha256(data).hexdigest() for name, data in plan.brings.items()}
    both = said + json.dumps(brings, sort_keys=True)
    return "sha256:" + hashlib.sha256(both.encode()).hexdigest()


_UNSAID = frozenset({"place", "places", "brings", "path"})
# Keys that the format got later: a plan without them keeps the digest that it had.
_LATER = frozenset({("Selector", "expect")})


_SAID_AS_IT_IS = frozenset({str, int, bool, type(None)})


@cache
def _said_by(kind: type) -> dict[str, bool] | None:
    """Return the fields of a record that count, each with whether it does where it says nothing."""
    names, unsaid = field_names(kind), _UNSAID | {"text"} if kind is Plan else _UNSAID - {"path"}
    if names is None:
        return None
    return {name: (kind.__name__, name) not in _LATER for name in names if name not in unsaid}


def _plain(value: Any) -> Any:
    kind = value.__class__
    if kind is tuple:
        return [_plain(each) for each in value]
    said = _said_by(kind)
    if said is None:
        return value
    found = {"": kind.__name__}
    for name, counts in said.items():
        each = getattr(value, name)
        if each.__class__ not in _SAID_AS_IT_IS:
            found[name] = _plain(each)
        elif counts or each is not None:
            found[name] = each
    return found
