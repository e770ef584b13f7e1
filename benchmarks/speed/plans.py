"""The plans of the jobs, as text; numbers and checks are filled in."""

HEAD = """\
patcher: 1
plan: bench
title: Retire the old store
author: {name: A. Maintainer, email: a@example.org}
date: 2026-01-02T00:00:00+00:00
"""
LARGE = """\
  - id: large
    subject: Retire the old store
    edits:
      - file: pkg/big.py
        edits:
          - delete: {import: kv}
          - delete:
              from: {comment: '^# ---- Migration framework'}
              through: {definition: ensure_migrations}
            removes: [MIGRATIONS, ensure_migrations]
          - delete: {definition: '_(migrate|cleanup)_kv_\\w+'}
            count: %d
          - delete: {definition: _migrate_node_state}
          - delete: {marker: 'MIGRATIONS.update(<'}
          - replace: {comment: 'Mirrors kv\\._construct_key'}
            with: |
              # Lock keys are named /locks/{kind}/{name}.
          - replace: {comment: 'We do NOT bump the version here'}
            with: |
              # A schema change only; the block below bumps the version.
"""
SWEEP = """\
  - id: sweep
    subject: Drop stale comments
    edits:
      - delete: {comment: '(?s)State migration is now handled by.*ctl migrate-'}
        files: ['pkg/**/*.py']
        count: %d
"""
PATTERNS = (
    "from pkg import kv$",
    "import kv3gw",
    "KV_HOST_NAME",
    "show-kv-config",
    "set-kv-config",
    "KVCTL_API",
    "ensure_migrations\\(",
    "_construct_old_key",
    "is_kv_primary",
)
CHECKED = """\
  - id: checked
    subject: Check nine patterns over the tree
    edits:
      - create_file: pkg/new.py
        with: |
          NEW = 1
    checks:
%s
"""
GUARDS = """\
    checks:
      - count: '^(async )?def _(migrate|cleanup)_kv_'
        in: pkg/big.py
        only: code
        equals: 0
      - absent: '\\bkv\\.get'
        in: pkg/big.py
"""
FOUR = """\
  - id: more
    subject: Drop a module
    edits:
      - delete_files: [pkg/kv.py]
  - id: config
    subject: Drop a setting
    edits:
      - delete: {definition: KV_HOST}
        file: pkg/config.py
        unreferenced: true
  - id: notes
    subject: Drop a note
    edits:
      - delete: {line: '^- kv3gw'}
        file: NOTES.md
"""
