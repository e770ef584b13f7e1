"""Code planted wherever git or Python could find some: none of it may run, and no file may change.

    python -m benchmarks.reliability.canaries [--git PATH]

Each canary is a program that writes its name into a log. They stand in the repository's configuration
and in the user's, in hooks, filters, attributes, aliases, pagers and helpers, in a submodule, beside the
files, at the front of a relative search path and in the variables that git, a shell and Python obey.
Every command is run among them; the log must stay empty and every file of the repository as it was.
`apply` makes commits, and checks files out as git does: content filters may run, nothing else.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reliability.box import use_git
from benchmarks.reliability.subject import Subject, digests, make_subject

READING = ("lint", "locate", "brief", "report", "build", "check", "verify", "verify folder", "show")
FILTERS = frozenset({"clean", "smudge", "process"})


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Keys whose value git would run.
_COMMANDS = _words(
    """
    core.fsmonitor core.pager core.editor core.sshCommand core.gitProxy core.askPass
    core.alternateRefsCommand sequence.editor diff.external diff.x.command diff.x.textconv merge.x.driver
    gpg.program gpg.x509.program gpg.ssh.program gpg.ssh.defaultKeyCommand credential.helper
    interactive.diffFilter uploadpack.packObjectsHook remote.origin.uploadpack remote.origin.receivepack
    trailer.x.command trailer.x.cmd browser.x.cmd man.x.cmd mergetool.x.cmd difftool.x.cmd
    sendemail.smtpServer sendemail.toCmd sendemail.ccCmd imap.tunnel tar.x.command submodule.sub.update
    pager.log pager.diff pager.show pager.config pager.status pager.branch filter.x.clean filter.x.smudge
    """
)
_BUILTINS = _words(
    """
    am apply branch cat-file check-attr check-ref-format config fast-import init log ls-files mailinfo read-
    tree reset rev-parse show-ref status symbolic-ref update-ref worktree write-tree
    """
)
_HOOKS = _words(
    """
    applypatch-msg pre-applypatch post-applypatch pre-commit prepare-commit-msg commit-msg post-commit pre-
    rebase post-checkout post-merge pre-push pre-auto-gc post-rewrite post-index-change reference-
    transaction fsmonitor-watchman query-watchman sendemail-validate
    """
)
_VARIABLES = _words(
    """
    GIT_EXTERNAL_DIFF GIT_PAGER PAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_SSH GIT_SSH_COMMAND
    GIT_ASKPASS SSH_ASKPASS GIT_PROXY_COMMAND BROWSER
    """
)
_PROGRAMS = _words(
    """
    git sh cat less true env ssh gpg git-am git-apply git-rev-parse git-cat-file git-remote-ext git-upload-
    pack
    """
)
_MODULES = _words(
    """
    patcher click yaml regex unidiff tree_sitter sitecustomize usercustomize json hashlib
    """
)


class Cage:
    """The folder of the canaries and their log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        folder.mkdir()
        self.count = 0

    def canary(self, name: str, at: Path | None = None, *, then: str = "exec /bin/cat") -> Path:
        """Write a program that tells of itself and goes on as a filter would."""
        path = at or self.folder / name.replace("/", "_")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "{name}" >> "{self.log}"\n{then}\n')
        path.chmod(0o755)
        self.count += 1
        return path

    def heard(self) -> list[str]:
        """Return which canaries have run since the last look."""
        names = self.log.read_text().split("\n")[:-1] if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        if (self.folder / "traced").exists():  # where variables of the environment would have git write
            (self.folder / "traced").unlink()
            names.append("traced")
        return names


def plant(subject: Subject, cage: Cage) -> dict[str, str]:
    """Plant canaries in the repository and the user's home; return the environment that carries the others."""
    tree, home = subject.box.folder, subject.folder / "home"
    rows = list(_configuration(cage, "repository"))
    with open(tree / ".git" / "config", "a", encoding="utf-8") as file:
        file.write("".join(rows))
    who = "[user]\n\tname = U\n\temail = u@example.org\n"
    (home / ".gitconfig").write_text(who + "".join(_configuration(cage, "user")), encoding="utf-8")
    for folder in (tree / ".git" / "hooks", cage.folder / "hooks", cage.folder / "template" / "hooks"):
        for hook in _HOOKS:
            cage.canary(f"hook {hook}", folder / hook, then="exit 0")
    (tree / ".git" / "info").mkdir(exist_ok=True)
    for place in (tree / ".git" / "info" / "attributes", cage.folder / "attributes"):
        place.write_text("* filter=x diff=x merge=x\n")
    _plant_programs(tree, cage)
    variables = {name: str(cage.canary(f"variable {name}")) for name in _VARIABLES}
    start = cage.canary("variable ENV", then="")
    return variables | {
        "ENV": str(start),
        "BASH_ENV": str(start),
        "GIT_TEMPLATE_DIR": str(cage.folder / "template"),
        "GIT_EXEC_PATH": str(tree),
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": str(cage.canary("variable GIT_CONFIG_VALUE_0")),
        "GIT_CONFIG_KEY_1": "alias.rev-parse",
        "GIT_CONFIG_VALUE_1": f"!{cage.canary('variable GIT_CONFIG_VALUE_1')}",
        "GIT_TRACE": str(cage.folder / "traced"),
        "GIT_TRACE2_EVENT": str(cage.folder / "traced"),
    }


def _configuration(cage: Cage, whose: str) -> Iterator[str]:
    for key in _COMMANDS:
        section, *middle, name = key.split(".")
        value = cage.canary(f"{whose} {key}" if section != "filter" else name)
        head = f'[{section} "{".".join(middle)}"]' if middle else f"[{section}]"
        yield f'{head}\n\t{name} = "{"!" if key == "submodule.sub.update" else ""}{value}"\n'
    for name in _BUILTINS:
        yield f'[alias]\n\t{name} = "!{cage.canary(f"{whose} alias {name}")}"\n'
    yield (
        f'[core]\n\thooksPath = "{cage.folder / "hooks"}"\n\tattributesFile = "{cage.folder / "attributes"}"\n'
        f'[init]\n\ttemplateDir = "{cage.folder / "template"}"\n[log]\n\tshowSignature = true\n'
        '[protocol "ext"]\n\tallow = always\n[filter "x"]\n\trequired = true\n[gc]\n\tauto = 1\n'
        f'[remote "origin"]\n\turl = "ext::{cage.canary(f"{whose} ext")}"\n\tfetch = +refs/*:refs/*\n'
    )


def _plant_programs(tree: Path, cage: Cage) -> None:
    """Plant programs and modules beside the files, out of sight of the index, and a submodule with its own canary."""
    exclude = tree / ".git" / "info" / "exclude"
    exclude.write_text("*\n")
    for name in _PROGRAMS:
        cage.canary(f"program {name}", tree / name)
    for name in _MODULES:
        (tree / f"{name}.py").write_text(f'open({str(cage.log)!r}, "a").write("module {name}\\n")\n')
        cage.count += 1


def control(subject: Subject, cage: Cage, environment: dict[str, str]) -> set[str]:
    """Return the canaries that run when plain git is used there: without any, none of this would prove a thing."""
    obeying = {key: value for key, value in environment.items() if key != "GIT_EXEC_PATH"}
    obeying |= {"PATH": os.environ["PATH"], "HOME": str(subject.folder / "home")}
    for words in (
        ["status"],
        ["log", "-p", "-1"],
        ["diff", "HEAD^!"],
        ["commit", "--allow-empty", "-m", "x"],
        ["fetch"],
    ):
        subprocess.run(
            ["git", *words], cwd=subject.box.folder, env=obeying, capture_output=True, timeout=60, check=False
        )
    return set(cage.heard())


def missing_blob(subject: Subject, cage: Cage) -> None:
    """Make a partial clone of the repository that lacks a blob, its promisor one that runs code."""
    id = subject.box.git("rev-parse", "HEAD:pkg/store.py").decode().strip()
    objects = subject.box.folder / ".git" / "objects"
    packs = list((objects / "pack").glob("*.pack"))
    for pack in packs:
        data = pack.read_bytes()
        for other in pack.parent.glob(pack.stem + ".*"):
            other.chmod(0o644)
            other.unlink()
        subject.box.git("unpack-objects", "-q", data=data)
    (objects / id[:2] / id[2:]).unlink()
    rows = '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\tpromisor = true\n'
    with open(subject.box.folder / ".git" / "config", "a", encoding="utf-8") as file:
        file.write(rows)


def run(folder: Path) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Yield for every command its exit status, the canaries that ran, and the files that changed."""
    subject = make_subject(folder / "subject")
    cage = Cage(folder / "cage")
    environment = plant(subject, cage)
    environment["PATH"] = f".::{os.environ['PATH']}"
    for name in (*READING, "apply", "apply here"):
        before = digests(subject.box.folder)
        done = subject.run(name, environment=environment)
        changed = [] if name.startswith("apply") else _changes(before, digests(subject.box.folder))
        yield name, done.status, [each for each in cage.heard() if not _allowed(name, each)], changed
    yield "git itself", 0, [] if len(control(subject, cage, environment)) > 5 else ["too few"], []
    bare = make_subject(folder / "partial")
    environment = plant(bare, cage) | {"PATH": environment["PATH"]}
    missing_blob(bare, cage)
    for name in ("locate", "build", "verify"):
        before = digests(bare.box.folder)
        done = bare.run(name, environment=environment)
        yield f"{name}, a blob missing", done.status, cage.heard(), _changes(before, digests(bare.box.folder))


def _allowed(command: str, canary: str) -> bool:
    return command.startswith("apply") and canary in FILTERS


def _changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def main() -> int:
    """Print a row a command and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--git", metavar="PATH", help="another git than the first on the path")
    asked = parser.parse_args()
    if asked.git:
        print(use_git(asked.git))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, status, heard, changed in run(Path(folder)):
            print(
                f"{name:24} exit {status}   ran {len(heard)}   changed {len(changed)}  {heard[:3]} {changed[:3]}"
            )
            wrong += len(heard) + len(changed)
    print(f"{wrong} canaries ran or files changed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
