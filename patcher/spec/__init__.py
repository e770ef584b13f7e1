"""YAML text → `Plan`, with every error at once; the JSON Schema of the format.

>>> parse_plan(b"patcher: 1", "p.yaml")
Traceback (most recent call last):
patcher.errors.PlanError: [missing-key] a plan needs `plan`: ...
"""

from patcher.spec.literals import may_take_dot, required_bytes, required_literal, required_literals
from patcher.spec.patterns import BadPattern, compile_pattern
from patcher.spec.reading import brought_files, parse_plan, plan_digest, with_brought
from patcher.spec.shape import json_schema, schema_path

__all__ = [
    "BadPattern",
    "brought_files",
    "compile_pattern",
    "json_schema",
    "may_take_dot",
    "parse_plan",
    "plan_digest",
    "required_bytes",
    "required_literal",
    "required_literals",
    "schema_path",
    "with_brought",
]
