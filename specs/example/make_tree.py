"""The example tree: a code base with a dead machinery in it, made from a seed, and how it must look without.

Every file is a row of pieces; a piece says in which step of `specs/retire-etcd.yaml` it goes and what
takes its place. So the generator knows, byte for byte, the tree after each step, and tests compare
trees. Variants add what misleads a careless tool, or what a careful one must refuse.

    python specs/example/make_tree.py OUT [--variant NAME]
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

STEPS = ("0a", "0b", "0c", "0d")
RIGHT = ("plain", "strings", "between", "nested", "crlf", "no-newline", "latin1", "tabs", "shifted")
REFUSED = ("helper-called", "second-reader", "thirty", "twice")

DATE = "2026-05-01T10:00:00+10:00"
NOUNS = [
    "node",
    "instance",
    "network",
    "blob",
    "upload",
    "artifact",
    "namespace",
    "lock",
    "queue",
    "event",
    "agent",
    "address",
    "snapshot",
    "key",
]
VERBS = [
    "get",
    "set",
    "list",
    "update",
    "purge",
    "load",
    "check",
    "find",
    "merge",
    "resolve",
    "claim",
    "release",
]
COLUMNS = ["uuid", "state", "name", "owner", "version", "created", "updated", "payload", "checksum", "size"]


@dataclass(frozen=True)
class Piece:
    """Text, the index of the step in which it goes (`None`: it stays), and what takes its place."""

    text: str
    step: int | None = None
    instead: str = ""


@dataclass
class File:
    """One file of the tree as pieces; `gone` is the step in which the whole file goes."""

    pieces: list[Piece] = field(default_factory=list)
    gone: int | None = None
    encoding: str = "utf-8"
    crlf: bool = False
    newline: bool = True
    executable: bool = False

    def keep(self, text: str) -> File:
        """Add text that stays."""
        self.pieces.append(Piece(text))
        return self

    def drop(self, text: str, step: int, instead: str = "") -> File:
        """Add text that goes in a step."""
        self.pieces.append(Piece(text, step, instead))
        return self

    @property
    def lines(self) -> int:
        """How many lines there are up to now."""
        return sum(piece.text.count("\n") for piece in self.pieces)

    def after(self, step: int) -> bytes | None:
        """Return the bytes after a step (-1: before the first), or `None` where the file is gone."""
        if self.gone is not None and self.gone <= step:
            return None
        text = "".join(p.instead if p.step is not None and p.step <= step else p.text for p in self.pieces)
        if not self.newline:
            text = text.rstrip("\n")
        return (text.replace("\n", "\r\n") if self.crlf else text).encode(self.encoding)


@dataclass(frozen=True)
class ExampleTree:
    """The tree before the first step and after each: path → bytes. `expected` is for refused variants."""

    before: dict[str, bytes]
    after_steps: tuple[dict[str, bytes], ...]
    expected: tuple[str, str, int] | None = None  # code, path, 1-based line


class Writer:
    """Plausible code from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0

    def pick(self, words: list[str]) -> str:
        """Return one of several words."""
        return words[int(self.random.random() * len(words))]

    def body(self, size: int, indent: str = "    ", *, comments: bool = True) -> list[str]:
        """Return so many lines of statements, with or without comments among them."""
        rows: list[str] = []
        while len(rows) < size:
            self.number += 1
            n, a, b, c = self.number, self.pick(NOUNS), self.pick(NOUNS), self.pick(COLUMNS)
            kind, left = int(self.random.random() * 7), size - len(rows)
            if kind == 0 and left >= 3:
                rows += [
                    f"if {a}_state == 'error-{n % 97}':",
                    f"    LOG.info('skipping {a} {{ %s', {b}_{c})",
                    "    return None",
                ]
            elif kind == 1 and left >= 2:
                rows += [f"for row in session.scan('{a}s'):", f"    seen_{n}[row['{c}']] = (row, {n})"]
            elif kind == 2 and left >= 4:
                rows += [
                    "values = {",
                    f"    '{c}': {a}_{n},",
                    f"    'nested': {{'of': [{n}, {n + 1}]}},",
                    "}",
                ]
            elif kind == 3 and left >= 4:
                rows += [
                    "try:",
                    f"    {a}_{n} = session.load('{b}', {n})",
                    "except KeyError as e:",
                    f"    raise LookupError(f'{a} {{e}} {{{{raw}}}}')",
                ]
            elif kind == 4 and comments:
                rows += [f"# {self.pick(VERBS).capitalize()} the {a} before the {b}; see note {n % 300}."]
            else:
                rows += [f"{a}_{n} = session.value('{b}.{c}', {n})"]
        return [indent + row for row in rows[:size]]

    def function(self, size: int) -> str:
        """Return a function that stays, of so many lines (at least 4)."""
        self.number += 1
        name = f"{self.pick(VERBS)}_{self.pick(NOUNS)}_{self.number}"
        head = [
            f"def {name}(session, {self.pick(NOUNS)}_uuid):",
            f'    """{self.pick(VERBS).capitalize()} one."""',
        ]
        return "\n".join([*head, *self.body(size - 3), f"    return session.done({self.number})"]) + "\n"

    def fill(self, file: File, line: int) -> None:
        """Add functions that stay until the next text begins on a line, two blank lines above each."""
        while (left := line - 1 - file.lines) > 0:
            size = min(left - 2, 14 + int(self.random.random() * 40))
            if 0 < left - 2 - size < 8:
                size = left - 2
            if size < 4:
                file.keep("\n" * left)
                return
            file.keep("\n\n" + self.function(size))


def example_tree(variant: str = "plain") -> ExampleTree:
    """Return the tree of a variant, and how it must look after each step."""
    if variant not in RIGHT + REFUSED:
        raise ValueError(f"no variant {variant!r}; there are {', '.join(RIGHT + REFUSED)}")
    files = {"shakenfist/mariadb.py": _mariadb(variant), **_small_files(variant)}
    states = []
    for step in range(-1, len(STEPS)):
        found = {path: file.after(step) for path, file in files.items()}
        states.append({path: data for path, data in found.items() if data is not None})
    return ExampleTree(states[0], tuple(states[1:]), _expected(variant, states[0]))


def _expected(variant: str, before: dict[str, bytes]) -> tuple[str, str, int] | None:
    big = "shakenfist/mariadb.py"
    places = {
        "helper-called": ("still-referenced", big, b"migrated = _migrate_node_state_key"),
        "second-reader": ("still-referenced", "shakenfist/blob.py", b"config.ETCD_HOST"),
        "thirty": ("count-mismatch", big, b"def _migrate_etcd_nodes"),
        "twice": ("near-ambiguous", big, b"DATA_MIGRATIONS.update({\n    'extra'"),
    }
    if variant not in places:
        return None
    code, path, needle = places[variant]
    data = before[path]
    line = data[: data.index(needle)].count(b"\n") + 1
    if variant == "thirty":
        line = data[: data.index(b"def _migrate_etcd_")].count(b"\n") + 1
    return code, path, line


def _mariadb(variant: str) -> File:
    w, file = Writer(7), File(crlf=variant == "crlf", newline=variant != "no-newline")
    file.keep('"""The data layer: everything that is kept in MariaDB."""\n\nimport json\nimport logging\n')
    file.keep("from collections.abc import Callable\nfrom typing import Any\n\n")
    file.keep("from shakenfist import config as config_module\n")
    file.drop("from shakenfist import etcd\n", 0)
    file.keep("from shakenfist import constants\n\n\n")
    file.keep("LOG = logging.getLogger(__name__)\nSCHEMA_VERSION = 12\nconfig = config_module.config\n")
    file.keep("\n\ndef session_retry(attempts, note):\n    return lambda function: function\n")
    if variant == "shifted":
        w.fill(file, file.lines + 301)
    shift = 300 if variant == "shifted" else 0
    w.fill(file, 1360 + shift)
    file.keep("\n\ndef lock_key(kind, subtype, name):\n    # One name for a lock, whoever asks for it.\n\n")
    file.drop(
        "    # Mirrors etcd._construct_key(prefix='sflocks'), so that locks taken\n"
        "    # by older releases and by this one exclude each other.\n",
        0,
        "    # Lock keys are named /sflocks/{type}/{subtype}/{name}.\n",
    )
    file.keep("    return f'/sflocks/{kind}/{subtype}/{name}'\n")
    w.fill(file, 2362 + shift)
    _framework(w, file, variant)
    _functions(w, file, variant, shift)
    _registry(w, file, variant)
    w.fill(file, 11200 + shift)
    file.keep(
        "\n\ndef node_columns(node):\n    return {\n        'uuid': node.uuid,\n        'is_etcd_master': node.is_etcd_master,\n    }\n"
    )
    w.fill(file, 16890 + shift)
    file.keep(
        "\n\ndef ensure_schema(session, version):\n"
        '    """Bring the schema to SCHEMA_VERSION; the only way in."""\n'
        "    if version < 2:\n"
        "        session.execute('ALTER TABLE instance_attributes ADD vsock_cids TEXT')\n"
    )
    file.keep("\n".join(w.body(7, "        ", comments=False)) + "\n")
    file.drop(
        "        # We do NOT bump the version here. The version is bumped by\n"
        "        # the data migration in ensure_data_migrations(), once {all}\n"
        "        # rows have moved.\n",
        0,
        "        # v1 -> v2 is a schema change of its own; the block below\n        # bumps the version.\n",
    )
    file.keep("    if version < SCHEMA_VERSION:\n        version = SCHEMA_VERSION\n    return version\n")
    w.fill(file, 17000 + shift)
    if variant == "strings":
        file.keep(_strings())
    if variant == "nested":
        file.keep(_nested())
    if variant == "helper-called":
        file.keep(
            "\n\ndef repair(session, key):\n    migrated = _migrate_node_state_key(session, key)\n    return migrated\n"
        )
    if variant == "tabs":
        file.keep(
            "\n\ndef tabbed(session):\n\tif session:\n\t\treturn {\n\t\t\t'a': 1,\n\t\t}\n\treturn None\n"
        )
    return file


def _framework(w: Writer, file: File, variant: str) -> None:
    rows = [
        "# Data migration framework",
        "#",
        "# Each entry of DATA_MIGRATIONS names the functions that move one {table} from etcd. They run",
        "# in order (oldest first), and the version is bumped when the last of them is done.",
    ]
    rows += [
        f"# - pass {n}: what {noun} keys needed, kept for {{reference}} (see release {n})"
        for n, noun in enumerate(NOUNS * 2, 1)
    ]
    text = "\n\n" + "\n".join(rows) + "\n\nDATA_MIGRATIONS: dict[str, list[Callable[..., Any]]] = {}\n"
    text += "\n\ndef ensure_data_migrations(session):\n"
    text += '    """Run what DATA_MIGRATIONS.update({...}) registered."""\n    if not config.ETCD_HOST:\n        return []\n'
    size = 190 - (text.count("\n") - 2) - 1
    text += "\n".join(w.body(size)) + "\n    return session.done('migrations')\n"
    file.drop(text, 0)
    file.keep(
        "\n\ndef attach_tunnel_flags(session, network):\n    # Kept: the mesh still asks for these.\n    return session.value('tunnel', network)\n"
    )


TARGETS = [f"_{'migrate' if i % 3 else 'cleanup'}_etcd_{NOUNS[i % len(NOUNS)]}s_{i}" for i in range(30)]


def _functions(w: Writer, file: File, variant: str, shift: int) -> None:
    names = [*TARGETS[:9], "_migrate_etcd_nodes", *TARGETS[9:]]
    if variant == "thirty":
        names.remove(TARGETS[4])
    w.fill(file, 2569 + shift)
    for index, name in enumerate(names):
        above = "".join(
            f"# {row}\n"
            for row in ("Drain keys left by release 0.6.", "Safe to run twice {see note}.")[: index % 3]
        )
        if index % 7 == 3:
            above += "@session_retry(attempts=3, note='} (')\n"
        kind = "async def" if variant == "nested" and index == 5 else "def"
        head = f"{kind} {name}(session, dry_run=False):\n"
        if index % 4 == 1:
            head = f"{kind} {name}(\n    session,\n    dry_run=False,\n):\n"
        text = f'    """Move {NOUNS[index % len(NOUNS)]} records out of etcd."""\n'
        if variant in ("strings", "nested") and index % 5 == 2:
            text += "    sql = '''\nINSERT INTO t (a, b)\ndef not_a_definition():\n@neither\n'''\n"
        if name == "_migrate_etcd_nodes":
            text += "    for key in etcd.get_prefix('/sf/node/'):\n        session.merge(_migrate_node_state_key(session, key))\n"
        else:
            text += "    for key in etcd.get_prefix('/sf/keys/'):\n        session.merge(key)\n"
        text += "\n".join(w.body(60 + index % 9)) + "\n    return session.done('moved')\n"
        file.drop("\n\n" + above + head + text, 0)
        if index == 9:
            helper = (
                "def _migrate_node_state_key(session, key):\n" + "\n".join(w.body(20)) + "\n    return key\n"
            )
            file.drop("\n\n" + helper, 0)
        if index % (3 if variant == "between" else 9) == 4:
            file.keep("\n\n" + w.function(14))
        if index % 8 == 6:
            file.keep(f"\n\n# Section {index}: what follows is not part of the migrations.\n")
    w.fill(file, 4920 + shift)


def _registry(w: Writer, file: File, variant: str) -> None:
    names = [*TARGETS[:9], "_migrate_etcd_nodes", *TARGETS[9:]]
    if variant == "thirty":
        names.remove(TARGETS[4])
    rows = ["# Every function above, by the table that it fills.", "DATA_MIGRATIONS.update({"]
    for index, name in enumerate(names):
        if index == 0:
            rows += [f"    'table_{index}': [", f"        {name},  # the first {{", "    ],"]
        elif index % 10 == 9:
            rows += [f"    'table_{index}': [{name}],  # '}})'"]
        else:
            rows += [f"    'table_{index}': [{name}],"]
    text = "\n\n" + "\n".join([*rows, "})"]) + "\n"
    file.drop(text, 0)
    if variant == "twice":
        file.keep("\n\nDATA_MIGRATIONS.update({\n    'extra': [],\n})\n")


def _strings() -> str:
    return (
        "\n\nHELP = '''\nDATA_MIGRATIONS.update({\ndef _migrate_etcd_in_a_string(session):\n    return {\n"
        "from shakenfist import etcd\n# We do NOT bump the version here\n'''\n"
        "PATTERN = f\"{'DATA_MIGRATIONS.update({'}\"  # def _cleanup_etcd_in_a_comment(\n"
    )


def _nested() -> str:
    return (
        "\n\nclass Shims:\n    @staticmethod\n    def _migrate_etcd_method(session):\n        return session\n\n"
        "    async def _cleanup_etcd_method(self):\n        return self\n"
        "\n\ndef outer(session):\n    def _migrate_etcd_inner(row):\n        return row\n\n    return _migrate_etcd_inner(session)\n"
    )


def _small_files(variant: str) -> dict[str, File]:
    files: dict[str, File] = {}

    def put(path: str, text: str = "", **options: object) -> File:
        files[path] = File(**options)  # type: ignore[arg-type]
        return files[path].keep(text) if text else files[path]

    for folder in (
        "",
        "client/",
        "network/",
        "daemons/",
        "daemons/database/",
        "daemons/resources/",
        "protos/",
        "tests/",
    ):
        put(f"shakenfist/{folder}__init__.py")
    _packaging(put)
    _doomed(put)
    _client(put)
    _config(put)
    _comments(put, variant)
    _documents(put)
    return files


def _packaging(put) -> None:  # type: ignore[no-untyped-def]
    file = put(
        "pyproject.toml",
        '[project]\nname = "shakenfist"\nversion = "0.9"\ndependencies = [\n    "click==8.1.7",        # cli\n',
    )
    file.drop('    "etcd3gw==2.6.0",      # etcd client\n', 2)
    file.keep('    "sqlalchemy==2.0.30",\n    "pyyaml==6.0.1"\n]\n\n[tool.lint]\nexclude = ["docs"]\n')
    put(".pre-commit-config.yaml", (
        "repos:\n  - repo: local\n    hooks:\n      - id: syntax\n        name: every module is valid Python\n"
        "        entry: python3 tools/check_syntax.py\n        language: system\n        types: [python]\n"
    ))  # fmt: skip
    put("tools/check_syntax.py", (
        '"""Exit 1 when a file named on the command line is not valid Python."""\n\nimport ast\nimport sys\n\n'
        "for name in sys.argv[1:]:\n    with open(name, 'rb') as source:\n        ast.parse(source.read(), name)\n"
    ), executable=True)  # fmt: skip
    put("shakenfist/constants.py", "".join(f"LIMIT_{n} = {n * 10}\n" for n in range(86)) + "\n").drop(
        "# Use 'sf-ctl migrate-floating-network-uuid' to migrate\n", 3
    ).keep("FLOATING_NETWORK = 'floating'\n")


def _doomed(put) -> None:  # type: ignore[no-untyped-def]
    w = Writer(11)
    etcd = put(
        "shakenfist/etcd.py",
        '"""The retired store."""\n\nLOG = None\n\n\ndef get_prefix(prefix):\n    return []\n',
        gone=1,
    )
    w.fill(etcd, 474)
    stub = "# Generated by the protocol buffer compiler.\n\nDESCRIPTOR = None\n"
    for name in ("etcd_pb2.py", "etcd_pb2.pyi", "etcd_pb2_grpc.py", "etcd_pb2_grpc.pyi"):
        put(f"shakenfist/protos/{name}", stub, gone=1)
    put("shakenfist/protos/event_pb2.py", stub)
    put(
        "protos/etcd.proto",
        'syntax = "proto3";\npackage etcdserverpb;\n\nmessage RangeRequest {\n  bytes key = 1;\n}\n',
        gone=1,
    )
    put(
        "protos/event.proto",
        'syntax = "proto3";\n\nmessage Event {\n  // Seconds.\n  double timestamp = 1;\n}\n',
    )
    for name, lines in (("cluster_config_drain", 117), ("etcd_ops_queues_drain", 218)):
        test = put(
            f"shakenfist/tests/test_{name}.py",
            '"""The drain."""\n\nfrom shakenfist import etcd\n\nDRAINED = etcd.get_prefix\n',
            gone=1,
        )
        w.fill(test, lines + 1)


def _client(put) -> None:  # type: ignore[no-untyped-def]
    put("shakenfist/client/click_lite.py", (
        '"""The little of a command line library that ctl needs."""\n\n\ndef command(name=None, hidden=False):\n'
        "    return lambda function: function\n\n\ndef pass_context(function):\n    return function\n\n\n"
        "class Group:\n    def __init__(self):\n        self.commands = []\n\n    def add_command(self, command):\n"
        "        self.commands.append(command)\n\n\ndef echo(text):\n    print(text)\n"
    ))  # fmt: skip
    w = Writer(13)
    file = put(
        "shakenfist/client/ctl.py",
        '"""sf-ctl."""\n\nfrom shakenfist.client import click_lite as click\n\ncli = click.Group()\n',
    )
    w.fill(file, 174)
    shown = "@click.command(name='{0}')\n@click.pass_context\ndef {1}(ctx):\n    click.echo('{{}}')\n"
    file.keep("\n\n" + shown.format("show-config", "show_config"))
    for name in ("show-etcd-config", "set-etcd-config"):
        text = shown.format(name, name.replace("-", "_")).replace("')\n@", "', hidden=True)\n@")
        file.drop("\n\n" + text, 2)
    w.fill(file, 348)
    file.keep("\n\ncli.add_command(show_config)\n")
    file.drop("cli.add_command(show_etcd_config)\ncli.add_command(set_etcd_config)\n", 2)
    file.keep("\n\nif __name__ == '__main__':\n    click.echo(cli.commands)\n")


def _config(put) -> None:  # type: ignore[no-untyped-def]
    file = put(
        "shakenfist/config.py",
        '"""Configuration."""\n\n\ndef Field(default, description=""):\n    return default\n\n\nclass SFConfig:\n',
    )
    for number in range(119):
        file.keep(
            f"    LIMIT_{number}: int = Field(\n        {number},\n        description='limit {{{number}}}',\n    )\n"
        )
    file.keep("    # database\n    MARIADB_HOST: str = Field('localhost')\n\n")
    file.drop(
        "    # etcd (retained only for DATA_MIGRATIONS drain,\n    # remove in next release)\n"
        "    ETCD_HOST: str = Field(\n        '', description='{host} (old)',\n    )\n",
        2,
    )
    file.keep("    LOG_LEVEL: str = Field('info')\n\n\nconfig = SFConfig()\n")


def _stale(what: str) -> str:
    return f"        # State migration to MariaDB is now handled by\n        # 'sf-ctl migrate-{what}'.\n"


def _comments(put, variant: str) -> None:  # type: ignore[no-untyped-def]
    places = {
        "blob": (137, 3), "upload": (54, 2), "artifact": (121, 1), "node": (138, 1), "namespace": (101, 1), "network/network": (106, 1)
    }  # fmt: skip
    for seed, (name, (line, number)) in enumerate(places.items(), 20):
        latin = variant == "latin1" and name == "namespace"
        w = Writer(seed)
        head = "# -*- coding: latin-1 -*-\nSIGN = 'caf\xe9'\n" if latin else ""
        file = put(
            f"shakenfist/{name}.py", head + f'"""{name}."""\n', encoding="latin-1" if latin else "utf-8"
        )
        if variant == "second-reader" and name == "blob":
            file.keep("\nfrom shakenfist.config import config\n\nHOST = config.ETCD_HOST\n")
        w.fill(file, line - 5)
        title = name.rpartition("/")[2].title()
        file.keep(f"\n\nclass {title}:\n    def load(self, session):\n")
        for index in range(number):
            file.drop(_stale(f"{name.rpartition('/')[2]}-{index}"), 3)
            file.keep("\n".join(w.body(3, "        ", comments=False)) + "\n")
        if name == "node":
            file.keep("        self.is_etcd_master = session.value('is_etcd_master', 1)\n")
        file.keep("        return session\n")
    for name in ("database", "resources"):
        put(
            f"shakenfist/daemons/{name}/main.py",
            f'"""{name}."""\n\n\ndef flags(node):\n    return node.is_etcd_master\n',
        )
    put("shakenfist/deploy.py", "GROUPS = {'etcd_master': []}\n")


def _documents(put) -> None:  # type: ignore[no-untyped-def]
    file = put(
        "CLAUDE.md",
        "# Notes\n\n" + "".join(f"Line {n} of what a newcomer reads first.\n" for n in range(3, 58)),
    )
    file.keep("The group etcd_master is the database host.\n\n## Structure\n\n")
    file.keep("".join(f"- part {n}\n" for n in range(62, 243)) + "\nWhat is stored where.\n")
    file.drop(
        "\nNote: the etcd.py module is retained only to service DATA_MIGRATIONS\nentries which drain leftover etcd keys from older clusters.\n",
        3,
    )
    file.keep("\n## Dependencies\n\n" + "".join(f"- package{n} - a library\n" for n in range(251, 367)))
    file.drop("- etcd3gw - etcd client (retained for\n  DATA_MIGRATIONS drain only)\n", 3)
    file.keep("- sqlalchemy - the database\n\nThe end.\n")
    guide = put(
        "docs/developer_guide/authentication.md",
        "# Authentication\n\n" + "".join(f"Paragraph {n}.\n\n" for n in range(25)),
    )
    guide.keep("\n```\nexport SHAKENFIST_KEY=1\n").drop("export ETCDCTL_API=3\n", 3).keep(
        "sf-client auth\n```\n\nMore.\n"
    )
    put(
        "docs/plans/PLAN-byo-mariadb.md",
        "# Plan\n\nRetire etcd3gw, ETCD_HOST, DATA_MIGRATIONS; sf-ctl migrate-* went before.\n",
    )
    put(
        "docs/release_notes/v07-v08.md",
        "# 0.8\n\nRun 'sf-ctl migrate-blob' first. ETCDCTL_API=3 is needed for etcd.\n",
    )
    put("README.md", "# Shaken Fist\n\nA small cloud. The etcd_master group names its database.\n")


EXECUTABLE = frozenset({"tools/check_syntax.py"})


def write_tree(files: dict[str, bytes], folder: Path) -> None:
    """Write a tree's files below a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(0o755 if path in EXECUTABLE else 0o644)


def commit_tree(files: dict[str, bytes], folder: Path) -> None:
    """Make a repository of a tree, with one commit that is the same everywhere."""
    write_tree(files, folder)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Example",
        "GIT_AUTHOR_EMAIL": "example@example.org",
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_NAME": "Example",
        "GIT_COMMITTER_EMAIL": "example@example.org",
        "GIT_COMMITTER_DATE": DATE,
    }

    def git(arguments: Iterable[str]) -> None:
        subprocess.run(
            ["git", "-c", "core.autocrlf=false", "-C", str(folder), *arguments], env=environment, check=True
        )

    git(["init", "--quiet", "--initial-branch=main", "--template="])
    git(["add", "--all"])
    git(["commit", "--quiet", "--message", "the example tree"])


def main() -> None:
    """Make the repository of a variant."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--variant", default="plain", choices=RIGHT + REFUSED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    commit_tree(example_tree(options.variant).before, options.out)


if __name__ == "__main__":
    main()
