"""Run the samples of the manual and write what they print into its pages.

    python docs/samples.py [PAGE...]

A page's samples are run in order, in one sandbox: a home folder with a copy of `specs/` in `~/patcher`,
where a reader starts after a clone. A fence with a path behind its language (`yaml plan.yaml`) is a file
that is written into the folder in which the last command ended; ` +` behind the path adds to it. A
`console` fence holds commands, each behind `$ ` and, where it goes on, `> `, with what they print below.

The home folder is printed as `~`; a time such as `0.6 s` and a size such as `1,234 bytes` are whatever they
were. A test holds every page to what this writes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
DATE = "2026-05-01T10:00:00+10:00"  # of what a reader commits
_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^\$ (.*(?:\n> .*)*)\n?", re.MULTILINE)
_VARIES = re.compile(r"\d+\.\d+ s\b|[\d,]+ bytes\b")


class Sandbox:
    """A home folder in which commands are run one after the other, as in one terminal."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.where = self.home / "patcher"
        self.where.mkdir()
        shutil.copytree(ROOT / "specs", self.where / "specs", ignore=shutil.ignore_patterns("__pycache__"))
        (self.home / ".gitconfig").write_text("[user]\nname = You\nemail = you@example.org\n")
        self.ended = self.home / ".where"

    def write(self, path: str, text: str, *, more: bool = False) -> None:
        """Write a file, or add to it; the path is relative to where the last command ended."""
        target = self.where / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a" if more else "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def run(self, command: str) -> str:
        """Return what a command prints, on both streams, with the home folder as `~`."""
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": DATE,
            "GIT_COMMITTER_DATE": DATE,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.home),
        }
        script = f"trap 'pwd > {self.ended}' EXIT\n{command}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.where,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.where = Path(self.ended.read_text().rstrip("\n"))
        return done.stdout.decode("utf-8", "backslashreplace").replace(str(self.home), "~")


def rewritten(page: str, sandbox: Sandbox) -> str:
    """Return a page with the output that its samples have now; times stay as they stand."""
    parts, end = [], 0
    for fence in _FENCE.finditer(page):
        language, _, path = fence["info"].partition(" ")
        if language == "console":
            parts += [page[end : fence.start("text")], *_session(fence["text"], sandbox)]
            end = fence.end("text")
        elif path and language != "text":
            sandbox.write(path.removesuffix(" +"), fence["text"], more=path.endswith(" +"))
    return "".join([*parts, page[end:]])


def _session(text: str, sandbox: Sandbox) -> Iterator[str]:
    found = list(_TYPED.finditer(text))
    if not found or found[0].start():
        raise ValueError(f"a console sample begins with `$ `: {text!r}")
    ends = [each.start() for each in found[1:]] + [len(text)]
    for typed, end in zip(found, ends, strict=True):
        shown = text[typed.end() : end]
        printed = sandbox.run(typed[1].replace("\n> ", "\n"))
        if printed and not printed.endswith("\n"):
            printed += "\n"
        same = _VARIES.sub("", shown) == _VARIES.sub("", printed)
        yield typed[0].rstrip("\n") + "\n" + (shown if same else printed)


def sampled_pages() -> list[Path]:
    """Return the pages that have samples to run."""
    pages = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
    return [page for page in pages if "\n```console\n" in page.read_text("utf-8")]


def rewrite(page: Path) -> str:
    """Return a page's text with the output that its samples have now."""
    with tempfile.TemporaryDirectory(prefix="patcher-manual-") as home:
        return rewritten(page.read_text("utf-8"), Sandbox(Path(home)))


def main(arguments: list[str]) -> None:
    """Write the output of the samples into the pages that are named, or into all."""
    for page in [Path(name) for name in arguments] or sampled_pages():
        text = rewrite(page)
        changed = text != page.read_text("utf-8")
        page.write_text(text, encoding="utf-8")
        print(f"{'written' if changed else 'as it was'}: {page.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
