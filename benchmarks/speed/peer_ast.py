"""A peer: the ranges by Python's own parser, the file edited in place; `git diff` makes the patch of it.

python peer_ast.py FILE
"""

import ast
import re
import sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    text = file.read()
lines = text.splitlines(keepends=True)
name = re.compile(r"_(migrate|cleanup)_kv_|_migrate_node_state$|ensure_migrations$")
cuts = []
for node in ast.parse(text).body:
    first, last = node.lineno - 1, node.end_lineno
    blank = True
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if name.match(node.name):
            first = min([first, *(each.lineno - 1 for each in node.decorator_list)])
        case ast.AnnAssign(target=ast.Name(id="MIGRATIONS")):
            while not lines[first].startswith("# ---- Migration framework"):
                first -= 1
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="update", value=ast.Name(id="MIGRATIONS")))):
            pass
        case ast.ImportFrom(module="pkg", names=[ast.alias(name="kv")]):
            blank = False
        case _:
            continue
    while blank and first and lines[first - 1].startswith("#"):
        first -= 1
    while blank and last < len(lines) and not lines[last].strip():
        last += 1
    cuts.append((first, last))
kept, position = [], 0
for first, last in cuts:
    kept += lines[position:first]
    position = max(position, last)
text = "".join(kept + lines[position:])
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
