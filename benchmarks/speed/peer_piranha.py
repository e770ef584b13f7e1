"""Piranha takes the functions, the import and the registry out of a file; comments it cannot name.

python peer_piranha.py FILE
"""

import sys

from polyglot_piranha import PiranhaArguments, Rule, RuleGraph, execute_piranha  # type: ignore[import-not-found]

NAMES = "^(_(migrate|cleanup)_kv_.*|_migrate_node_state|ensure_migrations)$"
QUERIES = {
    "decorated": "((module (decorated_definition (function_definition name: (identifier) @n)) @gone)"
    f' (#match? @n "{NAMES}"))',
    "function": f'((module (function_definition name: (identifier) @n) @gone) (#match? @n "{NAMES}"))',
    "import": '((module (import_from_statement) @gone) (#eq? @gone "from pkg import kv"))',
    "table": "((module (expression_statement (assignment left: (identifier) @n)) @gone)"
    ' (#eq? @n "MIGRATIONS"))',
    "registry": "((module (expression_statement (call function: (attribute) @n)) @gone)"
    ' (#eq? @n "MIGRATIONS.update"))',
}
rules = [Rule(name=name, query=query, replace_node="gone", replace="") for name, query in QUERIES.items()]
execute_piranha(
    PiranhaArguments(
        language="python",
        paths_to_codebase=[sys.argv[1]],
        rule_graph=RuleGraph(rules=rules, edges=[]),
        cleanup_comments=True,
        dry_run=False,
    )
)
