"""The trees of the benchmark: a large file with a retired machinery in it, and many small ones.

A file is a row of pieces, each with what is left of it, so that what must come out is known to the
byte. The pieces hold what misleads tools that go by lines: statements at the first column inside
strings, brackets in strings and comments, signatures closed at the first column, methods and inner
functions with a name that is sought. Same arguments, same bytes.
"""

from __future__ import annotations

import os
import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

THINGS = [
    "node",
    "blob",
    "lock",
    "queue",
    "event",
    "agent",
    "volume",
    "image",
    "quota",
    "token",
    "session",
    "witness",
    "shard",
    "cursor",
]
DEEDS = [
    "get",
    "list",
    "update",
    "load",
    "check",
    "find",
    "merge",
    "split",
    "claim",
    "release",
    "render",
    "encode",
    "walk",
    "count",
]

FRAMEWORK = """\
# ---- Migration framework.
#
# Each table names the functions (_migrate_kv_*) that fill it {once}.

MIGRATIONS: dict[str, list] = {}


def ensure_migrations(session):
    \"\"\"Run what MIGRATIONS.update({...}) registered.\"\"\"
"""
LOCK_NOTE = "    # Mirrors kv._construct_key(prefix='locks')\n    # so that old and new keys agree.\n"
LOCK_NEW = "    # Lock keys are named /locks/{kind}/{name}.\n"
BUMP_NOTE = "        # We do NOT bump the version here: that is\n        # done in ensure_migrations(), once {all} rows moved.\n"
BUMP_NEW = "        # A schema change only; the block below bumps the version.\n"
STALE = """\
        # State migration is now handled by
        # 'ctl migrate-{thing}', which reads the old keys
        # and stops.
"""


@dataclass
class Text:
    """A file on its way: what it is and what it must become."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    lines: int = 0

    def keep(self, text: str) -> None:
        """Add what stays."""
        self.swap(text, text)

    def drop(self, text: str) -> None:
        """Add what goes."""
        self.swap(text, "")

    def swap(self, text: str, instead: str) -> None:
        """Add what something else takes the place of."""
        self.before.append(text)
        self.after.append(instead)
        self.lines += text.count("\n")


class Maker:
    """Plausible code from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.number = 0

    def thing(self) -> str:
        """Return a noun."""
        return THINGS[int(self.chance.random() * len(THINGS))]

    def body(self, lines: int, indent: str = "    ") -> str:
        """Return so many lines of statements, or a few more."""
        rows: list[str] = []
        while len(rows) < lines:
            self.number += 1
            rows += [indent + row for row in self._statement(self.number, self.thing(), self.thing())]
        rows.append(f"{indent}return {self.thing()}_result")
        return "\n".join(rows) + "\n"

    def _statement(self, i: int, a: str, b: str) -> list[str]:
        kind = int(self.chance.random() * 9)
        if kind == 0:
            return [
                f"{a}_{i} = session.execute(",
                f"    select({b}_table).where({b}_table.c.id == {a}_id)).all()",
            ]
        if kind == 1:
            return [
                f"if {a}_state in ('gone', 'error-{i % 97}'):",
                f"    LOG.info('skipping {a}', {{'count': {i}}})",
                "    return None",
            ]
        if kind == 2:
            return [f"for row in {a}_rows:", f"    {b}_seen[row.id] = f'{{row.id}}/{a} {{{{raw}}}}'"]
        if kind == 3:
            return [f"values = {{'{a}': {{'nested': [{i}, {i + 1}]}}, '{b}': {a}_{i}}}"]
        if kind == 4:
            return [
                "try:",
                f"    {a}_cache = json.loads({b}_raw)",
                "except ValueError as error:",
                "    raise BadValue(str(error)) from None",
            ]
        if kind == 5:
            return [f"# an unmatched {{ and ( and def _migrate_kv_{a}(x): in a comment, note {i % 300}"]
        if kind == 6:
            return [f"{a}_fmt = '}}}}){{' + \"MIGRATIONS.update({{\"  # }})"]
        if kind == 7:
            return ["", f"{a}_{b} = [c for c in {b}_columns if c.startswith('{a[:3]}')]"]
        return [f"{a}_total += {i % 13}"]

    def kept(self) -> str:
        """Return a function or a class that stays, two blank lines behind it."""
        self.number += 1
        kind, size, i = self.chance.random(), int(10 + self.chance.random() * 40), self.number
        name = f"{DEEDS[i % len(DEEDS)]}_{self.thing()}_{i}"
        if kind < 0.12:
            method = f"_migrate_kv_{self.thing()}_shim" if i % 3 == 0 else f"{DEEDS[i % 7]}_one"
            text = f"class {self.thing().title()}Store{i}:\n    cache: dict[str, int] = {{}}\n\n"
            text += f"    def {method}(self, session):\n{self.body(size // 2, '        ')}\n"
            text += f"    def load(self, session):\n{self.body(size // 2, '        ')}"
        elif kind < 0.3:
            text = f"def {name}(\n    session: Session,\n    *, lock: bool = True,\n) -> dict | None:\n{self.body(size)}"
        elif kind < 0.45:
            text = f"@retry(attempts=3)\ndef {name}(session):\n{self.body(size)}"
        else:
            text = f"def {name}(session, {self.thing()}_id):\n"
            if kind < 0.55:
                text += f'    doc = """\ndef _migrate_kv_fake_{i}(session):\n    pass\nMIGRATIONS.update({{\n@decorator\n"""\n'
            elif kind < 0.6:
                text += f"    def _migrate_kv_inner_{i}(row):\n        return {{'a': row}}\n\n"
            text += self.body(size)
        return text + "\n\n"

    def target(self, name: str) -> str:
        """Return a function that goes, with the comment and the decorator that are its own."""
        kind = self.chance.random()
        text = "# Drains the keys of an old release {see note}.\n" if kind < 0.3 else ""
        text += "@migration(batch=100, doc='} (')\n" if kind > 0.8 else ""
        text += (
            f"def {name}(\n    session: Session,\n) -> int:\n" if kind < 0.5 else f"def {name}(session):\n"
        )
        text += '    sql = """\nINSERT INTO t (a\ndef not_a_def():\n"""\n' if 0.4 < kind < 0.6 else ""
        return text + self.body(int(50 + self.chance.random() * 50)) + "\n\n"


def large_file(lines: int, targets: int, seed: int = 1) -> tuple[bytes, bytes]:
    """Return a file of about so many lines with so many functions to go, and what it must become."""
    maker, text = Maker(seed), Text()
    text.keep('"""The data layer; def _migrate_kv_old(): was here {once."""\nimport json\nimport logging\n\n')
    text.drop("from pkg import kv\n")
    text.keep(
        "from pkg import events\nfrom pkg.util import migration, retry\n\nLOG = logging.getLogger(__name__)\n\n\n"
    )
    while text.lines < lines * 0.07:
        text.keep(maker.kept())
    text.keep("def lock_key(kind, name):\n")
    text.swap(LOCK_NOTE, LOCK_NEW)
    text.keep("    return f'/locks/{kind}/{name}'\n\n\n")
    while text.lines < lines * 0.14:
        text.keep(maker.kept())
    text.drop(FRAMEWORK + maker.body(100) + "\n\n")
    names = []
    for i in range(targets):
        names.append(f"_{'migrate' if maker.chance.random() < 0.7 else 'cleanup'}_kv_{maker.thing()}_{i}")
        text.drop(maker.target(names[-1]))
        if i % 2:
            text.keep(maker.kept())
        if i == targets // 3:
            text.drop(f"def _migrate_node_state(session, key):\n{maker.body(25)}\n\n")
    rows = "".join(f"    'table_{i}': [{name}],  # '}}'\n" for i, name in enumerate(names))
    text.drop("MIGRATIONS.update({\n" + rows + "})\n\n\n")
    while text.lines < lines * 0.985:
        text.keep(maker.kept())
    text.keep("def ensure_schema(session, version):\n    if version < 2:\n        session.execute(ALTER)\n")
    text.swap(BUMP_NOTE, BUMP_NEW)
    text.keep("        version = 2\n    return version\n\n\n")
    while text.lines < lines - 4:
        text.keep(maker.kept())
    text.keep("def last():\n    return 'end'\n")
    return "".join(text.before).encode(), "".join(text.after).encode()


def small_files(number: int, seed: int = 2) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return so many small modules, one in a hundred with a stale comment, and those as they must become."""
    maker = Maker(seed)
    before, after = {}, {}
    for i in range(number):
        thing = maker.thing()
        head = f"# file {i}\nimport json\n\nfrom pkg import {thing}\n\n\nclass {thing.title()}{i}:\n"
        head += f"    is_{thing} = False\n\n    def load(self, session):\n"
        path, tail = (
            f"pkg/d{i // 500:03d}/m{i:06d}.py",
            f"        {thing}_total = {i}\n" + maker.body(20, "        "),
        )
        stale = STALE.format(thing=thing) if i % 100 == 42 else ""
        before[path] = (head + stale + tail).encode()
        if stale:
            after[path] = (head + tail).encode()
    return before, after


def write_repository(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a new repository with one commit, its objects in a pack as a clone has them."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    moment = {"GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z"}
    who = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]
    commands = ("init -q -b main", "add -A", "commit -q -m start", "repack -adq", "update-index -q --refresh")
    for arguments in map(str.split, commands):
        subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, env={**os.environ, **moment})
