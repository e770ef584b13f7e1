"""A peer: the same job by LibCST; comments are reworded as text afterwards, `git diff` makes the patch.

python peer_libcst.py FILE
"""

import re
import sys

import libcst as cst

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    module = cst.parse_module(file.read())
name = re.compile(r"_(migrate|cleanup)_kv_|_migrate_node_state$|ensure_migrations$")


def goes(node: cst.CSTNode) -> bool:
    """Tell whether a statement of the module goes."""
    if isinstance(node, cst.FunctionDef):
        return name.match(node.name.value) is not None
    text = module.code_for_node(node).strip() if isinstance(node, cst.SimpleStatementLine) else ""
    last = text.rpartition("\n")[2]
    return (
        text.endswith("from pkg import kv")
        or "MIGRATIONS: dict" in last
        or "\nMIGRATIONS.update({" in f"\n{text}"
    )


body, rest = [], None
for node in module.body:
    if goes(node):
        rest = [] if rest is None else rest
        continue
    body.append(node)
text = module.with_changes(body=body).code
text = re.sub(
    r"    # Mirrors kv\._construct_key.*\n    #.*\n",
    "    # Lock keys are named /locks/{kind}/{name}.\n",
    text,
)
text = re.sub(
    r"        # We do NOT bump the version here.*\n        #.*\n",
    "        # A schema change only; the block below bumps the version.\n",
    text,
)
with open(path, "w", encoding="utf-8") as file:
    file.write(text)
